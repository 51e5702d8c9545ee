/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * Folders and files of UDF, the file system of discs from Windows Vista on.
 */

#pragma once

#include "format/file_system.h"

G_BEGIN_DECLS

#define UDF_MAX_EXTENTS 64 /* pieces of a file, neighbours being one; one with more is damaged */
#define UDF_MAX_CHAIN 16   /* blocks behind each other that say where pieces of a file are */
#define UDF_MAX_RECOGNITION 64 /* sectors in which UDF is announced */
#define UDF_MAX_DESCRIPTORS 64 /* sectors that describe the volume */
#define UDF_MAX_PARTITIONS 4   /* of a volume; one with more is not read */

/**
 * udf_open:
 * @source: an image, borrowed until the file system is closed
 * @out_tree: (out): a new file system
 * @error: return location
 *
 * Opens the file system, as revisions 1.02 to 2.01 have it on media that cannot be written to: blocks of
 * 2048 bytes, partitions of type 1.
 *
 * Returns: %FORMAT_NOT_THIS when no UDF is announced, or is not described where it should be
 */
FormatAnswer udf_open(Source *source, FileSystem **out_tree, GError **error);

/* Whether UDF is announced, by descriptors behind those of ISO 9660 or in their place. */
gboolean udf_is_announced(Source *source);

/* Adds the label of a volume, as "udf.volume-id". */
void udf_add_volume_id(FileSystem *tree, Evidence *evidence);

/* Does so where UDF is alone on a medium; where it shares one, what is on it in ISO 9660 counts, although UDF
 * is damaged or cannot be read. */
extern const FormatReader format_udf;

G_END_DECLS
