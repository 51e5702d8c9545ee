/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * What the claims of a medium or tree mean: the systems of each, what it is worth, and which one decides.
 */
#pragma once

#include "recognise/identity.h"

/* What a claim means. */
typedef struct {
    const IdentityClaim *claim;
    GArray *systems;    /* owned; of guint32; empty: the version is not known */
    guint32 nearest;    /* system, STORE_NONE with a damaged store */
    const char *distro; /* of the nearest; may be NULL */
    IdentityWeight weight;
} Said;

/* A new array of Said. */
GArray *said_new_list(void);

/* Adds what each of @claims means, which must outlive it. */
void said_interpret(Store *store, FactKind kind, const GArray *claims, GArray *said);

/* The one that decides; NULL: there is none. */
const Said *said_find_best(Store *store, const GArray *said);

/* It gives less than content, and may be what a parent left behind. */
gboolean said_is_hint(const Said *said);

/* Does it tell of another system on the same medium? */
gboolean said_is_beside(const Said *said, const Said *best);

/* Is it content that names another known system than content does that decides, of a family that is none of its
 * relatives? Then nothing says which of them the medium is of. */
gboolean said_is_rival(Store *store, const GArray *said, const Said *one, const Said *best);
