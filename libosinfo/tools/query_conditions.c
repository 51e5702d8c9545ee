/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Equality to the letter of what entities say is a matter of filters, which look at records; all else is asked row by
 * row.
 */
#include "config.h"

#include <string.h>

#include "common/date.h"
#include "common/translate.h"
#include "facts/lifecycle.h"
#include "facts/version.h"
#include "tools/query_conditions.h"
#include "tools/system_name.h"

/* The condition that there are security updates for everybody on a day. */
#define SUPPORTED_KEY "supported-on"
/* The condition that a system has a kind of parts. */
#define HAS_KEY "has"
/* The system that a part is of. */
#define OWNER_KEY "os"
/* Instead of a day. */
#define TODAY "today"

typedef enum {
    OPERATOR_EQUAL,
    OPERATOR_UNEQUAL,
    OPERATOR_LIKE,
    OPERATOR_LESS,
    OPERATOR_AT_MOST,
    OPERATOR_GREATER,
    OPERATOR_AT_LEAST,
    N_OPERATORS,
} Operator;

/* Those of two characters go first, since others begin like them. */
static const struct {
    const char *text;
    Operator operator;
} operators[] = {
    {"!=", OPERATOR_UNEQUAL}, {"<=", OPERATOR_AT_MOST}, {">=", OPERATOR_AT_LEAST},
    {"=", OPERATOR_EQUAL},    {"~", OPERATOR_LIKE},     {"<", OPERATOR_LESS},
    {">", OPERATOR_GREATER},
};

/* What is compared. */
typedef enum {
    SUBJECT_COLUMN,
    SUBJECT_OWNER,     /* is it one of the systems? */
    SUBJECT_SUPPORTED, /* is the system supported on the day? */
    SUBJECT_HAS,       /* has the system such parts? */
} Subject;

typedef struct {
    Subject subject;
    Operator operator;
    const Column *column;
    char *value;         /* owned */
    gint64 number;       /* the value of a column of numbers */
    GRegex *expression;  /* owned */
    GHashTable *systems; /* owned; of OsinfoOs */
    const QueryType *parts;
    GDate date;
} Condition;

static void
condition_free(gpointer data)
{
    Condition *self = data;

    g_free(self->value);
    g_clear_pointer(&self->expression, g_regex_unref);
    g_clear_pointer(&self->systems, g_hash_table_unref);
    g_free(self);
}

static gboolean
is_number(const FieldSpec *field)
{
    return field != NULL && (field->type == FIELD_INT || field->type == FIELD_INT64);
}

/* A day, or, of ends, that there is none. */
static gboolean
is_date(const FieldSpec *field)
{
    return field != NULL && (field->type == FIELD_DATE || g_str_has_suffix(field->key, "-end"));
}

/* Less than, equal to or greater than 0. Of a day only so much counts as the other one says: "2024" has all days of the
 * year. */
static int
compare_dates(const char *value, const char *date)
{
    if (strcmp(value, PHASE_END_NONE) == 0)
        return 1;
    return strncmp(value, date, MIN(strlen(value), strlen(date)));
}

static int
compare(const Condition *self, const char *value)
{
    const FieldSpec *field = self->column->field;

    if (is_number(field)) {
        gint64 number = g_ascii_strtoll(value, NULL, 10);

        return (number > self->number) - (number < self->number);
    }
    return is_date(field) ? compare_dates(value, self->value) : version_compare(value, self->value);
}

static gboolean
is_equal(const Condition *self, const char *value)
{
    if (is_number(self->column->field))
        return compare(self, value) == 0;
    return strcmp(value, self->value) == 0;
}

static gboolean
value_holds(const Condition *self, const char *value)
{
    switch (self->operator) {
    case OPERATOR_EQUAL:
    case OPERATOR_UNEQUAL:
        return is_equal(self, value);
    case OPERATOR_LIKE:
        return g_regex_match(self->expression, value, 0, NULL);
    case OPERATOR_LESS:
        return compare(self, value) < 0;
    case OPERATOR_AT_MOST:
        return compare(self, value) <= 0;
    case OPERATOR_GREATER:
        return compare(self, value) > 0;
    case OPERATOR_AT_LEAST:
        return compare(self, value) >= 0;
    case N_OPERATORS:
    default:
        return FALSE;
    }
}

static gboolean
column_holds(const Condition *self, const Rows *rows, guint row)
{
    g_autoptr(GList) values = rows_list_values(rows, row, self->column);
    gboolean holds = FALSE;

    for (GList *iter = values; iter != NULL && !holds; iter = iter->next)
        holds = iter->data != NULL && value_holds(self, iter->data);
    return holds;
}

