/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * What an installed system says of itself: os-release(5). Where the text comes from (a live image, a
 * section of a kernel) is left to the caller.
 */

#pragma once

#include "format/format.h"

G_BEGIN_DECLS

#define OS_RELEASE_MAX_SIZE (64 * 1024) /* bytes; what comes behind is not seen */

/**
 * os_release_read:
 * @text: (array length=size): the file
 * @size: bytes in @text
 * @where: what the evidence says of its place
 * @evidence: what it is added to
 *
 * Adds "os-release.id" and the like, a key for each variable that identifies. Values are unquoted as a
 * shell does it, and as there the last assignment counts; a line that is none says nothing.
 *
 * Returns: %FORMAT_NOT_THIS when nothing was added
 */
FormatAnswer os_release_read(const char *text, gsize size, const char *where, Evidence *evidence);

G_END_DECLS
