/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Picks the name that a medium has for itself out of its evidence, by a row for each file that has
 * one. Whether somebody knows that name is left to verdict.c.
 */
#include "config.h"

#include <string.h>

#include "recognise/expression.h"
#include "recognise/own_name.h"

#define ARCHISO_VERSION "archiso.version"

typedef struct {
    const char *key;
    const char *version_key; /* NULL: the version stands behind the name */
    const char *expression;  /* group 1: the name, or the version of @name; NULL: the text is */
    const char *name;        /* NULL: what the text says */
    gboolean is_product;     /* OwnName */
} NameRow;

/* The best one first. */
static const NameRow rows[] = {
    /* clang-format off */
    {"opnsense-core.product-name",   "opnsense-core.product-version", NULL, NULL, TRUE},
    {"etc-platform.text",            "etc-version.text", NULL, "pfSense", TRUE},
    {"cd-info.product-long",         "cd-info.release", NULL, NULL, TRUE},
    {"boot-cfg.title",               "boot-cfg.build", "^Loading (.+) installer$", NULL, TRUE},
    {"treeinfo.branding-name",       "treeinfo.branding-version", NULL, NULL, TRUE},
    {"treeinfo.product-version",     NULL, "^([0-9.]+)", "XenServer", TRUE},
    {"xs-repository.product",        "xs-repository.version", NULL, NULL, TRUE},
    {"clonezilla-live-version.text", NULL, NULL, NULL, TRUE},
    {"gparted-live-version.text",    NULL, NULL, NULL, TRUE},
    {"tails-module.text",            NULL, "^()filesystem", "Tails", TRUE},
    {"bootid.text",                  NULL, "^grml[a-z]*(?:32|64)?([0-9.]*)$", "Grml", TRUE},
    {"volsetid.text",                NULL, NULL, NULL, TRUE},
    {"unattend-inf.signature",       NULL, "^\\$(ReactOS)\\$$", NULL, TRUE},

    {"os-release.id",                "os-release.version-id", NULL, NULL, FALSE},
    {"disk-info.name",               "disk-info.version", NULL, NULL, FALSE},
    {"treeinfo.family",              "treeinfo.version", NULL, NULL, FALSE},
    {"archiso.name",                 ARCHISO_VERSION, NULL, NULL, FALSE},
    {"version-file.text",            NULL, NULL, NULL, FALSE},
    {"media-repo.name",              NULL, NULL, NULL, FALSE},
    {"discinfo.release",             NULL, "(.*[0-9].*)", NULL, FALSE},
    {"suse-products.product",        NULL, NULL, NULL, FALSE},
    {"suse-content.label",           NULL, NULL, NULL, FALSE},
    {"suse-content.product",         "suse-content.version", NULL, NULL, FALSE},
    {"diskdefines.name",             NULL, NULL, NULL, FALSE},
    {"dists.origin",                 "dists.version", NULL, NULL, FALSE},
    {"kernel.version-text",          NULL, "^[^ ]+ \\(root@4MLinux\\)()", "4MLinux", FALSE},
    {"kernel.release",               NULL, "^[0-9.]+-tinycore()", "Tiny Core Linux", FALSE},
    /* clang-format on */
};

/* Names in the root folder that one system alone has, and folders that archiso gives to who uses it. */
static const struct {
    const char *file;
    const char *name;
    gboolean is_product;
} root_names[] = {
    /* clang-format off */
    {"TrueNAS-SCALE.update", "TrueNAS SCALE", TRUE},
    {"KNOPPIX",              "Knoppix",       FALSE},
    {"antiX",                "antiX",         FALSE},
    {"austrumi",             "Austrumi",      FALSE},
    {"blackarch",            "BlackArch",     FALSE},
    {"hyperbola",            "Hyperbola",     FALSE},
    {"kdeos",                "KaOS",          FALSE},
    {"livecd.sqfs",          "PCLinuxOS",     FALSE},
    {"kolibri.img",          "KolibriOS",     FALSE},
    {"parabola",             "Parabola",      FALSE},
    {"pmagic",               "Parted Magic",  FALSE},
    {"porteus",              "Porteus",       FALSE},
    {"slax",                 "Slax",          FALSE},
    {"sysresccd",            "SystemRescue",  FALSE},
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
    if (row->version_key == NULL && row->name == NULL)
        split(text, name);
    else
        name->name = g_strdup(row->name != NULL ? row->name : text);
    if (row->version_key != NULL)
        name->version = g_strdup(evidence_get_text(evidence, row->version_key));
    else if (row->name != NULL && *text != '\0')
        name->version = g_strdup(text);
    if (row->name != NULL || is_name(name->name))
        return TRUE;
    own_name_clear(name);
    return FALSE;
}

/* Does a piece of evidence show the name in the root folder? */
static gboolean
shows(const EvidenceItem *item, const char *file)
{
    gsize length = strlen(file);

    if (strcmp(item->key, "root.name") == 0)
        return item->text != NULL && g_ascii_strcasecmp(item->text, file) == 0;
    return strcmp(item->key, ARCHISO_VERSION) == 0 &&
           g_ascii_strncasecmp(item->where, file, length) == 0 && item->where[length] == '/';
}

static gboolean
take_root_name(const Evidence *evidence, const char **out_key, gsize *out_row)
{
    for (guint i = 0; i < evidence->items->len; i++) {
        const EvidenceItem *item = &g_array_index(evidence->items, EvidenceItem, i);

        for (gsize j = 0; j < G_N_ELEMENTS(root_names); j++) {
            if (shows(item, root_names[j].file)) {
                *out_key = item->key;
                *out_row = j;
                return TRUE;
            }
        }
    }
    return FALSE;
}

void
own_name_find(const Evidence *evidence, OwnName *out_name)
{
    const char *key = NULL;
    gsize row = 0;
    gboolean is_in_root = take_root_name(evidence, &key, &row);

    *out_name = (OwnName){.key = NULL};
    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        if (is_in_root && root_names[row].is_product && !rows[i].is_product)
            break;
        if (take_row(&rows[i], evidence, out_name))
            return;
    }
    if (!is_in_root)
        return;
    *out_name = (OwnName){.key = key,
                          .name = g_strdup(root_names[row].name),
                          .version = g_strdup(evidence_get_text(evidence, ARCHISO_VERSION)),
                          .is_product = root_names[row].is_product};
}
