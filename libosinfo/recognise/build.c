/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Looks through evidence for the state of a system, for media and candidates.
 */
#include "config.h"

#include <string.h>

#include "recognise/build.h"

const char *
build_find_text(const Evidence *evidence, const char *key)
{
    const char *product = evidence_get_agreed(evidence, "windows.product");

    return g_strcmp0(product, "pe") != 0 ? evidence_get_agreed(evidence, key) : NULL;
}

GList *
build_list_editions(const Evidence *evidence)
{
    GList *editions = NULL;

    for (guint i = 0; i < evidence->items->len; i++) {
        const EvidenceItem *item = &g_array_index(evidence->items, EvidenceItem, i);

        if (item->text != NULL && strcmp(item->key, BUILD_EDITION_KEY) == 0 &&
            g_list_find_custom(editions, item->text, (GCompareFunc)strcmp) == NULL)
            editions = g_list_prepend(editions, item->text);
    }
    return g_list_reverse(editions);
}
