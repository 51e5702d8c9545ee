/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The part of OsinfoDb that says which operating system a medium or tree holds, and tells the medium
 * what its entry knows. The verdict is search.c's; calls that can tell a system only leave out
 * candidates that are no more than relatives.
 */
#include "config.h"

#include "entity/osinfo_entity_private.h"
#include "entity/osinfo_list_private.h"
#include "model/osinfo_media_private.h"
#include "osinfo/osinfo.h"
#include "recognise/search.h"
#include "recognise/variants.h"

/* The best candidate that is in the database itself; NULL: there is none. */
static const VerdictCandidate *
find_known(const Search *search)
{
    for (guint i = 0; i < search->verdict.candidates->len; i++) {
        const VerdictCandidate *candidate = search_get(search, i);

        if (candidate->known_os.kind != FACT_N_KINDS)
            return candidate;
    }
    return NULL;
}

static gpointer
list_candidates(OsinfoDb *db, OsinfoEntity *subject, OsinfoList *list)
{
    g_auto(Search) search = {.db = NULL};

    search_init(&search, db, subject);
    for (guint i = 0; i < search.verdict.candidates->len; i++) {
        const VerdictCandidate *candidate = search_get(&search, i);
        Entry entry = search_find_entry(&search, candidate);

        if (candidate->known_os.kind != FACT_N_KINDS && entry.kind != FACT_N_KINDS)
            osinfo_list_add(list, search_get_object(&search, &entry));
    }
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

static void
fill_languages(const Search *search, OsinfoMedia *media, OsinfoEntity *entry)
{
    g_auto(GStrv) languages = search_dup_languages(search, entry);

    osinfo_entity_clear_param(OSINFO_ENTITY(media), OSINFO_MEDIA_PROP_LANG);
    for (char **language = languages; *language != NULL; language++) {
        if (!entity_has_value(OSINFO_ENTITY(media), OSINFO_MEDIA_PROP_LANG, *language))
            osinfo_entity_add_param(OSINFO_ENTITY(media), OSINFO_MEDIA_PROP_LANG, *language);
    }
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
fill_entry(const Search *search, OsinfoMedia *media, OsinfoMedia *entry)
{
    static const char *const keys[] = {OSINFO_MEDIA_PROP_ARCHITECTURE, OSINFO_MEDIA_PROP_KERNEL,
                                       OSINFO_MEDIA_PROP_INITRD, NULL};
    OsinfoEntity *subject = OSINFO_ENTITY(media);

    fill_languages(search, media, OSINFO_ENTITY(entry));
    g_object_set(media, "id", osinfo_entity_get_id(OSINFO_ENTITY(entry)), NULL);
    copy_params(subject, OSINFO_ENTITY(entry), keys);
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
}

/* What the medium is for, by its content, where its entry does not say so. */
static void
fill_architecture(const Search *search, OsinfoMedia *media)
{
    const char *known = osinfo_media_get_architecture(media);
    const char *found = search->verdict.architecture;

    if (found != NULL && (known == NULL || strcmp(known, OSINFO_ARCHITECTURE_ALL) == 0))
        osinfo_entity_set_param(OSINFO_ENTITY(media), OSINFO_MEDIA_PROP_ARCHITECTURE, found);
}

/* Those of the editions on the medium, or else those of the entry whose label matches. */
static void
fill_variants(const Search *search, OsinfoMedia *media, const VerdictCandidate *candidate)
{
    OsinfoOs *os = OSINFO_OS(search_get_object(search, &candidate->known_os));

    if (!variants_tell(media, os, &search->evidence) && candidate->entry.kind != FACT_N_KINDS)
        copy_list(OSINFO_ENTITY(media), OSINFO_ENTITY(search_get_object(search, &candidate->entry)),
                  OSINFO_MEDIA_PROP_VARIANT);
}

/* Where only content speaks for the system, an entry of it says how its media are as a rule, but not
 * where this one is. */
static void
fill_media(const Search *search, OsinfoMedia *media, const VerdictCandidate *candidate)
{
    static const char *const address[] = {OSINFO_MEDIA_PROP_URL, NULL};
    Entry entry = search_find_entry(search, candidate);

    if (entry.kind != FACT_N_KINDS)
        fill_entry(search, media, OSINFO_MEDIA(search_get_object(search, &entry)));
    if (candidate->entry.kind != FACT_N_KINDS)
        copy_params(OSINFO_ENTITY(media),
                    OSINFO_ENTITY(search_get_object(search, &candidate->entry)), address);
    fill_architecture(search, media);
    fill_variants(search, media, candidate);
    media_set_os(media, OSINFO_OS(search_get_object(search, &candidate->known_os)));
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

gboolean
search_tell_subject(const Search *self, OsinfoEntity *subject)
{
    const VerdictCandidate *best = find_known(self);

    if (best == NULL)
        return FALSE;
    if (OSINFO_IS_MEDIA(subject)) {
        fill_media(self, OSINFO_MEDIA(subject), best);
        return TRUE;
    }
    if (best->entry.kind == FACT_N_KINDS)
        return FALSE;
    fill_tree(OSINFO_TREE(subject), OSINFO_TREE(search_get_object(self, &best->entry)),
              OSINFO_OS(search_get_object(self, &best->known_os)));
    return TRUE;
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
 * older one. Where files of the medium are for several architectures, the first of them counts, which
 * is `x86_64` of Windows for `x86_64` and `i686`. Variants are those of the editions that files of the
 * medium tell, if they do.
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

    g_auto(Search) search = {.db = NULL};

    search_init(&search, db, OSINFO_ENTITY(media));
    return search_tell_subject(&search, OSINFO_ENTITY(media));
}

/**
 * osinfo_db_identify_medialist:
 * @db: a database
 * @media: a medium that was read
 *
 * Lists all media of the database that @media can be, best first. Of a medium for several architectures
 * there are entries for each, in the order of the medium: `x86_64` before `i686`. @media stays as it
 * is.
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
    g_auto(Search) search = {.db = NULL};
    const VerdictCandidate *best = NULL;
    Entry entry;

    search_init(&search, db, subject);
    best = find_known(&search);
    if (best == NULL)
        return NULL;
    entry = search_find_entry(&search, best);
    if (entry.kind != FACT_N_KINDS)
        *out_entry = search_get_object(&search, &entry);
    return OSINFO_OS(search_get_object(&search, &best->known_os));
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

    g_auto(Search) search = {.db = NULL};

    search_init(&search, db, OSINFO_ENTITY(tree));
    return search_tell_subject(&search, OSINFO_ENTITY(tree));
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
