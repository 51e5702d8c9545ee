/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * What a .treeinfo file says of an installation tree. Fetching the file is left to the caller.
 */

#pragma once

#include "format/content.h"

G_BEGIN_DECLS

#define TREEINFO_MAX_SIZE (1024 * 1024) /* bytes */
#define TREEINFO_READ_SIZE                                                                         \
    (TREEINFO_MAX_SIZE + 1)                /* bytes: one more shows that there is too much */
#define TREEINFO_MAX_ON_MEDIUM (64 * 1024) /* bytes that are read of one on a medium */

/* Owned texts, NULL where the file says nothing or only white space. */
typedef struct {
    char *family;
    char *variant;
    char *version;
    char *arch;
    char *kernel;   /* path relative to the tree, as written: not checked for ".." */
    char *initrd;   /* likewise */
    char *boot_iso; /* likewise */
} Treeinfo;

/**
 * treeinfo_parse:
 * @text: (array length=size): the file, UTF-8
 * @size: bytes in @text, or -1 when it is NUL-terminated
 * @out_treeinfo: (out caller-allocates): what it says, to be freed with treeinfo_clear(); touched
 *     on success only
 * @error: return location
 *
 * Reads a .treeinfo file. Missing groups and keys are not errors, not even all of them. Fails with
 * [error@GLib.KeyFileError] when the text is not a key file, a value has an invalid escape, or there
 * are more than %TREEINFO_MAX_SIZE bytes.
 *
 * Returns: whether it could be read
 */
gboolean treeinfo_parse(const char *text, gssize size, Treeinfo *out_treeinfo, GError **error);

/**
 * treeinfo_clear:
 * @self: what treeinfo_parse() gave, or zeros
 *
 * Frees the texts and sets them to %NULL.
 */
void treeinfo_clear(Treeinfo *self);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Treeinfo, treeinfo_clear)

extern const FormatReader format_treeinfo;

/* The file in the root of a medium. */
extern const ContentReader content_treeinfo;

G_END_DECLS
