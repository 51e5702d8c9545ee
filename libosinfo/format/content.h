/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * What a reader of files is to those who look into a medium: a row that says which function asks the
 * files and folders of it. It adds evidence; which names in the root folder make it worth asking is
 * said in recognise/contents.c.
 */

#pragma once

#include "format/file_system.h"

G_BEGIN_DECLS

/* Each file of this folder that reads contents ends with its row. */
typedef struct {
    const char *name;
    /* Answers as a format does. Damage, which is no reason not to ask others, is told by %FORMAT_ERROR; any
     * other error ends the search. What was added before counts. */
    FormatAnswer (*read)(FileSystem *files, Evidence *evidence, GError **error);
} ContentReader;

G_END_DECLS
