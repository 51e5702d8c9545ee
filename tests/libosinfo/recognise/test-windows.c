/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Discs of Windows from the bytes of an image to the answers of public calls, by the real database: all builds, by
 * right and wrong labels; editions, languages, several systems and machines; damage; and what reading costs that is
 * on a web server.
 */
#include "config.h"

#include <string.h>

#include "http-server.h"
#include "sandbox.h"
#include "udf-builder.h"
#include "wim-builder.h"

static OsinfoDb *db;

/* A disc whose folder "sources" has many names, in the order of the alphabet; what the WIM file says of its images
 * lies far behind its start. */
static GByteArray *
build_large_disc(const char *iso_id)
{
    enum { N_NAMES = 400 };
    const WimImageSpec image = {WIM_SERVER_2025_DESKTOP};
    g_autofree char *xml = wim_build_xml(&image, 1);
    g_autoptr(GByteArray) wim = wim_build(&(WimSpec){.xml = xml, .padding = 3 * 1024 * 1024});
    g_autoptr(GPtrArray) names = g_ptr_array_new_with_free_func(g_free);
    g_autofree UdfFileSpec *files = g_new0(UdfFileSpec, N_NAMES + 4);
    guint n = 0;

    for (guint i = 0; i < N_NAMES; i++) {
        char *name = g_strdup_printf("sources/%cnother-%03u.dll", (int)('a' + i * 26 / N_NAMES), i);

        g_ptr_array_add(names, name);
        if (i == N_NAMES / 5)
            files[n++] = (UdfFileSpec){.path = "sources/ei.cfg", .data = "[Channel]\r\nRetail\r\n"};
        if (i == N_NAMES / 3)
            files[n++] =
                (UdfFileSpec){.path = "sources/install.wim", .data = wim->data, .size = wim->len};
        files[n++] = (UdfFileSpec){.path = name, .data = "MZ"};
    }
    files[n++] = (UdfFileSpec){.path = "efi/boot/bootx64.efi", .data = "MZ"};
    return udf_build(
        &(UdfSpec){.volume_id = "SSS_X64FRE_EN-US_DV9", .iso_id = iso_id, .files = files});
}

static gboolean
send_range(HttpRequest *request, gpointer data)
{
    const GByteArray *image = data;
    guint64 last = MIN(request->last, image->len - 1);

    g_assert_true(request->has_range && request->first < image->len);
    g_test_message("%" G_GUINT64_FORMAT " bytes at %" G_GUINT64_FORMAT, last + 1 - request->first,
                   request->first);
    return http_request_print(request,
                              "HTTP/1.1 206 Partial Content\r\nContent-Length: %" G_GUINT64_FORMAT
                              "\r\nContent-Range: bytes %" G_GUINT64_FORMAT "-%" G_GUINT64_FORMAT
                              "/%u\r\n\r\n",
                              last + 1 - request->first, request->first, last, image->len) &&
           http_request_send(request, image->data + request->first, last + 1 - request->first);
}

/* Wherever the folders of a disc lie, six requests at most. */
static void
test_remote(void)
{
    static const char *const iso_ids[] = {NULL, "CDROM", "SSS_X64FRE_EN-US_DV9"};

    for (gsize i = 0; i < G_N_ELEMENTS(iso_ids); i++) {
        g_autoptr(GByteArray) image = build_large_disc(iso_ids[i]);
        g_autoptr(HttpServer) server = http_server_new(NULL, send_range, image);
        g_autofree char *uri = http_server_get_uri(server, "/windows.iso");
        g_autoptr(GError) error = NULL;
        g_autoptr(OsinfoMedia) media =
            osinfo_media_create_from_location_with_flags(uri, NULL, 0, &error);
        g_autoptr(OsinfoOs) os = NULL;

        if (g_error_matches(error, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED)) {
            g_test_skip("there is no remote module");
            return;
        }
        g_assert_no_error(error);
        g_assert_true(osinfo_db_identify_media(db, media));
        os = osinfo_media_get_os(media);
        g_assert_cmpstr(osinfo_product_get_short_id(OSINFO_PRODUCT(os)), ==, "win2k25");
        g_assert_cmpuint(http_server_get_requests(server), <=, 6);
    }
}

