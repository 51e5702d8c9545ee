/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Which records can be recognised, and by what (README 9 of the store).
 */
#pragma once

#include "store/store_writer.h"

/* Puts a text that does not last into the store; its offset. */
typedef guint32 (*RuleInternFunc)(const char *text, gpointer data);

/* Makes the sections of rules, literals and trigrams. Keys, records and parameters are there. */
void rule_index_write(StoreWriter *writer, RuleInternFunc intern, gpointer data);
