/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The part of OsinfoDb that says which operating system a medium or tree holds: takes the entries
 * that match, puts them in order, and tells the medium what its entry knows.
 */
#include "config.h"

#include <string.h>

#include "db/osinfo_db_private.h"
#include "entity/osinfo_entity_private.h"
#include "entity/osinfo_list_private.h"
#include "model/osinfo_media_private.h"
#include "osinfo/osinfo.h"
#include "recognise/expression.h"
#include "recognise/match.h"

/* An entry that matches. */
typedef struct {
    OsinfoEntity *entry; /* held; its database holds the others */
    OsinfoOs *os;        /* held */
    guint position;      /* in the order of entries */
    gboolean late;       /* counts only when its system has no better one */
    gboolean has_size;
    guint32 day;  /* of the release, as Julian day; 0: not known, or no date */
    gsize length; /* of the expression for the volume's name */
} Match;

static void
match_clear(gpointer data)
{
    Match *match = data;

    g_clear_object(&match->entry);
    g_clear_object(&match->os);
}

/* An entry for any architecture, and any medium of a system without releases, gives way to what is
 * known more exactly. */
static gboolean
is_late(OsinfoEntity *entry, OsinfoOs *os)
{
    const char *architecture = osinfo_entity_get_param_value(entry, OSINFO_MEDIA_PROP_ARCHITECTURE);

    if (g_strcmp0(architecture, OSINFO_ARCHITECTURE_ALL) == 0)
        return TRUE;
    return OSINFO_IS_MEDIA(entry) &&
           osinfo_os_get_release_status(os) == OSINFO_RELEASE_STATUS_ROLLING;
}

static guint32
get_release_day(OsinfoOs *os)
{
    g_autoptr(GDate) date = osinfo_product_get_release_date(OSINFO_PRODUCT(os));

    return date != NULL ? g_date_get_julian(date) : 0;
}

static void
add_match(GArray *matches, OsinfoEntity *entry, OsinfoOs *os)
{
    const char *volume = osinfo_entity_get_param_value(entry, OSINFO_MEDIA_PROP_VOLUME_ID);
    Match match = {.entry = g_object_ref(entry), .os = g_object_ref(os), .position = matches->len};

    match.late = is_late(entry, os);
    match.has_size =
        OSINFO_IS_MEDIA(entry) && osinfo_media_get_volume_size(OSINFO_MEDIA(entry)) > 0;
    match.day = get_release_day(os);
    match.length = volume != NULL ? strlen(volume) : 0;
    g_array_append_val(matches, match);
}

/* Entries of one system: with a size first, then the longest expression. Systems: with a size
 * first, then the newest release, then by id. */
static gint
compare_matches(gconstpointer a, gconstpointer b)
{
    const Match *first = a;
    const Match *second = b;

    if (first->late != second->late)
        return first->late ? 1 : -1;
    if (first->has_size != second->has_size)
        return first->has_size ? -1 : 1;
    if (first->os != second->os) {
        if (first->day != second->day)
            return first->day > second->day ? -1 : 1;
        gint order = g_strcmp0(osinfo_entity_get_id(OSINFO_ENTITY(first->os)),
                               osinfo_entity_get_id(OSINFO_ENTITY(second->os)));
        if (order != 0)
            return order;
    }
    if (first->length != second->length)
        return first->length > second->length ? -1 : 1;
    return first->position < second->position ? -1 : 1;
}

static gboolean
has_early_match(const GArray *matches, const OsinfoOs *os)
{
    for (guint i = 0; i < matches->len; i++) {
        const Match *match = &g_array_index(matches, Match, i);

        if (match->os == os && !match->late)
            return TRUE;
    }
    return FALSE;
}

/* Through the index of the store. */
static void
find_by_index(OsinfoDb *self, OsinfoEntity *subject, StoreKind kind, GArray *matches)
{
    Catalog *catalog = db_get_catalog(self);
    g_autoptr(GArray) refs = match_find(catalog, kind, subject);

    for (guint i = 0; i < refs->len; i++) {
        RecordRef ref = g_array_index(refs, RecordRef, i);
        RecordRef os = catalog_get_owner(catalog, ref);

        if (os != RECORD_NONE)
            add_match(matches, catalog_get_object(catalog, ref),
                      OSINFO_OS(catalog_get_object(catalog, os)));
    }
}

