/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * How much a database may have, in a folder as in an archive: what is walked can be packed, what is
 * valid is read, and what the lint lets pass is matched.
 */
#pragma once

#define DATABASE_MAX_ENTRIES 100000 /* files and folders; ours has some 1,300 */
#define DATABASE_MAX_DEPTH 16       /* folders and a file, the top folder aside */

/* Bytes of an XML file. */
#define DATABASE_FILE_MAX_SIZE (1 << 20)

/* Steps of an expression from one place of a text. */
#define EXPRESSION_MAX_STEPS 5000
