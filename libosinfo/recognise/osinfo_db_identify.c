/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The part of OsinfoDb that says which operating system a medium or tree holds: makes evidence of
 * it, has entries matched and ranked, and tells the medium what its entry knows.
 */
#include "config.h"

#include "db/osinfo_db_private.h"
#include "entity/osinfo_entity_private.h"
#include "entity/osinfo_list_private.h"
#include "model/osinfo_media_private.h"
#include "osinfo/osinfo.h"
#include "recognise/entity_evidence.h"
#include "recognise/expression.h"
#include "recognise/match.h"
#include "recognise/rank.h"

/* Candidates, best first. */
typedef struct {
    OsinfoDb *db;
    GArray *candidates; /* owned; of Candidate */
    GPtrArray *held;    /* owned; objects that candidates are, if any */
} Search;

static void
search_clear(Search *self)
{
    g_array_unref(self->candidates);
    g_ptr_array_unref(self->held);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Search, search_clear)

/* Through the index of the store. */
static void
find_by_index(Search *self, FactKind kind, const Evidence *evidence)
{
    Store *store = catalog_get_store(db_get_catalog(self->db));
    g_autoptr(GArray) records = store != NULL ? match_find(store, kind, evidence) : NULL;

    for (guint i = 0; records != NULL && i < records->len; i++) {
        guint32 record = g_array_index(records, guint32, i);
        Entry entry = entry_of_record(store, record);
        Entry os = entry_of_record(store, store_get_record(store, record)->owner);

        if (os.kind == FACT_KIND_OS)
            rank_add(self->candidates, &entry, &os);
    }
}

/* Through the objects, when a program has changed or added some. */
static void
find_by_trial(Search *self, FactKind kind, const Evidence *evidence)
{
    OsinfoOsList *oses = osinfo_db_get_os_list(self->db);
    ExpressionBudget budget = {0};

    g_ptr_array_add(self->held, oses);
    for (gint i = 0; i < osinfo_list_get_length(OSINFO_LIST(oses)); i++) {
        OsinfoOs *os = OSINFO_OS(osinfo_list_get_nth(OSINFO_LIST(oses), i));
        Entry owner = entry_of_entity(FACT_KIND_OS, OSINFO_ENTITY(os));
        OsinfoList *entries = kind == FACT_KIND_MEDIA ? OSINFO_LIST(osinfo_os_get_media_list(os))
                                                      : OSINFO_LIST(osinfo_os_get_tree_list(os));

        g_ptr_array_add(self->held, entries);
        for (gint j = 0; j < osinfo_list_get_length(entries); j++) {
            Entry entry = entry_of_entity(kind, osinfo_list_get_nth(entries, j));

            if (!expression_budget_is_spent(&budget) && match_entry(&entry, evidence))
                rank_add(self->candidates, &entry, &owner);
        }
    }
}

static Search
find_candidates(OsinfoDb *db, OsinfoEntity *subject)
{
    Search self = {
        .db = db, .candidates = rank_new(), .held = g_ptr_array_new_with_free_func(g_object_unref)};
    FactKind kind = entity_get_matched_kind(subject);
    g_auto(Evidence) evidence = {.items = NULL};

    evidence_init(&evidence);
    evidence_add_entity(&evidence, subject);
    if (db_get_added(db, FACT_KIND_OS) != NULL || catalog_is_changed(db_get_catalog(db)))
        find_by_trial(&self, kind, &evidence);
    else
        find_by_index(&self, kind, &evidence);
    rank_sort(self.candidates);
    return self;
}

static const Candidate *
get_candidate(const Search *self, guint number)
{
    return number < self->candidates->len ? &g_array_index(self->candidates, Candidate, number)
                                          : NULL;
}

/* The object of an entry; borrowed from the database. */
static gpointer
get_object(const Search *self, const Entry *entry)
{
    return entry->other != NULL ? entry->other
                                : catalog_get_object(db_get_catalog(self->db), entry->record);
}

static gpointer
list_candidates(OsinfoDb *db, OsinfoEntity *subject, OsinfoList *list)
{
    g_auto(Search) search = find_candidates(db, subject);

    for (guint i = 0; i < search.candidates->len; i++)
        osinfo_list_add(list, get_object(&search, &get_candidate(&search, i)->entry));
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

    g_auto(Search) search = find_candidates(db, OSINFO_ENTITY(media));
    const Candidate *best = get_candidate(&search, 0);

    if (best == NULL)
        return FALSE;
    fill_media(db, media, OSINFO_MEDIA(get_object(&search, &best->entry)),
               OSINFO_OS(get_object(&search, &best->os)));
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

    return list_candidates(db, OSINFO_ENTITY(media), OSINFO_LIST(osinfo_medialist_new()));
}

/* The best candidate's system and entry, both borrowed from the database. */
static OsinfoOs *
guess_os(OsinfoDb *db, OsinfoEntity *subject, OsinfoEntity **out_entry)
{
    g_auto(Search) search = find_candidates(db, subject);
    const Candidate *best = get_candidate(&search, 0);

    if (best == NULL)
        return NULL;
    *out_entry = get_object(&search, &best->entry);
    return OSINFO_OS(get_object(&search, &best->os));
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

    g_auto(Search) search = find_candidates(db, OSINFO_ENTITY(tree));
    const Candidate *best = get_candidate(&search, 0);

    if (best == NULL)
        return FALSE;
    fill_tree(tree, OSINFO_TREE(get_object(&search, &best->entry)),
              OSINFO_OS(get_object(&search, &best->os)));
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

    return list_candidates(db, OSINFO_ENTITY(tree), OSINFO_LIST(osinfo_treelist_new()));
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
