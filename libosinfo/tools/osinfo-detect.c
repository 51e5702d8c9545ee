/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * osinfo-detect: which operating system is on a medium, in an installation tree or on a disk.
 */
#include "config.h"

#include <stdlib.h>

#include "common/text.h"
#include "common/tool.h"
#include "common/translate.h"
#include "tools/batch.h"
#include "tools/confine.h"
#include "tools/database.h"
#include "tools/detect_report.h"
#include "tools/standard_input.h"

/* Exit statuses besides success. */
#define STATUS_NOT_IDENTIFIED 1
#define STATUS_NOT_READ 253
#define STATUS_NO_ARGUMENT 254
#define STATUS_BAD_OPTION 255

static char *format_name;
static int format = FORMAT_TEXT;
static char *type_name;
static int type = SUBJECT_AUTO;
static gboolean all;
static gboolean has_defaults;
static gboolean explains;
static gboolean checks;
static gboolean is_strict;
static gboolean takes_nearest;

static const GOptionEntry options[] = {
    {"format", 'f', 0, G_OPTION_ARG_STRING, &format_name, N_("Select the output format"),
     N_("FORMAT")},
    {"type", 't', 0, G_OPTION_ARG_STRING, &type_name,
     N_("Select the type of what is being detected"), N_("TYPE")},
    {"all", 'a', 0, G_OPTION_ARG_NONE, &all, N_("Report all matches, not just the first"), NULL},
    {"defaults", 0, 0, G_OPTION_ARG_NONE, &has_defaults,
     N_("Report what a virtual machine for the OS should have"), NULL},
    {"check", 0, 0, G_OPTION_ARG_NONE, &checks,
     N_("Check whether an image can be recognised, and what is missing"), NULL},
    {"explain", 0, 0, G_OPTION_ARG_NONE, &explains,
     N_("Report evidence, candidates and what decided"), NULL},
    {"nearest", 0, 0, G_OPTION_ARG_NONE, &takes_nearest,
     N_("Take the nearest relative of a release that is not in the database"), NULL},
    {"strict", 0, 0, G_OPTION_ARG_NONE, &is_strict,
     N_("Exit with status 1 when something is not identified"), NULL},
    {NULL, 0, 0, 0, NULL, NULL, NULL},
};

static gboolean
check_options(GError **error)
{
    static const char *const formats[] = {
        [FORMAT_TEXT] = "plain",
        [FORMAT_JSON] = "json",
        [FORMAT_CSV] = "csv",
        NULL,
    };
    static const char *const types[] = {[SUBJECT_MEDIA] = "media",
                                        [SUBJECT_TREE] = "tree",
                                        [SUBJECT_IMAGE] = "image",
                                        [SUBJECT_AUTO] = "auto",
                                        NULL};

    if (!tool_find_choice(formats, format_name, &format, error) ||
        !tool_find_choice(types, type_name, &type, error))
        return FALSE;
    if (has_defaults && format == FORMAT_CSV) {
        g_set_error_literal(error, G_OPTION_ERROR, G_OPTION_ERROR_FAILED,
                            _("--defaults is not available as CSV"));
        return FALSE;
    }
    if (checks && format == FORMAT_CSV) {
        g_set_error_literal(error, G_OPTION_ERROR, G_OPTION_ERROR_FAILED,
                            _("--check is not available as CSV"));
        return FALSE;
    }
    if (explains && format != FORMAT_TEXT) {
        g_set_error_literal(
            error, G_OPTION_ERROR, G_OPTION_ERROR_FAILED,
            _("--explain is for --format=plain; JSON has evidence and reasons anyway"));
        return FALSE;
    }
    return TRUE;
}

static gboolean
is_image(const char *name)
{
    static const char *const endings[] = {".iso", ".img",  ".qcow2", ".raw", ".vmdk",
                                          ".vhd", ".vhdx", ".vdi",   ".wic"};
    g_autofree char *lower = g_ascii_strdown(name, -1);

    for (gsize i = 0; i < G_N_ELEMENTS(endings); i++) {
        /* the first two are those of media */
        if (g_str_has_suffix(lower, endings[i]) && (i < 2 || type != SUBJECT_MEDIA))
            return TRUE;
    }
    return FALSE;
}

