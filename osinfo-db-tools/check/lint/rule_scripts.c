/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Install scripts are a part of the database that may be left out as a whole; then nothing is said.
 */
#include "check/lint/rules.h"
#include "check/xml_node.h"

static void
check_installer(LintDatabase *database, const LintFile *file, const xmlNode *parent)
{
    XML_NODE_FOREACH (installer, parent, "installer") {
        XML_NODE_FOREACH (script, installer, "script") {
            g_autofree char *id = xml_node_attribute(script, "id");

            if (id == NULL || !lint_database_has(database, "install-script", id))
                lint_fault(database, file, script, _("install script '%s' is not defined"),
                           id != NULL ? id : "");
        }
    }
}

static gboolean
has_scripts(LintDatabase *database)
{
    RULE_FOREACH (script, database, "install-script") {
        return TRUE;
    }
    return FALSE;
}

void
rule_scripts(LintDatabase *database)
{
    if (!has_scripts(database))
        return;
    RULE_FOREACH (os, database, "os") {
        check_installer(database, os->file, os->node);
        XML_NODE_FOREACH (media, os->node, "media") {
            check_installer(database, os->file, media);
        }
    }
}
