/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The XML files of databases: from folders, archives, single files, standard input, web addresses.
 */
#pragma once

#include <glib.h>
#include "base/location.h"

typedef struct {
    char *uri;       /* as it is shown; in an archive: that of the archive, "/", and the name */
    char *path;      /* on disk; NULL: it is not there, see content */
    char *name;      /* below the database: os/example.org/heron-4.xml; ends in .xml */
    GBytes *content; /* NULL: on disk, or there is a problem */
    char *problem;   /* why it cannot be read; NULL: nothing known yet */
} InputFile;

typedef struct {
    GPtrArray *files; /* of InputFile, by argument, then by name; each once */
    GHashTable *uris; /* of the files */
    GBytes *schema;   /* schema/osinfo.rng of the first argument that has one; NULL: none has */
    char *schema_uri; /* where that is */
    char *version;    /* what VERSION says, in the first argument that has one; NULL: none has */
} InputFiles;

InputFiles *input_files_new(void);
void input_files_free(InputFiles *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(InputFiles, input_files_free)

/* Adds what an argument names: a folder, an archive or a document, by its path or URI; "-" is
 * standard input. Files that cannot be read are added, too, and say so. FALSE with an error when
 * the argument cannot be read, or not wholly; some files may have been added. */
gboolean input_files_add(InputFiles *self, const char *argument, GError **error);

/* The same for an archive from a descriptor of a regular file. @uri names it. */
gboolean input_files_add_archive(InputFiles *self, int input, const char *uri, GError **error);

/* The schema for files: the one among them, else that of the first folder of the default path, from
 * @first down to the system's, that has one. @out_uri: where it is. NULL with an error: none has. */
GBytes *input_files_find_schema(const InputFiles *self, const LocationOptions *options,
                                OsinfoDbLocation first, char **out_uri, GError **error);

/* The content of a file. Any thread may ask. NULL with an error; an empty file is none. */
GBytes *input_file_read(const InputFile *file, GError **error);

/* The database around a folder or a file on disk, which may be one itself; NULL: there is none, or
 * it is not a local file. A new path. */
char *input_files_find_root(const char *argument);
