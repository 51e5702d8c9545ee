/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * pci.ids and usb.ids are lists of vendors, `1af4  Red Hat, Inc.`, each followed by its devices with a
 * tab in front, `\t1000  Virtio network device`. Lines with two tabs (subsystems, interfaces), comments
 * and the tables of classes behind the vendors are passed over.
 *
 * The texts stay where they are read to: the blob of the store is the two files, cut into texts, and
 * the ids of the devices. Everything is written where it stays, since most of the time goes into memory
 * that is touched for the first time.
 */
#include "config.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

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

/* Bytes of the shortest line with a device, and of the longest file that is read. */
#define MIN_LINE 7
#define MAX_FILE_SIZE (16 * 1024 * 1024)
#define ID_SIZE sizeof("http://pcisig.com/pci/1af4/1000")

/* The store while it grows. There is room for more than will be needed; what is not touched costs
 * nothing. */
typedef struct {
    guint8 *data;
    gsize size; /* bytes, room included */
    StoreHeaderF *header;
    char *strings;
    guint32 strings_length; /* bytes in use */
    StoreRecordF *records;
    StoreParamF *params;
    guint n_records;
    guint32 buses[G_N_ELEMENTS(buses)]; /* strings */
} Reader;

static guint32
add_string(Reader *reader, const char *text)
{
    guint32 offset = reader->strings_length;

    memcpy(reader->strings + offset, text, strlen(text) + 1);
    reader->strings_length += (guint32)strlen(text) + 1;
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
static const char *
cut(char *line)
{
    const char *name = line + 5;

    line[4] = '\0';
    while (*name == ' ' || *name == '\t')
        name++;
    return name;
}

/* The id, `http://pcisig.com/pci/1af4/1000`, is made here; all else is text of the file. */
static void
add_device(Reader *reader, guint bus, const char *vendor, const char *vendor_name,
           const char *product, const char *product_name)
{
    gsize prefix_length = strlen(buses[bus].prefix);
    char *id = reader->strings + reader->strings_length;
    StoreRecordF *record = &reader->records[reader->n_records];
    StoreParamF *params = &reader->params[(gsize)reader->n_records * N_PARAMS];

    memcpy(id, buses[bus].prefix, prefix_length);
    memcpy(id + prefix_length, vendor, 4);
    id[prefix_length + 4] = '/';
    memcpy(id + prefix_length + 5, product, 5);

    record->id = reader->strings_length;
    record->kind = STORE_KIND_DEVICE;
    record->owner = STORE_NONE;
    record->first_param = reader->n_records * N_PARAMS;
    record->n_params = N_PARAMS;
    params[0] = (StoreParamF){0, 0, reader->buses[bus]};
    params[1] = (StoreParamF){1, 0, (guint32)(product_name - reader->strings)};
    params[2] = (StoreParamF){2, 0, (guint32)(product - reader->strings)};
    params[3] = (StoreParamF){3, 0, (guint32)(vendor_name - reader->strings)};
    params[4] = (StoreParamF){4, 0, (guint32)(vendor - reader->strings)};
    reader->strings_length += (guint32)prefix_length + 10;
    reader->n_records++;
}

/* The lines of one file, which stand in the blob and end with NUL. */
static void
read_lines(Reader *reader, guint bus, char *line, char *last)
{
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

                add_device(reader, bus, vendor, vendor_name, line + 1, name);
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

/* An open file and its size; -1 when there is none that can be read. */
static int
open_ids(const char *path, gsize *out_size)
{
    struct stat status;
    int fd = path != NULL ? open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK) : -1;

    *out_size = 0;
    if (fd < 0)
        return -1;
    if (fstat(fd, &status) != 0 || !S_ISREG(status.st_mode) || status.st_size > MAX_FILE_SIZE) {
        close(fd);
        return -1;
    }
    *out_size = (gsize)status.st_size;
    return fd;
}

static void
read_ids(Reader *reader, guint bus, int fd, gsize size)
{
    char *start = reader->strings + reader->strings_length;
    gsize length = 0;

    while (length < size) {
        gssize got = read(fd, start + length, size - length);

        if (got <= 0)
            break;
        length += (gsize)got;
    }
    start[length] = '\0';
    reader->strings_length += (guint32)length + 1;
    read_lines(reader, bus, start, start + length);
}

static gboolean
reader_init(Reader *reader, gsize files_size)
{
    gsize n_lines = files_size / MIN_LINE + 1;
    gsize capacities[STORE_N_SECTIONS] = {
        [STORE_SECTION_STRINGS] = 256 + files_size + n_lines * ID_SIZE,
        [STORE_SECTION_KEYS] = N_PARAMS,
        [STORE_SECTION_KINDS] = STORE_N_ENTITY_KINDS,
        [STORE_SECTION_RECORDS] = n_lines,
        [STORE_SECTION_PARAMS] = n_lines * N_PARAMS,
    };
    StoreHeaderF header;
    guint32 *reader_keys = NULL;

    reader->size = store_header_init(&header, capacities, OSINFO_STORE_BUILD);
    reader->data = mmap(NULL, reader->size, PROT_READ | PROT_WRITE,
                        MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (reader->size > G_MAXINT32 || reader->data == MAP_FAILED)
        return FALSE;
    reader->header = memcpy(reader->data, &header, sizeof(header));
    reader->strings = (char *)reader->data + header.sections[STORE_SECTION_STRINGS].offset;
    reader->strings_length = 2;
    reader->records = (gpointer)(reader->data + header.sections[STORE_SECTION_RECORDS].offset);
    reader->params = (gpointer)(reader->data + header.sections[STORE_SECTION_PARAMS].offset);
    reader->n_records = 0;

    reader_keys = (gpointer)(reader->data + header.sections[STORE_SECTION_KEYS].offset);
    for (guint i = 0; i < N_PARAMS; i++)
        reader_keys[i] = add_string(reader, keys[i]);
    for (guint i = 0; i < G_N_ELEMENTS(buses); i++)
        reader->buses[i] = add_string(reader, buses[i].bus);
    return TRUE;
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
        sorted =
            compare_records(&reader->records[i - 1], &reader->records[i], reader->strings) < 0;
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
            record->kind = STORE_N_KINDS;
            n_marked++;
        }
    }
    for (guint i = 0; n_marked > 0 && i < reader->n_records; i++) {
        if (reader->records[i].kind != STORE_N_KINDS)
            reader->records[kept++] = reader->records[i];
    }
    if (n_marked > 0)
        reader->n_records = kept;
}

