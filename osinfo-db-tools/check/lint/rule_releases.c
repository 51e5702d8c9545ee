/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What dates of one release say of those of another: releases come in order, none is to come that is
 * behind others, and an end that is the same to the day was copied. The newest release of the database
 * is the clock, so that the answer never changes by itself.
 */
#include <stdlib.h>
#include <string.h>

#include "check/lint/rules.h"
#include "check/xml_node.h"
#include "facts/identity.h"
#include "facts/version.h"

/* Days. Main versions do not end together when the newer one is no older than this. */
#define SHORT_LIFE 90

typedef struct {
    const LintEntity *os;
    char *version;
    gsize series;     /* length of the id without its last step; 0: none */
    gsize stem;       /* length of the version without its last number */
    guint32 released; /* Julian days; 0: not known */
    guint32 ended;
    gboolean is_prerelease;
    gboolean has_source; /* is its end from somewhere? */
} Release;

static void
release_free(Release *release)
{
    g_free(release->version);
    g_free(release);
}

static gsize
measure_stem(const char *version)
{
    const char *point = version != NULL ? strrchr(version, '.') : NULL;

    return point != NULL ? (gsize)(point - version) : 0;
}

static Release *
release_new(const LintEntity *os)
{
    Release *release = g_new0(Release, 1);
    g_autofree char *status = xml_node_child_text(os->node, "release-status");
    const xmlNode *lifecycle = xml_node_child(os->node, "lifecycle");

    release->os = os;
    release->version = xml_node_child_text(os->node, "version");
    release->series = identity_series_length(os->id);
    release->stem = measure_stem(release->version);
    release->released = rule_read_date(os, "release-date");
    release->ended = rule_read_date(os, "eol-date");
    release->is_prerelease = g_strcmp0(status, "prerelease") == 0;
    release->has_source = lifecycle != NULL && xml_node_child(lifecycle, "source") != NULL;
    return release;
}

/* Releases by id. */
static GHashTable *
read_releases(LintDatabase *database)
{
    GHashTable *releases =
        g_hash_table_new_full(g_str_hash, g_str_equal, NULL, (GDestroyNotify)release_free);

    RULE_FOREACH (os, database, "os") {
        if (!g_hash_table_contains(releases, os->id))
            g_hash_table_insert(releases, os->id, release_new(os));
    }
    return releases;
}

static gboolean
are_of_series(const Release *a, const Release *b)
{
    return a->series > 0 && a->series == b->series &&
           strncmp(a->os->id, b->os->id, a->series) == 0 && identity_is_release(a->version) &&
           identity_is_release(b->version);
}

/* 5.10 and 5.11, not 4.9 and 5.0: a branch goes on behind the first release of the next one. */
static gboolean
are_of_branch(const Release *a, const Release *b)
{
    return are_of_series(a, b) && a->stem == b->stem &&
           strncmp(a->version, b->version, a->stem) == 0;
}

static void
check_order(LintDatabase *database, GHashTable *releases, const Release *release,
            const char *relation)
{
    XML_NODE_FOREACH (link, release->os->node, relation) {
        g_autofree char *id = xml_node_attribute(link, "id");
        const Release *other = id != NULL ? g_hash_table_lookup(releases, id) : NULL;

        if (other == NULL || !are_of_branch(release, other) || release->released == 0 ||
            release->released >= other->released)
            continue;
        lint_fault(database, release->os->file, xml_node_child(release->os->node, "release-date"),
                   _("released before '%s', which it follows"), id);
    }
}

static guint32
find_newest(GHashTable *releases)
{
    GHashTableIter iter;
    gpointer value = NULL;
    guint32 newest = 0;

    g_hash_table_iter_init(&iter, releases);
    while (g_hash_table_iter_next(&iter, NULL, &value)) {
        const Release *release = value;

        if (!release->is_prerelease)
            newest = MAX(newest, release->released);
    }
    return newest;
}

/* Number in front of the first point. */
static gboolean
have_same_main_version(const Release *a, const Release *b)
{
    return strtoul(a->version, NULL, 10) == strtoul(b->version, NULL, 10);
}

/* SERIES and day of the end, to the release with that which came last. */
static char *
new_end_key(const Release *release)
{
    return g_strdup_printf("%.*s %u", (int)release->series, release->os->id, release->ended);
}

/* One that nobody knows the day of might be new. */
static guint32
get_birth(const Release *release)
{
    return release->released != 0 ? release->released : G_MAXUINT32 - SHORT_LIFE;
}

static gboolean
is_later(const Release *a, const Release *b)
{
    guint32 birth = get_birth(a);

    return birth != get_birth(b) ? birth > get_birth(b) : strcmp(a->os->id, b->os->id) > 0;
}

static GHashTable *
find_last_by_end(GHashTable *releases)
{
    GHashTable *last = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    GHashTableIter iter;
    gpointer value = NULL;

    g_hash_table_iter_init(&iter, releases);
    while (g_hash_table_iter_next(&iter, NULL, &value)) {
        const Release *release = value;
        g_autofree char *key = new_end_key(release);
        const Release *known = g_hash_table_lookup(last, key);

        if (release->series == 0 || release->ended == 0 || !identity_is_release(release->version))
            continue;
        if (known == NULL || is_later(release, known))
            g_hash_table_insert(last, g_steal_pointer(&key), value);
    }
    return last;
}

static void
check_copy(LintDatabase *database, GHashTable *last_by_end, const Release *release)
{
    g_autofree char *key = new_end_key(release);
    const Release *last = g_hash_table_lookup(last_by_end, key);

    if (release->has_source || last == NULL || !are_of_series(release, last) ||
        have_same_main_version(release, last) || release->ended > get_birth(last) + SHORT_LIFE)
        return;
    lint_fault(database, release->os->file, xml_node_child(release->os->node, "eol-date"),
               _("the end of '%s', too, which was new then: was it copied?"), last->os->id);
}

void
rule_releases(LintDatabase *database)
{
    g_autoptr(GHashTable) releases = read_releases(database);
    g_autoptr(GHashTable) last_by_end = find_last_by_end(releases);
    guint32 newest = find_newest(releases);

    RULE_FOREACH (os, database, "os") {
        const Release *release = g_hash_table_lookup(releases, os->id);

        if (release->os != os)
            continue;
        check_order(database, releases, release, "upgrades");
        check_order(database, releases, release, "derives-from");
        check_copy(database, last_by_end, release);
        if (!release->is_prerelease || release->released == 0)
            continue;
        if (release->released <= newest)
            lint_fault(database, os->file, xml_node_child(os->node, "release-status"),
                       _("a prerelease whose <release-date> is before that of others: is it out?"));
        else if (release->released <= database->day)
            lint_fault(database, os->file, xml_node_child(os->node, "release-status"),
                       _("a prerelease whose <release-date> has come: is it out?"));
    }
}
