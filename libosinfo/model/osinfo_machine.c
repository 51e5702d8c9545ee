/* SPDX-License-Identifier: LGPL-2.1-or-later */
/**
 * OsinfoMachine:
 *
 * What an operating system wants of a machine of one architecture, beside devices and resources: the
 * firmware that it starts from, Secure Boot, a TPM, the least processor, the clock and more. Each
 * fact is what the system says or, if it says nothing, what the nearest one says that it inherits
 * from, or what holds for all machines of the architecture.
 *
 * ```c
 * g_autoptr(OsinfoMachine) machine = osinfo_os_get_machine(os, "x86_64");
 *
 * if (osinfo_machine_get_tpm(machine) == OSINFO_COMPATIBILITY_REQUIRED)
 *     add_tpm(osinfo_machine_get_tpm_version(machine));
 * ```
 *
 * Since: 2.0.0
 */
#include "config.h"

#include <string.h>

#include "facts/architecture.h"
#include "facts/fields.h"
#include "facts/machine.h"
#include "model/osinfo_machine_private.h"
#include "osinfo/osinfo_firmware.h"

#define BIOS "bios"
#define EFI "efi"

typedef struct {
    GPtrArray *values; /* texts, NULL behind the last one */
    char *origin;      /* NULL: the architecture */
} Fact;

struct _OsinfoMachine {
    GObject parent_instance;
    char *architecture;
    GHashTable *facts; /* parameter, or type of firmware: Fact */
};

G_DEFINE_FINAL_TYPE(OsinfoMachine, osinfo_machine, G_TYPE_OBJECT)

static void
fact_free(gpointer data)
{
    Fact *fact = data;

    g_ptr_array_unref(fact->values);
    g_free(fact->origin);
    g_free(fact);
}

static void
osinfo_machine_finalize(GObject *object)
{
    OsinfoMachine *self = OSINFO_MACHINE(object);

    g_free(self->architecture);
    g_hash_table_unref(self->facts);
    G_OBJECT_CLASS(osinfo_machine_parent_class)->finalize(object);
}

static void
osinfo_machine_class_init(OsinfoMachineClass *klass)
{
    G_OBJECT_CLASS(klass)->finalize = osinfo_machine_finalize;
}

static void
osinfo_machine_init(OsinfoMachine *self)
{
    self->facts = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, fact_free);
}

OsinfoMachine *
machine_new(const char *architecture)
{
    OsinfoMachine *self = g_object_new(OSINFO_TYPE_MACHINE, NULL);

    self->architecture = g_strdup(architecture);
    return self;
}

/* The new fact, still without a value; NULL: there is one. */
static Fact *
add_fact(OsinfoMachine *self, const char *key, const char *origin)
{
    Fact *fact = NULL;

    if (g_hash_table_contains(self->facts, key))
        return NULL;
    fact = g_new0(Fact, 1);
    fact->values = g_ptr_array_new_null_terminated(1, g_free, TRUE);
    fact->origin = g_strdup(origin);
    g_hash_table_insert(self->facts, g_strdup(key), fact);
    return fact;
}

static void
add_value(OsinfoMachine *self, const char *key, const char *value, const char *origin)
{
    Fact *fact = add_fact(self, key, origin);

    if (fact != NULL)
        g_ptr_array_add(fact->values, g_strdup(value));
}

/* An empty list and one of the word for that are the same. */
static void
add_values(OsinfoMachine *self, const char *key, GList *values, const char *origin)
{
    Fact *fact = add_fact(self, key, origin);
    gboolean is_empty = values->next == NULL && strcmp(values->data, MACHINE_NONE) == 0;

    for (GList *value = is_empty ? NULL : values; fact != NULL && value != NULL;
         value = value->next)
        g_ptr_array_add(fact->values, g_strdup(value->data));
}

