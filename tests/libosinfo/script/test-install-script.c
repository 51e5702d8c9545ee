/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Install scripts: what files say of them and what extensions change, who has which script, and
 * making texts and files of them in every way there is.
 */
#include "config.h"

#include <string.h>

#include <glib/gstdio.h>

#include "model-helpers.h"
#include "sandbox.h"

#define ID "http://e.org/s"
#define PLACE "install-script/e.org/s.xml"
#define XSL "http://www.w3.org/1999/XSL/Transform"
#define STYLESHEET(content)                                                                        \
    "<xsl:stylesheet xmlns:xsl='" XSL "' version='1.0'><xsl:output method='text'/>" content        \
    "</xsl:stylesheet>"
#define ROOT(content) "<xsl:template match='/install-script-config'>" content "</xsl:template>"
#define LINE(content) "<xsl:template match='/command-line'>" content "</xsl:template>"
#define VALUE(path) "<xsl:value-of select=\"" path "\"/>"

/* A database of install scripts. @files: pairs of place and content of the script's element, or of
 * <libosinfo> for a place that is not a script's. */
static OsinfoDb *
load_script(const char *first, const char *const *files)
{
    g_autofree char *folder = sandbox_new_folder();
    g_autofree char *element =
        g_strdup_printf("<install-script id='" ID "'>%s</install-script>", first);

    sandbox_write_xml(folder, PLACE, element);
    for (guint i = 0; files != NULL && files[i] != NULL; i += 2) {
        g_autofree char *text = NULL;

        if (g_str_has_prefix(files[i], "install-script/e.org/s.d/"))
            text = g_strdup_printf("<install-script id='" ID "'>%s</install-script>", files[i + 1]);
        sandbox_write_xml(folder, files[i], text != NULL ? text : files[i + 1]);
    }
    return sandbox_load(folder, NULL);
}

static char *
join_params(OsinfoInstallScript *script)
{
    g_autoptr(GString) text = g_string_new(NULL);
    g_autoptr(GList) params = osinfo_install_script_get_config_param_list(script);

    for (GList *param = params; param != NULL; param = param->next) {
        OsinfoDatamap *map = osinfo_install_config_param_get_value_map(param->data);

        g_string_append_printf(text, "%s=%d", osinfo_install_config_param_get_name(param->data),
                               (int)osinfo_install_config_param_get_policy(param->data));
        g_string_append_printf(text, "%s%s ", map != NULL ? "@" : "",
                               map != NULL ? osinfo_entity_get_id(OSINFO_ENTITY(map)) : "");
    }
    return g_string_free(g_steal_pointer(&text), FALSE);
}

/* What a parameter of the script is; NULL: it is not there. */
static void
assert_value(OsinfoInstallScript *script, const char *key, const char *expected)
{
    g_assert_cmpstr(osinfo_entity_get_param_value(OSINFO_ENTITY(script), key), ==, expected);
}

static void
test_everything_is_read(void)
{
    static const char *const more[] = {
        "datamap/e.org/m.xml",
        "<datamap id='http://e.org/m'><entry inval='de_DE' outval='de'/></datamap>", NULL};
    g_autoptr(OsinfoDb) db = load_script(
        "<profile>jeos</profile><path-format>dos</path-format>"
        "<expected-filename>a.txt</expected-filename><product-key-format>%#@</product-key-format>"
        "<needs-internet/><can-pre-install-drivers>true</can-pre-install-drivers>"
        "<can-post-install-drivers>yes</can-post-install-drivers>"
        "<pre-install-drivers-signing-req>warn</pre-install-drivers-signing-req>"
        "<post-install-drivers-signing-req>strict</post-install-drivers-signing-req>"
        "<injection-method>web</injection-method><injection-method>initrd</injection-method>"
        "<config><param name='a' policy='required'/>"
        "<param name='b' policy='optional' value-map='http://e.org/m'/><other name='c'/>"
        "<param name='a' policy='optional'/></config>"
        "<avatar-format><mime-type>image/png</mime-type><mime-type>image/bmp</mime-type>"
        "<width>48</width><height>64</height></avatar-format>"
        "<avatar-format><width>1</width></avatar-format>"
        "<template>" STYLESHEET("") "</template><x-own>x</x-own>",
        more);
    OsinfoInstallScript *script = osinfo_db_get_install_script(db, ID);
    OsinfoAvatarFormat *format = osinfo_install_script_get_avatar_format(script);
    g_autoptr(GList) types = osinfo_avatar_format_get_mime_types(format);
    g_autofree char *params = join_params(script);

    g_assert_cmpstr(osinfo_install_script_get_profile(script), ==, "jeos");
    g_assert_cmpint(osinfo_install_script_get_path_format(script), ==, OSINFO_PATH_FORMAT_DOS);
    g_assert_cmpstr(osinfo_install_script_get_expected_filename(script), ==, "a.txt");
    g_assert_cmpstr(osinfo_install_script_get_product_key_format(script), ==, "%#@");
    g_assert_true(osinfo_install_script_get_needs_internet(script));
    g_assert_true(osinfo_install_script_get_can_pre_install_drivers(script));
    g_assert_false(osinfo_install_script_get_can_post_install_drivers(script));
    g_assert_cmpint(osinfo_install_script_get_pre_install_drivers_signing_req(script), ==,
                    OSINFO_DEVICE_DRIVER_SIGNING_REQ_WARN);
    g_assert_cmpint(osinfo_install_script_get_post_install_drivers_signing_req(script), ==,
                    OSINFO_DEVICE_DRIVER_SIGNING_REQ_STRICT);
    g_assert_cmpint(osinfo_install_script_get_injection_methods(script), ==,
                    OSINFO_INSTALL_SCRIPT_INJECTION_METHOD_WEB |
                        OSINFO_INSTALL_SCRIPT_INJECTION_METHOD_INITRD);
    assert_value(script, "injection-method", "24");
    assert_value(script, "x-own", "x");
    g_assert_cmpstr(params, ==, "b=2@http://e.org/m c=2 a=2 ");
    g_assert_null(osinfo_entity_get_id(OSINFO_ENTITY(format)));
    g_assert_cmpuint(g_list_length(types), ==, 2);
    g_assert_cmpstr(types->next->data, ==, "image/bmp");
    g_assert_cmpint(osinfo_avatar_format_get_width(format), ==, 48);
    g_assert_cmpint(osinfo_avatar_format_get_height(format), ==, 64);
    g_assert_true(osinfo_avatar_format_get_alpha(format));
    g_assert_true(osinfo_install_script_get_avatar_format(script) == format);
    g_assert_true(osinfo_install_script_get_config_params(script) ==
                  osinfo_install_script_get_config_params(script));
}

static void
test_hardly_anything_is_said(void)
{
    g_autoptr(OsinfoDb) db = load_script("", NULL);
    OsinfoInstallScript *script = osinfo_db_get_install_script(db, ID);

    g_assert_null(osinfo_install_script_get_profile(script));
    g_assert_null(osinfo_install_script_get_expected_filename(script));
    g_assert_null(osinfo_install_script_get_output_filename(script));
    g_assert_null(osinfo_install_script_get_template_data(script));
    g_assert_null(osinfo_install_script_get_template_uri(script));
    g_assert_null(osinfo_install_script_get_avatar_format(script));
    g_assert_null(osinfo_install_script_get_config_param_list(script));
    assert_value(script, "needs-internet", "false");
    assert_value(script, "can-pre-install-drivers", "false");
    assert_value(script, "can-post-install-drivers", "false");
    assert_value(script, "injection-method", "0");
    g_assert_cmpint(osinfo_install_script_get_injection_methods(script), ==, 0);
}

