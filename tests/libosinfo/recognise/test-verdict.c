/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Media that say things of themselves are judged by the real database: which system, how sure, what
 * for, what against; and what the calls answer that know no relatives.
 */
#include "config.h"

#include <string.h>

#include "osinfo/osinfo.h"
#include "recognise/entity_evidence.h"
#include "recognise/label_version.h"
#include "recognise/search.h"
#include "sandbox.h"

/* Facts have " | " between them. */
typedef struct {
    const char *name;
    const char *evidence;
    const char *verdict; /* of each candidate: confidence, short id; for those of no label "-" */
    const char *known;   /* short id that osinfo_db_identify_media() says; "": it says nothing */
    const char *reasons; /* of the first: keys for it, " / ", keys against it */
    const char *claim;   /* family, version */
} Row;

/* clang-format off */
#define SERVERS "iso9660.volume-id=SSS_X64FRE_EN-US_DV9 | iso9660.publisher-id=MICROSOFT CORPORATION"

static const Row rows[] = {
    {"nothing", "iso9660.volume-id=CDROM", "", "", "", ""},
    {"label", "iso9660.volume-id=Fedora-S-dvd-x86_64-41", "label fedora41", "fedora41", "iso9660.volume-id / ", ""},
    {"label-and-content", "iso9660.volume-id=Fedora-S-dvd-x86_64-41 | treeinfo.family=Fedora | treeinfo.version=41",
     "certain fedora41", "fedora41", "treeinfo.family,iso9660.volume-id / ", "fedora 41"},
    {"content-alone", "iso9660.volume-id=CDROM | os-release.id=fedora | os-release.version-id=41",
     "certain fedora41 -", "fedora41", "os-release.id / ", "fedora 41"},
    {"content-against-label", "iso9660.volume-id=Fedora-S-dvd-x86_64-41 | os-release.id=fedora | os-release.version-id=40",
     "certain fedora40 -", "fedora40", "os-release.id / iso9660.volume-id", "fedora 40"},
    {"unknown-release", "iso9660.volume-id=CDROM | os-release.id=fedora | os-release.version-id=97",
     "relative fedora44 -", "fedora-unknown", "os-release.id / ", "fedora 97"},
    {"unknown-release-by-label", "iso9660.volume-id=Fedora-WS-Live-96-1-2", "relative fedora44 | relative fedora44", "fedora-unknown",
     "iso9660.volume-id / ", "fedora 96"},
    /* no medium for such machines, and no such tree: the release is known all the same */
    {"known-release-without-entry", "iso9660.volume-id=Debian 12.5.0 riscv64 n", "label debian12 -", "",
     "iso9660.volume-id / ", "debian 12"},
    {"known-release-of-a-family-with-others-to-come", "iso9660.volume-id=RHEL-9-4-0-BaseOS-riscv64", "label rhel9.4 -", "",
     "iso9660.volume-id / ", "rhel 9-4"},
    {"servers", SERVERS, "ambiguous win2k25 | ambiguous win2k22 | ambiguous win2k19 | ambiguous win2k16", "win2k25",
     "iso9660.volume-id / ", ""},
    {"server-2022", SERVERS " | windows.product=server | windows.build=20348", "certain win2k22", "win2k22",
     "windows.product,iso9660.volume-id / ", "win 20348"},
    {"unknown-release-of-a-label-that-is-no-claim", "iso9660.volume-id=Install-Leap-16.3-x86_64", "relative opensuse16.0", "opensuse-unknown",
     "iso9660.volume-id / ", "opensuse 16.3"},
    {"server-that-comes", SERVERS " | windows.product=server | windows.build=29999", "relative win2k25 -", "",
     "windows.product / iso9660.volume-id", "win 29999"},
    {"server-of-half-a-year", "iso9660.volume-id=CDROM | windows.product=server | windows.build=17763 | windows.edition=ServerStandardACor",
     "relative win2k19 -", "", "windows.product / ", "win 17763"},
    {"later-server-of-half-a-year", "iso9660.volume-id=CDROM | windows.product=server | windows.build=19042 | windows.edition=ServerDatacenterACor",
     "relative win2k19 -", "", "windows.product / ", "win 19042"},
    {"server-of-a-year", "iso9660.volume-id=CDROM | windows.product=server | windows.build=25398 | windows.edition=ServerDatacenterACor",
     "certain win-server-23h2 -", "win-server-23h2", "windows.product / ", "win 25398"},
    {"client-with-a-server's-label", SERVERS " | windows.product=client | windows.build=22631", "certain win11 -", "win11",
     "windows.product / iso9660.volume-id", "win 22631"},
    {"several-systems", "iso9660.volume-id=ESD-ISO | windows.build=19045 | windows.product=client | windows.build=26100 | windows.product=server",
     "ambiguous win10 | ambiguous win10 | ambiguous win2k25 -", "win10", "iso9660.volume-id,windows.product / ", "win 19045"},
    {"prefix-of-a-version", "iso9660.volume-id=CDROM | os-release.id=alpine | os-release.version-id=3.20.3",
     "certain alpinelinux3.20 -", "alpinelinux3.20", "os-release.id / ", "alpinelinux 3.20.3"},
    {"parent-inside", "iso9660.volume-id=Fedora-S-dvd-x86_64-41 | kernel.version-text=6.1.0-50-amd64 (debian-kernel@lists.debian.org) #1 SMP",
     "label fedora41", "fedora41", "iso9660.volume-id / ", ""},
    {"disk-info", "iso9660.volume-id=CDROM | disk-info.name=Debian GNU/Linux | disk-info.version=12.5.0",
     "certain debian12 -", "debian12", "disk-info.name / ", "debian 12.5.0"},
    {"nobody's", "iso9660.volume-id=CDROM | os-release.id=nobody | os-release.version-id=1", "", "", "", "nobody 1"},
    {"nobody's-made-of-another", "iso9660.volume-id=CDROM | os-release.id=nobody | os-release.version-id=1 | os-release.id-like=debian",
     "family debian13 -", "", "os-release.id-like / ", "nobody 1"},
    {"nobody's-made-of-two", "iso9660.volume-id=CDROM | os-release.id=nobody | os-release.id-like=other arch debian",
     "family archlinux -", "", "os-release.id-like / ", "nobody"},
    {"nobody's-with-a-known-label", "iso9660.volume-id=Fedora-S-dvd-x86_64-41 | os-release.id=nobody | os-release.id-like=fedora",
     "family fedora44 -", "", "os-release.id-like,iso9660.volume-id / ", "nobody"},
    {"nobody's-with-the-label-of-another", "iso9660.volume-id=Fedora-S-dvd-x86_64-41 | os-release.id=nobody | os-release.id-like=arch",
     "family archlinux -", "", "os-release.id-like / iso9660.volume-id", "nobody"},
    {"nobody's-like-itself", "iso9660.volume-id=CDROM | os-release.id=nobody | os-release.id-like=nobody", "", "", "", "nobody"},
    {"known-like-another", "iso9660.volume-id=CDROM | os-release.id=ubuntu | os-release.version-id=24.04 | os-release.id-like=debian",
     "certain ubuntu24.04 -", "ubuntu24.04", "os-release.id / ", "ubuntu 24.04"},
    {"product-made-of-another", "iso9660.volume-id=CDROM | freebsd-version.userland=14.1-RELEASE | etc-platform.text=cdrom | etc-version.text=2.7.2",
     "family pfsense-unknown -", "pfsense-unknown", "etc-platform.text / ", "pfsense 2.7.2"},
    {"product-with-its-parent's-label", "iso9660.volume-id=14_1_RELEASE_AMD64_CD | freebsd-version.userland=14.1-RELEASE | etc-platform.text=cdrom",
     "family pfsense-unknown -", "pfsense-unknown", "etc-platform.text / iso9660.volume-id", "pfsense"},
    {"mark-of-a-derivative", "iso9660.volume-id=CDROM | os-release.id=debian | os-release.version-id=12 | root.name=TrueNAS-SCALE.update",
     "family truenas-unknown -", "", "root.name / ", "truenas"},
    {"mark-of-a-stranger", "iso9660.volume-id=CDROM | os-release.id=fedora | os-release.version-id=41 | root.name=KNOPPIX",
     "certain fedora41 -", "fedora41", "os-release.id / ", "fedora 41"},
    {"mark-and-kernel-of-its-parent", "iso9660.volume-id=CDROM | root.name=slax | kernel.version-text=6.1.0-50-amd64 (debian-kernel@lists.debian.org) #1 SMP",
     "family slax-unknown -", "", "root.name / ", "slax"},
    {"family-without-a-release", "iso9660.volume-id=CDROM | etc-platform.text=cdrom | etc-version.text=9.9", "family pfsense-unknown -", "pfsense-unknown",
     "etc-platform.text / ", "pfsense 9.9"},
    {"label-that-menus-name", "iso9660.volume-id=CDROM | boot.label=RHEL-9-4-0-BaseOS-x86_64", "relative rhel9.4 -", "",
     "boot.label / ", "rhel 9-4"},
    {"two-families", "iso9660.volume-id=CDROM | treeinfo.family=Fedora | treeinfo.version=41 | disk-info.name=Debian GNU/Linux | disk-info.version=12.5.0",
     "ambiguous fedora41 - | ambiguous debian12 -", "fedora41", "treeinfo.family / disk-info.name", ""},
    {"two-families-told-the-other-way-round", "iso9660.volume-id=CDROM | disk-info.name=Debian GNU/Linux | disk-info.version=12.5.0 | treeinfo.family=Fedora | treeinfo.version=41",
     "ambiguous fedora41 - | ambiguous debian12 -", "fedora41", "treeinfo.family / disk-info.name", ""},
    {"two-families-in-one-scheme", "iso9660.volume-id=CDROM | alpine-release.text=alpine-standard-3.20.3 240906 | volsetid.text=OmniOS r151050",
     "ambiguous alpinelinux3.20 - | ambiguous omnios -", "alpinelinux3.20", "alpine-release.text / volsetid.text", ""},
    {"two-families-with-the-label-of-one", "iso9660.volume-id=Debian 12.5.0 amd64 n | treeinfo.family=Fedora | treeinfo.version=41 | disk-info.name=Debian GNU/Linux | disk-info.version=12.5.0",
     "label debian12", "debian12", "iso9660.volume-id,disk-info.name / treeinfo.family", ""},
    {"two-families-with-the-label-of-a-third", "iso9660.volume-id=openSUSE-Leap-15.6-DVD-x86_64Build | treeinfo.family=Fedora | treeinfo.version=41 | disk-info.name=Debian GNU/Linux | disk-info.version=12.5.0",
     "ambiguous fedora41 - | ambiguous debian12 -", "fedora41", "treeinfo.family / disk-info.name,iso9660.volume-id", ""},
    {"three-families-of-which-two-are-relatives", "iso9660.volume-id=CDROM | treeinfo.family=Fedora | treeinfo.version=41 | dists.origin=Debian | dists.version=12.5 | disk-info.name=Kali GNU/Linux | disk-info.version=2021.3a",
     "ambiguous fedora41 - | ambiguous kali -", "fedora41", "treeinfo.family / disk-info.name,dists.origin", ""},
    {"a-release-beside-a-family", "iso9660.volume-id=CDROM | unattend-inf.signature=$ReactOS$ | disk-info.name=Debian GNU/Linux | disk-info.version=12.5.0",
     "certain debian12 -", "debian12", "disk-info.name / unattend-inf.signature", "debian 12.5.0"},
    {"text-without-a-name", "iso9660.volume-id=CDROM | version-file.text=1.0.2 | clonezilla-live-version.text=7", "", "", "", ""},
};
/* clang-format on */

