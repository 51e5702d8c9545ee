/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * What the header of a Linux kernel for x86 says of it. Where on a medium kernels lie is left to
 * kernels.c.
 */

#pragma once

#include "format/format.h"

G_BEGIN_DECLS

#define BZIMAGE_MAX_TEXT 256 /* bytes of the version text that are read */

/**
 * bzimage_read:
 * @source: the file
 * @where: its path on the medium
 * @evidence: what it is added to
 * @error: return location
 *
 * Adds "kernel.version-text", "kernel.release", which is the first word of it, and
 * "kernel.is-64-bit".
 *
 * Returns: %FORMAT_NOT_THIS for anything else than a kernel for x86
 */
FormatAnswer bzimage_read(Source *source, const char *where, Evidence *evidence, GError **error);

G_END_DECLS
