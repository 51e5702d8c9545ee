/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * Prints what the formats read of a file, for tests in Python that make images and ask other programs about
 * them.
 *
 * usage: read-medium evidence IMAGE   facts: key, text, where; parted by tabs
 *        read-medium files IMAGE      files of UDF, or else of ISO 9660: path, size, SHA-256
 *        read-medium images WIM       a line for each image, in the order of print_image()
 */

#include "config.h"

#include <stdio.h>
#include <string.h>

#include "format/iso9660.h"
#include "format/iso9660_tree.h"
#include "format/udf.h"
#include "format/wim.h"
#include "recognise/gather.h"

/* What is being listed. */
typedef struct {
    FileSystem *tree;
    const char *path; /* of the folder, with a slash behind it; "" for the root */
} Folder;

static gboolean
print_evidence(Source *source, GError **error)
{
    g_autoptr(Source) budget = gather_new_budget(source);
    g_autoptr(Source) cache = source_new_cache(budget, 0);
    g_autoptr(Source) window =
        source_open_window(cache, ISO9660_DESCRIPTORS_OFFSET, ISO9660_READ_SIZE, error);
    g_auto(Evidence) evidence = {.items = NULL};

    evidence_init(&evidence);
    if (window == NULL || gather_media(window, GATHER_CONTENTS, &evidence, error) == FORMAT_DAMAGED)
        return FALSE;
    for (guint i = 0; i < evidence.items->len; i++) {
        const EvidenceItem *item = &g_array_index(evidence.items, EvidenceItem, i);

        if (item->text != NULL)
            printf("%s\t%s\t%s\n", item->key, item->text, item->where);
        else
            printf("%s\t%" G_GINT64_FORMAT "\t%s\n", item->key, item->number, item->where);
    }
    return TRUE;
}

static char *
digest(Source *source)
{
    g_autoptr(GChecksum) checksum = g_checksum_new(G_CHECKSUM_SHA256);
    g_autofree guint8 *buffer = g_malloc(65536);
    guint64 offset = 0;
    gssize count;

    while ((count = source_read(source, offset, buffer, 65536, NULL)) > 0) {
        g_checksum_update(checksum, buffer, count);
        offset += (guint64)count;
    }
    return g_strdup(g_checksum_get_string(checksum));
}

static gboolean
print_file(const char *name, const FileNode *node, gpointer data)
{
    const Folder *folder = data;
    g_autofree char *path = g_strconcat(folder->path, name, NULL);

    if (node->kind == FILE_NODE_FOLDER) {
        g_autofree char *below = g_strconcat(path, "/", NULL);
        Folder inside = {folder->tree, below};

        file_system_list(folder->tree, node, print_file, &inside, NULL);
    } else if (node->kind == FILE_NODE_FILE) {
        g_autoptr(Source) source = folder->tree->operations->open(folder->tree, node, NULL);
        g_autofree char *sum = source != NULL ? digest(source) : NULL;

        printf("%s\t%" G_GINT64_FORMAT "\t%s\n", path,
               source != NULL ? source_get_size(source) : -1, sum != NULL ? sum : "");
    }
    return TRUE;
}

static gboolean
print_files(Source *source, GError **error)
{
    g_autoptr(FileSystem) tree = NULL;

    if (udf_open(source, &tree, error) == FORMAT_NOT_THIS &&
        iso9660_open_tree(source, &tree, error) == FORMAT_NOT_THIS)
        g_set_error_literal(error, FORMAT_ERROR, FORMAT_ERROR_HEADER, "no files");
    return tree != NULL &&
           file_system_list(tree, &tree->root, print_file, &(Folder){tree, ""}, error);
}

static void
print_image(const WimImage *image)
{
    const char *texts[] = {image->name,       image->display_name,      image->flags,
                           image->edition_id, image->installation_type, image->product_type,
                           image->branch,     image->default_language};

    for (guint i = 0; i < G_N_ELEMENTS(texts); i++)
        printf("%s\t", texts[i] != NULL ? texts[i] : "");
    printf("%" G_GINT64_FORMAT "\t%" G_GINT64_FORMAT ".%" G_GINT64_FORMAT ".%" G_GINT64_FORMAT
           ".%" G_GINT64_FORMAT "\t%u\n",
           image->architecture, image->major, image->minor, image->build, image->service_pack_build,
           image->languages->len);
}

static gboolean
print_images(Source *source, GError **error)
{
    g_auto(Wim) wim = {.images = NULL};
    FormatAnswer answer = wim_read(source, &wim, error);

    if (answer == FORMAT_NOT_THIS)
        g_set_error_literal(error, FORMAT_ERROR, FORMAT_ERROR_HEADER, "not a WIM file");
    for (guint i = 0; answer == FORMAT_FOUND && i < wim.images->len; i++)
        print_image(&g_array_index(wim.images, WimImage, i));
    return answer == FORMAT_FOUND;
}

int
main(int argc, char **argv)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(Source) source = argc == 3 ? source_open_local(argv[2], NULL, &error) : NULL;
    gboolean is_done =
        source != NULL && (strcmp(argv[1], "evidence") == 0 ? print_evidence(source, &error)
                           : strcmp(argv[1], "files") == 0  ? print_files(source, &error)
                                                            : print_images(source, &error));

    if (!is_done)
        fprintf(stderr, "%s\n", error != NULL ? error->message : "wrong arguments");
    return is_done ? 0 : 1;
}
