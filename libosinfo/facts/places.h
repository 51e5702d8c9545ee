/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Where a database keeps what: the file of a thing follows from its id, and all files about one thing
 * have one key. The layout is an interface; schema/README.md describes it.
 */
#pragma once

#include <glib.h>

/* Behind a key: the file of a thing; the folder of files that add to it. */
#define PLACE_FILE_ENDING ".xml"
#define PLACE_FOLDER_ENDING ".d"

/* The key of a thing with an id, below a database: os/debian.org/debian-12. @element is that of its
 * kind. A new text. */
char *place_new_key(const char *element, const char *id);

/* The key of an XML file, by its path below a database, which ends with PLACE_FILE_ENDING. A file in a
 * folder KEY.d is an extension. A new text. */
char *place_parse(const char *path, gboolean *out_is_extension);
