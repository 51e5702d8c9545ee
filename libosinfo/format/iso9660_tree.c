/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * Reads directories of ISO 9660. Volume descriptors are left to iso9660.c, what stands behind a name
 * to rock_ridge.c.
 *
 * A directory (ECMA-119 6.8) is a row of records (9.1) that do not cross the boundary of a sector:
 *
 *      0     1  length of the record; 0: go on in the next sector
 *      1     1  blocks of extended attributes, which lie before the file's data (9.1.2, 6.4)
 *      2   4+4  first block of the extent (9.1.3)
 *     10   4+4  length of the data, in bytes (9.1.4)
 *     25     1  flags (9.1.6): 2 directory, 4 associated file, 128 the file goes on in another extent,
 *               whose record of the same name follows
 *     26     1  size of a file unit (9.1.7), other than 0 when the file is interleaved with another one
 *     32     1  length of the name (9.1.10)
 *     33        name: "FILE.EXT;1" (7.5), "DIRECTORY" (7.6), "\0" for itself, "\1" for the parent; in
 *               big-endian UCS-2 in the tree of Joliet; a byte pads it to an even length (9.1.12)
 *     then      system use (9.1.13)
 */

#include "config.h"

#include <string.h>

#include "format/folder_bytes.h"
#include "format/iso9660.h"
#include "format/iso9660_tree.h"
#include "format/little_endian.h"
#include "format/rock_ridge.h"

#define RECORD_NAME 33 /* bytes of a record before the name */
#define RECORD_FLAG_DIRECTORY 0x02
#define RECORD_FLAG_ASSOCIATED 0x04
#define RECORD_FLAG_GOES_ON 0x80

#define NAME_SIZE 384 /* bytes: a record has room for 111 characters of Joliet, of 3 bytes each */

#define MODE_KIND 0170000
#define MODE_FILE 0100000

/* Bytes of a directory that are read first; no record lies across sectors. */
#define DIRECTORY_STEP (6 * ISO9660_SECTOR_SIZE)

typedef struct {
    FileSystem parent;
    Source *source; /* borrowed */
    guint32 block_size;
    gboolean is_joliet;
    gboolean is_guessed; /* names are plain ones, taken for what they were made of */
    gboolean has_rock_ridge;
    guint8 skip; /* bytes in front of Rock Ridge's entries */

    FolderBytes root; /* when it has been read */
    GArray *pieces;   /* owned; of SourceExtent, for files that lie in several */
    guint8 *sector;   /* owned; the last one with entries of Rock Ridge */
    guint64 sector_offset;
    gsize sector_size; /* bytes that are there */
} Iso9660Tree;

/* A file as record after record tells of it. */
typedef struct {
    const guint8 *record; /* the last one so far; NULL: none */
    SourceExtent extents[ISO9660_MAX_EXTENTS];
    guint n_extents; /* neighbours are one */
    guint64 size;    /* bytes of all */
    gboolean has_too_many;
} File;

/* A directory that is being visited. */
typedef struct {
    Iso9660Tree *tree;
    FileVisitor visit;
    gpointer data;
    guint n_sectors; /* read for Rock Ridge */
    gsize area_size; /* bytes of all continuation areas */
    GError *error;   /* why it was given up */
} Visit;

/* The next record in @size bytes of a directory, and *@position behind it. What cannot be one is
 * padding, or damaged: records go on in the next sector. */
static const guint8 *
get_next_record(const guint8 *data, gsize size, gsize *position)
{
    while (*position < size) {
        const guint8 *record = data + *position;
        gsize to_sector_end = ISO9660_SECTOR_SIZE - *position % ISO9660_SECTOR_SIZE;
        gsize length = record[0];

        if (length <= RECORD_NAME || length > MIN(size - *position, to_sector_end)) {
            *position += to_sector_end;
            continue;
        }
        *position += length;
        if (RECORD_NAME + (gsize)record[32] <= length)
            return record;
    }
    return NULL;
}