static gboolean
condition_holds(const Condition *self, const Rows *rows, guint row)
{
    OsinfoOs *os = rows_get_os(rows, row);
    gboolean holds = FALSE;

    if (self->subject == SUBJECT_COLUMN) {
        holds = column_holds(self, rows, row);
    } else if (self->subject == SUBJECT_OWNER) {
        holds = g_hash_table_contains(self->systems, os);
    } else if (self->subject == SUBJECT_SUPPORTED) {
        holds = osinfo_product_is_supported_on(OSINFO_PRODUCT(os), &self->date);
    } else {
        g_autoptr(OsinfoList) parts = query_type_list_parts(self->parts, os);

        holds = osinfo_list_get_length(parts) > 0;
    }
    return self->operator== OPERATOR_UNEQUAL ? !holds : holds;
}

static gboolean
all_hold(const Conditions *self, const Rows *rows, guint row)
{
    for (guint i = 0; i < self->others->len; i++) {
        if (!condition_holds(g_ptr_array_index(self->others, i), rows, row))
            return FALSE;
    }
    return TRUE;
}

GArray *
conditions_list_rows(const Conditions *self, const Rows *rows)
{
    guint n_rows = rows_get_n(rows);
    GArray *found = g_array_sized_new(FALSE, FALSE, sizeof(guint32), n_rows);
    guint32 *places = NULL;
    guint n_found = 0;

    g_array_set_size(found, n_rows);
    places = (guint32 *)(gpointer)found->data;
    for (guint32 i = 0; i < n_rows; i++) {
        if (self->others->len == 0 || all_hold(self, rows, i))
            places[n_found++] = i;
    }
    g_array_set_size(found, n_found);
    return found;
}

OsinfoList *
conditions_filter(const Conditions *self, OsinfoList *list)
{
    return self->filter != NULL ? osinfo_list_new_filtered(list, self->filter) : g_object_ref(list);
}

gboolean
columns_check(const GArray *columns, const char *key, const char *const *others,
              const char *message, GError **error)
{
    g_autoptr(GPtrArray) keys = NULL;
    g_autofree char *likely = NULL;
    g_autofree char *all = NULL;

    if (columns_find(columns, key) != NULL)
        return TRUE;
    keys = g_ptr_array_new();
    for (guint i = 0; i < columns->len; i++)
        g_ptr_array_add(keys, (gpointer)g_array_index(columns, Column, i).key);
    for (; others != NULL && *others != NULL; others++)
        g_ptr_array_add(keys, (gpointer)*others);
    g_ptr_array_add(keys, NULL);
    likely = word_describe_likely((const char *const *)keys->pdata, key);
    all = g_strjoinv(", ", (char **)keys->pdata);
    g_set_error(
        error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
        /* Translators: first what cannot be done, "Unable to set field visibility"; behind the name what may have
                   been meant, or nothing, and all names that there are */
        _("%s: Unknown property name %s%s (known: %s)"), message, key, likely, all);
    return FALSE;
}

static gboolean refuse(GError **error, const char *format, ...) G_GNUC_PRINTF(2, 3);

/* Fails, with what cannot be done before the reason. */
static gboolean
refuse(GError **error, const char *format, ...)
{
    va_list arguments;
    g_autofree char *reason = NULL;

    va_start(arguments, format);
    reason = g_strdup_vprintf(format, arguments);
    va_end(arguments);
    g_set_error(error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE, "%s: %s",
                _("Unable to construct filter"), reason);
    return FALSE;
}

static void
set_today(GDate *date)
{
    g_date_clear(date, 1);
    g_date_set_time_t(date, (time_t)(g_get_real_time() / G_USEC_PER_SEC));
}

static gboolean
read_day(const char *text, GDate *out_date, GError **error)
{
    if (strcmp(text, TODAY) == 0) {
        set_today(out_date);
        return TRUE;
    }
    return date_parse(text, out_date) ||
           refuse(error, _("'%s' is not a date, expecting YYYY-MM-DD"), text);
}

/* YYYY, YYYY-MM, YYYY-MM-DD or a word for it; @value becomes the date. */
static gboolean
read_date(char **value, GError **error)
{
    static const char *const ends[] = {"", "-01", "-01-01"};
    GDate date;

    if (strcmp(*value, TODAY) == 0) {
        char text[16];

        set_today(&date);
        g_date_strftime(text, sizeof(text), "%Y-%m-%d", &date);
        g_free(*value);
        *value = g_strdup(text);
        return TRUE;
    }
    for (guint i = 0; i < G_N_ELEMENTS(ends); i++) {
        g_autofree char *text = g_strconcat(*value, ends[i], NULL);

        if (date_parse(text, &date))
            return TRUE;
    }
    return refuse(error, _("'%s' is not a date, expecting YYYY-MM-DD, YYYY-MM or YYYY"), *value);
}