/* Through the objects, when a program has changed or added some. */
static void
find_by_trial(OsinfoDb *self, OsinfoEntity *subject, GArray *matches)
{
    g_autoptr(OsinfoOsList) oses = osinfo_db_get_os_list(self);

    for (gint i = 0; i < osinfo_list_get_length(OSINFO_LIST(oses)); i++) {
        OsinfoOs *os = OSINFO_OS(osinfo_list_get_nth(OSINFO_LIST(oses), i));
        g_autoptr(OsinfoList) entries = OSINFO_IS_MEDIA(subject)
                                            ? OSINFO_LIST(osinfo_os_get_media_list(os))
                                            : OSINFO_LIST(osinfo_os_get_tree_list(os));

        for (gint j = 0; j < osinfo_list_get_length(entries); j++) {
            OsinfoEntity *entry = osinfo_list_get_nth(entries, j);

            if (OSINFO_IS_MEDIA(subject) ? match_media(OSINFO_MEDIA(subject), OSINFO_MEDIA(entry))
                                         : match_tree(OSINFO_TREE(subject), OSINFO_TREE(entry)))
                add_match(matches, entry, os);
        }
    }
}

/* All matches, best first; a new array. */
static GArray *
find_matches(OsinfoDb *self, OsinfoEntity *subject)
{
    GArray *matches = g_array_new(FALSE, FALSE, sizeof(Match));
    StoreKind kind = OSINFO_IS_MEDIA(subject) ? STORE_KIND_MEDIA : STORE_KIND_TREE;

    g_array_set_clear_func(matches, match_clear);
    if (db_get_added(self, STORE_KIND_OS) != NULL || catalog_is_changed(db_get_catalog(self)))
        find_by_trial(self, subject, matches);
    else
        find_by_index(self, subject, kind, matches);
    g_array_sort(matches, compare_matches);
    for (guint i = matches->len; i > 0; i--) {
        const Match *match = &g_array_index(matches, Match, i - 1);

        if (match->late && has_early_match(matches, match->os))
            g_array_remove_index(matches, i - 1);
    }
    return matches;
}

static gpointer
list_matches(OsinfoDb *self, OsinfoEntity *subject, OsinfoList *list)
{
    g_autoptr(GArray) matches = find_matches(self, subject);

    for (guint i = 0; i < matches->len; i++)
        osinfo_list_add(list, g_array_index(matches, Match, i).entry);
    return list;
}

/* Says of @subject what @entry says, where it says anything. */
static void
copy_params(OsinfoEntity *subject, OsinfoEntity *entry, const char *const *keys)
{
    for (guint i = 0; keys[i] != NULL; i++) {
        const char *value = osinfo_entity_get_param_value(entry, keys[i]);

        if (value != NULL)
            osinfo_entity_set_param(subject, keys[i], value);
    }
}

/* Identifying twice says the same as once. */
static void
copy_list(OsinfoEntity *subject, OsinfoEntity *entry, const char *key)
{
    g_autoptr(GList) values = osinfo_entity_get_param_value_list(entry, key);

    for (GList *iter = values; iter != NULL; iter = iter->next) {
        if (!entity_has_value(subject, key, iter->data))
            osinfo_entity_add_param(subject, key, iter->data);
    }
}

/* The language that the volume's name tells, or else those that the entry lists. */
static void
fill_languages(OsinfoDb *self, OsinfoMedia *media, OsinfoEntity *entry)
{
    const char *pattern = osinfo_entity_get_param_value(entry, OSINFO_MEDIA_PROP_LANG_REGEX);
    const char *map_id = osinfo_entity_get_param_value(entry, OSINFO_MEDIA_PROP_LANG_MAP);
    const char *volume = osinfo_media_get_volume_id(media);
    OsinfoDatamap *map = map_id != NULL ? osinfo_db_get_datamap(self, map_id) : NULL;
    g_autofree char *raw = NULL;
    const char *mapped = NULL;

    osinfo_entity_clear_param(OSINFO_ENTITY(media), OSINFO_MEDIA_PROP_LANG);
    if (pattern == NULL) {
        copy_list(OSINFO_ENTITY(media), entry, OSINFO_MEDIA_PROP_LANG);
        return;
    }
    raw = volume != NULL ? expression_capture(pattern, volume) : NULL;
    if (raw == NULL)
        return;
    mapped = map != NULL ? osinfo_datamap_lookup(map, raw) : NULL;
    osinfo_entity_set_param(OSINFO_ENTITY(media), OSINFO_MEDIA_PROP_LANG,
                            mapped != NULL ? mapped : raw);
}

static void
fill_scripts(OsinfoMedia *media, OsinfoMedia *entry)
{
    g_autoptr(OsinfoInstallScriptList) scripts = osinfo_media_get_install_script_list(entry);

    for (gint i = 0; i < osinfo_list_get_length(OSINFO_LIST(scripts)); i++)
        osinfo_media_add_install_script(
            media, OSINFO_INSTALL_SCRIPT(osinfo_list_get_nth(OSINFO_LIST(scripts), i)));
}

