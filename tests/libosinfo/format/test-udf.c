/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * Tests format/udf.c and udf_volume.c on images made in memory: whole, odd, cut off and damaged ones.
 */

#include "config.h"

#include <string.h>

#include "counted-source.h"
#include "format/little_endian.h"
#include "format/udf.h"
#include "udf-builder.h"

#define WHERE "logical volume descriptor"

static const UdfFileSpec windows_files[] = {
    {.path = "README.TXT", .data = "This disc contains a \"UDF\" file system\r\n"},
    {.path = "Boot/etfsboot.com", .data = "boot"},
    {.path = "sources/ei.cfg", .data = "[Channel]\r\nRetail\r\n"},
    {.path = "sources/install.wim", .data = "MSWIM"},
    {.path = NULL},
};

static Source *
open_image(const GByteArray *image)
{
    return source_new_memory(image->data, image->len);
}

static FileSystem *
open_tree(Source *source)
{
    FileSystem *tree = NULL;
    g_autoptr(GError) error = NULL;

    g_assert_cmpint(udf_open(source, &tree, &error), ==, FORMAT_FOUND);
    g_assert_no_error(error);
    g_assert_nonnull(tree);
    return tree;
}

static void
assert_text(FileSystem *tree, const char *path, const char *expected)
{
    g_autoptr(GError) error = NULL;
    g_autofree char *text = file_system_read(tree, path, 4096, NULL, &error);

    g_assert_no_error(error);
    g_assert_cmpstr(text, ==, expected);
}

/* Volumes that can be read, by the anchor and the descriptors that are left. */
static void
test_volumes(void)
{
    static const struct {
        UdfSpec spec;
        const char *volume_id;
    } rows[] = {
        {{.volume_id = "SSS_X64FRE_EN-US_DV9"}, "SSS_X64FRE_EN-US_DV9"},
        {{.volume_id = "SSS_X64FRE_EN-US_DV9", .iso_id = "OTHER"}, "SSS_X64FRE_EN-US_DV9"},
        {{.volume_id = "ESD-ISO", .lacks_anchors = 1}, "ESD-ISO"},
        {{.volume_id = "ESD-ISO", .lacks_anchors = 1 | 2}, "ESD-ISO"},
        {{.volume_id = "ESD-ISO", .lacks_anchors = 2 | 4}, "ESD-ISO"},
        {{.volume_id = "ESD-ISO", .has_bad_main = TRUE}, "ESD-ISO"},
        {{.volume_id = "Gr\303\274n \342\202\254 ", .is_wide = TRUE}, "Gr\303\274n \342\202\254"},
        {{.volume_id = "Gr\303\274n"}, "Gr\303\274n"},
        {{.volume_id = "NEW", .n_old = 3}, "NEW"},
        {{.volume_id = "NEW", .n_old = 12}, "NEW"},
        {{.volume_id = NULL}, NULL},
    };

    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        UdfSpec spec = rows[i].spec;
        g_auto(Evidence) evidence = {.items = NULL};
        g_autoptr(GError) error = NULL;

        g_test_message("%" G_GSIZE_FORMAT, i);
        spec.files = windows_files;
        g_autoptr(GByteArray) image = udf_build(&spec);
        g_autoptr(Source) source = open_image(image);
        g_autoptr(FileSystem) tree = open_tree(source);

        evidence_init(&evidence);
        g_assert_cmpint(format_udf.read(source, &evidence, &error), ==, FORMAT_FOUND);
        g_assert_no_error(error);
        g_assert_cmpstr(evidence_get_text(&evidence, "udf.volume-id"), ==, rows[i].volume_id);
        g_assert_cmpint(evidence.volume_error != NULL, ==, rows[i].volume_id == NULL);
        assert_text(tree, "sources/ei.cfg", "[Channel]\r\nRetail\r\n");
    }
}

