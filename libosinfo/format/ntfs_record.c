/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * Reads records of the master file table of NTFS. A record is a header and attributes, each with a header of its
 * own; a short value is in the record, a long one in runs of clusters:
 *
 *     a byte: how many bytes follow of the length (low half), and of the place (high half)
 *     length in clusters, place as a difference from the last one; without a place: zeros
 *
 * What does not fit into one record is in others, which the attribute list names. The last two bytes of each
 * sector hold a mark, and stand in an array behind the header.
 */

#include "config.h"

#include <string.h>

#include "format/little_endian.h"
#include "format/ntfs_private.h"

#define SECTOR_SIZE 512 /* of marks, whatever the disk has */
#define FLAG_FOLDER 2u
#define ATTRIBUTE_HEADER 24 /* bytes of one in the record */
#define LONG_HEADER 64      /* bytes of one in runs */
#define ATTRIBUTE_END 0xFFFFFFFFu
#define IS_COMPRESSED 0x00FFu
#define IS_ENCRYPTED 0x4000u
#define LIST_ENTRY 26 /* bytes, its name aside */

void
ntfs_record_clear(NtfsRecord *self)
{
    g_clear_pointer(&self->bytes, g_free);
}

static gboolean
set_damage(const Ntfs *self, const char *what, GError **error)
{
    return file_system_set_damage(&self->parent, what, error);
}

gboolean
ntfs_restore(const Ntfs *self, guint8 *bytes, gsize size, GError **error)
{
    gsize at = le16(bytes + 4), count = le16(bytes + 6);

    if (count != size / SECTOR_SIZE + 1 || at + 2 * count > SECTOR_SIZE - 2)
        return set_damage(self, "record", error);
    for (gsize i = 1; i < count; i++) {
        guint8 *end = bytes + i * SECTOR_SIZE - 2;

        if (memcmp(end, bytes + at, 2) != 0)
            return set_damage(self, "record", error);
        memcpy(end, bytes + at + 2 * i, 2);
    }
    return TRUE;
}

gboolean
ntfs_read_record(Ntfs *self, guint64 number, NtfsRecord *out_record, GError **error)
{
    g_auto(NtfsRecord) record = {.number = number, .bytes = g_malloc(self->record_size)};
    Source *source = self->table != NULL ? self->table : self->source;
    guint64 offset = self->table != NULL ? 0 : self->table_offset;

    if (number > G_MAXUINT32)
        return set_damage(self, "number of a record", error);
    if (!file_system_read_bytes(&self->parent, source, offset + number * self->record_size,
                                record.bytes, self->record_size, error))
        return FALSE;
    if (memcmp(record.bytes, "FILE", 4) != 0)
        return set_damage(self, "record", error);
    if (!ntfs_restore(self, record.bytes, self->record_size, error))
        return FALSE;
    record.size = MIN(le32(record.bytes + 24), self->record_size);
    record.is_folder = (le16(record.bytes + 22) & FLAG_FOLDER) != 0;
    *out_record = record;
    record.bytes = NULL;
    return TRUE;
}

/* An attribute of a record. */
typedef struct {
    const guint8 *bytes;
    gsize size; /* bytes */
} Attribute;

static gboolean
has_name(const Attribute *self, const char *name)
{
    gsize length = self->bytes[9], at = le16(self->bytes + 10);

    if (length != strlen(name) || at + 2 * length > self->size)
        return length == 0 && *name == '\0';
    for (gsize i = 0; i < length; i++) {
        if (le16(self->bytes + at + 2 * i) != (guint8)name[i])
            return FALSE;
    }
    return TRUE;
}

