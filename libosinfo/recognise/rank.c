/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Puts candidates in order, by what their entries and systems say. Finding them is match.c's
 * business.
 */
#include "config.h"

#include <string.h>

#include "model/osinfo_product_private.h"
#include "osinfo/osinfo.h"
#include "recognise/rank.h"

/* An entry for any architecture, and any medium of a system without releases, gives way to what is
 * known more exactly. */
static gboolean
is_fallback(const Entry *entry, const Entry *os)
{
    const char *architecture = entry_get_value(entry, OSINFO_MEDIA_PROP_ARCHITECTURE);

    if (g_strcmp0(architecture, OSINFO_ARCHITECTURE_ALL) == 0)
        return TRUE;
    return entry->kind == FACT_KIND_MEDIA &&
           g_strcmp0(entry_get_value(os, OSINFO_OS_PROP_RELEASE_STATUS), "rolling") == 0;
}

static gboolean
has_size(const Entry *entry)
{
    const char *size = entry_get_value(entry, OSINFO_MEDIA_PROP_VOLUME_SIZE);

    return size != NULL && g_ascii_strtoll(size, NULL, 10) > 0;
}

static guint32
get_release_day(const Entry *os)
{
    g_autoptr(GDate) date =
        product_parse_date(entry_get_value(os, OSINFO_PRODUCT_PROP_RELEASE_DATE));

    return date != NULL ? g_date_get_julian(date) : 0;
}

GArray *
rank_new(void)
{
    return g_array_new(FALSE, FALSE, sizeof(Candidate));
}

void
rank_add(GArray *candidates, const Entry *entry, const Entry *os)
{
    Candidate candidate = {.entry = *entry, .os = *os, .position = candidates->len};

    g_array_append_val(candidates, candidate);
}

/* What the order depends on. */
static void
look_up(Candidate *self)
{
    const char *volume = entry_get_value(&self->entry, OSINFO_MEDIA_PROP_VOLUME_ID);

    self->is_fallback = is_fallback(&self->entry, &self->os);
    self->has_size = has_size(&self->entry);
    self->day = get_release_day(&self->os);
    self->length = volume != NULL ? strlen(volume) : 0;
}

static gint
compare_candidates(gconstpointer a, gconstpointer b)
{
    const Candidate *first = a;
    const Candidate *second = b;

    if (first->is_fallback != second->is_fallback)
        return first->is_fallback ? 1 : -1;
    if (first->has_size != second->has_size)
        return first->has_size ? -1 : 1;
    if (!entry_is_same(&first->os, &second->os)) {
        if (first->day != second->day)
            return first->day > second->day ? -1 : 1;
        gint order = g_strcmp0(first->os.id, second->os.id);
        if (order != 0)
            return order;
    }
    if (first->length != second->length)
        return first->length > second->length ? -1 : 1;
    return first->position < second->position ? -1 : 1;
}

static gboolean
has_better(const GArray *candidates, const Entry *os)
{
    for (guint i = 0; i < candidates->len; i++) {
        const Candidate *candidate = &g_array_index(candidates, Candidate, i);

        if (entry_is_same(&candidate->os, os) && !candidate->is_fallback)
            return TRUE;
    }
    return FALSE;
}

void
rank_sort(GArray *candidates)
{
    /* most media have one */
    if (candidates->len < 2)
        return;
    for (guint i = 0; i < candidates->len; i++)
        look_up(&g_array_index(candidates, Candidate, i));
    g_array_sort(candidates, compare_candidates);
    for (guint i = candidates->len; i > 0; i--) {
        const Candidate *candidate = &g_array_index(candidates, Candidate, i - 1);

        if (candidate->is_fallback && has_better(candidates, &candidate->os))
            g_array_remove_index(candidates, i - 1);
    }
}

gint
rank_compare_systems(const Entry *a, const Entry *b)
{
    guint32 first = get_release_day(a);
    guint32 second = get_release_day(b);

    return first != second ? (first > second ? -1 : 1) : g_strcmp0(a->id, b->id);
}
