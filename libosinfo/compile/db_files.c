/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Walks database folders and reads files as they are; what they say is for xml_reader.c.
 */
#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <gio/gio.h>

#include "common/descriptor.h"
#include "common/folder_trail.h"
#include "common/text.h"
#include "common/translate.h"
#include "compile/db_files.h"
#include "facts/limits.h"
#include "facts/places.h"
#include "facts/version.h"
#include "store/freshness.h"

/* Beside VERSION: the data count, however old they are. */
#define PINNED_FILE "PINNED"

/* Files and folders that a link to a folder may lead to. */
#define MAX_ENTRIES_OF_LINK 10000

/* What one key has so far. */
typedef struct {
    DbFile *master; /* NULL: none */
    GPtrArray *extensions;
} Group;

/* What one location of a step has. */
typedef struct {
    const char *path;
    GPtrArray *files; /* of DbFile, in the order of the walk */
    char *version;    /* what VERSION says; NULL: nothing */
    gboolean is_pinned;
} Found;

typedef struct {
    DbFiles *files;
    const PlanLocation *location;
    int root;         /* descriptor of the location */
    Found *found;     /* so far */
    const char *link; /* the outermost link to a folder on the way; NULL: none */
    guint n_entries;  /* files and folders that were looked at */
    guint n_of_link;  /* those of them that @link leads to */
    gboolean is_over; /* there was too much of them */
} Walk;

static Found *
found_new(const char *path)
{
    Found *found = g_new0(Found, 1);

    found->path = path;
    found->files = g_ptr_array_new();
    return found;
}

static void
found_free(Found *found)
{
    g_ptr_array_unref(found->files);
    g_free(found->version);
    g_free(found);
}

static void
file_free(DbFile *file)
{
    if (file == NULL)
        return;
    g_free(file->path);
    g_free(file->below);
    g_free(file->key);
    g_free(file->name);
    g_free(file);
}

static void
group_free(Group *group)
{
    file_free(group->master);
    g_ptr_array_unref(group->extensions);
    g_free(group);
}

DbFiles *
db_files_new(void)
{
    DbFiles *self = g_new0(DbFiles, 1);

    self->files = g_ptr_array_new_with_free_func((GDestroyNotify)file_free);
    self->masters = g_ptr_array_new_with_free_func(g_free);
    self->sources = g_array_new(FALSE, FALSE, sizeof(StoreSourceF));
    self->texts = g_ptr_array_new_with_free_func(g_free);
    self->problems = g_array_new(FALSE, FALSE, sizeof(StoreProblemF));
    self->versions = g_array_new(FALSE, FALSE, sizeof(StoreVersionF));
    self->roots = g_array_new(FALSE, FALSE, sizeof(AutoFd));
    g_array_set_clear_func(self->roots, (GDestroyNotify)auto_fd_clear);
    return self;
}

void
db_files_free(DbFiles *self)
{
    if (self == NULL)
        return;
    g_ptr_array_unref(self->files);
    g_ptr_array_unref(self->masters);
    g_array_unref(self->sources);
    g_ptr_array_unref(self->texts);
    g_array_unref(self->problems);
    g_array_unref(self->versions);
    g_array_unref(self->roots);
    g_free(self);
}

static guint32
add_text(DbFiles *self, char *text)
{
    g_ptr_array_add(self->texts, text);
    return self->texts->len - 1;
}

static void
add_source(DbFiles *self, StoreSourceType type, const struct stat *status, const char *path)
{
    StoreSourceF source = {0};

    if (status != NULL)
        freshness_fill(&source, status);
    source.type = type;
    source.path = add_text(self, g_strdup(path));
    g_array_append_val(self->sources, source);
}

static void add_problem(DbFiles *self, StoreProblemLevel level, const char *format, ...)
    G_GNUC_PRINTF(3, 4);

static void
add_problem(DbFiles *self, StoreProblemLevel level, const char *format, ...)
{
    StoreProblemF problem = {.level = (guint16)level, .step = (guint16)self->n_steps};
    va_list args;

    va_start(args, format);
    problem.text = add_text(self, g_strdup_vprintf(format, args));
    va_end(args);
    g_array_append_val(self->problems, problem);
}