static OsinfoDb *db;

static void
add_facts(Evidence *evidence, const char *text)
{
    g_auto(GStrv) facts = g_strsplit(text, " | ", -1);

    for (char **fact = facts; *fact != NULL; fact++) {
        gsize length = strcspn(*fact, "=");
        g_autofree char *key = g_strndup(*fact, length);

        evidence_add_found(evidence, g_intern_string(key), *fact + length + 1, "here");
    }
}

static OsinfoMedia *
make_media(const char *facts)
{
    OsinfoMedia *media = osinfo_media_new("test", NULL);
    g_auto(Evidence) evidence = {.items = NULL};

    evidence_init(&evidence);
    add_facts(&evidence, facts);
    entity_set_evidence(OSINFO_ENTITY(media), &evidence);
    entity_take_evidence(OSINFO_ENTITY(media), &evidence);
    return media;
}

static const char *
get_short_id(const Entry *os)
{
    return entry_get_value(os, "short-id");
}

static char *
describe(const Verdict *verdict)
{
    static const char *const words[] = {
        [OSINFO_CONFIDENCE_FAMILY] = "family",       [OSINFO_CONFIDENCE_RELATIVE] = "relative",
        [OSINFO_CONFIDENCE_AMBIGUOUS] = "ambiguous", [OSINFO_CONFIDENCE_LABEL] = "label",
        [OSINFO_CONFIDENCE_CERTAIN] = "certain",
    };
    GString *text = g_string_new(NULL);

    for (guint i = 0; i < verdict->candidates->len; i++) {
        const VerdictCandidate *candidate =
            &g_array_index(verdict->candidates, VerdictCandidate, i);

        g_string_append_printf(text, "%s%s %s%s", i > 0 ? " | " : "", words[candidate->confidence],
                               get_short_id(&candidate->os),
                               candidate->entry.kind == FACT_N_KINDS ? " -" : "");
    }
    return g_string_free(text, FALSE);
}

