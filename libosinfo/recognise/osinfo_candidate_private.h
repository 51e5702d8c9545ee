/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "osinfo/osinfo_candidate.h"

/* What a new candidate says. */
typedef struct {
    OsinfoOs *os;              /* borrowed */
    OsinfoEntity *entry;       /* borrowed; OsinfoMedia, OsinfoTree, OsinfoImage, or NULL */
    OsinfoEntity *known_entry; /* borrowed; likewise */
    OsinfoConfidence confidence;
    const char *architecture; /* borrowed; may be NULL */
    const char *build;        /* likewise, as the following */
    const char *update;
    const char *service_pack;
    GStrv editions; /* given away; may be NULL, as the following */
    GStrv languages;
    GStrv supported_by;
    GStrv contradicted_by;
} CandidateFacts;

OsinfoCandidate *candidate_object_new(const CandidateFacts *facts);
