/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * Tests format/windows_media.c, windows_images.c and windows_legacy.c on folders and files in memory:
 * which evidence media give, from Windows NT to previews of what comes next.
 */

#include "config.h"

#include <string.h>

#include "fake-file-system.h"
#include "format/windows_media.h"
#include "wim-builder.h"

#define CLIENT .installation_type = "Client", .product_type = "WinNT"
#define SERVER .installation_type = "Server", .product_type = "ServerNT"
#define PE .installation_type = "WindowsPE", .product_type = "WinNT", .edition_id = "WindowsPE"

/* What is found, a line each: the key without "windows.", the value. */
static char *
describe(const Evidence *evidence)
{
    GString *text = g_string_new(NULL);

    for (guint i = 0; i < evidence->items->len; i++) {
        const EvidenceItem *item = &g_array_index(evidence->items, EvidenceItem, i);

        g_assert_true(g_str_has_prefix(item->key, "windows."));
        g_assert_nonnull(item->where);
        g_string_append_printf(text, "%s=%s\n", item->key + strlen("windows."), item->text);
    }
    return g_string_free(text, FALSE);
}

static void
assert_evidence(const ContentReader *reader, const FakeFile *files, FormatAnswer answer,
                const char *expected)
{
    g_autoptr(FileSystem) file_system = fake_file_system_new(files);
    g_auto(Evidence) evidence = {.items = NULL};
    g_autoptr(GError) error = NULL;

    evidence_init(&evidence);
    g_assert_cmpint(reader->read(file_system, &evidence, &error), ==, answer);
    g_assert_cmpint(error != NULL, ==, answer == FORMAT_DAMAGED);

    g_autofree char *found = describe(&evidence);

    g_assert_cmpstr(found, ==, expected);
}

