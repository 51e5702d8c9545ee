/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Which lists there are, and where, is said by the rows of parts.
 */
#include "config.h"

#include <string.h>

#include "compile/xml_resources.h"

typedef struct {
    FactKind kind; /* of the part */
    const char *key;
    const char *text;
} Value;

void
xml_resources_init(XmlResources *self)
{
    *self = (XmlResources){.values = g_array_new(FALSE, FALSE, sizeof(Value))};
}

void
xml_resources_clear(XmlResources *self)
{
    g_array_unref(self->values);
}

void
xml_resources_open(XmlResources *self, gsize depth, const char *id, const char *architecture,
                   gboolean is_inheriting)
{
    self->depth = depth;
    self->id = id;
    self->architecture = architecture;
    self->is_inheriting = is_inheriting;
    self->current = FACT_N_KINDS;
    memset(self->exists, 0, sizeof(self->exists));
    g_array_set_size(self->values, 0);
}

static FactKind
find_list(const char *element)
{
    for (guint i = FACT_N_ENTITY_KINDS; i < FACT_N_KINDS; i++) {
        const FactKindSpec *kind = fact_kind_get((FactKind)i);

        if (kind->identity == FACT_IDENTITY_GROUPED && strcmp(kind->element, element) == 0)
            return (FactKind)i;
    }
    return FACT_N_KINDS;
}

static const FieldSpec *
find_value(FactKind kind, const char *path)
{
    const FieldTable *table = field_get_table(kind);

    for (guint i = 0; i < table->n_fields; i++) {
        if (g_strcmp0(table->fields[i].path, path) == 0)
            return &table->fields[i];
    }
    return NULL;
}

const FieldSpec *
xml_resources_open_element(XmlResources *self, gsize depth, const char *name)
{
    if (depth == self->depth + 1)
        self->current = find_list(name);
    if (depth != self->depth + 2 || self->current == FACT_N_KINDS)
        return NULL;
    self->exists[self->current] = TRUE;
    return find_value(self->current, name);
}

void
xml_resources_add_value(XmlResources *self, const FieldSpec *field, const char *text)
{
    Value value = {self->current, field->key, text};

    if (*text != '\0')
        g_array_append_val(self->values, value);
}

static void
push(GArray *ops, const StoreOp *op)
{
    g_array_append_vals(ops, op, 1);
}

static void
push_part(XmlResources *self, GArray *ops, FactKind kind)
{
    push(ops, &(StoreOp){.code = STORE_OP_PART, .kind = (guint8)kind, .id = self->id});
    if (self->is_inheriting)
        push(ops, &(StoreOp){.code = STORE_OP_FLAGS, .flags = STORE_RECORD_INHERIT});
    if (self->architecture != NULL && *self->architecture != '\0')
        push(ops, &(StoreOp){.code = STORE_OP_SET,
                             .key = find_value(kind, "@arch")->key,
                             .value = self->architecture});
    for (guint i = 0; i < self->values->len; i++) {
        const Value *value = &g_array_index(self->values, Value, i);

        if (value->kind == kind)
            push(ops,
                 &(StoreOp){.code = STORE_OP_REPLACE, .key = value->key, .value = value->text});
    }
    push(ops, &(StoreOp){.code = STORE_OP_END});
}

void
xml_resources_close(XmlResources *self, GArray *ops)
{
    for (guint i = FACT_N_ENTITY_KINDS; i < FACT_N_KINDS; i++) {
        gboolean is_list = fact_kind_get((FactKind)i)->identity == FACT_IDENTITY_GROUPED;

        if (self->exists[i] || (is_list && self->is_inheriting))
            push_part(self, ops, (FactKind)i);
    }
    self->depth = 0;
}
