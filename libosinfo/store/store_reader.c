/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Opens a store and answers from it. Building one is builder.c's work, finding out whether it
 * is still true store/freshness.c's.
 */
#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <glib/gstdio.h>

#include "common/descriptor.h"
#include "store/store_reader.h"

/* Keys that are remembered, in places by their hash. */
#define N_KNOWN_KEYS (1 << 8)

struct _Store {
    gatomicrefcount references;
    const guint8 *data; /* aligned to 8 */
    gsize size;         /* bytes */
    GBytes *bytes;      /* owner of data; NULL: memory of our own */
    const StoreHeaderF *header;
    gint *known_keys; /* N_KNOWN_KEYS numbers of keys, counted from 1; 0: none */
    guint8 *ranks;    /* for each language, 1 = most wanted, 0 = not wanted; NULL: none wanted */
    GMutex mutex;     /* of what follows */
    GHashTable *made; /* of Made, by name; NULL: nothing yet */
};

/* What somebody has made of the store. */
typedef struct {
    gpointer what;
    GDestroyNotify destroy;
} Made;

/* clang-format off */
G_DEFINE_QUARK(osinfo-store-error, store_error)
/* clang-format on */

static gboolean
fail(GError **error, StoreError code, const char *what)
{
    g_set_error_literal(error, STORE_ERROR, (int)code, what);
    return FALSE;
}

/* What can be told from the header alone; @size is that of the whole file. */
static gboolean
check_header(const StoreHeaderF *header, gsize size, const char *build, GError **error)
{
    if (memcmp(header->magic, STORE_MAGIC, sizeof(header->magic)) != 0)
        return fail(error, STORE_ERROR_NOT_A_STORE, "no store");
    if (header->byte_order != STORE_BYTE_ORDER || header->version != STORE_VERSION ||
        header->n_sections != STORE_N_SECTIONS)
        return fail(error, STORE_ERROR_NOT_A_STORE, "store of another format");
    if (strncmp(header->build, build, sizeof(header->build) - 1) != 0)
        return fail(error, STORE_ERROR_NOT_A_STORE, "store of another build");
    if (header->file_size != size || size > G_MAXUINT32)
        return fail(error, STORE_ERROR_DAMAGED, "store has not the size it says");

    for (guint i = 0; i < STORE_N_SECTIONS; i++) {
        const StoreSectionF *section = &header->sections[i];

        if (section->offset % 8 != 0 || section->offset < sizeof(StoreHeaderF) ||
            section->offset > size ||
            section->count > (size - section->offset) / store_element_sizes[i])
            return fail(error, STORE_ERROR_DAMAGED, "store has a section outside of itself");
    }
    if (header->sections[STORE_SECTION_STRINGS].count < 2 ||
        header->sections[STORE_SECTION_KINDS].count != FACT_N_ENTITY_KINDS)
        return fail(error, STORE_ERROR_DAMAGED, "store lacks a section");
    return TRUE;
}

static guint64
finish_checksum(StoreChecksum *checksum, const StoreHeaderF *header)
{
    StoreHeaderF copy = *header;

    copy.checksum = 0;
    store_checksum_update(checksum, &copy, sizeof(copy));
    return store_checksum_final(checksum);
}

static Store *
store_new(const guint8 *data, gsize size, GBytes *bytes)
{
    Store *self = g_new0(Store, 1);

    g_atomic_ref_count_init(&self->references);
    g_mutex_init(&self->mutex);
    self->data = data;
    self->size = size;
    self->bytes = bytes != NULL ? g_bytes_ref(bytes) : NULL;
    self->header = (const StoreHeaderF *)(gconstpointer)data;
    self->known_keys = g_new0(gint, N_KNOWN_KEYS);
    return self;
}

/* Every text ends inside the blob when the blob ends with NUL. */
static gboolean
check_strings(const Store *self, GError **error)
{
    const StoreSectionF *section = &self->header->sections[STORE_SECTION_STRINGS];

    if (self->data[section->offset] != 0 || self->data[section->offset + section->count - 1] != 0)
        return fail(error, STORE_ERROR_DAMAGED, "store has an open text");
    return TRUE;
}

