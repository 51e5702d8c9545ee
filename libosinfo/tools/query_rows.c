/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <string.h>

#include "tools/os_record.h"
#include "tools/query_rows.h"

/* What stands before a column of the system that a part is of. */
#define OWNER_PREFIX "os."

static const QueryType types[] = {
    {"os", FACT_KIND_OS, FALSE},
    {"platform", FACT_KIND_PLATFORM, FALSE},
    {"device", FACT_KIND_DEVICE, FALSE},
    {"deployment", FACT_KIND_DEPLOYMENT, FALSE},
    {"media", FACT_KIND_MEDIA, TRUE},
    {"tree", FACT_KIND_TREE, TRUE},
    {"image", FACT_KIND_IMAGE, TRUE},
    {"resources", FACT_KIND_MINIMUM_RESOURCES, TRUE},
    {"script", FACT_KIND_INSTALL_SCRIPT, TRUE},
    {"variant", FACT_KIND_VARIANT, TRUE},
    {"firmware", FACT_KIND_FIRMWARE, TRUE},
    {"driver", FACT_KIND_DRIVER, TRUE},
};

const QueryType *
query_type_find(const char *name)
{
    for (guint i = 0; i < G_N_ELEMENTS(types); i++) {
        if (strcmp(types[i].name, name) == 0)
            return &types[i];
    }
    return NULL;
}

const char *const *
query_type_list_names(void)
{
    static const char *names[G_N_ELEMENTS(types) + 1];

    for (guint i = 0; i < G_N_ELEMENTS(types); i++)
        names[i] = types[i].name;
    return names;
}

static gboolean
is_in_list(const char *names, const char *key)
{
    g_auto(GStrv) words = names != NULL ? g_strsplit(names, ",", -1) : NULL;

    return words == NULL || g_strv_contains((const char *const *)words, key);
}

static void
add_columns_of_entity(GArray *columns, FactKind kind)
{
    g_autoptr(GPtrArray) fields = field_list_columns(kind);

    for (guint i = 0; i < fields->len; i++) {
        const FieldSpec *field = g_ptr_array_index(fields, i);
        Column column = {.key = field->key,
                         .place = COLUMN_ROW,
                         .field = field,
                         .heading = field->heading,
                         .width = field->width,
                         .is_shown = is_in_list(fact_kind_get(kind)->columns, field->key)};

        g_array_append_val(columns, column);
    }
}

/* All that files can say of such a part. */
static void
add_columns_of_part(GArray *columns, FactKind kind)
{
    const FieldSpec *field = NULL;
    FieldIter iter;

    field_iter_init(&iter, kind);
    while ((field = field_iter_next(&iter)) != NULL) {
        Column column = {.key = field->key, .place = COLUMN_ROW, .field = field};

        column.is_shown = is_in_list(fact_kind_get(kind)->columns, field->key);
        g_array_append_val(columns, column);
    }
}

static void
add_columns_of_owner(GArray *columns)
{
    g_autoptr(GPtrArray) fields = field_list_columns(FACT_KIND_OS);

    for (guint i = 0; i < fields->len; i++) {
        const FieldSpec *field = g_ptr_array_index(fields, i);
        g_autofree char *key = g_strconcat(OWNER_PREFIX, field->key, NULL);
        Column column = {.key = g_intern_string(key), .place = COLUMN_OWNER, .field = field};

        g_array_append_val(columns, column);
    }
}

GArray *
query_type_list_columns(const QueryType *type)
{
    GArray *columns = g_array_new(FALSE, FALSE, sizeof(Column));
    Column owner = {.key = "os",
                    .place = COLUMN_OWNER,
                    .field = field_find(FACT_KIND_OS, OSINFO_PRODUCT_PROP_SHORT_ID),
                    .is_shown = TRUE};
    Column level = {.key = "level", .place = COLUMN_LEVEL, .is_shown = TRUE};

    if (!type->is_part) {
        add_columns_of_entity(columns, type->kind);
        return columns;
    }
    g_array_append_val(columns, owner);
    if (type->kind == FACT_KIND_MINIMUM_RESOURCES)
        g_array_append_val(columns, level);
    add_columns_of_part(columns, type->kind);
    add_columns_of_owner(columns);
    return columns;
}

const Column *
columns_find(const GArray *columns, const char *key)
{
    for (guint i = 0; i < columns->len; i++) {
        const Column *column = &g_array_index(columns, Column, i);

        if (strcmp(column->key, key) == 0)
            return column;
    }
    /* of its system, where a part has no such column itself */
    for (guint i = 0; i < columns->len; i++) {
        const Column *column = &g_array_index(columns, Column, i);

        if (g_str_has_prefix(column->key, OWNER_PREFIX) &&
            strcmp(column->key + strlen(OWNER_PREFIX), key) == 0)
            return column;
    }
    return NULL;
}

