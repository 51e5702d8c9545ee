/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The report for release notes: what people want to know first, counts where lists would be long.
 */
#include "config.h"

#include <string.h>

#include "common/text.h"
#include "common/translate.h"
#include "diff/diff_report.h"

/* Words in a text, not mark-up. */
static char *
escape(const char *text)
{
    g_autofree char *line = text_escape(text);
    GString *escaped = g_string_new(NULL);

    for (const char *byte = line; *byte != '\0'; byte++) {
        if (strchr("\\`*_{}[]<>#|!&~", *byte) != NULL)
            g_string_append_c(escaped, '\\');
        g_string_append_c(escaped, *byte);
    }
    return g_string_free(escaped, FALSE);
}

/* Changes of one subject: what an entity has once is told, all else is counted by item. */
static guint
print_subject(const DiffEntity *entity, guint first, gboolean is_first)
{
    const DiffChange *start = g_ptr_array_index(entity->changes, first);
    const DiffChange *whole = NULL;
    const char *item = NULL;
    guint counts[DIFF_N_FATES] = {0};
    g_autofree char *subject = escape(start->subject);
    guint i;

    for (i = first; i < entity->changes->len; i++) {
        const DiffChange *change = g_ptr_array_index(entity->changes, i);

        if (strcmp(change->subject, start->subject) != 0)
            break;
        if (item != NULL && strcmp(item, change->item) == 0)
            continue;
        item = change->item;
        whole = change;
        if (*whole->part != '\0' || (whole->old != NULL && whole->current != NULL))
            counts[DIFF_CHANGED]++;
        else
            counts[whole->old == NULL ? DIFF_ADDED : DIFF_REMOVED]++;
    }
    g_print("%s%s ", is_first ? "" : ", ", subject);
    if (i == first + 1 && *start->item == '\0' && *start->part == '\0') {
        g_autofree char *old = start->old != NULL ? escape(start->old) : NULL;
        g_autofree char *current = start->current != NULL ? escape(start->current) : NULL;

        if (current != NULL)
            g_print("%s", current);
        if (old != NULL)
            /* Translators: of a value: "2026-01-01 (was 2025-12-01)", "no longer 2025-12-01" */
            g_print("%s%s%s", current != NULL ? _(" (was ") : _("no longer "), old,
                    current != NULL ? ")" : "");
        return i;
    }

    gboolean is_more = FALSE;

    for (DiffFate fate = DIFF_ADDED; fate < DIFF_N_FATES; fate++) {
        if (counts[fate] == 0)
            continue;

        g_autofree char *count = diff_report_count(fate, counts[fate]);

        /* Translators: between "2 added" and "1 removed" */
        g_print("%s%s", is_more ? _(" and ") : "", count);
        is_more = TRUE;
    }
    return i;
}

static void
print_entity(const DiffEntity *entity)
{
    g_autofree char *name = escape(*entity->name != '\0' ? entity->name : entity->id);
    g_autofree char *short_id = escape(entity->short_id);
    g_autofree char *date = escape(entity->release_date);

    g_print("- **%s**", name);
    if (*short_id != '\0')
        g_print(" (%s)", short_id);
    if (entity->is_added && *date != '\0')
        g_print(_(", released %s"), date);
    for (guint i = 0; i < entity->changes->len;) {
        gboolean is_first = i == 0;

        if (is_first)
            g_print(": ");
        i = print_subject(entity, i, is_first);
    }
    g_print("\n");
}

static void
print_section(GPtrArray *entities, const char *kind, DiffFate fate)
{
    /* Translators: before a kind of entity, such as "systems" */
    static const char *const titles[] = {
        [DIFF_ADDED] = N_("New"),
        [DIFF_REMOVED] = N_("Removed"),
        [DIFF_CHANGED] = N_("Changed"),
    };
    gboolean has_title = FALSE;

    for (guint i = 0; i < entities->len; i++) {
        const DiffEntity *entity = g_ptr_array_index(entities, i);

        if (strcmp(entity->kind, kind) != 0 || diff_report_fate(entity) != fate)
            continue;
        if (!has_title) {
            g_autofree char *plural = escape(diff_report_plural(kind));

            g_print("\n### %s %s\n\n", _(titles[fate]), plural);
            has_title = TRUE;
        }
        print_entity(entity);
    }
}

static void
print_kind(GPtrArray *entities, const char *kind)
{
    for (DiffFate fate = DIFF_ADDED; fate < DIFF_N_FATES; fate++)
        print_section(entities, kind, fate);
}

void
diff_report_markdown(GPtrArray *entities, const InputFiles *old, const InputFiles *current)
{
    g_autofree char *summary = diff_report_summary(entities);
    g_autofree char *from = escape(old->version != NULL ? old->version : "");
    g_autofree char *to = escape(current->version != NULL ? current->version : "");
    const char *kind = "";

    if (*from != '\0' && *to != '\0')
        g_print(_("## osinfo-db %s: changes since %s"), to, from);
    else
        g_print("%s", _("## osinfo-db: changes"));
    g_print("\n\n%s.\n", summary);
    print_kind(entities, "os");
    for (guint i = 0; i < entities->len; i++) {
        const DiffEntity *entity = g_ptr_array_index(entities, i);

        if (strcmp(entity->kind, "os") != 0 && strcmp(entity->kind, kind) != 0)
            print_kind(entities, entity->kind);
        kind = entity->kind;
    }
}
