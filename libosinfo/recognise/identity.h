/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Which systems of a database are called so elsewhere: in an os-release file, on a medium, in other
 * people's lists. All from the index of the store (store/README.md 10), in microseconds; no object is
 * made. What an answer is worth is left to whoever asks.
 *
 *     g_autoptr(GArray) claims = identity_find_claims(store, evidence);
 *
 *     for each IdentityClaim: identity_find_systems() has the systems that are called just so; when
 *     there are none, identity_find_nearest() has the relative, and the claim's version is what the
 *     medium says.
 */
#pragma once

#include "facts/identity.h"
#include "format/evidence.h"
#include "store/store_reader.h"

/* The scheme of which a medium may tell several systems: each one's build stands before its product. */
#define IDENTITY_SCHEME_WINDOWS "windows"

/* Names that differ in their version alone: entries of the index, in the order of the versions. */
typedef struct {
    guint32 first;
    guint32 count;
} IdentityFamily;

/* A name that was found: of which family, and which version of it. */
typedef struct {
    const char *scheme;    /* static; such as "os-release", or "content" for expressions */
    const char *evidence;  /* key of the evidence that told the family; NULL: a program asked */
    IdentityFamily family; /* never empty */
    char *version;         /* owned; as it was said; NULL: nothing is said of it */
    char *name;            /* owned; the name in full, where a scheme needs it; NULL */
} IdentityClaim;

/* A system that is called so, and what states it. Records of the store. */
typedef struct {
    guint32 os;
    guint32 identity;
} IdentityMatch;

/* What evidence says in all schemes, of families that the store knows, in the order of the schemes,
 * then of the evidence; a new array of IdentityClaim, which frees its texts. */
GArray *identity_find_claims(Store *store, const Evidence *evidence);

/* The claim that a name makes, such as "fedora:44" in the scheme os-release. FALSE: the store knows
 * no such family, or it is no name of the scheme. */
gboolean identity_claim_name(Store *store, const char *scheme, const char *name,
                             IdentityClaim *out_claim);
void identity_claim_clear(IdentityClaim *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(IdentityClaim, identity_claim_clear)

/* The systems that are called just so, in the order of the store; a new array of IdentityMatch, empty
 * when the family has no such version. Those that state the version go before those that state a
 * version that it begins with (3.20.* for 3.20.3), and these before those of any version. A claim
 * without a version is met by systems that state none. Of CPE names those whose update and edition are
 * just those go before those that leave one of them open. */
GArray *identity_find_systems(Store *store, const IdentityClaim *claim);

/* Does the system state a name in the scheme? */
gboolean identity_has_scheme(Store *store, guint32 os, const char *scheme);

/* All systems of the family, oldest version first; a new array of IdentityMatch. */
GArray *identity_list_family(Store *store, const IdentityClaim *claim);

/* The released system of the family with the greatest version that is not above the claimed one, of
 * several the one that is not rolling, then the newest release; when all are above it one with the
 * smallest; without a version the newest. Systems that are not released count where there are no others.
 * Record of an OS; STORE_NONE with a damaged store only. */
guint32 identity_find_nearest(Store *store, const IdentityClaim *claim);

/* Likewise of all systems in the series of @unknown, which is its entry for releases to come; @version may be NULL. STORE_NONE:
 * there is none. */
guint32 identity_find_nearest_of_series(Store *store, guint32 unknown, const char *version);

/* The entry for releases to come of the series of a system: that of the version's first number
 * ("8-unknown") if there is one, else "unknown". Record of an OS; STORE_NONE: there is none. */
guint32 identity_find_unknown(Store *store, guint32 os, const char *version);

/* The systems that a name in a scheme means, best first; a new array of guint32, records of OSes. Of
 * libguestfs also those with such a short id, which is what it hands out as a rule. */
GArray *identity_find_by_name(Store *store, const char *scheme, const char *name);
