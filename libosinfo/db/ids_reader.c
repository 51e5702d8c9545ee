/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * pci.ids and usb.ids are lists of vendors, `1af4  Red Hat, Inc.`, each followed by its devices with a
 * tab in front, `\t1000  Virtio network device`. Lines with two tabs (subsystems, interfaces), comments
 * and the tables of classes behind the vendors are passed over.
 *
 * The texts stay where they are in the files: the blob of the store is the two files, cut into texts,
 * and the ids of the devices.
 */
#include "config.h"

#include <string.h>

#include "db/ids_reader.h"
#include "store/store_writer.h"

#define N_PARAMS 5

/* The parameters of a device, in the order of their names. */
static const char *const keys[N_PARAMS] = {"bus-type", "product", "product-id", "vendor", "vendor-id"};

static const struct {
    const char *prefix;     /* of the ids */
    const char *key_prefix; /* of the keys of device files */
    const char *bus;
} buses[] = {
    {"http://pcisig.com/pci/", "/pcisig.com/pci-", "pci"},
    {"http://usb.org/usb/", "/usb.org/usb-", "usb"},
};

/* Offsets in the blob. */
typedef struct {
    guint32 id;
    guint32 values[N_PARAMS];
} Entry;

typedef struct {
    GByteArray *strings;
    GArray *entries; /* of Entry */
    guint32 buses[G_N_ELEMENTS(buses)];
    guint32 keys[N_PARAMS];
} Reader;

static guint32
add_string(Reader *reader, const char *text)
{
    guint32 offset = reader->strings->len;

    g_byte_array_append(reader->strings, (const guint8 *)text, (guint)strlen(text) + 1);
    return offset;
}

/* Four hexadecimal digits and white space. */
static gboolean
is_number(const char *text)
{
    for (guint i = 0; i < 4; i++) {
        if (!g_ascii_isxdigit(text[i]))
            return FALSE;
    }
    return text[4] == ' ' || text[4] == '\t';
}

/* Cuts off the number and gives the name behind it. */
static char *
cut(char *line)
{
    char *name = line + 5;

    line[4] = '\0';
    return name + strspn(name, " \t");
}

static void
add_entry(Reader *reader, guint bus, const char *vendor, const char *vendor_name, const char *product,
          const char *product_name)
{
    const char *base = (const char *)reader->strings->data;
    Entry entry = {0};

    entry.values[0] = reader->buses[bus];
    entry.values[1] = (guint32)(product_name - base);
    entry.values[2] = (guint32)(product - base);
    entry.values[3] = (guint32)(vendor_name - base);
    entry.values[4] = (guint32)(vendor - base);
    g_array_append_val(reader->entries, entry);
}

/* The lines of one file, which stand in the blob from @start to @end. */
static void
read_lines(Reader *reader, guint bus, gsize start, gsize end)
{
    char *line = (char *)reader->strings->data + start;
    char *last = (char *)reader->strings->data + end;
    const char *vendor = NULL;
    const char *vendor_name = NULL;

    while (line < last) {
        char *next = memchr(line, '\n', (gsize)(last - line));

        if (next == NULL)
            next = last;
        *next = '\0';
        if (next > line && next[-1] == '\r')
            next[-1] = '\0';
        if (*line == '\t') {
            if (vendor != NULL && next - line > 5 && is_number(line + 1)) {
                const char *name = cut(line + 1);

                add_entry(reader, bus, vendor, vendor_name, line + 1, name);
            }
        } else if (next - line > 4 && is_number(line)) {
            vendor_name = cut(line);
            vendor = line;
        } else if (*line != '#' && *line != '\0') {
            vendor = NULL; /* the tables of classes and their kind */
        }
        line = next + 1;
    }
}

static void
read_ids(Reader *reader, guint bus, const char *path)
{
    g_autofree char *contents = NULL;
    gsize size = 0;
    gsize start = reader->strings->len;

    if (path == NULL || !g_file_get_contents(path, &contents, &size, NULL) || size > G_MAXINT32 / 8)
        return;
    g_byte_array_append(reader->strings, (const guint8 *)contents, (guint)size + 1);
    read_lines(reader, bus, start, start + size);
}

/* `http://pcisig.com/pci/1af4/1000` for each entry, once all texts are in place. */
static void
add_ids(Reader *reader, guint first, guint bus)
{
    gsize prefix_length = strlen(buses[bus].prefix);
    gsize length = prefix_length + 4 + 1 + 4 + 1;
    guint count = reader->entries->len - first;
    guint32 offset = reader->strings->len;

    g_byte_array_set_size(reader->strings, offset + (guint)(count * length));
    for (guint i = 0; i < count; i++, offset += (guint32)length) {
        Entry *entry = &g_array_index(reader->entries, Entry, first + i);
        char *base = (char *)reader->strings->data;
        char *id = base + offset;

        memcpy(id, buses[bus].prefix, prefix_length);
        memcpy(id + prefix_length, base + entry->values[4], 4);
        id[prefix_length + 4] = '/';
        memcpy(id + prefix_length + 5, base + entry->values[2], 4);
        id[length - 1] = '\0';
        entry->id = offset;
    }
}

static gint
compare_entries(gconstpointer a, gconstpointer b, gpointer data)
{
    const char *base = data;

    return strcmp(base + ((const Entry *)a)->id, base + ((const Entry *)b)->id);
}

