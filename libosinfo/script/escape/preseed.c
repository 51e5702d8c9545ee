/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Answers for debconf: debconf-set-selections(1); a value is the rest of a line.
 */
#include "config.h"

#include <string.h>

#include "common/translate.h"
#include "script/escape/escaper.h"

static const char *const no_outer_blank =
    N_("a blank at the beginning or the end cannot be written here");
static const char *const no_comma = N_("a comma cannot be written here");

/* The first byte of the line, or of the one that goes on with this one. */
static gsize
find_answer(const Escaper *escaper)
{
    gsize start = escaper->line_start;

    while (start >= 2 && escaper->text[start - 2] == '\\') {
        start--;
        while (start > 0 && escaper->text[start - 1] != '\n')
            start--;
    }
    return start;
}

static const char *
write_preseed(Escaper *escaper, const char *value, gsize size)
{
    gsize at = find_answer(escaper);
    gsize word[3] = {0, 0, 0}; /* owner, question, type */
    gsize length[3] = {0, 0, 0};
    const char *reason = escape_check_line(value, size);

    while (at < escaper->at && is_blank(escaper->text[at]))
        at++;
    if (at < escaper->at && escaper->text[at] == '#') {
        if (reason == NULL)
            escaper_append(escaper, value, size);
        return reason;
    }
    for (guint i = 0; i < 3; i++) {
        word[i] = at;
        while (at < escaper->at && !is_blank(escaper->text[at]))
            at++;
        length[i] = at - word[i];
        if (at == escaper->at)
            return escaper_append_word(escaper, value, size);
        while (at < escaper->at && is_blank(escaper->text[at]) &&
               (i < 2 || at == word[i] + length[i]))
            at++;
    }
    if (reason != NULL)
        return reason;
    /* answers that are commands */
    if (escaper->line_start > word[0] ||
        g_strstr_len(escaper->text + word[1], (gssize)length[1], "_command") != NULL ||
        g_strstr_len(escaper->text + word[1], (gssize)length[1], "preseed/run") != NULL)
        return escape_no_place;
    if (length[2] == strlen("multiselect") && value_has(value, size, ','))
        return no_comma;
    while (at < escaper->at && is_blank(escaper->text[at]))
        at++;
    if (size > 0 && ((at == escaper->at && is_blank(value[0])) ||
                     (is_line_end(escaper->following) && is_blank(value[size - 1]))))
        return no_outer_blank;
    if (size > 0 && is_line_end(escaper->following) && value[size - 1] == '\\')
        return escape_no_last_backslash;
    escaper_append(escaper, value, size);
    return NULL;
}

const ScriptFormat escape_preseed = {
    .media_type = "text/x-preseed",
    .write_value = write_preseed,
};
