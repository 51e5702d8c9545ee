/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * What systems are called elsewhere: gives each system the names that an earlier one of its series
 * states for those that come later, and makes the index of all names (README 10).
 */
#pragma once

#include "compile/builder.h"
#include "store/store_writer.h"

/* When all files were replayed, before records get their numbers. */
void identities_derive(Builder *builder);

/* When all records are written. @intern gives a text of the store. */
typedef guint32 (*IdentityInternFunc)(const char *text, gpointer data);
void identities_write_index(StoreWriter *writer, IdentityInternFunc intern, gpointer data);