/* Builds that are known (and the first ones of previews): one image each. */
static const struct {
    const char *version;
    const char *product;
    const char *name;
    const char *edition;
    const char *branch;
} builds[] = {
    /* clang-format off */
    {"6.0.5048", "client", "Windows \"Longhorn\" / Vista previews", "Professional", ""},
    {"6.0.6000", "client", "Windows Vista", "Professional", "vista_rtm"},
    {"6.0.6001", "client", "Windows Vista", "Professional", "longhorn_rtm"},
    {"6.0.6001", "server", "Windows Server 2008", "ServerStandard", "longhorn_rtm"},
    {"6.0.6002", "client", "Windows Vista", "Professional", "lh_sp2rtm"},
    {"6.0.6002", "server", "Windows Server 2008", "ServerStandard", "lh_sp2rtm"},
    {"6.0.6003", "server", "Windows Server 2008", "ServerStandard", ""},
    {"6.1.6519", "client", "Windows 7 previews", "Professional", ""},
    {"6.1.7600", "client", "Windows 7", "Professional", "win7_rtm"},
    {"6.1.7600", "server", "Windows Server 2008 R2", "ServerStandard", "win7_rtm"},
    {"6.1.7601", "client", "Windows 7", "Professional", "win7sp1_rtm"},
    {"6.1.7601", "server", "Windows Server 2008 R2", "ServerStandard", "win7sp1_rtm"},
    {"6.2.7850", "client", "Windows 8 previews", "Professional", ""},
    {"6.1.8400", "server", "Windows Home Server 2011", "ServerStandard", ""},
    {"6.2.9200", "client", "Windows 8", "Professional", "win8_rtm"},
    {"6.2.9200", "server", "Windows Server 2012", "ServerStandard", "win8_rtm"},
    {"6.3.9364", "client", "Windows 8.1 previews", "Professional", ""},
    {"6.3.9600", "client", "Windows 8.1", "Professional", "winblue_rtm"},
    {"6.3.9600", "server", "Windows Server 2012 R2", "ServerStandard", "winblue_rtm"},
    {"6.4.9780", "client", "Windows 10 technical previews", "Professional", ""},
    {"10.0.10240", "client", "Windows 10", "Professional", "th1"},
    {"10.0.10586", "client", "Windows 10", "Professional", "th2_release"},
    {"10.0.14393", "client", "Windows 10", "Professional", "rs1_release"},
    {"10.0.14393", "server", "Windows Server 2016", "ServerStandard", "rs1_release"},
    {"10.0.15063", "client", "Windows 10", "Professional", "rs2_release"},
    {"10.0.16299", "client", "Windows 10", "Professional", "rs3_release"},
    {"10.0.16299", "server", "Windows Server", "ServerStandardACor", "rs3_release"},
    {"10.0.17134", "client", "Windows 10", "Professional", "rs4_release"},
    {"10.0.17134", "server", "Windows Server", "ServerStandardACor", "rs4_release"},
    {"10.0.17763", "client", "Windows 10", "Professional", "rs5_release"},
    {"10.0.17763", "server", "Windows Server", "ServerStandardACor", "rs5_release"},
    {"10.0.17763", "server", "Windows Server 2019", "ServerStandard", "rs5_release"},
    {"10.0.17784", "server", "Azure Stack HCI", "ServerStandard", ""},
    {"10.0.18204", "client", "Windows 10 previews of 1903", "Professional", ""},
    {"10.0.18346", "server", "Windows Server vNext previews", "ServerStandard", ""},
    {"10.0.18362", "client", "Windows 10", "Professional", "19h1_release"},
    {"10.0.18362", "server", "Windows Server", "ServerStandardACor", "19h1_release"},
    {"10.0.18363", "client", "Windows 10", "Professional", "19h1_release"},
    {"10.0.18363", "server", "Windows Server", "ServerStandardACor", "19h1_release"},
    {"10.0.18836", "client", "Windows 10 previews of 2004", "Professional", ""},
    {"10.0.19041", "client", "Windows 10", "Professional", "vb_release"},
    {"10.0.19041", "server", "Windows Server", "ServerStandardACor", "vb_release"},
    {"10.0.19042", "client", "Windows 10", "Professional", "vb_release"},
    {"10.0.19042", "server", "Windows Server", "ServerStandardACor", "vb_release"},
    {"10.0.19043", "client", "Windows 10", "Professional", "vb_release"},
    {"10.0.19044", "client", "Windows 10", "Professional", "vb_release"},
    {"10.0.19045", "client", "Windows 10", "Professional", "vb_release"},
    {"10.0.20201", "server", "Windows Server vNext preview", "ServerStandard", ""},
    {"10.0.20292", "server", "Windows Server vNext preview", "ServerStandard", ""},
    {"10.0.20348", "server", "Windows Server 2022", "ServerStandard", "fe_release"},
    {"10.0.20349", "server", "Azure Stack HCI", "ServerStandard", "fe_release"},
    {"10.0.21996", "client", "Windows 11 early build", "Professional", ""},
    {"10.0.22000", "client", "Windows 11", "Professional", "co_release"},
    {"10.0.22621", "client", "Windows 11", "Professional", "ni_release"},
    {"10.0.22631", "client", "Windows 11", "Professional", "ni_release"},
    {"10.0.25314", "server", "Windows Server vNext preview", "ServerStandard", ""},
    {"10.0.25398", "server", "Windows Server, version 23H2", "ServerStandard", "zn_release"},
    {"10.0.25941", "server", "Windows Server vNext preview", "ServerStandard", ""},
    {"10.0.26040", "server", "Windows Server vNext preview", "ServerStandard", ""},
    {"10.0.26100", "client", "Windows 11", "Professional", "ge_release"},
    {"10.0.26100", "server", "Windows Server 2025", "ServerStandard", "ge_release"},
    {"10.0.26200", "client", "Windows 11", "Professional", "ge_release"},
    {"10.0.26296", "server", "Windows Server vNext preview", "ServerStandard", ""},
    {"10.0.26300", "client", "Windows 11", "Professional", "26h2_ge_release_svc_refresh"},
    {"10.0.26491", "server", "Windows Server vNext preview", "ServerStandard", ""},
    {"10.0.28000", "client", "Windows 11", "Professional", "br_release"},
    /* clang-format on */
};

