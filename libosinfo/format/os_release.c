/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * Picks from an os-release file what tells a system from others. The format is a list of
 * assignments that a shell can read:
 *
 *     # a comment                                         TEXT     kept as it is
 *     ID=fedora                                           'TEXT'   likewise, up to the next '
 *     PRETTY_NAME="Fedora Linux 44 (Server Edition)"      "TEXT"   \ takes the meaning of " $ ` \
 *
 * A shell would carry out what follows a blank behind a value, so nobody writes that on purpose:
 * here it belongs to the value, since remasters forget the quotes. Nor are variables looked up. A
 * quotation that is not closed on its line makes it void.
 */

#include "config.h"

#include <string.h>

#include "format/os_release.h"

typedef struct {
    const char *variable;
    const char *key;
} VariableRow;

/* clang-format off */
static const VariableRow variables[] = {
    {"ID",               "os-release.id"},
    {"ID_LIKE",          "os-release.id-like"},
    {"VERSION_ID",       "os-release.version-id"},
    {"VARIANT_ID",       "os-release.variant-id"},
    {"VERSION_CODENAME", "os-release.version-codename"},
    {"NAME",             "os-release.name"},
    {"PRETTY_NAME",      "os-release.pretty-name"},
    {"VERSION",          "os-release.version"},
    {"IMAGE_ID",         "os-release.image-id"},
    {"IMAGE_VERSION",    "os-release.image-version"},
    {"BUILD_ID",         "os-release.build-id"},
    {"CPE_NAME",         "os-release.cpe-name"},
};
/* clang-format on */

static gboolean
is_blank(char character)
{
    return character == ' ' || character == '\t' || character == '\r';
}

/* Which variable a line assigns to, and the value as it is written; -1: none of the table. */
static int
find_variable(const char *line, const char **out_value)
{
    while (is_blank(*line))
        line++;
    if (g_str_has_prefix(line, "export ")) {
        line += strlen("export ");
        while (is_blank(*line))
            line++;
    }
    for (gsize i = 0; i < G_N_ELEMENTS(variables); i++) {
        gsize length = strlen(variables[i].variable);

        if (strncmp(line, variables[i].variable, length) == 0 && line[length] == '=') {
            *out_value = line + length + 1;
            return (int)i;
        }
    }
    return -1;
}

/* Adds what stands between " and "; NULL: it is not closed. */
static const char *
unquote_double(const char *text, GString *value)
{
    for (; *text != '"'; text++) {
        if (*text == '\\' && text[1] != '\0' && strchr("\"$`\\", text[1]) != NULL)
            text++;
        if (*text == '\0')
            return NULL;
        g_string_append_c(value, *text);
    }
    return text + 1;
}

static const char *
unquote_single(const char *text, GString *value)
{
    const char *end = strchr(text, '\'');

    if (end == NULL)
        return NULL;
    g_string_append_len(value, text, end - text);
    return end + 1;
}

/* NULL: a quotation is not closed. */
static char *
unquote(const char *text)
{
    g_autoptr(GString) value = g_string_new(NULL);
    gsize kept = 0; /* bytes up to the last one that is no bare blank */

    while (text != NULL && *text != '\0') {
        gboolean is_bare_blank = is_blank(*text);

        if (*text == '#' && value->len > kept)
            break;
        if (*text == '"') {
            text = unquote_double(text + 1, value);
        } else if (*text == '\'') {
            text = unquote_single(text + 1, value);
        } else {
            if (*text == '\\' && text[1] != '\0')
                text++;
            g_string_append_c(value, *text++);
        }
        if (!is_bare_blank)
            kept = value->len;
    }
    if (text == NULL)
        return NULL;
    g_string_truncate(value, kept);
    return g_strdup(value->str);
}

/* A line, without what ends it. */
static void
read_line(const char *start, gsize length, char **values)
{
    g_autofree char *line = g_strndup(start, length);
    const char *text = NULL;
    int variable = -1;

    /* a NUL would hide the rest */
    if (strlen(line) == length)
        variable = find_variable(line, &text);
    if (variable < 0)
        return;

    char *value = unquote(text);

    if (value == NULL)
        return;
    g_free(values[variable]);
    values[variable] = value;
}

FormatAnswer
os_release_read(const char *text, gsize size, const char *where, Evidence *evidence)
{
    static const char mark[] = "\xEF\xBB\xBF";
    char *values[G_N_ELEMENTS(variables)] = {NULL};
    const char *end = text + MIN(size, OS_RELEASE_MAX_SIZE);
    FormatAnswer answer = FORMAT_NOT_THIS;

    if (size >= strlen(mark) && memcmp(text, mark, strlen(mark)) == 0)
        text += strlen(mark);
    while (text < end) {
        const char *newline = memchr(text, '\n', (gsize)(end - text));
        gsize length = (gsize)((newline != NULL ? newline : end) - text);

        read_line(text, length, values);
        text += newline != NULL ? length + 1 : length;
    }
    for (gsize i = 0; i < G_N_ELEMENTS(variables); i++) {
        if (values[i] != NULL && *values[i] != '\0') {
            evidence_add_found(evidence, variables[i].key, values[i], where);
            answer = FORMAT_FOUND;
        }
        g_free(values[i]);
    }
    return answer;
}
