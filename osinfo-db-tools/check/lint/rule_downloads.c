/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Where checksums are and who signs them: each <download> can be read as schema/README.md has it, each <signing-key> is
 * what its form wants, and what is signed has a key. */
#include <string.h>

#include "check/lint/rules.h"
#include "check/xml_node.h"
#include "facts/download.h"
#include "facts/identity.h"

#define PUBLIC_KEY_SIZE 42 /* bytes of a key of signify or minisign */

/* The expression of a <download>, to ask which groups it has; NULL: there is none, or an invalid one. */
static GRegex *
compile_address(const xmlNode *download)
{
    g_autofree char *address = xml_node_child_text(download, "address");

    return address != NULL ? g_regex_new(address, 0, 0, NULL) : NULL;
}

static gboolean
has_group(const GRegex *address, const char *word)
{
    if (address == NULL)
        return TRUE; /* what is wrong with it is told */
    if (strcmp(word, DOWNLOAD_POINT) == 0)
        return g_regex_get_string_number(address, DOWNLOAD_POINT) > 0;
    return g_ascii_isdigit(word[0]) && word[1] == '\0' &&
           word[0] - '0' <= g_regex_get_capture_count(address);
}

/* Each {…} of a template stands for something. */
static void
check_template(LintDatabase *database, const LintFile *file, const xmlNode *node,
               const GRegex *address, gboolean has_list)
{
    static const char *const words[] = {"url",           "folder",   "name",
                                        "stem",          "version",  "version.major",
                                        "version.minor", "codename", NULL};
    g_autofree char *text = xml_node_text(node);

    for (const char *next = text; next != NULL && (next = strchr(next, '{')) != NULL; next++) {
        const char *end = strchr(next, '}');
        g_autofree char *word = end != NULL ? g_strndup(next + 1, (gsize)(end - next - 1)) : NULL;

        if (word == NULL || (!g_strv_contains(words, word) && !has_group(address, word) &&
                             !(has_list && strcmp(word, "list") == 0))) {
            lint_fault(database, file, node, _("'%s' has a placeholder that stands for nothing"),
                       text);
            return;
        }
    }
}

static void
check_templates(LintDatabase *database, const LintFile *file, const xmlNode *download,
                const GRegex *address)
{
    static const char *const paths[] = {"index", "mirror", "list", "signature"};

    for (guint i = 0; i < G_N_ELEMENTS(paths); i++) {
        g_autoptr(GPtrArray) nodes = xml_node_list(download, paths[i]);

        for (guint j = 0; j < nodes->len; j++)
            check_template(database, file, g_ptr_array_index(nodes, j), address, i == 3);
    }
}

/* The expression with what systems say of themselves filled in; what else has braces stays. */
static char *
fill(const char *expression)
{
    static const char *const words[] = {"{version}", "{version.major}", "{version.minor}",
                                        "{codename}"};
    GString *text = g_string_new(expression);

    for (guint i = 0; i < G_N_ELEMENTS(words); i++)
        g_string_replace(text, words[i], "1", 0);
    return g_string_free(text, FALSE);
}

/* An index is asked for what the address says a point release is. */
static void
check_index(LintDatabase *database, const LintFile *file, const xmlNode *download,
            const GRegex *address)
{
    g_autoptr(GPtrArray) nodes = xml_node_list(download, "index");
    const xmlNode *node = nodes->len > 0 ? g_ptr_array_index(nodes, 0) : NULL;
    g_autofree char *expression = node != NULL ? xml_node_attribute(node, "expression") : NULL;
    g_autofree char *filled = expression != NULL ? fill(expression) : NULL;
    g_autoptr(GError) error = NULL;
    g_autoptr(GRegex) regex = NULL;

    if (node == NULL)
        return;
    regex = g_regex_new(filled != NULL ? filled : "", 0, 0, &error);
    if (regex == NULL)
        lint_fault(database, file, node, _("expression '%s' is invalid: %s"), expression,
                   error->message);
    else if (g_regex_get_capture_count(regex) == 0)
        lint_fault(database, file, node, _("expression '%s' has no group for the point release"),
                   expression);
    if (!has_group(address, DOWNLOAD_POINT))
        lint_fault(database, file, node, _("there is an index, but the address has no group '%s'"),
                   DOWNLOAD_POINT);
}

static void
check_address(LintDatabase *database, const LintFile *file, const xmlNode *download)
{
    g_autofree char *address = xml_node_child_text(download, "address");
    g_autoptr(GError) error = NULL;
    g_autoptr(GRegex) regex = NULL;

    if (address == NULL)
        return;
    regex = g_regex_new(address, 0, 0, &error);
    if (regex == NULL)
        lint_fault(database, file, download, _("expression '%s' is invalid: %s"), address,
                   error->message);
    else if (*address != '^')
        lint_fault(database, file, download, _("expression '%s' does not begin with '^'"), address);
}

