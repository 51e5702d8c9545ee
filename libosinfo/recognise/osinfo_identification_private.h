/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "format/evidence.h"
#include "osinfo/osinfo_identification.h"

/* A new one, without candidates. @subject: OsinfoMedia or OsinfoTree, borrowed. */
OsinfoIdentification *identification_object_new(OsinfoEntity *subject, const Evidence *evidence);
void identification_add_candidate(OsinfoIdentification *self, OsinfoCandidate *candidate);
/* What the medium claims to be; both may be NULL. */
void identification_set_claim(OsinfoIdentification *self, const char *family, const char *version);
void identification_set_architecture(OsinfoIdentification *self, const char *architecture);
