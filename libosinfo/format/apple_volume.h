/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * Volumes of Apple's: "apple-volume.kind" is apfs, hfs, hfs+ or hfsx, "apple-volume.partition" (several)
 * what the map of partitions says of their kinds.
 */

#pragma once

#include "format/format.h"

G_BEGIN_DECLS

#define APPLE_VOLUME_MAX_PARTITIONS 15 /* that are looked at */

extern const FormatReader format_apple_volume;

G_END_DECLS