/* Paths of the images in a folder, sorted. */
static GPtrArray *
list_images(const char *folder, GError **error)
{
    g_autoptr(GPtrArray) paths = g_ptr_array_new_with_free_func(g_free);
    g_autoptr(GDir) directory = g_dir_open(folder, 0, error);

    if (directory == NULL)
        return NULL;
    for (const char *name = g_dir_read_name(directory); name != NULL;
         name = g_dir_read_name(directory)) {
        if (is_image(name))
            g_ptr_array_add(paths, g_build_filename(folder, name, NULL));
    }
    if (paths->len == 0) {
        g_autofree char *shown = g_filename_display_name(folder);

        g_set_error(error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND,
                    _("No images (*.iso, *.img) in folder %s"), shown);
        return NULL;
    }
    g_ptr_array_sort(paths, text_compare_items);
    return g_steal_pointer(&paths);
}

static void
print_error(const Report *report, const Identification *identification)
{
    gboolean is_media = identification->type == SUBJECT_MEDIA;
    gboolean is_image = identification->type == SUBJECT_IMAGE;
    const char *path = identification->path;
    const char *message = identification->error->message;

    /* What belongs before the message on a terminal. */
    output_flush(report->output);
    if (report->has_headings && is_image)
        tool_print_message(_("Error parsing disk image '%s': %s\n"), path, message);
    else if (is_image)
        tool_print_message(_("Error parsing disk image: %s\n"), message);
    else if (report->has_headings && is_media)
        tool_print_message(_("Error parsing media '%s': %s\n"), path, message);
    else if (report->has_headings)
        tool_print_message(_("Error parsing installer tree '%s': %s\n"), path, message);
    else if (is_media)
        tool_print_message(_("Error parsing media: %s\n"), message);
    else
        tool_print_message(_("Error parsing installer tree: %s\n"), message);
}

/* Nothing is said of it but that a machine can start from it, though there is a database to ask. */
static gboolean
is_unknown(const Report *report, const Identification *identification)
{
    g_autofree char *relative = NULL;
    g_autoptr(OsinfoOsList) systems = NULL;

    if (identification->error != NULL || report_get_n_matches(report, identification) > 0 ||
        (identification->type == SUBJECT_MEDIA && !identification->is_bootable))
        return FALSE;
    relative = claim_describe(identification);
    systems = osinfo_db_get_os_list(report->db);
    return relative == NULL && osinfo_list_get_length(OSINFO_LIST(systems)) > 0;
}

/* What sentences on standard output, which are those of the established program, leave out. */
static void
print_notes(const Report *report, const Identification *identification)
{
    const char *path = identification->path;

    output_flush(report->output);
    if (identification->is_cut)
        tool_print_message(_("%s: cannot be read twice; its first %d MiB are looked at\n"), path,
                           STANDARD_INPUT_MAX_FRONT / (1024 * 1024));
    /* explanations and checks have words of their own for that */
    if (format == FORMAT_TEXT && !explains && !checks && identification->type != SUBJECT_IMAGE &&
        is_unknown(report, identification))
        tool_print_message(identification->type == SUBJECT_TREE
                               ? _("%s: the database does not know the tree\n")
                               : _("%s: the database does not know the medium\n"),
                           path);
    /* an id in the place of a file */
    if (identification->error != NULL && g_uri_peek_scheme(path) == NULL &&
        !g_file_test(path, G_FILE_TEST_EXISTS) && osinfo_db_find_os(report->db, path) != NULL)
        tool_print_message(_("'%s' is a system: 'osinfo-show %s' shows what is known of it\n"),
                           path, path);
}

/* The graver status counts. */
static int
get_worse(int a, int b)
{
    return MAX(a, b);
}

static int
get_status(const Report *report, const Identification *identification)
{
    if (identification->error != NULL)
        return STATUS_NOT_READ;
    if (is_strict && !identification_is_complete(identification))
        return STATUS_NOT_IDENTIFIED;
    if (report->checks != NULL && !checks_are_passed(report->checks, is_strict))
        return STATUS_NOT_IDENTIFIED;
    return EXIT_SUCCESS;
}

