/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Keeps what the reader of archives hands out, so that it can be judged as a whole before anything
 * is written.
 */
#include "config.h"

#include <string.h>

#include "archive/archive_content.h"
#include "archive/archive_reader.h"
#include "base/version.h"

static void
entry_free(gpointer data)
{
    ArchiveContentEntry *self = data;

    g_free(self->name);
    g_free(self->path);
    g_clear_pointer(&self->content, g_bytes_unref);
    g_free(self);
}

static gboolean
take_entry(const ArchiveEntry *from, gpointer data, GError **error G_GNUC_UNUSED)
{
    ArchiveContent *self = data;
    ArchiveContentEntry *entry = g_new0(ArchiveContentEntry, 1);

    entry->name = g_strdup(from->name);
    entry->path = g_strdup(from->path);
    g_ptr_array_add(self->entries, entry);
    if (*entry->path != '\0')
        g_hash_table_insert(self->by_path, entry->path, entry);
    if (from->is_folder)
        return TRUE;
    entry->content = g_bytes_new(from->content, from->size);
    self->n_files++;
    if (strcmp(entry->path, "VERSION") == 0) {
        self->version = g_strndup((const char *)from->content, MIN(from->size, VERSION_MAX_LENGTH));
        g_strstrip(self->version);
    }
    return TRUE;
}

ArchiveContent *
archive_content_read(int archive, const char *name, GError **error)
{
    g_autoptr(ArchiveContent) self = g_new0(ArchiveContent, 1);

    self->entries = g_ptr_array_new_with_free_func(entry_free);
    self->by_path = g_hash_table_new(g_str_hash, g_str_equal);
    return archive_reader_read(archive, name, take_entry, self, error) ? g_steal_pointer(&self)
                                                                       : NULL;
}

void
archive_content_free(ArchiveContent *self)
{
    if (self == NULL)
        return;
    g_hash_table_unref(self->by_path);
    g_ptr_array_unref(self->entries);
    g_free(self->version);
    g_free(self);
}

const ArchiveContentEntry *
archive_content_find(const ArchiveContent *self, const char *path)
{
    return g_hash_table_lookup(self->by_path, path);
}
