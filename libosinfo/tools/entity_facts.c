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
