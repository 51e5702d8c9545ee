/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * A format is a pair of functions: one follows the template's own bytes and so knows at any time
 * whether it is inside quotes, in a comment, in a section …; the other writes a value at the place
 * that has been reached, or says why that cannot be done. They read the text as the programs do
 * that the text is for:
 *
 *  - kickstart: lines of words as Python's shlex.split() takes them apart, lines being what
 *    str.splitlines() makes; sections for programs, of which those of shells are followed.
 *  - preseed: debconf-set-selections(1); a value is the rest of a line.
 *  - shell scripts: POSIX.1-2017, volume 3, 2.2 and 2.3.
 *  - YAML 1.2 (and the types of 1.1, which many readers still have); JSON, RFC 8259.
 *  - answer files of Windows: the rules of .inf files, quotes and percent signs are doubled.
 *  - registry files: a backslash before quotes and backslashes.
 *  - batch files: percent signs are doubled; what stands in quotes is left alone otherwise.
 *
 * Where the readers of a format do not agree, the value is refused.
 */
#include "config.h"

#include <string.h>

#include "common/translate.h"
#include "script/escape/escape.h"

/* Quotes in substitutions in quotes … */
#define MAX_DEPTH 64
/* Instead of a byte: a value stands there. */
#define A_VALUE (-1)

static const char *const no_line_break = N_("a line break cannot be written here");
static const char *const no_control = N_("a control character cannot be written here");
static const char *const no_place = N_("no value can be written at this place");
static const char *const no_word =
    N_("only letters, digits and . _ / - can be written at this place");
static const char *const no_outer_blank =
    N_("a blank at the beginning or the end cannot be written here");
static const char *const no_blank = N_("a blank cannot be written here");
static const char *const no_last_backslash = N_("a backslash at the end cannot be written here");
static const char *const no_quote = N_("a quotation mark cannot be written here");
static const char *const no_percent_line =
    N_("a line that begins with a percent sign cannot be written here");
static const char *const no_first_dash = N_("a dash at the beginning cannot be written here");
static const char *const no_comma = N_("a comma cannot be written here");
static const char *const no_delayed = N_("neither ! nor ^ can be written here");
static const char *const no_text = N_("the text is not UTF-8");

#define LETTERS "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
#define WORD LETTERS "0123456789._/-"

typedef enum {
    PLAIN, /* outside of everything; where a scalar has begun in YAML */
    SINGLE,
    DOUBLE,
    COMMENT,
    /* of shells */
    COMMAND, /* $( ) or ( ) */
    BRACE,   /* ${ } */
    ARITHMETIC,
    BACKQUOTE,
    DOLLAR_SINGLE, /* $' ' */
    /* of YAML */
    START,    /* a scalar may begin */
    PROPERTY, /* a tag or an anchor */
    BLOCK,
} Place;

typedef enum { COMMANDS, SHELL, PACKAGES, OTHER } Section;

/* How far we are. */
typedef struct {
    const char *text;
    gsize size; /* bytes */
    gsize at;
    gsize line_start; /* of the template's line */
    int previous;     /* byte, or A_VALUE; 0 at the beginning */
    int following;    /* behind the value at hand, likewise */
    gsize limit;      /* where the next value begins, of which nothing is to be seen before */
    GString *output;
    Place places[MAX_DEPTH]; /* of each other; the first is never left */
    guint depth;             /* index of the innermost */
    gboolean is_lost;        /* too deep */
    gboolean is_escaped;     /* a backslash or the like is before */
    gboolean is_dollar;      /* a dollar sign that stands for itself in no way */
    gsize skip_end;          /* up to here it is the content of a here-document */
    gsize here_line;         /* a here-document begins behind this line; 0: none */
    Section section;
    Section next_section;  /* from the next line on */
    gboolean is_words;     /* a line of words, in whichever section */
    gsize string_start;    /* of a JSON string */
    guint flow;            /* brackets of YAML that are open */
    gboolean begins_block; /* the line has the header of a block scalar */
    gsize block_column;    /* where the lines of a block scalar begin, at least */
    gboolean is_delayed;   /* delayed expansion of batch files */
} Escaper;

struct _ScriptFormat {
    const char *media_type;
    /* The byte at self->at, which is the template's. */
    void (*follow)(Escaper *self, char byte);
    /* NULL: it is written; otherwise why it cannot be. */
    const char *(*write)(Escaper *self, const char *value, gsize size);
    Place first;
};

static Place
place(const Escaper *self)
{
    return self->places[self->depth];
}

static void
enter(Escaper *self, Place what)
{
    if (self->depth + 1 < MAX_DEPTH)
        self->places[++self->depth] = what;
    else
        self->is_lost = TRUE;
}

static void
leave(Escaper *self)
{
    if (self->depth > 0)
        self->depth--;
}

static void
move_to(Escaper *self, Place what)
{
    self->places[self->depth] = what;
}

/* The template's byte at a distance; 0: a value or the end. */
static char
peek(const Escaper *self, gsize distance)
{
    return self->at + distance < self->limit ? self->text[self->at + distance] : '\0';
}

static gboolean
is_blank(int byte)
{
    return byte == ' ' || byte == '\t';
}

static gboolean
is_line_end(int byte)
{
    return byte == '\0' || byte == '\n' || byte == '\r';
}

