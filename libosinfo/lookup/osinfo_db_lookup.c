/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The part of OsinfoDb that finds the system that is meant by a name, and names that are like one.
 */
#include "config.h"

#include <string.h>

#include "facts/version.h"
#include "lookup/latest.h"
#include "lookup/words.h"
#include "osinfo/osinfo.h"

/* Names that are told instead of one that there is not. */
#define MAX_SUGGESTIONS 3

/* Letters of a short id that may be wrong. */
#define MAX_WRONG 2

/* A system with this short id; NULL: none. */
static OsinfoOs *
find_by_short_id(OsinfoDb *db, const char *name)
{
    g_autoptr(OsinfoOsList) all = osinfo_db_get_os_list(db);
    g_autoptr(OsinfoFilter) filter = osinfo_filter_new();
    g_autoptr(OsinfoList) found = NULL;

    osinfo_filter_add_constraint(filter, OSINFO_PRODUCT_PROP_SHORT_ID, name);
    found = osinfo_list_new_filtered(OSINFO_LIST(all), filter);
    return osinfo_list_get_length(found) > 0 ? OSINFO_OS(osinfo_list_get_nth(found, 0)) : NULL;
}

/**
 * osinfo_db_find_os:
 * @db: a database
 * @name: an id, a short id, or a name of what is newest
 *
 * Looks for the operating system that a user names:
 *
 * - by its id or one of its short ids, to the letter;
 * - `FAMILY-latest`, as in `fedora-latest`: the newest release of a family that is out today, made from the
 *   database. The family is what ids have before the version, what short ids begin with, or a
 *   distribution; `linux` and `os` at its end may be missing (`alpine-latest`);
 * - `FAMILY-WORD-latest`, as in `ubuntu-lts-latest`, `win-server-latest` and `rhel-9-latest`: the newest
 *   whose name has the word or whose version begins so. There may be several words.
 *
 * A short id goes before what is newest. Systems that are always being updated count where a family has no
 * others.
 *
 * Returns: (transfer none) (nullable): the operating system, %NULL when there is none; then
 *   [method@Libosinfo.Db.suggest_os] knows names that are like it
 *
 * Since: 2.0.0
 */
OsinfoOs *
osinfo_db_find_os(OsinfoDb *db, const gchar *name)
{
    OsinfoOs *os = NULL;

    g_return_val_if_fail(OSINFO_IS_DB(db), NULL);
    g_return_val_if_fail(name != NULL, NULL);

    os = osinfo_db_get_os(db, name);
    if (os == NULL)
        os = find_by_short_id(db, name);
    return os != NULL ? os : latest_find_today(db, name);
}

/* A name that is like the one that was given. */
typedef struct {
    const char *name;
    guint distance;
} Likeness;

static gint
compare_likeness(gconstpointer a, gconstpointer b)
{
    const Likeness *first = a;
    const Likeness *second = b;

    if (first->distance != second->distance)
        return first->distance < second->distance ? -1 : 1;
    return version_compare(second->name, first->name);
}

/* Short ids in which few letters are others; a new array of Likeness, the best first. */
static GArray *
list_likenesses(OsinfoList *all, const char *name)
{
    GArray *found = g_array_new(FALSE, FALSE, sizeof(Likeness));
    gsize length = strlen(name);

    for (gint i = 0; i < osinfo_list_get_length(all); i++) {
        g_autoptr(GList) ids = osinfo_entity_get_param_value_list(osinfo_list_get_nth(all, i),
                                                                  OSINFO_PRODUCT_PROP_SHORT_ID);

        for (GList *iter = ids; iter != NULL; iter = iter->next) {
            Likeness likeness = {.name = iter->data};

            likeness.distance =
                words_get_distance(name, length, likeness.name, strlen(likeness.name), MAX_WRONG);
            if (likeness.distance <= MAX_WRONG && likeness.distance < length)
                g_array_append_val(found, likeness);
        }
    }
    g_array_sort(found, compare_likeness);
    return found;
}

static void
add_suggestion(GPtrArray *names, const char *name)
{
    if (name != NULL && names->len < MAX_SUGGESTIONS &&
        !g_ptr_array_find_with_equal_func(names, name, g_str_equal, NULL))
        g_ptr_array_add(names, g_strdup(name));
}

/**
 * osinfo_db_suggest_os:
 * @db: a database
 * @name: a name of which [method@Libosinfo.Db.find_os] knows no system
 *
 * Looks for names that the user may have meant: short ids in which one letter or two are others, and those
 * of systems that [method@Libosinfo.Db.search_os] finds.
 *
 * Returns: (transfer full) (array zero-terminated=1): up to three short ids, the likeliest first; maybe
 *   none
 *
 * Since: 2.0.0
 */
gchar **
osinfo_db_suggest_os(OsinfoDb *db, const gchar *name)
{
    g_return_val_if_fail(OSINFO_IS_DB(db), NULL);
    g_return_val_if_fail(name != NULL, NULL);

    g_autoptr(OsinfoOsList) all = osinfo_db_get_os_list(db);
    g_autoptr(GArray) alike = list_likenesses(OSINFO_LIST(all), name);
    g_autoptr(GListModel) hits = osinfo_db_search_os(db, name, MAX_SUGGESTIONS);
    GPtrArray *names = g_ptr_array_new();

    if (alike->len > 0 && g_array_index(alike, Likeness, 0).distance == 1)
        add_suggestion(names, g_array_index(alike, Likeness, 0).name);
    for (guint i = 0; i < g_list_model_get_n_items(hits); i++) {
        g_autoptr(OsinfoSearchHit) hit = g_list_model_get_item(hits, i);

        add_suggestion(names,
                       osinfo_product_get_short_id(OSINFO_PRODUCT(osinfo_search_hit_get_os(hit))));
    }
    for (guint i = 0; i < alike->len; i++)
        add_suggestion(names, g_array_index(alike, Likeness, i).name);
    g_ptr_array_add(names, NULL);
    return (char **)g_ptr_array_free(names, FALSE);
}
