/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * Tests format/bzimage.c on headers made here, and on kernels of Debian's packages where they are
 * installed.
 */

#include "config.h"

#include <string.h>

#include "format/bzimage.h"

typedef struct {
    const char *name;
    gsize size;           /* of the file, bytes; 0: 16 KiB */
    const char *mark;     /* NULL: "HdrS" */
    guint16 protocol;     /* 0: 0x20F */
    guint16 flags;        /* at 0x236 */
    guint16 text_pointer; /* 0 with a text: where that is */
    const char *text;     /* put at 0x3000; NULL: none */
    FormatAnswer answer;
    const char *version_text; /* what is expected, NULL: nothing */
    const char *release;
    const char *is_64_bit;
} Row;

#define DEBIAN                                                                                     \
    "6.1.0-50-amd64 (debian-kernel@lists.debian.org) #1 SMP PREEMPT_DYNAMIC Debian 6.1.176-1 "     \
    "(2026-07-02)"

static const Row rows[] = {
    {.name = "debian",
     .flags = 0x7F,
     .text = DEBIAN,
     .answer = FORMAT_FOUND,
     .version_text = DEBIAN,
     .release = "6.1.0-50-amd64",
     .is_64_bit = "true"},
    {.name = "fedora-release-alone",
     .flags = 1,
     .text = "6.11.4-301.fc41.x86_64",
     .answer = FORMAT_FOUND,
     .version_text = "6.11.4-301.fc41.x86_64",
     .release = "6.11.4-301.fc41.x86_64",
     .is_64_bit = "true"},
    {.name = "32-bit",
     .text = "4.19.0-9-686",
     .answer = FORMAT_FOUND,
     .version_text = "4.19.0-9-686",
     .release = "4.19.0-9-686",
     .is_64_bit = "false"},
    {.name = "before-the-flags",
     .protocol = 0x20B,
     .flags = 1,
     .text = "2.6.32",
     .answer = FORMAT_FOUND,
     .version_text = "2.6.32",
     .release = "2.6.32"},
    {.name = "before-the-text", .protocol = 0x1FF, .text = "2.0.0", .answer = FORMAT_FOUND},
    {.name = "no-text", .flags = 1, .answer = FORMAT_FOUND, .is_64_bit = "true"},
    {.name = "empty-text", .flags = 1, .text = "", .answer = FORMAT_FOUND, .is_64_bit = "true"},
    {.name = "another-program",
     .text = "memtest86+ v7.20",
     .answer = FORMAT_FOUND,
     .version_text = "memtest86+ v7.20",
     .is_64_bit = "false"},
    {.name = "white-space-behind",
     .text = "6.6.0 \n\t ",
     .answer = FORMAT_FOUND,
     .version_text = "6.6.0",
     .release = "6.6.0",
     .is_64_bit = "false"},
    {.name = "not-utf-8",
     .text = "6.6.0-\xFF\x1B[31m x",
     .answer = FORMAT_FOUND,
     .version_text = "6.6.0-\xEF\xBF\xBD\xEF\xBF\xBD[31m x",
     .release = "6.6.0-\xEF\xBF\xBD\xEF\xBF\xBD[31m",
     .is_64_bit = "false"},
    {.name = "text-behind-the-end",
     .flags = 1,
     .text_pointer = 0xFFFF,
     .text = "6.6.0",
     .answer = FORMAT_DAMAGED,
     .is_64_bit = "true"},
    {.name = "cut-in-the-text",
     .size = 0x3004,
     .text = "6.6.0-rest",
     .answer = FORMAT_FOUND,
     .version_text = "6.6.",
     .release = "6.6.",
     .is_64_bit = "false"},
    {.name = "cut-before-the-text",
     .size = 0x3000,
     .text = "6.6.0",
     .answer = FORMAT_DAMAGED,
     .is_64_bit = "false"},
    {.name = "cut-in-the-header", .size = 0x237, .text = "6.6.0", .answer = FORMAT_NOT_THIS},
    {.name = "empty", .size = 1, .answer = FORMAT_NOT_THIS},
    {.name = "wrong-mark", .mark = "HdrT", .text = "6.6.0", .answer = FORMAT_NOT_THIS},
};

static void
put16(guint8 *bytes, guint value)
{
    bytes[0] = (guint8)value;
    bytes[1] = (guint8)(value >> 8);
}

static guint8 *
make_kernel(const Row *row, gsize *out_size)
{
    guint8 *bytes = g_malloc0(0x4000);

    memcpy(bytes + 0x202, row->mark != NULL ? row->mark : "HdrS", 4);
    put16(bytes + 0x206, row->protocol != 0 ? row->protocol : 0x20F);
    put16(bytes + 0x236, row->flags);
    if (row->text != NULL) {
        put16(bytes + 0x20E, row->text_pointer != 0 ? row->text_pointer : 0x3000 - 0x200);
        memcpy(bytes + 0x3000, row->text, strlen(row->text));
    }
    *out_size = row->size != 0 ? row->size : 0x4000;
    return bytes;
}