void
machine_add(OsinfoMachine *self, OsinfoEntity *part, const char *origin)
{
    const FieldSpec *field = NULL;
    FieldIter iter;

    field_iter_init(&iter, FACT_KIND_MACHINE);
    while ((field = field_iter_next(&iter)) != NULL) {
        g_autoptr(GList) values = NULL;

        if (field->inheritance == FACT_INHERIT_NEAREST)
            values = osinfo_entity_get_param_value_list(part, field->key);
        if (values != NULL)
            add_values(self, field->key, values, origin);
    }
}

void
machine_add_firmware(OsinfoMachine *self, OsinfoEntity *firmware, const char *origin)
{
    const char *type = osinfo_entity_get_param_value(firmware, OSINFO_FIRMWARE_PROP_TYPE);
    const char *status = osinfo_entity_get_param_value(firmware, OSINFO_FIRMWARE_PROP_STATUS);
    gboolean is_supported = osinfo_entity_get_param_value_boolean_with_default(
        firmware, OSINFO_FIRMWARE_PROP_SUPPORTED, TRUE);

    if (type == NULL)
        return;
    if (status == NULL)
        status = is_supported ? MACHINE_SUPPORTED : MACHINE_UNSUPPORTED;
    add_value(self, type, status, origin);
}

void
machine_add_chipset(OsinfoMachine *self, gboolean has_q35, const char *origin)
{
    Fact *fact = add_fact(self, MACHINE_TYPE, origin);

    if (fact == NULL)
        return;
    if (has_q35)
        g_ptr_array_add(fact->values, g_strdup(MACHINE_TYPE_Q35));
    g_ptr_array_add(fact->values, g_strdup(MACHINE_TYPE_PC));
}

void
machine_add_architecture(OsinfoMachine *self)
{
    const ArchitectureSpec *architecture = architecture_find(self->architecture);

    if (architecture == NULL)
        return;
    if (architecture->machine_type != NULL)
        add_value(self, MACHINE_TYPE, architecture->machine_type, NULL);
    if (architecture->cpu_level != NULL)
        add_value(self, MACHINE_CPU_LEVEL, architecture->cpu_level, NULL);
    if (!architecture->has_bios)
        add_value(self, BIOS, MACHINE_UNSUPPORTED, NULL);
    if (architecture->needs_efi)
        add_value(self, EFI, MACHINE_REQUIRED, NULL);
    if (!architecture->has_efi) {
        add_value(self, EFI, MACHINE_UNSUPPORTED, NULL);
        add_value(self, MACHINE_SECURE_BOOT, MACHINE_UNSUPPORTED, NULL);
    }
}

static const char *
get_value(OsinfoMachine *self, const char *key)
{
    Fact *fact = g_hash_table_lookup(self->facts, key);

    return fact != NULL && fact->values->len > 0 ? g_ptr_array_index(fact->values, 0) : NULL;
}

static const gchar *const *
get_values(OsinfoMachine *self, const char *key)
{
    static const gchar *const none[] = {NULL};
    Fact *fact = g_hash_table_lookup(self->facts, key);

    return fact != NULL ? (const gchar *const *)fact->values->pdata : none;
}

/* A word that nobody knows says nothing. */
static OsinfoCompatibility
get_compatibility(OsinfoMachine *self, const char *key)
{
    static const char *const words[] = {
        [OSINFO_COMPATIBILITY_UNKNOWN] = MACHINE_UNKNOWN,
        [OSINFO_COMPATIBILITY_UNSUPPORTED] = MACHINE_UNSUPPORTED,
        [OSINFO_COMPATIBILITY_PARTIAL] = MACHINE_PARTIAL,
        [OSINFO_COMPATIBILITY_SUPPORTED] = MACHINE_SUPPORTED,
        [OSINFO_COMPATIBILITY_RECOMMENDED] = MACHINE_RECOMMENDED,
        [OSINFO_COMPATIBILITY_REQUIRED] = MACHINE_REQUIRED,
    };
    const char *value = get_value(self, key);

    for (guint i = 0; value != NULL && i < G_N_ELEMENTS(words); i++) {
        if (strcmp(value, words[i]) == 0)
            return (OsinfoCompatibility)i;
    }
    return OSINFO_COMPATIBILITY_UNKNOWN;
}

