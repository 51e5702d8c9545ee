/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * Tests format/iso9660_tree.c, rock_ridge.c and chrp.c's view of folders on images made in memory,
 * record by record. Images of other programs are in test-iso9660-oracle.py.
 */

#include "config.h"

#include <string.h>

#include "format/iso9660.h"
#include "format/iso9660_tree.h"
#include "counted-source.h"
#include "format/rock_ridge.h"
#include "iso-builder.h"
#include "iso-records.h"

#define SECTOR ISO9660_SECTOR_SIZE

/* Where things are; the image ends behind the data. */
#define ROOT 20
#define JOLIET_ROOT 21
#define AREAS 22 /* continuation areas */
#define FOLDER 24
#define DATA 25
#define END 30

#define MAX_RECORDS 6

typedef struct {
    const char *name;
    IsoBytes use; /* of the root directory */
    IsoRecord records[MAX_RECORDS];
    IsoBytes areas;                /* the sector of continuation areas */
    IsoRecord joliet[MAX_RECORDS]; /* with a name: there is Joliet */
    const char *expected;
} Case;

static guint8 *
build(const Case *row)
{
    guint8 *image = g_malloc0(END * SECTOR);

    iso_put_descriptor(image, 16, 1, ROOT);
    iso_put_descriptor(image, 17, row->joliet[0].name.bytes != NULL ? 2 : 3, JOLIET_ROOT);
    iso_put_descriptor(image, 18, 255, 0);
    iso_put_directory(image, ROOT, ROOT, row->use, row->records, MAX_RECORDS);
    iso_put_directory(image, JOLIET_ROOT, ROOT, (IsoBytes){NULL, 0}, row->joliet, MAX_RECORDS);
    if (row->areas.size > 0)
        memcpy(image + AREAS * SECTOR, row->areas.bytes, row->areas.size);
    iso_put_directory(image, FOLDER, ROOT, (IsoBytes){NULL, 0},
                      &(IsoRecord){ISO_BYTES("INSIDE.TXT;1"), .sector = DATA, .size = 5}, 1);
    memcpy(image + DATA * SECTOR, "hello", 5);
    return image;
}

/* "name" for a file, "name/" for a folder, "name?" for something else, with its size. */
static gboolean
append_name(const char *name, const FileNode *node, gpointer data)
{
    static const char kinds[] = {
        [FILE_NODE_FILE] = ' ', [FILE_NODE_FOLDER] = '/', [FILE_NODE_OTHER] = '?'};
    GString *text = data;

    g_string_append_printf(text, "%s%s%c", text->len > 0 ? ", " : "", name, kinds[node->kind]);
    if (node->kind != FILE_NODE_FOLDER)
        g_string_append_printf(text, "%" G_GUINT64_FORMAT, node->size);
    return TRUE;
}

static char *
list(FileSystem *tree, const FileNode *folder, GError **error)
{
    g_autoptr(GString) text = g_string_new(NULL);

    file_system_list(tree, folder, append_name, text, error);
    return g_string_free(g_steal_pointer(&text), FALSE);
}

static FileSystem *
open_tree(Source *source)
{
    g_autoptr(GError) error = NULL;
    FileSystem *tree = NULL;

    g_assert_cmpint(iso9660_open_tree(source, &tree, &error), ==, FORMAT_FOUND);
    g_assert_no_error(error);
    g_assert_cmpstr(tree->operations->name, ==, "iso9660");
    return tree;
}

