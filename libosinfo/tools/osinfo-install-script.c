/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * osinfo-install-script: files that let an installer run without anybody in front of it.
 */
#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <glib/gstdio.h>

#include "common/descriptor.h"
#include "common/tool.h"
#include "common/translate.h"
#include "tools/database.h"
#include "tools/install_script_list.h"
#include "tools/install_script_settings.h"
#include "tools/install_script_subject.h"
#include "tools/standard_input.h"

/* Exit statuses besides success. */
#define STATUS_NO_SCRIPT 251
#define STATUS_NO_OS 252
#define STATUS_NO_DATABASE 253
#define STATUS_BAD_ARGUMENTS 254
#define STATUS_BAD_OPTION 255

/* In the place of a file. */
#define STANDARD_OUTPUT "-"

#define DEFAULT_PROFILE OSINFO_INSTALL_SCRIPT_PROFILE_JEOS

/* A script on its way to its file. */
typedef struct {
    char *name; /* of the file */
    char *text;
} Document;

static Settings settings;
static char *profile;
static char *output_folder;
static char *prefix;
static char *output_file;
static char *script_name;
static char *source_name;
static int source = OSINFO_INSTALL_SCRIPT_INSTALLATION_SOURCE_MEDIA;
static char *format_name;
static int format = FORMAT_TEXT;
static gboolean list_config;
static gboolean list_profiles;
static gboolean list_injection_methods;
static gboolean is_quiet;

static gboolean
add_pair(const char *option G_GNUC_UNUSED, const char *value, gpointer data G_GNUC_UNUSED,
         GError **error)
{
    return settings_add_pair(&settings, value, error);
}

static gboolean
add_file(const char *option G_GNUC_UNUSED, const char *value, gpointer data G_GNUC_UNUSED,
         GError **error)
{
    return settings_add_file(&settings, value, error);
}

/* GLib wants functions where ISO C allows objects only. */
#define CALLBACK(function) (__extension__(gpointer)(function))

static const GOptionEntry options[] = {
    {"profile", 'p', 0, G_OPTION_ARG_STRING, &profile, N_("Install script profile"), NULL},
    {"output-dir", 'd', 0, G_OPTION_ARG_FILENAME, &output_folder,
     N_("Install script output directory"), NULL},
    {"output", 'o', 0, G_OPTION_ARG_FILENAME, &output_file,
     N_("Write the script to this file; -: to standard output"), N_("FILE")},
    {"script", 0, 0, G_OPTION_ARG_STRING, &script_name,
     N_("Only the script with this id or output filename"), N_("NAME")},
    {"prefix", 'P', 0, G_OPTION_ARG_STRING, &prefix, N_("The output filename prefix"), NULL},
    {"installation-source", 's', 0, G_OPTION_ARG_STRING, &source_name,
     N_("The installation source to be used with the script"), NULL},
    {"config", 'c', 0, G_OPTION_ARG_CALLBACK, CALLBACK(add_pair), N_("Set configuration parameter"),
     N_("key=value")},
    {"config-file", 'f', G_OPTION_FLAG_FILENAME, G_OPTION_ARG_CALLBACK, CALLBACK(add_file),
     N_("Set configuration parameters"), "file:///path/to/config/file"},
    {"list-config", 0, 0, G_OPTION_ARG_NONE, &list_config, N_("List configuration parameters"),
     NULL},
    {"list-profiles", 0, 0, G_OPTION_ARG_NONE, &list_profiles, N_("List install script profiles"),
     NULL},
    {"list-injection-methods", 0, 0, G_OPTION_ARG_NONE, &list_injection_methods,
     N_("List supported injection methods"), NULL},
    {"format", 0, 0, G_OPTION_ARG_STRING, &format_name,
     N_("Format of lists: plain (the default) or json"), N_("FORMAT")},
    {"quiet", 'q', 0, G_OPTION_ARG_NONE, &is_quiet, N_("Do not display output filenames"), NULL},
    {NULL, 0, 0, 0, NULL, NULL, NULL},
};

