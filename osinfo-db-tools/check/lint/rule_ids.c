/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The path of a file follows from the id of the entity in it; layout is an interface. */
#include <string.h>

#include "check/lint/rules.h"
#include "check/xml_node.h"
#include "facts/places.h"

static gboolean
is_extension(const LintFile *file)
{
    gboolean result;

    g_free(place_parse(file->name, &result));
    return result;
}

static void
check_entity(LintDatabase *database, const LintEntity *entity)
{
    if (*entity->id == '\0') {
        lint_fault(database, entity->file, entity->node, _("<%s> has no id"), entity->node->name);
        return;
    }
    if (!g_str_has_prefix(entity->id, "http://") ||
        strchr(entity->id + strlen("http://"), '/') == NULL) {
        lint_fault(database, entity->file, entity->node, _("id '%s' is not http://VENDOR/NAME"),
                   entity->id);
        return;
    }

    if (lint_find_stray(entity->id) != '\0') {
        lint_fault(database, entity->file, entity->node,
                   _("id '%s' has a blank or another character that addresses have not"),
                   entity->id);
        return;
    }

    g_autofree char *expected = place_new_key((const char *)entity->node->name, entity->id);
    gboolean in_folder;
    g_autofree char *actual = place_parse(entity->file->name, &in_folder);

    if (strcmp(expected, actual) != 0)
        lint_fault(database, entity->file, entity->node, _("'%s' belongs to %s%s"), entity->id,
                   expected, in_folder ? PLACE_FOLDER_ENDING "/" : PLACE_FILE_ENDING);
}

static void
check_once(LintDatabase *database, const char *id, GPtrArray *same)
{
    const LintEntity *master = NULL;

    for (guint i = 0; i < same->len; i++) {
        const LintEntity *entity = g_ptr_array_index(same, i);

        if (is_extension(entity->file))
            continue;
        if (master != NULL && xmlStrEqual(master->node->name, entity->node->name))
            lint_fault(database, entity->file, entity->node, _("'%s' is also defined in %s"), id,
                       master->file->path);
        master = entity;
    }
}

void
rule_ids(LintDatabase *database)
{
    GHashTableIter iter;
    gpointer id, same;

    RULE_FOREACH (entity, database, NULL) {
        check_entity(database, entity);
    }
    g_hash_table_iter_init(&iter, database->by_id);
    while (g_hash_table_iter_next(&iter, &id, &same))
        check_once(database, id, same);
}
