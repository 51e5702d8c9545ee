/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The file "record" has lines of these kinds, each a word and its values with blanks between:
 *
 *     osinfo-db-tools-record 1
 *     target PATH                  for people
 *     current CHECKSUM             archive of the last import
 *     source CHECKSUM              of the address that it came from; with what the server said:
 *     etag TEXT
 *     modified TEXT
 *     previous CHECKSUM            archive of the import before
 *     seen VERSION                 the highest that was announced with a signature
 *     keys CHECKSUM                of the site's keys that were read last
 *     revoked FINGERPRINT          a key, or a part of one, that was seen as revoked
 *     remaining CHECKSUM           one of which files may be left
 *     next CHECKSUM DEVICE INODE   that of an import which is under way, and the folder that takes
 *                                  the target's place when it is done; 0 0: files are replaced one
 *                                  by one
 *
 * It is replaced as a whole.
 */
#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <gio/gio.h>
#include <glib/gstdio.h>

#include "archive/archive_content.h"
#include "base/failure.h"
#include "base/version.h"
#include "common/descriptor.h"
#include "common/text.h"
#include "common/tool.h"
#include "common/translate.h"
#include "files/folder_fd.h"
#include "import/import_history.h"
#include "import/import_lock.h"
#include "import/revoked_keys.h"

#define HEADER "osinfo-db-tools-record 1"
#define MAX_RECORD_SIZE (64 << 10) /* bytes */
#define MAX_REMAINING 16
#define MAX_VALIDATOR 1024 /* bytes of an ETag */

struct ImportHistory {
    char *target;
    char *folder; /* NULL: kept nowhere */
    AutoFd lock;
    GPtrArray *owned; /* ArchiveContents of what may be in the target; NULL: not asked yet */
    char *current;    /* checksums of archives; NULL: none */
    char *previous;
    char *seen; /* a version; NULL: none */
    char *keys; /* a checksum; NULL: none */
    RevokedKeys revoked;
    ImportOrigin origin; /* of current; its address as a checksum, since it may hold a password */
    GPtrArray *remaining;
    gboolean has_record; /* is there a file? */
    char *next;
    guint64 next_device;
    guint64 next_inode;
    gboolean is_expected; /* does the file speak of the next import? */
    gboolean is_pending;  /* is there a PendingImport? */
};

struct PendingImport {
    ImportHistory *history; /* borrowed */
    ImportOrigin origin;    /* as that of the history */
    enum {
        PENDING_BEGUN,
        PENDING_FOLDER,   /* a folder is expected */
        PENDING_FILES,    /* files are, one by one: there is no way back */
        PENDING_FINISHED, /* it is current now */
    } state;
};

static char *
make_base(const char *root)
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

void
import_origin_clear(ImportOrigin *self)
{
    g_clear_pointer(&self->uri, g_free);
    g_clear_pointer(&self->etag, g_free);
    g_clear_pointer(&self->modified, g_free);
}

static void
clear(ImportHistory *self)
{
    g_clear_pointer(&self->owned, g_ptr_array_unref);
    g_clear_pointer(&self->current, g_free);
    g_clear_pointer(&self->previous, g_free);
    g_clear_pointer(&self->seen, g_free);
    g_clear_pointer(&self->keys, g_free);
    self->revoked.n_kept = 0;
    import_origin_clear(&self->origin);
    g_ptr_array_set_size(self->remaining, 0);
    g_clear_pointer(&self->next, g_free);
}

static gboolean
is_checksum(const char *text)
{
    return strlen(text) == 64 && strspn(text, "0123456789abcdef") == 64;
}

/* The oldest one is forgotten when there are too many: what is left of it stays. */
static void
add_remaining(ImportHistory *self, const char *checksum)
{
    if (g_ptr_array_find_with_equal_func(self->remaining, checksum, g_str_equal, NULL))
        return;
    if (self->remaining->len == MAX_REMAINING)
        g_ptr_array_remove_index(self->remaining, 0);
    g_ptr_array_add(self->remaining, g_strdup(checksum));
}