static int
count_lists(void)
{
    return list_config + list_profiles + list_injection_methods;
}

static gboolean
check_options(GError **error)
{
    static const char *const formats[] = {[FORMAT_TEXT] = "plain", [FORMAT_JSON] = "json", NULL};
    static const char *const sources[] = {
        [OSINFO_INSTALL_SCRIPT_INSTALLATION_SOURCE_MEDIA] = "media",
        [OSINFO_INSTALL_SCRIPT_INSTALLATION_SOURCE_NETWORK] = "network",
        NULL,
    };

    if (!tool_find_choice(formats, format_name, &format, error) ||
        !tool_find_choice(sources, source_name, &source, error))
        return FALSE;
    if (output_file != NULL && output_folder != NULL) {
        g_set_error_literal(error, G_OPTION_ERROR, G_OPTION_ERROR_FAILED,
                            _("--output and --output-dir exclude one another"));
        return FALSE;
    }
    if (format != FORMAT_TEXT && count_lists() == 0) {
        g_set_error_literal(error, G_OPTION_ERROR, G_OPTION_ERROR_FAILED,
                            _("--format is for lists only"));
        return FALSE;
    }
    return TRUE;
}

static int
fail_to_generate(const GError *error)
{
    tool_print_message(_("Unable to generate install script: %s\n"), error->message);
    return STATUS_NO_SCRIPT;
}

static gboolean
is_wanted(OsinfoInstallScript *script)
{
    return script_name == NULL ||
           g_strcmp0(osinfo_entity_get_id(OSINFO_ENTITY(script)), script_name) == 0 ||
           g_strcmp0(osinfo_install_script_get_expected_filename(script), script_name) == 0;
}

static char *
join_filenames(OsinfoList *scripts)
{
    GString *names = g_string_new(NULL);

    for (gint i = 0; i < osinfo_list_get_length(scripts); i++) {
        OsinfoInstallScript *script = OSINFO_INSTALL_SCRIPT(osinfo_list_get_nth(scripts, i));
        const char *name = osinfo_install_script_get_expected_filename(script);

        g_string_append_printf(names, "%s%s", i > 0 ? ", " : "",
                               name != NULL ? name : osinfo_entity_get_id(OSINFO_ENTITY(script)));
    }
    return g_string_free(names, FALSE);
}

/* Those that were asked for by name, and one if it goes to one file; NULL, and says so: there are none such. */
static OsinfoList *
choose_named(OsinfoList *scripts)
{
    g_autoptr(OsinfoList) chosen = OSINFO_LIST(osinfo_install_scriptlist_new());
    g_autofree char *names = NULL;

    for (gint i = 0; i < osinfo_list_get_length(scripts); i++) {
        OsinfoEntity *script = osinfo_list_get_nth(scripts, i);

        if (is_wanted(OSINFO_INSTALL_SCRIPT(script)))
            osinfo_list_add(chosen, script);
    }
    if (osinfo_list_get_length(chosen) == 1 ||
        (osinfo_list_get_length(chosen) > 1 && output_file == NULL))
        return g_steal_pointer(&chosen);
    if (osinfo_list_get_length(chosen) == 0) {
        names = join_filenames(scripts);
        /* Translators: a name, and those that there are */
        tool_print_message(_("No install script '%s'; there are: %s\n"), script_name, names);
    } else {
        names = join_filenames(chosen);
        /* Translators: names of files */
        tool_print_message(_("Several install scripts: %s; --script chooses one for --output\n"),
                           names);
    }
    return NULL;
}