/* A call of the system failed, as errno says. It is a problem of @level if the files prove it. */
static void
add_failure(DbFiles *self, StoreProblemLevel level, const char *path, int code)
{
    add_problem(self, descriptor_is_proof(code) ? level : STORE_PROBLEM_UNKNOWN,
                "Can't read path %s: %s", path, translate_no_errno(code));
}

void
db_files_add_source_file(DbFiles *self, const char *path)
{
    struct stat status;

    if (stat(path, &status) == 0) {
        add_source(self, STORE_SOURCE_FILE_ROOT, &status, path);
        return;
    }
    if (!descriptor_is_proof(errno))
        add_failure(self, STORE_PROBLEM_ERROR, path, errno);
    add_source(self, STORE_SOURCE_ABSENT, NULL, path);
}

static DbFile *
new_file(Walk *walk, const char *relative, const char *name, gint64 size)
{
    DbFile *file = g_new0(DbFile, 1);

    file->path = g_build_filename(walk->location->path, relative, NULL);
    file->root = walk->root;
    file->below = g_strdup(relative);
    file->name = g_strdup(name);
    file->size = size;
    file->step = walk->files->n_steps;
    file->key = place_parse(relative, &file->is_extension);
    return file;
}

static gboolean
is_silent(const char *name)
{
    return strcmp(name, "LICENSE") == 0 || strcmp(name, VERSION_FILE) == 0 ||
           strcmp(name, PINNED_FILE) == 0 || g_str_has_suffix(name, "~") ||
           g_str_has_suffix(name, ".bak");
}

static void walk_directory(Walk *walk, const char *relative, const FolderTrail *trail);

static void
complain(Walk *walk, const char *relative, const char *complaint)
{
    add_problem(walk->files, STORE_PROBLEM_ERROR, "Can't read path %s/%s: %s", walk->location->path,
                relative, complaint);
}

/* One more file or folder. FALSE: there are too many of them, which is told where the walk began. */
static gboolean
count_entry(Walk *walk)
{
    walk->n_entries++;
    if (walk->link != NULL && ++walk->n_of_link > MAX_ENTRIES_OF_LINK)
        return FALSE;
    if (walk->n_entries > DATABASE_MAX_ENTRIES && !walk->is_over) {
        add_problem(walk->files, STORE_PROBLEM_ERROR, "Can't read path %s: %s",
                    walk->location->path,
                    "more than " G_STRINGIFY(DATABASE_MAX_ENTRIES) " files and folders");
        walk->is_over = TRUE;
    }
    return !walk->is_over;
}

/* Forgets files that were found since then, and what was odd about them. */
static void
drop_since(Walk *walk, guint n_found, guint n_problems)
{
    GArray *problems = walk->files->problems;

    while (walk->found->files->len > n_found)
        file_free(g_ptr_array_steal_index(walk->found->files, walk->found->files->len - 1));
    for (guint i = problems->len; i > n_problems; i--) {
        if (g_array_index(problems, StoreProblemF, i - 1).level != STORE_PROBLEM_UNKNOWN)
            g_array_remove_index(problems, i - 1);
    }
}

/* A link that leads to too much counts as one to nothing. What it led to stays a source: as long as
 * that is the same it is too much. */
static void
follow_link(Walk *walk, const char *relative, const FolderTrail *trail)
{
    guint n_found = walk->found->files->len;
    guint n_problems = walk->files->problems->len;

    walk->link = relative;
    walk->n_of_link = 0;
    walk_directory(walk, relative, trail);
    walk->link = NULL;
    if (walk->n_of_link <= MAX_ENTRIES_OF_LINK)
        return;
    drop_since(walk, n_found, n_problems);
    complain(walk, relative,
             "the link leads to more than " G_STRINGIFY(MAX_ENTRIES_OF_LINK) " files and folders");
}

static void
enter_folder(Walk *walk, const char *relative, const FolderTrail *parent, const struct stat *status)
{
    FolderTrail trail = folder_trail_enter(parent, parent->above, status);
    struct stat own;

    if (folder_trail_contains(parent, status))
        add_problem(walk->files, STORE_PROBLEM_NOTE,
                    "Ignoring %s/%s, which leads back to a folder "
                    "above it",
                    walk->location->path, relative);
    else if (walk->link == NULL && fstatat(walk->root, relative, &own, AT_SYMLINK_NOFOLLOW) == 0 &&
             S_ISLNK(own.st_mode))
        follow_link(walk, relative, &trail);
    else
        walk_directory(walk, relative, &trail);
}

