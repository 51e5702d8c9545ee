/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Holds what media call editions, and kinds of installation, against what variants are called.
 */
#include "config.h"

#include <string.h>

#include "recognise/build.h"
#include "recognise/variants.h"

/* Is one of the texts of @key a name of the variant? */
static gboolean
is_told(OsinfoEntity *variant, const Evidence *evidence)
{
    g_autoptr(GList) names =
        osinfo_entity_get_param_value_list(variant, OSINFO_OS_VARIANT_PROP_EDITION);

    for (guint i = 0; names != NULL && i < evidence->items->len; i++) {
        const EvidenceItem *item = &g_array_index(evidence->items, EvidenceItem, i);

        if (item->text == NULL || (strcmp(item->key, BUILD_EDITION_KEY) != 0 &&
                                   strcmp(item->key, BUILD_INSTALLATION_TYPE_KEY) != 0))
            continue;
        if (g_list_find_custom(names, item->text, (GCompareFunc)g_ascii_strcasecmp) != NULL)
            return TRUE;
    }
    return FALSE;
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