/* Only @characters, and at least one. */
static gboolean
is_of(const char *value, gsize size, const char *characters)
{
    for (gsize i = 0; i < size; i++) {
        if (strchr(characters, value[i]) == NULL)
            return FALSE;
    }
    return size > 0;
}

static gboolean
has(const char *value, gsize size, char byte)
{
    return memchr(value, byte, size) != NULL;
}

static gboolean
has_control(const char *value, gsize size)
{
    for (gsize i = 0; i < size; i++) {
        if (g_ascii_iscntrl(value[i]) && value[i] != '\t')
            return TRUE;
    }
    return FALSE;
}

static gboolean
has_line_break(const char *value, gsize size)
{
    return has(value, size, '\n') || has(value, size, '\r');
}

/* One that str.splitlines() of Python sees, at @value; its length in bytes, 0: none. */
static gsize
measure_break(const char *value, gsize size)
{
    static const char *const breaks[] = {
        "\n", "\r", "\v", "\f", "\x1c", "\x1d", "\x1e", "\xc2\x85", "\xe2\x80\xa8", "\xe2\x80\xa9"};

    for (guint i = 0; i < G_N_ELEMENTS(breaks); i++) {
        gsize length = strlen(breaks[i]);

        if (length <= size && memcmp(value, breaks[i], length) == 0)
            return length;
    }
    return 0;
}

static gboolean
has_any_break(const char *value, gsize size)
{
    for (gsize i = 0; i < size; i++) {
        if (measure_break(value + i, size - i) > 0)
            return TRUE;
    }
    return FALSE;
}

/* What no line can hold. */
static const char *
check_line(const char *value, gsize size)
{
    if (has_line_break(value, size))
        return no_line_break;
    return has_control(value, size) ? no_control : NULL;
}

static void
append(Escaper *self, const char *value, gsize size)
{
    g_string_append_len(self->output, value, (gssize)size);
}

static const char *
append_word(Escaper *self, const char *value, gsize size)
{
    if (!is_of(value, size, WORD))
        return no_word;
    append(self, value, size);
    return NULL;
}

/* @prefix before each of @characters. */
static void
append_escaped(Escaper *self, const char *value, gsize size, const char *characters, char prefix)
{
    for (gsize i = 0; i < size; i++) {
        if (strchr(characters, value[i]) != NULL)
            g_string_append_c(self->output, prefix);
        g_string_append_c(self->output, value[i]);
    }
}

/* Each of @characters twice. */
static void
append_doubled(Escaper *self, const char *value, gsize size, const char *characters)
{
    for (gsize i = 0; i < size; i++) {
        if (strchr(characters, value[i]) != NULL)
            g_string_append_c(self->output, value[i]);
        g_string_append_c(self->output, value[i]);
    }
}

/* What stands in single quotes already, for shells and shlex: quotes are left for one of them. */
static void
append_single(Escaper *self, const char *value, gsize size)
{
    for (gsize i = 0; i < size; i++) {
        if (value[i] == '\'')
            g_string_append(self->output, "'\\''");
        else
            g_string_append_c(self->output, value[i]);
    }
}

/* A word or a part of one, for shells and shlex. A program takes a word with a dash for an option,
 * in quotes or not. */
static const char *
append_bare(Escaper *self, const char *value, gsize size, const char *characters)
{
    gboolean is_argument =
        self->at >= 4 && memcmp(self->text + self->at - 4, " -- ", 4) == 0; /* not an option */

    if (size > 0 && value[0] == '-' && is_blank(self->previous) && !is_argument)
        return no_first_dash;
    if (is_of(value, size, characters) && self->following != '<' && self->following != '>') {
        append(self, value, size);
        return NULL;
    }
    g_string_append_c(self->output, '\'');
    append_single(self, value, size);
    g_string_append_c(self->output, '\'');
    return NULL;
}

/* Shell scripts */

static void
start_here_document(Escaper *self)
{
    gsize start = 2;
    char quote = '\0';
    gboolean strips = peek(self, start) == '-';
    g_autoptr(GString) end = g_string_new(NULL);
    gsize line = 0;

    start += strips ? 1 : 0;
    while (is_blank(peek(self, start)))
        start++;
    for (char next = peek(self, start); next != '\0'; next = peek(self, ++start)) {
        if (quote == '\0' && strchr(" \t\n;&|<>()", next) != NULL)
            break;
        if (quote == '\0' && (next == '\'' || next == '"'))
            quote = next;
        else if (next == quote)
            quote = '\0';
        else if (next != '\\')
            g_string_append_c(end, next);
    }
    /* the content begins with the next line */
    line = self->at;
    while (line < self->size && self->text[line] != '\n')
        line++;
    if (self->here_line == 0)
        self->here_line = line;
    if (self->skip_end > line)
        line = self->skip_end;
    while (line < self->size) {
        gsize first = ++line;

        while (strips && first < self->size && self->text[first] == '\t')
            first++;
        while (line < self->size && self->text[line] != '\n')
            line++;
        if (line >= first && line - first == end->len &&
            memcmp(self->text + first, end->str, end->len) == 0)
            break;
    }
    self->skip_end = MIN(line, self->size);
}

static gboolean
is_in_here_document(const Escaper *self)
{
    return self->here_line > 0 && self->at > self->here_line && self->at < self->skip_end;
}

