/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * osinfo-query: which systems, platforms, devices and deployments the database knows.
 */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "common/date.h"
#include "common/tool.h"
#include "common/translate.h"
#include "facts/identity.h"
#include "tools/database.h"
#include "tools/table.h"

/* What stands before a scheme of names in a condition. */
#define IDENTITY_KEY "identity."
/* The condition that there are security updates for everybody on a day. */
#define SUPPORTED_KEY "supported-on"

typedef struct {
    FactKind kind;
    OsinfoList *(*get_list)(OsinfoDb *db);
} QueryType;

static OsinfoList *
get_oses(OsinfoDb *db)
{
    return OSINFO_LIST(osinfo_db_get_os_list(db));
}

static OsinfoList *
get_platforms(OsinfoDb *db)
{
    return OSINFO_LIST(osinfo_db_get_platform_list(db));
}

static OsinfoList *
get_devices(OsinfoDb *db)
{
    return OSINFO_LIST(osinfo_db_get_device_list(db));
}

static OsinfoList *
get_deployments(OsinfoDb *db)
{
    return OSINFO_LIST(osinfo_db_get_deployment_list(db));
}

static const QueryType types[] = {
    {FACT_KIND_OS, get_oses},
    {FACT_KIND_PLATFORM, get_platforms},
    {FACT_KIND_DEVICE, get_devices},
    {FACT_KIND_DEPLOYMENT, get_deployments},
};

static char *sort_key;
static char *fields;
static char *format_name;
static int format = FORMAT_TEXT;

static const GOptionEntry options[] = {
    {"sort", 's', 0, G_OPTION_ARG_STRING, &sort_key, N_("Sort column"), NULL},
    {"fields", 'f', 0, G_OPTION_ARG_STRING, &fields, N_("Display fields"), NULL},
    {"format", 0, 0, G_OPTION_ARG_STRING, &format_name,
     N_("Output format: table (the default), json or csv"), N_("FORMAT")},
    {NULL, 0, 0, 0, NULL, NULL, NULL},
};

static gboolean
check_options(GError **error)
{
    static const char *const formats[] = {
        [FORMAT_TEXT] = "table",
        [FORMAT_JSON] = "json",
        [FORMAT_CSV] = "csv",
        NULL,
    };

    return tool_find_choice(formats, format_name, &format, error);
}

static const QueryType *
find_type(const char *name)
{
    for (guint i = 0; i < G_N_ELEMENTS(types); i++) {
        if (strcmp(fact_kind_get(types[i].kind)->element, name) == 0)
            return &types[i];
    }
    return NULL;
}

/* What must hold. */
typedef struct {
    OsinfoFilter *filter; /* owned; NULL: no condition */
    OsinfoList *chosen;   /* owned; systems that other conditions leave; NULL: no such condition */
} Conditions;

static void
conditions_clear(Conditions *self)
{
    g_clear_object(&self->filter);
    g_clear_object(&self->chosen);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Conditions, conditions_clear)

/* The scheme that a key such as identity.os-release names; NULL: it is another key. */
static const char *
get_scheme(const QueryType *type, const char *key)
{
    const char *scheme = key + strlen(IDENTITY_KEY);

    return type->kind == FACT_KIND_OS && g_str_has_prefix(key, IDENTITY_KEY) &&
                   identity_scheme_find(scheme) != NULL
               ? scheme
               : NULL;
}

static void
choose(Conditions *self, OsinfoList *found)
{
    g_autoptr(OsinfoList) before = self->chosen;

    self->chosen =
        before != NULL ? osinfo_list_new_intersection(before, found) : g_object_ref(found);
}

static void
add_name(Conditions *self, OsinfoDb *db, const char *scheme, const char *name)
{
    g_autoptr(OsinfoList) found = OSINFO_LIST(osinfo_db_find_os_by_identity(db, scheme, name));

    choose(self, found);
}

