/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * What a search has found, as objects that programs are told.
 */
#pragma once

#include "osinfo/osinfo_identification.h"
#include "recognise/search.h"

/* A new one, which the evidence of the search becomes a part of. @subject: OsinfoMedia, OsinfoTree; NULL: an image. */
OsinfoIdentification *identified_new(Search *search, OsinfoEntity *subject);

/* That of a medium or tree, which is told what the database knows of it. */
OsinfoIdentification *identified_subject(OsinfoDb *db, OsinfoEntity *subject);

/* Adds what else is on the same disk, @has_candidates: with its candidates. */
void identified_add(OsinfoIdentification *self, Search *search, gboolean has_candidates);
