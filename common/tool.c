/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "common/text.h"
#include "common/tool.h"
#include "common/translate.h"

static const char *program = GETTEXT_PACKAGE; /* as it was started */
static gboolean is_version_asked;
static gboolean is_silent; /* of warnings */

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

/* The end of the options is not an argument. */
static char **
get_arguments(char **argv)
{
    return argv[0] != NULL && argv[1] != NULL && strcmp(argv[1], "--") == 0 ? argv + 2 : argv + 1;
}

static void
print_option_error(const Tool *tool, const GError *error)
{
    if (!tool->has_bare_errors)
        tool_print_error(_("error while parsing commandline options: %s"), error->message);
    else if (tool->option_error != NULL)
        tool_print_message("%s: %s", _(tool->option_error), error->message);
    else
        tool_print_message(_("Error while parsing commandline options: %s\n"), error->message);
}

static void
print_help(GOptionContext *context)
{
    g_autofree char *help = g_option_context_get_help(context, FALSE, NULL);

    g_printerr("%s\n", help);
}

static int
run(const Tool *tool, char **arguments)
{
    g_autoptr(GError) error = NULL;
    int status = tool->run(arguments, &error);

    if (error != NULL && tool->has_bare_errors)
        tool_print_message("%s", error->message);
    else if (error != NULL)
        tool_print_error("%s", error->message);
    if (fflush(stdout) != 0 || ferror(stdout)) {
        tool_print_error("%s", _("cannot write the output"));
        status = EXIT_FAILURE;
    }
    return status;
}

/* Files that are opened must not get the numbers of those that are closed: an answer would be written to one. Reading and
 * writing still fail. */
static void
hold_standard_descriptors(void)
{
    for (int file = STDIN_FILENO; file <= STDERR_FILENO; file++) {
        if (fcntl(file, F_GETFD) < 0 && errno == EBADF)
            open("/dev/null", file == STDIN_FILENO ? O_WRONLY : O_RDONLY);
    }
}

int
tool_main(const Tool *tool, int argc, char **argv)
{
    static char *nothing[] = {NULL, NULL};
    g_autoptr(GError) error = NULL;
    g_autoptr(GOptionContext) context = NULL;

    hold_standard_descriptors();
    translate_start_program();
    if (argc < 1)
        argv = nothing;
    else
        program = argv[0];

    context = new_context(tool);

    gboolean is_good = g_option_context_parse(context, &argc, &argv, &error);

    if (is_good && is_version_asked) {
        g_print("%s %s\n", g_get_prgname(), VERSION);
        if (tool->print_version != NULL)
            tool->print_version();
        return EXIT_SUCCESS;
    }
    if (!is_good || (tool->check != NULL && !tool->check(&error))) {
        print_option_error(tool, error);
        if (!tool->has_bare_errors)
            g_printerr("\n");
        print_help(context);
        return tool->get_option_status != NULL ? tool->get_option_status() : tool->option_status;
    }

    char **arguments = get_arguments(argv);

    if (arguments[0] == NULL && tool->no_argument_status != 0) {
        print_help(context);
        return tool->no_argument_status;
    }
    return run(tool, arguments);
}

static char *format_line(const char *format, va_list args) G_GNUC_PRINTF(1, 0);

/* Libraries may say things in several lines. */
static char *
format_line(const char *format, va_list args)
{
    g_autofree char *message = g_strdup_vprintf(format, args);

    for (gsize length = strlen(message); length > 0 && message[length - 1] == '\n'; length--)
        message[length - 1] = '\0';
    return text_show(message);
}

void
tool_print_error(const char *format, ...)
{
    va_list args;

    va_start(args, format);
    g_autofree char *line = format_line(format, args);
    va_end(args);
    g_printerr("%s: %s\n", program, line);
}

void
tool_print_warning(const char *format, ...)
{
    va_list args;

    if (is_silent)
        return;
    va_start(args, format);
    g_autofree char *line = format_line(format, args);
    va_end(args);
    g_printerr("%s: %s\n", program, line);
}

void
tool_silence_warnings(void)
{
    is_silent = TRUE;
}

void
tool_print_message(const char *format, ...)
{
    va_list args;

    va_start(args, format);
    g_autofree char *line = format_line(format, args);
    va_end(args);
    g_printerr("%s\n", line);
}

void
tool_print_progress(const char *format, ...)
{
    va_list args;

    va_start(args, format);
    g_autofree char *line = format_line(format, args);
    va_end(args);
    g_print("%s: %s\n", program, line);
}

gboolean
tool_find_choice(const char *const *choices, const char *value, int *out_choice, GError **error)
{
    if (value == NULL)
        return TRUE;
    for (int i = 0; choices[i] != NULL; i++) {
        if (strcmp(choices[i], value) != 0)
            continue;
        *out_choice = i;
        return TRUE;
    }
    g_set_error(error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE, _("Invalid value '%s'"), value);
    return FALSE;
}
