/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * Opens files that an image names, with the container that is in them, under the image's budget.
 */

#include "config.h"

#include <string.h>

#include "disk/layer_private.h"
#include "disk/named_file.h"
#include "disk/readers.h"

#define PAGE 4096 /* bytes */
#define N_PAGES 64

/* "json:…", "nbd://…": what qemu takes, and is no file. */
static gboolean
is_address(const char *name)
{
    gsize length = strcspn(name, ":/");

    return name[length] == ':';
}

/* A file, what was opened of it, and the disk in it. */
typedef struct {
    Source parent;
    Source *file;   /* owned */
    Source *budget; /* owned */
    Source *cache;  /* owned */
    Layer *layer;   /* owned, may be NULL: its bytes are the disk's */
    Source *disk;   /* borrowed; of the layer, or the cache */
    StackOptions options;
    LayerPlace place;
} NamedFile;

static const char place_layer[] = "file";

static gssize
named_file_read(Source *source, guint64 offset, void *buffer, gsize size, GError **error)
{
    return source_read(((NamedFile *)source)->disk, offset, buffer, size, error);
}

static gint64
named_file_get_size(Source *source)
{
    return source_get_size(((NamedFile *)source)->disk);
}

static void
named_file_close(Source *source)
{
    NamedFile *self = (NamedFile *)source;

    layer_free(self->layer);
    source_close(self->cache);
    source_close(self->budget);
    source_close(self->file);
    g_free((char *)self->options.path);
    g_free(self);
}

static const SourceOperations named_file_operations = {
    .read = named_file_read,
    .get_size = named_file_get_size,
    .close = named_file_close,
};

static char *
resolve(const Layer *self, const char *name)
{
    g_autofree char *folder = g_path_get_dirname(self->options->path);

    return g_path_is_absolute(name) ? g_strdup(name) : g_build_filename(folder, name, NULL);
}

/* Files that have named one another so far. */
static guint
count_chain(const Layer *self)
{
    guint count = 0;

    for (const LayerPlace *place = self->place; place != NULL; place = place->below)
        count += place->layer == place_layer;
    return count;
}

/* May the file be opened? */
static gboolean
check_name(Layer *self, const char *name, GError **error)
{
    if (!self->options->follows_files || self->options->path == NULL)
        return layer_refuse(
            self, error, "a part of the disk is in another file, '%s', which is not opened", name);
    if (is_address(name))
        return layer_refuse(self, error, "'%s', which it names, is not a local file", name);
    if (count_chain(self) >= NAMED_FILE_MAX_CHAIN)
        return layer_refuse(self, error, "more than %d files name one another",
                            NAMED_FILE_MAX_CHAIN);
    return TRUE;
}

/* Looks for a container, the disk of which it is. */
static gboolean
open_container(NamedFile *self, const Layer *how, GError **error)
{
    Layer inner = {.options = &self->options, .evidence = how->evidence, .budget = how->budget};
    FormatAnswer answer =
        readers_try(readers_container, self->cache, &self->place, &inner, &self->layer, error);

    if (answer == FORMAT_FOUND)
        self->disk = ((LayerPlace *)g_ptr_array_index(self->layer->places, 0))->source;
    return answer != FORMAT_DAMAGED;
}

Source *
named_file_open(Layer *self, const char *name, gboolean is_raw, GError **error)
{
    NamedFile *file;

    layer_tell(self, NULL, "disk.names-file", name);
    if (!check_name(self, name, error))
        return NULL;

    file = g_new0(NamedFile, 1);
    file->parent.operations = &named_file_operations;
    file->options = *self->options;
    file->options.path = resolve(self, name);
    file->place = (LayerPlace){.below = self->place, .layer = place_layer, .path = (char *)name};
    layer_take_source(self, &file->parent);
    file->file = source_open_local(file->options.path, self->options->cancellable, error);
    if (file->file == NULL) {
        g_prefix_error(error, "%s: ", self->reader->name);
        return NULL;
    }
    file->budget = source_new_budget_of(file->file, self->budget);
    file->cache = source_new_pages(file->budget, PAGE, N_PAGES, 0);
    file->disk = file->cache;
    return is_raw || open_container(file, self, error) ? &file->parent : NULL;
}