/* Volumes that cannot be read. */
static void
test_refused_volumes(void)
{
    static const struct {
        UdfSpec spec;
        FormatAnswer answer;
    } rows[] = {
        {{.volume_id = "X", .lacks_anchors = 7}, FORMAT_NOT_THIS},
        {{.volume_id = "X", .block_size = 512}, FORMAT_DAMAGED},
        {{.volume_id = "X", .block_size = 4096}, FORMAT_DAMAGED},
        {{.volume_id = "X", .map_kind = 2}, FORMAT_DAMAGED},
    };

    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autoptr(GByteArray) image = udf_build(&rows[i].spec);
        g_autoptr(Source) source = open_image(image);
        g_autoptr(GError) error = NULL;
        FileSystem *tree = NULL;

        g_assert_cmpint(udf_open(source, &tree, &error), ==, rows[i].answer);
        g_assert_cmpint(error != NULL, ==, rows[i].answer == FORMAT_DAMAGED);
        g_assert_null(tree);

        /* alone on a medium it is what users are told */
        g_auto(Evidence) evidence = {.items = NULL};
        g_autoptr(GError) told = NULL;

        evidence_init(&evidence);
        g_assert_cmpint(format_udf.read(source, &evidence, &told), ==, rows[i].answer);
        if (rows[i].answer == FORMAT_DAMAGED)
            g_assert_cmpstr(told->message, ==, "No UDF volume that can be read");

        /* beside something else it is not asked */
        evidence_add_found(&evidence, "iso9660.volume-id", "X", "primary volume descriptor");
        g_assert_cmpint(format_udf.read(source, &evidence, NULL), ==, FORMAT_NOT_THIS);
    }
}

/* What becomes of a block whose bytes are not those that its tag has the sum of. */
static void
test_sums(void)
{
    enum { FILE_SET = UDF_PARTITION_SECTOR, ROOT = FILE_SET + 2, SOURCES = ROOT + 4, EI, CHAIN };
    static const struct {
        const char *name;
        guint sectors[2]; /* 0: none */
        guint at;         /* of the byte that is another one */
        guint size;       /* that the sum is told to be of; 0: what it is of */
        FormatAnswer answer;
        const char *message; /* of reading a file; NULL: it can be read */
    } rows[] = {
        {"right", {0, 0}, 0, 0, FORMAT_FOUND, NULL},
        {"volume", {34, 0}, 400, 0, FORMAT_FOUND, NULL},
        {"partition", {33, 0}, 400, 0, FORMAT_FOUND, NULL},
        {"both volumes", {34, 66}, 400, 0, FORMAT_DAMAGED, NULL},
        {"file set", {FILE_SET, 0}, 500, 0, FORMAT_DAMAGED, NULL},
        {"root", {ROOT, 0}, 36, 0, FORMAT_FOUND, "a file or folder has no entry"},
        {"folder", {SOURCES, 0}, 36, 0, FORMAT_FOUND, "a file or folder has no entry"},
        {"file", {EI, 0}, 36, 0, FORMAT_FOUND, "a file or folder has no entry"},
        {"last byte", {EI, 0}, UDF_SECTOR - 1, 0, FORMAT_FOUND, "a file or folder has no entry"},
        {"another file", {CHAIN, 0}, 36, 0, FORMAT_FOUND, NULL},
        {"sum of what comes before",
         {EI, 0},
         UDF_SECTOR - 1,
         100,
         FORMAT_FOUND,
         "a file or folder has no entry"},
        {"no sum", {EI, 0}, 36, G_MAXUINT, FORMAT_FOUND, NULL},
        {"sum of more than a block has", {EI, 0}, 36, UDF_SECTOR - 15, FORMAT_FOUND, NULL},
    };

    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        UdfSpec spec = {.volume_id = "X", .files = windows_files, .has_sums = TRUE};
        g_autoptr(GByteArray) image = udf_build(&spec);
        g_autoptr(Source) source = open_image(image);
        g_autoptr(FileSystem) tree = NULL;
        g_autoptr(GError) error = NULL;

        g_test_message("%s", rows[i].name);
        for (gsize j = 0; j < G_N_ELEMENTS(rows[i].sectors); j++) {
            guint8 *block = image->data + rows[i].sectors[j] * UDF_SECTOR;
            guint size = rows[i].size == G_MAXUINT ? 0 : rows[i].size;

            if (rows[i].sectors[j] == 0)
                continue;
            g_assert_cmpint(block[0] | block[1], !=, 0);
            block[rows[i].at] ^= 0x10;
            if (rows[i].size == 0)
                continue;
            block[10] = (guint8)size;
            block[11] = (guint8)(size >> 8);
            udf_mend_tag(block);
        }
        g_assert_cmpint(udf_open(source, &tree, &error), ==, rows[i].answer);
        if (rows[i].answer != FORMAT_FOUND) {
            g_assert_true(error->domain == FORMAT_ERROR);
            continue;
        }
        g_autofree char *text = file_system_read(tree, "sources/ei.cfg", 4096, NULL, &error);

        if (rows[i].message == NULL) {
            g_assert_cmpstr(text, ==, "[Channel]\r\nRetail\r\n");
        } else {
            g_assert_error(error, FORMAT_ERROR, FORMAT_ERROR_INVALID);
            g_assert_true(g_str_has_suffix(error->message, rows[i].message));
        }
    }
}