#define CLIENT .installation_type = "Client", .product_type = "WinNT"
#define SERVER .installation_type = "Server", .product_type = "ServerNT"
#define PRO CLIENT, .edition_id = "Professional", .languages = "en-US", .architecture = 9
#define STANDARD SERVER, .edition_id = "ServerStandard", .languages = "en-US", .architecture = 9

/* A disc of which the folder "sources", or two, have a WIM file each. */
typedef struct {
    const char *path; /* NULL: there is none */
    WimImageSpec images[8];
} WimRow;

static char *
write_disc(const char *label, const WimRow *wims, guint n_wims)
{
    g_autoptr(GPtrArray) held = g_ptr_array_new_with_free_func((GDestroyNotify)g_byte_array_unref);
    g_autofree UdfFileSpec *files = g_new0(UdfFileSpec, n_wims + 1);
    g_autoptr(GByteArray) image = NULL;
    g_autofree char *folder = sandbox_new_folder();
    char *path = g_build_filename(folder, "windows.iso", NULL);

    for (guint i = 0; i < n_wims && wims[i].path != NULL; i++) {
        gsize n_images = 0;
        GByteArray *wim = NULL;

        while (n_images < G_N_ELEMENTS(wims[i].images) && wims[i].images[n_images].version != NULL)
            n_images++;
        wim = wim_build_images(wims[i].images, n_images);
        g_ptr_array_add(held, wim);
        files[i] = (UdfFileSpec){.path = wims[i].path, .data = wim->data, .size = wim->len};
    }
    image = udf_build(&(UdfSpec){.volume_id = "UDF", .iso_id = label, .files = files});
    g_assert_true(g_file_set_contents(path, (const char *)image->data, (gssize)image->len, NULL));
    return path;
}

static const char *
name_confidence(OsinfoConfidence confidence)
{
    static const char *const names[] = {"family", "relative", "ambiguous", "label", "certain"};

    return names[confidence];
}

/* Confidence and short id of each candidate, in order. */
static char *
describe_candidates(OsinfoIdentification *identification)
{
    GListModel *candidates = osinfo_identification_get_candidates(identification);
    GString *text = g_string_new(NULL);

    for (guint i = 0; i < g_list_model_get_n_items(candidates); i++) {
        g_autoptr(OsinfoCandidate) candidate = g_list_model_get_item(candidates, i);
        OsinfoProduct *os = OSINFO_PRODUCT(osinfo_candidate_get_os(candidate));

        g_string_append_printf(text, "%s%s %s", i > 0 ? " | " : "",
                               name_confidence(osinfo_candidate_get_confidence(candidate)),
                               osinfo_product_get_short_id(os));
    }
    return g_string_free(text, FALSE);
}

static void
assert_candidates(const char *path, const char *expected)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(OsinfoIdentification) identification =
        osinfo_db_identify_location(db, path, NULL, &error);
    g_autofree char *found = NULL;

    g_assert_no_error(error);
    found = describe_candidates(identification);
    g_assert_cmpstr(found, ==, expected);
}

/* Reads a medium and has it identified, as programs have done at all times. */
static OsinfoMedia *
identify(const char *path, const char *short_id)
{
    g_autoptr(GError) error = NULL;
    OsinfoMedia *media = osinfo_media_create_from_location_with_flags(path, NULL, 0, &error);
    g_autoptr(OsinfoOs) os = NULL;

    g_assert_no_error(error);
    osinfo_db_identify_media(db, media);
    os = osinfo_media_get_os(media);
    g_assert_cmpstr(os != NULL ? osinfo_product_get_short_id(OSINFO_PRODUCT(os)) : "", ==,
                    short_id);
    return media;
}

