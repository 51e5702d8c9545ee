/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * What the newest one is follows from the database: of the systems of a family that are released it is the one that no other
 * one of them upgrades; of several such the one with the greatest version, then the one that was released last. A family
 * is a series, such as "fedora" or "centos-stream": what ids have before the version; or what short ids begin with;
 * or a distribution. Words behind it must be in the name ("ubuntu-lts-latest"), or the version begins
 * so ("rhel-9-latest").
 */
#include "config.h"

#include <string.h>

#include "common/date.h"
#include "facts/version.h"
#include "lookup/latest.h"
#include "lookup/words.h"
#include "osinfo/osinfo.h"

#define SUFFIX "-latest"

/* Names of families, the surest ones first. */
typedef enum {
    FAMILY_SERIES,
    FAMILY_LONG, /* "alpine" of "alpinelinux" */
    FAMILY_SHORT_ID,
    FAMILY_DISTRO,
    N_FAMILIES,
} FamilyKind;

/* Is it there on a day, and a release and not a system without versions? */
static gboolean
is_released(OsinfoOs *os, const GDate *today)
{
    const char *text = osinfo_product_get_release_date_string(OSINFO_PRODUCT(os));
    int status = osinfo_os_get_release_status(os);
    GDate date;

    if (status == OSINFO_RELEASE_STATUS_PRERELEASE || status == OSINFO_RELEASE_STATUS_SNAPSHOT ||
        version_is_to_come(osinfo_product_get_version(OSINFO_PRODUCT(os))))
        return FALSE;
    return text == NULL || !date_parse(text, &date) || g_date_compare(&date, today) <= 0;
}

/* The part of an id that all systems of a series have: "fedora" of http://fedoraproject.org/fedora/44. */
static char *
dup_series(OsinfoOs *os)
{
    const char *id = osinfo_entity_get_id(OSINFO_ENTITY(os));
    const char *end = id != NULL ? strrchr(id, '/') : NULL;
    const char *start = end;

    while (start != NULL && start > id && start[-1] != '/')
        start--;
    return start != NULL && start != end ? g_strndup(start, (gsize)(end - start)) : NULL;
}

/* "win-server" of win-server-23h2. */
static char *
dup_stem(OsinfoOs *os)
{
    const char *id = osinfo_product_get_short_id(OSINFO_PRODUCT(os));
    gsize length = id != NULL ? strcspn(id, "0123456789") : 0;

    while (length > 0 && id[length - 1] == '-')
        length--;
    return length > 0 ? g_strndup(id, length) : NULL;
}

static char *
dup_family(OsinfoOs *os, FamilyKind kind)
{
    if (kind == FAMILY_SHORT_ID)
        return dup_stem(os);
    if (kind == FAMILY_DISTRO)
        return g_strdup(osinfo_os_get_distro(os));
    return dup_series(os);
}

static gboolean
is_family(const char *family, FamilyKind kind, const char *name, gsize length)
{
    if (family == NULL || strncmp(family, name, length) != 0)
        return FALSE;
    if (kind != FAMILY_LONG)
        return family[length] == '\0';
    return strcmp(family + length, "linux") == 0 || strcmp(family + length, "os") == 0;
}

static gboolean
is_version(const char *version, const char *word)
{
    gsize length = strlen(word);

    return version != NULL && strncmp(version, word, length) == 0 &&
           (version[length] == '\0' || version[length] == '.');
}

/* @text: words with hyphens before them, up to @end. */
static gboolean
has_words(OsinfoOs *os, const char *text, const char *end)
{
    const char *name = osinfo_product_get_name(OSINFO_PRODUCT(os));
    const char *version = osinfo_product_get_version(OSINFO_PRODUCT(os));
    Words words;

    words_split(&words, name != NULL ? name : "");
    while (text < end) {
        gsize length = strcspn(text + 1, "-");
        g_autofree char *word = g_strndup(text + 1, length);

        if (length == 0 || (!words_have(&words, word) && !is_version(version, word)))
            return FALSE;
        text += 1 + length;
    }
    return TRUE;
}

