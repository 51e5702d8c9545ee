/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * Makes images with UDF for tests. It shares nothing with the reader, so that one mistake is not made
 * twice; the format is described in libosinfo/format/udf_volume.c and udf.c.
 */

#include "config.h"

#include <string.h>

#include "udf-builder.h"

#define SECTOR UDF_SECTOR
#define RECOGNITION 16
#define MAIN_SEQUENCE 32
#define COPIED_SEQUENCE 64
#define SEQUENCE_SECTORS 32
#define ANCHOR 256
#define MAX_EXTENT 0x3FFFF800u

/* A folder or file. */
typedef struct Node Node;
struct Node {
    char *name;              /* owned */
    const UdfFileSpec *spec; /* NULL: a folder that a path names */
    GPtrArray *children;     /* owned, of Node; NULL: a file */
    guint32 entry;           /* block */
};

/* Where bytes of a file are. */
typedef struct {
    guint32 size; /* with the kind of extent in the upper bits */
    guint32 block;
} Extent;

static void
put(guint8 *bytes, guint64 value, guint size)
{
    for (guint i = 0; i < size; i++)
        bytes[i] = (guint8)(value >> 8 * i);
}

void
udf_mend_tag(guint8 *descriptor)
{
    guint8 sum = 0;

    for (guint i = 0; i < 16; i++)
        sum = (guint8)(sum + (i != 4 ? descriptor[i] : 0));
    descriptor[4] = sum;
}

void
udf_mend_sum(guint8 *block)
{
    const guint size = SECTOR - 16;
    guint32 sum = 0;

    for (guint bit = 0; bit < 8 * size; bit++) {
        guint32 next = (block[16 + bit / 8] >> (7 - bit % 8) ^ sum >> 15) & 1;

        sum = (sum << 1 & 0xFFFF) ^ (next != 0 ? 0x1021 : 0);
    }
    put(block + 8, sum, 2);
    put(block + 10, size, 2);
    udf_mend_tag(block);
}

static void
put_tag(guint8 *descriptor, guint tag, guint32 location)
{
    put(descriptor, tag, 2);
    put(descriptor + 2, 2, 2);
    put(descriptor + 12, location, 4);
    udf_mend_tag(descriptor);
}

/* Gives the bytes of @text. */
static gsize
put_text(guint8 *bytes, const char *text, gboolean is_wide)
{
    gsize size = 1;

    bytes[0] = is_wide ? 16 : 8;
    for (; *text != '\0'; text = g_utf8_next_char(text)) {
        gunichar character = g_utf8_get_char(text);

        if (is_wide)
            bytes[size++] = (guint8)(character >> 8);
        bytes[size++] = (guint8)character;
    }
    return size;
}

static guint32
allocate(GByteArray *partition, guint32 n_blocks)
{
    guint32 block = partition->len / SECTOR;

    g_byte_array_set_size(partition, partition->len + n_blocks * SECTOR);
    memset(partition->data + block * SECTOR, 0, n_blocks * SECTOR);
    return block;
}

static void
node_free(gpointer data)
{
    Node *self = data;

    g_free(self->name);
    if (self->children != NULL)
        g_ptr_array_unref(self->children);
    g_free(self);
}

static Node *
add_node(Node *folder, const char *name, const UdfFileSpec *spec, gboolean is_folder)
{
    Node *node = g_new0(Node, 1);

    node->name = g_strdup(name);
    node->spec = spec;
    if (is_folder)
        node->children = g_ptr_array_new_with_free_func(node_free);
    if (folder != NULL)
        g_ptr_array_add(folder->children, node);
    return node;
}

static Node *
find_folder(Node *folder, const char *name)
{
    for (guint i = 0; i < folder->children->len; i++) {
        Node *node = g_ptr_array_index(folder->children, i);

        if (node->children != NULL && strcmp(node->name, name) == 0)
            return node;
    }
    return add_node(folder, name, NULL, TRUE);
}

static Node *
make_nodes(const UdfFileSpec *files)
{
    Node *root = add_node(NULL, "", NULL, TRUE);

    for (; files != NULL && files->path != NULL; files++) {
        g_auto(GStrv) names = g_strsplit(files->path, "/", -1);
        Node *folder = root;
        guint i = 0;

        for (; names[i + 1] != NULL; i++)
            folder = find_folder(folder, names[i]);
        if (*names[i] != '\0')
            add_node(folder, names[i], files, FALSE);
        else
            folder->spec = files;
    }
    return root;
}