/* In $( ), in ( ) and outside. */
static void
follow_shell_command(Escaper *self, char byte)
{
    gboolean is_word_start = self->previous == 0 ||
                             (self->previous > 0 && strchr(" \t\r\n;&|()", self->previous) != NULL);

    if (byte == '\'')
        enter(self, self->is_dollar ? DOLLAR_SINGLE : SINGLE);
    else if (byte == '"')
        enter(self, DOUBLE);
    else if (byte == '`')
        enter(self, BACKQUOTE);
    else if (byte == '#' && is_word_start)
        enter(self, COMMENT);
    else if (byte == '(' && self->depth > 0)
        enter(self, COMMAND);
    else if (byte == ')' && place(self) == COMMAND)
        leave(self);
    else if (byte == '<' && peek(self, 1) == '<' && peek(self, 2) != '<' && self->previous != '<')
        start_here_document(self);
}

static void
follow_shell(Escaper *self, char byte)
{
    gboolean was_dollar = self->is_dollar;
    Place now = place(self);

    if (self->here_line > 0 && self->at >= self->skip_end)
        self->here_line = self->skip_end = 0;
    if (is_in_here_document(self))
        return;
    if (self->is_escaped) {
        self->is_escaped = FALSE;
        return;
    }
    if (now == COMMENT) {
        if (byte == '\n')
            leave(self);
        return;
    }
    if (now == SINGLE) {
        if (byte == '\'')
            leave(self);
        return;
    }
    if (byte == '\\') {
        self->is_escaped = TRUE;
        self->is_dollar = FALSE;
        return;
    }
    if (was_dollar && (byte == '(' || byte == '{') && now != DOLLAR_SINGLE && now != BACKQUOTE) {
        Place inner = byte == '{' ? BRACE : peek(self, 1) == '(' ? ARITHMETIC : COMMAND;

        self->is_dollar = FALSE;
        enter(self, inner);
        return;
    }
    switch (now) {
    case PLAIN:
    case COMMAND:
        follow_shell_command(self, byte);
        break;
    case DOUBLE:
        if (byte == '"')
            leave(self);
        else if (byte == '`')
            enter(self, BACKQUOTE);
        break;
    case BRACE:
        if (byte == '}')
            leave(self);
        else if (byte == '"')
            enter(self, DOUBLE);
        else if (byte == '\'' && self->places[self->depth - 1] != DOUBLE)
            enter(self, SINGLE);
        break;
    case ARITHMETIC:
        if (byte == '(')
            enter(self, ARITHMETIC);
        else if (byte == ')')
            leave(self);
        break;
    case BACKQUOTE:
        if (byte == '`')
            leave(self);
        break;
    case DOLLAR_SINGLE:
        if (byte == '\'')
            leave(self);
        break;
    default:
        break;
    }
    self->is_dollar = byte == '$' && !was_dollar && now != DOLLAR_SINGLE;
}

static const char *
write_shell(Escaper *self, const char *value, gsize size)
{
    if (self->is_escaped || self->is_dollar || is_in_here_document(self))
        return no_place;
    for (guint i = 0; i <= self->depth; i++) {
        Place each = self->places[i];

        if (each == BRACE || each == ARITHMETIC || each == BACKQUOTE || each == DOLLAR_SINGLE)
            return no_place;
    }
    switch (place(self)) {
    case COMMENT:
        if (has_line_break(value, size))
            return no_line_break;
        append(self, value, size);
        return NULL;
    case SINGLE:
        append_single(self, value, size);
        return NULL;
    case DOUBLE:
        append_escaped(self, value, size, "\\\"$`", '\\');
        return NULL;
    default:
        return append_bare(self, value, size, WORD ":@,+");
    }
}

/* Kickstart */

/* A line of words, each of them perhaps in quotes. */
static void
follow_words(Escaper *self, char byte)
{
    if (self->is_escaped)
        self->is_escaped = FALSE;
    else if (byte == '\\' && place(self) != SINGLE)
        self->is_escaped = TRUE;
    else if (place(self) == SINGLE || place(self) == DOUBLE) {
        if (byte == (place(self) == SINGLE ? '\'' : '"'))
            leave(self);
    } else if (byte == '\'') {
        enter(self, SINGLE);
    } else if (byte == '"') {
        enter(self, DOUBLE);
    }
}

static const char *
write_words(Escaper *self, const char *value, gsize size)
{
    if (has_any_break(value, size))
        return no_line_break;
    if (self->is_escaped)
        return no_place;
    if (place(self) == SINGLE) {
        append_single(self, value, size);
    } else if (place(self) == DOUBLE) {
        /* a dollar sign would keep its backslash */
        append_escaped(self, value, size, "\\\"", '\\');
    } else if (place(self) == COMMENT) {
        append(self, value, size);
    } else {
        return append_bare(self, value, size, WORD ":@,+");
    }
    return NULL;
}

static void
reset_places(Escaper *self)
{
    self->depth = 0;
    self->is_escaped = FALSE;
    self->is_dollar = FALSE;
    self->here_line = self->skip_end = 0;
}

static const struct {
    const char *name;
    Section section;
} sections[] = {
    {"pre", SHELL},       {"post", SHELL},        {"pre-install", SHELL}, {"onerror", SHELL},
    {"traceback", SHELL}, {"packages", PACKAGES}, {"end", COMMANDS},      {"anaconda", COMMANDS},
};

