/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The file "record" has lines of these kinds, each a word and its values with blanks between:
 *
 *     osinfo-db-tools-record 1
 *     target PATH              for people
 *     current CHECKSUM         archive of the last import
 *     previous CHECKSUM        that of the one before
 *     next CHECKSUM DEVICE INODE   that of an import which is under way, and the folder that takes
 * the target's place when it is done (0 0: files are replaced one by one) folder PATH ours file
 * CHECKSUM PATH       ours as long as its content is this one; a path may have several lines
 *
 * Paths have no control characters, db_archive.c sees to that. It is replaced as a whole.
 */
#include "tools_config.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <gio/gio.h>
#include <glib/gi18n.h>
#include <glib/gstdio.h>

#include "db_archive.h"
#include "record.h"
#include "tool.h"
#include "tree.h"

#define HEADER "osinfo-db-tools-record 1"
#define MAX_RECORD_SIZE (64 << 20) /* bytes */
#define LOCK_TIMEOUT 60            /* seconds */

struct Record {
    char *target;
    char *folder; /* NULL: kept nowhere */
    TreeFd lock;
    GHashTable *owned; /* set of "file CHECKSUM PATH" and "folder PATH" */
    GHashTable *next_owned;
    char *current; /* checksums of archives; NULL: none */
    char *previous;
    char *next;
    guint64 next_device;
    guint64 next_inode;
    gboolean is_expected; /* does the file speak of the next import? */
};

static char *
get_base(const char *root)
{
    const char *chosen = g_getenv("OSINFO_DB_STATE_DIR");
    g_autofree char *state = NULL;

    if (root != NULL) {
        state = g_build_filename(root, STATEDIR, NULL);
        return g_file_test(state, G_FILE_TEST_IS_DIR)
                   ? g_build_filename(state, "osinfo-db-tools", NULL)
                   : NULL;
    }
    if (chosen != NULL && *chosen != '\0')
        return g_canonicalize_filename(chosen, NULL);
    return g_build_filename(geteuid() == 0 ? STATEDIR : g_get_user_state_dir(), "osinfo-db-tools",
                            NULL);
}

static GHashTable *
new_set(void)
{
    return g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
}

static void
clear(Record *self)
{
    g_hash_table_remove_all(self->owned);
    g_clear_pointer(&self->current, g_free);
    g_clear_pointer(&self->previous, g_free);
    g_clear_pointer(&self->next, g_free);
}

static gboolean
is_checksum(const char *text)
{
    return strlen(text) == 64 && strspn(text, "0123456789abcdef") == 64;
}

static gboolean
read_archive_line(Record *self, const char *word, const char *values)
{
    g_auto(GStrv) parts = g_strsplit(values, " ", -1);
    gboolean is_next = strcmp(word, "next") == 0;

    if (g_strv_length(parts) != (is_next ? 3 : 1) || !is_checksum(parts[0]))
        return FALSE;
    if (is_next) {
        g_free(self->next);
        self->next = g_strdup(parts[0]);
        return g_ascii_string_to_unsigned(parts[1], 10, 0, G_MAXUINT64, &self->next_device, NULL) &&
               g_ascii_string_to_unsigned(parts[2], 10, 0, G_MAXUINT64, &self->next_inode, NULL);
    }
    char **place = strcmp(word, "current") == 0 ? &self->current : &self->previous;

    g_free(*place);
    *place = g_strdup(parts[0]);
    return TRUE;
}

static gboolean
read_line(Record *self, const char *line)
{
    const char *blank = strchr(line, ' ');
    g_autofree char *word = blank != NULL ? g_strndup(line, (gsize)(blank - line)) : NULL;

    if (word == NULL)
        return FALSE;
    if (strcmp(word, "target") == 0)
        return TRUE;
    if (strcmp(word, "file") == 0 || strcmp(word, "folder") == 0) {
        g_hash_table_add(self->owned, g_strdup(line));
        return TRUE;
    }
    if (strcmp(word, "current") == 0 || strcmp(word, "previous") == 0 || strcmp(word, "next") == 0)
        return read_archive_line(self, word, blank + 1);
    return FALSE;
}

/* An import that was interrupted has happened if its folder is there. */
static void
settle_next(Record *self)
{
    struct stat status;
    gboolean happened = self->next_inode == 0;

    if (self->next == NULL)
        return;
    if (!happened && lstat(self->target, &status) == 0)
        happened = (guint64)status.st_dev == self->next_device &&
                   (guint64)status.st_ino == self->next_inode;
    if (happened) {
        g_free(self->previous);
        self->previous = g_steal_pointer(&self->current);
        self->current = g_steal_pointer(&self->next);
    }
    g_clear_pointer(&self->next, g_free);
}

