/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * libxslt has a handler of messages for each transformation, libxml2 has those of a thread, which are
 * ours for the time of a request. The compiler of libxslt, as some functions of its transformations,
 * knows nothing but one handler for the process: ours stands there only while a request is served,
 * takes what the threads that serve one cause, and passes on the rest.
 */
#include "config.h"

#include <libxslt/xsltutils.h>

#include "common/xml_error.h"
#include "common/text.h"
#include "script/xslt_report.h"

/* Bytes that are kept. */
#define MAX_SIZE 400

/* What this thread serves. */
static __thread XsltReport *current;

static GMutex process_mutex;
static guint n_requests; /* under process_mutex, as the process's handler before ours: */
static xmlGenericErrorFunc process_handler;
static void *process_context;

/* Adds a message, its lines joined by blanks. */
static void
add_message(XsltReport *self, const char *message)
{
    for (; *message != '\0' && self->text->len < MAX_SIZE; message++) {
        gboolean is_blank = g_ascii_isspace(*message) || g_ascii_iscntrl(*message);

        if (!is_blank)
            g_string_append_c(self->text, *message);
        else if (self->text->len > 0 && self->text->str[self->text->len - 1] != ' ')
            g_string_append_c(self->text, ' ');
    }
    if (*message != '\0')
        g_string_truncate(self->text, text_get_whole(self->text->str, MAX_SIZE - 1));
}

static void on_message(void *data, const char *format, ...) G_GNUC_PRINTF(2, 3);

static void
on_message(void *data, const char *format, ...)
{
    g_autofree char *message = NULL;
    va_list args;

    va_start(args, format);
    message = g_strdup_vprintf(format, args);
    va_end(args);
    add_message(data, message);
}

static void
on_xml_error(void *data, XmlErrorArgument problem)
{
    if (problem->message != NULL)
        add_message(data, problem->message);
}

static void on_process_message(void *data, const char *format, ...) G_GNUC_PRINTF(2, 3);

static void
on_process_message(void *data G_GNUC_UNUSED, const char *format, ...)
{
    g_autofree char *message = NULL;
    xmlGenericErrorFunc handler = NULL;
    void *context = NULL;
    va_list args;

    va_start(args, format);
    message = g_strdup_vprintf(format, args);
    va_end(args);
    if (current != NULL) {
        add_message(current, message);
        return;
    }
    g_mutex_lock(&process_mutex);
    handler = process_handler;
    context = process_context;
    g_mutex_unlock(&process_mutex);
    if (handler != NULL)
        handler(context, "%s", message);
}

static void
take_process_handler(void)
{
    g_mutex_lock(&process_mutex);
    n_requests++;
    if (xsltGenericError != on_process_message) {
        process_handler = xsltGenericError;
        process_context = xsltGenericErrorContext;
        /* theirs goes with their handler at any time, also for threads that look just now */
        xsltSetGenericErrorFunc(process_context, on_process_message);
    }
    g_mutex_unlock(&process_mutex);
}

/* A handler that the program has set in the meantime stays. */
static void
return_process_handler(void)
{
    g_mutex_lock(&process_mutex);
    n_requests--;
    if (n_requests == 0 && xsltGenericError == on_process_message)
        xsltSetGenericErrorFunc(process_context, process_handler);
    g_mutex_unlock(&process_mutex);
}

void
xslt_report_begin(XsltReport *self)
{
    self->text = g_string_new(NULL);
    self->structured_handler = xmlStructuredError;
    self->structured_context = xmlStructuredErrorContext;
    self->generic_handler = xmlGenericError;
    self->generic_context = xmlGenericErrorContext;
    xmlSetStructuredErrorFunc(self, on_xml_error);
    xmlSetGenericErrorFunc(self, on_message);
    current = self;
    take_process_handler();
}

void
xslt_report_end(XsltReport *self)
{
    return_process_handler();
    current = NULL;
    xmlSetGenericErrorFunc(self->generic_context, self->generic_handler);
    xmlSetStructuredErrorFunc(self->structured_context, self->structured_handler);
}

void
xslt_report_watch(XsltReport *self, xsltTransformContext *context)
{
    xsltSetTransformErrorFunc(context, self, on_message);
}
