/* SPDX-License-Identifier: GPL-2.0-or-later */

/*
 * Feeds fetch/latest.c with a document that announces an archive. What runs it is libFuzzer or
 * fuzz-main.c.
 */

#include "config.h"

#include "fetch/latest.h"
#include "fuzz.h"

/* An address of the document's may not be less protected than the document. */
static void
check_address(const char *text)
{
    /* what is escaped need not be UTF-8 */
    g_autoptr(GUri) uri = text != NULL ? g_uri_parse(text, G_URI_FLAGS_ENCODED, NULL) : NULL;

    if (text == NULL)
        return;
    if (uri == NULL || g_strcmp0(g_uri_get_scheme(uri), "https") != 0)
        g_error("not an address for https: %s", text);
    if (g_uri_get_host(uri) == NULL || *g_uri_get_host(uri) == '\0')
        g_error("an address without a host: %s", text);
}

int
LLVMFuzzerTestOneInput(const guint8 *data, gsize size)
{
    for (int kind = LATEST_RELEASE; kind <= LATEST_NIGHTLY; kind++) {
        g_autoptr(GError) error = NULL;
        g_autoptr(Latest) latest =
            latest_parse((const char *)data, size, "https://db.example.org/a/latest.json",
                         (LatestKind)kind, &error);

        if ((latest == NULL) != (error != NULL))
            g_error("document and error do not agree");
        if (latest == NULL)
            continue;
        if (latest->archive == NULL)
            g_error("no archive is announced");
        check_address(latest->archive);
        check_address(latest->signature);
        if (kind == LATEST_RELEASE && latest->version == NULL)
            g_error("a release without a version");
    }
    return 0;
}
