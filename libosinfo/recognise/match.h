/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Which entries of a database describe a medium or a tree. Regular expressions decide; the index of
 * the store says which of them are worth trying, so that the number of entries hardly matters.
 */
#pragma once

#include "entity/catalog.h"
#include "osinfo/osinfo_media.h"
#include "osinfo/osinfo_tree.h"

/* Does @reference, an entry of a database, describe @media? */
gboolean match_media(OsinfoMedia *media, OsinfoMedia *reference);
gboolean match_tree(OsinfoTree *tree, OsinfoTree *reference);

/* Records of media (or of trees) that describe @subject, in the order of the records; a new array
 * of RecordRef. */
GArray *match_find(Catalog *catalog, StoreKind kind, OsinfoEntity *subject);
/* Does one record describe @subject? What match_find() would say without the index. */
gboolean match_record(Catalog *catalog, RecordRef ref, OsinfoEntity *subject);
