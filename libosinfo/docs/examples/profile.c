/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Says what a virtual machine for a system should be like, and why.
 *
 * usage: profile SHORT-ID SETTING
 */
#include <osinfo/osinfo.h>

static OsinfoOs *
find_system(OsinfoDb *db, const char *short_id)
{
    g_autoptr(OsinfoOsList) all = osinfo_db_get_os_list(db);
    g_autoptr(OsinfoFilter) filter = osinfo_filter_new();
    g_autoptr(OsinfoList) found = NULL;

    osinfo_filter_add_constraint(filter, OSINFO_PRODUCT_PROP_SHORT_ID, short_id);
    found = osinfo_list_new_filtered(OSINFO_LIST(all), filter);
    return osinfo_list_get_length(found) > 0 ? OSINFO_OS(osinfo_list_get_nth(found, 0)) : NULL;
}

static int
print_setting(OsinfoOs *os, const char *setting)
{
    g_autoptr(OsinfoGuestProfile) profile = osinfo_os_get_guest_profile(os, "x86_64", NULL, NULL);
    const char *const *values = osinfo_guest_profile_get_values(profile, setting);

    for (const char *const *value = values; *value != NULL; value++)
        g_print("%s (%s)\n", *value, osinfo_guest_profile_get_reason(profile, setting, *value));
    return values[0] != NULL ? 0 : 1;
}

int
main(int argc, char **argv)
{
    g_autoptr(OsinfoLoader) loader = osinfo_loader_new();
    OsinfoOs *os = NULL;

    if (argc != 3) {
        g_printerr("usage: profile SHORT-ID SETTING\n");
        return 2;
    }
    osinfo_loader_process_default_path(loader, NULL);
    os = find_system(osinfo_loader_get_db(loader), argv[1]);
    if (os == NULL) {
        g_printerr("profile: there is no system '%s'\n", argv[1]);
        return 1;
    }
    return print_setting(os, argv[2]);
}
