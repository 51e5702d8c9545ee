/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Expressions for labels, treeinfo files and other evidence, as the library compiles them. */
#include <string.h>

#include "check/lint/rules.h"
#include "check/xml_node.h"
#include "facts/fields.h"
#include "facts/limits.h"

/* Letters of a label. */
#define LABEL_LENGTH 32

/* Is a label of one letter, and something that does not fit behind it, too much for the expression? */
static gboolean
goes_back_and_forth_with(const GRegex *regex, char letter)
{
    char label[LABEL_LENGTH + 1] = {0};
    g_autoptr(GError) error = NULL;

    memset(label, letter, LABEL_LENGTH);
    label[LABEL_LENGTH - 1] = '\001';
    g_regex_match_full(regex, label, -1, 0, 0, NULL, &error);
    return error != NULL;
}

/* Tried with the letters that are in the expression, and some for classes of them. That a letter
 * which must be there is not does not count. */
static gboolean
goes_back_and_forth(const char *pattern)
{
    g_autofree char *limited = g_strconcat(
        "(*LIMIT_MATCH=" G_STRINGIFY(EXPRESSION_MAX_STEPS) ")(*NO_START_OPT)", pattern, NULL);
    g_autofree char *letters = g_strconcat("aA0 _-.", pattern, NULL);
    g_autoptr(GRegex) regex = g_regex_new(limited, 0, 0, NULL);

    if (strstr(pattern, "(*LIMIT_") != NULL)
        return TRUE;
    for (const char *letter = letters; regex != NULL && *letter != '\0'; letter++) {
        if (g_ascii_isprint(*letter) && strchr(letters, *letter) == letter &&
            goes_back_and_forth_with(regex, *letter))
            return TRUE;
    }
    return FALSE;
}

/* The library would not try such an expression to its end, so that it might never match. */
static void
check_effort(LintDatabase *database, const LintFile *file, const xmlNode *node)
{
    g_autofree char *text = xml_node_text(node);

    if (goes_back_and_forth(text))
        lint_fault(database, file, node,
                   _("expression of <%s> goes back and forth without end: %s"), node->name, text);
}

static GRegex *
compile(LintDatabase *database, const LintFile *file, const xmlNode *node)
{
    g_autofree char *text = xml_node_text(node);
    g_autoptr(GError) error = NULL;
    GRegex *regex = g_regex_new(text, 0, 0, &error);

    if (regex == NULL)
        lint_fault(database, file, node, _("expression of <%s> does not compile: %s"), node->name,
                   error->message);
    return regex;
}

/* The elements at @path below @parent. */
static void
check_elements(LintDatabase *database, const LintFile *file, const xmlNode *parent,
               const char *path)
{
    g_autoptr(GPtrArray) nodes = xml_node_list(parent, path);

    for (guint i = 0; i < nodes->len; i++) {
        const xmlNode *node = g_ptr_array_index(nodes, i);
        g_autoptr(GRegex) regex = compile(database, file, node);

        if (regex != NULL && g_regex_match(regex, "", 0, NULL))
            lint_fault(database, file, node, _("expression of <%s> matches the empty string"),
                       node->name);
        check_effort(database, file, node);
    }
}

static void
check_languages(LintDatabase *database, const LintFile *file, const xmlNode *iso)
{
    XML_NODE_FOREACH (language, iso, "l10n-language") {
        g_autofree char *is_regex = xml_node_attribute(language, "regex");

        if (g_strcmp0(is_regex, "true") != 0)
            continue;

        g_autoptr(GRegex) regex = compile(database, file, language);

        if (regex != NULL && g_regex_get_capture_count(regex) < 1)
            lint_fault(database, file, language, _("expression has no group for the language"));
        check_effort(database, file, language);
    }
}

/* All expressions that recognise the parts of a kind. */
static void
check_kind(LintDatabase *database, const LintEntity *os, FactKind kind)
{
    const FieldEvidence *evidence = field_get_evidence(kind);

    XML_NODE_FOREACH (part, os->node, fact_kind_get(kind)->element) {
        for (guint i = 0; i < evidence->n_expressions; i++)
            check_elements(database, os->file, part, evidence->fields[i]->path);
    }
}

void
rule_expressions(LintDatabase *database)
{
    RULE_FOREACH (os, database, "os") {
        for (guint i = 0; i < FACT_N_KINDS; i++)
            check_kind(database, os, (FactKind)i);
        XML_NODE_FOREACH (identity, os->node, "identity") {
            check_elements(database, os->file, identity, "expression");
        }
        XML_NODE_FOREACH (media, os->node, "media") {
            XML_NODE_FOREACH (iso, media, "iso") {
                check_languages(database, os->file, iso);
            }
        }
    }
}
