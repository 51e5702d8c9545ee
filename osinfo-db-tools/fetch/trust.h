/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * May an archive be unpacked? Decided from what stands around it, before a byte of it is looked at.
 *
 * 1. An archive that latest.json announces has the size and sha256 that stand there.
 * 2. If latest.json is signed (latest.json.asc) and says a sha256, that is the signature of the
 *    archive, too.
 * 3. Otherwise the archive's own signature counts: the one that latest.json names, else the file
 *    or address of the archive with ".asc" behind.
 *
 * A key that is not known here is looked for in keys.asc beside latest.json, and counts when one that
 * does has certified it (key_chain.h). What that says is revoked stays so, if the caller keeps the set
 * of fingerprints @revoked, to which it is added: an older keys.asc, or none, does not bring it back.
 *
 * A good signature is good enough. One that is bad or expired, or whose key has expired or was
 * revoked, never is. Without a signature, or with one by a key that is not known here, it depends on
 * whether one is required (settings.h). One that latest.json names but the server does not have, or
 * that cannot be had or checked at all, is an error where one is required, and otherwise none.
 */
#pragma once

#include <glib.h>

#include "fetch/latest.h"

typedef enum {
    TRUST_SIGNED,
    TRUST_NOT_ASKED_FOR, /* there is no good signature, and none is wanted */
    TRUST_DOUBTFUL,      /* one is wanted, but the archive may have it */
    TRUST_REFUSED,       /* one is wanted for everything */
} TrustVerdict;

/* May it be believed that @latest tells what was published last? Blocks; asks the server for the
 * signature. FALSE with an error: it must not be used, since it expired or its signature is wrong.
 * @known_keys: sha256 of the site's keys that were read last; others are read; NULL: none were.
 * *@out_note is a line for the user, as new text. */
gboolean trust_check_document(Latest *latest, GHashTable *revoked, const char *known_keys,
                              TrustVerdict *out_verdict, char **out_note, GError **error);

/* Decides about @archive, a descriptor of a regular file, which is left at its beginning. @location
 * is the path or address that it came from; NULL: a pipe, so that nothing stands beside it. @latest
 * is what announced it; NULL: nothing did. Blocks; may ask the server for signatures. FALSE with an
 * error: no. TRUE: *@out_note is a line for the user, as new text, and *@out_is_signed whether
 * there was a good signature; without one the line is a warning. Both may be NULL. */
gboolean trust_check(int archive, const char *location, Latest *latest, GHashTable *revoked,
                     gboolean *out_is_signed, char **out_note, GError **error);