/* Does the line that begins a section name an interpreter that is no shell? */
static gboolean
has_other_interpreter(const char *line, gsize size)
{
    static const char *const shells[] = {"sh", "bash", "dash", "ksh", "ash", "busybox"};
    const char *option = g_strstr_len(line, (gssize)size, "--interpreter");
    const char *name = NULL;
    gsize length = 0;

    if (option == NULL)
        return FALSE;
    name = option + strlen("--interpreter");
    while (name < line + size && strchr("= \t'\"", *name) != NULL)
        name++;
    while (name + length < line + size && strchr(" \t'\"\r", name[length]) == NULL)
        length++;
    for (gsize i = length; i > 0; i--) {
        if (name[i - 1] == '/') {
            name += i;
            length -= i;
            break;
        }
    }
    for (guint i = 0; i < G_N_ELEMENTS(shells); i++) {
        if (length == strlen(shells[i]) && memcmp(name, shells[i], length) == 0)
            return FALSE;
    }
    return TRUE;
}

/* At the first byte of a line. */
static void
start_kickstart_line(Escaper *self)
{
    const char *line = self->text + self->at;
    gsize left = self->limit - self->at;
    const char *end = memchr(line, '\n', left);
    gsize size = end != NULL ? (gsize)(end - line) : left;
    gsize first = 0;
    gsize length = 0;

    if (self->section != self->next_section || self->next_section != SHELL)
        reset_places(self);
    self->section = self->next_section;
    self->is_words = self->section == COMMANDS;
    while (first < size && is_blank(line[first]))
        first++;
    if (self->is_words && first < size && line[first] == '#')
        enter(self, COMMENT);
    if (first == size || line[first] != '%')
        return;
    first++;
    while (first + length < size &&
           (g_ascii_isalnum(line[first + length]) || line[first + length] == '-'))
        length++;
    for (guint i = 0; i < G_N_ELEMENTS(sections); i++) {
        if (strlen(sections[i].name) == length &&
            memcmp(line + first, sections[i].name, length) == 0) {
            self->next_section = sections[i].section;
            if (self->next_section == SHELL && has_other_interpreter(line, size))
                self->next_section = OTHER;
            self->section = COMMANDS;
            self->is_words = TRUE;
            reset_places(self);
            return;
        }
    }
    /* one that we do not know, or a file that is included */
    if (self->section == COMMANDS && !(length == 7 && memcmp(line + first, "include", 7) == 0))
        self->next_section = OTHER;
}

static void
follow_kickstart(Escaper *self, char byte)
{
    if (self->at == self->line_start)
        start_kickstart_line(self);
    if (self->is_words)
        follow_words(self, byte);
    else if (self->section == SHELL)
        follow_shell(self, byte);
}

/* A section ends at any line with %end, also in quotes, and files are included anywhere: does what
 * was written since @start begin a line with a percent sign? */
static gboolean
makes_percent_line(const Escaper *self, gsize start)
{
    const char *text = self->output->str;
    const char *end = text + self->output->len;
    const char *at = text + start;
    gboolean is_line_start = TRUE;

    while (at > text && at[-1] != '\n')
        at--;
    while (at < end) {
        gsize length = measure_break(at, (gsize)(end - at));

        if (length > 0) {
            is_line_start = TRUE;
            at += length;
            continue;
        }
        /* what the template itself writes is its own affair */
        if (is_line_start && *at == '%' && at >= text + start)
            return TRUE;
        if (!g_unichar_isspace(g_utf8_get_char(at)))
            is_line_start = FALSE;
        at = g_utf8_next_char(at);
    }
    return FALSE;
}

static const char *
write_kickstart(Escaper *self, const char *value, gsize size)
{
    gsize start = self->output->len;
    const char *reason = NULL;

    if (self->at == self->line_start)
        start_kickstart_line(self);
    if (self->is_words)
        reason = write_words(self, value, size);
    else if (self->section == SHELL)
        reason = write_shell(self, value, size);
    else
        reason = self->section == PACKAGES ? append_word(self, value, size) : no_place;
    if (reason == NULL && makes_percent_line(self, start))
        return no_percent_line;
    return reason;
}

/* For formats that need no more than the line. */
static void
follow_nothing(Escaper *self G_GNUC_UNUSED, char byte G_GNUC_UNUSED)
{
}

/* Answers for debconf */

/* The first byte of the line, or of the one that goes on with this one. */
static gsize
find_answer(const Escaper *self)
{
    gsize start = self->line_start;

    while (start >= 2 && self->text[start - 2] == '\\') {
        start--;
        while (start > 0 && self->text[start - 1] != '\n')
            start--;
    }
    return start;
}

