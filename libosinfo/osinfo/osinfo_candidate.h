/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <osinfo/osinfo_media.h>
#include <osinfo/osinfo_os.h>
#include <osinfo/osinfo_tree.h>

G_BEGIN_DECLS

/**
 * OsinfoConfidence:
 * @OSINFO_CONFIDENCE_FAMILY: only the family is known; this is a member of it
 * @OSINFO_CONFIDENCE_RELATIVE: the release is not in the database; this is its nearest relative there
 * @OSINFO_CONFIDENCE_AMBIGUOUS: it can be this system or another candidate, and nothing decides
 * @OSINFO_CONFIDENCE_LABEL: only this system's media have such a label, and content says nothing else
 * @OSINFO_CONFIDENCE_CERTAIN: content that only this system has says so
 *
 * How sure it is that a system is on a medium, from what is hardly known to the surest.
 *
 * Since: 2.0.0
 */
typedef enum {
    OSINFO_CONFIDENCE_FAMILY,
    OSINFO_CONFIDENCE_RELATIVE,
    OSINFO_CONFIDENCE_AMBIGUOUS,
    OSINFO_CONFIDENCE_LABEL,
    OSINFO_CONFIDENCE_CERTAIN,
} OsinfoConfidence;

#define OSINFO_TYPE_CANDIDATE (osinfo_candidate_get_type())
G_DECLARE_FINAL_TYPE(OsinfoCandidate, osinfo_candidate, OSINFO, CANDIDATE, GObject)

OsinfoOs *osinfo_candidate_get_os(OsinfoCandidate *candidate);
OsinfoMedia *osinfo_candidate_get_media(OsinfoCandidate *candidate);
OsinfoTree *osinfo_candidate_get_tree(OsinfoCandidate *candidate);
OsinfoImage *osinfo_candidate_get_image(OsinfoCandidate *candidate);
OsinfoEntity *osinfo_candidate_get_known_entry(OsinfoCandidate *candidate);
OsinfoConfidence osinfo_candidate_get_confidence(OsinfoCandidate *candidate);
const gchar *osinfo_candidate_get_architecture(OsinfoCandidate *candidate);
const gchar *osinfo_candidate_get_build(OsinfoCandidate *candidate);
const gchar *osinfo_candidate_get_update(OsinfoCandidate *candidate);
const gchar *osinfo_candidate_get_service_pack(OsinfoCandidate *candidate);
const gchar *const *osinfo_candidate_get_editions(OsinfoCandidate *candidate);
const gchar *const *osinfo_candidate_get_languages(OsinfoCandidate *candidate);
const gchar *const *osinfo_candidate_get_supported_by(OsinfoCandidate *candidate);
const gchar *const *osinfo_candidate_get_contradicted_by(OsinfoCandidate *candidate);

G_END_DECLS