static void
allocate_entries(GByteArray *partition, Node *node)
{
    node->entry = allocate(partition, 1);
    for (guint i = 0; node->children != NULL && i < node->children->len; i++)
        allocate_entries(partition, g_ptr_array_index(node->children, i));
}

static void
append_identifier(GByteArray *folder, const Node *node, guint bits, guint32 block)
{
    guint8 identifier[38 + 512] = {0};
    gboolean is_wide = node->spec != NULL && node->spec->is_wide;
    gsize length = *node->name != '\0' ? put_text(identifier + 38, node->name, is_wide) : 0;

    if (node->spec != NULL && node->spec->is_deleted)
        bits |= 4;
    put(identifier + 16, 1, 2);
    identifier[18] = (guint8)(bits | (node->children != NULL ? 2 : 0));
    identifier[19] = (guint8)length;
    put(identifier + 20, SECTOR, 4);
    put(identifier + 24, node->entry, 4);
    put_tag(identifier, 257, block);
    g_byte_array_append(folder, identifier, (guint)(38 + length + 3) / 4 * 4);
}

/* @block: where it will be */
static GByteArray *
make_folder(const Node *node, const Node *parent, guint32 block)
{
    GByteArray *folder = g_byte_array_new();
    Node above = {.name = (char[]){""}, .children = parent->children, .entry = parent->entry};

    append_identifier(folder, &above, 8, block);
    for (guint i = 0; i < node->children->len; i++)
        append_identifier(folder, g_ptr_array_index(node->children, i), 0,
                          block + folder->len / SECTOR);
    return folder;
}

static void
add_extent(GArray *extents, guint kind, guint32 size, guint32 block)
{
    Extent extent = {.size = size | (guint32)kind << 30, .block = block};

    g_array_append_val(extents, extent);
}

static GArray *
record(GByteArray *partition, const UdfFileSpec *spec, const guint8 *data, gsize size)
{
    GArray *extents = g_array_new(FALSE, FALSE, sizeof(Extent));
    guint64 zeros = spec->zeros;

    for (; zeros > 0; zeros -= MIN(zeros, MAX_EXTENT))
        add_extent(extents, extents->len % 2 + 1, (guint32)MIN(zeros, MAX_EXTENT), 0);
    for (guint i = 0; size > 0; i++) {
        guint32 length = (guint32)(i < spec->pieces ? MIN(size, SECTOR) : size);
        guint32 block = allocate(partition, (length + SECTOR - 1) / SECTOR);

        if (i < spec->pieces)
            allocate(partition, 1);
        memcpy(partition->data + block * SECTOR, data, length);
        add_extent(extents, 0, length, block);
        data += length;
        size -= length;
    }
    return extents;
}

/* Gives the bytes of the extents. */
static gsize
put_extents(guint8 *bytes, const Extent *extents, guint n, gboolean is_long)
{
    gsize step = is_long ? 16 : 8;

    for (guint i = 0; i < n; i++) {
        put(bytes + i * step, extents[i].size, 4);
        put(bytes + i * step + 4, extents[i].block, 4);
    }
    return n * step;
}

/* A chain of blocks with extents; gives the first one. */
static guint32
chain(GByteArray *partition, const Extent *extents, guint n, guint chained, gboolean is_long)
{
    guint32 block = allocate(partition, 1);
    guint here = MIN(n, chained);
    guint32 next = here < n ? chain(partition, extents + here, n - here, chained, is_long) : 0;
    guint8 *bytes = partition->data + block * SECTOR;
    gsize size = put_extents(bytes + 24, extents, here, is_long);

    if (here < n)
        size += put_extents(bytes + 24 + size, &(Extent){SECTOR | 3u << 30, next}, 1, is_long);
    put(bytes + 20, size, 4);
    put_tag(bytes, 258, block);
    return block;
}

