/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include <osinfo/osinfo.h>

/* What a program is: its option table and its run(). */
typedef struct {
    const char *summary;         /* stands behind the options in the help text */
    const char *description;     /* stands below the options; NULL: nothing */
    const GOptionEntry *options; /* ends with an empty entry */
    int option_status;           /* exit status after options that are wrong */
    const char *option_error;    /* stands before what is wrong with them; NULL: the usual words */
    /* Are the values of the options right? NULL: always. */
    gboolean (*check)(GError **error);
    /* Gets what is no option; returns the exit status. */
    int (*run)(int argc, char **argv);
} Tool;

/* Formats for programs; a tool's default is its established text. */
typedef enum {
    FORMAT_TEXT,
    FORMAT_JSON,
    FORMAT_CSV,
} Format;

int tool_main(const Tool *tool, int argc, char **argv);

/* Prints the help text of the running tool as the answer to a call that was wrong. */
void tool_print_help(void);

/* Finds @value in a list of words that ends with NULL; no value at all leaves @out_choice alone. */
gboolean tool_find_choice(const char *const *choices, const char *value, int *out_choice,
                          GError **error);

/* Loads the default path and says what was wrong with it. NULL: nothing at all could be loaded. The
 * database is borrowed, and stays until the program ends, since taking it down would only cost
 * time. */
OsinfoDb *tool_load(void);