/* The files are sorted as a rule; of equal ids the last one counts. */
static void
sort_entries(Reader *reader)
{
    char *base = (char *)reader->strings->data;
    GArray *entries = reader->entries;
    guint kept = 0;
    gboolean sorted = TRUE;

    for (guint i = 1; i < entries->len && sorted; i++)
        sorted = compare_entries(&g_array_index(entries, Entry, i - 1),
                                 &g_array_index(entries, Entry, i), base) < 0;
    if (sorted)
        return;
    g_array_sort_with_data(entries, compare_entries, base);
    for (guint i = 0; i < entries->len; i++) {
        if (i + 1 < entries->len && compare_entries(&g_array_index(entries, Entry, i),
                                                    &g_array_index(entries, Entry, i + 1), base) == 0)
            continue;
        g_array_index(entries, Entry, kept++) = g_array_index(entries, Entry, i);
    }
    g_array_set_size(entries, kept);
}

/* An entry that is left out loses its id. */
static void
skip_entry(Reader *reader, const char *id)
{
    const char *base = (const char *)reader->strings->data;
    guint low = 0;
    guint high = reader->entries->len;

    while (low < high) {
        guint middle = low + (high - low) / 2;
        Entry *entry = &g_array_index(reader->entries, Entry, middle);
        int order = strcmp(id, base + entry->id);

        if (order == 0) {
            memset(entry->values, 0, sizeof(entry->values));
            return;
        }
        if (order < 0)
            high = middle;
        else
            low = middle + 1;
    }
}

static Store *
write_store(Reader *reader)
{
    StoreWriter writer;
    guint n_entries = reader->entries->len;
    g_autofree StoreRecordF *records = g_new0(StoreRecordF, n_entries);
    g_autofree StoreParamF *params = g_new(StoreParamF, (gsize)n_entries * N_PARAMS);
    guint n_records = 0;
    g_autoptr(GBytes) bytes = NULL;

    for (guint i = 0; i < n_entries; i++) {
        const Entry *entry = &g_array_index(reader->entries, Entry, i);
        StoreRecordF *record = &records[n_records];

        if (entry->values[0] == STORE_STRING_NONE)
            continue;
        record->id = entry->id;
        record->kind = STORE_KIND_DEVICE;
        record->owner = STORE_NONE;
        record->first_param = n_records * N_PARAMS;
        record->n_params = N_PARAMS;
        for (guint16 j = 0; j < N_PARAMS; j++)
            params[record->first_param + j] = (StoreParamF){j, 0, entry->values[j]};
        n_records++;
    }

    store_writer_init(&writer);
    g_byte_array_unref(writer.sections[STORE_SECTION_STRINGS]);
    writer.sections[STORE_SECTION_STRINGS] = g_byte_array_ref(reader->strings);
    for (guint i = 0; i < N_PARAMS; i++)
        store_writer_append(&writer, STORE_SECTION_KEYS, &reader->keys[i]);
    g_byte_array_append(writer.sections[STORE_SECTION_RECORDS], (const guint8 *)records,
                        n_records * (guint)sizeof(StoreRecordF));
    g_byte_array_append(writer.sections[STORE_SECTION_PARAMS], (const guint8 *)params,
                        n_records * N_PARAMS * (guint)sizeof(StoreParamF));
    store_writer_set_range(&writer, STORE_KIND_DEVICE, 0, n_records);
    bytes = store_writer_finish(&writer, OSINFO_STORE_BUILD);
    store_writer_clear(&writer);
    return bytes != NULL ? store_open_bytes(bytes, OSINFO_STORE_BUILD, FALSE, NULL) : NULL;
}

Store *
ids_reader_load(const char *pci_path, const char *usb_path, const GPtrArray *skip)
{
    const char *const paths[] = {pci_path, usb_path};
    Reader reader = {.strings = g_byte_array_sized_new(4 * 1024 * 1024),
                     .entries = g_array_sized_new(FALSE, FALSE, sizeof(Entry), 48 * 1024)};
    guint firsts[G_N_ELEMENTS(buses)] = {0};
    Store *store = NULL;

    g_byte_array_append(reader.strings, (const guint8 *)"\0", 2);
    for (guint i = 0; i < N_PARAMS; i++)
        reader.keys[i] = add_string(&reader, keys[i]);
    for (guint i = 0; i < G_N_ELEMENTS(buses); i++)
        reader.buses[i] = add_string(&reader, buses[i].bus);
    for (guint i = 0; i < G_N_ELEMENTS(buses); i++) {
        firsts[i] = reader.entries->len;
        read_ids(&reader, i, paths[i]);
        add_ids(&reader, firsts[i], i);
    }
    sort_entries(&reader);
    for (guint i = 0; skip != NULL && i < skip->len; i++)
        skip_entry(&reader, g_ptr_array_index(skip, i));
    if (reader.entries->len > 0)
        store = write_store(&reader);
    g_byte_array_unref(reader.strings);
    g_array_unref(reader.entries);
    return store;
}

char *
ids_reader_get_id(const char *key)
{
    for (guint i = 0; i < G_N_ELEMENTS(buses); i++) {
        const char *numbers = NULL;

        if (!g_str_has_prefix(key, "device"))
            continue;
        if (!g_str_has_prefix(key + strlen("device"), buses[i].key_prefix))
            continue;
        numbers = key + strlen("device") + strlen(buses[i].key_prefix);
        if (strlen(numbers) == 9 && numbers[4] == '-')
            return g_strdup_printf("%s%.4s/%s", buses[i].prefix, numbers, numbers + 5);
    }
    return NULL;
}
