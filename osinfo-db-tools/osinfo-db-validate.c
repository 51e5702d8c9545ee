/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * osinfo-db-validate: says what is wrong with the files of a database.
 */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include <gio/gio.h>

#include "facts/limits.h"
#include "base/location.h"
#include "check/validate.h"
#include "check/validate_report.h"
#include "common/date.h"
#include "common/tool.h"
#include "common/translate.h"
#include "files/folder_walk.h"
#include "input/input_files.h"

static char *schema_path;
static char *format;
static char *day_text;
static gboolean checks_rules;
static LocationOptions location;
static gboolean is_verbose;

static const GOptionEntry options[] = {
    TOOL_OPTION_VERBOSE(is_verbose),
    LOCATION_OPTIONS(location, N_("Validate files in user directory"),
                     N_("Validate files in local directory"),
                     N_("Validate files in system directory"),
                     N_("Validate files in custom directory"), N_("Installation root directory")),
    {"schema", 0, 0, G_OPTION_ARG_FILENAME, &schema_path, N_("Validate with this schema"),
     N_("FILE")},
    {"lint", 0, 0, G_OPTION_ARG_NONE, &checks_rules,
     N_("Also check ids, references, dates and more"), NULL},
    {"today", 0, 0, G_OPTION_ARG_STRING, &day_text,
     N_("Releases before this day are out (with --lint)"), N_("DATE")},
    {"format", 0, 0, G_OPTION_ARG_STRING, &format, N_("Report as text or json"), N_("FORMAT")},
    {NULL, 0, 0, 0, NULL, NULL, NULL},
};

/* What is validated, and what of the same databases is not. */
typedef struct {
    InputFiles *files;
    InputFiles *context;
    GPtrArray *problems; /* texts: what could not be read */
} Subject;

static void
subject_clear(Subject *subject)
{
    input_files_free(subject->files);
    input_files_free(subject->context);
    g_ptr_array_unref(subject->problems);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Subject, subject_clear)

static void
add(Subject *subject, const char *argument)
{
    g_autoptr(GError) error = NULL;

    if (!input_files_add(subject->files, argument, &error))
        g_ptr_array_add(subject->problems, g_strdup(error->message));
}

/* Files around those in question are of no interest by themselves: what is wrong with them is not
 * said. */
static void
add_context(Subject *subject, const char *folder)
{
    if (g_file_test(folder, G_FILE_TEST_IS_DIR))
        input_files_add(subject->context, folder, NULL);
}

static void
add_context_location(Subject *subject, OsinfoDbLocation place)
{
    g_autofree char *folder = location_new_default(&location, place);

    add_context(subject, folder);
}

/* The order of the default path says whose schema counts. */
static void
forget_schema(InputFiles *files)
{
    g_clear_pointer(&files->schema, g_bytes_unref);
    g_clear_pointer(&files->schema_uri, g_free);
}

/* A database below may define what this one refers to. */
static gboolean
add_location(Subject *subject, GError **error)
{
    g_autofree char *folder = location_parse(&location, error);
    g_autofree char *user = location_new_default(&location, OSINFO_DB_LOCATION_USER);
    g_autofree char *local = location_new_default(&location, OSINFO_DB_LOCATION_LOCAL);

    if (folder == NULL)
        return FALSE;
    add(subject, folder);
    if (location.directory != NULL)
        return TRUE;
    if (strcmp(folder, user) == 0 || strcmp(folder, local) == 0)
        add_context_location(subject, OSINFO_DB_LOCATION_SYSTEM);
    if (strcmp(folder, user) == 0)
        add_context_location(subject, OSINFO_DB_LOCATION_LOCAL);
    forget_schema(subject->files);
    forget_schema(subject->context);
    return TRUE;
}

static gboolean
add_arguments(Subject *subject, char **arguments, GError **error)
{
    if (arguments[0] == NULL)
        return add_location(subject, error);
    if (location_is_given(&location)) {
        g_set_error_literal(
            error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
            _("Only one of --user, --local, --system, --dir or positional filenames can be used"));
        return FALSE;
    }
    for (char **argument = arguments; *argument != NULL; argument++) {
        g_autofree char *root = input_files_find_root(*argument);

        add(subject, *argument);
        if (root != NULL)
            add_context(subject, root);
    }
    return TRUE;
}

/* That of the files, else that of their database, else one of the default path. */
static GBytes *
find_schema(const Subject *subject, char **out_uri, GError **error)
{
    if (schema_path != NULL) {
        *out_uri = g_strdup(schema_path);
        return folder_walk_read(schema_path, DATABASE_FILE_MAX_SIZE, error);
    }
    if (subject->files->schema == NULL && subject->context->schema != NULL) {
        *out_uri = g_strdup(subject->context->schema_uri);
        return g_bytes_ref(subject->context->schema);
    }
    return input_files_find_schema(subject->files, &location,
                                   location.is_system  ? OSINFO_DB_LOCATION_SYSTEM
                                   : location.is_local ? OSINFO_DB_LOCATION_LOCAL
                                                       : OSINFO_DB_LOCATION_USER,
                                   out_uri, error);
}

static gboolean
check_rules(const Subject *subject, GPtrArray *results, const SchemaModel *model, guint32 day,
            GError **error)
{
    g_autoptr(GPtrArray) context =
        validate_files(subject->context->files, NULL, NULL, NULL, TRUE, error);

    if (context == NULL)
        return FALSE;
    validate_rules(results, context, model, day);
    return TRUE;
}

/* A Julian day; 0: none was given. */
static gboolean
read_day(guint32 *out_day, GError **error)
{
    GDate date;

    *out_day = 0;
    if (day_text == NULL)
        return TRUE;
    if (!date_parse(day_text, &date)) {
        g_set_error(error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                    _("'%s' is not a day: write YYYY-MM-DD"), day_text);
        return FALSE;
    }
    *out_day = g_date_get_julian(&date);
    return TRUE;
}

static guint
report(const Subject *subject, GPtrArray *results)
{
    if (g_strcmp0(format, "json") == 0)
        return validate_report_json(results, subject->problems);
    for (guint i = 0; i < subject->problems->len; i++)
        tool_print_error("%s", (const char *)g_ptr_array_index(subject->problems, i));
    return validate_report_text(results, is_verbose) + subject->problems->len;
}

static int
run(char **arguments, GError **error)
{
    g_auto(Subject)
        subject = {input_files_new(), input_files_new(), g_ptr_array_new_with_free_func(g_free)};
    g_autoptr(GPtrArray) results = NULL;
    g_autoptr(GBytes) schema = NULL;
    g_autoptr(SchemaModel) model = NULL;
    g_autofree char *uri = NULL;
    guint32 day = 0;

    if (format != NULL && strcmp(format, "text") != 0 && strcmp(format, "json") != 0) {
        g_set_error(error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE, _("unknown format '%s'"),
                    format);
        return EXIT_FAILURE;
    }
    if (!read_day(&day, error) || !add_arguments(&subject, arguments, error))
        return EXIT_FAILURE;
    schema = find_schema(&subject, &uri, error);
    if (schema == NULL)
        return EXIT_FAILURE;
    if (checks_rules)
        model = schema_model_new(schema);
    results = validate_files(subject.files->files, schema, uri, model, checks_rules, error);
    if (results == NULL || (checks_rules && !check_rules(&subject, results, model, day, error)))
        return EXIT_FAILURE;
    return report(&subject, results) == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}

static const Tool tool = {
    .summary = N_("[PATH|URI…] - Validate XML documents"),
    .options = options,
    .option_status = EXIT_FAILURE,
    .run = run,
};

TOOL_MAIN(tool)
