/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Systems of a store, as arrays of their records.
 */
#pragma once

#include <glib.h>

static inline gboolean
systems_have(const GArray *systems, guint32 os)
{
    for (guint i = 0; i < systems->len; i++) {
        if (g_array_index(systems, guint32, i) == os)
            return TRUE;
    }
    return FALSE;
}
