/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What the project has published: the newest release and the newest nightly build.
 *
 * The server has a document for each, latest.json and nightly.json, beside it perhaps its signature
 * (latest.json.asc, OpenPGP, detached):
 *
 *     {
 *       "version": 1,
 *       "expires": "2026-04-03T00:00:00Z",
 *       "keys": "2c26b46b…",
 *       "release": {
 *         "version": "20260320",
 *         "archive": "https://…/osinfo-db-20260320.tar.xz",
 *         "signature": "https://…/osinfo-db-20260320.tar.xz.asc",
 *         "sha256": "9f86d081…",
 *         "size": 171234
 *       }
 *     }
 *
 * The outer version is that of the format, and may be missing; so may the time (ISO 8601, with a
 * zone) from which on nobody should believe the document any more: a copy of it that somebody kept
 * back tells nothing of what was published since. So may the sha256 of keys.asc beside it, which
 * tells who has read that once whether to read it again. Addresses may be relative to the
 * document's own. A nightly build need not have a version; signature, sha256 (64 hexadecimal
 * digits) and size (bytes) need not be there. Other members are ignored.
 */
#pragma once

#include <glib.h>

#include "common/descriptor.h"

typedef enum {
    LATEST_RELEASE,
    LATEST_NIGHTLY,
} LatestKind;

typedef struct {
    char *version;     /* trimmed; NULL: not said, which only a nightly build may do */
    char *archive;     /* URI */
    char *signature;   /* URI; NULL: none is announced */
    char *sha256;      /* of the archive, lower case; NULL: not said */
    gint64 size;       /* of the archive, bytes; -1: not said */
    gint64 expires;    /* seconds since 1970; G_MAXINT64: not said */
    char *keys_sha256; /* of keys.asc, lower case; NULL: not said */
    char *uri;         /* of the document itself, before redirects */
    AutoFd document;   /* its bytes, for who checks its signature; -1: none */
    AutoFd keys;       /* what latest_fetch_keys() got; -1: nothing */
    gboolean is_asked_for_keys;
    struct Signature *document_signature; /* owned; trust.c's; NULL: not asked for yet */
} Latest;

/* Asks the project's server, which settings.h knows, with one small request. Blocks. NULL with an
 * error. */
Latest *latest_fetch(LatestKind kind, GError **error);

/* Reads a document; @uri is where it was found. NULL with an error. */
Latest *latest_parse(const char *text, gsize length, const char *uri, LatestKind kind,
                     GError **error);

/* Descriptor of the keys that stand beside it, keys.asc, which the server is asked for once; -1:
 * none. Borrowed. Blocks. */
int latest_fetch_keys(Latest *self);

/* Were they asked for, and are they those that the document tells of? */
gboolean latest_has_right_keys(const Latest *self);

/* Do two that were fetched have the same bytes? */
gboolean latest_is_same(const Latest *a, const Latest *b);

/* Is the archive, a descriptor of a regular file, the one that was announced, as far as size and
 * sha256 say? Leaves the descriptor at its beginning. FALSE with an error. */
gboolean latest_check_archive(const Latest *self, int archive, GError **error);

void latest_free(Latest *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Latest, latest_free)
