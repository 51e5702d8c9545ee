/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Makes labels of the expressions of each medium and tree, and shows them to all others: who takes one
 * of another distribution, or those of many systems of its own, has an expression that is too wide.
 * Entries for releases to come and for rolling ones are meant to be wide among their own.
 */
#include <string.h>

#include "check/lint/rules.h"
#include "check/lint/sample.h"
#include "check/xml_node.h"
#include "facts/fields.h"
#include "facts/identity.h"
#include "facts/limits.h"

/* So many of their own distribution share labels with others, since vendors use them again. */
#define SHARED_BY_FEW 4

/* Media and trees that are compared, and labels that are shown to expressions: the database has 4,000
 * of those, and needs 900,000 of these. What is beyond is not compared. */
#define MAX_PARTS 20000
#define MAX_TRIES 10000000

/* A medium or tree with expressions. Members that it lacks are NULL. */
typedef struct {
    const LintEntity *os;
    const xmlNode *node; /* of its first expression */
    FactKind kind;
    char *expressions[FIELD_MAX_EVIDENCE];
    GRegex *regexes[FIELD_MAX_EVIDENCE];
    char *labels[SAMPLE_N_KINDS][FIELD_MAX_EVIDENCE];
    char *start; /* what each text that fits the first expression begins with */
    char *core;  /* what stands in each of them */
    guint first; /* which is that */
    /* equal texts have one address, since all parts are compared with all others */
    const char *key;    /* all expressions */
    const char *distro; /* "" where none is told */
    const char *id;     /* of the system */
    gboolean is_open;   /* stands for releases to come, or a rolling one */
    char *size;         /* NULL: any */
} Part;

static void
part_free(Part *part)
{
    for (guint i = 0; i < FIELD_MAX_EVIDENCE; i++) {
        g_free(part->expressions[i]);
        g_clear_pointer(&part->regexes[i], g_regex_unref);
        for (guint k = 0; k < SAMPLE_N_KINDS; k++)
            g_free(part->labels[k][i]);
    }
    g_free(part->start);
    g_free(part->core);
    g_free(part->size);
    g_free(part);
}

/* Behind a set of characters that begins at @at. */
static const char *
skip_set(const char *at)
{
    at += at[1] == '^' ? 2 : 1;
    if (*at == ']')
        at++;
    while (*at != '\0' && *at != ']')
        at += *at == '\\' && at[1] != '\0' ? 2 : 1;
    return *at != '\0' ? at + 1 : at;
}

/* Behind a set or any other character, which may open a group or close one. */
static const char *
skip_thing(const char *at, int *depth)
{
    if (*at == '[')
        return skip_set(at);
    *depth += (*at == '(') - (*at == ')');
    return at + (*at == '\\' && at[1] != '\0' ? 2 : 1);
}

/* Is there an alternative outside of all groups? */
static gboolean
has_alternatives(const char *expression)
{
    int depth = 0;

    for (const char *at = expression; *at != '\0'; at = skip_thing(at, &depth)) {
        if (*at == '|' && depth == 0)
            return TRUE;
    }
    return FALSE;
}

/* Behind a group that begins at @at, or anything else that does. */
static const char *
skip_whole(const char *at)
{
    int depth = 0;

    do {
        at = skip_thing(at, &depth);
    } while (*at != '\0' && depth > 0);
    return at;
}

/* Behind what stands for itself: a letter, or an escaped mark; NULL: it is something else. */
static const char *
skip_letter(const char *at)
{
    if (*at == '\\')
        return g_ascii_ispunct(at[1]) ? at + 2 : NULL;
    return *at != '\0' && strchr(".[](){}*+?^$|", *at) == NULL ? at + 1 : NULL;
}

/* Behind one that must be there. */
static const char *
skip_needed_letter(const char *at)
{
    const char *end = skip_letter(at);

    return end != NULL && (*end == '\0' || strchr("*?{", *end) == NULL) ? end : NULL;
}

