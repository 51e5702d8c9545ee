/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * osinfo-query: which systems, platforms, devices and deployments the database knows, and what systems are made of.
 */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "common/tool.h"
#include "common/translate.h"
#include "tools/database.h"
#include "tools/query_conditions.h"
#include "tools/system_name.h"
#include "tools/table.h"

/* Exit status after an error, for those who ask to tell it from nothing found. */
#define STATUS_STRICT_ERROR 2

static char *sort_key;
static char *fields;
static char *columns_in_order;
static char *name_in;
static char *search_words;
static char *format_name;
static int format = FORMAT_TEXT;
static gboolean is_descending;
static gboolean sorts_versions;
static gboolean ends_zero;
static gboolean has_no_head;
static gboolean is_quiet;
static gboolean is_strict;

/* At once, so that it counts where a later option is wrong. */
static gboolean
set_strict(const char *option G_GNUC_UNUSED, const char *value G_GNUC_UNUSED,
           gpointer data G_GNUC_UNUSED, GError **error G_GNUC_UNUSED)
{
    is_strict = TRUE;
    return TRUE;
}

/* GLib wants functions where ISO C allows objects only. */
#define CALLBACK(function) (__extension__(gpointer)(function))

static const GOptionEntry options[] = {
    {"sort", 's', 0, G_OPTION_ARG_STRING, &sort_key, N_("Sort column"), NULL},
    {"fields", 'f', 0, G_OPTION_ARG_STRING, &fields, N_("Display fields"), NULL},
    {"columns", 'c', 0, G_OPTION_ARG_STRING, &columns_in_order,
     N_("Display these fields in this order"), NULL},
    {"name-in", 0, 0, G_OPTION_ARG_STRING, &name_in,
     N_("Display what systems are called in schemes"), N_("SCHEME")},
    {"search", 0, 0, G_OPTION_ARG_STRING, &search_words,
     N_("Find systems by words, the best first"), N_("WORDS")},
    {"reverse", 'r', 0, G_OPTION_ARG_NONE, &is_descending, N_("Sort descending"), NULL},
    {"version-sort", 'V', 0, G_OPTION_ARG_NONE, &sorts_versions,
     N_("Sort numbers in values as numbers: 9.10 after 9.9"), NULL},
    {"format", 0, 0, G_OPTION_ARG_STRING, &format_name,
     N_("Output format: table (the default), json, jsonl, csv or tsv"), N_("FORMAT")},
    {"null", '0', 0, G_OPTION_ARG_NONE, &ends_zero,
     N_("End each value with NUL, and print no more"), NULL},
    {"no-header", 0, 0, G_OPTION_ARG_NONE, &has_no_head, N_("Do not print the names of columns"),
     NULL},
    {"quiet", 'q', 0, G_OPTION_ARG_NONE, &is_quiet, N_("Print nothing; the exit status answers"),
     NULL},
    {"strict", 0, G_OPTION_FLAG_NO_ARG, G_OPTION_ARG_CALLBACK, CALLBACK(set_strict),
     N_("Exit with status 2 after an error; an unknown sort column is one"), NULL},
    {NULL, 0, 0, 0, NULL, NULL, NULL},
};

static gboolean
check_options(GError **error)
{
    static const char *const formats[] = {
        [FORMAT_TEXT] = "table", [FORMAT_JSON] = "json",   [FORMAT_CSV] = "csv",
        [FORMAT_TSV] = "tsv",    [FORMAT_JSONL] = "jsonl", NULL,
    };

    if (!tool_find_choice(formats, format_name, &format, error))
        return FALSE;
    if (ends_zero && format_name != NULL) {
        g_set_error_literal(error, G_OPTION_ERROR, G_OPTION_ERROR_FAILED,
                            _("--null is a format of its own"));
        return FALSE;
    }
    return TRUE;
}

static int
get_error_status(void)
{
    return is_strict ? STATUS_STRICT_ERROR : EXIT_FAILURE;
}

/* What is found by words, the best first; guesses are told and not taken. A new list. */
static OsinfoList *
search(OsinfoDb *db)
{
    g_autoptr(GListModel) hits = osinfo_db_search_os(db, search_words, 0);
    OsinfoList *found = OSINFO_LIST(osinfo_oslist_new());

    for (guint i = 0; i < g_list_model_get_n_items(hits); i++) {
        g_autoptr(OsinfoSearchHit) hit = g_list_model_get_item(hits, i);

        if (!osinfo_search_hit_is_guess(hit))
            osinfo_list_add(found, OSINFO_ENTITY(osinfo_search_hit_get_os(hit)));
    }
    return found;
}

/* All of the type, or the systems whose parts are asked for. */
static OsinfoList *
list_entities(OsinfoDb *db, const QueryType *type)
{
    switch (type->kind) {
    case FACT_KIND_PLATFORM:
        return OSINFO_LIST(osinfo_db_get_platform_list(db));
    case FACT_KIND_DEVICE:
        return OSINFO_LIST(osinfo_db_get_device_list(db));
    case FACT_KIND_DEPLOYMENT:
        return OSINFO_LIST(osinfo_db_get_deployment_list(db));
    default:
        return search_words != NULL ? search(db) : OSINFO_LIST(osinfo_db_get_os_list(db));
    }
}

/* Do the words that are looked for name nothing, but perhaps almost? */
static gboolean
is_misspelt(OsinfoDb *db)
{
    g_autoptr(GListModel) hits = osinfo_db_search_os(db, search_words, 1);
    g_autoptr(OsinfoSearchHit) first = g_list_model_get_item(hits, 0);

    return first == NULL || osinfo_search_hit_is_guess(first);
}