static void
test_builds(void)
{
    for (gsize i = 0; i < G_N_ELEMENTS(builds); i++) {
        gboolean is_server = strcmp(builds[i].product, "server") == 0;
        WimImageSpec image = {.name = builds[i].name,
                              .edition_id = builds[i].edition,
                              .installation_type = is_server ? "Server" : "Client",
                              .product_type = is_server ? "ServerNT" : "WinNT",
                              .branch = builds[i].branch,
                              .languages = "en-US",
                              .version = builds[i].version,
                              .architecture = 9};
        g_autoptr(GByteArray) wim = wim_build_images(&image, 1);
        const FakeFile files[] = {
            {.path = "sources/install.wim", .text = (const char *)wim->data, .size = wim->len},
            {.path = NULL},
        };
        const char *build = strrchr(builds[i].version, '.');
        g_autoptr(GString) expected = g_string_new("version=");

        g_test_message("%s %s", builds[i].version, builds[i].product);
        g_string_append_len(expected, builds[i].version, build - builds[i].version);
        g_string_append_printf(expected, "\nbuild=%s\nproduct=%s\n", build + 1, builds[i].product);
        if (*builds[i].branch != '\0')
            g_string_append_printf(expected, "branch=%s\n", builds[i].branch);
        g_string_append_printf(expected,
                               "architecture=x86_64\nlanguage=en-US\nname=%s\nedition=%s\n"
                               "installation-type=%s\n",
                               builds[i].name, builds[i].edition, image.installation_type);
        assert_evidence(&content_windows, files, FORMAT_FOUND, expected->str);
    }
}

/* A medium with up to two WIM files. */
typedef struct {
    const char *path; /* NULL: the last one */
    WimImageSpec images[8];
} WimRow;

typedef struct {
    const char *name;
    WimRow wims[3];
    FakeFile files[4];
    FormatAnswer answer;
    const char *expected;
} MediumRow;

