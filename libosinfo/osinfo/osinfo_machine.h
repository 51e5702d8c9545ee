/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/**
 * OsinfoCompatibility:
 * @OSINFO_COMPATIBILITY_UNKNOWN: nobody says, or somebody looked and did not find out
 * @OSINFO_COMPATIBILITY_UNSUPPORTED: it does not work
 * @OSINFO_COMPATIBILITY_PARTIAL: it works by hand, in part, or with a condition
 * @OSINFO_COMPATIBILITY_SUPPORTED: it works
 * @OSINFO_COMPATIBILITY_RECOMMENDED: it works, and is better than without
 * @OSINFO_COMPATIBILITY_REQUIRED: nothing else works
 *
 * How far an operating system goes together with something; from bad to good, so that values can be
 * compared.
 *
 * Since: 2.0.0
 */
typedef enum {
    OSINFO_COMPATIBILITY_UNKNOWN,
    OSINFO_COMPATIBILITY_UNSUPPORTED,
    OSINFO_COMPATIBILITY_PARTIAL,
    OSINFO_COMPATIBILITY_SUPPORTED,
    OSINFO_COMPATIBILITY_RECOMMENDED,
    OSINFO_COMPATIBILITY_REQUIRED,
} OsinfoCompatibility;

#define OSINFO_TYPE_MACHINE (osinfo_machine_get_type())
G_DECLARE_FINAL_TYPE(OsinfoMachine, osinfo_machine, OSINFO, MACHINE, GObject)

const gchar *osinfo_machine_get_architecture(OsinfoMachine *machine);
const gchar *const *osinfo_machine_get_machine_types(OsinfoMachine *machine);
OsinfoCompatibility osinfo_machine_get_firmware(OsinfoMachine *machine, const gchar *type);
OsinfoCompatibility osinfo_machine_get_secure_boot(OsinfoMachine *machine);
const gchar *const *osinfo_machine_get_media_signers(OsinfoMachine *machine);
const gchar *const *osinfo_machine_get_updated_signers(OsinfoMachine *machine);
OsinfoCompatibility osinfo_machine_get_tpm(OsinfoMachine *machine);
const gchar *osinfo_machine_get_tpm_version(OsinfoMachine *machine);
const gchar *osinfo_machine_get_cpu_level(OsinfoMachine *machine);
const gchar *const *osinfo_machine_get_cpu_features(OsinfoMachine *machine);
const gchar *const *osinfo_machine_get_unfit_cpus(OsinfoMachine *machine);
const gchar *osinfo_machine_get_clock(OsinfoMachine *machine);
const gchar *const *osinfo_machine_get_timers(OsinfoMachine *machine);
const gchar *const *osinfo_machine_get_enlightenments(OsinfoMachine *machine);
const gchar *const *osinfo_machine_get_first_boot_methods(OsinfoMachine *machine);
const gchar *const *osinfo_machine_get_hotplug(OsinfoMachine *machine);
const gchar *const *osinfo_machine_get_sources(OsinfoMachine *machine);
const gchar *osinfo_machine_get_origin(OsinfoMachine *machine, const gchar *fact);

G_END_DECLS
