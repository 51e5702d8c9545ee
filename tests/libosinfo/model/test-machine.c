/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * What an operating system wants of a machine: which of several statements counts, what an
 * architecture tells by itself, and words that nobody knows.
 */
#include "config.h"

#include "sandbox.h"

#define FIRMWARE(type, more) "<firmware arch='x86_64' type='" type "' " more "/>"
#define ON(arch, elements) "<machine arch='" arch "'>" elements "</machine>"
#define TPM(status) "<tpm status='" status "'/>"
#define Q35(more) "<devices><device id='http://qemu.org/chipset/x86/q35'" more "/></devices>"
#define SIGNED                                                                                     \
    "<secure-boot status='supported'><media-signer>a</media-signer>"                               \
    "<updated-signer>a</updated-signer><updated-signer>b</updated-signer></secure-boot>"

/* clang-format off */
static const struct {
    const char *name;
    const char *base, *own; /* elements of the system that is inherited from, and of the one asked */
    const char *architecture;
    const char *fact;
    const char *value;  /* as describe() has it */
    const char *origin; /* last letter of the id; NULL: the architecture, or nobody */
} rows[] = {
    {"nothing", "", "", "x86_64", "tpm", "unknown", NULL},
    {"own", "", ON("x86_64", TPM("required")), "x86_64", "tpm", "required", "2"},
    {"inherited", ON("x86_64", TPM("supported")), "", "x86_64", "tpm", "supported", "1"},
    {"own-first", ON("x86_64", TPM("supported")), ON("x86_64", TPM("required")), "x86_64", "tpm", "required", "2"},
    {"own-all-first", ON("x86_64", TPM("supported")), ON("all", TPM("required")), "x86_64", "tpm", "required", "2"},
    {"exact-first", "", ON("all", TPM("supported")) ON("x86_64", TPM("required")), "x86_64", "tpm", "required", "2"},
    {"no-architecture", "", "<machine>" TPM("supported") "</machine>", "aarch64", "tpm", "supported", "2"},
    {"empty-architecture", "", ON("", TPM("supported")), "aarch64", "tpm", "supported", "2"},
    {"other-architecture", "", ON("aarch64", TPM("supported")), "x86_64", "tpm", "unknown", NULL},
    {"two-of-one", "", ON("x86_64", "") ON("x86_64", TPM("supported")), "x86_64", "tpm", "supported", "2"},
    {"fact-by-fact", ON("x86_64", TPM("supported")), ON("x86_64", "<clock base='utc'/>"), "x86_64", "tpm", "supported", "1"},
    {"unknown-said", ON("x86_64", TPM("supported")), ON("x86_64", TPM("unknown")), "x86_64", "tpm", "unknown", "2"},
    {"strange-word", "", ON("x86_64", TPM("maybe")), "x86_64", "tpm", "unknown", "2"},
    {"version", "", ON("x86_64", "<tpm status='required' version='2.0'/>"), "x86_64", "tpm-version", "2.0", "2"},
    {"version-inherited", ON("x86_64", "<tpm status='supported' version='1.2'/>"), ON("x86_64", TPM("required")), "x86_64", "tpm-version", "1.2", "1"},
    {"version-of-none", ON("x86_64", "<tpm status='supported' version='1.2'/>"), ON("x86_64", TPM("unsupported")), "x86_64", "tpm-version", "-", "1"},

    {"list", "", ON("x86_64", "<type>q35</type><type>pc</type>"), "x86_64", "type", "q35,pc", "2"},
    {"list-replaced", ON("x86_64", "<type>q35</type><type>pc</type>"), ON("x86_64", "<type>pc</type>"), "x86_64", "type", "pc", "2"},
    {"list-emptied", ON("x86_64", "<hotplug>cpu</hotplug>"), ON("x86_64", "<hotplug>none</hotplug>"), "x86_64", "hotplug", "", "2"},
    {"none-among-others", "", ON("x86_64", "<hotplug>none</hotplug><hotplug>cpu</hotplug>"), "x86_64", "hotplug", "none,cpu", "2"},
    {"type-of-architecture", "", "", "ppc64le", "type", "pseries", NULL},
    {"type-said", "", ON("ppc64le", "<type>powernv</type>"), "ppc64le", "type", "powernv", "2"},
    {"type-of-many", "", "", "x86_64", "type", "", NULL},
    {"type-of-device", "", Q35(""), "x86_64", "type", "q35,pc", "2"},
    {"type-of-device-inherited", Q35(""), "", "i686", "type", "q35,pc", "1"},
    {"type-of-device-taken-away", Q35(""), Q35(" supported='false'"), "x86_64", "type", "pc", "2"},
    {"type-said-and-device", "", Q35("") ON("x86_64", "<type>pc</type>"), "x86_64", "type", "pc", "2"},
    {"type-said-before-device", ON("x86_64", "<type>pc</type>"), Q35(""), "x86_64", "type", "q35,pc", "2"},
    {"type-of-device-elsewhere", "", Q35(""), "aarch64", "type", "virt", NULL},
    {"type-of-nothing", "", "", "abacus", "type", "", NULL},

    {"firmware", "", FIRMWARE("efi", ""), "x86_64", "efi", "supported", "2"},
    {"firmware-inherited", FIRMWARE("efi", ""), "", "x86_64", "efi", "supported", "1"},
    {"firmware-other", "", FIRMWARE("efi", ""), "i686", "efi", "unknown", NULL},
    {"firmware-taken-away", FIRMWARE("efi", ""), FIRMWARE("efi", "supported='false'"), "x86_64", "efi", "unsupported", "2"},
    {"firmware-required", FIRMWARE("efi", ""), FIRMWARE("bios", "supported='false'"), "x86_64", "efi", "required", "1"},
    {"bios-required", FIRMWARE("bios", ""), FIRMWARE("efi", "supported='false'"), "x86_64", "bios", "required", "1"},
    {"bios-not-required", FIRMWARE("bios", ""), FIRMWARE("efi", "supported='false' status='unknown'"), "x86_64", "bios", "supported", "1"},
    {"firmware-unknown", FIRMWARE("efi", ""), FIRMWARE("efi", "supported='false' status='unknown'"), "x86_64", "efi", "unknown", "2"},
    {"firmware-partial", "", FIRMWARE("efi", "status='partial'"), "x86_64", "efi", "partial", "2"},
    {"efi-of-architecture", "", "", "aarch64", "efi", "required", NULL},
    {"efi-said", "", "<firmware arch='aarch64' type='efi'/>", "aarch64", "efi", "required", "2"},
    {"bios-of-architecture", "", "", "aarch64", "bios", "unsupported", NULL},
    {"neither", "", "", "s390x", "efi", "unsupported", NULL},
    {"efi-possible", "", "", "riscv64", "efi", "unknown", NULL},

    {"secure-boot", FIRMWARE("efi", ""), ON("x86_64", SIGNED), "x86_64", "secure-boot", "supported", "2"},
    {"secure-boot-without-efi", FIRMWARE("efi", "supported='false'"), ON("x86_64", SIGNED), "x86_64", "secure-boot", "unsupported", "2"},
    {"secure-boot-of-architecture", "", "", "s390x", "secure-boot", "unsupported", NULL},
    {"media-signers", "", ON("x86_64", SIGNED), "x86_64", "media-signer", "a", "2"},
    {"updated-signers", "", ON("x86_64", SIGNED), "x86_64", "updated-signer", "a,b", "2"},
    {"signers-of-none", ON("x86_64", SIGNED), ON("x86_64", "<secure-boot status='unsupported'/>"), "x86_64", "media-signer", "", "1"},

    {"level", "", ON("x86_64", "<cpu><level>x86-64-v2</level></cpu>"), "x86_64", "cpu-level", "x86-64-v2", "2"},
    {"level-of-architecture", "", "", "x86_64", "cpu-level", "x86-64-v1", NULL},
    {"level-unknown", "", "", "i686", "cpu-level", "-", NULL},
    {"features", "", ON("x86_64", "<cpu><feature>a</feature><feature>b</feature></cpu>"), "x86_64", "cpu-feature", "a,b", "2"},
    {"unfit", "", ON("x86_64", "<cpu><unfit>Conroe</unfit></cpu>"), "x86_64", "unfit-cpu", "Conroe", "2"},
    {"clock", ON("all", "<clock base='localtime'><timer>hpet:no</timer></clock>"), "", "x86_64", "clock", "localtime", "1"},
    {"timer", ON("all", "<clock base='localtime'><timer>hpet:no</timer></clock>"), ON("x86_64", "<clock base='utc'/>"), "x86_64", "timer", "hpet:no", "1"},
    {"enlightenment", "", ON("x86_64", "<enlightenment>relaxed</enlightenment>"), "x86_64", "enlightenment", "relaxed", "2"},
    {"first-boot", "", ON("all", "<first-boot>cloud-init</first-boot>"), "x86_64", "first-boot", "cloud-init", "2"},
    {"source", "", ON("all", "<source>https://example.org/a b</source>"), "x86_64", "source", "https://example.org/a b", "2"},
};