static gboolean
is_directory(const guint8 *record)
{
    return (record[25] & RECORD_FLAG_DIRECTORY) != 0;
}

/* The directory itself, or its parent. */
static gboolean
is_here_or_above(const guint8 *record)
{
    return record[32] == 1 && record[RECORD_NAME] <= 1;
}

static guint64
get_offset(const Iso9660Tree *self, guint64 block)
{
    return block * self->block_size;
}

/* What stands behind the name, from the first entry on. */
static const guint8 *
get_system_use(const guint8 *record, guint8 skip, gsize *out_size)
{
    gsize start = RECORD_NAME + (gsize)record[32];

    start += start % 2 + skip;
    *out_size = start < record[0] ? record[0] - start : 0;
    return record + MIN(start, record[0]);
}

/* The sector with the next entries; FALSE: it cannot be read. It may be shorter than a sector. */
static gboolean
read_sector(Visit *visit, guint64 offset)
{
    Iso9660Tree *tree = visit->tree;
    gssize count;

    if (tree->sector_size > 0 && tree->sector_offset == offset)
        return TRUE;
    tree->sector_size = 0;
    if (visit->n_sectors++ >= ISO9660_MAX_AREAS)
        return TRUE;
    if (tree->sector == NULL)
        tree->sector = g_malloc(ISO9660_SECTOR_SIZE);
    count = source_read(tree->source, offset, tree->sector, ISO9660_SECTOR_SIZE, &visit->error);
    if (count < 0)
        return FALSE;
    tree->sector_offset = offset;
    tree->sector_size = (gsize)count;
    return TRUE;
}

/* An area is within a sector (SUSP 5.1), and its record's alone: more bytes of them than sectors may have
 * lead in circles. One that is not, or is not there, ends what is known. */
static gboolean
read_rock_ridge(Visit *visit, const guint8 *record, RockRidge *out)
{
    gsize size;
    const guint8 *area = get_system_use(record, visit->tree->skip, &size);

    rock_ridge_read(out, area, size);
    for (guint i = 0; i < ROCK_RIDGE_MAX_AREAS && rock_ridge_is_incomplete(out); i++) {
        guint64 offset = get_offset(visit->tree, out->next_block) + out->next_offset;
        gsize in_sector = (gsize)(offset % ISO9660_SECTOR_SIZE);

        if (!read_sector(visit, offset - in_sector))
            return FALSE;
        visit->area_size += out->next_size;
        if (in_sector >= visit->tree->sector_size ||
            out->next_size > visit->tree->sector_size - in_sector ||
            visit->area_size > ISO9660_MAX_AREAS * ISO9660_SECTOR_SIZE)
            break;
        rock_ridge_read(out, visit->tree->sector + in_sector, out->next_size);
    }
    return TRUE;
}

/* "NAME.;1" and "NAME;1" are "NAME". @out_name has %NAME_SIZE bytes. */
static void
copy_plain_name(const guint8 *record, char *out_name)
{
    char *version;
    gsize size = record[32];

    memcpy(out_name, record + RECORD_NAME, size);
    out_name[size] = '\0';
    version = strchr(out_name, ';');
    if (version != NULL)
        *version = '\0';
    size = strlen(out_name);
    if (size > 0 && out_name[size - 1] == '.')
        out_name[size - 1] = '\0';
}

/* "name;1" is "name". */
static void
copy_joliet_name(const guint8 *record, char *out_name)
{
    char *version;

    iso9660_copy_ucs2(record + RECORD_NAME, record[32] / 2, out_name);
    version = strrchr(out_name, ';');
    if (version != NULL && version[1] != '\0' &&
        version[1 + strspn(version + 1, "0123456789")] == '\0')
        *version = '\0';
}

