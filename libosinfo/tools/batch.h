/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Identifies many media, trees and disks, several at a time, and tells of them in their order.
 */
#pragma once

#include "tools/identification.h"

typedef struct Batch Batch;

/* Told one after the other, though not always by the same thread. */
typedef void (*BatchTellFunc)(const Identification *identification, gpointer data);

/* An empty one. @db must outlive it; @takes_nearest: see identification_judge(). */
Batch *batch_new(OsinfoDb *db, gboolean takes_nearest);
void batch_free(Batch *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Batch, batch_free)

void batch_add(Batch *self, SubjectType type, const char *path);
/* A medium that could not even be looked for; takes over @error. */
void batch_add_failed(Batch *self, const char *path, GError *error);

/* Identifies all that was added, each as soon as may be, and tells of each as soon as all before it are told. Returns
 * when that is done. */
void batch_run(Batch *self, BatchTellFunc tell, gpointer data);
