/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * What each element and attribute of the XML becomes, and what happens to documents that are broken,
 * hostile or only unusual.
 */
#include "config.h"

#include <string.h>

#include "compile/compile_module.h"
#include "sandbox.h"
#include "store/store_reader.h"

#define OS_ID "http://e.org/a"

/* The store of one file, given as a whole. */
static Store *
compile_bytes(const char *place, const char *bytes, gssize size)
{
    g_autofree char *folder = sandbox_new_folder();
    g_autofree char *path = g_build_filename(folder, place, NULL);
    g_autofree char *parent = g_path_get_dirname(path);
    g_autoptr(LoadPlan) plan = load_plan_new();
    g_autoptr(GBytes) result = NULL;
    g_autoptr(GError) error = NULL;
    Store *store = NULL;

    g_mkdir_with_parents(parent, 0755);
    g_file_set_contents(path, bytes, size, &error);
    g_assert_no_error(error);
    plan_step_add_location(load_plan_add_step(plan), folder, PLAN_DIRECTORY);
    result = osinfo_compile_module.compile(plan, &error);
    g_assert_no_error(error);
    store = store_open_bytes(result, OSINFO_STORE_BUILD, TRUE, &error);
    g_assert_no_error(error);
    sandbox_remove(folder, ".");
    return store;
}

/* The store of the elements of one OS. */
static Store *
compile_os(const char *elements)
{
    g_autofree char *text = g_strdup_printf(
        "<libosinfo version='0.0.1'><os id='" OS_ID "'>%s</os></libosinfo>", elements);

    return compile_bytes("os/e.org/a.xml", text, -1);
}

/* All values of a parameter, joined by '|'; NULL for none. */
static char *
join_values(Store *store, guint32 record, const char *key)
{
    g_autoptr(GPtrArray) values = g_ptr_array_new();

    if (record == STORE_NONE)
        return NULL;
    store_get_values(store, record, store_find_key(store, key), values);
    if (values->len == 0)
        return NULL;
    g_ptr_array_add(values, NULL);
    return g_strjoinv("|", (char **)values->pdata);
}

static guint32
find_part(Store *store, guint32 owner, FactKind kind, guint position)
{
    guint32 first = 0;

    return store_get_parts(store, owner, kind, &first) > position ? first + position : STORE_NONE;
}

/* Problems at a level, joined by newlines. */
static char *
join_problems(Store *store, StoreProblemLevel level)
{
    guint count = 0;
    const StoreProblemF *problems = store_get_section(store, STORE_SECTION_PROBLEMS, &count);
    g_autoptr(GString) joined = g_string_new(NULL);

    for (guint i = 0; i < count; i++) {
        if (problems[i].level == level)
            g_string_append_printf(joined, "%s\n", store_get_string(store, problems[i].text));
    }
    return g_strdup(joined->str);
}

#define NO_PART FACT_N_KINDS

