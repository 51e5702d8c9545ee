/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * What osinfo_db_identify_ranges() tells of disks, and of 2,000 damaged copies of each: nothing ends the
 * program, no copy costs more than the budget, and none is told to be another system for certain. Disks are
 * inputs of the fuzz drivers, which are a file system each, and those in disks/, which are one in each container and
 * each table: their sectors that are not all zeros, each behind its number (tests/fuzz/make-disk-sample.c).
 */
#include "config.h"

#include <string.h>

#include "disk/stack.h"
#include "sandbox.h"

#define SECTOR 512
#define RECORD (4 + SECTOR)
#define N_COPIES 2000
#define N_CHANGES 8 /* at most, of a copy */

static OsinfoDb *db;

/* What comes behind @packed_from (bytes, if not 0) is compressed without a sum, so that nobody can see damage. */
typedef struct {
    const char *name;   /* in tests/fuzz, or in disks/ */
    const char *os;     /* that it holds */
    const char *layers; /* with "/" between; of those in tests/fuzz the file system */
    guint64 packed_from;
} DiskRow;

#define DEBIAN "http://debian.org/debian/12"
#define WINDOWS "http://microsoft.com/win/11"

/* clang-format off */
static const DiskRow rows[] = {
    {"ext/extents",          DEBIAN,  "ext4",                       0},
    {"ext/block-map",        DEBIAN,  "ext4",                       0},
    {"ext/inline",           DEBIAN,  "ext4",                       0},
    {"ext/index",            DEBIAN,  "ext4",                       0},
    {"xfs/v5",               DEBIAN,  "xfs",                        0},
    {"xfs/v4",               DEBIAN,  "xfs",                        0},
    {"btrfs/plain",          DEBIAN,  "btrfs",                      0},
    {"btrfs/subvolumes",     DEBIAN,  "btrfs",                      0},
    {"ufs/version-2",        DEBIAN,  "ufs",                        0},
    {"ufs/version-1",        DEBIAN,  "ufs",                        0},
    {"fat/12-bits",          WINDOWS, "fat",                        0},
    {"fat/32-bits",          WINDOWS, "fat",                        0},
    {"exfat/small-clusters", WINDOWS, "exfat",                      0},
    {"ntfs/small-clusters",  WINDOWS, "ntfs",                       0},
    {"gpt",                  DEBIAN,  "gpt partition 1/ext4",       0},
    {"mbr",                  DEBIAN,  "mbr partition 5/ext4",       0},
    {"bsd",                  DEBIAN,  "bsd partition b/ext4",       0},
    {"lvm2",                 DEBIAN,  "lvm2 vg/root/ext4",          0},
    {"qcow2",                DEBIAN,  "qcow2/gpt partition 1/ext4", 0},
    {"qcow2-zlib",           DEBIAN,  "qcow2/gpt partition 1/ext4", 0x50000},
    {"vmdk",                 DEBIAN,  "vmdk/gpt partition 1/ext4",  0},
    {"vmdk-streamed",        DEBIAN,  "vmdk/gpt partition 1/ext4",  0},
    {"vhd",                  DEBIAN,  "vhd/gpt partition 1/ext4",   0},
    {"vhd-fixed",            DEBIAN,  "vhd/gpt partition 1/ext4",   0},
    {"vhdx",                 DEBIAN,  "vhdx/gpt partition 1/ext4",  0},
    {"vdi",                  DEBIAN,  "vdi/gpt partition 1/ext4",   0},
    {"squashfs",             DEBIAN,  "raw/squashfs",               0},
    {"erofs",                DEBIAN,  "raw/erofs",                  0},
};
/* clang-format on */

typedef struct {
    guint8 *data; /* owned; records */
    gsize size;   /* bytes */
    guint n_reads;
    guint64 n_bytes;
    GHashTable *sectors; /* owned; records by the number of the sector */
    gint64 end;          /* bytes of the disk */
} Disk;

/* A file system alone, of which the drivers' inputs are. */
static gboolean
is_bare(const DiskRow *row)
{
    return strchr(row->name, '/') != NULL;
}

static void
disk_load(Disk *self, const DiskRow *row)
{
    g_autofree char *path = is_bare(row)
                                ? g_test_build_filename(G_TEST_DIST, "fuzz", row->name, NULL)
                                : g_test_build_filename(G_TEST_DIST, "libosinfo", "recognise",
                                                        "disks", row->name, NULL);
    g_autoptr(GError) error = NULL;
    char *data = NULL;

    *self = (Disk){.sectors = g_hash_table_new(NULL, NULL)};
    g_file_get_contents(path, &data, &self->size, &error);
    g_assert_no_error(error);
    self->data = (guint8 *)data;
    for (gsize at = 0; at + RECORD <= self->size; at += RECORD) {
        guint32 number;

        memcpy(&number, self->data + at, sizeof(number));
        number = GUINT32_FROM_LE(number);
        g_hash_table_insert(self->sectors, GUINT_TO_POINTER(number + 1), self->data + at + 4);
        self->end = MAX(self->end, ((gint64)number + 1) * SECTOR);
    }
    /* sizes that superblocks say go further */
    if (is_bare(row))
        self->end += 64 * 1024 * 1024;
}

static void
disk_clear(Disk *self)
{
    g_free(self->data);
    g_hash_table_unref(self->sectors);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Disk, disk_clear)

