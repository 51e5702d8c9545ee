/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Holds an expression against a text as far as letters, classes and groups go, also those that look ahead. Most expressions that
 * are tried for a label name another release, and most of the others are as simple as that: they need not be
 * compiled. In doubt one may match.
 */
#include "config.h"

#include <string.h>

#include "base/expression_syntax.h"
#include "recognise/expression.h"
#include "recognise/expression_start.h"

/* Steps, back and forth, in all alternatives together; letters in a row are one. */
#define MAX_STEPS 256

typedef struct {
    const char *text; /* all of it */
    guint n_steps;
    gboolean is_unsure;  /* something was not looked at */
    const char *outside; /* how far outside of groups the expression has been read */
    const char *wanted;  /* the group whose text is captured; NULL: none */
    ExpressionCapture captured;
} Walk;

/* A group that is being read. */
typedef struct Group {
    const char *start;
    const char *text;          /* what it is held against */
    const struct Group *outer; /* NULL: it is in none */
    gboolean is_look;          /* it looks ahead: its end is the end of the way */
    gsize count;               /* how often it was there before */
} Group;

static gboolean walk(Walk *self, const char *pattern, const char *text, const Group *inside);

/* The way of a walk that cannot be followed any further may lead to the end. */
static gboolean
give_up(Walk *self)
{
    self->is_unsure = TRUE;
    return TRUE;
}

static gboolean
is_plain(char c)
{
    return g_ascii_isalnum(c) || c == ' ' || c == '-';
}

/* The common case: letters that no quantifier can be about, and another one in the text. */
static gboolean
begins_otherwise(const char *pattern, const char *text)
{
    return *pattern != *text && is_plain(*pattern) && is_plain(pattern[1]);
}

/* What follows a group, which may be left out. */
static gboolean
walk_without(Walk *self, const char *quantifier, const char *text, const Group *outer)
{
    gsize least, most;
    const char *next = syntax_read_count(quantifier, &least, &most);

    return next == NULL ? give_up(self) : walk(self, next, text, outer);
}

/* One of the alternatives of a group, from @alternative on, and what follows. *@out_end is the group's end, where none
 * leads anywhere. */
static gboolean
walk_alternatives(Walk *self, const Group *group, const char *alternative, const char **out_end)
{
    if (alternative == NULL)
        return give_up(self);
    for (;;) {
        const char *end;

        if (!begins_otherwise(alternative, group->text) &&
            walk(self, alternative, group->text, group))
            return TRUE;
        end = syntax_find_end(alternative);
        if (end == NULL || *end == '\0')
            return give_up(self);
        if (*end == ')') {
            *out_end = end;
            return FALSE;
        }
        alternative = end + 1;
    }
}

/* A group, or what follows where it may be left out. */
static gboolean
walk_group(Walk *self, const char *pattern, const char *text, const Group *outer)
{
    Group group = {.start = pattern, .text = text, .outer = outer};
    const char *end = NULL;

    if (walk_alternatives(self, &group, syntax_enter_group(pattern), &end))
        return TRUE;
    if (outer == NULL)
        self->outside = MAX(self->outside, end + 1);
    return !syntax_is_needed(end + 1) && walk_without(self, end + 1, text, outer);
}

/* Behind a letter, an escaped punctuation mark, a class or a point; NULL: there is something else. */
static const char *
skip_atom(const char *pattern)
{
    if (*pattern == '[')
        return syntax_skip_class(pattern);
    return *pattern == '.' ? pattern + 1 : syntax_skip_letter(pattern);
}

static gboolean
class_has(const char *class, const char *end, guchar c)
{
    gboolean is_negated = class[1] == '^';
    const char *member = syntax_enter_class(class);

    while (member < end - 1) {
        guchar first, last;

        member = syntax_read_member(member, end, &first, &last);
        if (c >= first && c <= last)
            return !is_negated;
    }
    return is_negated;
}

/* Does the atom from @pattern to @end stand for a character that is printable ASCII? */
static gboolean
atom_has(const char *pattern, const char *end, char c)
{
    if (*pattern == '[')
        return class_has(pattern, end, (guchar)c);
    if (*pattern == '.')
        return TRUE;
    return c == (*pattern == '\\' ? pattern[1] : *pattern);
}

