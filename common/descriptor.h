/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Descriptors of files and folders, read and written as a whole. Functions set errno.
 */
#pragma once

#include <signal.h>
#include <sys/types.h>

#include <glib.h>

G_BEGIN_DECLS

/* A descriptor that is closed by itself; -1: none. Whoever takes it over says g_steal_fd(). */
typedef int AutoFd;
void auto_fd_clear(AutoFd *self); /* leaves errno alone */
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(AutoFd, auto_fd_clear)

/* A write beyond the limit on the size of files, or into a pipe that nobody reads, raises a signal
 * that ends a program by default. In between it comes back as EFBIG or EPIPE alone. In one
 * thread, which does nothing else meanwhile. */
void descriptor_hold_signals(sigset_t *out_before);
void descriptor_release_signals(const sigset_t *before);

/* Writes everything, from the descriptor's place on. Raises no signal. */
gboolean descriptor_write_all(int file, const guint8 *content, gsize size);

/* Reads from the beginning of a regular file, without moving the descriptor's place. Returns how
 * many bytes there are, @size at most; -1: it cannot be read. */
gssize descriptor_read_start(int file, void *buffer, gsize size);

/* Do files themselves prove this errno: that there is none, or none that may be read? What comes of
 * the disk, of limits of the process or of the memory says nothing of them: whoever takes it for an
 * absence forgets what is there. */
gboolean descriptor_is_proof(int code);

/* Does @name, below the folder that a descriptor is of or AT_FDCWD, stand for this open file or folder
 * still, and was it not removed? @flags are those of fstatat(2). */
gboolean descriptor_is_at(int file, int folder, const char *name, int flags);

/* The SHA-256 of a regular file, in hexadecimal digits, without moving the descriptor's place; NULL:
 * it cannot be read. */
char *descriptor_digest(int file);

/* As a limit: all names. */
#define DESCRIPTOR_ALL G_MAXUINT

/* Names in a folder, sorted, without "." and ".."; one beyond @max at most. NULL: it cannot be
 * read. */
GPtrArray *descriptor_list_names(int folder, guint max);

/* The rights of a new file, of those that are asked for. */
mode_t descriptor_mask_mode(mode_t mode);

G_END_DECLS
