/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * Tests format/text_file.c: each form of file, right, strange and hostile ones.
 */

#include "config.h"

#include <string.h>

#include "format/text_file.h"

#define ALPINE "alpine-standard-3.20.3 240906"

/* clang-format off */
static const TextFile line_row = {"file", TEXT_LINE, {
    {"1", "first", 0}, {"2", "second", 0}, {"3", "third", 0},
}};
static const TextFile assignment_row = {"file", TEXT_ASSIGNMENT, {
    {"NAME", "name", 0}, {"group/NAME", "group-name", 0}, {"several", "several", 3},
}};
static const TextFile header_row = {"file", TEXT_HEADER, {
    {"Suite", "suite", 0}, {"id", "id", 8},
}};
static const TextFile word_row = {"file", TEXT_WORD, {
    {"/", "product", 4}, {"#define ARCH", "arch", 0}, {"LABEL", "label", 0},
}};
static const TextFile start_row = {"file", TEXT_START, {
    {"/dev/iso9660/", "label", 0},
}};
static const TextFile property_row = {"file", TEXT_PROPERTY, {
    {"ProductName", "name", 0}, {"ProductVersion", "version", 0},
}};
static const TextFile quoted_row = {"file", TEXT_QUOTED, {
    {"name", "name", 0}, {"product_version", "version", 0},
}};
/* clang-format on */

#define BINARY                                                                                     \
    "\x7F"                                                                                         \
    "ELF\2\1\1\0\0\0\n"                                                                            \
    "NAME=x\n"
#define UTF16 "\xFF\xFEN\0A\0M\0E\0=\0x\0\n\0"

