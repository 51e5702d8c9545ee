/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The rows of matched_fields.h.
 */
#include "config.h"

#include "recognise/matched_fields.h"

/* clang-format off */
static const MatchedField media_fields[] = {
    {"volume-id",      "iso9660.volume-id"},
    {"system-id",      "iso9660.system-id"},
    {"publisher-id",   "iso9660.publisher-id"},
    {"application-id", "iso9660.application-id"},
    {"volume-size",    "iso9660.volume-size"},
};

static const MatchedField tree_fields[] = {
    {"treeinfo-family",  "treeinfo.family"},
    {"treeinfo-variant", "treeinfo.variant"},
    {"treeinfo-version", "treeinfo.version"},
    {"treeinfo-arch",    "treeinfo.arch"},
    {"kernel",           "treeinfo.kernel"},
    {"initrd",           "treeinfo.initrd"},
    {"boot-iso",         "treeinfo.boot-iso"},
};
/* clang-format on */

static const MatchedFields of_media = {media_fields,          4,   5, G_N_ELEMENTS(media_fields),
                                       STORE_FIELD_VOLUME_ID, NULL};
static const MatchedFields of_trees = {
    tree_fields, 4, 4, G_N_ELEMENTS(tree_fields), STORE_FIELD_TREEINFO_FAMILY, "has-treeinfo"};

const MatchedFields *
matched_fields_get(FactKind kind)
{
    return kind == FACT_KIND_TREE ? &of_trees : &of_media;
}
