/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Looks for the roots of systems on a disk, the likeliest place first: where the type of a partition says that it is
 * a root, then the largest. What a root says is read by format/installed.c.
 */
#include "config.h"

#include <string.h>

#include "format/disk_file_systems.h"
#include "format/installed.h"
#include "recognise/contents.h"
#include "recognise/disk.h"

/* Roots of a disk that are told of; a multi-boot machine has less. */
#define DISK_MAX_SYSTEMS 8

typedef struct {
    const LayerPlace *place; /* borrowed */
    FileSystem *files;       /* owned */
    char *path;              /* owned; what evidence says of its place */
} Volume;

typedef struct {
    Disk *disk;
    GPtrArray *volumes; /* owned; of Volume */
    GError *over;       /* owned; why nothing more is read */
} Search;

static void
volume_free(gpointer data)
{
    Volume *self = data;

    file_system_close(self->files);
    g_free(self->path);
    g_free(self);
}

static void
system_free(gpointer data)
{
    DiskSystem *self = data;

    evidence_clear(&self->evidence);
    g_strfreev(self->layers);
    g_free(self);
}

void
disk_clear(Disk *self)
{
    if (self->evidence.items != NULL)
        evidence_clear(&self->evidence);
    g_clear_pointer(&self->systems, g_ptr_array_unref);
    g_clear_pointer(&self->layers, g_strfreev);
    g_clear_pointer(&self->format, g_free);
}

/* Takes over @cause. What is wrong with one place leaves the others; FALSE: nothing more is read. */
static gboolean
keep_failure(Search *self, GError *cause, const char *where)
{
    gboolean is_damage = cause->domain == FORMAT_ERROR;
    gboolean goes_on = is_damage || g_error_matches(cause, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED);

    evidence_add_found(&self->disk->evidence, is_damage ? CONTENTS_DAMAGED : CONTENTS_UNREAD,
                       cause->message, where);
    if (goes_on)
        g_error_free(cause);
    else
        self->over = cause;
    return goes_on;
}

static gboolean
has_role(const LayerPlace *place, const char *role)
{
    return place->role != NULL && strcmp(place->role, role) == 0;
}

/* Smaller is better. */
static guint
rank_place(const LayerPlace *place)
{
    if (has_role(place, "root"))
        return 0;
    if (has_role(place, "usr"))
        return 1;
    return has_role(place, "esp") || has_role(place, "xbootldr") ? 3 : 2;
}

static gint
compare_places(gconstpointer a, gconstpointer b)
{
    const LayerPlace *first = *(const LayerPlace *const *)a;
    const LayerPlace *second = *(const LayerPlace *const *)b;
    guint first_rank = rank_place(first), second_rank = rank_place(second);

    if (first_rank != second_rank)
        return first_rank < second_rank ? -1 : 1;
    return first->size > second->size ? -1 : first->size < second->size;
}

/* Texts that say how to get to a place, the outermost first. */
static void
add_layers(GStrvBuilder *builder, const LayerPlace *place)
{
    g_autofree char *text = NULL;

    /* the image itself is worth a word where it is all there is */
    if (place->below != NULL && place->below->below != NULL)
        add_layers(builder, place->below);
    text = *place->name != '\0' ? g_strconcat(place->layer, " ", place->name, NULL)
                                : g_strdup(place->layer);
    g_strv_builder_add(builder, text);
}

static GStrv
new_layers(const LayerPlace *place, const char *file_system, const char *folder)
{
    g_autoptr(GStrvBuilder) builder = g_strv_builder_new();

    add_layers(builder, place);
    if (file_system != NULL)
        g_strv_builder_add(builder, file_system);
    if (folder != NULL && *folder != '\0')
        g_strv_builder_add(builder, folder);
    return g_strv_builder_end(builder);
}

/* FALSE: nothing more is read. */
static gboolean
open_volume(Search *self, const LayerPlace *place)
{
    g_autofree char *path = place->path != NULL && *place->path != '\0' ? g_strdup(place->path)
                                                                        : g_strdup(place->layer);
    FileSystem *files = NULL;
    GError *cause = NULL;
    FormatAnswer answer = place->source != NULL
                              ? disk_file_system_open(place->source, &files, &cause)
                              : FORMAT_NOT_THIS;
    Volume *volume;

    if (answer == FORMAT_DAMAGED)
        return keep_failure(self, cause, path);
    if (answer == FORMAT_NOT_THIS)
        return TRUE;
    evidence_add_found(&self->disk->evidence, DISK_FILE_SYSTEM, files->operations->name, path);
    evidence_add_found(&self->disk->evidence, DISK_FILE_SYSTEM_LABEL, files->label, path);
    volume = g_new0(Volume, 1);
    volume->place = place;
    volume->files = files;
    volume->path = g_steal_pointer(&path);
    g_ptr_array_add(self->volumes, volume);
    return TRUE;
}

static void
open_volumes(Search *self, const Stack *stack)
{
    g_autoptr(GPtrArray) sorted = g_ptr_array_new();
    guint n_leaves = 0;
    const LayerPlace *const *leaves = stack_get_leaves(stack, &n_leaves);

    for (guint i = 0; i < n_leaves; i++)
        g_ptr_array_add(sorted, (gpointer)leaves[i]);
    g_ptr_array_sort(sorted, compare_places);
    for (guint i = 0; i < sorted->len; i++) {
        if (!open_volume(self, g_ptr_array_index(sorted, i)))
            return;
    }
}

