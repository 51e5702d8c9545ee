/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The script module: what a template can do, what is refused, and that each of them ends.
 */
#include "config.h"

#include <string.h>

#include <glib/gstdio.h>
#include <libxslt/xsltutils.h>

#include "script/script_module.h"

#define STYLESHEET(content)                                                                        \
    "<xsl:stylesheet xmlns:xsl='http://www.w3.org/1999/XSL/Transform' version='1.0'>" content      \
    "</xsl:stylesheet>"
#define TEXT "<xsl:output method='text'/>"
#define ROOT(content) "<xsl:template match='/install-script-config'>" content "</xsl:template>"
#define VALUE(path) "<xsl:value-of select=\"" path "\"/>"
#define CALL(name) "<xsl:call-template name='" name "'/>"

#define LARGE_START                                                                                \
    "<xsl:stylesheet xmlns:xsl='http://www.w3.org/1999/XSL/Transform' version='1.0'>" TEXT         \
    "<xsl:template match='/install-script-config'>"
#define LARGE_END "</xsl:template></xsl:stylesheet>"

/* Microseconds: other limits are reached first, on any machine. */
#define HANG (600 * G_USEC_PER_SEC)

/* A document with <os>, <tree> and <config>. */
static ScriptDocument *
new_document(const char *root)
{
    static const ScriptElement elements[] = {
        {"os", (char *)"id", (char *)"http://e.org/a"},
        {"os", (char *)"short-id", (char *)"a"},
        {"os", (char *)"short-id", (char *)"a-alias"},
        {"tree", (char *)"url", (char *)"http://e.org/tree"},
        {"config", (char *)"id", (char *)"c"},
        {"config", (char *)"admin-password", (char *)"<&\"'> \xc3\xa4"},
        {"config", (char *)"no name", (char *)"is left out"},
        {"config", (char *)"empty", (char *)""},
    };
    ScriptDocument *document = g_new0(ScriptDocument, 1);

    document->root = root;
    document->elements = g_array_new(FALSE, FALSE, sizeof(ScriptElement));
    g_array_append_vals(document->elements, elements, G_N_ELEMENTS(elements));
    return document;
}

static char *
transform_with(const char *template_text, const char *root, gboolean is_optional,
               const ScriptLimits *limits, GCancellable *cancellable, GError **error)
{
    g_autoptr(ScriptDocument) document = new_document(root);
    ScriptInput input = {
        .template_text = template_text,
        .template_size = strlen(template_text),
        .document = document,
        .is_optional = is_optional,
        .limits = SCRIPT_DEFAULT_LIMITS,
        .domain = g_quark_from_static_string("test"),
    };

    input.limits.time = HANG;
    if (limits != NULL)
        input.limits = *limits;
    return osinfo_script_module.transform(&input, cancellable, error);
}

typedef struct {
    const char *name;
    const char *template_text;
    const char *expected; /* of a failure: part of the message */
} Case;

