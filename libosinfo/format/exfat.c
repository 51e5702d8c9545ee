/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * Reads exFAT ("exFAT file system specification", Microsoft).
 *
 *     boot sector   sizes, and where the rest begins
 *     table         as that of FAT; a file in one piece has no chain there
 *     clusters      files; folders, whose entries have 32 bytes
 *
 * A file has several entries behind each other, with a sum of all of them: its kind, where it is, its name in parts
 * of fifteen letters. The root has none, and so nobody says how long it is.
 */

#include "config.h"

#include <string.h>

#include "format/exfat.h"
#include "format/fat_table.h"
#include "format/folder_bytes.h"
#include "format/little_endian.h"

#define BOOT_SIZE 512
#define ENTRY_SIZE 32
#define PART_LETTERS 15
#define MAX_LETTERS 255
#define LABEL_LETTERS 11
#define LABEL_STEP 512 /* bytes of the root in which the label is looked for */
#define FOLDER_STEP 4096
#define IS_LABEL 0x83
#define IS_FILE 0x85
#define IS_STREAM 0xC0
#define IS_NAME 0xC1
#define IS_FOLDER 0x10
#define IN_ONE_PIECE 0x02

/* What a node's place says: the first cluster, with that beside it; how many bytes were written. */
#define PLACE_IN_ONE_PIECE ((guint64)1 << 32)

typedef struct {
    FileSystem parent;
    FatTable table;
} Exfat;

static gboolean
set_damage(const Exfat *self, const char *what, GError **error)
{
    return file_system_set_damage(&self->parent, what, error);
}

/* By the chain, as far as a folder counts. */
static gboolean
find_root_size(Exfat *self, guint32 cluster, guint64 *out_size, GError **error)
{
    guint64 size = 0;

    while (fat_table_has(&self->table, cluster) && size < FILE_SYSTEM_MAX_FOLDER) {
        size += self->table.cluster_size;
        if (!fat_table_find_next(&self->table, cluster, &cluster, error))
            return FALSE;
    }
    *out_size = size;
    return TRUE;
}

static Source *
exfat_open_file(FileSystem *files, const FileNode *node, GError **error)
{
    Exfat *self = (Exfat *)files;
    FatFile file = {.first = (guint32)node->place[0],
                    .size = node->size,
                    .written = node->place[1],
                    .is_in_one_piece = (node->place[0] & PLACE_IN_ONE_PIECE) != 0};

    if (node->size == FILE_SIZE_NOT_KNOWN) {
        if (!find_root_size(self, file.first, &file.size, error))
            return NULL;
        file.written = file.size;
    }
    if (file.size > 0 && !fat_table_has(&self->table, file.first)) {
        set_damage(self, "place of a file", error);
        return NULL;
    }
    return fat_table_open(&self->table, &file);
}

/* The entries of a file, @count of them. */
static gboolean
has_sum(const guint8 *set, guint count)
{
    guint32 sum = 0; /* 16 bits of it */

    for (guint i = 0; i < count * ENTRY_SIZE; i++) {
        if (i != 2 && i != 3)
            sum = (((sum & 1) << 15 | sum >> 1) + set[i]) & 0xFFFF;
    }
    return sum == le16(set + 2);
}

/* NULL: there is none that counts. */
static char *
dup_name(const guint8 *set, guint count)
{
    gunichar2 letters[MAX_LETTERS + PART_LETTERS];
    glong length = set[ENTRY_SIZE + 3], done = 0;
    char *name = NULL;

    for (guint i = 2; i < count && done < length && set[i * ENTRY_SIZE] == IS_NAME; i++) {
        for (guint j = 0; j < PART_LETTERS; j++)
            letters[done++] = (gunichar2)le16(set + i * ENTRY_SIZE + 2 + 2 * j);
    }
    if (length == 0 || done < length)
        return NULL;
    name = g_utf16_to_utf8(letters, length, NULL, NULL, NULL);
    if (name != NULL && (*name == '\0' || strlen(name) > FILE_SYSTEM_MAX_NAME))
        g_clear_pointer(&name, g_free);
    return name;
}

static FileNode
parse_node(const guint8 *set)
{
    const guint8 *stream = set + ENTRY_SIZE;
    guint64 piece = (stream[1] & IN_ONE_PIECE) != 0 ? PLACE_IN_ONE_PIECE : 0;

    return (FileNode){
        .kind = (le16(set + 4) & IS_FOLDER) != 0 ? FILE_NODE_FOLDER : FILE_NODE_FILE,
        .size = MIN(le64(stream + 24), G_MAXINT64),
        .place = {le32(stream + 20) | piece, le64(stream + 8)},
    };
}

