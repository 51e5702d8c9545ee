/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * Reads folders and files of UDF. Where partitions are is left to udf_volume.c, which also says what the
 * citations mean.
 *
 *   file set          its descriptor (4/14.1) says where the root folder's entry is
 *   file entry        a block for each folder and file (4/14.9, 4/14.17): kind, size, and where the bytes
 *                     are, in one of three ways
 *   folder            a file of file identifiers (4/14.4): name, and where the entry is
 *
 * Places are 4 bytes of block, 2 of partition (a "long" extent: 4 of size in front, 6 for the
 * implementation behind). Of an entry these bytes are read:
 *
 *     20     2  strategy (4/14.6.2), always 4: there is one entry
 *     27     1  kind of file (4/14.6.6)
 *     34     2  in the lowest three bits, how it says where its bytes are (4/14.6.8): 0 short extents (size
 *               and block, 8 bytes), 1 long extents (16 bytes), 3 the bytes themselves
 *     56     8  size of the file
 *    168     4  bytes of extended attributes, which come before what says where (208 in an extended entry)
 *    172     4  bytes of what says where (212)
 *    176        extended attributes (216)
 *
 * The upper two bits of an extent's size (4/14.14.1.1) are 0 for bytes that are recorded, 1 and 2 for zeros
 * that take no place, 3 for where the next extents are told (4/14.5): there, behind a tag, at 20 how many
 * bytes of extents follow at 24. A size of 0 ends them. A file identifier is
 *
 *     18     1  bits (4/14.4.3): 2 folder, 4 deleted, 8 the folder above
 *     19     1  bytes of the name
 *     20    16  a long extent: the entry
 *     36     2  bytes for the implementation, which come before the name
 *     38        these, the name, zeros up to a multiple of 4
 */

#include "config.h"

#include <string.h>

#include "common/translate.h"
#include "format/folder_bytes.h"
#include "format/little_endian.h"
#include "format/udf_volume.h"

/* Bytes: file set, root entry and root folder are neighbours, as a rule, as are other folders' entries and
 * their names. */
#define READ_AHEAD 8192

/* Bytes of names that are read first, and then: of the 900 that Windows has in "sources", in their order, those
 * up to its images, which leaves enough of 64 KiB for all else that is read. */
#define FOLDER_FIRST 20480
#define FOLDER_GROWTH 16384

#define SIZE_BITS 0x3FFFFFFF /* of the size of an extent; the others are its kind */
#define SHORT_EXTENT 8       /* bytes */
#define LONG_EXTENT 16       /* bytes */
#define CHAINED_EXTENTS 24   /* bytes of a block before them */

#define FILE_SET_ROOT 400 /* a long extent */

#define ENTRY_EXTENTS 176          /* bytes before extended attributes */
#define EXTENDED_ENTRY_EXTENTS 216 /* likewise */

#define IDENTIFIER_NAME 38
#define IDENTIFIER_FOLDER 2
#define IDENTIFIER_DELETED 4
#define IDENTIFIER_PARENT 8

/* Kinds of files (4/14.6.6). */
#define KIND_FOLDER 4
#define KIND_FILE 5
#define KIND_REAL_TIME_FILE 249

typedef enum {
    EXTENT_RECORDED,
    EXTENT_ALLOCATED,
    EXTENT_NOT_ALLOCATED,
    EXTENT_CHAIN,
} ExtentKind;

typedef enum {
    WHERE_SHORT,
    WHERE_LONG,
    WHERE_EXTENDED,
    WHERE_EMBEDDED,
} Where;

typedef struct {
    FileSystem parent;
    Source *source; /* borrowed */
    Source *cache;  /* owned; of it, for entries and folders, which lie side by side */
    UdfVolume volume;
} Udf;

/* Where a file is. */
typedef struct {
    guint8 kind;
    guint64 size;    /* bytes, as its entry says */
    guint64 covered; /* bytes of the extents so far */
    SourceExtent extents[UDF_MAX_EXTENTS];
    guint n_extents;
} File;

/* What says where a file is, block after block. */
typedef struct {
    guint8 block[UDF_BLOCK_SIZE];
    gsize at, end;     /* of the extents that are left in it */
    guint16 partition; /* that short extents are in */
    gboolean is_long;
    guint n_chained; /* blocks so far */
} Extents;

