/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "tools_config.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include <gio/gio.h>
#include <glib/gi18n.h>

#include "db_archive.h"
#include "plan.h"
#include "tool.h"
#include "tree.h"
#include "version.h"

typedef struct {
    Plan *plan;
    const Inventory *inventory;
    const Record *record;
    int target;
} Planning;

static gboolean
take_entry(const ArchiveEntry *entry, gpointer data, GError **error G_GNUC_UNUSED)
{
    Inventory *self = data;

    if (*entry->path == '\0')
        return TRUE;
    self->n_files += !entry->is_folder;
    g_hash_table_insert(self->contents, g_strdup(entry->path),
                        entry->is_folder ? g_strdup("")
                                         : g_compute_checksum_for_data(
                                               G_CHECKSUM_SHA256, entry->content, entry->size));
    if (!entry->is_folder && strcmp(entry->path, "VERSION") == 0) {
        self->version =
            g_strndup((const char *)entry->content, MIN(entry->size, VERSION_MAX_LENGTH));
        g_strstrip(self->version);
    }
    return TRUE;
}

Inventory *
inventory_read(int archive, const char *name, GError **error)
{
    g_autoptr(Inventory) self = g_new0(Inventory, 1);

    self->contents = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
    return db_archive_read(archive, name, take_entry, self, error) ? g_steal_pointer(&self) : NULL;
}

void
inventory_free(Inventory *self)
{
    if (self == NULL)
        return;
    g_hash_table_unref(self->contents);
    g_free(self->version);
    g_free(self);
}

static gboolean
fail(const char *path, const char *reason, GError **error)
{
    g_autofree char *escaped = tool_escape(path);

    g_set_error(error, G_IO_ERROR, G_IO_ERROR_FAILED, "'%s': %s", escaped, reason);
    return FALSE;
}

static gboolean plan_folder(Planning *planning, const char *path, guint depth, GError **error);

static gboolean
plan_below(Planning *planning, const char *path, gboolean is_ours, guint depth, GError **error)
{
    Plan *plan = planning->plan;
    guint n_kept = plan->kept->len;

    g_ptr_array_add(plan->folders, g_strdup(path));
    if (!is_ours)
        g_ptr_array_add(plan->kept, g_strdup(path));
    if (!plan_folder(planning, path, depth + 1, error))
        return FALSE;
    if (is_ours && plan->kept->len == n_kept &&
        !g_hash_table_contains(planning->inventory->contents, path))
        g_ptr_array_add(plan->removed, g_strdup(path));
    return TRUE;
}

/* What the archive has of this name; the folder's type is @mode. */
static gboolean
plan_entry(Planning *planning, const char *path, const char *name, guint mode, guint depth,
           GError **error)
{
    const char *wanted = g_hash_table_lookup(planning->inventory->contents, path);
    gboolean is_folder = S_ISDIR(mode);
    gboolean is_ours = FALSE;

    if (wanted != NULL && is_folder && *wanted != '\0')
        return fail(path, _("a folder is there, and the archive has a file"), error);
    if (wanted != NULL && !is_folder && *wanted == '\0')
        return fail(path,
                    S_ISLNK(mode) ? _("a symbolic link is there, and the archive has a folder")
                                  : _("a file is there, and the archive has a folder"),
                    error);
    if (is_folder)
        return plan_below(planning, path,
                          wanted != NULL || record_owns(planning->record, path, NULL), depth,
                          error);
    if (wanted != NULL)
        return TRUE;
    if (g_str_has_prefix(name, TREE_TEMPORARY_PREFIX)) {
        is_ours = TRUE;
    } else if (S_ISREG(mode)) {
        g_autofree char *checksum = tree_get_checksum(planning->target, path);

        is_ours = checksum != NULL && record_owns(planning->record, path, checksum);
    } else if (!S_ISLNK(mode)) {
        return fail(path, _("it is neither a file nor a folder nor a symbolic link"), error);
    }
    g_ptr_array_add(is_ours ? planning->plan->removed : planning->plan->kept, g_strdup(path));
    return TRUE;
}

static gboolean
plan_folder(Planning *planning, const char *path, guint depth, GError **error)
{
    g_auto(TreeFd) folder = tree_open_folder(planning->target, path);
    g_autoptr(GPtrArray) names = folder >= 0 ? tree_list(folder) : NULL;

    if (names == NULL)
        return fail(path, g_strerror(errno), error);
    if (depth > PLAN_MAX_DEPTH)
        return fail(path, _("it is too deep"), error);
    for (guint i = 0; i < names->len; i++) {
        const char *name = g_ptr_array_index(names, i);
        g_autofree char *below =
            *path != '\0' ? g_strconcat(path, "/", name, NULL) : g_strdup(name);
        struct stat status;

        if (fstatat(folder, name, &status, AT_SYMLINK_NOFOLLOW) != 0) {
            if (errno == ENOENT)
                continue;
            return fail(below, g_strerror(errno), error);
        }
        if (!plan_entry(planning, below, name, status.st_mode, depth, error))
            return FALSE;
    }
    return TRUE;
}

Plan *
plan_make(const Inventory *inventory, const Record *record, int target, GError **error)
{
    g_autoptr(Plan) self = g_new0(Plan, 1);
    Planning planning = {self, inventory, record, target};

    self->removed = g_ptr_array_new_with_free_func(g_free);
    self->kept = g_ptr_array_new_with_free_func(g_free);
    self->folders = g_ptr_array_new_with_free_func(g_free);
    if (target >= 0 && !plan_folder(&planning, "", 0, error))
        return NULL;
    return g_steal_pointer(&self);
}

void
plan_free(Plan *self)
{
    if (self == NULL)
        return;
    g_ptr_array_unref(self->removed);
    g_ptr_array_unref(self->kept);
    g_ptr_array_unref(self->folders);
    g_free(self);
}

static gboolean
is_there(int target, const char *path)
{
    struct stat status;

    return target >= 0 && fstatat(target, path, &status, AT_SYMLINK_NOFOLLOW) == 0;
}

static gint
compare_paths(gconstpointer a, gconstpointer b)
{
    return strcmp(strchr(*(const char *const *)a, ' '), strchr(*(const char *const *)b, ' '));
}

void
plan_print(const Plan *self, const Inventory *inventory, int target)
{
    g_autoptr(GPtrArray) lines = g_ptr_array_new_with_free_func(g_free);
    g_autoptr(GHashTable) folders = g_hash_table_new(g_str_hash, g_str_equal);
    GHashTableIter at;
    gpointer path = NULL;
    gpointer checksum = NULL;

    g_hash_table_iter_init(&at, inventory->contents);
    while (g_hash_table_iter_next(&at, &path, &checksum)) {
        g_autofree char *known = target >= 0 ? tree_get_checksum(target, path) : NULL;

        if (*(const char *)checksum != '\0' && g_strcmp0(known, checksum) != 0)
            g_ptr_array_add(lines,
                            g_strdup_printf("%s %s", is_there(target, path) ? "changed" : "added",
                                            (const char *)path));
    }
    for (guint i = 0; i < self->folders->len; i++)
        g_hash_table_add(folders, g_ptr_array_index(self->folders, i));
    for (guint i = 0; i < self->removed->len; i++) {
        const char *removed = g_ptr_array_index(self->removed, i);

        if (!g_hash_table_contains(folders, removed))
            g_ptr_array_add(lines, g_strdup_printf("removed %s", removed));
    }
    g_ptr_array_sort(lines, compare_paths);
    for (guint i = 0; i < lines->len; i++)
        puts(g_ptr_array_index(lines, i));
}