static const char *
write_preseed(Escaper *self, const char *value, gsize size)
{
    gsize at = find_answer(self);
    gsize word[3] = {0, 0, 0}; /* owner, question, type */
    gsize length[3] = {0, 0, 0};
    const char *reason = check_line(value, size);

    while (at < self->at && is_blank(self->text[at]))
        at++;
    if (at < self->at && self->text[at] == '#') {
        if (reason == NULL)
            append(self, value, size);
        return reason;
    }
    for (guint i = 0; i < 3; i++) {
        word[i] = at;
        while (at < self->at && !is_blank(self->text[at]))
            at++;
        length[i] = at - word[i];
        if (at == self->at)
            return append_word(self, value, size);
        while (at < self->at && is_blank(self->text[at]) && (i < 2 || at == word[i] + length[i]))
            at++;
    }
    if (reason != NULL)
        return reason;
    /* answers that are commands */
    if (self->line_start > word[0] ||
        g_strstr_len(self->text + word[1], (gssize)length[1], "_command") != NULL ||
        g_strstr_len(self->text + word[1], (gssize)length[1], "preseed/run") != NULL)
        return no_place;
    if (length[2] == strlen("multiselect") && has(value, size, ','))
        return no_comma;
    while (at < self->at && is_blank(self->text[at]))
        at++;
    if (size > 0 && ((at == self->at && is_blank(value[0])) ||
                     (is_line_end(self->following) && is_blank(value[size - 1]))))
        return no_outer_blank;
    if (size > 0 && is_line_end(self->following) && value[size - 1] == '\\')
        return no_last_backslash;
    append(self, value, size);
    return NULL;
}

/* YAML */

static gboolean
begins_yaml_comment(const Escaper *self, char byte)
{
    return byte == '#' && (self->at == self->line_start || is_blank(self->previous));
}

/* The column that the content of a block scalar must be beyond, whose header stands in the line
 * that ends here; -1: none. */
static int
find_block_column(const Escaper *self)
{
    gsize at = self->line_start;
    int dash = -1;

    while (at < self->at && self->text[at] == ' ')
        at++;
    while (at + 1 < self->at && self->text[at] == '-' && self->text[at + 1] == ' ') {
        dash = (int)(at - self->line_start);
        at++;
        while (at < self->at && self->text[at] == ' ')
            at++;
    }
    return self->text[at] == '|' || self->text[at] == '>' ? dash : (int)(at - self->line_start);
}

static void
follow_yaml_line_end(Escaper *self)
{
    int indentation = 0;

    if (place(self) == DOUBLE || place(self) == SINGLE)
        return;
    if (self->begins_block) {
        self->block_column = (gsize)(find_block_column(self) + 1);
        move_to(self, BLOCK);
    }
    self->begins_block = FALSE;
    while (peek(self, 1 + (gsize)indentation) == ' ')
        indentation++;
    if (place(self) == BLOCK && (is_line_end(peek(self, 1 + (gsize)indentation)) &&
                                 self->at + 1 + (gsize)indentation != self->limit))
        return;
    if (place(self) != BLOCK || (gsize)indentation < self->block_column)
        move_to(self, START);
}

static void
follow_yaml_start(Escaper *self, char byte)
{
    gboolean is_alone = is_blank(peek(self, 1)) || is_line_end(peek(self, 1));

    if (byte == '"')
        move_to(self, DOUBLE);
    else if (byte == '\'')
        move_to(self, SINGLE);
    else if (begins_yaml_comment(self, byte))
        move_to(self, COMMENT);
    else if (byte == '!' || byte == '&')
        move_to(self, PROPERTY);
    else if (byte == '[' || byte == '{')
        self->flow++;
    else if (self->flow > 0 && (byte == ']' || byte == '}')) {
        self->flow--;
        move_to(self, PLAIN);
    } else if ((byte == '|' || byte == '>') && self->flow == 0) {
        self->begins_block = TRUE;
        move_to(self, PLAIN);
    } else if (!is_blank(byte) && byte != '\r' && !(self->flow > 0 && byte == ',') &&
               !(strchr("-?:", byte) != NULL && is_alone)) {
        move_to(self, PLAIN);
    }
}

static void
follow_yaml(Escaper *self, char byte)
{
    if (byte == '\n') {
        self->is_escaped = FALSE;
        follow_yaml_line_end(self);
        return;
    }
    if (self->is_escaped) {
        self->is_escaped = FALSE;
        return;
    }
    switch (place(self)) {
    case DOUBLE:
        if (byte == '\\')
            self->is_escaped = TRUE;
        else if (byte == '"')
            move_to(self, PLAIN);
        break;
    case SINGLE:
        if (byte == '\'' && peek(self, 1) == '\'')
            self->is_escaped = TRUE;
        else if (byte == '\'')
            move_to(self, PLAIN);
        break;
    case START:
        follow_yaml_start(self, byte);
        break;
    case PROPERTY:
        if (is_blank(byte))
            move_to(self, START);
        break;
    case PLAIN:
        if (begins_yaml_comment(self, byte))
            move_to(self, COMMENT);
        else if (byte == ':' && (is_blank(peek(self, 1)) || is_line_end(peek(self, 1))))
            move_to(self, START);
        else if (self->flow > 0 && byte == ',')
            move_to(self, START);
        else if (self->flow > 0 && (byte == ']' || byte == '}'))
            self->flow--;
        break;
    default:
        break;
    }
}

/* YAML 1.2, 5.1, less what looks like nothing or like a line break. */
static gboolean
is_yaml_printable(gunichar letter)
{
    return (letter >= 0x20 && letter < 0x7f) ||
           (letter >= 0xa0 && letter < 0xd800 && letter != 0x2028 && letter != 0x2029) ||
           (letter >= 0xe000 && letter < 0xfffe && letter != 0xfeff) ||
           (letter >= 0x10000 && (letter & 0xffff) < 0xfffe);
}

