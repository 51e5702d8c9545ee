/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * Gives ranges of the bytes that a web server has. What the bytes mean is left to the formats;
 * remote_fetch.c has whole files.
 *
 * One answer of the server is open at a time, with a body that begins and ends somewhere in the
 * data (RFC 9110, 14): in the part that was asked for when the server knows ranges, otherwise at
 * the start. A read takes from that body what it has, or sends another request.
 *
 * How requests and waits go is common/http/'s.
 *
 * What a server says is not trusted: parts other than the one asked for, sizes that change, bodies
 * that end early or never are errors, and time and bytes that a source may cost are limited.
 */

#include "config.h"

#include <inttypes.h>
#include <string.h>

#include "common/address.h"
#include "common/http/http.h"
#include "common/translate.h"
#include "source/remote_module.h"

/* Some mirrors send other data to programs they do not know. */
#define USER_AGENT "Wget/1.0"

#define IDLE_TIMEOUT (30 * 1000)    /* milliseconds */
#define TOTAL_TIMEOUT (60 * 1000)   /* milliseconds */
#define MAX_SKIP (64 * 1024 * 1024) /* bytes that a source reads and throws away */

typedef struct {
    Source parent;
    HttpClient http;
    HttpAnswer answer;         /* its body is open, or nothing is */
    GCancellable *cancellable; /* owned, may be NULL */
    char *name;                /* owned; of the URI that was asked for, without a password */
    gint64 size;               /* bytes; -1: not known */
    guint64 limit;             /* there is nothing from here on; G_MAXUINT64: not known */
    guint64 skipped;           /* bytes */
    gboolean is_odd;           /* the last answer to a range made no sense */
    gboolean is_whole;         /* ranges are not asked for any more */
    guint64 position;          /* of the next byte of the body in the data */
    guint64 end;               /* where the body must end; G_MAXUINT64: not known */
    gsize taken, filled;       /* bytes of buffer */
    guint8 buffer[16384];      /* of the body */
} RemoteSource;

static void
set_invalid(GError **error, const char *reason)
{
    g_set_error_literal(error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA, reason);
}

/* What was asked for may be had in another way. */
static gboolean
fail_odd(RemoteSource *self, const char *reason, GError **error)
{
    self->is_odd = TRUE;
    set_invalid(error, reason);
    return FALSE;
}

/* Bodies */

/*
 * Makes the buffer hold bytes, if the body has any more. At its end the end of the data is known; a
 * body that ends too early is an error.
 */
static gboolean
fill_buffer(RemoteSource *self, GCancellable *cancellable, GError **error)
{
    if (self->taken < self->filled)
        return TRUE;

    g_autoptr(GError) cause = NULL;
    gssize count =
        http_answer_read(&self->answer, self->buffer, sizeof(self->buffer), cancellable, &cause);

    if (count < 0 && !g_error_matches(cause, G_IO_ERROR, G_IO_ERROR_PARTIAL_INPUT)) {
        g_propagate_error(error, g_steal_pointer(&cause));
        return FALSE;
    }
    if (count < 0 ||
        (count == 0 && (self->end != G_MAXUINT64 || http_answer_is_truncated(&self->answer)))) {
        g_set_error_literal(error, G_IO_ERROR, G_IO_ERROR_PARTIAL_INPUT,
                            _("the server sent less than it announced"));
        return FALSE;
    }
    if (count == 0) {
        self->limit = self->position;
        self->size = (gint64)self->position;
    }
    self->taken = 0;
    self->filled = (gsize)count;
    return TRUE;
}

/* Takes up to @size bytes of the body, into @buffer if that is not NULL; 0 only at its end. */
static gboolean
take(RemoteSource *self, void *buffer, guint64 size, gsize *out_taken, GCancellable *cancellable,
     GError **error)
{
    if (!fill_buffer(self, cancellable, error))
        return FALSE;

    gsize count = (gsize)MIN(size, self->filled - self->taken);

    if (buffer != NULL)
        memcpy(buffer, self->buffer + self->taken, count);
    self->taken += count;
    self->position += count;
    *out_taken = count;
    return TRUE;
}

/* Closes the body. If it was read to its end, the connection stays for the next request. */
static void
close_body(RemoteSource *self)
{
    if (self->position == self->end && self->taken == self->filled)
        http_answer_see_end(&self->answer);
    http_answer_clear(&self->answer);
    self->taken = self->filled = 0;
}

/* Reads on to @offset, or to the end of the data if that comes first. */
static gboolean
skip_to(RemoteSource *self, guint64 offset, GCancellable *cancellable, GError **error)
{
    if (offset - self->position > MAX_SKIP - self->skipped) {
        g_set_error(error, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED,
                    _("the server sends no parts of files, and what is needed lies too far from "
                      "the start (%" PRIu64 " bytes)"),
                    offset);
        return FALSE;
    }
    self->skipped += offset - self->position;
    while (self->position < offset && self->position < self->limit) {
        gsize count;

        if (!take(self, NULL, offset - self->position, &count, cancellable, error))
            return FALSE;
    }
    return TRUE;
}

