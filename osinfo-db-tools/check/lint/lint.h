/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Semantic rules for database files: what the schema cannot say. A rule sees all files at once and
 * reports faults with file and line. The tests of the database and `osinfo-db-validate --lint` run
 * the same rules.
 */
#pragma once

#include <gio/gio.h>
#include <libxml/tree.h>

#include "check/schema_model.h"

typedef struct {
    char *path; /* as it is shown */
    char *name; /* below the database: os/example.org/heron-4.xml */
    xmlDoc *document;
} LintFile;

/* An element below <libosinfo>. The master of an entity and its extensions are one each. */
typedef struct {
    const LintFile *file;
    xmlNode *node;
    char *id; /* "" when it is missing */
} LintEntity;

typedef struct {
    const char *rule; /* static */
    char *path;
    long line; /* from 1 */
    char *text;
} LintFault;

typedef struct {
    GPtrArray *files;    /* of LintFile */
    GPtrArray *entities; /* of LintEntity, in the order of the files */
    GHashTable *by_id;   /* id: GPtrArray of LintEntity */
    GPtrArray *faults;   /* of LintFault */
    const char *rule;    /* that is running */
    const char *pci_ids; /* path of the list; NULL: that of this system */
    const char *usb_ids;
    GHashTable *listed; /* ids of devices in the lists; NULL: they were not read yet */
    gboolean has_pci;   /* could it be read? */
    gboolean has_usb;
    guint32 today;             /* Julian day; 0: it does not matter */
    guint32 day;               /* the same, if somebody gave it: what comes out on it is out */
    const SchemaModel *schema; /* for the words that it knows; NULL: any word is known */
} LintDatabase;

typedef struct {
    const char *name;        /* ids, dates … */
    const char *description; /* what holds for every file, in a line */
    void (*check)(LintDatabase *database);
} LintRule;

/* @schema is borrowed. */
LintDatabase *lint_database_new(const SchemaModel *schema);
void lint_database_free(LintDatabase *database);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(LintDatabase, lint_database_free)

/* Reads a file; @name is its place below the database. FALSE when it is not well-formed XML. */
gboolean lint_database_add(LintDatabase *database, const char *path, const char *name,
                           GError **error);

/* The same with a document that was read before, which is taken over. */
void lint_database_add_document(LintDatabase *database, const char *path, const char *name,
                                xmlDoc *document);

/* Runs a rule; its faults are added to those of the database, by file and line. */
void lint_database_run(LintDatabase *database, const LintRule *rule);

/* Is an entity of the kind (os, device …) defined somewhere? */
gboolean lint_database_has(LintDatabase *database, const char *kind, const char *id);

/* The first letter of an address that must be written as %XX there, or as what it is meant to be;
 * '\0': there is none. */
char lint_find_stray(const char *address);

/* For rules: the place is the line of @node. */
void lint_fault(LintDatabase *database, const LintFile *file, const xmlNode *node,
                const char *format, ...) G_GNUC_PRINTF(4, 5);