/* Texts with commas between them. */
static char *
join(GList *texts)
{
    GString *text = g_string_new(NULL);

    for (GList *iter = texts; iter != NULL; iter = iter->next)
        g_string_append_printf(text, "%s%s", iter != texts ? "," : "", (const char *)iter->data);
    g_list_free(texts);
    return g_string_free(text, FALSE);
}

static char *
join_variants(OsinfoMedia *media)
{
    g_autoptr(OsinfoOsVariantList) variants = osinfo_media_get_os_variants(media);
    GList *ids = NULL;

    for (gint i = 0; variants != NULL && i < osinfo_list_get_length(OSINFO_LIST(variants)); i++)
        ids = g_list_append(
            ids, (gpointer)osinfo_entity_get_id(osinfo_list_get_nth(OSINFO_LIST(variants), i)));
    return join(ids);
}

/* Builds that a system of the database has, and some that none has. */
static const struct {
    const char *version;
    const char *server; /* short id; "~": the nearest relative; NULL: no such server */
    const char *client; /* likewise */
} builds[] = {
    /* clang-format off */
    {"6.0.6000.16386",   NULL,        "winvista"},
    {"6.0.6001.18000",   "win2k8",    "winvista"},
    {"6.0.6002.18005",   "win2k8",    "winvista"},
    {"6.0.6003.20482",   "win2k8",    NULL},
    {"6.1.7600.16385",   "win2k8r2",  "win7"},
    {"6.1.7601.17514",   "win2k8r2",  "win7"},
    {"6.2.9200.16384",   "win2k12",   "win8"},
    {"6.3.9600.17415",   "win2k12r2", "win8.1"},
    {"10.0.10240.16384", NULL,        "win10"},
    {"10.0.10586.0",     NULL,        "win10"},
    {"10.0.14393.0",     "win2k16",   "win10"},
    {"10.0.15063.0",     NULL,        "win10"},
    {"10.0.16299.15",    "~win2k16",  "win10"},
    {"10.0.17134.1",     "~win2k16",  "win10"},
    {"10.0.17763.107",   "win2k19",   "win10"},
    {"10.0.17784.1",     "~win2k19",  NULL},
    {"10.0.18362.1",     "~win2k19",  "win10"},
    {"10.0.18363.418",   "~win2k19",  "win10"},
    {"10.0.19041.1",     "~win2k19",  "win10"},
    {"10.0.19042.508",   "~win2k19",  "win10"},
    {"10.0.19043.928",   NULL,        "win10"},
    {"10.0.19044.1288",  NULL,        "win10"},
    {"10.0.19045.2006",  NULL,        "win10"},
    {"10.0.20348.169",   "win2k22",   NULL},
    {"10.0.20349.1",     "~win2k22",  NULL},
    {"10.0.22000.194",   NULL,        "win11"},
    {"10.0.22621.1",     NULL,        "win11"},
    {"10.0.22631.1",     NULL,        "win11"},
    {"10.0.25398.1",     "win-server-23h2", NULL},
    {"10.0.25399.1",     "~win-server-23h2", NULL},
    {"10.0.26100.1742",  "win2k25",   "win11"},
    {"10.0.26200.9168",  NULL,        "win11"},
    {"10.0.26296.1",     "~win2k25",  NULL},
    {"10.0.26300.1",     NULL,        "win11"},
    {"10.0.28000.1",     NULL,        "win11"},
    {"10.0.29999.1",     "~win2k25",  "~win11"},

    /* previews: what they led to */
    {"6.0.5048.0",       NULL,        "~winvista"},
    {"6.0.5600.16384",   NULL,        "~winvista"},
    {"6.0.5840.16384",   NULL,        "~winvista"},
    {"6.1.6519.1",       NULL,        "~win7"},
    {"6.1.7000.0",       NULL,        "~win7"},
    {"6.1.7229.0",       NULL,        "~win7"},
    {"6.2.7850.0",       NULL,        "~win8"},
    {"6.2.8400.0",       NULL,        "~win8"},
    {"6.2.8888.16384",   NULL,        "~win8"},
    {"6.3.9364.0",       NULL,        "~win8.1"},
    {"6.3.9599.0",       NULL,        "~win8.1"},
    {"6.4.9780.0",       NULL,        "~win10"},
    {"10.0.10239.0",     NULL,        "~win10"},
    {"10.0.18204.1001",  NULL,        "~win10"},
    {"10.0.18346.1",     "~win2k19",  "~win10"},
    {"10.0.19040.1",     NULL,        "~win10"},
    {"10.0.19551.1005",  "~win2k19",  NULL},
    {"10.0.20201.1000",  "~win2k22",  NULL},
    {"10.0.20292.1000",  "~win2k22",  NULL},
    {"10.0.21995.1",     NULL,        "~win10"},
    {"10.0.21996.1",     NULL,        "~win11"},
    {"10.0.21999.1",     NULL,        "~win11"},
    {"10.0.25314.1000",  "~win2k22",  "~win11"},
    {"10.0.25940.1",     "~win-server-23h2", "~win11"},
    {"10.0.25941.1000",  "~win2k25",  "~win11"},
    {"10.0.26040.1000",  "~win2k25",  "~win11"},
    {"10.0.26099.1",     "~win2k25",  "~win11"},
    {"10.0.26491.1000",  "~win2k25",  NULL},
    /* clang-format on */
};