/* The version of the database that the location is. One that is no line of ASCII is none. */
static void
read_version(Walk *walk, const struct stat *status)
{
    char text[VERSION_MAX_LENGTH + 1] = {0};
    g_auto(AutoFd) file = openat(walk->root, VERSION_FILE, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    gssize length = file >= 0 ? descriptor_read_start(file, text, VERSION_MAX_LENGTH) : -1;

    add_source(walk->files, STORE_SOURCE_ENTRY, status, VERSION_FILE);
    if (length < 0) {
        g_autofree char *path = g_build_filename(walk->location->path, VERSION_FILE, NULL);

        add_failure(walk->files, STORE_PROBLEM_NOTE, path, errno);
        return;
    }
    g_strstrip(text);
    if (*text != '\0' && text_is_plain(text, strlen(text)))
        walk->found->version = g_strdup(text);
}

static void
visit(Walk *walk, const char *relative, const char *name, const FolderTrail *trail)
{
    struct stat status;
    gboolean is_xml = g_str_has_suffix(name, PLACE_FILE_ENDING);

    if (fstatat(walk->root, relative, &status, 0) != 0) {
        int saved = errno;
        g_autofree char *path = g_build_filename(walk->location->path, relative, NULL);

        if (is_xml || !descriptor_is_proof(saved))
            add_failure(walk->files, STORE_PROBLEM_ERROR, path, saved);
        /* a link that leads nowhere may lead to a folder tomorrow */
        add_source(walk->files, STORE_SOURCE_ENTRY, NULL, relative);
        return;
    }
    if (S_ISDIR(status.st_mode)) {
        if (strcmp(name, "schema") == 0)
            return;
        add_source(walk->files, STORE_SOURCE_ENTRY, &status, relative);
        enter_folder(walk, relative, trail, &status);
    } else if (is_xml) {
        add_source(walk->files, STORE_SOURCE_ENTRY, &status, relative);
        g_ptr_array_add(walk->found->files, new_file(walk, relative, name,
                                                     S_ISREG(status.st_mode) ? status.st_size : 0));
    } else if (trail->depth == 0 && strcmp(name, VERSION_FILE) == 0 && S_ISREG(status.st_mode)) {
        read_version(walk, &status);
    } else if (trail->depth == 0 && strcmp(name, PINNED_FILE) == 0) {
        walk->found->is_pinned = TRUE;
    } else if (!is_silent(name)) {
        add_problem(walk->files, STORE_PROBLEM_NOTE, "Ignoring %s/%s with missing '.xml' extension",
                    walk->location->path, relative);
    }
}

static void
walk_directory(Walk *walk, const char *relative, const FolderTrail *trail)
{
    g_auto(AutoFd) directory = -1;
    g_autoptr(GPtrArray) names = NULL;

    if (trail->depth >= DATABASE_MAX_DEPTH) {
        complain(walk, relative, "folders are nested too deeply");
        return;
    }
    directory = openat(walk->root, relative, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (directory >= 0)
        names = descriptor_list_names(directory, DATABASE_MAX_ENTRIES);
    if (names == NULL) {
        int saved = errno;
        g_autofree char *path = g_build_filename(walk->location->path, relative, NULL);

        add_failure(walk->files, STORE_PROBLEM_ERROR, path, saved);
        return;
    }
    for (guint i = 0; i < names->len && count_entry(walk); i++) {
        const char *name = g_ptr_array_index(names, i);
        g_autofree char *below =
            trail->depth == 0 ? g_strdup(name) : g_build_filename(relative, name, NULL);

        visit(walk, below, name, trail);
    }
}

/* What is in a folder goes before the folder, so that one without entries may have had some. */
static gboolean
is_removed(int folder)
{
    struct stat status;

    return fstat(folder, &status) == 0 && status.st_nlink == 0;
}

static Found *
walk_location(DbFiles *self, const PlanLocation *location)
{
    struct stat status;
    Walk walk = {.files = self, .location = location, .found = found_new(location->path)};

    walk.root = open(location->path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (walk.root < 0) {
        int saved = errno;

        /* another user's folder is none of ours, and no reason for words */
        if (saved != ENOENT && saved != ENOTDIR)
            add_failure(self, STORE_PROBLEM_NOTE, location->path, saved);
        add_source(self, STORE_SOURCE_ABSENT, NULL, location->path);
        return walk.found;
    }
    g_array_append_val(self->roots, walk.root);
    if (fstat(walk.root, &status) == 0) {
        g_autoptr(GArray) above = folder_trail_find_above(walk.root);
        FolderTrail trail = folder_trail_enter(NULL, above, &status);

        add_source(self, STORE_SOURCE_ROOT, &status, location->path);
        walk_directory(&walk, ".", &trail);
    } else {
        add_failure(self, STORE_PROBLEM_ERROR, location->path, errno);
    }
    if (walk.n_entries == 0 && is_removed(walk.root))
        add_problem(self, STORE_PROBLEM_CHANGED, "%s was removed while it was read",
                    location->path);
    return walk.found;
}

static void
add_version(DbFiles *self, const Found *found)
{
    StoreVersionF version = {add_text(self, g_strdup(found->path)),
                             add_text(self, g_strdup(found->version))};

    g_array_append_val(self->versions, version);
}

/* Puts what a location has behind what weaker ones have. An old database that was imported once and
 * forgotten does not hide a newer one: it comes before it, unless somebody wants it so. */
static void
add_found(DbFiles *self, GPtrArray *order, Found *found)
{
    guint place = order->len;

    if (found->version != NULL) {
        add_version(self, found);
        for (guint i = 0; i < order->len && place == order->len; i++) {
            const Found *other = g_ptr_array_index(order, i);

            if (other->version == NULL || version_compare(found->version, other->version) >= 0)
                continue;
            add_problem(self, found->is_pinned ? STORE_PROBLEM_NOTE : STORE_PROBLEM_ADVICE,
                        "%s has data of %s, %s newer ones of %s: %s", found->path, found->version,
                        other->path, other->version,
                        found->is_pinned ? "the older ones count, as " PINNED_FILE " says"
                                         : "the newer ones count");
            place = found->is_pinned ? place : i;
        }
    }
    g_ptr_array_insert(order, (gint)place, found);
}

static Group *
find_or_add_group(GHashTable *groups, GPtrArray *keys, const char *key)
{
    Group *group = g_hash_table_lookup(groups, key);

    if (group == NULL) {
        group = g_new0(Group, 1);
        group->extensions = g_ptr_array_new_with_free_func((GDestroyNotify)file_free);
        g_hash_table_insert(groups, g_strdup(key), group);
        g_ptr_array_add(keys, g_strdup(key));
    }
    return group;
}

/* A master takes the place of all that weaker locations said under its key. */
static void
add_masters(DbFiles *self, GHashTable *groups, GPtrArray *keys, GPtrArray *found)
{
    for (guint i = 0; i < found->len; i++) {
        DbFile *file = g_ptr_array_index(found, i);
        Group *group = NULL;

        if (file->is_extension)
            continue;
        group = find_or_add_group(groups, keys, file->key);
        file_free(group->master);
        g_ptr_array_set_size(group->extensions, 0);
        group->master = file;
        g_ptr_array_add(self->masters, g_strdup(file->key));
    }
}

static void
add_extensions(GHashTable *groups, GPtrArray *keys, GPtrArray *found)
{
    for (guint i = 0; i < found->len; i++) {
        DbFile *file = g_ptr_array_index(found, i);

        if (file->is_extension)
            g_ptr_array_add(find_or_add_group(groups, keys, file->key)->extensions, file);
    }
}

static void
scan_file(DbFiles *self, const PlanLocation *location)
{
    struct stat status;
    DbFile *file = NULL;

    db_files_add_source_file(self, location->path);
    if (stat(location->path, &status) != 0)
        return;
    add_problem(self, STORE_PROBLEM_WARNING,
                "Using a file (%s) as a database location is deprecated, use a directory instead",
                location->path);
    if (!g_str_has_suffix(location->path, PLACE_FILE_ENDING)) {
        add_problem(self, STORE_PROBLEM_NOTE, "Ignoring %s with missing '.xml' extension",
                    location->path);
        return;
    }
    file = g_new0(DbFile, 1);
    file->path = g_strdup(location->path);
    file->root = AT_FDCWD;
    file->below = g_strdup(location->path);
    file->name = g_path_get_basename(location->path);
    file->size = status.st_size;
    file->step = self->n_steps;
    g_ptr_array_add(self->files, file);
}

/* Hidden entities have a master of no length. */
static void
emit_group(DbFiles *self, Group *group)
{
    if (group->master != NULL && group->master->size > 0)
        g_ptr_array_add(self->files, g_steal_pointer(&group->master));
    for (guint i = 0; i < group->extensions->len; i++) {
        DbFile *file = g_ptr_array_index(group->extensions, i);

        if (file->size > 0) {
            g_ptr_array_add(self->files, file);
            g_ptr_array_index(group->extensions, i) = NULL;
        }
    }
}

void
db_files_scan(DbFiles *self, const PlanStep *step)
{
    g_autoptr(GHashTable) groups =
        g_hash_table_new_full(g_str_hash, g_str_equal, g_free, (GDestroyNotify)group_free);
    g_autoptr(GPtrArray) keys = g_ptr_array_new_with_free_func(g_free);
    g_autoptr(GPtrArray) order = g_ptr_array_new_with_free_func((GDestroyNotify)found_free);

    for (guint i = 0; i < step->failures->len; i++)
        add_problem(self, STORE_PROBLEM_UNKNOWN, "%s",
                    (const char *)g_ptr_array_index(step->failures, i));
    for (guint i = 0; i < step->locations->len; i++) {
        const PlanLocation *location = g_ptr_array_index(step->locations, i);

        if (location->type == PLAN_FILE)
            scan_file(self, location);
        else
            add_found(self, order, walk_location(self, location));
    }
    for (guint i = 0; i < order->len; i++) {
        const Found *found = g_ptr_array_index(order, i);

        add_masters(self, groups, keys, found->files);
        add_extensions(groups, keys, found->files);
    }
    g_ptr_array_sort(keys, text_compare_items);
    for (guint i = 0; i < keys->len; i++)
        emit_group(self, g_hash_table_lookup(groups, g_ptr_array_index(keys, i)));
    self->n_steps++;
}

/* Everything, with a NUL behind it. NULL: not all of it can be read, as errno says. */
static char *
read_contents(const DbFile *file)
{
    g_auto(AutoFd) descriptor = openat(file->root, file->below, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    g_autofree char *contents = NULL;
    gssize length = -1;

    if (descriptor < 0)
        return NULL;
    /* one byte more shows that it has grown */
    contents = g_try_malloc((gsize)file->size + 2);
    if (contents == NULL) {
        errno = ENOMEM;
        return NULL;
    }
    length = descriptor_read_start(descriptor, contents, (gsize)file->size + 1);
    if (length >= 0 && length != file->size)
        errno = EBUSY; /* it changes */
    if (length != file->size)
        return NULL;
    contents[length] = '\0';
    return g_steal_pointer(&contents);
}

static GIOErrorEnum
get_error_code(int code)
{
    if (code == EBUSY)
        return G_IO_ERROR_BUSY;
    return descriptor_is_proof(code) ? G_IO_ERROR_INVALID_DATA : G_IO_ERROR_FAILED;
}

char *
db_file_read(const DbFile *file, gsize *out_size, GError **error)
{
    char *contents = NULL;
    int code = 0;

    if (file->size > DATABASE_FILE_MAX_SIZE) {
        g_set_error(error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA, "%s: larger than %d MiB",
                    file->path, DATABASE_FILE_MAX_SIZE / 1024 / 1024);
        return NULL;
    }
    contents = read_contents(file);
    code = errno;
    if (contents == NULL)
        g_set_error(error, G_IO_ERROR, get_error_code(code), "Can't read path %s: %s", file->path,
                    translate_no_errno(code));
    else
        *out_size = (gsize)file->size;
    return contents;
}
