/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * Volumes of Be's file system in a partition: "bfs.volume-name".
 */

#pragma once

#include "format/format.h"

G_BEGIN_DECLS

extern const FormatReader format_bfs;

G_END_DECLS
