/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * pci.ids and usb.ids are lists of vendors, `1af4  Red Hat, Inc.`, each followed by its devices
 * with a tab in front, `\t1000  Virtio network device`. Lines with two tabs (subsystems,
 * interfaces), comments and the tables of classes behind the vendors are passed over.
 *
 * Most of the time goes into memory that is touched for the first time, so the files are read
 * through a small buffer, only what counts is kept, and everything is written where it stays. A
 * product's number is the end of its id.
 */
#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <gio/gio.h>

#include "common/descriptor.h"
#include "common/text.h"
#include "common/translate.h"
#include "store/ids_store.h"
#include "store/store_space.h"

#define N_PARAMS 5

/* The parameters of a device, in the order of their names. */
static const char *const keys[N_PARAMS] = {"bus-type", "product", "product-id", "vendor",
                                           "vendor-id"};

static const struct {
    char prefix[24];        /* of the ids */
    gsize prefix_length;    /* without the NUL */
    const char *key_prefix; /* of the keys of device files */
    const char *bus;
} buses[] = {
    {"http://pcisig.com/pci/", sizeof("http://pcisig.com/pci/") - 1, "/pcisig.com/pci-", "pci"},
    {"http://usb.org/usb/", sizeof("http://usb.org/usb/") - 1, "/usb.org/usb-", "usb"},
};

/* Bytes of the shortest line with a device, and of the longest file that is read. */
#define MIN_LINE 7
#define MAX_FILE_SIZE (16 * 1024 * 1024)
#define BUFFER_SIZE (64 * 1024)
#define ID_SIZE sizeof("http://pcisig.com/pci/1af4/1000")

/* The store while it grows. */
typedef struct {
    StoreSpace space;
    char *strings;
    guint32 strings_length; /* bytes in use */
    StoreRecordF *records;
    StoreParamF *params;
    guint n_records;
    guint32 buses[G_N_ELEMENTS(buses)]; /* strings */
    guint32 vendor;                     /* number of the vendor whose devices are read; or none */
    guint32 vendor_name;
    GHashTable *wanted; /* numbers, see get_number(); NULL: all devices */
    guint32 vendor_number;
} Reader;

static guint32
add_string(Reader *reader, const char *text, gsize length)
{
    guint32 offset = reader->strings_length;

    memcpy(reader->strings + offset, text, length);
    reader->strings[offset + length] = '\0';
    reader->strings_length += (guint32)length + 1;
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

static guint32
parse_number(const char *text)
{
    guint32 number = 0;

    for (guint i = 0; i < 4; i++)
        number = number << 4 | (guint32)g_ascii_xdigit_value(text[i]);
    return number;
}

/* Vendor and product. The bus does not matter: a device too many is never asked for. */
static gpointer
get_number(guint32 vendor, guint32 product)
{
    return GUINT_TO_POINTER(vendor << 16 | product);
}

/* The name behind the number. */
static guint32
add_name(Reader *reader, const char *line, const char *end)
{
    const char *name = line + 5;

    while (name < end && (*name == ' ' || *name == '\t'))
        name++;
    return add_string(reader, name, (gsize)(end - name));
}

static void
add_vendor(Reader *reader, const char *line, const char *end)
{
    reader->vendor = add_string(reader, line, 4);
    reader->vendor_number = parse_number(line);
    reader->vendor_name = add_name(reader, line, end);
}

static void
add_device(Reader *reader, guint bus, const char *line, const char *end)
{
    gsize prefix_length = buses[bus].prefix_length;
    guint32 id = reader->strings_length;
    char *text = reader->strings + id;
    StoreRecordF *record = &reader->records[reader->n_records];
    StoreParamF *params = &reader->params[(gsize)reader->n_records * N_PARAMS];

    memcpy(text, buses[bus].prefix, sizeof(buses[bus].prefix)); /* all of it: in three moves */
    memcpy(text + prefix_length, reader->strings + reader->vendor, 4);
    text[prefix_length + 4] = '/';
    memcpy(text + prefix_length + 5, line, 4);
    text[prefix_length + 9] = '\0';
    reader->strings_length += (guint32)prefix_length + 10;

    record->id = id;
    record->kind = FACT_KIND_DEVICE;
    record->owner = STORE_NONE;
    record->first_param = reader->n_records * N_PARAMS;
    record->n_params = N_PARAMS;
    params[0] = (StoreParamF){0, 0, reader->buses[bus]};
    params[1] = (StoreParamF){1, 0, add_name(reader, line, end)};
    params[2] = (StoreParamF){2, 0, id + (guint32)prefix_length + 5};
    params[3] = (StoreParamF){3, 0, reader->vendor_name};
    params[4] = (StoreParamF){4, 0, reader->vendor};
    reader->n_records++;
}

static gboolean
is_wanted(const Reader *reader, const char *line)
{
    return reader->wanted == NULL ||
           g_hash_table_contains(reader->wanted,
                                 get_number(reader->vendor_number, parse_number(line)));
}

static void
read_line(Reader *reader, guint bus, const char *line, const char *end)
{
    if (end > line && end[-1] == '\r')
        end--;
    if (*line == '\t') {
        if (reader->vendor != STORE_STRING_NONE && end - line > 5 && is_number(line + 1) &&
            is_wanted(reader, line + 1))
            add_device(reader, bus, line + 1, end);
    } else if (end - line > 4 && is_number(line)) {
        add_vendor(reader, line, end);
    } else if (end > line && *line != '#') {
        reader->vendor = STORE_STRING_NONE; /* the tables of classes and their kind */
    }
}

/* Whole lines of a buffer; how much of it they are. */
static gsize
read_lines(Reader *reader, guint bus, const char *buffer, gsize size)
{
    const char *line = buffer;
    const char *next = NULL;

    while ((next = memchr(line, '\n', size - (gsize)(line - buffer))) != NULL) {
        read_line(reader, bus, line, next);
        line = next + 1;
    }
    return (gsize)(line - buffer);
}

/* An open file, or -1 for none, and its size. FALSE: it cannot be found out whether there is one, as
 * errno says. */
static gboolean
open_ids(const char *path, int *out_file, gsize *out_size)
{
    struct stat status;
    g_auto(AutoFd) file = path != NULL ? open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK) : -1;

    *out_file = -1;
    *out_size = 0;
    if (path == NULL)
        return TRUE;
    if (file < 0)
        return descriptor_is_proof(errno);
    if (fstat(file, &status) != 0)
        return FALSE;
    if (S_ISREG(status.st_mode) && status.st_size <= MAX_FILE_SIZE) {
        *out_size = (gsize)status.st_size;
        *out_file = g_steal_fd(&file);
    }
    return TRUE;
}