/* Answers */

static gboolean
note_size(RemoteSource *self, gint64 size, GError **error)
{
    if (size < 0)
        return TRUE;
    if (self->size >= 0 && self->size != size) {
        set_invalid(error, _("the file changed while it was read"));
        return FALSE;
    }
    self->size = size;
    self->limit = (guint64)size;
    return TRUE;
}

static gboolean
accept_part(RemoteSource *self, guint64 offset, GError **error)
{
    gint64 start, last, size;

    if (http_answer_is_encoded(&self->answer))
        return fail_odd(self, _("the server sent a range of a compressed file"), error);
    if (!http_answer_get_range(&self->answer, &start, &last, &size))
        return fail_odd(self, _("the server sent a range without saying which"), error);
    if (start < 0 || last < start || (size >= 0 && last >= size) || (guint64)start > offset ||
        (guint64)last < offset) {
        self->is_odd = TRUE;
        g_set_error(
            error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA,
            _("the server sent a different range than requested, from %" PRId64 " to %" PRId64),
            start, last);
        return FALSE;
    }
    self->position = (guint64)start;
    self->end = (guint64)last + 1;
    return note_size(self, size, error);
}

static gboolean
accept_whole(RemoteSource *self, GError **error)
{
    gint64 size = http_answer_get_length(&self->answer);

    if (!self->is_whole && http_answer_get_header(&self->answer, "Content-Range") != NULL)
        return fail_odd(self, _("the server sent a range and calls it the whole"), error);

    self->position = 0;
    self->end = size >= 0 ? (guint64)size : G_MAXUINT64;
    return note_size(self, size, error);
}

/* There is nothing at @offset. The server may tell the size behind "bytes *" and a slash. */
static gboolean
accept_end(RemoteSource *self, guint64 offset, GError **error)
{
    const char *range = http_answer_get_header(&self->answer, "Content-Range");
    guint64 size = 0;
    gboolean has_size =
        range != NULL && g_str_has_prefix(range, "bytes */") &&
        g_ascii_string_to_unsigned(range + strlen("bytes */"), 10, 0, G_MAXINT64, &size, NULL);

    close_body(self);
    if ((has_size && size > offset) || (self->size >= 0 && (guint64)self->size > offset))
        return fail_odd(self, _("the server refused a range that the file has"), error);
    if (!has_size && !self->is_whole)
        return fail_odd(self, _("the server refused a range"), error);
    self->limit = MIN(self->limit, offset);
    return note_size(self, has_size ? (gint64)size : -1, error);
}

static void
set_refusal(GUri *target, GError **error)
{
    if (strcmp(g_uri_get_scheme(target), "http") != 0)
        set_invalid(error, _("the server redirects to an address that is not supported"));
    else
        g_set_error_literal(
            error, G_IO_ERROR, G_IO_ERROR_PERMISSION_DENIED,
            _("the server redirects from https to plain http, which is not followed"));
}

/* Requests */

/* Opens a body that has the byte at @offset, or learns that there is none. */
static gboolean
request_part(RemoteSource *self, guint64 offset, const HttpRequest *part, GCancellable *cancellable,
             GError **error)
{
    close_body(self);
    self->is_odd = FALSE;
    if (!http_client_request(&self->http, part, &self->answer, cancellable, error))
        return FALSE;
    self->position = 0;
    self->end = G_MAXUINT64;
    switch (self->answer.status) {
    case HTTP_PARTIAL_CONTENT:
        return accept_part(self, offset, error);
    case HTTP_OK:
    case HTTP_NON_AUTHORITATIVE:
        return accept_whole(self, error);
    case HTTP_RANGE_NOT_SATISFIABLE:
        return accept_end(self, offset, error);
    default:
        return http_answer_fail(&self->answer, NULL, error);
    }
}

/* The same. A server whose answer to a range is of no use is asked for the whole from then on. */
static gboolean
request(RemoteSource *self, guint64 offset, gsize size, GCancellable *cancellable, GError **error)
{
    const HttpRequest part = {.first = offset, .last = offset + size - 1};
    const HttpRequest whole = {.last = G_MAXUINT64};
    g_autoptr(GError) cause = NULL;

    if (!self->is_whole && request_part(self, offset, &part, cancellable, &cause))
        return TRUE;
    if (!self->is_whole && !self->is_odd) {
        g_propagate_error(error, g_steal_pointer(&cause));
        return FALSE;
    }
    self->is_whole = TRUE;
    return request_part(self, offset, &whole, cancellable, error);
}

