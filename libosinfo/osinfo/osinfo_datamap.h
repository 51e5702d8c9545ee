/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <osinfo/osinfo_entity.h>

G_BEGIN_DECLS

#define OSINFO_TYPE_DATAMAP (osinfo_datamap_get_type())
G_DECLARE_FINAL_TYPE(OsinfoDatamap, osinfo_datamap, OSINFO, DATAMAP, OsinfoEntity)

OsinfoDatamap *osinfo_datamap_new(const gchar *id);
void osinfo_datamap_insert(OsinfoDatamap *map, const gchar *inval, const gchar *outval);
const gchar *osinfo_datamap_lookup(OsinfoDatamap *map, const gchar *inval);
const gchar *osinfo_datamap_reverse_lookup(OsinfoDatamap *map, const gchar *outval);

G_END_DECLS
