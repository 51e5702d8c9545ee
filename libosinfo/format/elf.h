/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * Programs of Unix-like systems: for which machine one is.
 */

#pragma once

#include "format/format.h"

G_BEGIN_DECLS

/**
 * elf_find_architecture:
 * @source: a file
 * @out_name: (out): static; a machine in the words of databases, such as "x86_64"
 * @error: return location
 *
 * Returns: %FORMAT_NOT_THIS when it is no program, or for a machine that has no word
 */
FormatAnswer elf_find_architecture(Source *source, const char **out_name, GError **error);

G_END_DECLS
