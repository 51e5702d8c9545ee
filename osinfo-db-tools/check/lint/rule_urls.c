/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Where to download media, trees, images and drivers. A host that one file reaches by https has it. */
#include <string.h>

#include "check/lint/rules.h"
#include "check/xml_node.h"

/* Of systems; with "@" attributes. */
static const char *const paths[] = {"media/url", "tree/url", "image/url", "driver/@location", NULL};

/* Calls back for each address of each system. */
static void
foreach_url(LintDatabase *database,
            void (*visit)(LintDatabase *, const LintFile *, const xmlNode *, const char *,
                          GHashTable *),
            GHashTable *secure_hosts)
{
    RULE_FOREACH (os, database, "os") {
        for (guint i = 0; paths[i] != NULL; i++) {
            g_autoptr(GPtrArray) nodes = xml_node_list(os->node, paths[i]);
            const char *attribute = strchr(paths[i], '@');

            for (guint j = 0; j < nodes->len; j++) {
                const xmlNode *node = g_ptr_array_index(nodes, j);
                g_autofree char *url = attribute != NULL ? xml_node_attribute(node, attribute + 1)
                                                         : xml_node_text(node);

                if (url != NULL)
                    visit(database, os->file, node, url, secure_hosts);
            }
        }
    }
}

static void
note_host(LintDatabase *database G_GNUC_UNUSED, const LintFile *file G_GNUC_UNUSED,
          const xmlNode *node G_GNUC_UNUSED, const char *url, GHashTable *secure_hosts)
{
    g_autoptr(GUri) uri = g_uri_parse(url, G_URI_FLAGS_NONE, NULL);

    if (uri != NULL && g_strcmp0(g_uri_get_scheme(uri), "https") == 0 &&
        g_uri_get_host(uri) != NULL)
        g_hash_table_add(secure_hosts, g_strdup(g_uri_get_host(uri)));
}

static void
check_url(LintDatabase *database, const LintFile *file, const xmlNode *node, const char *url,
          GHashTable *secure_hosts)
{
    static const char *const schemes[] = {"http", "https", "ftp", "docker", NULL};
    g_autoptr(GError) error = NULL;
    g_autoptr(GUri) uri = g_uri_parse(url, G_URI_FLAGS_NONE, &error);
    char stray = lint_find_stray(url);

    if (stray == ' ')
        lint_fault(database, file, node, _("blank in the address '%s': it is written %%20"), url);
    else if (stray != '\0')
        lint_fault(database, file, node,
                   _("character in the address '%s' that is to be written %%%02X"), url,
                   (guint)(guchar)stray);
    else if (uri == NULL)
        lint_fault(database, file, node, _("'%s' is not a valid address: %s"), url, error->message);
    else if (!g_strv_contains(schemes, g_uri_get_scheme(uri)))
        lint_fault(database, file, node, _("'%s' cannot be downloaded"), url);
    else if (g_uri_get_host(uri) == NULL || *g_uri_get_host(uri) == '\0')
        lint_fault(database, file, node, _("'%s' has no host"), url);
    else if (g_str_equal(g_uri_get_scheme(uri), "http") &&
             g_hash_table_contains(secure_hosts, g_uri_get_host(uri)))
        lint_fault(database, file, node, _("'%s' is served by https"), url);
}

void
rule_urls(LintDatabase *database)
{
    g_autoptr(GHashTable) secure_hosts =
        g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);

    foreach_url(database, note_host, secure_hosts);
    foreach_url(database, check_url, secure_hosts);
}
