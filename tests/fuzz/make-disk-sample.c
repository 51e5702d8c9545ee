/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * Takes down of an image what the driver of a file system reads of it: the inputs in its folder, which are made
 * anew with it by hand when the driver looks at more. Of "disk" it is what is read to tell the system, and the last
 * sector.
 *
 * usage: make-disk-sample KIND IMAGE OUTPUT
 */

#include "config.h"

#include <stdio.h>

#include "format/btrfs.h"
#include "format/exfat.h"
#include "format/ext.h"
#include "format/fat.h"
#include "format/ntfs.h"
#include "format/ufs.h"
#include "format/xfs.h"
#include "fuzz-file-system.h"
#include "recognise/disk.h"

static const struct {
    const char *name;
    FuzzOpen open;
} kinds[] = {
    {"btrfs", btrfs_open}, {"exfat", exfat_open}, {"ext", ext_open}, {"fat", fat_open},
    {"ntfs", ntfs_open},   {"ufs", ufs_open},     {"xfs", xfs_open},
};

typedef struct {
    Source parent;
    Source *below;
    GHashTable *sectors; /* of numbers that were read */
} Recorder;

static gssize
recorder_read(Source *source, guint64 offset, void *buffer, gsize size, GError **error)
{
    Recorder *self = (Recorder *)source;
    gssize count = source_read(self->below, offset, buffer, size, error);
    guint64 end = offset + (guint64)MAX(count, 0);

    for (guint64 sector = offset / FUZZ_SECTOR; sector * FUZZ_SECTOR < end; sector++)
        g_hash_table_add(self->sectors, GSIZE_TO_POINTER(sector));
    return count;
}

static gint64
recorder_get_size(Source *source)
{
    return source_get_size(((Recorder *)source)->below);
}

static void
recorder_close(Source *source)
{
    (void)source;
}

static gboolean
is_zero(const guint8 *bytes)
{
    for (guint i = 0; i < FUZZ_SECTOR; i++) {
        if (bytes[i] != 0)
            return FALSE;
    }
    return TRUE;
}

static gint
compare_numbers(gconstpointer a, gconstpointer b)
{
    gsize first = GPOINTER_TO_SIZE(a), second = GPOINTER_TO_SIZE(b);

    return first < second ? -1 : first > second;
}

static void
read_disk(Recorder *self)
{
    const StackOptions options = {.path = NULL};
    g_auto(Disk) disk = {.format = NULL};

    disk_read(&self->parent, &options, &disk, NULL);
    g_hash_table_add(self->sectors,
                     GSIZE_TO_POINTER((gsize)(source_get_size(self->below) - 1) / FUZZ_SECTOR));
}

/* Those of zeros are left out, but for the last one. */
static void
write_sectors(const Recorder *self, FILE *file)
{
    g_autoptr(GList) numbers = g_list_sort(g_hash_table_get_keys(self->sectors), compare_numbers);

    for (GList *iter = numbers; iter != NULL; iter = iter->next) {
        guint32 number = GUINT32_TO_LE((guint32)GPOINTER_TO_SIZE(iter->data));
        guint8 bytes[FUZZ_SECTOR] = {0};

        source_read(self->below, (guint64)GPOINTER_TO_SIZE(iter->data) * FUZZ_SECTOR, bytes,
                    sizeof(bytes), NULL);
        if (!is_zero(bytes) || iter->next == NULL) {
            fwrite(&number, sizeof(number), 1, file);
            fwrite(bytes, sizeof(bytes), 1, file);
        }
    }
}

int
main(int argc, char **argv)
{
    static const SourceOperations operations = {
        .read = recorder_read, .get_size = recorder_get_size, .close = recorder_close};
    g_autoptr(Source) image = argc == 4 ? source_open_local(argv[2], NULL, NULL) : NULL;
    g_autoptr(GHashTable) sectors = g_hash_table_new(NULL, NULL);
    Recorder recorder = {{&operations}, image, sectors};
    FILE *file = image != NULL ? fopen(argv[3], "wb") : NULL;

    if (file == NULL)
        return 1;
    if (strcmp(argv[1], "disk") == 0)
        read_disk(&recorder);
    for (gsize i = 0; i < G_N_ELEMENTS(kinds); i++) {
        if (strcmp(kinds[i].name, argv[1]) == 0)
            fuzz_source(kinds[i].open, &recorder.parent);
    }
    write_sectors(&recorder, file);
    return fclose(file) == 0 ? 0 : 1;
}