/* What one element of an OS, or of its first part of a kind, becomes. */
/* clang-format off */
static const struct {
    const char *elements;
    FactKind part;
    const char *key;
    const char *values;
} values[] = {
    /* common to products */
    {"<short-id>a</short-id><short-id>b</short-id>", NO_PART, "short-id", "a|b"},
    {"<short-id/>", NO_PART, "short-id", NULL},
    {"<name>A</name>", NO_PART, "name", "A"},
    {"<name>A</name><name>B</name>", NO_PART, "name", "A"},
    {"<name> A  B </name>", NO_PART, "name", " A  B "},
    {"<name>A<!-- no -->B</name>", NO_PART, "name", "AB"},
    {"<name><![CDATA[<A>]]>&amp;&#66;</name>", NO_PART, "name", "<A>&B"},
    {"<name>A<b>B</b>C</name>", NO_PART, "name", "ABC"},
    {"<version/>", NO_PART, "version", NULL},
    {"<version>1</version>", NO_PART, "version", "1"},
    {"<vendor>V</vendor>", NO_PART, "vendor", "V"},
    {"<codename>C</codename>", NO_PART, "codename", "C"},
    {"<logo>L</logo>", NO_PART, "logo", "L"},
    {"<release-date>2020-01-01</release-date>", NO_PART, "release-date", "2020-01-01"},
    {"<eol-date>2021-01-01</eol-date>", NO_PART, "eol-date", "2021-01-01"},
    {"<family>linux</family>", NO_PART, "family", "linux"},
    {"<distro>d</distro>", NO_PART, "distro", "d"},
    {"<release-status>rolling</release-status>", NO_PART, "release-status", "rolling"},
    {"<kernel-url-argument>k</kernel-url-argument>", NO_PART, "kernel-url-argument", "k"},
    {"<cloud-image-username>c</cloud-image-username>", NO_PART, "cloud-image-username", "c"},
    {"<x-mine>1</x-mine><x-mine>2</x-mine>", NO_PART, "x-mine", "1|2"},
    {"<unknown>1</unknown>", NO_PART, "unknown", NULL},
    {"<unknown><name>N</name></unknown>", NO_PART, "name", NULL},
    {"<o:name xmlns:o='http://other'>N</o:name>", NO_PART, "name", NULL},
    /* media */
    {"<media arch='x86_64'/>", FACT_KIND_MEDIA, "architecture", "x86_64"},
    {"<media live='true'/>", FACT_KIND_MEDIA, "live", "true"},
    {"<media live=''/>", FACT_KIND_MEDIA, "live", NULL},
    {"<media installer='false'/>", FACT_KIND_MEDIA, "installer", "false"},
    {"<media installer-script='false'/>", FACT_KIND_MEDIA, "installer-script", "false"},
    {"<media installer-reboots='2'/>", FACT_KIND_MEDIA, "installer-reboots", "2"},
    {"<media eject-after-install='false'/>", FACT_KIND_MEDIA, "eject-after-install", "false"},
    {"<media><variant id='a'/><variant id='b'/></media>", FACT_KIND_MEDIA, "variant", "a|b"},
    {"<media><url>u</url></media>", FACT_KIND_MEDIA, "url", "u"},
    {"<media><kernel>k</kernel></media>", FACT_KIND_MEDIA, "kernel", "k"},
    {"<media><initrd>i</initrd></media>", FACT_KIND_MEDIA, "initrd", "i"},
    {"<media><x-mine>1</x-mine></media>", FACT_KIND_MEDIA, "x-mine", "1"},
    {"<media><iso><volume-id>^v$</volume-id></iso></media>", FACT_KIND_MEDIA, "volume-id", "^v$"},
    {"<media><iso><system-id>s</system-id></iso></media>", FACT_KIND_MEDIA, "system-id", "s"},
    {"<media><iso><publisher-id>p</publisher-id></iso></media>", FACT_KIND_MEDIA, "publisher-id",
     "p"},
    {"<media><iso><application-id>a</application-id></iso></media>", FACT_KIND_MEDIA,
     "application-id", "a"},
    {"<media><iso><volume-size>5</volume-size></iso></media>", FACT_KIND_MEDIA, "volume-size", "5"},
    {"<media><iso><volume-id/></iso></media>", FACT_KIND_MEDIA, "volume-id", NULL},
    {"<media><volume-id>v</volume-id></media>", FACT_KIND_MEDIA, "volume-id", NULL},
    {"<media><iso><l10n-language>de</l10n-language><l10n-language>fr</l10n-language></iso></media>",
     FACT_KIND_MEDIA, "l10n-language", "de|fr"},
    {"<media><iso><l10n-language regex='true' l10n-language-map='m'>r</l10n-language></iso></media>",
     FACT_KIND_MEDIA, "l10n-language-regex", "r"},
    {"<media><iso><l10n-language regex='true' l10n-language-map='m'>r</l10n-language></iso></media>",
     FACT_KIND_MEDIA, "l10n-language-map", "m"},
    {"<media><iso><l10n-language regex='true'>r</l10n-language></iso></media>", FACT_KIND_MEDIA,
     "l10n-language-map", NULL},
    {"<media><iso><l10n-language l10n-language-map='m'>de</l10n-language></iso></media>",
     FACT_KIND_MEDIA, "l10n-language-map", NULL},
    /* trees */
    {"<tree arch='i686'/>", FACT_KIND_TREE, "architecture", "i686"},
    {"<tree><boot-iso>b</boot-iso></tree>", FACT_KIND_TREE, "boot-iso", "b"},
    {"<tree><kernel>k</kernel></tree>", FACT_KIND_TREE, "kernel", "k"},
    {"<tree><variant id='v'/></tree>", FACT_KIND_TREE, "variant", "v"},
    {"<tree/>", FACT_KIND_TREE, "has-treeinfo", "false"},
    {"<tree><treeinfo/></tree>", FACT_KIND_TREE, "has-treeinfo", "false"},
    {"<tree><treeinfo><other/></treeinfo></tree>", FACT_KIND_TREE, "has-treeinfo", "true"},
    {"<tree><treeinfo><family>F</family></treeinfo></tree>", FACT_KIND_TREE, "treeinfo-family", "F"},
    {"<tree><treeinfo><variant>V</variant></treeinfo></tree>", FACT_KIND_TREE, "treeinfo-variant",
     "V"},
    {"<tree><treeinfo><version>1</version></treeinfo></tree>", FACT_KIND_TREE, "treeinfo-version",
     "1"},
    {"<tree><treeinfo><arch>a</arch></treeinfo></tree>", FACT_KIND_TREE, "treeinfo-arch", "a"},
    /* images, firmware, drivers, variants, devices */
    {"<image arch='x86_64' format='qcow2' cloud-init='true'/>", FACT_KIND_IMAGE, "format", "qcow2"},
    {"<image cloud-init='true'/>", FACT_KIND_IMAGE, "cloud-init", "true"},
    {"<image><file><size>5</size></file></image>", FACT_KIND_IMAGE, "file-size", "5"},
    {"<image><file><sha256>a</sha256></file></image>", FACT_KIND_IMAGE, "file-sha256", "a"},
    {"<media><file><size>5</size><sha512>b</sha512></file></media>", FACT_KIND_MEDIA, "file-size",
     "5"},
    {"<media><file><sha256>a</sha256></file></media>", FACT_KIND_MEDIA, "file-sha256", "a"},
    {"<media><file><sha512>b</sha512></file></media>", FACT_KIND_MEDIA, "file-sha512", "b"},
    /* downloads, keys */
    {"<download><address>^a</address></download>", FACT_KIND_DOWNLOAD, "address", "^a"},
    {"<download><list>l</list><list/><list>m</list></download>", FACT_KIND_DOWNLOAD, "list", "l|m"},
    {"<download><list form='digest'>l</list></download>", FACT_KIND_DOWNLOAD, "list-form",
     "digest"},
    {"<download><signature form='signify'/></download>", FACT_KIND_DOWNLOAD, "signature-form",
     "signify"},
    {"<download><signature form='openpgp' of='file'>s</signature></download>", FACT_KIND_DOWNLOAD,
     "signature-of", "file"},
    {"<download><signature form='openpgp'>s</signature></download>", FACT_KIND_DOWNLOAD,
     "signature", "s"},
    {"<download><index expression='(x)'>i</index></download>", FACT_KIND_DOWNLOAD, "index", "i"},
    {"<download><index expression='(x)'>i</index></download>", FACT_KIND_DOWNLOAD,
     "index-expression", "(x)"},
    {"<download><mirror>a</mirror><mirror>b</mirror></download>", FACT_KIND_DOWNLOAD, "mirror",
     "a|b"},
    {"<download><source>a</source></download>", FACT_KIND_DOWNLOAD, "source", "a"},
    {"<signing-key form='openpgp'/>", FACT_KIND_SIGNING_KEY, "form", "openpgp"},
    {"<signing-key><fingerprint>F</fingerprint></signing-key>", FACT_KIND_SIGNING_KEY,
     "fingerprint", "F"},
    {"<signing-key><public-key>P</public-key></signing-key>", FACT_KIND_SIGNING_KEY, "public-key",
     "P"},
    {"<signing-key><address>a</address><address>b</address></signing-key>", FACT_KIND_SIGNING_KEY,
     "address", "a|b"},
    {"<signing-key><source>a</source></signing-key>", FACT_KIND_SIGNING_KEY, "source", "a"},
    {"<firmware arch='x86_64' type='efi'/>", FACT_KIND_FIRMWARE, "type", "efi"},
    {"<firmware/>", FACT_KIND_FIRMWARE, "supported", "true"},
    {"<firmware supported='true'/>", FACT_KIND_FIRMWARE, "supported", "true"},
    {"<firmware supported='yes'/>", FACT_KIND_FIRMWARE, "supported", "false"},
    {"<firmware recommended='true'/>", FACT_KIND_FIRMWARE, "recommended", "true"},
    {"<firmware status='partial'/>", FACT_KIND_FIRMWARE, "status", "partial"},
    /* machines */
    {"<machine arch='x86_64'/>", FACT_KIND_MACHINE, "architecture", "x86_64"},
    {"<machine><clock base='utc'/></machine>", FACT_KIND_MACHINE, "architecture", NULL},
    {"<machine><clock base='utc'/></machine>", FACT_KIND_MACHINE, "clock", "utc"},
    {"<machine><clock><timer>a</timer><timer/><timer>b</timer></clock></machine>",
     FACT_KIND_MACHINE, "timer", "a|b"},
    {"<machine><type>q35</type><cpu/><type>pc</type></machine>", FACT_KIND_MACHINE, "type",
     "q35|pc"},
    {"<machine><secure-boot status='supported'/></machine>", FACT_KIND_MACHINE, "secure-boot",
     "supported"},
    {"<machine><secure-boot><media-signer>m</media-signer></secure-boot></machine>",
     FACT_KIND_MACHINE, "media-signer", "m"},
    {"<machine><secure-boot><updated-signer>a</updated-signer><updated-signer>b</updated-signer>"
     "</secure-boot></machine>",
     FACT_KIND_MACHINE, "updated-signer", "a|b"},
    {"<machine><tpm status='required' version='2.0'/></machine>", FACT_KIND_MACHINE, "tpm",
     "required"},
    {"<machine><tpm status='required' version='2.0'/></machine>", FACT_KIND_MACHINE, "tpm-version",
     "2.0"},
    {"<machine><cpu><level>z14</level></cpu></machine>", FACT_KIND_MACHINE, "cpu-level", "z14"},
    {"<machine><cpu><feature>a</feature><unfit>u</unfit></cpu></machine>", FACT_KIND_MACHINE,
     "cpu-feature", "a"},
    {"<machine><cpu><feature>a</feature><unfit>u</unfit></cpu></machine>", FACT_KIND_MACHINE,
     "unfit-cpu", "u"},
    {"<machine><enlightenment>a</enlightenment></machine>", FACT_KIND_MACHINE, "enlightenment",
     "a"},
    {"<machine><first-boot>a</first-boot><first-boot>b</first-boot></machine>", FACT_KIND_MACHINE,
     "first-boot", "a|b"},
    {"<machine><hotplug>cpu</hotplug></machine>", FACT_KIND_MACHINE, "hotplug", "cpu"},
    {"<machine><source>a</source><source>b</source></machine>", FACT_KIND_MACHINE, "source",
     "a|b"},
    {"<driver arch='x86_64' location='l' priority='70' signed='false' pre-installable='true'/>",
     FACT_KIND_DRIVER, "location", "l"},
    {"<driver arch='x86_64' priority='70'/>", FACT_KIND_DRIVER, "priority", "70"},
    {"<driver><file>a</file><file/><file>b</file></driver>", FACT_KIND_DRIVER, "file", "a|b"},
    {"<variant id='v'><name>V</name></variant>", FACT_KIND_VARIANT, "name", "V"},
    {"<lifecycle><source>a</source><source>b</source></lifecycle>", NO_PART, "lifecycle-source",
     "a|b"},
    {"<lifecycle><phase kind='extended'/></lifecycle>", FACT_KIND_PHASE, "kind", "extended"},
    {"<lifecycle><phase end='2030-01-31'/></lifecycle>", FACT_KIND_PHASE, "end", "2030-01-31"},
    {"<lifecycle><phase paid='true'/></lifecycle>", FACT_KIND_PHASE, "paid", "true"},
    {"<lifecycle><phase paid='x'/></lifecycle>", FACT_KIND_PHASE, "paid", "false"},
    {"<lifecycle><phase name='N'/></lifecycle>", FACT_KIND_PHASE, "name", "N"},
    {"<phase kind='extended'/>", NO_PART, "kind", NULL},
    {"<identity scheme='os-release'/>", FACT_KIND_IDENTITY, "scheme", "os-release"},
    {"<identity><product>p</product><product>q</product></identity>", FACT_KIND_IDENTITY, "product",
     "q"},
    {"<identity><version>1</version><version/><version>2</version></identity>", FACT_KIND_IDENTITY,
     "version", "1|2"},
    {"<identity><variant>v</variant></identity>", FACT_KIND_IDENTITY, "variant", "v"},
    {"<identity><expression evidence='a.b'>^e</expression></identity>", FACT_KIND_IDENTITY,
     "evidence", "a.b"},
    {"<identity><expression evidence='a.b'>^e</expression></identity>", FACT_KIND_IDENTITY,
     "expression", "^e"},
    {"<identity/><identity scheme='cpe'/>", FACT_KIND_IDENTITY, "scheme", NULL},
    {"<devices><device id='d' supported='false'/></devices>", FACT_KIND_DEVICE_LINK, "supported",
     "false"},
    {"<devices><device id='d' supported='x'/></devices>", FACT_KIND_DEVICE_LINK, "supported",
     "true"},
    {"<devices><device id='d'/></devices>", FACT_KIND_DEVICE_LINK, "supported", NULL},
    {"<devices><device id='d'><driver>n</driver></device></devices>", FACT_KIND_DEVICE_LINK,
     "driver", "n"},
    /* resources */
    {"<resources arch='all'><minimum><ram>1</ram></minimum></resources>",
     FACT_KIND_MINIMUM_RESOURCES, "ram", "1"},
    {"<resources arch='all'><minimum><ram>1</ram></minimum></resources>",
     FACT_KIND_MINIMUM_RESOURCES, "architecture", "all"},
    {"<resources arch='all'><recommended><n-cpus>2</n-cpus></recommended></resources>",
     FACT_KIND_RECOMMENDED_RESOURCES, "n-cpus", "2"},
    {"<resources arch='all'><maximum><cpu>3</cpu></maximum></resources>",
     FACT_KIND_MAXIMUM_RESOURCES, "cpu", "3"},
    {"<resources arch='all'><network-install><storage>4</storage></network-install></resources>",
     FACT_KIND_NETWORK_INSTALL_RESOURCES, "storage", "4"},
};
/* clang-format on */

