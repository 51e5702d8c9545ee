/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * Runs readers of contents on files in memory.
 */

#pragma once

#include "fake-file-system.h"
#include "format/content.h"

G_BEGIN_DECLS

/* A medium, and what a reader must say of it. */
typedef struct {
    const char *name;
    const FakeFile *files;
    const char *expected; /* "key=value @ where" with "|" between; "": nothing */
    /* What is told besides: the error's domain is FORMAT_ERROR for damage, G_IO_ERROR for what cannot
     * be read. */
    enum {
        CONTENT_GOOD,
        CONTENT_DAMAGED,
        CONTENT_UNREADABLE,
    } outcome;
} ContentCase;

void content_assert(const ContentReader *reader, const ContentCase *row);

/* The same for all rows; a message names each of them. */
void content_assert_all(const ContentReader *reader, const ContentCase *rows, gsize n_rows);

/* A kernel for x86_64, as much of it as is looked at, with that version text. */
GByteArray *content_make_kernel(const char *text);

/* A program for EFI with one section. */
GByteArray *content_make_program(guint16 machine, const char *section, const char *text);

/* What content.tsv calls a file: text with escapes as in C, or "@kernel TEXT" and others that its head names. */
GByteArray *content_make_file(const char *text);

G_END_DECLS