/**
 * osinfo_machine_get_architecture:
 * @machine: a machine
 *
 * Gets the architecture that all of this is said of.
 *
 * Returns: (transfer none): the architecture, such as `x86_64`
 *
 * Since: 2.0.0
 */
const gchar *
osinfo_machine_get_architecture(OsinfoMachine *machine)
{
    g_return_val_if_fail(OSINFO_IS_MACHINE(machine), NULL);

    return machine->architecture;
}

/**
 * osinfo_machine_get_machine_types:
 * @machine: a machine
 *
 * Gets the machine types that the system runs on, as QEMU calls them without a version: `q35`,
 * `virt`. Others do not fit.
 *
 * Returns: (transfer none) (array zero-terminated=1): the best first; empty when nothing is known
 *
 * Since: 2.0.0
 */
const gchar *const *
osinfo_machine_get_machine_types(OsinfoMachine *machine)
{
    g_return_val_if_fail(OSINFO_IS_MACHINE(machine), NULL);

    return get_values(machine, MACHINE_TYPE);
}

/**
 * osinfo_machine_get_firmware:
 * @machine: a machine
 * @type: `bios` or `efi`
 *
 * Tells whether the system starts from a kind of firmware. It is required where the system starts
 * from that, and is said not to start from the other one.
 *
 * Returns: how far it works
 *
 * Since: 2.0.0
 */
OsinfoCompatibility
osinfo_machine_get_firmware(OsinfoMachine *machine, const gchar *type)
{
    g_return_val_if_fail(OSINFO_IS_MACHINE(machine), OSINFO_COMPATIBILITY_UNKNOWN);
    g_return_val_if_fail(type != NULL, OSINFO_COMPATIBILITY_UNKNOWN);

    OsinfoCompatibility compatibility = get_compatibility(machine, type);
    const char *other = strcmp(type, BIOS) == 0 ? EFI : BIOS;

    if (compatibility == OSINFO_COMPATIBILITY_SUPPORTED &&
        get_compatibility(machine, other) == OSINFO_COMPATIBILITY_UNSUPPORTED)
        return OSINFO_COMPATIBILITY_REQUIRED;
    return compatibility;
}

/**
 * osinfo_machine_get_secure_boot:
 * @machine: a machine
 *
 * Tells whether the system starts with UEFI Secure Boot on, as it is published. Without UEFI it does
 * not.
 *
 * Returns: how far it works
 *
 * Since: 2.0.0
 */
OsinfoCompatibility
osinfo_machine_get_secure_boot(OsinfoMachine *machine)
{
    g_return_val_if_fail(OSINFO_IS_MACHINE(machine), OSINFO_COMPATIBILITY_UNKNOWN);

    if (get_compatibility(machine, EFI) == OSINFO_COMPATIBILITY_UNSUPPORTED)
        return OSINFO_COMPATIBILITY_UNSUPPORTED;
    return get_compatibility(machine, MACHINE_SECURE_BOOT);
}

/* Nobody has signed what does not start with Secure Boot. */
static const gchar *const *
get_signers(OsinfoMachine *self, const char *key)
{
    OsinfoCompatibility compatibility = osinfo_machine_get_secure_boot(self);

    return get_values(self, compatibility >= OSINFO_COMPATIBILITY_PARTIAL ? key : "");
}

/**
 * osinfo_machine_get_media_signers:
 * @machine: a machine
 *
 * Gets who signed what installation media start first. Firmware must trust one of them for Secure
 * Boot.
 *
 * Returns: (transfer none) (array zero-terminated=1): words for certificates, such as
 * `microsoft-uefi-2011`; empty when nothing is known
 *
 * Since: 2.0.0
 */
const gchar *const *
osinfo_machine_get_media_signers(OsinfoMachine *machine)
{
    g_return_val_if_fail(OSINFO_IS_MACHINE(machine), NULL);

    return get_signers(machine, MACHINE_MEDIA_SIGNER);
}