/* A line whose value is the rest of it; FALSE: it is none. */
static gboolean
read_text_line(ImportHistory *self, const char *line)
{
    const struct {
        const char *word;
        char **place;
    } rows[] = {{"etag ", &self->origin.etag},
                {"modified ", &self->origin.modified},
                {"seen ", &self->seen}};

    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        if (!g_str_has_prefix(line, rows[i].word))
            continue;
        g_free(*rows[i].place);
        *rows[i].place = g_strdup(line + strlen(rows[i].word));
        return TRUE;
    }
    return FALSE;
}

static gboolean
read_line(ImportHistory *self, const char *line)
{
    g_auto(GStrv) parts = g_strsplit(line, " ", -1);
    const char *word = *line != '\0' ? parts[0] : "";
    gboolean is_next = strcmp(word, "next") == 0;
    char **place = is_next                         ? &self->next
                   : strcmp(word, "current") == 0  ? &self->current
                   : strcmp(word, "previous") == 0 ? &self->previous
                   : strcmp(word, "source") == 0   ? &self->origin.uri
                   : strcmp(word, "keys") == 0     ? &self->keys
                                                   : NULL;

    if (strcmp(word, "target") == 0 || read_text_line(self, line))
        return TRUE;
    if (g_str_has_prefix(line, "revoked "))
        return revoked_keys_read(&self->revoked, line + strlen("revoked "));
    if ((place == NULL && strcmp(word, "remaining") != 0) ||
        g_strv_length(parts) != (is_next ? 4 : 2) || !is_checksum(parts[1]))
        return FALSE;
    if (place == NULL) {
        add_remaining(self, parts[1]);
        return TRUE;
    }
    g_free(*place);
    *place = g_strdup(parts[1]);
    return !is_next ||
           (g_ascii_string_to_unsigned(parts[2], 10, 0, G_MAXUINT64, &self->next_device, NULL) &&
            g_ascii_string_to_unsigned(parts[3], 10, 0, G_MAXUINT64, &self->next_inode, NULL));
}

/* The next import has happened. Takes over what is in @origin. */
static void
advance(ImportHistory *self, ImportOrigin *origin)
{
    import_origin_clear(&self->origin);
    self->origin = *origin;
    memset(origin, 0, sizeof *origin);
    if (g_strcmp0(self->current, self->next) != 0) {
        g_free(self->previous);
        self->previous = g_steal_pointer(&self->current);
        self->current = g_steal_pointer(&self->next);
    }
    g_clear_pointer(&self->next, g_free);
}

/* An import that was interrupted has happened if its folder is there; if it replaced file by file,
 * what was there before may still be. */
static gboolean
settle_next(ImportHistory *self, GError **error)
{
    ImportOrigin unknown = {NULL, NULL, NULL};
    struct stat status = {0};

    if (self->next == NULL)
        return TRUE;
    if (self->next_inode == 0 && self->current != NULL)
        add_remaining(self, self->current);
    if (self->next_inode != 0 && lstat(self->target, &status) != 0 && errno != ENOENT &&
        errno != ENOTDIR)
        return failure_set_errno(error, errno, _("cannot read '%s': %s"), self->target,
                                 g_strerror(errno));
    if (self->next_inode == 0 ||
        ((guint64)status.st_dev == self->next_device && (guint64)status.st_ino == self->next_inode))
        advance(self, &unknown);
    g_clear_pointer(&self->next, g_free);
    return TRUE;
}

/* The text of the record, "" where there is none; NULL with an error. */
static char *
read_record(const ImportHistory *self, GError **error)
{
    g_autofree char *path = g_build_filename(self->folder, "record", NULL);
    g_autofree char *text = g_malloc0(MAX_RECORD_SIZE + 1);
    g_auto(AutoFd) file = open(path, O_RDONLY | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK);

    if (file >= 0 ? descriptor_read_start(file, text, MAX_RECORD_SIZE) >= 0 : errno == ENOENT)
        return g_steal_pointer(&text);
    failure_set_errno(error, errno, _("cannot read the record of imports '%s': %s"), path,
                      g_strerror(errno));
    return NULL;
}

