/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * osinfo-db-export: makes an archive of a database. The same files, the same version: the same
 * bytes. All is read before anything is written.
 */
#include "config.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include <gio/gio.h>

#include "archive/archive_reader.h"
#include "archive/archive_writer.h"
#include "base/failure.h"
#include "base/location.h"
#include "common/text.h"
#include "common/tool.h"
#include "common/translate.h"
#include "fetch/signature.h"
#include "files/folder_walk.h"

/* What goes into the archive. */
typedef struct {
    char *name;      /* below the top folder */
    GBytes *content; /* NULL: a folder */
} Item;

typedef struct {
    GPtrArray *items;   /* of Item, as they go in */
    guint64 total_size; /* bytes of all files */
} Content;

static char *archive_version;
static char *license_path;
static char *signing_key;
static LocationOptions location;
static gboolean is_verbose;

static const GOptionEntry options[] = {
    TOOL_OPTION_VERBOSE(is_verbose),
    LOCATION_OPTIONS(
        location, N_("Export the osinfo-db user directory"),
        N_("Export the osinfo-db local directory"), N_("Export the osinfo-db system directory"),
        N_("Export an osinfo-db custom directory"), N_("Export the osinfo-db root directory")),
    {"version", 0, 0, G_OPTION_ARG_STRING, &archive_version, N_("Set version number of archive"),
     N_("VERSION")},
    {"license", 0, 0, G_OPTION_ARG_FILENAME, &license_path, N_("License file"), N_("FILE")},
    {"sign", 0, 0, G_OPTION_ARG_STRING, &signing_key, N_("Sign the archive, beside it with .asc"),
     N_("KEY")},
    {NULL, 0, 0, 0, NULL, NULL, NULL},
};

static void
item_free(Item *item)
{
    g_free(item->name);
    g_clear_pointer(&item->content, g_bytes_unref);
    g_free(item);
}

static gboolean
add_item(Content *content, const char *name, GBytes *bytes, GError **error)
{
    Item *item;

    if (!g_utf8_validate(name, -1, NULL)) {
        g_autofree char *escaped = text_escape(name);

        g_set_error(error, G_IO_ERROR, G_IO_ERROR_INVALID_FILENAME,
                    _("cannot archive a name that is not UTF-8: %s"), escaped);
        return FALSE;
    }
    content->total_size += bytes != NULL ? g_bytes_get_size(bytes) : 0;
    if (content->total_size > ARCHIVE_MAX_TOTAL_SIZE) {
        g_set_error(error, G_IO_ERROR, G_IO_ERROR_FAILED, _("more than %u MiB to archive"),
                    (guint)(ARCHIVE_MAX_TOTAL_SIZE >> 20));
        return FALSE;
    }
    item = g_new0(Item, 1);
    item->name = g_strdup(name);
    item->content = bytes != NULL ? g_bytes_ref(bytes) : NULL;
    g_ptr_array_add(content->items, item);
    return TRUE;
}

static gboolean
add_file(Content *content, const WalkEntry *entry, GError **error)
{
    g_autoptr(GBytes) bytes = NULL;

    if (entry->kind == WALK_BROKEN)
        return failure_set_errno(error, entry->failure, _("cannot get file info %s: %s"),
                                 entry->path, g_strerror(entry->failure));
    if (entry->kind == WALK_OTHER) {
        g_set_error(error, G_IO_ERROR, G_IO_ERROR_NOT_REGULAR_FILE,
                    _("cannot archive special file type %s"), entry->path);
        return FALSE;
    }
    bytes = folder_walk_read(entry->path, ARCHIVE_MAX_FILE_SIZE, error);
    return bytes != NULL && add_item(content, entry->name, bytes, error);
}

/* Why a file is left out although it may look as if it belonged to the database; NULL: it is not.
 */
static const char *
get_objection(const WalkEntry *entry)
{
    const char *slash = strrchr(entry->name, '/');

    if (g_str_has_suffix(entry->name, "~"))
        return _("Ignoring backup file");
    if ((slash != NULL ? slash[1] : *entry->name) == '.')
        return _("Ignoring hidden file");
    if (entry->kind == WALK_FOLDER && entry->is_link)
        return _("Ignoring link to a folder");
    return NULL;
}

static gboolean
is_exported(const char *name)
{
    return g_str_has_suffix(name, ".xml") || g_str_has_suffix(name, ".rng") ||
           g_str_has_suffix(name, ".ids");
}

static gboolean
visit(WalkEntry *entry, gpointer data, GError **error)
{
    const char *objection = get_objection(entry);

    if (objection != NULL) {
        g_autofree char *name = text_escape(entry->name);

        tool_print_error("%s %s", objection, name);
        entry->is_entered = FALSE;
        return TRUE;
    }
    if (entry->kind == WALK_FOLDER)
        return add_item(data, entry->name, NULL, error);
    return !is_exported(entry->name) || add_file(data, entry, error);
}

static gboolean
read_content(Content *content, GError **error)
{
    g_autofree char *folder = location_parse(&location, error);
    g_autoptr(GBytes) version = NULL;
    g_autoptr(GBytes) license = NULL;

    if (folder == NULL || !folder_walk(folder, visit, content, error))
        return FALSE;
    version = g_bytes_new(archive_version, strlen(archive_version));
    if (!add_item(content, "VERSION", version, error))
        return FALSE;
    if (license_path == NULL)
        return TRUE;
    license = folder_walk_read(license_path, ARCHIVE_MAX_FILE_SIZE, error);
    return license != NULL && add_item(content, "LICENSE", license, error);
}