/* clang-format off */
static const Case names[] = {
    {"empty", .expected = ""},
    {"plain",
     .records = {{ISO_BYTES("A.TXT;1"), .size = 1}, {ISO_BYTES("B.;1"), .size = 2}, {ISO_BYTES("C"), .flags = 2},
                 {ISO_BYTES("D.;"), .size = 3}, {ISO_BYTES("e.e"), .size = 4}},
     .expected = "A.TXT 1, B 2, C/, D 3, e.e 4"},
    {"plain ones that stand for others",
     .records = {{ISO_BYTES("_DISK"), .flags = 2}, {ISO_BYTES("_TREEINFO.;1"), .size = 2}, {ISO_BYTES("A_B.;1"), .size = 3},
                 {ISO_BYTES("_.;1"), .size = 4}},
     .expected = ".DISK/, .TREEINFO 2, A_B 3"},
    {"left out",
     .records = {{ISO_BYTES(";1"), .size = 1},
                 {ISO_BYTES("."), .size = 1},
                 {ISO_BYTES("A/B"), .size = 1},
                 {ISO_BYTES("RESOURCE.;1"), .flags = 4, .size = 1},
                 {ISO_BYTES("..;1"), .size = 1}},
     .expected = ""},
    {"interleaved", .records = {{ISO_BYTES("A"), .size = 9, .unit = 1}}, .expected = "A?9"},
    {"Rock Ridge",
     .use = ISO_BYTES(ISO_SP ISO_PX_FOLDER),
     .records = {{ISO_BYTES("A.;1"), .size = 1, .use = ISO_BYTES(ISO_NM("\12", ".disk") ISO_PX_FILE)},
                 {ISO_BYTES("B"), .flags = 2, .use = ISO_BYTES(ISO_PX_FOLDER ISO_NM("\14", "install"))},
                 {ISO_BYTES("C.;1"), .size = 3, .use = ISO_BYTES(ISO_NM("\10", "a;1") ISO_PX_FILE)},
                 {ISO_BYTES("D.;1"), .use = ISO_BYTES(ISO_NM("\11", "link") ISO_PX_LINK)},
                 {ISO_BYTES("E.E;1"), .size = 5, .use = ISO_BYTES(ISO_PX_FILE)}},
     .expected = ".disk 1, install/, a;1 3, link?0, E.E 5"},
    {"of the first version",
     .use = ISO_BYTES(ISO_SP "RR\5\1\201"),
     .records = {{ISO_BYTES("A.;1"), .size = 1, .use = ISO_BYTES("RR\5\1\201" ISO_NM("\12", "a.txt"))}},
     .expected = "a.txt 1"},
    {"entries without announcement",
     .use = ISO_BYTES(ISO_PX_FOLDER),
     .records = {{ISO_BYTES("A.;1"), .size = 1, .use = ISO_BYTES(ISO_NM("\12", ".disk") ISO_PX_FILE)}},
     .expected = "A 1"},
    {"a line under a name of Rock Ridge",
     .use = ISO_BYTES(ISO_SP ISO_PX_FOLDER),
     .records = {{ISO_BYTES("_A.;1"), .use = ISO_BYTES(ISO_NM("\7", "_a") ISO_PX_FILE)},
                 {ISO_BYTES("_B.;1"), .use = ISO_BYTES(ISO_PX_FILE)}},
     .expected = "_a 0, _B 0"},
    {"announced by other bytes",
     .use = ISO_BYTES("SP\7\1\276\356\0" ISO_PX_FOLDER),
     .records = {{ISO_BYTES("A.;1"), .size = 1, .use = ISO_BYTES(ISO_NM("\12", ".disk") ISO_PX_FILE)}},
     .expected = "A 1"},
    {"other entries than Rock Ridge's",
     .use = ISO_BYTES(ISO_SP "AA\10\1    "),
     .records = {{ISO_BYTES("A.;1"), .size = 1, .use = ISO_BYTES(ISO_NM("\12", ".disk"))}},
     .joliet = {{ISO_BYTES("\0j"), .size = 2}},
     .expected = "j 2"},
    {"bytes before the entries",
     .use = ISO_BYTES("SP\7\1\276\357\3" ISO_PX_FOLDER),
     .records = {{ISO_BYTES("A.;1"), .size = 1, .use = ISO_BYTES("???" ISO_NM("\12", ".disk") ISO_PX_FILE)},
                 {ISO_BYTES("B.;1"), .size = 2, .use = ISO_BYTES("??")}},
     .expected = ".disk 1, B 2"},
    {"what is no entry ends them",
     .use = ISO_BYTES(ISO_SP ISO_PX_FOLDER),
     .records = {{ISO_BYTES("A.;1"), .use = ISO_BYTES("XX\3\1" ISO_NM("\6", "a"))},
                 {ISO_BYTES("B.;1"), .use = ISO_BYTES("XX\0\1" ISO_NM("\6", "b"))},
                 {ISO_BYTES("C.;1"), .use = ISO_BYTES("ST\4\1" ISO_NM("\6", "c"))},
                 {ISO_BYTES("D.;1"), .use = ISO_BYTES(ISO_NM("\40", "d"))},
                 {ISO_BYTES("E.;1"), .use = ISO_BYTES("XX\5\1\0" ISO_NM("\6", "e") "\0\0")},
                 {ISO_BYTES("F.;1"), .use = ISO_BYTES("NM\4\1")}},
     .expected = "A 0, B 0, C 0, D 0, e 0, F 0"},
    {"names in pieces",
     .use = ISO_BYTES(ISO_SP ISO_PX_FOLDER),
     .records = {{ISO_BYTES("A.;1"), .use = ISO_BYTES("NM\7\1\1ab" ISO_NM("\7", "cd") ISO_PX_FILE)},
                 {ISO_BYTES("B.;1"), .use = ISO_BYTES("NM\7\1\1ab" ISO_PX_FILE)},
                 {ISO_BYTES("C.;1"), .use = ISO_BYTES(ISO_NM("\6", "c") ISO_NM("\6", "d") ISO_PX_FILE)},
                 {ISO_BYTES("D.;1"), .use = ISO_BYTES("NM\5\1\2" ISO_PX_FILE)}},
     .expected = "abcd 0, c 0, D 0"},
    {"names that lead astray",
     .use = ISO_BYTES(ISO_SP ISO_PX_FOLDER),
     .records = {{ISO_BYTES("A.;1"), .use = ISO_BYTES(ISO_NM("\7", "..") ISO_PX_FILE)},
                 {ISO_BYTES("B.;1"), .use = ISO_BYTES(ISO_NM("\6", ".") ISO_PX_FILE)},
                 {ISO_BYTES("C.;1"), .use = ISO_BYTES(ISO_NM("\10", "a/b") ISO_PX_FILE)},
                 {ISO_BYTES("D.;1"), .use = ISO_BYTES(ISO_NM("\10", "a\0b") ISO_PX_FILE)},
                 {ISO_BYTES("E.;1"), .use = ISO_BYTES(ISO_NM("\10", "...") ISO_PX_FILE)}},
     .expected = "... 0"},
    {"compressed files",
     .use = ISO_BYTES(ISO_SP ISO_PX_FOLDER),
     .records = {{ISO_BYTES("A.;1"), .size = 7, .use = ISO_BYTES(ISO_PX_FILE ISO_NM("\6", "a") "ZF\20\1pz\4\17" "12345678")}},
     .expected = "a?7"},
    {"names that go on elsewhere",
     .use = ISO_BYTES(ISO_SP ISO_PX_FOLDER),
     .records = {{ISO_BYTES("A.;1"), .use = ISO_BYTES(ISO_PX_FILE "NM\7\1\1ab" ISO_CE("\0", "\7"))},
                 {ISO_BYTES("B.;1"), .use = ISO_BYTES(ISO_CE("\10", "\23"))},
                 {ISO_BYTES("C.;1"), .use = ISO_BYTES(ISO_NM("\6", "c") ISO_PX_FILE ISO_CE("\0", "\7"))}},
     .areas = ISO_BYTES(ISO_NM("\7", "cd") "\0" ISO_NM("\7", "bb") ISO_PX_LINK),
     .expected = "abcd 0, bb?0, c 0"},
    {"areas that are none",
     .use = ISO_BYTES(ISO_SP ISO_PX_FOLDER),
     .records = {{ISO_BYTES("A.;1"), .use = ISO_BYTES("NM\7\1\1ab" ISO_CE("\0", "\0"))},
                 {ISO_BYTES("B.;1"), .use = ISO_BYTES(ISO_CE("\0", "\34"))}, /* goes on in itself */
                 {ISO_BYTES("C.;1"), .use = ISO_BYTES("CE\34\1\377\377\377\377\0\0\0\0\0\0\0\0\0\0\0\0\1\0\0\0\0\0\0\0")},
                 {ISO_BYTES("D.;1"), .use = ISO_BYTES("CE\34\1\26\0\0\0\0\0\0\0\377\377\377\377\0\0\0\0\34\0\0\0\0\0\0\0")},
                 {ISO_BYTES("E.;1"), .use = ISO_BYTES("CE\34\1\26\0\0\0\0\0\0\0\377\7\0\0\0\0\0\0\2\0\0\0\0\0\0\0")},
                 {ISO_BYTES("F.;1"), .use = ISO_BYTES("CE\33\1" "123456789012345678901234")}},
     .areas = ISO_BYTES(ISO_CE("\0", "\34")),
     .expected = "B 0, C 0, D 0, E 0, F 0"},
    {"a folder that lay too deep",
     .use = ISO_BYTES(ISO_SP ISO_PX_FOLDER),
     .records = {{ISO_BYTES("A.;1"), .sector = 1, .size = 2048, .use = ISO_BYTES(ISO_NM("\11", "deep") ISO_PX_FOLDER "CL\14\1\30\0\0\0\0\0\0\30")},
                 {ISO_BYTES("B"), .flags = 2, .sector = FOLDER, .size = 2048, .use = ISO_BYTES(ISO_NM("\11", "deep") ISO_PX_FOLDER "RE\4\1")}},
     .expected = "deep/"},
    {"Joliet",
     .records = {{ISO_BYTES("A.;1"), .size = 1}},
     .joliet = {{ISO_BYTES("\0.\0d\0i\0s\0k"), .flags = 2},
                {ISO_BYTES("\0a\0.\0t\0x\0t\0;\0001"), .size = 2},
                {ISO_BYTES("\0a\0;\0b\0;\0x"), .size = 3},
                {ISO_BYTES("\47\2\0.\330\75\336\0"), .size = 4},
                {ISO_BYTES("\0x\0 "), .size = 5},
                {ISO_BYTES("\0a\0/"), .size = 6}},
     .expected = ".disk/, a.txt 2, a;b;x 3, \xE2\x9C\x82.\xEF\xBF\xBD\xEF\xBF\xBD 4, x  5"},
    {"Rock Ridge before Joliet",
     .use = ISO_BYTES(ISO_SP ISO_PX_FOLDER),
     .records = {{ISO_BYTES("A.;1"), .size = 1, .use = ISO_BYTES(ISO_NM("\12", ".disk") ISO_PX_FILE)}},
     .joliet = {{ISO_BYTES("\0j"), .size = 2}},
     .expected = ".disk 1"},
};
/* clang-format on */

