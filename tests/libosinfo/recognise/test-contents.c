/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * Tests recognise/contents.c: which names of a root folder ask whom, which media are looked into, and what
 * comes of failures.
 */

#include "config.h"

#include <string.h>

#include "fake-file-system.h"
#include "format/iso9660.h"
#include "iso-records.h"
#include "recognise/contents.h"
#include "recognise/gather.h"

#define SECTOR ISO9660_SECTOR_SIZE

/* Readers that leave their mark, and fail in some way. */

static FormatAnswer
read_good(FileSystem *files, Evidence *evidence, GError **error)
{
    (void)files;
    (void)error;
    evidence_add_found(evidence, "good", "good", "here");
    return FORMAT_FOUND;
}

static FormatAnswer
read_hint(FileSystem *files, Evidence *evidence, GError **error)
{
    (void)files;
    (void)error;
    evidence_add_found(evidence, "hint", "hint", "here");
    return FORMAT_FOUND;
}

static FormatAnswer
read_other(FileSystem *files, Evidence *evidence, GError **error)
{
    (void)files;
    (void)error;
    evidence_add_found(evidence, "other", "other", "here");
    return FORMAT_NOT_THIS;
}

static FormatAnswer
read_damaged(FileSystem *files, Evidence *evidence, GError **error)
{
    (void)files;
    evidence_add_found(evidence, "part", "part", "here");
    g_set_error_literal(error, FORMAT_ERROR, FORMAT_ERROR_INVALID, "damaged");
    return FORMAT_DAMAGED;
}

static FormatAnswer
read_costly(FileSystem *files, Evidence *evidence, GError **error)
{
    (void)files;
    evidence_add_found(evidence, "part", "part", "here");
    g_set_error_literal(error, G_IO_ERROR, G_IO_ERROR_MESSAGE_TOO_LARGE, "too much");
    return FORMAT_DAMAGED;
}

static FormatAnswer
read_cancelled(FileSystem *files, Evidence *evidence, GError **error)
{
    (void)files;
    (void)evidence;
    g_set_error_literal(error, G_IO_ERROR, G_IO_ERROR_CANCELLED, "cancelled");
    return FORMAT_DAMAGED;
}

static const ContentReader good = {"good", read_good};
static const ContentReader hint = {"hint", read_hint};
static const ContentReader other = {"other", read_other};
static const ContentReader damaged = {"damaged", read_damaged};
static const ContentReader costly = {"costly", read_costly};
static const ContentReader cancelled = {"cancelled", read_cancelled};

/* "key=text@where" of each fact. */
static char *
describe(const Evidence *evidence)
{
    g_autoptr(GString) text = g_string_new(NULL);

    for (guint i = 0; i < evidence->items->len; i++) {
        const EvidenceItem *item = &g_array_index(evidence->items, EvidenceItem, i);

        g_string_append_printf(text, "%s%s=%s@%s", text->len > 0 ? " " : "", item->key, item->text,
                               item->where);
    }
    return g_string_free(g_steal_pointer(&text), FALSE);
}

