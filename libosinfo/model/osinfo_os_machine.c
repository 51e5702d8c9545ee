/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * What an operating system wants of a machine: which statements count, and in which order.
 */
#include "config.h"

#include "facts/architecture.h"
#include "facts/machine.h"
#include "model/osinfo_machine_private.h"
#include "model/osinfo_os_private.h"

/* What one system says of an architecture, the parts of that and no other. */
static void
add_parts(OsinfoMachine *machine, OsinfoOs *os, OsinfoList *parts, const char *architecture)
{
    const char *origin = osinfo_entity_get_id(OSINFO_ENTITY(os));

    for (gint i = 0; i < osinfo_list_get_length(parts); i++) {
        OsinfoEntity *part = osinfo_list_get_nth(parts, i);
        const char *of = osinfo_entity_get_param_value(part, MACHINE_ARCHITECTURE);

        if (g_strcmp0(of != NULL ? of : MACHINE_ALL_ARCHITECTURES, architecture) == 0)
            machine_add(machine, part, origin);
    }
}

static void
add_firmware(OsinfoMachine *machine, OsinfoOs *os)
{
    g_autoptr(OsinfoList) all = os_dup_parts(os, FACT_KIND_FIRMWARE, OSINFO_TYPE_FIRMWARELIST);
    const char *architecture = osinfo_machine_get_architecture(machine);

    for (gint i = 0; i < osinfo_list_get_length(all); i++) {
        OsinfoFirmware *firmware = OSINFO_FIRMWARE(osinfo_list_get_nth(all, i));

        if (g_strcmp0(osinfo_firmware_get_architecture(firmware), architecture) == 0)
            machine_add_firmware(machine, OSINFO_ENTITY(firmware),
                                 osinfo_entity_get_id(OSINFO_ENTITY(os)));
    }
}

/* What a PC is: a system that has a driver for the chipset of q35 runs on both. */
static void
add_chipset(OsinfoMachine *machine, OsinfoOs *os)
{
    const ArchitectureSpec *spec = architecture_find(osinfo_machine_get_architecture(machine));
    g_autoptr(GPtrArray) links = NULL;

    if (spec == NULL || !spec->has_bios)
        return;
    links = os_dup_links(os, DEVICE_LINKS_ALL);
    for (guint i = 0; i < links->len; i++) {
        OsinfoDeviceLink *link = g_ptr_array_index(links, i);

        if (g_strcmp0(osinfo_entity_get_id(OSINFO_ENTITY(link)), MACHINE_CHIPSET_Q35) == 0)
            machine_add_chipset(machine, device_links_is_supported(link),
                                osinfo_entity_get_id(OSINFO_ENTITY(os)));
    }
}

/**
 * osinfo_os_get_machine:
 * @os: an operating system
 * @architecture: an architecture, such as `x86_64`
 *
 * Gets what the system wants of a machine of this architecture, with what it inherits. That nothing
 * is known of the system on this architecture is no error: what holds for the architecture is told.
 *
 * Returns: (transfer full): a new machine
 *
 * Since: 2.0.0
 */
OsinfoMachine *
osinfo_os_get_machine(OsinfoOs *os, const gchar *architecture)
{
    g_return_val_if_fail(OSINFO_IS_OS(os), NULL);
    g_return_val_if_fail(architecture != NULL, NULL);

    g_autoptr(GPtrArray) systems = os_walk(os, FACT_INHERIT_FILL);
    OsinfoMachine *machine = machine_new(architecture);

    for (guint i = 0; i < systems->len; i++) {
        OsinfoOs *system = g_ptr_array_index(systems, i);
        g_autoptr(OsinfoList) parts = os_dup_parts(system, FACT_KIND_MACHINE, OSINFO_TYPE_PARTLIST);

        add_firmware(machine, system);
        add_parts(machine, system, parts, architecture);
        add_parts(machine, system, parts, MACHINE_ALL_ARCHITECTURES);
        add_chipset(machine, system);
    }
    machine_add_architecture(machine);
    return machine;
}
