/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Makes properties of the rows in facts/fields.c, and reads and writes them as parameters.
 * What a class has beyond plain parameters is its own affair.
 */
#include "config.h"

#include "entity/field.h"
#include "osinfo/osinfo_entity.h"

/* The row that a property was made of. */
static GQuark
row_quark(void)
{
    return g_quark_from_static_string("osinfo-field-row");
}

static GParamSpec *
make_spec(const FieldSpec *row)
{
    GParamFlags flags = row->access | G_PARAM_STATIC_STRINGS;

    switch (row->type) {
    case FIELD_BOOLEAN:
        return g_param_spec_boolean(row->property, row->nick, row->nick, row->fallback != 0, flags);
    case FIELD_INT:
        return g_param_spec_int(row->property, row->nick, row->nick, (int)row->minimum, G_MAXINT,
                                (int)row->fallback, flags);
    case FIELD_INT64:
        return g_param_spec_int64(row->property, row->nick, row->nick, row->minimum, G_MAXINT64,
                                  row->fallback, flags);
    case FIELD_STRING:
    default:
        return g_param_spec_string(row->property, row->nick, row->nick, NULL, flags);
    }
}

void
field_install(GObjectClass *klass, const FieldTable *table)
{
    klass->get_property = field_get_property;
    klass->set_property = field_set_property;

    for (guint i = 0; i < table->n_fields; i++) {
        const FieldSpec *row = &table->fields[i];

        if (row->property == NULL)
            continue;

        GParamSpec *spec = make_spec(row);

        g_param_spec_set_qdata(spec, row_quark(), (gpointer)row);
        g_object_class_install_property(klass, FIELD_FIRST_PROPERTY + i, spec);
    }
}

void
field_get_property(GObject *object, guint property_id, GValue *value, GParamSpec *spec)
{
    OsinfoEntity *entity = OSINFO_ENTITY(object);
    const FieldSpec *row = g_param_spec_get_qdata(spec, row_quark());

    if (row == NULL) {
        G_OBJECT_WARN_INVALID_PROPERTY_ID(object, property_id, spec);
        return;
    }
    switch (row->type) {
    case FIELD_BOOLEAN:
        g_value_set_boolean(value, osinfo_entity_get_param_value_boolean_with_default(
                                       entity, row->key, row->fallback != 0));
        break;
    case FIELD_INT: {
        gint64 number =
            osinfo_entity_get_param_value_int64_with_default(entity, row->key, row->fallback);

        g_value_set_int(value, (int)CLAMP(number, G_MININT, G_MAXINT));
        break;
    }
    case FIELD_INT64:
        g_value_set_int64(value, osinfo_entity_get_param_value_int64_with_default(entity, row->key,
                                                                                  row->fallback));
        break;
    case FIELD_STRING:
    default:
        g_value_set_string(value, osinfo_entity_get_param_value(entity, row->key));
        break;
    }
}

void
field_set_property(GObject *object, guint property_id, const GValue *value, GParamSpec *spec)
{
    OsinfoEntity *entity = OSINFO_ENTITY(object);
    const FieldSpec *row = g_param_spec_get_qdata(spec, row_quark());

    if (row == NULL) {
        G_OBJECT_WARN_INVALID_PROPERTY_ID(object, property_id, spec);
        return;
    }
    switch (row->type) {
    case FIELD_BOOLEAN:
        osinfo_entity_set_param_boolean(entity, row->key, g_value_get_boolean(value));
        break;
    case FIELD_INT:
        osinfo_entity_set_param_int64(entity, row->key, g_value_get_int(value));
        break;
    case FIELD_INT64:
        osinfo_entity_set_param_int64(entity, row->key, g_value_get_int64(value));
        break;
    case FIELD_STRING:
    default:
        /* GObject sets what nobody mentioned to NULL when it constructs; only a program may not. */
        if (g_value_get_string(value) != NULL || (row->access & G_PARAM_CONSTRUCT_ONLY) == 0)
            osinfo_entity_set_param(entity, row->key, g_value_get_string(value));
        break;
    }
}
