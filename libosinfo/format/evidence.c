/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * Keeps evidence, and makes what comes from a medium fit to be shown. What it proves is left to
 * recognise/.
 */

#include "config.h"

#include <string.h>

#include "format/evidence.h"

static void
item_clear(gpointer data)
{
    g_free(((EvidenceItem *)data)->text);
}

void
evidence_init(Evidence *self)
{
    *self = (Evidence){.items = g_array_sized_new(FALSE, FALSE, sizeof(EvidenceItem), 8)};
    g_array_set_clear_func(self->items, item_clear);
}

void
evidence_clear(Evidence *self)
{
    g_clear_pointer(&self->items, g_array_unref);
    g_clear_error(&self->boot_error);
    g_clear_error(&self->volume_error);
}

static char *
copy_valid(const char *text)
{
    return g_utf8_validate(text, -1, NULL) ? g_strdup(text) : g_utf8_make_valid(text, -1);
}

/* U+0080 to U+009F are C2 80 to C2 9F. */
static gboolean
has_control_character(const char *text)
{
    for (; *text != '\0'; text++) {
        if (g_ascii_iscntrl(*text) || (text[0] == '\xC2' && (guint8)text[1] < 0xA0))
            return TRUE;
    }
    return FALSE;
}

static char *
replace_control_characters(const char *text)
{
    GString *replaced = g_string_new(NULL);

    for (; *text != '\0'; text = g_utf8_next_char(text)) {
        gunichar character = g_utf8_get_char(text);

        g_string_append_unichar(replaced, g_unichar_iscntrl(character) ? 0xFFFD : character);
    }
    return g_string_free(replaced, FALSE);
}

/* Takes over an item's text. */
static void
add_item(Evidence *self, EvidenceItem item)
{
    g_array_append_val(self->items, item);
}

void
evidence_add_found(Evidence *self, const char *key, const char *text, const char *where)
{
    if (text == NULL || *text == '\0')
        return;

    g_autofree char *valid = copy_valid(text);

    add_item(self,
             (EvidenceItem){.key = key,
                            .text = has_control_character(valid) ? replace_control_characters(valid)
                                                                 : g_steal_pointer(&valid),
                            .where = where});
}

void
evidence_add_given(Evidence *self, const char *key, const char *text)
{
    add_item(self, (EvidenceItem){.key = key, .text = copy_valid(text), .where = "given"});
}

void
evidence_add_number(Evidence *self, const char *key, gint64 number, const char *where)
{
    add_item(self, (EvidenceItem){.key = key, .number = number, .where = where});
}

static const EvidenceItem *
find_item(const Evidence *self, const char *key)
{
    for (guint i = 0; i < self->items->len; i++) {
        const EvidenceItem *item = &g_array_index(self->items, EvidenceItem, i);

        if (item->key == key || strcmp(item->key, key) == 0)
            return item;
    }
    return NULL;
}

const char *
evidence_get_text(const Evidence *self, const char *key)
{
    const EvidenceItem *item = find_item(self, key);

    return item != NULL ? item->text : NULL;
}

gint64
evidence_get_number(const Evidence *self, const char *key)
{
    const EvidenceItem *item = find_item(self, key);

    return item != NULL && item->text == NULL ? item->number : -1;
}
