/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * The input of a driver as a file, for readers that open what they read.
 */

#pragma once

#include <glib.h>

typedef struct {
    int descriptor;
    char path[32]; /* opens the file anew, from its beginning */
} FuzzFile;

void fuzz_file_init(FuzzFile *self, const guint8 *data, gsize size);
void fuzz_file_clear(FuzzFile *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(FuzzFile, fuzz_file_clear)
