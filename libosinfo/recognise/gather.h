/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Gathers what the bytes of a source say, format by format. What it proves is left to match.c.
 */
#pragma once

#include "format/format.h"

/* What telling a medium or tree may cost, as source_new_budget() counts. */
#define GATHER_MAX_READS 64
#define GATHER_MAX_BYTES (2 * 1024 * 1024)

/* Tries @formats, which end with NULL, one after the other; all that are found add to @evidence.
 * FORMAT_DAMAGED when the source could not be read, or when a format is damaged and no other was
 * found. */
FormatAnswer gather(const FormatReader *const *formats, Source *source, Evidence *evidence,
                    GError **error);

/* The formats of a medium; that of a tree's treeinfo file. */
FormatAnswer gather_media(Source *source, Evidence *evidence, GError **error);
FormatAnswer gather_tree(Source *source, Evidence *evidence, GError **error);
