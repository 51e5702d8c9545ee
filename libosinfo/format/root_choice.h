/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * Which of many paths are worth looking up: one look at the root of a medium tells.
 */

#pragma once

#include "format/file_system.h"

G_BEGIN_DECLS

/**
 * root_choose:
 * @files: a medium
 * @rows: (array length=n_rows): structs that begin with a path, a `const char *`
 * @row_size: bytes of a row
 * @n_rows: how many there are
 * @out_is_possible: (array length=n_rows): for which of them the first part of the path is a name in the
 *     root
 * @error: return location
 *
 * That the root is damaged is not told here: what was seen of it counts.
 *
 * Returns: %FALSE when it could not be read
 */
gboolean root_choose(FileSystem *files, gconstpointer rows, gsize row_size, gsize n_rows,
                     gboolean *out_is_possible, GError **error);

G_END_DECLS
