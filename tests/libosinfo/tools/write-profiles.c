/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Writes profiles of all systems of a database as a form has them: a file each, below a folder, called
 * ARCHITECTURE-NUMBER. So a thousand of them take no thousand processes.
 *
 * usage: write-profiles libvirt|qemu|proxmox|kubevirt|json FOLDER ARCHITECTURE...
 */
#include "config.h"

#include <string.h>

#include "tools/database.h"
#include "tools/profile_form.h"

static const struct {
    const char *name;
    void (*write)(const ProfileForm *form, Output *output);
} forms[] = {
    {"json", profile_write_json},       {"kubevirt", profile_write_kubevirt},
    {"libvirt", profile_write_libvirt}, {"proxmox", profile_write_proxmox},
    {"qemu", profile_write_qemu},
};

static void
write_profile(OsinfoOs *os, const char *architecture, guint form, gboolean is_run, const char *path)
{
    g_autoptr(OsinfoGuestProfileOptions) options = osinfo_guest_profile_options_new();
    g_autoptr(OsinfoGuestProfile) profile = NULL;
    g_autoptr(GError) error = NULL;
    Output output = {0};
    ProfileForm self = {.os = os, .name = "guest", .medium = is_run ? NULL : "/a & b.iso"};

    if (is_run)
        osinfo_guest_profile_options_set_phase(options, OSINFO_GUEST_PHASE_RUN);
    profile = osinfo_os_get_guest_profile(os, architecture, NULL, options);
    self.profile = profile;
    forms[form].write(&self, &output);
    if (!g_file_set_contents(path, output.data, (gssize)output.size, &error))
        g_error("%s", error->message);
    output_clear(&output);
}

int
main(int argc, char **argv)
{
    g_autoptr(OsinfoOsList) systems = NULL;
    guint form = 0;

    g_assert_cmpint(argc, >, 3);
    while (strcmp(forms[form].name, argv[1]) != 0)
        g_assert_cmpuint(++form, <, G_N_ELEMENTS(forms));
    systems = osinfo_db_get_os_list(database_load());
    for (gint i = 0; i < osinfo_list_get_length(OSINFO_LIST(systems)); i++) {
        OsinfoOs *os = OSINFO_OS(osinfo_list_get_nth(OSINFO_LIST(systems), i));

        for (int j = 3; j < argc; j++) {
            g_autofree char *path = g_strdup_printf("%s/%s-%d", argv[2], argv[j], i);

            write_profile(os, argv[j], form, i % 2 == 1, path);
        }
    }
    return 0;
}