static void
test_row(gconstpointer data)
{
    const Row *row = data;
    gsize size;
    g_autofree guint8 *bytes = make_kernel(row, &size);
    /* in a buffer of just that size, so that sanitizers see what is behind it */
    g_autofree guint8 *kernel = g_memdup2(bytes, size);
    g_autoptr(Source) source = source_new_memory(kernel, size);
    g_auto(Evidence) evidence = {.items = NULL};
    g_autoptr(GError) error = NULL;

    evidence_init(&evidence);
    g_assert_cmpint(bzimage_read(source, "live/vmlinuz", &evidence, &error), ==, row->answer);
    g_assert_cmpint(error != NULL, ==, row->answer == FORMAT_DAMAGED);
    if (error != NULL)
        g_assert_error(error, FORMAT_ERROR, FORMAT_ERROR_TRUNCATED);
    g_assert_cmpstr(evidence_get_text(&evidence, "kernel.version-text"), ==, row->version_text);
    g_assert_cmpstr(evidence_get_text(&evidence, "kernel.release"), ==, row->release);
    g_assert_cmpstr(evidence_get_text(&evidence, "kernel.is-64-bit"), ==, row->is_64_bit);
    for (guint i = 0; i < evidence.items->len; i++)
        g_assert_cmpstr(g_array_index(evidence.items, EvidenceItem, i).where, ==, "live/vmlinuz");
}

/* A text that never ends costs no more than it may. */
static void
test_long_text(void)
{
    g_autofree guint8 *kernel = g_malloc(0x10000);
    g_autoptr(Source) memory = source_new_memory(kernel, 0x10000);
    g_autoptr(Source) source = source_new_budget(memory, 2, 1024);
    g_auto(Evidence) evidence = {.items = NULL};
    g_autoptr(GError) error = NULL;

    memset(kernel, '6', 0x10000);
    memcpy(kernel + 0x202, "HdrS", 4);
    evidence_init(&evidence);
    g_assert_cmpint(bzimage_read(source, "kernel", &evidence, &error), ==, FORMAT_FOUND);
    g_assert_no_error(error);
    g_assert_cmpuint(strlen(evidence_get_text(&evidence, "kernel.release")), ==, BZIMAGE_MAX_TEXT);
}

/* What cannot be read is no damage. */
static void
test_unreadable(void)
{
    g_autoptr(Source) memory = source_new_memory("", 0);
    g_autoptr(Source) source = source_new_budget(memory, 0, 0);
    g_auto(Evidence) evidence = {.items = NULL};
    g_autoptr(GError) error = NULL;

    evidence_init(&evidence);
    g_assert_cmpint(bzimage_read(source, "kernel", &evidence, &error), ==, FORMAT_DAMAGED);
    g_assert_error(error, G_IO_ERROR, G_IO_ERROR_MESSAGE_TOO_LARGE);
    g_assert_cmpuint(evidence.items->len, ==, 0);
}

/* Kernels, and what starts like one, of Debian's packages. */
static const struct {
    const char *path;
    const char *word; /* that stands in the text; NULL: there is none */
    gboolean has_release;
    const char *package;
} real_rows[] = {
    {"/usr/lib/debian-installer/images/12/amd64/text/debian-installer/amd64/linux",
     "(debian-kernel@lists.debian.org)", TRUE, "debian-installer-12-netboot-amd64"},
    {"/boot/memtest86+x64.bin", NULL, FALSE, "memtest86+"},
    {"/boot/ipxe.lkrn", "1.", TRUE, "ipxe"},
};

static void
test_real(void)
{
    guint n_found = 0;

    for (gsize i = 0; i < G_N_ELEMENTS(real_rows); i++) {
        g_auto(Evidence) evidence = {.items = NULL};
        g_autoptr(GError) error = NULL;
        g_autoptr(Source) source = source_open_local(real_rows[i].path, NULL, NULL);
        const char *text, *release;

        if (source == NULL) {
            g_test_message("%s is not there (package %s)", real_rows[i].path, real_rows[i].package);
            continue;
        }
        n_found++;
        evidence_init(&evidence);
        g_assert_cmpint(bzimage_read(source, "kernel", &evidence, &error), ==, FORMAT_FOUND);
        g_assert_no_error(error);
        text = evidence_get_text(&evidence, "kernel.version-text");
        release = evidence_get_text(&evidence, "kernel.release");
        g_test_message("%s: %s", real_rows[i].path, text != NULL ? text : "no text");
        if (real_rows[i].word != NULL)
            g_assert_nonnull(strstr(text, real_rows[i].word));
        g_assert_cmpint(release != NULL, ==, real_rows[i].has_release);
    }
    if (n_found == 0)
        g_test_skip("no package with a kernel is installed");
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autofree char *name = g_strconcat("/bzimage/", rows[i].name, NULL);
        g_test_add_data_func(name, &rows[i], test_row);
    }
    g_test_add_func("/bzimage/long-text", test_long_text);
    g_test_add_func("/bzimage/unreadable", test_unreadable);
    g_test_add_func("/bzimage/real", test_real);
    return g_test_run();
}
