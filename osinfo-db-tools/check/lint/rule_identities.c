/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What systems are called elsewhere: each <identity> says what its scheme wants, as the library reads
 * it, and a series says the same thing once. */
#include <string.h>

#include "check/lint/rules.h"
#include "check/xml_node.h"
#include "facts/cpe.h"
#include "facts/identity.h"
#include "facts/version.h"

/* A statement that holds for the later systems of a series. */
typedef struct {
    const LintEntity *os;
    const xmlNode *node;
    char *version; /* of the system */
    char *text;    /* all that it says */
} Statement;

static void
statement_free(Statement *statement)
{
    g_free(statement->version);
    g_free(statement->text);
    g_free(statement);
}

static gboolean
is_scheme(const char *scheme, const char *name)
{
    return strcmp(scheme, name) == 0;
}

/* Every {…} is one that is known. */
static void
check_placeholders(LintDatabase *database, const LintFile *file, const xmlNode *node,
                   const char *text)
{
    g_autofree char *filled = identity_expand(text, "1.2", "Name");

    if (filled == NULL)
        lint_fault(database, file, node, _("'%s' has a placeholder that is not known"), text);
}

static void
check_version(LintDatabase *database, const LintFile *file, const xmlNode *node, const char *text,
              const char *scheme)
{
    gsize length = 0;
    IdentityReach reach = identity_version_reach(text, &length);

    check_placeholders(database, file, node, text);
    /* what is found in several pieces has blanks between */
    if ((reach != IDENTITY_ANY && length == 0) ||
        (strchr(text, ' ') != NULL && !is_scheme(scheme, IDENTITY_SCHEME_CONTENT)) ||
        memchr(text, '*', length) != NULL)
        lint_fault(database, file, node, _("'%s' is not a version, a version and '.*', or '*'"),
                   text);
}

static void
check_versions(LintDatabase *database, const LintFile *file, const xmlNode *identity,
               const char *scheme)
{
    g_autoptr(GHashTable) seen = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    gsize length = 0;

    XML_NODE_FOREACH (node, identity, IDENTITY_VERSION) {
        g_autofree char *text = xml_node_text(node);

        check_version(database, file, node, text, scheme);
        if (is_scheme(scheme, IDENTITY_SCHEME_CPE))
            lint_fault(database, file, node, _("the version of a CPE name is part of the name"));
        if (is_scheme(scheme, "windows") && strspn(text, "0123456789") != strlen(text))
            lint_fault(database, file, node, _("'%s' is not a build number"), text);
        if (!g_hash_table_add(seen, g_strdup(text)))
            lint_fault(database, file, node, _("duplicate version '%s'"), text);
    }
    XML_NODE_FOREACH (node, identity, IDENTITY_PREVIEW) {
        g_autofree char *text = xml_node_text(node);

        if (identity_version_reach(text, &length) != IDENTITY_JUST_THIS || length == 0)
            lint_fault(database, file, node, _("'%s' is not a version"), text);
        if (is_scheme(scheme, "windows") && strspn(text, "0123456789") != strlen(text))
            lint_fault(database, file, node, _("'%s' is not a build number"), text);
        if (!g_hash_table_add(seen, g_strdup(text)))
            lint_fault(database, file, node, _("duplicate version '%s'"), text);
    }
}

/* Does an expression have alternatives outside of its groups? */
static gboolean
has_alternatives(const char *expression)
{
    guint depth = 0;

    for (; *expression != '\0'; expression++) {
        if (*expression == '\\' && expression[1] != '\0')
            expression++;
        else if (*expression == '(' || *expression == '[')
            depth++;
        else if ((*expression == ')' || *expression == ']') && depth > 0)
            depth--;
        else if (*expression == '|' && depth == 0)
            return TRUE;
    }
    return FALSE;
}

#define KEY "[a-z0-9-]+\\.[a-z0-9-]+"