static void
test_names(void)
{
    for (gsize i = 0; i < G_N_ELEMENTS(names); i++) {
        g_autofree guint8 *image = build(&names[i]);
        g_autoptr(Source) source = source_new_memory(image, END * SECTOR);
        g_autoptr(FileSystem) tree = open_tree(source);
        g_autoptr(GError) error = NULL;
        g_autofree char *text = list(tree, &tree->root, &error);
        g_autofree char *again = list(tree, &tree->root, &error);

        g_test_message("%s", names[i].name);
        g_assert_no_error(error);
        g_assert_cmpstr(text, ==, names[i].expected);
        g_assert_cmpstr(again, ==, names[i].expected);
    }
}

/* A name in three pieces, two of them in the continuation area. */
static void
test_long_names(void)
{
    static const struct {
        guint last; /* bytes of the last piece, behind 200 */
        gboolean is_found;
    } rows[] = {{0, TRUE}, {54, TRUE}, {55, TRUE}, {56, FALSE}, {250, FALSE}};

    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        Case row = {.name = "long"};
        g_autofree char *letters = g_strnfill(100, 'x');
        g_autofree char *last = g_strnfill(rows[i].last, 'y');
        g_autofree char *expected =
            rows[i].is_found ? g_strconcat(letters, letters, last, " 1", NULL) : g_strdup("");
        g_autoptr(GString) use = g_string_new_len("NM\151\1\1", 5);
        g_autoptr(GString) area = g_string_new_len("NM\151\1\1", 5);

        g_string_append(use, letters);
        g_string_append_len(use, ISO_CE("\0", "\0"), 28);
        g_string_append(area, letters);
        g_string_append_len(area, "NM\0\1\0", 5);
        area->str[area->len - 3] = (char)(5 + rows[i].last);
        g_string_append(area, last);
        iso_put_number((guint8 *)use->str + use->len - 8, (guint32)area->len);

        row.use = (IsoBytes)ISO_BYTES(ISO_SP ISO_PX_FOLDER);
        row.records[0] = (IsoRecord){ISO_BYTES("A.;1"), .size = 1, .use = {use->str, use->len}};
        row.areas = (IsoBytes){area->str, area->len};
        g_autofree guint8 *image = build(&row);
        g_autoptr(Source) source = source_new_memory(image, END * SECTOR);
        g_autoptr(FileSystem) tree = open_tree(source);
        g_autofree char *text = list(tree, &tree->root, NULL);

        g_assert_cmpstr(text, ==, expected);
    }
}

