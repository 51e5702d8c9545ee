/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Walks through the files of a database on disk, in an order that depends on their names alone.
 */
#pragma once

#include <glib.h>

typedef enum {
    WALK_FILE,
    WALK_FOLDER,
    WALK_NULL,   /* the null device: a file that hides an entity */
    WALK_OTHER,  /* a device, a pipe, a socket */
    WALK_BROKEN, /* what it is cannot be known; see failure */
} WalkKind;

/* What links lead to, not links. All is borrowed until the visit is over. */
typedef struct {
    const char *path; /* on disk */
    const char *name; /* below the folder where the walk began: os/example.org/heron-4.xml */
    WalkKind kind;
    gboolean is_link;
    int failure;         /* errno; 0: none */
    gboolean is_entered; /* for the visitor to change: are the files in this folder visited? */
} WalkEntry;

/* Returns FALSE with an error to stop. */
typedef gboolean (*WalkVisit)(WalkEntry *entry, gpointer data, GError **error);

/* Visits all that is in a folder, the folder itself aside: by name, byte by byte, what is in a
 * folder after it. Hidden files, too. A folder that links lead back to, be it above the one where
 * the walk began, is visited and not entered.
 * Stops with an error at a folder that cannot be read, or when there is too much. */
gboolean folder_walk(const char *path, WalkVisit visit, gpointer data, GError **error);

/* What a regular file, or the null device, holds. NULL with an error; never waits for a writer. */
GBytes *folder_walk_read(const char *path, gsize max_size, GError **error);

/* The same from a descriptor, from its place on. @path is for errors. */
GBytes *folder_walk_read_descriptor(int file, const char *path, gsize max_size, GError **error);