/* Where nothing is found the name may be wrong. */
static void
print_likely(OsinfoDb *db, const Conditions *conditions)
{
    for (guint i = 0; i < conditions->names->len; i++) {
        const char *name = g_ptr_array_index(conditions->names, i);
        g_autofree char *likely =
            osinfo_db_find_os(db, name) == NULL ? system_describe_likely(db, name) : g_strdup("");

        if (*likely != '\0')
            /* Translators: the name, and what may have been meant */
            tool_print_message(_("there is no system '%s'%s"), name, likely);
    }
    if (search_words != NULL && is_misspelt(db)) {
        g_autofree char *likely = system_describe_likely(db, search_words);

        if (*likely != '\0')
            /* Translators: words, and what may have been meant */
            tool_print_message(_("nothing is called '%s'%s"), search_words, likely);
    }
}

static gboolean
set_columns(Table *table, const QueryType *type, GError **error)
{
    const char *message = _("Unable to set field visibility");
    /* of the established tables columns never change their order */
    gboolean keeps_order = format == FORMAT_TEXT && !ends_zero && !type->is_part;

    if (columns_in_order != NULL)
        return table_set_fields(table, columns_in_order, (Format)format, FALSE, message, error);
    return fields == NULL ||
           table_set_fields(table, fields, (Format)format, keeps_order, message, error);
}

/* Shows the names that --name-in asks for. */
static gboolean
show_names(Table *table, OsinfoDb *db, const QueryType *type, GError **error)
{
    g_auto(GStrv) schemes = g_strsplit(name_in, ",", -1);
    g_auto(GStrv) known = osinfo_db_get_identity_schemes(db);

    if (type->kind != FACT_KIND_OS) {
        g_set_error_literal(error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                            _("Only an os has names in schemes"));
        return FALSE;
    }
    for (char **scheme = schemes; *scheme != NULL; scheme++) {
        g_autofree char *all = NULL;

        if (g_strv_contains((const char *const *)known, *scheme))
            continue;
        all = g_strjoinv(", ", known);
        g_set_error(error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                    /* Translators: the second is a list of words with commas between */
                    _("Unknown scheme '%s'; there are %s"), *scheme, all);
        return FALSE;
    }
    table_show_names(table, (const char *const *)schemes);
    return TRUE;
}

/* By the first column, as tables always were, unless the order is another one already. */
static TableOrder
get_order(const QueryType *type, const GArray *columns)
{
    TableOrder order = {.key = sort_key,
                        .is_version = sorts_versions,
                        .is_descending = is_descending,
                        .is_by_id = search_words == NULL};

    if (sort_key == NULL && search_words == NULL && !type->is_part)
        order.key = g_array_index(columns, Column, 0).key;
    if (sort_key == NULL && type->is_part && (is_descending || sorts_versions))
        order.key = g_array_index(columns, Column, 0).key;
    return order;
}

static gboolean
write_table(Table *table)
{
    TableStyle style = {.format = (Format)format, .has_head = !has_no_head, .ends_zero = ends_zero};
    g_auto(Output) output = {0};

    if (is_quiet)
        return TRUE;
    table_write(table, &style, &output);
    return output_finish(&output);
}

static int
query(OsinfoDb *db, const QueryType *type, char **texts, GError **error)
{
    g_autoptr(GArray) columns = query_type_list_columns(type);
    g_autoptr(Table) table = table_new(type, columns);
    g_auto(Conditions) conditions = {0};
    g_autoptr(OsinfoList) all = NULL;
    g_autoptr(OsinfoList) chosen = NULL;
    g_auto(Rows) rows = {0};
    TableOrder order = get_order(type, columns);

    if (!conditions_init(&conditions, db, type, columns, texts, error) ||
        !set_columns(table, type, error) ||
        (name_in != NULL && !show_names(table, db, type, error)))
        return get_error_status();
    if (sort_key != NULL && (is_strict || type->is_part) &&
        !columns_check(columns, sort_key, NULL, _("Unable to sort"), error))
        return get_error_status();
    all = list_entities(db, type);
    chosen = conditions_filter(&conditions, all);
    rows_init(&rows, type, chosen);
    table_fill(table, &rows, conditions_list_rows(&conditions, &rows), &order);
    if (!write_table(table))
        return get_error_status();
    if (table_get_n_rows(table) > 0)
        return EXIT_SUCCESS;
    print_likely(db, &conditions);
    return EXIT_FAILURE;
}

static int
run(char **arguments, GError **error)
{
    const QueryType *type = NULL;
    OsinfoDb *db = NULL;

    if (arguments[0] == NULL) {
        g_printerr("%s\n", _("Missing data type parameter"));
        return get_error_status();
    }
    db = database_load();
    if (db == NULL)
        return get_error_status();
    type = query_type_find(arguments[0]);
    if (type == NULL) {
        g_autofree char *likely = word_describe_likely(query_type_list_names(), arguments[0]);

        tool_print_message(_("Unknown type '%s' requested%s\n"), arguments[0], likely);
        return get_error_status();
    }
    if (search_words != NULL && type->kind != FACT_KIND_OS && !type->is_part) {
        g_set_error_literal(error, G_OPTION_ERROR, G_OPTION_ERROR_FAILED,
                            _("--search is for systems and their parts"));
        return get_error_status();
    }
    return query(db, type, arguments + 1, error);
}

static const Tool tool = {
    .summary = N_("- Query the OS info database"),
    .options = options,
    .has_bare_errors = TRUE,
    .get_option_status = get_error_status,
    .check = check_options,
    .print_version = database_print_version,
    .run = run,
};

TOOL_MAIN(tool)
