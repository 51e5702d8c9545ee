/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <osinfo/osinfo_entity.h>
#include <osinfo/osinfo_filter.h>

G_BEGIN_DECLS

#define OSINFO_TYPE_LIST (osinfo_list_get_type())
G_DECLARE_DERIVABLE_TYPE(OsinfoList, osinfo_list, OSINFO, LIST, GObject)

/**
 * OsinfoListClass:
 * @parent_class: the parent's class
 *
 * The class of every list; it adds nothing that can be overridden.
 *
 * Since: 0.0.1
 */
struct _OsinfoListClass {
    /*< private >*/
    GObjectClass parent_class;
};

GType osinfo_list_get_element_type(OsinfoList *list);
gint osinfo_list_get_length(OsinfoList *list);
OsinfoEntity *osinfo_list_get_nth(OsinfoList *list, gint idx);
GList *osinfo_list_get_elements(OsinfoList *list);
const char **osinfo_list_get_values(OsinfoList *list, const char *const *keys,
                                    const guint *positions, gsize n_positions, gsize *n_values);
OsinfoEntity *osinfo_list_find_by_id(OsinfoList *list, const gchar *id);
void osinfo_list_add(OsinfoList *list, OsinfoEntity *entity);
void osinfo_list_add_filtered(OsinfoList *list, OsinfoList *source, OsinfoFilter *filter);
void osinfo_list_add_intersection(OsinfoList *list, OsinfoList *sourceOne, OsinfoList *sourceTwo);
void osinfo_list_add_union(OsinfoList *list, OsinfoList *sourceOne, OsinfoList *sourceTwo);
void osinfo_list_add_all(OsinfoList *list, OsinfoList *source);
OsinfoList *osinfo_list_new_copy(OsinfoList *source);
OsinfoList *osinfo_list_new_filtered(OsinfoList *source, OsinfoFilter *filter);
OsinfoList *osinfo_list_new_intersection(OsinfoList *sourceOne, OsinfoList *sourceTwo);
OsinfoList *osinfo_list_new_union(OsinfoList *sourceOne, OsinfoList *sourceTwo);

G_END_DECLS
