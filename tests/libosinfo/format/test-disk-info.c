/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * Tests format/disk_info.c: lines of real media, and such as nobody has written yet.
 */

#include "config.h"

#include <string.h>

#include "fake-file-system.h"
#include "format/disk_info.h"

typedef struct {
    const char *text;
    const char *name; /* NULL: not told */
    const char *version;
    const char *codename;
    const char *status;
    const char *architecture;
    const char *kind;
    const char *date;
} Row;

/* clang-format off */
static const Row rows[] = {
    /* Debian's installers */
    {"Debian GNU/Linux 11.2.0 \"Bullseye\" - Official amd64 NETINST 20211218-11:12",
     "Debian GNU/Linux", "11.2.0", "Bullseye", "Official", "amd64", "NETINST", "20211218-11:12"},
    {"Debian GNU/Linux 9.1.0 \"Stretch\" - Official Multi-architecture amd64/i386 NETINST 20170722-11:30",
     "Debian GNU/Linux", "9.1.0", "Stretch", "Official", "amd64/i386", "NETINST", "20170722-11:30"},
    {"Debian GNU/Linux 13.1.0 \"Trixie\" - Official arm64 DVD Binary-1 with firmware 20250906-10:24\n",
     "Debian GNU/Linux", "13.1.0", "Trixie", "Official", "arm64", "DVD Binary-1 with firmware", "20250906-10:24"},
    {"Debian GNU/Linux testing \"Forky\" - Official Snapshot amd64 NETINST 20251101-03:17",
     "Debian GNU/Linux", "testing", "Forky", "Official Snapshot", "amd64", "NETINST", "20251101-03:17"},
    {"Debian GNU/Linux bookworm-DI-rc4 \"Bookworm\" - Official RC amd64 NETINST with firmware 20230527-11:51",
     "Debian GNU/Linux", "bookworm-DI-rc4", "Bookworm", "Official RC", "amd64", "NETINST with firmware", "20230527-11:51"},
    {"Debian GNU/Linux 4.0 r3 \"Etch\" - Official i386 NETINST Binary-1 20080217-11:34",
     "Debian GNU/Linux", "4.0", "Etch", "Official", "i386", "NETINST Binary-1", "20080217-11:34"},
    /* its live media */
    {"Official Debian GNU/Linux Live 10.10.0 cinnamon 2021-06-19T12:13",
     "Debian GNU/Linux Live", "10.10.0", NULL, "Official", NULL, "cinnamon", "2021-06-19T12:13"},
    {"Official Debian GNU/Linux Live 12.5.0 gnome+nonfree 2024-02-10T11:20",
     "Debian GNU/Linux Live", "12.5.0", NULL, "Official", NULL, "gnome+nonfree", "2024-02-10T11:20"},
    /* Ubuntu and its flavours */
    {"Ubuntu 16.04.6 LTS \"Xenial Xerus\" - Release i386 (20190227.1)",
     "Ubuntu", "16.04.6", "Xenial Xerus", "Release", "i386", NULL, "(20190227.1)"},
    {"Xubuntu 20.04.2.0 LTS \"Focal Fossa\" - Release amd64 (20210209.1)",
     "Xubuntu", "20.04.2.0", "Focal Fossa", "Release", "amd64", NULL, "(20210209.1)"},
    {"Ubuntu-Server 24.04 LTS \"Noble Numbat\" - Beta arm64 (20240410.1)",
     "Ubuntu-Server", "24.04", "Noble Numbat", "Beta", "arm64", NULL, "(20240410.1)"},
    {"Ubuntu 12.04 LTS \"Precise Pangolin\" - Release Candidate amd64+mac (20120412)",
     "Ubuntu", "12.04", "Precise Pangolin", "Release Candidate", NULL, "amd64+mac", "(20120412)"},
    /* made of these */
    {"Linux Mint 20.3 \"Una\" - Release amd64 20220104",
     "Linux Mint", "20.3", "Una", "Release", "amd64", NULL, "20220104"},
    {"LMDE 6 \"Faye\" - Release amd64 20230912",
     "LMDE", "6", "Faye", "Release", "amd64", NULL, "20230912"},
    {"Kali GNU/Linux 2021.3a \"Kali-last-snapshot\" - Official amd64 BD Binary-1 with firmware 20211015-16:55",
     "Kali GNU/Linux", "2021.3a", "Kali-last-snapshot", "Official", "amd64", "BD Binary-1 with firmware", "20211015-16:55"},
    {"elementary OS 7.1 \"Horus\" - Build amd64 LIVE Binary 20231004-10:23",
     "elementary OS", "7.1", "Horus", NULL, "amd64", "LIVE Binary", "20231004-10:23"},
    {"neon user \"Jammy\" - Release amd64 20230101-00:00",
     "neon user", NULL, "Jammy", "Release", "amd64", NULL, "20230101-00:00"},
    {"Zorin-OS 17 Core 64bit", "Zorin-OS", "17", NULL, NULL, NULL, "Core 64bit", NULL},
    {"openmediavault 7.0-32 - amd64 20240303", "openmediavault", "7.0-32", NULL, NULL, "amd64", NULL, "20240303"},
    {"3CX Debian 10 \"Buster\" - amd64", "3CX Debian", "10", "Buster", NULL, "amd64", NULL, NULL},
    /* ALT's */
    {"ALT Linux based", "ALT Linux based", NULL, NULL, NULL, NULL, NULL, NULL},
    {"ALT Workstation 10.1 x86_64 20230516", "ALT Workstation", "10.1", NULL, NULL, "x86_64", NULL, "20230516"},
    /* Proxmox's */
    {"PRODUCT='pve'\nPRODUCTLONG='Proxmox Virtual Environment'\nRELEASE='8.2'\nISORELEASE='1'\n",
     "Proxmox Virtual Environment", "8.2", NULL, NULL, NULL, NULL, NULL},
    {"RELEASE=\"8.2\"\r\nPRODUCTLONG=Proxmox\r\n", "Proxmox", "8.2", NULL, NULL, NULL, NULL, NULL},
    {"PRODUCTLONG='Proxmox", "Proxmox", NULL, NULL, NULL, NULL, NULL, NULL},
    /* odd ones */
    {"  Ubuntu \t 22.04  \"Jammy\"   -   Release   amd64  ", "Ubuntu", "22.04", "Jammy", "Release", "amd64", NULL, NULL},
    {"\nUbuntu 22.04", "Ubuntu", "22.04", NULL, NULL, NULL, NULL, NULL},
    {"Ubuntu", "Ubuntu", NULL, NULL, NULL, NULL, NULL, NULL},
    {"22.04", "22.04", NULL, NULL, NULL, NULL, NULL, NULL},
    {"X 1 \"C\" - amd64/ i386/amd64/x86 20240101", "X", "1", "C", NULL, "i386/amd64/x86", NULL, "20240101"},
    {"\"Jammy\"", NULL, NULL, "Jammy", NULL, NULL, NULL, NULL},
    {"Ubuntu 22.04 \"Jammy", "Ubuntu", "22.04", NULL, NULL, NULL, "\"Jammy", NULL},
    {"Ubuntu 22.04 \"\" - amd64", "Ubuntu", "22.04", NULL, NULL, "amd64", NULL, NULL},
    {" - ", "-", NULL, NULL, NULL, NULL, NULL, NULL},
    {"Official", NULL, NULL, NULL, "Official", NULL, NULL, NULL},
    {"Gr\374n 1 \"\033[31m\"", "Gr\357\277\275n", "1", "\357\277\275[31m", NULL, NULL, NULL, NULL},
};
/* clang-format on */