/* clang-format off */
static const Case works[] = {
    {"text", STYLESHEET(TEXT ROOT(VALUE("config/admin-password"))), "<&\"'> \xc3\xa4"},
    {"all-values", STYLESHEET(TEXT ROOT("<xsl:for-each select='os/short-id'>" VALUE(".") ",</xsl:for-each>")), "a,a-alias,"},
    {"order-of-parts", STYLESHEET(TEXT ROOT("<xsl:for-each select='*'>" VALUE("name()") ",</xsl:for-each>")), "os,tree,config,"},
    {"order-of-elements", STYLESHEET(TEXT ROOT("<xsl:for-each select='config/*'>" VALUE("name()") ",</xsl:for-each>")), "id,admin-password,empty,"},
    {"id-once", STYLESHEET(TEXT ROOT(VALUE("count(os/id)"))), "1"},
    {"choose", STYLESHEET(TEXT ROOT("<xsl:choose><xsl:when test=\"tree/url = ''\">n</xsl:when><xsl:otherwise>y</xsl:otherwise></xsl:choose>")), "y"},
    {"variables-and-calls", STYLESHEET(TEXT ROOT("<xsl:variable name='v' select='os/id'/><xsl:call-template name='t'><xsl:with-param name='p' select='$v'/></xsl:call-template>")
        "<xsl:template name='t'><xsl:param name='p'/>[" VALUE("$p") "]</xsl:template>"), "[http://e.org/a]"},
    {"fragment-in-variable", STYLESHEET(TEXT ROOT("<xsl:variable name='v'>x" VALUE("os/short-id") "</xsl:variable>" VALUE("concat($v, $v)"))), "xaxa"},
    {"keys", STYLESHEET(TEXT "<xsl:key name='k' match='os/short-id' use='.'/>" ROOT(VALUE("count(key('k', 'a'))"))), "1"},
    {"cdata", STYLESHEET(TEXT ROOT("<![CDATA[<a&b>]]>")), "<a&b>"},
    {"xml", STYLESHEET("<xsl:output omit-xml-declaration='yes'/>" ROOT("<a b='{os/short-id}'><xsl:copy-of select='tree/url'/></a>")), "<a b=\"a\"><url>http://e.org/tree</url></a>\n"},
    {"xml-declaration", STYLESHEET(ROOT("<a/>")), "<?xml version=\"1.0\"?>\n<a/>\n"},
    {"html", STYLESHEET("<xsl:output method='html'/>" ROOT("<p><br/></p>")), "<p><br></p>"},
    {"encoding", STYLESHEET("<xsl:output method='text' encoding='ISO-8859-1'/>" ROOT("\xc3\xa4")), "\xe4"},
    {"empty", STYLESHEET(TEXT ROOT("")), ""},
    {"empty-without-method", STYLESHEET(ROOT("")), ""},
    {"simplified", "<a xmlns:xsl='http://www.w3.org/1999/XSL/Transform' xsl:version='1.0'>" VALUE("//url") "</a>", "<?xml version=\"1.0\"?>\n<a>http://e.org/tree</a>\n"},
    {"message-is-not-printed", STYLESHEET(TEXT ROOT("<xsl:message>hello</xsl:message>x")), "x"},
    {"long-recursion", STYLESHEET(TEXT ROOT("<xsl:call-template name='t'><xsl:with-param name='n' select='500'/></xsl:call-template>")
        "<xsl:template name='t'><xsl:param name='n'/><xsl:if test='$n &gt; 0'>x<xsl:call-template name='t'><xsl:with-param name='n' select='$n - 1'/></xsl:call-template></xsl:if></xsl:template>"), NULL},
};