/* The first one that begins with a cluster of its value; FALSE: there is none. */
static gboolean
find_attribute(const NtfsRecord *record, guint32 type, const char *name, guint64 first,
               Attribute *out_attribute)
{
    gsize at = le16(record->bytes + 20);

    while (at + ATTRIBUTE_HEADER <= record->size) {
        Attribute found = {record->bytes + at, le32(record->bytes + at + 4)};
        guint32 found_type = le32(found.bytes);
        gboolean is_long;

        if (found_type == ATTRIBUTE_END || found.size < ATTRIBUTE_HEADER ||
            found.size > record->size - at)
            return FALSE;
        is_long = found.bytes[8] != 0;
        if (found_type == type && has_name(&found, name) &&
            (is_long ? found.size >= LONG_HEADER && le64(found.bytes + 16) == first : first == 0)) {
            *out_attribute = found;
            return TRUE;
        }
        at += found.size;
    }
    return FALSE;
}

/* Runs of a value, and how much of it there is. */
typedef struct {
    GArray *runs; /* owned; of SourceExtent */
    guint64 n_clusters;
    guint64 size;     /* bytes that were written */
    guint64 all_size; /* bytes of the file */
    guint32 flags;
} Value;

static void
value_clear(Value *self)
{
    g_clear_pointer(&self->runs, g_array_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Value, value_clear)

/* A number of up to eight bytes, the highest bit of which is its sign. */
static gint64
read_signed(const guint8 *bytes, gsize count)
{
    guint64 number = count > 0 && (bytes[count - 1] & 0x80) != 0 ? G_MAXUINT64 : 0;

    for (gsize i = count; i > 0; i--)
        number = number << 8 | bytes[i - 1];
    return (gint64)number;
}

static gboolean
add_runs(const Ntfs *self, const Attribute *attribute, Value *value, GError **error)
{
    gsize at = le16(attribute->bytes + 32);
    gint64 place = 0;

    while (at < attribute->size && attribute->bytes[at] != 0) {
        gsize n_length = attribute->bytes[at] & 0xF, n_place = attribute->bytes[at] >> 4;
        gint64 length, step;
        SourceExtent run;

        if (n_length == 0 || n_length > 8 || n_place > 8 ||
            at + 1 + n_length + n_place > attribute->size || value->runs->len == NTFS_MAX_RUNS)
            return set_damage(self, "run", error);
        length = read_signed(attribute->bytes + at + 1, n_length);
        step = read_signed(attribute->bytes + at + 1 + n_length, n_place);
        if (length <= 0 || length > G_MAXINT64 / self->cluster_size || step > G_MAXINT64 / 2 ||
            step < G_MININT64 / 2)
            return set_damage(self, "run", error);
        place += step;
        if (place < 0 || place > G_MAXINT64 / 2 ||
            (guint64)place > (guint64)G_MAXINT64 / self->cluster_size)
            return set_damage(self, "run", error);
        run =
            (SourceExtent){n_place == 0 ? SOURCE_EXTENT_ZEROS : (guint64)place * self->cluster_size,
                           (guint64)length * self->cluster_size};
        g_array_append_val(value->runs, run);
        value->n_clusters += (guint64)length;
        if (value->n_clusters > G_MAXINT64 / self->cluster_size)
            return set_damage(self, "run", error);
        at += 1 + n_length + n_place;
    }
    return TRUE;
}

static gboolean
begin_value(const Ntfs *self, const Attribute *attribute, Value *value, GError **error)
{
    value->flags = le16(attribute->bytes + 12);
    value->all_size = le64(attribute->bytes + 48);
    value->size = MIN(le64(attribute->bytes + 56), value->all_size);
    value->runs = g_array_new(FALSE, FALSE, sizeof(SourceExtent));
    if (value->all_size > G_MAXINT64)
        return set_damage(self, "size of a file", error);
    if ((value->flags & IS_COMPRESSED) != 0)
        return file_system_set_unsupported(&self->parent, "a compressed file", error);
    if ((value->flags & IS_ENCRYPTED) != 0)
        return file_system_set_unsupported(&self->parent, "an encrypted file", error);
    return add_runs(self, attribute, value, error);
}

/* What was not written yet is zeros. */
static Source *
open_value(const Ntfs *self, Value *value)
{
    g_autoptr(GArray) pieces = g_array_new(FALSE, FALSE, sizeof(SourceExtent));
    SourceExtent rest = {SOURCE_EXTENT_ZEROS, value->all_size - value->size};
    guint64 left = value->size;

    for (guint i = 0; i < value->runs->len && left > 0; i++) {
        SourceExtent run = g_array_index(value->runs, SourceExtent, i);

        run.size = MIN(run.size, left);
        left -= run.size;
        g_array_append_val(pieces, run);
    }
    if (left == 0)
        g_array_append_val(pieces, rest);
    return source_new_extents(self->source, (const SourceExtent *)(gpointer)pieces->data,
                              pieces->len);
}

static Source *
open_short(const Ntfs *self, const Attribute *attribute, GError **error)
{
    gsize size = le32(attribute->bytes + 16), at = le16(attribute->bytes + 20);

    if (at > attribute->size || size > attribute->size - at) {
        set_damage(self, "attribute", error);
        return NULL;
    }
    return source_new_taken(g_memdup2(attribute->bytes + at, size), size);
}

/* The pieces of a value that other records have. */
static gboolean
add_listed(Ntfs *self, const guint8 *list, gsize size, guint32 type, const char *name, Value *value,
           GError **error)
{
    guint n_records = 0;

    for (gsize at = 0; at + LIST_ENTRY <= size;) {
        const guint8 *entry = list + at;
        gsize length = le16(entry + 4);
        guint64 first = le64(entry + 8);

        if (length < LIST_ENTRY || length > size - at)
            return set_damage(self, "list of attributes", error);
        at += length;
        if (le32(entry) != type || entry[6] != strlen(name) ||
            (value->runs != NULL && first != value->n_clusters))
            continue;

        g_auto(NtfsRecord) record = {.bytes = NULL};
        Attribute attribute;

        if (n_records++ == NTFS_MAX_LISTED)
            return set_damage(self, "list of attributes", error);
        if (!ntfs_read_record(self, le64(entry + 16) & 0xFFFFFFFFFFFFu, &record, error))
            return FALSE;
        if (!find_attribute(&record, type, name, first, &attribute) || attribute.bytes[8] == 0)
            continue;
        if (value->runs == NULL ? !begin_value(self, &attribute, value, error)
                                : !add_runs(self, &attribute, value, error))
            return FALSE;
    }
    return TRUE;
}

/* Reads the list, and what it leads to. */
static gboolean
read_listed(Ntfs *self, const NtfsRecord *record, guint32 type, const char *name, Value *value,
            GError **error)
{
    g_autoptr(Source) source = NULL;
    g_autofree guint8 *list = NULL;
    gssize size;
    Attribute attribute;

    if (!find_attribute(record, NTFS_ATTRIBUTE_LIST, "", 0, &attribute))
        return TRUE;
    if (attribute.bytes[8] == 0) {
        source = open_short(self, &attribute, error);
    } else {
        g_auto(Value) own = {.runs = NULL};

        if (begin_value(self, &attribute, &own, error))
            source = open_value(self, &own);
    }
    if (source == NULL)
        return FALSE;
    list = g_malloc(NTFS_MAX_LIST);
    size = source_read(source, 0, list, NTFS_MAX_LIST, error);
    return size >= 0 && add_listed(self, list, (gsize)size, type, name, value, error);
}

Source *
ntfs_open_attribute(Ntfs *self, const NtfsRecord *record, guint32 type, const char *name,
                    GError **error)
{
    g_auto(Value) value = {.runs = NULL};
    Attribute attribute;

    if (find_attribute(record, type, name, 0, &attribute)) {
        if (attribute.bytes[8] == 0)
            return open_short(self, &attribute, error);
        if (!begin_value(self, &attribute, &value, error))
            return NULL;
    }
    /* what the record has is all, unless more was written than is in its runs */
    if ((value.runs == NULL || value.n_clusters * self->cluster_size < value.size) &&
        !read_listed(self, record, type, name, &value, error))
        return NULL;
    return value.runs != NULL ? open_value(self, &value) : NULL;
}
