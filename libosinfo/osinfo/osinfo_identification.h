/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gio/gio.h>

#include <osinfo/osinfo_candidate.h>
#include <osinfo/osinfo_evidence.h>

G_BEGIN_DECLS

/**
 * OsinfoIdentificationKind:
 * @OSINFO_IDENTIFICATION_KIND_MEDIA: an installation medium
 * @OSINFO_IDENTIFICATION_KIND_TREE: an installation tree
 * @OSINFO_IDENTIFICATION_KIND_IMAGE: a disk, or an image of one, with what is installed on it
 *
 * What was read.
 *
 * Since: 2.0.0
 */
typedef enum {
    OSINFO_IDENTIFICATION_KIND_MEDIA,
    OSINFO_IDENTIFICATION_KIND_TREE,
    OSINFO_IDENTIFICATION_KIND_IMAGE,
} OsinfoIdentificationKind;

#define OSINFO_TYPE_IDENTIFICATION (osinfo_identification_get_type())
G_DECLARE_FINAL_TYPE(OsinfoIdentification, osinfo_identification, OSINFO, IDENTIFICATION, GObject)

OsinfoIdentificationKind osinfo_identification_get_kind(OsinfoIdentification *identification);
OsinfoMedia *osinfo_identification_get_media(OsinfoIdentification *identification);
OsinfoTree *osinfo_identification_get_tree(OsinfoIdentification *identification);
GListModel *osinfo_identification_get_candidates(OsinfoIdentification *identification);
GListModel *osinfo_identification_get_evidence(OsinfoIdentification *identification);
gchar *osinfo_identification_get_evidence_value(OsinfoIdentification *identification,
                                                const gchar *key);
const gchar *osinfo_identification_get_architecture(OsinfoIdentification *identification);
const gchar *const *osinfo_identification_get_languages(OsinfoIdentification *identification);
const gchar *osinfo_identification_get_format(OsinfoIdentification *identification);
const gchar *const *osinfo_identification_get_layers(OsinfoIdentification *identification);
const gchar *osinfo_identification_get_claimed_family(OsinfoIdentification *identification);
const gchar *osinfo_identification_get_claimed_version(OsinfoIdentification *identification);

G_END_DECLS