/* A line that does not fit into the buffer is none. FALSE: not all can be read, as errno says. */
static gboolean
read_ids(Reader *reader, guint bus, int fd, gsize size)
{
    char buffer[BUFFER_SIZE];
    gsize filled = 0;
    gsize total = 0;

    reader->vendor = STORE_STRING_NONE;
    while (total < size) {
        gssize got = read(fd, buffer + filled, MIN(sizeof(buffer) - 1 - filled, size - total));
        gsize used = 0;

        if (got == 0)
            errno = EBUSY; /* it becomes shorter */
        if (got <= 0)
            return FALSE;
        total += (gsize)got;
        filled += (gsize)got;
        used = read_lines(reader, bus, buffer, filled);
        if (used == 0 && filled == sizeof(buffer) - 1)
            used = filled;
        memmove(buffer, buffer + used, filled - used);
        filled -= used;
    }
    if (filled > 0) {
        buffer[filled] = '\0';
        read_line(reader, bus, buffer, buffer + filled);
    }
    return TRUE;
}

static gboolean
reader_init(Reader *reader, gsize files_size)
{
    gsize n_lines = files_size / MIN_LINE + 1;
    gsize capacities[STORE_N_SECTIONS] = {
        [STORE_SECTION_STRINGS] = 256 + files_size + n_lines * ID_SIZE,
        [STORE_SECTION_KEYS] = N_PARAMS,
        [STORE_SECTION_KINDS] = FACT_N_ENTITY_KINDS,
        [STORE_SECTION_RECORDS] = n_lines,
        [STORE_SECTION_PARAMS] = n_lines * N_PARAMS,
    };
    StoreSpace *space = &reader->space;
    guint32 *reader_keys = NULL;

    if (!store_space_init(space, capacities, OSINFO_STORE_BUILD))
        return FALSE;
    reader->strings = store_space_get(space, STORE_SECTION_STRINGS);
    reader->strings_length = 2;
    reader->records = store_space_get(space, STORE_SECTION_RECORDS);
    reader->params = store_space_get(space, STORE_SECTION_PARAMS);
    reader->n_records = 0;

    if (reader->wanted == NULL) {
        gsize n_devices = files_size / 55;

        store_space_populate(space, STORE_SECTION_STRINGS, files_size * 115 / 100);
        store_space_populate(space, STORE_SECTION_RECORDS, n_devices * sizeof(StoreRecordF));
        store_space_populate(space, STORE_SECTION_PARAMS,
                             n_devices * N_PARAMS * sizeof(StoreParamF));
    }
    reader_keys = store_space_get(space, STORE_SECTION_KEYS);
    for (guint i = 0; i < N_PARAMS; i++)
        reader_keys[i] = add_string(reader, keys[i], strlen(keys[i]));
    for (guint i = 0; i < G_N_ELEMENTS(buses); i++)
        reader->buses[i] = add_string(reader, buses[i].bus, strlen(buses[i].bus));
    return TRUE;
}

/* Each byte of a name that is not UTF-8 becomes a question mark: there is no place for more. */
static void
make_valid(Reader *reader)
{
    char *end = reader->strings + reader->strings_length;
    char *text = reader->strings;

    while ((text += text_count_ascii(text, (gsize)(end - text))) < end) {
        const char *bad = NULL;

        while (!g_utf8_validate(text, -1, &bad))
            text[bad - text] = '?';
        text += strlen(text);
    }
}

