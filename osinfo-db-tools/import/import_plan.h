/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What an import is going to do: compares an archive with the folder that it goes into. Changes
 * nothing.
 */
#pragma once

#include <glib.h>

#include "archive/archive_content.h"
#include "import/import_history.h"

/* Folders inside of folders that a target may have. */
#define IMPORT_PLAN_MAX_DEPTH 64

typedef struct {
    GPtrArray *removed; /* paths that earlier imports put there, what is in a folder before it */
    GPtrArray *kept;    /* paths that are somebody else's, folders before what is in them */
    GPtrArray *folders; /* all folders that are there */
} ImportPlan;

/* @target: descriptor of the folder, -1: it is not there. NULL with an error when the archive does
 * not fit what is there. */
ImportPlan *import_plan_make(const ArchiveContent *content, ImportHistory *history, int target,
                             GError **error);
void import_plan_free(ImportPlan *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(ImportPlan, import_plan_free)

/* Prints a line for each file that is added, changed or removed, sorted by path; nothing with an
 * error. */
gboolean import_plan_print(const ImportPlan *self, const ArchiveContent *content, int target,
                           GError **error);