/* FALSE: the record has no name that could be found again. */
static gboolean
copy_name(const Iso9660Tree *self, const guint8 *record, const RockRidge *rock_ridge,
          char *out_name)
{
    if (rock_ridge->is_too_long || rock_ridge->name_goes_on)
        return FALSE;
    if (rock_ridge->name_size > 0) {
        if (memchr(rock_ridge->name, '\0', rock_ridge->name_size) != NULL)
            return FALSE;
        memcpy(out_name, rock_ridge->name, rock_ridge->name_size + 1);
    } else if (self->is_joliet) {
        copy_joliet_name(record, out_name);
    } else {
        copy_plain_name(record, out_name);
        if (self->is_guessed && *out_name == '_')
            *out_name = '.';
    }
    return *out_name != '\0' && strchr(out_name, '/') == NULL && strcmp(out_name, ".") != 0 &&
           strcmp(out_name, "..") != 0;
}

static FileNodeKind
get_kind(const guint8 *record, const RockRidge *rock_ridge)
{
    guint32 mode = rock_ridge->mode & MODE_KIND;

    if (is_directory(record) || rock_ridge->child != 0)
        return FILE_NODE_FOLDER;
    if ((mode != 0 && mode != MODE_FILE) || rock_ridge->is_packed || record[26] != 0)
        return FILE_NODE_OTHER;
    return FILE_NODE_FILE;
}

/* Files that are listed again have their pieces already. */
static gboolean
find_pieces(const Iso9660Tree *self, const File *file, guint *out_first)
{
    gsize size = file->n_extents * sizeof(SourceExtent);

    for (guint i = 0; i + file->n_extents <= self->pieces->len; i++) {
        if (memcmp(&g_array_index(self->pieces, SourceExtent, i), file->extents, size) == 0) {
            *out_first = i;
            return TRUE;
        }
    }
    return FALSE;
}

/* FALSE: it lies in more pieces than are remembered. */
static gboolean
set_place(Iso9660Tree *self, const File *file, FileNode *node)
{
    guint first = self->pieces->len;

    if (file->has_too_many)
        return FALSE;
    if (file->n_extents == 1) {
        node->place[0] = file->extents[0].offset;
        return TRUE;
    }
    if (!find_pieces(self, file, &first)) {
        if (first + file->n_extents > ISO9660_MAX_PIECES)
            return FALSE;
        g_array_append_vals(self->pieces, file->extents, file->n_extents);
    }
    node->place[0] = first;
    node->place[1] = file->n_extents;
    return TRUE;
}

/* Hands a file to the visitor. FALSE: that is enough, or it cannot be read. */
static gboolean
visit_file(Visit *self, const File *file)
{
    RockRidge rock_ridge = {.name_size = 0};
    FileNode node = {.size = file->size};
    char name[NAME_SIZE];

    if (self->tree->has_rock_ridge && !read_rock_ridge(self, file->record, &rock_ridge))
        return FALSE;
    if (rock_ridge.is_moved || !copy_name(self->tree, file->record, &rock_ridge, name) ||
        !set_place(self->tree, file, &node))
        return TRUE;
    node.kind = get_kind(file->record, &rock_ridge);
    if (rock_ridge.child != 0) {
        node.place[0] = get_offset(self->tree, rock_ridge.child);
        node.place[1] = 0;
        node.size = FILE_SIZE_NOT_KNOWN;
    }
    return self->visit(name, &node, self->data);
}

static gboolean
is_same_name(const guint8 *record, const guint8 *other)
{
    return record[32] == other[32] &&
           memcmp(record + RECORD_NAME, other + RECORD_NAME, record[32]) == 0;
}

static void
add_extent(File *self, SourceExtent extent)
{
    SourceExtent *last = self->n_extents > 0 ? &self->extents[self->n_extents - 1] : NULL;

    self->size += extent.size;
    if (last != NULL && last->offset + last->size == extent.offset)
        last->size += extent.size;
    else if (self->n_extents < ISO9660_MAX_EXTENTS)
        self->extents[self->n_extents++] = extent;
    else
        self->has_too_many = TRUE;
}