/* A number, perhaps with a unit behind it. */
static gboolean
read_number(const char *text, gint64 *out_number, GError **error)
{
    static const struct {
        const char *name;
        gint64 size;
    } units[] = {
        {"", 1},
        {"K", OSINFO_KIBIBYTES},
        {"KiB", OSINFO_KIBIBYTES},
        {"M", OSINFO_MEBIBYTES},
        {"MiB", OSINFO_MEBIBYTES},
        {"G", OSINFO_GIBIBYTES},
        {"GiB", OSINFO_GIBIBYTES},
        {"T", (gint64)1 << 40},
        {"TiB", (gint64)1 << 40},
        {"kHz", 1000},
        {"MHz", 1000000},
        {"GHz", 1000000000},
    };
    char *end = NULL;
    guint64 number = g_ascii_isdigit(*text) ? g_ascii_strtoull(text, &end, 10) : 0;

    for (guint i = 0; end != NULL && i < G_N_ELEMENTS(units); i++) {
        if (g_ascii_strcasecmp(end, units[i].name) == 0 &&
            number <= (guint64)(G_MAXINT64 / units[i].size)) {
            *out_number = (gint64)number * units[i].size;
            return TRUE;
        }
    }
    return refuse(error, _("'%s' is not a number, expecting one such as 2048, 2GiB or 1GHz"), text);
}

static gboolean
read_expression(Condition *self, GError **error)
{
    g_autoptr(GError) local_error = NULL;

    if (!g_utf8_validate(self->value, -1, NULL))
        return refuse(error, _("'%s' is not UTF-8"), self->value);
    self->expression = g_regex_new(self->value, G_REGEX_CASELESS, 0, &local_error);
    return self->expression != NULL || refuse(error, "%s", local_error->message);
}

static gboolean
read_value(Condition *self, GError **error)
{
    gboolean is_ordered = self->operator>= OPERATOR_LESS;

    if (self->operator== OPERATOR_LIKE)
        return read_expression(self, error);
    if (is_number(self->column->field))
        return read_number(self->value, &self->number, error);
    return !is_ordered || !is_date(self->column->field) || read_date(&self->value, error);
}

/* The scheme that a key such as identity.os-release names; NULL: it is another key. */
static const char *
get_scheme(OsinfoDb *db, const char *key)
{
    const char *scheme = key + strlen(IDENTITY_KEY);
    g_auto(GStrv) known = NULL;

    if (!g_str_has_prefix(key, IDENTITY_KEY))
        return NULL;
    known = osinfo_db_get_identity_schemes(db);
    return g_strv_contains((const char *const *)known, scheme) ? scheme : NULL;
}

static void
add_systems(Condition *self, OsinfoOs *os, OsinfoList *list)
{
    self->subject = SUBJECT_OWNER;
    self->systems = g_hash_table_new(NULL, NULL);
    if (os != NULL)
        g_hash_table_add(self->systems, os);
    for (gint i = 0; list != NULL && i < osinfo_list_get_length(list); i++)
        g_hash_table_add(self->systems, osinfo_list_get_nth(list, i));
}

static gboolean
read_parts(Condition *self, GError **error)
{
    const QueryType *parts = query_type_find(self->value);
    g_autofree char *all = NULL;
    g_autofree char *likely = NULL;

    if (parts != NULL && parts->is_part) {
        self->subject = SUBJECT_HAS;
        self->parts = parts;
        return TRUE;
    }
    all = g_strjoinv(", ", (char **)query_type_list_names());
    likely = word_describe_likely(query_type_list_names(), self->value);
    /* Translators: a word, what may have been meant, or nothing, and types of osinfo-query */
    return refuse(error, _("'%s' is no kind of parts%s (types: %s)"), self->value, likely, all);
}

/* What is asked of systems and is no column. */
static gboolean
read_question(Condition *self, const Conditions *all, const char *key, GError **error)
{
    const char *scheme = get_scheme(all->db, key);

    if (scheme != NULL) {
        g_autoptr(OsinfoOsList) list = osinfo_db_find_os_by_identity(all->db, scheme, self->value);

        add_systems(self, NULL, OSINFO_LIST(list));
        return TRUE;
    }
    if (strcmp(key, SUPPORTED_KEY) == 0) {
        self->subject = SUBJECT_SUPPORTED;
        return read_day(self->value, &self->date, error);
    }
    return read_parts(self, error);
}

/* Is anything asked of systems, whose questions are more than columns? */
static gboolean
asks_systems(const Conditions *all)
{
    return all->type->kind == FACT_KIND_OS || all->type->is_part;
}

static gboolean
is_question(const Conditions *all, const char *key)
{
    return asks_systems(all) && (get_scheme(all->db, key) != NULL ||
                                 strcmp(key, SUPPORTED_KEY) == 0 || strcmp(key, HAS_KEY) == 0);
}

