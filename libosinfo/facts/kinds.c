/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The rows of kinds, parts and relations. What can be said of a kind is in fields.c.
 */
#include "config.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "facts/kinds.h"

#define OWN .identity = FACT_IDENTITY_OWN, .id_attribute = "id"
#define NUMBERED .identity = FACT_IDENTITY_NUMBERED
#define WITHOUT .identity = FACT_IDENTITY_NONE
#define UNNAMED .identity = FACT_IDENTITY_UNNAMED
#define GROUPED .identity = FACT_IDENTITY_GROUPED

#define MERGE .combination = FACT_COMBINE_MERGE
#define REPLACE .combination = FACT_COMBINE_REPLACE
#define APPEND .combination = FACT_COMBINE_APPEND

#define ADDS FACT_INHERIT_ADD
#define FILLS FACT_INHERIT_FILL

/* clang-format off */

#define NOTHING FACT_INHERIT_NONE, {NULL}

static const FactKindSpec kinds[FACT_N_KINDS] = {
    /* kind                                 element,           plural,                what else */
    [FACT_KIND_DATAMAP] =                  {"datamap",         N_("data maps"),       OWN, MERGE, .missing = "Missing os id property"},
    [FACT_KIND_DEPLOYMENT] =               {"deployment",      N_("deployments"),     OWN, REPLACE, .missing = "Missing deployment id property"},
    [FACT_KIND_DEVICE] =                   {"device",          N_("devices"),         OWN, MERGE, .missing = "Missing device id property"},
    [FACT_KIND_INSTALL_SCRIPT] =           {"install-script",  N_("install scripts"), OWN, MERGE, .missing = "Missing install script id property", .columns = "profile,expected-filename,id"},
    [FACT_KIND_OS] =                       {"os",              N_("systems"),         OWN, MERGE, .missing = "Missing os id property", .columns = "short-id,name,version,id"},
    [FACT_KIND_PLATFORM] =                 {"platform",        N_("platforms"),       OWN, MERGE, .missing = "Missing platform id property", .columns = "short-id,name,version,vendor,id"},
    [FACT_KIND_SCHEME] =                   {"scheme",          N_("schemes of names"), OWN, MERGE, .missing = "Missing scheme id property", .columns = "short-id,name,id"},
    [FACT_KIND_AVATAR_FORMAT] =            {"avatar-format",   NULL,                  WITHOUT, REPLACE},
    [FACT_KIND_CONFIG_PARAM] =             {"param",           NULL,                  .identity = FACT_IDENTITY_OWN, .id_attribute = "name", REPLACE},
    [FACT_KIND_DEVICE_LINK] =              {"device",          NULL,                  OWN, APPEND},
    [FACT_KIND_DOWNLOAD] =                 {"download",        NULL,                  UNNAMED, APPEND, .name_paths = "address"},
    [FACT_KIND_DRIVER] =                   {"driver",          NULL,                  NUMBERED, REPLACE, .name_attributes = "arch"},
    [FACT_KIND_ENTRIES] =                  {"entry",           NULL,                  .identity = FACT_IDENTITY_OWNER, MERGE, .name_attributes = "inval"},
    [FACT_KIND_FIRMWARE] =                 {"firmware",        NULL,                  NUMBERED, REPLACE, .name_attributes = "arch,type", .columns = "architecture,type,supported,status"},
    [FACT_KIND_IDENTITY] =                 {"identity",        NULL,                  UNNAMED, APPEND, .name_attributes = "scheme", .name_paths = "product,expression"},
    [FACT_KIND_IMAGE] =                    {"image",           NULL,                  NUMBERED, REPLACE, .name_attributes = "arch,format", .name_paths = "url", .likeness_paths = "variant", .columns = "architecture,format,variant,url"},
    [FACT_KIND_MACHINE] =                  {"machine",         NULL,                  NUMBERED, REPLACE, .name_attributes = "arch"},
    [FACT_KIND_MEDIA] =                    {"media",           NULL,                  NUMBERED, REPLACE, .name_attributes = "arch", .name_paths = "url,iso/volume-id,iso/system-id", .likeness_paths = "iso/volume-id,iso/system-id", .columns = "architecture,live,variant,url"},
    [FACT_KIND_MINIMUM_RESOURCES] =        {"minimum",         NULL,                  GROUPED, REPLACE, .name_attributes = "arch", .columns = "architecture,n-cpus,cpu,ram,storage"},
    [FACT_KIND_RECOMMENDED_RESOURCES] =    {"recommended",     NULL,                  GROUPED, REPLACE, .name_attributes = "arch"},
    [FACT_KIND_MAXIMUM_RESOURCES] =        {"maximum",         NULL,                  GROUPED, REPLACE, .name_attributes = "arch"},
    [FACT_KIND_NAMING] =                   {"naming",          NULL,                  UNNAMED, APPEND, .name_attributes = "os,distro,family,from,to,since,arch", .name_paths = "name"},
    [FACT_KIND_NETWORK_INSTALL_RESOURCES] ={"network-install", NULL,                  GROUPED, REPLACE, .name_attributes = "arch"},
    [FACT_KIND_PHASE] =                    {"phase",           NULL,                  UNNAMED, APPEND, .name_attributes = "kind,name"},
    [FACT_KIND_SIGNING_KEY] =              {"signing-key",     NULL,                  UNNAMED, APPEND, .name_paths = "fingerprint,public-key"},
    [FACT_KIND_TREE] =                     {"tree",            NULL,                  NUMBERED, REPLACE, .name_attributes = "arch", .name_paths = "url,treeinfo/version,treeinfo/family", .likeness_paths = "treeinfo/variant,treeinfo/version", .columns = "architecture,url"},
    [FACT_KIND_VARIANT] =                  {"variant",         NULL,                  OWN, REPLACE},
    [FACT_KIND_WORD] =                     {"word",            NULL,                  UNNAMED, APPEND, .name_attributes = "arch"},
};

