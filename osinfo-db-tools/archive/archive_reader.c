/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * libarchive reads the format; which entries a database may have is decided here. Where they are
 * written is the visitor's business.
 */
#include "config.h"
#include "facts/limits.h"

#include <errno.h>
#include <limits.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <archive.h>
#include <archive_entry.h>
#include <gio/gio.h>

#include "archive/archive_reader.h"
#include "base/failure.h"
#include "common/descriptor.h"
#include "common/text.h"
#include "common/translate.h"
#include "files/temporary.h"

#define BLOCK_SIZE 512 /* of tar, bytes */
#define CHUNK_SIZE 65536
#define MAX_SHOWN 200 /* bytes of a name */

typedef struct archive ArchiveReader;
G_DEFINE_AUTOPTR_CLEANUP_FUNC(ArchiveReader, archive_read_free)

typedef struct {
    ArchiveReader *reader;
    const char *name; /* of the archive */
    GHashTable *seen; /* path to whether it is a folder */
    GByteArray *content;
    guint64 total_size; /* bytes of all files so far */
    guint n_entries;
} Reading;

/* What is often taken for an archive of ours. */
static const struct {
    const char *magic;
    gsize length;
    const char *name;
} foreign_formats[] = {
    {"\x1f\x8b", 2, "gzip"},
    {"BZh", 3, "bzip2"},
    {"PK\x03\x04", 4, "zip"},
    {"\x28\xb5\x2f\xfd", 4, "zstd"},
    {"\x04\x22\x4d\x18", 4, "lz4"},
    {"LZIP", 4, "lzip"},
    {"7z\xbc\xaf\x27\x1c", 6, "7-Zip"},
};

static gboolean fail(const Reading *reading, GError **error, const char *format, ...)
    G_GNUC_PRINTF(3, 4);

/* Always FALSE. */
static gboolean
fail(const Reading *reading, GError **error, const char *format, ...)
{
    va_list args;

    va_start(args, format);
    g_autofree char *reason = g_strdup_vprintf(format, args);
    va_end(args);
    g_set_error(error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA, _("cannot read archive %s: %s"),
                reading->name, reason);
    return FALSE;
}

static gboolean
fail_with_entry(const Reading *reading, const char *entry, const char *reason, GError **error)
{
    g_autofree char *escaped = text_escape_short(entry, MAX_SHOWN);

    return fail(reading, error, _("'%s': %s"), escaped, reason);
}

static gboolean
fail_with_reader(const Reading *reading, GError **error)
{
    const char *reason = archive_error_string(reading->reader);

    return fail(reading, error, "%s", reason != NULL ? reason : _("it is damaged"));
}

/* A reason, or NULL when the component is one that a file may have. */
static const char *
check_component(const char *component, gboolean is_first)
{
    if (*component == '\0')
        return is_first ? _("the name is absolute") : _("an empty component in the name");
    if (strcmp(component, "..") == 0 || (strcmp(component, ".") == 0 && !is_first))
        return _("the name has a component . or ..");
    if (strlen(component) > NAME_MAX)
        return _("a component of the name is too long");
    return NULL;
}

/* A reason, or NULL when the name, without a slash at its end, may be unpacked. */
static const char *
check_name(const char *name)
{
    g_auto(GStrv) components = NULL;

    if (!g_utf8_validate(name, -1, NULL))
        return _("the name is not UTF-8");
    for (const char *at = name; *at != '\0'; at = g_utf8_next_char(at)) {
        if (g_unichar_iscntrl(g_utf8_get_char(at)))
            return _("a control character in the name");
    }
    if (strlen(name) > ARCHIVE_MAX_PATH_LENGTH)
        return _("the name is too long");
    components = g_strsplit(name, "/", -1);
    if (g_strv_length(components) > DATABASE_MAX_DEPTH + 1)
        return _("too many levels of folders");
    for (guint i = 0; components[i] != NULL; i++) {
        const char *reason = check_component(components[i], i == 0);

        if (reason != NULL)
            return reason;
    }
    return NULL;
}

