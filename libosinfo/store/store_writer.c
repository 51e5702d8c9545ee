/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Makes the bytes of a store out of its sections (README 2 and 3).
 */
#include "config.h"

#include <string.h>

#include "store/store_writer.h"

G_STATIC_ASSERT(sizeof(OSINFO_STORE_BUILD) <= sizeof(((StoreHeaderF *)NULL)->build));

void
store_writer_init(StoreWriter *self)
{
    static const StoreRangeF nothing;

    for (guint i = 0; i < STORE_N_SECTIONS; i++)
        self->sections[i] = g_byte_array_new();
    self->plan = STORE_STRING_NONE;
    g_byte_array_append(self->sections[STORE_SECTION_STRINGS], (const guint8 *)"\0", 2);
    for (guint i = 0; i < FACT_N_ENTITY_KINDS; i++)
        store_writer_append(self, STORE_SECTION_KINDS, &nothing);
}

void
store_writer_clear(StoreWriter *self)
{
    for (guint i = 0; i < STORE_N_SECTIONS; i++)
        g_clear_pointer(&self->sections[i], g_byte_array_unref);
}

guint32
store_writer_count(const StoreWriter *self, StoreSection section)
{
    return self->sections[section]->len / (guint)store_element_sizes[section];
}

void
store_writer_append(StoreWriter *self, StoreSection section, gconstpointer element)
{
    g_byte_array_append(self->sections[section], element, (guint)store_element_sizes[section]);
}

guint32
store_writer_add_string(StoreWriter *self, const char *text)
{
    GByteArray *strings = self->sections[STORE_SECTION_STRINGS];
    guint32 offset = strings->len;

    if (*text == '\0')
        return STORE_STRING_NONE + 1;
    g_byte_array_append(strings, (const guint8 *)text, (guint)strlen(text) + 1);
    return offset;
}

void
store_writer_set_range(StoreWriter *self, FactKind kind, guint32 first, guint32 count)
{
    StoreRangeF *ranges = (StoreRangeF *)(gpointer)self->sections[STORE_SECTION_KINDS]->data;

    ranges[kind].first = first;
    ranges[kind].count = count;
}

static gsize
round_up(gsize size)
{
    return (size + 7) & ~(gsize)7;
}

gsize
store_header_init(StoreHeaderF *header, const gsize capacities[STORE_N_SECTIONS], const char *build)
{
    gsize size = sizeof(*header);

    memset(header, 0, sizeof(*header));
    memcpy(header->magic, STORE_MAGIC, sizeof(header->magic));
    header->byte_order = STORE_BYTE_ORDER;
    header->version = STORE_VERSION;
    g_strlcpy(header->build, build, sizeof(header->build));
    header->n_sections = STORE_N_SECTIONS;
    for (guint i = 0; i < STORE_N_SECTIONS; i++) {
        header->sections[i].offset = (guint32)size;
        header->sections[i].count = (guint32)capacities[i];
        size = round_up(size + capacities[i] * store_element_sizes[i]);
    }
    header->file_size = size;
    return size;
}

GBytes *
store_writer_finish(StoreWriter *self, const char *build)
{
    StoreHeaderF header;
    StoreChecksum checksum = STORE_CHECKSUM_INIT;
    gsize capacities[STORE_N_SECTIONS];
    gsize size = 0;
    guint8 *data = NULL;

    for (guint i = 0; i < STORE_N_SECTIONS; i++)
        capacities[i] = store_writer_count(self, (StoreSection)i);
    size = store_header_init(&header, capacities, build);
    if (size > G_MAXINT32)
        return NULL;
    header.plan = self->plan;

    data = g_malloc0(size);
    for (guint i = 0; i < STORE_N_SECTIONS; i++) {
        if (self->sections[i]->len > 0)
            memcpy(data + header.sections[i].offset, self->sections[i]->data,
                   self->sections[i]->len);
    }
    store_checksum_update(&checksum, data + sizeof(header), size - sizeof(header));
    store_checksum_update(&checksum, &header, sizeof(header));
    header.checksum = store_checksum_final(&checksum);
    memcpy(data, &header, sizeof(header));
    return g_bytes_new_take(data, size);
}
