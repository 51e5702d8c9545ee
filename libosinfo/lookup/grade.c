/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <string.h>

#include "lookup/grade.h"

/* What a word is worth that is found so. */
#define WORTH_EXACT 100
#define WORTH_SERIES 90 /* "9" of "9.4" */
#define WORTH_START 80  /* "win" of "windows" */
#define WORTH_POINT 60  /* "12.5", of which there is "12" */
#define WORTH_INSIDE 40 /* "suse" of "opensuse", "redhat" of "Red Hat" */
#define WORTH_ALIKE 30

/* Letters of a word that may stand inside of another one, and of one in which a letter, or two, may be wrong. */
#define MIN_INSIDE 4
#define MIN_ALIKE 4
#define MIN_ALIKE_TWICE 8
#define MAX_WRONG 2

/* Of what is left when each word is found: so much for how much of a name was asked for. */
#define WORTH_COVERAGE 10

/* Words that say little: what lacks them is found, too. */
static gboolean
is_filler(const char *word, guint length)
{
    static const char *const fillers[] = {"edition", "gnu",     "iso",    "linux", "operating",
                                          "os",      "release", "system", "the",   "version"};

    for (guint i = 0; i < G_N_ELEMENTS(fillers); i++) {
        if (strlen(fillers[i]) == length && memcmp(fillers[i], word, length) == 0)
            return TRUE;
    }
    return FALSE;
}

/* A bit for a letter of ASCII, several digits share one; all of them for any other letter; 0: it is none. */
static guint32
get_mark(guchar letter)
{
    guint place = (guint)(letter | 0x20) - 'a';

    if (place < 26)
        return 1u << place;
    if ((guint)letter - '0' < 10)
        return 1u << (26 + (letter - '0') % 6);
    return letter >= 0x80 ? G_MAXUINT32 : 0;
}

static guint32
get_marks(const char *text)
{
    guint32 marks = 0;

    for (guint i = 0; i < WORDS_MAX_TEXT && text[i] != '\0' && marks != G_MAXUINT32; i++)
        marks |= get_mark((guchar)text[i]);
    return marks;
}

gboolean
grade_init(Grade *self, const char *words)
{
    *self = (Grade){0};
    words_split(&self->wanted, words);
    for (guint i = 0; i < self->wanted.n_words; i++) {
        const Word *word = &self->wanted.words[i];
        const char *letters = words_get(&self->wanted, i);
        /* numbers that are alike begin alike */
        guint length = word->is_number ? 1 : word->length;

        for (guint j = 0; j < length; j++)
            self->marks[i] |= get_mark((guchar)letters[j]);
        if (self->marks[i] == G_MAXUINT32)
            self->marks[i] = 0;
    }
    return self->wanted.n_words > 0;
}

/* Can any wanted word be found in a text? Most are in most texts not. */
static gboolean
may_find(const Grade *self, const char *text)
{
    guint32 marks = get_marks(text);
    guint n_wrong = self->takes_likeness ? MAX_WRONG : 0;

    for (guint i = 0; i < self->wanted.n_words; i++) {
        guint32 missing = self->marks[i] & ~marks;
        guint n_missing = 0;

        for (; missing != 0 && n_missing <= n_wrong; missing &= missing - 1)
            n_missing++;
        if (n_missing <= n_wrong)
            return TRUE;
    }
    return FALSE;
}

void
grade_clear(Grade *self)
{
    memset(self->best, 0, sizeof(self->best));
    self->is_whole = FALSE;
    self->keys = 0;
    self->coverage = 0;
    self->best_sum = 0;
    self->key = NULL;
    self->text = NULL;
}

/* Is @longer the text of @shorter, a point, and more? */
static gboolean
is_point(const char *longer, guint longer_length, const char *shorter, guint shorter_length)
{
    return longer_length > shorter_length && longer[shorter_length] == '.' &&
           memcmp(longer, shorter, shorter_length) == 0;
}

static guint
compare_numbers(const char *a, guint a_length, const char *b, guint b_length)
{
    if (a_length == b_length && memcmp(a, b, a_length) == 0)
        return WORTH_EXACT;
    if (is_point(b, b_length, a, a_length))
        return WORTH_SERIES;
    /* of "12" and "12.5" the latter is nearer to 12.5.1 */
    return is_point(a, a_length, b, b_length) ? MIN(WORTH_POINT + b_length, WORTH_SERIES - 1) : 0;
}