typedef struct {
    const char *name;
    const char *master;
    const char *extension; /* NULL: none */
    const char *key;
    const char *expected;
} FileCase;

/* clang-format off */
static const FileCase files[] = {
    /* an extension changes what it mentions */
    {"answer-stays", "<needs-internet/>", "<profile>p</profile>", "needs-internet", "true"},
    {"answer-changes", "<needs-internet/>", "<needs-internet>false</needs-internet>", "needs-internet", "false"},
    {"answer-comes", "", "<needs-internet/>", "needs-internet", "true"},
    {"answer-true-wins", "<needs-internet>false</needs-internet><needs-internet/><needs-internet>no</needs-internet>", NULL, "needs-internet", "true"},
    {"injection-stays", "<injection-method>disk</injection-method>", "<profile>p</profile>", "injection-method", "2"},
    {"injection-changes", "<injection-method>disk</injection-method>", "<injection-method>web</injection-method>", "injection-method", "16"},
    {"injection-unknown", "<injection-method>disk</injection-method><injection-method>pigeon</injection-method>", NULL, "injection-method", "2"},
    {"profile-changes", "<profile>a</profile>", "<profile>b</profile>", "profile", "b"},
    {"profile-stays", "<profile>a</profile>", "<needs-internet/>", "profile", "a"},
    {"template-stays", "<template><a/></template>", "<profile>p</profile>", "template-data", "<a/>"},
    {"template-changes", "<template><a/></template>", "<template><b/></template>", "template-data", "<b/>"},
    {"template-becomes-uri", "<template><a/></template>", "<template uri='http://e.org/t'/>", "template-data", NULL},
    {"uri-becomes-template", "<template uri='http://e.org/t'/>", "<template><b/></template>", "template-uri", NULL},
    /* templates */
    {"uri", "<template uri='http://e.org/t'/>", NULL, "template-uri", "http://e.org/t"},
    {"uri-and-content", "<template uri='http://e.org/t'><a/></template>", NULL, "template-data", "<a/>"},
    {"first-template", "<template uri='http://e.org/t'/><template><a/></template>", NULL, "template-data", NULL},
    {"first-element", "<template> <a/> <b/></template>", NULL, "template-data", "<a/>"},
    {"no-element", "<template>text</template>", NULL, "template-data", NULL},
    {"markup", "<template><a b='&lt;&amp;&quot;&apos;&#10;&#9;&gt;'>&lt;&amp;&gt;<![CDATA[<&]]>&#13;</a></template>", NULL, "template-data",
        "<a b=\"&lt;&amp;&#34;'&#10;&#9;&gt;\">&lt;&amp;&gt;&lt;&amp;&#13;</a>"},
    {"nested", "<template><a>1<b><c/>2</b>3</a></template><profile>p</profile>", NULL, "template-data", "<a>1<b><c/>2</b>3</a>"},
    {"after-template", "<template><profile>no</profile></template><profile>p</profile>", NULL, "profile", "p"},
    {"comment-and-instruction", "<template><a><!-- c --><?p i?><?q?></a></template>", NULL, "template-data", "<a><!-- c --><?p i?><?q?></a>"},
    {"space", "<template><a>\n  <b/>\n</a></template>", NULL, "template-data", "<a>\n  <b/>\n</a>"},
    {"namespaces", "<template><p:a xmlns:p='u' p:b='1' xml:space='preserve'><c xmlns='d'/></p:a></template>", NULL, "template-data",
        "<p:a xmlns:p=\"u\" p:b=\"1\" xml:space=\"preserve\"><c xmlns=\"d\"/></p:a>"},
    {"namespaces-from-outside", "<template xmlns:p='outer' xmlns:q='kept'><p:a xmlns:p='inner'/></template>", NULL, "template-data",
        "<p:a xmlns:p=\"inner\" xmlns:q=\"kept\"/>"},
    {"namespaces-are-forgotten", "<config xmlns:z='gone'><param name='a'/></config><template><a/></template>", NULL, "template-data", "<a/>"},
};
/* clang-format on */

static void
test_file(gconstpointer data)
{
    const FileCase *one = data;
    const char *const extension[] = {
        one->extension != NULL ? "install-script/e.org/s.d/1.xml" : NULL, one->extension, NULL};
    g_autoptr(OsinfoDb) db = NULL;

    if (strcmp(one->name, "injection-unknown") == 0)
        g_test_expect_message(NULL, G_LOG_LEVEL_WARNING, "*injection method pigeon*");
    db = load_script(one->master, extension);
    g_test_assert_expected_messages();
    assert_value(osinfo_db_get_install_script(db, ID), one->key, one->expected);
}

/* Parts: an extension adds parameters, takes the place of those it names, and replaces the format.
 */
static void
test_parts_in_extension(void)
{
    static const char *const extension[] = {
        "install-script/e.org/s.d/1.xml",
        "<config><param name='a' policy='optional'/><param name='c' policy='required'/></config>"
        "<avatar-format><width>7</width></avatar-format>",
        NULL};
    g_autoptr(OsinfoDb) db = load_script(
        "<config><param name='a' policy='required'/><param name='b' policy='required'/></config>"
        "<avatar-format><width>48</width><height>48</height></avatar-format>",
        extension);
    OsinfoInstallScript *script = osinfo_db_get_install_script(db, ID);
    g_autofree char *params = join_params(script);

    g_assert_cmpstr(params, ==, "b=1 a=2 c=1 ");
    g_assert_cmpint(osinfo_avatar_format_get_width(osinfo_install_script_get_avatar_format(script)),
                    ==, 7);
    g_assert_cmpint(
        osinfo_avatar_format_get_height(osinfo_install_script_get_avatar_format(script)), ==, -1);
}

/* What an extension says nothing of stays as it is, the template included (KB-36). */
static void
test_extension_of_params_only(void)
{
    static const char *const extension[] = {"install-script/e.org/s.d/1.xml",
                                            "<config><param name='a' policy='optional'/></config>",
                                            NULL};
    g_autoptr(OsinfoDb) db = load_script(
        "<can-pre-install-drivers>true</can-pre-install-drivers>"
        "<can-post-install-drivers>true</can-post-install-drivers>"
        "<needs-internet>true</needs-internet><path-format>dos</path-format>"
        "<injection-method>disk</injection-method><injection-method>initrd</injection-method>"
        "<template><xsl:stylesheet xmlns:xsl='" XSL
        "' version='1.0'><xsl:output method='text'/>" ROOT("made") "</xsl:stylesheet></template>",
        extension);
    OsinfoInstallScript *script = osinfo_db_get_install_script(db, ID);
    g_autoptr(OsinfoOs) os = osinfo_os_new("http://e.org/a");
    g_autoptr(OsinfoInstallConfig) config = osinfo_install_config_new("c");
    g_autofree char *params = join_params(script);
    g_autofree char *text = NULL;

    g_assert_cmpstr(params, ==, "a=2 ");
    g_assert_true(osinfo_install_script_get_can_pre_install_drivers(script));
    g_assert_true(osinfo_install_script_get_can_post_install_drivers(script));
    g_assert_true(osinfo_install_script_get_needs_internet(script));
    g_assert_cmpint(osinfo_install_script_get_path_format(script), ==, OSINFO_PATH_FORMAT_DOS);
    g_assert_cmpuint(osinfo_install_script_get_injection_methods(script), ==,
                     OSINFO_INSTALL_SCRIPT_INJECTION_METHOD_DISK |
                         OSINFO_INSTALL_SCRIPT_INJECTION_METHOD_INITRD);
    text = osinfo_install_script_generate(script, os, config, NULL, NULL);
    g_assert_cmpstr(text, ==, "made");
}

