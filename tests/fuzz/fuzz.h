/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * The one function of a fuzz driver, and what fuzz-start.c does before; with the names and shapes that
 * libFuzzer wants.
 */

#pragma once

#include <glib.h>

int LLVMFuzzerInitialize(int *argc, char ***argv);

int LLVMFuzzerTestOneInput(const guint8 *data, gsize size);