/* Right labels, those of other systems, and none that says anything. */
static const char *const labels[] = {
    "SSS_X64FRE_EN-US_DV9",  "CCCOMA_X64FRE_EN-US_DV9", "ESD-ISO", "CDROM",
    "Fedora-WS-Live-41-1-4", "GRMCPRXFRER_EN_DVD",      NULL,
};

static void
assert_build(const char *label, const WimImageSpec *image, const char *system)
{
    gboolean is_relative = *system == '~';
    const WimRow wim = {"sources/install.wim", {*image}};
    g_autofree char *path = write_disc(label, &wim, 1);
    g_auto(GStrv) parts = g_strsplit(image->version, ".", 4);
    g_autofree char *expected =
        g_strdup_printf("%s %s", is_relative ? "relative" : "certain", system + is_relative);
    g_autoptr(OsinfoIdentification) identification =
        osinfo_db_identify_location(db, path, NULL, NULL);
    g_autoptr(OsinfoCandidate) candidate =
        g_list_model_get_item(osinfo_identification_get_candidates(identification), 0);
    g_autofree char *found = describe_candidates(identification);
    g_autoptr(OsinfoMedia) media = identify(path, is_relative ? "" : system);

    g_test_message("%s %s %s", label, image->version, system);
    g_assert_true(g_str_has_prefix(found, expected));
    g_assert_null(strstr(found + strlen(expected), is_relative ? "certain" : "relative"));
    g_assert_cmpstr(osinfo_candidate_get_build(candidate), ==, parts[2]);
    g_assert_cmpstr(osinfo_candidate_get_architecture(candidate), ==, "x86_64");
    g_assert_cmpstr(osinfo_media_get_build(media), ==, parts[2]);
    g_assert_cmpstr(osinfo_media_get_update(media), ==,
                    strcmp(parts[3], "0") != 0 ? parts[3] : NULL);
}

static void
test_builds(void)
{
    for (gsize i = 0; i < G_N_ELEMENTS(builds); i++) {
        const WimImageSpec server = {STANDARD, .version = builds[i].version};
        const WimImageSpec client = {PRO, .version = builds[i].version};

        for (gsize label = 0; labels[label] != NULL; label++) {
            if (builds[i].server != NULL)
                assert_build(labels[label], &server, builds[i].server);
            if (builds[i].client != NULL)
                assert_build(labels[label], &client, builds[i].client);
        }
    }
}

#define CONSUMER(edition)                                                                          \
    {                                                                                              \
        CLIENT, .edition_id = (edition), .languages = "de-DE", .version = "10.0.26200.9168",       \
                .architecture = 12                                                                 \
    }

