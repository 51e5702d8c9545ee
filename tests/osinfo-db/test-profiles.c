/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Profiles of guests, of all systems of the real database: they are complete, and what cannot be changed once a system
 * is installed is the same before and after.
 */
#include "config.h"

#include <string.h>

#include "sandbox.h"

static const char *const architectures[] = {"x86_64", "aarch64", "s390x"};

/* What a profile can do without: nothing to be set is a value, too. */
static const char *const optional[] = {
    OSINFO_GUEST_SETTING_CPU_FEATURES, OSINFO_GUEST_SETTING_CPU_LEVEL,
    OSINFO_GUEST_SETTING_ENLIGHTENMENTS, OSINFO_GUEST_SETTING_TIMERS, NULL};

static const char *const fixed[] = {
    OSINFO_GUEST_SETTING_CLOCK, OSINFO_GUEST_SETTING_FIRMWARE,    OSINFO_GUEST_SETTING_MACHINE,
    OSINFO_GUEST_SETTING_SMM,   OSINFO_GUEST_SETTING_SECURE_BOOT, OSINFO_GUEST_SETTING_TPM,
};

static guint
count_gaps(OsinfoGuestProfile *profile, const char *name)
{
    const gchar *const *settings = osinfo_guest_profile_get_settings(profile);
    guint n_gaps = 0;

    for (; *settings != NULL; settings++) {
        const char *value = osinfo_guest_profile_get_value(profile, *settings);

        if (g_strv_contains(optional, *settings) || (value != NULL && *value != '\0'))
            continue;
        g_test_message("%s on %s: no %s", name, osinfo_guest_profile_get_architecture(profile),
                       *settings);
        n_gaps++;
    }
    return n_gaps;
}

static guint
count_changes(OsinfoGuestProfile *install, OsinfoGuestProfile *run, const char *name)
{
    guint n_changes = 0;

    for (guint i = 0; i < G_N_ELEMENTS(fixed); i++) {
        const char *before = osinfo_guest_profile_get_value(install, fixed[i]);
        const char *after = osinfo_guest_profile_get_value(run, fixed[i]);

        if (g_strcmp0(before, after) == 0)
            continue;
        g_test_message("%s on %s: %s is '%s', then '%s'", name,
                       osinfo_guest_profile_get_architecture(install), fixed[i], before, after);
        n_changes++;
    }
    return n_changes;
}

static void
test_complete(void)
{
    g_autofree char *folder = sandbox_get_data();
    g_autoptr(OsinfoDb) db = sandbox_load(folder, NULL);
    g_autoptr(OsinfoOsList) systems = osinfo_db_get_os_list(db);
    g_autoptr(OsinfoGuestProfileOptions) options = osinfo_guest_profile_options_new();
    guint n_faults = 0;

    osinfo_guest_profile_options_set_phase(options, OSINFO_GUEST_PHASE_RUN);
    for (gint i = 0; i < osinfo_list_get_length(OSINFO_LIST(systems)); i++) {
        OsinfoOs *os = OSINFO_OS(osinfo_list_get_nth(OSINFO_LIST(systems), i));
        const char *name = osinfo_product_get_short_id(OSINFO_PRODUCT(os));

        for (guint j = 0; j < G_N_ELEMENTS(architectures); j++) {
            g_autoptr(OsinfoGuestProfile) install =
                osinfo_os_get_guest_profile(os, architectures[j], NULL, NULL);
            g_autoptr(OsinfoGuestProfile) run =
                osinfo_os_get_guest_profile(os, architectures[j], NULL, options);

            n_faults += count_gaps(install, name) + count_gaps(run, name) +
                        count_changes(install, run, name);
        }
    }
    g_assert_cmpint(osinfo_list_get_length(OSINFO_LIST(systems)), >=, 1289);
    g_assert_cmpuint(n_faults, ==, 0);
}

/* Every platform of the database can run everything somehow. */
static void
test_platforms(void)
{
    g_autofree char *folder = sandbox_get_data();
    g_autoptr(OsinfoDb) db = sandbox_load(folder, NULL);
    g_autoptr(OsinfoPlatformList) platforms = osinfo_db_get_platform_list(db);
    OsinfoOs *os = osinfo_db_get_os(db, "http://debian.org/debian/12");

    for (gint i = 0; i < osinfo_list_get_length(OSINFO_LIST(platforms)); i++) {
        OsinfoPlatform *platform = OSINFO_PLATFORM(osinfo_list_get_nth(OSINFO_LIST(platforms), i));
        g_autoptr(OsinfoGuestProfile) profile =
            osinfo_os_get_guest_profile(os, "x86_64", platform, NULL);

        g_assert_cmpuint(count_gaps(profile, osinfo_product_get_short_id(OSINFO_PRODUCT(platform))),
                         ==, 0);
    }
}

/* Releases of QEMU have what came with them and before. */
static void
test_releases(void)
{
    static const struct {
        const char *platform;
        const char *machine, *video, *usb;
    } releases[] = {
        {"http://qemu.org/qemu/1.0", "pc", "qxl", "ich9-ehci1"},
        {"http://qemu.org/qemu/2.3.0", "q35", "qxl", "nec-xhci"},
        {"http://qemu.org/qemu/2.4.0", "q35", "virtio", "nec-xhci"},
        {"http://qemu.org/qemu/10.1.0", "q35", "virtio", "qemu-xhci"},
    };
    g_autofree char *folder = sandbox_get_data();
    g_autoptr(OsinfoDb) db = sandbox_load(folder, NULL);
    OsinfoOs *os = osinfo_db_get_os(db, "http://debian.org/debian/12");

    for (guint i = 0; i < G_N_ELEMENTS(releases); i++) {
        OsinfoPlatform *platform = osinfo_db_get_platform(db, releases[i].platform);
        g_autoptr(OsinfoGuestProfile) profile =
            osinfo_os_get_guest_profile(os, "x86_64", platform, NULL);

        g_test_message("%s", releases[i].platform);
        g_assert_nonnull(platform);
        g_assert_cmpstr(osinfo_guest_profile_get_value(profile, "machine"), ==,
                        releases[i].machine);
        g_assert_cmpstr(osinfo_guest_profile_get_value(profile, "video"), ==, releases[i].video);
        g_assert_cmpstr(osinfo_guest_profile_get_value(profile, "usb"), ==, releases[i].usb);
    }
}

int
main(int argc, char **argv)
{
    sandbox_init(&argc, &argv);
    g_test_add_func("/profiles/complete", test_complete);
    g_test_add_func("/profiles/platforms", test_platforms);
    g_test_add_func("/profiles/releases", test_releases);
    return sandbox_run();
}
