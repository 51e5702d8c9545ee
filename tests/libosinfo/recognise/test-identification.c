/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * What osinfo_db_identify_location() tells of a location: candidates with all that is said of them,
 * and the evidence with where it stands.
 */
#include "config.h"

#include "image-fixture.h"
#include "iso-builder.h"
#include "sandbox.h"

static OsinfoDb *db;

static OsinfoCandidate *
dup_candidate(OsinfoIdentification *identification, guint number)
{
    return g_list_model_get_item(osinfo_identification_get_candidates(identification), number);
}

static void
assert_texts(const char *const *texts, const char *expected)
{
    g_autofree char *joined = g_strjoinv(" ", (char **)texts);

    g_assert_cmpstr(joined, ==, expected);
}

/* The label of one medium is that of two systems, which say in their own ways which language it is. */
static void
test_languages(ImageFixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    static const char *const expected[][2] = {{"http://e.org/mapped", "fr_FR"},
                                              {"http://e.org/raw", "FR"},
                                              {"http://e.org/listed", "de es"}};
    const IsoSpec spec = {.volume_id = "L_FR", .boot_slot = 1};
    g_autoptr(OsinfoIdentification) identification = NULL;
    g_autoptr(GError) error = NULL;

    iso_write(&spec, fixture->path);
    identification = osinfo_db_identify_location(db, fixture->path, NULL, &error);
    g_assert_no_error(error);
    g_assert_cmpuint(g_list_model_get_n_items(osinfo_identification_get_candidates(identification)),
                     ==, G_N_ELEMENTS(expected));
    for (guint i = 0; i < G_N_ELEMENTS(expected); i++) {
        g_autoptr(OsinfoCandidate) candidate = dup_candidate(identification, i);
        OsinfoOs *os = osinfo_candidate_get_os(candidate);

        g_assert_cmpstr(osinfo_entity_get_id(OSINFO_ENTITY(os)), ==, expected[i][0]);
        assert_texts(osinfo_candidate_get_languages(candidate), expected[i][1]);
    }
    assert_texts(osinfo_identification_get_languages(identification), expected[0][1]);
}

/* As text: KEY=VALUE (WHERE), one a line. */
static char *
describe_evidence(OsinfoIdentification *identification)
{
    GListModel *list = osinfo_identification_get_evidence(identification);
    GString *text = g_string_new(NULL);

    g_assert_true(list == osinfo_identification_get_evidence(identification));
    for (guint i = 0; i < g_list_model_get_n_items(list); i++) {
        g_autoptr(OsinfoEvidence) evidence = g_list_model_get_item(list, i);
        const char *where = osinfo_evidence_get_where(evidence);

        g_string_append_printf(text, "%s=%s (%s)\n", osinfo_evidence_get_key(evidence),
                               osinfo_evidence_get_value(evidence), where != NULL ? where : "-");
    }
    return g_string_free(text, FALSE);
}

static void
test_evidence(ImageFixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    const IsoSpec spec = {
        .volume_id = "TEST", .system_id = "LINUX", .joliet_id = "TEST", .boot_slot = 1};
    g_autoptr(OsinfoIdentification) identification = NULL;
    g_autoptr(GError) error = NULL;
    g_autofree char *text = NULL;
    g_autofree char *label = NULL;
    g_autofree char *size = NULL;
    g_autofree char *nothing = NULL;

    iso_write(&spec, fixture->path);
    identification = osinfo_db_identify_location(db, fixture->path, NULL, &error);
    g_assert_no_error(error);
    text = describe_evidence(identification);
    g_assert_cmpstr(text, ==,
                    "iso9660.volume-id=TEST (primary volume descriptor)\n"
                    "iso9660.system-id=LINUX (primary volume descriptor)\n"
                    "iso9660.volume-size=47104 (primary volume descriptor)\n"
                    "joliet.volume-id=TEST (supplementary volume descriptor)\n"
                    "el-torito.platforms=bios (boot catalogue)\n");
    label = osinfo_identification_get_evidence_value(identification, "iso9660.volume-id");
    g_assert_cmpstr(label, ==, "TEST");
    size = osinfo_identification_get_evidence_value(identification, "iso9660.volume-size");
    g_assert_cmpstr(size, ==, "47104");
    nothing = osinfo_identification_get_evidence_value(identification, "os-release.id");
    g_assert_null(nothing);
    assert_texts(osinfo_identification_get_languages(identification), "");
}

static void
make_database(const char *folder)
{
    sandbox_write_xml(
        folder, "datamap/e.org/words.xml",
        "<datamap id='http://e.org/words'><entry inval='FR' outval='fr_FR'/></datamap>");
    sandbox_write_xml(
        folder, "os/e.org/mapped.xml",
        "<os id='http://e.org/mapped'><name>Mapped</name><release-date>2023-01-01</release-date>"
        "<media arch='x86_64'><iso><volume-id>^L_</volume-id><l10n-language regex='true' "
        "l10n-language-map='http://e.org/words'>^L_([A-Z]+)</l10n-language></iso></media></os>");
    sandbox_write_xml(
        folder, "os/e.org/raw.xml",
        "<os id='http://e.org/raw'><name>Raw</name><release-date>2022-01-01</release-date>"
        "<media arch='x86_64'><iso><volume-id>^L_</volume-id><l10n-language regex='true'>"
        "^L_([A-Z]+)</l10n-language></iso></media></os>");
    sandbox_write_xml(
        folder, "os/e.org/listed.xml",
        "<os id='http://e.org/listed'><name>Listed</name><release-date>2021-01-01</release-date>"
        "<media arch='x86_64'><iso><volume-id>^L_</volume-id><l10n-language>de</l10n-language>"
        "<l10n-language>es</l10n-language></iso></media></os>");
}

int
main(int argc, char **argv)
{
    g_autofree char *folder = NULL;
    int result;

    sandbox_init(&argc, &argv);
    folder = sandbox_new_folder();
    make_database(folder);
    db = sandbox_load(folder, NULL);
    g_test_add("/identification/languages", ImageFixture, NULL, image_fixture_set_up,
               test_languages, image_fixture_tear_down);
    g_test_add("/identification/evidence", ImageFixture, NULL, image_fixture_set_up, test_evidence,
               image_fixture_tear_down);
    result = sandbox_run();
    g_object_unref(db);
    return result;
}