static FormatAnswer
read_text(const char *text, Evidence *evidence, GError **error)
{
    const FakeFile files[] = {{".disk/info", .text = text}, {.path = NULL}};
    g_autoptr(FileSystem) file_system = fake_file_system_new(files);

    evidence_init(evidence);
    return content_disk_info.read(file_system, evidence, error);
}

static void
test_lines(void)
{
    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        const Row *row = &rows[i];
        const struct {
            const char *key;
            const char *text;
        } facts[] = {
            {"disk-info.name", row->name},
            {"disk-info.version", row->version},
            {"disk-info.codename", row->codename},
            {"disk-info.status", row->status},
            {"disk-info.architecture", row->architecture},
            {"disk-info.kind", row->kind},
            {"disk-info.date", row->date},
        };
        g_auto(Evidence) evidence = {.items = NULL};
        g_autoptr(GError) error = NULL;
        g_autofree char *shown = g_strescape(row->text, NULL);

        g_test_message("%s", shown);
        g_assert_cmpint(read_text(row->text, &evidence, &error), ==, FORMAT_FOUND);
        g_assert_no_error(error);
        for (gsize k = 0; k < G_N_ELEMENTS(facts); k++)
            g_assert_cmpstr(evidence_get_text(&evidence, facts[k].key), ==, facts[k].text);
        for (guint k = 0; k < evidence.items->len; k++)
            g_assert_cmpstr(g_array_index(evidence.items, EvidenceItem, k).where, ==, ".disk/info");
    }
}