static void
append_yaml_double(Escaper *self, const char *value, gsize size)
{
    for (const char *at = value; at < value + size; at = g_utf8_next_char(at)) {
        gunichar letter = g_utf8_get_char(at);

        if (letter == '"' || letter == '\\')
            g_string_append_printf(self->output, "\\%c", (char)letter);
        else if (letter == '\n')
            g_string_append(self->output, "\\n");
        else if (is_yaml_printable(letter))
            g_string_append_unichar(self->output, letter);
        else
            g_string_append_printf(self->output, letter < 0x10000 ? "\\u%04X" : "\\U%08X", letter);
    }
}

/* Would a reader take it for a text, without quotes? */
static gboolean
is_yaml_plain(const char *value, gsize size)
{
    static const char *const others[] = {"y",   "n",    "yes",   "no",   "on",
                                         "off", "true", "false", "null", NULL};
    g_autofree char *lower = g_ascii_strdown(value, (gssize)size);

    return size > 0 && g_ascii_isalpha(value[0]) && is_of(value, size, WORD) &&
           !g_strv_contains(others, lower);
}

/* Is the value at hand a scalar of its own? */
static gboolean
is_yaml_scalar(const Escaper *self, gsize value_end)
{
    int next = self->following;

    if (place(self) != START)
        return FALSE;
    if (is_blank(next)) {
        while (value_end < self->size && is_blank(self->text[value_end]))
            value_end++;
        next = value_end < self->size ? self->text[value_end] : 0;
        return is_line_end(next) || next == '#' || (self->flow > 0 && strchr(",]}", next) != NULL);
    }
    return next != A_VALUE &&
           (is_line_end(next) || next == ':' || (self->flow > 0 && strchr(",]}", next) != NULL));
}

static const char *
write_yaml(Escaper *self, const char *value, gsize size)
{
    gboolean is_printable = TRUE;

    for (const char *at = value; at < value + size; at = g_utf8_next_char(at))
        is_printable = is_printable && is_yaml_printable(g_utf8_get_char(at));
    if (self->is_escaped)
        return no_place;
    switch (place(self)) {
    case DOUBLE:
        append_yaml_double(self, value, size);
        return NULL;
    case SINGLE:
    case COMMENT:
        if (!is_printable)
            return has_any_break(value, size) ? no_line_break : no_control;
        if (place(self) == SINGLE)
            append_doubled(self, value, size, "'");
        else
            append(self, value, size);
        return NULL;
    case BLOCK:
    case PROPERTY:
        return no_place;
    default:
        break;
    }
    if (!is_yaml_scalar(self, self->at + size)) {
        move_to(self, PLAIN);
        return append_word(self, value, size);
    }
    move_to(self, PLAIN);
    if (is_yaml_plain(value, size)) {
        append(self, value, size);
        return NULL;
    }
    g_string_append_c(self->output, '"');
    append_yaml_double(self, value, size);
    g_string_append_c(self->output, '"');
    return NULL;
}

/* JSON and registry files: strings in double quotes */

static void
follow_strings(Escaper *self, char byte)
{
    if (self->is_escaped)
        self->is_escaped = FALSE;
    else if (place(self) == DOUBLE && byte == '\\')
        self->is_escaped = TRUE;
    else if (byte == '"') {
        move_to(self, place(self) == DOUBLE ? PLAIN : DOUBLE);
        self->string_start = self->at + 1;
    }
}

static void
append_json(Escaper *self, const char *value, gsize size)
{
    for (gsize i = 0; i < size; i++) {
        if (value[i] == '"' || value[i] == '\\')
            g_string_append_printf(self->output, "\\%c", value[i]);
        else if (value[i] == '\n')
            g_string_append(self->output, "\\n");
        else if (g_ascii_iscntrl(value[i]))
            g_string_append_printf(self->output, "\\u%04x", (guint)value[i]);
        else
            g_string_append_c(self->output, value[i]);
    }
}

/* The content of an address that carries its data itself, RFC 2397. */
static const char *
write_data_address(Escaper *self, const char *value, gsize size)
{
    const char *start = self->text + self->string_start;
    const char *comma = g_strstr_len(start, (gssize)(self->at - self->string_start), ",");

    if (comma == NULL || g_strstr_len(start, (gssize)(comma - start), ";base64") != NULL)
        return no_place;
    for (gsize i = 0; i < size; i++) {
        if (strchr(WORD "~", value[i]) != NULL)
            g_string_append_c(self->output, value[i]);
        else
            g_string_append_printf(self->output, "%%%02X", (guint)(guchar)value[i]);
    }
    return NULL;
}

/* The byte of the template before the value, blanks left out. */
static int
find_byte_before(const Escaper *self)
{
    gsize at = self->at;

    while (at > 0 && g_ascii_isspace(self->text[at - 1]))
        at--;
    if (self->previous == A_VALUE)
        return A_VALUE;
    return at > 0 ? self->text[at - 1] : '\0';
}

static int
find_byte_behind(const Escaper *self, gsize value_end)
{
    if (self->following == A_VALUE)
        return A_VALUE;
    while (value_end < self->size && g_ascii_isspace(self->text[value_end]))
        value_end++;
    return value_end < self->size ? self->text[value_end] : '\0';
}