/* The letters that an expression begins with, "" if there may be several. */
static char *
find_start(const char *expression)
{
    GString *start = g_string_new(NULL);

    if (*expression == '^' && !has_alternatives(expression)) {
        for (const char *end = expression + 1; (end = skip_needed_letter(end)) != NULL;)
            g_string_append_c(start, end[-1]);
    }
    return g_string_free(start, FALSE);
}

/* Groups that change how the rest is read. */
static gboolean
has_settings(const char *expression)
{
    for (const char *at = strstr(expression, "(?"); at != NULL; at = strstr(at + 2, "(?")) {
        if (at[2] != ':' && at[2] != '=' && at[2] != '!')
            return TRUE;
    }
    return strstr(expression, "(*") != NULL || strstr(expression, "\\Q") != NULL;
}

/* The longest text outside of groups that is in all that fits an expression, "" if there may be none. */
static char *
find_core(const char *expression)
{
    g_autoptr(GString) text = g_string_new(NULL);
    GString *longest = g_string_new(NULL);
    const char *at = expression;

    if (has_alternatives(expression) || has_settings(expression))
        return g_string_free(longest, FALSE);
    for (;;) {
        const char *end = skip_needed_letter(at);

        if (end != NULL) {
            g_string_append_c(text, end[-1]);
            at = end;
            continue;
        }
        if (text->len > longest->len)
            g_string_assign(longest, text->str);
        g_string_truncate(text, 0);
        if (*at == '\0')
            return g_string_free(longest, FALSE);
        at = skip_whole(at);
    }
}

static GRegex *
compile(const char *expression)
{
    g_autofree char *limited =
        g_strconcat("(*LIMIT_MATCH=" G_STRINGIFY(EXPRESSION_MAX_STEPS) ")", expression, NULL);

    return g_regex_new(limited, 0, 0, NULL);
}

static gboolean
read_expression(Part *part, const xmlNode *element, const char *path, guint i)
{
    g_autoptr(GPtrArray) nodes = xml_node_list(element, path);

    /* of several the last one counts */
    if (nodes->len == 0)
        return TRUE;
    if (part->node == NULL) {
        part->node = g_ptr_array_index(nodes, nodes->len - 1);
        part->first = i;
    }
    part->expressions[i] = xml_node_text(g_ptr_array_index(nodes, nodes->len - 1));
    part->regexes[i] = compile(part->expressions[i]);
    if (part->regexes[i] == NULL)
        return FALSE;
    for (guint k = 0; k < SAMPLE_N_KINDS; k++)
        part->labels[k][i] = sample_new(part->expressions[i], part->regexes[i], (SampleKind)k);
    return TRUE;
}

static char *
read_size(const xmlNode *element)
{
    g_autoptr(GPtrArray) nodes = xml_node_list(element, "iso/volume-size");

    return nodes->len > 0 ? xml_node_text(g_ptr_array_index(nodes, nodes->len - 1)) : NULL;
}

static gboolean
is_open(const LintEntity *os)
{
    g_autofree char *status = xml_node_child_text(os->node, "release-status");
    g_autofree char *version = xml_node_child_text(os->node, "version");

    return g_strcmp0(status, "rolling") == 0 || g_strcmp0(status, "snapshot") == 0 ||
           g_strcmp0(version, IDENTITY_UNKNOWN) == 0 || identity_is_unknown(os->id);
}

static void
add_part(GPtrArray *parts, GStringChunk *texts, const LintEntity *os, FactKind kind,
         const xmlNode *element)
{
    const FieldEvidence *evidence = field_get_evidence(kind);
    Part *part = g_new0(Part, 1);
    g_autoptr(GString) key = g_string_new(NULL);
    g_autofree char *distro = NULL;
    gboolean is_good = TRUE;

    part->os = os;
    part->kind = kind;
    for (guint i = 0; i < evidence->n_expressions && is_good; i++) {
        is_good = read_expression(part, element, evidence->fields[i]->path, i);
        g_string_append_printf(key, "%s\n",
                               part->expressions[i] != NULL ? part->expressions[i] : "");
    }
    if (!is_good || part->node == NULL || parts->len >= MAX_PARTS) {
        part_free(part);
        return;
    }
    part->start = find_start(part->expressions[part->first]);
    part->core = find_core(part->expressions[part->first]);
    part->size = read_size(element);
    distro = xml_node_child_text(os->node, "distro");
    part->key = g_string_chunk_insert_const(texts, key->str);
    part->distro = g_string_chunk_insert_const(texts, distro != NULL ? distro : "");
    part->id = g_string_chunk_insert_const(texts, os->id);
    part->is_open = is_open(os);
    g_ptr_array_add(parts, part);
}