static void
write_entry(GByteArray *partition, const Node *node, const guint8 *data, gsize size,
            guint32 block_of_folder)
{
    static const UdfFileSpec plain;
    const UdfFileSpec *spec = node->spec != NULL ? node->spec : &plain;
    gsize start = spec->is_extended ? 216 : 176, attributes = spec->has_attributes ? 52 : 0, where;
    gboolean is_long = spec->way == UDF_WAY_LONG;
    g_autoptr(GArray) extents = NULL;
    guint8 entry[SECTOR] = {0};

    if (node->children != NULL) {
        extents = g_array_new(FALSE, FALSE, sizeof(Extent));
        add_extent(extents, 0, (guint32)size, block_of_folder);
        memcpy(partition->data + block_of_folder * SECTOR, data, size);
    } else if (spec->way != UDF_WAY_EMBEDDED) {
        extents = record(partition, spec, data, size);
    }
    if (extents == NULL) {
        memcpy(entry + start + attributes, data, size);
        where = size;
    } else if (spec->chained > 0) {
        Extent first = {SECTOR | 3u << 30, chain(partition, (const Extent *)(void *)extents->data,
                                                 extents->len, spec->chained, is_long)};

        where = put_extents(entry + start + attributes, &first, 1, is_long);
    } else {
        where = put_extents(entry + start + attributes, (const Extent *)(void *)extents->data,
                            extents->len, is_long);
    }
    put(entry + 20, 4, 2);
    put(entry + 24, 1, 2);
    entry[27] = spec->kind != 0 ? spec->kind : node->children != NULL ? 4 : 5;
    put(entry + 34,
        spec->way == UDF_WAY_EMBEDDED  ? 3
        : spec->way == UDF_WAY_UNKNOWN ? 2
                                       : is_long,
        2);
    put(entry + 56, spec->claimed != 0 ? spec->claimed : spec->zeros + size, 8);
    put(entry + start - 8, attributes, 4);
    put(entry + start - 4, where, 4);
    put_tag(entry, spec->is_extended ? 266 : 261, node->entry);
    memcpy(partition->data + node->entry * SECTOR, entry, SECTOR);
}

static void
write_node(GByteArray *partition, const Node *node, const Node *parent)
{
    if (node->children == NULL) {
        const char *data = node->spec->data != NULL ? node->spec->data : "";

        write_entry(partition, node, (const guint8 *)data,
                    node->spec->size > 0 ? node->spec->size : strlen(data), 0);
        return;
    }

    g_autoptr(GByteArray) measure = make_folder(node, parent, 0);
    guint32 block = allocate(partition, (measure->len + SECTOR - 1) / SECTOR);
    g_autoptr(GByteArray) folder = make_folder(node, parent, block);

    write_entry(partition, node, folder->data, folder->len, block);
    for (guint i = 0; i < node->children->len; i++)
        write_node(partition, g_ptr_array_index(node->children, i), node);
}

static GByteArray *
make_partition(const UdfSpec *spec)
{
    GByteArray *partition = g_byte_array_new();
    guint8 *file_set;
    Node *root = make_nodes(spec->files);

    allocate(partition, 2);
    allocate_entries(partition, root);
    write_node(partition, root, root);

    file_set = partition->data;
    put(file_set + 400, SECTOR, 4);
    put(file_set + 404, root->entry, 4);
    put_tag(file_set, 256, 0);
    put_tag(partition->data + SECTOR, 8, 1);
    node_free(root);
    return partition;
}

static void
put_partition(guint8 *sector, guint32 number, guint32 n_blocks, guint32 sequence)
{
    put(sector + 16, sequence, 4);
    put(sector + 188, UDF_PARTITION_SECTOR, 4);
    put(sector + 192, n_blocks, 4);
    put_tag(sector, 5, number);
}

static void
put_volume(guint8 *sector, const UdfSpec *spec, guint32 number, guint32 sequence)
{
    const char *id = spec->volume_id != NULL ? spec->volume_id : "";

    put(sector + 16, sequence, 4);
    sector[84 + 127] = *id != '\0' ? (guint8)put_text(sector + 84, id, spec->is_wide) : 0;
    put(sector + 212, spec->block_size != 0 ? spec->block_size : SECTOR, 4);
    put(sector + 248, SECTOR, 4);
    put(sector + 264, 6, 4);
    put(sector + 268, 1, 4);
    sector[440] = spec->map_kind != 0 ? spec->map_kind : 1;
    sector[441] = 6;
    put(sector + 442, 1, 2);
    put_tag(sector, 6, number);
}

