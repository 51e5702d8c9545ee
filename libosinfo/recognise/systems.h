/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Systems of a store, as arrays of their records.
 */
#pragma once

#include "facts/identity.h"
#include "store/store_reader.h"

static inline gboolean
systems_have(const GArray *systems, guint32 os)
{
    for (guint i = 0; i < systems->len; i++) {
        if (g_array_index(systems, guint32, i) == os)
            return TRUE;
    }
    return FALSE;
}

/* Does it stand for the releases of its series that are not known? */
static inline gboolean
system_is_unknown(Store *store, guint32 os)
{
    const char *id = store_get_id(store, os);

    return id != NULL && identity_is_unknown(id);
}