static void
fill_media(OsinfoDb *self, OsinfoMedia *media, OsinfoMedia *entry, OsinfoOs *os)
{
    static const char *const keys[] = {OSINFO_MEDIA_PROP_ARCHITECTURE, OSINFO_MEDIA_PROP_URL,
                                       OSINFO_MEDIA_PROP_KERNEL, OSINFO_MEDIA_PROP_INITRD, NULL};
    OsinfoEntity *subject = OSINFO_ENTITY(media);

    fill_languages(self, media, OSINFO_ENTITY(entry));
    g_object_set(media, "id", osinfo_entity_get_id(OSINFO_ENTITY(entry)), NULL);
    copy_params(subject, OSINFO_ENTITY(entry), keys);
    copy_list(subject, OSINFO_ENTITY(entry), OSINFO_MEDIA_PROP_VARIANT);
    osinfo_entity_set_param_boolean(subject, OSINFO_MEDIA_PROP_INSTALLER,
                                    osinfo_media_get_installer(entry));
    osinfo_entity_set_param_boolean(subject, OSINFO_MEDIA_PROP_LIVE, osinfo_media_get_live(entry));
    if (osinfo_media_get_installer(entry)) {
        osinfo_entity_set_param_int64(subject, OSINFO_MEDIA_PROP_INSTALLER_REBOOTS,
                                      osinfo_media_get_installer_reboots(entry));
        osinfo_entity_set_param_boolean(subject, OSINFO_MEDIA_PROP_EJECT_AFTER_INSTALL,
                                        osinfo_media_get_eject_after_install(entry));
    }
    osinfo_entity_set_param_boolean(
        subject, OSINFO_MEDIA_PROP_INSTALLER_SCRIPT,
        osinfo_entity_get_param_value_boolean_with_default(
            OSINFO_ENTITY(entry), OSINFO_MEDIA_PROP_INSTALLER_SCRIPT, TRUE));
    fill_scripts(media, entry);
    media_set_os(media, os);
}

/* What was detected stays: the entry has expressions where the tree has texts. */
static void
fill_tree(OsinfoTree *tree, OsinfoTree *entry, OsinfoOs *os)
{
    static const char *const keys[] = {OSINFO_TREE_PROP_ARCHITECTURE, OSINFO_TREE_PROP_URL,
                                       OSINFO_TREE_PROP_KERNEL,       OSINFO_TREE_PROP_INITRD,
                                       OSINFO_TREE_PROP_BOOT_ISO,     NULL};
    OsinfoEntity *subject = OSINFO_ENTITY(tree);

    g_object_set(tree, "id", osinfo_entity_get_id(OSINFO_ENTITY(entry)), NULL);
    copy_params(subject, OSINFO_ENTITY(entry), keys);
    copy_list(subject, OSINFO_ENTITY(entry), OSINFO_TREE_PROP_VARIANT);
    if (osinfo_tree_has_treeinfo(entry))
        osinfo_entity_set_param_boolean(subject, OSINFO_TREE_PROP_HAS_TREEINFO, TRUE);
    osinfo_tree_set_os(tree, os);
}

/**
 * osinfo_db_identify_media:
 * @db: a database
 * @media: a medium that was read, see [func@Libosinfo.Media.create_from_location]
 *
 * Finds out which operating system a medium holds, and tells @media what the database knows of such
 * a medium: id, architecture, address, kernel, variants, languages and so on. What was read from
 * the medium itself, its volume id for example, stays. An entry for the exact architecture goes
 * before one for all, one that names the size before one that does not, a newer release before an
 * older one.
 *
 * Returns: whether the medium is known; if not it stays as it is
 *
 * Since: 0.2.3
 */
gboolean
osinfo_db_identify_media(OsinfoDb *db, OsinfoMedia *media)
{
    g_return_val_if_fail(OSINFO_IS_DB(db), FALSE);
    g_return_val_if_fail(OSINFO_IS_MEDIA(media), FALSE);

    g_autoptr(GArray) matches = find_matches(db, OSINFO_ENTITY(media));
    const Match *best = NULL;

    if (matches->len == 0)
        return FALSE;
    best = &g_array_index(matches, Match, 0);
    fill_media(db, media, OSINFO_MEDIA(best->entry), best->os);
    return TRUE;
}

/**
 * osinfo_db_identify_medialist:
 * @db: a database
 * @media: a medium that was read
 *
 * Lists all media of the database that @media can be, best first. @media stays as it is.
 *
 * Returns: (transfer full): a new list of media of the database
 *
 * Since: 1.10.0
 */