/* Is it a store of @build and, when it is to be verified, as it was written? There is at least a
 * header. */
static gboolean
check_bytes(const guint8 *data, gsize size, const char *build, gboolean verify, GError **error)
{
    const StoreHeaderF *header = (const StoreHeaderF *)(gconstpointer)data;
    StoreChecksum checksum = STORE_CHECKSUM_INIT;

    if (!check_header(header, size, build, error))
        return FALSE;
    if (!verify)
        return TRUE;
    store_checksum_update(&checksum, data + sizeof(StoreHeaderF), size - sizeof(StoreHeaderF));
    return finish_checksum(&checksum, header) == header->checksum ||
           fail(error, STORE_ERROR_DAMAGED, "wrong checksum of the store");
}

Store *
store_open_bytes(GBytes *bytes, const char *build, gboolean verify, GError **error)
{
    gsize size = 0;
    const guint8 *data = g_bytes_get_data(bytes, &size);

    if (size < sizeof(StoreHeaderF) || GPOINTER_TO_SIZE(data) % 8 != 0) {
        fail(error, STORE_ERROR_NOT_A_STORE, "no store: too short");
        return NULL;
    }

    if (!check_bytes(data, size, build, verify, error))
        return NULL;

    g_autoptr(Store) self = store_new(data, size, bytes);

    if (!check_strings(self, error))
        return NULL;
    return g_steal_pointer(&self);
}

static void
set_errno(GError **error, const char *path)
{
    int saved = errno;

    g_set_error(error, G_FILE_ERROR, (int)g_file_error_from_errno(saved), "%s: %s", path,
                g_strerror(saved));
}

/* The file is read, not mapped: one that is cut while it is mapped ends the process by a signal.
 * Memory is asked for all at once, which saves a fault for each page. */
static Store *
load_file(int fd, const char *path, gsize size, const char *build, GError **error)
{
    void *data =
        mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_POPULATE, -1, 0);
    g_autoptr(Store) self = NULL;

    if (data == MAP_FAILED) {
        set_errno(error, path);
        return NULL;
    }
    self = store_new(data, size, NULL);
    if (descriptor_read_start(fd, data, size) != (gssize)size) {
        fail(error, STORE_ERROR_DAMAGED, "store is cut off");
        return NULL;
    }
    if (!check_bytes(data, size, build, TRUE, error) || !check_strings(self, error))
        return NULL;
    return g_steal_pointer(&self);
}

static Store *
open_descriptor(int fd, const char *path, const char *build, GError **error)
{
    struct stat status;
    StoreHeaderF header;

    if (fstat(fd, &status) != 0) {
        set_errno(error, path);
        return NULL;
    }
    if (!S_ISREG(status.st_mode) || (status.st_uid != 0 && status.st_uid != geteuid()) ||
        (status.st_mode & (S_IWGRP | S_IWOTH)) != 0) {
        fail(error, STORE_ERROR_NOT_TRUSTED, "store belongs to somebody else");
        return NULL;
    }
    if (status.st_size < (off_t)sizeof(header) ||
        descriptor_read_start(fd, &header, sizeof(header)) != (gssize)sizeof(header)) {
        fail(error, STORE_ERROR_NOT_A_STORE, "no store: too short");
        return NULL;
    }
    if (!check_header(&header, (gsize)status.st_size, build, error))
        return NULL;
    return load_file(fd, path, (gsize)status.st_size, build, error);
}

Store *
store_open_file(const char *path, const char *build, GError **error)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);

    if (fd < 0) {
        set_errno(error, path);
        return NULL;
    }

    Store *self = open_descriptor(fd, path, build, error);

    close(fd);
    return self;
}

Store *
store_ref(Store *self)
{
    g_atomic_ref_count_inc(&self->references);
    return self;
}

void
store_unref(Store *self)
{
    if (self == NULL || !g_atomic_ref_count_dec(&self->references))
        return;
    g_clear_pointer(&self->made, g_hash_table_unref);
    g_mutex_clear(&self->mutex);
    if (self->bytes != NULL)
        g_bytes_unref(self->bytes);
    else
        munmap((void *)(gsize)self->data, self->size);
    g_free(self->ranks);
    g_free(self->known_keys);
    g_free(self);
}

