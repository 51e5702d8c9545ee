/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * Folders and files of an ISO 9660 image.
 */

#pragma once

#include "format/file_system.h"

G_BEGIN_DECLS

#define ISO9660_MAX_EXTENTS 64  /* pieces of a file; one with more is left out */
#define ISO9660_MAX_PIECES 1024 /* that are remembered of all files together */
#define ISO9660_MAX_AREAS 64    /* sectors read for the long names of a folder, or as many bytes */

/**
 * iso9660_open_tree:
 * @source: an image, borrowed until the file system is closed
 * @out_tree: (out): a new file system
 * @error: return location
 *
 * Opens the tree with the best names: those of Rock Ridge, or else of Joliet, or else those that every
 * image has, without version and final full stop. These cannot start with a full stop, and have "_" in its
 * place: "_DISK" is ".DISK" then. The root folder is read, and kept.
 */
FormatAnswer iso9660_open_tree(Source *source, FileSystem **out_tree, GError **error);

/* The names that every image has, as firmware sees them. Nothing but descriptors is read. */
FormatAnswer iso9660_open_plain_tree(Source *source, FileSystem **out_tree, GError **error);

G_END_DECLS