/* A whole block, of which the first bytes are a tag. */
static gboolean
read_block(const Udf *self, Source *source, UdfPlace place, guint8 *block, guint64 *out_offset,
           GError **error)
{
    gssize count;

    if (!udf_volume_locate(&self->volume, place, UDF_BLOCK_SIZE, out_offset))
        return format_fail(error, FORMAT_ERROR_INVALID, "a block is not in its partition");
    count = source_read(source, *out_offset, block, UDF_BLOCK_SIZE, error);
    if (count < 0)
        return FALSE;
    return count == UDF_BLOCK_SIZE ||
           format_fail(error, FORMAT_ERROR_TRUNCATED, "a block is cut off");
}

/* Behind the size of a long extent. */
static UdfPlace
read_place(const guint8 *bytes)
{
    return (UdfPlace){.block = le32(bytes), .partition = (guint16)le16(bytes + 4)};
}

/* What is behind the end of the file does not count. */
static gboolean
add_extent(File *file, guint64 offset, guint64 size)
{
    SourceExtent *last = file->n_extents > 0 ? &file->extents[file->n_extents - 1] : NULL;
    gboolean is_next;

    size = MIN(size, file->size - file->covered);
    file->covered += size;
    if (size == 0)
        return TRUE;
    is_next = last != NULL &&
              (offset == SOURCE_EXTENT_ZEROS
                   ? last->offset == offset
                   : last->offset != SOURCE_EXTENT_ZEROS && last->offset + last->size == offset);
    if (is_next) {
        last->size += size;
        return TRUE;
    }
    if (file->n_extents == UDF_MAX_EXTENTS)
        return FALSE;
    file->extents[file->n_extents++] = (SourceExtent){.offset = offset, .size = size};
    return TRUE;
}

/* The extents go on at @place. */
static gboolean
follow_chain(const Udf *self, Extents *extents, UdfPlace place, GError **error)
{
    guint64 offset;
    guint32 size;

    if (extents->n_chained++ == UDF_MAX_CHAIN)
        return format_fail(error, FORMAT_ERROR_INVALID, "what says where a file is does not end");
    if (!read_block(self, self->cache, place, extents->block, &offset, error))
        return FALSE;
    size = le32(extents->block + 20);
    if (!udf_has_tag_at(extents->block, UDF_TAG_ALLOCATION_EXTENT, place.block) ||
        size > UDF_BLOCK_SIZE - CHAINED_EXTENTS)
        return format_fail(error, FORMAT_ERROR_INVALID,
                           "where a file is stands in an invalid block");
    extents->at = CHAINED_EXTENTS;
    extents->end = CHAINED_EXTENTS + size;
    return TRUE;
}

static gboolean
add_extents(const Udf *self, File *file, Extents *extents, GError **error)
{
    gsize step = extents->is_long ? LONG_EXTENT : SHORT_EXTENT;

    while (file->covered < file->size && extents->end - extents->at >= step) {
        const guint8 *bytes = extents->block + extents->at;
        UdfPlace place = {.block = le32(bytes + 4), .partition = extents->partition};
        guint32 size = le32(bytes) & SIZE_BITS;
        ExtentKind kind = (ExtentKind)(le32(bytes) >> 30);
        guint64 offset = SOURCE_EXTENT_ZEROS;

        extents->at += step;
        if (extents->is_long)
            place = read_place(bytes + 4);
        if (size == 0)
            return TRUE;
        if (kind == EXTENT_CHAIN) {
            if (!follow_chain(self, extents, place, error))
                return FALSE;
            continue;
        }
        if (kind == EXTENT_RECORDED && !udf_volume_locate(&self->volume, place, size, &offset))
            return format_fail(error, FORMAT_ERROR_INVALID, "a file is not in its partition");
        if (!add_extent(file, offset, size))
            return format_fail(error, FORMAT_ERROR_INVALID, "a file lies in too many pieces");
    }
    return TRUE;
}

/* Checks an entry, and finds the bytes that say where the file is. */
static gboolean
find_extents(Extents *extents, UdfPlace place, GError **error)
{
    const guint8 *entry = extents->block;
    gboolean is_extended = udf_has_tag_at(entry, UDF_TAG_EXTENDED_FILE_ENTRY, place.block);
    gsize start = is_extended ? EXTENDED_ENTRY_EXTENTS : ENTRY_EXTENTS;
    guint32 attributes = le32(entry + start - 8), size = le32(entry + start - 4);

    if (!is_extended && !udf_has_tag_at(entry, UDF_TAG_FILE_ENTRY, place.block))
        return format_fail(error, FORMAT_ERROR_INVALID, "a file or folder has no entry");
    if (le16(entry + 20) != 4)
        return format_fail(error, FORMAT_ERROR_INVALID, "a file has more than one entry");
    if (attributes > UDF_BLOCK_SIZE - start || size > UDF_BLOCK_SIZE - start - attributes)
        return format_fail(error, FORMAT_ERROR_INVALID, "an entry is longer than its block");
    extents->at = start + attributes;
    extents->end = extents->at + size;
    return TRUE;
}

