/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * What a medium calls itself. It serves those that the database does not know; it knows no database.
 */
#pragma once

#include "format/evidence.h"

typedef struct {
    const char *key;     /* of the evidence, borrowed from it; NULL: it has no name */
    char *name;          /* owned */
    char *version;       /* owned; NULL: none */
    gboolean is_product; /* whoever writes it calls his own product so, whatever that was made of */
} OwnName;

/* Begins with zeros where there is none. */
void own_name_find(const Evidence *evidence, OwnName *out_name);
void own_name_clear(OwnName *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(OwnName, own_name_clear)