static void
check_expression(LintDatabase *database, const LintFile *file, const xmlNode *node)
{
    g_autofree char *text = xml_node_text(node);
    g_autofree char *evidence = xml_node_attribute(node, IDENTITY_EVIDENCE);
    g_autoptr(GRegex) regex = g_regex_new(text, 0, 0, NULL);

    if (evidence == NULL ||
        !g_regex_match_simple("^" KEY "(?:\\+" KEY ")*$", evidence, G_REGEX_DOLLAR_ENDONLY, 0))
        lint_fault(database, file, node, _("'%s' is not a key of evidence"),
                   evidence != NULL ? evidence : "");
    if (*text != '^' || has_alternatives(text))
        lint_fault(database, file, node,
                   _("expression does not begin with '^' in each alternative: %s"), text);
    if (regex != NULL && g_regex_get_capture_count(regex) > 1)
        lint_fault(database, file, node, _("expression has more than one group: %s"), text);
}

static void
check_product(LintDatabase *database, const LintFile *file, const xmlNode *identity,
              const char *scheme, const xmlNode *node)
{
    g_autofree char *text = node != NULL ? xml_node_text(node) : g_strdup("");
    CpeName cpe;

    check_placeholders(database, file, identity, text);
    if (*text == '\0')
        lint_fault(database, file, identity, _("<identity> of scheme '%s' has no <product>"),
                   scheme);
    else if (is_scheme(scheme, IDENTITY_SCHEME_CPE) && !cpe_parse(text, &cpe))
        lint_fault(database, file, node, _("'%s' is not a CPE name"), text);
    else if (is_scheme(scheme, "windows") && strcmp(text, "client") != 0 &&
             strcmp(text, "server") != 0)
        lint_fault(database, file, node, _("'%s' is neither client nor server"), text);
}

static void
check_identity(LintDatabase *database, const LintFile *file, const xmlNode *identity,
               const char *scheme)
{
    const xmlNode *product = xml_node_child(identity, IDENTITY_PRODUCT);
    const xmlNode *expression = xml_node_child(identity, IDENTITY_EXPRESSION);
    gboolean is_content = is_scheme(scheme, IDENTITY_SCHEME_CONTENT);

    if (identity_scheme_find(scheme) == NULL) {
        lint_fault(database, file, identity, _("'%s' is not a scheme"), scheme);
        return;
    }
    if (is_content != (expression != NULL) || (is_content && product != NULL))
        lint_fault(database, file, identity,
                   _("an <expression> alone belongs to scheme '%s', a <product> to the others"),
                   IDENTITY_SCHEME_CONTENT);
    else if (is_content)
        check_expression(database, file, expression);
    else
        check_product(database, file, identity, scheme, product);
    check_versions(database, file, identity, scheme);
}