/* What nobody signs is believed by https alone, and a file without a list by its signature. */
static void
check_trust(LintDatabase *database, const LintFile *file, const xmlNode *download)
{
    g_autoptr(GPtrArray) lists = xml_node_list(download, "list");
    g_autoptr(GPtrArray) signatures = xml_node_list(download, "signature");
    const xmlNode *signature = signatures->len > 0 ? g_ptr_array_index(signatures, 0) : NULL;
    g_autofree char *of = signature != NULL ? xml_node_attribute(signature, "of") : NULL;
    g_autofree char *place = signature != NULL ? xml_node_text(signature) : NULL;
    gboolean is_of_file = g_strcmp0(of, SIGNATURE_OF_FILE) == 0;

    if (lists->len == 0 && !is_of_file)
        lint_fault(database, file, download,
                   _("there is neither a list nor a signature of the file"));
    if (is_of_file && (place == NULL || *place == '\0'))
        lint_fault(database, file, signature, _("the signature of a file is not inside a list"));
    for (guint i = 0; i < lists->len && (signature == NULL || is_of_file); i++) {
        g_autofree char *list = xml_node_text(g_ptr_array_index(lists, i));

        if (list != NULL && g_str_has_prefix(list, "http://"))
            lint_fault(database, file, g_ptr_array_index(lists, i),
                       _("'%s' is neither signed nor fetched by https"), list);
    }
}

static void
check_key(LintDatabase *database, const LintFile *file, const xmlNode *key)
{
    g_autofree char *form = xml_node_attribute(key, "form");
    g_autofree char *public_key = xml_node_child_text(key, "public-key");
    gboolean is_openpgp = g_strcmp0(form, SIGNATURE_OPENPGP) == 0;
    gsize size = 0;
    g_autofree guint8 *bytes = public_key != NULL ? g_base64_decode(public_key, &size) : NULL;

    if (is_openpgp == (public_key != NULL))
        lint_fault(database, file, key,
                   is_openpgp ? _("a key of OpenPGP is told by its fingerprint")
                              : _("a key of signify or minisign is there as it is"));
    else if (bytes != NULL && (size != PUBLIC_KEY_SIZE || memcmp(bytes, "Ed", 2) != 0))
        lint_fault(database, file, key, _("'%s' is not a key of signify or minisign"), public_key);
}

/* Forms of keys of each series: "SERIES FORM". */
static void
note_keys(GHashTable *known, const LintEntity *os, const char *series)
{
    g_autoptr(GPtrArray) keys = xml_node_list(os->node, "signing-key");

    for (guint i = 0; i < keys->len; i++) {
        g_autofree char *form = xml_node_attribute(g_ptr_array_index(keys, i), "form");

        g_hash_table_add(known, g_strdup_printf("%s %s", series, form));
    }
}

static char *
get_series(const LintEntity *os)
{
    gsize length = os->id != NULL ? identity_series_length(os->id) : 0;

    return length > 0 ? g_strndup(os->id, length) : g_strdup(os->id);
}

static void
check_signers(LintDatabase *database, const LintEntity *os, GHashTable *known)
{
    g_autoptr(GPtrArray) signatures = xml_node_list(os->node, "download/signature");
    g_autofree char *series = get_series(os);

    for (guint i = 0; i < signatures->len; i++) {
        const xmlNode *signature = g_ptr_array_index(signatures, i);
        g_autofree char *form = xml_node_attribute(signature, "form");
        g_autofree char *wanted = g_strdup_printf("%s %s", series, form);

        if (!g_hash_table_contains(known, wanted))
            lint_fault(database, os->file, signature,
                       _("no system of the series has a key for signatures of '%s'"), form);
    }
}

void
rule_downloads(LintDatabase *database)
{
    g_autoptr(GHashTable) known = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);

    RULE_FOREACH (os, database, "os") {
        g_autofree char *series = get_series(os);
        g_autoptr(GPtrArray) downloads = xml_node_list(os->node, "download");
        g_autoptr(GPtrArray) keys = xml_node_list(os->node, "signing-key");

        note_keys(known, os, series);
        for (guint i = 0; i < downloads->len; i++) {
            const xmlNode *download = g_ptr_array_index(downloads, i);
            g_autoptr(GRegex) address = compile_address(download);

            check_address(database, os->file, download);
            check_templates(database, os->file, download, address);
            check_index(database, os->file, download, address);
            check_trust(database, os->file, download);
        }
        for (guint i = 0; i < keys->len; i++)
            check_key(database, os->file, g_ptr_array_index(keys, i));
    }
    RULE_FOREACH (signed_os, database, "os") {
        check_signers(database, signed_os, known);
    }
}