static void
test_values(void)
{
    for (gsize i = 0; i < G_N_ELEMENTS(values); i++) {
        g_autoptr(Store) store = compile_os(values[i].elements);
        guint32 os = store_find(store, FACT_KIND_OS, OS_ID);
        guint32 record = values[i].part != NO_PART ? find_part(store, os, values[i].part, 0) : os;
        g_autofree char *joined = join_values(store, record, values[i].key);

        g_test_message("%s", values[i].elements);
        g_assert_cmpuint(record, !=, STORE_NONE);
        g_assert_cmpstr(joined, ==, values[i].values);
    }
}

/* Which of the four lists of resources an element makes. */
static void
test_resources(void)
{
    static const struct {
        const char *elements;
        guint counts[4];
    } cases[] = {
        {"<resources arch='all'/>", {0, 0, 0, 0}},
        {"<resources arch='all'><minimum/></resources>", {0, 0, 0, 0}},
        {"<resources arch='all'><minimum><other/></minimum></resources>", {1, 0, 0, 0}},
        {"<resources arch='all' inherit='true'/>", {1, 1, 1, 1}},
        {"<resources arch='all' inherit='yes'/>", {0, 0, 0, 0}},
        {"<resources arch='all'><minimum><ram>1</ram></minimum></resources>"
         "<resources arch='i686'><minimum><ram>1</ram></minimum>"
         "<maximum><ram>2</ram></maximum></resources>",
         {2, 0, 1, 0}},
    };

    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autoptr(Store) store = compile_os(cases[i].elements);
        guint32 os = store_find(store, FACT_KIND_OS, OS_ID);
        static const FactKind kinds[] = {
            FACT_KIND_MINIMUM_RESOURCES, FACT_KIND_RECOMMENDED_RESOURCES,
            FACT_KIND_MAXIMUM_RESOURCES, FACT_KIND_NETWORK_INSTALL_RESOURCES};

        g_test_message("%s", cases[i].elements);
        for (guint j = 0; j < G_N_ELEMENTS(kinds); j++) {
            guint32 first = 0;

            g_assert_cmpuint(store_get_parts(store, os, kinds[j], &first), ==, cases[i].counts[j]);
        }
    }
}