/* What is not understood counts as nothing. */
static gboolean
load(ImportHistory *self, GError **error)
{
    g_autofree char *text = read_record(self, error);
    g_auto(GStrv) lines = text != NULL ? g_strsplit(text, "\n", -1) : NULL;

    clear(self);
    if (lines == NULL)
        return FALSE;
    self->has_record = *text != '\0';
    for (guint i = 0; lines[i] != NULL && *lines[i] != '\0'; i++) {
        if (i == 0 ? strcmp(lines[0], HEADER) == 0 : read_line(self, lines[i]))
            continue;
        clear(self);
        return TRUE;
    }
    return settle_next(self, error);
}

ImportHistory *
import_history_open(const char *target, const char *root, GError **error)
{
    g_autoptr(ImportHistory) self = g_new0(ImportHistory, 1);
    g_autofree char *base = make_base(root);
    const char *inside = root != NULL ? target + strlen(root) : target;

    self->lock = -1;
    self->target = g_strdup(target);
    self->remaining = g_ptr_array_new_with_free_func(g_free);
    revoked_keys_init(&self->revoked);
    if (base != NULL) {
        g_autofree char *checksum = g_compute_checksum_for_string(G_CHECKSUM_SHA256, inside, -1);

        checksum[16] = '\0';
        self->folder = g_build_filename(base, checksum, NULL);
        if (!load(self, error))
            return NULL;
    }
    return g_steal_pointer(&self);
}

void
import_history_free(ImportHistory *self)
{
    if (self == NULL)
        return;
    auto_fd_clear(&self->lock);
    clear(self);
    g_ptr_array_unref(self->remaining);
    revoked_keys_clear(&self->revoked);
    g_free(self->target);
    g_free(self->folder);
    g_free(self);
}

