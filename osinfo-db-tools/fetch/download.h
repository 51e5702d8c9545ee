/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Fetches a file from a web server into a temporary file without a name: its size, the time it
 * takes, redirects and attempts are limited; a transfer that breaks goes on where it stopped; a bar
 * shows on a terminal how far it is. Proxies are those of the system (GProxyResolver).
 *
 * What may go away by itself is tried again, after a delay that doubles: 408, 429, 500, 502, 503
 * and 504, a connection that breaks, a server that falls silent. What a refusal, a missing name or
 * a certificate says is the end.
 */
#pragma once

#include <glib.h>

/* 0 and NULL stand for what the configuration says (settings.h). */
typedef struct {
    guint64 max_size;     /* bytes; what is larger is refused */
    const char *etag;     /* validators of what the caller has, as an earlier answer gave them; */
    const char *modified; /* NULL: not known */
    gboolean is_quiet;    /* no bar */
    gboolean is_tried_once;
} DownloadOptions;

typedef struct {
    int file;     /* owned, at its beginning; -1: what the caller has is still right */
    guint64 size; /* bytes */
    char *uri;    /* owned; where redirects led to, without a password */
    char *etag;   /* owned; for the next request; NULL: the server said none */
    char *modified;
} Download;

#define DOWNLOAD_INIT                                                                              \
    {                                                                                              \
        .file = -1                                                                                 \
    }

/* Closes and frees what is inside. */
void download_clear(Download *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Download, download_clear)

/* Fetches http:, https: or file: (a regular file is copied). Blocks. FALSE with an error, which
 * names the address; @out_download is then as it was. G_IO_ERROR_NOT_FOUND says that the server has
 * no such file. @options may be NULL. */
gboolean download_run(const char *uri, const DownloadOptions *options, Download *out_download,
                      GError **error);

/* The same for those who want just the file: its descriptor, at its beginning, for the caller to
 * close; -1 with an error. */
int download_fetch(const char *uri, const DownloadOptions *options, GError **error);
