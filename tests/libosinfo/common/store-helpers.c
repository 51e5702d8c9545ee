/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <string.h>

#include "compile/compile_module.h"
#include "store-helpers.h"

Store *
store_from_ops(const StoreOp *ops, guint n_ops)
{
    g_autoptr(Builder) builder = builder_new();
    g_autoptr(GBytes) bytes = NULL;
    g_autoptr(GError) error = NULL;
    Store *store = NULL;

    builder_replay(builder, ops, n_ops);
    bytes = builder_finish(builder, "plan", OSINFO_STORE_BUILD);
    g_assert_nonnull(bytes);
    store = store_open_bytes(bytes, OSINFO_STORE_BUILD, TRUE, &error);
    g_assert_no_error(error);
    return store;
}

GBytes *
store_compile_folder(const char *folder)
{
    g_autoptr(LoadPlan) plan = load_plan_new();
    g_autoptr(GError) error = NULL;
    GBytes *bytes = NULL;

    plan_step_add_location(load_plan_add_step(plan), folder, PLAN_DIRECTORY);
    bytes = osinfo_compile_module.compile(plan, &error);
    g_assert_no_error(error);
    return bytes;
}

guint8 *
store_copy_bytes(GBytes *bytes, gsize *out_size)
{
    gconstpointer data = g_bytes_get_data(bytes, out_size);

    return g_memdup2(data, *out_size);
}

void
store_seal(guint8 *data, gsize size)
{
    StoreHeaderF *header = (StoreHeaderF *)(gpointer)data;
    StoreChecksum checksum = STORE_CHECKSUM_INIT;

    if (size < sizeof(StoreHeaderF))
        return;
    header->checksum = 0;
    store_checksum_update(&checksum, data + sizeof(StoreHeaderF), size - sizeof(StoreHeaderF));
    store_checksum_update(&checksum, header, sizeof(StoreHeaderF));
    header->checksum = store_checksum_final(&checksum);
}

OsinfoDb *
store_to_db(Store *store)
{
    OsinfoDb *db = osinfo_db_new();

    catalog_set_store(db_get_catalog(db), store, NULL, NULL, NULL);
    return db;
}

char *
store_join_values(Store *store, guint32 record, const char *key)
{
    g_autoptr(GPtrArray) values = g_ptr_array_new();

    store_get_values(store, record, store_find_key(store, key), values);
    g_ptr_array_add(values, NULL);
    return g_strjoinv("|", (char **)values->pdata);
}

char *
store_join_parts(Store *store, guint32 record, FactKind kind)
{
    g_autoptr(GPtrArray) ids = g_ptr_array_new();
    guint32 first = 0;
    guint n_parts = store_get_parts(store, record, kind, &first);

    for (guint i = 0; i < n_parts; i++)
        g_ptr_array_add(ids, (gpointer)store_get_id(store, first + i));
    g_ptr_array_add(ids, NULL);
    return g_strjoinv("|", (char **)ids->pdata);
}