/* Records that share a continuation area are none of any program's: what that costs has an end. */
static void
test_shared_areas(void)
{
    g_autofree guint8 *image = g_malloc0(END * SECTOR);
    gsize position = 0;
    guint n_named = 0, n_plain = 0;

    iso_put_descriptor(image, 16, 1, ROOT);
    iso_put_descriptor(image, 17, 255, 0);
    iso_put_number(image + 16 * SECTOR + 156 + 10, 4 * SECTOR);
    iso_put_record(
        image + ROOT * SECTOR, &position,
        &(IsoRecord){ISO_BYTES("\0"), 2, ROOT, 4 * SECTOR, ISO_BYTES(ISO_SP ISO_PX_FOLDER), 0, 0});
    for (guint i = 0; i < 100; i++) {
        static const char use[] =
            ISO_PX_FILE "CE\34\1\33\0\0\0\0\0\0\33\0\0\0\0\0\0\0\0\0\10\0\0\0\0\10\0";

        if (position % SECTOR + 80 > SECTOR)
            position = (position / SECTOR + 1) * SECTOR;
        iso_put_record(image + ROOT * SECTOR, &position,
                       &(IsoRecord){ISO_BYTES("A.;1"), 0, DATA, 1, {use, sizeof(use) - 1}, 0, 0});
    }
    g_assert_cmpuint(position, <, 5 * SECTOR);
    memcpy(image + 27 * SECTOR, ISO_NM("\11", "name"), 9);
    g_autoptr(Source) source = source_new_memory(image, END * SECTOR);
    g_autoptr(FileSystem) tree = open_tree(source);
    g_autofree char *text = list(tree, &tree->root, NULL);
    g_auto(GStrv) found = g_strsplit(text, ", ", -1);

    for (char **name = found; *name != NULL; name++) {
        n_named += strcmp(*name, "name 1") == 0;
        n_plain += strcmp(*name, "A 1") == 0;
    }
    g_assert_cmpuint(n_named, ==, ISO9660_MAX_AREAS);
    g_assert_cmpuint(n_plain, ==, 100 - ISO9660_MAX_AREAS);
}

