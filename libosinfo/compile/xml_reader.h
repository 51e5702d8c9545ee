/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Reads one database file and writes down what it says as operations for the builder of the store.
 * The rows of facts/ say what stands where; the reader knows how elements become operations.
 *
 * Part of the compile module, the only one that links libxml2. No network, no entities but the
 * predefined ones, no document type, bounded depth.
 */
#pragma once

#include "compile/db_files.h"
#include "compile/builder.h"

typedef struct XmlReader XmlReader;

/* A reader is for one thread; it keeps the texts of all files that it read. */
XmlReader *xml_reader_new(void);
void xml_reader_free(XmlReader *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(XmlReader, xml_reader_free)

/* Appends to @out_ops what @file says, and to @out_warnings (texts) what was left out. Fails, and
 * appends no operation, when the file cannot be read or says something impossible; the error names
 * file and line, and its code says whether the file is to blame, as that of db_file_read() does. */
gboolean xml_reader_read(XmlReader *self, const DbFile *file, GArray *out_ops,
                         GPtrArray *out_warnings, GError **error);