static void
test_numbered_ids(void)
{
    g_autoptr(Store) store =
        compile_os("<media/><tree/><media/><firmware/><image/><driver/><resources arch='all' "
                   "inherit='true'/><resources arch='i686' inherit='true'/>");
    guint32 os = store_find(store, FACT_KIND_OS, OS_ID);
    g_autoptr(Store) extension = compile_bytes(
        "os/e.org/a.d/50-more.xml",
        "<libosinfo version='0.0.1'><os id='" OS_ID "'><media/><media/></os></libosinfo>", -1);
    guint32 extended = store_find(extension, FACT_KIND_OS, OS_ID);

    g_assert_cmpstr(store_get_id(store, find_part(store, os, FACT_KIND_MEDIA, 0)), ==, OS_ID ":0");
    g_assert_cmpstr(store_get_id(store, find_part(store, os, FACT_KIND_MEDIA, 1)), ==, OS_ID ":1");
    g_assert_cmpstr(store_get_id(store, find_part(store, os, FACT_KIND_TREE, 0)), ==, OS_ID ":0");
    g_assert_cmpstr(store_get_id(store, find_part(store, os, FACT_KIND_DRIVER, 0)), ==, OS_ID ":0");
    g_assert_cmpstr(store_get_id(store, find_part(store, os, FACT_KIND_MINIMUM_RESOURCES, 1)), ==,
                    OS_ID ":1");
    g_assert_cmpstr(store_get_id(extension, find_part(extension, extended, FACT_KIND_MEDIA, 1)), ==,
                    OS_ID ":50-more.xml:1");
}