/* Something else: ISO 9660 alone, zeros, nothing. */
static void
test_not_this(void)
{
    g_autoptr(GByteArray) image = udf_build(&(UdfSpec){.volume_id = "X", .iso_id = "X"});
    static const guint8 zeros[40000];
    FileSystem *tree = NULL;

    memset(image->data + 19 * UDF_SECTOR, 0, UDF_SECTOR); /* NSR02 */
    for (guint i = 0; i < 4; i++) {
        g_autoptr(Source) source = i == 0 ? open_image(image)
                                          : source_new_memory(zeros, i == 1   ? 0
                                                                     : i == 2 ? 32768
                                                                              : sizeof(zeros));

        g_assert_cmpint(udf_open(source, &tree, NULL), ==, FORMAT_NOT_THIS);
    }
}

static guint8 *
make_pattern(gsize size)
{
    guint8 *bytes = g_malloc(size);

    for (gsize i = 0; i < size; i++)
        bytes[i] = (guint8)(i * 7 + i / 251);
    return bytes;
}

/* All ways in which a file may lie. */
static void
test_files(void)
{
    const gsize size = 20 * UDF_SECTOR + 17;
    g_autofree guint8 *pattern = make_pattern(size);
    const UdfFileSpec files[] = {
        {.path = "short", .data = pattern, .size = size},
        {.path = "long", .data = pattern, .size = size, .way = UDF_WAY_LONG},
        {.path = "embedded", .data = pattern, .size = 1000, .way = UDF_WAY_EMBEDDED},
        {.path = "embedded-attributes",
         .data = pattern,
         .size = 1000,
         .way = UDF_WAY_EMBEDDED,
         .has_attributes = TRUE},
        {.path = "extended", .data = pattern, .size = size, .is_extended = TRUE},
        {.path = "extended-embedded",
         .data = pattern,
         .size = 1000,
         .way = UDF_WAY_EMBEDDED,
         .is_extended = TRUE},
        {.path = "attributes", .data = pattern, .size = size, .has_attributes = TRUE},
        {.path = "pieces", .data = pattern, .size = size, .pieces = 20},
        {.path = "pieces-long",
         .data = pattern,
         .size = size,
         .pieces = 3,
         .way = UDF_WAY_LONG,
         .is_extended = TRUE},
        {.path = "chained", .data = pattern, .size = size, .pieces = 9, .chained = 1},
        {.path = "chained-long",
         .data = pattern,
         .size = size,
         .pieces = 10,
         .chained = 4,
         .way = UDF_WAY_LONG},
        {.path = "real-time", .data = pattern, .size = size, .kind = 249},
        {.path = "zeros", .data = pattern, .size = size, .zeros = 5 * UDF_SECTOR},
        {.path = "empty"},
        {.path = "empty-embedded", .way = UDF_WAY_EMBEDDED},
        {.path = NULL},
    };
    g_autoptr(GByteArray) image = udf_build(&(UdfSpec){.volume_id = "X", .files = files});
    g_autoptr(Source) source = open_image(image);
    g_autoptr(FileSystem) tree = open_tree(source);

    for (const UdfFileSpec *file = files; file->path != NULL; file++) {
        g_autoptr(GError) error = NULL;
        gsize count;
        g_autofree char *bytes = file_system_read(tree, file->path, G_MAXSSIZE, &count, &error);

        g_test_message("%s", file->path);
        g_assert_no_error(error);
        g_assert_cmpuint(count, ==, file->zeros + file->size);
        for (gsize i = 0; i < file->zeros; i++)
            g_assert_cmpint(bytes[i], ==, 0);
        g_assert_cmpmem(bytes + file->zeros, count - file->zeros, pattern, file->size);
    }
}

