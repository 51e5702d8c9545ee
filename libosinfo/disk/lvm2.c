/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * Reads physical volumes of LVM 2: which volumes their group has, and of those that are all here, and in
 * pieces one behind the other, the bytes. Others are named. Numbers have the lowest byte first.
 *
 *     one of the first four sectors   label: "LABELONE", where its header is
 *     header                          id of this volume (32 letters), size, places of data, places of metadata
 *     place of metadata               header of a sector: where in it the text is; it goes on at the second
 *                                     sector when it comes to the end
 */

#include "config.h"

#include <string.h>

#include "disk/crc.h"
#include "disk/lvm2_text.h"
#include "disk/readers.h"
#include "format/little_endian.h"

#define SECTOR 512
#define N_LABEL_SECTORS 4
#define LABEL_MARK "LABELONE"
#define LABEL_TYPE "LVM2 001"
#define MARK_LENGTH 8
#define ID_SIZE 32
#define MAX_LOCATIONS 16
#define MAX_TEXT (1024 * 1024) /* bytes of the metadata */
#define MAX_SEGMENTS 1024      /* of a volume */
#define METADATA_MARK " LVM2 x[5A%r0N*>"
#define METADATA_MARK_LENGTH 16
#define SUM_START 0xf597a6cfu

typedef struct {
    char id[ID_SIZE + 1];
    guint64 metadata; /* where it is */
    guint64 metadata_size;
} Physical;

/* A volume group, as far as volumes are concerned. */
typedef struct {
    const GArray *nodes;
    const Lvm2Node *group;
    const char *here; /* what this physical volume is called in it; NULL: it is not in it */
    guint64 extent;   /* bytes */
    guint64 first;    /* where the extents of this physical volume start, bytes */
} Group;

static FormatAnswer
find_label(const Layer *layer, guint8 *out_sector, GError **error)
{
    for (guint i = 0; i < N_LABEL_SECTORS; i++) {
        gssize count = source_read(layer->below, i * (guint64)SECTOR, out_sector, SECTOR, error);

        if (count < 0)
            return FORMAT_DAMAGED;
        if (count == SECTOR && memcmp(out_sector, LABEL_MARK, MARK_LENGTH) == 0 &&
            memcmp(out_sector + 24, LABEL_TYPE, MARK_LENGTH) == 0)
            return FORMAT_FOUND;
    }
    return FORMAT_NOT_THIS;
}

/* Behind the places of data, up to one that is 0, are those of metadata. */
static gboolean
parse_header(const Layer *layer, const guint8 *sector, Physical *out_physical, GError **error)
{
    guint32 header = le32(sector + 20);
    gsize at = header + ID_SIZE + 8;
    guint i = 0;

    if (header < 32 || header > SECTOR - ID_SIZE - 8 - 32)
        return layer_fail(layer, error, "label");
    memcpy(out_physical->id, sector + header, ID_SIZE);
    while (i++ < MAX_LOCATIONS && at + 32 <= SECTOR && le64(sector + at) != 0)
        at += 16;
    at += 16;
    if (at + 16 > SECTOR || le64(sector + at) == 0)
        return layer_refuse(layer, error, "this physical volume has no metadata");
    out_physical->metadata = le64(sector + at);
    out_physical->metadata_size = le64(sector + at + 8);
    if (out_physical->metadata > G_MAXINT64 || out_physical->metadata_size <= SECTOR ||
        out_physical->metadata_size > G_MAXINT64)
        return layer_fail(layer, error, "place of the metadata");
    return TRUE;
}

/* The text at @offset of the metadata, which may go on at its start. */
static char *
read_text(const Layer *layer, const Physical *physical, guint64 offset, guint64 size,
          GError **error)
{
    g_autofree char *text = g_malloc0(size + 1);
    guint64 first = MIN(size, physical->metadata_size - offset);

    if (!layer_read(layer, physical->metadata + offset, text, first, error))
        return NULL;
    if (size > first &&
        !layer_read(layer, physical->metadata + SECTOR, text + first, size - first, error))
        return NULL;
    return g_steal_pointer(&text);
}

