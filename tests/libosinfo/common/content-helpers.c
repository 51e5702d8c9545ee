/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <string.h>

#include "content-helpers.h"
#include "squashfs-builder.h"
#include "wim-builder.h"

static char *
print_evidence(const Evidence *evidence)
{
    GString *text = g_string_new(NULL);

    for (guint i = 0; i < evidence->items->len; i++) {
        const EvidenceItem *item = &g_array_index(evidence->items, EvidenceItem, i);

        g_string_append_printf(text, "%s%s=%s @ %s", text->len > 0 ? "|" : "", item->key,
                               item->text, item->where);
    }
    return g_string_free(text, FALSE);
}

void
content_assert(const ContentReader *reader, const ContentCase *row)
{
    g_autoptr(FileSystem) files = fake_file_system_new(row->files);
    g_auto(Evidence) evidence = {.items = NULL};
    g_autofree char *found = NULL;
    g_autoptr(GError) error = NULL;
    FormatAnswer answer;

    evidence_init(&evidence);
    answer = reader->read(files, &evidence, &error);
    found = print_evidence(&evidence);
    g_assert_cmpstr(found, ==, row->expected);
    switch (row->outcome) {
    case CONTENT_DAMAGED:
        g_assert_cmpint(answer, ==, FORMAT_DAMAGED);
        g_assert_true(error != NULL && error->domain == FORMAT_ERROR);
        break;
    case CONTENT_UNREADABLE:
        g_assert_cmpint(answer, ==, FORMAT_DAMAGED);
        g_assert_true(error != NULL && error->domain == G_IO_ERROR);
        break;
    case CONTENT_GOOD:
    default:
        g_assert_no_error(error);
        g_assert_cmpint(answer, !=, FORMAT_DAMAGED);
        if (answer == FORMAT_FOUND)
            g_assert_cmpuint(evidence.items->len, >, 0);
        break;
    }
}

void
content_assert_all(const ContentReader *reader, const ContentCase *rows, gsize n_rows)
{
    for (gsize i = 0; i < n_rows; i++) {
        g_test_message("%s", rows[i].name);
        content_assert(reader, &rows[i]);
    }
}

static GByteArray *
make_zeros(guint size)
{
    GByteArray *bytes = g_byte_array_new();

    g_byte_array_set_size(bytes, size);
    memset(bytes->data, 0, size);
    return bytes;
}

static void
put16(guint8 *bytes, guint value)
{
    bytes[0] = (guint8)value;
    bytes[1] = (guint8)(value >> 8);
}

GByteArray *
content_make_kernel(const char *text)
{
    GByteArray *kernel = make_zeros(0x1000);

    memcpy(kernel->data + 0x202, "HdrS", 4);
    put16(kernel->data + 0x206, 0x20F);
    put16(kernel->data + 0x236, 1);
    put16(kernel->data + 0x20E, 0x800 - 0x200);
    g_strlcpy((char *)kernel->data + 0x800, text, 0x800);
    return kernel;
}

GByteArray *
content_make_program(guint16 machine, const char *section, const char *text)
{
    GByteArray *program = make_zeros(0x1000);
    guint8 *header = program->data + 0x80;

    memcpy(program->data, "MZ", 2);
    put16(program->data + 0x3C, 0x80);
    memcpy(header, "PE", 2);
    put16(header + 4, machine);
    put16(header + 6, 1);
    memcpy(header + 24, section, strlen(section));
    put16(header + 24 + 8, (guint)strlen(text));
    put16(header + 24 + 16, (guint)strlen(text));
    put16(header + 24 + 20, 0x800);
    g_strlcpy((char *)program->data + 0x800, text, 0x800);
    return program;
}

static GByteArray *
make_live_image(const char *os_release)
{
    SquashfsFile file = {"usr/lib/os-release", os_release, strlen(os_release)};

    return squashfs_build(&(SquashfsSpec){.files = &file, .n_files = 1});
}

static GByteArray *
make_wim(const char *text)
{
    g_autofree char *xml = g_utf8_make_valid(text, -1);

    return wim_build(&(WimSpec){.xml = xml});
}

GByteArray *
content_make_file(const char *text)
{
    g_autofree char *plain = g_strcompress(text);
    GByteArray *bytes;

    if (g_str_has_prefix(plain, "@kernel "))
        return content_make_kernel(plain + strlen("@kernel "));
    if (g_str_has_prefix(plain, "@program "))
        return content_make_program(0x8664, ".sbat", plain + strlen("@program "));
    if (g_str_has_prefix(plain, "@unified "))
        return content_make_program(0x8664, ".osrel", plain + strlen("@unified "));
    if (g_str_has_prefix(plain, "@squashfs "))
        return make_live_image(plain + strlen("@squashfs "));
    if (g_str_has_prefix(plain, "@wim "))
        return make_wim(plain + strlen("@wim "));
    bytes = g_byte_array_new();
    g_byte_array_append(bytes, (const guint8 *)plain, (guint)strlen(plain));
    return bytes;
}