static gboolean
write_content(const Content *content, ArchiveWriter *writer, GError **error)
{
    g_autofree char *top = g_strdup_printf("osinfo-db-%s", archive_version);

    if (is_verbose)
        tool_print_progress("d %s/", top);
    if (!archive_writer_add_folder(writer, top, error))
        return FALSE;
    for (guint i = 0; i < content->items->len; i++) {
        const Item *item = g_ptr_array_index(content->items, i);
        g_autofree char *name = g_build_filename(top, item->name, NULL);
        gboolean is_folder = item->content == NULL;

        if (is_verbose)
            tool_print_progress("%c %s", is_folder ? 'd' : 'r', name);
        if (is_folder ? !archive_writer_add_folder(writer, name, error)
                      : !archive_writer_add_file(writer, name, item->content, error))
            return FALSE;
    }
    return archive_writer_finish(writer, error);
}

/* The time that a release is made at; -1: the environment does not say. */
static gboolean
read_epoch(gint64 *out_epoch, GError **error)
{
    const char *text = g_getenv("SOURCE_DATE_EPOCH");
    guint64 epoch = 0;

    if (text == NULL || *text == '\0') {
        *out_epoch = -1;
        return TRUE;
    }
    /* what tar's ordinary headers can hold: eleven octal digits */
    if (!g_ascii_string_to_unsigned(text, 10, 0, G_GUINT64_CONSTANT(077777777777), &epoch, NULL)) {
        g_set_error(error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT,
                    _("SOURCE_DATE_EPOCH is not a number of seconds: '%s'"), text);
        return FALSE;
    }
    *out_epoch = (gint64)epoch;
    return TRUE;
}

/* A version that is a date is one: the first second of that day, in UTC; -1: it is none. */
static gint64
get_version_time(void)
{
    g_autoptr(GDateTime) day = NULL;
    guint64 number = 0;

    if (strlen(archive_version) != strlen("YYYYMMDD") ||
        !g_ascii_string_to_unsigned(archive_version, 10, 19700101, 99991231, &number, NULL))
        return -1;
    day = g_date_time_new_utc((int)(number / 10000), (int)(number / 100 % 100), (int)(number % 100),
                              0, 0, 0);
    return day != NULL ? g_date_time_to_unix(day) : -1;
}

/* Settles the version, and the time of all entries: that of the release as far as it is known. */
static gboolean
choose_version(gint64 *out_time, GError **error)
{
    gint64 now = g_get_real_time() / G_USEC_PER_SEC;
    gint64 epoch = -1;

    if (!read_epoch(&epoch, error))
        return FALSE;
    if (archive_version == NULL) {
        g_autoptr(GDateTime) day = g_date_time_new_from_unix_utc(epoch >= 0 ? epoch : now);

        archive_version = g_date_time_format(day, "%Y%m%d");
    }
    if (*archive_version == '\0' || strchr(archive_version, '/') != NULL ||
        strlen(archive_version) > 100 || !g_utf8_validate(archive_version, -1, NULL)) {
        g_set_error(error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                    _("cannot name a folder after version '%s'"), archive_version);
        return FALSE;
    }
    *out_time = epoch >= 0 ? epoch : get_version_time();
    if (*out_time < 0)
        *out_time = now;
    return TRUE;
}

static void
print_to_standard_error(const char *text)
{
    g_printerr("%s", text);
}

static gboolean
export_to(const char *path, gint64 time, GError **error)
{
    g_autoptr(GPtrArray) items = g_ptr_array_new_with_free_func((GDestroyNotify)item_free);
    Content content = {items, 0};
    g_autoptr(ArchiveWriter) writer = NULL;

    /* standard output is the archive's */
    if (strcmp(path, "-") == 0)
        g_set_print_handler(print_to_standard_error);
    if (!read_content(&content, error))
        return FALSE;
    writer = archive_writer_new(path, time, error);
    return writer != NULL && write_content(&content, writer, error);
}

/* A signature stands beside the file that it is for. */
static gboolean
check_signing(const char *path, GError **error)
{
    if (signing_key == NULL || strcmp(path, "-") != 0)
        return TRUE;
    g_set_error_literal(error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                        _("cannot sign an archive that goes to standard output"));
    return FALSE;
}

static gboolean
sign(const char *path, GError **error)
{
    g_autofree char *signature_path = g_strconcat(path, ".asc", NULL);

    return signing_key == NULL || signature_make(path, signing_key, signature_path, error);
}

static int
run(char **arguments, GError **error)
{
    g_autofree char *path = NULL;
    gint64 time = 0;

    if (arguments[0] != NULL && arguments[1] != NULL) {
        g_set_error_literal(error, G_OPTION_ERROR, G_OPTION_ERROR_UNKNOWN_OPTION,
                            _("expected path to one archive file to export"));
        return EXIT_FAILURE;
    }
    if (!choose_version(&time, error))
        return EXIT_FAILURE;
    path = arguments[0] != NULL ? g_strdup(arguments[0])
                                : g_strdup_printf("osinfo-db-%s.tar.xz", archive_version);
    if (!check_signing(path, error) || !export_to(path, time, error) || !sign(path, error))
        return EXIT_FAILURE;
    return EXIT_SUCCESS;
}

static const Tool tool = {
    .summary = N_("[ARCHIVE-FILE] - Export database archive"),
    .options = options,
    .option_status = EXIT_FAILURE,
    .run = run,
};

TOOL_MAIN(tool)