static const Case failures[] = {
    /* no template at all */
    {"no-xml", "not xml", "Unable to read XSL template: Start tag expected"},
    {"empty-text", "", "Unable to read XSL template"},
    {"open-element", "<a>", "Unable to read XSL template"},
    {"no-stylesheet", "<a/>", "Unable to parse XSL template"},
    {"bad-expression", STYLESHEET(ROOT(VALUE("config["))), "Unable to parse XSL template"},
    {"unknown-template", STYLESHEET(ROOT(CALL("x"))), "Unable to apply XSL transform context"},
    {"unknown-variable", STYLESHEET(ROOT(VALUE("$x"))), "Unable to apply XSL transform context"},
    {"unknown-function", STYLESHEET(ROOT(VALUE("no-such()"))), "no-such"},
    {"terminate", STYLESHEET(ROOT("<xsl:message terminate='yes'>a password\n is missing</xsl:message>")), "transform context: a password is missing"},
    /* other files */
    {"document", STYLESHEET(ROOT(VALUE("document('/etc/passwd')"))), "file read for"},
    {"document-of-network", STYLESHEET(ROOT(VALUE("document('http://127.0.0.1:9/')"))), "file read for"},
    {"document-in-pattern", STYLESHEET("<xsl:template match=\"*[document('/etc/passwd')]\">x</xsl:template>"), "file read for"},
    {"document-in-global-variable", STYLESHEET("<xsl:variable name='v' select=\"document('/etc/passwd')\"/>" ROOT(VALUE("$v"))), "file read for"},
    {"include", STYLESHEET("<xsl:include href='/etc/passwd'/>"), "xsl:include are refused"},
    {"import", STYLESHEET("<xsl:import href='http://127.0.0.1:9/a.xsl'/>"), "xsl:import and"},
    {"entity", "<!DOCTYPE a [<!ENTITY e SYSTEM '/etc/passwd'>]>" STYLESHEET(ROOT("&e;")), "document type declaration"},
    {"entity-bomb", "<!DOCTYPE a [<!ENTITY a 'aaaaaaaaaa'><!ENTITY b '&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;'>]>" STYLESHEET(ROOT("&b;")), "document type declaration"},
    {"external-subset", "<!DOCTYPE a SYSTEM '/etc/passwd'>" STYLESHEET(ROOT("x")), "document type declaration"},
    /* without an end */
    {"endless-recursion", STYLESHEET(ROOT(CALL("t")) "<xsl:template name='t'>" CALL("t") "</xsl:template>"), "infinite template recursion"},
    {"endless-apply", STYLESHEET(ROOT("<xsl:apply-templates select='.'/>")), "infinite template recursion"},
    {"doubling-calls", STYLESHEET(ROOT("<xsl:call-template name='t'><xsl:with-param name='n' select='60'/></xsl:call-template>")
        "<xsl:template name='t'><xsl:param name='n'/><xsl:if test='$n &gt; 0'>"
        "<xsl:call-template name='t'><xsl:with-param name='n' select='$n - 1'/></xsl:call-template>"
        "<xsl:call-template name='t'><xsl:with-param name='n' select='$n - 1'/></xsl:call-template></xsl:if></xsl:template>"), "Operation limit exceeded"},
    {"nested-loops", STYLESHEET(ROOT(
        "<xsl:for-each select='//node()'><xsl:for-each select='//node()'><xsl:for-each select='//node()'>"
        "<xsl:for-each select='//node()'><xsl:for-each select='//node()'><xsl:for-each select='//node()'>x"
        "</xsl:for-each></xsl:for-each></xsl:for-each></xsl:for-each></xsl:for-each></xsl:for-each>")), "Operation limit exceeded"},
    {"expression", STYLESHEET(ROOT(VALUE("count(//node()[count(//node()[count(//node()[count(//node()[count(//node()[count(//node()[count(//node()) &gt; 1]) &gt; 1]) &gt; 1]) &gt; 1]) &gt; 1]) &gt; 1])"))), "limit exceeded"},
    /* without measure */
    {"doubling-text", STYLESHEET(ROOT("<xsl:call-template name='t'><xsl:with-param name='s'>aaaaaaaa</xsl:with-param></xsl:call-template>")
        "<xsl:template name='t'><xsl:param name='s'/><xsl:call-template name='t'><xsl:with-param name='s' select='concat($s, $s)'/></xsl:call-template></xsl:template>"), "writes too much"},
    {"doubling-fragments", STYLESHEET(ROOT("<xsl:call-template name='t'><xsl:with-param name='s'>aaaaaaaa</xsl:with-param></xsl:call-template>")
        "<xsl:template name='t'><xsl:param name='s'/><xsl:call-template name='t'><xsl:with-param name='s'>" VALUE("$s") VALUE("$s") "</xsl:with-param></xsl:call-template></xsl:template>"), "writes too much"},
    {"doubling-copies", STYLESHEET(ROOT("<xsl:call-template name='t'><xsl:with-param name='s'><a/></xsl:with-param></xsl:call-template>")
        "<xsl:template name='t'><xsl:param name='s'/><xsl:call-template name='t'><xsl:with-param name='s'><b><xsl:copy-of select='$s'/><xsl:copy-of select='$s'/></b></xsl:with-param></xsl:call-template></xsl:template>"), "writes too much"},
};
/* clang-format on */

static void
test_works(gconstpointer data)
{
    const Case *one = data;
    g_autoptr(GError) error = NULL;
    g_autofree char *text =
        transform_with(one->template_text, "install-script-config", FALSE, NULL, NULL, &error);

    g_assert_no_error(error);
    if (one->expected == NULL)
        g_assert_cmpuint(strspn(text, "x \n?=\"'<>.1versionml"), >=, 500);
    else if (strcmp(one->name, "html") == 0)
        g_assert_nonnull(strstr(text, one->expected));
    else
        g_assert_cmpstr(text, ==, one->expected);
}

static void
test_failure(gconstpointer data)
{
    const Case *one = data;
    g_autoptr(GError) error = NULL;
    g_autofree char *text =
        transform_with(one->template_text, "install-script-config", FALSE, NULL, NULL, &error);

    g_assert_null(text);
    g_assert_nonnull(error);
    g_assert_cmpstr(g_quark_to_string(error->domain), ==, "test");
    g_assert_cmpint(error->code, ==, 0);
    g_assert_true(g_str_has_prefix(error->message, "Failed to apply script template: Unable to "));
    if (strstr(error->message, one->expected) == NULL)
        g_error("%s is not in: %s", one->expected, error->message);
    g_assert_null(strchr(error->message, '\n'));
    g_assert_cmpuint(strlen(error->message), <, 600);
}

