/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Small images of each family, in UDF and in ISO 9660, are damaged in many ways: bits turned over, sectors of zeros,
 * an end that is missing, numbers that have grown. Whatever is left must not be another system for
 * certain, nor cost more than a medium may.
 *
 * What is damaged are structures, numbers, names. The words that tell the system and its release stay
 * as they are, or go as a whole, and lengths of texts do not shrink: with another digit, or without its
 * last one, a text is another one, as good as the first, and no reader can tell. Nor can one tell that a
 * file which is not in its folder was there: what was made of another system then passes for that, where
 * the medium has its marks, too.
 */
#include "config.h"

#include <string.h>

#include "counted-source.h"
#include "iso-records.h"
#include "recognise/entity_evidence.h"
#include "recognise/gather.h"
#include "recognise/search.h"
#include "sandbox.h"
#include "squashfs-builder.h"
#include "udf-builder.h"
#include "wim-builder.h"

#define SECTOR 2048
#define FIRST 16 /* the sector of the first descriptor */
#define ROOT 20
#define MAX_FILES 4
#define MAX_FOLDERS 16
#define N_KINDS 7
#define SEED 20261128
#define WIM_HEADER 208 /* bytes; what follows is text */
#define TRIALS 1600    /* of each image; sandbox_share() */

/* A family: files, and which system that is. */
typedef struct {
    const char *name;
    /* path, text; "@os-release", "@erofs" are images with the next text in them */
    const char *files[MAX_FILES][2];
    const char *system; /* short id; "": it is not known */
    const char *parent; /* NULL: there are no marks of another system */
} Family;

/* clang-format off */
static const Family families[] = {
    {"debian", {{".disk/info", "Debian GNU/Linux 12.5.0 \"Bookworm\" - Official amd64 NETINST 20240210-11:27\n"},
                {"dists/bookworm/Release", "Origin: Debian\nVersion: 12.5\nCodename: bookworm\n"}}, "debian12", NULL},
    {"archive", {{"dists/bookworm/Release", "Origin: Debian\nVersion: 12.5\nCodename: bookworm\n"}}, "debian12", NULL},
    {"fedora", {{".treeinfo", "[general]\nfamily = Fedora\nversion = 41\narch = x86_64\n"},
                {".discinfo", "1729711402.01\nFedora 41\nx86_64\n"}}, "fedora41", NULL},
    {"rhel", {{"media.repo", "[InstallMedia]\nname=Red Hat Enterprise Linux 9.4.0\nmediaid=1712674402.61\n"},
              {".discinfo", "1712674402.61\nRed Hat Enterprise Linux 9.4\nx86_64\n"}}, "rhel9.4", NULL},
    {"suse", {{"media.1/products", "/ openSUSE-Leap 15.6-1\n"}, {"media.1/media", "openSUSE - openSUSE-Leap-15.6\nx\n1\n"}},
     "opensuse15.6", NULL},
    {"suse-10", {{"content", "PRODUCT SUSE SLES\nVERSION 10.4-0\nBASEARCHS i586 x86_64\n"}}, "sles10sp4", NULL},
    {"alpine", {{".alpine-release", "alpine-standard-3.20.3 240906\n"}}, "alpinelinux3.20", NULL},
    {"nixos", {{"version.txt", "24.05.1234.abcdef\n"}}, "nixos-24.05", NULL},
    {"mageia", {{"VERSION", "Mageia 9 x86_64 Official\n"}}, "mageia9", NULL},
    {"freebsd", {{"bin/freebsd-version", "#!/bin/sh\nUSERLAND_VERSION=\"14.1-RELEASE\"\n"},
                 {"etc/fstab", "/dev/iso9660/14_1_RELEASE_AMD64_CD / cd9660 ro 0 0\n"}}, "freebsd14.1", NULL},
    {"openbsd", {{"etc/boot.conf", "set image /7.6/amd64/bsd.rd\n"}, {"7.6/amd64/BUILDINFO", "x\n"}}, "openbsd7.6", NULL},
    {"netbsd", {{"boot.cfg", "banner=Welcome to the NetBSD 10.0 installation CD\n"}}, "netbsd10.0", NULL},
    {"live", {{"live/filesystem.squashfs", "@os-release"}, {NULL, "ID=debian\nVERSION_ID=\"12\"\n"}}, "debian12", NULL},
    {"dracut", {{"LiveOS/squashfs.img", "@os-release"}, {NULL, "ID=fedora\nVERSION_ID=41\nVARIANT_ID=workstation\n"}}, "fedora41", NULL},
    {"erofs", {{"LiveOS/squashfs.img", "@erofs"}, {NULL, "ID=debian\nVERSION_ID=\"13\"\n"}}, "debian13", NULL},
    {"unknown", {{"live/filesystem.squashfs", "@os-release"}, {NULL, "ID=nobody\nVERSION_ID=41\nID_LIKE=fedora\n"}}, "", NULL},
    {"product", {{".cd-info", "PRODUCTLONG='Nobody Environment'\nRELEASE='8.2'\n"}, {"dists/bookworm/Release", "Origin: Debian\nVersion: 12.5\n"}}, "", "debian12"},
    {"windows", {{"sources/install.wim", "@wim"}}, "win2k25", NULL},
};
/* clang-format on */