static void
test_params_by_name(void)
{
    g_autoptr(OsinfoDb) db = NULL;
    g_autoptr(OsinfoInstallConfigParam) known = NULL;
    OsinfoInstallScript *script = NULL;
    g_autoptr(OsinfoInstallConfigParam) other = osinfo_install_config_param_new("a");
    g_autoptr(OsinfoInstallConfigParam) unknown = osinfo_install_config_param_new("z");

    for (guint i = 0; i < 2; i++)
        g_test_expect_message(NULL, G_LOG_LEVEL_WARNING, "*config/param without id is left out");
    db = load_script("<config><param name='a'/><param/><param name=''/></config>", NULL);
    g_test_assert_expected_messages();
    script = osinfo_db_get_install_script(db, ID);
    known = osinfo_install_script_get_config_param(script, "a");
    g_assert_nonnull(known);
    g_assert_null(osinfo_install_script_get_config_param(script, "z"));
    g_assert_true(osinfo_install_script_has_config_param_name(script, "a"));
    g_assert_false(osinfo_install_script_has_config_param_name(script, "z"));
    g_assert_true(osinfo_install_script_has_config_param(script, other));
    g_assert_false(osinfo_install_script_has_config_param(script, unknown));
    g_assert_cmpint(
        osinfo_list_get_length(OSINFO_LIST(osinfo_install_script_get_config_params(script))), ==,
        1);
}

/* Objects that a program holds say what a second load says. */
static void
test_second_load(void)
{
    g_autofree char *first = sandbox_new_folder();
    g_autofree char *second = sandbox_new_folder();
    g_autoptr(OsinfoLoader) loader = osinfo_loader_new();
    g_autoptr(GError) error = NULL;
    OsinfoInstallScript *script = NULL;
    OsinfoAvatarFormat *format = NULL;

    sandbox_write_xml(first, PLACE,
                      "<install-script id='" ID "'><profile>a</profile>"
                      "<avatar-format><width>1</width></avatar-format></install-script>");
    sandbox_write_xml(second, PLACE,
                      "<install-script id='" ID "'><profile>b</profile><config><param name='p'/>"
                      "</config><avatar-format><width>2</width></avatar-format></install-script>");
    osinfo_loader_process_path(loader, first, &error);
    g_assert_no_error(error);
    script = osinfo_db_get_install_script(osinfo_loader_get_db(loader), ID);
    format = osinfo_install_script_get_avatar_format(script);
    g_assert_null(osinfo_install_script_get_config_param_list(script));
    osinfo_loader_process_path(loader, second, &error);
    g_assert_no_error(error);
    g_assert_true(osinfo_db_get_install_script(osinfo_loader_get_db(loader), ID) == script);
    g_assert_cmpstr(osinfo_install_script_get_profile(script), ==, "b");
    g_assert_true(osinfo_install_script_get_avatar_format(script) == format);
    g_assert_cmpint(osinfo_avatar_format_get_width(format), ==, 2);
    g_assert_true(osinfo_install_script_has_config_param_name(script, "p"));
}

static OsinfoDb *
load_owners(void)
{
    g_autofree char *folder = sandbox_new_folder();
    static const char *const names[] = {"one", "two", "three"};

    for (guint i = 0; i < G_N_ELEMENTS(names); i++) {
        g_autofree char *place = g_strdup_printf("install-script/e.org/%s.xml", names[i]);
        g_autofree char *text = g_strdup_printf(
            "<install-script id='http://e.org/%s'><profile>%s</profile></install-script>", names[i],
            i == 0 ? "jeos" : "desktop");

        sandbox_write_xml(folder, place, text);
    }
    sandbox_write_xml(
        folder, "os/e.org/a.xml",
        "<os id='http://e.org/a'><media arch='all'><iso><volume-id>^V$</volume-id></iso>"
        "<installer><script id='http://e.org/three'/></installer></media>"
        "<media arch='all'/>"
        "<installer><script id='http://e.org/two'/><script id='http://e.org/one'/>"
        "<script id='http://e.org/three'/></installer></os>");
    sandbox_write_xml(folder, "os/e.org/b.xml",
                      "<os id='http://e.org/b'><media arch='all'/>"
                      "<derives-from id='http://e.org/a'/></os>");
    return sandbox_load(folder, NULL);
}

static void
test_owners(void)
{
    g_autoptr(OsinfoDb) db = load_owners();
    OsinfoOs *os = osinfo_db_get_os(db, "http://e.org/a");
    OsinfoOs *heir = osinfo_db_get_os(db, "http://e.org/b");
    g_autoptr(OsinfoMediaList) media = osinfo_os_get_media_list(os);
    g_autoptr(OsinfoMediaList) heirs_media = osinfo_os_get_media_list(heir);
    OsinfoMedia *medium = OSINFO_MEDIA(osinfo_list_get_nth(OSINFO_LIST(media), 0));
    OsinfoMedia *plain = OSINFO_MEDIA(osinfo_list_get_nth(OSINFO_LIST(media), 1));
    OsinfoMedia *none = OSINFO_MEDIA(osinfo_list_get_nth(OSINFO_LIST(heirs_media), 0));
    g_autoptr(OsinfoInstallScript) own = osinfo_install_script_new("own");

    assert_ids(osinfo_db_get_install_script_list(db),
               "http://e.org/one http://e.org/three http://e.org/two");
    assert_ids(osinfo_os_get_install_script_list(os),
               "http://e.org/two http://e.org/one http://e.org/three");
    /* nothing is inherited */
    assert_ids(osinfo_os_get_install_script_list(heir), "");
    assert_ids(osinfo_media_get_install_script_list(medium), "http://e.org/three");
    assert_ids(osinfo_media_get_install_script_list(plain), "");
    g_assert_true(osinfo_media_supports_installer_script(plain));
    g_assert_false(osinfo_media_supports_installer_script(none));

    /* the first one of the profile, the same object as everywhere; one without a profile is no
     * matter */
    osinfo_os_add_install_script(os, own);
    g_assert_true(osinfo_os_find_install_script(os, "desktop") ==
                  osinfo_db_get_install_script(db, "http://e.org/two"));
    g_assert_true(osinfo_os_find_install_script(os, "jeos") ==
                  osinfo_db_get_install_script(db, "http://e.org/one"));
    g_assert_null(osinfo_os_find_install_script(os, "server"));
    assert_ids(osinfo_os_get_install_script_list(os),
               "http://e.org/two http://e.org/one http://e.org/three own");

    osinfo_media_add_install_script(none, own);
    assert_ids(osinfo_media_get_install_script_list(none), "own");
    g_assert_true(osinfo_media_supports_installer_script(none));
    osinfo_db_add_install_script(db, own);
    g_assert_true(osinfo_db_get_install_script(db, "own") == own);
}