/* Such keys; a new array, which ends with NULL. */
static GPtrArray *
list_questions(const Conditions *all)
{
    GPtrArray *keys = g_ptr_array_new_with_free_func(g_free);

    if (asks_systems(all)) {
        g_auto(GStrv) schemes = osinfo_db_get_identity_schemes(all->db);

        g_ptr_array_add(keys, g_strdup(HAS_KEY));
        g_ptr_array_add(keys, g_strdup(SUPPORTED_KEY));
        for (char **scheme = schemes; *scheme != NULL; scheme++)
            g_ptr_array_add(keys, g_strconcat(IDENTITY_KEY, *scheme, NULL));
    }
    g_ptr_array_add(keys, NULL);
    return keys;
}

static gboolean
check_key(const Conditions *all, const char *key, GError **error)
{
    g_autoptr(GPtrArray) others = list_questions(all);

    return columns_check(all->columns, key, (const char *const *)others->pdata,
                         _("Unable to construct filter"), error);
}

/* Names of systems are more than short ids: ids, and what is newest. */
static gboolean
resolve_name(Conditions *all, Condition *self)
{
    gboolean is_owner = strcmp(self->column->key, OWNER_KEY) == 0;
    gboolean is_system = all->type->kind == FACT_KIND_OS &&
                         (strcmp(self->column->key, OSINFO_PRODUCT_PROP_SHORT_ID) == 0 ||
                          strcmp(self->column->key, OSINFO_ENTITY_PROP_ID) == 0);
    OsinfoOs *os = NULL;

    if ((!is_owner && !is_system) || self->operator> OPERATOR_UNEQUAL)
        return FALSE;
    if (self->operator== OPERATOR_EQUAL)
        g_ptr_array_add(all->names, g_strdup(self->value));
    if (is_system && !g_str_has_suffix(self->value, "-latest"))
        return FALSE;
    os = osinfo_db_find_os(all->db, self->value);
    if (os == NULL)
        return FALSE;
    add_systems(self, os, NULL);
    return TRUE;
}

static gboolean
find_operator(const char *text, Operator *out_operator, gsize *out_length)
{
    for (guint i = 0; i < G_N_ELEMENTS(operators); i++) {
        if (g_str_has_prefix(text, operators[i].text)) {
            *out_operator = operators[i].operator;
            *out_length = strlen(operators[i].text);
            return TRUE;
        }
    }
    return FALSE;
}

static gboolean
refuse_syntax(const Conditions *self, const char *text, GError **error)
{
    gboolean is_name =
        self->type->kind == FACT_KIND_OS && osinfo_db_find_os(self->db, text) != NULL;

    if (is_name)
        /* Translators: osinfo-show is a program */
        return refuse(
            error,
            _("Syntax error in condition, expecting KEY=VALUE; 'osinfo-show %s' shows a system"),
            text);
    return refuse(error, "%s", _("Syntax error in condition, expecting KEY=VALUE"));
}

static gboolean
add_condition(Conditions *self, const char *text, GError **error)
{
    gsize end = strcspn(text, "=!~<>");
    g_autofree char *key = g_strndup(text, end);
    Condition *condition = g_new0(Condition, 1);
    gsize length = 0;

    g_ptr_array_add(self->others, condition);
    if (!find_operator(text + end, &condition->operator, & length))
        return refuse_syntax(self, text, error);
    condition->value = g_strdup(text + end + length);
    if (is_question(self, key)) {
        if (condition->operator> OPERATOR_UNEQUAL)
            return refuse(error, _("%s takes = and != only"), key);
        return read_question(condition, self, key, error);
    }
    if (!check_key(self, key, error))
        return FALSE;
    condition->column = columns_find(self->columns, key);
    if (resolve_name(self, condition))
        return TRUE;
    if (condition->operator== OPERATOR_EQUAL && !self->type->is_part) {
        if (self->filter == NULL)
            self->filter = osinfo_filter_new();
        osinfo_filter_add_constraint(self->filter, key, condition->value);
        g_ptr_array_set_size(self->others, (gint)self->others->len - 1);
        return TRUE;
    }
    return read_value(condition, error);
}

gboolean
conditions_init(Conditions *self, OsinfoDb *db, const QueryType *type, const GArray *columns,
                char **texts, GError **error)
{
    *self = (Conditions){.db = db, .type = type, .columns = columns};
    self->others = g_ptr_array_new_with_free_func(condition_free);
    self->names = g_ptr_array_new_with_free_func(g_free);
    for (; *texts != NULL; texts++) {
        if (!add_condition(self, *texts, error))
            return FALSE;
    }
    return TRUE;
}

void
conditions_clear(Conditions *self)
{
    g_clear_object(&self->filter);
    g_clear_pointer(&self->others, g_ptr_array_unref);
    g_clear_pointer(&self->names, g_ptr_array_unref);
}
