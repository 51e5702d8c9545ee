/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include "facts/version.h"

/* The version of the database in @directory, trimmed. NULL without an error: it has none. */
char *version_read(const char *directory, GError **error);