static const MediumRow media[] = {
    {.name = "server, core and desktop, two products of one build apart",
     .wims = {{"sources/install.wim", {{WIM_SERVER_2025_CORE}, {WIM_SERVER_2025_DESKTOP}}}},
     .files = {{.path = "sources/ei.cfg",
                .text = "[EditionID]\r\n\r\n[Channel]\r\nRetail\r\n[VL]\r\n0\r\n"},
               {.path = "sources/lang.ini", .text = "[Available UI Languages]\r\nfr-fr = 3\r\n"}},
     .answer = FORMAT_FOUND,
     .expected =
         "version=10.0\nbuild=26100\nproduct=server\nupdate=1742\nbranch=ge_release\n"
         "architecture=x86_64\nlanguage=en-US\nname=Windows Server 2025 SERVERSTANDARDCORE\n"
         "edition=ServerStandard\ninstallation-type=Server Core\n"
         "name=Windows Server 2025 SERVERSTANDARD\ninstallation-type=Server\n"
         "channel=Retail\n"},
    {.name = "consumer set of the Media Creation Tool, boot.wim of another build, any case",
     .wims = {{"Sources/Install.ESD",
               {{.name = "Windows 11 Home",
                 .edition_id = "Core",
                 CLIENT,
                 .languages = "de-DE",
                 .version = "10.0.26200.9168",
                 .architecture = 12},
                {.name = "Windows 11 Pro N",
                 .edition_id = "ProfessionalN",
                 CLIENT,
                 .languages = "de-DE",
                 .version = "10.0.26200.9168",
                 .architecture = 12},
                {.name = "Setup Media", PE, .languages = "en-US", .version = "10.0.26100.1"}}},
              {"Sources/boot.wim",
               {{.name = "Windows PE", PE, .languages = "de-DE", .version = "10.0.26100.9168"}}}},
     .answer = FORMAT_FOUND,
     .expected = "version=10.0\nbuild=26200\nproduct=client\nupdate=9168\narchitecture=aarch64\n"
                 "language=de-DE\nname=Windows 11 Home\nedition=Core\ninstallation-type=Client\n"
                 "name=Windows 11 Pro N\nedition=ProfessionalN\n"},
    {.name = "split, the second part first",
     .wims = {{"sources/install2.swm", {{.name = "second part"}}},
              {"sources/install.swm",
               {{.edition_id = "EnterpriseS",
                 CLIENT,
                 .languages = "fr-FR",
                 .version = "10.0.19044.1288",
                 .architecture = 9},
                {.edition_id = "EnterpriseSN",
                 CLIENT,
                 .languages = "fr-FR",
                 .version = "10.0.19044.1288",
                 .architecture = 9}}}},
     .answer = FORMAT_FOUND,
     .expected = "version=10.0\nbuild=19044\nproduct=client\nupdate=1288\narchitecture=x86_64\n"
                 "language=fr-FR\nedition=EnterpriseS\ninstallation-type=Client\n"
                 "edition=EnterpriseSN\n"},
    {.name = "the first part is on another disc",
     .wims = {{"sources/install2.swm",
               {{.edition_id = "Core", CLIENT, .version = "6.2.9200.16384", .architecture = 0}}}},
     .answer = FORMAT_FOUND,
     .expected = "version=6.2\nbuild=9200\nproduct=client\nupdate=16384\narchitecture=i686\n"
                 "edition=Core\ninstallation-type=Client\n"},
    {.name = "two architectures",
     .wims = {{"x64/sources/install.esd",
               {{.edition_id = "Professional",
                 CLIENT,
                 .languages = "en-US",
                 .version = "10.0.19045.2006",
                 .architecture = 9}}},
              {"x86/sources/install.esd",
               {{.edition_id = "Professional",
                 CLIENT,
                 .languages = "en-US",
                 .version = "10.0.19045.2006",
                 .architecture = 0}}}},
     .answer = FORMAT_FOUND,
     .expected = "version=10.0\nbuild=19045\nproduct=client\nupdate=2006\narchitecture=x86_64\n"
                 "language=en-US\nedition=Professional\ninstallation-type=Client\n"
                 "architecture=i686\n"},
    {.name = "a collection of several systems",
     .wims = {{"sources/install.wim",
               {{.edition_id = "Professional",
                 CLIENT,
                 .languages = "en-US de-DE",
                 .version = "10.0.19045",
                 .architecture = 9},
                {.edition_id = "ServerStandard",
                 SERVER,
                 .languages = "ja-JP",
                 .version = "10.0.26100",
                 .architecture = 9},
                {.edition_id = "Professional",
                 CLIENT,
                 .languages = "en-US",
                 .version = "10.0.26100",
                 .architecture = 9}}}},
     .answer = FORMAT_FOUND,
     .expected = "version=10.0\nbuild=19045\nproduct=client\narchitecture=x86_64\nlanguage=en-US\n"
                 "language=de-DE\nedition=Professional\ninstallation-type=Client\n"
                 "version=10.0\nbuild=26100\nproduct=server\nlanguage=ja-JP\n"
                 "edition=ServerStandard\ninstallation-type=Server\n"
                 "version=10.0\nbuild=26100\nproduct=client\n"},
    {.name = "for evaluation",
     .wims = {{"sources/install.wim",
               {{.edition_id = "ServerStandardEval",
                 .flags = "ServerStandardEvalCore",
                 .installation_type = "Server Core",
                 .version = "10.0.17763.737",
                 .branch = "rs5_release",
                 .architecture = 9}}}},
     .answer = FORMAT_FOUND,
     .expected = "version=10.0\nbuild=17763\nproduct=server\nupdate=737\nbranch=rs5_release\n"
                 "architecture=x86_64\nedition=ServerStandardEval\ninstallation-type=Server Core\n"
                 "is-evaluation=true\n"},
    {.name = "for evaluation, but not all of it",
     .wims = {{"sources/install.wim",
               {{.edition_id = "EnterpriseEval", .version = "6.3.9600", .architecture = 9},
                {.edition_id = "Enterprise", .version = "6.3.9600", .architecture = 9}}}},
     .answer = FORMAT_FOUND,
     .expected = "version=6.3\nbuild=9600\nproduct=client\narchitecture=x86_64\n"
                 "edition=EnterpriseEval\nedition=Enterprise\n"},
    {.name = "Vista: no editions, no installation type",
     .wims = {{"sources/install.wim",
               {{.name = "Windows Vista ULTIMATE",
                 .flags = "ULTIMATE",
                 .product_type = "WinNT",
                 .languages = "en-US",
                 .version = "6.0.6002.18005",
                 .service_pack = 2,
                 .architecture = 0}}}},
     .answer = FORMAT_FOUND,
     .expected = "version=6.0\nbuild=6002\nproduct=client\nupdate=18005\nservice-pack=2\n"
                 "architecture=i686\nlanguage=en-US\nname=Windows Vista ULTIMATE\n"
                 "edition=ULTIMATE\n"},
    {.name = "server by its flags alone",
     .wims = {{"sources/install.wim",
               {{.flags = "SERVERHYPERCORE", .version = "6.1.7601", .architecture = 9}}}},
     .answer = FORMAT_FOUND,
     .expected = "version=6.1\nbuild=7601\nproduct=server\narchitecture=x86_64\n"
                 "edition=SERVERHYPERCORE\n"},
    {.name = "a controller of a domain",
     .wims = {{"sources/install.wim",
               {{.product_type = "LanmanNT", .version = "6.1.7601", .architecture = 9}}}},
     .answer = FORMAT_FOUND,
     .expected = "version=6.1\nbuild=7601\nproduct=server\narchitecture=x86_64\n"},
    {.name = "version wiped out",
     .wims = {{"sources/install.wim",
               {{.name = "Windows 10 Lite",
                 .edition_id = "Professional",
                 .version = "0.0.0.0",
                 .architecture = 9}}}},
     .answer = FORMAT_FOUND,
     .expected =
         "product=client\narchitecture=x86_64\nname=Windows 10 Lite\nedition=Professional\n"},
    {.name = "starts Windows only",
     .wims = {{"sources/boot.wim",
               {{.name = "Microsoft Windows PE (x64)",
                 PE,
                 .languages = "sv-SE",
                 .version = "10.0.22621.1",
                 .architecture = 9},
                {.name = "Microsoft Windows Setup (x64)",
                 .edition_id = "WindowsPE",
                 CLIENT,
                 .languages = "sv-SE",
                 .version = "10.0.22621.1",
                 .architecture = 9}}}},
     .answer = FORMAT_FOUND,
     .expected = "version=10.0\nbuild=22621\nproduct=pe\nupdate=1\narchitecture=x86_64\n"
                 "language=sv-SE\nname=Microsoft Windows PE (x64)\n"
                 "name=Microsoft Windows Setup (x64)\n"},
    {.name = "an image that is none, beside texts",
     .files = {{.path = "sources/install.wim", .text = "MSWIM"},
               {.path = "sources/lang.ini",
                .text = "\r\n[Available UI Languages]\r\nen-gb = 3\r\nzh-hans-cn=1\r\n\r\n"
                        "[Fallback Languages]\r\nen-gb = en-us\r\n"},
               {.path = "sources/idwbinfo.txt",
                .text = "[BUILDINFO]\r\nBuildArch=amd64\r\nBuildBranch=ge_release\r\n"},
               {.path = "sources/ei.cfg",
                .text = "[EditionID]\r\nProfessional\r\n[Channel]\r\n_Default\r\n[VL]\r\n1\r\n"}},
     .answer = FORMAT_DAMAGED,
     .expected = "channel=Volume\nedition=Professional\nlanguage=en-GB\nlanguage=zh-hans-cn\n"
                 "architecture=x86_64\nbranch=ge_release\n"},
    {.name = "an image that cannot be found, where it comes from",
     .files = {{.path = "sources/install.wim", .text = "x", .damage = "bad place"},
               {.path = "provenance/provenance.json",
                .text = "{\"a\": \"1.2\", \"build\":\n \"26200.9168.amd64fre."
                        "25h2_ge_release_svc_refresh.260809-0632.en-US\"}"}},
     .answer = FORMAT_DAMAGED,
     .expected = "build=26200\nupdate=9168\narchitecture=x86_64\n"
                 "branch=25h2_ge_release_svc_refresh\nlanguage=en-US\n"},
    {.name = "an image that is damaged beside one that is not",
     .wims = {{"sources/install.esd",
               {{.edition_id = "Core", CLIENT, .version = "6.2.9200", .architecture = 0}}}},
     .files = {{.path = "sources/install.wim", .text = "x", .damage = "bad place"}},
     .answer = FORMAT_FOUND,
     .expected = "version=6.2\nbuild=9200\nproduct=client\narchitecture=i686\nedition=Core\n"
                 "installation-type=Client\n"},
    {.name = "cannot be read",
     .files = {{.path = "sources/install.wim", .text = "x", .unreadable = "too slow"},
               {.path = "sources/ei.cfg", .text = "[Channel]\r\nRetail\r\n"}},
     .answer = FORMAT_DAMAGED,
     .expected = ""},
    {.name = "other media have such folders",
     .files = {{.path = "sources/lang.ini", .text = "[Available UI Languages]\r\nen-gb = 3\r\n"},
               {.path = "x86/setup.exe", .text = "MZ"},
               {.path = "x64"},
               {.path = "provenance/README"}},
     .answer = FORMAT_NOT_THIS,
     .expected = ""},
    {.name = "nothing at all", .answer = FORMAT_NOT_THIS, .expected = ""},
};