/* An atom that stands there more or less than once, and what follows. */
static gboolean
walk_repeated(Walk *self, const char *pattern, const char *end, const char *text,
              const Group *inside)
{
    gsize least, most;
    gsize count = 0;
    const char *next = syntax_read_count(end, &least, &most);

    if (next == NULL)
        return give_up(self);
    while (count < most && text[count] != '\0') {
        if (!g_ascii_isprint(text[count]))
            return give_up(self);
        if (!atom_has(pattern, end, text[count]))
            break;
        count++;
    }
    for (; count > least; count--) {
        if (walk(self, next, text + count, inside))
            return TRUE;
    }
    return count == least && walk(self, next, text + count, inside);
}

/* The group whose end @pattern is once more, unless it took nothing and need not be there; or what follows. */
static gboolean
walk_again(Walk *self, const char *pattern, const char *text, const Group *inside)
{
    gsize least, most;
    const char *next = syntax_read_count(pattern + 1, &least, &most);
    Group again = {
        .start = inside->start, .text = text, .outer = inside->outer, .count = inside->count + 1};
    const char *alternatives = syntax_enter_group(inside->start);
    const char *end = NULL;

    if (next == NULL || most == 0)
        return give_up(self);
    if (again.count < least)
        return walk_alternatives(self, &again, alternatives, &end);
    return (again.count < most && text != inside->text &&
            walk_alternatives(self, &again, alternatives, &end)) ||
           walk(self, next, text, inside->outer);
}

/* What follows the group whose end @pattern is. */
static gboolean
walk_behind(Walk *self, const char *pattern, const char *text, const Group *inside)
{
    if (syntax_is_repeated(pattern + 1))
        return walk_again(self, pattern, text, inside);
    if (inside->outer == NULL)
        self->outside = MAX(self->outside, pattern + 1);
    return walk(self, pattern + 1, text, inside->outer);
}

/* The same, with the group's text; that of an earlier time counts where this way leads nowhere. */
static gboolean
walk_captured(Walk *self, const char *pattern, const char *text, const Group *inside)
{
    ExpressionCapture before = self->captured;

    self->captured = (ExpressionCapture){inside->text, (gsize)(text - inside->text)};
    if (walk_behind(self, pattern, text, inside))
        return TRUE;
    self->captured = before;
    return FALSE;
}

/* Behind a group that looks ahead, which takes nothing of the text: were it right, what follows must match. NULL: it is
 * not understood. */
static const char *
skip_look(const char *pattern)
{
    const char *closing = syntax_find_closing(pattern + 3);

    return closing != NULL && !syntax_is_repeated(closing + 1) ? closing + 1 : NULL;
}

/* May it be right? */
static gboolean
look(Walk *self, const char *pattern, const char *text)
{
    Walk inside = {.text = self->text, .n_steps = self->n_steps};
    Group group = {.start = pattern, .text = text, .is_look = TRUE};
    const char *end = NULL;
    gboolean is_there = walk_alternatives(&inside, &group, pattern + 3, &end);

    self->n_steps = inside.n_steps;
    self->is_unsure = self->is_unsure || inside.is_unsure;
    return inside.is_unsure || is_there == (pattern[2] == '=');
}

static gboolean
is_boundary(const char *pattern)
{
    return *pattern == '\\' && pattern[1] == 'b' && !syntax_is_repeated(pattern + 2);
}

static gboolean
is_of_word(char c)
{
    return g_ascii_isalnum(c) || c == '_';
}

/* Does a word begin or end here? What has been walked over is ASCII. */
static gboolean
stands_at_boundary(const Walk *self, const char *text)
{
    return (text > self->text && is_of_word(text[-1])) != is_of_word(*text);
}