static const struct {
    const char *name;
    const TextFile *row;
    const char *text;
    gsize size;           /* bytes; 0: up to its NUL */
    const char *expected; /* "key=value" with "|" between; "": nothing */
    gboolean is_cut;      /* the file goes on */
} cases[] = {
    {"line", &line_row, ALPINE "\n", 0, "first=" ALPINE, FALSE},
    {"line-without-break", &line_row, ALPINE, 0, "first=" ALPINE, FALSE},
    {"line-crlf", &line_row, "1432827483.956928\r\nFedora 41\r\nx86_64\r\n", 0,
     "first=1432827483.956928|second=Fedora 41|third=x86_64", FALSE},
    {"line-mark-of-utf-8", &line_row, "\xEF\xBB\xBF" ALPINE "\n", 0, "first=" ALPINE, FALSE},
    {"line-blank", &line_row, "\n \t\nthree\n", 0, "third=three", FALSE},
    {"line-empty", &line_row, "", 0, "", FALSE},
    {"line-breaks-alone", &line_row, "\n\n\n", 0, "", FALSE},
    {"line-not-utf-8", &line_row, "Gr\xFCn\n", 0, "first=Gr\xEF\xBF\xBDn", FALSE},
    {"line-control", &line_row, "a\x1B[31mb\n", 0, "first=a\xEF\xBF\xBD[31mb", FALSE},
    {"line-padding", &line_row, "one\0\0\0", 6, "first=one", FALSE},
    {"line-nuls-alone", &line_row, "\0\0\0\0", 4, "", FALSE},
    {"line-binary", &line_row, BINARY, sizeof(BINARY) - 1, "", FALSE},
    {"line-utf-16", &line_row, UTF16, sizeof(UTF16) - 1, "", FALSE},
    {"line-cut", &line_row, "one\ntwo is not all th", 0, "first=one", TRUE},
    {"line-cut-at-break", &line_row, "one\ntwo\n", 0, "first=one|second=two", TRUE},

    {"assignment", &assignment_row, "NAME=archlinux\n", 0, "name=archlinux", FALSE},
    {"assignment-double-quotes", &assignment_row, "NAME=\"14.1-RELEASE\"\n", 0, "name=14.1-RELEASE",
     FALSE},
    {"assignment-single-quotes", &assignment_row, "NAME='Proxmox Virtual Environment'\n", 0,
     "name=Proxmox Virtual Environment", FALSE},
    {"assignment-one-quote", &assignment_row, "NAME=\"open\n", 0, "name=\"open", FALSE},
    {"assignment-lone-quote", &assignment_row, "NAME='\n", 0, "name='", FALSE},
    {"assignment-empty-quotes", &assignment_row, "NAME=''\nNAME=second\n", 0, "name=second", FALSE},
    {"assignment-spaces", &assignment_row, "  NAME  =  two words  \n", 0, "name=two words", FALSE},
    {"assignment-first-counts", &assignment_row, "NAME=1\nNAME=2\n", 0, "name=1", FALSE},
    {"assignment-several", &assignment_row, "several=1\nseveral=2\nseveral=3\nseveral=4\n", 0,
     "several=1|several=2|several=3", FALSE},
    {"assignment-longer-name", &assignment_row, "NAMES=1\nMYNAME=2\nname=3\n", 0, "", FALSE},
    {"assignment-without-sign", &assignment_row, "NAME\nNAME value\nNAME", 0, "", FALSE},
    {"assignment-equal-signs", &assignment_row, "NAME====\n", 0, "name====", FALSE},
    {"assignment-group", &assignment_row, "[other]\nNAME=1\n[group]\nNAME = 2\n", 0,
     "name=1|group-name=2", FALSE},
    {"assignment-group-ends", &assignment_row, "[group]\n[next]\nNAME=1\n", 0, "name=1", FALSE},
    {"assignment-group-longer", &assignment_row, "[groups]\nNAME=1\n", 0, "name=1", FALSE},
    {"assignment-group-open", &assignment_row, "[group\nNAME=1\n[]\n[\n]\n", 0, "name=1", FALSE},
    {"assignment-grubenv", &assignment_row,
     "# GRUB Environment Block\nNAME=archlinux\nVERSION=2024.10.01\n################", 0,
     "name=archlinux", FALSE},

    {"header", &header_row, "Origin: Debian\nSuite: stable\n", 0, "suite=stable", FALSE},
    {"header-quoted", &header_row, "Suite: \"stable\"\n", 0, "suite=stable", FALSE},
    {"header-list", &header_row,
     "- default: true\n  id: ubuntu-server\n  variant: server\n-   id: ubuntu-server-minimal\n", 0,
     "id=ubuntu-server|id=ubuntu-server-minimal", FALSE},
    {"header-longer-name", &header_row, "Suites: x\nkid: y\nid-x: z\n", 0, "", FALSE},
    {"header-empty", &header_row, "Suite:\nSuite:   \nid:\n", 0, "", FALSE},
    {"header-no-space", &header_row, "id:x\n", 0, "id=x", FALSE},
    {"header-many", &header_row, "id: 1\nid: 2\nid: 3\nid: 4\nid: 5\nid: 6\nid: 7\nid: 8\nid: 9\n",
     0, "id=1|id=2|id=3|id=4|id=5|id=6|id=7|id=8", FALSE},

    {"word", &word_row, "/ openSUSE-Leap 15.6-1\n", 0, "product=openSUSE-Leap 15.6-1", FALSE},
    {"word-several", &word_row, "/ SLES 12-0\n/Module sle-sdk 12-0\n/\tHA  1\n", 0,
     "product=SLES 12-0|product=HA  1", FALSE},
    {"word-define", &word_row, "#define ARCHamd64  1\n#define ARCH  amd64\n", 0, "arch=amd64",
     FALSE},
    {"word-alone", &word_row, "LABEL\n/\nLABEL \n", 0, "", FALSE},

    {"start", &start_row, "# Custom\n/dev/iso9660/14_1_RELEASE_AMD64_CD / cd9660 ro 0 0\n", 0,
     "label=14_1_RELEASE_AMD64_CD", FALSE},
    {"start-alone", &start_row, "/dev/iso9660/\n/dev/iso9660/ / cd9660\n", 0, "", FALSE},

    {"property", &property_row,
     "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<plist "
     "version=\"1.0\">\n<dict>\n\t<key>ProductName</key>\n"
     "\t<string>macOS</string>\n\t<key>ProductVersion</key>\n\t<string>11.1</string>\n</dict>\n</"
     "plist>\n",
     0, "name=macOS|version=11.1", FALSE},
    {"property-in-a-line", &property_row,
     "<key>ProductVersion</key><string> 10.3 </string><key>ProductName</key><string>Mac OS "
     "X</string>",
     0, "name=Mac OS X|version=10.3", FALSE},
    {"property-longer-names", &property_row,
     "<key>MyProductName</key><string>x</string><key>ProductNames</key><string>x</string>", 0, "",
     FALSE},
    {"property-no-text", &property_row,
     "<key>ProductName</key><integer>1</integer><key>ProductVersion</key><string></string>", 0, "",
     FALSE},
    {"property-open", &property_row, "<key>ProductName</key><string>never ends", 0,
     "name=never ends", FALSE},
    {"property-at-end", &property_row, "<key>ProductVersion</key>", 0, "", FALSE},
    {"quoted-xml", &quoted_row,
     "<repository originator=\"xs\" name=\"main\" product=\"XenServer\">", 0, "name=main", FALSE},
    {"quoted-json", &quoted_row, "{\n \"product_version\": \"24.7\", \"name\" : \"x\"\n}", 0,
     "name=x|version=24.7", FALSE},
    {"quoted-json-in-a-line", &quoted_row, "{\"product_version\":\"25.1_4\"}", 0, "version=25.1_4",
     FALSE},
    {"quoted-single", &quoted_row, "name='a \"b\"'", 0, "name=a \"b\"", FALSE},
    {"quoted-longer-names", &quoted_row, "my_name=\"1\" names=\"2\" file-name=\"3\"", 0, "", FALSE},
    {"quoted-open", &quoted_row, "name=\"never ends", 0, "", FALSE},
    {"quoted-no-quotes", &quoted_row, "name=1 \"name\": 2, name", 0, "", FALSE},
    {"quoted-number-first", &quoted_row, "{\"name\": 2, \"name\": \"x\"}", 0, "name=x", FALSE},
    {"quoted-at-end", &quoted_row, "\"name\":", 0, "", FALSE},
};

