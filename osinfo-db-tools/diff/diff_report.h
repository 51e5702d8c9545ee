/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * How osinfo-db-diff says what differs: all print to standard output.
 */
#pragma once

#include "diff/diff.h"

/* @entities: of DiffEntity. The files say what the databases are called. */
typedef void (*DiffReport)(GPtrArray *entities, const InputFiles *old, const InputFiles *current);

void diff_report_text(GPtrArray *entities, const InputFiles *old, const InputFiles *current);
void diff_report_json(GPtrArray *entities, const InputFiles *old, const InputFiles *current);
void diff_report_markdown(GPtrArray *entities, const InputFiles *old, const InputFiles *current);

/* What may have happened to an entity. */
typedef enum {
    DIFF_ADDED,
    DIFF_REMOVED,
    DIFF_CHANGED,
    DIFF_N_FATES,
} DiffFate;

DiffFate diff_report_fate(const DiffEntity *entity);

/* How the entities of a kind are called in texts: "systems". */
const char *diff_report_plural(const char *kind);

/* What happened to how many: "3 added". A new text. */
char *diff_report_count(DiffFate fate, guint count);

/* Counts, "systems: 3 added, 1 removed; devices: 2 changed". A new text; "no differences" for no
 * entities. */
char *diff_report_summary(GPtrArray *entities);

/* Is this about a part of an item that came or went as a whole? @previous: the change before, or
 * NULL. */
gboolean diff_report_is_detail(const DiffChange *change, const DiffChange *whole);