static void
test_readers(void)
{
    static const struct {
        const char *name;
        ContentRow rows[5];
        FakeFile files[4];
        const char *expected;
        gboolean is_cancelled;
    } cases[] = {
        {"nothing there", {{"a", &good, CONTENT_TELLS}}, {{.path = NULL}}, "", FALSE},
        {"another name", {{"a", &good, CONTENT_TELLS}}, {{.path = "b"}}, "", FALSE},
        {"a file", {{"a", &good, CONTENT_TELLS}}, {{.path = "a"}}, "good=good@here", FALSE},
        {"a folder",
         {{"a", &good, CONTENT_TELLS}},
         {{.path = "x"}, {.path = "a/b"}},
         "good=good@here",
         FALSE},
        {"not in the root", {{"a", &good, CONTENT_TELLS}}, {{.path = "b/a"}}, "", FALSE},
        {"another case",
         {{"Sources", &good, CONTENT_TELLS}},
         {{.path = "SOURCES/x"}},
         "good=good@here",
         FALSE},
        {"part of a name", {{"a", &good, CONTENT_TELLS}}, {{.path = "ab"}}, "", FALSE},
        {"more than a name", {{"ab", &good, CONTENT_TELLS}}, {{.path = "a"}}, "", FALSE},
        {"start of a name",
         {{"win51*", &good, CONTENT_TELLS}},
         {{.path = "WIN51IP.SP3"}},
         "good=good@here",
         FALSE},
        {"just the start",
         {{"win51*", &good, CONTENT_TELLS}},
         {{.path = "WIN51"}},
         "good=good@here",
         FALSE},
        {"other start", {{"win51*", &good, CONTENT_TELLS}}, {{.path = "WIN52"}}, "", FALSE},
        {"digits",
         {{"#.#", &good, CONTENT_TELLS}},
         {{.path = "7.6/amd64"}},
         "good=good@here",
         FALSE},
        {"more digits",
         {{"#.#", &good, CONTENT_TELLS}},
         {{.path = "10.12/x"}},
         "good=good@here",
         FALSE},
        {"no digits",
         {{"#.#", &good, CONTENT_TELLS}},
         {{.path = "7.x"}, {.path = ".7"}, {.path = "#.#"}},
         "",
         FALSE},
        {"digits and more",
         {{"#.#", &good, CONTENT_TELLS}},
         {{.path = "7.6.1"}, {.path = "7.6a"}},
         "",
         FALSE},
        {"in the order of the rows",
         {{"b", &other, CONTENT_TELLS}, {"a", &good, CONTENT_TELLS}},
         {{.path = "a"}, {.path = "b"}},
         "other=other@here good=good@here",
         FALSE},
        {"once each",
         {{"a", &good, CONTENT_TELLS},
          {"b", &other, CONTENT_TELLS},
          {"c", &good, CONTENT_TELLS},
          {"d*", &good, CONTENT_TELLS}},
         {{.path = "d1"}, {.path = "c"}, {.path = "b"}},
         "other=other@here good=good@here",
         FALSE},
        {"costly ones where nobody found anything",
         {{"a", &other, CONTENT_TELLS}, {"b", &good, CONTENT_HINTS}},
         {{.path = "a"}, {.path = "b"}},
         "other=other@here good=good@here",
         FALSE},
        {"not where somebody did",
         {{"a", &good, CONTENT_TELLS}, {"b", &other, CONTENT_HINTS}},
         {{.path = "a"}, {.path = "b"}},
         "good=good@here",
         FALSE},
        {"a hint where more was added",
         {{"*", &good, CONTENT_ADDS}, {"*", &hint, CONTENT_HINTS}},
         {{.path = "a"}},
         "good=good@here hint=hint@here",
         FALSE},
        {"a hint behind damage",
         {{"*", &damaged, CONTENT_TELLS}, {"*", &hint, CONTENT_HINTS}},
         {{.path = "a"}},
         "part=part@here content.damage=damaged@* hint=hint@here",
         FALSE},
        {"hints keep nobody back",
         {{"*", &hint, CONTENT_HINTS}, {"*", &good, CONTENT_HINTS}, {"*", &other, CONTENT_TELLS}},
         {{.path = "a"}},
         "hint=hint@here good=good@here other=other@here",
         FALSE},
        {"damage is no end",
         {{"a", &damaged, CONTENT_TELLS}, {"b", &good, CONTENT_TELLS}},
         {{.path = "a"}, {.path = "b"}},
         "part=part@here content.damage=damaged@a good=good@here",
         FALSE},
        {"costs are one",
         {{"a*", &costly, CONTENT_TELLS}, {"b", &good, CONTENT_TELLS}},
         {{.path = "a"}, {.path = "b"}},
         "part=part@here content.unread=too much@a*",
         FALSE},
        {"so is being cancelled",
         {{"a", &good, CONTENT_TELLS},
          {"b", &cancelled, CONTENT_TELLS},
          {"c", &good, CONTENT_TELLS}},
         {{.path = "a"}, {.path = "b"}, {.path = "c"}},
         "good=good@here",
         TRUE},
        {"a root that is cut off",
         {{"a", &good, CONTENT_TELLS}},
         {{.path = "a"}, {"", .damage = "cut off"}},
         "content.damage=cut off@/ good=good@here",
         FALSE},
        {"a root that cannot be read",
         {{"a", &good, CONTENT_TELLS}},
         {{.path = "a"}, {"", .unreadable = "bad sector"}},
         "content.unread=bad sector@/",
         FALSE},
    };

    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autoptr(FileSystem) files = fake_file_system_new(cases[i].files);
        g_auto(Evidence) evidence = {.items = NULL};
        g_autoptr(GError) error = NULL;

        g_test_message("%s", cases[i].name);
        evidence_init(&evidence);
        g_assert_cmpint(contents_read(cases[i].rows, files, &evidence, &error), ==,
                        !cases[i].is_cancelled);
        g_assert_cmpint(error != NULL, ==, cases[i].is_cancelled);
        g_autofree char *text = describe(&evidence);
        g_assert_cmpstr(text, ==, cases[i].expected);
        g_assert_cmpuint(fake_file_system_count(files), ==, 1);
    }
}