static void
append_keys(GString *text, const GPtrArray *keys)
{
    for (guint i = 0; i < keys->len; i++)
        g_string_append_printf(text, "%s%s", i > 0 ? "," : "",
                               (const char *)g_ptr_array_index(keys, i));
}

static char *
explain(const Verdict *verdict)
{
    GString *text = g_string_new(NULL);

    if (verdict->candidates->len > 0) {
        const VerdictCandidate *first = &g_array_index(verdict->candidates, VerdictCandidate, 0);

        append_keys(text, first->supported_by);
        g_string_append(text, " / ");
        append_keys(text, first->contradicted_by);
    }
    return g_string_free(text, FALSE);
}

/* What a program that asks for reasons is told: the entries of the calls that give none, and the medium stays. */
static void
assert_explanation(OsinfoMedia *media, const Row *row, const Verdict *verdict)
{
    g_autoptr(OsinfoIdentification) explained = osinfo_db_explain_media(db, media);
    g_autoptr(OsinfoMediaList) listed = osinfo_db_identify_medialist(db, media);
    g_autoptr(OsinfoOs) os = osinfo_media_get_os(media);
    GListModel *candidates = osinfo_identification_get_candidates(explained);
    gint n_known = 0;

    g_assert_cmpuint(g_list_model_get_n_items(candidates), ==, verdict->candidates->len);
    for (guint i = 0; i < verdict->candidates->len; i++) {
        g_autoptr(OsinfoCandidate) candidate = g_list_model_get_item(candidates, i);
        OsinfoEntity *entry = osinfo_candidate_get_known_entry(candidate);

        g_assert_cmpint(osinfo_candidate_get_confidence(candidate), ==,
                        g_array_index(verdict->candidates, VerdictCandidate, i).confidence);
        if (entry != NULL)
            g_assert_true(entry == osinfo_list_get_nth(OSINFO_LIST(listed), n_known++));
    }
    g_assert_cmpint(n_known, ==, osinfo_list_get_length(OSINFO_LIST(listed)));
    g_assert_true((n_known == 0) == (*row->known == '\0'));
    g_assert_true(osinfo_identification_get_media(explained) == media);
    g_assert_null(os);
}

