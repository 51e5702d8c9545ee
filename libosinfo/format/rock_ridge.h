/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * What a directory record of ISO 9660 says behind its name: the name, the mode and the place that a
 * file has under POSIX (Rock Ridge). Where records lie is left to iso9660_tree.c.
 */

#pragma once

#include "format/file_system.h"

G_BEGIN_DECLS

#define ROCK_RIDGE_MAX_AREAS 8 /* continuation areas of one record */

/* What was found so far. */
typedef struct {
    char name[FILE_SYSTEM_MAX_NAME + 1]; /* may end in the middle while name_goes_on */
    gsize name_size;                     /* bytes */
    gboolean has_name;
    gboolean name_goes_on;
    gboolean is_too_long; /* the name */
    guint32 mode;         /* as st_mode; 0: not known */
    guint32 child;        /* block of the directory that this one stands for; 0: it is none */
    gboolean is_moved;    /* a directory that another record stands for */
    gboolean is_packed;   /* a file that is stored in another form */

    /* Where it goes on; a size of 0: nowhere. */
    guint32 next_block;
    guint32 next_offset; /* bytes, in the block */
    guint32 next_size;   /* bytes */
} RockRidge;

/**
 * rock_ridge_find:
 * @area: (array length=size): the system use area of the first record of the root directory
 * @size: bytes in @area
 * @out_skip: (out): bytes in front of the entries, in all other records
 *
 * Returns: whether records have names, modes and so on by Rock Ridge
 */
gboolean rock_ridge_find(const guint8 *area, gsize size, guint8 *out_skip);

/* Adds what the @size bytes of @area say: a system use area, or one that continues it. */
void rock_ridge_read(RockRidge *self, const guint8 *area, gsize size);

/* Whether there is something worth knowing where it goes on. */
gboolean rock_ridge_is_incomplete(const RockRidge *self);

G_END_DECLS