/* A reason, or NULL when there may be something of this path and kind. What is above it is a folder
 * from now on. */
static const char *
check_place(Reading *reading, const char *path, gboolean is_folder)
{
    gpointer known = NULL;

    for (const char *slash = strchr(path, '/'); slash != NULL; slash = strchr(slash + 1, '/')) {
        g_autofree char *above = g_strndup(path, (gsize)(slash - path));

        if (!g_hash_table_lookup_extended(reading->seen, above, NULL, &known))
            g_hash_table_insert(reading->seen, g_steal_pointer(&above), GINT_TO_POINTER(TRUE));
        else if (!GPOINTER_TO_INT(known))
            return _("its folder is a file");
    }
    if (!g_hash_table_lookup_extended(reading->seen, path, NULL, &known))
        g_hash_table_insert(reading->seen, g_strdup(path), GINT_TO_POINTER(is_folder));
    else if (!is_folder || !GPOINTER_TO_INT(known))
        return _("duplicate name");
    return g_hash_table_size(reading->seen) > DATABASE_MAX_ENTRIES ? _("too many entries") : NULL;
}

static gboolean
read_content(Reading *reading, struct archive_entry *from, const char *name, GError **error)
{
    gint64 declared = archive_entry_size_is_set(from) ? archive_entry_size(from) : 0;
    gssize length = 0;

    g_byte_array_set_size(reading->content, 0);
    if (declared < 0 || declared > ARCHIVE_MAX_FILE_SIZE)
        return fail_with_entry(reading, name, _("it is too large"), error);
    do {
        gsize size = reading->content->len;

        g_byte_array_set_size(reading->content, (guint)(size + CHUNK_SIZE));
        length = archive_read_data(reading->reader, reading->content->data + size, CHUNK_SIZE);
        g_byte_array_set_size(reading->content, (guint)(size + (gsize)MAX(length, 0)));
        if (reading->content->len > ARCHIVE_MAX_FILE_SIZE)
            return fail_with_entry(reading, name, _("it is too large"), error);
    } while (length > 0);
    if (length < 0)
        return fail_with_reader(reading, error);
    reading->total_size += reading->content->len;
    if (reading->total_size > ARCHIVE_MAX_TOTAL_SIZE)
        return fail_with_entry(reading, name, _("the files are too large in total"), error);
    return TRUE;
}

static const char *
get_name(struct archive_entry *entry)
{
    const char *name = archive_entry_pathname_utf8(entry);

    return name != NULL ? name : archive_entry_pathname(entry);
}

static const char *
check_type(struct archive_entry *entry)
{
    if (archive_entry_hardlink(entry) != NULL || archive_entry_filetype(entry) == AE_IFLNK)
        return _("unsupported file type: a link");
    if (archive_entry_filetype(entry) != AE_IFREG && archive_entry_filetype(entry) != AE_IFDIR)
        return _("unsupported file type: neither a file nor a folder");
    return NULL;
}

static gboolean
read_entry(Reading *reading, struct archive_entry *from, ArchiveVisit visit, gpointer data,
           GError **error)
{
    ArchiveEntry entry = {.name = get_name(from),
                          .is_folder = archive_entry_filetype(from) == AE_IFDIR};
    g_autofree char *plain = NULL;
    const char *reason = NULL;
    const char *slash = NULL;

    if (entry.name == NULL || *entry.name == '\0')
        return fail(reading, error, _("entry %u has no name"), reading->n_entries);
    plain = g_strdup(entry.name);
    if (entry.is_folder && plain[1] != '\0' && g_str_has_suffix(plain, "/"))
        plain[strlen(plain) - 1] = '\0';
    slash = strchr(plain, '/');
    entry.path = slash != NULL ? slash + 1 : "";

    reason = check_name(plain);
    if (reason == NULL)
        reason = check_type(from);
    if (reason == NULL && slash == NULL && !entry.is_folder)
        reason = _("a file that is not in a folder");
    if (reason == NULL && slash != NULL)
        reason = check_place(reading, entry.path, entry.is_folder);
    if (reason != NULL)
        return fail_with_entry(reading, entry.name, reason, error);
    if (!entry.is_folder) {
        if (!read_content(reading, from, entry.name, error))
            return FALSE;
        entry.content = reading->content->data;
        entry.size = reading->content->len;
    }
    return visit(&entry, data, error);
}