/* Makes @offset the next byte of the body, unless there is nothing at it. */
static gboolean
seek(RemoteSource *self, guint64 offset, gsize size, GCancellable *cancellable, GError **error)
{
    gboolean has_offset =
        self->answer.body != NULL && self->position <= offset && offset < self->end;

    if (!has_offset && !request(self, offset, size, cancellable, error))
        return FALSE;
    return offset >= self->limit || skip_to(self, offset, cancellable, error);
}

/* The source */

static gboolean
read_range(RemoteSource *self, guint64 offset, guint8 *buffer, gsize size, gsize *out_read,
           GCancellable *cancellable, GError **error)
{
    gsize done = 0;

    while (done < size && offset + done < self->limit) {
        guint64 next = offset + done;
        gsize count;

        if (!seek(self, next, size - done, cancellable, error))
            return FALSE;
        if (next >= self->limit)
            break;
        if (!take(self, buffer + done, MIN(size - done, self->end - next), &count, cancellable,
                  error))
            return FALSE;
        done += count;
    }
    *out_read = done;
    return TRUE;
}

static gssize
remote_read(Source *source, guint64 offset, void *buffer, gsize size, GError **error)
{
    RemoteSource *self = (RemoteSource *)source;
    gsize count = 0;

    /* HTTP counts further, but nobody else does. */
    size = offset > G_MAXINT64 ? 0 : (gsize)MIN(size, G_MAXINT64 - offset);

    g_main_context_push_thread_default(self->http.context);

    gboolean is_read = read_range(self, offset, buffer, size, &count, self->cancellable, error);

    /* The next read starts anew. */
    if (!is_read)
        close_body(self);
    g_main_context_pop_thread_default(self->http.context);
    if (!is_read)
        g_prefix_error(error, _("cannot read '%s': "), self->name);
    return is_read ? (gssize)count : -1;
}

static gint64
remote_get_size(Source *source)
{
    return ((RemoteSource *)source)->size;
}

static void
remote_close(Source *source)
{
    RemoteSource *self = (RemoteSource *)source;

    g_main_context_push_thread_default(self->http.context);
    close_body(self);
    g_main_context_pop_thread_default(self->http.context);
    http_client_clear(&self->http);
    g_clear_object(&self->cancellable);
    g_free(self->name);
    g_free(self);
}

static const SourceOperations remote_operations = {
    .read = remote_read,
    .get_size = remote_get_size,
    .close = remote_close,
};

static GUri *
parse_uri(const char *text, GError **error)
{
    g_autoptr(GError) cause = NULL;
    g_autoptr(GUri) uri = address_parse(text, &cause);

    if (uri != NULL)
        return g_steal_pointer(&uri);
    g_set_error(error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT,
                _("'%s' is not a valid address: %s"), text, cause->message);
    return NULL;
}

/* NULL with an error. */
static RemoteSource *
new_source(GUri *uri, const SourceRequest *how, GError **error)
{
    const RemoteOptions *options = &how->remote;
    const HttpOptions http_options = {
        .user_agent = USER_AGENT,
        .certificates = options->tls_database,
        .idle_timeout = options->idle_timeout != 0 ? options->idle_timeout : IDLE_TIMEOUT,
        .total_timeout = options->total_timeout != 0 ? options->total_timeout : TOTAL_TIMEOUT,
        .set_refusal = set_refusal,
    };
    RemoteSource *self = g_new0(RemoteSource, 1);

    if (!http_client_init(&self->http, uri, &http_options, error)) {
        g_free(self);
        return NULL;
    }
    self->parent.operations = &remote_operations;
    self->name = g_uri_to_string_partial(uri, G_URI_HIDE_PASSWORD);
    g_set_object(&self->cancellable, how->cancellable);
    self->size = -1;
    self->limit = G_MAXUINT64;
    self->is_whole = how->is_text;
    return self;
}

static Source *
open_remote(const char *text, const SourceRequest *how, GError **error)
{
    g_autoptr(GUri) uri = parse_uri(text, error);

    RemoteSource *self = uri != NULL ? new_source(uri, how, error) : NULL;

    if (self == NULL)
        return NULL;
    g_main_context_push_thread_default(self->http.context);

    gboolean is_open = request(self, how->first_offset, how->first_size, self->cancellable, error);

    g_main_context_pop_thread_default(self->http.context);
    if (is_open)
        return &self->parent;
    g_prefix_error(error, _("cannot read '%s': "), self->name);
    remote_close(&self->parent);
    return NULL;
}

const RemoteModule osinfo_remote_module = {
    .parent = {.build = OSINFO_MODULE_BUILD},
    .open = open_remote,
    .fetch = remote_fetch,
};