static const char *
write_json(Escaper *self, const char *value, gsize size)
{
    int before = find_byte_before(self);
    int behind = find_byte_behind(self, self->at + size);

    if (self->is_escaped)
        return no_place;
    if (place(self) == DOUBLE) {
        if (self->at - self->string_start >= 5 &&
            memcmp(self->text + self->string_start, "data:", 5) == 0)
            return write_data_address(self, value, size);
        append_json(self, value, size);
        return NULL;
    }
    /* a string of its own */
    if (before == A_VALUE || behind == A_VALUE || (before != 0 && strchr("[{,:", before) == NULL) ||
        (behind != 0 && strchr("]},:", behind) == NULL))
        return no_place;
    g_string_append_c(self->output, '"');
    append_json(self, value, size);
    g_string_append_c(self->output, '"');
    return NULL;
}

/* Lines of Windows: quotes end with the line at the latest. */

static void
follow_windows(Escaper *self, char byte)
{
    if (byte == '\n')
        move_to(self, PLAIN);
    else if (place(self) == PLAIN && byte == ';')
        move_to(self, COMMENT);
    else if (byte == '"' && place(self) != COMMENT)
        move_to(self, place(self) == DOUBLE ? PLAIN : DOUBLE);
}

static void
follow_registry(Escaper *self, char byte)
{
    if (self->is_escaped && byte != '\n')
        self->is_escaped = FALSE;
    else if (place(self) == DOUBLE && byte == '\\')
        self->is_escaped = TRUE;
    else {
        self->is_escaped = FALSE;
        follow_windows(self, byte);
    }
}

/* Between an equals sign or a comma, and a comma or the end of the line? */
static gboolean
is_windows_entry(const Escaper *self)
{
    return (self->previous == '=' || self->previous == ',') &&
           (is_line_end(self->following) || self->following == ',');
}

static const char *
write_windows(Escaper *self, const char *value, gsize size,
              void (*append_quoted)(Escaper *, const char *, gsize), gboolean has_words)
{
    const char *reason = check_line(value, size);

    if (reason != NULL || self->is_escaped)
        return reason != NULL ? reason : no_place;
    if (place(self) == COMMENT) {
        append(self, value, size);
        return NULL;
    }
    if (place(self) == DOUBLE) {
        append_quoted(self, value, size);
        return NULL;
    }
    if ((has_words && is_of(value, size, WORD)) || !is_windows_entry(self))
        return append_word(self, value, size);
    g_string_append_c(self->output, '"');
    append_quoted(self, value, size);
    g_string_append_c(self->output, '"');
    return NULL;
}

static void
append_answer(Escaper *self, const char *value, gsize size)
{
    append_doubled(self, value, size, "\"%");
}

static const char *
write_answer(Escaper *self, const char *value, gsize size)
{
    return write_windows(self, value, size, append_answer, TRUE);
}

static void
append_registry(Escaper *self, const char *value, gsize size)
{
    append_escaped(self, value, size, "\"\\", '\\');
}

/* What has no quotes is no text in a registry file. */
static const char *
write_registry(Escaper *self, const char *value, gsize size)
{
    return write_windows(self, value, size, append_registry, FALSE);
}

/* Batch files */

/* Does the template's line begin with this word? */
static gboolean
begins_with_word(const Escaper *self, const char *word)
{
    gsize at = self->line_start;
    gsize length = strlen(word);

    while (at < self->limit && (is_blank(self->text[at]) || self->text[at] == '@'))
        at++;
    return at + length <= self->limit && g_ascii_strncasecmp(self->text + at, word, length) == 0 &&
           (at + length == self->size || !g_ascii_isalnum(self->text[at + length]));
}

/* Is there nothing but blanks between the first word of the line and the value? */
static gboolean
is_first_argument(const Escaper *self, const char *word)
{
    gsize at = self->at;

    while (at > self->line_start && is_blank(self->text[at - 1]))
        at--;
    return at >= self->line_start + strlen(word) &&
           g_ascii_strncasecmp(self->text + at - strlen(word), word, strlen(word)) == 0;
}

static void
start_batch_line(Escaper *self)
{
    const char *line = self->text + self->at;
    const char *end = memchr(line, '\n', self->limit - self->at);
    g_autofree char *lower =
        g_ascii_strdown(line, end != NULL ? end - line : (gssize)(self->limit - self->at));

    if (begins_with_word(self, "rem") || begins_with_word(self, "::"))
        move_to(self, COMMENT);
    else if (begins_with_word(self, "endlocal") || strstr(lower, "disabledelayedexpansion") != NULL)
        self->is_delayed = FALSE;
    else if (strstr(lower, "enabledelayedexpansion") != NULL)
        self->is_delayed = TRUE;
}

static void
follow_batch(Escaper *self, char byte)
{
    if (self->at == self->line_start) {
        move_to(self, PLAIN);
        self->is_escaped = FALSE;
        start_batch_line(self);
    }
    if (self->is_escaped)
        self->is_escaped = FALSE;
    else if (byte == '^' && place(self) == PLAIN)
        self->is_escaped = TRUE;
    else if (byte == '"' && place(self) != COMMENT)
        move_to(self, place(self) == DOUBLE ? PLAIN : DOUBLE);
    /* of two percent signs the second is just a sign */
    self->is_dollar = byte == '%' && !self->is_dollar;
}

static const char *
append_batch_quoted(Escaper *self, const char *value, gsize size, int behind)
{
    /* programs take the two for a quotation mark */
    if (size > 0 && value[size - 1] == '\\' && behind == '"')
        return no_last_backslash;
    if (has(value, size, '"'))
        return no_quote;
    append_doubled(self, value, size, "%");
    return NULL;
}