#define SHELL "<xsl:output method='text' media-type='text/x-shellscript'/>"
#define PASSWORD VALUE("config/admin-password")
/* the password as a shell wants to have it */
#define QUOTED "'<&\"'\\''> \xc3\xa4'"

/* clang-format off */
static const Case formats[] = {
    {"value", STYLESHEET(SHELL ROOT("a=" PASSWORD " b=\"" PASSWORD "\"")), "a=" QUOTED " b=\"<&\\\"'> \xc3\xa4\""},
    {"template-is-left-alone", STYLESHEET(SHELL ROOT("a=' &lt;")), "a=' <"},
    {"named-template", STYLESHEET(SHELL ROOT("a=" CALL("t")) "<xsl:template name='t'>" PASSWORD "</xsl:template>"), "a=" QUOTED},
    {"variable-is-a-value", STYLESHEET(SHELL ROOT("<xsl:variable name='v'>x " CALL("t") "</xsl:variable>a=" VALUE("$v")) "<xsl:template name='t'>" PASSWORD "</xsl:template>"),
        "a='x <&\"'\\''> \xc3\xa4'"},
    {"comparison", STYLESHEET(SHELL ROOT("<xsl:variable name='v'>" PASSWORD "</xsl:variable><xsl:if test='$v = config/admin-password'>same" VALUE("string-length($v)") "</xsl:if>")), "same7"},
    {"parameter", STYLESHEET(SHELL ROOT("<xsl:call-template name='t'><xsl:with-param name='p'>" PASSWORD "</xsl:with-param></xsl:call-template>")
        "<xsl:template name='t'><xsl:param name='p'/>" VALUE("concat('1', $p)") "</xsl:template>"), "'1<&\"'\\''> \xc3\xa4'"},
    {"copy-of-variable", STYLESHEET(SHELL ROOT("<xsl:variable name='v'>" PASSWORD "</xsl:variable><xsl:copy-of select='$v'/>")), QUOTED},
    {"copy-of", STYLESHEET(SHELL ROOT("<xsl:copy-of select='config/admin-password'/>")), QUOTED},
    {"copy", STYLESHEET(SHELL ROOT("<xsl:for-each select='config/admin-password/text()'><xsl:copy/></xsl:for-each>")), QUOTED},
    {"built-in-rule", STYLESHEET(SHELL ROOT("<xsl:apply-templates select='config/admin-password'/>")), QUOTED},
    {"built-in-rule-of-mode", STYLESHEET(SHELL ROOT("<xsl:apply-templates select='config/admin-password' mode='m'/>")), QUOTED},
    {"own-rule-for-text", STYLESHEET(SHELL ROOT("<xsl:apply-templates select='config/admin-password'/>") "<xsl:template match='text()'>t</xsl:template>"), "t"},
    {"without-escaping", STYLESHEET(SHELL ROOT("<xsl:text disable-output-escaping='yes'>a=</xsl:text><xsl:value-of disable-output-escaping='yes' select='config/admin-password'/><xsl:text disable-output-escaping='yes'>;</xsl:text>")), "a=" QUOTED ";"},
    {"many", STYLESHEET(SHELL ROOT("<xsl:for-each select='os/short-id'>'" VALUE(".") "';</xsl:for-each>")), "'a';'a-alias';"},
    {"encoding", STYLESHEET("<xsl:output method='text' encoding='ISO-8859-1' media-type='text/x-shellscript'/>" ROOT(PASSWORD)), "'<&\"'\\''> \xe4'"},
    {"nothing", STYLESHEET(SHELL ROOT("")), ""},
    {"unknown-format", STYLESHEET("<xsl:output method='text' media-type='text/plain'/>" ROOT("a=" PASSWORD)), "a=<&\"'> \xc3\xa4"},
    {"format-without-text", STYLESHEET("<xsl:output media-type='text/x-shellscript' omit-xml-declaration='yes'/>" ROOT("<a>" PASSWORD "</a>")), "<a>&lt;&amp;\"'&gt; \xc3\xa4</a>\n"},
    {"refused", STYLESHEET("<xsl:output method='text' media-type='text/x-kickstart'/>" ROOT("x\n%packages\n" PASSWORD)), "!-: line 3: admin-password: only letters"},
    {"refused-constant", STYLESHEET(SHELL ROOT("`" VALUE("'zz'") "`")), "!-: line 1: a value cannot be written"},
};
/* clang-format on */

