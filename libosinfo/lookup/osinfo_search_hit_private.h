/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "osinfo/osinfo_search_hit.h"

/* @key: static. */
OsinfoSearchHit *search_hit_new(OsinfoOs *os, guint score, gboolean is_guess, const char *key,
                                const char *text);
