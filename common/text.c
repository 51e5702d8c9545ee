/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <string.h>

#include "common/text.h"

/* Does a terminal do something else with the character than show it? Controls; what breaks lines; what
 * turns the direction of a text around, so that it reads as something else. */
static gboolean
is_hidden(gunichar letter)
{
    return g_unichar_iscntrl(letter) || letter == 0x2028 || letter == 0x2029 ||
           (letter >= 0x202a && letter <= 0x202e) || (letter >= 0x2066 && letter <= 0x2069);
}

gsize
text_get_hidden(const char *text, gunichar *out_letter)
{
    gunichar letter = g_utf8_get_char_validated(text, -1);
    gboolean is_whole = letter != (gunichar)-1 && letter != (gunichar)-2;

    if (is_whole && !is_hidden(letter))
        return 0;
    *out_letter = is_whole ? letter : 0;
    return is_whole ? (gsize)(g_utf8_next_char(text) - text) : 1;
}

static void
append_visible(GString *visible, const char *text, gsize size)
{
    gunichar letter = 0;

    if (text_get_hidden(text, &letter) == 0) {
        g_string_append_len(visible, text, (gssize)size);
        return;
    }
    for (gsize i = 0; i < size; i++)
        g_string_append_printf(visible, "\\%03o", (guchar)text[i]);
}

static gsize
get_size(const char *text)
{
    gunichar letter = 0;
    gsize n_hidden = text_get_hidden(text, &letter);

    return n_hidden > 0 ? n_hidden : (gsize)(g_utf8_next_char(text) - text);
}

char *
text_escape(const char *text)
{
    GString *escaped = g_string_new(NULL);

    for (gsize size = 0; *text != '\0'; text += size) {
        size = get_size(text);
        if (*text == '\\')
            g_string_append(escaped, "\\134");
        else
            append_visible(escaped, text, size);
    }
    return g_string_free(escaped, FALSE);
}

gsize
text_get_whole(const char *text, gsize max)
{
    gsize size = strnlen(text, max + 1);

    if (size <= max)
        return size;
    /* back to where a letter begins */
    while (max > 0 && (text[max] & 0xC0) == 0x80)
        max--;
    return max;
}

char *
text_escape_short(const char *text, gsize max)
{
    char *escaped = text_escape(text);

    if (strlen(escaped) <= max)
        return escaped;
    escaped[text_get_whole(escaped, max)] = '\0';

    char *shortened = g_strconcat(escaped, "…", NULL);

    g_free(escaped);
    return shortened;
}

char *
text_show(const char *text)
{
    GString *shown = g_string_new(NULL);

    for (gsize size = 0; *text != '\0'; text += size) {
        size = get_size(text);
        if (g_ascii_isspace(*text))
            g_string_append_c(shown, ' ');
        else
            append_visible(shown, text, size);
    }
    return g_string_free(shown, FALSE);
}

#define HIGH_BITS G_GUINT64_CONSTANT(0x8080808080808080)

/* Bytes that are looked at together. Functions take the address: a processor without such registers, as
 * one of i386, has no way to pass them that all compilers agree on. */
typedef guint8 Block __attribute__((vector_size(16)));

/* Bytes below a blank, DEL and those that are not ASCII set the highest bit in @marks, by one of the
 * two. */
static inline void
mark(Block *marks, const char *text)
{
    Block block;

    memcpy(&block, text, sizeof(block));
    *marks |= (block - ' ') | (block + 1);
}

/* Of fewer bytes than a block has. */
static void
mark_some(Block *marks, const char *text, gsize size)
{
    char block[sizeof(Block)];

    memset(block, ' ', sizeof(block));
    for (gsize i = 0; i < size; i++)
        block[i] = text[i];
    mark(marks, block);
}

gboolean
text_is_plain(const char *text, gsize size)
{
    const char *end = text + size;
    Block marks = {0};
    guint64 halves[2] = {0};

    if (size < sizeof(Block)) {
        mark_some(&marks, text, size);
    } else {
        for (; end - text >= (gssize)(4 * sizeof(Block)); text += 4 * sizeof(Block)) {
            mark(&marks, text);
            mark(&marks, text + sizeof(Block));
            mark(&marks, text + 2 * sizeof(Block));
            mark(&marks, text + 3 * sizeof(Block));
        }
        for (; end - text >= (gssize)sizeof(Block); text += sizeof(Block))
            mark(&marks, text);
        mark(&marks, end - sizeof(Block)); /* some of these for the second time */
    }
    memcpy(halves, &marks, sizeof(halves));
    return ((halves[0] | halves[1]) & HIGH_BITS) == 0;
}

gsize
text_count_ascii(const char *bytes, gsize size)
{
    guint64 words[4];
    gsize count = 0;

    for (; size - count >= sizeof(words); count += sizeof(words)) {
        memcpy(words, bytes + count, sizeof(words));
        if (((words[0] | words[1] | words[2] | words[3]) & HIGH_BITS) != 0)
            break;
    }
    while (count < size && (guchar)bytes[count] < 0x80)
        count++;
    return count;
}

gint
text_compare(gconstpointer a, gconstpointer b)
{
    return strcmp(a, b);
}

gint
text_compare_items(gconstpointer a, gconstpointer b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}
