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
    FACT_KIND_SCHEME,        /* how others call systems */
    FACT_KIND_AVATAR_FORMAT, /* of an install script, at most one; without an id */
    FACT_KIND_CONFIG_PARAM,  /* of an install script */
    FACT_KIND_DEVICE_LINK,
    FACT_KIND_DOWNLOAD, /* of an OS: where checksums of some of its files are */
    FACT_KIND_DRIVER,
    FACT_KIND_ENTRIES, /* pairs of a datamap: its parameters, inval to outval */
    FACT_KIND_FIRMWARE,
    FACT_KIND_IDENTITY, /* what an OS is called elsewhere */
    FACT_KIND_IMAGE,
    FACT_KIND_MACHINE, /* what an OS wants of one, by architecture */
    FACT_KIND_MEDIA,
    FACT_KIND_MINIMUM_RESOURCES,
    FACT_KIND_RECOMMENDED_RESOURCES,
    FACT_KIND_MAXIMUM_RESOURCES,
    FACT_KIND_NAMING, /* of a scheme: what some systems are called in it */
    FACT_KIND_NETWORK_INSTALL_RESOURCES,
    FACT_KIND_PHASE,       /* of the lifecycle of an OS */
    FACT_KIND_SIGNING_KEY, /* of an OS: who signs its files */
    FACT_KIND_TREE,
    FACT_KIND_VARIANT,
    FACT_KIND_WORD, /* of a scheme: what an architecture is in its names */
    FACT_N_KINDS
} FactKind;

#define FACT_N_ENTITY_KINDS (FACT_KIND_SCHEME + 1)

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

/* What a thing of a kind is known by. */
typedef enum {
    FACT_IDENTITY_OWN,      /* the text of an attribute */
    FACT_IDENTITY_NUMBERED, /* OWNER:N, counted from 0; OWNER:FILE:N in an extension */
    FACT_IDENTITY_GROUPED,  /* the same, N being the number of the element around it */
    FACT_IDENTITY_OWNER,    /* the owner's id: all elements together are one thing */
    FACT_IDENTITY_NONE,     /* none: of several the first one counts */
    FACT_IDENTITY_UNNAMED,  /* none: each one counts */
} FactIdentity;

/* What becomes of several definitions of one thing; of a part, of several with one id below the
 * same owner. */
typedef enum {
    FACT_COMBINE_MERGE,   /* they add up, fact by fact as the rows of fields.h say */
    FACT_COMBINE_REPLACE, /* the last one counts as a whole */
    FACT_COMBINE_APPEND,  /* each one is a thing of its own */
} FactCombination;

/* What a thing says by what others say, those that a relation with FactRelationSpec.inherits leads
 * to, the nearest first. */
typedef enum {
    FACT_INHERIT_NONE,    /* nothing */
    FACT_INHERIT_NEAREST, /* a fact: the value of the nearest one that has any */
    FACT_INHERIT_ADD,     /* parts: those that are not alike what is nearer, behind one's own */
    FACT_INHERIT_FILL, /* parts that ask for it, and their facts: what they lack, of those alike */
} FactInheritance;

/* A kind. Texts are NULL for "none". */
typedef struct {
    const char *element;      /* in the XML; of what stands alone also the folder of its files */
    const char *plural;       /* of what stands alone, in English; translatable */
    const char *id_attribute; /* FACT_IDENTITY_OWN */
    const char *missing; /* of what stands alone: why a file is refused where the id is missing */
    FactIdentity identity;
    FactCombination combination;
    const char *columns; /* that tables of them show unasked, with commas between; NULL: all */
    /* What tells parts of one owner apart for people, with commas between: attributes, all that are
     * there; then the first path with a text; more paths, for a part whose name has changed. */
    const char *name_attributes; /* of FACT_IDENTITY_OWN: id_attribute */
    const char *name_paths;
    const char *likeness_paths;
} FactKindSpec;

const FactKindSpec *fact_kind_get(FactKind kind);
/* The kind that stands alone and is written so; FACT_N_KINDS: none. */
FactKind fact_kind_find_entity(const char *element);

/* Where parts of one kind stand below an owner. Parts may have parts. */
typedef struct {
    FactKind owner;
    const char *path; /* below the owner's element; a last step of "*" is any element */
    FactKind kind;
    const char *missing; /* why the file is refused where an id is missing; NULL: left out */
    FactInheritance inheritance;
    const char *alike[3]; /* parameters that two alike have in common, then NULL; none: the id */
} FactPartSpec;

const FactPartSpec *fact_parts_get(guint *out_count);
/* The row of such parts of such an owner; NULL: it has none. */
const FactPartSpec *fact_part_find(FactKind owner, FactKind kind);
/* The kind of the owner's parts that are written so; FACT_N_KINDS: it has none. */
FactKind fact_kind_find_part(FactKind owner, const char *element);

/* Where a thing says how it is related to another one. */
typedef struct {
    FactKind kind;
    const char *path; /* of the attribute with the other one's id, below the element */
    FactRelation relation;
    FactKind target;
    const char *missing; /* as that of parts */
    gboolean is_single;  /* a thing has one at the most */
    gboolean inherits;   /* what the other one says holds here, as FactInheritance has it */
} FactRelationSpec;

const FactRelationSpec *fact_relations_get(guint *out_count);
/* Those along which a kind inherits: a bit set of FactRelation. */
guint fact_inheriting_relations(FactKind kind);
