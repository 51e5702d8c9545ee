/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Feeds the readers of download/: lists of checksums in each form, clear-signed texts, signatures of
 * signify and minisign, and an index of point releases. What runs it is libFuzzer or fuzz-main.c.
 */
#include "config.h"

#include <string.h>

#include "download/checksums.h"
#include "download/clear_signed.h"
#include "download/download_rule.h"
#include "download/ed25519_signature.h"
#include "fuzz.h"

#define ADDRESS "https://dl.example.org/heron/4.1/heron-4.1-full.iso"

static void
read_list(const char *form, const char *bytes, gsize size)
{
    g_auto(Checksums) checksums = {0};
    g_autoptr(GError) error = NULL;
    gboolean is_good = checksums_read(&checksums, form, bytes, size, ADDRESS, &error);
    int type = is_good ? checksums_find_strongest(&checksums) : -1;

    if (is_good != (error == NULL))
        g_error("answer and error do not agree");
    if (is_good && (type < 0 || checksums.is_contradictory))
        g_error("a list without a digest is good");
    if (is_good &&
        digest_find_by_digits(checksums.digests[type], strlen(checksums.digests[type])) != type)
        g_error("'%s' is no digest", checksums.digests[type]);
}

static void
read_signatures(const char *bytes, gsize size)
{
    g_auto(ClearSigned) clear = {0};
    Ed25519Signature signature;
    g_autoptr(GByteArray) of = NULL;
    guint8 second[sizeof(signature.signature)];

    if (clear_signed_read(&clear, bytes, size) &&
        (clear.size > 2 * size || strlen(clear.text) != clear.size))
        g_error("the text is longer than what it is in");
    if (!ed25519_signature_read(&signature, bytes, size))
        return;
    if (signature.rest < bytes || signature.rest + signature.rest_size != bytes + size)
        g_error("the rest is elsewhere");
    ed25519_signature_read_comment(&signature, &of, second);
}

static void
read_index(const char *bytes, gsize size)
{
    DownloadRule rule = {
        .address = (char *)"^https://dl\\.example\\.org/heron/(?<point>[^/]+)/",
        .index_expression = (char *)"\"([^\"]+)\"",
    };
    g_autofree char *point = download_rule_read_index(&rule, bytes, size, "4.1");
    g_autofree char *address =
        point != NULL ? download_rule_set_point(&rule, ADDRESS, point) : NULL;

    if (point != NULL && (strchr(point, '/') != NULL || strlen(point) > 64))
        g_error("'%s' is no point release", point);
    if (address != NULL && !g_str_has_prefix(address, "https://dl.example.org/heron/"))
        g_error("'%s' leads elsewhere", address);
}

int
LLVMFuzzerTestOneInput(const guint8 *data, gsize size)
{
    static const char *const forms[] = {NULL,       "digest", "json", "lines",
                                        "metalink", "single", "yaml"};
    g_autofree char *bytes = size > 0 ? g_memdup2(data, size) : NULL;

    for (guint i = 0; i < G_N_ELEMENTS(forms); i++)
        read_list(forms[i], bytes != NULL ? bytes : "", size);
    read_signatures(bytes != NULL ? bytes : "", size);
    read_index(bytes != NULL ? bytes : "", size);
    return 0;
}
