/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What all programs share: a program is its option table, its run() and its man page.
 */
#pragma once

#include <glib.h>

#include "common/translate.h"

typedef struct {
    const char *summary;         /* stands behind the options in the help text */
    const char *description;     /* stands below the options; NULL: nothing */
    const GOptionEntry *options; /* ends with an empty entry; its "version" replaces ours */
    /* Gets what is no option, without the program's name, ending with NULL. Returns the exit
     * status. An error that is set is printed as one line, and goes with EXIT_FAILURE. */
    int (*run)(char **arguments, GError **error);
} Tool;

/* A row for the option table of a program that can say what it does. */
#define TOOL_OPTION_VERBOSE(is_verbose)                                                            \
    {                                                                                              \
        "verbose", 'v', 0, G_OPTION_ARG_NONE, &(is_verbose), N_("Verbose progress information"),   \
            NULL                                                                                   \
    }

/* Reads the locale and the options, runs the tool; returns the exit status. */
int tool_main(const Tool *tool, int argc, char **argv);

/* One line on standard error, "PROGRAM: MESSAGE"; control characters in it become blanks. */
void tool_print_error(const char *format, ...) G_GNUC_PRINTF(1, 2);

/* The same on standard output, for those who asked for it with --verbose. */
void tool_print_progress(const char *format, ...) G_GNUC_PRINTF(1, 2);