static void
test_row(gconstpointer data)
{
    const Row *row = data;
    g_autoptr(OsinfoMedia) media = make_media(row->evidence);
    g_autoptr(OsinfoOs) os = NULL;
    g_auto(Search) search = {.db = NULL};
    g_autofree char *verdict = NULL;
    g_autofree char *reasons = NULL;
    g_autofree char *claim = NULL;

    search_init(&search, db, OSINFO_ENTITY(media));
    verdict = describe(&search.verdict);
    reasons = explain(&search.verdict);
    claim = g_strjoin(search.verdict.version != NULL ? " " : "",
                      search.verdict.family != NULL ? search.verdict.family : "",
                      search.verdict.version != NULL ? search.verdict.version : "", NULL);
    g_assert_cmpstr(verdict, ==, row->verdict);
    g_assert_cmpstr(reasons, ==, row->reasons);
    g_assert_cmpstr(claim, ==, row->claim);
    assert_explanation(media, row, &search.verdict);

    g_assert_cmpint(osinfo_db_identify_media(db, media), ==, *row->known != '\0');
    os = osinfo_media_get_os(media);
    g_assert_cmpstr(os != NULL ? osinfo_product_get_short_id(OSINFO_PRODUCT(os)) : "", ==,
                    row->known);
}

static void
test_architectures(void)
{
    static const struct {
        const char *evidence;
        const char *architecture; /* NULL: none, or several */
    } cases[] = {
        {"os-release.id=x", NULL},
        {"efi.architecture=x86_64", "x86_64"},
        {"efi.architecture=i686 | efi.architecture=x86_64", "x86_64"},
        {"efi.architecture=x86_64 | efi.architecture=aarch64", NULL},
        {"windows.architecture=x86_64 | windows.architecture=i686", NULL},
        {"windows.architecture=aarch64 | efi.architecture=x86_64", "aarch64"},
        {"disk-info.architecture=amd64", "x86_64"},
        {"disk-info.architecture=i386", "i686"},
        {"disk-info.architecture=amd64/i386 | efi.architecture=x86_64", NULL},
        {"discinfo.arch=aarch64 | efi.architecture=x86_64", "aarch64"},
        {"boot-conf.image=/7.6/amd64/bsd.rd", "x86_64"},
        {"boot-conf.image=/7.6/alpha/bsd.rd | efi.architecture=x86_64", "x86_64"},
        {"version-file.text=Mageia 9 x86_64 Download", "x86_64"},
        {"version-file.text=1.0.2", NULL},
    };

    for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_auto(Evidence) evidence = {.items = NULL};

        evidence_init(&evidence);
        add_facts(&evidence, cases[i].evidence);
        g_assert_cmpstr(verdict_find_architecture(&evidence), ==, cases[i].architecture);
    }
}