static void
reader_unmap(gpointer data)
{
    const StoreHeaderF *header = data;

    munmap(data, header->file_size);
}

static Store *
open_store(Reader *reader)
{
    StoreRangeF *ranges =
        (gpointer)(reader->data + reader->header->sections[STORE_SECTION_KINDS].offset);
    g_autoptr(GBytes) bytes = NULL;

    ranges[STORE_KIND_DEVICE].count = reader->n_records;
    reader->header->sections[STORE_SECTION_STRINGS].count = reader->strings_length;
    reader->header->sections[STORE_SECTION_RECORDS].count = reader->n_records;
    bytes = g_bytes_new_with_free_func(reader->data, reader->size, reader_unmap, reader->data);
    return store_open_bytes(bytes, OSINFO_STORE_BUILD, FALSE, NULL);
}

Store *
ids_reader_load(const char *pci_path, const char *usb_path, const GPtrArray *skip)
{
    gsize sizes[G_N_ELEMENTS(buses)];
    const int fds[G_N_ELEMENTS(buses)] = {open_ids(pci_path, &sizes[0]), open_ids(usb_path, &sizes[1])};
    Reader reader = {0};
    gboolean ready = reader_init(&reader, sizes[0] + sizes[1]);

    for (guint i = 0; i < G_N_ELEMENTS(buses); i++) {
        if (fds[i] < 0)
            continue;
        if (ready)
            read_ids(&reader, i, fds[i], sizes[i]);
        close(fds[i]);
    }
    if (!ready)
        return NULL;
    sort_records(&reader);
    if (skip != NULL)
        skip_records(&reader, skip);
    return open_store(&reader);
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
