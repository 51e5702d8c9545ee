/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Lists of lines, as the programs write them that make them:
 *
 *   013f…6bb6  debian-12.iso                 sha256sum and its kin: text
 *   a4ac…16fd *ubuntu-22.04.iso              … and binary
 *   SHA256 (install71.iso) = d3a7…f843       the BSDs, sha256sum --tag
 *   # Rocky-9.iso: 2252013568 bytes          a size, beside the line of the digest
 *   # SHA512 HASH, sha256sum:                a heading: what follows is of this type
 *
 * A line can be of any of these; what is none of them says nothing. Names that have a backslash in
 * front of their line are written in another way (`\n` for a line feed), and are nobody's here.
 */
#include "config.h"

#include <string.h>

#include "download/checksums.h"

#define ANY_TYPE (-1)   /* there is no heading: digits tell */
#define OTHER_TYPE (-2) /* a heading of a digest that nobody here knows, such as BLAKE2B */

typedef struct {
    const char *start;
    const char *end;
} Line;

static void
skip_blanks(Line *line)
{
    while (line->start < line->end && (*line->start == ' ' || *line->start == '\t'))
        line->start++;
}

static gsize
get_length(const Line *line)
{
    return (gsize)(line->end - line->start);
}

static gboolean
take_character(Line *line, char character)
{
    if (line->start == line->end || *line->start != character)
        return FALSE;
    line->start++;
    return TRUE;
}

static Line
take_word(Line *line)
{
    Line word = {line->start, line->start};

    while (word.end < line->end && (g_ascii_isalnum(*word.end) || strchr("-_/", *word.end) != NULL))
        word.end++;
    line->start = word.end;
    return word;
}

/* HEX, blanks, perhaps a star, NAME */
static gboolean
read_gnu(Checksums *checksums, Line line, int heading)
{
    Line digits = take_word(&line);
    int type = digest_find_by_digits(digits.start, get_length(&digits));

    if (type < 0 || line.start == line.end || (*line.start != ' ' && *line.start != '\t'))
        return FALSE;
    skip_blanks(&line);
    take_character(&line, '*');
    if (line.start < line.end && (heading == ANY_TYPE || heading == type))
        checksums_add(checksums, line.start, get_length(&line), type, digits.start,
                      get_length(&digits));
    return TRUE;
}

/* TYPE (NAME) = HEX; parentheses may be in the name, too */
static gboolean
read_bsd(Checksums *checksums, Line line)
{
    Line word = take_word(&line);
    int type = digest_find(word.start, get_length(&word));

    skip_blanks(&line);
    if (!take_character(&line, '('))
        return FALSE;

    const char *close = g_strrstr_len(line.start, (gssize)get_length(&line), ")");
    Line name = {line.start, close};

    if (close == NULL)
        return FALSE;
    line.start = close + 1;
    skip_blanks(&line);
    if (!take_character(&line, '='))
        return FALSE;
    skip_blanks(&line);
    if (type >= 0)
        checksums_add(checksums, name.start, get_length(&name), type, line.start,
                      get_length(&line));
    return TRUE;
}

/* # NAME: NUMBER bytes */
static gboolean
read_size(Checksums *checksums, Line line)
{
    static const char unit[] = " bytes";
    const char *colon = g_strrstr_len(line.start, (gssize)get_length(&line), ": ");

    if (!take_character(&line, '#') || colon == NULL)
        return FALSE;

    Line digits = {colon + strlen(": "), line.end};
    guint64 size = 0;

    if (get_length(&digits) < strlen(unit) ||
        memcmp(line.end - strlen(unit), unit, strlen(unit)) != 0)
        return FALSE;
    skip_blanks(&line);

    g_autofree char *number = g_strndup(digits.start, get_length(&digits) - strlen(unit));

    if (colon > line.start && g_ascii_string_to_unsigned(number, 10, 0, G_MAXINT64, &size, NULL))
        checksums_add_size(checksums, line.start, (gsize)(colon - line.start), size);
    return TRUE;
}

/* Whether a line says nothing but what type the next ones are of. */
static gboolean
read_heading(Line line, int *out_heading)
{
    static const char *const others[] = {"BLAKE2B", "BLAKE2S", "WHIRLPOOL", "RMD160",  "CRC32",
                                         "SHA3",    "b2",      "SHA224",    "STREEBOG"};
    Line word;

    while (line.start < line.end && strchr("#=- \t", *line.start) != NULL)
        line.start++;
    while (line.end > line.start && strchr("#=-: \t", line.end[-1]) != NULL)
        line.end--;
    word = take_word(&line);
    skip_blanks(&line);
    if (get_length(&word) == 0 ||
        (get_length(&line) > 0 &&
         !(get_length(&line) == 4 && g_ascii_strncasecmp(line.start, "hash", 4) == 0)))
        return FALSE;
    *out_heading = digest_find(word.start, get_length(&word));
    if (*out_heading >= 0)
        return TRUE;
    for (guint i = 0; i < G_N_ELEMENTS(others); i++) {
        gsize length = strlen(others[i]);

        if (get_length(&word) >= length &&
            g_ascii_strncasecmp(word.start, others[i], length) == 0) {
            *out_heading = OTHER_TYPE;
            return TRUE;
        }
    }
    return FALSE;
}

static void
read_line(Checksums *checksums, Line line, int *inout_heading)
{
    int heading = ANY_TYPE;

    skip_blanks(&line);
    while (line.end > line.start && g_ascii_isspace(line.end[-1]))
        line.end--;
    if (line.start == line.end || read_gnu(checksums, line, *inout_heading) ||
        read_bsd(checksums, line) || read_size(checksums, line))
        return;
    if (read_heading(line, &heading))
        *inout_heading = heading;
}

static gboolean
is_lines(const char *bytes, gsize size)
{
    return memchr(bytes, '\0', size) == NULL;
}

static gboolean
read_lines(Checksums *checksums, const char *bytes, gsize size)
{
    const char *end = bytes + size;
    int heading = ANY_TYPE;

    if (!is_lines(bytes, size))
        return FALSE;
    while (bytes < end) {
        const char *feed = memchr(bytes, '\n', (gsize)(end - bytes));
        Line line = {bytes, feed != NULL ? feed : end};

        if (get_length(&line) <= CHECKSUMS_MAX_TEXT)
            read_line(checksums, line, &heading);
        bytes = feed != NULL ? feed + 1 : end;
    }
    return TRUE;
}

/* What stands beside one file, and calls it by another name: that of the release which a name such as
 * "latest" stands for. Of several names none is the file's. */
static gboolean
is_single(const char *bytes G_GNUC_UNUSED, gsize size G_GNUC_UNUSED)
{
    return FALSE;
}

static gboolean
read_single(Checksums *checksums, const char *bytes, gsize size)
{
    checksums->is_single = TRUE;
    return read_lines(checksums, bytes, size) && checksums->n_entries == 1;
}

const ChecksumForm list_single_form = {"single", is_single, read_single};
const ChecksumForm list_lines_form = {"lines", is_lines, read_lines};