static const FactPartSpec parts[] = {
    /* owner,                  path,                        kind,                                without an id, inherited how, alike by */
    {FACT_KIND_DATAMAP,        "entry",                     FACT_KIND_ENTRIES,                   NULL, NOTHING},
    {FACT_KIND_DEPLOYMENT,     "devices/device",            FACT_KIND_DEVICE_LINK,               "Missing device link id property", NOTHING},
    {FACT_KIND_INSTALL_SCRIPT, "avatar-format",             FACT_KIND_AVATAR_FORMAT,             NULL, NOTHING},
    {FACT_KIND_INSTALL_SCRIPT, "config/*",                  FACT_KIND_CONFIG_PARAM,              NULL, NOTHING},
    {FACT_KIND_OS,             "devices/device",            FACT_KIND_DEVICE_LINK,               "Missing device link id property", ADDS, {NULL}},
    {FACT_KIND_OS,             "download",                  FACT_KIND_DOWNLOAD,                  NULL, NOTHING},
    {FACT_KIND_OS,             "driver",                    FACT_KIND_DRIVER,                    NULL, NOTHING},
    {FACT_KIND_OS,             "firmware",                  FACT_KIND_FIRMWARE,                  NULL, ADDS, {"architecture", "type"}},
    {FACT_KIND_OS,             "identity",                  FACT_KIND_IDENTITY,                  NULL, NOTHING},
    {FACT_KIND_OS,             "image",                     FACT_KIND_IMAGE,                     NULL, NOTHING},
    {FACT_KIND_OS,             "lifecycle/phase",           FACT_KIND_PHASE,                     NULL, NOTHING},
    {FACT_KIND_OS,             "machine",                   FACT_KIND_MACHINE,                   NULL, FILLS, {"architecture"}},
    {FACT_KIND_OS,             "media",                     FACT_KIND_MEDIA,                     NULL, NOTHING},
    {FACT_KIND_OS,             "resources/minimum",         FACT_KIND_MINIMUM_RESOURCES,         NULL, FILLS, {"architecture"}},
    {FACT_KIND_OS,             "resources/recommended",     FACT_KIND_RECOMMENDED_RESOURCES,     NULL, FILLS, {"architecture"}},
    {FACT_KIND_OS,             "resources/maximum",         FACT_KIND_MAXIMUM_RESOURCES,         NULL, FILLS, {"architecture"}},
    {FACT_KIND_OS,             "resources/network-install", FACT_KIND_NETWORK_INSTALL_RESOURCES, NULL, FILLS, {"architecture"}},
    {FACT_KIND_OS,             "signing-key",               FACT_KIND_SIGNING_KEY,               NULL, NOTHING},
    {FACT_KIND_OS,             "tree",                      FACT_KIND_TREE,                      NULL, NOTHING},
    {FACT_KIND_OS,             "variant",                   FACT_KIND_VARIANT,                   NULL, NOTHING},
    {FACT_KIND_PLATFORM,       "devices/device",            FACT_KIND_DEVICE_LINK,               "Missing device link id property", ADDS, {NULL}},
    {FACT_KIND_SCHEME,         "naming",                    FACT_KIND_NAMING,                    NULL, NOTHING},
    {FACT_KIND_SCHEME,         "word",                      FACT_KIND_WORD,                      NULL, NOTHING},
};

