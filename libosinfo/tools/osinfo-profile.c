/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * osinfo-profile: what a virtual machine for an operating system should be like, for people and for hypervisors.
 */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "common/text.h"
#include "common/tool.h"
#include "tools/database.h"
#include "tools/profile_form.h"
#include "tools/profile_subject.h"

/* What libvirt takes for the name of a machine, and every other one. */
#define MAX_NAME 63

static char *architecture;
static char *phase_name;
static int phase = OSINFO_GUEST_PHASE_INSTALL;
static char *purpose_name;
static int purpose = OSINFO_GUEST_PURPOSE_DESKTOP;
static char *firmware_name;
static char *platform_name;
static char **devices;
static char **signers;
static char *machine_name;
static char *disk;
static char *cdrom;
static gboolean is_emulated;
static gboolean explains;
static char *format_name;
static int format;

static const GOptionEntry options[] = {
    {"arch", 'a', 0, G_OPTION_ARG_STRING, &architecture,
     N_("Architecture (default: the medium's, or x86_64 where the system has that)"), N_("ARCH")},
    {"phase", 'p', 0, G_OPTION_ARG_STRING, &phase_name,
     N_("For what: install (the default), or run, with all drivers"), N_("PHASE")},
    {"purpose", 0, 0, G_OPTION_ARG_STRING, &purpose_name,
     N_("For whom: desktop (the default) or server"), N_("PURPOSE")},
    {"firmware", 0, 0, G_OPTION_ARG_STRING, &firmware_name,
     N_("Firmware, where there is a choice: bios or efi"), N_("TYPE")},
    {"platform", 0, 0, G_OPTION_ARG_STRING, &platform_name,
     N_("Only what this platform has: an id or a short id"), N_("PLATFORM")},
    {"device", 0, 0, G_OPTION_ARG_STRING_ARRAY, &devices,
     N_("Only what is named so, a device by its id; may be repeated"), N_("ID")},
    {"trusted-signer", 0, 0, G_OPTION_ARG_STRING_ARRAY, &signers,
     N_("Secure Boot only for what this one signed; may be repeated"), N_("SIGNER")},
    {"name", 'n', 0, G_OPTION_ARG_STRING, &machine_name,
     N_("Name of the machine (default: that of the system)"), N_("NAME")},
    {"disk", 0, 0, G_OPTION_ARG_FILENAME, &disk, N_("File of its disk"), N_("FILE")},
    {"cdrom", 0, 0, G_OPTION_ARG_FILENAME, &cdrom, N_("File of a medium"), N_("FILE")},
    {"emulated", 0, 0, G_OPTION_ARG_NONE, &is_emulated,
     N_("For a host whose hardware does not help"), NULL},
    {"explain", 'e', 0, G_OPTION_ARG_NONE, &explains, N_("Say why, in text"), NULL},
    {"format", 'f', 0, G_OPTION_ARG_STRING, &format_name,
     N_("Form: text (the default), json, libvirt, qemu, proxmox or kubevirt"), N_("FORMAT")},
    {NULL, 0, 0, 0, NULL, NULL, NULL},
};

static const char *const formats[] = {"text",    "json",     "libvirt", "qemu",
                                      "proxmox", "kubevirt", NULL};

static void (*const writers[])(const ProfileForm *form, Output *output) = {
    profile_write_text, profile_write_json,    profile_write_libvirt,
    profile_write_qemu, profile_write_proxmox, profile_write_kubevirt,
};

/* Forms are text, with a value a line. */
static gboolean
check_file(const char *path, GError **error)
{
    g_autofree char *shown = path != NULL ? text_escape(path) : NULL;

    if (path == NULL || g_str_equal(shown, path))
        return TRUE;
    g_set_error(error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                _("'%s' is not a name that can stand in the description of a machine"), shown);
    return FALSE;
}

static gboolean
check_options(GError **error)
{
    static const char *const phases[] = {
        [OSINFO_GUEST_PHASE_INSTALL] = "install", [OSINFO_GUEST_PHASE_RUN] = "run", NULL};
    static const char *const purposes[] = {
        [OSINFO_GUEST_PURPOSE_DESKTOP] = "desktop", [OSINFO_GUEST_PURPOSE_SERVER] = "server", NULL};
    static const char *const types[] = {"bios", "efi", NULL};
    int type = 0;

    if (!tool_find_choice(formats, format_name, &format, error) ||
        !tool_find_choice(phases, phase_name, &phase, error) ||
        !tool_find_choice(purposes, purpose_name, &purpose, error) ||
        !tool_find_choice(types, firmware_name, &type, error))
        return FALSE;
    if (machine_name != NULL && (strlen(machine_name) > MAX_NAME ||
                                 !g_regex_match_simple("^[A-Za-z0-9][A-Za-z0-9._-]*$", machine_name,
                                                       G_REGEX_DOLLAR_ENDONLY, 0))) {
        g_set_error(error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                    _("'%s' cannot be the name of a machine: letters, digits, '.', '_', '-' can, "
                      "%d at most"),
                    machine_name, MAX_NAME);
        return FALSE;
    }
    return check_file(disk, error) && check_file(cdrom, error);
}

