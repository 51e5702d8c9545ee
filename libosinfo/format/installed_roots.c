/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * Finds the folders of a file system that a system may have its root in:
 *
 *     the root itself          as nearly everywhere
 *     subvolumes of btrfs      the default one, or else by the names that distributions give them; of snapshots
 *                              the newest (snapper: @/.snapshots/12/snapshot)
 *     deployments of OSTree    ostree/boot.1/NAME/SUM/0 is a link to the one that starts; or else
 *                              ostree/deploy/NAME/deploy/SUM.N
 */

#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "format/btrfs.h"
#include "format/damage.h"
#include "format/installed.h"

/* As Fedora, Ubuntu, Debian, openSUSE and others call what is mounted as the root. */
static const char *const subvolumes[] = {"root", "@", "@rootfs", "@root", "rootfs", "nixos"};
static const char *const snapshots[] = {"@/.snapshots", ".snapshots"};

typedef struct {
    FileSystem *files;
    GArray *roots;
    GPtrArray *paths;
    GError *damage; /* owned */
    gboolean is_over;
} Search;

static void
add_root(Search *self, const FileNode *node, const char *path)
{
    for (guint i = 0; i < self->roots->len; i++) {
        const FileNode *other = &g_array_index(self->roots, FileNode, i);

        if (memcmp(other->place, node->place, sizeof(node->place)) == 0)
            return;
    }
    g_array_append_vals(self->roots, node, 1);
    g_ptr_array_add(self->paths, g_strdup(path));
}

/* Damage elsewhere leaves other folders. */
static gboolean
take_answer(Search *self, FormatAnswer answer, GError **error)
{
    if (answer == FORMAT_DAMAGED)
        self->is_over = !damage_keep(&self->damage, *error);
    return answer == FORMAT_FOUND;
}

static gboolean
find_folder(Search *self, const char *path, FileNode *out_node)
{
    GError *error = NULL;

    return !self->is_over &&
           take_answer(self, file_system_find(self->files, path, out_node, &error), &error) &&
           out_node->kind == FILE_NODE_FOLDER;
}

static void
add_path(Search *self, const char *path)
{
    FileNode node;

    if (find_folder(self, path, &node))
        add_root(self, &node, path);
}

/* The name that is the greatest number. */
typedef struct {
    guint64 number;
    char name[21];
    guint left; /* names that are looked at */
} Newest;

static gboolean
visit_snapshot(const char *name, const FileNode *node, gpointer data)
{
    Newest *self = data;
    gsize length = strlen(name);

    if (node->kind == FILE_NODE_FOLDER && length < sizeof(self->name) &&
        strspn(name, "0123456789") == length) {
        guint64 number = g_ascii_strtoull(name, NULL, 10);

        if (number >= self->number) {
            self->number = number;
            strcpy(self->name, name);
        }
    }
    return --self->left > 0;
}

static void
add_snapshot(Search *self, const char *folder)
{
    Newest newest = {.left = INSTALLED_MAX_SNAPSHOTS};
    g_autofree char *path = NULL;
    GError *error = NULL;
    FileNode node;

    if (!find_folder(self, folder, &node))
        return;
    if (!file_system_list(self->files, &node, visit_snapshot, &newest, &error))
        take_answer(self, FORMAT_DAMAGED, &error);
    if (*newest.name == '\0')
        return;
    path = g_strconcat(folder, "/", newest.name, "/snapshot", NULL);
    add_path(self, path);
}

static void
add_subvolumes(Search *self)
{
    GError *error = NULL;
    FileNode node;

    if (take_answer(self, btrfs_find_default(self->files, &node, &error), &error))
        add_root(self, &node, "");
    for (gsize i = 0; i < G_N_ELEMENTS(subvolumes); i++)
        add_path(self, subvolumes[i]);
    for (gsize i = 0; i < G_N_ELEMENTS(snapshots); i++)
        add_snapshot(self, snapshots[i]);
}

static gboolean
visit_name(const char *name, const FileNode *node, gpointer data)
{
    GPtrArray *names = data;

    if (node->kind == FILE_NODE_FOLDER)
        g_ptr_array_add(names, g_strdup(name));
    return names->len < INSTALLED_MAX_DEPLOYMENTS;
}

/* Names of the folders in a folder; a new array. */
static GPtrArray *
list_folders(Search *self, const char *path)
{
    GPtrArray *names = g_ptr_array_new_with_free_func(g_free);
    GError *error = NULL;
    FileNode node;

    if (find_folder(self, path, &node) &&
        !file_system_list(self->files, &node, visit_name, names, &error))
        take_answer(self, FORMAT_DAMAGED, &error);
    return names;
}

static void
add_booted(Search *self, const char *boot)
{
    g_autoptr(GPtrArray) names = list_folders(self, boot);

    for (guint i = 0; i < names->len; i++) {
        g_autofree char *below = g_strconcat(boot, "/", g_ptr_array_index(names, i), NULL);
        g_autoptr(GPtrArray) sums = list_folders(self, below);

        for (guint j = 0; j < sums->len; j++) {
            g_autofree char *path = g_strconcat(below, "/", g_ptr_array_index(sums, j), "/0", NULL);

            add_path(self, path);
        }
    }
}

static void
add_deployments(Search *self)
{
    g_autoptr(GPtrArray) names = NULL;
    FileNode node;

    if (!find_folder(self, "ostree/deploy", &node))
        return;
    add_booted(self, "ostree/boot.1");
    add_booted(self, "ostree/boot.0");
    names = list_folders(self, "ostree/deploy");
    for (guint i = 0; i < names->len; i++) {
        g_autofree char *below =
            g_strconcat("ostree/deploy/", g_ptr_array_index(names, i), "/deploy", NULL);
        g_autoptr(GPtrArray) sums = list_folders(self, below);

        for (guint j = 0; j < sums->len; j++) {
            g_autofree char *path = g_strconcat(below, "/", g_ptr_array_index(sums, j), NULL);

            add_path(self, path);
        }
    }
}

gboolean
installed_find_roots(FileSystem *files, GArray *roots, GPtrArray *paths, GError **error)
{
    Search self = {.files = files, .roots = roots, .paths = paths};

    if (btrfs_is_it(files))
        add_subvolumes(&self);
    if (!self.is_over)
        add_root(&self, &files->root, "");
    add_deployments(&self);
    if (self.damage == NULL)
        return TRUE;
    g_propagate_error(error, self.damage);
    return FALSE;
}
