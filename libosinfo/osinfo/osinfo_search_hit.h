/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <osinfo/osinfo_os.h>

G_BEGIN_DECLS

#define OSINFO_TYPE_SEARCH_HIT (osinfo_search_hit_get_type())
G_DECLARE_FINAL_TYPE(OsinfoSearchHit, osinfo_search_hit, OSINFO, SEARCH_HIT, GObject)

OsinfoOs *osinfo_search_hit_get_os(OsinfoSearchHit *hit);
guint osinfo_search_hit_get_score(OsinfoSearchHit *hit);
gboolean osinfo_search_hit_is_guess(OsinfoSearchHit *hit);
const gchar *osinfo_search_hit_get_key(OsinfoSearchHit *hit);
const gchar *osinfo_search_hit_get_text(OsinfoSearchHit *hit);

G_END_DECLS