static OsinfoDb *db;

/* A file of an image. */
typedef struct {
    char *path;        /* owned */
    GByteArray *bytes; /* owned */
} File;

static void
file_free(gpointer data)
{
    File *file = data;

    g_free(file->path);
    g_byte_array_unref(file->bytes);
    g_free(file);
}

static GByteArray *
load_erofs(void)
{
    g_autofree char *path = g_test_build_filename(G_TEST_DIST, "fuzz", "erofs", "plain", NULL);
    g_autoptr(GError) error = NULL;
    char *bytes = NULL;
    gsize size = 0;

    g_file_get_contents(path, &bytes, &size, &error);
    g_assert_no_error(error);
    return g_byte_array_new_take((guint8 *)bytes, size);
}

static GByteArray *
make_bytes(const Family *family, guint number)
{
    static const WimImageSpec images[] = {{WIM_SERVER_2025_CORE}, {WIM_SERVER_2025_DESKTOP}};
    const char *text = family->files[number][1];
    GByteArray *bytes = NULL;

    if (strcmp(text, "@wim") == 0)
        return wim_build_images(images, G_N_ELEMENTS(images));
    if (strcmp(text, "@erofs") == 0)
        return load_erofs();
    if (strcmp(text, "@os-release") == 0) {
        const char *release = family->files[number + 1][1];
        SquashfsFile file = {"usr/lib/os-release", release, strlen(release)};

        return squashfs_build(&(SquashfsSpec){.files = &file, .n_files = 1});
    }
    bytes = g_byte_array_new();
    g_byte_array_append(bytes, (const guint8 *)text, (guint)strlen(text));
    return bytes;
}

static GPtrArray *
make_files(const Family *family)
{
    GPtrArray *files = g_ptr_array_new_with_free_func(file_free);

    for (guint i = 0; i < MAX_FILES; i++) {
        File *file;

        if (family->files[i][0] == NULL)
            continue;
        file = g_new0(File, 1);
        file->path = g_strdup(family->files[i][0]);
        file->bytes = make_bytes(family, i);
        g_ptr_array_add(files, file);
    }
    return files;
}

static GByteArray *
build_udf(const GPtrArray *files)
{
    UdfFileSpec specs[MAX_FILES + 1] = {0};

    for (guint i = 0; i < files->len; i++) {
        const File *file = g_ptr_array_index(files, i);

        specs[i].path = file->path;
        specs[i].data = file->bytes->data;
        specs[i].size = file->bytes->len;
    }
    return udf_build(&(UdfSpec){.volume_id = "CDROM", .files = specs});
}

/* An image of ISO 9660 in the making: folders have a sector each, from ROOT on. */
typedef struct {
    GPtrArray *folders; /* owned; of owned paths, "" first */
    GPtrArray *texts;   /* owned; what records point to */
    GByteArray *image;
    guint32 next; /* sector of the next file */
} Iso;

static guint32
find_folder(Iso *self, const char *path)
{
    for (guint i = 0; i < self->folders->len; i++) {
        if (strcmp(g_ptr_array_index(self->folders, i), path) == 0)
            return ROOT + i;
    }
    g_assert_cmpuint(self->folders->len, <, MAX_FOLDERS);
    g_ptr_array_add(self->folders, g_strdup(path));
    return ROOT + self->folders->len - 1;
}