static void
free_made(gpointer data)
{
    Made *made = data;

    made->destroy(made->what);
    g_free(made);
}

gconstpointer
store_get_made(Store *self, const char *name, StoreMakeFunc make, GDestroyNotify destroy)
{
    Made *made = NULL;
    gpointer what = NULL;

    g_mutex_lock(&self->mutex);
    if (self->made == NULL)
        self->made = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, free_made);
    made = g_hash_table_lookup(self->made, name);
    what = made != NULL ? made->what : make(self, name);
    if (made == NULL && what != NULL) {
        made = g_new(Made, 1);
        *made = (Made){what, destroy};
        g_hash_table_insert(self->made, g_strdup(name), made);
    }
    g_mutex_unlock(&self->mutex);
    return what;
}

gconstpointer
store_get_section(const Store *self, StoreSection section, guint *out_count)
{
    const StoreSectionF *place = &self->header->sections[section];

    *out_count = place->count;
    return self->data + place->offset;
}

const char *
store_get_string(const Store *self, guint32 offset)
{
    const StoreSectionF *place = &self->header->sections[STORE_SECTION_STRINGS];

    if (offset == STORE_STRING_NONE || offset >= place->count)
        return NULL;
    return (const char *)self->data + place->offset + offset;
}

const char *
store_get_plan(const Store *self)
{
    return store_get_string(self, self->header->plan);
}

void
store_set_languages(Store *self, const char *const *names)
{
    guint n_languages = 0;
    const guint32 *languages = store_get_section(self, STORE_SECTION_LANGUAGES, &n_languages);
    guint8 *ranks = NULL;

    for (guint i = 0; i < n_languages; i++) {
        const char *language = store_get_string(self, languages[i]);

        for (guint j = 0; language != NULL && names[j] != NULL && j < G_MAXUINT8 - 1; j++) {
            if (strcmp(language, names[j]) != 0)
                continue;
            if (ranks == NULL)
                ranks = g_new0(guint8, n_languages);
            ranks[i] = (guint8)(j + 1);
            break;
        }
    }
    g_free(self->ranks);
    self->ranks = ranks;
}

const StoreRecordF *
store_get_record(const Store *self, guint32 record)
{
    guint n_records = 0;
    const StoreRecordF *records = store_get_section(self, STORE_SECTION_RECORDS, &n_records);

    return record < n_records ? &records[record] : NULL;
}

const char *
store_get_id(const Store *self, guint32 record)
{
    const StoreRecordF *data = store_get_record(self, record);

    return data != NULL ? store_get_string(self, data->id) : NULL;
}

/* Is first..first+count inside of a section? */
static gconstpointer
get_slice(const Store *self, StoreSection section, guint32 first, guint32 count)
{
    guint total = 0;
    const guint8 *elements = store_get_section(self, section, &total);

    if (first > total || count > total - first)
        return NULL;
    return elements + first * store_element_sizes[section];
}

guint
store_get_range(const Store *self, FactKind kind, guint32 *out_first)
{
    guint n_kinds = 0;
    const StoreRangeF *kinds = store_get_section(self, STORE_SECTION_KINDS, &n_kinds);

    if ((guint)kind >= n_kinds ||
        get_slice(self, STORE_SECTION_RECORDS, kinds[kind].first, kinds[kind].count) == NULL)
        return 0;
    *out_first = kinds[kind].first;
    return kinds[kind].count;
}

guint32
store_find(const Store *self, FactKind kind, const char *id)
{
    guint32 low = 0;
    guint32 high = store_get_range(self, kind, &low);

    if (high == 0)
        return STORE_NONE;
    high += low;
    while (low < high) {
        guint32 middle = low + (high - low) / 2;
        const char *text = store_get_id(self, middle);
        int order = text != NULL ? strcmp(id, text) : -1;

        if (order == 0)
            return store_get_record(self, middle)->kind == kind ? middle : STORE_NONE;
        if (order < 0)
            high = middle;
        else
            low = middle + 1;
    }
    return STORE_NONE;
}