static gint
compare_records(gconstpointer a, gconstpointer b, gpointer data)
{
    const char *strings = data;

    return strcmp(strings + ((const StoreRecordF *)a)->id, strings + ((const StoreRecordF *)b)->id);
}

/* The files are sorted as a rule; of equal ids the last one counts. */
static void
sort_records(Reader *reader)
{
    guint kept = 0;
    gboolean sorted = TRUE;

    for (guint i = 1; i < reader->n_records && sorted; i++)
        sorted = compare_records(&reader->records[i - 1], &reader->records[i], reader->strings) < 0;
    if (sorted)
        return;
    g_qsort_with_data(reader->records, (gint)reader->n_records, sizeof(StoreRecordF),
                      compare_records, reader->strings);
    for (guint i = 0; i < reader->n_records; i++) {
        if (i + 1 < reader->n_records &&
            compare_records(&reader->records[i], &reader->records[i + 1], reader->strings) == 0)
            continue;
        reader->records[kept++] = reader->records[i];
    }
    reader->n_records = kept;
}

static StoreRecordF *
find_record(Reader *reader, const char *id)
{
    guint low = 0;
    guint high = reader->n_records;

    while (low < high) {
        guint middle = low + (high - low) / 2;
        int order = strcmp(id, reader->strings + reader->records[middle].id);

        if (order == 0)
            return &reader->records[middle];
        if (order < 0)
            high = middle;
        else
            low = middle + 1;
    }
    return NULL;
}

/* Leaves out records; they are marked first, so that the others can still be found. */
static void
skip_records(Reader *reader, const GPtrArray *skip)
{
    guint kept = 0;
    guint n_marked = 0;

    for (guint i = 0; i < skip->len; i++) {
        StoreRecordF *record = find_record(reader, g_ptr_array_index(skip, i));

        if (record != NULL) {
            record->kind = FACT_N_KINDS;
            n_marked++;
        }
    }
    for (guint i = 0; n_marked > 0 && i < reader->n_records; i++) {
        if (reader->records[i].kind != FACT_N_KINDS)
            reader->records[kept++] = reader->records[i];
    }
    if (n_marked > 0)
        reader->n_records = kept;
}

static Store *
open_store(Reader *reader)
{
    StoreRangeF *ranges = store_space_get(&reader->space, STORE_SECTION_KINDS);
    g_autoptr(GBytes) bytes = NULL;

    ranges[FACT_KIND_DEVICE].count = reader->n_records;
    store_space_set_count(&reader->space, STORE_SECTION_STRINGS, reader->strings_length);
    store_space_set_count(&reader->space, STORE_SECTION_RECORDS, reader->n_records);
    bytes = store_space_finish(&reader->space);
    return store_open_bytes(bytes, OSINFO_STORE_BUILD, FALSE, NULL);
}

static Store *
fail(const char *path, GError **error)
{
    g_set_error(error, G_IO_ERROR, G_IO_ERROR_FAILED, "Can't read path %s: %s", path,
                translate_no_errno(errno));
    return NULL;
}

static Store *
load(const char *pci_path, const char *usb_path, const GPtrArray *skip, GHashTable *wanted,
     GError **error)
{
    gsize sizes[G_N_ELEMENTS(buses)];
    g_auto(AutoFd) pci = -1;
    g_auto(AutoFd) usb = -1;
    Reader reader = {.wanted = wanted};
    const char *failed = NULL;

    if (!open_ids(pci_path, &pci, &sizes[0]))
        return fail(pci_path, error);
    if (!open_ids(usb_path, &usb, &sizes[1]))
        return fail(usb_path, error);
    if (!reader_init(&reader, sizes[0] + sizes[1]))
        return fail(pci_path != NULL ? pci_path : usb_path, error);
    if (pci >= 0 && !read_ids(&reader, 0, pci, sizes[0]))
        failed = pci_path;
    else if (usb >= 0 && !read_ids(&reader, 1, usb, sizes[1]))
        failed = usb_path;
    if (failed != NULL) {
        fail(failed, error);
        store_space_clear(&reader.space);
        return NULL;
    }
    make_valid(&reader);
    sort_records(&reader);
    if (skip != NULL)
        skip_records(&reader, skip);
    return open_store(&reader);
}

Store *
ids_store_load(const char *pci_path, const char *usb_path, const GPtrArray *skip, GError **error)
{
    return load(pci_path, usb_path, skip, NULL, error);
}

Store *
ids_store_load_some(const char *pci_path, const char *usb_path, const GPtrArray *ids,
                    GError **error)
{
    g_autoptr(GHashTable) wanted = g_hash_table_new(NULL, NULL);

    for (guint i = 0; i < ids->len; i++) {
        const char *id = g_ptr_array_index(ids, i);
        gsize length = strlen(id);

        /* the id ends in `1af4/1000` */
        if (length >= 9)
            g_hash_table_add(
                wanted, get_number(parse_number(id + length - 9), parse_number(id + length - 4)));
    }
    return load(pci_path, usb_path, NULL, wanted, error);
}

char *
ids_store_get_id(const char *key)
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
