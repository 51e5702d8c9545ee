/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Gathers what the bytes of a source say, format by format. What it proves is left to match.c.
 */
#pragma once

#include "format/format.h"

/* What telling a medium or tree may cost, as source_new_budget() counts; the reserve is for what a WIM file says
 * of its images. */
#define GATHER_MAX_READS 64
#define GATHER_MAX_BYTES (2 * 1024 * 1024)
#define GATHER_MAX_RESERVE (4 * 1024 * 1024)

/* A layer that sees to it that a medium costs no more. */
Source *gather_new_budget(Source *below);

/* Tries @formats, which end with NULL, one after the other; all that are found add to @evidence.
 * FORMAT_DAMAGED when the source could not be read, or when a format is damaged and no other was
 * found. */
FormatAnswer gather(const FormatReader *const *formats, Source *source, Evidence *evidence,
                    GError **error);

/* Whether the files of a medium are looked into, too. */
typedef enum {
    GATHER_NO_CONTENTS,
    GATHER_CONTENTS,         /* they cost little: it is here */
    GATHER_CONTENTS_IF_VAGUE /* they cost requests: only where its name tells no version, or the medium has
                              * UDF, as that of systems with one name for all */
} GatherContents;

/* The formats of a medium, and what is in it; what goes wrong there is evidence, and no failure. */
FormatAnswer gather_media(Source *source, GatherContents contents, Evidence *evidence,
                          GError **error);
/* The format of a tree's treeinfo file. */
FormatAnswer gather_tree(Source *source, Evidence *evidence, GError **error);