/* Offsets of a large file have more than 32 bits. */
static void
test_large(void)
{
    const guint64 zeros = G_GUINT64_CONSTANT(6) << 30;
    const UdfFileSpec files[] = {{.path = "sources/install.wim", .data = "the end", .zeros = zeros},
                                 {.path = NULL}};
    g_autoptr(GByteArray) image = udf_build(&(UdfSpec){.volume_id = "X", .files = files});
    g_autoptr(Source) source = open_image(image);
    g_autoptr(FileSystem) tree = open_tree(source);
    g_autoptr(GError) error = NULL;
    g_autoptr(Source) file = file_system_open(tree, "sources/install.wim", &error);
    char bytes[16];

    g_assert_no_error(error);
    g_assert_cmpint(source_get_size(file), ==, (gint64)zeros + 7);
    g_assert_cmpint(source_read(file, zeros - 2, bytes, sizeof(bytes), &error), ==, 9);
    g_assert_cmpmem(bytes, 9, "\0\0the end", 9);
}

/* An image of 9 GB, of which only the ends are there: what lies far behind is found. */
static void
test_far(void)
{
    g_autoptr(GByteArray) image = udf_build(&(UdfSpec){.volume_id = "X", .files = windows_files});
    const guint32 gap = 9 * 1024 * 512; /* sectors: 9 GiB */
    CountedSource source = counted_source(image->data, image->len);

    source.gap_start = 100 * UDF_SECTOR;
    source.gap_size = (guint64)gap * UDF_SECTOR;
    /* the partition moves behind the gap, the anchor in front of it is no more */
    for (guint sector = 32; sector < 100; sector++) {
        guint8 *descriptor = image->data + sector * UDF_SECTOR;

        if (descriptor[0] != 5)
            continue;
        for (guint byte = 0; byte < 4; byte++)
            descriptor[188 + byte] = (guint8)((UDF_PARTITION_SECTOR + gap) >> 8 * byte);
    }
    guint32 last = image->len / UDF_SECTOR - 1;
    guint8 *anchor = image->data + last * UDF_SECTOR;
    for (guint byte = 0; byte < 4; byte++)
        anchor[12 + byte] = (guint8)((last + gap) >> 8 * byte);
    udf_mend_tag(anchor);

    g_autoptr(FileSystem) tree = open_tree(&source.parent);

    assert_text(tree, "sources/install.wim", "MSWIM");
}

static void
test_names(void)
{
    static char long_name[201];
    static const UdfFileSpec files[] = {
        {.path = "Sources/Install.WIM", .data = "wim"},
        {.path = "wide \342\202\254", .data = "wide", .is_wide = TRUE},
        {.path = "Gr\303\274n", .data = "narrow"},
        {.path = "gone", .data = "gone", .is_deleted = TRUE},
        {.path = "empty/"},
        {.path = long_name, .data = "long"},
        {.path = NULL},
    };
    memset(long_name, 'l', sizeof(long_name) - 1);
    g_autoptr(GByteArray) image = udf_build(&(UdfSpec){.volume_id = "X", .files = files});
    g_autoptr(Source) source = open_image(image);
    g_autoptr(FileSystem) tree = open_tree(source);
    FileNode node;

    assert_text(tree, "sources/install.wim", "wim");
    assert_text(tree, "SOURCES/INSTALL.WIM", "wim");
    assert_text(tree, "wide \342\202\254", "wide");
    assert_text(tree, "Gr\303\274n", "narrow");
    assert_text(tree, long_name, "long");
    assert_text(tree, "gone", NULL);
    assert_text(tree, "..", NULL);
    assert_text(tree, "", NULL);
    g_assert_cmpint(file_system_find(tree, "empty", &node, NULL), ==, FORMAT_FOUND);
    g_assert_cmpint(node.kind, ==, FILE_NODE_FOLDER);
    g_assert_cmpint(file_system_find(tree, "empty/x", &node, NULL), ==, FORMAT_NOT_THIS);
}