static int
compare_words(gconstpointer a, gconstpointer b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* Elements that say the same have the same text, in whatever order. */
static char *
describe(const xmlNode *identity)
{
    g_autoptr(GPtrArray) words = g_ptr_array_new_with_free_func(g_free);

    XML_NODE_FOREACH (node, identity, NULL) {
        g_autofree char *text = xml_node_text(node);

        g_ptr_array_add(words, g_strdup_printf("%s=%s", (const char *)node->name, text));
    }
    g_ptr_array_sort(words, compare_words);
    g_ptr_array_add(words, NULL);
    return g_strjoinv("\n", (char **)words->pdata);
}

/* What statements replace one another: the series, the scheme, the evidence. */
static char *
new_subject(const LintEntity *os, const xmlNode *identity, const char *scheme)
{
    const xmlNode *expression = xml_node_child(identity, IDENTITY_EXPRESSION);
    g_autofree char *evidence =
        expression != NULL ? xml_node_attribute(expression, IDENTITY_EVIDENCE) : NULL;

    return g_strdup_printf("%.*s\n%s\n%s", (int)identity_series_length(os->id), os->id, scheme,
                           evidence != NULL ? evidence : "");
}

static void
add_statement(LintDatabase *database, const LintEntity *os, const xmlNode *identity,
              const char *scheme, GHashTable *subjects)
{
    g_autofree char *version = xml_node_child_text(os->node, "version");
    g_autofree char *subject = NULL;
    GPtrArray *statements = NULL;
    Statement *statement = NULL;

    if (identity_series_length(os->id) == 0 || !identity_is_release(version)) {
        lint_fault(database, os->file, identity,
                   _("no system comes later than one without a number as its version"));
        return;
    }
    subject = new_subject(os, identity, scheme);
    statements = g_hash_table_lookup(subjects, subject);
    if (statements == NULL) {
        statements = g_ptr_array_new_with_free_func((GDestroyNotify)statement_free);
        g_hash_table_insert(subjects, g_steal_pointer(&subject), statements);
    }
    statement = g_new0(Statement, 1);
    statement->os = os;
    statement->node = identity;
    statement->version = g_steal_pointer(&version);
    statement->text = describe(identity);
    g_ptr_array_add(statements, statement);
}

static int
compare_statements(gconstpointer a, gconstpointer b)
{
    const Statement *first = *(const Statement *const *)a;
    const Statement *second = *(const Statement *const *)b;
    int order = version_order(first->version, second->version);

    return order != 0 ? order : strcmp(first->os->id, second->os->id);
}

/* The first of the statements @from to @to that says so; NULL: none does. */
static const Statement *
find_statement(GPtrArray *statements, guint from, guint to, const char *text)
{
    for (guint i = from; i < to; i++) {
        const Statement *statement = g_ptr_array_index(statements, i);

        if (strcmp(statement->text, text) == 0)
            return statement;
    }
    return NULL;
}

static void
report_repetition(LintDatabase *database, const Statement *earlier, const Statement *statement)
{
    lint_fault(database, statement->os->file, statement->node,
               _("%s says this for all later systems already"), earlier->os->id);
}

/* How many of the statements from @from on are of its system. */
static guint
count_own(GPtrArray *statements, guint from)
{
    const LintEntity *os = ((const Statement *)statements->pdata[from])->os;
    guint to = from + 1;

    while (to < statements->len &&
           strcmp(((const Statement *)statements->pdata[to])->os->id, os->id) == 0)
        to++;
    return to - from;
}

/* A system's statements replace those of the system before, so that one may have to be said again
 * where another one comes or goes. */
static void
check_repetitions(LintDatabase *database, GPtrArray *statements)
{
    guint before = 0;
    guint n_own = 0;

    g_ptr_array_sort(statements, compare_statements);
    for (guint own = 0; own < statements->len; before = own, own += n_own) {
        guint n_repeated = 0;

        n_own = count_own(statements, own);
        for (guint i = own; i < own + n_own; i++) {
            const Statement *statement = g_ptr_array_index(statements, i);
            const Statement *twin = find_statement(statements, own, i, statement->text);

            if (twin != NULL)
                report_repetition(database, twin, statement);
            n_repeated += find_statement(statements, before, own, statement->text) != NULL;
        }
        if (n_repeated == n_own && own - before == n_own)
            report_repetition(database, statements->pdata[before], statements->pdata[own]);
    }
}

void
rule_identities(LintDatabase *database)
{
    g_autoptr(GHashTable) subjects =
        g_hash_table_new_full(g_str_hash, g_str_equal, g_free, (GDestroyNotify)g_ptr_array_unref);
    GHashTableIter iter;
    gpointer statements = NULL;

    RULE_FOREACH (os, database, "os") {
        XML_NODE_FOREACH (identity, os->node, "identity") {
            g_autofree char *scheme = xml_node_attribute(identity, IDENTITY_SCHEME);
            g_autofree char *scope = xml_node_attribute(identity, IDENTITY_SCOPE);
            const char *name = scheme != NULL ? scheme : "";

            check_identity(database, os->file, identity, name);
            if (scope != NULL)
                add_statement(database, os, identity, name, subjects);
        }
    }
    g_hash_table_iter_init(&iter, subjects);
    while (g_hash_table_iter_next(&iter, NULL, &statements))
        check_repetitions(database, statements);
}