guint
store_get_parts(const Store *self, guint32 record, FactKind kind, guint32 *out_first)
{
    const StoreRecordF *owner = store_get_record(self, record);
    guint first = 0;
    guint end = 0;

    if (owner == NULL || owner->n_parts == 0)
        return 0;

    const StoreRecordF *parts =
        get_slice(self, STORE_SECTION_RECORDS, owner->first_part, owner->n_parts);

    if (parts == NULL)
        return 0;
    while (first < owner->n_parts && parts[first].kind < kind)
        first++;
    for (end = first; end < owner->n_parts && parts[end].kind == kind; end++)
        ;
    *out_first = owner->first_part + first;
    return end - first;
}

const StoreEdgeF *
store_get_edges(const Store *self, guint32 record, guint *out_count)
{
    const StoreRecordF *data = store_get_record(self, record);
    const StoreEdgeF *edges = NULL;

    if (data != NULL)
        edges = get_slice(self, STORE_SECTION_EDGES, data->first_edge, data->n_edges);
    *out_count = edges != NULL ? data->n_edges : 0;
    return edges;
}

const StoreParamF *
store_get_params(const Store *self, guint32 record, guint *out_count)
{
    const StoreRecordF *data = store_get_record(self, record);
    const StoreParamF *params = NULL;

    if (data != NULL)
        params = get_slice(self, STORE_SECTION_PARAMS, data->first_param, data->n_params);
    *out_count = params != NULL ? data->n_params : 0;
    return params;
}

const char *
store_get_key(const Store *self, guint32 key)
{
    guint n_keys = 0;
    const guint32 *keys = store_get_section(self, STORE_SECTION_KEYS, &n_keys);

    return key < n_keys ? store_get_string(self, keys[key]) : NULL;
}

static guint32
search_key(const Store *self, const char *key)
{
    guint low = 0;
    guint high = 0;
    const guint32 *keys = store_get_section(self, STORE_SECTION_KEYS, &high);

    while (low < high) {
        guint middle = low + (high - low) / 2;
        const char *text = store_get_string(self, keys[middle]);
        int order = text != NULL ? strcmp(key, text) : -1;

        if (order == 0)
            return middle;
        if (order < 0)
            high = middle;
        else
            low = middle + 1;
    }
    return STORE_NONE;
}

/* Who asks for a key asks for it again and again, of each record or medium. */
guint32
store_find_key(const Store *self, const char *key)
{
    /* where it stands tells names of the library apart, and is at hand */
    gint *place = &self->known_keys[(guint32)GPOINTER_TO_SIZE(key) * 0x9e3779b1u >> 24];
    gint known = g_atomic_int_get(place);
    guint32 number = STORE_NONE;

    if (known > 0 && g_strcmp0(store_get_key(self, (guint32)known - 1), key) == 0)
        return (guint32)known - 1;
    number = search_key(self, key);
    if (number < G_MAXINT)
        g_atomic_int_set(place, (gint)number + 1);
    return number;
}

/* How good a translation is for this process: greater is better, 0 = only when nothing else is
 * there. */
static guint
rate_language(const Store *self, guint language)
{
    guint n_languages = 0;

    store_get_section(self, STORE_SECTION_LANGUAGES, &n_languages);
    if (language == 0)
        return 1;
    if (self->ranks == NULL || language > n_languages || self->ranks[language - 1] == 0)
        return 0;
    return G_MAXUINT8 + 1u - self->ranks[language - 1];
}

/* Among equals the first one. */
static const StoreParamF *
find_best(const Store *self, const StoreParamF *params, guint n_params, guint32 key)
{
    const StoreParamF *best = NULL;
    guint best_rate = 0;

    for (guint i = 0; i < n_params; i++) {
        if (params[i].key != key)
            continue;
        if (self->ranks == NULL && params[i].language == 0)
            return &params[i]; /* no translation is wanted */

        guint rate = rate_language(self, params[i].language);

        if (best == NULL || rate > best_rate) {
            best = &params[i];
            best_rate = rate;
        }
    }
    return best;
}

