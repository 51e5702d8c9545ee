/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * osinfo-show: all that the database says of operating systems.
 */
#include "config.h"

#include <string.h>

#include "common/date.h"
#include "common/tool.h"
#include "common/translate.h"
#include "tools/database.h"
#include "tools/entity_facts.h"
#include "tools/os_record.h"
#include "tools/system_name.h"

#define STATUS_FOUND 0
#define STATUS_NOT_FOUND 1
#define STATUS_ERROR 2

/* How the answer is written. */
typedef enum {
    STYLE_TEXT,
    STYLE_JSON,  /* an array of records, one a line */
    STYLE_JSONL, /* a record a line and nothing else */
} Style;

static char *format_name;
static int style = STYLE_TEXT;
static gboolean all;
static char *day;
static GDate supported_on;

static const GOptionEntry options[] = {
    {"all", 'a', 0, G_OPTION_ARG_NONE, &all, N_("Show all systems"), NULL},
    {"format", 'f', 0, G_OPTION_ARG_STRING, &format_name,
     N_("Output format: text (the default), json or jsonl"), N_("FORMAT")},
    {"supported-on", 's', 0, G_OPTION_ARG_STRING, &day,
     N_("Say whether systems are supported on a day: YYYY-MM-DD or today"), N_("DAY")},
    {NULL, 0, 0, 0, NULL, NULL, NULL},
};

static gboolean
check_options(GError **error)
{
    static const char *const formats[] = {
        [STYLE_TEXT] = "text",
        [STYLE_JSON] = "json",
        [STYLE_JSONL] = "jsonl",
        NULL,
    };

    if (!tool_find_choice(formats, format_name, &style, error))
        return FALSE;
    if (day == NULL)
        return TRUE;
    if (format_name != NULL) {
        g_set_error_literal(error, G_OPTION_ERROR, G_OPTION_ERROR_FAILED,
                            _("--supported-on has no other format"));
        return FALSE;
    }
    if (strcmp(day, "today") == 0) {
        g_date_clear(&supported_on, 1);
        g_date_set_time_t(&supported_on, (time_t)(g_get_real_time() / G_USEC_PER_SEC));
        return TRUE;
    }
    if (date_parse(day, &supported_on))
        return TRUE;
    g_set_error(error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                _("'%s' is not a date, expecting YYYY-MM-DD"), day);
    return FALSE;
}

/* @number: how many stand before it. */
static void
write_system(OsinfoOs *os, guint number, Output *output)
{
    JsonWriter writer = {.output = output};

    if (style == STYLE_TEXT) {
        output_add(output, number > 0 ? "\n" : "");
        os_record_write_text(os, output);
        return;
    }
    if (style == STYLE_JSON)
        output_add(output, number > 0 ? ",\n  " : "[\n  ");
    os_record_write_json(os, &writer);
    if (style == STYLE_JSONL)
        output_add(output, "\n");
}

/* The systems that are named. Says which names there are not. */
static GPtrArray *
find_systems(OsinfoDb *db, char **names, int *out_status)
{
    GPtrArray *found = g_ptr_array_new();

    for (; *names != NULL; names++) {
        OsinfoOs *os = osinfo_db_find_os(db, *names);
        g_autofree char *likely = NULL;

        if (os != NULL) {
            g_ptr_array_add(found, os);
            continue;
        }
        likely = system_describe_likely(db, *names);
        /* Translators: the name, and what may have been meant, which is perhaps empty */
        tool_print_error(_("there is no system '%s'%s"), *names, likely);
        *out_status = STATUS_NOT_FOUND;
    }
    return found;
}

/* A line for each: what updates there are on the day. The status is whether everybody gets security updates. */
static int
write_support(GPtrArray *named)
{
    g_auto(Output) output = {0};
    int status = STATUS_FOUND;

    for (guint i = 0; i < named->len; i++) {
        OsinfoProduct *product = g_ptr_array_index(named, i);
        OsinfoSupport support = osinfo_product_get_support_on(product, &supported_on);
        const char *name = osinfo_product_get_short_id(product);

        output_add_format(&output, "%s: %s\n",
                          name != NULL ? name : osinfo_entity_get_id(OSINFO_ENTITY(product)),
                          enum_get_nick(OSINFO_TYPE_SUPPORT, (gint)support));
        if (!osinfo_product_is_supported_on(product, &supported_on))
            status = STATUS_NOT_FOUND;
    }
    return output_finish(&output) ? status : STATUS_ERROR;
}

static int
write_systems(OsinfoList *list, GPtrArray *named)
{
    g_auto(Output) output = {0};
    guint n_systems = named != NULL ? named->len : (guint)osinfo_list_get_length(list);

    for (guint i = 0; i < n_systems && output.failure == 0; i++)
        write_system(OSINFO_OS(named != NULL ? g_ptr_array_index(named, i)
                                             : (gpointer)osinfo_list_get_nth(list, (gint)i)),
                     i, &output);
    if (style == STYLE_JSON)
        output_add(&output, n_systems > 0 ? "\n]\n" : "[]\n");
    if (!output_finish(&output))
        return STATUS_ERROR;
    return n_systems > 0 ? STATUS_FOUND : STATUS_NOT_FOUND;
}

static int
run(char **arguments, GError **error)
{
    int status = STATUS_FOUND;
    OsinfoDb *db = NULL;

    if (all == (arguments[0] != NULL) || (all && day != NULL)) {
        g_set_error_literal(error, G_OPTION_ERROR, G_OPTION_ERROR_FAILED,
                            _("expecting names of systems, or --all"));
        return STATUS_ERROR;
    }
    db = database_load();
    if (db == NULL)
        return STATUS_ERROR;
    if (all) {
        g_autoptr(OsinfoOsList) list = osinfo_db_get_os_list(db);

        return write_systems(OSINFO_LIST(list), NULL);
    }

    g_autoptr(GPtrArray) found = find_systems(db, arguments, &status);

    int written = day != NULL ? write_support(found) : write_systems(NULL, found);

    return MAX(status, written);
}

static const Tool tool = {
    .summary = N_("SYSTEM... - Show all that is known of operating systems"),
    .description = N_(
        "SYSTEM is an id, a short id such as debian12, or what is newest, such as fedora-latest."),
    .options = options,
    .option_status = STATUS_ERROR,
    .check = check_options,
    .print_version = database_print_version,
    .run = run,
};

TOOL_MAIN(tool)
