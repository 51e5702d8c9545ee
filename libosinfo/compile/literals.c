/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Reads as much of the syntax of Perl-compatible regular expressions as is needed to find required
 * literals. Whatever is not certain gives no literal: an expression that is tried in vain costs a
 * microsecond, one that is left out gives a wrong answer.
 */
#include "config.h"

#include <string.h>

#include "base/expression_syntax.h"
#include "compile/literals.h"

/* Groups inside of groups; deeper ones are not understood. */
#define MAX_DEPTH 32
/* Groups behind or inside of each other whose alternatives are starts of their own. */
#define MAX_CHOICES 3
/* Alternatives of a group that are looked at, and letters of each that count, and are enough. */
#define MAX_ALTERNATIVES 8
#define MAX_LETTERS 15
#define LEAST_LETTERS 2
/* Letters of a class that are starts of their own. */
#define MAX_MEMBERS 3

/* The longest letters that follow each other in an alternative, or as many as there is room for. */
typedef struct {
    char text[MAX_LETTERS + 1];
    gsize length;
} Letters;

typedef struct {
    const char *at;
    gboolean understood;
    gsize least;
    GString *run;       /* letters that follow each other */
    Letters longest;    /* of these in the alternative that is being read */
    GPtrArray *found;   /* texts */
    GPtrArray *choices; /* of GStrv; NULL: nobody asks */
} Parser;

static void
end_run(Parser *parser)
{
    if (parser->run->len >= parser->least)
        g_ptr_array_add(parser->found, g_strndup(parser->run->str, parser->run->len));
    if (parser->run->len > parser->longest.length) {
        parser->longest.length = MIN(parser->run->len, MAX_LETTERS);
        memcpy(parser->longest.text, parser->run->str, parser->longest.length);
        parser->longest.text[parser->longest.length] = '\0';
    }
    g_string_truncate(parser->run, 0);
}

/* Reads a quantifier, if there is one, and tells whether the atom before it may be absent and
 * whether it may come more than once. */
static void
read_quantifier(Parser *parser, gboolean *out_optional, gboolean *out_repeated)
{
    const char *at = parser->at;

    *out_optional = *at == '?' || *at == '*';
    *out_repeated = *at == '+' || *at == '*';
    if (*at == '?' || *at == '*' || *at == '+') {
        at++;
    } else if (*at == '{' && g_ascii_isdigit(at[1])) {
        const char *digits = at + 1;
        guint64 least = g_ascii_strtoull(digits, (char **)&digits, 10);

        if (*digits == ',')
            for (digits++; g_ascii_isdigit(*digits); digits++)
                ;
        if (*digits != '}')
            return; /* no quantifier: the brace stands for itself */
        *out_optional = least == 0;
        *out_repeated = TRUE;
        at = digits + 1;
    } else {
        if (*at == '{' && at[1] == ',')
            parser->understood = FALSE; /* a quantifier, or not, as the release of PCRE wants it */
        return;
    }
    if (*at == '?' || *at == '+') /* lazy or possessive */
        at++;
    parser->at = at;
}

/* Skips a class in brackets. */
static void
skip_class(Parser *parser)
{
    const char *at = parser->at + 1;

    at += *at == '^';
    at += *at == ']';
    while (*at != '\0' && *at != ']') {
        if (*at == '\\' && (at[1] == 'Q' || at[1] == 'E' || at[1] == 'c')) {
            parser->understood = FALSE;
            return;
        }
        if (*at == '[' && (at[1] == ':' || at[1] == '.' || at[1] == '=')) {
            char close[] = {at[1], ']', '\0'};
            const char *end = strstr(at + 2, close);

            at = end != NULL ? end + 2 : at + 1;
        } else {
            at += *at == '\\' && at[1] != '\0' ? 2 : 1;
        }
    }
    if (*at == '\0')
        parser->understood = FALSE;
    else
        parser->at = at + 1;
}

/* What the alternatives of a group have. */
typedef struct {
    Letters letters[MAX_ALTERNATIVES];
    guint count; /* of alternatives, which may be more than there is room for */
} Alternatives;

static void read_alternatives(Parser *parser, guint depth, Alternatives *out_alternatives);

/* Reads over what may stand at a group's start, and tells whether the group only looks ahead: then it
 * has no part in the match. */
static gboolean
read_group_start(Parser *parser)
{
    gboolean looks_ahead = parser->at[0] == '?' && (parser->at[1] == '=' || parser->at[1] == '!');

    if (looks_ahead || (parser->at[0] == '?' && parser->at[1] == ':'))
        parser->at += 2;
    else if (parser->at[0] == '?' || parser->at[0] == '*')
        parser->understood = FALSE; /* options, looking behind, names, verbs */
    return looks_ahead;
}