static const struct {
    const char *fact;
    OsinfoCompatibility (*get)(OsinfoMachine *machine);
} compatibilities[] = {
    {"secure-boot", osinfo_machine_get_secure_boot},
    {"tpm", osinfo_machine_get_tpm},
};

static const struct {
    const char *fact;
    const gchar *(*get)(OsinfoMachine *machine);
} texts[] = {
    {"tpm-version", osinfo_machine_get_tpm_version},
    {"cpu-level", osinfo_machine_get_cpu_level},
    {"clock", osinfo_machine_get_clock},
};

static const struct {
    const char *fact;
    const gchar *const *(*get)(OsinfoMachine *machine);
} lists[] = {
    {"type", osinfo_machine_get_machine_types},
    {"media-signer", osinfo_machine_get_media_signers},
    {"updated-signer", osinfo_machine_get_updated_signers},
    {"cpu-feature", osinfo_machine_get_cpu_features},
    {"unfit-cpu", osinfo_machine_get_unfit_cpus},
    {"timer", osinfo_machine_get_timers},
    {"enlightenment", osinfo_machine_get_enlightenments},
    {"first-boot", osinfo_machine_get_first_boot_methods},
    {"hotplug", osinfo_machine_get_hotplug},
    {"source", osinfo_machine_get_sources},
};
/* clang-format on */