static void
test_format(gconstpointer data)
{
    const Case *one = data;
    g_autoptr(GError) error = NULL;
    g_autofree char *text =
        transform_with(one->template_text, "install-script-config", FALSE, NULL, NULL, &error);

    if (one->expected[0] == '!') {
        g_assert_null(text);
        g_assert_nonnull(strstr(error->message, one->expected + 1));
        g_assert_null(strchr(error->message, '\n'));
        return;
    }
    g_assert_no_error(error);
    g_assert_cmpstr(text, ==, one->expected);
}

/* A command line has a format of its own, whatever that of the script is. */
static void
test_command_line_format(void)
{
    static const char *const methods[] = {"text' media-type='text/x-kickstart",
                                          "xml' media-type='application/xml"};

    for (guint i = 0; i < G_N_ELEMENTS(methods); i++) {
        g_autofree char *good = g_strdup_printf(
            STYLESHEET("<xsl:output method='%s'/><xsl:template match='/command-line'>a=" VALUE(
                "'b&amp;c'") "</xsl:template>"),
            methods[i]);
        g_autofree char *bad = g_strdup_printf(
            STYLESHEET("<xsl:output method='%s'/><xsl:template match='/command-line'>a=" VALUE(
                "'b c'") "</xsl:template>"),
            methods[i]);
        g_autoptr(GError) error = NULL;
        g_autofree char *text = transform_with(good, "command-line", FALSE, NULL, NULL, &error);
        g_autofree char *none = NULL;

        g_assert_no_error(error);
        g_assert_cmpstr(text, ==, "a=b&c");
        none = transform_with(bad, "command-line", FALSE, NULL, NULL, &error);
        g_assert_null(none);
        g_assert_nonnull(strstr(error->message, "line 1: a blank cannot be written here"));
    }
}

/* What XML cannot hold, in a text and in an attribute; and what is wrong with the configuration. */
static void
test_xml_and_complaint(void)
{
    static const ScriptElement element = {"config", (char *)"user-realname", (char *)"a\x01"};
    static const char *const templates[] = {
        STYLESHEET("<xsl:output media-type='application/xml'/>" ROOT(
            "<a>" VALUE("config/user-realname") "</a>")),
        STYLESHEET(
            "<xsl:output media-type='application/xml'/>" ROOT("<a b='{config/user-realname}'/>")),
        STYLESHEET("<xsl:output media-type='application/xml'/>" ROOT("<a/>")),
        STYLESHEET(TEXT ROOT("x")),
    };
    static const char *const expected[] = {"-: user-realname: XML cannot hold a control character",
                                           "-: user-realname: XML cannot hold a control character",
                                           "-: complaint", NULL};

    for (guint i = 0; i < G_N_ELEMENTS(templates); i++) {
        g_autoptr(ScriptDocument) document = g_new0(ScriptDocument, 1);
        ScriptInput input = {
            .template_text = templates[i],
            .template_size = strlen(templates[i]),
            .document = document,
            .limits = SCRIPT_DEFAULT_LIMITS,
            .complaint = i >= 2 ? "complaint" : NULL,
            .domain = g_quark_from_static_string("test"),
        };
        g_autoptr(GError) error = NULL;
        g_autofree char *text = NULL;

        document->root = "install-script-config";
        document->elements = g_array_new(FALSE, FALSE, sizeof(ScriptElement));
        g_array_append_val(document->elements, element);
        text = osinfo_script_module.transform(&input, NULL, &error);
        g_assert_cmpstr(error != NULL ? error->message : NULL, ==, expected[i]);
        g_assert_true((text == NULL) == (error != NULL));
    }
}

