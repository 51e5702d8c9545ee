/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * Reads descriptors of VMware's disks.
 *
 *     # Disk DescriptorFile
 *     parentCID=ffffffff                             ffffffff: based on nothing
 *     createType="twoGbMaxExtentSparse"
 *     parentFileNameHint="base.vmdk"
 *     RW 4192256 SPARSE "disk-s001.vmdk"             access, sectors, kind, file
 *     RW 4192256 FLAT "disk-flat.vmdk" 0             likewise, and in which sector it begins
 *     RW 1024 ZERO
 */

#include "config.h"

#include <string.h>

#include "disk/named_file.h"
#include "disk/vmdk_descriptor.h"

#define SECTOR 512
#define NO_PARENT "ffffffff"

typedef struct {
    char kind[16];
    char *file;      /* owned, may be NULL */
    guint64 sectors; /* of the disk */
    guint64 offset;  /* bytes in the file */
} Extent;

typedef struct {
    char *parent_id;   /* owned, may be NULL */
    char *parent_name; /* likewise */
    char *type;        /* likewise */
    GArray *extents;   /* owned; of Extent */
    gboolean is_encrypted;
} Descriptor;

static void
extent_clear(gpointer data)
{
    g_free(((Extent *)data)->file);
}

static void
descriptor_clear(Descriptor *self)
{
    g_free(self->parent_id);
    g_free(self->parent_name);
    g_free(self->type);
    g_clear_pointer(&self->extents, g_array_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Descriptor, descriptor_clear)

/* What is between quotes; *text moves behind them. */
static char *
take_quoted(const char **text)
{
    const char *start = strchr(*text, '"');
    const char *end = start != NULL ? strchr(start + 1, '"') : NULL;

    if (end == NULL)
        return NULL;
    *text = end + 1;
    return g_strndup(start + 1, (gsize)(end - start - 1));
}

/* RW 4192256 FLAT "disk-flat.vmdk" 0 */
static void
parse_extent(Descriptor *self, const char *line)
{
    g_auto(GStrv) words = g_strsplit(line, " ", 4);
    Extent extent = {.file = NULL};

    if (g_strv_length(words) < 3 || self->extents->len >= VMDK_MAX_EXTENTS ||
        !g_ascii_string_to_unsigned(words[1], 10, 0, G_MAXINT64 / SECTOR, &extent.sectors, NULL))
        return;
    g_strlcpy(extent.kind, words[2], sizeof(extent.kind));
    if (words[3] != NULL) {
        const char *rest = words[3];

        extent.file = take_quoted(&rest);
        extent.offset = g_ascii_strtoull(rest, NULL, 10) * SECTOR;
    }
    g_array_append_val(self->extents, extent);
}

static void
take_value(char **where, const char *text)
{
    g_autofree char *value = g_strdup(text);

    g_strstrip(value);
    if (*value == '"')
        memmove(value, value + 1, strlen(value));
    g_strdelimit(value, "\"", '\0');
    g_free(*where);
    *where = g_steal_pointer(&value);
}

static void
parse_line(Descriptor *self, const char *line)
{
    static const char *const accesses[] = {"RW ", "RDONLY ", "NOACCESS "};
    const char *value = strchr(line, '=');

    for (gsize i = 0; i < G_N_ELEMENTS(accesses); i++) {
        if (g_str_has_prefix(line, accesses[i])) {
            parse_extent(self, line);
            return;
        }
    }
    if (value == NULL)
        return;
    if (g_ascii_strncasecmp(line, "parentCID", 9) == 0)
        take_value(&self->parent_id, value + 1);
    else if (g_ascii_strncasecmp(line, "parentFileNameHint", 18) == 0)
        take_value(&self->parent_name, value + 1);
    else if (g_ascii_strncasecmp(line, "createType", 10) == 0)
        take_value(&self->type, value + 1);
    else if (g_ascii_strncasecmp(line, "encryption.", 11) == 0)
        self->is_encrypted = TRUE;
}

static void
parse(Descriptor *self, const char *text)
{
    g_auto(GStrv) lines = g_strsplit(text, "\n", VMDK_MAX_LINES);

    self->extents = g_array_new(FALSE, FALSE, sizeof(Extent));
    g_array_set_clear_func(self->extents, extent_clear);
    for (char **line = lines; *line != NULL; line++)
        parse_line(self, g_strstrip(*line));
}

/* A source of one extent. */
static Source *
open_extent(Layer *self, const Extent *extent, GError **error)
{
    gboolean is_flat = strcmp(extent->kind, "FLAT") == 0 || strcmp(extent->kind, "VMFS") == 0;
    Source *file;

    if (!is_flat && strcmp(extent->kind, "SPARSE") != 0 &&
        strcmp(extent->kind, "VMFSSPARSE") != 0) {
        layer_refuse(self, error, "extents of kind '%s' are not supported", extent->kind);
        return NULL;
    }
    if (extent->file == NULL) {
        layer_fail(self, error, "extent without a file");
        return NULL;
    }
    file = named_file_open(self, extent->file, is_flat, error);
    if (file == NULL || extent->offset == 0)
        return file;
    return layer_take_source(self, source_new_slice(file, extent->offset, -1));
}

/* A disk of several extents. */
typedef struct {
    Source parent;
    guint n_extents;
    Source *sources[VMDK_MAX_EXTENTS]; /* borrowed; NULL: zeros */
    guint64 ends[VMDK_MAX_EXTENTS];    /* bytes of the disk up to the end of each */
} Extents;

static gboolean
read_extent(const Extents *self, guint number, guint64 offset, guint8 *buffer, gsize size,
            GError **error)
{
    Source *source = self->sources[number];
    guint64 start = number > 0 ? self->ends[number - 1] : 0;
    gssize count = source != NULL ? source_read(source, offset - start, buffer, size, error) : 0;

    if (count < 0)
        return FALSE;
    memset(buffer + count, 0, size - (gsize)count);
    return TRUE;
}

static gssize
extents_read(Source *source, guint64 offset, void *buffer, gsize size, GError **error)
{
    const Extents *self = (const Extents *)source;
    gsize done = 0;

    for (guint i = 0; i < self->n_extents && done < size; i++) {
        guint64 next = offset + done;
        gsize piece;

        if (next < offset || next >= self->ends[i])
            continue;
        piece = (gsize)MIN(size - done, self->ends[i] - next);
        if (!read_extent(self, i, next, (guint8 *)buffer + done, piece, error))
            return -1;
        done += piece;
    }
    return (gssize)done;
}

static gint64
extents_get_size(Source *source)
{
    const Extents *self = (const Extents *)source;

    return self->n_extents > 0 ? (gint64)self->ends[self->n_extents - 1] : 0;
}

static void
extents_close(Source *source)
{
    g_free(source);
}

static const SourceOperations extents_operations = {
    .read = extents_read,
    .get_size = extents_get_size,
    .close = extents_close,
};

static gboolean
add_extents(Layer *self, const GArray *extents, GError **error)
{
    Extents *disk = g_new0(Extents, 1);
    guint64 end = 0;

    disk->parent.operations = &extents_operations;
    for (guint i = 0; i < extents->len; i++) {
        const Extent *extent = &g_array_index(extents, Extent, i);

        if (strcmp(extent->kind, "ZERO") != 0) {
            disk->sources[i] = open_extent(self, extent, error);
            if (disk->sources[i] == NULL) {
                g_free(disk);
                return FALSE;
            }
        }
        if (extent->sectors > (G_MAXINT64 - end) / SECTOR) {
            g_free(disk);
            return layer_fail(self, error, "size of an extent");
        }
        end += extent->sectors * SECTOR;
        disk->ends[disk->n_extents++] = end;
    }
    layer_add_place(self, &disk->parent, "");
    return TRUE;
}

/* Are the extents in other files? */
static gboolean
is_elsewhere(const Descriptor *descriptor, gboolean is_alone)
{
    return descriptor->extents->len > 0 && (is_alone || descriptor->extents->len > 1);
}

static gboolean
apply(Layer *self, const Descriptor *descriptor, gboolean is_alone, Source **out_backing,
      GError **error)
{
    if (descriptor->is_encrypted)
        return layer_refuse(self, error, "the disk is encrypted");
    if (descriptor->parent_id != NULL && *descriptor->parent_id != '\0' &&
        g_ascii_strcasecmp(descriptor->parent_id, NO_PARENT) != 0) {
        const char *name = descriptor->parent_name != NULL ? descriptor->parent_name : "";
        Source *backing = named_file_open(self, name, FALSE, error);

        if (backing == NULL)
            return FALSE;
        if (is_alone)
            return layer_refuse(self, error, "it is based on another disk, '%s', in several files",
                                name);
        *out_backing = backing;
    }
    return !is_elsewhere(descriptor, is_alone) || add_extents(self, descriptor->extents, error);
}

gboolean
vmdk_descriptor_read(Layer *self, guint64 sector, guint64 n_sectors, Source **out_backing,
                     GError **error)
{
    gsize size = sector == 0 ? VMDK_MAX_DESCRIPTOR
                             : (gsize)MIN(n_sectors, VMDK_MAX_DESCRIPTOR / SECTOR) * SECTOR;
    g_autofree char *text = g_malloc0(size + 1);
    g_auto(Descriptor) descriptor = {.extents = NULL};
    gssize count;

    if (sector > G_MAXINT64 / SECTOR)
        return layer_fail(self, error, "place of the descriptor");
    count = source_read(self->below, sector * SECTOR, text, size, error);
    if (count < 0)
        return FALSE;
    parse(&descriptor, text);
    return apply(self, &descriptor, sector == 0, out_backing, error);
}
