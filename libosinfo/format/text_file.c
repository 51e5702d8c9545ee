/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * Takes small text files apart: line by line, or by the quotes in them. What is no such line is
 * passed over, whatever it is; so a file is never wrong, but it may say nothing.
 */

#include "config.h"

#include <string.h>

#include "common/text.h"
#include "format/text_file.h"

/* A piece of the text, without a NUL behind it. */
typedef struct {
    const char *start;
    gsize length; /* bytes */
} Piece;

/* A name, taken apart once. */
typedef struct {
    const char *name; /* without its group */
    gsize length;     /* bytes */
    Piece group;      /* no length: counts everywhere */
} Name;

/* Where a file is read. */
typedef struct {
    const TextFile *row;
    Name names[TEXT_FILE_MAX_FACTS];
    guint n_names;
    const char *where;
    Evidence *evidence;
    Piece group;                      /* the last one, as [group] */
    guint line;                       /* its number, from 1 on */
    guint found[TEXT_FILE_MAX_FACTS]; /* values of each fact */
    gboolean is_added;
} Reading;

static Piece
piece_strip(Piece piece)
{
    while (piece.length > 0 && g_ascii_isspace(piece.start[piece.length - 1]))
        piece.length--;
    while (piece.length > 0 && g_ascii_isspace(*piece.start))
        piece = (Piece){piece.start + 1, piece.length - 1};
    return piece;
}

/* As shells do it, if both quotes are there. */
static Piece
piece_unquote(Piece piece)
{
    if (piece.length >= 2 && (*piece.start == '"' || *piece.start == '\'') &&
        piece.start[piece.length - 1] == *piece.start)
        return (Piece){piece.start + 1, piece.length - 2};
    return piece;
}

/* Takes @text off the front. */
static gboolean
piece_take(Piece *piece, const char *text, gsize length)
{
    if (piece->length < length || memcmp(piece->start, text, length) != 0)
        return FALSE;
    *piece = (Piece){piece->start + length, piece->length - length};
    return TRUE;
}

static void
add_value(Reading *self, guint fact, Piece value)
{
    const TextFact *spec = &self->row->facts[fact];

    value = piece_strip(value);
    if (value.length == 0 || self->found[fact] >= MAX(spec->several, 1))
        return;

    g_autofree char *text = g_strndup(value.start, value.length);

    text[text_get_whole(text, TEXT_FILE_MAX_VALUE)] = '\0';
    evidence_add_found(self->evidence, spec->evidence, text, self->where);
    self->found[fact]++;
    self->is_added = TRUE;
}

static gboolean
is_in_group(const Reading *self, const Name *name)
{
    return name->group.length == 0 ||
           (self->group.length == name->group.length &&
            memcmp(self->group.start, name->group.start, name->group.length) == 0);
}

static gboolean
take_assignment(const Reading *self, Piece *line, const Name *name)
{
    if (!piece_take(line, name->name, name->length) || !is_in_group(self, name))
        return FALSE;
    *line = piece_strip(*line);
    if (!piece_take(line, "=", 1))
        return FALSE;
    *line = piece_unquote(piece_strip(*line));
    return TRUE;
}

static gboolean
take_header(Piece *line, const Name *name)
{
    if (piece_take(line, "- ", 2))
        *line = piece_strip(*line);
    if (!piece_take(line, name->name, name->length) || !piece_take(line, ":", 1))
        return FALSE;
    *line = piece_unquote(piece_strip(*line));
    return TRUE;
}

static gboolean
take_word(Piece *line, const Name *name)
{
    return piece_take(line, name->name, name->length) && line->length > 0 &&
           g_ascii_isspace(*line->start);
}

static gboolean
take_start(Piece *line, const Name *name)
{
    gsize length = 0;

    if (!piece_take(line, name->name, name->length))
        return FALSE;
    while (length < line->length && !g_ascii_isspace(line->start[length]))
        length++;
    line->length = length;
    return TRUE;
}

/* Leaves the value in @line. */
static gboolean
take_name(const Reading *self, Piece *line, const Name *name)
{
    switch (self->row->form) {
    case TEXT_LINE:
        return self->line == (guint)(*name->name - '0');
    case TEXT_ASSIGNMENT:
        return take_assignment(self, line, name);
    case TEXT_HEADER:
        return take_header(line, name);
    case TEXT_WORD:
        return take_word(line, name);
    case TEXT_START:
        return take_start(line, name);
    case TEXT_QUOTED:
    case TEXT_PROPERTY:
    default:
        return FALSE;
    }
}

static void
read_line(Reading *self, Piece line)
{
    self->line++;
    line = piece_strip(line);
    if (line.length > 2 && *line.start == '[' && line.start[line.length - 1] == ']')
        self->group = (Piece){line.start + 1, line.length - 2};
    for (guint i = 0; i < self->n_names && line.length > 0; i++) {
        Piece value = line;

        if (take_name(self, &value, &self->names[i]))
            add_value(self, i, value);
    }
}