/* Each way to write, with a path that can be written to. */
static void
test_writing_is_refused(gconstpointer data)
{
    g_autofree char *folder = g_dir_make_tmp("script-XXXXXX", NULL);
    g_autofree char *path = g_build_filename(folder, "written", NULL);
    g_autofree char *nested = g_build_filename(folder, "folder", "written", NULL);
    const char *paths[] = {path, nested};

    for (guint i = 0; i < G_N_ELEMENTS(paths); i++) {
        g_autoptr(GString) template_text = g_string_new(data);
        g_autoptr(GError) error = NULL;
        g_autofree char *text = NULL;

        g_string_replace(template_text, "@PATH@", paths[i], 0);
        text =
            transform_with(template_text->str, "install-script-config", FALSE, NULL, NULL, &error);
        g_assert_nonnull(error);
        g_assert_null(text);
        g_test_message("%s", error->message);
        g_assert_true(strstr(error->message, "refused") != NULL ||
                      strstr(error->message, "failed to find extension") != NULL);
        g_assert_false(g_file_test(paths[i], G_FILE_TEST_EXISTS));
    }
    g_assert_cmpint(g_rmdir(folder), ==, 0);
}

static void
test_rule_for_root(void)
{
    static const struct {
        const char *template_text;
        const char *root;
        const char *expected; /* NULL: the template does not know the root */
    } rows[] = {
        {STYLESHEET(TEXT ROOT("x")), "install-script-config", "x"},
        {STYLESHEET(TEXT ROOT("x")), "command-line", NULL},
        {STYLESHEET(TEXT "<xsl:template match='/'>y</xsl:template>"), "command-line", "y"},
        {STYLESHEET(TEXT "<xsl:template match='*'>z</xsl:template>"), "command-line", "z"},
        {STYLESHEET(TEXT "<xsl:template match='/command-line'/>"), "command-line", ""},
        {STYLESHEET(TEXT "<xsl:template match='config'>c</xsl:template>"), "command-line", NULL},
        {STYLESHEET(TEXT "<xsl:template match='/command-line' mode='m'>c</xsl:template>"),
         "command-line", NULL},
    };

    for (guint i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autoptr(GError) error = NULL;
        g_autofree char *text =
            transform_with(rows[i].template_text, rows[i].root, TRUE, NULL, NULL, &error);

        g_assert_no_error(error);
        g_assert_cmpstr(text, ==, rows[i].expected);
    }
}

static void
test_limits(void)
{
    const ScriptLimits small = {.depth = 50,
                                .operations = 1000,
                                .xpath_operations = 10000,
                                .time = HANG,
                                .produced = 1000,
                                .output = 10};
    ScriptLimits no_time = SCRIPT_DEFAULT_LIMITS;
    const struct {
        const char *template_text;
        const ScriptLimits *limits;
        const char *expected; /* NULL: it works */
    } rows[] = {
        {STYLESHEET(TEXT ROOT("1234567890")), &small, NULL},
        {STYLESHEET(TEXT ROOT("1234567890x")), &small, "the result is too large"},
        {STYLESHEET(TEXT ROOT("x" VALUE("os/id"))), &no_time, "takes too long"},
    };

    no_time.time = -1;
    for (guint i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autoptr(GError) error = NULL;
        g_autofree char *text = transform_with(rows[i].template_text, "install-script-config",
                                               FALSE, rows[i].limits, NULL, &error);

        g_assert_cmpint(text != NULL, ==, rows[i].expected == NULL);
        if (rows[i].expected != NULL)
            g_assert_nonnull(strstr(error->message, rows[i].expected));
    }
}

/* Templates that are small and would take a parser minutes. */
static void
test_costly_template(void)
{
    GString *attributes = g_string_new("<a ");
    GString *namespaces = g_string_new("<a ");
    GString *declared = g_string_new("<!DOCTYPE a [");
    g_autoptr(GPtrArray) texts = g_ptr_array_new_with_free_func(g_free);
    static const char *const expected[] = {
        "Unable to read XSL template: tag or comment is too long",
        "Unable to read XSL template: too many namespaces in one element",
        "Unable to read XSL template: too many attributes are declared",
    };

    for (guint i = 0; i < 200000; i++)
        g_string_append_printf(attributes, "a%x='>' ", i);
    for (guint i = 0; i < 1000; i++) {
        g_string_append_printf(namespaces, "xmlns:n%u='u' ", i);
        g_string_append_printf(declared, "<!ATTLIST a b%u CDATA 'x'>", i);
    }
    g_string_append(declared, "]><a>");
    for (guint i = 0; i < 100000; i++)
        g_string_append(declared, "<a/>");
    g_ptr_array_add(texts, g_strconcat(attributes->str, "/>", NULL));
    g_ptr_array_add(texts, g_strconcat(namespaces->str, "/>", NULL));
    g_ptr_array_add(texts, g_strconcat(declared->str, "</a>", NULL));
    g_string_free(attributes, TRUE);
    g_string_free(namespaces, TRUE);
    g_string_free(declared, TRUE);
    for (guint i = 0; i < texts->len; i++) {
        g_autoptr(GError) error = NULL;
        g_autofree char *output = transform_with(
            g_ptr_array_index(texts, i), "install-script-config", FALSE, NULL, NULL, &error);

        g_assert_null(output);
        g_assert_nonnull(error);
        g_assert_nonnull(strstr(error->message, expected[i]));
    }
}