/* The whole line is kept, whatever was made of it. */
static void
test_whole_line(void)
{
    g_auto(Evidence) evidence = {.items = NULL}, others = {.items = NULL};

    g_assert_cmpint(read_text("  Ubuntu 22.04 \"Jammy\" - Release\r\nmore\n", &evidence, NULL), ==,
                    FORMAT_FOUND);
    g_assert_cmpstr(evidence_get_text(&evidence, "disk-info"), ==,
                    "Ubuntu 22.04 \"Jammy\" - Release");
    g_assert_cmpint(read_text("PRODUCTLONG='P'\nISORELEASE='2'", &others, NULL), ==, FORMAT_FOUND);
    g_assert_cmpstr(evidence_get_text(&others, "disk-info.build"), ==, "2");
}

static void
test_nothing(void)
{
    static const char *const texts[] = {"", "\n", " \t\r\n ", "PRODUCT='pve'\n"};
    static const FakeFile none[] = {{".disk/cd_type", .text = "dvd"}, {.path = NULL}};
    static const FakeFile bad[] = {{".disk/info", .damage = "cut off"}, {.path = NULL}};
    g_autoptr(FileSystem) without = fake_file_system_new(none);
    g_autoptr(FileSystem) damaged = fake_file_system_new(bad);
    g_auto(Evidence) evidence = {.items = NULL};
    g_autoptr(GError) error = NULL;

    for (gsize i = 0; i < G_N_ELEMENTS(texts); i++) {
        g_auto(Evidence) nothing = {.items = NULL};

        g_assert_cmpint(read_text(texts[i], &nothing, &error), ==, FORMAT_NOT_THIS);
        g_assert_no_error(error);
        g_assert_cmpuint(nothing.items->len, ==, 0);
    }
    evidence_init(&evidence);
    g_assert_cmpint(content_disk_info.read(without, &evidence, &error), ==, FORMAT_NOT_THIS);
    g_assert_no_error(error);
    g_assert_cmpint(content_disk_info.read(damaged, &evidence, &error), ==, FORMAT_DAMAGED);
    g_assert_error(error, FORMAT_ERROR, FORMAT_ERROR_TRUNCATED);
    g_assert_cmpuint(evidence.items->len, ==, 0);
}

/* Only the start of a file counts. */
static void
test_long_file(void)
{
    g_autofree char *letters = g_strnfill(2 * DISK_INFO_MAX_SIZE, 'x');
    g_auto(Evidence) evidence = {.items = NULL};

    g_assert_cmpint(read_text(letters, &evidence, NULL), ==, FORMAT_FOUND);
    g_assert_cmpuint(strlen(evidence_get_text(&evidence, "disk-info.name")), ==,
                     DISK_INFO_MAX_SIZE);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/disk-info/lines", test_lines);
    g_test_add_func("/disk-info/whole-line", test_whole_line);
    g_test_add_func("/disk-info/nothing", test_nothing);
    g_test_add_func("/disk-info/long-file", test_long_file);
    return g_test_run();
}
