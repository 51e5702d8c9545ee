/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Which folder a program works on: --user, --local, --system, --dir and --root.
 */
#pragma once

#include <glib.h>
#include <osinfo/osinfo.h>

#include "common/translate.h"

/* What the options say. */
typedef struct {
    gboolean is_user;
    gboolean is_local;
    gboolean is_system;
    char *directory; /* NULL: none */
    char *root;      /* NULL or empty: none */
} LocationOptions;

/* Rows for a program's option table, which go to @options; the texts for the help stand in its words. */
/* clang-format off */
#define LOCATION_OPTIONS(options, user, local, system, directory_, root_)                          \
    {"user", 0, 0, G_OPTION_ARG_NONE, &(options).is_user, user, NULL},                             \
    {"local", 0, 0, G_OPTION_ARG_NONE, &(options).is_local, local, NULL},                          \
    {"system", 0, 0, G_OPTION_ARG_NONE, &(options).is_system, system, NULL},                       \
    {"dir", 0, 0, G_OPTION_ARG_FILENAME, &(options).directory, directory_, N_("PATH")},            \
    {"root", 0, 0, G_OPTION_ARG_FILENAME, &(options).root, root_, N_("PATH")}
/* clang-format on */

/* Do the options name a folder? --root alone does not. */
gboolean location_is_given(const LocationOptions *self);

/* The folder that the options name, by default root's the local and everybody else's their own. An
 * absolute path without a slash at its end, below --root; it need not exist. Fails when the options
 * name several, or one without a name. */
char *location_parse(const LocationOptions *self, GError **error);

/* A folder of the default path, below --root, as an absolute path. */
char *location_new_default(const LocationOptions *self, OsinfoDbLocation location);

/* --root as an absolute path, a new text; NULL: none. */
char *location_new_root(const LocationOptions *self);

/* A path with all symbolic links resolved, of which the last parts need not exist. Fails when
 * @root, which may be NULL, is left. A new text. */
char *location_resolve(const char *path, const char *root, GError **error);
