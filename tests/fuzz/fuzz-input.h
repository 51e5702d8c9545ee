/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * Inputs of a fuzz driver: read from files, made of nothing, or damaged copies of others.
 */

#pragma once

#include <glib.h>

/* Adds a file, or those in a folder by their names, as GBytes. */
gboolean fuzz_input_load(GPtrArray *samples, const char *path, GError **error);

/* The words of a dictionary as libFuzzer reads it, a line each: NAME="WORD", with \\, \" and \xFF. */
GPtrArray *fuzz_input_load_words(const char *path, GError **error);

GByteArray *fuzz_input_random(GRand *random, gsize max_length);

GByteArray *fuzz_input_damaged(GRand *random, GBytes *sample, GPtrArray *words, gsize max_length);
