/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * A thing that says its name, digests and size in members of its own, for the forms that have such
 * things.
 */
#pragma once

#include "download/checksums.h"

#define LIST_OBJECT_MAX_NAMES 4 /* names and addresses of one thing */

typedef struct {
    char *names[LIST_OBJECT_MAX_NAMES];
    guint n_names;
    char *digests[DIGEST_N_TYPES];
    char *others[DIGEST_N_TYPES]; /* what else it says of a type */
    gint64 size;                  /* bytes, and 1 more; 0: not said */
} ListObject;

/* A member; what is no name, digest or size is passed over. */
void list_object_add(ListObject *self, const char *key, const char *value);

/* All of it was seen: tells @checksums, and is empty again. */
void list_object_end(ListObject *self, Checksums *checksums);

void list_object_clear(ListObject *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(ListObject, list_object_clear)
