/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * Reads small text files by a row that says where what stands in them. Which files there are is told
 * by text_files.c, what they mean by the rules of the database.
 */

#pragma once

#include "format/file_system.h"

G_BEGIN_DECLS

#define TEXT_FILE_MAX_SIZE (16 * 1024) /* bytes; of a longer file this much counts */
#define TEXT_FILE_MAX_VALUE 512        /* bytes; a longer value is cut */
#define TEXT_FILE_MAX_FACTS 7          /* of a row */

/**
 * TextForm:
 * @TEXT_LINE: a line, by its number
 * @TEXT_ASSIGNMENT: NAME=value, as shells and key files have it, with or without quotes; a name
 *     "group/NAME" counts below [group] only
 * @TEXT_HEADER: NAME: value, as in the files of Debian's archives and in YAML, also in a list
 * @TEXT_WORD: NAME, white space, value
 * @TEXT_START: a line that begins with NAME; the value is the rest of that word
 * @TEXT_QUOTED: NAME="value" or "NAME": "value", anywhere in XML or JSON
 * @TEXT_PROPERTY: <key>NAME</key> <string>value</string>, in the XML of a property list
 */
typedef enum {
    TEXT_LINE,
    TEXT_ASSIGNMENT,
    TEXT_HEADER,
    TEXT_WORD,
    TEXT_START,
    TEXT_QUOTED,
    TEXT_PROPERTY,
} TextForm;

/* A fact that a file may state. */
typedef struct {
    const char *name;     /* in the file; the number of a line, from "1" on */
    const char *evidence; /* the key; NULL: the last row */
    guint several;        /* so many values count; 0: the first one */
} TextFact;

typedef struct {
    const char *path; /* from the root */
    TextForm form;
    TextFact facts[TEXT_FILE_MAX_FACTS + 1];
} TextFile;

/**
 * text_file_parse:
 * @row: what is looked for
 * @text: (array length=size): the file, or its start
 * @size: bytes in @text, at most %TEXT_FILE_MAX_SIZE
 * @is_whole: nothing of the file is missing; if not, its last line is left out
 * @where: the path on the medium
 * @evidence: what is added to
 *
 * Adds what the file states. A file with NULs in it is no text and says nothing.
 *
 * Returns: %FORMAT_NOT_THIS when nothing was added
 */
FormatAnswer text_file_parse(const TextFile *row, const char *text, gsize size, gboolean is_whole,
                             const char *where, Evidence *evidence);

/* %FORMAT_NOT_THIS: there is no such file, or it states nothing of all this. */
FormatAnswer text_file_read(const TextFile *row, FileSystem *files, Evidence *evidence,
                            GError **error);

G_END_DECLS
