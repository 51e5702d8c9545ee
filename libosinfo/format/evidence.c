/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * Keeps evidence, and makes what comes from a medium fit to be shown. What it proves is left to
 * recognise/.
 */

#include "config.h"

#include <string.h>

#include "common/text.h"
#include "format/evidence.h"

static void
item_clear(gpointer data)
{
    EvidenceItem *item = data;

    g_free(item->text);
    g_free(item->where);
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

/* Takes over @text. */
static char *
make_valid(char *text)
{
    g_autofree char *taken = text;

    return g_utf8_validate(text, -1, NULL) ? g_steal_pointer(&taken) : g_utf8_make_valid(text, -1);
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

/* Before the character that crosses the limit. */
static char *
cut(char *text)
{
    if (strlen(text) > EVIDENCE_MAX_TEXT) {
        char *end = text + EVIDENCE_MAX_TEXT;

        while ((*end & 0xC0) == 0x80)
            end--;
        *end = '\0';
    }
    return text;
}

/* What stands on a medium, in any length and character set, is made fit to be shown. */
static char *
copy_found(const char *text)
{
    /* the last character that counts is whole */
    gsize length = strnlen(text, EVIDENCE_MAX_TEXT + 4);
    g_autofree char *valid = NULL;

    if (length <= EVIDENCE_MAX_TEXT && text_is_plain(text, length))
        return g_strndup(text, length);
    valid = make_valid(g_strndup(text, length));
    return cut(has_control_character(valid) ? replace_control_characters(valid)
                                            : g_steal_pointer(&valid));
}

/* Takes over an item's text. */
static void
add_item(Evidence *self, EvidenceItem item)
{
    if (self->items->len < EVIDENCE_MAX_ITEMS)
        g_array_append_val(self->items, item);
    else
        item_clear(&item);
}

void
evidence_add_found(Evidence *self, const char *key, const char *text, const char *where)
{
    if (text == NULL || *text == '\0')
        return;

    add_item(self,
             (EvidenceItem){.key = key, .text = copy_found(text), .where = copy_found(where)});
}

void
evidence_add_given(Evidence *self, const char *key, const char *text)
{
    add_item(self, (EvidenceItem){
                       .key = key, .text = make_valid(g_strdup(text)), .where = g_strdup("given")});
}

void
evidence_add_number(Evidence *self, const char *key, gint64 number, const char *where)
{
    add_item(self, (EvidenceItem){.key = key, .number = number, .where = copy_found(where)});
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

static void
add_copy(Evidence *self, const EvidenceItem *item)
{
    add_item(self, (EvidenceItem){.key = item->key,
                                  .text = g_strdup(item->text),
                                  .number = item->number,
                                  .where = g_strdup(item->where)});
}

void
evidence_add_all(Evidence *self, const Evidence *other)
{
    for (guint i = 0; i < other->items->len; i++)
        add_copy(self, &g_array_index(other->items, EvidenceItem, i));
}

void
evidence_move_all(Evidence *self, Evidence *other)
{
    for (guint i = 0; i < other->items->len; i++) {
        EvidenceItem *item = &g_array_index(other->items, EvidenceItem, i);

        add_item(self, *item);
        item->text = item->where = NULL;
    }
    g_array_set_size(other->items, 0);
}

void
evidence_add_missing(Evidence *self, const Evidence *other)
{
    guint n_own = self->items->len;

    for (guint i = 0; i < other->items->len; i++) {
        const EvidenceItem *item = &g_array_index(other->items, EvidenceItem, i);
        gboolean is_own = FALSE;

        for (guint j = 0; j < n_own && !is_own; j++)
            is_own = strcmp(g_array_index(self->items, EvidenceItem, j).key, item->key) == 0;
        if (!is_own)
            add_copy(self, item);
    }
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

const char *
evidence_get_agreed(const Evidence *self, const char *key)
{
    const char *agreed = NULL;

    for (guint i = 0; i < self->items->len; i++) {
        const EvidenceItem *item = &g_array_index(self->items, EvidenceItem, i);

        if (item->text == NULL || strcmp(item->key, key) != 0)
            continue;
        if (agreed != NULL && strcmp(agreed, item->text) != 0)
            return NULL;
        agreed = item->text;
    }
    return agreed;
}
