/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What a system is called in one scheme, as a column of a table has it; its key is identity.SCHEME.
 */
#pragma once

#include "tools/json_writer.h"
#include "tools/query_rows.h"

/* The names with commas between, each with its architecture behind it, '~' before the nearest, '*' behind what is
 * the beginning of names; "-" where the scheme has nothing. A new text; NULL: nothing is known. */
char *name_column_dup_text(const char *key, OsinfoOs *os);

/* The names as a member that is an array of objects. */
void name_column_write(JsonWriter *writer, const char *key, OsinfoOs *os);