static GPtrArray *
list_parts(LintDatabase *database, GStringChunk *texts)
{
    GPtrArray *parts = g_ptr_array_new_with_free_func((GDestroyNotify)part_free);

    RULE_FOREACH (os, database, "os") {
        for (guint i = 0; i < FACT_N_KINDS; i++) {
            if (field_get_evidence((FactKind)i)->n_expressions == 0)
                continue;
            XML_NODE_FOREACH (element, os->node, fact_kind_get((FactKind)i)->element) {
                add_part(parts, texts, os, (FactKind)i, element);
            }
        }
    }
    return parts;
}

/* Asked for each pair, of which nearly all differ in the first letter. */
static gboolean
begins_with(const char *text, const char *start)
{
    while (*start != '\0' && *text == *start) {
        text++;
        start++;
    }
    return *start == '\0';
}

static gboolean
takes(const Part *taker, const Part *other, const char *const *label, guint *n_tries)
{
    if (label[taker->first] == NULL || !begins_with(label[taker->first], taker->start) ||
        strstr(label[taker->first], taker->core) == NULL ||
        (taker->size != NULL && g_strcmp0(taker->size, other->size) != 0))
        return FALSE;
    ++*n_tries;
    for (guint i = 0; i < FIELD_MAX_EVIDENCE; i++) {
        if (taker->regexes[i] != NULL &&
            (label[i] == NULL || !g_regex_match(taker->regexes[i], label[i], 0, NULL)))
            return FALSE;
    }
    return TRUE;
}

/* The label of the other one that it takes; NULL: none. */
static const char *
find_taken(const Part *taker, const Part *other, guint *n_tries)
{
    for (guint k = 0; k < SAMPLE_N_KINDS; k++) {
        if (takes(taker, other, (const char *const *)other->labels[k], n_tries))
            return other->labels[k][taker->first];
    }
    return NULL;
}

/* All that one takes is one fault. */
static void
check_part(LintDatabase *database, const GPtrArray *parts, const Part *taker, guint *n_tries)
{
    g_autoptr(GHashTable) taken = g_hash_table_new(g_str_hash, g_str_equal);
    const Part *example = NULL;
    const char *label = NULL;
    gboolean is_stranger = FALSE;

    for (guint i = 0; i < parts->len && !is_stranger; i++) {
        const Part *other = g_ptr_array_index(parts, i);
        gboolean is_own = other->distro == taker->distro;
        const char *found = NULL;

        if (other->kind != taker->kind || other->id == taker->id ||
            (is_own && (taker->is_open || other->is_open)) || other->key == taker->key)
            continue;
        found = find_taken(taker, other, n_tries);
        if (found == NULL)
            continue;
        is_stranger = !is_own;
        g_hash_table_add(taken, other->os->id);
        example = other;
        label = found;
    }
    if (is_stranger || g_hash_table_size(taken) >= SHARED_BY_FEW)
        lint_fault(database, taker->os->file, taker->node,
                   _("expression fits labels of %s, too: '%s'"), example->os->id, label);
}

void
rule_labels(LintDatabase *database)
{
    g_autoptr(GStringChunk) texts = g_string_chunk_new(4096);
    g_autoptr(GPtrArray) parts = list_parts(database, texts);
    guint n_tries = 0;

    for (guint i = 0; i < parts->len && n_tries < MAX_TRIES; i++)
        check_part(database, parts, g_ptr_array_index(parts, i), &n_tries);
}