static gboolean
read_entries(Reading *reading, ArchiveVisit visit, gpointer data, GError **error)
{
    for (;;) {
        struct archive_entry *entry = NULL;
        int status = archive_read_next_header(reading->reader, &entry);

        if (status == ARCHIVE_EOF)
            return TRUE;
        /* a warning is about what the locale cannot say */
        if (status != ARCHIVE_OK && status != ARCHIVE_WARN)
            return fail_with_reader(reading, error);
        if (++reading->n_entries > DATABASE_MAX_ENTRIES)
            return fail(reading, error, _("too many entries"));
        if (!read_entry(reading, entry, visit, data, error))
            return FALSE;
    }
}

/* libarchive takes a tar file for whole that was cut between two entries; xz has marks of its own.
 */
static gboolean
check_end(const Reading *reading, int input, GError **error)
{
    char block[BLOCK_SIZE];
    struct stat status;

    if (archive_filter_code(reading->reader, 0) != ARCHIVE_FILTER_NONE)
        return TRUE;
    if (fstat(input, &status) == 0 && status.st_size >= BLOCK_SIZE &&
        pread(input, block, BLOCK_SIZE, status.st_size - BLOCK_SIZE) == BLOCK_SIZE) {
        for (gsize i = 0; i < BLOCK_SIZE; i++) {
            if (block[i] != '\0')
                return fail(reading, error, _("it is truncated"));
        }
    }
    return TRUE;
}

static gboolean
check_format(const Reading *reading, int input, GError **error)
{
    char start[8] = {0};
    gssize length = pread(input, start, sizeof start, 0);

    for (gsize i = 0; i < G_N_ELEMENTS(foreign_formats); i++) {
        if (length >= (gssize)foreign_formats[i].length &&
            memcmp(start, foreign_formats[i].magic, foreign_formats[i].length) == 0)
            return fail(reading, error, _("it is %s; expected tar, plain or compressed with xz"),
                        foreign_formats[i].name);
    }
    return TRUE;
}

int
archive_reader_spool(int input, const char *name, GError **error)
{
    g_autofree guint8 *chunk = g_malloc(CHUNK_SIZE);
    guint64 size = 0;
    g_auto(AutoFd) output = temporary_file_open(error);

    if (output < 0)
        return -1;
    for (;;) {
        gssize length = read(input, chunk, CHUNK_SIZE);

        if (length == 0)
            break;
        if (length < 0 && errno == EINTR)
            continue;
        size += (guint64)MAX(length, 0);
        if (length > 0 && size > ARCHIVE_MAX_PACKED_SIZE) {
            g_set_error(error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA,
                        _("cannot read archive %s: it is too large"), name);
        } else if (length < 0 || !descriptor_write_all(output, chunk, (gsize)length)) {
            failure_set_errno(error, errno, _("cannot read archive %s: %s"), name,
                              g_strerror(errno));
        } else {
            continue;
        }
        return -1;
    }
    lseek(output, 0, SEEK_SET);
    return g_steal_fd(&output);
}

gboolean
archive_reader_read(int input, const char *name, ArchiveVisit visit, gpointer data, GError **error)
{
    g_autoptr(ArchiveReader) reader = archive_read_new();
    g_autoptr(GHashTable) seen = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    g_autoptr(GByteArray) content = g_byte_array_new();
    Reading reading = {reader, name, seen, content, 0, 0};

    if (!check_format(&reading, input, error))
        return FALSE;
    archive_read_support_filter_xz(reader);
    archive_read_support_format_tar(reader);
    if (lseek(input, 0, SEEK_SET) != 0 ||
        archive_read_open_fd(reader, input, CHUNK_SIZE) != ARCHIVE_OK)
        return fail_with_reader(&reading, error);
    return read_entries(&reading, visit, data, error) && check_end(&reading, input, error);
}
