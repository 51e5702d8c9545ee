/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Expressions for labels and treeinfo files, as the library compiles them. */
#include "check/lint/rules.h"
#include "check/xml_node.h"

static const char *const iso_elements[] = {"volume-id", "system-id", "publisher-id",
                                           "application-id", NULL};
static const char *const treeinfo_elements[] = {"family", "variant", "version", "arch", NULL};

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

static void
check_elements(LintDatabase *database, const LintFile *file, const xmlNode *parent,
               const char *const *elements)
{
    for (guint i = 0; elements[i] != NULL; i++) {
        XML_NODE_FOREACH (node, parent, elements[i]) {
            g_autoptr(GRegex) regex = compile(database, file, node);

            if (regex != NULL && g_regex_match(regex, "", 0, NULL))
                lint_fault(database, file, node, _("expression of <%s> fits an empty text"),
                           node->name);
        }
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
    }
}

void
rule_expressions(LintDatabase *database)
{
    RULE_FOREACH (os, database, "os") {
        XML_NODE_FOREACH (media, os->node, "media") {
            XML_NODE_FOREACH (iso, media, "iso") {
                check_elements(database, os->file, iso, iso_elements);
                check_languages(database, os->file, iso);
            }
        }
        XML_NODE_FOREACH (tree, os->node, "tree") {
            XML_NODE_FOREACH (treeinfo, tree, "treeinfo") {
                check_elements(database, os->file, treeinfo, treeinfo_elements);
            }
        }
    }
}
