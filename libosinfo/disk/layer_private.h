/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * Making and freeing layers, for those who open them.
 */

#pragma once

#include "disk/layer.h"

/* Nothing is opened yet. @place may be NULL. */
Layer *layer_new(const LayerReader *reader, Source *below, const LayerPlace *place);

/* Closes what it has opened. NULL is fine. */
void layer_free(Layer *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(Layer, layer_free)