/* An image with a file .disk/info in sector 40, behind what is read of every image. */
#define ROOT 20
#define DISK 21
#define INFO 40
#define END 41

static guint8 *
build(const char *label, gboolean has_udf)
{
    static const char info[] = "Debian GNU/Linux 13.1.0 \"Trixie\" - Official amd64 NETINST";
    const IsoRecord disk = {
        ISO_BYTES("_DISK"), 2, DISK, SECTOR, ISO_BYTES(ISO_NM("\12", ".disk")), 0, 0};
    const IsoRecord file = {
        ISO_BYTES("INFO.;1"), 0, INFO, sizeof(info) - 1, ISO_BYTES(ISO_NM("\11", "info")), 0, 0};
    guint8 *image = g_malloc0(END * SECTOR);

    iso_put_descriptor(image, 16, 1, ROOT);
    iso_put_descriptor(image, 17, 255, 0);
    memcpy(image + 16 * SECTOR + 40, label, strlen(label));
    if (has_udf)
        memcpy(image + 18 * SECTOR, "\0NSR02\1", 7);
    iso_put_directory(image, ROOT, ROOT, (IsoBytes)ISO_BYTES(ISO_SP ISO_PX_FOLDER), &disk, 1);
    iso_put_directory(image, DISK, ROOT, (IsoBytes){NULL, 0}, &file, 1);
    memcpy(image + INFO * SECTOR, info, sizeof(info) - 1);
    return image;
}

/* A source of which reads fail from some number on. */
typedef struct {
    Source parent;
    Source *below;
    guint n_good; /* reads that are left */
    GIOErrorEnum failure;
} FailingSource;

static gssize
failing_read(Source *source, guint64 offset, void *buffer, gsize size, GError **error)
{
    FailingSource *self = (FailingSource *)source;

    if (self->n_good == 0) {
        g_set_error_literal(error, G_IO_ERROR, (gint)self->failure, "made to fail");
        return -1;
    }
    self->n_good--;
    return source_read(self->below, offset, buffer, size, error);
}

static gint64
failing_get_size(Source *source)
{
    return source_get_size(((FailingSource *)source)->below);
}

static const SourceOperations failing_operations = {
    .read = failing_read,
    .get_size = failing_get_size,
};