static const struct {
    const char *name;
    const char *label;
    WimRow wims[3];
    const char *candidates;
    const char *known; /* short id that old calls answer */
    const char *build, *update, *service_pack;
    const char *architecture;
    const char *editions, *variants, *languages;
} media[] = {
    /* clang-format off */
    {"for evaluation", "SSS_X64FREE_EN-US_DV9",
     {{"sources/install.wim", {{SERVER, .edition_id = "ServerStandardEval", .version = "10.0.17763.737", .languages = "en-US", .architecture = 9},
                               {SERVER, .edition_id = "ServerDatacenterEval", .version = "10.0.17763.737", .languages = "en-US", .architecture = 9}}}},
     "certain win2k19", "win2k19", "17763", "737", NULL, "x86_64",
     "ServerStandardEval,ServerDatacenterEval", "standard-eval,datacenter-eval", "en_US"},
    {"without a desktop and with", "SSS_X64FRE_EN-US_DV9",
     {{"sources/install.wim", {{WIM_SERVER_2025_CORE}, {WIM_SERVER_2025_DESKTOP}}}},
     "certain win2k25", "win2k25", "26100", "1742", NULL, "x86_64", "ServerStandard", "standard,core", "en_US"},
    {"N", "CPRNA_X64FRE_SV-SE_DV5",
     {{"sources/install.wim", {{CLIENT, .edition_id = "ProfessionalN", .version = "10.0.19045.2006", .languages = "sv-SE", .architecture = 9}}}},
     "certain win10", "win10", "19045", "2006", NULL, "x86_64", "ProfessionalN", "pro-n", "sv_SE"},
    {"LTSC", "CES_X64FREV_FR-FR_DV5",
     {{"sources/install.swm", {{CLIENT, .edition_id = "EnterpriseS", .version = "10.0.19044.1288", .languages = "fr-FR", .architecture = 9},
                               {CLIENT, .edition_id = "EnterpriseSN", .version = "10.0.19044.1288", .languages = "fr-FR", .architecture = 9}}}},
     "certain win10", "win10", "19044", "1288", NULL, "x86_64", "EnterpriseS,EnterpriseSN", "enterprise-ltsb,enterprise-ltsb-n", "fr_FR"},
    {"LTSC of Windows 11", "CES_X64FREV_EN-GB_DV9",
     {{"sources/install.wim", {{CLIENT, .edition_id = "EnterpriseS", .version = "10.0.26100.1742", .languages = "en-GB", .architecture = 9},
                               {CLIENT, .edition_id = "IoTEnterpriseS", .version = "10.0.26100.1742", .languages = "en-GB", .architecture = 9}}}},
     "certain win11", "win11", "26100", "1742", NULL, "x86_64", "EnterpriseS,IoTEnterpriseS", "enterprise-ltsc,iot-enterprise-ltsc", "en_GB"},
    {"several languages", "CDROM",
     {{"sources/install.wim", {{CLIENT, .edition_id = "Ultimate", .version = "6.1.7601.17514", .service_pack = 1, .languages = "de-DE fr-FR it-IT", .architecture = 0}}}},
     "certain win7", "win7", "7601", "17514", "1", "i686", "Ultimate", "ultimate", "de_DE,fr_FR,it_IT"},
    {"consumer set of the Media Creation Tool, started by another build", "ESD-ISO",
     {{"sources/install.esd", {CONSUMER("Core"), CONSUMER("CoreN"), CONSUMER("CoreSingleLanguage"), CONSUMER("Education"),
                               CONSUMER("EducationN"), CONSUMER("Professional"), CONSUMER("ProfessionalN")}},
      {"sources/boot.wim", {{.installation_type = "WindowsPE", .edition_id = "WindowsPE", .version = "10.0.26100.9168", .architecture = 12}}}},
     "certain win11", "win11", "26200", "9168", NULL, "aarch64",
     "Core,CoreN,CoreSingleLanguage,Education,EducationN,Professional,ProfessionalN",
     "home,home-n,home-single-language,pro,pro-n,education,education-n", "de_DE"},
    {"for two machines: x86_64 first", "ESD-ISO",
     {{"x86/sources/install.esd", {{CLIENT, .edition_id = "Core", .version = "10.0.19045.2006", .languages = "en-US", .architecture = 0}}},
      {"x64/sources/install.esd", {{CLIENT, .edition_id = "Core", .version = "10.0.19045.2006", .languages = "en-US", .architecture = 9}}}},
     "certain win10 | certain win10", "win10", "19045", "2006", NULL, "x86_64", "Core", "home", "en_US"},
    {"the same, and no label", "CDROM",
     {{"x86/sources/install.esd", {{CLIENT, .edition_id = "Core", .version = "10.0.19045.2006", .languages = "en-US", .architecture = 0}}},
      {"x64/sources/install.esd", {{CLIENT, .edition_id = "Core", .version = "10.0.19045.2006", .languages = "en-US", .architecture = 9}}}},
     "certain win10", "win10", "19045", "2006", NULL, "x86_64", "Core", "home", "en_US"},
    {"label of another machine and language", "CCCOMA_X86FRE_JA-JP_DV5",
     {{"sources/install.wim", {{PRO, .version = "10.0.22631.1"}}}},
     "certain win11", "win11", "22631", "1", NULL, "x86_64", "Professional", "pro", "en_US"},
    {"label of an edition that is not there", "CEDA_X64FRE_EN-US_DV9",
     {{"sources/install.wim", {{PRO, .version = "10.0.19045.1"}}}},
     "certain win10", "win10", "19045", "1", NULL, "x86_64", "Professional", "pro", "en_US"},
    {"several systems", "CDROM",
     {{"sources/install.wim", {{PRO, .version = "10.0.19045.1"}, {STANDARD, .version = "10.0.26100.1"}, {PRO, .version = "10.0.26100.1"}}}},
     "ambiguous win10 | ambiguous win2k25 | ambiguous win11", "win10", NULL, "1", NULL, "x86_64",
     "Professional,ServerStandard", "pro", "en_US"},
    {"two builds of one system", "CDROM",
     {{"sources/install.wim", {{PRO, .version = "10.0.19044.1"}, {PRO, .version = "10.0.19045.1"}}}},
     "certain win10", "win10", NULL, "1", NULL, "x86_64", "Professional", "pro", "en_US"},
    {"one that is known beside one that is not", "CDROM",
     {{"sources/install.wim", {{PRO, .version = "10.0.19045.1"}, {STANDARD, .version = "10.0.29999.1"}}}},
     "ambiguous win10", "win10", NULL, "1", NULL, "x86_64", "Professional,ServerStandard", "pro", "en_US"},
    {"version wiped out", "CDROM",
     {{"sources/install.wim", {{PRO, .version = "0.0.0.0"}}}},
     "family win11", "", NULL, NULL, NULL, NULL, "Professional", "", ""},
    {"version wiped out, label of clients", "CCCOMA_X64FRE_EN-US_DV9",
     {{"sources/install.wim", {{PRO, .version = "0.0.0.0"}}}},
     "ambiguous win11 | ambiguous win10", "win11", NULL, NULL, NULL, "x86_64", "Professional", "pro", "en_US"},
    {"version wiped out, label of servers", "SSS_X64FRE_EN-US_DV9",
     {{"sources/install.wim", {{PRO, .version = "0.0.0.0"}}}},
     "family win11", "", NULL, NULL, NULL, NULL, "Professional", "", ""},
    {"version of a client wiped out beside a server", "CDROM",
     {{"sources/install.wim", {{PRO, .version = "0.0.0.0"}, {STANDARD, .version = "10.0.26100.1"}}}},
     "ambiguous win2k25", "win2k25", "26100", "1", NULL, "x86_64", "Professional,ServerStandard", "standard", "en_US"},
    {"starts Windows, installs nothing", "CDROM",
     {{"sources/boot.wim", {{.installation_type = "WindowsPE", .edition_id = "WindowsPE", .version = "10.0.26100.1", .languages = "sv-SE", .architecture = 9}}}},
     "", "", NULL, NULL, NULL, NULL, "", "", ""},
    {"the same with a label that four servers share", "SSS_X64FRE_EN-US_DV9",
     {{"sources/boot.wim", {{.installation_type = "WindowsPE", .edition_id = "WindowsPE", .version = "10.0.26100.1", .languages = "sv-SE", .architecture = 9}}}},
     "ambiguous win2k25 | ambiguous win2k22 | ambiguous win2k19 | ambiguous win2k16", "win2k25", NULL, NULL, NULL, "x86_64", "", "", "sv_SE"},
    /* clang-format on */
};

