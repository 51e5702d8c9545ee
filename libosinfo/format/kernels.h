/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * Where kernels lie on media. What one says of itself is told by bzimage.c.
 */

#pragma once

#include "format/content.h"

G_BEGIN_DECLS

#define KERNELS_MAX_TRIES 4 /* files that are opened */

/* The first kernel that names its release. */
extern const ContentReader content_kernels;

G_END_DECLS