/* Files and folders that cannot be read, beside one that can. */
static void
test_refused_files(void)
{
    static const char *const messages[] = {
        "an entry does not say where its file is", "what should be a file is none",
        "what should be a file is none",           "what says where a file is does not end",
        "a file lies in too many pieces",          "what should be a folder is none",
        "what should be a file is none",
    };
    const gsize size = 70 * UDF_SECTOR;
    g_autofree guint8 *pattern = make_pattern(size);
    const UdfFileSpec files[] = {
        {.path = "unknown-way", .data = "x", .way = UDF_WAY_UNKNOWN},
        {.path = "link", .data = "x", .kind = 12},
        {.path = "folder", .data = "x", .kind = 4},
        {.path = "chain", .data = pattern, .size = size, .pieces = 19, .chained = 1},
        {.path = "pieces", .data = pattern, .size = size, .pieces = 66},
        {.path = "odd-folder/", .kind = 5},
        {.path = "huge", .data = "x", .claimed = G_MAXUINT64},
        {.path = "good", .data = "good"},
        {.path = NULL},
    };
    g_autoptr(GByteArray) image = udf_build(&(UdfSpec){.volume_id = "X", .files = files});
    g_autoptr(Source) source = open_image(image);
    g_autoptr(FileSystem) tree = open_tree(source);

    for (gsize i = 0; i < G_N_ELEMENTS(messages); i++) {
        g_autoptr(GError) error = NULL;
        g_autofree char *path =
            g_strconcat(files[i].path, g_str_has_suffix(files[i].path, "/") ? "x" : NULL, NULL);
        g_autofree char *bytes = file_system_read(tree, path, 4096, NULL, &error);

        g_test_message("%s", path);
        g_assert_null(bytes);
        g_assert_error(error, FORMAT_ERROR, FORMAT_ERROR_INVALID);
        g_assert_true(g_str_has_suffix(error->message, messages[i]));
    }
    assert_text(tree, "good", "good");
}

/* What is claimed beyond what is recorded is not there. */
static void
test_claimed(void)
{
    static const UdfFileSpec files[] = {
        {.path = "more", .data = "four", .claimed = 100000},
        {.path = "less", .data = "four", .claimed = 2},
        {.path = "embedded", .data = "four", .claimed = 100000, .way = UDF_WAY_EMBEDDED},
        {.path = NULL},
    };
    g_autoptr(GByteArray) image = udf_build(&(UdfSpec){.volume_id = "X", .files = files});
    g_autoptr(Source) source = open_image(image);
    g_autoptr(FileSystem) tree = open_tree(source);

    assert_text(tree, "more", "four");
    assert_text(tree, "less", "fo");
    assert_text(tree, "embedded", "four");
}

static gboolean
count_name(const char *name, const FileNode *node G_GNUC_UNUSED, gpointer data)
{
    g_assert_cmpstr(name, ==, "ab");
    ++*(guint *)data;
    return TRUE;
}

/* Names end before the folder does, and not where the next one would begin. */
static void
test_folder_without_end(void)
{
    static const guint64 claimed[] = {42, 43, 44, 45, 46, 80, 82, 100, 5000};
    guint8 identifier[41] = {0x01, 0x01, 3, [16] = 1, [19] = 3, [21] = 8, [38] = 8, 'a', 'b'};

    udf_mend_tag(identifier);
    for (gsize i = 0; i < G_N_ELEMENTS(claimed); i++) {
        const UdfFileSpec files[] = {
            {.path = "folder",
             .data = identifier,
             .size = sizeof(identifier),
             .claimed = claimed[i],
             .kind = 4},
            {.path = NULL},
        };
        g_autoptr(GByteArray) image = udf_build(&(UdfSpec){.volume_id = "X", .files = files});
        g_autoptr(Source) source = open_image(image);
        g_autoptr(FileSystem) tree = open_tree(source);
        g_autoptr(GError) error = NULL;
        guint n_names = 0;
        FileNode node;

        g_assert_cmpint(file_system_find(tree, "folder", &node, NULL), ==, FORMAT_FOUND);
        node.kind = FILE_NODE_FOLDER;
        g_test_message("%" G_GUINT64_FORMAT, claimed[i]);
        if (file_system_list(tree, &node, count_name, &n_names, &error))
            g_assert_cmpuint(claimed[i], <=, 44);
        else
            g_assert_error(error, FORMAT_ERROR, FORMAT_ERROR_TRUNCATED);
        g_assert_cmpuint(n_names, ==, 1);
    }
}