static void
test_languages(void)
{
    static const char *const cases[][2] = {
        {"en-us", "en_US"}, {"de-DE", "de_DE"}, {"fr", "fr"}, {"sr-Latn-RS", "sr_Latn-RS"}};

    for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *language = search_dup_language(cases[i][0]);

        g_assert_cmpstr(language, ==, cases[i][1]);
    }
}

/* The entry that stands for a medium is for its machines, and for its edition where that tells entries apart. */
static void
test_known_entries(void)
{
    static const char *const cases[][2] = {
        /* clang-format off */
        {"windows.product=client | windows.build=7601 | windows.architecture=x86_64 | windows.edition=Professional", "x86_64 professional"},
        {"windows.product=client | windows.build=7601 | windows.architecture=i686 | windows.edition=ULTIMATE", "i686 ultimate"},
        {"windows.product=client | windows.build=19045 | windows.architecture=x86_64 | windows.edition=Core | windows.edition=Professional", "x86_64 -"},
        {"windows.product=client | windows.build=19045 | windows.architecture=x86_64 | windows.edition=Professional", "x86_64 -"},
        {"windows.product=client | windows.build=26200 | windows.architecture=aarch64 | iso9660.volume-id=CCCOMA_X64FRE_EN-US_DV9", "aarch64 -"},
        {"windows.product=client | windows.build=26200 | windows.architecture=x86_64 | iso9660.volume-id=CCCOMA_X64FRE_EN-US_DV9", "x86_64 -"},
        {"disk-info.name=Debian GNU/Linux | disk-info.version=12.5.0 | disk-info.architecture=arm64 | iso9660.volume-id=Debian 12.5.0 amd64 n", "aarch64 universal-netinst"},
        /* a system of 32 bits that a loader of 64 starts */
        {"iso9660.volume-id=Debian 12.5.0 i386 n | efi.architecture=x64", "i686 universal-netinst"},
        {"iso9660.volume-id=Debian 12.5.0 i386 n | efi.architecture=aa64", "aarch64 universal-netinst"},
        /* clang-format on */
    };

    for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autoptr(OsinfoMedia) media = make_media(cases[i][0]);
        g_autoptr(OsinfoIdentification) found = osinfo_db_explain_media(db, media);
        g_autoptr(OsinfoCandidate) best =
            g_list_model_get_item(osinfo_identification_get_candidates(found), 0);
        OsinfoEntity *entry = osinfo_candidate_get_known_entry(best);
        const char *variant = osinfo_entity_get_param_value(entry, OSINFO_MEDIA_PROP_VARIANT);
        g_autofree char *told =
            g_strjoin(" ", osinfo_entity_get_param_value(entry, OSINFO_MEDIA_PROP_ARCHITECTURE),
                      variant != NULL ? variant : "-", NULL);

        g_assert_cmpstr(told, ==, cases[i][1]);
    }
}

static void
test_label_versions(void)
{
    static const char *const cases[][2] = {
        /* clang-format off */
        {"Install-Leap-16.3-x86_64",        "16.3"},
        {"x86_64-16.3",                     "16.3"},
        {"amd64 64-bit 9",                  "9"},
        {"Oracle_Solaris-11_5-Text-X86",    "11.5"},
        {"System 12_x86_64",                "12"},
        {"OL9",                             "9"},
        {"12.",                             "12"},
        {"20261129202611292026 2",          "2"},
        {"aarch64",                         NULL},
        {"",                                NULL},
        /* clang-format on */
    };

    for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *version = label_dup_version(cases[i][0]);

        g_assert_cmpstr(version, ==, cases[i][1]);
    }
}

int
main(int argc, char **argv)
{
    g_autofree char *folder = NULL;
    int result;

    sandbox_init(&argc, &argv);
    folder = sandbox_get_data();
    db = sandbox_load(folder, NULL);
    for (guint i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autofree char *path = g_strconcat("/verdict/media/", rows[i].name, NULL);

        g_test_add_data_func(path, &rows[i], test_row);
    }
    g_test_add_func("/verdict/architectures", test_architectures);
    g_test_add_func("/verdict/languages", test_languages);
    g_test_add_func("/verdict/label-versions", test_label_versions);
    g_test_add_func("/verdict/known-entries", test_known_entries);
    result = sandbox_run();
    g_object_unref(db);
    return result;
}
