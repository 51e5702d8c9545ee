/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

#define OSINFO_TYPE_ENTITY (osinfo_entity_get_type())
G_DECLARE_DERIVABLE_TYPE(OsinfoEntity, osinfo_entity, OSINFO, ENTITY, GObject)

/**
 * OsinfoEntityClass:
 * @parent_class: the parent's class
 *
 * The class of every entity; it adds nothing that can be overridden.
 *
 * Since: 0.0.1
 */
struct _OsinfoEntityClass {
    /*< private >*/
    GObjectClass parent_class;
};

/**
 * OSINFO_ENTITY_PROP_ID:
 *
 * Name under which the calls for parameters give the id.
 */
#define OSINFO_ENTITY_PROP_ID "id"

const gchar *osinfo_entity_get_id(OsinfoEntity *entity);
GList *osinfo_entity_get_param_keys(OsinfoEntity *entity);
const gchar *osinfo_entity_get_param_value(OsinfoEntity *entity, const gchar *key);
gboolean osinfo_entity_get_param_value_boolean(OsinfoEntity *entity, const gchar *key);
gboolean osinfo_entity_get_param_value_boolean_with_default(OsinfoEntity *entity, const char *key,
                                                            gboolean default_value);
gint64 osinfo_entity_get_param_value_int64(OsinfoEntity *entity, const gchar *key);
gint64 osinfo_entity_get_param_value_int64_with_default(OsinfoEntity *entity, const gchar *key,
                                                        gint64 default_value);
gint osinfo_entity_get_param_value_enum(OsinfoEntity *entity, const char *key, GType enum_type,
                                        gint default_value);
GList *osinfo_entity_get_param_value_list(OsinfoEntity *entity, const gchar *key);
void osinfo_entity_set_param(OsinfoEntity *entity, const gchar *key, const gchar *value);
void osinfo_entity_set_param_boolean(OsinfoEntity *entity, const gchar *key, gboolean value);
void osinfo_entity_set_param_int64(OsinfoEntity *entity, const gchar *key, gint64 value);
void osinfo_entity_set_param_enum(OsinfoEntity *entity, const char *key, gint value,
                                  GType enum_type);
void osinfo_entity_add_param(OsinfoEntity *entity, const gchar *key, const gchar *value);
void osinfo_entity_clear_param(OsinfoEntity *entity, const gchar *key);

G_END_DECLS
