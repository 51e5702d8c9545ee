/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * How much a database may have, in a folder as in an archive: what is walked can be packed.
 */
#pragma once

#define DATABASE_MAX_ENTRIES 100000 /* files and folders */
#define DATABASE_MAX_DEPTH 16       /* folders and a file, the top folder aside */

/* Bytes of an XML file: what libosinfo reads at most. */
#define DATABASE_FILE_MAX_SIZE (1 << 20)
