/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * Finds and unpacks the pieces of compressed files of EROFS. Files as such are erofs.c's.
 *
 * A file is cut where the packed pieces fill whole blocks. The index has an entry for each cluster,
 * nearly always 4096 bytes of the file. What a piece is stands at its head, the cluster that it starts in:
 *
 *     entry     head: kind, offset in the cluster, block       else: how far back the head is
 *     full      8 bytes each
 *     compact   packs of 8 bytes for 2, or of 32 bytes for 16 entries: two bits of kind, then the
 *               offset or the distance; the block of the first head ends the pack, those of others are
 *               counted from there
 *
 * Of a piece of several blocks the second entry says how many they are. The last entry of a pack says
 * how far ahead the next head is, so that the one before it has to tell the way back.
 */

#include "config.h"

#include <string.h>

#include "format/erofs_private.h"
#include "format/little_endian.h"
#include "format/unpack.h"

#define ADVICE_COMPACT_2 0x01u    /* some packs are of 16 entries */
#define ADVICE_SEVERAL_1 0x02u    /* pieces of the first kind may have several blocks */
#define ADVICE_SEVERAL_2 0x04u    /* likewise, of the second kind */
#define ADVICE_INLINE_END 0x08u   /* the last piece stands behind the index */
#define ADVICE_ROTATED 0x10u      /* plain pieces are rotated */
#define ADVICE_FRAGMENT_END 0x20u /* the last piece is a fragment */

#define HEADER_SIZE 8
#define IS_FRAGMENT 0x80u      /* in the header's last byte */
#define COUNT_OF_BLOCKS 0x800u /* marks a count of blocks in place of a distance */
#define MAX_DISTANCE 4096      /* clusters between a head and its end */

typedef enum {
    CLUSTER_PLAIN,
    CLUSTER_HEAD_1,
    CLUSTER_BODY,
    CLUSTER_HEAD_2,
} ClusterKind;

/* What an entry says. */
typedef struct {
    ClusterKind kind;
    guint32 offset;   /* of a head: bytes in the cluster */
    guint64 block;    /* of a head: number of its block */
    guint32 distance; /* otherwise: clusters back to the head */
    guint32 n_blocks; /* likewise: how many the piece has; 0: not said here */
    guint64 next;     /* what is behind the entry or its pack, in the image */
} Cluster;

static gboolean
load_full(Erofs *self, const ErofsIndex *index, guint64 number, Cluster *out_cluster,
          GError **error)
{
    guint64 start = index->start + 8 * number;
    guint8 bytes[8];

    if (!erofs_read_metadata(self, start, bytes, sizeof(bytes), error))
        return FALSE;
    *out_cluster = (Cluster){.kind = (ClusterKind)(bytes[0] & 3), .next = start + sizeof(bytes)};
    if (out_cluster->kind != CLUSTER_BODY) {
        out_cluster->offset = le16(bytes + 2);
        out_cluster->block = le32(bytes + 4);
    } else if ((le16(bytes + 4) & COUNT_OF_BLOCKS) != 0) {
        out_cluster->distance = 1;
        out_cluster->n_blocks = le16(bytes + 4) & ~COUNT_OF_BLOCKS;
    } else {
        out_cluster->distance = le16(bytes + 4);
    }
    return TRUE;
}

/* Entries that stand together, and which of them is meant. */
typedef struct {
    guint64 start;        /* in the image */
    guint n_entries;      /* 2 or 16 */
    guint n_bits;         /* of an entry */
    guint number;         /* of the one that is meant */
    guint value_bits;     /* of its offset or distance */
    guint8 bytes[32 + 4]; /* some more, to be read with the last entry */
} Pack;

static gsize
get_pack_size(const Pack *pack)
{
    return pack->n_entries == 2 ? 8 : 32;
}