static char *
read_metadata(const Layer *layer, const Physical *physical, GError **error)
{
    guint8 header[SECTOR];
    guint64 offset, size;
    g_autofree char *text = NULL;

    if (!layer_read(layer, physical->metadata, header, sizeof(header), error))
        return NULL;
    offset = le64(header + 40);
    size = le64(header + 48);
    if (memcmp(header + 4, METADATA_MARK, METADATA_MARK_LENGTH) != 0) {
        layer_fail(layer, error, "metadata");
        return NULL;
    }
    if (offset == 0 || size == 0) {
        layer_refuse(layer, error, "this physical volume is in no group");
        return NULL;
    }
    if (offset < SECTOR || offset >= physical->metadata_size || size > MAX_TEXT ||
        size > physical->metadata_size - SECTOR) {
        layer_fail(layer, error, "size of the metadata");
        return NULL;
    }
    text = read_text(layer, physical, offset, size, error);
    if (text != NULL && crc_update(CRC_32, SUM_START, (guint8 *)text, size) != le32(header + 56)) {
        layer_fail(layer, error, "checksum of the metadata");
        return NULL;
    }
    return g_steal_pointer(&text);
}

/* Ids have hyphens in the text, and none in the header. */
static gboolean
is_same_id(const char *with_hyphens, const char *id)
{
    for (; *with_hyphens != '\0'; with_hyphens++) {
        if (*with_hyphens != '-' && *with_hyphens != *id++)
            return FALSE;
    }
    return *id == '\0';
}

/* What this physical volume is called in its group. */
static void
find_here(Group *self, const char *id)
{
    const Lvm2Node *all = lvm2_text_find(self->nodes, self->group, "physical_volumes");
    const Lvm2Node *node = all != NULL ? lvm2_text_get_first(self->nodes, all) : NULL;

    for (; node != NULL; node = lvm2_text_get_next(self->nodes, node)) {
        const char *own = lvm2_text_find_text(self->nodes, node, "id");
        guint64 start;

        if (own != NULL && is_same_id(own, id) &&
            lvm2_text_find_number(self->nodes, node, "pe_start", &start) &&
            start <= G_MAXINT64 / SECTOR) {
            self->here = node->name;
            self->first = start * SECTOR;
        }
    }
}

/* The group is the section that has volumes. */
static gboolean
find_group(Group *self, const Physical *physical)
{
    const Lvm2Node *root = &g_array_index(self->nodes, Lvm2Node, 0);
    const Lvm2Node *node = lvm2_text_get_first(self->nodes, root);
    guint64 extent;

    while (node != NULL && lvm2_text_find(self->nodes, node, "physical_volumes") == NULL)
        node = lvm2_text_get_next(self->nodes, node);
    if (node == NULL || !lvm2_text_find_number(self->nodes, node, "extent_size", &extent) ||
        extent == 0 || extent > G_MAXUINT32)
        return FALSE;
    self->group = node;
    self->extent = extent * SECTOR;
    find_here(self, physical->id);
    return TRUE;
}

static gboolean
is_visible(const Group *self, const Lvm2Node *volume)
{
    const Lvm2Node *status = lvm2_text_find(self->nodes, volume, "status");
    const Lvm2Node *word = status != NULL ? lvm2_text_get_first(self->nodes, status) : NULL;

    while (word != NULL && g_strcmp0(word->text, "VISIBLE") != 0)
        word = lvm2_text_get_next(self->nodes, word);
    return word != NULL;
}

/* What a segment of a volume covers; why it cannot be read otherwise. */
static const char *
parse_segment(const Group *self, const Lvm2Node *segment, SourceExtent *out_extent)
{
    const char *type = lvm2_text_find_text(self->nodes, segment, "type");
    const Lvm2Node *stripes = lvm2_text_find(self->nodes, segment, "stripes");
    const Lvm2Node *where = stripes != NULL ? lvm2_text_get_first(self->nodes, stripes) : NULL;
    const Lvm2Node *extent = where != NULL ? lvm2_text_get_next(self->nodes, where) : NULL;
    guint64 n_stripes, count, first;

    if (type == NULL)
        return "a segment has no type";
    if (strcmp(type, "striped") != 0)
        return type;
    if (!lvm2_text_find_number(self->nodes, segment, "stripe_count", &n_stripes) ||
        !lvm2_text_find_number(self->nodes, segment, "extent_count", &count) || extent == NULL ||
        where->text == NULL || extent->text == NULL ||
        !g_ascii_string_to_unsigned(extent->text, 10, 0, G_MAXINT64 / self->extent, &first, NULL) ||
        count > G_MAXINT64 / self->extent || first * self->extent > G_MAXINT64 - self->first)
        return "a segment makes no sense";
    if (n_stripes != 1)
        return "it is striped over several disks";
    if (g_strcmp0(where->text, self->here) != 0)
        return "a part of it is on another disk";
    *out_extent = (SourceExtent){self->first + first * self->extent, count * self->extent};
    return NULL;
}

