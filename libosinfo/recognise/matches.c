/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The public question whether an entry of a database describes a medium or a tree. It stands here
 * and not with the classes, which do not know that matching exists.
 */
#include "config.h"

#include "osinfo/osinfo_media.h"
#include "osinfo/osinfo_tree.h"
#include "recognise/entity_evidence.h"
#include "recognise/match.h"

static gboolean
entity_matches(OsinfoEntity *entity, OsinfoEntity *reference)
{
    Entry entry = entry_of_entity(entity_get_matched_kind(reference), reference);
    g_auto(Evidence) evidence = {.items = NULL};

    evidence_init(&evidence);
    evidence_add_entity(&evidence, entity);
    return match_entry(&entry, &evidence);
}

/**
 * osinfo_media_matches:
 * @media: a medium that was read from a location
 * @reference: a medium of a database, with regular expressions
 *
 * Tells whether @media is what @reference describes. A reference that says nothing of the volume
 * describes nothing; an expression may match anywhere in the value, and one that is not a regular
 * expression matches nowhere.
 *
 * Returns: %TRUE when it is
 *
 * Since: 1.10.0
 */
gboolean
osinfo_media_matches(OsinfoMedia *media, OsinfoMedia *reference)
{
    g_return_val_if_fail(OSINFO_IS_MEDIA(media), FALSE);
    g_return_val_if_fail(OSINFO_IS_MEDIA(reference), FALSE);

    return entity_matches(OSINFO_ENTITY(media), OSINFO_ENTITY(reference));
}

/**
 * osinfo_tree_matches:
 * @tree: a tree that was read from a location
 * @reference: a tree of a database, with regular expressions
 *
 * Tells whether @tree is what @reference describes. A reference without treeinfo describes nothing;
 * an expression may match anywhere in the value, and one that is not a regular expression matches
 * nowhere.
 *
 * Returns: %TRUE when it is
 *
 * Since: 1.10.0
 */
gboolean
osinfo_tree_matches(OsinfoTree *tree, OsinfoTree *reference)
{
    g_return_val_if_fail(OSINFO_IS_TREE(tree), FALSE);
    g_return_val_if_fail(OSINFO_IS_TREE(reference), FALSE);

    return entity_matches(OSINFO_ENTITY(tree), OSINFO_ENTITY(reference));
}