/* Those of the wanted profile; NULL, and says so: there are none. */
static OsinfoList *
choose_scripts(OsinfoList *scripts, OsinfoOs *os)
{
    const char *wanted = profile != NULL ? profile : DEFAULT_PROFILE;
    g_autoptr(OsinfoFilter) filter = osinfo_filter_new();

    osinfo_filter_add_constraint(filter, OSINFO_INSTALL_SCRIPT_PROP_PROFILE, wanted);

    g_autoptr(OsinfoList) chosen = osinfo_list_new_filtered(scripts, filter);

    if (osinfo_list_get_length(chosen) > 0)
        return choose_named(chosen);
    tool_print_message(_("No install script for profile '%s' and OS '%s'\n"), wanted,
                       osinfo_product_get_name(OSINFO_PRODUCT(os)));
    return NULL;
}

static int
write_list(OsinfoList *scripts)
{
    void (*write)(OsinfoInstallScript *, Output *) = install_script_list_write_injection_methods;
    g_auto(Output) output = {0};

    if (format == FORMAT_JSON)
        write = install_script_list_write_json;
    else if (list_config)
        write = install_script_list_write_config;
    else if (list_profiles)
        write = install_script_list_write_profile;
    for (gint i = 0; i < osinfo_list_get_length(scripts); i++)
        write(OSINFO_INSTALL_SCRIPT(osinfo_list_get_nth(scripts, i)), &output);
    if (format == FORMAT_JSON)
        output_end_json(&output);
    return output_finish(&output) ? EXIT_SUCCESS : STATUS_NO_SCRIPT;
}

static void
document_free(gpointer data)
{
    Document *document = data;

    g_free(document->name);
    g_free(document->text);
    g_free(document);
}

static gboolean
has_name(GPtrArray *documents, const char *name)
{
    for (guint i = 0; i < documents->len; i++) {
        const Document *document = g_ptr_array_index(documents, i);

        if (strcmp(document->name, name) == 0)
            return TRUE;
    }
    return FALSE;
}

/* Neither the database nor a prefix leads out of the folder, and no script replaces another. */
static gboolean
check_name(GPtrArray *documents, OsinfoInstallScript *script, GError **error)
{
    const char *name = osinfo_install_script_get_output_filename(script);

    if (name == NULL || *name == '\0' || strchr(name, '/') != NULL || strcmp(name, ".") == 0 ||
        strcmp(name, "..") == 0) {
        g_set_error(error, G_IO_ERROR, G_IO_ERROR_INVALID_FILENAME,
                    /* Translators: an id, and a name */
                    _("install script %s has an invalid output file name: %s"),
                    osinfo_entity_get_id(OSINFO_ENTITY(script)),
                    name != NULL ? name : _("not known"));
        return FALSE;
    }
    if (has_name(documents, name)) {
        g_set_error(error, G_IO_ERROR, G_IO_ERROR_EXISTS,
                    _("several scripts are to be written to %s"), name);
        return FALSE;
    }
    return TRUE;
}

/* The texts of all scripts, before the first is written. */
static GPtrArray *
generate(const InstallScriptSubject *subject, OsinfoList *scripts, GError **error)
{
    g_autoptr(GPtrArray) documents = g_ptr_array_new_with_free_func(document_free);

    for (gint i = 0; i < osinfo_list_get_length(scripts); i++) {
        OsinfoInstallScript *script = OSINFO_INSTALL_SCRIPT(osinfo_list_get_nth(scripts, i));
        Document *document = NULL;
        char *text = NULL;

        osinfo_install_script_set_installation_source(
            script, (OsinfoInstallScriptInstallationSource)source);
        if (prefix != NULL)
            osinfo_install_script_set_output_prefix(script, prefix);
        if (!check_name(documents, script, error))
            return NULL;
        text =
            install_script_subject_generate(subject, script, settings_get_config(&settings), error);
        if (text == NULL)
            return NULL;
        document = g_new(Document, 1);
        document->name = g_strdup(osinfo_install_script_get_output_filename(script));
        document->text = text;
        g_ptr_array_add(documents, document);
    }
    return g_steal_pointer(&documents);
}

