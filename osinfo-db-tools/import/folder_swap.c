/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The steps that the header tells, and what goes wrong in each. What is ours is the history's
 * business, what goes is the plan's.
 */
#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <gio/gio.h>

#include "base/failure.h"
#include "common/descriptor.h"
#include "common/tool.h"
#include "common/translate.h"
#include "files/folder_fd.h"
#include "import/folder_swap.h"
#include "import/import_lock.h"

/* Of all imports into folders that stand beside each other. */
#define LOCK_NAME FOLDER_FD_TEMPORARY_PREFIX "lock"

#define MAX_NAMES 100 /* tried for a new folder */

/* What happened to a folder that was to take the target's place. */
typedef enum {
    SWAP_DONE,
    SWAP_IMPOSSIBLE, /* here; one by one is */
    SWAP_FAILED,
} SwapResult;

typedef struct {
    const ImportJob *job;
    AutoFd parent;          /* the folder that the target is in; -1: it cannot be opened */
    AutoFd lock;            /* held in there; -1: nothing may be written there */
    int refusal;            /* why, an errno */
    char *base;             /* the target's name in there */
    AutoFd target;          /* -1: it is not there */
    PendingImport *pending; /* NULL: not begun yet */
} Swap;

static void
swap_clear(Swap *self)
{
    import_lock_remove(&self->lock, self->parent, LOCK_NAME);
    auto_fd_clear(&self->parent);
    auto_fd_clear(&self->target);
    g_free(self->base);
    pending_import_free(self->pending);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Swap, swap_clear)

/* Where an archive is unpacked. */
typedef struct {
    int root;
    int old_root;  /* the target that @root is going to replace; -1: none */
    char *above;   /* the folder that the last file went to; NULL: none */
    AutoFd folder; /* its descriptor */
    AutoFd old;    /* that of the target's folder of this name; -1: it is not there */
} Unpacking;

static gboolean
fail_to_write(const char *path, GError **error)
{
    return failure_set_errno(error, errno, _("cannot write to '%s': %s"), path, g_strerror(errno));
}

/* Files of one folder mostly stand together. */
static gboolean
enter_folder(Unpacking *unpacking, const char *path)
{
    if (g_strcmp0(unpacking->above, path) == 0)
        return TRUE;
    auto_fd_clear(&unpacking->folder);
    auto_fd_clear(&unpacking->old);
    g_clear_pointer(&unpacking->above, g_free);
    unpacking->folder = folder_fd_open(unpacking->root, path);
    /* an archive need not say of each folder that it is one */
    if (unpacking->folder < 0 && errno == ENOENT && folder_fd_make(unpacking->root, path))
        unpacking->folder = folder_fd_open(unpacking->root, path);
    if (unpacking->folder < 0)
        return FALSE;
    if (unpacking->old_root >= 0)
        unpacking->old = folder_fd_open(unpacking->old_root, path);
    unpacking->above = g_strdup(path);
    return TRUE;
}

/* A file that stays as it is takes no place on the disk for a second time. */
static gboolean
unpack_file(Unpacking *unpacking, const ArchiveContentEntry *entry, gboolean is_new)
{
    const char *slash = strrchr(entry->path, '/');
    const char *name = slash != NULL ? slash + 1 : entry->path;
    g_autofree char *above =
        g_strndup(entry->path, slash != NULL ? (gsize)(slash - entry->path) : 0);
    gsize size = 0;
    const guint8 *content = g_bytes_get_data(entry->content, &size);
    gboolean is_same = FALSE;

    if (!enter_folder(unpacking, above))
        return FALSE;
    if (!is_new)
        return (folder_fd_compare(unpacking->folder, name, entry->content, &is_same) && is_same) ||
               folder_fd_write_file(unpacking->folder, name, content, size);
    return (unpacking->old >= 0 &&
            folder_fd_link_new(unpacking->old, unpacking->folder, name, entry->content)) ||
           folder_fd_write_new(unpacking->folder, name, content, size);
}