static void
test_large_template(void)
{
    static const struct {
        gsize size;           /* of each of two texts, bytes */
        const char *expected; /* NULL: it works */
    } rows[] = {
        {3900 * 1024, NULL},
        {SCRIPT_MAX_TEMPLATE_SIZE / 2, "Unable to read XSL template: the template is too large"},
    };

    for (guint i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autofree char *filling = g_strnfill(rows[i].size, 'x');
        g_autofree char *template_text =
            g_strconcat(LARGE_START, filling, "<xsl:if test='true()'>", filling, "</xsl:if>",
                        VALUE("substring(string(/), 1, 0)"), LARGE_END, NULL);
        g_autoptr(GError) error = NULL;
        g_autofree char *text =
            transform_with(template_text, "install-script-config", FALSE, NULL, NULL, &error);

        if (rows[i].expected == NULL)
            g_assert_cmpuint(strlen(text), ==, 2 * rows[i].size);
        else
            g_assert_nonnull(strstr(error->message, rows[i].expected));
    }
}

/* Of a text that is put together of many all is there. */
static void
test_large_result(void)
{
    g_autofree char *filling = g_strnfill(1024 * 1024, 'x');
    g_autoptr(GString) template_text = g_string_new(LARGE_START);
    g_autoptr(GError) error = NULL;
    g_autofree char *text = NULL;

    for (guint i = 0; i < 15; i++)
        g_string_append(template_text, CALL("t"));
    g_string_append_printf(template_text, "</xsl:template><xsl:template name='t'>%s" LARGE_END,
                           filling);
    text = transform_with(template_text->str, "install-script-config", FALSE, NULL, NULL, &error);
    g_assert_no_error(error);
    g_assert_cmpuint(strlen(text), ==, 15 * 1024 * 1024);
}