static gssize
read_disk(guint64 offset, guint8 *buffer, gsize size, gpointer data, GError **error)
{
    Disk *self = data;

    (void)error;
    self->n_reads++;
    self->n_bytes += size;
    for (gsize done = 0; done < size;) {
        guint64 sector = (offset + done) / SECTOR, before = (offset + done) % SECTOR;
        gsize part = MIN(size - done, SECTOR - before);
        const guint8 *bytes =
            g_hash_table_lookup(self->sectors, GUINT_TO_POINTER((guint)sector + 1));

        if (bytes != NULL)
            memcpy(buffer + done, bytes + before, part);
        else
            memset(buffer + done, 0, part);
        done += part;
    }
    return (gssize)size;
}

static OsinfoIdentification *
identify(Disk *disk)
{
    g_autoptr(GError) error = NULL;
    OsinfoIdentification *found = NULL;

    disk->n_reads = 0;
    disk->n_bytes = 0;
    found = osinfo_db_identify_ranges(db, read_disk, disk, disk->end, NULL, &error);
    g_assert_true((found == NULL) == (error != NULL));
    return found;
}

static const char *
find_certain(OsinfoIdentification *found)
{
    g_autoptr(OsinfoCandidate) best =
        found != NULL ? g_list_model_get_item(osinfo_identification_get_candidates(found), 0)
                      : NULL;

    return best != NULL && osinfo_candidate_get_confidence(best) == OSINFO_CONFIDENCE_CERTAIN
               ? osinfo_entity_get_id(OSINFO_ENTITY(osinfo_candidate_get_os(best)))
               : NULL;
}

/* What says which system it is: to change that is no damage. */
static gboolean
is_content(const guint8 *sector)
{
    static const char *const marks[] = {"ID=debian", "hbin", "nk \0", "vk", "lh"};

    for (gsize i = 0; i < G_N_ELEMENTS(marks); i++) {
        if (memmem(sector, SECTOR, marks[i], strlen(marks[i])) != NULL)
            return TRUE;
    }
    return FALSE;
}

static gboolean
is_packed(const DiskRow *row, const guint8 *record)
{
    guint32 number;

    memcpy(&number, record, sizeof(number));
    return row->packed_from > 0 && (guint64)GUINT32_FROM_LE(number) * SECTOR >= row->packed_from;
}

static void
change(const DiskRow *row, Disk *disk, GRand *random, guint8 *out_before, gsize *out_places,
       guint n_changes)
{
    for (guint i = 0; i < n_changes; i++) {
        gsize record, place;

        do {
            record = (gsize)g_rand_int_range(random, 0, (gint32)(disk->size / RECORD)) * RECORD;
        } while (is_content(disk->data + record + 4) || is_packed(row, disk->data + record));
        place = record + 4 + (gsize)g_rand_int_range(random, 0, SECTOR);
        out_places[i] = place;
        out_before[i] = disk->data[place];
        disk->data[place] =
            g_rand_boolean(random) ? 0xFF : (guint8)g_rand_int_range(random, 0, 256);
    }
}

static void
test_disk(gconstpointer data)
{
    const DiskRow *row = data;
    g_auto(Disk) disk = {.data = NULL};
    g_autoptr(GRand) random = g_rand_new_with_seed(1);
    g_autoptr(OsinfoIdentification) whole = NULL;

    g_autofree char *layers = NULL;
    guint n_copies = sandbox_share(N_COPIES), n_right = 0, most_reads = 0;
    guint64 most_bytes = 0;

    disk_load(&disk, row);
    whole = identify(&disk);
    g_assert_cmpstr(find_certain(whole), ==, row->os);
    layers = g_strjoinv("/", (GStrv)osinfo_identification_get_layers(whole) + is_bare(row));
    g_assert_cmpstr(layers, ==, row->layers);
    g_test_message("%u reads, %" G_GUINT64_FORMAT " bytes", disk.n_reads, disk.n_bytes);
    g_assert_cmpuint(disk.n_bytes, <=, 200 * 1024 + 64 * 1024);
    for (guint i = 0; i < n_copies; i++) {
        g_autoptr(OsinfoIdentification) found = NULL;
        guint8 before[N_CHANGES];
        gsize places[N_CHANGES];
        guint n_changes = (guint)g_rand_int_range(random, 1, N_CHANGES + 1);
        const char *certain;

        change(row, &disk, random, before, places, n_changes);
        found = identify(&disk);
        certain = find_certain(found);
        if (certain != NULL)
            g_assert_cmpstr(certain, ==, row->os);
        n_right += certain != NULL;
        most_reads = MAX(most_reads, disk.n_reads);
        most_bytes = MAX(most_bytes, disk.n_bytes);
        g_assert_cmpuint(disk.n_reads, <=, STACK_MAX_READS + 100);
        g_assert_cmpuint(disk.n_bytes, <=, STACK_MAX_BYTES + (4 << 20));
        for (guint j = n_changes; j > 0; j--)
            disk.data[places[j - 1]] = before[j - 1];
    }
    g_test_message("%u of %u are told all the same; at most %u reads, %" G_GUINT64_FORMAT " bytes",
                   n_right, n_copies, most_reads, most_bytes);
}

int
main(int argc, char **argv)
{
    g_autofree char *folder = NULL;
    int status;

    sandbox_init(&argc, &argv);
    folder = sandbox_get_data();
    if (g_file_test(folder, G_FILE_TEST_IS_DIR))
        db = sandbox_load(folder, NULL);
    for (gsize i = 0; db != NULL && i < G_N_ELEMENTS(rows); i++) {
        g_autofree char *path = g_strconcat("/disk-damage/", rows[i].name, NULL);

        g_test_add_data_func(path, &rows[i], test_disk);
    }
    status = sandbox_run();
    g_clear_object(&db);
    return status;
}