/* The path above; a new text, "" for the root. */
static char *
get_above(const char *path)
{
    const char *slash = strrchr(path, '/');

    return slash != NULL ? g_strndup(path, (gsize)(slash - path)) : g_strdup("");
}

static guint32
add_folder(Iso *self, const char *path)
{
    g_autofree char *above = NULL;

    if (*path != '\0') {
        above = get_above(path);
        add_folder(self, above);
    }
    return find_folder(self, path);
}

static IsoRecord
make_record(Iso *self, const char *path, gboolean is_folder, guint32 sector, guint32 size)
{
    const char *slash = strrchr(path, '/');
    const char *name = slash != NULL ? slash + 1 : path;
    char *plain = g_ascii_strup(name, -1);
    GString *use = g_string_new_len(is_folder ? ISO_PX_FOLDER : ISO_PX_FILE, 12);

    g_string_append_len(use, "NM", 2);
    g_string_append_c(use, (char)(5 + strlen(name)));
    g_string_append_len(use, "\1\0", 2);
    g_string_append(use, name);
    g_ptr_array_add(self->texts, plain);
    g_ptr_array_add(self->texts, use->str);
    return (IsoRecord){.name = {plain, strlen(plain)},
                       .flags = is_folder ? 2 : 0,
                       .sector = sector,
                       .size = size,
                       .use = {g_string_free(use, FALSE), 17 + strlen(name)}};
}

static void
put_folder(Iso *self, guint number, const GPtrArray *files, const guint32 *sectors)
{
    const char *path = g_ptr_array_index(self->folders, number);
    IsoBytes announced = ISO_BYTES(ISO_SP ISO_PX_FOLDER), nothing = {NULL, 0};
    IsoRecord records[MAX_FILES + MAX_FOLDERS];
    guint n_records = 0;

    for (guint i = 1; i < self->folders->len; i++) {
        g_autofree char *above = get_above(g_ptr_array_index(self->folders, i));

        if (strcmp(above, path) == 0)
            records[n_records++] =
                make_record(self, g_ptr_array_index(self->folders, i), TRUE, ROOT + i, SECTOR);
    }
    for (guint i = 0; i < files->len; i++) {
        const File *file = g_ptr_array_index(files, i);
        g_autofree char *above = get_above(file->path);

        if (strcmp(above, path) == 0)
            records[n_records++] =
                make_record(self, file->path, FALSE, sectors[i], file->bytes->len);
    }
    iso_put_directory(self->image->data, ROOT + number, ROOT, number == 0 ? announced : nothing,
                      records, n_records);
}

static GByteArray *
build_iso(const GPtrArray *files)
{
    g_autoptr(GPtrArray) folders = g_ptr_array_new_with_free_func(g_free);
    g_autoptr(GPtrArray) texts = g_ptr_array_new_with_free_func(g_free);
    Iso self = {.folders = folders, .texts = texts, .next = ROOT + MAX_FOLDERS};
    guint32 sectors[MAX_FILES];

    add_folder(&self, "");
    for (guint i = 0; i < files->len; i++) {
        const File *file = g_ptr_array_index(files, i);
        g_autofree char *above = get_above(file->path);

        add_folder(&self, above);
        sectors[i] = self.next;
        self.next += (file->bytes->len + SECTOR - 1) / SECTOR;
    }
    self.image = g_byte_array_new();
    g_byte_array_set_size(self.image, self.next * SECTOR);
    memset(self.image->data, 0, self.image->len);
    iso_put_descriptor(self.image->data, FIRST, 1, ROOT);
    memcpy(self.image->data + FIRST * SECTOR + 40, "CDROM", 5);
    iso_put_number(self.image->data + FIRST * SECTOR + 80, self.next);
    iso_put_descriptor(self.image->data, FIRST + 1, 255, 0);
    for (guint i = 0; i < self.folders->len; i++)
        put_folder(&self, i, files, sectors);
    for (guint i = 0; i < files->len; i++) {
        const File *file = g_ptr_array_index(files, i);

        memcpy(self.image->data + sectors[i] * SECTOR, file->bytes->data, file->bytes->len);
    }
    return self.image;
}