/* -1 with errno. */
static int
take_lock(const ImportHistory *self, guint64 seconds)
{
    g_auto(AutoFd) folder = -1;

    if (g_mkdir_with_parents(self->folder, 0755) == 0)
        folder = open(self->folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    return folder >= 0 ? import_lock_take(folder, "lock", seconds) : -1;
}

gboolean
import_history_lock(ImportHistory *self, GError **error)
{
    if (self->folder == NULL)
        return TRUE;
    self->lock = take_lock(self, import_lock_get_patience());
    if (self->lock < 0 && errno == ETIMEDOUT)
        return import_lock_fail(self->target, error);
    if (self->lock < 0 && self->has_record)
        return failure_set_errno(error, errno, _("cannot write to '%s': %s"), self->folder,
                                 g_strerror(errno));
    if (self->lock < 0) {
        tool_print_warning(_("warning: no record of this import can be kept in '%s': %s"),
                           self->folder, g_strerror(errno));
        g_clear_pointer(&self->folder, g_free);
        return TRUE;
    }
    return load(self, error);
}

/* It was looked at when it was imported, so it must be the same still: its name is its checksum. -1
 * with an error; G_IO_ERROR_NOT_FOUND: it is not there. */
static int
open_archive(const ImportHistory *self, const char *checksum, GError **error)
{
    g_autofree char *name = g_strconcat(checksum, ".tar", NULL);
    g_autofree char *path = g_build_filename(self->folder, name, NULL);
    g_auto(AutoFd) archive = open(path, O_RDONLY | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK);
    g_autofree char *found = archive >= 0 ? descriptor_digest(archive) : NULL;

    if (found == NULL) {
        failure_set_errno(error, errno, _("cannot open '%s': %s"), path, g_strerror(errno));
        return -1;
    }
    if (strcmp(found, checksum) == 0)
        return g_steal_fd(&archive);
    g_set_error(error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA,
                _("'%s' is not the archive that was imported; remove it to go on without"), path);
    return -1;
}

/* An archive that is lost owns nothing any more. */
static gboolean
add_owner(ImportHistory *self, GPtrArray *owned, const char *checksum, GError **error)
{
    g_autoptr(GError) cause = NULL;
    g_auto(AutoFd) archive = open_archive(self, checksum, &cause);
    ArchiveContent *content = archive >= 0 ? archive_content_read(archive, checksum, &cause) : NULL;

    if (content != NULL) {
        g_ptr_array_add(owned, content);
        return TRUE;
    }
    if (archive < 0 && g_error_matches(cause, G_IO_ERROR, G_IO_ERROR_NOT_FOUND))
        return TRUE;
    g_propagate_error(error, g_steal_pointer(&cause));
    return FALSE;
}

/* Once, and all of them or none. */
static gboolean
find_owned(ImportHistory *self, GError **error)
{
    g_autoptr(GPtrArray) owned =
        g_ptr_array_new_with_free_func((GDestroyNotify)archive_content_free);

    if (self->owned != NULL)
        return TRUE;
    if (self->current != NULL && !add_owner(self, owned, self->current, error))
        return FALSE;
    for (guint i = 0; i < self->remaining->len; i++) {
        if (!add_owner(self, owned, g_ptr_array_index(self->remaining, i), error))
            return FALSE;
    }
    self->owned = g_steal_pointer(&owned);
    return TRUE;
}

gboolean
import_history_find_owner(ImportHistory *self, int target, const char *path, gboolean is_folder,
                          gboolean *out_is_ours, GError **error)
{
    gboolean is_ours = FALSE;

    if (!find_owned(self, error))
        return FALSE;
    for (guint i = 0; i < self->owned->len && !is_ours; i++) {
        const ArchiveContentEntry *entry =
            archive_content_find(g_ptr_array_index(self->owned, i), path);

        if (entry == NULL || (entry->content == NULL) != is_folder)
            continue;
        if (is_folder)
            is_ours = TRUE;
        else if (!folder_fd_compare(target, path, entry->content, &is_ours))
            return failure_set_errno(error, errno, _("cannot read '%s/%s': %s"), self->target, path,
                                     g_strerror(errno));
    }
    *out_is_ours = is_ours;
    return TRUE;
}

static void
add_line(GString *text, const char *word, const char *value)
{
    if (value != NULL)
        g_string_append_printf(text, "%s %s\n", word, value);
}

static gboolean
save(const ImportHistory *self, GError **error)
{
    g_autofree char *path = g_build_filename(self->folder, "record", NULL);
    g_autofree char *target = text_escape(self->target);
    g_autoptr(GString) text = g_string_new(HEADER "\n");

    g_string_append_printf(text, "target %s\n", target);
    add_line(text, "current", self->current);
    add_line(text, "source", self->origin.uri);
    add_line(text, "etag", self->origin.etag);
    add_line(text, "modified", self->origin.modified);
    add_line(text, "previous", self->previous);
    add_line(text, "seen", self->seen);
    add_line(text, "keys", self->keys);
    revoked_keys_write(&self->revoked, "revoked", text);
    for (guint i = 0; i < self->remaining->len; i++)
        add_line(text, "remaining", g_ptr_array_index(self->remaining, i));
    if (self->next != NULL)
        g_string_append_printf(text, "next %s %" G_GUINT64_FORMAT " %" G_GUINT64_FORMAT "\n",
                               self->next, self->next_device, self->next_inode);
    if (g_file_set_contents_full(path, text->str, (gssize)text->len,
                                 G_FILE_SET_CONTENTS_CONSISTENT | G_FILE_SET_CONTENTS_DURABLE, 0644,
                                 error))
        return TRUE;
    g_prefix_error(error, _("cannot keep a record of this import: "));
    return FALSE;
}

const char *
import_history_get_seen(const ImportHistory *self)
{
    return self->seen;
}

void
import_history_see(ImportHistory *self, const char *version)
{
    g_auto(AutoFd) lock = -1;

    g_return_if_fail(self->lock < 0);

    if (self->folder == NULL || version_compare(version, self->seen) <= 0)
        return;
    lock = take_lock(self, 0);
    /* whoever holds it has seen as much, or the next import will */
    if (lock < 0 || !load(self, NULL) || version_compare(version, self->seen) <= 0)
        return;
    g_free(self->seen);
    self->seen = g_strdup(version);
    self->has_record = save(self, NULL);
}

GHashTable *
import_history_get_revoked(ImportHistory *self)
{
    return self->revoked.set;
}

const char *
import_history_get_keys(const ImportHistory *self)
{
    return self->keys;
}

void
import_history_keep_trust(ImportHistory *self, const char *keys)
{
    gboolean is_news =
        revoked_keys_has_news(&self->revoked) || (keys != NULL && g_strcmp0(keys, self->keys) != 0);
    g_auto(AutoFd) lock = -1;

    g_return_if_fail(self->lock < 0);

    if (self->folder == NULL || !is_news)
        return;
    lock = take_lock(self, 0);
    /* the next import will, if somebody holds it */
    if (lock < 0 || !load(self, NULL))
        return;
    if (keys != NULL) {
        g_free(self->keys);
        self->keys = g_strdup(keys);
    }
    self->has_record = save(self, NULL);
}

static gboolean
is_wanted(const ImportHistory *self, const char *name)
{
    const char *const kept[] = {self->current, self->previous, self->next};

    for (gsize i = 0; i < G_N_ELEMENTS(kept); i++) {
        if (kept[i] != NULL && g_str_has_prefix(name, kept[i]))
            return TRUE;
    }
    for (guint i = 0; i < self->remaining->len; i++) {
        if (g_str_has_prefix(name, g_ptr_array_index(self->remaining, i)))
            return TRUE;
    }
    return strcmp(name, "record") == 0 || strcmp(name, "lock") == 0;
}

/* Archives that nobody goes back to, and what interrupted imports left. */
static void
remove_unwanted(const ImportHistory *self)
{
    g_auto(AutoFd) folder = open(self->folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    g_autoptr(GPtrArray) names = folder >= 0 ? descriptor_list_names(folder, DESCRIPTOR_ALL) : NULL;

    for (guint i = 0; names != NULL && i < names->len; i++) {
        if (!is_wanted(self, g_ptr_array_index(names, i)))
            unlinkat(folder, g_ptr_array_index(names, i), 0);
    }
}

/* Copies the archive under its checksum, which is returned, and is compared when it is used. It is
 * read and not mapped: a file that is cut meanwhile would end the program by SIGBUS. */
static char *
keep_archive(const ImportHistory *self, int archive, GError **error)
{
    g_auto(AutoFd) folder = open(self->folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    g_autofree char *checksum = folder >= 0 ? descriptor_digest(archive) : NULL;
    g_autofree char *copy_name = g_strconcat(checksum != NULL ? checksum : "", ".tar", NULL);

    if (checksum != NULL && folder_fd_write_copy(folder, copy_name, archive))
        return g_steal_pointer(&checksum);
    failure_set_errno(error, errno, _("cannot keep the archive in '%s': %s"), self->folder,
                      g_strerror(errno));
    return NULL;
}

int
import_history_open_current(const ImportHistory *self, const char *uri, ImportOrigin *out_origin)
{
    g_autofree char *checksum = g_compute_checksum_for_string(G_CHECKSUM_SHA256, uri, -1);

    if (self->folder == NULL || self->current == NULL || g_strcmp0(checksum, self->origin.uri) != 0)
        return -1;
    out_origin->etag = g_strdup(self->origin.etag);
    out_origin->modified = g_strdup(self->origin.modified);
    return open_archive(self, self->current, NULL);
}

int
import_history_open_previous(const ImportHistory *self, GError **error)
{
    if (self->folder != NULL && self->previous != NULL)
        return open_archive(self, self->previous, error);
    g_set_error(error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND,
                _("there is no earlier import into '%s' to go back to"), self->target);
    return -1;
}

/* NULL: it does not fit into a line. */
static char *
copy_line(const char *text)
{
    gboolean fits = text != NULL && *text != '\0' && strlen(text) <= MAX_VALIDATOR;

    for (const char *at = text; fits && *at != '\0'; at++)
        fits = g_ascii_isprint(*at);
    return fits ? g_strdup(text) : NULL;
}

/* What the file may keep of an origin. */
static void
copy_origin(ImportOrigin *self, const ImportOrigin *origin)
{
    self->etag = copy_line(origin->etag);
    self->modified = copy_line(origin->modified);
    /* an address that nothing is known of is of no use */
    if (self->etag != NULL || self->modified != NULL)
        self->uri = g_compute_checksum_for_string(G_CHECKSUM_SHA256, origin->uri, -1);
}

/* Copies the archive, in the place of what an import before left that replaced files. */
static gboolean
keep_next(ImportHistory *self, int archive, GError **error)
{
    char *checksum = NULL;

    remove_unwanted(self);
    checksum = keep_archive(self, archive, error);
    if (checksum == NULL)
        return FALSE;
    g_free(self->next);
    self->next = checksum;
    return TRUE;
}

PendingImport *
import_history_begin(ImportHistory *self, int archive, const ImportOrigin *origin, GError **error)
{
    PendingImport *pending = NULL;

    g_return_val_if_fail(self->folder == NULL || self->lock >= 0, NULL);
    g_return_val_if_fail(!self->is_pending, NULL);

    if (self->folder != NULL && !keep_next(self, archive, error))
        return NULL;
    pending = g_new0(PendingImport, 1);
    pending->history = self;
    copy_origin(&pending->origin, origin);
    self->is_pending = TRUE;
    return pending;
}

static gboolean
expect(ImportHistory *self, guint64 device, guint64 inode, GError **error)
{
    self->next_device = device;
    self->next_inode = inode;
    self->is_expected = TRUE;
    return self->folder == NULL || save(self, error);
}

gboolean
pending_import_expect_folder(PendingImport *self, guint64 device, guint64 inode, GError **error)
{
    g_return_val_if_fail(self->state == PENDING_BEGUN, FALSE);

    self->state = PENDING_FOLDER;
    return expect(self->history, device, inode, error);
}

gboolean
pending_import_expect_files(PendingImport *self, GError **error)
{
    g_return_val_if_fail(self->state == PENDING_BEGUN || self->state == PENDING_FOLDER, FALSE);

    self->state = PENDING_FILES;
    return expect(self->history, 0, 0, error);
}

void
pending_import_finish(PendingImport *self)
{
    ImportHistory *history = self->history;
    g_autoptr(GError) error = NULL;

    g_return_if_fail(self->state == PENDING_FOLDER || self->state == PENDING_FILES);

    self->state = PENDING_FINISHED;
    if (history->folder == NULL)
        return;
    advance(history, &self->origin);
    g_ptr_array_set_size(history->remaining, 0);
    if (save(history, &error))
        remove_unwanted(history);
    else
        tool_print_warning(_("warning: %s"), error->message);
}

/* The next import has not happened. */
static void
cancel(ImportHistory *self)
{
    if (self->folder == NULL)
        return;
    g_clear_pointer(&self->next, g_free);
    if (self->is_expected)
        save(self, NULL);
    remove_unwanted(self);
}

void
pending_import_free(PendingImport *self)
{
    if (self == NULL)
        return;
    if (self->state == PENDING_BEGUN || self->state == PENDING_FOLDER)
        cancel(self->history);
    self->history->is_pending = FALSE;
    import_origin_clear(&self->origin);
    g_free(self);
}
