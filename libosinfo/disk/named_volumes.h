/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * What is named as what it is, and not opened: encrypted volumes, file systems that nobody here reads,
 * members of what spans several disks.
 */

#pragma once

#include "disk/layer.h"

extern const LayerReader layer_named_container;
extern const LayerReader layer_named_volume;