static gboolean
check_folder(const char *folder, GError **error)
{
    /* with a dot, since a file is not a folder */
    g_autofree char *inside = g_build_filename(folder, ".", NULL);

    if (g_access(inside, W_OK | X_OK) == 0)
        return TRUE;

    int code = errno;
    g_autofree char *shown = g_filename_display_name(folder);

    g_set_error(error, G_FILE_ERROR, g_file_error_from_errno(code),
                /* Translators: a folder, and what is wrong with it */
                _("cannot write to folder '%s': %s"), shown, g_strerror(code));
    return FALSE;
}

/* Another name for a file that is about to be replaced. */
static gboolean
keep_backup(const char *path, GError **error)
{
    g_autofree char *backup = g_strconcat(path, "~", NULL);

    if (!g_file_test(path, G_FILE_TEST_IS_REGULAR) && !g_file_test(path, G_FILE_TEST_IS_SYMLINK))
        return TRUE;
    /* a link, so that the name is never without a file; not all file systems have them */
    g_unlink(backup);
    if (link(path, backup) == 0 || g_rename(path, backup) == 0)
        return TRUE;

    int code = errno;
    g_autofree char *shown = g_filename_display_name(path);

    g_set_error(error, G_FILE_ERROR, g_file_error_from_errno(code),
                /* Translators: a path, and why it could not be done */
                _("cannot keep the old file '%s': %s"), shown, g_strerror(code));
    return FALSE;
}

/*
 * Whole or not at all, and for nobody else's eyes: there are passwords in it. So it gets a name of
 * its own first, since GLib 2.90 leaves a file that it writes anew the mode of the old one.
 */
static gboolean
write_private(const char *path, const char *text, GError **error)
{
    g_autofree char *temporary = g_strdup_printf("%s.%08x", path, g_random_int());

    if (!g_file_set_contents_full(temporary, text, -1, G_FILE_SET_CONTENTS_CONSISTENT,
                                  S_IRUSR | S_IWUSR, error))
        return FALSE;
    if (g_rename(temporary, path) == 0)
        return TRUE;

    int code = errno;
    g_autofree char *shown = g_filename_display_name(path);

    g_unlink(temporary);
    g_set_error(error, G_FILE_ERROR, g_file_error_from_errno(code), "%s: %s", shown,
                g_strerror(code));
    return FALSE;
}

static gboolean
write_document(const char *folder, const Document *document, GError **error)
{
    g_autofree char *path = g_build_filename(folder, document->name, NULL);

    return keep_backup(path, error) && write_private(path, document->text, error);
}

/* What nobody chose somebody must be told. */
static void
print_random_password(OsinfoList *scripts)
{
    const char *password = osinfo_install_config_get_admin_password(settings_get_config(&settings));
    g_autoptr(GString) names = g_string_new(NULL);

    if (settings.has_admin_password || password == NULL)
        return;
    for (gint i = 0; i < osinfo_list_get_length(scripts); i++) {
        OsinfoInstallScript *script = OSINFO_INSTALL_SCRIPT(osinfo_list_get_nth(scripts, i));

        if (osinfo_install_script_has_config_param_name(script,
                                                        OSINFO_INSTALL_CONFIG_PROP_ADMIN_PASSWORD))
            g_string_append_printf(names, "%s%s", names->len > 0 ? ", " : "",
                                   osinfo_install_script_get_output_filename(script));
    }
    if (names->len > 0)
        /* Translators: names of files, and the password */
        tool_print_message(_("Random administrator password in %s: %s\n"), names->str, password);
}

/* A device or pipe is written to, and not replaced. */
static gboolean
write_through(const char *path, const char *text, GError **error)
{
    int descriptor = g_open(path, O_WRONLY | O_CLOEXEC | O_NOCTTY, 0);
    gboolean is_written =
        descriptor >= 0 && descriptor_write_all(descriptor, (const guint8 *)text, strlen(text));
    int code = errno;
    g_autofree char *shown = g_filename_display_name(path);

    if (descriptor >= 0 && close(descriptor) != 0 && is_written) {
        code = errno;
        is_written = FALSE;
    }
    if (!is_written)
        g_set_error(error, G_FILE_ERROR, g_file_error_from_errno(code), "%s: %s", shown,
                    g_strerror(code));
    return is_written;
}

