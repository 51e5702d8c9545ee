/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Damaged stores. The checksum finds what happened by accident; behind it, the reader and the database
 * bear any bytes at all. Meant to be run with a sanitizer or valgrind as well.
 */
#include "config.h"

#include <string.h>

#include "recognise/identity.h"
#include "sandbox.h"
#include "store-helpers.h"
#include "walk.h"

static GBytes *sample;    /* of tests/files/db */
static GBytes *real;      /* of data/ */
static GRand *randomness; /* the same in every run */

static void
assert_refused(const guint8 *data, gsize size)
{
    g_autoptr(GBytes) bytes = g_bytes_new(data, size);
    g_autoptr(GError) error = NULL;
    g_autoptr(Store) store = store_open_bytes(bytes, OSINFO_STORE_BUILD, TRUE, &error);

    g_assert_null(store);
    g_assert_true(g_error_matches(error, STORE_ERROR, STORE_ERROR_DAMAGED) ||
                  g_error_matches(error, STORE_ERROR, STORE_ERROR_NOT_A_STORE));
}

static void
test_truncated(void)
{
    gsize size = 0;
    const guint8 *data = g_bytes_get_data(sample, &size);

    for (gsize length = 0; length < size; length += length < 512 ? 1 : 37)
        assert_refused(data, length);
    data = g_bytes_get_data(real, &size);
    for (guint i = 1; i <= 200; i++)
        assert_refused(data, size - i * (size / 201));
    for (guint i = 1; i <= 64; i++)
        assert_refused(data, size - i);
}

static void
test_longer(void)
{
    gsize size = 0;
    const guint8 *data = g_bytes_get_data(sample, &size);
    g_autofree guint8 *copy = g_malloc0(size + 64);

    memcpy(copy, data, size);
    for (gsize more = 1; more <= 64; more++)
        assert_refused(copy, size + more);
}

/* Every byte of the small store, each with one of its bits. */
static void
test_single_bits(void)
{
    gsize size = 0;
    g_autofree guint8 *data = store_copy_bytes(sample, &size);

    for (gsize i = 0; i < size; i++) {
        data[i] ^= (guint8)(1u << (i % 8));
        assert_refused(data, size);
        data[i] ^= (guint8)(1u << (i % 8));
    }
}

static void
test_single_bits_of_a_large_store(void)
{
    gsize size = 0;
    g_autofree guint8 *data = store_copy_bytes(real, &size);

    if (sandbox_skips_without_data())
        return;
    for (guint i = 0; i < 500; i++) {
        gsize at = (gsize)g_rand_double_range(randomness, 0, (double)size);
        guint8 bit = (guint8)(1u << g_rand_int_range(randomness, 0, 8));

        data[at] ^= bit;
        assert_refused(data, size);
        data[at] ^= bit;
    }
}

/* Two bytes change places, a run of bytes is copied elsewhere: what a bad disk or program does. */
static void
test_moved_bytes(void)
{
    gsize size = 0;
    const guint8 *whole = g_bytes_get_data(sample, &size);

    for (guint i = 0; i < 1000; i++) {
        g_autofree guint8 *data = g_memdup2(whole, size);
        gsize length = (gsize)g_rand_int_range(randomness, 1, 512);
        gsize from = (gsize)g_rand_double_range(randomness, 0, (double)(size - length));
        gsize to = (gsize)g_rand_double_range(randomness, 0, (double)(size - length));

        memmove(data + to, data + from, length);
        if (memcmp(data, whole, size) != 0)
            assert_refused(data, size);
    }
}

/* What systems are called elsewhere: each name is looked for, and its relatives. */
static void
ask_for_names(Store *store)
{
    static const struct {
        const char *scheme;
        const char *name;
    } names[] = {
        {"os-release", "penguin:2"},
        {"os-release", "penguin:2.5"},
        {"os-release", "penguin"},
        {"cpe", "cpe:/o:example:penguin:3"},
        {"content", "penguin.name=penguin-2.1"},
        {"libguestfs", "bird2.0"},
        {"libguestfs", "penguin2"},
    };

    for (guint i = 0; i < G_N_ELEMENTS(names); i++) {
        g_autoptr(GArray) found = identity_find_by_name(store, names[i].scheme, names[i].name);
        g_auto(IdentityClaim) claim = {.scheme = NULL};
        g_autoptr(GArray) members = NULL;
        guint32 nearest;

        for (guint j = 0; j < found->len; j++)
            g_assert_cmpint(store_get_record(store, g_array_index(found, guint32, j))->kind, ==,
                            FACT_KIND_OS);
        if (!identity_claim_name(store, names[i].scheme, names[i].name, &claim))
            continue;
        members = identity_list_family(store, &claim);
        nearest = identity_find_nearest(store, &claim);
        g_assert_cmpuint(members->len, <=, claim.family.count);
        if (nearest != STORE_NONE)
            identity_find_unknown(store, nearest, claim.version);
    }
}