static void
test_cancelled(void)
{
    g_autoptr(GCancellable) cancellable = g_cancellable_new();
    g_autoptr(GError) error = NULL;
    g_autofree char *text = NULL;

    g_cancellable_cancel(cancellable);
    text = transform_with(STYLESHEET(TEXT ROOT(VALUE("os/id"))), "install-script-config", FALSE,
                          NULL, cancellable, &error);
    g_assert_null(text);
    g_assert_error(error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

static guint n_messages;

static void G_GNUC_PRINTF(2, 3)
    count_message(void *data G_GNUC_UNUSED, const char *format G_GNUC_UNUSED, ...)
{
    n_messages++;
}

/* A program that uses libxslt itself keeps its messages, and sees none of ours. */
static void
test_messages_of_others(void)
{
    g_autoptr(GError) error = NULL;

    xsltSetGenericErrorFunc(NULL, count_message);
    g_assert_null(transform_with(failures[4].template_text, "install-script-config", FALSE, NULL,
                                 NULL, &error));
    g_assert_cmpuint(n_messages, ==, 0);
    xsltGenericError(xsltGenericErrorContext, "of %s", "others");
    g_assert_cmpuint(n_messages, ==, 1);
}

/* The process's handler is the program's again when a script is made. */
static void
test_handler_is_returned(void)
{
    g_autofree char *text = NULL;
    int context = 0;

    xsltSetGenericErrorFunc(&context, count_message);
    text = transform_with(works[0].template_text, "install-script-config", FALSE, NULL, NULL, NULL);
    g_assert_true(xsltGenericError == count_message);
    g_assert_true(xsltGenericErrorContext == &context);
    xsltSetGenericErrorFunc(NULL, NULL);
}

static gpointer
transform_in_thread(gpointer data)
{
    for (guint i = 0; i < 50; i++) {
        const Case *one = &failures[i % 16];
        g_autoptr(GError) error = NULL;
        g_autofree char *text =
            transform_with(one->template_text, "install-script-config", FALSE, NULL, NULL, &error);
        g_autofree char *good = transform_with(works[0].template_text, "install-script-config",
                                               FALSE, NULL, NULL, NULL);

        g_assert_null(text);
        if (strstr(error->message, one->expected) == NULL)
            g_error("%s is not in: %s", one->expected, error->message);
        g_assert_cmpstr(good, ==, works[0].expected);
    }
    return data;
}

/* Messages of one thread do not get into errors of another one. */
static void
test_threads(void)
{
    GThread *threads[4];

    for (guint i = 0; i < G_N_ELEMENTS(threads); i++)
        threads[i] = g_thread_new("transform", transform_in_thread, NULL);
    for (guint i = 0; i < G_N_ELEMENTS(threads); i++)
        g_thread_join(threads[i]);
}

int
main(int argc, char **argv)
{
    static const struct {
        const char *name;
        const char *template_text;
    } writers[] = {
        {"/script-xslt/refused/xsl-document",
         "<xsl:stylesheet xmlns:xsl='http://www.w3.org/1999/XSL/Transform' version='1.1'>" ROOT(
             "<xsl:document href='@PATH@'>x</xsl:document>") "</xsl:stylesheet>"},
        {"/script-xslt/refused/exslt-document",
         "<xsl:stylesheet xmlns:xsl='http://www.w3.org/1999/XSL/Transform' version='1.0' "
         "xmlns:e='http://exslt.org/common' extension-element-prefixes='e'>" ROOT(
             "<e:document href='@PATH@'>x</e:document>") "</xsl:stylesheet>"},
        {"/script-xslt/refused/saxon-output",
         "<xsl:stylesheet xmlns:xsl='http://www.w3.org/1999/XSL/Transform' version='1.0' "
         "xmlns:e='http://icl.com/saxon' extension-element-prefixes='e'>" ROOT(
             "<e:output href='@PATH@'>x</e:output>") "</xsl:stylesheet>"},
        {"/script-xslt/refused/xalan-write",
         "<xsl:stylesheet xmlns:xsl='http://www.w3.org/1999/XSL/Transform' version='1.0' "
         "xmlns:e='org.apache.xalan.xslt.extensions.Redirect' extension-element-prefixes='e'>" ROOT(
             "<e:write select=\"'@PATH@'\">x</e:write>") "</xsl:stylesheet>"},
    };

    g_test_init(&argc, &argv, NULL);
    for (guint i = 0; i < G_N_ELEMENTS(works); i++) {
        g_autofree char *name = g_strdup_printf("/script-xslt/works/%s", works[i].name);

        g_test_add_data_func(name, &works[i], test_works);
    }
    for (guint i = 0; i < G_N_ELEMENTS(failures); i++) {
        g_autofree char *name = g_strdup_printf("/script-xslt/fails/%s", failures[i].name);

        g_test_add_data_func(name, &failures[i], test_failure);
    }
    for (guint i = 0; i < G_N_ELEMENTS(formats); i++) {
        g_autofree char *name = g_strdup_printf("/script-xslt/format/%s", formats[i].name);

        g_test_add_data_func(name, &formats[i], test_format);
    }
    g_test_add_func("/script-xslt/format-of-command-line", test_command_line_format);
    g_test_add_func("/script-xslt/xml-and-complaint", test_xml_and_complaint);
    for (guint i = 0; i < G_N_ELEMENTS(writers); i++)
        g_test_add_data_func(writers[i].name, writers[i].template_text, test_writing_is_refused);
    g_test_add_func("/script-xslt/rule-for-root", test_rule_for_root);
    g_test_add_func("/script-xslt/limits", test_limits);
    g_test_add_func("/script-xslt/large-template", test_large_template);
    g_test_add_func("/script-xslt/costly-template", test_costly_template);
    g_test_add_func("/script-xslt/large-result", test_large_result);
    g_test_add_func("/script-xslt/cancelled", test_cancelled);
    g_test_add_func("/script-xslt/messages-of-others", test_messages_of_others);
    g_test_add_func("/script-xslt/handler-is-returned", test_handler_is_returned);
    g_test_add_func("/script-xslt/threads", test_threads);
    return g_test_run();
}
