/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Walks through the target once; the archive says what will be there, the history what was put
 * there by us.
 */
#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include <gio/gio.h>

#include "common/descriptor.h"
#include "common/text.h"
#include "common/translate.h"
#include "files/folder_fd.h"
#include "import/import_plan.h"

typedef struct {
    ImportPlan *plan;
    const ArchiveContent *content;
    ImportHistory *history;
    int target;
} Planning;

static gboolean
refuse(const char *path, const char *reason, GError **error)
{
    g_autofree char *escaped = text_escape(path);

    g_set_error(error, G_IO_ERROR, G_IO_ERROR_FAILED, _("'%s': %s"), escaped, reason);
    return FALSE;
}

static gboolean plan_folder(Planning *planning, const char *path, guint depth, GError **error);

static gboolean
find_owner(const Planning *planning, const char *path, gboolean is_folder, gboolean *out_is_ours,
           GError **error)
{
    return import_history_find_owner(planning->history, planning->target, path, is_folder,
                                     out_is_ours, error);
}

static gboolean
plan_below(Planning *planning, const char *path, gboolean is_ours, guint depth, GError **error)
{
    ImportPlan *plan = planning->plan;
    guint n_kept = plan->kept->len;

    g_ptr_array_add(plan->folders, g_strdup(path));
    if (!is_ours)
        g_ptr_array_add(plan->kept, g_strdup(path));
    if (!plan_folder(planning, path, depth + 1, error))
        return FALSE;
    if (is_ours && plan->kept->len == n_kept &&
        archive_content_find(planning->content, path) == NULL)
        g_ptr_array_add(plan->removed, g_strdup(path));
    return TRUE;
}

/* What the archive has of this name; the folder's type is @mode. */
static gboolean
plan_entry(Planning *planning, const char *path, const char *name, guint mode, guint depth,
           GError **error)
{
    const ArchiveContentEntry *wanted = archive_content_find(planning->content, path);
    gboolean is_folder = S_ISDIR(mode);
    gboolean is_ours = FALSE;

    if (wanted != NULL && is_folder && wanted->content != NULL)
        return refuse(path, _("a folder is there, and the archive has a file"), error);
    if (wanted != NULL && !is_folder && wanted->content == NULL)
        return refuse(path,
                      S_ISLNK(mode) ? _("a symbolic link is there, and the archive has a folder")
                                    : _("a file is there, and the archive has a folder"),
                      error);
    if (is_folder)
        return (wanted != NULL || find_owner(planning, path, TRUE, &is_ours, error)) &&
               plan_below(planning, path, wanted != NULL || is_ours, depth, error);
    if (wanted != NULL)
        return TRUE;
    if (g_str_has_prefix(name, FOLDER_FD_TEMPORARY_PREFIX)) {
        is_ours = TRUE;
    } else if (S_ISREG(mode)) {
        if (!find_owner(planning, path, FALSE, &is_ours, error))
            return FALSE;
    } else if (!S_ISLNK(mode)) {
        return refuse(path, _("it is neither a file nor a folder nor a symbolic link"), error);
    }
    g_ptr_array_add(is_ours ? planning->plan->removed : planning->plan->kept, g_strdup(path));
    return TRUE;
}

static gboolean
plan_folder(Planning *planning, const char *path, guint depth, GError **error)
{
    g_auto(AutoFd) folder = folder_fd_open(planning->target, path);
    g_autoptr(GPtrArray) names = folder >= 0 ? descriptor_list_names(folder, DESCRIPTOR_ALL) : NULL;

    if (names == NULL)
        return refuse(path, g_strerror(errno), error);
    if (depth > IMPORT_PLAN_MAX_DEPTH)
        return refuse(path, _("too many levels of folders"), error);
    for (guint i = 0; i < names->len; i++) {
        const char *name = g_ptr_array_index(names, i);
        g_autofree char *below =
            *path != '\0' ? g_strconcat(path, "/", name, NULL) : g_strdup(name);
        struct stat status;

        if (fstatat(folder, name, &status, AT_SYMLINK_NOFOLLOW) != 0) {
            if (errno == ENOENT)
                continue;
            return refuse(below, g_strerror(errno), error);
        }
        if (!plan_entry(planning, below, name, status.st_mode, depth, error))
            return FALSE;
    }
    return TRUE;
}

ImportPlan *
import_plan_make(const ArchiveContent *content, ImportHistory *history, int target, GError **error)
{
    g_autoptr(ImportPlan) self = g_new0(ImportPlan, 1);
    Planning planning = {self, content, history, target};

    self->removed = g_ptr_array_new_with_free_func(g_free);
    self->kept = g_ptr_array_new_with_free_func(g_free);
    self->folders = g_ptr_array_new_with_free_func(g_free);
    if (target >= 0 && !plan_folder(&planning, "", 0, error))
        return NULL;
    return g_steal_pointer(&self);
}

void
import_plan_free(ImportPlan *self)
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

gboolean
import_plan_print(const ImportPlan *self, const ArchiveContent *content, int target, GError **error)
{
    g_autoptr(GPtrArray) lines = g_ptr_array_new_with_free_func(g_free);
    g_autoptr(GHashTable) folders = g_hash_table_new(g_str_hash, g_str_equal);

    for (guint i = 0; i < content->entries->len; i++) {
        const ArchiveContentEntry *entry = g_ptr_array_index(content->entries, i);
        gboolean is_same = FALSE;

        if (entry->content == NULL)
            continue;
        if (target >= 0 && !folder_fd_compare(target, entry->path, entry->content, &is_same))
            return refuse(entry->path, g_strerror(errno), error);
        if (!is_same)
            g_ptr_array_add(lines,
                            g_strconcat(is_there(target, entry->path) ? "changed " : "added ",
                                        entry->path, NULL));
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
    return TRUE;
}
