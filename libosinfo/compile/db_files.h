/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Which files of one or more database folders count, and in which order. The rules are those of the
 * established layout: a file is a master or an extension of the entity that its place names.
 */
#pragma once

#include <glib.h>

#include "store/load_plan.h"
#include "store/store_format.h"

typedef struct {
    char *path;  /* absolute */
    int root;    /* descriptor of its location, which is read as it was found even when another one
                   takes its place meanwhile; for a single file AT_FDCWD. Belongs to DbFiles. */
    char *below; /* path below @root */
    char *key;   /* path below its location without the ending, which of an extension is that of its
                    folder; NULL for a single file, whose place does not matter */
    char *name;  /* last part of the path */
    gboolean is_extension;
    gint64 size; /* bytes */
    guint step;  /* of the plan, from 0 */
} DbFile;

typedef struct {
    GPtrArray *files;   /* of DbFile, in the order in which they are to be read */
    GPtrArray *masters; /* texts: keys that have a master somewhere, hidden ones included */
    GArray *sources;    /* of StoreSourceF, path being an index into texts */
    GPtrArray *texts;
    GArray *problems; /* of StoreProblemF, text being an index into texts */
    GArray *versions; /* of StoreVersionF, path and text being indexes into texts */
    GArray *roots;    /* of AutoFd, descriptors of the locations */
    guint n_steps;    /* scanned so far */
} DbFiles;

DbFiles *db_files_new(void);
void db_files_free(DbFiles *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(DbFiles, db_files_free)

/* Adds what one step of a plan finds. What is not there or cannot be read is noted, not an error.
 */
void db_files_scan(DbFiles *self, const PlanStep *step);
/* Notes a file that the answers depend on and that is not a database file. */
void db_files_add_source_file(DbFiles *self, const char *path);

/* The bytes of a file, with a NUL behind them. The store keeps what an error says, so that it is in
 * nobody's language. Its code is G_IO_ERROR_INVALID_DATA when the file itself is to blame,
 * G_IO_ERROR_BUSY when it changes right now; otherwise it may be readable next time. */
char *db_file_read(const DbFile *file, gsize *out_size, GError **error);