static void
test_files(void)
{
    static const struct {
        const char *name;
        IsoRecord records[MAX_RECORDS];
        guint64 size;
        const char *start; /* the first bytes */
        gint64 offset;     /* of others */
        const char *there;
    } rows[] = {
        {"one extent", {{ISO_BYTES("A"), .sector = DATA, .size = 5}}, 5, "hello", 1, "ello"},
        {"cut off", {{ISO_BYTES("A"), .sector = END - 1, .size = 9999}}, 2048, "", 2048, ""},
        {"nothing", {{ISO_BYTES("A"), .sector = 9999, .size = 0}}, 0, "", 0, ""},
        {"extended attributes",
         {{ISO_BYTES("A"), .sector = DATA - 2, .size = 5, .extended = 2}},
         5,
         "hello",
         4,
         "o"},
        {"neighbours",
         {{ISO_BYTES("A"), .flags = 128, .sector = DATA, .size = 2048},
          {ISO_BYTES("A"), .flags = 128, .sector = DATA + 1, .size = 2048},
          {ISO_BYTES("A"), .sector = DATA + 2, .size = 3}},
         4099,
         "hello",
         2048,
         "second"},
        {"far from each other",
         {{ISO_BYTES("A"), .flags = 128, .sector = DATA + 1, .size = 2048},
          {ISO_BYTES("A"), .sector = DATA, .size = 5}},
         2053,
         "second",
         2048,
         "hello"},
        {"of several files",
         {{ISO_BYTES("B"), .flags = 128, .sector = DATA, .size = 2048},
          {ISO_BYTES("B"), .sector = DATA + 3, .size = 5},
          {ISO_BYTES("A"), .flags = 128, .sector = DATA + 1, .size = 2048},
          {ISO_BYTES("A"), .sector = DATA, .size = 5}},
         2053,
         "second",
         2048,
         "hello"},
        {"goes on in another file",
         {{ISO_BYTES("B"), .flags = 128, .sector = DATA + 1, .size = 2048},
          {ISO_BYTES("A"), .sector = DATA, .size = 5}},
         5,
         "hello",
         0,
         "hello"},
        {"huge",
         {{ISO_BYTES("A"), .flags = 128, .sector = DATA, .size = G_MAXUINT32},
          {ISO_BYTES("A"), .sector = DATA + 1, .size = G_MAXUINT32}},
         2 * (guint64)G_MAXUINT32,
         "hello",
         2048,
         "second"},
    };

    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        Case row = {.name = rows[i].name};

        g_test_message("%s", rows[i].name);
        memcpy(row.records, rows[i].records, sizeof(row.records));
        g_autofree guint8 *image = build(&row);
        memcpy(image + (DATA + 1) * SECTOR, "second", 6);
        g_autoptr(Source) source = source_new_memory(image, END * SECTOR);
        g_autoptr(FileSystem) tree = open_tree(source);
        g_autoptr(GError) error = NULL;

        for (guint time = 0; time < 2; time++) {
            g_autoptr(Source) file = file_system_open(tree, "a", &error);
            char bytes[8] = "";

            g_assert_no_error(error);
            g_assert_cmpint(source_get_size(file), ==, rows[i].size);
            g_assert_cmpint(source_read(file, 0, bytes, strlen(rows[i].start), NULL), ==,
                            strlen(rows[i].start));
            g_assert_cmpstr(bytes, ==, rows[i].start);
            memset(bytes, 0, sizeof(bytes));
            g_assert_cmpint(
                source_read(file, (guint64)rows[i].offset, bytes, strlen(rows[i].there), NULL), ==,
                strlen(rows[i].there));
            g_assert_cmpstr(bytes, ==, rows[i].there);
        }
    }
}

/* Pieces that do not touch are remembered up to a limit; those of one file once. */
static void
test_many_pieces(void)
{
    g_autofree guint8 *image = g_malloc0(END * SECTOR);
    gsize position = 0;

    iso_put_descriptor(image, 16, 1, ROOT);
    iso_put_descriptor(image, 17, 255, 0);
    /* 65 pieces are too many, 58 are not */
    for (guint i = 0; i < 65 + 58; i++) {
        IsoRecord record = {ISO_BYTES("TOO.MANY;1"), .flags = 128, .sector = DATA + i % 2,
                            .size = 9};

        if (i >= 65)
            record.name = (IsoBytes)ISO_BYTES("ENOUGH.;1");
        if (i == 64 || i == 65 + 57)
            record.flags = 0;
        if (position % SECTOR + 44 > SECTOR)
            position = (position / SECTOR + 1) * SECTOR;
        iso_put_record(image + ROOT * SECTOR, &position, &record);
    }
    g_assert_cmpuint(position, <, 3 * SECTOR);
    iso_put_number(image + 16 * SECTOR + 156 + 10, 3 * SECTOR);
    g_autoptr(Source) source = source_new_memory(image, END * SECTOR);
    g_autoptr(FileSystem) tree = open_tree(source);

    for (guint time = 0; time < 2 * ISO9660_MAX_PIECES / 58; time++) {
        g_autofree char *text = list(tree, &tree->root, NULL);

        g_assert_cmpstr(text, ==, "ENOUGH 522");
    }
}

/* What a visitor has seen so far, and where to stop. */
typedef struct {
    guint n_names;
    guint n_wanted;
    guint64 last_size;
} Names;

static gboolean
count_name(const char *name G_GNUC_UNUSED, const FileNode *node, gpointer data)
{
    Names *self = data;

    self->last_size = node->size;
    return ++self->n_names < self->n_wanted;
}

