/* SPDX-License-Identifier: GPL-2.0-or-later */

/*
 * Takes from a program what it does not need any more, before it reads bytes that nobody vouches for.
 */

#pragma once

#include <glib.h>

typedef enum {
    CONFINE_NOTHING = 0,
    CONFINE_KEEPS_SOCKETS = 1 << 0,   /* it goes on to read from the network */
    CONFINE_KEEPS_ALL_FILES = 1 << 1, /* which files it goes on to read is not known */
    CONFINE_KEEPS_WRITING = 1 << 2,   /* others that run in it write files of theirs */
} ConfineFlags;

/**
 * confine:
 * @paths: (array zero-terminated=1): files and folders that are read from here on
 * @flags: what stays possible besides
 *
 * From here on the process starts no program, opens no file for writing, and opens for reading only @paths and
 * what belongs to the system: libraries, settings, words. It reaches no other process, and no network. It never
 * gets more rights. Where the kernel knows none of this, nothing changes.
 */
void confine(char **paths, ConfineFlags flags);

/* What an argument of a program asks for: addresses want sockets. */
ConfineFlags confine_get_flags(char **arguments);