/* Packs of 32 bytes start at multiples of that, so some of 8 bytes stand before, and some behind. */
static void
find_pack(const ErofsIndex *index, guint64 number, Pack *out_pack)
{
    guint64 n_entries = ((index->size - 1) >> index->cluster_bits) + 1;
    guint64 n_before = (32 - index->start % 32) / 4 & 7;
    guint64 n_small = 0; /* of two bytes each */
    guint64 start = index->start;
    gboolean is_small = FALSE;

    if ((index->advice & ADVICE_COMPACT_2) != 0 && n_before < n_entries)
        n_small = (n_entries - n_before) / 16 * 16;
    if (number >= n_before) {
        number -= n_before;
        start += n_before * 4;
        is_small = number < n_small;
        if (!is_small) {
            number -= n_small;
            start += n_small * 2;
        }
    }
    out_pack->n_entries = is_small ? 16 : 2;
    out_pack->n_bits = is_small ? 14 : 16;
    start += number * (is_small ? 2 : 4);
    out_pack->start = start - start % get_pack_size(out_pack);
    out_pack->number = (guint)(start % get_pack_size(out_pack) / (is_small ? 2 : 4));
    out_pack->value_bits = MAX(index->cluster_bits, 12);
}

static guint32
get_value(const Pack *pack, guint number, ClusterKind *out_kind)
{
    guint position = number * pack->n_bits;
    guint32 bits = le32(pack->bytes + position / 8) >> position % 8;

    *out_kind = (ClusterKind)(bits >> pack->value_bits & 3);
    return bits & ((1u << pack->value_bits) - 1);
}

/* How many blocks the pieces have whose heads come before in the pack: what is counted for each entry
 * depends on whether pieces of several blocks are in use at all. */
static gboolean
count_blocks(const Pack *pack, gboolean has_several, guint64 *out_blocks)
{
    guint64 count = has_several ? 0 : 1;
    int number = (int)pack->number;

    while (number > 0) {
        ClusterKind kind;
        guint32 value = get_value(pack, (guint)--number, &kind);

        if (kind != CLUSTER_BODY) {
            count++;
        } else if (!has_several) {
            number -= (int)value;
            count += number >= 0;
        } else if ((value & COUNT_OF_BLOCKS) != 0) {
            number--;
            count += value & ~COUNT_OF_BLOCKS;
        } else {
            if (value < 2)
                return FALSE;
            number -= (int)value - 2;
        }
    }
    *out_blocks = count;
    return TRUE;
}

/* How far back the head of an entry is that is none. */
static guint32
get_distance(const Pack *pack, guint32 value)
{
    ClusterKind kind;

    if (pack->number + 1 < pack->n_entries)
        return value;
    value = get_value(pack, pack->number - 1, &kind);
    if (kind != CLUSTER_BODY)
        return 1;
    return (value & COUNT_OF_BLOCKS) != 0 ? 2 : value + 1;
}

static gboolean
load_compact(Erofs *self, const ErofsIndex *index, guint64 number, Cluster *out_cluster,
             GError **error)
{
    gboolean has_several = (index->advice & ADVICE_SEVERAL_1) != 0;
    Pack pack = {.start = 0};

    find_pack(index, number, &pack);
    if (pack.n_bits < pack.value_bits + 2)
        return erofs_set_damage(error, "size of clusters");
    if (!erofs_read_metadata(self, pack.start, pack.bytes, get_pack_size(&pack), error))
        return FALSE;

    Cluster cluster = {.next = pack.start + get_pack_size(&pack)};
    guint32 value = get_value(&pack, pack.number, &cluster.kind);

    if (cluster.kind != CLUSTER_BODY) {
        cluster.offset = value;
        if (!count_blocks(&pack, has_several, &cluster.block))
            return erofs_set_damage(error, "index");
        cluster.block += le32(pack.bytes + get_pack_size(&pack) - 4);
    } else if ((value & COUNT_OF_BLOCKS) != 0) {
        if (!has_several)
            return erofs_set_damage(error, "index");
        cluster.distance = 1;
        cluster.n_blocks = value & ~COUNT_OF_BLOCKS;
    } else {
        cluster.distance = get_distance(&pack, value);
    }
    *out_cluster = cluster;
    return TRUE;
}

static gboolean
load_cluster(Erofs *self, const ErofsIndex *index, guint64 number, Cluster *out_cluster,
             GError **error)
{
    if (!(index->is_compact ? load_compact : load_full)(self, index, number, out_cluster, error))
        return FALSE;
    return out_cluster->kind == CLUSTER_BODY || out_cluster->offset < 1u << index->cluster_bits ||
           erofs_set_damage(error, "index");
}