/* A medium that is identified gets the scripts of its entry. */
static void
test_identified_medium(void)
{
    g_autoptr(OsinfoDb) db = load_owners();
    g_autoptr(OsinfoMedia) media = osinfo_media_new("m", "x86_64");

    osinfo_entity_set_param(OSINFO_ENTITY(media), OSINFO_MEDIA_PROP_VOLUME_ID, "V");
    g_assert_true(osinfo_db_identify_media(db, media));
    assert_ids(osinfo_media_get_install_script_list(media), "http://e.org/three");
}

/* What was lent lives as long as who lent it, not only as long as the database. */
static void
test_lent_scripts(void)
{
    OsinfoDb *db = load_owners();
    g_autoptr(OsinfoOs) os = g_object_ref(osinfo_db_get_os(db, "http://e.org/a"));
    OsinfoInstallScript *script = NULL;

    g_object_unref(db);
    script = osinfo_os_find_install_script(os, "jeos");
    g_assert_cmpstr(osinfo_install_script_get_profile(script), ==, "jeos");
}

static void
test_dangling_reference(void)
{
    g_autofree char *folder = sandbox_new_folder();
    g_autoptr(OsinfoDb) bare = NULL;
    g_autoptr(OsinfoDb) db = NULL;

    sandbox_write_xml(
        folder, "os/e.org/a.xml",
        "<os id='http://e.org/a'><installer><script id='http://e.org/none'/></installer></os>");
    /* a database that comes without scripts */
    bare = sandbox_load(folder, NULL);
    g_assert_nonnull(osinfo_db_get_install_script(bare, "http://e.org/none"));
    sandbox_write_xml(folder, PLACE, "<install-script id='" ID "'/>");
    g_test_expect_message(NULL, G_LOG_LEVEL_WARNING,
                          "Entity http://e.org/none referenced but not defined");
    db = sandbox_load(folder, NULL);
    g_test_assert_expected_messages();
    g_assert_nonnull(osinfo_db_get_install_script(db, "http://e.org/none"));
    /* one without a profile is passed over */
    g_assert_null(osinfo_os_find_install_script(osinfo_db_get_os(db, "http://e.org/a"), "jeos"));
}

static void
test_choices(void)
{
    static const struct {
        guint ways;   /* that are possible */
        guint choice; /* 0: none */
        guint expected;
    } rows[] = {
        {0, 0, OSINFO_INSTALL_SCRIPT_INJECTION_METHOD_DISK},
        {2 | 8, 0, OSINFO_INSTALL_SCRIPT_INJECTION_METHOD_DISK},
        {1 | 8, 0, OSINFO_INSTALL_SCRIPT_INJECTION_METHOD_INITRD},
        {1 | 16, 0, OSINFO_INSTALL_SCRIPT_INJECTION_METHOD_DISK},
        {2, 16, OSINFO_INSTALL_SCRIPT_INJECTION_METHOD_WEB},
        {2, 4 | 16, OSINFO_INSTALL_SCRIPT_INJECTION_METHOD_FLOPPY},
        {8, 1 << 10, OSINFO_INSTALL_SCRIPT_INJECTION_METHOD_INITRD},
    };

    for (guint i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autoptr(OsinfoInstallScript) script = osinfo_install_script_new("s");
        guint read = 0;

        g_assert_cmpint(osinfo_install_script_get_injection_methods(script), ==,
                        OSINFO_INSTALL_SCRIPT_INJECTION_METHOD_DISK);
        osinfo_entity_set_param_int64(OSINFO_ENTITY(script), "injection-method", rows[i].ways);
        if (rows[i].choice != 0)
            osinfo_install_script_set_preferred_injection_method(
                script, (OsinfoInstallScriptInjectionMethod)rows[i].choice);
        g_object_get(script, "preferred-injection-method", &read, NULL);
        g_assert_cmpuint(read, ==, rows[i].expected);
        g_assert_cmpuint(osinfo_install_script_get_preferred_injection_method(script), ==,
                         rows[i].expected);
    }
}

static void
test_installation_source(void)
{
    g_autoptr(OsinfoInstallScript) script = osinfo_install_script_new("s");

    g_assert_cmpint(osinfo_install_script_get_installation_source(script), ==,
                    OSINFO_INSTALL_SCRIPT_INSTALLATION_SOURCE_MEDIA);
    assert_value(script, "installation-source", NULL);
    osinfo_install_script_set_installation_source(
        script, OSINFO_INSTALL_SCRIPT_INSTALLATION_SOURCE_NETWORK);
    assert_value(script, "installation-source", "network");
    g_assert_cmpint(osinfo_install_script_get_installation_source(script), ==,
                    OSINFO_INSTALL_SCRIPT_INSTALLATION_SOURCE_NETWORK);
}

static void
test_output_name(void)
{
    g_autoptr(OsinfoInstallScript) script = osinfo_install_script_new("s");

    g_assert_null(osinfo_install_script_get_output_filename(script));
    osinfo_install_script_set_output_prefix(script, "p");
    g_assert_cmpstr(osinfo_install_script_get_output_filename(script), ==, "p");
    osinfo_entity_set_param(OSINFO_ENTITY(script), "expected-filename", "ks.cfg");
    osinfo_install_script_set_output_prefix(script, "p");
    g_assert_cmpstr(osinfo_install_script_get_output_filename(script), ==, "p-ks.cfg");
    g_assert_cmpstr(osinfo_install_script_get_output_prefix(script), ==, "p");
    osinfo_install_script_set_output_prefix(script, NULL);
    g_assert_cmpstr(osinfo_install_script_get_output_filename(script), ==, "ks.cfg");
    g_assert_null(osinfo_install_script_get_output_prefix(script));
}

/* Everything that a script can be made for: the same template says which parts there are. */
typedef struct {
    OsinfoInstallScript *script;
    OsinfoInstallConfig *config;
    OsinfoOs *os;
    OsinfoMedia *media;
    OsinfoTree *tree;
    GFile *folder;
    char *path; /* of the folder */
} World;

static void
world_init(World *world, const char *template_text)
{
    memset(world, 0, sizeof(*world));
    world->script = osinfo_install_script_new_data("s", "jeos", template_text);
    osinfo_entity_set_param(OSINFO_ENTITY(world->script), "expected-filename", "ks.cfg");
    world->config = osinfo_install_config_new("c");
    osinfo_install_config_set_hostname(world->config, "h");
    world->os = osinfo_os_new("o");
    world->media = osinfo_media_new("m", "x86_64");
    world->tree = osinfo_tree_new("t", "x86_64");
    osinfo_os_add_media(world->os, world->media);
    osinfo_os_add_tree(world->os, world->tree);
    world->path = sandbox_new_folder();
    world->folder = g_file_new_for_path(world->path);
}

static void
world_clear(World *world)
{
    g_object_unref(world->script);
    g_object_unref(world->config);
    g_clear_object(&world->os);
    g_object_unref(world->media);
    g_object_unref(world->tree);
    g_object_unref(world->folder);
    g_free(world->path);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(World, world_clear)

typedef enum { FOR_OS, FOR_MEDIA, FOR_TREE } Kind;

#define SYNC(world, suffix, target, call_error)                                                    \
    osinfo_install_script_generate##suffix((world)->script, (world)->target, (world)->config,      \
                                           NULL, call_error)
