/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * What libsoup takes from the head of an answer without looking at it: a length that is not a
 * number, and as many layers of compression as there are. Everything else is left to http.c.
 */
#include "config.h"

#include <string.h>

#include "common/http/response_head.h"

#define MAX_ENCODINGS 4 /* each one costs memory and a copy of the body */

/* The one length that all members of a list name; NULL: there is none such. RFC 9110 8.6 */
static char *
find_length(const char *list)
{
    g_auto(GStrv) members = g_strsplit(list, ",", -1);
    const char *length = members[0] != NULL ? g_strstrip(members[0]) : "";

    if (!g_ascii_string_to_unsigned(length, 10, 0, G_MAXINT64, NULL, NULL))
        return NULL;
    for (char **member = members; *member != NULL; member++) {
        if (strcmp(g_strstrip(*member), length) != 0)
            return NULL;
    }
    return g_strdup(length);
}

/* GLib warns of a length below zero that libsoup takes for one. Without a length, the body ends with
 * the connection. */
static void
check_length(SoupMessageHeaders *headers)
{
    static const char name[] = "Content-Length";
    const char *list = soup_message_headers_get_list(headers, name);
    g_autofree char *length = list != NULL ? find_length(list) : NULL;

    if (list == NULL || g_strcmp0(list, length) == 0)
        return;
    soup_message_headers_remove(headers, name);
    if (length != NULL)
        soup_message_headers_append(headers, name, length);
}

gboolean
response_head_is_overcoded(SoupMessage *message)
{
    const char *encodings = soup_message_headers_get_list(
        soup_message_get_response_headers(message), "Content-Encoding");
    guint count = 1;

    for (; encodings != NULL && *encodings != '\0' && count <= MAX_ENCODINGS; encodings++)
        count += *encodings == ',';
    return count > MAX_ENCODINGS;
}

static void
check_head(SoupMessage *message)
{
    check_length(soup_message_get_response_headers(message));
    if (response_head_is_overcoded(message))
        soup_message_disable_feature(message, SOUP_TYPE_CONTENT_DECODER);
}

/* libsoup tells of a status once it has parsed the head, and then looks at what is in it; where that
 * order is another one (HTTP/2), it tells of the headers before it makes the body. */
void
response_head_watch(SoupMessage *message)
{
    g_signal_connect(message, "notify::status-code", G_CALLBACK(check_head), NULL);
    g_signal_connect(message, "got-headers", G_CALLBACK(check_head), NULL);
}
