/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * Feeds compile/xml_reader.c and builder.c with files of a database, NULs between them, and asks
 * what comes of them about everything. What runs it is libFuzzer or fuzz-main.c.
 */

#include "config.h"

#include <fcntl.h>
#include <string.h>

#include "compile/builder.h"
#include "compile/xml_reader.h"
#include "fuzz-file.h"
#include "fuzz.h"
#include "store-helpers.h"
#include "walk.h"

#define MAX_FILES 4
/* A reader reads many files, as a thread of the loader does; texts that it keeps go with it. */
#define FILES_OF_A_READER 1000
/* Stores that are remembered. */
#define MAX_STORES (1 << 20)

static void
read_file(XmlReader *reader, Builder *builder, const guint8 *data, gsize size)
{
    g_auto(FuzzFile) content = {0};
    g_autoptr(GArray) ops = g_array_new(FALSE, FALSE, sizeof(StoreOp));
    g_autoptr(GPtrArray) warnings = g_ptr_array_new_with_free_func(g_free);
    g_autoptr(GError) error = NULL;

    fuzz_file_init(&content, data, size);

    DbFile file = {
        .path = content.path, .root = AT_FDCWD, .below = content.path, .size = (gint64)size};
    gboolean is_read = xml_reader_read(reader, &file, ops, warnings, &error);

    if (is_read != (error == NULL) || (!is_read && ops->len > 0))
        g_error("operations of a file that failed");
    if (error != NULL)
        builder_add_problem(builder, 0, STORE_PROBLEM_ERROR, error->message);
    builder_replay(builder, (const StoreOp *)(gpointer)ops->data, ops->len);
}

static XmlReader *
get_reader(void)
{
    static XmlReader *reader;
    static guint n_inputs;

    if (n_inputs++ % (FILES_OF_A_READER / MAX_FILES) == 0) {
        g_clear_pointer(&reader, xml_reader_free);
        reader = xml_reader_new();
    }
    return reader;
}

/* Has this very store been asked about everything, or another one without any entity? Most damaged
 * files are left out, and asking takes ten times as long as reading. */
static gboolean
is_known(const Store *store, GBytes *bytes)
{
    static GHashTable *known;
    const StoreHeaderF *header = g_bytes_get_data(bytes, NULL);
    guint n_records = 0;
    gint64 key;

    store_get_section(store, STORE_SECTION_RECORDS, &n_records);
    key = n_records > 0 ? (gint64)header->checksum : 0;
    if (known == NULL)
        known = g_hash_table_new_full(g_int64_hash, g_int64_equal, g_free, NULL);
    if (g_hash_table_size(known) >= MAX_STORES)
        g_hash_table_remove_all(known);
    return !g_hash_table_add(known, g_memdup2(&key, sizeof(key)));
}

int
LLVMFuzzerTestOneInput(const guint8 *data, gsize size)
{
    XmlReader *reader = get_reader();
    g_autoptr(Builder) builder = builder_new();
    g_autoptr(GError) error = NULL;

    for (guint i = 0; i < MAX_FILES && size > 0; i++) {
        const guint8 *end = i + 1 < MAX_FILES ? memchr(data, '\0', size) : NULL;
        gsize length = end != NULL ? (gsize)(end - data) : size;

        read_file(reader, builder, data, length);
        data += length + (end != NULL);
        size -= length + (end != NULL);
    }

    g_autoptr(GBytes) bytes = builder_finish(builder, "plan", OSINFO_STORE_BUILD);

    if (bytes == NULL)
        return 0;
    g_autoptr(Store) store = store_open_bytes(bytes, OSINFO_STORE_BUILD, TRUE, &error);

    if (store == NULL)
        g_error("the store that was built is refused: %s", error->message);
    if (is_known(store, bytes))
        return 0;

    g_autoptr(OsinfoDb) db = store_to_db(store);
    g_autofree char *text = walk_describe(db);

    if (!g_utf8_validate(text, -1, NULL))
        g_error("the database says what is not UTF-8");
    return 0;
}
