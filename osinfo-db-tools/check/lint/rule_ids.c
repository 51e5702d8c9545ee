/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The path of a file follows from the id of the entity in it; layout is an interface. */
#include <string.h>

#include "check/lint/rules.h"
#include "check/xml_node.h"

/* os/example.org/heron-4, without the end of the file's name */
static char *
make_name(const LintEntity *entity)
{
    const char *rest = entity->id + strlen("http://");
    const char *slash = strchr(rest, '/');
    GString *name = g_string_new((const char *)entity->node->name);

    g_string_append_c(name, '/');
    for (const char *at = rest; *at != '\0'; at++) {
        gboolean kept = g_ascii_isalnum(*at) || strchr("-._", *at) != NULL || at == slash;

        g_string_append_c(name, kept ? *at : '-');
    }
    return g_string_free(name, FALSE);
}

static gboolean
is_extension(const LintFile *file)
{
    g_autofree char *folder = g_path_get_dirname(file->name);

    return g_str_has_suffix(folder, ".d");
}

/* What the id must give for this file. */
static char *
make_stem(const LintFile *file)
{
    g_autofree char *folder = g_path_get_dirname(file->name);

    if (is_extension(file))
        return g_strndup(folder, strlen(folder) - strlen(".d"));
    return g_strndup(file->name, strlen(file->name) - strlen(".xml"));
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

    g_autofree char *expected = make_name(entity);
    g_autofree char *actual = make_stem(entity->file);

    if (strcmp(expected, actual) != 0)
        lint_fault(database, entity->file, entity->node, _("'%s' belongs to %s%s"), entity->id,
                   expected, is_extension(entity->file) ? ".d/" : ".xml");
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
