/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * What the remote module offers to the library: the table it exports as osinfo_remote_module.
 */
#pragma once

#include "base/modules.h"
#include "source/source.h"

G_BEGIN_DECLS

/* A file, or the rest of one, from its first byte to its last, into whatever takes it. */
typedef struct {
    const char *uri;
    guint64 first;          /* bytes that are there; the server may send all of them again */
    const char *validator;  /* an ETag or a date that they have; NULL: none */
    guint64 max_size;       /* bytes of the whole; what is longer is refused */
    gboolean stays_on_host; /* redirects lead to no other host */
    RemoteOptions remote;
    GCancellable *cancellable; /* borrowed, may be NULL */
    /* Once, before the first byte: where the body begins, 0 or @first, the size of the whole, -1 if the
     * server does not tell, and validators, NULL likewise. */
    gboolean (*begin)(gpointer data, guint64 first, gint64 size, const char *etag,
                      const char *modified, GError **error);
    gboolean (*write)(gpointer data, const guint8 *bytes, gsize size, GError **error);
    gpointer data;
} RemoteFetch;

typedef struct {
    ModuleTable parent;
    /* As source_open(), for an `http://` or `https://` URI. The request for the first range
     * is sent, and its answer has begun. */
    Source *(*open)(const char *uri, const SourceRequest *request, GError **error);
    /* One attempt. Blocks. FALSE with an error; *@out_is_transient: may it go away by itself? */
    gboolean (*fetch)(const RemoteFetch *request, gboolean *out_is_transient, GError **error);
} RemoteModule;

gboolean remote_fetch(const RemoteFetch *request, gboolean *out_is_transient, GError **error);

extern const RemoteModule osinfo_remote_module;

G_END_DECLS
