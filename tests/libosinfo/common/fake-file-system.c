/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * A file system whose nodes are entries of an array: place[0] is the number of one.
 */

#include "config.h"

#include <string.h>

#include "fake-file-system.h"

#define NO_ENTRY G_MAXUINT

typedef struct {
    char *name;          /* owned */
    guint folder;        /* the entry that it is in */
    FileNode node;       /* its place is its number */
    const FakeFile *row; /* NULL: a folder that no row is about */
} Entry;

typedef struct {
    FileSystem parent;
    GArray *entries; /* owned; of Entry; the first one is the root */
    guint n_calls;
} FakeFileSystem;

static void
entry_clear(gpointer data)
{
    g_free(((Entry *)data)->name);
}

static guint
find_entry(const FakeFileSystem *self, guint folder, const char *name)
{
    for (guint i = 1; i < self->entries->len; i++) {
        const Entry *entry = &g_array_index(self->entries, Entry, i);

        if (entry->folder == folder && strcmp(entry->name, name) == 0)
            return i;
    }
    return NO_ENTRY;
}

static guint
add_entry(FakeFileSystem *self, guint folder, const char *name)
{
    Entry entry = {.name = g_strdup(name),
                   .folder = folder,
                   .node = {.kind = FILE_NODE_FOLDER, .place = {self->entries->len}}};

    g_array_append_val(self->entries, entry);
    return self->entries->len - 1;
}

static gsize
get_size(const FakeFile *row)
{
    return row->size != 0 || row->text == NULL ? row->size : strlen(row->text);
}

static void
add_row(FakeFileSystem *self, const FakeFile *row)
{
    g_auto(GStrv) names = g_strsplit(row->path, "/", -1);
    guint number = 0;

    for (char **name = names; *name != NULL; name++) {
        guint found = **name == '\0' ? number : find_entry(self, number, *name);

        number = found != NO_ENTRY ? found : add_entry(self, number, *name);
    }

    Entry *entry = &g_array_index(self->entries, Entry, number);

    entry->row = row;
    entry->node.kind = row->kind;
    entry->node.size = get_size(row);
}

static gboolean
check_row(const FakeFile *row, GError **error)
{
    if (row != NULL && row->damage != NULL)
        g_set_error_literal(error, FORMAT_ERROR, FORMAT_ERROR_TRUNCATED, row->damage);
    else if (row != NULL && row->unreadable != NULL)
        g_set_error_literal(error, G_IO_ERROR, G_IO_ERROR_FAILED, row->unreadable);
    else
        return TRUE;
    return FALSE;
}

static gboolean
fake_list(FileSystem *file_system, const FileNode *folder, FileVisitor visit, gpointer data,
          GError **error)
{
    FakeFileSystem *self = (FakeFileSystem *)file_system;
    guint number = (guint)folder->place[0];

    self->n_calls++;
    for (guint i = 1; i < self->entries->len; i++) {
        const Entry *entry = &g_array_index(self->entries, Entry, i);

        if (entry->folder == number && !visit(entry->name, &entry->node, data))
            return TRUE;
    }
    return check_row(g_array_index(self->entries, Entry, number).row, error);
}

static Source *
fake_open(FileSystem *file_system, const FileNode *file, GError **error)
{
    FakeFileSystem *self = (FakeFileSystem *)file_system;
    const FakeFile *row = g_array_index(self->entries, Entry, file->place[0]).row;

    self->n_calls++;
    if (!check_row(row, error))
        return NULL;
    return source_new_memory(row->text, get_size(row));
}

static void
fake_close(FileSystem *file_system)
{
    FakeFileSystem *self = (FakeFileSystem *)file_system;

    g_array_unref(self->entries);
    g_free(self);
}

static const FileSystemOperations fake_operations = {
    .name = "fake",
    .list = fake_list,
    .open = fake_open,
    .close = fake_close,
};

FileSystem *
fake_file_system_new(const FakeFile *files)
{
    FakeFileSystem *self = g_new0(FakeFileSystem, 1);

    self->parent.operations = &fake_operations;
    self->parent.root.kind = FILE_NODE_FOLDER;
    self->entries = g_array_new(FALSE, FALSE, sizeof(Entry));
    g_array_set_clear_func(self->entries, entry_clear);
    add_entry(self, NO_ENTRY, "");
    for (; files->path != NULL; files++)
        add_row(self, files);
    return &self->parent;
}

guint
fake_file_system_count(FileSystem *self)
{
    return ((FakeFileSystem *)self)->n_calls;
}
