/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Finds out what an argument names, and where in a database each file has its place.
 */
#include "config.h"
#include "facts/limits.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <gio/gio.h>

#include "archive/archive_reader.h"
#include "base/failure.h"
#include "base/location.h"
#include "base/version.h"
#include "common/address.h"
#include "common/descriptor.h"
#include "common/translate.h"
#include "facts/kinds.h"
#include "fetch/download.h"
#include "files/folder_walk.h"
#include "input/input_files.h"

#define SCHEMA_NAME "schema/osinfo.rng"

/* A walk through a folder or an archive. */
typedef struct {
    InputFiles *files;
    const char *prefix; /* of names; "" or with a slash at its end */
    char *uri;          /* of the folder or archive, without a slash at its end */
} Visit;

static void
input_file_free(InputFile *file)
{
    g_free(file->uri);
    g_free(file->path);
    g_free(file->name);
    g_free(file->problem);
    g_clear_pointer(&file->content, g_bytes_unref);
    g_free(file);
}

InputFiles *
input_files_new(void)
{
    InputFiles *self = g_new0(InputFiles, 1);

    self->files = g_ptr_array_new_with_free_func((GDestroyNotify)input_file_free);
    self->uris = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    return self;
}

void
input_files_free(InputFiles *self)
{
    if (self == NULL)
        return;
    g_ptr_array_unref(self->files);
    g_hash_table_unref(self->uris);
    g_clear_pointer(&self->schema, g_bytes_unref);
    g_free(self->schema_uri);
    g_free(self->version);
    g_free(self);
}

static gboolean
is_kind(const char *name, gsize length)
{
    g_autofree char *element = g_strndup(name, length);

    return fact_kind_find_entity(element) != FACT_N_KINDS;
}

/* The last component of an absolute path that is the folder of a kind, NULL: none is. */
static const char *
find_kind(const char *path)
{
    const char *found = NULL;

    while (*path == '/') {
        gsize length = strcspn(path + 1, "/");

        if (is_kind(path + 1, length))
            found = path + 1;
        path += 1 + length;
    }
    return found;
}

static gboolean
has_kinds(const char *folder)
{
    for (guint i = 0; i < FACT_N_ENTITY_KINDS; i++) {
        const char *kind = fact_kind_get((FactKind)i)->element;
        g_autofree char *path = g_build_filename(folder, kind, NULL);

        if (g_file_test(path, G_FILE_TEST_IS_DIR))
            return TRUE;
    }
    return FALSE;
}

char *
input_files_find_root(const char *argument)
{
    g_autoptr(GFile) file = g_file_new_for_commandline_arg(argument);
    g_autofree char *path = g_file_get_path(file);
    const char *kind;

    if (path == NULL || strcmp(argument, "-") == 0)
        return NULL;
    if (has_kinds(path))
        return g_steal_pointer(&path);
    kind = find_kind(path);
    if (kind == NULL)
        return NULL;
    return kind - 1 > path ? g_strndup(path, (gsize)(kind - 1 - path)) : g_strdup("/");
}

/* What to put in front of the names of files in a folder. */
static char *
make_prefix(const char *folder)
{
    const char *kind = has_kinds(folder) ? NULL : find_kind(folder);

    return kind != NULL ? g_strconcat(kind, "/", NULL) : g_strdup("");
}

static InputFile *
add_file(InputFiles *self, const char *uri, const char *name)
{
    InputFile *file = g_new0(InputFile, 1);

    file->uri = g_strdup(uri);
    file->name = g_strdup(name);
    g_ptr_array_add(self->files, file);
    return file;
}

static void
take_schema(InputFiles *self, const char *uri, GBytes *content)
{
    if (self->schema != NULL || content == NULL)
        return;
    self->schema = g_bytes_ref(content);
    self->schema_uri = g_strdup(uri);
}

static char *
make_uri(const Visit *visit, const char *name)
{
    g_autofree char *escaped =
        g_uri_escape_string(name, G_URI_RESERVED_CHARS_ALLOWED_IN_PATH, FALSE);

    return g_strconcat(visit->uri, "/", escaped, NULL);
}

