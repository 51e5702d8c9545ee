/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * A file that is not all there yet, beside the place where it will be: NAME.part, and NAME.part.state,
 * which says what it is a part of. Only who has it open may write to it, no link is followed, and
 * nothing has the file's name before it is published.
 */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define PART_FILE_MAX_STATE 4096 /* bytes of what is remembered of one */

typedef struct {
    int folder;      /* owned */
    char *name;      /* owned */
    char *part_name; /* owned */
    char *state_name;
    int file;        /* owned; its place is the end */
    guint64 size;    /* bytes that are there */
    char *subject;   /* owned; what it is a part of, one line */
    char *validator; /* owned; as the server has it; NULL: none */
} PartFile;

#define PART_FILE_INIT                                                                             \
    {                                                                                              \
        .folder = -1, .file = -1                                                                   \
    }

/* May a file be called so? Names may come from addresses. FALSE with an error. */
gboolean part_file_check_name(const char *name, GError **error);

/* Opens what is left in @folder of an earlier attempt at the same @subject, or a new file. FALSE with an
 * error: OSINFO_DOWNLOAD_ERROR_BUSY when another process has it open, …_EXISTS when
 * it was left by nobody like us. */
gboolean part_file_open(PartFile *self, const char *folder, const char *name, const char *subject,
                        gboolean is_anew, GError **error);

/* Nothing of it counts any more. */
gboolean part_file_empty(PartFile *self, GError **error);
/* Remembers the validator, which may be NULL. */
gboolean part_file_remember(PartFile *self, const char *validator, GError **error);
gboolean part_file_write(PartFile *self, const guint8 *bytes, gsize size, GError **error);

/* Gives the file its name, on the disk. FALSE with an error: …_EXISTS when something has that name,
 * unless it is a regular file and may be replaced. */
gboolean part_file_publish(PartFile *self, gboolean may_replace, GError **error);

/* Removes it. */
void part_file_discard(PartFile *self);

/* Closes it. What is there stays. */
void part_file_clear(PartFile *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(PartFile, part_file_clear)

G_END_DECLS
