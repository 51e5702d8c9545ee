/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Which variants of a system a medium holds, by the editions that it tells itself.
 */
#pragma once

#include "format/evidence.h"
#include "osinfo/osinfo_media.h"

/* Tells @media the variants of @os that have one of its editions, and no others. FALSE: there are none, and it stays
 * as it is. */
gboolean variants_tell(OsinfoMedia *media, OsinfoOs *os, const Evidence *evidence);
