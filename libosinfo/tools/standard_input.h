/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A medium on standard input.
 */
#pragma once

#include <glib.h>

/* What stands for it on a command line. */
#define STANDARD_INPUT "-"

/* Of what can be read only once, such as a pipe, this is kept and the rest is left alone. */
#define STANDARD_INPUT_MAX_FRONT (64 * 1024 * 1024) /* bytes */

/* A path under which it can be read as long as the program runs: a new text. NULL: it cannot be read. @out_is_cut: there is
 * more behind what was kept. */
char *standard_input_dup_path(gboolean *out_is_cut, GError **error);
