/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Within escape/: how far a text has been read, and what all formats need to write a value. A format
 * is a row; the table of all is in escape.c.
 */
#pragma once

#include "script/escape/escape.h"

/* Quotes in substitutions in quotes … */
#define MAX_DEPTH 64
/* Instead of a byte: a value stands there. */
#define A_VALUE (-1)

extern const char *const no_line_break;
extern const char *const no_control;
extern const char *const no_place;
extern const char *const no_word;
extern const char *const no_last_backslash;
extern const char *const no_quote;

#define LETTERS "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
#define WORD LETTERS "0123456789._/-"

typedef enum {
    PLAIN, /* outside of everything; where a scalar has begun in YAML */
    SINGLE,
    DOUBLE,
    COMMENT,
    /* of shells */
    COMMAND, /* $( ) or ( ) */
    BRACE,   /* ${ } */
    ARITHMETIC,
    BACKQUOTE,
    DOLLAR_SINGLE, /* $' ' */
    /* of YAML */
    START,    /* a scalar may begin */
    PROPERTY, /* a tag or an anchor */
    BLOCK,
} Place;

typedef enum { COMMANDS, SHELL, PACKAGES, OTHER } Section;

/* How far we are. */
typedef struct {
    const char *text;
    gsize size; /* bytes */
    gsize at;
    gsize line_start; /* of the template's line */
    int previous;     /* byte, or A_VALUE; 0 at the beginning */
    int following;    /* behind the value at hand, likewise */
    gsize limit;      /* where the next value begins, of which nothing is to be seen before */
    GString *output;
    Place places[MAX_DEPTH]; /* of each other; the first is never left */
    guint depth;             /* index of the innermost */
    gboolean is_lost;        /* too deep */
    gboolean is_escaped;     /* a backslash or the like is before */
    gboolean is_dollar;      /* a dollar sign that stands for itself in no way */
    gsize skip_end;          /* up to here it is the content of a here-document */
    gsize here_line;         /* a here-document begins behind this line; 0: none */
    Section section;
    Section next_section;  /* from the next line on */
    gboolean is_words;     /* a line of words, in whichever section */
    gsize string_start;    /* of a JSON string */
    guint flow;            /* brackets of YAML that are open */
    gboolean begins_block; /* the line has the header of a block scalar */
    gsize block_column;    /* where the lines of a block scalar begin, at least */
    gboolean is_delayed;   /* delayed expansion of batch files */
} Escaper;

struct _ScriptFormat {
    const char *media_type;
    /* The byte at self->at, which is the template's. */
    void (*follow)(Escaper *self, char byte);
    /* NULL: it is written; otherwise why it cannot be. */
    const char *(*write)(Escaper *self, const char *value, gsize size);
    Place first;
};

extern const ScriptFormat format_answer;
extern const ScriptFormat format_batch;
extern const ScriptFormat format_command_line;
extern const ScriptFormat format_json;
extern const ScriptFormat format_kickstart;
extern const ScriptFormat format_preseed;
extern const ScriptFormat format_registry;
extern const ScriptFormat format_shell;
extern const ScriptFormat format_yaml;

Place place(const Escaper *self);
void enter(Escaper *self, Place what);
void leave(Escaper *self);
void move_to(Escaper *self, Place what);
/* The template's byte at a distance; 0: a value or the end. */
char peek(const Escaper *self, gsize distance);
gboolean is_blank(int byte);
gboolean is_line_end(int byte);
/* Only @characters, and at least one. */
gboolean is_of(const char *value, gsize size, const char *characters);
gboolean has(const char *value, gsize size, char byte);
gboolean has_control(const char *value, gsize size);
gboolean has_line_break(const char *value, gsize size);
/* One that str.splitlines() of Python sees, at @value; its length in bytes, 0: none. */
gsize measure_break(const char *value, gsize size);
gboolean has_any_break(const char *value, gsize size);
/* What no line can hold. */
const char *check_line(const char *value, gsize size);
void append(Escaper *self, const char *value, gsize size);
const char *append_word(Escaper *self, const char *value, gsize size);
/* @prefix before each of @characters. */
void append_escaped(Escaper *self, const char *value, gsize size, const char *characters,
                    char prefix);
/* Each of @characters twice. */
void append_doubled(Escaper *self, const char *value, gsize size, const char *characters);

/* For formats that need no more than the line. */
void follow_nothing(Escaper *self, char byte);