OsinfoMediaList *
osinfo_db_identify_medialist(OsinfoDb *db, OsinfoMedia *media)
{
    g_return_val_if_fail(OSINFO_IS_DB(db), NULL);
    g_return_val_if_fail(OSINFO_IS_MEDIA(media), NULL);

    return list_matches(db, OSINFO_ENTITY(media), OSINFO_LIST(osinfo_medialist_new()));
}

/* The first match's system and entry, both borrowed from the database. */
static OsinfoOs *
guess_os(OsinfoDb *db, OsinfoEntity *subject, OsinfoEntity **out_entry)
{
    g_autoptr(GArray) matches = find_matches(db, subject);
    const Match *best = matches->len > 0 ? &g_array_index(matches, Match, 0) : NULL;

    if (best != NULL)
        *out_entry = best->entry;
    return best != NULL ? best->os : NULL;
}

/**
 * osinfo_db_guess_os_from_media:
 * @db: a database
 * @media: a medium that was read
 * @matched_media: (out) (transfer none) (optional) (nullable): the medium of the database that
 *   matches; touched only when there is one
 *
 * Finds out which operating system a medium holds.
 *
 * Returns: (transfer none) (nullable): the operating system, %NULL when it is not known
 *
 * Deprecated: 0.2.3: Use [method@Libosinfo.Db.identify_media] instead.
 *
 * Since: 0.0.1
 */
OsinfoOs *
osinfo_db_guess_os_from_media(OsinfoDb *db, OsinfoMedia *media, OsinfoMedia **matched_media)
{
    g_return_val_if_fail(OSINFO_IS_DB(db), NULL);
    g_return_val_if_fail(OSINFO_IS_MEDIA(media), NULL);

    OsinfoEntity *entry = NULL;
    OsinfoOs *os = guess_os(db, OSINFO_ENTITY(media), &entry);

    if (matched_media != NULL && entry != NULL)
        *matched_media = OSINFO_MEDIA(entry);
    return os;
}

/**
 * osinfo_db_identify_tree:
 * @db: a database
 * @tree: a tree that was read, see [func@Libosinfo.Tree.create_from_location]
 *
 * Finds out which operating system an installation tree holds, and tells @tree what the database
 * knows of such a tree. What its treeinfo file says stays.
 *
 * Returns: whether the tree is known; if not it stays as it is
 *
 * Since: 1.6.0
 */
gboolean
osinfo_db_identify_tree(OsinfoDb *db, OsinfoTree *tree)
{
    g_return_val_if_fail(OSINFO_IS_DB(db), FALSE);
    g_return_val_if_fail(OSINFO_IS_TREE(tree), FALSE);

    g_autoptr(GArray) matches = find_matches(db, OSINFO_ENTITY(tree));
    const Match *best = NULL;

    if (matches->len == 0)
        return FALSE;
    best = &g_array_index(matches, Match, 0);
    fill_tree(tree, OSINFO_TREE(best->entry), best->os);
    return TRUE;
}

/**
 * osinfo_db_identify_treelist:
 * @db: a database
 * @tree: a tree that was read
 *
 * Lists all trees of the database that @tree can be, best first. @tree stays as it is.
 *
 * Returns: (transfer full): a new list of trees of the database
 *
 * Since: 1.10.0
 */
OsinfoTreeList *
osinfo_db_identify_treelist(OsinfoDb *db, OsinfoTree *tree)
{
    g_return_val_if_fail(OSINFO_IS_DB(db), NULL);
    g_return_val_if_fail(OSINFO_IS_TREE(tree), NULL);

    return list_matches(db, OSINFO_ENTITY(tree), OSINFO_LIST(osinfo_treelist_new()));
}

/**
 * osinfo_db_guess_os_from_tree:
 * @db: a database
 * @tree: a tree that was read
 * @matched_tree: (out) (transfer none) (optional) (nullable): the tree of the database that
 * matches; touched only when there is one
 *
 * Finds out which operating system an installation tree holds.
 *
 * Returns: (transfer none) (nullable): the operating system, %NULL when it is not known
 *
 * Deprecated: 1.6.0: Use [method@Libosinfo.Db.identify_tree] instead.
 *
 * Since: 0.0.1
 */
OsinfoOs *
osinfo_db_guess_os_from_tree(OsinfoDb *db, OsinfoTree *tree, OsinfoTree **matched_tree)
{
    g_return_val_if_fail(OSINFO_IS_DB(db), NULL);
    g_return_val_if_fail(OSINFO_IS_TREE(tree), NULL);

    OsinfoEntity *entry = NULL;
    OsinfoOs *os = guess_os(db, OSINFO_ENTITY(tree), &entry);

    if (matched_tree != NULL && entry != NULL)
        *matched_tree = OSINFO_TREE(entry);
    return os;
}
