/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "format/evidence.h"
#include "osinfo/osinfo_identification.h"

/* A new one, without candidates and evidence. @subject: OsinfoMedia or OsinfoTree, borrowed; NULL: it is an
 * image. */
OsinfoIdentification *identification_object_new(OsinfoEntity *subject);
/* Adds what was found, and takes it away there. */
void identification_move_evidence(OsinfoIdentification *self, Evidence *evidence);
void identification_add_candidate(OsinfoIdentification *self, OsinfoCandidate *candidate);
/* What the medium claims to be; both may be NULL. */
void identification_set_claim(OsinfoIdentification *self, const char *family, const char *version);
/* Takes over the texts. */
void identification_take_languages(OsinfoIdentification *self, GStrv languages);
void identification_set_architecture(OsinfoIdentification *self, const char *architecture);
/* In which format the image is, and how its root was found; takes over the texts of @layers. */
void identification_set_image(OsinfoIdentification *self, const char *format, GStrv layers);