/* The record goes on with the file, or starts a new one. */
static void
add_record(const Iso9660Tree *tree, File *file, const guint8 *record)
{
    if (file->record == NULL || !is_same_name(file->record, record)) {
        file->n_extents = 0;
        file->size = 0;
        file->has_too_many = FALSE;
    }
    file->record = record;
    /* extended attributes come first */
    add_extent(file,
               (SourceExtent){.offset = get_offset(tree, (guint64)le32(record + 2) + record[1]),
                              .size = le32(record + 10)});
}

/* The next record, reading on where need be. NULL: there is none, or it cannot be read. */
static const guint8 *
find_record(Visit *self, FolderBytes *directory, gsize *position)
{
    const guint8 *record;

    while ((record = get_next_record(directory->bytes, directory->size, position)) == NULL) {
        if (directory->size == directory->wanted || directory->is_over ||
            !folder_bytes_read_to(directory, directory->size + 1, &self->error))
            return NULL;
    }
    return record;
}

/* Visits the files of a directory. FALSE: that is enough, or one cannot be read. */
static gboolean
visit_records(Visit *self, FolderBytes *directory)
{
    File file = {.record = NULL};
    const guint8 *record;
    gsize position = 0;

    while ((record = find_record(self, directory, &position)) != NULL) {
        if (is_here_or_above(record) || (record[25] & RECORD_FLAG_ASSOCIATED) != 0)
            continue;
        add_record(self->tree, &file, record);
        if ((record[25] & RECORD_FLAG_GOES_ON) != 0)
            continue;
        if (!visit_file(self, &file))
            return FALSE;
        file.record = NULL;
    }
    return TRUE;
}

/* Of a directory that lay too deep only the place is told; its own first record has the size. */
static gboolean
find_size(const Iso9660Tree *self, guint64 offset, guint64 *out_size, GError **error)
{
    guint8 record[RECORD_NAME + 1];
    gssize count = source_read(self->source, offset, record, sizeof(record), error);

    if (count < 0)
        return FALSE;
    if ((gsize)count < sizeof(record) || !is_directory(record) || !is_here_or_above(record))
        return format_fail(error, FORMAT_ERROR_INVALID, "a folder is not where it should be");
    *out_size = le32(record + 10);
    return TRUE;
}

/* Reads the first @step bytes. */
static gboolean
read_directory(const Iso9660Tree *self, const FileNode *folder, gsize step, FolderBytes *out,
               GError **error)
{
    guint64 size = folder->size;

    if (size == FILE_SIZE_NOT_KNOWN && !find_size(self, folder->place[0], &size, error))
        return FALSE;
    folder_bytes_init(out, self->source, folder->place[0], size, step, 2 * step);
    return folder_bytes_read_to(out, 1, error);
}

static gboolean
list_directory(Visit *visit, FolderBytes *directory, GError **error)
{
    gboolean is_at_end = visit_records(visit, directory);

    if (visit->error != NULL) {
        g_propagate_error(error, visit->error);
        return FALSE;
    }
    if (!is_at_end || directory->size == directory->wanted)
        return TRUE;
    return format_fail(error, FORMAT_ERROR_TRUNCATED, "a folder is cut off");
}

/* Everybody asks for the root, so it is kept. */
static gboolean
read_root(Iso9660Tree *self, GError **error)
{
    g_auto(FolderBytes) directory = {.bytes = NULL};

    if (self->root.bytes != NULL)
        return TRUE;
    if (!read_directory(self, &self->parent.root, FILE_SYSTEM_MAX_FOLDER, &directory, error))
        return FALSE;
    self->root = directory;
    directory.bytes = NULL;
    return TRUE;
}

static gboolean
iso9660_list(FileSystem *file_system, const FileNode *folder, FileVisitor visitor, gpointer data,
             GError **error)
{
    Iso9660Tree *self = (Iso9660Tree *)file_system;
    Visit visit = {.tree = self, .visit = visitor, .data = data};
    g_auto(FolderBytes) directory = {.bytes = NULL};

    if (folder->place[0] == self->parent.root.place[0] && folder->size == self->parent.root.size)
        return read_root(self, error) && list_directory(&visit, &self->root, error);
    return read_directory(self, folder, DIRECTORY_STEP, &directory, error) &&
           list_directory(&visit, &directory, error);
}