/* Which media are looked into, what it costs, and what comes of failures. */
static void
test_media(void)
{
    static const struct {
        const char *name;
        const char *label;
        gboolean has_udf;
        GatherContents contents;
        gsize n_sectors;
        guint n_good;    /* reads, the one of the descriptors included */
        guint n_left;    /* of these */
        const char *key; /* NULL: no contents */
        const char *text;
    } rows[] = {
        {"here", "CDROM", FALSE, GATHER_CONTENTS, END, 9, 7, "disk-info.version", "13.1.0"},
        {"here, with a version", "TEST 1", FALSE, GATHER_CONTENTS, END, 9, 7, "disk-info.version",
         "13.1.0"},
        {"not wanted", "CDROM", FALSE, GATHER_NO_CONTENTS, END, 9, 8, NULL, NULL},
        {"elsewhere", "CDROM", FALSE, GATHER_CONTENTS_IF_VAGUE, END, 9, 7, "disk-info.version",
         "13.1.0"},
        {"elsewhere, with a version", "TEST 1", FALSE, GATHER_CONTENTS_IF_VAGUE, END, 9, 8, NULL,
         NULL},
        {"elsewhere, a name of Windows", "SSS_X64FREV_EN-US_DV9", FALSE, GATHER_CONTENTS_IF_VAGUE,
         END, 9, 7, "disk-info.version", "13.1.0"},
        {"elsewhere, another one", "CCCOMA_A64FRE_DE-DE_DV5", FALSE, GATHER_CONTENTS_IF_VAGUE, END,
         9, 7, "disk-info.version", "13.1.0"},
        {"elsewhere, one with a generation", "IR5_SSS_X64FREV_EN-US_DV9", FALSE,
         GATHER_CONTENTS_IF_VAGUE, END, 9, 8, NULL, NULL},
        {"elsewhere, with UDF", "TEST 1", TRUE, GATHER_CONTENTS_IF_VAGUE, END, 9, 6,
         "disk-info.version", "13.1.0"},
        {"elsewhere, without a name", "", FALSE, GATHER_CONTENTS_IF_VAGUE, END, 9, 7,
         "disk-info.version", "13.1.0"},
        {"cut off", "CDROM", FALSE, GATHER_CONTENTS, INFO, 9, 8, "content.damage",
         "'.disk/info': a file lies behind the end of the image"},
        {"folder cut off", "CDROM", FALSE, GATHER_CONTENTS, DISK, 9, 8, "content.damage",
         "'/.disk/': a folder is cut off"},
        {"unreadable", "CDROM", FALSE, GATHER_CONTENTS, END, 1, 0, "content.unread",
         "'.disk/info': made to fail"},
    };

    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autofree guint8 *image = build(rows[i].label, rows[i].has_udf);
        g_autoptr(Source) memory = source_new_memory(image, rows[i].n_sectors * SECTOR);
        FailingSource failing = {.parent.operations = &failing_operations,
                                 .below = memory,
                                 .n_good = rows[i].n_good,
                                 .failure = G_IO_ERROR_FAILED};
        g_autoptr(Source) window = source_open_window(&failing.parent, ISO9660_DESCRIPTORS_OFFSET,
                                                      ISO9660_READ_SIZE, NULL);
        g_auto(Evidence) evidence = {.items = NULL};
        g_autoptr(GError) error = NULL;

        g_test_message("%s", rows[i].name);
        evidence_init(&evidence);
        g_assert_cmpint(gather_media(window, rows[i].contents, &evidence, &error), ==,
                        FORMAT_FOUND);
        g_assert_no_error(error);
        g_assert_cmpuint(failing.n_good, ==, rows[i].n_left);
        if (rows[i].key != NULL)
            g_assert_cmpstr(evidence_get_text(&evidence, rows[i].key), ==, rows[i].text);
        else
            g_assert_null(evidence_get_text(&evidence, "disk-info"));
    }
}

static void
test_cancelled(void)
{
    g_autofree guint8 *image = build("CDROM", FALSE);
    g_autoptr(Source) memory = source_new_memory(image, END * SECTOR);
    FailingSource failing = {.parent.operations = &failing_operations,
                             .below = memory,
                             .n_good = 1,
                             .failure = G_IO_ERROR_CANCELLED};
    g_autoptr(Source) window =
        source_open_window(&failing.parent, ISO9660_DESCRIPTORS_OFFSET, ISO9660_READ_SIZE, NULL);
    g_auto(Evidence) evidence = {.items = NULL};
    g_autoptr(GError) error = NULL;

    evidence_init(&evidence);
    g_assert_cmpint(gather_media(window, GATHER_CONTENTS, &evidence, &error), ==, FORMAT_DAMAGED);
    g_assert_error(error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/contents/readers", test_readers);
    g_test_add_func("/contents/media", test_media);
    g_test_add_func("/contents/cancelled", test_cancelled);
    return g_test_run();
}
