/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What an archive of a database holds, in memory.
 */
#pragma once

#include <glib.h>

typedef struct {
    char *name;      /* in the archive */
    char *path;      /* without the top folder; "": the top folder itself */
    GBytes *content; /* NULL: a folder */
} InventoryEntry;

typedef struct {
    GPtrArray *entries;  /* of InventoryEntry, in the archive's order */
    GHashTable *by_path; /* the same without top folders; borrows */
    guint n_files;
    char *version; /* trimmed; NULL: it has none */
} Inventory;

/* Reads a whole archive from a regular file. NULL with an error when it is not right; @name is for
 * errors. */
Inventory *inventory_read(int archive, const char *name, GError **error);
void inventory_free(Inventory *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Inventory, inventory_free)

/* NULL: it has nothing of this path. */
const InventoryEntry *inventory_find(const Inventory *self, const char *path);
