/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Keys, parts of keys and certifications that were seen as revoked, by their fingerprints (of a
 * certification: a digest, key_chain.c): what a history keeps of them. Whoever shows an older copy of
 * a site cannot bring them back.
 */
#pragma once

#include <glib.h>

typedef struct {
    GHashTable *set; /* texts; what was added once stays */
    guint n_kept;    /* of them, that the record has */
} RevokedKeys;

void revoked_keys_init(RevokedKeys *self);
void revoked_keys_clear(RevokedKeys *self);

/* Takes one from a record. FALSE: it is none, or one too many. */
gboolean revoked_keys_read(RevokedKeys *self, const char *fingerprint);

/* Are there some that the record has not? */
gboolean revoked_keys_has_news(const RevokedKeys *self);

/* Adds a line for each, "WORD FINGERPRINT", in an order that does not change. */
void revoked_keys_write(const RevokedKeys *self, const char *word, GString *text);