static gboolean
exfat_list(FileSystem *files, const FileNode *folder, FileVisitor visit, gpointer data,
           GError **error)
{
    Exfat *self = (Exfat *)files;
    g_autoptr(Source) source = exfat_open_file(files, folder, error);
    g_auto(FolderBytes) bytes = {.bytes = NULL};

    if (source == NULL)
        return FALSE;
    folder_bytes_init(&bytes, source, 0, (guint64)source_get_size(source), FOLDER_STEP,
                      FOLDER_STEP);
    for (gsize at = 0, size; at < bytes.wanted; at += size) {
        const guint8 *entry = bytes.bytes + at;
        g_autofree char *name = NULL;
        FileNode node;

        size = ENTRY_SIZE;
        if (!folder_bytes_read_to(&bytes, at + ENTRY_SIZE, error))
            return FALSE;
        if (folder_bytes_count(&bytes, at) < ENTRY_SIZE || entry[0] == 0)
            return TRUE;
        if (entry[0] != IS_FILE)
            continue;
        size += (gsize)ENTRY_SIZE * entry[1];
        if (!folder_bytes_read_to(&bytes, at + size, error))
            return FALSE;
        if (entry[1] < 2 || entry[1] >= EXFAT_MAX_SET || folder_bytes_count(&bytes, at) < size ||
            entry[ENTRY_SIZE] != IS_STREAM || !has_sum(entry, entry[1] + 1u))
            return set_damage(self, "entry of a folder", error);
        name = dup_name(entry, entry[1] + 1u);
        node = parse_node(entry);
        if (name != NULL && !visit(name, &node, data))
            return TRUE;
    }
    return TRUE;
}

static const FileSystemOperations exfat_operations = {
    .name = "exfat",
    .list = exfat_list,
    .open = exfat_open_file,
};

static gboolean
parse_boot_sector(Exfat *self, const guint8 *bytes, GError **error)
{
    FatTable *table = &self->table;
    guint sector_bits = bytes[108], cluster_bits = bytes[109];
    guint64 table_size;

    if (sector_bits < 9 || sector_bits > 12 || cluster_bits > 25 - sector_bits || bytes[110] == 0 ||
        bytes[110] > 2)
        return set_damage(self, "boot sector", error);
    table_size = (guint64)le32(bytes + 84) << sector_bits;
    table->bits = 32;
    table->mask = G_MAXUINT32;
    table->cluster_size = 1u << (sector_bits + cluster_bits);
    table->n_clusters = le32(bytes + 92);
    table->start = (guint64)le32(bytes + 80) << sector_bits;
    table->clusters = (guint64)le32(bytes + 88) << sector_bits;
    /* the second one may be that which counts */
    if (bytes[110] == 2 && (le16(bytes + 106) & 1) != 0)
        table->start += table_size;
    self->parent.root = (FileNode){
        .kind = FILE_NODE_FOLDER, .size = FILE_SIZE_NOT_KNOWN, .place = {le32(bytes + 96)}};
    if (table->n_clusters > table_size / 4 || table->start == 0 || table->clusters == 0 ||
        !fat_table_has(table, le32(bytes + 96)))
        return set_damage(self, "boot sector", error);
    return TRUE;
}

/* It is one of the first entries of the root. */
static gboolean
read_label(Exfat *self, GError **error)
{
    guint64 root = fat_table_get_place(&self->table, (guint32)self->parent.root.place[0]);
    guint8 bytes[LABEL_STEP];
    gunichar2 letters[LABEL_LETTERS];
    g_autofree char *label = NULL;

    if (!file_system_read_bytes(&self->parent, self->table.source, root, bytes, sizeof(bytes),
                                error))
        return FALSE;
    for (gsize at = 0; at < sizeof(bytes) && bytes[at] != 0 && label == NULL; at += ENTRY_SIZE) {
        if (bytes[at] != IS_LABEL || bytes[at + 1] > LABEL_LETTERS)
            continue;
        for (guint i = 0; i < bytes[at + 1]; i++)
            letters[i] = (gunichar2)le16(bytes + at + 2 + 2 * i);
        label = g_utf16_to_utf8(letters, bytes[at + 1], NULL, NULL, NULL);
    }
    if (label != NULL)
        g_strlcpy(self->parent.label, label, sizeof(self->parent.label));
    return TRUE;
}

FormatAnswer
exfat_open(Source *source, FileSystem **out_files, GError **error)
{
    guint8 bytes[BOOT_SIZE];
    gssize count = source_read(source, 0, bytes, sizeof(bytes), error);
    g_autofree Exfat *self = NULL;

    if (count < 0)
        return FORMAT_DAMAGED;
    if (count < BOOT_SIZE || memcmp(bytes + 3, "EXFAT   ", 8) != 0 || bytes[510] != 0x55 ||
        bytes[511] != 0xAA)
        return FORMAT_NOT_THIS;
    self = g_new0(Exfat, 1);
    self->parent.operations = &exfat_operations;
    fat_table_init(&self->table, &self->parent, source);
    if (!parse_boot_sector(self, bytes, error) || !read_label(self, error))
        return FORMAT_DAMAGED;
    *out_files = &g_steal_pointer(&self)->parent;
    return FORMAT_FOUND;
}
