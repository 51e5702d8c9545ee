/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * What the guard does to libxslt changes no text: all templates of the database, and those of the
 * tests, are carried out by libxslt alone and by a guarded one. A libxslt whose inside is another
 * one is noticed here.
 */
#include "config.h"

#include <string.h>

#include <libxml/parser.h>
#include <libxslt/transform.h>
#include <libxslt/xsltInternals.h>
#include <libxslt/xsltutils.h>

#include "osinfo/osinfo.h"
#include "sandbox.h"
#include "script/script_document.h"
#include "script/xslt_guard.h"
#include "script/xslt_run.h"

/* A value that each format writes as it is, and that no template has. */
#define WORD_FORMAT "word%udrow"

typedef struct {
    GString *text;
    GArray *values; /* of ScriptValue */
} Marked;

static guint n_templates;
static guint n_words; /* found in marks */

static xsltStylesheet *
compile(const char *template_text, gboolean is_guarded)
{
    xmlDoc *document = xmlReadMemory(template_text, (int)strlen(template_text), "data", NULL,
                                     XML_PARSE_NONET | XML_PARSE_NOCDATA);
    xsltStylesheet *stylesheet = NULL;

    g_assert_nonnull(document);
    if (is_guarded)
        xslt_guard_add_text_rules(xmlDocGetRootElement(document));
    stylesheet = xsltParseStylesheetDoc(document);
    g_assert_nonnull(stylesheet);
    g_assert_cmpint(stylesheet->errors, ==, 0);
    return stylesheet;
}

static char *
save(xmlDoc *result, xsltStylesheet *stylesheet)
{
    xmlChar *text = NULL;
    int size = 0;
    char *copy = NULL;

    g_assert_nonnull(result);
    g_assert_cmpint(xsltSaveResultToString(&text, &size, result, stylesheet), ==, 0);
    copy = g_strdup(text != NULL ? (const char *)text : "");
    xmlFree(text);
    return copy;
}

static char *
run_plain(const char *template_text, const ScriptDocument *document)
{
    xmlDoc *source = xslt_build_document(document);
    xsltStylesheet *stylesheet = compile(template_text, FALSE);
    xmlDoc *result = xsltApplyStylesheet(stylesheet, source, NULL);
    char *text = save(result, stylesheet);

    xmlFreeDoc(result);
    xsltFreeStylesheet(stylesheet);
    xmlFreeDoc(source);
    return text;
}

/* @marked: filled where the result is text. */
static char *
run_guarded(const char *template_text, const ScriptDocument *document, Marked *marked)
{
    XsltGuard guard = {.limits = SCRIPT_DEFAULT_LIMITS, .end = G_MAXINT64, .marks_values = TRUE};
    xmlDoc *source = xslt_build_document(document);
    xsltStylesheet *stylesheet = compile(template_text, TRUE);
    xsltTransformContext *context = xsltNewTransformContext(stylesheet, source);
    xmlDoc *result = NULL;
    char *text = NULL;

    xslt_guard_attach(&guard, context, stylesheet);
    result = xsltApplyStylesheetUser(stylesheet, source, NULL, NULL, NULL, context);
    g_assert_null(guard.stopped);
    text = save(result, stylesheet);
    if (xmlStrEqual(stylesheet->method, (const xmlChar *)"text"))
        xslt_guard_collect(result, marked->text, marked->values);
    xmlFreeDoc(result);
    xsltFreeTransformContext(context);
    xsltFreeStylesheet(stylesheet);
    xmlFreeDoc(source);
    return text;
}

static gboolean
is_in_value(const Marked *marked, gsize start, gsize end)
{
    for (guint i = 0; i < marked->values->len; i++) {
        const ScriptValue *value = &g_array_index(marked->values, ScriptValue, i);

        if (value->start <= start && end <= value->end)
            return TRUE;
    }
    return FALSE;
}

/* Whatever somebody has set lies within marks. */
static void
check_marks(const Marked *marked)
{
    g_autoptr(GRegex) word = g_regex_new("word[0-9]+drow", 0, 0, NULL);
    g_autoptr(GMatchInfo) match = NULL;

    for (g_regex_match(word, marked->text->str, 0, &match); g_match_info_matches(match);
         g_match_info_next(match, NULL)) {
        gint start = 0;
        gint end = 0;

        g_match_info_fetch_pos(match, 0, &start, &end);
        if (!is_in_value(marked, (gsize)start, (gsize)end))
            g_error("no mark around %.*s in:\n%s", end - start, marked->text->str + start,
                    marked->text->str);
        n_words++;
    }
}