/* Into the target itself, or into a folder that nobody else looks into yet. */
static gboolean
unpack(const Swap *swap, int root, GError **error)
{
    const ImportJob *job = swap->job;
    gboolean is_new = root != swap->target;
    Unpacking unpacking = {root, is_new ? swap->target : -1, NULL, -1, -1};
    gboolean is_done = TRUE;

    for (guint i = 0; i < job->content->entries->len && is_done; i++) {
        const ArchiveContentEntry *entry = g_ptr_array_index(job->content->entries, i);
        gboolean is_folder = entry->content == NULL;

        if (job->is_verbose)
            tool_print_progress("%c %s", is_folder ? 'd' : 'r', entry->name);
        if (*entry->path == '\0')
            continue;
        is_done =
            is_folder ? folder_fd_make(root, entry->path) : unpack_file(&unpacking, entry, is_new);
        if (!is_done)
            failure_set_errno(error, errno, _("cannot write '%s' below '%s': %s"), entry->path,
                              job->target, g_strerror(errno));
    }
    auto_fd_clear(&unpacking.folder);
    auto_fd_clear(&unpacking.old);
    g_free(unpacking.above);
    return is_done;
}

/* What others put there. */
static gboolean
carry_over(const Swap *swap, const ImportPlan *plan, int staging, GError **error)
{
    for (guint i = 0; i < plan->kept->len; i++) {
        const char *path = g_ptr_array_index(plan->kept, i);

        if (folder_fd_carry_over(swap->target, staging, path))
            continue;
        return failure_set_errno(error, errno, _("cannot keep '%s/%s': %s"), swap->job->target,
                                 path, g_strerror(errno));
    }
    return TRUE;
}

/* Folders of imports that were killed. */
static void
remove_leftovers(int parent)
{
    g_autoptr(GPtrArray) names = descriptor_list_names(parent, DESCRIPTOR_ALL);

    for (guint i = 0; names != NULL && i < names->len; i++) {
        const char *name = g_ptr_array_index(names, i);
        struct stat status;

        if (g_str_has_prefix(name, FOLDER_FD_TEMPORARY_PREFIX) &&
            fstatat(parent, name, &status, AT_SYMLINK_NOFOLLOW) == 0 && S_ISDIR(status.st_mode) &&
            status.st_uid == geteuid())
            folder_fd_remove_all(parent, name);
    }
}