/* At sector @start. */
static void
put_sequence(guint8 *image, const UdfSpec *spec, guint32 start, guint32 n_blocks)
{
    static const UdfSpec old = {.volume_id = "OLD"};
    guint32 sector = start;

    put_tag(image + sector * SECTOR, 1, sector);
    sector++;
    put_partition(image + sector * SECTOR, sector, n_blocks, spec->n_old + 1);
    sector++;
    put_volume(image + sector * SECTOR, spec, sector, spec->n_old + 1);
    sector++;
    for (guint i = 0; i < spec->n_old; i++, sector += 2) {
        put_partition(image + sector * SECTOR, sector, 1, i + 1);
        put_volume(image + (sector + 1) * SECTOR, &old, sector + 1, i + 1);
    }
    put_tag(image + sector * SECTOR, 8, sector);
}

static void
put_mark(guint8 *sector, guint8 kind, const char *mark)
{
    sector[0] = kind;
    memcpy(sector + 1, mark, 5);
    sector[6] = 1;
}

static void
put_both(guint8 *bytes, guint32 value, guint size)
{
    put(bytes, value, size);
    for (guint i = 0; i < size; i++)
        bytes[size + i] = (guint8)(value >> 8 * (size - 1 - i));
}

/* ISO 9660, without anything in its tree. */
static guint32
put_iso(guint8 *image, const char *volume_id, guint32 n_sectors)
{
    guint8 *primary = image + RECOGNITION * SECTOR;
    guint8 *root = image + 30 * SECTOR;

    put_mark(primary, 1, "CD001");
    memset(primary + 8, ' ', 64);
    memcpy(primary + 40, volume_id, MIN(32, strlen(volume_id)));
    put_both(primary + 80, n_sectors, 4);
    put_both(primary + 128, SECTOR, 2);
    root[0] = 34;
    put_both(root + 2, 30, 4);
    put_both(root + 10, SECTOR, 4);
    root[25] = 2;
    root[32] = 1;
    memcpy(primary + 156, root, 34);
    memcpy(root + 34, root, 34);
    root[34 + 33] = 1;
    memset(primary + 190, ' ', 623);
    put_mark(primary + SECTOR, 255, "CD001");
    return RECOGNITION + 2;
}

static void
put_anchor(guint8 *image, guint32 sector)
{
    guint8 *anchor = image + sector * SECTOR;

    put(anchor + 16, SEQUENCE_SECTORS * SECTOR, 4);
    put(anchor + 20, MAIN_SEQUENCE, 4);
    put(anchor + 24, SEQUENCE_SECTORS * SECTOR, 4);
    put(anchor + 28, COPIED_SEQUENCE, 4);
    put_tag(anchor, 2, sector);
}

GByteArray *
udf_build(const UdfSpec *spec)
{
    g_autoptr(GByteArray) partition = make_partition(spec);
    GByteArray *image = g_byte_array_new();
    guint32 n_blocks = partition->len / SECTOR;
    /* room for anchors of their own at the end */
    guint32 last = MAX(UDF_PARTITION_SECTOR + n_blocks, 2 * ANCHOR) + ANCHOR;
    guint32 sector = RECOGNITION;

    g_byte_array_set_size(image, (last + 1) * SECTOR);
    memset(image->data, 0, image->len);
    memcpy(image->data + UDF_PARTITION_SECTOR * SECTOR, partition->data, partition->len);
    if (spec->iso_id != NULL)
        sector = put_iso(image->data, spec->iso_id, last + 1);
    put_mark(image->data + sector * SECTOR, 0, "BEA01");
    put_mark(image->data + (sector + 1) * SECTOR, 0, "NSR02");
    put_mark(image->data + (sector + 2) * SECTOR, 0, "TEA01");
    put_sequence(image->data, spec, MAIN_SEQUENCE, n_blocks);
    put_sequence(image->data, spec, COPIED_SEQUENCE, n_blocks);
    for (gsize at = MAIN_SEQUENCE * SECTOR; spec->has_sums && at < image->len; at += SECTOR) {
        guint tag = image->data[at] | (guint)image->data[at + 1] << 8;

        if (tag != 0 && tag != 257 && image->data[at + 2] == 2)
            udf_mend_sum(image->data + at);
    }
    if (spec->has_bad_main)
        memset(image->data + MAIN_SEQUENCE * SECTOR, 0, SECTOR);
    if ((spec->lacks_anchors & 1) == 0)
        put_anchor(image->data, ANCHOR);
    if ((spec->lacks_anchors & 2) == 0)
        put_anchor(image->data, last);
    if ((spec->lacks_anchors & 4) == 0)
        put_anchor(image->data, last - ANCHOR);
    return image;
}
