/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include <osinfo/osinfo.h>

/* What the user wants the installed system to be like; zeroes: nothing yet. It stays until the
 * program ends. */
typedef struct {
    OsinfoInstallConfig *config; /* owned; NULL: see settings_get_config() */
    /* the user gave it; the configuration has a random one otherwise */
    gboolean has_admin_password;
} Settings;

/* Borrowed. Nothing has to be done before the first call. */
OsinfoInstallConfig *settings_get_config(Settings *self);

/* Takes KEY=VALUE. Says on standard error that a password does not belong there. */
gboolean settings_add_pair(Settings *self, const char *pair, GError **error);

/* Takes a key file: a path, a file: URI, or - for standard input. Says on standard error that
 * everybody can read passwords. */
gboolean settings_add_file(Settings *self, const char *location, GError **error);