/* What follows set or echo, to the end of the line. */
static const char *
append_batch_rest(Escaper *self, const char *value, gsize size)
{
    for (gsize i = 0; i < size; i++) {
        if (value[i] == '%')
            g_string_append_c(self->output, '%');
        else if (strchr("\"^&|<>()", value[i]) != NULL)
            g_string_append_c(self->output, '^');
        g_string_append_c(self->output, value[i]);
    }
    return NULL;
}

static const char *
write_batch(Escaper *self, const char *value, gsize size)
{
    const char *reason = check_line(value, size);
    gboolean is_rest = FALSE;

    if (self->at == self->line_start) {
        move_to(self, PLAIN);
        self->is_escaped = FALSE;
    }
    if (reason == NULL && (self->is_escaped || self->is_dollar))
        reason = no_place;
    if (reason == NULL && self->is_delayed && (has(value, size, '!') || has(value, size, '^')))
        reason = no_delayed;
    if (reason != NULL)
        return reason;
    if (place(self) == DOUBLE)
        return append_batch_quoted(self, value, size, self->following);
    if (place(self) == COMMENT)
        return append_word(self, value, size);
    /* echo says what it is when it is given nothing, and has words of its own */
    if (is_first_argument(self, "echo"))
        return no_place;
    if (is_of(value, size, WORD ":")) {
        append(self, value, size);
        return NULL;
    }
    is_rest =
        is_line_end(self->following) && (begins_with_word(self, "echo") ||
                                         (begins_with_word(self, "set") && self->previous == '='));
    if (is_rest)
        return append_batch_rest(self, value, size);
    if ((is_blank(self->previous) || self->previous == '=') && !begins_with_word(self, "set") &&
        !begins_with_word(self, "echo") &&
        (is_blank(self->following) || is_line_end(self->following))) {
        g_string_append_c(self->output, '"');
        reason = append_batch_quoted(self, value, size, '"');
        g_string_append_c(self->output, '"');
        return reason;
    }
    return no_word;
}

/* A kernel's arguments: words between blanks, for programs that read quotes in several ways. */

static const char *
write_argument(Escaper *self, const char *value, gsize size)
{
    if (has_any_break(value, size))
        return no_line_break;
    if (has_control(value, size))
        return no_control;
    for (gsize i = 0; i < size; i++) {
        if (strchr("\"'\\", value[i]) != NULL)
            return no_quote;
        if (is_blank(value[i]))
            return no_blank;
    }
    append(self, value, size);
    return NULL;
}

/* The table of all */

static const ScriptFormat formats[] = {
    {"text/x-kickstart", follow_kickstart, write_kickstart, PLAIN},
    {"text/x-preseed", follow_nothing, write_preseed, PLAIN},
    {"text/x-shellscript", follow_shell, write_shell, PLAIN},
    {"application/yaml", follow_yaml, write_yaml, START},
    {"application/json", follow_strings, write_json, PLAIN},
    {"text/x-windows-answer", follow_windows, write_answer, PLAIN},
    {"text/x-windows-registry", follow_registry, write_registry, PLAIN},
    {"text/x-windows-batch", follow_batch, write_batch, PLAIN},
};

static const ScriptFormat command_line = {NULL, follow_nothing, write_argument, PLAIN};

const ScriptFormat *
script_format_find(const char *media_type)
{
    for (guint i = 0; i < G_N_ELEMENTS(formats); i++) {
        if (g_strcmp0(media_type, formats[i].media_type) == 0)
            return &formats[i];
    }
    return NULL;
}

const ScriptFormat *
script_format_command_line(void)
{
    return &command_line;
}

/* Takes the template's bytes up to the next value. */
static void
follow(Escaper *self, const ScriptFormat *format)
{
    while (self->at < self->limit) {
        char byte = self->text[self->at];

        format->follow(self, byte);
        g_string_append_c(self->output, byte);
        self->previous = byte;
        self->at++;
        if (byte == '\n')
            self->line_start = self->at;
    }
}

static guint
count_lines(const char *text, gsize size)
{
    guint lines = 1;

    for (gsize i = 0; i < size; i++)
        lines += text[i] == '\n';
    return lines;
}

gboolean
script_escape(const ScriptFormat *format, const char *text, gsize size, const ScriptValue *values,
              guint n_values, GString *output, ScriptFault *fault)
{
    Escaper self = {.text = text, .size = size, .output = output, .places = {format->first}};

    *fault = (ScriptFault){1, n_values, no_text};
    if (!g_utf8_validate_len(text, size, NULL))
        return FALSE;
    for (guint i = 0; i <= n_values; i++) {
        const ScriptValue *value = values + i;
        gsize start = 0;

        self.limit = i < n_values ? value->start : size;
        follow(&self, format);
        if (i == n_values)
            break;
        start = output->len;
        if (i + 1 < n_values && values[i + 1].start == value->end)
            self.following = A_VALUE;
        else
            self.following = value->end < size ? (guchar)text[value->end] : 0;
        fault->reason = self.is_lost
                            ? no_place
                            : format->write(&self, text + value->start, value->end - value->start);
        if (fault->reason != NULL) {
            fault->line = count_lines(output->str, start);
            fault->value = i;
            return FALSE;
        }
        self.is_dollar = FALSE;
        self.previous = A_VALUE;
        self.at = value->end;
    }
    return TRUE;
}