#define SYNC_FILE(world, suffix, target, call_error)                                               \
    osinfo_install_script_generate_output##suffix(                                                 \
        (world)->script, (world)->target, (world)->config, (world)->folder, NULL, call_error)

static char *
read_and_remove(GFile *file, const World *world)
{
    g_autoptr(GFile) parent = file != NULL ? g_file_get_parent(file) : NULL;
    g_autofree char *path = file != NULL ? g_file_get_path(file) : NULL;
    char *text = NULL;
    GStatBuf status;

    if (file == NULL)
        return NULL;
    g_assert_true(g_file_equal(parent, world->folder));
    g_assert_cmpint(g_stat(path, &status), ==, 0);
    /* there are passwords in it */
    g_assert_cmpint(status.st_mode & 0777, ==, 0600);
    g_assert_true(g_file_get_contents(path, &text, NULL, NULL));
    g_assert_cmpint(g_remove(path), ==, 0);
    g_object_unref(file);
    return text;
}

typedef struct {
    GMainLoop *loop;
    GAsyncResult *result;
} Waiting;

static void
on_ready(GObject *source G_GNUC_UNUSED, GAsyncResult *result, gpointer data)
{
    Waiting *waiting = data;

    waiting->result = g_object_ref(result);
    g_main_loop_quit(waiting->loop);
}

#define ASYNC(suffix, target)                                                                      \
    osinfo_install_script_generate##suffix##_async(world->script, world->target, world->config,    \
                                                   cancellable, on_ready, &waiting)
#define ASYNC_FILE(suffix, target)                                                                 \
    osinfo_install_script_generate_output##suffix##_async(world->script, world->target,            \
                                                          world->config, world->folder,            \
                                                          cancellable, on_ready, &waiting)
#define FINISH(suffix) osinfo_install_script_generate##suffix##_finish(world->script, result, error)

static GAsyncResult *
wait_for(Waiting *waiting)
{
    g_main_loop_run(waiting->loop);
    g_main_loop_unref(waiting->loop);
    return waiting->result;
}

static char *
generate_later(const World *world, Kind kind, gboolean to_file, GCancellable *cancellable,
               GError **error)
{
    Waiting waiting = {g_main_loop_new(NULL, FALSE), NULL};
    g_autoptr(GAsyncResult) result = NULL;

    if (kind == FOR_OS && to_file)
        ASYNC_FILE(, os);
    else if (kind == FOR_OS)
        ASYNC(, os);
    else if (kind == FOR_MEDIA && to_file)
        ASYNC_FILE(_for_media, media);
    else if (kind == FOR_MEDIA)
        ASYNC(_for_media, media);
    else if (to_file)
        ASYNC_FILE(_for_tree, tree);
    else
        ASYNC(_for_tree, tree);
    /* what is asked for now is what is made */
    osinfo_install_config_set_hostname(world->config, "later");
    result = wait_for(&waiting);
    osinfo_install_config_set_hostname(world->config, "h");
    switch (kind) {
    case FOR_OS:
        return to_file ? read_and_remove(FINISH(_output), world) : FINISH();
    case FOR_MEDIA:
        return to_file ? read_and_remove(FINISH(_output_for_media), world) : FINISH(_for_media);
    case FOR_TREE:
    default:
        return to_file ? read_and_remove(FINISH(_output_for_tree), world) : FINISH(_for_tree);
    }
}

static char *
generate_now(const World *world, Kind kind, gboolean to_file, GError **error)
{
    switch (kind) {
    case FOR_OS:
        return to_file ? read_and_remove(SYNC_FILE(world, , os, error), world)
                       : SYNC(world, , os, error);
    case FOR_MEDIA:
        return to_file ? read_and_remove(SYNC_FILE(world, _for_media, media, error), world)
                       : SYNC(world, _for_media, media, error);
    case FOR_TREE:
    default:
        return to_file ? read_and_remove(SYNC_FILE(world, _for_tree, tree, error), world)
                       : SYNC(world, _for_tree, tree, error);
    }
}

static char *
generate_line(const World *world, Kind kind)
{
    switch (kind) {
    case FOR_OS:
        return osinfo_install_script_generate_command_line(world->script, world->os, world->config);
    case FOR_MEDIA:
        return osinfo_install_script_generate_command_line_for_media(world->script, world->media,
                                                                     world->config);
    case FOR_TREE:
    default:
        return osinfo_install_script_generate_command_line_for_tree(world->script, world->tree,
                                                                    world->config);
    }
}

#define PARTS "<xsl:for-each select='*'>" VALUE("name()") ":" VALUE("id") ",</xsl:for-each>"
#define MATRIX STYLESHEET(ROOT(PARTS VALUE("config/hostname")) LINE("line " PARTS))

/* All ways to make a script of an OS, a medium, a tree: what there is to see, and where it goes. */
static void
test_matrix(void)
{
    static const char *const expected[] = {
        [FOR_OS] = "script:s,os:o,config:c,",
        [FOR_MEDIA] = "script:s,os:o,media:m,config:c,",
        [FOR_TREE] = "script:s,os:o,tree:t,config:c,",
    };

    g_auto(World) world = {0};

    world_init(&world, MATRIX);
    for (guint i = 0; i < 12; i++) {
        Kind kind = (Kind)(i % 3);
        gboolean to_file = (i / 3) % 2 == 1;
        g_autoptr(GError) error = NULL;
        g_autofree char *text = i / 6 == 0 ? generate_now(&world, kind, to_file, &error)
                                           : generate_later(&world, kind, to_file, NULL, &error);
        g_autofree char *wanted = g_strconcat(expected[kind], "h", NULL);
        g_autofree char *line = generate_line(&world, kind);
        g_autofree char *wanted_line = g_strconcat("line ", expected[kind], NULL);

        g_assert_no_error(error);
        g_assert_cmpstr(text, ==, wanted);
        g_assert_cmpstr(line, ==, wanted_line);
    }
}

/* Every failure comes as an error, whichever way was taken, and nothing is left behind. */
static void
assert_failure(World *world, guint kinds, GQuark domain, gint code, const char *message)
{
    for (guint i = 0; i < 12; i++) {
        Kind kind = (Kind)(i % 3);
        g_autoptr(GError) error = NULL;
        g_autofree char *text = NULL;
        g_autoptr(GDir) folder = NULL;

        if ((kinds & (1u << kind)) == 0)
            continue;
        text = i / 6 == 0 ? generate_now(world, kind, (i / 3) % 2 == 1, &error)
                          : generate_later(world, kind, (i / 3) % 2 == 1, NULL, &error);
        g_assert_null(text);
        g_assert_error(error, domain, code);
        if (strstr(error->message, message) == NULL)
            g_error("%s is not in: %s", message, error->message);
        folder = g_dir_open(world->path, 0, NULL);
        g_assert_null(g_dir_read_name(folder));
    }
}

#define ALL_KINDS 7u

