/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Within escape/: reading and writing shell scripts, which kickstart files have in them.
 */
#pragma once

#include "script/escape/escaper.h"

typedef enum {
    PLAIN, /* outside of everything */
    SINGLE,
    DOUBLE,
    COMMENT,
    COMMAND, /* $( ) or ( ) */
    BRACE,   /* ${ } */
    ARITHMETIC,
    BACKQUOTE,
    DOLLAR_SINGLE, /* $' ' */
} Place;

Place place(const Escaper *self);
void enter(Escaper *self, Place what);
void leave(Escaper *self);
/* What stands in single quotes already, for shells and shlex: quotes are left for one of them. */
void shell_append_single(Escaper *self, const char *value, gsize size);
/* A word or a part of one, for shells and shlex. A program takes a word with a dash for an option,
 * in quotes or not. */
const char *shell_append_bare(Escaper *self, const char *value, gsize size, const char *characters);
void shell_scan(Escaper *self, char byte);
const char *shell_write_value(Escaper *self, const char *value, gsize size);