/* A large directory is read as far as somebody looks; a file in pieces goes on where it is read on. */
static void
test_large_directory(void)
{
    enum { SECTORS = 60, FIRST = END, A_SECTOR = 40 };
    static const struct {
        guint n_wanted;
        guint n_names;
        guint n_reads;   /* of the directory, at most */
        gsize n_sectors; /* likewise */
    } rows[] = {
        {1, 1, 1, 6},
        {6 * A_SECTOR - 2, 6 * A_SECTOR - 2, 1, 6},
        {6 * A_SECTOR, 6 * A_SECTOR, 2, 18},
        {G_MAXUINT, SECTORS * A_SECTOR - 1, 4, SECTORS},
    };
    g_autofree guint8 *image = g_malloc0((END + SECTORS) * SECTOR);
    const IsoRecord folder = {ISO_BYTES("LARGE"), .flags = 2, .sector = FIRST,
                              .size = SECTORS * SECTOR};
    gsize position = 0;

    iso_put_descriptor(image, 16, 1, ROOT);
    iso_put_descriptor(image, 17, 255, 0);
    iso_put_directory(image, ROOT, ROOT, (IsoBytes){NULL, 0}, &folder, 1);
    for (guint i = 0; i < SECTORS * A_SECTOR; i++) {
        /* the last one of the sixth sector goes on in the seventh */
        gboolean is_piece = i / 2 == 6 * A_SECTOR / 2 - 1 && i % 2 == 1;
        g_autofree char *name = g_strdup_printf("N%06u.;1", is_piece ? i + 1 : i);

        if (i % A_SECTOR == 0)
            position = i / A_SECTOR * SECTOR;
        iso_put_record(image + FIRST * SECTOR, &position,
                       &(IsoRecord){.name = {name, strlen(name)},
                                    .flags = is_piece ? 128 : 0,
                                    .sector = DATA,
                                    .size = 1});
    }
    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        CountedSource source = counted_source(image, (END + SECTORS) * SECTOR);
        g_autoptr(FileSystem) tree = open_tree(&source.parent);
        Names seen = {.n_wanted = rows[i].n_wanted};
        g_autoptr(GError) error = NULL;
        FileNode node;
        guint n_reads;
        guint64 n_bytes;

        g_assert_cmpint(file_system_find(tree, "large", &node, &error), ==, FORMAT_FOUND);
        n_reads = source.n_reads;
        n_bytes = source.n_bytes;
        g_assert_true(file_system_list(tree, &node, count_name, &seen, &error));
        g_assert_no_error(error);
        g_test_message("%u names: %u reads of %" G_GUINT64_FORMAT " bytes", seen.n_names,
                       source.n_reads - n_reads, source.n_bytes - n_bytes);
        g_assert_cmpuint(seen.n_names, ==, rows[i].n_names);
        g_assert_cmpuint(source.n_reads - n_reads, <=, rows[i].n_reads);
        g_assert_cmpuint(source.n_bytes - n_bytes, <=, rows[i].n_sectors * SECTOR);
        if (rows[i].n_wanted == 6 * A_SECTOR)
            g_assert_cmpuint(seen.last_size, ==, 2);
    }
}

static void
test_places_of_folders(void)
{
    static const struct {
        const char *name;
        IsoRecord record;
        const char *expected; /* what is in it */
        const char *message;
    } rows[] = {
        {"a folder",
         {ISO_BYTES("A"), .flags = 2, .sector = FOLDER, .size = 2048},
         "INSIDE.TXT 5",
         NULL},
        {"in a loop", {ISO_BYTES("A"), .flags = 2, .sector = ROOT, .size = 2048}, "A/", NULL},
        {"empty", {ISO_BYTES("A"), .flags = 2, .sector = FOLDER, .size = 0}, "", NULL},
        {"cut off",
         {ISO_BYTES("A"), .flags = 2, .sector = FOLDER, .size = 99999},
         "INSIDE.TXT 5",
         "a folder is cut off"},
        {"behind the end",
         {ISO_BYTES("A"), .flags = 2, .sector = 99999, .size = 2048},
         "",
         "a folder is cut off"},
        {"moved",
         {ISO_BYTES("A.;1"), .use = ISO_BYTES(ISO_NM("\6", "A") "CL\14\1\30\0\0\0\0\0\0\30")},
         "INSIDE.TXT 5",
         NULL},
        {"moved behind the end",
         {ISO_BYTES("A.;1"), .use = ISO_BYTES(ISO_NM("\6", "A") "CL\14\1\30\1\0\0\0\0\1\30")},
         "",
         "a folder is not where it should be"},
        {"moved to a file",
         {ISO_BYTES("A.;1"), .use = ISO_BYTES(ISO_NM("\6", "A") "CL\14\1\31\0\0\0\0\0\0\31")},
         "",
         "a folder is not where it should be"},
    };

    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        Case row = {.name = rows[i].name,
                    .use = ISO_BYTES(ISO_SP ISO_PX_FOLDER),
                    .records = {rows[i].record}};
        g_autofree guint8 *image = build(&row);
        g_autoptr(Source) source = source_new_memory(image, END * SECTOR);
        g_autoptr(FileSystem) tree = open_tree(source);
        g_autoptr(GError) error = NULL;
        FileNode node;

        g_test_message("%s", rows[i].name);
        g_assert_cmpint(file_system_find(tree, "A", &node, &error), ==, FORMAT_FOUND);
        g_assert_cmpint(node.kind, ==, FILE_NODE_FOLDER);
        g_autofree char *text = list(tree, &node, &error);
        g_assert_cmpstr(text, ==, rows[i].expected);
        g_assert_cmpstr(error != NULL ? error->message : NULL, ==, rows[i].message);
        if (error != NULL)
            g_assert_cmpint(error->domain, ==, FORMAT_ERROR);
    }
}