static gboolean
add_day(Conditions *self, OsinfoDb *db, const char *text, const char *message, GError **error)
{
    g_autoptr(OsinfoList) all = OSINFO_LIST(osinfo_db_get_os_list(db));
    g_autoptr(OsinfoList) found = OSINFO_LIST(osinfo_oslist_new());
    GDate date;

    if (!date_parse(text, &date)) {
        g_set_error(error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                    /* Translators: first what cannot be done, "Unable to construct filter" */
                    _("%s: '%s' is not a date, expecting YYYY-MM-DD"), message, text);
        return FALSE;
    }
    for (gint i = 0; i < osinfo_list_get_length(all); i++) {
        OsinfoEntity *os = osinfo_list_get_nth(all, i);

        if (osinfo_product_is_supported_on(OSINFO_PRODUCT(os), &date))
            osinfo_list_add(found, os);
    }
    choose(self, found);
    return TRUE;
}

static gboolean
add_condition(Conditions *self, OsinfoDb *db, const QueryType *type, Table *table,
              const char *condition, GError **error)
{
    const char *message = _("Unable to construct filter");
    const char *equals = strchr(condition, '=');
    g_autofree char *key =
        equals != NULL ? g_strndup(condition, (gsize)(equals - condition)) : NULL;

    if (key == NULL) {
        g_set_error(error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                    /* Translators: first what cannot be done, "Unable to construct filter" */
                    _("%s: Syntax error in condition, expecting KEY=VALUE"), message);
        return FALSE;
    }
    if (get_scheme(type, key) != NULL) {
        add_name(self, db, get_scheme(type, key), equals + 1);
        return TRUE;
    }
    if (type->kind == FACT_KIND_OS && strcmp(key, SUPPORTED_KEY) == 0)
        return add_day(self, db, equals + 1, message, error);
    if (!table_check_key(table, key, message, error))
        return FALSE;
    if (self->filter == NULL)
        self->filter = osinfo_filter_new();
    osinfo_filter_add_constraint(self->filter, key, equals + 1);
    return TRUE;
}

static gboolean
parse_conditions(Conditions *self, OsinfoDb *db, const QueryType *type, Table *table,
                 char **conditions, GError **error)
{
    for (; *conditions != NULL; conditions++) {
        if (!add_condition(self, db, type, table, *conditions, error))
            return FALSE;
    }
    return TRUE;
}

static OsinfoList *
get_list(const Conditions *self, OsinfoDb *db, const QueryType *type)
{
    g_autoptr(OsinfoList) all = type->get_list(db);
    g_autoptr(OsinfoList) chosen =
        self->chosen != NULL ? osinfo_list_new_intersection(all, self->chosen) : g_object_ref(all);

    return self->filter != NULL ? osinfo_list_new_filtered(chosen, self->filter)
                                : g_object_ref(chosen);
}

static int
run(char **arguments, GError **error)
{
    if (arguments[0] == NULL) {
        g_printerr("%s\n", _("Missing data type parameter"));
        return EXIT_FAILURE;
    }

    OsinfoDb *db = database_load();

    if (db == NULL)
        return EXIT_FAILURE;

    const QueryType *type = find_type(arguments[0]);

    if (type == NULL) {
        tool_print_message(_("Unknown type '%s' requested\n"), arguments[0]);
        return EXIT_FAILURE;
    }

    g_autoptr(Table) table = table_new(type->kind);
    g_auto(Conditions) conditions = {.filter = NULL};

    if (!parse_conditions(&conditions, db, type, table, arguments + 1, error) ||
        (fields != NULL && !table_set_fields(table, fields, (Format)format,
                                             _("Unable to set field visibility"), error)))
        return EXIT_FAILURE;

    g_autoptr(OsinfoList) list = get_list(&conditions, db, type);
    g_auto(Output) output = {0};

    table_fill(table, list, sort_key);
    table_write(table, (Format)format, &output);
    if (!output_finish(&output))
        return EXIT_FAILURE;
    return table_get_n_rows(table) > 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}

static const Tool tool = {
    .summary = N_("- Query the OS info database"),
    .options = options,
    .has_bare_errors = TRUE,
    .option_status = EXIT_FAILURE,
    .check = check_options,
    .print_version = database_print_version,
    .run = run,
};

TOOL_MAIN(tool)
