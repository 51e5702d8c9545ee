/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The tables of this folder: a line a row, its columns parted by tabulators, their names on top.
 */
#pragma once

#include <osinfo/osinfo.h>

typedef struct {
    char **names;    /* of the columns */
    GPtrArray *rows; /* of char **, as many as names */
} Table;

/* A file of this folder; one that is no such table ends the test. */
Table *table_read(const char *name);
void table_free(Table *table);

/* The systems that rows are about, by short id; they live as long as the database. */
GHashTable *table_list_systems(OsinfoDb *db);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(Table, table_free)
