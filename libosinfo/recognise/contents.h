/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Gathers what the folders and files of a medium say. What its descriptors say is gathered by gather.c.
 */
#pragma once

#include "format/content.h"

/* Evidence of what went wrong: why, and which name of the root folder was looked into. */
#define CONTENTS_DAMAGED "content.damage"
#define CONTENTS_UNREAD "content.unread" /* it could not be read, or would cost too much */

/**
 * ContentWeight:
 * @CONTENT_TELLS: which system it is
 * @CONTENT_HINTS: what may be a parent's or anybody's, or costs much; asked where none has told
 * @CONTENT_ADDS: something of a system that others tell, such as its architecture
 */
typedef enum {
    CONTENT_TELLS,
    CONTENT_HINTS,
    CONTENT_ADDS,
} ContentWeight;

/* A name in the root folder, and who is to be asked where it is. ASCII case makes no difference; "*" at the
 * end is anything that follows, "#" one digit or more. */
typedef struct {
    const char *name;
    const ContentReader *reader;
    ContentWeight weight;
} ContentRow;

/* Lists the root folder of @files and asks the readers of its names, each once, in the order of @rows, which
 * end with one without a name. FALSE only when cancelled: what goes wrong is evidence, and what was found
 * counts. */
gboolean contents_read(const ContentRow *rows, FileSystem *files, Evidence *evidence,
                       GError **error);

/* Does so for a medium whose descriptors have been read into @evidence. The same folders are read time and again, so
 * @source had better be a cache. @is_slow: each place costs a request, so that only what tells the system is
 * read where there is such. */
gboolean contents_gather(Source *source, gboolean is_slow, Evidence *evidence, GError **error);
