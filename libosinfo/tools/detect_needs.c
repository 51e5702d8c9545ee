/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What a medium would have to say to be a system for certain: the system's names elsewhere, in the keys
 * of the evidence that says them.
 */
#include "config.h"

#include <string.h>

#include "facts/identity.h"
#include "tools/detect_report.h"

/* Of one system. */
#define SHOWN_NEEDS 6

static void
append_values(GString *text, const char *key, OsinfoEntity *identity, const char *param)
{
    g_autoptr(GList) values = osinfo_entity_get_param_value_list(identity, param);

    if (key == NULL || values == NULL)
        return;
    g_string_append_printf(text, "%s%s=", text->len > 0 ? ", " : "", key);
    for (GList *iter = values; iter != NULL; iter = iter->next)
        g_string_append_printf(text, "%s%s", iter != values ? "|" : "", (const char *)iter->data);
}

/* What an expression finds, and with it which version. NULL: it gives no more than a hint. */
static char *
describe_content(OsinfoEntity *identity)
{
    const char *evidence = osinfo_entity_get_param_value(identity, IDENTITY_EVIDENCE);
    const char *expression = osinfo_entity_get_param_value(identity, IDENTITY_EXPRESSION);
    g_autoptr(GString) text = g_string_new(NULL);

    if (evidence == NULL || expression == NULL ||
        identity_weigh_evidence(FACT_KIND_MEDIA, evidence) != IDENTITY_WEIGHT_CONTENT)
        return NULL;
    g_string_append_printf(text, "%s ~ %s", evidence, expression);
    append_values(text, "version", identity, IDENTITY_VERSION);
    return g_string_free(g_steal_pointer(&text), FALSE);
}

/* NULL: no medium says so. CPE is for those who have an os-release file, which says it in plainer words. */
static char *
describe_identity(OsinfoEntity *identity)
{
    const char *name = osinfo_entity_get_param_value(identity, IDENTITY_SCHEME);
    const IdentityScheme *scheme = name != NULL ? identity_scheme_find(name) : NULL;
    g_autoptr(GString) text = g_string_new(NULL);

    if (scheme == NULL)
        return NULL;
    if (strcmp(scheme->name, IDENTITY_SCHEME_CONTENT) == 0)
        return describe_content(identity);
    if (scheme->product_evidence == NULL || strcmp(scheme->name, IDENTITY_SCHEME_CPE) == 0)
        return NULL;
    append_values(text, scheme->product_evidence, identity, IDENTITY_PRODUCT);
    append_values(text, scheme->version_evidence, identity, IDENTITY_VERSION);
    append_values(text, scheme->variant_evidence, identity, IDENTITY_VARIANT);
    return g_string_free(g_steal_pointer(&text), FALSE);
}

GPtrArray *
needs_list(OsinfoOs *os)
{
    g_autoptr(OsinfoPartList) parts = osinfo_entity_get_parts(OSINFO_ENTITY(os), "identity");
    GPtrArray *needs = g_ptr_array_new_with_free_func(g_free);

    for (gint i = 0; i < osinfo_list_get_length(OSINFO_LIST(parts)) && needs->len < SHOWN_NEEDS;
         i++) {
        char *need = describe_identity(osinfo_list_get_nth(OSINFO_LIST(parts), i));

        if (need != NULL)
            g_ptr_array_add(needs, need);
    }
    return needs;
}
