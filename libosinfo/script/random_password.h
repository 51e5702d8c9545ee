/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Passwords that nobody has chosen.
 */
#pragma once

#include <glib.h>

/* Six bits each. */
#define RANDOM_PASSWORD_LENGTH 12

/* Fills in a password of letters, digits, `_` and `.`, and the NUL behind it. FALSE: the system has
 * no random numbers yet. */
gboolean random_password_fill(char out_password[RANDOM_PASSWORD_LENGTH + 1]);
