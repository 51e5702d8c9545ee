/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Turns the rows of values, parts and relations round: from the place in a file to the row.
 */
#include "config.h"

#include <string.h>

#include "compile/xml_paths.h"

static const struct {
    FactKind scope;
    const char *path;
    XmlSpecial special;
} specials[] = {
    {FACT_KIND_INSTALL_SCRIPT, "injection-method", XML_SPECIAL_INJECTION},
    {FACT_KIND_INSTALL_SCRIPT, "template", XML_SPECIAL_TEMPLATE},
    {FACT_KIND_MEDIA, "iso/l10n-language", XML_SPECIAL_LANGUAGE},
};

static XmlPath *
find_or_add(XmlPaths *self, FactKind scope, const char *path)
{
    XmlPath *known = g_hash_table_lookup(self->paths[scope], path);

    if (known == NULL) {
        known = g_new0(XmlPath, 1);
        g_hash_table_insert(self->paths[scope], g_strdup(path), known);
    }
    return known;
}

/* The path without its last step; a new text, empty when there is just one. */
static char *
dup_parent(const char *path)
{
    const char *slash = strrchr(path, '/');

    return g_strndup(path, slash != NULL ? (gsize)(slash - path) : 0);
}

/* Adds the path of a row, and to the path around what the row means for it. */
static XmlPath *
add(XmlPaths *self, FactKind scope, const char *path)
{
    XmlPath *known = find_or_add(self, scope, path);
    g_autofree char *parent = dup_parent(path);

    if (g_str_has_suffix(path, "/*")) {
        find_or_add(self, scope, parent)->any = known;
        self->has_any[scope] = TRUE;
    }
    if (strchr(path, '@') != NULL)
        find_or_add(self, scope, parent)->has_attributes = TRUE;
    return known;
}

static void
add_fields(XmlPaths *self, FactKind scope)
{
    const FieldSpec *field = NULL;
    FieldIter iter;

    field_iter_init(&iter, scope);
    while ((field = field_iter_next(&iter)) != NULL) {
        if (field->path != NULL)
            add(self, scope, field->path)->field = field;
    }
}

/* Those of a group are found by the element around it. */
static void
add_parts(XmlPaths *self)
{
    guint n_parts = 0;
    const FactPartSpec *parts = fact_parts_get(&n_parts);

    for (guint i = 0; i < n_parts; i++) {
        const FactPartSpec *part = &parts[i];
        g_autofree char *parent = dup_parent(part->path);

        if (fact_kind_get(part->kind)->identity == FACT_IDENTITY_GROUPED)
            find_or_add(self, part->owner, parent)->special = XML_SPECIAL_RESOURCES;
        else
            add(self, part->owner, part->path)->part = part;
    }
}

/* Those at an attribute of an element are found by the element. */
static void
add_relations(XmlPaths *self)
{
    guint n_relations = 0;
    const FactRelationSpec *relations = fact_relations_get(&n_relations);

    for (guint i = 0; i < n_relations; i++) {
        const FactRelationSpec *relation = &relations[i];
        g_autofree char *parent = dup_parent(relation->path);
        const char *path = *parent != '\0' ? parent : relation->path;

        find_or_add(self, relation->kind, path)->relation = relation;
    }
}

void
xml_paths_init(XmlPaths *self)
{
    *self = (XmlPaths){0};
    for (guint i = 0; i < FACT_N_KINDS; i++) {
        self->paths[i] = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
        add_fields(self, (FactKind)i);
    }
    add_parts(self);
    add_relations(self);
    for (guint i = 0; i < G_N_ELEMENTS(specials); i++)
        find_or_add(self, specials[i].scope, specials[i].path)->special = specials[i].special;
}

void
xml_paths_clear(XmlPaths *self)
{
    for (guint i = 0; i < FACT_N_KINDS; i++)
        g_hash_table_unref(self->paths[i]);
}

const XmlPath *
xml_paths_find(const XmlPaths *self, FactKind scope, const char *path)
{
    return g_hash_table_lookup(self->paths[scope], path);
}

const XmlPath *
xml_paths_find_any(const XmlPaths *self, FactKind scope, const char *around)
{
    const XmlPath *known = self->has_any[scope] ? xml_paths_find(self, scope, around) : NULL;

    return known != NULL ? known->any : NULL;
}
