/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * Feeds store/ids_store.c with a list of devices, as that of PCI and as that of USB. What runs it is
 * libFuzzer or fuzz-main.c.
 */

#include "config.h"

#include "fuzz-file.h"
#include "fuzz.h"
#include "store/ids_store.h"

static void
check_devices(const Store *store)
{
    guint32 first;
    guint count = store_get_range(store, FACT_KIND_DEVICE, &first);
    guint32 product = store_find_key(store, "product");

    for (guint32 record = first; record < first + count; record++) {
        const char *id = store_get_id(store, record);
        const char *name = store_get_value(store, record, product);

        if (id == NULL || store_find(store, FACT_KIND_DEVICE, id) == STORE_NONE)
            g_error("device %u is not found by its id", record);
        if (name != NULL && !g_utf8_validate(name, -1, NULL))
            g_error("the name of '%s' is not UTF-8", id);
    }
}

int
LLVMFuzzerTestOneInput(const guint8 *data, gsize size)
{
    static const char *const wanted[] = {"http://pcisig.com/pci/1af4/1000",
                                         "http://usb.org/usb/1d6b/0002"};
    g_autoptr(GPtrArray) ids = g_ptr_array_new();
    g_auto(FuzzFile) file = {0};

    for (guint i = 0; i < G_N_ELEMENTS(wanted); i++)
        g_ptr_array_add(ids, (gpointer)wanted[i]);
    fuzz_file_init(&file, data, size);

    g_autoptr(GError) error = NULL;
    g_autoptr(Store) all = ids_store_load(file.path, file.path, NULL, &error);
    g_autoptr(Store) others = ids_store_load(file.path, file.path, ids, &error);
    g_autoptr(Store) some = ids_store_load_some(file.path, file.path, ids, &error);

    if (error != NULL)
        g_error("%s", error->message);
    check_devices(all);
    check_devices(others);
    check_devices(some);
    for (guint i = 0; i < ids->len; i++) {
        const char *id = g_ptr_array_index(ids, i);

        if (store_find(others, FACT_KIND_DEVICE, id) != STORE_NONE)
            g_error("'%s' was to be left out", id);
        if ((store_find(all, FACT_KIND_DEVICE, id) == STORE_NONE) !=
            (store_find(some, FACT_KIND_DEVICE, id) == STORE_NONE))
            g_error("'%s' is in one list and not in the other", id);
    }
    return 0;
}