/**
 * osinfo_machine_get_updated_signers:
 * @machine: a machine
 *
 * Gets who signed what the system starts first once it has all updates.
 *
 * Returns: (transfer none) (array zero-terminated=1): words for certificates, such as
 * `microsoft-uefi-2023`; empty when nothing is known
 *
 * Since: 2.0.0
 */
const gchar *const *
osinfo_machine_get_updated_signers(OsinfoMachine *machine)
{
    g_return_val_if_fail(OSINFO_IS_MACHINE(machine), NULL);

    return get_signers(machine, MACHINE_UPDATED_SIGNER);
}

/**
 * osinfo_machine_get_tpm:
 * @machine: a machine
 *
 * Tells whether the system makes use of a trusted platform module.
 *
 * Returns: how far
 *
 * Since: 2.0.0
 */
OsinfoCompatibility
osinfo_machine_get_tpm(OsinfoMachine *machine)
{
    g_return_val_if_fail(OSINFO_IS_MACHINE(machine), OSINFO_COMPATIBILITY_UNKNOWN);

    return get_compatibility(machine, MACHINE_TPM);
}

/**
 * osinfo_machine_get_tpm_version:
 * @machine: a machine
 *
 * Gets the least version of the trusted platform module.
 *
 * Returns: (transfer none) (nullable): `1.2` or `2.0`; %NULL when it is not known
 *
 * Since: 2.0.0
 */
const gchar *
osinfo_machine_get_tpm_version(OsinfoMachine *machine)
{
    g_return_val_if_fail(OSINFO_IS_MACHINE(machine), NULL);

    OsinfoCompatibility compatibility = osinfo_machine_get_tpm(machine);

    return compatibility >= OSINFO_COMPATIBILITY_PARTIAL ? get_value(machine, MACHINE_TPM_VERSION)
                                                         : NULL;
}

/**
 * osinfo_machine_get_cpu_level:
 * @machine: a machine
 *
 * Gets the least processor: a level of the x86-64 psABI, a generation of POWER or IBM Z, a version
 * of the Arm architecture, a profile of RISC-V.
 *
 * Returns: (transfer none) (nullable): `x86-64-v2`, `POWER9`, `z14`, `ARMv8.0-A`, `RVA23`; %NULL
 * when it is not known
 *
 * Since: 2.0.0
 */
const gchar *
osinfo_machine_get_cpu_level(OsinfoMachine *machine)
{
    g_return_val_if_fail(OSINFO_IS_MACHINE(machine), NULL);

    return get_value(machine, MACHINE_CPU_LEVEL);
}

/**
 * osinfo_machine_get_cpu_features:
 * @machine: a machine
 *
 * Gets what the processor must have beside its level, as QEMU calls it: `sse4.2`.
 *
 * Returns: (transfer none) (array zero-terminated=1): features; empty for none
 *
 * Since: 2.0.0
 */
const gchar *const *
osinfo_machine_get_cpu_features(OsinfoMachine *machine)
{
    g_return_val_if_fail(OSINFO_IS_MACHINE(machine), NULL);

    return get_values(machine, MACHINE_CPU_FEATURE);
}

/**
 * osinfo_machine_get_unfit_cpus:
 * @machine: a machine
 *
 * Gets the models of QEMU that the system refuses though they have the level and the features.
 *
 * Returns: (transfer none) (array zero-terminated=1): models; empty for none
 *
 * Since: 2.0.0
 */
const gchar *const *
osinfo_machine_get_unfit_cpus(OsinfoMachine *machine)
{
    g_return_val_if_fail(OSINFO_IS_MACHINE(machine), NULL);

    return get_values(machine, MACHINE_UNFIT_CPU);
}

/**
 * osinfo_machine_get_clock:
 * @machine: a machine
 *
 * Gets what the system takes the hardware clock for.
 *
 * Returns: (transfer none) (nullable): `utc` or `localtime`; %NULL when it is not known
 *
 * Since: 2.0.0
 */