static Source *
iso9660_open(FileSystem *file_system, const FileNode *file, GError **error)
{
    Iso9660Tree *self = (Iso9660Tree *)file_system;
    const SourceExtent *pieces = &(SourceExtent){.offset = file->place[0], .size = file->size};
    guint n_pieces = 1;
    gint64 end = source_get_size(self->source);

    if (file->place[1] != 0) {
        pieces = &g_array_index(self->pieces, SourceExtent, file->place[0]);
        n_pieces = (guint)file->place[1];
    }
    if (file->size > 0 && end >= 0 && pieces[0].offset >= (guint64)end) {
        format_set_damage(error, FORMAT_ERROR_TRUNCATED, "a file lies behind the end of the image");
        return NULL;
    }
    return n_pieces == 1 ? source_new_slice(self->source, pieces->offset, (gint64)pieces->size)
                         : source_new_extents(self->source, pieces, n_pieces);
}

static void
iso9660_close(FileSystem *file_system)
{
    Iso9660Tree *self = (Iso9660Tree *)file_system;

    folder_bytes_clear(&self->root);
    g_array_unref(self->pieces);
    g_free(self->sector);
    g_free(self);
}

static const FileSystemOperations iso9660_operations = {
    .name = "iso9660",
    .list = iso9660_list,
    .open = iso9660_open,
    .close = iso9660_close,
};

static void
set_root(Iso9660Tree *self, const Iso9660Extent *extent)
{
    folder_bytes_clear(&self->root);
    self->parent.root =
        (FileNode){.kind = FILE_NODE_FOLDER, .size = extent->size, .place = {extent->offset, 0}};
}

static Iso9660Tree *
new_tree(Source *source, const Iso9660Volume *volume)
{
    Iso9660Tree *self = g_new0(Iso9660Tree, 1);

    self->parent.operations = &iso9660_operations;
    self->source = source;
    self->block_size = volume->block_size;
    self->pieces = g_array_new(FALSE, FALSE, sizeof(SourceExtent));
    set_root(self, &volume->root);
    return self;
}

/* The first record of the root says whether there is Rock Ridge. */
static void
find_rock_ridge(Iso9660Tree *self)
{
    gsize position = 0, size;
    const guint8 *record = get_next_record(self->root.bytes, self->root.size, &position);
    const guint8 *area;

    if (record == NULL || !is_here_or_above(record))
        return;
    area = get_system_use(record, 0, &size);
    self->has_rock_ridge = rock_ridge_find(area, size, &self->skip);
}

FormatAnswer
iso9660_open_plain_tree(Source *source, FileSystem **out_tree, GError **error)
{
    Iso9660Volume volume;
    FormatAnswer answer = iso9660_read_volume(source, &volume, NULL, error);

    if (answer == FORMAT_FOUND)
        *out_tree = &new_tree(source, &volume)->parent;
    return answer;
}

FormatAnswer
iso9660_open_tree(Source *source, FileSystem **out_tree, GError **error)
{
    g_autoptr(FileSystem) tree = NULL;
    Iso9660Volume volume;
    FormatAnswer answer = iso9660_read_volume(source, &volume, NULL, error);
    Iso9660Tree *self;

    if (answer != FORMAT_FOUND)
        return answer;
    self = new_tree(source, &volume);
    tree = &self->parent;
    if (!read_root(self, error))
        return FORMAT_DAMAGED;
    find_rock_ridge(self);
    if (!self->has_rock_ridge && volume.joliet_root.size > 0) {
        self->is_joliet = TRUE;
        set_root(self, &volume.joliet_root);
    }
    self->is_guessed = !self->has_rock_ridge && !self->is_joliet;
    *out_tree = g_steal_pointer(&tree);
    return FORMAT_FOUND;
}
