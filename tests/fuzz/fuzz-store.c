/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * Feeds store/store_reader.c with the bytes of a store, of which size and checksum are put right, and
 * asks what it takes about everything. What runs it is libFuzzer or fuzz-main.c.
 */

#include "config.h"

#include <string.h>

#include "fuzz.h"
#include "store-helpers.h"
#include "walk.h"

int
LLVMFuzzerTestOneInput(const guint8 *data, gsize size)
{
    gsize whole = size & ~(gsize)7;
    guint8 *copy = g_memdup2(data, whole); /* of malloc(), and so aligned */
    g_autoptr(GBytes) bytes = g_bytes_new_take(copy, whole);
    g_autoptr(GError) error = NULL;

    store_seal(copy, whole);
    g_autoptr(Store) store = store_open_bytes(bytes, OSINFO_STORE_BUILD, TRUE, &error);

    if ((store == NULL) != (error != NULL))
        g_error("store and error do not agree");
    if (store == NULL)
        return 0;
    g_autoptr(OsinfoDb) db = store_to_db(store);
    g_autofree char *text = walk_describe(db);

    return text == NULL;
}
