/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * Reads FAT ("FAT32 File System Specification" 1.03). What a name of a folder leads to is left to file_system.c.
 *
 *     boot sector   sizes; how many clusters there are tells how many bits an entry of the table has
 *     tables        for each cluster the one behind it in its file
 *     root          of 12 and 16 bits: a fixed number of entries
 *     clusters      files; folders, whose entries have 32 bytes
 *
 * A long name stands before its entry, in entries of thirteen letters, the last part first; a sum of the short name
 * holds them together.
 */

#include "config.h"

#include <string.h>

#include "format/fat.h"
#include "format/fat_table.h"
#include "format/little_endian.h"

#define BOOT_SIZE 512
#define ENTRY_SIZE 32
#define PART_LETTERS 13
#define IS_LONG_NAME 0x0F
#define IS_LABEL 0x08
#define IS_FOLDER 0x10
#define BASE_IS_SMALL 0x08
#define ENDING_IS_SMALL 0x10
#define IS_LAST_PART 0x40

typedef struct {
    FileSystem parent;
    FatTable table;
    guint64 root;      /* where the root is that is no chain; 0: it is one */
    guint32 root_size; /* bytes of it */
} Fat;

static gboolean
set_damage(const Fat *self, const char *what, GError **error)
{
    return file_system_set_damage(&self->parent, what, error);
}

static Source *
fat_open_file(FileSystem *files, const FileNode *node, GError **error)
{
    Fat *self = (Fat *)files;
    FatFile file = {.first = (guint32)node->place[0], .size = node->size, .written = node->size};

    if (file.size > 0 && !fat_table_has(&self->table, file.first)) {
        set_damage(self, "place of a file", error);
        return NULL;
    }
    return fat_table_open(&self->table, &file);
}

/* What is put together of a long name. */
typedef struct {
    gunichar2 letters[FAT_MAX_PARTS * PART_LETTERS + 1];
    guint n_parts; /* of it; 0: there is none */
    guint next;    /* number of the part that comes next; 0: all came */
    guint8 sum;
} LongName;

static void
take_part(LongName *self, const guint8 *entry)
{
    static const guint8 places[PART_LETTERS] = {1, 3, 5, 7, 9, 14, 16, 18, 20, 22, 24, 28, 30};
    guint number = entry[0] & 0x3F;

    if ((entry[0] & IS_LAST_PART) != 0) {
        *self = (LongName){.n_parts = number, .next = number, .sum = entry[13]};
    }
    if (number == 0 || number > FAT_MAX_PARTS || number != self->next || entry[13] != self->sum) {
        self->n_parts = 0;
        self->next = G_MAXUINT;
        return;
    }
    for (guint i = 0; i < PART_LETTERS; i++)
        self->letters[(number - 1) * PART_LETTERS + i] = (gunichar2)le16(entry + places[i]);
    self->next = number - 1;
}

static guint8
sum_name(const guint8 *name)
{
    guint8 sum = 0;

    for (guint i = 0; i < 11; i++)
        sum = (guint8)((sum >> 1 | sum << 7) + name[i]);
    return sum;
}

/* "NAME    TXT" with a point between; letters that are not ASCII depend on a language. */
static char *
dup_short_name(const guint8 *entry)
{
    GString *name = g_string_new(NULL);

    for (guint i = 0; i < 11; i++) {
        guint8 small = entry[12] & (i < 8 ? BASE_IS_SMALL : ENDING_IS_SMALL);
        char letter = (char)(entry[i] == 0x05 && i == 0 ? 0xE5 : entry[i]);

        if (letter == ' ')
            continue;
        if (i >= 8 && memchr(name->str, '.', name->len) == NULL)
            g_string_append_c(name, '.');
        g_string_append_c(name, (guint8)letter > 127 ? '_'
                                : small != 0         ? g_ascii_tolower(letter)
                                                     : letter);
    }
    return g_string_free(name, FALSE);
}

static char *
dup_name(const LongName *name, const guint8 *entry)
{
    char *text = NULL;

    if (name->n_parts > 0 && name->next == 0 && name->sum == sum_name(entry)) {
        glong length = 0;

        while (length < (glong)name->n_parts * PART_LETTERS && name->letters[length] != 0)
            length++;
        text = g_utf16_to_utf8(name->letters, length, NULL, NULL, NULL);
    }
    return text != NULL ? text : dup_short_name(entry);
}

typedef enum {
    GO_ON,
    ENOUGH,
    NO_MORE,
} ListState;

static ListState
list_entries(Fat *self, const guint8 *bytes, gsize size, LongName *name, FileVisitor visit,
             gpointer data)
{
    for (gsize at = 0; at + ENTRY_SIZE <= size; at += ENTRY_SIZE) {
        const guint8 *entry = bytes + at;
        g_autofree char *text = NULL;
        FileNode node;

        if (entry[0] == 0)
            return NO_MORE;
        if (entry[0] != 0xE5 && (entry[11] & 0x3F) == IS_LONG_NAME) {
            take_part(name, entry);
            continue;
        }
        if (entry[0] == 0xE5 || (entry[11] & IS_LABEL) != 0) {
            name->n_parts = 0;
            continue;
        }
        text = dup_name(name, entry);
        name->n_parts = 0;
        node =
            (FileNode){.kind = (entry[11] & IS_FOLDER) != 0 ? FILE_NODE_FOLDER : FILE_NODE_FILE,
                       .size = le32(entry + 28),
                       .place = {le16(entry + 26) |
                                 (self->table.bits == 32 ? (guint64)le16(entry + 20) << 16 : 0)}};
        /* "." and ".." */
        if (entry[0] == '.' || *text == '\0' || strlen(text) > FILE_SYSTEM_MAX_NAME)
            continue;
        if (!visit(text, &node, data))
            return ENOUGH;
    }
    return GO_ON;
}

