/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Addresses of a series that differ in numbers alone begin with the same folder: one that lacks the
 * first, which most others have, was cut when it was copied.
 */
#include <string.h>

#include "check/lint/rules.h"
#include "check/xml_node.h"
#include "facts/identity.h"

static const char *const address_paths[] = {"media/url", "tree/url", "image/url", NULL};

typedef struct {
    guint n_with;    /* addresses of which the text follows their first folder */
    guint n_without; /* of which it is all there is behind the host */
    char *folder;    /* one of those */
} Likeness;

static void
likeness_free(Likeness *likeness)
{
    g_free(likeness->folder);
    g_free(likeness);
}

typedef void Visitor(LintDatabase *database, const LintEntity *os, const xmlNode *node,
                     const char *path, const char *host, GHashTable *likenesses);

/* Series, host and path, in which 0 stands for any number. */
static char *
new_key(const LintEntity *os, const char *host, const char *path)
{
    GString *key = g_string_new_len(os->id, (gssize)identity_series_length(os->id));

    g_string_append_printf(key, "\n%s\n", host);
    for (const char *p = path; *p != '\0'; p++) {
        if (!g_ascii_isdigit(*p))
            g_string_append_c(key, *p);
        else if (p == path || !g_ascii_isdigit(p[-1]))
            g_string_append_c(key, '0');
    }
    return g_string_free(key, FALSE);
}

/* Calls back for each address of a system of a series. */
static void
foreach_address(LintDatabase *database, Visitor *visit, GHashTable *likenesses)
{
    RULE_FOREACH (os, database, "os") {
        for (guint i = 0; address_paths[i] != NULL; i++) {
            g_autoptr(GPtrArray) nodes = xml_node_list(os->node, address_paths[i]);

            for (guint j = 0; j < nodes->len; j++) {
                const xmlNode *node = g_ptr_array_index(nodes, j);
                g_autofree char *url = xml_node_text(node);
                g_autoptr(GUri) uri = g_uri_parse(url, G_URI_FLAGS_NONE, NULL);

                if (uri != NULL && g_uri_get_host(uri) != NULL && *g_uri_get_path(uri) == '/')
                    visit(database, os, node, g_uri_get_path(uri), g_uri_get_host(uri), likenesses);
            }
        }
    }
}

static Likeness *
get_likeness(GHashTable *likenesses, char *key)
{
    Likeness *likeness = g_hash_table_lookup(likenesses, key);

    if (likeness != NULL) {
        g_free(key);
        return likeness;
    }
    likeness = g_new0(Likeness, 1);
    g_hash_table_insert(likenesses, key, likeness);
    return likeness;
}

static void
note_address(LintDatabase *database G_GNUC_UNUSED, const LintEntity *os,
             const xmlNode *node G_GNUC_UNUSED, const char *path, const char *host,
             GHashTable *likenesses)
{
    const char *rest = strchr(path + 1, '/');
    Likeness *likeness = get_likeness(likenesses, new_key(os, host, path));

    likeness->n_without++;
    if (rest == NULL)
        return;
    likeness = get_likeness(likenesses, new_key(os, host, rest));
    likeness->n_with++;
    if (likeness->folder == NULL)
        likeness->folder = g_strndup(path, (gsize)(rest - path));
}

static void
check_address(LintDatabase *database, const LintEntity *os, const xmlNode *node, const char *path,
              const char *host, GHashTable *likenesses)
{
    g_autofree char *key = new_key(os, host, path);
    const Likeness *likeness = g_hash_table_lookup(likenesses, key);

    if (likeness->n_with > likeness->n_without)
        lint_fault(database, os->file, node, _("others of the series have the folder '%s' there"),
                   likeness->folder);
}

void
rule_folders(LintDatabase *database)
{
    g_autoptr(GHashTable) likenesses =
        g_hash_table_new_full(g_str_hash, g_str_equal, g_free, (GDestroyNotify)likeness_free);

    foreach_address(database, note_address, likenesses);
    foreach_address(database, check_address, likenesses);
}
