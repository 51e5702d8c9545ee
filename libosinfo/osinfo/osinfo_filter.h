/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <osinfo/osinfo_entity.h>

G_BEGIN_DECLS

#define OSINFO_TYPE_FILTER (osinfo_filter_get_type())
G_DECLARE_DERIVABLE_TYPE(OsinfoFilter, osinfo_filter, OSINFO, FILTER, GObject)

/**
 * OsinfoFilterClass:
 * @parent_class: the parent's class
 * @matches: decides whether the filter lets an entity pass
 *
 * The class of every filter.
 *
 * Since: 0.0.1
 */
struct _OsinfoFilterClass {
    /*< private >*/
    GObjectClass parent_class;

    /*< public >*/
    gboolean (*matches)(OsinfoFilter *filter, OsinfoEntity *entity);
};

OsinfoFilter *osinfo_filter_new(void);
void osinfo_filter_add_constraint(OsinfoFilter *filter, const gchar *propName,
                                  const gchar *propVal);
void osinfo_filter_clear_constraint(OsinfoFilter *filter, const gchar *propName);
void osinfo_filter_clear_constraints(OsinfoFilter *filter);
GList *osinfo_filter_get_constraint_keys(OsinfoFilter *filter);
GList *osinfo_filter_get_constraint_values(OsinfoFilter *filter, const gchar *propName);
gboolean osinfo_filter_matches(OsinfoFilter *filter, OsinfoEntity *entity);

G_END_DECLS
