/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * Ids of 16 bytes as text, in lower case: "0fc63daf-8483-4772-8e79-3d69d8477de4".
 */

#pragma once

#include <glib.h>

/* As Microsoft writes them down: the first three numbers have the lowest byte first. NULL: all zeros. */
char *guid_dup_mixed(const guint8 bytes[16]);

/* Byte by byte. NULL: all zeros. */
char *guid_dup(const guint8 bytes[16]);