/* A root that is not there, of any kind. */
static void
test_roots(void)
{
    static const struct {
        const char *name;
        guint32 sector, size; /* of the root */
        guint32 joliet_sector, joliet_size;
        const char *expected;
        const char *message;
    } rows[] = {
        {"both", ROOT, SECTOR, JOLIET_ROOT, SECTOR, "j 2", NULL},
        {"without Joliet", ROOT, SECTOR, 0, 0, "A 1", NULL},
        {"without size", ROOT, 0, 0, 0, "", NULL},
        {"only Joliet", ROOT, 0, JOLIET_ROOT, SECTOR, "j 2", NULL},
        {"behind the end", END, SECTOR, 0, 0, "", "a folder is cut off"},
        {"Joliet behind the end", ROOT, SECTOR, END, SECTOR, "", "a folder is cut off"},
        {"huge", ROOT, G_MAXUINT32, 0, 0, "A 1", "a folder is cut off"},
    };
    const Case row = {.records = {{ISO_BYTES("A.;1"), .size = 1}},
                      .joliet = {{ISO_BYTES("\0j"), .size = 2}}};

    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autofree guint8 *image = build(&row);
        g_autoptr(Source) source = source_new_memory(image, END * SECTOR);
        g_autoptr(GError) error = NULL;

        g_test_message("%s", rows[i].name);
        iso_put_number(image + 16 * SECTOR + 158, rows[i].sector);
        iso_put_number(image + 16 * SECTOR + 166, rows[i].size);
        iso_put_number(image + 17 * SECTOR + 158, rows[i].joliet_sector);
        iso_put_number(image + 17 * SECTOR + 166, rows[i].joliet_size);
        g_autoptr(FileSystem) tree = open_tree(source);
        g_autofree char *text = list(tree, &tree->root, &error);

        if (i == 6)
            text[3] = '\0'; /* what follows is no folder */
        g_assert_cmpstr(text, ==, rows[i].expected);
        g_assert_cmpstr(error != NULL ? error->message : NULL, ==, rows[i].message);
    }
}

static void
test_no_image(void)
{
    g_autofree guint8 *zeros = g_malloc0(END * SECTOR);
    g_autoptr(Source) source = source_new_memory(zeros, END * SECTOR);
    g_autoptr(GError) error = NULL;
    FileSystem *tree = NULL;

    g_assert_cmpint(iso9660_open_tree(source, &tree, &error), ==, FORMAT_NOT_THIS);
    g_assert_cmpint(iso9660_open_plain_tree(source, &tree, &error), ==, FORMAT_NOT_THIS);
    g_assert_no_error(error);
    memcpy(zeros + 16 * SECTOR, "\3CD001\1", 7);
    g_assert_cmpint(iso9660_open_tree(source, &tree, &error), ==, FORMAT_DAMAGED);
    g_assert_error(error, FORMAT_ERROR, FORMAT_ERROR_HEADER);
    g_assert_null(tree);
}

/* As firmware looks for it. */
static gboolean
find_plain(const GByteArray *image, const char *name, FileNodeKind kind, FileNode *out_node)
{
    g_autoptr(Source) source = source_new_memory(image->data, image->len);
    g_autoptr(FileSystem) tree = NULL;
    FileNode node;

    g_assert_cmpint(iso9660_open_plain_tree(source, &tree, NULL), ==, FORMAT_FOUND);
    if (file_system_find(tree, name, &node, NULL) != FORMAT_FOUND || node.kind != kind)
        return FALSE;
    *out_node = node;
    return TRUE;
}

static void
test_find_in_directory(void)
{
    static const struct {
        const char *recorded;
        const char *name;
        gboolean is_found;
    } rows[] = {
        {"PPC", "ppc", TRUE},
        {"ppc", "ppc", TRUE},
        {"Ppc;1", "ppc", TRUE},
        {"PPC.;1", "ppc", TRUE},
        {"PPCFOO", "ppc", FALSE},
        {"PP", "ppc", FALSE},
        {";1", "ppc", FALSE},
        {"BOOTINFO.TXT;1", "bootinfo.txt", TRUE},
        {"BOOTINFO.TXT;32767", "bootinfo.txt", TRUE},
        {"BOOTINFO.TXT", "bootinfo.txt", TRUE},
        {"BOOTINFO.TXT~", "bootinfo.txt", FALSE},
        {"BOOTINFO.TX;1", "bootinfo.txt", FALSE},
    };

    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        for (guint padding = 0; padding < 100; padding += 33) {
            IsoSpec spec = {
                .volume_id = "TEST", .ppc_directory = rows[i].recorded, .root_padding = padding};
            g_autoptr(GByteArray) image = iso_build(&spec);
            FileNode node = {.size = 1};

            g_test_message("%s", rows[i].recorded);
            g_assert_cmpint(find_plain(image, rows[i].name, FILE_NODE_FOLDER, &node), ==,
                            rows[i].is_found);
            g_assert_cmpuint(node.size, ==, rows[i].is_found ? SECTOR : 1);
            g_assert_false(find_plain(image, rows[i].name, FILE_NODE_FILE, &node));
        }
    }
}