/* One of the alternatives must be there, and so its letters. */
static void
add_choice(Parser *parser, const Alternatives *alternatives)
{
    g_auto(GStrv) texts = NULL;

    if (parser->choices == NULL || alternatives->count > MAX_ALTERNATIVES)
        return;
    for (guint i = 0; i < alternatives->count; i++) {
        if (alternatives->letters[i].length < LEAST_LETTERS)
            return;
    }
    texts = g_new0(char *, alternatives->count + 1);
    for (guint i = 0; i < alternatives->count; i++)
        texts[i] = g_strdup(alternatives->letters[i].text);
    g_ptr_array_add(parser->choices, g_steal_pointer(&texts));
}

static guint
count_choices(const Parser *parser)
{
    return parser->choices != NULL ? parser->choices->len : 0;
}

/* A group's literals are required when the group is, and has no alternatives. */
static void
read_group(Parser *parser, guint depth)
{
    guint n_found = parser->found->len;
    guint n_choices = count_choices(parser);
    Letters outside = parser->longest;
    Alternatives alternatives = {.count = 0};
    gboolean looks_ahead = FALSE;
    gboolean optional = FALSE;
    gboolean repeated = FALSE;

    parser->at++;
    looks_ahead = read_group_start(parser);
    if (!parser->understood || depth >= MAX_DEPTH) {
        parser->understood = FALSE;
        return;
    }
    read_alternatives(parser, depth + 1, &alternatives);
    if (!parser->understood || *parser->at != ')') {
        parser->understood = FALSE;
        return;
    }
    parser->at++;
    read_quantifier(parser, &optional, &repeated);
    if (alternatives.count > 1 || optional || looks_ahead) {
        g_ptr_array_set_size(parser->found, (gint)n_found);
        if (count_choices(parser) > n_choices)
            g_ptr_array_set_size(parser->choices, (gint)n_choices);
        if (!optional && !looks_ahead)
            add_choice(parser, &alternatives);
    }
    if (alternatives.count > 1 || optional || looks_ahead ||
        outside.length >= parser->longest.length)
        parser->longest = outside;
}

/* One literal character, or FALSE when it is something else, which is skipped. */
static gboolean
read_character(Parser *parser, char *out_character)
{
    char character = *parser->at;

    if (character == '.' || character == '^' || character == '$') {
        parser->at++;
        return FALSE;
    }
    if (character != '\\') {
        parser->at++;
        *out_character = character;
        return TRUE;
    }
    character = parser->at[1];
    if (character == '\0') {
        parser->understood = FALSE;
        return FALSE;
    }
    parser->at += 2;
    if (!g_ascii_isalnum(character)) {
        *out_character = character;
        return (guchar)character < 0x80;
    }
    if (strchr("dDwWsSbBAzZhHvVRN", character) == NULL)
        parser->understood = FALSE; /* references, code points, properties, quoting ... */
    return FALSE;
}

/* A sequence up to '|', ')' or the end. */
static void
read_sequence(Parser *parser, guint depth)
{
    while (parser->understood && *parser->at != '|' && *parser->at != ')' && *parser->at != '\0') {
        gboolean optional = FALSE;
        gboolean repeated = FALSE;
        char character = '\0';

        /* the common case: letters that no quantifier can be about */
        while (g_ascii_isalnum(*parser->at) && g_ascii_isalnum(parser->at[1]))
            g_string_append_c(parser->run, *parser->at++);
        if (*parser->at == '(') {
            end_run(parser);
            read_group(parser, depth);
            continue;
        }
        if (*parser->at == '[') {
            end_run(parser);
            skip_class(parser);
            read_quantifier(parser, &optional, &repeated);
            continue;
        }
        if (!read_character(parser, &character)) {
            end_run(parser);
            read_quantifier(parser, &optional, &repeated);
            continue;
        }
        if ((guchar)character >= 0x80) { /* a quantifier would take all bytes of the character */
            end_run(parser);
            while (((guchar)*parser->at & 0xc0) == 0x80)
                parser->at++;
            read_quantifier(parser, &optional, &repeated);
            continue;
        }
        read_quantifier(parser, &optional, &repeated);
        if (!optional)
            g_string_append_c(parser->run, character);
        if (optional || repeated)
            end_run(parser);
    }
    end_run(parser);
}

static void
read_alternatives(Parser *parser, guint depth, Alternatives *out_alternatives)
{
    for (;;) {
        parser->longest.length = 0;
        read_sequence(parser, depth);
        if (out_alternatives->count < MAX_ALTERNATIVES)
            out_alternatives->letters[out_alternatives->count] = parser->longest;
        out_alternatives->count++;
        if (!parser->understood || *parser->at != '|')
            return;
        parser->at++;
    }
}