/* The whole job, of which escaping is a part: no value needs any. */
static char *
run_job(const char *template_text, const ScriptDocument *document)
{
    ScriptInput input = {
        .template_text = template_text,
        .template_size = strlen(template_text),
        .document = document,
        .limits = SCRIPT_DEFAULT_LIMITS,
        .domain = g_quark_from_static_string("test"),
    };
    g_autoptr(GError) error = NULL;
    char *text = osinfo_script_module.transform(&input, NULL, &error);

    g_assert_no_error(error);
    return text;
}

static void
check_template(const char *template_text, const ScriptDocument *document)
{
    Marked marked = {g_string_new(NULL), g_array_new(FALSE, FALSE, sizeof(ScriptValue))};
    g_autofree char *plain = run_plain(template_text, document);
    g_autofree char *guarded = run_guarded(template_text, document, &marked);
    g_autofree char *whole = NULL;

    g_assert_cmpstr(guarded, ==, plain);
    if (marked.text->len > 0)
        g_assert_cmpstr(marked.text->str, ==, plain);
    check_marks(&marked);
    /* a command line is never XML */
    if (strcmp(document->root, "command-line") != 0) {
        whole = run_job(template_text, document);
        g_assert_cmpstr(whole, ==, plain);
    }
    n_templates++;
    g_string_free(marked.text, TRUE);
    g_array_unref(marked.values);
}

/* All that a script asks for is set, each to a word of its own. */
static OsinfoInstallConfig *
new_config(OsinfoInstallScript *script)
{
    OsinfoInstallConfig *config = osinfo_install_config_new("http://example.org/config");
    g_autoptr(GList) params = osinfo_install_script_get_config_param_list(script);
    guint i = 0;

    for (GList *param = params; param != NULL; param = param->next) {
        g_autofree char *word = g_strdup_printf(WORD_FORMAT, i++);

        osinfo_entity_set_param(OSINFO_ENTITY(config),
                                osinfo_install_config_param_get_name(param->data), word);
    }
    return config;
}

static void
check_script(OsinfoInstallScript *script, OsinfoOs *os)
{
    static const char *const roots[] = {"install-script-config", "command-line"};
    g_autoptr(OsinfoInstallConfig) config = new_config(script);

    for (guint i = 0; i < G_N_ELEMENTS(roots); i++) {
        g_autoptr(ScriptDocument) document =
            script_document_new(roots[i], script, os, NULL, NULL, config);

        check_template(osinfo_install_script_get_template_data(script), document);
    }
}

/* Each script with one system that has it. */
static void
check_database(const char *path)
{
    g_autoptr(OsinfoLoader) loader = osinfo_loader_new();
    g_autoptr(GError) error = NULL;
    g_autoptr(GHashTable) seen = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    g_autoptr(OsinfoOsList) systems = NULL;

    osinfo_loader_process_path(loader, path, &error);
    g_assert_no_error(error);
    systems = osinfo_db_get_os_list(osinfo_loader_get_db(loader));
    for (gint i = 0; i < osinfo_list_get_length(OSINFO_LIST(systems)); i++) {
        OsinfoOs *os = OSINFO_OS(osinfo_list_get_nth(OSINFO_LIST(systems), i));
        g_autoptr(OsinfoInstallScriptList) scripts = osinfo_os_get_install_script_list(os);

        for (gint j = 0; j < osinfo_list_get_length(OSINFO_LIST(scripts)); j++) {
            OsinfoEntity *script = osinfo_list_get_nth(OSINFO_LIST(scripts), j);

            if (osinfo_install_script_get_template_data(OSINFO_INSTALL_SCRIPT(script)) != NULL &&
                g_hash_table_add(seen, g_strdup(osinfo_entity_get_id(script))))
                check_script(OSINFO_INSTALL_SCRIPT(script), os);
        }
    }
}

static void
test_database(void)
{
    g_autofree char *folder = sandbox_get_data();

    check_database(folder);
    g_test_message("%u runs, %u words in marks", n_templates, n_words);
    g_assert_cmpuint(n_templates, >=, 40);
    g_assert_cmpuint(n_words, >=, 150);
}

static void
test_samples(void)
{
    g_autofree char *path = g_test_build_filename(G_TEST_DIST, "files", "db", NULL);

    n_templates = 0;
    check_database(path);
    g_assert_cmpuint(n_templates, >=, 2);
}

