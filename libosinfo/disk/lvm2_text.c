/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * Parses LVM's text into nodes. What it means is left to lvm2.c.
 */

#include "config.h"

#include <string.h>

#include "disk/lvm2_text.h"

typedef struct {
    char *at;
    GArray *nodes; /* of Lvm2Node */
} Parser;

/* Blanks and comments. */
static void
skip(Parser *self)
{
    while (*self->at != '\0') {
        if (*self->at == '#')
            self->at += strcspn(self->at, "\n");
        else if (g_ascii_isspace(*self->at) || *self->at == ',')
            self->at++;
        else
            return;
    }
}

/* A new node behind @last, which may be 0, in @parent. 0: there are too many. */
static guint
add_node(Parser *self, guint parent, guint last, const char *name)
{
    Lvm2Node node = {.name = name};
    guint index = self->nodes->len;

    if (index >= LVM2_MAX_NODES)
        return 0;
    g_array_append_val(self->nodes, node);
    if (last != 0)
        g_array_index(self->nodes, Lvm2Node, last).next = index;
    else
        g_array_index(self->nodes, Lvm2Node, parent).first = index;
    return index;
}

/* What is between quotes; NULL: the end is missing. */
static char *
take_quoted(Parser *self)
{
    char *start = self->at + 1, *out = start;

    for (char *in = start; *in != '\0'; in++) {
        if (*in == '"') {
            *out = '\0';
            self->at = in + 1;
            return start;
        }
        if (*in == '\\' && in[1] != '\0')
            in++;
        *out++ = *in;
    }
    return NULL;
}

/* A word; what ended it goes to *out_end. NULL: there is none. */
static char *
take_word(Parser *self, char *out_end)
{
    char *start = self->at;
    gsize length = strcspn(start, " \t\r\n={}[],#\"");

    *out_end = start[length];
    self->at = start + length;
    if (*out_end != '\0') {
        *self->at = '\0';
        self->at++;
    }
    return length > 0 ? start : NULL;
}

/* The value of a node, up to what is behind it. *out_end: a bracket that ended it, or another letter. */
static gboolean
parse_scalar(Parser *self, guint node, char *out_end)
{
    char *text;

    *out_end = ' ';
    text = *self->at == '"' ? take_quoted(self) : take_word(self, out_end);
    g_array_index(self->nodes, Lvm2Node, node).text = text;
    return text != NULL;
}

static gboolean
parse_list(Parser *self, guint list)
{
    guint last = 0;
    char end = ' ';

    for (skip(self); *self->at != ']'; skip(self)) {
        last = *self->at != '\0' ? add_node(self, list, last, "") : 0;
        if (last == 0 || !parse_scalar(self, last, &end))
            return FALSE;
        if (end == ']')
            return TRUE;
    }
    self->at++;
    return TRUE;
}

static gboolean parse_section(Parser *self, guint section, guint depth);

/* "= VALUE" or "{ … }" behind a name, of whose end the letter may be gone already. */
static gboolean
parse_node(Parser *self, guint node, char end, guint depth, char *out_end)
{
    *out_end = ' ';
    if (end != '=' && end != '{') {
        skip(self);
        end = *self->at;
        if (end != '=' && end != '{')
            return FALSE;
        self->at++;
    }
    if (end == '{')
        return depth < LVM2_MAX_DEPTH && parse_section(self, node, depth + 1);
    skip(self);
    if (*self->at != '[')
        return parse_scalar(self, node, out_end);
    self->at++;
    return parse_list(self, node);
}

static gboolean
parse_section(Parser *self, guint section, guint depth)
{
    guint last = 0;

    for (skip(self); *self->at != '\0'; skip(self)) {
        char end, value_end;
        char *name;

        if (*self->at == '}') {
            self->at++;
            return depth > 0;
        }
        name = take_word(self, &end);
        last = name != NULL ? add_node(self, section, last, name) : 0;
        if (last == 0 || !parse_node(self, last, end, depth, &value_end))
            return FALSE;
        if (value_end == '}')
            return depth > 0;
    }
    return depth == 0;
}

GArray *
lvm2_text_parse(char *text)
{
    g_autoptr(GArray) nodes = g_array_new(FALSE, FALSE, sizeof(Lvm2Node));
    Parser parser = {text, nodes};
    Lvm2Node root = {.name = ""};

    g_array_append_val(nodes, root);
    return parse_section(&parser, 0, 0) ? g_steal_pointer(&nodes) : NULL;
}

const Lvm2Node *
lvm2_text_get_first(const GArray *nodes, const Lvm2Node *section)
{
    return section->first != 0 ? &g_array_index(nodes, Lvm2Node, section->first) : NULL;
}

const Lvm2Node *
lvm2_text_get_next(const GArray *nodes, const Lvm2Node *node)
{
    return node->next != 0 ? &g_array_index(nodes, Lvm2Node, node->next) : NULL;
}

const Lvm2Node *
lvm2_text_find(const GArray *nodes, const Lvm2Node *section, const char *name)
{
    for (const Lvm2Node *node = lvm2_text_get_first(nodes, section); node != NULL;
         node = lvm2_text_get_next(nodes, node)) {
        if (strcmp(node->name, name) == 0)
            return node;
    }
    return NULL;
}

const char *
lvm2_text_find_text(const GArray *nodes, const Lvm2Node *section, const char *name)
{
    const Lvm2Node *node = lvm2_text_find(nodes, section, name);

    return node != NULL ? node->text : NULL;
}

gboolean
lvm2_text_find_number(const GArray *nodes, const Lvm2Node *section, const char *name,
                      guint64 *out_number)
{
    const char *text = lvm2_text_find_text(nodes, section, name);

    return text != NULL && g_ascii_string_to_unsigned(text, 10, 0, G_MAXUINT64, out_number, NULL);
}
