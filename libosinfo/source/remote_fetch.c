/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Takes whole files from a web server, in one attempt: what has arrived before is asked for no more,
 * on condition that the file is still the same (RFC 9110, 13.1.5). When to try again, and whether the
 * bytes are right, is decided by who wants them.
 */
#include "config.h"

#include <inttypes.h>
#include <string.h>

#include "common/address.h"
#include "common/http/http.h"
#include "common/translate.h"
#include "source/remote_module.h"

#define USER_AGENT "libosinfo/" VERSION
#define IDLE_TIMEOUT (30 * 1000)  /* milliseconds */
#define TOTAL_TIMEOUT (60 * 1000) /* milliseconds */
#define BUFFER_SIZE 65536

typedef struct {
    const RemoteFetch *request;
    HttpClient http;
    guint64 position;      /* bytes of the whole that are there */
    gint64 size;           /* bytes of the whole; -1: not known */
    gboolean is_transient; /* the error may go away by itself */
} Transfer;

static gboolean
fail(GError **error, GIOErrorEnum code, const char *reason)
{
    g_set_error_literal(error, G_IO_ERROR, (gint)code, reason);
    return FALSE;
}

static gboolean
fail_for_now(Transfer *self, const char *reason, GError **error)
{
    self->is_transient = TRUE;
    return fail(error, G_IO_ERROR_PARTIAL_INPUT, reason);
}

static gboolean
fail_too_large(Transfer *self, GError **error)
{
    g_set_error(error, G_IO_ERROR, G_IO_ERROR_MESSAGE_TOO_LARGE,
                _("it is larger than the %" PRIu64 " bytes that are allowed"),
                self->request->max_size);
    return FALSE;
}

static void
set_refusal(GUri *target, GError **error)
{
    g_autofree char *name = g_uri_to_string_partial(target, G_URI_HIDE_PASSWORD);

    g_set_error(error, G_IO_ERROR, G_IO_ERROR_PERMISSION_DENIED,
                _("the server redirects to '%s', which is not allowed"), name);
}

static gboolean
receive(Transfer *self, HttpAnswer *answer, GError **error)
{
    const RemoteFetch *request = self->request;
    g_autofree guint8 *buffer = g_malloc(BUFFER_SIZE);
    gssize count = 0;

    while ((count = http_answer_read(answer, buffer, BUFFER_SIZE, request->cancellable, error)) >
           0) {
        if ((guint64)count > request->max_size - self->position)
            return fail_too_large(self, error);
        if (!request->write(request->data, buffer, (gsize)count, error))
            return FALSE;
        self->position += (guint64)count;
    }
    if (count == 0 && ((self->size >= 0 && self->position != (guint64)self->size) ||
                       http_answer_is_truncated(answer)))
        return fail_for_now(self, _("the transfer was interrupted"), error);
    return count == 0;
}

/* The body begins at @first. */
static gboolean
begin(Transfer *self, HttpAnswer *answer, guint64 first, gint64 size, GError **error)
{
    const RemoteFetch *request = self->request;
    /* of what is decoded on the way parts cannot be asked for */
    gboolean is_encoded = http_answer_is_encoded(answer);

    self->position = first;
    self->size = size;
    if (size > 0 && (guint64)size > request->max_size)
        return fail_too_large(self, error);
    return request->begin(request->data, first, size,
                          is_encoded ? NULL : http_answer_get_header(answer, "ETag"),
                          is_encoded ? NULL : http_answer_get_header(answer, "Last-Modified"),
                          error) &&
           receive(self, answer, error);
}

static gboolean
accept_part(Transfer *self, HttpAnswer *answer, GError **error)
{
    gint64 first = 0, last = 0, size = 0;

    if (self->request->first == 0 || http_answer_is_encoded(answer) ||
        !http_answer_get_range(answer, &first, &last, &size) || first < 0 ||
        (guint64)first != self->request->first || last < first || (size >= 0 && last != size - 1))
        return fail(error, G_IO_ERROR_INVALID_DATA,
                    _("the server sent a different range than requested"));
    return begin(self, answer, (guint64)first, last + 1, error);
}

/* There is nothing behind what is there: "bytes *" and a slash say how much there is. */
static gboolean
accept_end(Transfer *self, HttpAnswer *answer, GError **error)
{
    const char *range = http_answer_get_header(answer, "Content-Range");
    guint64 size = 0;

    if (range != NULL && g_str_has_prefix(range, "bytes */") &&
        g_ascii_string_to_unsigned(range + strlen("bytes */"), 10, 0, G_MAXINT64, &size, NULL) &&
        size == self->request->first)
        return self->request->begin(self->request->data, size, (gint64)size, NULL, NULL, error);
    return fail(error, G_IO_ERROR_INVALID_DATA, _("the server refused a range"));
}

static gboolean
run(Transfer *self, GError **error)
{
    const RemoteFetch *request = self->request;
    const HttpRequest part = {
        .first = request->first, .last = G_MAXUINT64, .if_range = request->validator};
    g_auto(HttpAnswer) answer = {0};

    if (!http_client_request(&self->http, &part, &answer, request->cancellable, error))
        return FALSE;
    switch (answer.status) {
    case HTTP_OK:
    case HTTP_NON_AUTHORITATIVE:
        return begin(self, &answer, 0, http_answer_get_length(&answer), error);
    case HTTP_PARTIAL_CONTENT:
        return accept_part(self, &answer, error);
    case HTTP_RANGE_NOT_SATISFIABLE:
        return accept_end(self, &answer, error);
    default:
        return http_answer_fail(&answer, &self->is_transient, error);
    }
}

gboolean
remote_fetch(const RemoteFetch *request, gboolean *out_is_transient, GError **error)
{
    const RemoteOptions *options = &request->remote;
    const HttpOptions http_options = {
        .user_agent = USER_AGENT,
        .certificates = options->tls_database,
        .idle_timeout = options->idle_timeout != 0 ? options->idle_timeout : IDLE_TIMEOUT,
        .total_timeout = options->total_timeout != 0 ? options->total_timeout : TOTAL_TIMEOUT,
        .stays_on_host = request->stays_on_host,
        .set_refusal = set_refusal,
    };
    g_autoptr(GUri) uri = address_parse(request->uri, error);
    g_autoptr(GError) cause = NULL;
    Transfer self = {.request = request};
    gboolean is_done = FALSE;

    *out_is_transient = FALSE;
    if (uri == NULL || !http_client_init(&self.http, uri, &http_options, error))
        return FALSE;
    g_main_context_push_thread_default(self.http.context);
    is_done = run(&self, &cause);
    g_main_context_pop_thread_default(self.http.context);
    http_client_clear(&self.http);
    if (is_done)
        return TRUE;
    *out_is_transient = self.is_transient || http_is_transient(cause);
    g_propagate_error(error, g_steal_pointer(&cause));
    return FALSE;
}
