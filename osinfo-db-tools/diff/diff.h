/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What differs between two databases: entities that came and went, and the facts that others state
 * otherwise now.
 */
#pragma once

#include "input/input_files.h"

/* A fact is found by three words, and has a value. What an entity has once, such as its version,
 * has just a subject; of media, devices and the like there are items, and these have parts:
 *
 *     version                                                     13
 *     short-id   debian13                                         (none)
 *     resources  x86_64                    minimum/ram            805306368
 *     media      x86_64 https://…/a.iso    iso/volume-id          ^Debian 13
 */
typedef struct {
    char *subject; /* the element below the entity: media, name … */
    char *item;    /* "": there is just one */
    char *part;    /* "": the item itself */
    char *old;     /* value; NULL: it was not there */
    char *current; /* value; NULL: it is gone */
} DiffChange;

typedef struct {
    char *kind; /* os, platform, device … */
    char *id;
    char *name;         /* untranslated; of the newer database if it is in both; "": it has none */
    char *short_id;     /* the first; "": it has none */
    char *release_date; /* as it is written; "": it has none */
    gboolean is_added;
    gboolean is_removed;
    GPtrArray *changes; /* of DiffChange, by subject, item and part; empty when added or removed */
} DiffEntity;

/* Compares, and returns the entities that differ, of DiffEntity, by kind and id. Files that hide
 * entities count as none. NULL with an error: a file cannot be read, or is not XML. */
GPtrArray *diff_databases(const InputFiles *old, const InputFiles *current, GError **error);
