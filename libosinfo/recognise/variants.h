/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Which variants of a system a medium holds, by the editions that it tells itself.
 */
#pragma once

#include "format/evidence.h"
#include "osinfo/osinfo_media.h"
#include "recognise/entry.h"

#define VARIANTS_MOST 4

/* How well the variants that a record of a medium names meet the editions that were told: an only one best by its own, several
 * or none by a medium that names no variant; greater is better, and less than %VARIANTS_MOST. @os: the record of its system. */
guint variants_rate(const Entry *entry, const Entry *os, const Evidence *evidence);

/* Tells @media the variants of @os that have one of its editions, and no others. FALSE: there are none, and it stays
 * as it is. */
gboolean variants_tell(OsinfoMedia *media, OsinfoOs *os, const Evidence *evidence);
