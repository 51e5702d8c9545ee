/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Parameters of entities as numbers and answers, as the classes' own getters have them.
 */
#include "config.h"

#include "tools/entity_facts.h"

gint64
entity_get_number(OsinfoEntity *entity, const FieldSpec *field)
{
    gint64 number = osinfo_entity_get_param_value_int64(entity, field->key);

    return field->type == FIELD_INT ? CLAMP(number, G_MININT, G_MAXINT) : number;
}

gboolean
entity_get_boolean(OsinfoEntity *entity, const FieldSpec *field)
{
    return osinfo_entity_get_param_value_boolean_with_default(entity, field->key,
                                                              field->fallback != 0);
}

const char *
enum_get_nick(GType type, gint value)
{
    GEnumClass *values = g_type_class_ref(type);
    const GEnumValue *found = g_enum_get_value(values, value);
    const char *nick = found != NULL ? found->value_nick : NULL;

    g_type_class_unref(values);
    return nick;
}

GList *
flags_list_nicks(GType type, guint value)
{
    GFlagsClass *flags = g_type_class_ref(type);
    GList *nicks = NULL;

    for (guint i = flags->n_values; i > 0; i--) {
        if ((value & flags->values[i - 1].value) != 0)
            nicks = g_list_prepend(nicks, (gpointer)flags->values[i - 1].value_nick);
    }
    g_type_class_unref(flags);
    return nicks;
}