static gboolean
visit_on_disk(WalkEntry *entry, gpointer data, GError **error)
{
    Visit *visit = data;
    g_autofree char *name = NULL;
    g_autofree char *uri = NULL;
    InputFile *file;

    if (entry->kind == WALK_FOLDER || !g_str_has_suffix(entry->name, ".xml"))
        return TRUE;
    name = g_strconcat(visit->prefix, entry->name, NULL);
    uri = make_uri(visit, entry->name);
    file = add_file(visit->files, uri, name);
    file->path = g_strdup(entry->path);
    if (entry->kind == WALK_OTHER)
        file->problem = g_strdup_printf(_("Unable to handle file type for %s"), uri);
    else if (entry->kind == WALK_BROKEN)
        file->problem = g_strdup_printf("%s: %s", uri, g_strerror(entry->failure));
    return TRUE;
}

static gboolean
add_folder(InputFiles *self, const char *path, GError **error)
{
    g_autofree char *prefix = make_prefix(path);
    g_autofree char *uri = g_filename_to_uri(path, NULL, error);
    g_autofree char *schema = g_build_filename(path, SCHEMA_NAME, NULL);
    g_autoptr(GBytes) content = NULL;
    Visit visit = {self, prefix, uri};

    if (uri == NULL)
        return FALSE;
    content = folder_walk_read(schema, DATABASE_FILE_MAX_SIZE, NULL);
    if (content != NULL) {
        g_autofree char *schema_uri = make_uri(&visit, SCHEMA_NAME);

        take_schema(self, schema_uri, content);
    }
    if (self->version == NULL)
        self->version = version_read(path, NULL);
    return folder_walk(path, visit_on_disk, &visit, error);
}

static gboolean
visit_in_archive(const ArchiveEntry *entry, gpointer data, GError **error)
{
    Visit *visit = data;
    g_autoptr(GBytes) content = NULL;
    g_autofree char *uri = NULL;

    if (entry->is_folder)
        return TRUE;
    uri = make_uri(visit, entry->path);
    if (g_str_has_suffix(entry->path, ".xml")) {
        InputFile *file = add_file(visit->files, uri, entry->path);

        if (entry->size > DATABASE_FILE_MAX_SIZE)
            file->problem = g_strdup_printf(_("%s is larger than %u MiB"), uri,
                                            (guint)(DATABASE_FILE_MAX_SIZE >> 20));
        else
            file->content = g_bytes_new(entry->content, entry->size);
    } else if (strcmp(entry->path, SCHEMA_NAME) == 0) {
        content = g_bytes_new(entry->content, entry->size);
        take_schema(visit->files, uri, content);
    } else if (strcmp(entry->path, "VERSION") == 0 && visit->files->version == NULL) {
        visit->files->version =
            g_strndup((const char *)entry->content, MIN(entry->size, VERSION_MAX_LENGTH));
        g_strstrip(visit->files->version);
    }
    return TRUE;
}

static int
compare_files(gconstpointer a, gconstpointer b)
{
    const InputFile *first = *(const InputFile *const *)a;
    const InputFile *second = *(const InputFile *const *)b;

    return strcmp(first->name, second->name);
}

static gboolean
add_archive(InputFiles *self, int input, const char *uri, GError **error)
{
    Visit visit = {self, "", (char *)uri};
    guint n_before = self->files->len;
    gboolean is_read = archive_reader_read(input, uri, visit_in_archive, &visit, error);

    if (self->files->len > n_before)
        qsort(self->files->pdata + n_before, self->files->len - n_before, sizeof(gpointer),
              compare_files);
    return is_read;
}

/* XML begins with '<', perhaps behind blanks and a mark of its encoding; archives do not. */
static gboolean
is_document(int input, const char *uri)
{
    guint8 start[256];
    gssize length = pread(input, start, sizeof(start), 0);
    gssize i = 0;

    if (length == 0 || g_str_has_suffix(uri, ".xml"))
        return TRUE;
    while (i < length && (g_ascii_isspace(start[i]) || memchr("\xef\xbb\xbf\xfe\xff", start[i], 5)))
        i++;
    return i < length &&
           (start[i] == '<' || (start[i] == '\0' && i + 1 < length && start[i + 1] == '<'));
}

static gboolean
add_document(InputFiles *self, int input, const char *uri, const char *path, GError **error)
{
    g_autoptr(GBytes) content =
        folder_walk_read_descriptor(input, uri, DATABASE_FILE_MAX_SIZE, error);
    const char *kind = path != NULL ? find_kind(path) : NULL;
    g_autofree char *last = g_path_get_basename(uri);
    g_autofree char *name = g_strdup(kind != NULL ? kind : last);
    InputFile *file;

    if (!g_str_has_suffix(name, ".xml")) {
        char *longer = g_strconcat(name, ".xml", NULL);

        g_free(name);
        name = longer;
    }

    if (content == NULL)
        return FALSE;
    file = add_file(self, uri, name);
    file->path = g_strdup(path);
    file->content = g_steal_pointer(&content);
    return TRUE;
}