static void
read_lines(Reading *self, const char *text, const char *end, gboolean is_whole)
{
    while (text < end) {
        const char *line_end = memchr(text, '\n', (gsize)(end - text));

        if (line_end == NULL && !is_whole)
            return;
        if (line_end == NULL)
            line_end = end;
        read_line(self, (Piece){text, (gsize)(line_end - text)});
        text = line_end + 1;
    }
}

static gboolean
is_name_character(char character)
{
    return g_ascii_isalnum(character) || character == '_' || character == '-';
}

/* What stands in quotes behind "=" or ":". */
static gboolean
find_quoted(const char *text, Piece *out_value)
{
    char quote;

    text += strspn(text, " \t\r\n");
    if (*text != '=' && *text != ':')
        return FALSE;
    text++;
    text += strspn(text, " \t\r\n");
    quote = *text;
    if (quote != '"' && quote != '\'')
        return FALSE;

    const char *end = strchr(++text, quote);

    if (end == NULL)
        return FALSE;
    *out_value = (Piece){text, (gsize)(end - text)};
    return TRUE;
}

/* @text ends with a NUL. */
static void
read_quoted(Reading *self, guint fact, const char *text)
{
    const char *name = self->row->facts[fact].name;
    gsize length = strlen(name);

    for (const char *at = strstr(text, name); at != NULL; at = strstr(at, name)) {
        Piece value = {NULL, 0};
        gboolean is_start = at == text || !is_name_character(at[-1]);

        at += length;
        if (is_start && find_quoted(*at == '"' ? at + 1 : at, &value))
            add_value(self, fact, value);
    }
}

/* Likewise. Values with references to characters stay as they are written. */
static void
read_property(Reading *self, guint fact, const char *text)
{
    g_autofree char *key = g_strconcat("<key>", self->row->facts[fact].name, "</key>", NULL);
    static const char start[] = "<string>";

    for (const char *at = strstr(text, key); at != NULL; at = strstr(at, key)) {
        at += strlen(key);
        at += strspn(at, " \t\r\n");
        if (g_str_has_prefix(at, start)) {
            at += strlen(start);
            add_value(self, fact, (Piece){at, strcspn(at, "<")});
        }
    }
}

/* A group stands in front of a name, with "/" between, where it is an assignment. */
static void
take_names_apart(Reading *self)
{
    const TextFact *facts = self->row->facts;

    for (; facts[self->n_names].evidence != NULL; self->n_names++) {
        const char *text = facts[self->n_names].name;
        const char *slash = self->row->form == TEXT_ASSIGNMENT ? strchr(text, '/') : NULL;
        Name name = {.name = slash != NULL ? slash + 1 : text};

        if (slash != NULL)
            name.group = (Piece){text, (gsize)(slash - text)};
        name.length = strlen(name.name);
        self->names[self->n_names] = name;
    }
}

/* Some programs write NULs behind the text, up to the end of a block. */
static gsize
cut_padding(const char *text, gsize size)
{
    while (size > 0 && text[size - 1] == '\0')
        size--;
    return size;
}

/* That of XML has a version of its own. */
static const char *
skip_declaration(const char *text)
{
    const char *end = g_str_has_prefix(text, "<?xml") ? strstr(text, "?>") : NULL;

    return end != NULL ? end + 2 : text;
}

FormatAnswer
text_file_parse(const TextFile *row, const char *text, gsize size, gboolean is_whole,
                const char *where, Evidence *evidence)
{
    Reading reading = {.row = row, .where = where, .evidence = evidence};

    take_names_apart(&reading);
    size = cut_padding(text, size);
    if (size == 0 || memchr(text, '\0', size) != NULL)
        return FORMAT_NOT_THIS;
    if (size >= 3 && memcmp(text, "\xEF\xBB\xBF", 3) == 0) {
        text += 3;
        size -= 3;
    }
    if (row->form != TEXT_QUOTED && row->form != TEXT_PROPERTY) {
        read_lines(&reading, text, text + size, is_whole);
        return reading.is_added ? FORMAT_FOUND : FORMAT_NOT_THIS;
    }

    g_autofree char *copy = g_strndup(text, size);
    const char *content = skip_declaration(copy);

    for (guint i = 0; i < reading.n_names; i++) {
        if (row->form == TEXT_QUOTED)
            read_quoted(&reading, i, content);
        else
            read_property(&reading, i, content);
    }
    return reading.is_added ? FORMAT_FOUND : FORMAT_NOT_THIS;
}

FormatAnswer
text_file_read(const TextFile *row, FileSystem *files, Evidence *evidence, GError **error)
{
    g_autoptr(GError) read_error = NULL;
    gsize size = 0;
    /* one byte more shows that there is more */
    g_autofree char *text =
        file_system_read(files, row->path, TEXT_FILE_MAX_SIZE + 1, &size, &read_error);

    if (read_error != NULL) {
        g_propagate_error(error, g_steal_pointer(&read_error));
        return FORMAT_DAMAGED;
    }
    if (text == NULL)
        return FORMAT_NOT_THIS;
    return text_file_parse(row, text, MIN(size, TEXT_FILE_MAX_SIZE), size <= TEXT_FILE_MAX_SIZE,
                           row->path, evidence);
}