/* An image under test. */
typedef struct {
    const Family *family;
    GByteArray *image;
    guint8 *is_text;   /* owned; for each byte: it tells the system, and is left alone */
    guint8 *is_length; /* owned; likewise: it is of a length, which may grow */
    GArray *positions; /* of gsize; bytes that are no zeros, no text and no length */
    GArray *numbers;   /* likewise, but lengths, too */
    GRand *random;
} Subject;

static void
mark(const Subject *self, guint8 *marks, gconstpointer bytes, gsize size)
{
    const guint8 *data = self->image->data;

    for (gsize i = 0; i + size <= self->image->len; i++) {
        if (data[i] == *(const guint8 *)bytes && memcmp(data + i, bytes, size) == 0)
            memset(marks + i, 1, size);
    }
}

static void
mark_texts(const Subject *self, const GPtrArray *files)
{
    guint8 length[4];

    for (guint i = 0; i < MAX_FILES; i++) {
        const char *text = self->family->files[i][1];

        if (text != NULL && *text != '@')
            mark(self, self->is_text, text, strlen(text));
    }
    for (guint i = 0; i < files->len; i++) {
        const File *file = g_ptr_array_index(files, i);

        iso_put_number(length, file->bytes->len);
        mark(self, self->is_length, length, sizeof(length));
        if (g_str_has_suffix(file->path, ".wim"))
            mark(self, self->is_text, file->bytes->data + WIM_HEADER,
                 file->bytes->len - WIM_HEADER);
        if (g_ascii_isdigit(*file->path))
            mark(self, self->is_text, file->path, strcspn(file->path, "/"));
    }
}

static void
subject_init(Subject *self, const Family *family, const GPtrArray *files, GByteArray *image)
{
    *self = (Subject){.family = family,
                      .image = image,
                      .is_text = g_malloc0(image->len),
                      .is_length = g_malloc0(image->len),
                      .positions = g_array_new(FALSE, FALSE, sizeof(gsize)),
                      .numbers = g_array_new(FALSE, FALSE, sizeof(gsize)),
                      .random = g_rand_new_with_seed(SEED)};
    mark_texts(self, files);
    for (gsize i = 0; i < image->len; i++) {
        if (image->data[i] == 0 || self->is_text[i])
            continue;
        g_array_append_val(self->numbers, i);
        if (!self->is_length[i])
            g_array_append_val(self->positions, i);
    }
    g_assert_cmpuint(self->positions->len, >, 0);
}

static void
subject_clear(Subject *self)
{
    g_rand_free(self->random);
    g_array_unref(self->positions);
    g_array_unref(self->numbers);
    g_byte_array_unref(self->image);
    g_free(self->is_text);
    g_free(self->is_length);
}

static gsize
choose_from(const Subject *self, const GArray *positions)
{
    return g_array_index(positions, gsize,
                         g_rand_int_range(self->random, 0, (gint32)positions->len));
}

static gsize
choose(const Subject *self)
{
    return choose_from(self, self->positions);
}

static void
flip_bits(Subject *self, guint n)
{
    for (; n > 0; n--)
        self->image->data[choose(self)] ^= (guint8)(1 << g_rand_int_range(self->random, 0, 8));
}

static void
replace_bytes(Subject *self, guint n)
{
    for (; n > 0; n--)
        self->image->data[choose(self)] = (guint8)g_rand_int(self->random);
}

static void
clear_block(Subject *self, gsize size)
{
    gsize start = choose(self) / size * size;

    memset(self->image->data + start, 0, MIN(size, self->image->len - start));
}

/* A number of four bytes, wherever it is one, becomes a greater one. */
static void
grow_number(Subject *self)
{
    gsize at = choose_from(self, self->numbers);
    guint32 growth = 1U << g_rand_int_range(self->random, 0, 32);
    guint32 number = 0;

    for (gsize i = at; i < at + 4; i++) {
        if (i >= self->image->len || self->is_text[i])
            return;
    }
    for (guint i = 0; i < 4; i++)
        number |= (guint32)self->image->data[at + i] << 8 * i;
    if (number + growth > number)
        iso_put_number(self->image->data + at, number + growth);
}

