/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The main() of all programs: locale, options, help, the line that says what went wrong, exit
 * status.
 */
#include "config.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <gio/gio.h>

#include "tool.h"

static const char *program = PACKAGE; /* as it was started */
static gboolean is_version_asked;

static const GOptionEntry version_option[] = {
    {"version", 0, 0, G_OPTION_ARG_NONE, &is_version_asked, N_("Print the version and exit"), NULL},
    {NULL, 0, 0, 0, NULL, NULL, NULL},
};

static gboolean
has_option(const GOptionEntry *options, const char *name)
{
    for (; options->long_name != NULL; options++) {
        if (strcmp(options->long_name, name) == 0)
            return TRUE;
    }
    return FALSE;
}

static GOptionContext *
new_context(const Tool *tool)
{
    GOptionContext *context = g_option_context_new(_(tool->summary));

    g_option_context_add_main_entries(context, tool->options, GETTEXT_PACKAGE);
    if (!has_option(tool->options, "version"))
        g_option_context_add_main_entries(context, version_option, GETTEXT_PACKAGE);
    if (tool->description != NULL)
        g_option_context_set_description(context, _(tool->description));
    return context;
}

/* The end of the options is no argument. */
static char **
get_arguments(char **argv)
{
    return argv[0] != NULL && argv[1] != NULL && strcmp(argv[1], "--") == 0 ? argv + 2 : argv + 1;
}

int
tool_main(const Tool *tool, int argc, char **argv)
{
    static char *nothing[] = {NULL, NULL};
    g_autoptr(GError) error = NULL;
    g_autoptr(GOptionContext) context = NULL;
    int status = EXIT_FAILURE;

    translate_start_program();
    if (argc < 1)
        argv = nothing;
    else
        program = argv[0];

    context = new_context(tool);
    if (!g_option_context_parse(context, &argc, &argv, &error)) {
        g_autofree char *help = g_option_context_get_help(context, FALSE, NULL);

        tool_print_error(_("error while parsing commandline options: %s"), error->message);
        g_printerr("\n%s\n", help);
        return EXIT_FAILURE;
    }
    if (is_version_asked) {
        g_print("%s %s\n", g_get_prgname(), VERSION);
        return EXIT_SUCCESS;
    }
    status = tool->run(get_arguments(argv), &error);
    if (error != NULL)
        tool_print_error("%s", error->message);
    if (fflush(stdout) != 0 || ferror(stdout)) {
        tool_print_error("%s", _("cannot write the output"));
        status = EXIT_FAILURE;
    }
    return status;
}

static char *format_line(const char *format, va_list args) G_GNUC_PRINTF(1, 0);

/* The line as it is printed. Libraries may say things in several lines. */
static char *
format_line(const char *format, va_list args)
{
    g_autofree char *message = g_strdup_vprintf(format, args);

    for (char *byte = g_strchomp(message); *byte != '\0'; byte++) {
        if (g_ascii_iscntrl(*byte))
            *byte = ' ';
    }
    return g_strdup_printf("%s: %s\n", program, message);
}

void
tool_print_error(const char *format, ...)
{
    va_list args;

    va_start(args, format);
    g_autofree char *line = format_line(format, args);
    va_end(args);
    g_printerr("%s", line);
}

void
tool_print_progress(const char *format, ...)
{
    va_list args;

    va_start(args, format);
    g_autofree char *line = format_line(format, args);
    va_end(args);
    g_print("%s", line);
}
