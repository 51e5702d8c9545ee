/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Holds what media call editions, and kinds of installation, against what variants are called.
 */
#include "config.h"

#include <string.h>

#include "entity/osinfo_entity_private.h"
#include "recognise/build.h"
#include "recognise/variants.h"

static gboolean
are_alike(gconstpointer a, gconstpointer b)
{
    return g_ascii_strcasecmp(a, b) == 0;
}

/* Is one of the editions that were told among a variant's names? */
static gboolean
are_told(GPtrArray *names, const Evidence *evidence)
{
    for (guint i = 0; names->len > 0 && i < evidence->items->len; i++) {
        const EvidenceItem *item = &g_array_index(evidence->items, EvidenceItem, i);

        if (item->text == NULL || (strcmp(item->key, BUILD_EDITION_KEY) != 0 &&
                                   strcmp(item->key, BUILD_INSTALLATION_TYPE_KEY) != 0))
            continue;
        if (g_ptr_array_find_with_equal_func(names, item->text, are_alike, NULL))
            return TRUE;
    }
    return FALSE;
}

static gboolean
is_told(OsinfoEntity *variant, const Evidence *evidence)
{
    g_autoptr(GPtrArray) names = entity_borrow_values(variant, OSINFO_OS_VARIANT_PROP_EDITION);

    return are_told(names, evidence);
}

/* Is one of the variants with these ids told? */
static gboolean
is_one_told(const Entry *os, GPtrArray *ids, const Evidence *evidence)
{
    guint32 key = store_find_key(os->store, OSINFO_OS_VARIANT_PROP_EDITION);
    guint32 first = 0;
    guint count = store_get_parts(os->store, os->record, FACT_KIND_VARIANT, &first);

    for (guint i = 0; i < count; i++) {
        const char *id = store_get_id(os->store, first + i);
        g_autoptr(GPtrArray) names = g_ptr_array_new();

        if (id == NULL || !g_ptr_array_find_with_equal_func(ids, id, g_str_equal, NULL))
            continue;
        store_get_values(os->store, first + i, key, names);
        if (are_told(names, evidence))
            return TRUE;
    }
    return FALSE;
}

guint
variants_rate(const Entry *entry, const Entry *os, const Evidence *evidence)
{
    g_autoptr(GPtrArray) ids = g_ptr_array_new();
    g_autoptr(GList) editions = NULL;

    store_get_values(entry->store, entry->record,
                     store_find_key(entry->store, OSINFO_MEDIA_PROP_VARIANT), ids);
    if (ids->len == 0)
        return 2;
    editions = build_list_editions(evidence);
    if (editions == NULL || !is_one_told(os, ids, evidence))
        return 0;
    return editions->next == NULL ? 3 : 1;
}

gboolean
variants_tell(OsinfoMedia *media, OsinfoOs *os, const Evidence *evidence)
{
    OsinfoEntity *subject = OSINFO_ENTITY(media);
    g_autoptr(OsinfoOsVariantList) variants = NULL;
    gboolean is_found = FALSE;

    if (evidence_get_text(evidence, BUILD_EDITION_KEY) == NULL)
        return FALSE;
    variants = osinfo_os_get_variant_list(os);
    for (gint i = 0; i < osinfo_list_get_length(OSINFO_LIST(variants)); i++) {
        OsinfoEntity *variant = osinfo_list_get_nth(OSINFO_LIST(variants), i);

        if (!is_told(variant, evidence))
            continue;
        if (!is_found)
            osinfo_entity_clear_param(subject, OSINFO_MEDIA_PROP_VARIANT);
        osinfo_entity_add_param(subject, OSINFO_MEDIA_PROP_VARIANT, osinfo_entity_get_id(variant));
        is_found = TRUE;
    }
    return is_found;
}