static void
test_bad_templates(void)
{
    static const struct {
        const char *template_text; /* NULL: none */
        const char *message;
    } rows[] = {
        {NULL, "the script has none"},
        {"no", "Unable to read XSL template"},
        {"<a/>", "Unable to parse XSL template"},
        {STYLESHEET(ROOT(VALUE("f()"))), "Unable to apply XSL transform context"},
        {STYLESHEET(ROOT("<xsl:message terminate='yes'>no</xsl:message>")), ": no"},
        {STYLESHEET(ROOT("<xsl:apply-templates select='.'/>")), "infinite"},
        {STYLESHEET("<xsl:include href='/etc/passwd'/>"), "refused"},
        {STYLESHEET(ROOT(VALUE("document('/etc/passwd')"))), "refused"},
    };

    for (guint i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_auto(World) world = {0};

        world_init(&world, rows[i].template_text);
        assert_failure(&world, ALL_KINDS, OSINFO_ERROR, OSINFO_ERROR_GENERIC, rows[i].message);
        for (Kind kind = FOR_OS; kind <= FOR_TREE; kind++)
            g_assert_null(generate_line(&world, kind));
    }
}

static void
test_without_os(void)
{
    g_auto(World) world = {0};

    world_init(&world, MATRIX);
    g_clear_object(&world.os);
    assert_failure(&world, 1u << FOR_OS, OSINFO_ERROR, OSINFO_ERROR_GENERIC,
                   "no operating system was given");
    assert_failure(&world, 1u << FOR_MEDIA | 1u << FOR_TREE, OSINFO_ERROR, OSINFO_ERROR_GENERIC,
                   "must be identified first");
    for (Kind kind = FOR_OS; kind <= FOR_TREE; kind++)
        g_assert_null(generate_line(&world, kind));
}

static void
test_empty_result(void)
{
    g_auto(World) world = {0};

    world_init(&world, STYLESHEET(ROOT("") LINE("")));
    for (guint i = 0; i < 12; i++) {
        g_autoptr(GError) error = NULL;
        g_autofree char *text =
            i / 6 == 0 ? generate_now(&world, (Kind)(i % 3), (i / 3) % 2 == 1, &error)
                       : generate_later(&world, (Kind)(i % 3), (i / 3) % 2 == 1, NULL, &error);
        g_autofree char *line = generate_line(&world, (Kind)(i % 3));

        g_assert_no_error(error);
        g_assert_cmpstr(text, ==, "");
        g_assert_cmpstr(line, ==, "");
    }
}

/* A script without a command line does not give away all that it was told instead. */
static void
test_no_command_line(void)
{
    g_auto(World) world = {0};

    world_init(&world, STYLESHEET(ROOT("x")));
    osinfo_install_config_set_admin_password(world.config, "secret");
    for (Kind kind = FOR_OS; kind <= FOR_TREE; kind++)
        g_assert_null(generate_line(&world, kind));
}

