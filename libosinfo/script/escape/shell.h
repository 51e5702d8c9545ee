/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Within escape/: reading and writing shell scripts, which kickstart files have in them.
 */
#pragma once

#include "script/escape/escaper.h"

/* Quotes in substitutions in quotes … */
#define SHELL_MAX_DEPTH 64

typedef enum {
    SHELL_PLAIN, /* outside of everything */
    SHELL_SINGLE,
    SHELL_DOUBLE,
    SHELL_COMMENT,
    SHELL_COMMAND, /* $( ) or ( ) */
    SHELL_BRACE,   /* ${ } */
    SHELL_ARITHMETIC,
    SHELL_BACKQUOTE,
    SHELL_DOLLAR_SINGLE, /* $' ' */
} ShellState;

typedef struct {
    ShellState states[SHELL_MAX_DEPTH]; /* each within the one before; the first is never left */
    guint depth;                        /* index of the innermost */
    gboolean is_lost;                   /* too deep, for ever */
    gboolean is_escaped;                /* a backslash is before */
    gboolean is_dollar;                 /* a dollar sign is before, that belongs to what follows */
    gsize here_line;                    /* a here-document begins behind this line; 0: none */
    gsize here_end;                     /* where its content ends */
} ShellScanner;

/* At the beginning of another script. */
void shell_reset(ShellScanner *self);
/* The template's byte that @escaper has come to. */
void shell_scan(ShellScanner *self, const Escaper *escaper, char byte);
/* NULL: it is written; otherwise why it cannot be. */
const char *shell_write_value(const ShellScanner *self, Escaper *escaper, const char *value,
                              gsize size);

/* What stands in single quotes already, for shells and shlex: quotes are left for one of them. */
void shell_append_single(Escaper *escaper, const char *value, gsize size);
/* A word or a part of one, for shells and shlex. A program takes a word with a dash for an option,
 * in quotes or not. */
const char *shell_append_bare(Escaper *escaper, const char *value, gsize size,
                              const char *characters);