/* Takes over the list. */
static void
add_parts(Rows *self, OsinfoOs *os, OsinfoList *parts, const char *level)
{
    for (gint i = 0; i < osinfo_list_get_length(parts); i++) {
        g_ptr_array_add(self->parts, g_object_ref(osinfo_list_get_nth(parts, i)));
        g_ptr_array_add(self->owners, os);
        g_ptr_array_add(self->levels, (gpointer)level);
    }
    g_object_unref(parts);
}

static void
add_parts_of(Rows *self, OsinfoOs *os)
{
    if (self->type->kind == FACT_KIND_MINIMUM_RESOURCES) {
        for (const OsRecordList *row = os_record_resources(); row->key != NULL; row++)
            add_parts(self, os, row->list(os), row->key);
        return;
    }
    add_parts(self, os, query_type_list_parts(self->type, os), NULL);
}

OsinfoList *
query_type_list_parts(const QueryType *type, OsinfoOs *os)
{
    if (type->kind == FACT_KIND_INSTALL_SCRIPT)
        return OSINFO_LIST(osinfo_os_get_install_script_list(os));
    for (const OsRecordList *row = os_record_lists(); row->key != NULL; row++) {
        if (row->kind == type->kind)
            return row->list(os);
    }
    return os_record_resources()->list(os);
}

void
rows_init(Rows *self, const QueryType *type, OsinfoList *entities)
{
    *self = (Rows){.type = type};
    if (!type->is_part) {
        self->list = g_object_ref(entities);
        return;
    }
    self->parts = g_ptr_array_new_with_free_func(g_object_unref);
    self->owners = g_ptr_array_new();
    self->levels = g_ptr_array_new();
    for (gint i = 0; i < osinfo_list_get_length(entities); i++)
        add_parts_of(self, OSINFO_OS(osinfo_list_get_nth(entities, i)));
}

void
rows_clear(Rows *self)
{
    g_clear_object(&self->list);
    g_clear_pointer(&self->parts, g_ptr_array_unref);
    g_clear_pointer(&self->owners, g_ptr_array_unref);
    g_clear_pointer(&self->levels, g_ptr_array_unref);
}

guint
rows_get_n(const Rows *self)
{
    return self->parts != NULL ? self->parts->len : (guint)osinfo_list_get_length(self->list);
}

OsinfoEntity *
rows_get_entity(const Rows *self, guint row)
{
    return self->parts != NULL ? g_ptr_array_index(self->parts, row)
                               : osinfo_list_get_nth(self->list, (gint)row);
}

OsinfoOs *
rows_get_os(const Rows *self, guint row)
{
    if (self->owners != NULL)
        return g_ptr_array_index(self->owners, row);
    return self->type->kind == FACT_KIND_OS ? OSINFO_OS(rows_get_entity(self, row)) : NULL;
}

/* What holds where a part says nothing, as its class has it; NULL: nothing. */
static const char *
get_fallback(const Rows *self, const Column *column)
{
    const FieldSpec *field = column->field;

    if (self->parts == NULL || column->place != COLUMN_ROW || field->path == NULL)
        return NULL;
    if (field->type == FIELD_BOOLEAN)
        return field->fallback != 0 ? "true" : "false";
    if (field->property != NULL && field->type == FIELD_INT && field->fallback == 1)
        return "1";
    return NULL;
}

static OsinfoEntity *
get_source(const Rows *self, guint row, const Column *column)
{
    return column->place == COLUMN_OWNER ? OSINFO_ENTITY(rows_get_os(self, row))
                                         : rows_get_entity(self, row);
}

const char *
rows_get_value(const Rows *self, guint row, const Column *column)
{
    if (column->place == COLUMN_LEVEL)
        return g_ptr_array_index(self->levels, row);

    const char *value =
        osinfo_entity_get_param_value(get_source(self, row, column), column->field->key);

    return value != NULL ? value : get_fallback(self, column);
}

GList *
rows_list_values(const Rows *self, guint row, const Column *column)
{
    if (column->place == COLUMN_LEVEL)
        return g_list_prepend(NULL, g_ptr_array_index(self->levels, row));

    GList *values =
        osinfo_entity_get_param_value_list(get_source(self, row, column), column->field->key);
    const char *fallback = values == NULL ? get_fallback(self, column) : NULL;

    return fallback != NULL ? g_list_prepend(NULL, (gpointer)fallback) : values;
}
