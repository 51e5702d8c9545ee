/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gio/gio.h>

#include <osinfo/osinfo_candidate.h>
#include <osinfo/osinfo_evidence.h>

G_BEGIN_DECLS

#define OSINFO_TYPE_IDENTIFICATION (osinfo_identification_get_type())
G_DECLARE_FINAL_TYPE(OsinfoIdentification, osinfo_identification, OSINFO, IDENTIFICATION, GObject)

OsinfoMedia *osinfo_identification_get_media(OsinfoIdentification *identification);
OsinfoTree *osinfo_identification_get_tree(OsinfoIdentification *identification);
GListModel *osinfo_identification_get_candidates(OsinfoIdentification *identification);
GListModel *osinfo_identification_get_evidence(OsinfoIdentification *identification);
gchar *osinfo_identification_get_evidence_value(OsinfoIdentification *identification,
                                                const gchar *key);
const gchar *osinfo_identification_get_architecture(OsinfoIdentification *identification);
const gchar *const *osinfo_identification_get_languages(OsinfoIdentification *identification);
const gchar *osinfo_identification_get_claimed_family(OsinfoIdentification *identification);
const gchar *osinfo_identification_get_claimed_version(OsinfoIdentification *identification);

G_END_DECLS
