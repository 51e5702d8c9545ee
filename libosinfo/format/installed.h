/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * What the root of an installed system says of it: which one it is, of which release, for which machine; what
 * makes it a cloud image. Which file systems of a disk are roots is left to recognise/disk.c.
 */

#pragma once

#include "format/content.h"

G_BEGIN_DECLS

#define INSTALLED_MAX_KERNELS 4      /* names of kernels that become evidence */
#define INSTALLED_MAX_DEPLOYMENTS 16 /* names of a folder of OSTree that are looked at */
#define INSTALLED_MAX_ENTRIES 64 /* of a boot loader, kernels of a folder; others are not seen */
#define INSTALLED_MAX_SNAPSHOTS 1024 /* names of a folder of snapshots that are looked at */

/* Adds all of that. %FORMAT_NOT_THIS: it is no root of a system. */
FormatAnswer installed_read(FileSystem *files, Evidence *evidence, GError **error);

/* Likewise, of Windows, which a volume is asked for whose names have no case. */
FormatAnswer installed_read_windows(FileSystem *files, Evidence *evidence, GError **error);

/* Adds what is told of systems whose root cannot be read: entries of the boot loader, unified kernels, the folders
 * of vendors in EFI. */
FormatAnswer installed_read_boot(FileSystem *files, Evidence *evidence, GError **error);

/**
 * installed_find_roots:
 * @files: a file system
 * @roots: (element-type FileNode): what is added to, best first: the root folder itself, subvolumes, deployments
 * @paths: (element-type utf8): likewise, how they are called; "" for the root folder
 * @error: return location
 *
 * Finds the folders of a file system that may be the root of a system.
 *
 * Returns: %FALSE when something could not be read; what was found before counts
 */
gboolean installed_find_roots(FileSystem *files, GArray *roots, GPtrArray *paths, GError **error);

G_END_DECLS