static gboolean walk_name(const char *name, const FileNode *node, gpointer data);

typedef struct {
    FileSystem *tree;
    guint depth;
} Walk;

static void
walk(FileSystem *tree, const FileNode *folder, guint depth)
{
    Walk self = {tree, depth};
    g_autoptr(GError) error = NULL;
    gboolean is_whole = file_system_list(tree, folder, walk_name, &self, &error);

    g_assert_cmpint(is_whole, ==, error == NULL);
}

static gboolean
walk_name(const char *name, const FileNode *node, gpointer data)
{
    const Walk *self = data;
    g_autoptr(GError) error = NULL;
    char bytes[4096];

    g_assert_true(g_utf8_validate(name, -1, NULL));
    if (node->kind == FILE_NODE_FOLDER && self->depth < 3)
        walk(self->tree, node, self->depth + 1);
    if (node->kind != FILE_NODE_FILE)
        return TRUE;

    g_autoptr(Source) file = self->tree->operations->open(self->tree, node, &error);

    g_assert_cmpint(file != NULL, ==, error == NULL);
    if (file != NULL) {
        g_assert_cmpint(source_get_size(file), >=, 0);
        source_read(file, 0, bytes, sizeof(bytes), NULL);
        source_read(file, (guint64)MAX(source_get_size(file) - 2, 0), bytes, sizeof(bytes), NULL);
    }
    return TRUE;
}

/* Whatever an image is, reading all of it ends. */
static FormatAnswer
read_all(const guint8 *data, gsize size)
{
    g_autoptr(Source) memory = source_new_memory(data, size);
    g_autoptr(Source) source = source_new_budget(memory, 500, 8 * 1024 * 1024);
    g_autoptr(FileSystem) tree = NULL;
    g_autoptr(GError) error = NULL;
    FormatAnswer answer = udf_open(source, &tree, &error);

    g_assert_cmpint(error != NULL, ==, answer == FORMAT_DAMAGED);
    g_assert_cmpint(tree != NULL, ==, answer == FORMAT_FOUND);
    if (tree != NULL)
        walk(tree, &tree->root, 0);
    return answer;
}

static GByteArray *
build_everything(void)
{
    static const UdfFileSpec files[] = {
        {.path = "README.TXT", .data = "read me"},
        {.path = "sources/install.wim", .data = "MSWIM", .pieces = 2},
        {.path = "sources/chained", .data = "MSWIM", .zeros = 4 * UDF_SECTOR, .chained = 1},
        {.path = "sources/long", .data = "MSWIM", .way = UDF_WAY_LONG, .is_extended = TRUE},
        {.path = "sources/embedded",
         .data = "MSWIM",
         .way = UDF_WAY_EMBEDDED,
         .has_attributes = TRUE},
        {.path = "sources/wide", .data = "MSWIM", .is_wide = TRUE},
        {.path = "a/b/c/d", .data = "deep"},
        {.path = NULL},
    };

    return udf_build(&(UdfSpec){.volume_id = "X", .files = files, .n_old = 1});
}

static void
test_cut_off(void)
{
    g_autoptr(GByteArray) image = build_everything();

    for (gsize size = 0; size < image->len; size += UDF_SECTOR / 2) {
        g_autofree guint8 *copy = g_memdup2(image->data, size);

        read_all(copy, size);
    }
    g_assert_cmpint(read_all(image->data, image->len), ==, FORMAT_FOUND);
}