/* Opens what claims to be in order and asks it about everything. */
static gboolean
walk(guint8 *data, gsize size)
{
    g_autoptr(GBytes) bytes = NULL;
    g_autoptr(Store) store = NULL;
    g_autoptr(OsinfoDb) db = NULL;
    g_autofree char *text = NULL;

    store_seal(data, size);
    /* a block of just that size, so that a read behind it is seen */
    bytes = g_bytes_new(data, size);
    store = store_open_bytes(bytes, OSINFO_STORE_BUILD, TRUE, NULL);
    if (store == NULL)
        return FALSE;
    store_set_languages(store, (const char *const[]){"de_DE", "de", "C", NULL});
    ask_for_names(store);
    db = store_to_db(store);
    text = walk_describe(db);
    return TRUE;
}

/* Places in the file where one section's elements are. */
static gboolean
find_section(const guint8 *data, guint section, gsize *out_start, gsize *out_size)
{
    const StoreHeaderF *header = (const StoreHeaderF *)(gconstpointer)data;

    *out_start = header->sections[section].offset;
    *out_size = header->sections[section].count * store_element_sizes[section];
    return *out_size > 0;
}

static gsize
pick(gsize start, gsize size)
{
    return start + (gsize)g_rand_double_range(randomness, 0, (double)size);
}

static void
flip_bits(guint8 *data, gsize start, gsize size)
{
    for (gint i = g_rand_int_range(randomness, 1, 4); i > 0; i--)
        data[pick(start, size)] ^= (guint8)(1u << g_rand_int_range(randomness, 0, 8));
}

/* Words that are wrong in interesting ways. */
static void
put_words(guint8 *data, gsize start, gsize size)
{
    static const guint32 words[] = {0,      1,          2,          7,          0xff,
                                    0xffff, 0x7fffffff, 0x80000000, 0xfffffffe, 0xffffffff};

    for (gint i = g_rand_int_range(randomness, 1, 4); i > 0 && size >= sizeof(guint32); i--) {
        gsize at = pick(start, size - sizeof(guint32) + 1) & ~(gsize)3;
        guint32 word = (guint32)g_rand_int(randomness);

        switch (g_rand_int_range(randomness, 0, 3)) {
        case 0:
            word = words[g_rand_int_range(randomness, 0, G_N_ELEMENTS(words))];
            break;
        case 1:
            word %= 4096;
            break;
        default:
            break;
        }
        memcpy(data + at, &word, sizeof(word));
    }
}

typedef void (*DamageFunc)(guint8 *data, gsize start, gsize size);

static void
damage_sections(GBytes *bytes, guint step, guint n_cases, DamageFunc func)
{
    gsize size = 0;
    const guint8 *whole = g_bytes_get_data(bytes, &size);
    guint n_walked = 0;

    for (guint section = 0; section < STORE_N_SECTIONS; section += step) {
        for (guint i = 0; i < n_cases; i++) {
            g_autofree guint8 *data = g_memdup2(whole, size);
            gsize start = 0;
            gsize length = 0;

            if (!find_section(data, section, &start, &length))
                break;
            func(data, start, length);
            n_walked += walk(data, size);
        }
    }
    g_assert_cmpuint(n_walked, >, n_cases);
}

static void
test_sealed_bits(void)
{
    damage_sections(sample, 1, sandbox_share(200), flip_bits);
}

static void
test_sealed_words(void)
{
    damage_sections(sample, 1, sandbox_share(300), put_words);
}

/* A sanitizer takes seconds for each walk, and has seen the same ways in the small store. */
static void
test_sealed_large(void)
{
    guint n_sections = g_getenv("OSINFO_SANITIZED") != NULL ? 4 : sandbox_share(STORE_N_SECTIONS);

    if (!sandbox_skips_without_data())
        damage_sections(real, STORE_N_SECTIONS / n_sections, 1, put_words);
}

static void
test_sealed_header(void)
{
    gsize size = 0;
    const guint8 *whole = g_bytes_get_data(sample, &size);

    for (guint i = 0; i < 2000; i++) {
        g_autofree guint8 *data = g_memdup2(whole, size);

        (i % 2 == 0 ? flip_bits : put_words)(data, 0, sizeof(StoreHeaderF));
        walk(data, size);
    }
}

