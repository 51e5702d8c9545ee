/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <string.h>

#include "lookup/words.h"

/* Letters that are no other letter with a mark. */
static const struct {
    gunichar letter;
    const char *plain;
} plain_letters[] = {
    {0x00df, "ss"}, {0x00e6, "ae"}, {0x00f0, "d"}, {0x00f8, "o"},  {0x00fe, "th"},
    {0x0111, "d"},  {0x0131, "i"},  {0x0142, "l"}, {0x0153, "oe"},
};

/* The letter without its marks. */
static gunichar
get_base(gunichar letter)
{
    gunichar base = 0;
    gunichar mark = 0;

    while (g_unichar_decompose(letter, &base, &mark))
        letter = base;
    return letter;
}

static const char *
find_plain(gunichar letter)
{
    for (guint i = 0; i < G_N_ELEMENTS(plain_letters); i++) {
        if (plain_letters[i].letter == letter)
            return plain_letters[i].plain;
    }
    return NULL;
}

/* The letters that stand for one that is no ASCII, 6 bytes at most in @out; 0: none, a word ends here. A mark of its
 * own is passed over: @is_mark. */
static guint
fold(gunichar letter, char *out, gboolean *is_mark)
{
    const char *plain = NULL;

    *is_mark = g_unichar_ismark(letter);
    if (*is_mark || !g_unichar_isalnum(letter))
        return 0;
    letter = g_unichar_tolower(get_base(letter));
    plain = find_plain(letter);
    if (plain == NULL)
        return (guint)g_unichar_to_utf8(letter, out);
    memcpy(out, plain, strlen(plain));
    return (guint)strlen(plain);
}

typedef enum {
    NOTHING,
    LETTERS,
    NUMBER,
} State;

/* Adds letters to the last word, or to a new one. FALSE: there is no room. */
static gboolean
add_letters(Words *self, State *state, State now, const char *letters, guint length)
{
    Word *word = NULL;

    if (self->length + length > WORDS_MAX_TEXT ||
        (*state != now && self->n_words == WORDS_MAX_WORDS))
        return FALSE;
    if (*state != now)
        self->words[self->n_words++] =
            (Word){.first = (guint16)self->length, .is_number = now == NUMBER};
    word = &self->words[self->n_words - 1];
    for (guint i = 0; i < length; i++)
        self->letters[self->length + i] = letters[i];
    self->length += length;
    word->length = (guint16)(word->length + length);
    *state = now;
    return TRUE;
}

/* Adds what is at @text, of which @end follows. */
static const char *
add_next(Words *self, State *state, const char *text, const char *end)
{
    char letters[6];
    gboolean is_mark = FALSE;
    gunichar letter = 0;
    guint length = 0;

    if (g_ascii_isalnum(*text) || (*text == '.' && *state == NUMBER && g_ascii_isdigit(text[1]))) {
        /* which leaves digits and points as they are */
        char lower = g_ascii_isupper(*text) ? (char)(*text | 0x20) : *text;

        return add_letters(self, state, g_ascii_isalpha(*text) ? LETTERS : NUMBER, &lower, 1)
                   ? text + 1
                   : end;
    }
    if ((guchar)*text >= 0x80)
        letter = g_utf8_get_char_validated(text, end - text);
    if (letter == 0 || letter >= (gunichar)-2) {
        *state = NOTHING;
        return text + 1;
    }
    length = fold(letter, letters, &is_mark);
    if (length > 0 && !add_letters(self, state, LETTERS, letters, length))
        return end;
    if (length == 0 && !is_mark)
        *state = NOTHING;
    return g_utf8_next_char(text);
}

void
words_split(Words *self, const char *text)
{
    const char *end = text + strnlen(text, WORDS_MAX_TEXT);
    State state = NOTHING;

    self->length = 0;
    self->n_words = 0;
    while (text < end)
        text = add_next(self, &state, text, end);
    self->letters[self->length] = '\0';
}

gboolean
words_have(const Words *self, const char *word)
{
    gsize length = strlen(word);

    for (guint i = 0; i < self->n_words; i++) {
        if (self->words[i].length == length && memcmp(words_get(self, i), word, length) == 0)
            return TRUE;
    }
    return FALSE;
}

gboolean
words_are_equal(const Words *a, const Words *b)
{
    return a->length > 0 && a->length == b->length &&
           memcmp(a->letters, b->letters, a->length) == 0;
}

guint
words_get_distance(const char *a, gsize a_length, const char *b, gsize b_length, guint max)
{
    guint rows[3][WORDS_MAX_TEXT + 1];
    guint *before = rows[0]; /* the row before the last */
    guint *last = rows[1];
    guint *now = rows[2];

    if (a_length > WORDS_MAX_TEXT || b_length > WORDS_MAX_TEXT ||
        MAX(a_length, b_length) - MIN(a_length, b_length) > max)
        return max + 1;
    for (guint j = 0; j <= b_length; j++)
        before[j] = last[j] = j;
    for (gsize i = 1; i <= a_length; i++) {
        guint *free_row = before;
        guint least = now[0] = (guint)i;

        for (gsize j = 1; j <= b_length; j++) {
            guint cost = a[i - 1] != b[j - 1];

            now[j] = MIN(MIN(last[j], now[j - 1]) + 1, last[j - 1] + cost);
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                now[j] = MIN(now[j], before[j - 2] + 1);
            least = MIN(least, now[j]);
        }
        if (least > max)
            return max + 1;
        before = last;
        last = now;
        now = free_row;
    }
    return MIN(last[b_length], max + 1);
}
