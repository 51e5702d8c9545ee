/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * What the files of OsinfoDownload share.
 */
#pragma once

#include "download/checksums.h"
#include "download/download_rule.h"
#include "osinfo/osinfo_download.h"

struct _OsinfoDownload {
    GObject parent_instance;

    /* what the database says */
    char *stated_url;
    char *stated[DIGEST_N_TYPES]; /* digests of what is there; NULL: none */
    gint64 stated_size;           /* bytes; -1: not known */
    DownloadRule *rule;           /* NULL: there is none */
    GPtrArray *keys;              /* SigningKey */
    GPtrArray *key_names;         /* fingerprints and public keys, borrowed of @keys; NULL behind */

    /* what the program says */
    GPtrArray *key_folders; /* paths */
    GTlsDatabase *certificates;
    guint64 max_size; /* bytes */

    /* what was found out */
    gboolean is_resolved;
    char *url;  /* where the file is: of the newest point release that is known */
    char *list; /* the address of the list that told; NULL: none did */
    int digest_type;
    char *digest;      /* hexadecimal digits, lower case; NULL: not known */
    gint64 size;       /* bytes; -1: not known */
    GBytes *signature; /* of the file; NULL: there is none, or it was not asked for */
    char *signer;      /* fingerprint or public key; NULL: not signed */
    OsinfoDownloadTrust trust;
    gint64 next_signal;    /* monotonic time, microseconds: of "progress" */
    GMainContext *context; /* where "progress" is told; NULL: in the thread that does it */
};

/* Bytes that are kept of one text of the vendor's. */
#define DOWNLOAD_MAX_INDEX (4 * 1024 * 1024)

/* All of what is at an address, @max bytes at most; NULL with an error. Blocks. */
GBytes *download_read_text(OsinfoDownload *self, const char *url, guint64 max,
                           gboolean stays_on_host, GCancellable *cancellable, GError **error);
/* May another address have what this one has not? */
gboolean download_is_elsewhere(const GError *error);
/* FALSE with an error: it was cancelled. */
gboolean download_pause(guint milliseconds, GCancellable *cancellable, GError **error);

/* Tells whoever looks how far it is; rarely, unless @is_last. */
void download_tell_progress(OsinfoDownload *self, guint64 done, gint64 total, gboolean is_last);

/* The addresses of the file: @url, and the mirrors of what is there; a new array of texts. */
GPtrArray *download_list_places(OsinfoDownload *self, const char *url);

/* Finds out what the file must be. @is_newest_wanted: of the newest point release. */
gboolean download_resolve(OsinfoDownload *self, gboolean is_newest_wanted,
                          GCancellable *cancellable, GError **error);

/* Is the list signed as the rule says, if it says so? *@out_text is what is signed, of the list. */
gboolean download_check_list(OsinfoDownload *self, const char *url, GBytes *list, GBytes **out_text,
                             GCancellable *cancellable, GError **error);
/* Fetches the signature of the file. */
gboolean download_fetch_signature(OsinfoDownload *self, GCancellable *cancellable, GError **error);
/* Is this file signed as the rule says? Reads all of it. */
gboolean download_check_file(OsinfoDownload *self, int file, GCancellable *cancellable,
                             GError **error);

/* Is the open file what was published? Reads all of it. */
gboolean download_verify_file(OsinfoDownload *self, int file, GCancellable *cancellable,
                              GError **error);
/* Of a file of which all bytes were digested: @digest of them, NULL if there is none to compare. */
gboolean download_compare(OsinfoDownload *self, guint64 size, const char *digest, GError **error);
/* What the file is digested with; NULL: no digest is known. */
GChecksum *download_new_checksum(OsinfoDownload *self);