/* A descriptor that could not be had, -1, set the error. */
static gboolean
add_descriptor(InputFiles *self, int input, const char *uri, const char *path, GError **error)
{
    if (input < 0)
        return FALSE;
    return is_document(input, uri) ? add_document(self, input, uri, path, error)
                                   : add_archive(self, input, uri, error);
}

/* A pipe is copied first, since archives are looked at from their beginning. */
static gboolean
add_path(InputFiles *self, const char *path, GError **error)
{
    g_autofree char *uri = g_filename_to_uri(path, NULL, error);
    g_auto(AutoFd) input = -1;

    if (uri == NULL)
        return FALSE;
    if (g_file_test(path, G_FILE_TEST_IS_DIR))
        return add_folder(self, path, error);
    input = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY);
    if (input < 0)
        return failure_set_errno(error, errno, _("%s: %s"), uri, g_strerror(errno));
    if (!g_file_test(path, G_FILE_TEST_IS_REGULAR)) {
        g_auto(AutoFd) spool = archive_reader_spool(input, uri, error);

        return add_descriptor(self, spool, uri, path, error);
    }
    return add_descriptor(self, input, uri, path, error);
}

static gboolean
add_argument(InputFiles *self, const char *argument, GError **error)
{
    g_autoptr(GFile) file = NULL;
    g_autofree char *path = NULL;
    g_auto(AutoFd) input = -1;

    if (strcmp(argument, "-") == 0) {
        input = archive_reader_spool(STDIN_FILENO, "-", error);
        return add_descriptor(self, input, "-", NULL, error);
    }
    if (address_is_remote(argument)) {
        input = download_fetch(argument, NULL, error);
        return add_descriptor(self, input, argument, NULL, error);
    }
    file = g_file_new_for_commandline_arg(argument);
    path = g_file_get_path(file);
    if (path != NULL)
        return add_path(self, path, error);
    g_set_error(error, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED,
                _("'%s' is neither a file nor a web address"), argument);
    return FALSE;
}

/* Files that are there already, from @first on. */
static void
drop_known(InputFiles *self, guint first)
{
    guint i = first;

    while (i < self->files->len) {
        const InputFile *file = g_ptr_array_index(self->files, i);

        if (g_hash_table_add(self->uris, g_strdup(file->uri)))
            i++;
        else
            g_ptr_array_remove_index(self->files, i);
    }
}

gboolean
input_files_add(InputFiles *self, const char *argument, GError **error)
{
    guint n_before = self->files->len;
    gboolean is_added = add_argument(self, argument, error);

    drop_known(self, n_before);
    return is_added;
}

gboolean
input_files_add_archive(InputFiles *self, int input, const char *uri, GError **error)
{
    guint n_before = self->files->len;
    gboolean is_added = add_archive(self, input, uri, error);

    drop_known(self, n_before);
    return is_added;
}

GBytes *
input_files_find_schema(const InputFiles *self, const LocationOptions *options,
                        OsinfoDbLocation first, char **out_uri, GError **error)
{
    if (self->schema != NULL) {
        *out_uri = g_strdup(self->schema_uri);
        return g_bytes_ref(self->schema);
    }
    for (int place = (int)first; place >= OSINFO_DB_LOCATION_SYSTEM; place--) {
        g_autofree char *folder = location_new_default(options, (OsinfoDbLocation)place);
        g_autofree char *path = g_build_filename(folder, SCHEMA_NAME, NULL);
        GBytes *schema = folder_walk_read(path, DATABASE_FILE_MAX_SIZE, NULL);

        if (schema == NULL)
            continue;
        *out_uri = g_steal_pointer(&path);
        return schema;
    }
    g_set_error(error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND,
                _("Unable to locate '%s' in any database location"), SCHEMA_NAME);
    return NULL;
}

GBytes *
input_file_read(const InputFile *file, GError **error)
{
    if (file->problem != NULL) {
        g_set_error_literal(error, G_IO_ERROR, G_IO_ERROR_FAILED, file->problem);
        return NULL;
    }
    if (file->content != NULL)
        return g_bytes_ref(file->content);
    return folder_walk_read(file->path, DATABASE_FILE_MAX_SIZE, error);
}
