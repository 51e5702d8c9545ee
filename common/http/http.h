/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The client side of HTTP, as far as the remote module and the tools of databases share it: a
 * request and its answer, waits that end, what went wrong in words, where a redirect may lead. What
 * is asked for and what becomes of the bytes is left to them. They alone compile this folder in,
 * and it alone knows libsoup.
 *
 * libsoup works in a main context that belongs to the client and runs only while a call waits, so
 * the caller's own context stays as it is. A wait ends with an answer, or because the operation is
 * cancelled, by the caller or by a watchdog when time is up. Both come from other threads and cut the
 * connections, since libsoup does not come back to the context while a server keeps it busy; when it
 * does, the operation is cancelled there. Around requests, reading and closing, that context must be
 * the thread's default one (g_main_context_push_thread_default()).
 */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Those that callers tell apart. */
enum {
    HTTP_OK = 200,
    HTTP_NON_AUTHORITATIVE = 203,
    HTTP_PARTIAL_CONTENT = 206,
    HTTP_NOT_MODIFIED = 304,
    HTTP_RANGE_NOT_SATISFIABLE = 416,
};

typedef struct {
    const char *user_agent;
    GTlsDatabase *certificates; /* borrowed; whom to trust; NULL: the system's; for init() only */
    guint idle_timeout;         /* milliseconds without a word from the server */
    guint total_timeout;        /* milliseconds for all requests */
    gboolean stays_on_host;     /* redirects lead to no other host */
    /* Says why a redirect to @target is not followed (address_may_lead_to(), or the line above). */
    void (*set_refusal)(GUri *target, GError **error);
} HttpOptions;

typedef struct {
    HttpOptions options;
    GMainContext *context;               /* owned; NULL: nothing was begun */
    struct _SoupSession *session;        /* owned */
    struct HttpWatchdog *watchdog;       /* owned */
    struct HttpConnections *connections; /* owned */
    GUri *uri;                           /* owned; where redirects led to */
    gint64 deadline;                     /* monotonic time, microseconds */
    GCancellable *reading; /* borrowed; of the read that is under way; NULL: none is */
    guint64 arrived;       /* bytes of a body, as they were sent, since it began */
    guint64 most_arriving; /* bytes that it may take in */
} HttpClient;

/* What is wanted of a file; zeroes: all of it. */
typedef struct {
    guint64 first, last;           /* the first and the last byte; 0 and G_MAXUINT64: no limit */
    const char *if_range;          /* validator; NULL: none */
    const char *if_none_match;     /* likewise */
    const char *if_modified_since; /* likewise */
} HttpRequest;

typedef struct {
    HttpClient *client;           /* borrowed */
    struct _SoupMessage *message; /* owned */
    GInputStream *body;           /* owned; NULL: nothing is open */
    guint status;
} HttpAnswer;

/* The time for all requests begins here. FALSE with an error: there is no thread to watch over it. */
gboolean http_client_init(HttpClient *self, GUri *uri, const HttpOptions *options, GError **error);

/* Closes all connections. Zeroes are fine, too. */
void http_client_clear(HttpClient *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(HttpClient, http_client_clear)

/* Milliseconds until the deadline. */
guint http_client_get_time_left(const HttpClient *self);

/* What is asked for next is at @uri. */
void http_client_set_uri(HttpClient *self, GUri *uri);

/* Asks for what is at the client's URI, in the bytes that are there, and follows redirects; the URI
 * is then where they led to. The body of the answer is open, whatever its status. FALSE with an
 * error that a caller without libsoup understands. */
gboolean http_client_request(HttpClient *self, const HttpRequest *request, HttpAnswer *out_answer,
                             GCancellable *cancellable, GError **error);

/* Closes the body. Zeroes are fine, too. */
void http_answer_clear(HttpAnswer *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(HttpAnswer, http_answer_clear)

/* NULL: the server said nothing of it. */
const char *http_answer_get_header(const HttpAnswer *self, const char *name);

/* Bytes that the whole body has, as read; -1: not known. */
gint64 http_answer_get_length(const HttpAnswer *self);

/* Which part it is, and the size of the whole, -1: not known. FALSE: the server does not say. */
gboolean http_answer_get_range(const HttpAnswer *self, gint64 *out_first, gint64 *out_last,
                               gint64 *out_size);

/* Is what is read decoded, so that it is longer than what was sent? */
gboolean http_answer_is_encoded(const HttpAnswer *self);

/* Sets the error of a status that is not a success; what the answer still has is of no use. Always
 * FALSE. *@out_is_transient, if wanted: may it go away by itself? */
gboolean http_answer_fail(const HttpAnswer *self, gboolean *out_is_transient, GError **error);

/* Reads some bytes of the body; 0: its end, -1: an error, as above. @size must not be small: libsoup
 * reads what follows the last chunk into the same memory, and complains when that is too short. */
gssize http_answer_read(HttpAnswer *self, void *buffer, gsize size, GCancellable *cancellable,
                        GError **error);

/* Lets libsoup see the end of a body of which all bytes were read, if it is here: the connection may
 * then stay. What still comes is lost. */
void http_answer_see_end(HttpAnswer *self);

/* Did a body in chunks, all read, end without the last one? */
gboolean http_answer_is_truncated(const HttpAnswer *self);

/* May an error of a request or of reading go away by itself? */
gboolean http_is_transient(const GError *error);

G_END_DECLS