/* Siblings of parts that stand in an element of their own. */
static void
test_several_links(void)
{
    g_autoptr(Store) store = compile_os("<devices><device id='a'><driver>x</driver></device>"
                                        "<device id='b'/><device id='a' supported='false'/>"
                                        "</devices><name>N</name>");
    guint32 os = store_find(store, FACT_KIND_OS, OS_ID);
    g_autofree char *name = join_values(store, os, "name");

    g_assert_cmpstr(store_get_id(store, find_part(store, os, FACT_KIND_DEVICE_LINK, 0)), ==, "a");
    g_assert_cmpstr(store_get_id(store, find_part(store, os, FACT_KIND_DEVICE_LINK, 1)), ==, "b");
    g_assert_cmpstr(store_get_id(store, find_part(store, os, FACT_KIND_DEVICE_LINK, 2)), ==, "a");
    g_assert_cmpuint(find_part(store, os, FACT_KIND_DEVICE_LINK, 3), ==, STORE_NONE);
    g_assert_cmpstr(name, ==, "N");
}

static void
test_edges(void)
{
    static const struct {
        const char *elements;
        FactRelation edge;
        const char *target;
    } cases[] = {
        {"<derives-from id='http://e.org/b'/>", FACT_RELATION_DERIVES_FROM, "http://e.org/b"},
        {"<upgrades id='http://e.org/b'/>", FACT_RELATION_UPGRADES, "http://e.org/b"},
        {"<clones id='http://e.org/b'/>", FACT_RELATION_CLONES, "http://e.org/b"},
        {"<o:clones xmlns:o='http://other' id='http://e.org/b'/>", FACT_RELATION_CLONES,
         "http://e.org/b"},
        {"<installer><script id='http://e.org/s'/></installer>", FACT_RELATION_SCRIPT,
         "http://e.org/s"},
    };

    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autoptr(Store) store = compile_os(cases[i].elements);
        guint count = 0;
        const StoreEdgeF *edges =
            store_get_edges(store, store_find(store, FACT_KIND_OS, OS_ID), &count);

        g_test_message("%s", cases[i].elements);
        g_assert_cmpuint(count, ==, 1);
        g_assert_cmpuint(edges[0].kind, ==, cases[i].edge);
        g_assert_cmpstr(store_get_id(store, edges[0].target), ==, cases[i].target);
        g_assert_cmpuint(store_get_record(store, edges[0].target)->flags & STORE_RECORD_SHELL, !=,
                         0);
    }
}