/* Those that have the family @name has in its first @length bytes, and its words up to @end. */
static GPtrArray *
list_members(OsinfoList *all, FamilyKind kind, const char *name, gsize length, const char *end,
             const GDate *today)
{
    GPtrArray *members = g_ptr_array_new();

    for (gint i = 0; i < osinfo_list_get_length(all); i++) {
        OsinfoOs *os = OSINFO_OS(osinfo_list_get_nth(all, i));
        g_autofree char *family = dup_family(os, kind);

        if (is_family(family, kind, name, length) && is_released(os, today) &&
            has_words(os, name + length, end))
            g_ptr_array_add(members, os);
    }
    return members;
}

/* Is it always being updated, be it said ("rolling") or told by a version without a number ("current")? */
static gboolean
is_rolling(OsinfoOs *os)
{
    const char *version = osinfo_product_get_version(OSINFO_PRODUCT(os));

    return osinfo_os_get_release_status(os) == OSINFO_RELEASE_STATUS_ROLLING || version == NULL ||
           strcspn(version, "0123456789") == strlen(version);
}

/* Takes out what has no versions, if there are others. */
static void
leave_versions(GPtrArray *members)
{
    gboolean has_versions = FALSE;

    for (guint i = 0; i < members->len; i++)
        has_versions = has_versions || !is_rolling(g_ptr_array_index(members, i));
    for (guint i = members->len; has_versions && i > 0; i--) {
        if (is_rolling(g_ptr_array_index(members, i - 1)))
            g_ptr_array_remove_index(members, i - 1);
    }
}

/* Those that members upgrade; a new set. */
static GHashTable *
list_older(GPtrArray *members)
{
    GHashTable *older = g_hash_table_new(NULL, NULL);

    for (guint i = 0; i < members->len; i++) {
        g_autoptr(OsinfoProductList) list = osinfo_product_get_related(
            g_ptr_array_index(members, i), OSINFO_PRODUCT_RELATIONSHIP_UPGRADES);

        for (gint j = 0; j < osinfo_list_get_length(OSINFO_LIST(list)); j++)
            g_hash_table_add(older, osinfo_list_get_nth(OSINFO_LIST(list), j));
    }
    return older;
}

static gboolean
is_newer(OsinfoOs *os, OsinfoOs *other, GHashTable *older)
{
    gboolean is_older = g_hash_table_contains(older, os);
    int order = 0;

    if (is_older != g_hash_table_contains(older, other))
        return !is_older;
    order = version_compare(osinfo_product_get_version(OSINFO_PRODUCT(os)),
                            osinfo_product_get_version(OSINFO_PRODUCT(other)));
    if (order == 0)
        order = g_strcmp0(osinfo_product_get_release_date_string(OSINFO_PRODUCT(os)),
                          osinfo_product_get_release_date_string(OSINFO_PRODUCT(other)));
    return order > 0;
}

static OsinfoOs *
choose_newest(GPtrArray *members)
{
    g_autoptr(GHashTable) older = NULL;
    OsinfoOs *newest = NULL;

    leave_versions(members);
    older = list_older(members);
    for (guint i = 0; i < members->len; i++) {
        OsinfoOs *os = g_ptr_array_index(members, i);

        if (newest == NULL || is_newer(os, newest, older))
            newest = os;
    }
    return newest;
}

OsinfoOs *
latest_find(OsinfoDb *db, const char *name, const GDate *today)
{
    const char *end = name + strlen(name) - strlen(SUFFIX);
    g_autoptr(OsinfoOsList) all = NULL;

    if (!g_str_has_suffix(name, SUFFIX) || end == name || strlen(name) > WORDS_MAX_TEXT)
        return NULL;
    all = osinfo_db_get_os_list(db);
    /* the longest name of a family counts: "centos-stream" and not "centos" with a word behind it */
    for (guint kind = 0; kind < N_FAMILIES; kind++) {
        for (const char *stop = end; stop > name; stop--) {
            g_autoptr(GPtrArray) members = NULL;

            if (*stop != '-')
                continue;
            members = list_members(OSINFO_LIST(all), (FamilyKind)kind, name, (gsize)(stop - name),
                                   end, today);
            if (members->len > 0)
                return choose_newest(members);
        }
    }
    return NULL;
}

OsinfoOs *
latest_find_today(OsinfoDb *db, const char *name)
{
    g_autoptr(GDateTime) now = g_date_time_new_now_utc();
    GDate today;

    g_date_clear(&today, 1);
    g_date_set_dmy(&today, (GDateDay)g_date_time_get_day_of_month(now),
                   (GDateMonth)g_date_time_get_month(now), (GDateYear)g_date_time_get_year(now));
    return latest_find(db, name, &today);
}