/* What is not understood is no record. */
static void
load(Record *self)
{
    g_autofree char *path = g_build_filename(self->folder, "record", NULL);
    g_autofree char *text = NULL;
    g_auto(GStrv) lines = NULL;
    struct stat status;

    clear(self);
    if (lstat(path, &status) != 0 || !S_ISREG(status.st_mode) || status.st_size > MAX_RECORD_SIZE ||
        !g_file_get_contents(path, &text, NULL, NULL))
        return;
    lines = g_strsplit(text, "\n", -1);
    for (guint i = 0; lines[i] != NULL && *lines[i] != '\0'; i++) {
        if (i == 0 ? strcmp(lines[0], HEADER) == 0 : read_line(self, lines[i]))
            continue;
        clear(self);
        return;
    }
    settle_next(self);
}

Record *
record_open(const char *target, const char *root)
{
    Record *self = g_new0(Record, 1);
    g_autofree char *base = get_base(root);
    const char *inside = root != NULL ? target + strlen(root) : target;

    self->lock = -1;
    self->target = g_strdup(target);
    self->owned = new_set();
    self->next_owned = new_set();
    if (base != NULL) {
        g_autofree char *checksum = g_compute_checksum_for_string(G_CHECKSUM_SHA256, inside, -1);

        checksum[16] = '\0';
        self->folder = g_build_filename(base, checksum, NULL);
        load(self);
    }
    return self;
}

void
record_free(Record *self)
{
    if (self == NULL)
        return;
    tree_fd_clear(&self->lock);
    clear(self);
    g_hash_table_unref(self->owned);
    g_hash_table_unref(self->next_owned);
    g_free(self->target);
    g_free(self->folder);
    g_free(self);
}

static guint64
get_lock_timeout(void)
{
    const char *chosen = g_getenv("OSINFO_DB_LOCK_TIMEOUT");
    guint64 seconds = LOCK_TIMEOUT;

    if (chosen != NULL)
        g_ascii_string_to_unsigned(chosen, 10, 0, 86400, &seconds, NULL);
    return seconds;
}

gboolean
record_lock(Record *self, GError **error)
{
    g_autofree char *path = NULL;
    gint64 end = g_get_monotonic_time() + (gint64)get_lock_timeout() * G_USEC_PER_SEC;

    if (self->folder == NULL)
        return TRUE;
    path = g_build_filename(self->folder, "lock", NULL);
    if (g_mkdir_with_parents(self->folder, 0755) == 0)
        self->lock = open(path, O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0600);
    if (self->lock < 0) {
        tool_print_error(_("warning: no record of this import can be kept in '%s': %s"),
                         self->folder, g_strerror(errno));
        g_clear_pointer(&self->folder, g_free);
        return TRUE;
    }
    while (flock(self->lock, LOCK_EX | LOCK_NB) != 0) {
        if (g_get_monotonic_time() >= end) {
            g_set_error(error, G_IO_ERROR, G_IO_ERROR_TIMED_OUT,
                        _("another import into '%s' does not end"), self->target);
            return FALSE;
        }
        g_usleep(20000);
    }
    load(self);
    return TRUE;
}

gboolean
record_is_kept(const Record *self)
{
    return self->folder != NULL;
}

static char *
make_line(const char *path, const char *checksum)
{
    return checksum != NULL ? g_strdup_printf("file %s %s", checksum, path)
                            : g_strdup_printf("folder %s", path);
}

gboolean
record_owns(const Record *self, const char *path, const char *checksum)
{
    g_autofree char *line = make_line(path, checksum);

    return g_hash_table_contains(self->owned, line);
}

static void
add_set(GString *text, GHashTable *set)
{
    g_autoptr(GList) lines = g_list_sort(g_hash_table_get_keys(set), (GCompareFunc)strcmp);

    for (const GList *line = lines; line != NULL; line = line->next)
        g_string_append_printf(text, "%s\n", (const char *)line->data);
}

static void
add_archive(GString *text, const char *word, const char *checksum)
{
    if (checksum != NULL)
        g_string_append_printf(text, "%s %s\n", word, checksum);
}

static gboolean
save(const Record *self, GError **error)
{
    g_autofree char *path = g_build_filename(self->folder, "record", NULL);
    g_autofree char *target = tool_escape(self->target);
    g_autoptr(GString) text = g_string_new(HEADER "\n");

    g_string_append_printf(text, "target %s\n", target);
    add_archive(text, "current", self->current);
    add_archive(text, "previous", self->previous);
    if (self->next != NULL)
        g_string_append_printf(text, "next %s %" G_GUINT64_FORMAT " %" G_GUINT64_FORMAT "\n",
                               self->next, self->next_device, self->next_inode);
    add_set(text, self->owned);
    if (g_file_set_contents_full(path, text->str, (gssize)text->len,
                                 G_FILE_SET_CONTENTS_CONSISTENT | G_FILE_SET_CONTENTS_DURABLE, 0644,
                                 error))
        return TRUE;
    g_prefix_error(error, _("cannot keep a record of this import: "));
    return FALSE;
}