static gboolean
read_entry(const Udf *self, const FileNode *node, File *out, GError **error)
{
    UdfPlace place = {.block = (guint32)node->place[0], .partition = (guint16)node->place[1]};
    gboolean is_folder = node->kind == FILE_NODE_FOLDER;
    Extents extents;
    guint64 offset;
    Where where;

    extents.partition = place.partition;
    extents.n_chained = 0;
    if (!read_block(self, is_folder ? self->cache : self->source, place, extents.block, &offset,
                    error) ||
        !find_extents(&extents, place, error))
        return FALSE;
    where = (Where)(extents.block[34] & 7);
    extents.is_long = where == WHERE_LONG;
    out->kind = extents.block[27];
    out->size = le64(extents.block + 56);
    out->covered = 0;
    out->n_extents = 0;
    switch (where) {
    case WHERE_SHORT:
    case WHERE_LONG:
        return add_extents(self, out, &extents, error);
    case WHERE_EMBEDDED:
        return add_extent(out, offset + extents.at, extents.end - extents.at);
    case WHERE_EXTENDED:
    default:
        return format_fail(error, FORMAT_ERROR_INVALID, "an entry does not say where its file is");
    }
}

/* A new source of the names of a folder, which may have less than @out_size bytes. */
static Source *
open_folder(const Udf *self, const FileNode *node, guint64 *out_size, GError **error)
{
    g_autofree File *file = g_new(File, 1);

    if (!read_entry(self, node, file, error))
        return NULL;
    if (file->kind != KIND_FOLDER || file->size > G_MAXINT64) {
        format_fail(error, FORMAT_ERROR_INVALID, "what should be a folder is none");
        return NULL;
    }
    *out_size = file->size;
    return source_new_extents(self->cache, file->extents, file->n_extents);
}

/* FALSE: the visitor has seen enough. */
static gboolean
visit_identifier(const guint8 *identifier, const guint8 *bytes, gsize length, FileVisitor visit,
                 gpointer data)
{
    guint8 bits = identifier[18];
    UdfPlace place = read_place(identifier + 24);
    FileNode node = {.kind = (bits & IDENTIFIER_FOLDER) != 0 ? FILE_NODE_FOLDER : FILE_NODE_FILE,
                     .size = FILE_SIZE_NOT_KNOWN,
                     .place = {place.block, place.partition}};
    char name[2 * G_MAXUINT8 + 1];

    if ((bits & (IDENTIFIER_DELETED | IDENTIFIER_PARENT)) != 0 || le32(identifier + 20) == 0)
        return TRUE;
    if (!udf_copy_text(bytes, length, name) || *name == '\0' || strlen(name) > FILE_SYSTEM_MAX_NAME)
        return TRUE;
    return visit(name, &node, data);
}

/* The identifier at @at, whole. FALSE: it could not be read. */
static gboolean
find_identifier(FolderBytes *folder, gsize at, gsize *out_start, gsize *out_length, GError **error)
{
    *out_length = 0;
    if (!folder_bytes_read_to(folder, at + IDENTIFIER_NAME, error))
        return FALSE;
    if (folder_bytes_count(folder, at) < IDENTIFIER_NAME)
        return TRUE;
    *out_start = IDENTIFIER_NAME + le16(folder->bytes + at + 36);
    *out_length = *out_start + folder->bytes[at + 19];
    return folder_bytes_read_to(folder, at + *out_length, error);
}

static gboolean
udf_list(FileSystem *file_system, const FileNode *node, FileVisitor visit, gpointer data,
         GError **error)
{
    g_auto(FolderBytes) folder = {.bytes = NULL};
    guint64 size = 0;
    g_autoptr(Source) source = open_folder((const Udf *)file_system, node, &size, error);
    gsize at = 0, start = 0, length = 0;

    if (source == NULL)
        return FALSE;
    folder_bytes_init(&folder, source, 0, size, FOLDER_FIRST, FOLDER_GROWTH);
    while (at < folder.wanted) {
        const guint8 *identifier = folder.bytes + at;

        if (!find_identifier(&folder, at, &start, &length, error))
            return FALSE;
        if (length > 0 && !udf_has_tag(identifier, UDF_TAG_FILE_IDENTIFIER))
            return format_fail(error, FORMAT_ERROR_INVALID,
                               "a folder holds something else than names");
        if (length == 0 || length > folder_bytes_count(&folder, at))
            break;
        if (!visit_identifier(identifier, identifier + start, length - start, visit, data))
            return TRUE;
        at += (length + 3) / 4 * 4;
    }
    /* the rest of a folder that is too large is not seen */
    return at >= folder.wanted || folder.size == FILE_SYSTEM_MAX_FOLDER ||
           format_fail(error, FORMAT_ERROR_TRUNCATED, "a folder is cut off");
}