static void
test_media(void)
{
    for (gsize i = 0; i < G_N_ELEMENTS(media); i++) {
        g_autoptr(GPtrArray) wims =
            g_ptr_array_new_with_free_func((GDestroyNotify)g_byte_array_unref);
        FakeFile files[8] = {{.path = NULL}};
        guint n = 0;

        g_test_message("%s", media[i].name);
        for (const WimRow *row = media[i].wims; row->path != NULL; row++) {
            gsize n_images = 0;

            while (n_images < G_N_ELEMENTS(row->images) &&
                   (row->images[n_images].version != NULL || row->images[n_images].name != NULL))
                n_images++;

            GByteArray *wim = wim_build_images(row->images, n_images);

            g_ptr_array_add(wims, wim);
            files[n++] =
                (FakeFile){.path = row->path, .text = (const char *)wim->data, .size = wim->len};
        }
        for (guint file = 0; file < G_N_ELEMENTS(media[i].files); file++) {
            if (media[i].files[file].path != NULL)
                files[n++] = media[i].files[file];
        }
        assert_evidence(&content_windows, files, media[i].answer, media[i].expected);
    }
}

/* Folders with many names: what stands behind the images is read where it is needed, or where names are in
 * no order. */
static void
test_many_names(void)
{
    enum { N_NAMES = 100 };
    static const struct {
        const char *name;
        const char *before; /* text of ei.cfg, which is in its place; NULL: there is none */
        FakeFile last;      /* behind all others */
        gboolean is_reversed;
        gboolean is_damaged; /* the image */
        FormatAnswer answer;
        const char *expected;
    } rows[] = {
        /* clang-format off */
        {"in order", "[Channel]\nOEM\n", {.path = "sources/zz.dll", .text = "MZ"}, FALSE, FALSE, FORMAT_FOUND,
         "version=6.2\nbuild=9200\nproduct=client\narchitecture=i686\nedition=Core\nchannel=OEM\n"},
        {"behind, in no order", NULL, {.path = "sources/ei.cfg", .text = "[Channel]\nOEM\n"}, TRUE, FALSE, FORMAT_FOUND,
         "version=6.2\nbuild=9200\nproduct=client\narchitecture=i686\nedition=Core\nchannel=OEM\n"},
        {"an image that is damaged", "[Channel]\nOEM\n", {.path = "sources/zz.dll", .text = "MZ"}, FALSE, TRUE, FORMAT_DAMAGED,
         "channel=OEM\nlanguage=fr-FR\n"},
        /* clang-format on */
    };
    const WimImageSpec image = {.edition_id = "Core", .version = "6.2.9200", .architecture = 0};
    g_autoptr(GByteArray) wim = wim_build_images(&image, 1);

    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        FakeFile files[N_NAMES + 5] = {{.path = NULL}};
        g_autoptr(GPtrArray) names = g_ptr_array_new_with_free_func(g_free);
        guint n = 0;

        g_test_message("%s", rows[i].name);
        for (guint name = 0; name < N_NAMES; name++) {
            guint letter = (rows[i].is_reversed ? N_NAMES - 1 - name : name) * 26 / N_NAMES;
            char *path = g_strdup_printf("sources/%cnother%02u.dll", (int)('a' + letter), name);

            g_ptr_array_add(names, path);
            if (name == 20 && rows[i].before != NULL)
                files[n++] = (FakeFile){.path = "sources/ei.cfg", .text = rows[i].before};
            if (name == 32)
                files[n++] = (FakeFile){.path = "sources/install.wim",
                                        .text = (const char *)wim->data,
                                        .size = rows[i].is_damaged ? 100 : wim->len};
            if (name == 43)
                files[n++] = (FakeFile){.path = "sources/lang.ini",
                                        .text = "[Available UI Languages]\nfr-fr = 3\n"};
            files[n++] = (FakeFile){.path = path, .text = "MZ"};
        }
        files[n++] = rows[i].last;
        assert_evidence(&content_windows, files, rows[i].answer, rows[i].expected);
    }
}

