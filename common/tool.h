/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The frame of all programs, main() included: locale, catalogues, options, help, version, the
 * line that says what went wrong, exit status. A program is its option table, its run() and its man page.
 */
#pragma once

#include "common/translate.h"

G_BEGIN_DECLS

typedef struct {
    const char *summary;         /* stands behind the options in the help text */
    const char *description;     /* stands below the options; NULL: nothing */
    const GOptionEntry *options; /* ends with an empty entry; its "version" replaces ours */
    gboolean has_bare_errors;    /* errors come without the name of the program */
    const char *option_error; /* stands before what is wrong with options; NULL: the usual words */
    int option_status;        /* exit status after options that are wrong */
    int (*get_option_status)(
        void); /* instead, where an option before them decides; NULL: none does */
    /* exit status of a call without arguments, which the help answers; 0: there need be none */
    int no_argument_status;
    /* Says more on standard output below the version; NULL: nothing. */
    void (*print_version)(void);
    /* Are the values of the options right? NULL: always. */
    gboolean (*check)(GError **error);
    /* Gets what is not an option, without the program's name, ending with NULL. Returns the exit
     * status. An error that is set is printed as one line, and goes with a status of failure. */
    int (*run)(char **arguments, GError **error);
} Tool;

/* The main() of a program. */
#define TOOL_MAIN(tool)                                                                            \
    int main(int argc, char **argv)                                                                \
    {                                                                                              \
        return tool_main(&(tool), argc, argv);                                                     \
    }

/* Reads the locale and the options, runs the tool; returns the exit status. */
int tool_main(const Tool *tool, int argc, char **argv);

/* A row for the option table of a program that can say what it does. */
#define TOOL_OPTION_VERBOSE(is_verbose)                                                            \
    {                                                                                              \
        "verbose", 'v', 0, G_OPTION_ARG_NONE, &(is_verbose), N_("Verbose progress information"),   \
            NULL                                                                                   \
    }

/* One line on standard error, "PROGRAM: MESSAGE", fit to be shown. */
void tool_print_error(const char *format, ...) G_GNUC_PRINTF(1, 2);

/* The same for what does not end the program; nothing after tool_silence_warnings(). */
void tool_print_warning(const char *format, ...) G_GNUC_PRINTF(1, 2);
void tool_silence_warnings(void);

/* The same without the name of the program. */
void tool_print_message(const char *format, ...) G_GNUC_PRINTF(1, 2);

/* With the name on standard output, for those who asked for it with --verbose. */
void tool_print_progress(const char *format, ...) G_GNUC_PRINTF(1, 2);

/* Finds @value in a list of words that ends with NULL; no value at all leaves @out_choice alone. */
gboolean tool_find_choice(const char *const *choices, const char *value, int *out_choice,
                          GError **error);

G_END_DECLS