/* Puts 0, all ones or anything into a field of a sector that has something. */
static void
damage(guint8 *data, gsize size, GRand *random)
{
    guint8 *sector;
    guint width, at, kind = (guint)g_rand_int_range(random, 0, 4);
    guint8 before[UDF_SECTOR];

    do {
        sector = data + (gsize)g_rand_int_range(random, 32, (gint)(size / UDF_SECTOR)) * UDF_SECTOR;
    } while (le32(sector) == 0);
    memcpy(before, sector, UDF_SECTOR);
    width = 1u << g_rand_int_range(random, 0, 4);
    at = (guint)g_rand_int_range(random, 0, 512) / width * width;
    for (guint i = 0; i < width; i++)
        sector[at + i] = kind == 0   ? 0
                         : kind == 1 ? 0xFF
                         : kind == 2
                             ? (guint8)(sector[at + i] ^ (1 << g_rand_int_range(random, 0, 8)))
                             : (guint8)g_rand_int(random);
    /* names have tags, too, at any place that is a multiple of 4 */
    for (gsize tag = 0; tag + 16 <= UDF_SECTOR; tag += 4) {
        guint8 sum = 0;

        for (guint i = 0; i < 16; i++)
            sum = (guint8)(sum + (i != 4 ? before[tag + i] : 0));
        if (sum == before[tag + 4] && le16(before + tag) != 0)
            udf_mend_tag(sector + tag);
    }
}

static void
test_damaged(void)
{
    g_autoptr(GByteArray) image = build_everything();
    g_autoptr(GRand) random = g_rand_new_with_seed(20261128);
    guint n_found = 0;

    for (guint i = 0; i < 2000; i++) {
        g_autofree guint8 *copy = g_memdup2(image->data, image->len);

        for (gint n = g_rand_int_range(random, 1, 4); n > 0; n--)
            damage(copy, image->len, random);
        n_found += read_all(copy, image->len) == FORMAT_FOUND;
    }
    g_test_message("%u were still found", n_found);
}

/* A disc with as many names as Microsoft's has costs few reads. */
static void
test_reads(void)
{
    enum { N_FILES = 900 };
    g_autofree UdfFileSpec *files = g_new0(UdfFileSpec, N_FILES + 1);
    g_autoptr(GPtrArray) names = g_ptr_array_new_with_free_func(g_free);

    for (guint i = 0; i < N_FILES; i++) {
        char *name = i == N_FILES / 2 ? g_strdup("sources/install.wim")
                                      : g_strdup_printf("sources/some-component-%u.dll", i);

        g_ptr_array_add(names, name);
        files[i] = (UdfFileSpec){.path = name, .data = "MSWIM"};
    }
    g_autoptr(GByteArray) image = udf_build(&(UdfSpec){.volume_id = "X", .files = files});
    CountedSource source = counted_source(image->data, image->len);
    g_autoptr(Source) window = source_open_window(&source.parent, 32768, 32768, NULL);
    g_autoptr(Source) cache = source_new_cache(window, 8192);
    g_autoptr(FileSystem) tree = open_tree(cache);

    assert_text(tree, "sources/install.wim", "MSWIM");
    g_test_message("%u reads, %" G_GUINT64_FORMAT " bytes", source.n_reads, source.n_bytes);
    g_assert_cmpuint(source.n_reads, <=, 9);
    g_assert_cmpuint(source.n_bytes, <=, 200 * 1024);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/udf/volumes", test_volumes);
    g_test_add_func("/udf/refused-volumes", test_refused_volumes);
    g_test_add_func("/udf/sums", test_sums);
    g_test_add_func("/udf/not-this", test_not_this);
    g_test_add_func("/udf/files", test_files);
    g_test_add_func("/udf/large", test_large);
    g_test_add_func("/udf/far", test_far);
    g_test_add_func("/udf/names", test_names);
    g_test_add_func("/udf/refused-files", test_refused_files);
    g_test_add_func("/udf/folder-without-end", test_folder_without_end);
    g_test_add_func("/udf/claimed", test_claimed);
    g_test_add_func("/udf/cut-off", test_cut_off);
    g_test_add_func("/udf/damaged", test_damaged);
    g_test_add_func("/udf/reads", test_reads);
    return g_test_run();
}