/* From @pattern to what is not looked at here. */
static gboolean
walk(Walk *self, const char *pattern, const char *text, const Group *inside)
{
    while (self->n_steps++ < MAX_STEPS) {
        const char *end;

        /* the common case: letters that no quantifier can be about */
        while (is_plain(*pattern) && is_plain(pattern[1])) {
            if (*pattern++ != *text++)
                return FALSE;
        }
        end = skip_atom(pattern);
        if (end != NULL && syntax_is_repeated(end))
            return walk_repeated(self, pattern, end, text, inside);
        if (end != NULL) {
            if (*text == '\0' || (g_ascii_isprint(*text) && !atom_has(pattern, end, *text)))
                return FALSE;
            if (!g_ascii_isprint(*text))
                return give_up(self);
            pattern = end;
            text++;
        } else if (syntax_looks_ahead(pattern)) {
            const char *behind = skip_look(pattern);

            if (behind == NULL)
                return give_up(self);
            if (!look(self, pattern, text))
                return FALSE;
            pattern = behind;
            if (inside == NULL)
                self->outside = MAX(self->outside, pattern);
        } else if (*pattern == '(') {
            return walk_group(self, pattern, text, inside);
        } else if (*pattern == '$' && !syntax_is_repeated(pattern + 1)) {
            /* the end, or the end of the last line */
            if (*text != '\0')
                return g_ascii_isprint(*text) ? FALSE : give_up(self);
            pattern++;
        } else if (is_boundary(pattern)) {
            if (*text != '\0' && !g_ascii_isprint(*text))
                return give_up(self);
            if (!stands_at_boundary(self, text))
                return FALSE;
            pattern += 2;
        } else if (*pattern == '\0' || (*pattern == '|' && inside == NULL)) {
            return TRUE;
        } else if (inside == NULL || (*pattern != '|' && *pattern != ')')) {
            return give_up(self);
        } else {
            if (inside->is_look)
                return TRUE;
            pattern = *pattern == '|' ? syntax_find_closing(pattern + 1) : pattern;
            if (pattern == NULL)
                return give_up(self);
            return inside->start == self->wanted ? walk_captured(self, pattern, text, inside)
                                                 : walk_behind(self, pattern, text, inside);
        }
    }
    return give_up(self);
}

static gboolean
may_match(Walk *self, const char *pattern, const char *text)
{
    self->text = text;
    for (;;) {
        const char *end;

        self->is_unsure = FALSE;
        self->outside = pattern + 1;
        if (*pattern != '^')
            return give_up(self);
        if (walk(self, pattern + 1, text, NULL))
            return TRUE;
        end = strchr(self->outside, '|') != NULL ? syntax_find_end(self->outside) : "";
        if (end == NULL || *end == ')')
            return give_up(self);
        if (*end == '\0')
            return FALSE;
        pattern = end + 1;
    }
}

/* The first group of @pattern that captures; NULL: none. */
static const char *
find_capture(const char *pattern)
{
    while (pattern != NULL && *pattern != '\0') {
        if (*pattern == '(' && pattern[1] != '?')
            return pattern;
        if (*pattern == '[')
            pattern = syntax_skip_class(pattern);
        else
            pattern += *pattern == '\\' && pattern[1] != '\0' ? 2 : 1;
    }
    return NULL;
}

/* Once more, for those few that match. */
static ExpressionCapture
capture(const char *pattern, const char *text)
{
    Walk self = {.wanted = find_capture(pattern)};

    if (self.wanted == NULL)
        return (ExpressionCapture){NULL, 0};
    may_match(&self, pattern, text);
    return self.captured.start != NULL ? self.captured : (ExpressionCapture){text, 0};
}

ExpressionAnswer
expression_try(const char *pattern, ExpressionKind kind, const char *text,
               ExpressionCapture *out_capture)
{
    Walk self = {.n_steps = 0};

    if (!may_match(&self, pattern, text))
        return EXPRESSION_DIFFERS;
    if (self.is_unsure || kind == EXPRESSION_NOT_SIMPLE ||
        strnlen(text, EXPRESSION_MAX_TEXT + 1) > EXPRESSION_MAX_TEXT ||
        (kind == EXPRESSION_NOT_KNOWN && !syntax_is_simple(pattern)))
        return EXPRESSION_MAY_MATCH;
    if (out_capture != NULL)
        *out_capture = capture(pattern, text);
    return EXPRESSION_MATCHES;
}
