/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Picks the name that a medium has for itself out of its evidence, by a row for each file that has
 * one. Whether somebody knows that name is left to verdict.c.
 */
#include "config.h"

#include <string.h>

#include "recognise/expression.h"
#include "recognise/own_name.h"

typedef struct {
    const char *key;
    const char *version_key; /* NULL: the version stands behind the name */
    const char *expression;  /* group 1: the name; NULL: the text is */
    gboolean is_product;     /* OwnName */
} NameRow;

/* The best one first. They say where a name stands; what is told of a system otherwise is the database's to know. */
static const NameRow rows[] = {
    /* clang-format off */
    {"opnsense-core.product-name",   "opnsense-core.product-version", NULL, TRUE},
    {"cd-info.product-long",         "cd-info.release", NULL, TRUE},
    {"boot-cfg.title",               "boot-cfg.build", "^Loading (.+) installer$", TRUE},
    {"treeinfo.branding-name",       "treeinfo.branding-version", NULL, TRUE},
    {"treeinfo.product-name",        "treeinfo.product-version", NULL, TRUE},
    {"xs-repository.product",        "xs-repository.version", NULL, TRUE},
    {"clonezilla-live-version.text", NULL, NULL, TRUE},
    {"gparted-live-version.text",    NULL, NULL, TRUE},
    {"volsetid.text",                NULL, NULL, TRUE},

    {"os-release.id",                "os-release.version-id", NULL, FALSE},
    {"disk-info.name",               "disk-info.version", NULL, FALSE},
    {"treeinfo.family",              "treeinfo.version", NULL, FALSE},
    {"archiso.name",                 "archiso.version", NULL, FALSE},
    {"version-file.text",            NULL, NULL, FALSE},
    {"media-repo.name",              NULL, NULL, FALSE},
    {"discinfo.release",             NULL, "(.*[0-9].*)", FALSE},
    {"suse-products.product",        NULL, NULL, FALSE},
    {"suse-content.label",           NULL, NULL, FALSE},
    {"suse-content.product",         "suse-content.version", NULL, FALSE},
    {"diskdefines.name",             NULL, NULL, FALSE},
    {"dists.origin",                 "dists.version", NULL, FALSE},
    /* clang-format on */
};

void
own_name_clear(OwnName *self)
{
    g_clear_pointer(&self->name, g_free);
    g_clear_pointer(&self->version, g_free);
}

/* Where the version of "NAME VERSION", "name-VERSION-more" begins, with what parts them; NULL: nowhere. */
static const char *
find_version(const char *text)
{
    for (const char *c = text; *c != '\0'; c++) {
        if (c > text && strchr(" -_", *c) != NULL &&
            (g_ascii_isdigit(c[1]) || ((c[1] == 'r' || c[1] == 'v') && g_ascii_isdigit(c[2]))))
            return c;
    }
    return NULL;
}

static void
split(const char *text, OwnName *name)
{
    const char *gap = find_version(text);

    name->name = gap != NULL ? g_strndup(text, (gsize)(gap - text)) : g_strdup(text);
    if (gap != NULL)
        name->version = g_strndup(gap + 1, strcspn(gap + 1, " _-"));
}

/* Is it a word at all, and no number? */
static gboolean
is_name(const char *name)
{
    return name != NULL && g_unichar_isalpha(g_utf8_get_char(name));
}

static gboolean
take_row(const NameRow *row, const Evidence *evidence, OwnName *name)
{
    const char *text = evidence_get_text(evidence, row->key);
    g_autofree char *part = NULL;

    if (text == NULL)
        return FALSE;
    if (row->expression != NULL) {
        part = expression_capture(row->expression, text);
        text = part;
    }
    if (text == NULL)
        return FALSE;
    *name = (OwnName){.key = row->key, .is_product = row->is_product};
    if (row->version_key == NULL) {
        split(text, name);
    } else {
        name->name = g_strdup(text);
        name->version = g_strdup(evidence_get_text(evidence, row->version_key));
    }
    if (is_name(name->name))
        return TRUE;
    own_name_clear(name);
    return FALSE;
}

void
own_name_find(const Evidence *evidence, OwnName *out_name)
{
    *out_name = (OwnName){.key = NULL};
    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        if (take_row(&rows[i], evidence, out_name))
            return;
    }
}