static int
write_report(Report *report, const Identification *identification)
{
    static void (*const write[])(Report *, const Identification *) = {
        [FORMAT_TEXT] = report_write_plain,
        [FORMAT_JSON] = report_write_json,
        [FORMAT_CSV] = report_write_csv,
    };

    g_autoptr(Checks) found = checks ? checks_new(report, identification) : NULL;
    int status = 0;

    report->checks = found;
    write[format](report, identification);
    if (explains)
        report_write_explanation(report, identification);
    if (checks && format == FORMAT_TEXT)
        checks_write(found, report->output);
    if (identification->error != NULL)
        print_error(report, identification);
    print_notes(report, identification);
    status = get_status(report, identification);
    report->checks = NULL;
    return status;
}

/* What is told so far. */
typedef struct {
    Report *report;
    int status;
} Told;

static void
tell(const Identification *identification, gpointer data)
{
    Told *told = data;

    told->status = get_worse(told->status, write_report(told->report, identification));
}

static void
add_folder(Batch *batch, const char *folder)
{
    GError *error = NULL;
    g_autoptr(GPtrArray) paths = list_images(folder, &error);

    if (paths == NULL)
        batch_add_failed(batch, folder, error);
    for (guint i = 0; paths != NULL && i < paths->len; i++)
        batch_add(batch, (SubjectType)type, g_ptr_array_index(paths, i));
}

/* A folder that says that it is a tree is one, unless the user says otherwise. */
static gboolean
is_tree(const char *folder)
{
    g_autofree char *treeinfo = g_build_filename(folder, ".treeinfo", NULL);

    return type == SUBJECT_TREE ||
           (type == SUBJECT_AUTO && g_file_test(treeinfo, G_FILE_TEST_EXISTS));
}

static gboolean
is_folder_of_images(const char *path)
{
    return g_file_test(path, G_FILE_TEST_IS_DIR) && !is_tree(path);
}

static void
add_argument(Batch *batch, const char *path)
{
    if (!g_file_test(path, G_FILE_TEST_IS_DIR))
        batch_add(batch, (SubjectType)type, path);
    else if (is_tree(path))
        batch_add(batch, SUBJECT_TREE, path);
    else
        add_folder(batch, path);
}

static int
run(char **arguments, GError **error G_GNUC_UNUSED)
{
    g_autoptr(OsinfoDb) empty = osinfo_db_new();
    g_auto(Output) output = {0};
    OsinfoDb *db = database_load();
    Report report = {.db = db != NULL ? db : empty,
                     .output = &output,
                     .all = all,
                     .has_defaults = has_defaults,
                     .has_headings = arguments[1] != NULL || is_folder_of_images(arguments[0])};
    g_autoptr(Batch) batch = batch_new(report.db, takes_nearest);
    Told told = {.report = &report};

    /* from here on bytes are read that nobody vouches for */
    confine(arguments, confine_get_flags(arguments));
    if (format == FORMAT_CSV)
        report_write_csv_head(&report, (SubjectType)type);
    for (char **path = arguments; *path != NULL; path++)
        add_argument(batch, *path);
    batch_run(batch, tell, &told);
    if (format == FORMAT_JSON)
        output_end_json(&output);
    report_clear(&report);
    return output_finish(&output) ? told.status : STATUS_NOT_READ;
}

static const Tool tool = {
    .summary = N_("- Detect if media is bootable and the relevant OS and distribution."),
    .description = N_("FORMAT is 'plain' (the default) for sentences, 'json' or 'csv'.\n"
                      "TYPE is 'media' for CD/DVD ISOs, 'tree' for install trees, 'image' for\n"
                      "disks and their images, or 'auto' (the default) for what is there."),
    .options = options,
    .has_bare_errors = TRUE,
    .option_status = STATUS_BAD_OPTION,
    .no_argument_status = STATUS_NO_ARGUMENT,
    .check = check_options,
    .print_version = database_print_version,
    .run = run,
};

TOOL_MAIN(tool)