/* What a root says stands in the files of its volume. */
static void
add_places(Evidence *evidence, const char *path, const char *folder)
{
    for (guint i = 0; i < evidence->items->len; i++) {
        EvidenceItem *item = &g_array_index(evidence->items, EvidenceItem, i);
        char *where =
            g_strconcat(path, ": ", folder, *folder != '\0' ? "/" : "", item->where, NULL);

        g_free(item->where);
        item->where = where;
    }
}

static void
take_system(Search *self, const Volume *volume, const char *folder, Evidence *evidence)
{
    DiskSystem *system = g_new0(DiskSystem, 1);
    Evidence empty;

    add_places(evidence, volume->path, folder);
    evidence_init(&empty);
    system->evidence = *evidence;
    *evidence = empty;
    if (volume->place->architecture != NULL)
        evidence_add_found(&system->evidence, "disk.partition-architecture",
                           volume->place->architecture, volume->path);
    system->layers = new_layers(volume->place, volume->files->operations->name, folder);
    g_ptr_array_add(self->disk->systems, system);
}

/* TRUE: it is one. */
static gboolean
read_root(Search *self, const Volume *volume, const FileNode *root, const char *folder)
{
    g_auto(Evidence) evidence = {.items = NULL};
    FileNode top = volume->files->root;
    GError *cause = NULL;
    FormatAnswer answer;

    evidence_init(&evidence);
    volume->files->root = *root;
    answer = installed_read(volume->files, &evidence, &cause);
    volume->files->root = top;
    if (answer == FORMAT_DAMAGED)
        keep_failure(self, cause, volume->path);
    if (evidence.items->len == 0)
        return FALSE;
    take_system(self, volume, folder, &evidence);
    return TRUE;
}

/* Snapshots and older deployments are not other systems: the first one of a volume counts. */
static void
read_volume(Search *self, const Volume *volume)
{
    g_autoptr(GArray) roots = g_array_new(FALSE, FALSE, sizeof(FileNode));
    g_autoptr(GPtrArray) paths = g_ptr_array_new_with_free_func(g_free);
    GError *cause = NULL;

    if (!installed_find_roots(volume->files, roots, paths, &cause) &&
        !keep_failure(self, cause, volume->path))
        return;
    for (guint i = 0; i < roots->len && self->over == NULL; i++) {
        if (read_root(self, volume, &g_array_index(roots, FileNode, i),
                      g_ptr_array_index(paths, i)))
            return;
    }
}

/* What is in the open where no root can be read. */
static void
read_boot(Search *self, const Volume *volume)
{
    g_auto(Evidence) evidence = {.items = NULL};
    GError *cause = NULL;

    evidence_init(&evidence);
    if (installed_read_boot(volume->files, &evidence, &cause) == FORMAT_DAMAGED)
        keep_failure(self, cause, volume->path);
    add_places(&evidence, volume->path, "");
    evidence_add_missing(&self->disk->evidence, &evidence);
}

static void
search(Search *self, const Stack *stack)
{
    open_volumes(self, stack);
    for (guint i = 0; i < self->volumes->len && self->over == NULL; i++) {
        if (self->disk->systems->len < DISK_MAX_SYSTEMS)
            read_volume(self, g_ptr_array_index(self->volumes, i));
    }
    for (guint i = 0; i < self->volumes->len && self->over == NULL; i++) {
        if (self->disk->systems->len == 0)
            read_boot(self, g_ptr_array_index(self->volumes, i));
    }
}

/* Is there anything but bytes? */
static gboolean
is_disk(const Search *self, const Stack *stack)
{
    guint n_leaves = 0;
    const LayerPlace *const *leaves = stack_get_leaves(stack, &n_leaves);

    if (self->volumes->len > 0 || n_leaves > 1 ||
        evidence_get_text(&self->disk->evidence, "disk.layer") != NULL ||
        evidence_get_text(&self->disk->evidence, CONTENTS_DAMAGED) != NULL)
        return TRUE;
    return n_leaves == 1 && (leaves[0]->below != NULL || leaves[0]->error != NULL);
}

/* The budget is spent: what was found counts. */
static gboolean
ends_question(const GError *error)
{
    return error != NULL && error->domain == G_IO_ERROR &&
           (error->code == G_IO_ERROR_CANCELLED || error->code == G_IO_ERROR_TIMED_OUT);
}

FormatAnswer
disk_read(Source *source, const StackOptions *options, Disk *out_disk, GError **error)
{
    g_auto(Disk) disk = {.systems = g_ptr_array_new_with_free_func(system_free)};
    g_autoptr(GPtrArray) volumes = g_ptr_array_new_with_free_func(volume_free);
    g_autoptr(Stack) stack = NULL;
    Search self = {.disk = &disk, .volumes = volumes};
    gboolean is_found;

    evidence_init(&disk.evidence);
    stack = stack_open(source, options, &disk.evidence, error);
    if (stack == NULL)
        return FORMAT_DAMAGED;
    search(&self, stack);
    is_found = is_disk(&self, stack);
    disk.format = g_strdup(stack_get_format(stack));
    if (disk.systems->len == 0) {
        guint n_leaves = 0;

        disk.layers = new_layers(stack_get_leaves(stack, &n_leaves)[0], NULL, NULL);
    }
    /* volumes read what the stack has */
    g_ptr_array_set_size(volumes, 0);
    if (ends_question(self.over)) {
        g_propagate_error(error, self.over);
        return FORMAT_DAMAGED;
    }
    g_clear_error(&self.over);
    if (!is_found)
        return FORMAT_NOT_THIS;
    *out_disk = disk;
    disk = (Disk){.format = NULL};
    return FORMAT_FOUND;
}