#define NO_PRODUCT "Missing product upgrades id property"

static const FactRelationSpec relations[] = {
    /* kind,                  path,                   relation,                   target,                   without an id, is single, inherits */
    {FACT_KIND_OS,           "derives-from/@id",     FACT_RELATION_DERIVES_FROM, FACT_KIND_OS,             NO_PRODUCT, FALSE, TRUE},
    {FACT_KIND_OS,           "clones/@id",           FACT_RELATION_CLONES,       FACT_KIND_OS,             NO_PRODUCT, FALSE, TRUE},
    {FACT_KIND_OS,           "upgrades/@id",         FACT_RELATION_UPGRADES,     FACT_KIND_OS,             NO_PRODUCT, FALSE, FALSE},
    {FACT_KIND_PLATFORM,     "derives-from/@id",     FACT_RELATION_DERIVES_FROM, FACT_KIND_PLATFORM,       NO_PRODUCT, FALSE, TRUE},
    {FACT_KIND_PLATFORM,     "clones/@id",           FACT_RELATION_CLONES,       FACT_KIND_PLATFORM,       NO_PRODUCT, FALSE, FALSE},
    {FACT_KIND_PLATFORM,     "upgrades/@id",         FACT_RELATION_UPGRADES,     FACT_KIND_PLATFORM,       NO_PRODUCT, FALSE, TRUE},
    {FACT_KIND_DEPLOYMENT,   "os/@id",               FACT_RELATION_OS,           FACT_KIND_OS,             "Missing deployment os id property", TRUE, FALSE},
    {FACT_KIND_DEPLOYMENT,   "platform/@id",         FACT_RELATION_PLATFORM,     FACT_KIND_PLATFORM,       "Missing deployment platform id property", TRUE, FALSE},
    {FACT_KIND_OS,           "installer/script/@id", FACT_RELATION_SCRIPT,       FACT_KIND_INSTALL_SCRIPT, "Missing OS install script property", FALSE, FALSE},
    {FACT_KIND_MEDIA,        "installer/script/@id", FACT_RELATION_SCRIPT,       FACT_KIND_INSTALL_SCRIPT, "Missing Media install script property", FALSE, FALSE},
    {FACT_KIND_DEVICE_LINK,  "@id",                  FACT_RELATION_DEVICE,       FACT_KIND_DEVICE,         NULL, FALSE, FALSE},
    {FACT_KIND_DRIVER,       "device/@id",           FACT_RELATION_DEVICE,       FACT_KIND_DEVICE,         NULL, FALSE, FALSE},
    {FACT_KIND_CONFIG_PARAM, "@value-map",           FACT_RELATION_DATAMAP,      FACT_KIND_DATAMAP,        NULL, FALSE, FALSE},
};

/* clang-format on */

const FactKindSpec *
fact_kind_get(FactKind kind)
{
    g_assert(kind < FACT_N_KINDS);
    return &kinds[kind];
}

FactKind
fact_kind_find_entity(const char *element)
{
    for (guint i = 0; i < FACT_N_ENTITY_KINDS; i++) {
        if (strcmp(kinds[i].element, element) == 0)
            return (FactKind)i;
    }
    return FACT_N_KINDS;
}

const FactPartSpec *
fact_parts_get(guint *out_count)
{
    *out_count = G_N_ELEMENTS(parts);
    return parts;
}

const FactPartSpec *
fact_part_find(FactKind owner, FactKind kind)
{
    for (guint i = 0; i < G_N_ELEMENTS(parts); i++) {
        if (parts[i].owner == owner && parts[i].kind == kind)
            return &parts[i];
    }
    return NULL;
}

FactKind
fact_kind_find_part(FactKind owner, const char *element)
{
    for (guint i = 0; i < G_N_ELEMENTS(parts); i++) {
        if (parts[i].owner == owner && strcmp(kinds[parts[i].kind].element, element) == 0)
            return parts[i].kind;
    }
    return FACT_N_KINDS;
}

const FactRelationSpec *
fact_relations_get(guint *out_count)
{
    *out_count = G_N_ELEMENTS(relations);
    return relations;
}

guint
fact_inheriting_relations(FactKind kind)
{
    guint bits = 0;

    for (guint i = 0; i < G_N_ELEMENTS(relations); i++) {
        if (relations[i].kind == kind && relations[i].inherits)
            bits |= 1u << relations[i].relation;
    }
    return bits;
}