static gboolean
list_root(Fat *self, FileVisitor visit, gpointer data, GError **error)
{
    g_autofree guint8 *bytes = g_malloc(self->root_size);
    LongName name = {.n_parts = 0};

    if (!file_system_read_bytes(&self->parent, self->table.source, self->root, bytes,
                                self->root_size, error))
        return FALSE;
    list_entries(self, bytes, self->root_size, &name, visit, data);
    return TRUE;
}

static gboolean
fat_list(FileSystem *files, const FileNode *folder, FileVisitor visit, gpointer data,
         GError **error)
{
    Fat *self = (Fat *)files;
    guint32 cluster = (guint32)folder->place[0];
    g_autofree guint8 *bytes = NULL;
    LongName name = {.n_parts = 0};
    ListState state = GO_ON;

    if (cluster == 0 && self->root != 0)
        return list_root(self, visit, data, error);
    bytes = g_malloc(self->table.cluster_size);
    for (gsize size = 0; size < FILE_SYSTEM_MAX_FOLDER && state == GO_ON;
         size += self->table.cluster_size) {
        if (!fat_table_has(&self->table, cluster))
            return size > 0 || set_damage(self, "place of a folder", error);
        if (!file_system_read_bytes(files, self->table.source,
                                    fat_table_get_place(&self->table, cluster), bytes,
                                    self->table.cluster_size, error))
            return FALSE;
        state = list_entries(self, bytes, self->table.cluster_size, &name, visit, data);
        if (state == GO_ON && !fat_table_find_next(&self->table, cluster, &cluster, error))
            return FALSE;
    }
    return TRUE;
}

static const FileSystemOperations fat_operations = {
    .name = "fat",
    .list = fat_list,
    .open = fat_open_file,
};

static gboolean
is_power(guint32 number, guint32 least, guint32 most)
{
    return number >= least && number <= most && (number & (number - 1)) == 0;
}

/* FALSE: it is something else. */
static gboolean
parse_boot_sector(Fat *self, const guint8 *bytes)
{
    guint32 sector = le16(bytes + 11), per_cluster = bytes[13], reserved = le16(bytes + 14);
    guint32 n_tables = bytes[16], n_root = le16(bytes + 17);
    guint32 n_sectors = le16(bytes + 19) != 0 ? le16(bytes + 19) : le32(bytes + 32);
    guint32 table = le16(bytes + 22) != 0 ? le16(bytes + 22) : le32(bytes + 36);
    gboolean is_wide = le16(bytes + 22) == 0;
    guint64 root_sectors, before;

    if ((bytes[0] != 0xEB && bytes[0] != 0xE9) || bytes[510] != 0x55 || bytes[511] != 0xAA ||
        !is_power(sector, 512, 4096) || !is_power(per_cluster, 1, 128) || reserved == 0 ||
        n_tables == 0 || n_tables > 4 || (bytes[21] != 0xF0 && bytes[21] < 0xF8) || table == 0 ||
        is_wide != (n_root == 0))
        return FALSE;
    root_sectors = ((guint64)n_root * ENTRY_SIZE + sector - 1) / sector;
    before = reserved + (guint64)n_tables * table + root_sectors;
    if (n_sectors <= before)
        return FALSE;
    self->table.n_clusters = (guint32)((n_sectors - before) / per_cluster);
    self->table.bits = is_wide ? 32 : self->table.n_clusters < 4085 ? 12 : 16;
    /* the table has room for all of them */
    self->table.n_clusters =
        (guint32)MIN(self->table.n_clusters, (guint64)table * sector * 8 / self->table.bits);
    self->table.cluster_size = sector * per_cluster;
    self->table.mask = is_wide ? 0x0FFFFFFF : G_MAXUINT32;
    self->table.start = (guint64)reserved * sector;
    self->root = is_wide ? 0 : self->table.start + (guint64)n_tables * table * sector;
    self->root_size = n_root * ENTRY_SIZE;
    self->table.clusters = before * sector;
    self->parent.root = (FileNode){.kind = FILE_NODE_FOLDER,
                                   .size = FILE_SIZE_NOT_KNOWN,
                                   .place = {is_wide ? le32(bytes + 44) : 0}};
    memcpy(self->parent.label, bytes + (is_wide ? 71 : 43), 11);
    g_strchomp(self->parent.label);
    if (bytes[is_wide ? 66 : 38] != 0x29 || strcmp(self->parent.label, "NO NAME") == 0)
        self->parent.label[0] = '\0';
    return self->table.n_clusters > 0;
}

FormatAnswer
fat_open(Source *source, FileSystem **out_files, GError **error)
{
    guint8 bytes[BOOT_SIZE];
    gssize count = source_read(source, 0, bytes, sizeof(bytes), error);
    g_autofree Fat *self = NULL;

    if (count < 0)
        return FORMAT_DAMAGED;
    if (count < BOOT_SIZE)
        return FORMAT_NOT_THIS;
    self = g_new0(Fat, 1);
    self->parent.operations = &fat_operations;
    fat_table_init(&self->table, &self->parent, source);
    if (!parse_boot_sector(self, bytes))
        return FORMAT_NOT_THIS;
    *out_files = &g_steal_pointer(&self)->parent;
    return FORMAT_FOUND;
}
