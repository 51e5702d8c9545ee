/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Lists as text, for tests of the model: "a b c" are the ids of three entities in order.
 */
#pragma once

#include <osinfo/osinfo.h>

static inline char *
ids_to_text(OsinfoList *list)
{
    g_autoptr(GString) text = g_string_new(NULL);

    g_assert_nonnull(list);
    for (gint i = 0; i < osinfo_list_get_length(list); i++) {
        const char *id = osinfo_entity_get_id(osinfo_list_get_nth(list, i));

        g_string_append_printf(text, "%s%s", i > 0 ? " " : "", id != NULL ? id : "-");
    }
    return g_string_free(g_steal_pointer(&text), FALSE);
}

/* Frees the list. */
static inline void
assert_ids(gpointer list, const char *expected)
{
    g_autofree char *text = ids_to_text(OSINFO_LIST(list));

    g_assert_cmpstr(text, ==, expected);
    g_object_unref(list);
}