/* How many bytes of the image are left. */
static gsize
do_damage(Subject *self, guint kind)
{
    switch (kind % N_KINDS) {
    case 0:
        flip_bits(self, 1);
        break;
    case 1:
        flip_bits(self, 4);
        break;
    case 2:
        replace_bytes(self, 8);
        break;
    case 3:
        clear_block(self, SECTOR);
        break;
    case 4:
        clear_block(self, 512);
        break;
    case 5:
        grow_number(self);
        break;
    default:
        return choose(self) + (gsize)g_rand_int_range(self->random, 0, 64);
    }
    return self->image->len;
}

/* Short ids of those that are there for certain; a new text. */
static char *
identify(const guint8 *data, gsize size)
{
    CountedSource counted = counted_source(data, size);
    g_autoptr(Source) budget =
        source_new_budget(&counted.parent, GATHER_MAX_READS, GATHER_MAX_BYTES);
    g_autoptr(Source) window = source_open_window(budget, 0, SECTOR, NULL);
    g_autoptr(OsinfoMedia) media = osinfo_media_new("test", NULL);
    g_auto(Evidence) evidence = {.items = NULL};
    g_auto(Search) search = {.db = NULL};
    GString *found = g_string_new(NULL);

    evidence_init(&evidence);
    gather_media(window, GATHER_CONTENTS, &evidence, NULL);
    g_assert_cmpuint(counted.n_reads, <=, GATHER_MAX_READS);
    g_assert_cmpuint(counted.n_bytes, <=, GATHER_MAX_BYTES);
    entity_set_evidence(OSINFO_ENTITY(media), &evidence);
    entity_take_evidence(OSINFO_ENTITY(media), &evidence);
    search_init(&search, db, OSINFO_ENTITY(media));
    for (guint i = 0; i < search.verdict.candidates->len; i++) {
        const VerdictCandidate *candidate = search_get(&search, i);

        if (candidate->confidence == OSINFO_CONFIDENCE_CERTAIN)
            g_string_append(found, entry_get_value(&candidate->os, "short-id"));
    }
    return g_string_free(found, FALSE);
}

static void
test_image(const Family *family, const GPtrArray *files, GByteArray *image)
{
    Subject subject;
    guint n = sandbox_share(TRIALS), n_right = 0;
    g_autofree char *whole = identify(image->data, image->len);
    g_autofree guint8 *before = g_memdup2(image->data, image->len);

    g_assert_cmpstr(whole, ==, family->system);
    subject_init(&subject, family, files, image);
    for (guint i = 0; i < n; i++) {
        gsize size = do_damage(&subject, i);
        /* bytes behind the end are seen by the sanitizer */
        g_autofree guint8 *damaged = g_memdup2(image->data, MIN(size, image->len));
        g_autofree char *found = identify(damaged, MIN(size, image->len));

        memcpy(image->data, before, image->len);
        n_right += strcmp(found, family->system) == 0;
        if (*found == '\0' || strcmp(found, family->system) == 0 ||
            g_strcmp0(found, family->parent) == 0)
            continue;
        g_test_message("%s: trial %u is '%s'", family->name, i, found);
        g_test_fail();
    }
    g_test_message("%s: %u of %u are told all the same", family->name, n_right, n);
    subject_clear(&subject);
}

static void
test_udf(gconstpointer data)
{
    g_autoptr(GPtrArray) files = make_files(data);

    test_image(data, files, build_udf(files));
}

static void
test_iso(gconstpointer data)
{
    g_autoptr(GPtrArray) files = make_files(data);

    test_image(data, files, build_iso(files));
}

int
main(int argc, char **argv)
{
    g_autofree char *data = NULL;
    int result;

    sandbox_init(&argc, &argv);
    data = sandbox_get_data();
    db = sandbox_load(data, NULL);
    for (guint i = 0; i < G_N_ELEMENTS(families); i++) {
        g_autofree char *udf = g_strconcat("/damage/udf/", families[i].name, NULL);
        g_autofree char *iso = g_strconcat("/damage/iso9660/", families[i].name, NULL);

        g_test_add_data_func(udf, &families[i], test_udf);
        g_test_add_data_func(iso, &families[i], test_iso);
    }
    result = sandbox_run();
    g_object_unref(db);
    return result;
}
