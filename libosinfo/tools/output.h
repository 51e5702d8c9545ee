/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

/* Formats for programs; a tool's default is its established text. */
typedef enum {
    FORMAT_TEXT,
    FORMAT_JSON,
    FORMAT_CSV,
    FORMAT_TSV,
    FORMAT_JSONL, /* an object a line */
} Format;

/* The answer of a program, on its way to standard output. */
typedef struct {
    char *data;
    gsize size;     /* bytes in data */
    gsize capacity; /* bytes that data has room for */
    int failure;    /* errno of the first write that failed; 0: none did */
    guint n_items;  /* of the JSON array */
} Output;

void output_clear(Output *self);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Output, output_clear)

/* Makes room for so many bytes, which the caller puts at that place and counts in size. */
char *output_reserve(Output *self, gsize size);
void output_add(Output *self, const char *text);
/* A line, or a part of one: whatever comes with the arguments, it is fit to be shown. */
void output_add_format(Output *self, const char *format, ...) G_GNUC_PRINTF(2, 3);

/* One field as RFC 4180 has it, fit to be shown; NULL is an empty one. */
void output_add_csv_field(Output *self, const char *text, gboolean is_first);
void output_end_csv_line(Output *self);

/* One field between tabulators; what would end it, and what is not shown, is escaped as in C: \t, \n, \\ or \ooo. */
void output_add_tsv_field(Output *self, const char *text, gboolean is_first);

/* An array, one item a line. Takes over the item. */
void output_add_json_item(Output *self, JsonNode *item);
void output_end_json(Output *self);

/* What was added so far goes out. */
void output_flush(Output *self);

/* The same, and says on standard error if anything could not be written. */
gboolean output_finish(Output *self);