/* Where facts stand. */
static void
test_where(void)
{
    const WimImageSpec image = {.edition_id = "Core", .version = "6.2.9200", .architecture = 0};
    g_autoptr(GByteArray) wim = wim_build_images(&image, 1);
    const FakeFile files[] = {
        {.path = "X86/SOURCES/INSTALL.WIM", .text = (const char *)wim->data, .size = wim->len},
        {.path = "X86/SOURCES/EI.CFG", .text = "[Channel]\nOEM\n"},
        {.path = NULL},
    };
    g_autoptr(FileSystem) file_system = fake_file_system_new(files);
    g_auto(Evidence) evidence = {.items = NULL};

    evidence_init(&evidence);
    g_assert_cmpint(content_windows.read(file_system, &evidence, NULL), ==, FORMAT_FOUND);
    for (guint i = 0; i < evidence.items->len; i++) {
        const EvidenceItem *item = &g_array_index(evidence.items, EvidenceItem, i);
        gboolean is_channel = strcmp(item->key, "windows.channel") == 0;

        g_assert_cmpstr(item->where, ==,
                        is_channel ? "x86/sources/ei.cfg" : "x86/sources/install.wim");
    }
}

#define XP_HIVESYS                                                                                 \
    "; hive\r\n[Version]\r\nSignature = \"$Windows "                                               \
    "NT$\"\r\nDriverVer=07/01/2001,5.1.2600.2180\r\n"