/* A new folder beside the target that nobody else enters. */
static int
make_staging(int parent, char *name, gsize size)
{
    for (int i = 0; i < MAX_NAMES; i++) {
        g_snprintf(name, size, FOLDER_FD_TEMPORARY_PREFIX "%08x", g_random_int());
        if (mkdirat(parent, name, 0700) == 0)
            return openat(parent, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
        if (errno != EEXIST)
            return -1;
    }
    errno = EBUSY;
    return -1;
}

/* The rights of the folders that are replaced, or those of a new one. */
static void
set_rights(const Swap *swap, const ImportPlan *plan, int staging)
{
    (void)!fchmod(staging, descriptor_mask_mode(0755));
    if (swap->target < 0)
        return;
    folder_fd_copy_rights(swap->target, staging, "");
    for (guint i = 0; i < plan->folders->len; i++)
        folder_fd_copy_rights(swap->target, staging, g_ptr_array_index(plan->folders, i));
}

static gboolean
is_about_exchange(int code)
{
    static const int codes[] = {EXDEV, EBUSY, EPERM, EACCES, EROFS, EINVAL, ENOSYS, ENOTSUP};

    for (gsize i = 0; i < G_N_ELEMENTS(codes); i++) {
        if (codes[i] == code)
            return TRUE;
    }
    return FALSE;
}

/* The two change their places, if the folder that was looked at is the target still: who is no import
 * does not know the lock. */
static gboolean
exchange(const Swap *swap, const char *name)
{
    if (!descriptor_is_at(swap->target, AT_FDCWD, swap->job->target, AT_SYMLINK_NOFOLLOW)) {
        errno = ESTALE;
        return FALSE;
    }
    return renameat2(swap->parent, name, swap->parent, swap->base, RENAME_EXCHANGE) == 0;
}

/* The target is new; a file system that cannot say "only if nothing is there" has an empty folder
 * replaced at most. */
static gboolean
move_there(const Swap *swap, const char *name)
{
    if (renameat2(swap->parent, name, swap->parent, swap->base, RENAME_NOREPLACE) == 0)
        return TRUE;
    return (errno == EINVAL || errno == ENOSYS) &&
           renameat(swap->parent, name, swap->parent, swap->base) == 0;
}

/* On disk first, so that a machine that loses its power has the one or the other too. */
static SwapResult
take_place(const Swap *swap, int staging, const char *name, GError **error)
{
    struct stat status;
    gboolean is_new = swap->target < 0;

    if (syncfs(staging) != 0 || fstat(staging, &status) != 0) {
        fail_to_write(swap->job->target, error);
        return SWAP_FAILED;
    }
    if (!pending_import_expect_folder(swap->pending, (guint64)status.st_dev, (guint64)status.st_ino,
                                      error))
        return SWAP_FAILED;
    if (is_new ? move_there(swap, name) : exchange(swap, name)) {
        fsync(swap->parent);
        return SWAP_DONE;
    }
    if (!is_new && is_about_exchange(errno))
        return SWAP_IMPOSSIBLE;
    fail_to_write(swap->job->target, error);
    return SWAP_FAILED;
}

static SwapResult
fill_and_swap(const Swap *swap, const ImportPlan *plan, int staging, const char *name,
              GError **error)
{
    if (!unpack(swap, staging, error) ||
        (swap->target >= 0 && !carry_over(swap, plan, staging, error)))
        return SWAP_FAILED;
    set_rights(swap, plan, staging);
    return take_place(swap, staging, name, error);
}

/* Files that others added while we were busy are in the old folder. If they cannot be had, the two
 * change their places again: they would go with the old one. */
static gboolean
carry_over_late(const Swap *swap, int staging, const char *name, GError **error)
{
    g_autoptr(ImportPlan) plan =
        import_plan_make(swap->job->content, swap->job->history, swap->target, error);

    if (plan != NULL && carry_over(swap, plan, staging, error))
        return TRUE;
    renameat2(swap->parent, name, swap->parent, swap->base, RENAME_EXCHANGE);
    return FALSE;
}

static gboolean
is_on_other_file_system(const Swap *swap)
{
    struct stat target;
    struct stat parent;

    return swap->target >= 0 && fstat(swap->target, &target) == 0 &&
           fstat(swap->parent, &parent) == 0 && target.st_dev != parent.st_dev;
}

static SwapResult
replace_folder(const Swap *swap, const ImportPlan *plan, char **out_old, GError **error)
{
    char name[64];
    g_auto(AutoFd) staging = -1;
    SwapResult result = SWAP_IMPOSSIBLE;

    if (swap->lock < 0 || is_on_other_file_system(swap))
        return SWAP_IMPOSSIBLE;
    remove_leftovers(swap->parent);
    staging = make_staging(swap->parent, name, sizeof name);
    if (staging < 0) {
        if (swap->target >= 0 && is_about_exchange(errno))
            return SWAP_IMPOSSIBLE;
        fail_to_write(swap->job->target, error);
        return SWAP_FAILED;
    }
    result = fill_and_swap(swap, plan, staging, name, error);
    if (result == SWAP_DONE && swap->target >= 0 && !carry_over_late(swap, staging, name, error))
        result = SWAP_FAILED;
    if (result != SWAP_DONE) {
        folder_fd_remove_all(swap->parent, name);
    } else if (swap->target >= 0) {
        g_autofree char *above = g_path_get_dirname(swap->job->target);

        *out_old = g_build_filename(above, name, NULL);
    }
    return result;
}

/* Each file for itself: new ones first, so that at no time less is there than before or after. */
static gboolean
replace_files(const Swap *swap, const ImportPlan *plan, GError **error)
{
    if (swap->job->is_verbose)
        tool_print_progress(
            _("'%s' cannot be exchanged as a whole; its files are replaced one by one"),
            swap->job->target);
    if (!pending_import_expect_files(swap->pending, error) || !unpack(swap, swap->target, error))
        return FALSE;
    for (guint i = 0; i < plan->removed->len; i++)
        folder_fd_remove_one(swap->target, g_ptr_array_index(plan->removed, i));
    if (syncfs(swap->target) == 0)
        return TRUE;
    return fail_to_write(swap->job->target, error);
}

/* A folder in which nothing may be written is no error: then nothing is exchanged there. */
static gboolean
lock_parent(Swap *swap, const char *above, GError **error)
{
    swap->parent = open(above, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (swap->parent >= 0)
        swap->lock = import_lock_take(swap->parent, LOCK_NAME, import_lock_get_patience());
    swap->refusal = errno;
    if (swap->lock >= 0 || is_about_exchange(errno))
        return TRUE;
    return errno == ETIMEDOUT ? import_lock_fail(swap->job->target, error)
                              : fail_to_write(swap->job->target, error);
}

static gboolean
open_target(Swap *swap, GError **error)
{
    const char *target = swap->job->target;
    g_autofree char *above = g_path_get_dirname(target);

    if (g_mkdir_with_parents(above, 0755) != 0)
        return fail_to_write(above, error);
    if (!lock_parent(swap, above, error))
        return FALSE;
    swap->base = g_path_get_basename(target);
    swap->target = open(target, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    if (swap->target >= 0)
        return TRUE;
    if (errno == ENOENT && swap->lock >= 0)
        return TRUE;
    errno = errno == ENOENT ? swap->refusal : errno;
    return fail_to_write(target, error);
}

static gboolean
swap_into(Swap *swap, char **out_old, GError **error)
{
    const ImportJob *job = swap->job;
    g_autoptr(ImportPlan) plan = NULL;
    SwapResult result = SWAP_FAILED;

    if (!open_target(swap, error))
        return FALSE;
    plan = import_plan_make(job->content, job->history, swap->target, error);
    if (plan == NULL)
        return FALSE;
    swap->pending = import_history_begin(job->history, job->archive, job->origin, error);
    if (swap->pending == NULL)
        return FALSE;
    for (guint i = 0; job->is_verbose && i < plan->removed->len; i++)
        tool_print_progress(_("removed %s"), (const char *)g_ptr_array_index(plan->removed, i));
    result = replace_folder(swap, plan, out_old, error);
    if (result == SWAP_FAILED || (result == SWAP_IMPOSSIBLE && !replace_files(swap, plan, error)))
        return FALSE;
    pending_import_finish(swap->pending);
    return TRUE;
}

gboolean
folder_swap_run(const ImportJob *job, char **out_old, GError **error)
{
    g_auto(Swap) swap = {job, -1, -1, 0, NULL, -1, NULL};

    *out_old = NULL;
    return swap_into(&swap, out_old, error);
}

void
folder_swap_remove_old(char *old)
{
    g_autofree char *above = old != NULL ? g_path_get_dirname(old) : NULL;
    g_autofree char *base = old != NULL ? g_path_get_basename(old) : NULL;
    g_auto(AutoFd) parent = above != NULL ? open(above, O_RDONLY | O_DIRECTORY | O_CLOEXEC) : -1;

    if (parent >= 0)
        folder_fd_remove_all(parent, base);
    g_free(old);
}
