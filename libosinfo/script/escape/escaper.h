/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Within escape/: how far a text has been read, and what all formats need to write a value. A format
 * is a row; the table of all is in escape.c.
 */
#pragma once

#include "script/escape/escape.h"
#include "script/escape/value.h"

/* Instead of a byte: a value stands there. */
#define ESCAPE_VALUE (-1)

extern const char *const escape_no_line_break;
extern const char *const escape_no_control;
extern const char *const escape_no_place;
extern const char *const escape_no_word;
extern const char *const escape_no_last_backslash;
extern const char *const escape_no_long_key;
extern const char *const escape_no_quote;

#define ESCAPE_LETTERS "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
#define ESCAPE_WORD ESCAPE_LETTERS "0123456789._/-"

/* How far we are. */
typedef struct {
    const char *text;
    gsize size; /* bytes */
    gsize at;
    gsize line_start; /* of the template's line */
    int previous;     /* byte, or ESCAPE_VALUE; 0 at the beginning */
    int following;    /* behind the value at hand, likewise */
    gsize limit;      /* where the next value begins, of which nothing is to be seen before */
    GString *output;
    gpointer scanner; /* what the format remembers of the text so far */
} Escaper;

struct _ScriptFormat {
    const char *media_type; /* NULL: that of a command line */
    /* The byte at self->at, which is the template's. NULL: the line is all that matters. */
    void (*scan)(Escaper *self, char byte);
    /* NULL: it is written; otherwise why it cannot be. */
    const char *(*write_value)(Escaper *self, const char *value, gsize size);
    gsize scanner_size; /* bytes; all of them 0 at the beginning */
    /* Of markup, whose serializer writes the values; NULL: a format of text. */
    gboolean (*can_hold)(const char *text);
};

/* The template's byte at a distance; 0: a value or the end. */
static inline char
escaper_peek(const Escaper *self, gsize distance)
{
    return self->at + distance < self->limit ? self->text[self->at + distance] : '\0';
}

extern const ScriptFormat escape_answer;
extern const ScriptFormat escape_batch;
extern const ScriptFormat escape_command_line;
extern const ScriptFormat escape_json;
extern const ScriptFormat escape_kickstart;
extern const ScriptFormat escape_preseed;
extern const ScriptFormat escape_registry;
extern const ScriptFormat escape_shell;
extern const ScriptFormat escape_xml;
extern const ScriptFormat escape_yaml;

/* What no line can hold. */
const char *escape_check_line(const char *value, gsize size);
void escaper_append(Escaper *self, const char *value, gsize size);
const char *escaper_append_word(Escaper *self, const char *value, gsize size);
/* @prefix before each of @characters. */
void escaper_append_escaped(Escaper *self, const char *value, gsize size, const char *characters,
                            char prefix);
/* Each of @characters twice. */
void escaper_append_doubled(Escaper *self, const char *value, gsize size, const char *characters);