/* The best language of the process, else the text without one, else the first. */
static void
test_translations(void)
{
    static const struct {
        const char *elements;
        const char *languages; /* of the process, joined by ':' */
        const char *name;
    } cases[] = {
        {"<name>A</name><name xml:lang='de'>B</name>", "de:C", "B"},
        {"<name>A</name><name lang='de'>B</name>", "de:C", "B"},
        {"<name>A</name><name xml:lang='de'>B</name>", "fr:C", "A"},
        {"<name>A</name><name xml:lang='de'>B</name><name xml:lang='fr'>C</name>", "de:fr", "B"},
        {"<name>A</name><name xml:lang='de'>B</name><name xml:lang='fr'>C</name>", "fr:de", "C"},
        {"<name xml:lang='de'>B</name><name>A</name>", "fr", "A"},
        {"<name xml:lang='de'>B</name><name xml:lang='it'>C</name>", "fr", "B"},
        {"<name>A</name><name xml:lang='pt_BR'>B</name>", "pt_BR.UTF-8:pt_BR:pt", "B"},
        {"<name>A</name><name xml:lang='de'/>", "de", "A"},
    };

    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autoptr(Store) store = compile_os(cases[i].elements);
        g_auto(GStrv) languages = g_strsplit(cases[i].languages, ":", -1);
        g_autofree char *name = NULL;

        store_set_languages(store, (const char *const *)languages);
        name = join_values(store, store_find(store, FACT_KIND_OS, OS_ID), "name");
        g_test_message("%s for %s", cases[i].elements, cases[i].languages);
        g_assert_cmpstr(name, ==, cases[i].name);
    }
}

/* Elements that miss what they need are left out with a word; the rest of the file counts. */
static void
test_left_out(void)
{
    static const char *const cases[] = {
        "<variant><name>V</name></variant>",
        "<driver><device/></driver>",
    };

    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *elements = g_strconcat(cases[i], "<name>N</name>", NULL);
        g_autoptr(Store) store = compile_os(elements);
        g_autofree char *warnings = join_problems(store, STORE_PROBLEM_WARNING);
        g_autofree char *name = join_values(store, store_find(store, FACT_KIND_OS, OS_ID), "name");

        g_test_message("%s", cases[i]);
        g_assert_nonnull(strstr(warnings, "without id is left out"));
        g_assert_nonnull(strstr(warnings, "a.xml:1:"));
        g_assert_cmpstr(name, ==, "N");
    }
}

/* Documents that are refused: nothing of them counts, and the error says where it stands. */
static void
test_refused(void)
{
    static const struct {
        const char *document;
        const char *error; /* part of it */
    } cases[] = {
        {"<libosinfo><os id='" OS_ID "'><name>N</name></libosinfo>", "a.xml:1: Opening and ending"},
        {"<libosinfo>\n<os id='" OS_ID "'>\n<name>N</b></os></libosinfo>", "a.xml:3: "},
        {"<other/>", "a.xml:1: Incorrect root element"},
        {" ", "a.xml:1: "},
        {"no xml at all", "a.xml:1: "},
        {"<libosinfo><os/></libosinfo>", "a.xml:1: Missing os id property"},
        {"<libosinfo><os id=''/></libosinfo>", "a.xml:1: Missing os id property"},
        {"<libosinfo><os id='" OS_ID "'><upgrades/></os></libosinfo>",
         "Missing product upgrades id property"},
        {"<libosinfo><os id='" OS_ID "'><devices><device/></devices></os></libosinfo>",
         "Missing device link id property"},
        {"<libosinfo><os id='" OS_ID "'><installer><script/></installer></os></libosinfo>",
         "Missing OS install script property"},
        {"<libosinfo><os id='" OS_ID "'><media><installer><script/></installer></media></os>"
         "</libosinfo>",
         "Missing Media install script property"},
        {"<libosinfo><os id='" OS_ID "'><x-mine/></os></libosinfo>",
         "Expected a text node attribute value"},
        {"<libosinfo><os id='" OS_ID "'><name>\xff</name></os></libosinfo>", "a.xml:1: "},
        {"<libosinfo><os id='" OS_ID "'><name>&undefined;</name></os></libosinfo>", "a.xml:1: "},
    };

    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autoptr(Store) store = compile_bytes("os/e.org/a.xml", cases[i].document, -1);
        g_autofree char *errors = join_problems(store, STORE_PROBLEM_FAILURE);

        g_autofree char *printable = g_strescape(cases[i].document, NULL);

        g_test_message("%s: %s", printable, errors);
        g_assert_nonnull(strstr(errors, cases[i].error));
        g_assert_cmpuint(store_find(store, FACT_KIND_OS, OS_ID), ==, STORE_NONE);
    }
}

