/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The header says it all.
 */
#include "config.h"

#include <string.h>

#include "fetch/key_chain.h"
#include "import/revoked_keys.h"

void
revoked_keys_init(RevokedKeys *self)
{
    self->set = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    self->n_kept = 0;
}

void
revoked_keys_clear(RevokedKeys *self)
{
    g_clear_pointer(&self->set, g_hash_table_unref);
}

static gboolean
is_fingerprint(const char *text)
{
    gsize length = strlen(text);

    return length >= 40 && length <= 64 && strspn(text, "0123456789ABCDEF") == length;
}

gboolean
revoked_keys_read(RevokedKeys *self, const char *fingerprint)
{
    if (!is_fingerprint(fingerprint) || self->n_kept == KEY_CHAIN_MAX_REVOKED)
        return FALSE;
    g_hash_table_add(self->set, g_strdup(fingerprint));
    self->n_kept++;
    return TRUE;
}

gboolean
revoked_keys_has_news(const RevokedKeys *self)
{
    return g_hash_table_size(self->set) > self->n_kept && self->n_kept < KEY_CHAIN_MAX_REVOKED;
}

void
revoked_keys_write(const RevokedKeys *self, const char *word, GString *text)
{
    g_autoptr(GList) list = g_list_sort(g_hash_table_get_keys(self->set), (GCompareFunc)strcmp);
    guint n_lines = 0;

    for (GList *each = list; each != NULL && n_lines < KEY_CHAIN_MAX_REVOKED;
         each = each->next, n_lines++)
        g_string_append_printf(text, "%s %s\n", word, (const char *)each->data);
}