#define STYLESHEET(content)                                                                        \
    "<xsl:stylesheet xmlns:xsl='http://www.w3.org/1999/XSL/Transform' version='1.0'>"              \
    "<xsl:output method='text'/><xsl:template match='/r'>" content "</xsl:stylesheet>"
#define ROOT(content) STYLESHEET(content "</xsl:template>")
#define VALUE(path) "<xsl:value-of select=\"" path "\"/>"

typedef struct {
    const char *name;
    const char *template_text;
    const char *expected; /* values in brackets */
} Case;

/* clang-format off */
static const Case cases[] = {
    {"text", ROOT("a=b"), "a=b"},
    {"value", ROOT("a=" VALUE("config/a") ";"), "a=[x];"},
    {"empty-value", ROOT("a=" VALUE("config/none") ";"), "a=[];"},
    /* libxml2 joins what is between them */
    {"neighbours-are-one", ROOT(VALUE("config/a") VALUE("config/b")), "[xy z]"},
    {"loop", ROOT("<xsl:for-each select='config/*'>" VALUE("name()") "=" VALUE(".") ",</xsl:for-each>"), "[a]=[x],[b]=[y z],"},
    {"variable", ROOT("<xsl:variable name='v'>c" VALUE("config/a") "</xsl:variable>" VALUE("$v") "$v"), "[cx]$v"},
    {"copy-of", ROOT("<xsl:copy-of select='config/b'/>"), "[y z]"},
    {"copy", ROOT("<xsl:for-each select='config/b/text()'><xsl:copy/></xsl:for-each>"), "[y z]"},
    {"built-in-rule", ROOT("<xsl:apply-templates select='config/a'/>."), "[x]."},
    {"built-in-rule-of-mode", ROOT("<xsl:apply-templates select='config/a' mode='m'/>."), "[x]."},
    {"own-rule", STYLESHEET("<xsl:apply-templates select='config/a'/></xsl:template><xsl:template match='text()'>t"  "</xsl:template>"), "t"},
    {"choice", ROOT("<xsl:choose><xsl:when test='config/a'>(" VALUE("config/a") ")</xsl:when></xsl:choose>"), "([x])"},
    {"without-escaping", ROOT("<xsl:value-of select='config/a' disable-output-escaping='yes'/>"), "[x]"},
    {"message", ROOT("<xsl:message>" VALUE("config/a") "</xsl:message>m"), "m"},
};
/* clang-format on */

static void G_GNUC_PRINTF(2, 3)
    ignore_message(void *data G_GNUC_UNUSED, const char *format G_GNUC_UNUSED, ...)
{
}

static void
test_marks(gconstpointer data)
{
    static const ScriptElement elements[] = {
        {"config", (char *)"a", (char *)"x"},
        {"config", (char *)"b", (char *)"y z"},
    };
    const Case *one = data;
    g_autoptr(GArray) array = g_array_new(FALSE, FALSE, sizeof(ScriptElement));
    ScriptDocument document = {"r", array};
    Marked marked = {g_string_new(NULL), g_array_new(FALSE, FALSE, sizeof(ScriptValue))};
    g_autofree char *plain = NULL;
    g_autofree char *guarded = NULL;

    g_array_append_vals(array, elements, G_N_ELEMENTS(elements));
    xsltSetGenericErrorFunc(NULL, ignore_message);
    plain = run_plain(one->template_text, &document);
    guarded = run_guarded(one->template_text, &document, &marked);
    xsltSetGenericErrorFunc(NULL, NULL);
    g_assert_cmpstr(guarded, ==, plain);
    for (guint i = marked.values->len; i > 0; i--) {
        const ScriptValue *value = &g_array_index(marked.values, ScriptValue, i - 1);

        g_string_insert_c(marked.text, (gssize)value->end, ']');
        g_string_insert_c(marked.text, (gssize)value->start, '[');
    }
    g_assert_cmpstr(marked.text->str, ==, one->expected);
    g_string_free(marked.text, TRUE);
    g_array_unref(marked.values);
}

/* What a libxslt of an unknown version must do. */
static void
test_trial(void)
{
    g_assert_true(xslt_guard_try());
    g_assert_true(xslt_guard_is_supported());
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);

    for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *path = g_strdup_printf("/xslt-guard/marks/%s", cases[i].name);

        g_test_add_data_func(path, &cases[i], test_marks);
    }
    g_test_add_func("/xslt-guard/trial", test_trial);
    g_test_add_func("/xslt-guard/same-text/database", test_database);
    g_test_add_func("/xslt-guard/same-text/samples", test_samples);
    return g_test_run();
}