/* Entities that a document defines, and files it names, do not get into values. */
static void
test_hostile_entities(void)
{
    static const char *const cases[] = {
        "<!DOCTYPE l [<!ENTITY e 'evil'>]>",
        "<!DOCTYPE l [<!ENTITY e SYSTEM 'file:///etc/passwd'>]>",
        "<!DOCTYPE l SYSTEM 'http://127.0.0.1:9/x.dtd' [<!ENTITY e 'evil'>]>",
        "<!DOCTYPE l [<!ENTITY a 'aaaaaaaaaa'><!ENTITY b '&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;'>"
        "<!ENTITY c '&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;'><!ENTITY d '&c;&c;&c;&c;&c;&c;&c;&c;&c;'>"
        "<!ENTITY e '&d;&d;&d;&d;&d;&d;&d;&d;&d;&d;&d;&d;&d;&d;&d;&d;'>]>",
    };

    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *document = g_strconcat(cases[i],
                                                "<libosinfo><os id='" OS_ID "'><name>[&e;]</name>"
                                                "<codename x='&e;'>C</codename></os></libosinfo>",
                                                NULL);
        g_autoptr(Store) store = compile_bytes("os/e.org/a.xml", document, -1);
        guint32 os = store_find(store, FACT_KIND_OS, OS_ID);
        g_autofree char *name = join_values(store, os, "name");

        g_test_message("%s", cases[i]);
        g_assert_true(name == NULL || strcmp(name, "[]") == 0);
    }
}

static void
test_depth(void)
{
    g_autoptr(GString) deep = g_string_new(NULL);
    g_autoptr(Store) store = NULL;
    g_autofree char *errors = NULL;

    for (guint i = 0; i < 200; i++)
        g_string_append(deep, "<a>");
    for (guint i = 0; i < 200; i++)
        g_string_append(deep, "</a>");
    store = compile_os(deep->str);
    errors = join_problems(store, STORE_PROBLEM_FAILURE);
    g_assert_nonnull(strstr(errors, "too many elements inside of each other"));
}

static void
test_size(void)
{
    g_autofree char *blanks = g_strnfill(1024 * 1024, ' ');
    g_autoptr(Store) store = compile_os(blanks);
    g_autofree char *errors = join_problems(store, STORE_PROBLEM_FAILURE);

    g_assert_nonnull(strstr(errors, "a.xml: larger than 1 MiB"));
    g_assert_cmpuint(store_find(store, FACT_KIND_OS, OS_ID), ==, STORE_NONE);
}

static void
test_encodings(void)
{
    static const char *const encodings[] = {"UTF-8", "UTF-16", "ISO-8859-1"};

    for (gsize i = 0; i < G_N_ELEMENTS(encodings); i++) {
        g_autofree char *text =
            g_strdup_printf("<?xml version='1.0' encoding='%s'?><libosinfo><os id='" OS_ID "'>"
                            "<name>B\xc3\xa4r</name></os></libosinfo>",
                            encodings[i]);
        gsize size = 0;
        g_autofree char *bytes = g_convert(text, -1, encodings[i], "UTF-8", NULL, &size, NULL);
        g_autoptr(Store) store = compile_bytes("os/e.org/a.xml", bytes, (gssize)size);
        g_autofree char *name = join_values(store, store_find(store, FACT_KIND_OS, OS_ID), "name");

        g_test_message("%s", encodings[i]);
        g_assert_cmpstr(name, ==, "B\xc3\xa4r");
    }
}

/* A file is parsed in pieces: what stands where they meet is there as a whole, wherever that is. */
static void
test_pieces(void)
{
    static const struct {
        const char *element;
        const char *value;
    } rows[] = {
        {"<x-a b='c>d' e=\"f>g\">h</x-a>", "h"},
        {"<!-- <x y='z --> <x-a>h</x-a>", "h"},
        {"<x-a><![CDATA[<h>]]></x-a>", "<h>"},
        {"<?x <y ?><x-a>h&lt;&#x2603;</x-a>", "h<\xe2\x98\x83"},
        {"<x-a>B\xc3\xa4r \xf0\x9f\x90\xa7</x-a>", "B\xc3\xa4r \xf0\x9f\x90\xa7"},
    };

    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        for (gsize shift = 0; shift < strlen(rows[i].element) + 4; shift += 3) {
            g_autoptr(GString) text = g_string_new("<!--");
            g_autoptr(Store) store = NULL;
            g_autofree char *found = NULL;

            for (gsize j = 0; j < shift; j++)
                g_string_append_c(text, '.');
            g_string_append(text, "-->");
            /* long text without a tag, in which pieces end anywhere */
            g_string_append(text, "<x-long>");
            while (text->len < 300 * 1000)
                g_string_append(text, "\xe2\x98\x83\xc3\xa4");
            g_string_append(text, "</x-long>");
            for (gsize j = 0; j < 4000; j++)
                g_string_append_printf(text, "%s<y>%zu</y>", j % 100 == 0 ? rows[i].element : "",
                                       j);
            g_string_append(text, "<x-last>end</x-last>");
            store = compile_os(text->str);
            found = join_problems(store, STORE_PROBLEM_FAILURE);
            g_assert_cmpstr(found, ==, "");
            g_free(found);
            found = join_values(store, store_find(store, FACT_KIND_OS, OS_ID), "x-a");
            g_assert_true(g_str_has_prefix(found, rows[i].value));
            g_assert_true(g_str_has_suffix(found, rows[i].value));
            g_assert_cmpuint(strlen(found), ==, 40 * strlen(rows[i].value) + 39);
            g_free(found);
            found = join_values(store, store_find(store, FACT_KIND_OS, OS_ID), "x-last");
            g_assert_cmpstr(found, ==, "end");
            g_free(found);
            found = join_values(store, store_find(store, FACT_KIND_OS, OS_ID), "x-long");
            g_assert_true(g_utf8_validate(found, -1, NULL));
            g_assert_cmpuint(strlen(found), ==, (300 * 1000 - shift - 15 + 4) / 5 * 5);
        }
    }
}

