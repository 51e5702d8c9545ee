/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Names of accounts that installers and systems take.
 */
#pragma once

#include <glib.h>

/* Why a system that is installed by such a script will not have a user of that name, in the user's
 * language; NULL: it can. @media_type: of the script. */
char *user_name_find_fault(const char *name, const char *media_type, gboolean is_windows);