/* One kind of entity where another one is expected, parts of nobody, owners in a circle. */
static void
test_sealed_records(void)
{
    gsize size = 0;
    const guint8 *whole = g_bytes_get_data(sample, &size);
    gsize start = 0;
    gsize length = 0;

    g_assert_true(find_section(whole, STORE_SECTION_RECORDS, &start, &length));
    for (guint i = 0; i < length / sizeof(StoreRecordF); i++) {
        for (guint kind = 0; kind <= FACT_N_KINDS; kind++) {
            g_autofree guint8 *data = g_memdup2(whole, size);
            StoreRecordF *records = (StoreRecordF *)(gpointer)(data + start);

            records[i].kind = (guint16)kind;
            walk(data, size);
        }
        for (guint way = 0; way < 4; way++) {
            g_autofree guint8 *data = g_memdup2(whole, size);
            StoreRecordF *records = (StoreRecordF *)(gpointer)(data + start);

            if (way == 0)
                records[i].owner = i;
            else if (way == 1)
                records[i].first_part = i, records[i].n_parts = 1;
            else if (way == 2)
                records[i].first_part = 0,
                records[i].n_parts = (guint32)(length / sizeof(StoreRecordF));
            else
                records[i].owner = STORE_NONE - 1;
            walk(data, size);
        }
    }
}

/* All edges lead to one record after the other. */
static void
test_sealed_edges(void)
{
    gsize size = 0;
    const guint8 *whole = g_bytes_get_data(sample, &size);
    gsize start = 0;
    gsize length = 0;
    gsize records_start = 0;
    gsize records_length = 0;

    g_assert_true(find_section(whole, STORE_SECTION_EDGES, &start, &length));
    g_assert_true(find_section(whole, STORE_SECTION_RECORDS, &records_start, &records_length));
    for (guint target = 0; target <= records_length / sizeof(StoreRecordF); target++) {
        g_autofree guint8 *data = g_memdup2(whole, size);
        StoreEdgeF *edges = (StoreEdgeF *)(gpointer)(data + start);

        for (guint i = 0; i < length / sizeof(StoreEdgeF); i++)
            edges[i].target = target;
        walk(data, size);
    }
}

/* The loader finds out, makes a new store and answers as ever. */
static void
test_damaged_cache(void)
{
    static const char id[] = "http://example.org/a/1";
    g_autofree char *folder = sandbox_new_folder();
    g_autofree char *path = NULL;
    g_autofree char *good = NULL;
    gsize size = 0;

    sandbox_write_xml(folder, "os/example.org/a-1.xml",
                      "<os id='http://example.org/a/1'><name>A 1</name></os>");
    sandbox_wait_until_settled();
    for (guint i = 0; i < 20; i++) {
        g_autoptr(OsinfoDb) db = sandbox_load(folder, NULL);
        g_autofree char *bad = NULL;
        g_autofree char *now = NULL;
        gsize now_size = 0;

        g_assert_cmpstr(sandbox_get_os_value(db, id, "name"), ==, "A 1");
        if (i == 0) {
            path = sandbox_get_cached_store();
            g_assert_true(g_file_get_contents(path, &good, &size, NULL));
        }
        g_assert_true(g_file_get_contents(path, &now, &now_size, NULL));
        g_assert_cmpmem(now, now_size, good, size);

        bad = g_memdup2(good, size);
        bad[i * (size - 1) / 19] ^= 0x10;
        g_assert_true(g_file_set_contents_full(path, bad,
                                               (gssize)(i % 3 == 0 ? i * size / 20 : size),
                                               G_FILE_SET_CONTENTS_CONSISTENT, 0600, NULL));
    }
}

int
main(int argc, char **argv)
{
    g_autofree char *folder = NULL;
    g_autofree char *data = NULL;
    int result = 0;

    sandbox_init(&argc, &argv);
    randomness = g_rand_new_with_seed(20250401);
    folder = sandbox_get_sample();
    data = sandbox_get_data();
    sample = store_compile_folder(folder);
    real = store_compile_folder(data);
    g_test_add_func("/store-damage/truncated", test_truncated);
    g_test_add_func("/store-damage/longer", test_longer);
    g_test_add_func("/store-damage/single-bits", test_single_bits);
    g_test_add_func("/store-damage/single-bits-of-a-large-store",
                    test_single_bits_of_a_large_store);
    g_test_add_func("/store-damage/moved-bytes", test_moved_bytes);
    g_test_add_func("/store-damage/sealed/bits", test_sealed_bits);
    g_test_add_func("/store-damage/sealed/words", test_sealed_words);
    g_test_add_func("/store-damage/sealed/large", test_sealed_large);
    g_test_add_func("/store-damage/sealed/header", test_sealed_header);
    g_test_add_func("/store-damage/sealed/records", test_sealed_records);
    g_test_add_func("/store-damage/sealed/edges", test_sealed_edges);
    g_test_add_func("/store-damage/rebuilt-by-the-loader", test_damaged_cache);
    result = sandbox_run();
    g_bytes_unref(sample);
    g_bytes_unref(real);
    g_rand_free(randomness);
    return result;
}
