/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * Writes ids of 16 bytes.
 */

#include "config.h"

#include <string.h>

#include "disk/guid.h"

static char *
write_id(const guint8 *bytes, const guint8 *order)
{
    static const guint8 none[16] = {0};
    GString *text;

    if (memcmp(bytes, none, sizeof(none)) == 0)
        return NULL;
    text = g_string_sized_new(36);
    for (guint i = 0; i < 16; i++)
        g_string_append_printf(text, i == 4 || i == 6 || i == 8 || i == 10 ? "-%02x" : "%02x",
                               bytes[order[i]]);
    return g_string_free(text, FALSE);
}

char *
guid_dup_mixed(const guint8 bytes[16])
{
    static const guint8 order[16] = {3, 2, 1, 0, 5, 4, 7, 6, 8, 9, 10, 11, 12, 13, 14, 15};

    return write_id(bytes, order);
}

char *
guid_dup(const guint8 bytes[16])
{
    static const guint8 order[16] = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15};

    return write_id(bytes, order);
}