static void
test_media(void)
{
    for (gsize i = 0; i < G_N_ELEMENTS(media); i++) {
        g_autofree char *path = write_disc(media[i].label, media[i].wims, 3);
        g_autoptr(OsinfoMedia) medium = NULL;
        g_autofree char *editions = NULL, *variants = NULL, *languages = NULL;

        g_test_message("%s", media[i].name);
        assert_candidates(path, media[i].candidates);
        medium = identify(path, media[i].known);
        editions = join(osinfo_media_get_editions(medium));
        variants = join_variants(medium);
        languages = join(osinfo_media_get_languages(medium));
        g_assert_cmpstr(osinfo_media_get_build(medium), ==, media[i].build);
        g_assert_cmpstr(osinfo_media_get_update(medium), ==, media[i].update);
        g_assert_cmpstr(osinfo_media_get_service_pack(medium), ==, media[i].service_pack);
        g_assert_cmpstr(osinfo_media_get_architecture(medium), ==, media[i].architecture);
        g_assert_cmpstr(editions, ==, media[i].editions);
        g_assert_cmpstr(variants, ==, media[i].variants);
        g_assert_cmpstr(languages, ==, media[i].languages);
    }
}

/* However much of a disc is missing or wrong, nothing is called certain that it is not. */
static void
test_damaged(void)
{
    const WimRow wim = {"sources/install.wim", {{WIM_SERVER_2025_CORE}, {WIM_SERVER_2025_DESKTOP}}};
    g_autofree char *path = write_disc("SSS_X64FRE_EN-US_DV9", &wim, 1);
    g_autoptr(GRand) random = g_rand_new_with_seed(20261128);
    g_autofree char *data = NULL;
    gsize size = 0;

    g_assert_true(g_file_get_contents(path, &data, &size, NULL));
    for (guint i = 0; i < 200; i++) {
        g_autofree char *copy = g_memdup2(data, size);
        gsize cut = i % 2 == 0 ? size : (gsize)g_rand_int_range(random, 36864, (gint32)size);
        g_autoptr(OsinfoIdentification) identification = NULL;
        g_autofree char *found = NULL;

        for (guint n = 0; i % 2 == 0 && n < 40; n++)
            copy[g_rand_int_range(random, 36864, (gint32)size)] = (char)g_rand_int(random);
        g_assert_true(g_file_set_contents(path, copy, (gssize)cut, NULL));
        identification = osinfo_db_identify_location(db, path, NULL, NULL);
        if (identification == NULL)
            continue;
        found = describe_candidates(identification);
        g_test_message("%s", found);
        g_assert_true(strstr(found, "certain") == NULL || g_str_equal(found, "certain win2k25"));
    }
}

int
main(int argc, char **argv)
{
    g_autofree char *data = NULL;
    int status;

    g_setenv("GIO_USE_PROXY_RESOLVER", "dummy", TRUE);
    sandbox_init(&argc, &argv);
    data = sandbox_get_data();
    db = sandbox_load(data, NULL);
    g_test_add_func("/windows/builds", test_builds);
    g_test_add_func("/windows/media", test_media);
    g_test_add_func("/windows/damaged", test_damaged);
    g_test_add_func("/windows/remote", test_remote);
    status = sandbox_run();
    g_object_unref(db);
    return status;
}