const gchar *
osinfo_machine_get_clock(OsinfoMachine *machine)
{
    g_return_val_if_fail(OSINFO_IS_MACHINE(machine), NULL);

    return get_value(machine, MACHINE_CLOCK);
}

/**
 * osinfo_machine_get_timers:
 * @machine: a machine
 *
 * Gets how timers are set best.
 *
 * Returns: (transfer none) (array zero-terminated=1): `NAME:POLICY`, such as `rtc:catchup`,
 * `hpet:no`; empty for none
 *
 * Since: 2.0.0
 */
const gchar *const *
osinfo_machine_get_timers(OsinfoMachine *machine)
{
    g_return_val_if_fail(OSINFO_IS_MACHINE(machine), NULL);

    return get_values(machine, MACHINE_TIMER);
}

/**
 * osinfo_machine_get_enlightenments:
 * @machine: a machine
 *
 * Gets the enlightenments of Hyper-V that the system makes use of, as libvirt calls them.
 *
 * Returns: (transfer none) (array zero-terminated=1): enlightenments; empty for none
 *
 * Since: 2.0.0
 */
const gchar *const *
osinfo_machine_get_enlightenments(OsinfoMachine *machine)
{
    g_return_val_if_fail(OSINFO_IS_MACHINE(machine), NULL);

    return get_values(machine, MACHINE_ENLIGHTENMENT);
}

/**
 * osinfo_machine_get_first_boot_methods:
 * @machine: a machine
 *
 * Gets what the system takes settings from when it starts for the first time: `cloud-init`,
 * `ignition`, `sysprep`.
 *
 * Returns: (transfer none) (array zero-terminated=1): the best first; empty when nothing is known
 *
 * Since: 2.0.0
 */
const gchar *const *
osinfo_machine_get_first_boot_methods(OsinfoMachine *machine)
{
    g_return_val_if_fail(OSINFO_IS_MACHINE(machine), NULL);

    return get_values(machine, MACHINE_FIRST_BOOT);
}

/**
 * osinfo_machine_get_hotplug:
 * @machine: a machine
 *
 * Gets what may be added while the system runs: `cpu`, `memory`, `disk`, `net`; `cpu-remove` for
 * what may be removed.
 *
 * Returns: (transfer none) (array zero-terminated=1): words; empty when nothing is known
 *
 * Since: 2.0.0
 */
const gchar *const *
osinfo_machine_get_hotplug(OsinfoMachine *machine)
{
    g_return_val_if_fail(OSINFO_IS_MACHINE(machine), NULL);

    return get_values(machine, MACHINE_HOTPLUG);
}

/**
 * osinfo_machine_get_sources:
 * @machine: a machine
 *
 * Gets where the nearest facts are from.
 *
 * Returns: (transfer none) (array zero-terminated=1): addresses, for the most part; empty for none
 *
 * Since: 2.0.0
 */
const gchar *const *
osinfo_machine_get_sources(OsinfoMachine *machine)
{
    g_return_val_if_fail(OSINFO_IS_MACHINE(machine), NULL);

    return get_values(machine, MACHINE_SOURCE);
}

/**
 * osinfo_machine_get_origin:
 * @machine: a machine
 * @fact: a parameter of `machine` elements as the documentation of the database has them, such as
 * `tpm`; or `bios`, `efi`
 *
 * Gets which system states a fact: the system that was asked for, or one that it inherits from.
 *
 * Returns: (transfer none) (nullable): the id of the system; %NULL when nobody states it, or when it
 * holds for all machines of the architecture
 *
 * Since: 2.0.0
 */
const gchar *
osinfo_machine_get_origin(OsinfoMachine *machine, const gchar *fact)
{
    g_return_val_if_fail(OSINFO_IS_MACHINE(machine), NULL);
    g_return_val_if_fail(fact != NULL, NULL);

    Fact *found = g_hash_table_lookup(machine->facts, fact);

    return found != NULL ? found->origin : NULL;
}