const char *
store_get_value(const Store *self, guint32 record, guint32 key)
{
    guint n_params = 0;
    const StoreParamF *params = store_get_params(self, record, &n_params);
    const StoreParamF *best = find_best(self, params, n_params, key);

    return best != NULL ? store_get_string(self, best->value) : NULL;
}

/* A column that takes what another one has, or the id. */
typedef struct {
    guint column;
    guint source; /* STORE_NONE: the id */
} StoreTableCopy;

void
store_table_init(StoreTable *self, const Store *store, const char *const *keys)
{
    guint strings_size = 0;

    store_get_section(store, STORE_SECTION_KEYS, &self->n_keys);
    self->store = store;
    self->records = store_get_section(store, STORE_SECTION_RECORDS, &self->n_records);
    self->params = store_get_section(store, STORE_SECTION_PARAMS, &self->n_params);
    self->strings = store_get_section(store, STORE_SECTION_STRINGS, &strings_size);
    self->last_string = strings_size > 0 ? strings_size - 1 : 0;
    self->n_columns = 0;
    self->columns = g_new0(guint16, self->n_keys + 1);
    self->copies = g_array_new(FALSE, FALSE, sizeof(StoreTableCopy));
    for (; keys[self->n_columns] != NULL; self->n_columns++) {
        const char *key = keys[self->n_columns];
        guint32 number = strcmp(key, "id") != 0 ? store_find_key(store, key) : STORE_NONE;
        StoreTableCopy copy = {self->n_columns, STORE_NONE};

        if (number != STORE_NONE && self->columns[number] == 0) {
            self->columns[number] = (guint16)(self->n_columns + 1);
            continue;
        }
        if (number != STORE_NONE)
            copy.source = self->columns[number] - 1u;
        if (number != STORE_NONE || strcmp(key, "id") == 0)
            g_array_append_val(self->copies, copy);
    }
}

void
store_table_clear(StoreTable *self)
{
    g_clear_pointer(&self->columns, g_free);
    g_clear_pointer(&self->copies, g_array_unref);
    self->store = NULL;
}

void
store_table_read(const StoreTable *self, guint32 record, const char **out)
{
    const StoreRecordF *data = record < self->n_records ? &self->records[record] : NULL;
    gboolean is_plain = self->store->ranks == NULL;

    if (data == NULL || data->first_param > self->n_params ||
        data->n_params > self->n_params - data->first_param)
        return;

    const StoreParamF *param = &self->params[data->first_param];

    for (const StoreParamF *end = param + data->n_params; param < end; param++) {
        guint column = param->key < self->n_keys ? self->columns[param->key] : 0;

        if (column == 0 || out[column - 1] != NULL)
            continue;
        if (!is_plain || param->language != 0)
            out[column - 1] = store_get_value(self->store, record, param->key);
        else if (param->value - 1 < self->last_string) /* none is 0, and becomes the highest */
            out[column - 1] = self->strings + param->value;
    }
    for (guint i = 0, n_copies = self->copies->len; i < n_copies; i++) {
        const StoreTableCopy *copy = &g_array_index(self->copies, StoreTableCopy, i);

        out[copy->column] = copy->source != STORE_NONE ? out[copy->source]
                                                       : store_get_string(self->store, data->id);
    }
}

void
store_get_values(const Store *self, guint32 record, guint32 key, GPtrArray *out)
{
    guint n_params = 0;
    const StoreParamF *params = store_get_params(self, record, &n_params);
    gboolean translated = FALSE;

    for (guint i = 0; i < n_params && !translated; i++)
        translated = params[i].key == key && params[i].language != 0;

    if (translated) {
        const StoreParamF *best = find_best(self, params, n_params, key);
        const char *text = store_get_string(self, best->value);

        if (text != NULL)
            g_ptr_array_add(out, (gpointer)text);
        return;
    }
    for (guint i = 0; i < n_params; i++) {
        const char *text = params[i].key == key ? store_get_string(self, params[i].value) : NULL;

        if (text != NULL)
            g_ptr_array_add(out, (gpointer)text);
    }
}