static gboolean
is_wanted(const Record *self, const char *name)
{
    const char *const kept[] = {self->current, self->previous, self->next};

    for (gsize i = 0; i < G_N_ELEMENTS(kept); i++) {
        if (kept[i] != NULL && g_str_has_prefix(name, kept[i]))
            return TRUE;
    }
    return strcmp(name, "record") == 0 || strcmp(name, "lock") == 0;
}

/* Archives that nobody goes back to, and what interrupted imports left. */
static void
remove_unwanted(const Record *self)
{
    g_auto(TreeFd) folder = open(self->folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    g_autoptr(GPtrArray) names = folder >= 0 ? tree_list(folder) : NULL;

    for (guint i = 0; names != NULL && i < names->len; i++) {
        if (!is_wanted(self, g_ptr_array_index(names, i)))
            unlinkat(folder, g_ptr_array_index(names, i), 0);
    }
}

/* Copies the archive under its checksum, which is returned. */
static char *
keep_archive(const Record *self, int archive, GError **error)
{
    g_autofree char *copy_name = NULL;
    g_autofree char *checksum = NULL;
    g_auto(TreeFd) folder = open(self->folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    g_autoptr(GMappedFile) mapped = g_mapped_file_new_from_fd(archive, FALSE, error);
    const guint8 *content = NULL;

    if (mapped == NULL)
        return NULL;
    content = (const guint8 *)g_mapped_file_get_contents(mapped);
    checksum =
        g_compute_checksum_for_data(G_CHECKSUM_SHA256, content, g_mapped_file_get_length(mapped));
    copy_name = g_strconcat(checksum, ".tar", NULL);
    if (folder >= 0 &&
        tree_write_file(folder, copy_name, content, g_mapped_file_get_length(mapped)))
        return g_steal_pointer(&checksum);
    g_set_error(error, G_IO_ERROR, (int)g_io_error_from_errno(errno),
                _("cannot keep the archive in '%s': %s"), self->folder, g_strerror(errno));
    return NULL;
}

gboolean
record_begin(Record *self, GHashTable *contents, int archive, GError **error)
{
    GHashTableIter at;
    gpointer path = NULL;
    gpointer checksum = NULL;

    if (self->folder == NULL)
        return TRUE;
    remove_unwanted(self);
    self->next = keep_archive(self, archive, error);
    if (self->next == NULL)
        return FALSE;
    g_hash_table_remove_all(self->next_owned);
    g_hash_table_iter_init(&at, contents);
    while (g_hash_table_iter_next(&at, &path, &checksum)) {
        char *line = make_line(path, *(const char *)checksum != '\0' ? checksum : NULL);

        g_hash_table_add(self->next_owned, line);
        g_hash_table_add(self->owned, g_strdup(line));
    }
    return TRUE;
}

gboolean
record_expect(Record *self, guint64 device, guint64 inode, GError **error)
{
    self->next_device = device;
    self->next_inode = inode;
    self->is_expected = TRUE;
    return self->folder == NULL || save(self, error);
}

void
record_cancel(Record *self)
{
    if (self->folder == NULL || self->next == NULL)
        return;
    g_clear_pointer(&self->next, g_free);
    if (self->is_expected)
        save(self, NULL);
    remove_unwanted(self);
}

void
record_finish(Record *self)
{
    g_autoptr(GError) error = NULL;
    GHashTable *owned = self->owned;

    if (self->folder == NULL)
        return;
    self->owned = self->next_owned;
    self->next_owned = owned;
    if (self->current == NULL || strcmp(self->current, self->next) != 0) {
        g_free(self->previous);
        self->previous = g_steal_pointer(&self->current);
        self->current = g_steal_pointer(&self->next);
    }
    g_clear_pointer(&self->next, g_free);
    if (save(self, &error))
        remove_unwanted(self);
    else
        tool_print_error(_("warning: %s"), error->message);
}

int
record_open_previous(const Record *self, GError **error)
{
    g_autofree char *name = NULL;
    g_autofree char *path = NULL;
    int archive = -1;

    if (self->folder == NULL || self->previous == NULL) {
        g_set_error(error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND,
                    _("there is no earlier import into '%s' to go back to"), self->target);
        return -1;
    }
    name = g_strconcat(self->previous, ".tar", NULL);
    path = g_build_filename(self->folder, name, NULL);
    archive = open(path, O_RDONLY | O_NOFOLLOW | O_CLOEXEC);
    if (archive < 0)
        g_set_error(error, G_IO_ERROR, (int)g_io_error_from_errno(errno), _("cannot open '%s': %s"),
                    path, g_strerror(errno));
    return archive;
}