GPtrArray *
literals_extract(const char *expression, gsize least, GPtrArray *choices)
{
    Parser parser = {.at = expression,
                     .understood = TRUE,
                     .least = least,
                     .run = g_string_new(NULL),
                     .found = g_ptr_array_new_with_free_func(g_free),
                     .choices = choices};
    Alternatives alternatives = {.count = 0};

    /* (*UTF) and its kind, and unbalanced brackets, end up as not understood */
    read_alternatives(&parser, 0, &alternatives);
    if (!parser.understood || alternatives.count > 1 || *parser.at != '\0') {
        g_ptr_array_set_size(parser.found, 0);
        if (choices != NULL)
            g_ptr_array_set_size(choices, 0);
    }
    g_string_free(parser.run, TRUE);
    return parser.found;
}

/* Starts that are being listed. */
typedef struct {
    GPtrArray *found; /* of texts */
    guint most;
} Starts;

/* The place in an expression that has been reached. */
typedef struct {
    const char *at;
    guint depth;     /* groups that it is in */
    guint n_choices; /* groups that have been entered */
} Place;

static void list_starts(Starts *self, Place place, const char *start);

/* FALSE: the group is not understood, or may be left out, or has more alternatives than there is room. */
static gboolean
list_alternatives(Starts *self, Place place, const char *start)
{
    const char *first = syntax_enter_group(place.at);
    const char *closing = first != NULL ? syntax_find_closing(first) : NULL;
    guint count = 1;

    if (closing == NULL || !syntax_is_needed(closing + 1) || place.n_choices >= MAX_CHOICES)
        return FALSE;
    for (const char *end = syntax_find_end(first); end != closing; end = syntax_find_end(end + 1))
        count++;
    if (self->found->len + count > self->most)
        return FALSE;
    for (place.at = first; place.at != closing + 1; place.at = syntax_find_end(place.at) + 1)
        list_starts(self, (Place){place.at, place.depth + 1, place.n_choices + 1}, start);
    return TRUE;
}

/* How many letters a class stands for; 0: it has ranges, or something else than letters. */
static guint
count_members(const char *class)
{
    const char *behind = syntax_skip_class(class);
    guint count = behind != NULL ? (guint)(behind - class - 2) : 0;

    if (count == 0 || syntax_is_repeated(behind) || class[1] == '^')
        return 0;
    for (guint i = 1; i <= count; i++) {
        if (!g_ascii_isprint(class[i]) || (class[i] == '-' && i > 1 && i < count))
            return 0;
    }
    return count;
}

/* A class of few letters is as many alternatives. FALSE: it is none, or there is no room. */
static gboolean
list_members(Starts *self, Place place, const char *start)
{
    guint count = count_members(place.at);
    const char *behind = place.at + count + 2;

    if (count == 0 || count > MAX_MEMBERS || self->found->len + count > self->most ||
        place.n_choices >= MAX_CHOICES)
        return FALSE;
    for (guint i = 0; i < count; i++) {
        g_autofree char *text = g_strdup_printf("%s%c", start, place.at[1 + i]);

        list_starts(self, (Place){behind, place.depth, place.n_choices + 1}, text);
    }
    return TRUE;
}

/* Goes on behind the group. FALSE: it may come again. */
static gboolean
leave_group(Place *place)
{
    const char *closing = *place->at == '|' ? syntax_find_closing(place->at + 1) : place->at;

    if (closing == NULL || syntax_is_repeated(closing + 1))
        return FALSE;
    place->at = closing + 1;
    place->depth--;
    return TRUE;
}

/* Adds what follows @start. */
static void
list_starts(Starts *self, Place place, const char *start)
{
    g_autoptr(GString) text = g_string_new(start);

    for (;;) {
        const char *next = syntax_skip_letter(place.at);

        if (next != NULL && !syntax_is_repeated(next)) {
            g_string_append_c(text, next[-1]);
            place.at = next;
        } else if (*place.at == '(' && list_alternatives(self, place, text->str)) {
            return;
        } else if (*place.at == '[' && list_members(self, place, text->str)) {
            return;
        } else if (place.depth == 0 || (*place.at != '|' && *place.at != ')') ||
                   !leave_group(&place)) {
            break;
        }
    }
    g_ptr_array_add(self->found, g_string_free(g_steal_pointer(&text), FALSE));
}

GPtrArray *
literals_list_starts(const char *expression, guint most)
{
    Starts self = {.found = g_ptr_array_new_with_free_func(g_free), .most = most};
    const char *end = *expression == '^' ? syntax_find_end(expression + 1) : NULL;

    if (end != NULL && *end == '\0' && !syntax_is_repeated(expression + 1))
        list_starts(&self, (Place){expression + 1, 0, 0}, "");
    return self.found;
}