static Source *
udf_open_file(FileSystem *file_system, const FileNode *node, GError **error)
{
    Udf *self = (Udf *)file_system;
    g_autofree File *file = g_new(File, 1);

    if (!read_entry(self, node, file, error))
        return NULL;
    if ((file->kind != KIND_FILE && file->kind != KIND_REAL_TIME_FILE) || file->size > G_MAXINT64) {
        format_fail(error, FORMAT_ERROR_INVALID, "what should be a file is none");
        return NULL;
    }
    return source_new_extents(self->source, file->extents, file->n_extents);
}

static void
udf_close(FileSystem *file_system)
{
    Udf *self = (Udf *)file_system;

    source_close(self->cache);
    g_free(self);
}

static const FileSystemOperations udf_operations = {
    .name = "udf",
    .list = udf_list,
    .open = udf_open_file,
    .close = udf_close,
};

/* The root folder stands in the descriptor of the file set. */
static gboolean
find_root(Udf *self, GError **error)
{
    UdfPlace place = self->volume.file_set;
    guint8 block[UDF_BLOCK_SIZE];
    guint64 offset;

    if (!read_block(self, self->cache, place, block, &offset, error))
        return FALSE;
    if (!udf_has_tag_at(block, UDF_TAG_FILE_SET, place.block))
        return format_fail(error, FORMAT_ERROR_INVALID, "the UDF volume has no file set");
    place = read_place(block + FILE_SET_ROOT + 4);
    self->parent.root = (FileNode){.kind = FILE_NODE_FOLDER,
                                   .size = FILE_SIZE_NOT_KNOWN,
                                   .place = {place.block, place.partition}};
    return TRUE;
}

FormatAnswer
udf_open(Source *source, FileSystem **out_tree, GError **error)
{
    UdfVolume volume;
    FormatAnswer answer = udf_read_volume(source, &volume, error);

    if (answer != FORMAT_FOUND)
        return answer;

    Udf *self = g_new0(Udf, 1);
    g_autoptr(FileSystem) tree = &self->parent;

    tree->operations = &udf_operations;
    self->source = source;
    self->cache = source_new_cache(source, READ_AHEAD);
    self->volume = volume;
    if (!find_root(self, error))
        return FORMAT_DAMAGED;
    *out_tree = g_steal_pointer(&tree);
    return FORMAT_FOUND;
}

static void
add_volume_id(const UdfVolume *volume, Evidence *evidence)
{
    evidence_add_found(evidence, "udf.volume-id", volume->volume_id, "logical volume descriptor");
}

void
udf_add_volume_id(FileSystem *tree, Evidence *evidence)
{
    add_volume_id(&((const Udf *)tree)->volume, evidence);
}

/* Users see why a medium is none; what is evidence is in English. Takes over @cause. */
static void
propagate_damage(GError **error, GError *cause)
{
    if (cause->domain == FORMAT_ERROR) {
        g_free(cause->message);
        cause->message = g_strdup(_("No UDF volume that can be read"));
    }
    g_propagate_error(error, cause);
}

static FormatAnswer
read_udf(Source *source, Evidence *evidence, GError **error)
{
    UdfVolume volume;
    GError *cause = NULL;
    FormatAnswer answer;

    if (evidence->items->len > 0)
        return FORMAT_NOT_THIS;
    answer = udf_read_volume(source, &volume, &cause);
    if (answer == FORMAT_DAMAGED)
        propagate_damage(error, cause);
    if (answer != FORMAT_FOUND)
        return answer;
    add_volume_id(&volume, evidence);
    if (volume.volume_id[0] == '\0' && evidence->volume_error == NULL)
        g_set_error_literal(&evidence->volume_error, FORMAT_ERROR, FORMAT_ERROR_UNNAMED,
                            _("Insufficient metadata on installation media"));
    return FORMAT_FOUND;
}

const FormatReader format_udf = {.name = "udf", .read = read_udf};
