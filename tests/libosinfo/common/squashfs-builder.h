/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * Makes small squashfs images in memory for tests, without compression: what a test changes in one
 * stays where it was put.
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define SQUASHFS_BLOCK 4096 /* bytes of a block */

/* Where what tests change stands in the superblock. */
#define SQUASHFS_AT_BLOCK_SIZE 12
#define SQUASHFS_AT_COMPRESSION 20
#define SQUASHFS_AT_ROOT 32
#define SQUASHFS_AT_INODES 64
#define SQUASHFS_AT_FOLDERS 72
#define SQUASHFS_AT_FRAGMENTS 80

typedef struct {
    const char *path; /* folders are made where they are needed */
    gconstpointer content;
    gsize size; /* bytes */
} SquashfsFile;

typedef struct {
    const SquashfsFile *files; /* sorted by path, as "strcmp" does */
    gsize n_files;
    gboolean has_fragments; /* ends of files are in one */
    gboolean has_long_inodes;
} SquashfsSpec;

/**
 * squashfs_build:
 * @spec: what to make; inodes and names must fit into 8 KiB each
 *
 * Returns: (transfer full): the image
 */
GByteArray *squashfs_build(const SquashfsSpec *spec);

/* A number of @n_bytes, lowest byte first, over what is there. */
void squashfs_put(GByteArray *image, gsize at, guint64 number, guint n_bytes);

G_END_DECLS