static char *
describe_compatibility(OsinfoCompatibility compatibility)
{
    static const char *const words[] = {"unknown",   "unsupported", "partial",
                                        "supported", "recommended", "required"};

    g_assert_cmpuint(compatibility, <, G_N_ELEMENTS(words));
    return g_strdup(words[compatibility]);
}

/* A compatibility by its word, a text that there is not by "-", a list with commas between. */
static char *
describe(OsinfoMachine *machine, const char *fact)
{
    if (g_str_equal(fact, "bios") || g_str_equal(fact, "efi"))
        return describe_compatibility(osinfo_machine_get_firmware(machine, fact));
    for (guint i = 0; i < G_N_ELEMENTS(compatibilities); i++) {
        if (g_str_equal(fact, compatibilities[i].fact))
            return describe_compatibility(compatibilities[i].get(machine));
    }
    for (guint i = 0; i < G_N_ELEMENTS(texts); i++) {
        const char *text = g_str_equal(fact, texts[i].fact) ? texts[i].get(machine) : NULL;

        if (g_str_equal(fact, texts[i].fact))
            return g_strdup(text != NULL ? text : "-");
    }
    for (guint i = 0; i < G_N_ELEMENTS(lists); i++) {
        if (g_str_equal(fact, lists[i].fact))
            return g_strjoinv(",", (char **)lists[i].get(machine));
    }
    g_assert_not_reached();
}

static OsinfoDb *
load(const char *base, const char *own)
{
    g_autofree char *folder = sandbox_new_folder();
    g_autofree char *first = g_strconcat(
        "<os id='http://example.org/heron/1'><short-id>heron1</short-id>", base, "</os>", NULL);
    g_autofree char *second =
        g_strconcat("<os id='http://example.org/heron/2'><short-id>heron2</short-id>"
                    "<derives-from id='http://example.org/heron/1'/>",
                    own, "</os>", NULL);

    sandbox_write_xml(folder, "device/qemu.org/chipset-x86-q35.xml",
                      "<device id='http://qemu.org/chipset/x86/q35'/>");
    sandbox_write_xml(folder, "os/example.org/heron-1.xml", first);
    sandbox_write_xml(folder, "os/example.org/heron-2.xml", second);
    return sandbox_load(folder, NULL);
}

static void
test_facts(void)
{
    for (guint i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autoptr(OsinfoDb) db = load(rows[i].base, rows[i].own);
        OsinfoOs *os = osinfo_db_get_os(db, "http://example.org/heron/2");
        g_autoptr(OsinfoMachine) machine = osinfo_os_get_machine(os, rows[i].architecture);
        g_autofree char *value = describe(machine, rows[i].fact);
        const char *origin = osinfo_machine_get_origin(machine, rows[i].fact);

        g_test_message("%s", rows[i].name);
        g_assert_cmpstr(osinfo_machine_get_architecture(machine), ==, rows[i].architecture);
        g_assert_cmpstr(value, ==, rows[i].value);
        g_assert_cmpstr(origin != NULL ? origin + strlen("http://example.org/heron/") : NULL, ==,
                        rows[i].origin);
    }
}

/* What programs add counts as what a database says. */
static void
test_added_firmware(void)
{
    g_autoptr(OsinfoOs) os = osinfo_os_new("http://example.org/heron/3");
    g_autoptr(OsinfoFirmware) firmware = osinfo_firmware_new("mine", "x86_64", "efi");
    g_autoptr(OsinfoMachine) machine = NULL;

    osinfo_os_add_firmware(os, firmware);
    machine = osinfo_os_get_machine(os, "x86_64");
    g_assert_cmpint(osinfo_machine_get_firmware(machine, "efi"), ==,
                    OSINFO_COMPATIBILITY_SUPPORTED);
    g_assert_cmpint(osinfo_machine_get_firmware(machine, "other"), ==,
                    OSINFO_COMPATIBILITY_UNKNOWN);
}

/* It needs neither the system nor the database any more. */
static void
test_alone(void)
{
    OsinfoDb *db = load("", ON("x86_64", TPM("required")));
    g_autoptr(OsinfoMachine) machine =
        osinfo_os_get_machine(osinfo_db_get_os(db, "http://example.org/heron/2"), "x86_64");

    g_object_unref(db);
    g_assert_cmpint(osinfo_machine_get_tpm(machine), ==, OSINFO_COMPATIBILITY_REQUIRED);
    g_assert_cmpstr(osinfo_machine_get_origin(machine, "tpm"), ==, "http://example.org/heron/2");
}

int
main(int argc, char **argv)
{
    sandbox_init(&argc, &argv);
    g_test_add_func("/machine/facts", test_facts);
    g_test_add_func("/machine/added-firmware", test_added_firmware);
    g_test_add_func("/machine/alone", test_alone);
    return sandbox_run();
}
