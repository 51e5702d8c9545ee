/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Processors of QEMU that are enough for a system, where that of the host is not to be told or not there.
 */
#pragma once

#include <glib.h>

/* The least model that has the level and the features and is not unfit; NULL: none is known. @level: NULL is any. */
const char *cpu_model_find(const char *architecture, const char *level, const char *const *features,
                           const char *const *unfit);
