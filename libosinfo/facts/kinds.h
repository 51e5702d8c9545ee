/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * What there is in a database: kinds of things and the relations between them. Knows GLib only, so
 * that the library, its modules and programs can all read the same rows.
 */
#pragma once

#include <glib.h>

/* The first ones stand alone and have an id of their own in the database, the others are parts.
 * The order is that of the records in a store. */
typedef enum {
    FACT_KIND_DATAMAP,
    FACT_KIND_DEPLOYMENT,
    FACT_KIND_DEVICE,
    FACT_KIND_INSTALL_SCRIPT,
    FACT_KIND_OS,
    FACT_KIND_PLATFORM,
    FACT_KIND_AVATAR_FORMAT, /* of an install script, at most one; without an id */
    FACT_KIND_CONFIG_PARAM,  /* of an install script */
    FACT_KIND_DEVICE_LINK,
    FACT_KIND_DRIVER,
    FACT_KIND_ENTRIES, /* pairs of a datamap: its parameters, inval to outval */
    FACT_KIND_FIRMWARE,
    FACT_KIND_IMAGE,
    FACT_KIND_MEDIA,
    FACT_KIND_MINIMUM_RESOURCES,
    FACT_KIND_RECOMMENDED_RESOURCES,
    FACT_KIND_MAXIMUM_RESOURCES,
    FACT_KIND_NETWORK_INSTALL_RESOURCES,
    FACT_KIND_TREE,
    FACT_KIND_VARIANT,
    FACT_N_KINDS
} FactKind;

#define FACT_N_ENTITY_KINDS (FACT_KIND_PLATFORM + 1)

typedef enum {
    FACT_RELATION_DERIVES_FROM, /* the first three have the values of OsinfoProductRelationship */
    FACT_RELATION_UPGRADES,
    FACT_RELATION_CLONES,
    FACT_RELATION_DEVICE,   /* device link, driver: a device */
    FACT_RELATION_OS,       /* deployment */
    FACT_RELATION_PLATFORM, /* deployment */
    FACT_RELATION_SCRIPT,   /* OS, media: an install script */
    FACT_RELATION_DATAMAP,  /* parameter of an install script */
    FACT_N_RELATIONS
} FactRelation;