/* Other entities than systems. */
static void
test_other_entities(void)
{
    static const struct {
        const char *place;
        const char *element;
        FactKind kind;
        FactKind part;
        const char *key;
        const char *values;
    } cases[] = {
        {"device/e.org/d.xml", "<device id='http://e.org/d'><class>net</class></device>",
         FACT_KIND_DEVICE, NO_PART, "class", "net"},
        {"device/e.org/d.xml", "<device id='http://e.org/d'><bus-type>pci</bus-type></device>",
         FACT_KIND_DEVICE, NO_PART, "bus-type", "pci"},
        {"device/e.org/d.xml", "<device id='http://e.org/d'><subsystem>s</subsystem></device>",
         FACT_KIND_DEVICE, NO_PART, "subsystem", "s"},
        {"platform/e.org/d.xml", "<platform id='http://e.org/d'><short-id>p</short-id></platform>",
         FACT_KIND_PLATFORM, NO_PART, "short-id", "p"},
        {"platform/e.org/d.xml", "<platform id='http://e.org/d'><family>f</family></platform>",
         FACT_KIND_PLATFORM, NO_PART, "family", NULL},
        {"platform/e.org/d.xml",
         "<platform id='http://e.org/d'><devices><device id='x'><driver>n</driver></device>"
         "</devices></platform>",
         FACT_KIND_PLATFORM, FACT_KIND_DEVICE_LINK, "driver", "n"},
        {"deployment/e.org/d.xml",
         "<deployment id='http://e.org/d'><os id='o'/><platform id='p'/><devices>"
         "<device id='x'><driver>n</driver></device></devices></deployment>",
         FACT_KIND_DEPLOYMENT, FACT_KIND_DEVICE_LINK, "driver", "n"},
        {"datamap/e.org/d.xml",
         "<datamap id='http://e.org/d'><entry inval='A' outval='a'/><entry inval='B'/>"
         "<entry inval='A' outval='b'/></datamap>",
         FACT_KIND_DATAMAP, FACT_KIND_ENTRIES, "A", "a|b"},
    };

    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *document = g_strdup_printf("<libosinfo>%s</libosinfo>", cases[i].element);
        g_autoptr(Store) store = compile_bytes(cases[i].place, document, -1);
        guint32 record = store_find(store, cases[i].kind, "http://e.org/d");
        g_autofree char *joined = NULL;

        g_test_message("%s", cases[i].element);
        g_assert_cmpuint(record, !=, STORE_NONE);
        if (cases[i].part != NO_PART)
            record = find_part(store, record, cases[i].part, 0);
        joined = join_values(store, record, cases[i].key);
        g_assert_cmpstr(joined, ==, cases[i].values);
    }
}

int
main(int argc, char **argv)
{
    sandbox_init(&argc, &argv);
    g_test_add_func("/xml-reader/values", test_values);
    g_test_add_func("/xml-reader/resources", test_resources);
    g_test_add_func("/xml-reader/numbered-ids", test_numbered_ids);
    g_test_add_func("/xml-reader/several-links", test_several_links);
    g_test_add_func("/xml-reader/edges", test_edges);
    g_test_add_func("/xml-reader/translations", test_translations);
    g_test_add_func("/xml-reader/left-out", test_left_out);
    g_test_add_func("/xml-reader/refused", test_refused);
    g_test_add_func("/xml-reader/hostile-entities", test_hostile_entities);
    g_test_add_func("/xml-reader/depth", test_depth);
    g_test_add_func("/xml-reader/size", test_size);
    g_test_add_func("/xml-reader/encodings", test_encodings);
    g_test_add_func("/xml-reader/pieces", test_pieces);
    g_test_add_func("/xml-reader/other-entities", test_other_entities);
    return sandbox_run();
}