static const struct {
    const char *name;
    FakeFile files[5];
    FormatAnswer answer;
    const char *expected;
} legacy[] = {
    {"XP Professional SP2",
     {{.path = "I386/HIVESYS.INF", .text = XP_HIVESYS},
      {.path = "I386/PRODSPEC.INI",
       .text = "[SMS Inventory Identification]\r\nVersion=1.0\r\n\r\n[Product Specification]\r\n"
               "Product=Windows XP Professional\r\nVersion=5.0\r\nProductType=0\r\n"},
      {.path = "WIN51"},
      {.path = "WIN51IP"},
      {.path = "WIN51IP.SP2"}},
     FORMAT_FOUND,
     "version=5.1\nbuild=2600\nproduct=client\nservice-pack=2\narchitecture=i686\n"
     "edition=Professional\nname=Windows XP Professional\n"},
    {"XP, its mark is lost",
     {{.path = "I386/hivesys.inf", .text = XP_HIVESYS}},
     FORMAT_FOUND,
     "version=5.1\nbuild=2600\nproduct=client\nservice-pack=2\narchitecture=i686\n"},
    {"XP x64",
     {{.path = "AMD64/HIVESYS.INF", .text = "[Version]\nDriverVer=10/01/2002,5.2.3790.1830\n"},
      {.path = "I386/SETUP.EXE"},
      {.path = "WIN51AP"}},
     FORMAT_FOUND,
     "version=5.2\nbuild=3790\nproduct=client\nservice-pack=1\narchitecture=x86_64\n"
     "edition=Professional\n"},
    {"Server 2003 for Itanium",
     {{.path = "IA64/HIVESYS.INF", .text = "[Version]\nDriverVer=10/01/2002,5.2.3790.0\n"},
      {.path = "IA64/PRODSPEC.INI", .text = "[Product Specification]\nProductType=1\n"}},
     FORMAT_FOUND,
     "version=5.2\nbuild=3790\nproduct=server\narchitecture=ia64\n"},
    {"2000 Server",
     {{.path = "I386/HIVESYS.INF", .text = "[Version]\nDriverVer=11/14/1999,5.0.2195.6717\n"},
      {.path = "CDROM_NT.5"},
      {.path = "CDROM_IS.5"}},
     FORMAT_FOUND,
     "version=5.0\nbuild=2195\nproduct=server\nservice-pack=4\narchitecture=i686\n"
     "edition=Server\n"},
    {"NT 4.0 Workstation by its mark",
     {{.path = "CDROM_W.40"}, {.path = "I386/SETUPLDR.BIN"}},
     FORMAT_FOUND,
     "version=4.0\nbuild=1381\nproduct=client\narchitecture=i686\nedition=Workstation\n"},
    {"NT 4.0 Server by TXTSETUP.SIF",
     {{.path = "I386/TXTSETUP.SIF",
       .text = "[SetupData]\r\nProductType = 1\r\n"
               "LoadIdentifier = \"Microsoft Windows NT Server, Version 4.0\"\r\n"}},
     FORMAT_FOUND,
     "version=4.0\nbuild=1381\nproduct=server\narchitecture=i686\n"
     "name=Microsoft Windows NT Server, Version 4.0\n"},
    {"2000 by TXTSETUP.SIF",
     {{.path = "I386/TXTSETUP.SIF",
       .text = "[SetupData]\r\nMajorVersion = 5\r\nMinorVersion = 0\r\nProductType = 0\r\n"
               "LoadIdentifier = %os%\r\n"}},
     FORMAT_FOUND,
     "version=5.0\nbuild=2195\nproduct=client\narchitecture=i686\n"},
    {"texts in UTF-16",
     {{.path = "I386/HIVESYS.INF",
       .text =
           "\xFF\xFE[\0V\0e\0r\0s\0i\0o\0n\0]\0\n\0D\0r\0i\0v\0e\0r\0V\0e\0r\0=\0,\0005\0.\0001\0"
           ".\0002\0006\0000\0000\0.\0000\0\n\0",
       .size = 66}},
     FORMAT_FOUND,
     "version=5.1\nbuild=2600\nproduct=client\narchitecture=i686\n"},
    {"98", {{.path = "WIN98/SETUP.EXE"}}, FORMAT_FOUND, "version=4.10\narchitecture=i686\n"},
    {"Me",
     {{.path = "win9x/SETUP.EXE"}},
     FORMAT_FOUND,
     "version=4.90\nbuild=3000\nproduct=client\narchitecture=i686\n"},
    {"XP for Itanium, by a mark that several versions have",
     {{.path = "WIN51MP"}},
     FORMAT_FOUND,
     "architecture=ia64\nedition=Professional\n"},
    {"drivers", {{.path = "WIN98/DRIVER.INF"}, {.path = "WIN95/DRIVER.INF"}}, FORMAT_NOT_THIS, ""},
    {"something else for i386", {{.path = "i386/install.img", .text = "x"}}, FORMAT_NOT_THIS, ""},
    {"a folder that is damaged",
     {{.path = "I386/", .kind = FILE_NODE_FOLDER, .damage = "cut off"}, {.path = "WIN51IC"}},
     FORMAT_DAMAGED,
     "version=5.1\nbuild=2600\nproduct=client\narchitecture=i686\nedition=Home\n"},
    {"odd texts",
     {{.path = "I386/HIVESYS.INF", .text = "[Version]\nDriverVer=5.1\nDriverVer\n[\n="},
      {.path = "I386/PRODSPEC.INI", .text = "[Product Specification]\nProductType=\nProduct=\""}},
     FORMAT_NOT_THIS,
     ""},
};

static void
test_legacy(void)
{
    for (gsize i = 0; i < G_N_ELEMENTS(legacy); i++) {
        FakeFile files[G_N_ELEMENTS(legacy[i].files) + 1] = {{.path = NULL}};

        g_test_message("%s", legacy[i].name);
        memcpy(files, legacy[i].files, sizeof(legacy[i].files));
        assert_evidence(&content_windows_legacy, files, legacy[i].answer, legacy[i].expected);
    }
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/windows-media/builds", test_builds);
    g_test_add_func("/windows-media/media", test_media);
    g_test_add_func("/windows-media/many-names", test_many_names);
    g_test_add_func("/windows-media/where", test_where);
    g_test_add_func("/windows-media/legacy", test_legacy);
    return g_test_run();
}