/* That of the system, as far as it can be one. */
static char *
make_name(OsinfoOs *os)
{
    const char *short_id = osinfo_product_get_short_id(OSINFO_PRODUCT(os));
    char *name = g_strndup(short_id != NULL ? short_id : "guest", MAX_NAME);

    g_strcanon(name, G_CSET_A_2_Z G_CSET_a_2_z G_CSET_DIGITS ".-_", '-');
    if (!g_ascii_isalnum(*name))
        *name = 'g';
    return name;
}

static OsinfoPlatform *
find_platform(OsinfoDb *db, const char *name, GError **error)
{
    OsinfoPlatform *platform = osinfo_db_get_platform(db, name);
    g_autoptr(OsinfoPlatformList) all = osinfo_db_get_platform_list(db);

    for (gint i = 0; platform == NULL && i < osinfo_list_get_length(OSINFO_LIST(all)); i++) {
        OsinfoProduct *one = OSINFO_PRODUCT(osinfo_list_get_nth(OSINFO_LIST(all), i));

        if (g_strcmp0(osinfo_product_get_short_id(one), name) == 0)
            platform = OSINFO_PLATFORM(one);
    }
    if (platform == NULL)
        g_set_error(error, OSINFO_ERROR, OSINFO_ERROR_GENERIC, _("there is no platform '%s'"),
                    name);
    return platform;
}

static OsinfoGuestProfileOptions *
make_options(void)
{
    OsinfoGuestProfileOptions *made = osinfo_guest_profile_options_new();

    osinfo_guest_profile_options_set_phase(made, (OsinfoGuestPhase)phase);
    osinfo_guest_profile_options_set_purpose(made, (OsinfoGuestPurpose)purpose);
    osinfo_guest_profile_options_set_firmware(made, firmware_name);
    osinfo_guest_profile_options_set_devices(made, (const gchar *const *)devices);
    osinfo_guest_profile_options_set_trusted_signers(made, (const gchar *const *)signers);
    return made;
}

/* FALSE: not all could be written. */
static gboolean
write_profile(const ProfileSubject *subject, OsinfoPlatform *platform)
{
    g_autoptr(OsinfoGuestProfileOptions) asked = make_options();
    g_autoptr(OsinfoGuestProfile) profile = osinfo_os_get_guest_profile(
        subject->os, architecture != NULL ? architecture : subject->architecture, platform, asked);
    g_autofree char *name = machine_name != NULL ? g_strdup(machine_name) : make_name(subject->os);
    g_auto(Output) output = {0};
    ProfileForm form = {.os = subject->os,
                        .profile = profile,
                        .platform = platform,
                        .purpose = (OsinfoGuestPurpose)purpose,
                        .name = name,
                        .disk = disk,
                        .medium = cdrom != NULL ? cdrom : subject->medium,
                        .is_emulated = is_emulated,
                        .explains = explains};

    writers[format](&form, &output);
    return output_finish(&output);
}

static int
run(char **arguments, GError **error)
{
    OsinfoDb *db = NULL;
    OsinfoPlatform *platform = NULL;
    g_auto(ProfileSubject) subject = {0};

    if (arguments[0] == NULL || arguments[1] != NULL) {
        g_set_error_literal(error, G_OPTION_ERROR, G_OPTION_ERROR_FAILED,
                            _("expecting one system or medium"));
        return EXIT_FAILURE;
    }
    db = database_load();
    if (db == NULL)
        return EXIT_FAILURE;
    if (platform_name != NULL) {
        platform = find_platform(db, platform_name, error);
        if (platform == NULL)
            return EXIT_FAILURE;
    }
    if (!profile_subject_init(&subject, db, arguments[0], error) ||
        !check_file(subject.medium, error))
        return EXIT_FAILURE;
    return write_profile(&subject, platform) ? EXIT_SUCCESS : EXIT_FAILURE;
}

static const Tool tool = {
    .summary = N_("OS | MEDIUM - What a virtual machine for an operating system should be like"),
    .description = N_("OS is an id or a short id, such as debian12."),
    .options = options,
    .option_status = EXIT_FAILURE,
    .check = check_options,
    .print_version = database_print_version,
    .run = run,
};

TOOL_MAIN(tool)