/* Which entry is the head of the piece that has the byte at @offset. */
static gboolean
find_head(Erofs *self, const ErofsIndex *index, guint64 offset, guint64 *out_number,
          Cluster *out_head, GError **error)
{
    guint64 first = offset >> index->cluster_bits;
    guint64 number = first;
    guint32 in_cluster = (guint32)(offset - (first << index->cluster_bits));

    if (!load_cluster(self, index, number, out_head, error))
        return FALSE;
    if (out_head->kind != CLUSTER_BODY && in_cluster < out_head->offset)
        *out_head = (Cluster){.kind = CLUSTER_BODY, .distance = 1};
    while (out_head->kind == CLUSTER_BODY) {
        if (out_head->distance == 0 || out_head->distance > number || first - number > MAX_DISTANCE)
            return erofs_set_damage(error, "index");
        number -= out_head->distance;
        if (!load_cluster(self, index, number, out_head, error))
            return FALSE;
    }
    *out_number = number;
    return TRUE;
}

/* Where the piece ends whose head is the entry @number, or a place behind @limit. */
static gboolean
find_end(Erofs *self, const ErofsIndex *index, guint64 number, guint64 limit, guint64 *out_end,
         GError **error)
{
    Cluster cluster;

    for (guint distance = 1; distance <= MAX_DISTANCE; distance++) {
        guint64 start = (number + distance) << index->cluster_bits;

        if (start >= limit || start >= index->size) {
            *out_end = MIN(start, index->size);
            return TRUE;
        }
        if (!load_cluster(self, index, number + distance, &cluster, error))
            return FALSE;
        if (cluster.kind != CLUSTER_BODY) {
            *out_end = MIN(start + cluster.offset, index->size);
            return TRUE;
        }
    }
    return erofs_set_damage(error, "index");
}

/* Bytes as they are stored. */
static gboolean
find_stored(Erofs *self, const ErofsIndex *index, guint64 number, ClusterKind kind,
            gsize *out_stored, GError **error)
{
    guint32 several = kind == CLUSTER_HEAD_1   ? ADVICE_SEVERAL_1
                      : kind == CLUSTER_HEAD_2 ? ADVICE_SEVERAL_2
                                               : 0;
    Cluster second = {.kind = CLUSTER_PLAIN};

    *out_stored = (gsize)1 << index->cluster_bits;
    if ((index->advice & several) == 0 || (number + 1) << index->cluster_bits >= index->size)
        return TRUE;
    if (!load_cluster(self, index, number + 1, &second, error))
        return FALSE;
    if (second.kind != CLUSTER_BODY) {
        *out_stored = (gsize)1 << self->block_bits;
        return TRUE;
    }
    *out_stored = (gsize)second.n_blocks << self->block_bits;
    return (second.n_blocks > 0 && *out_stored <= EROFS_MAX_PACKED) ||
           erofs_set_damage(error, "number of blocks");
}

gboolean
erofs_index_find(Erofs *self, const ErofsIndex *index, guint64 offset, guint64 limit,
                 ErofsPiece *out_piece, GError **error)
{
    Cluster head;
    guint64 number;

    if (index->is_fragment) {
        *out_piece = (ErofsPiece){
            .kind = EROFS_PIECE_FRAGMENT, .end = index->size, .place = index->fragment};
        return TRUE;
    }
    if (!find_head(self, index, offset, &number, &head, error))
        return FALSE;

    ErofsPiece piece = {.kind = EROFS_PIECE_PACKED,
                        .algorithm = index->algorithms[head.kind == CLUSTER_HEAD_2],
                        .start = (number << index->cluster_bits) + head.offset,
                        .place = head.block << self->block_bits};

    if (head.kind == CLUSTER_PLAIN)
        piece.kind =
            (index->advice & ADVICE_ROTATED) != 0 ? EROFS_PIECE_ROTATED : EROFS_PIECE_PLAIN;
    if (!find_end(self, index, number, limit, &piece.end, error))
        return FALSE;
    if (number != index->end_cluster) {
        if (!find_stored(self, index, number, head.kind, &piece.stored, error))
            return FALSE;
    } else if ((index->advice & ADVICE_FRAGMENT_END) != 0) {
        piece.kind = EROFS_PIECE_FRAGMENT;
        piece.place = index->fragment | (index->is_compact ? 0 : head.block << 32);
    } else {
        piece.place = index->end_place;
        piece.stored = index->end_size;
    }
    *out_piece = piece;
    return TRUE;
}