/* The pieces of a volume in its order; why it cannot be read otherwise. */
static const char *
list_extents(const Group *self, const Lvm2Node *volume, GArray *extents)
{
    guint64 n_segments;

    if (!lvm2_text_find_number(self->nodes, volume, "segment_count", &n_segments) ||
        n_segments > MAX_SEGMENTS)
        return "the number of its segments makes no sense";
    for (guint64 i = 1; i <= n_segments; i++) {
        g_autofree char *name = g_strdup_printf("segment%" G_GUINT64_FORMAT, i);
        const Lvm2Node *segment = lvm2_text_find(self->nodes, volume, name);
        SourceExtent extent;
        const char *why =
            segment != NULL ? parse_segment(self, segment, &extent) : "a segment is missing";

        if (why != NULL)
            return why;
        g_array_append_val(extents, extent);
    }
    return NULL;
}

static void
add_volume(Layer *layer, const Group *group, const Lvm2Node *volume)
{
    g_autoptr(GArray) extents = g_array_new(FALSE, FALSE, sizeof(SourceExtent));
    g_autofree char *name = g_strconcat(group->group->name, "/", volume->name, NULL);
    const char *why = list_extents(group, volume, extents);
    Source *source = why == NULL
                         ? source_new_extents(layer->below, (gpointer)extents->data, extents->len)
                         : NULL;
    LayerPlace *place = layer_add_place(layer, source, name);

    if (place == NULL)
        return;
    if (extents->len == 1)
        place->offset = g_array_index(extents, SourceExtent, 0).offset;
    if (why != NULL)
        layer_refuse(layer, &place->error, "volume '%s' is not read: %s", place->name, why);
    place->id = g_strdup(lvm2_text_find_text(group->nodes, volume, "id"));
    layer_tell(layer, place, "disk.volume", place->name);
    layer_tell_place(layer, place);
}

static gboolean
add_volumes(Layer *layer, const Group *group, GError **error)
{
    const Lvm2Node *all = lvm2_text_find(group->nodes, group->group, "logical_volumes");
    const Lvm2Node *volume = all != NULL ? lvm2_text_get_first(group->nodes, all) : NULL;

    for (; volume != NULL; volume = lvm2_text_get_next(group->nodes, volume)) {
        if (is_visible(group, volume))
            add_volume(layer, group, volume);
    }
    return layer->places->len > 0 ||
           layer_refuse(layer, error, "group '%s' has no volumes", group->group->name);
}

static FormatAnswer
open_lvm2(Layer *layer, GError **error)
{
    guint8 sector[SECTOR];
    Physical physical = {.id = ""};
    FormatAnswer answer = find_label(layer, sector, error);
    g_autofree char *text = NULL;
    g_autoptr(GArray) nodes = NULL;
    Group group = {.nodes = NULL};

    if (answer != FORMAT_FOUND)
        return answer;
    if (!parse_header(layer, sector, &physical, error))
        return FORMAT_DAMAGED;
    text = read_metadata(layer, &physical, error);
    if (text == NULL)
        return FORMAT_DAMAGED;
    nodes = lvm2_text_parse(text);
    group.nodes = nodes;
    if (nodes == NULL || !find_group(&group, &physical)) {
        layer_fail(layer, error, "text of the metadata");
        return FORMAT_DAMAGED;
    }
    return add_volumes(layer, &group, error) ? FORMAT_FOUND : FORMAT_DAMAGED;
}

const LayerReader layer_lvm2 = {
    .name = "lvm2",
    .kind = LAYER_VOLUME,
    .open = open_lvm2,
};
