/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What the reports have in common, and the one for a terminal.
 */
#include "config.h"

#include <string.h>

#include "common/text.h"
#include "common/translate.h"
#include "diff/diff_report.h"
#include "facts/kinds.h"

#define MAX_SHOWN 300 /* bytes of a value */

const char *
diff_report_plural(const char *kind)
{
    FactKind known = fact_kind_find_entity(kind);

    return known != FACT_N_KINDS ? _(fact_kind_get(known)->plural) : kind;
}

DiffFate
diff_report_fate(const DiffEntity *entity)
{
    if (entity->is_added)
        return DIFF_ADDED;
    return entity->is_removed ? DIFF_REMOVED : DIFF_CHANGED;
}

gboolean
diff_report_is_detail(const DiffChange *change, const DiffChange *whole)
{
    return whole != NULL && whole != change && *change->part != '\0' && *whole->part == '\0' &&
           (whole->old == NULL || whole->current == NULL) &&
           strcmp(change->subject, whole->subject) == 0 && strcmp(change->item, whole->item) == 0;
}

char *
diff_report_count(DiffFate fate, guint count)
{
    return g_strdup_printf(fate == DIFF_ADDED     ? ngettext("%u added", "%u added", count)
                           : fate == DIFF_REMOVED ? ngettext("%u removed", "%u removed", count)
                                                  : ngettext("%u changed", "%u changed", count),
                           count);
}

static void
append_counts(GString *summary, const char *kind, const guint *counts)
{
    const char *separator = " ";

    g_string_append(summary, summary->len > 0 ? "; " : "");
    /* Translators: a kind of entity, such as "systems", before what happened to how many */
    g_string_append_printf(summary, _("%s:"), diff_report_plural(kind));
    for (DiffFate fate = DIFF_ADDED; fate < DIFF_N_FATES; fate++) {
        if (counts[fate] == 0)
            continue;

        g_autofree char *count = diff_report_count(fate, counts[fate]);

        g_string_append_printf(summary, "%s%s", separator, count);
        separator = ", ";
    }
}

char *
diff_report_summary(GPtrArray *entities)
{
    GString *summary = g_string_new(NULL);
    guint counts[DIFF_N_FATES] = {0};

    for (guint i = 0; i < entities->len; i++) {
        const DiffEntity *entity = g_ptr_array_index(entities, i);
        const DiffEntity *next = i + 1 < entities->len ? g_ptr_array_index(entities, i + 1) : NULL;

        counts[diff_report_fate(entity)]++;
        if (next != NULL && strcmp(next->kind, entity->kind) == 0)
            continue;
        append_counts(summary, entity->kind, counts);
        memset(counts, 0, sizeof(counts));
    }
    if (entities->len == 0)
        g_string_append(summary, _("no differences"));
    return g_string_free(summary, FALSE);
}

static void
print_change(const DiffChange *change)
{
    g_autofree char *item = text_escape_short(change->item, MAX_SHOWN);
    g_autofree char *part = text_escape_short(change->part, MAX_SHOWN);
    g_autofree char *old = text_escape_short(change->old != NULL ? change->old : "", MAX_SHOWN);
    g_autofree char *current =
        text_escape_short(change->current != NULL ? change->current : "", MAX_SHOWN);
    char sign = change->old == NULL ? '+' : change->current == NULL ? '-' : '~';

    g_print("    %c %s%s%s%s%s", sign, change->subject, *item != '\0' ? " " : "", item,
            *part != '\0' ? ": " : "", part);
    if (sign == '~')
        g_print(": %s -> %s\n", old, current);
    else if (*old != '\0' || *current != '\0')
        g_print(": %s\n", sign == '+' ? current : old);
    else
        g_print("\n");
}

static void
print_entity(const DiffEntity *entity)
{
    static const char signs[] = {[DIFF_ADDED] = '+', [DIFF_REMOVED] = '-', [DIFF_CHANGED] = '~'};
    g_autofree char *id = text_escape_short(entity->id, MAX_SHOWN);
    g_autofree char *name = text_escape_short(entity->name, MAX_SHOWN);
    g_autofree char *short_id = text_escape_short(entity->short_id, MAX_SHOWN);
    const DiffChange *whole = NULL;

    g_print("%c %s %s", signs[diff_report_fate(entity)], entity->kind, id);
    if (*name != '\0')
        g_print(" %s", name);
    if (*short_id != '\0')
        g_print(" (%s)", short_id);
    g_print("\n");
    for (guint i = 0; i < entity->changes->len; i++) {
        const DiffChange *change = g_ptr_array_index(entity->changes, i);

        if (diff_report_is_detail(change, whole))
            continue;
        print_change(change);
        whole = change;
    }
}

void
diff_report_text(GPtrArray *entities, const InputFiles *old G_GNUC_UNUSED,
                 const InputFiles *current G_GNUC_UNUSED)
{
    g_autofree char *summary = diff_report_summary(entities);

    g_print("%s\n", summary);
    for (guint i = 0; i < entities->len; i++)
        print_entity(g_ptr_array_index(entities, i));
}
