/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * Reads images of file systems for tests in Python that make them.
 *
 * usage: image-helper READS IMAGE          all that is in it: kind, path, size, SHA-256; or what a link says
 *        image-helper READS IMAGE PATH...  the bytes of files, links followed
 *   READS  how many it may take
 *
 * Exit status: 0; 1 with a line that says what is wrong; 2 when there is no file at PATH.
 */

#include "config.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "format/btrfs.h"
#include "format/erofs.h"
#include "format/exfat.h"
#include "format/ext.h"
#include "format/fat.h"
#include "format/ntfs.h"
#include "format/squashfs.h"
#include "format/ufs.h"
#include "format/xfs.h"

typedef FormatAnswer (*OpenFileSystem)(Source *source, FileSystem **out_files, GError **error);

static const OpenFileSystem kinds[] = {squashfs_open, erofs_open, ext_open, xfs_open, btrfs_open,
                                       ntfs_open,     exfat_open, ufs_open, fat_open};

/* A folder that is walked. */
typedef struct {
    FileSystem *files;
    const char *path;
    GError **error;
} Walk;

/* In pieces of odd sizes, and each piece twice. */
static gboolean
print_file(FileSystem *files, const FileNode *node, const char *path, GError **error)
{
    g_autoptr(Source) source = files->operations->open(files, node, error);
    g_autoptr(GChecksum) sum = g_checksum_new(G_CHECKSUM_SHA256);
    guint64 offset = 0;
    gssize count = 1;

    if (source == NULL)
        return FALSE;
    for (gsize size = 1; count > 0; size = (size * 3 + 1) % 300007) {
        g_autofree guint8 *first = g_malloc(size), *second = g_malloc(size);

        count = source_read(source, offset, first, size, error);
        if (count < 0 || source_read(source, offset, second, size, error) != count)
            return FALSE;
        if (memcmp(first, second, (gsize)count) != 0)
            g_error("%s: reads differ", path);
        g_checksum_update(sum, first, count);
        offset += (guint64)count;
    }
    printf("file %s %" G_GUINT64_FORMAT " %s\n", path, offset, g_checksum_get_string(sum));
    return TRUE;
}

static gboolean
print_link(FileSystem *files, const FileNode *node, const char *path, GError **error)
{
    g_autoptr(Source) source = files->operations->open(files, node, error);
    char target[FILE_SYSTEM_MAX_TARGET + 1] = {0};

    if (source == NULL || source_read(source, 0, target, FILE_SYSTEM_MAX_TARGET, error) < 0)
        return FALSE;
    printf("link %s %s\n", path, target);
    return TRUE;
}

static gboolean
visit(const char *name, const FileNode *node, gpointer data)
{
    const Walk *walk = data;
    g_autofree char *path =
        *walk->path != '\0' ? g_strconcat(walk->path, "/", name, NULL) : g_strdup(name);
    Walk inner = {walk->files, path, walk->error};
    GError *list_error = NULL;

    if (node->kind == FILE_NODE_FILE)
        return print_file(walk->files, node, path, walk->error);
    if (node->kind == FILE_NODE_LINK)
        return print_link(walk->files, node, path, walk->error);
    if (node->kind == FILE_NODE_OTHER) {
        printf("other %s\n", path);
        return TRUE;
    }
    printf("folder %s\n", path);
    /* of a damaged one may be in itself */
    if (strlen(path) > 1000)
        return FALSE;
    if (file_system_list(walk->files, node, visit, &inner, &list_error))
        return *walk->error == NULL;
    if (*walk->error == NULL)
        g_propagate_error(walk->error, list_error);
    else
        g_error_free(list_error);
    return FALSE;
}

static int
print_all(FileSystem *files, GError **error)
{
    Walk walk = {files, "", error};
    GError *list_error = NULL;

    if (!file_system_list(files, &files->root, visit, &walk, &list_error)) {
        if (*error == NULL)
            g_propagate_error(error, list_error);
        else
            g_error_free(list_error);
    }
    return *error != NULL;
}

static int
print_start(FileSystem *files, const char *path, GError **error)
{
    gsize size;
    g_autofree char *bytes = file_system_read(files, path, 65536, &size, error);

    if (bytes == NULL)
        return *error != NULL ? 1 : 2;
    fwrite(bytes, 1, size, stdout);
    return 0;
}

static int
print_starts(FileSystem *files, char **paths, GError **error)
{
    int status = 0;

    for (; *paths != NULL && status == 0; paths++)
        status = print_start(files, *paths, error);
    return status;
}

int
main(int argc, char **argv)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(Source) file = argc >= 3 ? source_open_local(argv[2], NULL, &error) : NULL;
    int status = 1;

    if (file != NULL) {
        g_autoptr(Source) source = source_new_budget(file, (guint)atoi(argv[1]), G_MAXUINT64);
        g_autoptr(Source) cache = source_new_cache(source, 4096);
        g_autoptr(FileSystem) files = NULL;
        FormatAnswer answer = FORMAT_NOT_THIS;

        for (gsize i = 0; i < G_N_ELEMENTS(kinds) && answer == FORMAT_NOT_THIS; i++)
            answer = kinds[i](i < 2 ? source : cache, &files, &error);
        if (answer == FORMAT_NOT_THIS)
            status = 2;
        if (answer == FORMAT_FOUND)
            status = argc > 3 ? print_starts(files, argv + 3, &error) : print_all(files, &error);
    }
    if (error != NULL)
        fprintf(stderr, "%s\n", error->message);
    return status;
}
