/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Entries for releases to come, http://VENDOR/SERIES/unknown and …/15-unknown, derive from the newest
 * release of their series or line, so that a system that nobody knows yet has devices.
 */
#include <string.h>

#include "check/lint/rules.h"
#include "check/xml_node.h"
#include "facts/identity.h"
#include "facts/version.h"

#define UNKNOWN "unknown"

typedef struct {
    const LintEntity *os;
    char *version;
    guint32 birth; /* Julian day; of one that nobody knows the day of, to come perhaps, the last */
} SeriesRelease;

static void
series_release_free(SeriesRelease *release)
{
    g_free(release->version);
    g_free(release);
}

static char *
new_series(const char *id)
{
    return g_strndup(id, identity_series_length(id));
}

/* Releases by series. */
static GHashTable *
read_series(LintDatabase *database)
{
    GHashTable *series =
        g_hash_table_new_full(g_str_hash, g_str_equal, g_free, (GDestroyNotify)g_ptr_array_unref);

    RULE_FOREACH (os, database, "os") {
        g_autofree char *version = xml_node_child_text(os->node, "version");
        g_autofree char *name = new_series(os->id);
        GPtrArray *releases = g_hash_table_lookup(series, name);
        SeriesRelease *release = NULL;
        guint32 birth = rule_read_date(os, "release-date");

        if (*name == '\0' || !identity_is_release(version))
            continue;
        if (releases == NULL) {
            releases = g_ptr_array_new_with_free_func((GDestroyNotify)series_release_free);
            g_hash_table_insert(series, g_steal_pointer(&name), releases);
        }
        release = g_new0(SeriesRelease, 1);
        release->os = os;
        release->version = g_steal_pointer(&version);
        release->birth = birth != 0 ? birth : G_MAXUINT32;
        g_ptr_array_add(releases, release);
    }
    return series;
}

static gboolean
is_below(const char *version, const char *line, gsize length)
{
    return strncmp(version, line, length) == 0 && version[length] == '.';
}

/* Of line 10: 10 and 10.3. */
static gboolean
is_of_line(const char *version, const char *line, gsize length)
{
    return length == 0 || is_below(version, line, length) ||
           (strlen(version) == length && strncmp(version, line, length) == 0);
}

static gboolean
has_version(GPtrArray *releases, const char *version)
{
    for (guint i = 0; i < releases->len; i++) {
        if (strcmp(((const SeriesRelease *)g_ptr_array_index(releases, i))->version, version) == 0)
            return TRUE;
    }
    return FALSE;
}

/* 8 is all of 8.1, 8.2 … unless it is the first of them, before 8.1. */
static gboolean
is_all_of(GPtrArray *releases, const SeriesRelease *release, const SeriesRelease *other)
{
    g_autofree char *second = g_strconcat(release->version, ".1", NULL);

    return is_below(other->version, release->version, strlen(release->version)) &&
           !has_version(releases, second);
}

static gboolean
is_newer(GPtrArray *releases, const SeriesRelease *release, const SeriesRelease *other)
{
    if (is_all_of(releases, other, release))
        return TRUE;
    return version_order(other->version, release->version) > 0 && other->birth >= release->birth &&
           !is_all_of(releases, release, other);
}

/* The newest of the line, of those that are newer than the one with that id; NULL: there is none, or
 * that is no release. */
static const SeriesRelease *
find_newer(GPtrArray *releases, const char *id, const char *line, gsize line_length)
{
    const SeriesRelease *release = NULL;
    const SeriesRelease *newest = NULL;

    for (guint i = 0; i < releases->len && release == NULL; i++) {
        const SeriesRelease *one = g_ptr_array_index(releases, i);

        if (strcmp(one->os->id, id) == 0)
            release = one;
    }
    for (guint i = 0; i < releases->len && release != NULL; i++) {
        const SeriesRelease *one = g_ptr_array_index(releases, i);

        if (is_of_line(one->version, line, line_length) &&
            is_newer(releases, newest != NULL ? newest : release, one))
            newest = one;
    }
    return newest;
}

static void
check_entry(LintDatabase *database, const LintEntity *os, GPtrArray *releases, const char *version,
            gsize line_length)
{
    gboolean is_derived = xml_node_child(os->node, "clones") != NULL;

    XML_NODE_FOREACH (relation, os->node, "derives-from") {
        g_autofree char *id = xml_node_attribute(relation, "id");
        const SeriesRelease *newer =
            id != NULL ? find_newer(releases, id, version, line_length) : NULL;

        is_derived = TRUE;
        if (newer != NULL)
            lint_fault(database, os->file, relation,
                       _("'%s' is newer, which releases to come are like"), newer->os->id);
    }
    if (!is_derived)
        lint_fault(database, os->file, os->node,
                   _("releases to come derive from the newest one, and have its devices"));
}

/* Length of the number in front of "-unknown"; 0: it is "unknown" alone; -1: neither. */
static gssize
measure_line(const char *version)
{
    gsize length = strspn(version, "0123456789");

    if (strcmp(version + length, length > 0 ? "-" UNKNOWN : UNKNOWN) != 0)
        return -1;
    return (gssize)length;
}

void
rule_unknown(LintDatabase *database)
{
    g_autoptr(GHashTable) series = read_series(database);

    RULE_FOREACH (os, database, "os") {
        g_autofree char *name = new_series(os->id);
        GPtrArray *releases = g_hash_table_lookup(series, name);
        const char *version = releases != NULL ? os->id + strlen(name) + 1 : "";
        gssize line_length = measure_line(version);

        if (releases != NULL && line_length >= 0)
            check_entry(database, os, releases, version, (gsize)line_length);
    }
}