static guint
compare_letters(const Grade *self, const char *a, guint a_length, const char *b, guint b_length)
{
    if (b_length >= a_length && memcmp(a, b, a_length) == 0)
        return a_length == b_length ? WORTH_EXACT : WORTH_START;
    if (self->takes_likeness && a_length >= MIN_ALIKE) {
        guint max = a_length >= MIN_ALIKE_TWICE ? MAX_WRONG : 1;

        if (words_get_distance(a, a_length, b, b_length, max) <= max)
            return WORTH_ALIKE;
    }
    return 0;
}

static gboolean
stands_in(const Words *text, const char *letters, guint length)
{
    for (guint i = 0; i + length <= text->length; i++) {
        if (memcmp(text->letters + i, letters, length) == 0)
            return TRUE;
    }
    return FALSE;
}

static guint
find_word(const Grade *self, guint number, const Words *text, guint *out_word)
{
    const Word *word = &self->wanted.words[number];
    const char *letters = words_get(&self->wanted, number);
    guint best = 0;

    *out_word = WORDS_MAX_WORDS;
    for (guint i = 0; i < text->n_words && best < WORTH_EXACT; i++) {
        const Word *other = &text->words[i];
        guint worth = 0;

        if (word->is_number != other->is_number)
            continue;
        worth =
            word->is_number
                ? compare_numbers(letters, word->length, words_get(text, i), other->length)
                : compare_letters(self, letters, word->length, words_get(text, i), other->length);
        if (worth > best) {
            best = worth;
            *out_word = i;
        }
    }
    if (best == 0 && !word->is_number && word->length >= MIN_INSIDE &&
        stands_in(text, letters, word->length))
        best = WORTH_INSIDE;
    return best;
}

/* What each wanted word is worth in a text; the sum of it. @out_asked: words of the text, as bits. */
static guint
compare_words(const Grade *self, const Words *text, guint weight, guint8 *worth, guint32 *out_asked)
{
    guint sum = 0;

    G_STATIC_ASSERT(WORDS_MAX_WORDS < 32);
    *out_asked = 0;
    for (guint i = 0; i < self->wanted.n_words; i++) {
        guint word = 0;

        worth[i] = (guint8)(find_word(self, i, text, &word) * weight / 100);
        sum += worth[i];
        if (word < WORDS_MAX_WORDS)
            *out_asked |= 1u << word;
    }
    return sum;
}

static void
count_asked(Grade *self, const Words *text, guint32 asked)
{
    guint n_asked = 0;

    for (; asked != 0; asked &= asked - 1)
        n_asked++;
    if (text->n_words > 0)
        self->coverage = MAX(self->coverage, 100 * n_asked / text->n_words);
    self->is_whole = self->is_whole || words_are_equal(text, &self->wanted);
}

void
grade_add(Grade *self, guint kind, const char *key, const char *text, guint weight,
          gboolean is_name)
{
    guint8 *worth = self->last[kind].worth;
    guint32 asked = 0;
    Words words;

    if (is_name || self->last[kind].text != text) {
        self->last[kind].text = text;
        self->last[kind].sum = 0;
        memset(worth, 0, sizeof(self->last[kind].worth));
        if (may_find(self, text)) {
            words_split(&words, text);
            self->last[kind].sum = compare_words(self, &words, weight, worth, &asked);
            if (is_name)
                count_asked(self, &words, asked);
        }
    }
    if (self->last[kind].sum == 0)
        return;
    for (guint i = 0; i < self->wanted.n_words; i++)
        self->best[i] = MAX(self->best[i], worth[i]);
    if (is_name)
        self->keys |= 1u << kind;
    if (self->last[kind].sum > self->best_sum) {
        self->best_sum = self->last[kind].sum;
        self->key = key;
        self->text = text;
    }
}

guint
grade_get(const Grade *self)
{
    guint sum = 0;
    guint n_found = 0;

    for (guint i = 0; i < self->wanted.n_words; i++) {
        gboolean is_optional = is_filler(words_get(&self->wanted, i), self->wanted.words[i].length);

        if (self->best[i] == 0 && !is_optional)
            return 0;
        sum += self->best[i];
        n_found += self->best[i] > 0;
    }
    if (n_found == 0)
        return 0;
    if (self->is_whole)
        return GRADE_BEST;
    /* what is just what is looked for is better than all else */
    return MAX(1, (sum / self->wanted.n_words * (GRADE_BEST - WORTH_COVERAGE - 1) +
                   self->coverage * WORTH_COVERAGE) /
                      100);
}