static gboolean
write_file(const char *path, const char *text, GError **error)
{
    if (g_file_test(path, G_FILE_TEST_EXISTS) && !g_file_test(path, G_FILE_TEST_IS_REGULAR))
        return write_through(path, text, error);
    return keep_backup(path, error) && write_private(path, text, error);
}

/* The only one there is goes where it was asked for. */
static int
write_to_file(const InstallScriptSubject *subject, OsinfoList *scripts)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(GPtrArray) documents = generate(subject, scripts, &error);
    g_auto(Output) output = {0};
    const Document *document = NULL;

    if (documents == NULL)
        return fail_to_generate(error);
    document = g_ptr_array_index(documents, 0);
    if (strcmp(output_file, STANDARD_OUTPUT) == 0)
        output_add(&output, document->text);
    else if (!write_file(output_file, document->text, &error))
        return fail_to_generate(error);
    if (!output_finish(&output))
        return STATUS_NO_SCRIPT;
    print_random_password(scripts);
    return EXIT_SUCCESS;
}

static int
write_scripts(const InstallScriptSubject *subject, OsinfoList *scripts)
{
    const char *folder = output_folder != NULL ? output_folder : ".";
    g_autoptr(GError) error = NULL;
    g_auto(Output) output = {0};

    if (output_file != NULL)
        return write_to_file(subject, scripts);
    if (!check_folder(folder, &error))
        return fail_to_generate(error);

    g_autoptr(GPtrArray) documents = generate(subject, scripts, &error);

    if (documents == NULL)
        return fail_to_generate(error);
    for (guint i = 0; i < documents->len && error == NULL; i++) {
        const Document *document = g_ptr_array_index(documents, i);

        if (write_document(folder, document, &error) && !is_quiet)
            output_add_format(&output, "%s\n", document->name);
    }

    gboolean is_told = output_finish(&output);

    if (error != NULL)
        return fail_to_generate(error);
    print_random_password(scripts);
    return is_told ? EXIT_SUCCESS : STATUS_NO_SCRIPT;
}

static void
print_cut(const InstallScriptSubject *subject)
{
    if (subject->is_cut)
        tool_print_message(_("%s: cannot be read twice; its first %d MiB are looked at\n"),
                           subject->name, STANDARD_INPUT_MAX_FRONT / (1024 * 1024));
}

static int
run(char **arguments, GError **error)
{
    g_auto(InstallScriptSubject) subject = {0};

    if (count_lists() > 1) {
        g_printerr("%s\n", _("Only one of --list-profile, --list-config and "
                             "--list-injection-methods can be requested"));
        return STATUS_BAD_ARGUMENTS;
    }

    OsinfoDb *db = database_load();

    if (db == NULL)
        return STATUS_NO_DATABASE;
    if (!install_script_subject_init(&subject, db, arguments[0], error))
        return STATUS_NO_OS;

    g_autoptr(OsinfoList) all = install_script_subject_list_scripts(&subject, error);

    if (all == NULL)
        return STATUS_NO_SCRIPT;
    print_cut(&subject);
    if (list_profiles || list_injection_methods)
        return write_list(all);

    g_autoptr(OsinfoList) scripts = choose_scripts(all, subject.os);

    if (scripts == NULL)
        return STATUS_NO_SCRIPT;
    return list_config ? write_list(scripts) : write_scripts(&subject, scripts);
}

static const Tool tool = {
    .summary = N_("- Generate an OS install script"),
    .options = options,
    .has_bare_errors = TRUE,
    .option_status = STATUS_BAD_OPTION,
    .no_argument_status = STATUS_BAD_ARGUMENTS,
    .option_error = N_("Error while parsing options"),
    .check = check_options,
    .print_version = database_print_version,
    .run = run,
};

TOOL_MAIN(tool)