/* A record with an impossible length hides the rest of its sector, but not the next one. */
static void
test_damaged_directory(void)
{
    IsoSpec spec = {.volume_id = "TEST", .ppc_directory = "PPC", .root_padding = 60};
    g_autoptr(GByteArray) image = iso_build(&spec);
    guint8 *root = image->data + 19 * SECTOR;
    FileNode node;

    for (guint length = 0; length <= 255; length++) {
        root[0] = (guint8)length;
        g_assert_true(find_plain(image, "ppc", FILE_NODE_FOLDER, &node));
    }
    root[0] = 34;
    root[34 + 32] = 255;
    g_assert_true(find_plain(image, "ppc", FILE_NODE_FOLDER, &node));
    root[25] = 0x06;
    root[33] = 'X';
    g_assert_false(find_plain(image, "X", FILE_NODE_FOLDER, &node));
    root[25] = 0x02;
    g_assert_true(find_plain(image, "X", FILE_NODE_FOLDER, &node));
    root[1] = 3; /* blocks of extended attributes come before the data */
    g_assert_true(find_plain(image, "X", FILE_NODE_FOLDER, &node));
    g_assert_cmpuint(node.place[0], ==, (19 + 3) * SECTOR);
}

static void
test_block_size(void)
{
    IsoSpec spec = {
        .volume_id = "TEST", .block_size = 512, .volume_blocks = 10, .ppc_directory = "PPC"};
    g_autoptr(GByteArray) image = iso_build(&spec);
    FileNode node;

    g_assert_true(find_plain(image, "ppc", FILE_NODE_FOLDER, &node));
    g_assert_cmpuint(node.place[0], ==, 20 * SECTOR);
}

static gboolean
see(const char *name, const FileNode *node, gpointer data)
{
    (void)data;
    return *name != '\0' && node != NULL;
}

/* Opens all files and folders of the root; valgrind and the sanitizers watch. */
static gboolean
walk(const char *name, const FileNode *node, gpointer data)
{
    FileSystem *tree = data;

    g_assert_cmpuint(strlen(name), >, 0);
    g_autoptr(Source) file =
        node->kind == FILE_NODE_FILE ? tree->operations->open(tree, node, NULL) : NULL;
    char bytes[64];

    if (file != NULL)
        source_read(file, 0, bytes, sizeof(bytes), NULL);
    file_system_list(tree, node, see, NULL, NULL);
    return TRUE;
}

static void
test_bit_flips(void)
{
    g_autoptr(GRand) random = g_rand_new_with_seed(1121);

    for (guint round = 0; round < 4000; round++) {
        g_autofree guint8 *image = build(&names[(guint)round % G_N_ELEMENTS(names)]);
        gsize size = (gsize)g_rand_int_range(random, 19 * SECTOR, END * SECTOR + 1);
        g_autofree guint8 *cut = g_memdup2(image, size);
        guint flips = (guint)g_rand_int_range(random, 1, 20);
        g_autoptr(FileSystem) tree = NULL;

        for (guint i = 0; i < flips; i++) {
            gsize sector = (gsize)g_rand_int_range(random, 16, (gint32)(size / SECTOR));
            gsize offset = sector * SECTOR + (gsize)g_rand_int_range(random, 0, 300);

            if (offset < size)
                cut[offset] ^= (guint8)(1 << g_rand_int_range(random, 0, 8));
        }
        g_autoptr(Source) source = source_new_memory(cut, size);
        if (iso9660_open_tree(source, &tree, NULL) == FORMAT_FOUND)
            file_system_list(tree, &tree->root, walk, tree, NULL);
    }
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/iso9660-tree/names", test_names);
    g_test_add_func("/iso9660-tree/long-names", test_long_names);
    g_test_add_func("/iso9660-tree/shared-areas", test_shared_areas);
    g_test_add_func("/iso9660-tree/files", test_files);
    g_test_add_func("/iso9660-tree/many-pieces", test_many_pieces);
    g_test_add_func("/iso9660-tree/large-directory", test_large_directory);
    g_test_add_func("/iso9660-tree/places-of-folders", test_places_of_folders);
    g_test_add_func("/iso9660-tree/roots", test_roots);
    g_test_add_func("/iso9660-tree/no-image", test_no_image);
    g_test_add_func("/iso9660-tree/find-in-directory", test_find_in_directory);
    g_test_add_func("/iso9660-tree/damaged-directory", test_damaged_directory);
    g_test_add_func("/iso9660-tree/block-size", test_block_size);
    g_test_add_func("/iso9660-tree/bit-flips", test_bit_flips);
    return g_test_run();
}