/* Which piece is the last one, where that is not like others. */
static gboolean
find_last(Erofs *self, ErofsIndex *index, GError **error)
{
    guint64 last = index->size - 1;
    guint32 in_block = 0;
    Cluster cluster;

    if (!load_cluster(self, index, last >> index->cluster_bits, &cluster, error))
        return FALSE;
    index->end_place = cluster.next;
    in_block = (guint32)(index->end_place & ((1u << self->block_bits) - 1));
    if ((index->advice & ADVICE_INLINE_END) != 0 &&
        (index->end_size == 0 || in_block + index->end_size > 1u << self->block_bits))
        return erofs_set_damage(error, "end of a file");
    return find_head(self, index, last, &index->end_cluster, &cluster, error);
}

gboolean
erofs_index_open(Erofs *self, const ErofsInode *inode, ErofsIndex *out_index, GError **error)
{
    const guint32 newer =
        EROFS_FEATURE_COMPRESSION | EROFS_FEATURE_INLINE_END | EROFS_FEATURE_FRAGMENTS;
    guint64 start = (inode->end + 7) / 8 * 8;
    guint8 header[HEADER_SIZE] = {0};
    ErofsIndex index = {.size = inode->size,
                        .is_compact = inode->layout == EROFS_LAYOUT_COMPACT_INDEX,
                        .end_cluster = G_MAXUINT64};

    if ((index.is_compact || (self->features & newer) != 0) &&
        !erofs_read_metadata(self, start, header, sizeof(header), error))
        return FALSE;
    index.start = start + HEADER_SIZE + (index.is_compact ? 0 : 8);
    if ((header[7] & IS_FRAGMENT) != 0) {
        index.is_fragment = TRUE;
        index.fragment = le64(header) & ~(1ull << 63);
        *out_index = index;
        return TRUE;
    }
    index.cluster_bits = self->block_bits + (header[7] & 7);
    if ((gsize)1 << index.cluster_bits > EROFS_MAX_PACKED)
        return erofs_set_damage(error, "size of clusters");
    index.advice = le16(header + 4);
    index.algorithms[0] = header[6] & 15;
    index.algorithms[1] = header[6] >> 4;
    index.fragment = le32(header);
    index.end_size = le16(header + 2);
    if ((index.advice & (ADVICE_INLINE_END | ADVICE_FRAGMENT_END)) != 0 && index.size > 0 &&
        !find_last(self, &index, error))
        return FALSE;
    *out_index = index;
    return TRUE;
}

guint8 *
erofs_unpack_piece(Erofs *self, const ErofsPiece *piece, gsize wanted, GError **error)
{
    static const UnpackMethod methods[] = {UNPACK_LZ4, UNPACK_MICRO_LZMA, UNPACK_DEFLATE,
                                           UNPACK_ZSTD};
    gboolean has_padding =
        piece->algorithm > 0 || (self->features & EROFS_FEATURE_ZERO_PADDING) != 0;
    gsize padding = 0;

    if (piece->algorithm >= G_N_ELEMENTS(methods) || wanted > EROFS_MAX_PIECE) {
        erofs_set_damage(error, "piece of a file");
        return NULL;
    }

    g_autofree guint8 *stored = g_malloc(piece->stored);
    g_autofree guint8 *data = g_malloc(wanted);

    if (!erofs_read_bytes(self, piece->place, stored, piece->stored, error))
        return NULL;
    while (has_padding && padding < piece->stored && stored[padding] == 0)
        padding++;

    gssize count = unpack_block(methods[piece->algorithm],
                                &(UnpackBlock){.in = stored + padding,
                                               .in_size = piece->stored - padding,
                                               .out = data,
                                               .out_size = wanted,
                                               .dictionary = self->dictionary},
                                error);

    if (count >= 0 && (gsize)count < wanted)
        erofs_set_damage(error, "piece of a file");
    return count >= 0 && (gsize)count == wanted ? g_steal_pointer(&data) : NULL;
}