static void
assert_evidence(const Evidence *evidence, const char *expected)
{
    g_autoptr(GString) texts = g_string_new(NULL);

    for (guint i = 0; i < evidence->items->len; i++) {
        const EvidenceItem *item = &g_array_index(evidence->items, EvidenceItem, i);

        g_string_append_printf(texts, "%s%s=%s", texts->len > 0 ? "|" : "", item->key, item->text);
        g_assert_cmpstr(item->where, ==, "some/file");
    }
    g_assert_cmpstr(texts->str, ==, expected);
}

static void
test_forms(void)
{
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        gsize size = cases[i].size != 0 ? cases[i].size : strlen(cases[i].text);
        g_autofree char *copy = g_memdup2(cases[i].text, size);
        g_auto(Evidence) evidence = {.items = NULL};
        FormatAnswer answer;

        g_test_message("%s", cases[i].name);
        evidence_init(&evidence);
        answer =
            text_file_parse(cases[i].row, copy, size, !cases[i].is_cut, "some/file", &evidence);
        assert_evidence(&evidence, cases[i].expected);
        g_assert_cmpint(answer, ==, *cases[i].expected != '\0' ? FORMAT_FOUND : FORMAT_NOT_THIS);
    }
}

/* Values are cut at a whole letter, and as many lines as fit are soon looked at. */
static void
test_bounds(void)
{
    static const TextFile *const rows[] = {&line_row,  &assignment_row, &header_row,  &word_row,
                                           &start_row, &quoted_row,     &property_row};
    static const char *const pieces[] = {"x",       "\xC3\xBC",    "NAME=\n", "[group]\n",
                                         "name=\"", "name=\"x\" ", "\n",      "id: \n",
                                         "/ \n",    "= "};

    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        for (gsize j = 0; j < G_N_ELEMENTS(pieces); j++) {
            g_autoptr(GString) text = g_string_new(NULL);
            g_auto(Evidence) evidence = {.items = NULL};

            while (text->len + strlen(pieces[j]) <= TEXT_FILE_MAX_SIZE)
                g_string_append(text, pieces[j]);
            evidence_init(&evidence);
            text_file_parse(rows[i], text->str, text->len, TRUE, "some/file", &evidence);
            g_assert_cmpuint(evidence.items->len, <=, 8);
            for (guint k = 0; k < evidence.items->len; k++) {
                const char *value = g_array_index(evidence.items, EvidenceItem, k).text;

                g_assert_cmpuint(strlen(value), <=, TEXT_FILE_MAX_VALUE);
                g_assert_null(strstr(value, "\xEF\xBF\xBD"));
            }
        }
    }
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/text-file/forms", test_forms);
    g_test_add_func("/text-file/bounds", test_bounds);
    return g_test_run();
}