static void
test_cancelled(void)
{
    g_auto(World) world = {0};
    g_autoptr(GCancellable) cancellable = g_cancellable_new();
    g_autoptr(GError) error = NULL;

    world_init(&world, MATRIX);
    g_cancellable_cancel(cancellable);
    g_assert_null(
        osinfo_install_script_generate(world.script, world.os, world.config, cancellable, &error));
    g_assert_error(error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
    g_clear_error(&error);
    g_assert_null(generate_later(&world, FOR_MEDIA, TRUE, cancellable, &error));
    g_assert_error(error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

static void
test_folder_is_not_there(void)
{
    g_auto(World) world = {0};

    world_init(&world, MATRIX);
    g_object_unref(world.folder);
    world.folder = g_file_new_for_path("/no/such/folder");
    for (guint i = 0; i < 6; i++) {
        g_autoptr(GError) error = NULL;

        g_assert_null(i < 3 ? generate_now(&world, (Kind)i, TRUE, &error)
                            : generate_later(&world, (Kind)(i - 3), TRUE, NULL, &error));
        g_assert_error(error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND);
    }
}

/* The database does not choose the folder. */
static void
test_bad_file_names(void)
{
    static const char *const names[] = {"../ks.cfg", "/tmp/ks.cfg", ".", "..", "a/b", ""};

    for (guint i = 0; i < G_N_ELEMENTS(names); i++) {
        g_auto(World) world = {0};
        g_autoptr(GError) error = NULL;

        world_init(&world, MATRIX);
        osinfo_entity_set_param(OSINFO_ENTITY(world.script), "expected-filename", names[i]);
        g_assert_null(generate_now(&world, FOR_OS, TRUE, &error));
        g_assert_error(error, G_IO_ERROR, G_IO_ERROR_INVALID_FILENAME);
        g_clear_error(&error);
        g_assert_null(generate_later(&world, FOR_OS, TRUE, NULL, &error));
        g_assert_error(error, G_IO_ERROR, G_IO_ERROR_INVALID_FILENAME);
    }
}

/* The file that is reported is the one that is written, and takes the place of another one, not of
 * what a link points at. */
static void
test_written_file(void)
{
    g_auto(World) world = {0};
    g_autofree char *path = NULL;
    g_autofree char *other = NULL;
    g_autofree char *text = NULL;
    g_autoptr(GFile) file = NULL;
    g_autoptr(GError) error = NULL;
    GStatBuf status;

    world_init(&world, MATRIX);
    osinfo_install_script_set_output_prefix(world.script, "p");
    path = g_build_filename(world.path, "p-ks.cfg", NULL);
    other = g_build_filename(world.path, "other", NULL);
    sandbox_write(world.path, "other", "kept");
    sandbox_link(world.path, "p-ks.cfg", "other");
    file = SYNC_FILE(&world, , os, &error);
    g_assert_no_error(error);
    g_assert_cmpstr(g_file_peek_path(file), ==, path);
    g_assert_cmpint(g_lstat(path, &status), ==, 0);
    g_assert_true(S_ISREG(status.st_mode));
    g_assert_cmpint(status.st_mode & 0777, ==, 0600);
    g_assert_true(g_file_get_contents(other, &text, NULL, NULL));
    g_assert_cmpstr(text, ==, "kept");
}

static void
test_values(void)
{
    static const char *const more[] = {
        "datamap/e.org/m.xml",
        "<datamap id='http://e.org/m'><entry inval='de_DE' outval='de'/></datamap>", NULL};
    g_autoptr(OsinfoDb) db = load_script(
        "<expected-filename>f</expected-filename>"
        "<config><param name='l10n-keyboard' value-map='http://e.org/m'/><param name='hostname'/>"
        "</config><template>" STYLESHEET(
            ROOT(VALUE("config/l10n-keyboard") "," VALUE("config/l10n-language") "," VALUE(
                "config/own") "," VALUE("config/hostname") "," VALUE("script/"
                                                                     "expected-filename"))) "</"
                                                                                            "te"
                                                                                            "mp"
                                                                                            "la"
                                                                                            "te"
                                                                                            ">",
        more);
    OsinfoInstallScript *script = osinfo_db_get_install_script(db, ID);
    g_autoptr(OsinfoInstallConfig) config = osinfo_install_config_new("c");
    g_autoptr(OsinfoOs) os = osinfo_os_new("o");
    g_autofree char *mapped = NULL;
    g_autofree char *kept = NULL;

    osinfo_install_config_set_l10n_keyboard(config, "de_DE");
    osinfo_install_config_set_l10n_language(config, "de_DE");
    osinfo_install_config_set_hostname(config, "a<b&\"c\"");
    osinfo_entity_set_param(OSINFO_ENTITY(config), "own", "x");
    mapped = osinfo_install_script_generate(script, os, config, NULL, NULL);
    g_assert_cmpstr(mapped, ==, "de,de_DE,x,a<b&\"c\",f");
    osinfo_install_config_set_l10n_keyboard(config, "en_GB");
    kept = osinfo_install_script_generate(script, os, config, NULL, NULL);
    g_assert_cmpstr(kept, ==, "en_GB,de_DE,x,a<b&\"c\",f");
}

/* A template in a file of its own, which the database names relative to the script's file. */
static void
test_template_file(void)
{
    static const struct {
        const char *uri;
        const char *file; /* below install-script/e.org */
    } rows[] = {
        {"t.xsl", "t.xsl"},
        {"templates/t.xsl", "templates/t.xsl"},
        {"../t%20t.xsl", "../t t.xsl"},
    };
    g_autoptr(OsinfoInstallConfig) config = osinfo_install_config_new("c");
    g_autoptr(OsinfoOs) os = osinfo_os_new("o");

    for (guint i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autofree char *folder = sandbox_new_folder();
        g_autofree char *place = g_build_filename("install-script/e.org", rows[i].file, NULL);
        g_autofree char *element = g_strdup_printf(
            "<install-script id='" ID "'><template uri='%s'/></install-script>", rows[i].uri);
        g_autoptr(OsinfoDb) db = NULL;
        g_autoptr(GError) error = NULL;
        g_autofree char *text = NULL;
        g_autofree char *line = NULL;
        OsinfoInstallScript *script = NULL;

        sandbox_write_xml(folder, PLACE, element);
        db = sandbox_load(folder, NULL);
        script = osinfo_db_get_install_script(db, ID);
        g_assert_null(osinfo_install_script_get_template_data(script));
        text = osinfo_install_script_generate(script, os, config, NULL, &error);
        g_assert_null(text);
        g_assert_error(error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND);
        g_assert_true(g_str_has_prefix(error->message, "Failed to load script template URI: "));
        g_clear_error(&error);

        sandbox_write(folder, place, STYLESHEET(ROOT("from a file") LINE("line")));
        text = osinfo_install_script_generate(script, os, config, NULL, &error);
        g_assert_no_error(error);
        g_assert_cmpstr(text, ==, "from a file");
        line = osinfo_install_script_generate_command_line(script, os, config);
        g_assert_cmpstr(line, ==, "line");
    }
}

/* The sample database: a template in a file, one in the element. */
static void
test_sample(void)
{
    g_autofree char *folder = sandbox_get_sample();
    g_autoptr(OsinfoDb) db = sandbox_load(folder, NULL);
    OsinfoOs *os = osinfo_db_get_os(db, "http://example.org/penguin/3");
    g_autoptr(OsinfoInstallConfig) config = osinfo_install_config_new("c");
    g_autoptr(GError) error = NULL;
    g_autofree char *text = NULL;
    g_autofree char *line = NULL;
    OsinfoInstallScript *script =
        osinfo_db_get_install_script(db, "http://example.org/penguin/seed/desktop");

    osinfo_install_config_set_user_login(config, "me");
    text = osinfo_install_script_generate(script, os, config, NULL, &error);
    g_assert_no_error(error);
    g_assert_cmpstr(text, ==, "user me");
    line = osinfo_install_script_generate_command_line(script, os, config);
    g_assert_cmpstr(line, ==, "seed=/penguin.seed");
    osinfo_install_config_set_admin_password(config, "secret");
    script = osinfo_os_find_install_script(os, "jeos");
    g_free(text);
    text = osinfo_install_script_generate(script, os, config, NULL, &error);
    g_assert_no_error(error);
    g_assert_cmpstr(text, ==, "password secret");
    g_assert_null(osinfo_install_script_generate_command_line(script, os, config));
}

/* What is not a file of this machine, or never ends. */
static void
test_refused_template_uris(void)
{
    static const struct {
        const char *uri;
        gint code;
    } rows[] = {
        {"http://127.0.0.1:9/t.xsl", G_IO_ERROR_NOT_SUPPORTED},
        {"file:///dev/zero", G_IO_ERROR_INVALID_DATA},
        {"file:///", G_IO_ERROR_INVALID_DATA},
        {"resource:///no/such/resource", G_IO_ERROR_NOT_FOUND},
    };
    g_autoptr(OsinfoInstallConfig) config = osinfo_install_config_new("c");
    g_autoptr(OsinfoOs) os = osinfo_os_new("o");

    for (guint i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autoptr(OsinfoInstallScript) script =
            osinfo_install_script_new_uri("s", "jeos", rows[i].uri);
        g_autoptr(GError) error = NULL;

        g_assert_cmpstr(osinfo_install_script_get_template_uri(script), ==, rows[i].uri);
        g_assert_null(osinfo_install_script_generate(script, os, config, NULL, &error));
        g_assert_nonnull(error);
        g_assert_true(g_str_has_prefix(error->message, "Failed to load script template URI: "));
        if (error->domain == G_IO_ERROR)
            g_assert_cmpint(error->code, ==, rows[i].code);
        else
            g_assert_error(error, G_RESOURCE_ERROR, G_RESOURCE_ERROR_NOT_FOUND);
    }
}

static void
test_properties(void)
{
    g_autoptr(OsinfoInstallScript) script = osinfo_install_script_new_data("s", "jeos", "<t/>");
    g_autofree char *data = NULL;
    g_autofree char *profile = NULL;
    g_autoptr(OsinfoAvatarFormat) format = NULL;
    OsinfoPathFormat path_format = OSINFO_PATH_FORMAT_UNIX;
    OsinfoInstallScriptInstallationSource source =
        OSINFO_INSTALL_SCRIPT_INSTALLATION_SOURCE_NETWORK;

    osinfo_entity_set_param(OSINFO_ENTITY(script), "path-format", "dos");
    g_object_get(script, "template-data", &data, "profile", &profile, "avatar-format", &format,
                 "path-format", &path_format, "installation-source", &source, NULL);
    g_assert_cmpstr(data, ==, "<t/>");
    g_assert_cmpstr(profile, ==, "jeos");
    g_assert_null(format);
    g_assert_cmpint(path_format, ==, OSINFO_PATH_FORMAT_DOS);
    g_assert_cmpint(source, ==, OSINFO_INSTALL_SCRIPT_INSTALLATION_SOURCE_MEDIA);
    g_object_set(script, "preferred-injection-method", OSINFO_INSTALL_SCRIPT_INJECTION_METHOD_WEB,
                 NULL);
    assert_value(script, "preferred-injection-method", "web");
}

typedef struct {
    const char *name;
    const char *param; /* what the script says of it */
    const char *value; /* NULL: it is not set */
    const char *fault; /* NULL: none */
} PolicyCase;

/* clang-format off */
static const PolicyCase policies[] = {
    {"required", "<param name='user-login' policy='required'/>", NULL, "the parameter user-login is required"},
    {"required-empty", "<param name='user-login' policy='required'/>", "", NULL},
    {"optional", "<param name='user-login' policy='optional'/>", NULL, NULL},
    {"key", "<param name='reg-product-key' policy='optional'/>", "aB3-9x", NULL},
    {"key-empty", "<param name='reg-product-key' policy='optional'/>", "", NULL},
    {"key-short", "<param name='reg-product-key' policy='optional'/>", "aB3-9", "the value of reg-product-key has an invalid"},
    {"key-long", "<param name='reg-product-key' policy='optional'/>", "aB3-9xx", "the value of reg-product-key has an invalid"},
    {"key-letter", "<param name='reg-product-key' policy='optional'/>", "1B3-9x", "the value of reg-product-key has an invalid"},
    {"key-digit", "<param name='reg-product-key' policy='optional'/>", "aBx-9x", "the value of reg-product-key has an invalid"},
    {"disk", "<param name='target-disk' policy='optional'/>", "/dev/vda", NULL},
    {"disk-by-name", "<param name='target-disk' policy='optional'/>", "vda", NULL},
    {"drive", "<param name='target-disk' policy='optional'/>", "C", "the value of target-disk has an invalid"},
    {"drive-with-colon", "<param name='target-disk' policy='optional'/>", "C:", "the value of target-disk has an invalid"},
    {"dos-drive", "<param name='script-disk' policy='optional'/>", "C:", NULL},
    {"dos-disk", "<param name='script-disk' policy='optional'/>", "/dev/vda", "the value of script-disk has an invalid"},
    {"zone", "<param name='l10n-timezone' policy='optional'/>", "America/Argentina/Buenos_Aires", NULL},
    {"zone-utc", "<param name='l10n-timezone' policy='optional'/>", "UTC", NULL},
    {"zone-path", "<param name='l10n-timezone' policy='optional'/>", "../../etc/shadow", "the value of l10n-timezone has an invalid"},
    {"zone-sentence", "<param name='l10n-timezone' policy='optional'/>", "in Berlin", "the value of l10n-timezone has an invalid"},
    {"language", "<param name='l10n-language' policy='optional'/>", "sr_RS.UTF-8@latin", NULL},
    {"language-quoted", "<param name='l10n-language' policy='optional'/>", "de'", "the value of l10n-language has an invalid"},
    {"keyboard", "<param name='l10n-keyboard' policy='optional'/>", "ca (eng)", NULL},
    {"keyboard-lines", "<param name='l10n-keyboard' policy='optional'/>", "us\nx", "the value of l10n-keyboard has an invalid"},
    {"mapped", "<param name='l10n-keyboard' policy='optional' value-map='http://e.org/m'/>", "'", NULL},
    {"mapped-to-nothing", "<param name='l10n-keyboard' policy='optional' value-map='http://e.org/m'/>", "xx", "no replacement for the value 'xx' of l10n-keyboard"},
};
/* clang-format on */

/* What a configuration must have counts for templates that name their format. */
static void
test_policy(gconstpointer data)
{
    static const char *const map[] = {
        "datamap/e.org/m.xml",
        "<datamap id='http://e.org/m'><entry inval=\"'\" outval='us'/>"
        "<entry inval='xx' outval=''/></datamap>",
        NULL};
    static const char *const outputs[] = {"", " media-type='text/x-shellscript'"};
    const PolicyCase *one = data;
    const char *start = strstr(one->param, "name='") + strlen("name='");
    g_autofree char *name = g_strndup(start, strcspn(start, "'"));

    for (guint i = 0; i < G_N_ELEMENTS(outputs); i++) {
        gboolean is_dos = g_str_has_prefix(one->name, "dos-");
        g_autofree char *script_text = g_strdup_printf(
            "<product-key-format>%%$#-@$</product-key-format><path-format>%s</path-format>"
            "<config>%s</config><template><xsl:stylesheet xmlns:xsl='" XSL "' version='1.0'>"
            "<xsl:output method='text'%s/>" ROOT("made") "</xsl:stylesheet></template>",
            is_dos ? "dos" : "unix", one->param, outputs[i]);
        g_autoptr(OsinfoDb) db = load_script(script_text, map);
        OsinfoInstallScript *script = osinfo_db_get_install_script(db, ID);
        g_autoptr(OsinfoOs) os = osinfo_os_new("http://e.org/a");
        g_autoptr(OsinfoInstallConfig) config = osinfo_install_config_new("c");
        g_autofree char *text = NULL;
        g_autoptr(GError) error = NULL;

        if (one->value != NULL)
            osinfo_entity_set_param(OSINFO_ENTITY(config), name, one->value);
        text = osinfo_install_script_generate(script, os, config, NULL, &error);
        if (one->fault == NULL || i == 0) {
            g_assert_no_error(error);
            g_assert_cmpstr(text, ==, "made");
            continue;
        }
        g_assert_null(text);
        g_assert_true(g_str_has_prefix(error->message, ID ": "));
        g_assert_nonnull(strstr(error->message, one->fault));
    }
}

int
main(int argc, char **argv)
{
    sandbox_init(&argc, &argv);
    g_test_add_func("/install-script/everything-is-read", test_everything_is_read);
    g_test_add_func("/install-script/hardly-anything-is-said", test_hardly_anything_is_said);
    for (guint i = 0; i < G_N_ELEMENTS(files); i++) {
        g_autofree char *name = g_strdup_printf("/install-script/file/%s", files[i].name);

        g_test_add_data_func(name, &files[i], test_file);
    }
    g_test_add_func("/install-script/parts-in-extension", test_parts_in_extension);
    g_test_add_func("/install-script/extension-of-params-only", test_extension_of_params_only);
    g_test_add_func("/install-script/params-by-name", test_params_by_name);
    g_test_add_func("/install-script/second-load", test_second_load);
    g_test_add_func("/install-script/owners", test_owners);
    g_test_add_func("/install-script/identified-medium", test_identified_medium);
    g_test_add_func("/install-script/lent-scripts", test_lent_scripts);
    g_test_add_func("/install-script/dangling-reference", test_dangling_reference);
    g_test_add_func("/install-script/choices", test_choices);
    g_test_add_func("/install-script/installation-source", test_installation_source);
    g_test_add_func("/install-script/output-name", test_output_name);
    g_test_add_func("/install-script/properties", test_properties);
    g_test_add_func("/install-script/generate/matrix", test_matrix);
    g_test_add_func("/install-script/generate/bad-templates", test_bad_templates);
    g_test_add_func("/install-script/generate/without-os", test_without_os);
    g_test_add_func("/install-script/generate/empty-result", test_empty_result);
    g_test_add_func("/install-script/generate/no-command-line", test_no_command_line);
    g_test_add_func("/install-script/generate/cancelled", test_cancelled);
    g_test_add_func("/install-script/generate/folder-is-not-there", test_folder_is_not_there);
    g_test_add_func("/install-script/generate/bad-file-names", test_bad_file_names);
    g_test_add_func("/install-script/generate/written-file", test_written_file);
    g_test_add_func("/install-script/generate/values", test_values);
    g_test_add_func("/install-script/generate/template-file", test_template_file);
    g_test_add_func("/install-script/generate/sample", test_sample);
    g_test_add_func("/install-script/generate/refused-template-uris", test_refused_template_uris);
    for (guint i = 0; i < G_N_ELEMENTS(policies); i++) {
        g_autofree char *path = g_strdup_printf("/install-script/policy/%s", policies[i].name);

        g_test_add_data_func(path, &policies[i], test_policy);
    }
    return sandbox_run();
}
