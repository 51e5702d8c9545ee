/* SPDX-License-Identifier: GPL-2.0-or-later */

/*
 * Feeds common/openpgp/signature_packets.c with a signature, and base/version.c with versions, NULs between them,
 * whose order must be one. What runs it is libFuzzer or fuzz-main.c.
 */

#include "config.h"

#include <string.h>

#include "base/version.h"
#include "common/openpgp/signature_packets.h"
#include "fuzz.h"

#define MAX_VERSIONS 3

static int
sign(int number)
{
    return (number > 0) - (number < 0);
}

static void
check_order(char **versions)
{
    int ab = sign(version_compare(versions[0], versions[1]));
    int ba = sign(version_compare(versions[1], versions[0]));
    int bc = sign(version_compare(versions[1], versions[2]));
    int ac = sign(version_compare(versions[0], versions[2]));

    if (version_compare(versions[0], versions[0]) != 0 || ab != -ba)
        g_error("'%s' and '%s' are not ordered", versions[0], versions[1]);
    if (ab == bc && ab != 0 && ac != ab)
        g_error("'%s', '%s' and '%s' are not ordered", versions[0], versions[1], versions[2]);
}

int
LLVMFuzzerTestOneInput(const guint8 *data, gsize size)
{
    g_autoptr(GBytes) packets = signature_packets_read(data, size, SIGNATURE_OF_BYTES);
    char *versions[MAX_VERSIONS];

    if (packets != NULL && g_bytes_get_size(packets) > size)
        g_error("there are more packets than bytes");
    for (guint i = 0; i < MAX_VERSIONS; i++) {
        const guint8 *end = size > 0 ? memchr(data, '\0', size) : NULL;
        gsize length = end != NULL ? (gsize)(end - data) : size;

        versions[i] = g_strndup((const char *)data, MIN(length, VERSION_MAX_LENGTH));
        data += length + (end != NULL);
        size -= length + (end != NULL);
    }
    check_order(versions);
    for (guint i = 0; i < MAX_VERSIONS; i++)
        g_free(versions[i]);
    return 0;
}
