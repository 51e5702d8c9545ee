/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * Tests format/boot_menu.c: the words of live systems and installers, and which menus are read.
 */

#include "config.h"

#include <string.h>

#include "content-helpers.h"
#include "format/boot_menu.h"

#define LINES(title, command) "menuentry \"" title "\" {\n\tlinux\t" command "\n}\n"

static const struct {
    const char *name;
    const char *menu;
    const char *expected; /* "key=value" with "|" between */
} menu_cases[] = {
    {"casper", LINES("Try Ubuntu", "/vmlinuz boot=casper quiet ---"),
     "boot.title=Try Ubuntu|boot.framework=casper"},
    {"casper-by-path", LINES("U", "/casper/vmlinuz ---"), "boot.title=U|boot.framework=casper"},
    {"live-boot", "append boot=live components splash", "boot.framework=live-boot"},
    {"live-boot-by-path", "linux /live/vmlinuz-6.1.0-28-amd64 quiet", "boot.framework=live-boot"},
    {"anaconda",
     "linuxefi /images/pxeboot/vmlinuz inst.stage2=hd:LABEL=Fedora-S-dvd-x86_64-41 quiet",
     "boot.framework=anaconda|boot.label=Fedora-S-dvd-x86_64-41"},
    {"anaconda-with-folder", "append inst.stage2=hd:LABEL=X-1:/images/install.img quiet",
     "boot.framework=anaconda|boot.label=X-1"},
    {"anaconda-spaces", "append inst.stage2=hd:LABEL=CentOS\\x207\\x20x86_64 quiet",
     "boot.framework=anaconda|boot.label=CentOS 7 x86_64"},
    {"dracut", "linux /vmlinuz root=live:CDLABEL=VOID_LIVE ro init=/sbin/init",
     "boot.framework=dracut-live|boot.label=VOID_LIVE"},
    {"dracut-gentoo", "linux /boot/gentoo rd.live.dir=/ rd.live.squashimg=image.squashfs cdroot",
     "boot.framework=dracut-live|boot.base-folder=/"},
    {"dracut-image", "append rd.live.image quiet", "boot.framework=dracut-live"},
    {"archiso", "options  archisobasedir=arch archisosearchuuid=2024-10-01-10-10-10-00",
     "boot.framework=archiso|boot.base-folder=arch"},
    {"archiso-label", "append archisobasedir=sysresccd archisolabel=RESCUE1302",
     "boot.framework=archiso|boot.base-folder=sysresccd|boot.label=RESCUE1302"},
    {"archiso-filled-in", "options archisobasedir=%INSTALL_DIR% archisolabel=${LABEL}",
     "boot.framework=archiso"},
    {"miso", "linux /boot/vmlinuz misobasedir=manjaro misolabel=MANJARO_KDE",
     "boot.framework=miso|boot.base-folder=manjaro|boot.label=MANJARO_KDE"},
    {"kaos", "APPEND kdeosisobasedir=kdeos", "boot.framework=kdeosiso|boot.base-folder=kdeos"},
    {"parabola", "append parabolaisolabel=PARA_2022",
     "boot.framework=parabolaiso|boot.label=PARA_2022"},
    {"liveslak", "linux /boot/generic livemedia=scandev", "boot.framework=liveslak"},
    {"slackware", "append load_ramdisk=1 prompt_ramdisk=0 rw SLACK_KERNEL=huge.s",
     "boot.framework=slackware"},
    {"slax", "linux /slax/boot/vmlinuz from=/x", "boot.framework=slax"},
    {"pclinuxos", "append livecd=livecd initrd=initrd.gz", "boot.framework=livecd"},
    {"linuxrc", "append initrd=initrd install=cd:/ splash=silent", "boot.framework=linuxrc"},
    {"alpine", "append modules=loop,squashfs quiet modloop=/boot/modloop-lts",
     "boot.framework=alpine"},
    {"antix", "linux /antiX/vmlinuz disable=lxF", "boot.framework=antix"},
    {"esxi", "APPEND -c boot.cfg runweasel", "boot.framework=weasel"},
    {"coreos", "linux /images/pxeboot/vmlinuz coreos.liveiso=fedora-coreos-41.20241027.3.0",
     "boot.framework=coreos|boot.label=fedora-coreos-41.20241027.3.0"},

    {"two-frameworks", "boot=casper boot=live", "boot.framework=casper|boot.framework=live-boot"},
    {"told-once", "boot=casper\nboot=casper\nboot=casper", "boot.framework=casper"},
    {"not-a-word", "reboot=live xboot=casper boot=other", ""},
    {"titles",
     "MENU TITLE Fedora 41\nlabel linux\n  menu label ^Install Fedora 41\n"
     "title   Arch Linux install medium\n",
     "boot.title=Fedora 41|boot.title=Install Fedora 41|boot.title=Arch Linux install medium"},
    {"titles-at-most", "title a\ntitle b\ntitle a\ntitle c\ntitle d\n",
     "boot.title=a|boot.title=b|boot.title=c"},
    {"title-quotes", "menuentry 'one \"two\"' --class x {\nmenuentry \"open\n",
     "boot.title=one \"two\"|boot.title=open"},
    {"title-of-nothing", "title\ntitle \nmenuentry \"\"\nmenuentry\nmenu label\n", ""},
    {"title-filled-in", "menuentry \"Install $name\" {", ""},
    {"crlf", "menu label Install\r\nappend boot=live\r\n",
     "boot.title=Install|boot.framework=live-boot"},
    {"in-quotes", "set args=\"boot=live\"\n'boot=casper'",
     "boot.framework=live-boot|boot.framework=casper"},
    {"label-escapes-that-are-none", "archisolabel=a\\x2\\xZZ\\x20\\",
     "boot.framework=archiso|boot.label=a\\x2\\xZZ \\"},
    {"label-control", "archisolabel=a\\x1bb",
     "boot.framework=archiso|boot.label=a\xEF\xBF\xBD"
     "b"},
    {"label-nul", "archisolabel=a\\x00b", "boot.framework=archiso|boot.label=a"},
    {"label-empty", "archisolabel= archisobasedir=", "boot.framework=archiso"},
    {"not-utf-8", "title Gr\xFCn", "boot.title=Gr\xEF\xBF\xBDn"},
    {"empty", "", ""},
    {"breaks", "\n\r\n\n", ""},
};

static void
assert_texts(const Evidence *evidence, const char *expected)
{
    g_autoptr(GString) texts = g_string_new(NULL);

    for (guint i = 0; i < evidence->items->len; i++) {
        const EvidenceItem *item = &g_array_index(evidence->items, EvidenceItem, i);

        g_string_append_printf(texts, "%s%s=%s", texts->len > 0 ? "|" : "", item->key, item->text);
    }
    g_assert_cmpstr(texts->str, ==, expected);
}

static void
test_menus(void)
{
    for (gsize i = 0; i < G_N_ELEMENTS(menu_cases); i++) {
        /* in a buffer of just that size */
        g_autofree char *menu = g_strdup(menu_cases[i].menu);
        g_auto(Evidence) evidence = {.items = NULL};
        FormatAnswer answer;

        g_test_message("%s", menu_cases[i].name);
        evidence_init(&evidence);
        answer = boot_menu_parse(menu, "menu", &evidence);
        assert_texts(&evidence, menu_cases[i].expected);
        g_assert_cmpint(answer == FORMAT_FOUND, ==,
                        evidence_get_text(&evidence, "boot.framework") != NULL);
    }
}

static void
test_bounds(void)
{
    static const char *const pieces[] = {
        "archisolabel=x", "title x\n", "menuentry '", "\\x20", "a ", "root=live:CDLABEL=", "\n"};

    for (gsize i = 0; i < G_N_ELEMENTS(pieces); i++) {
        g_autoptr(GString) menu = g_string_new(NULL);
        g_auto(Evidence) evidence = {.items = NULL};

        while (menu->len < BOOT_MENU_MAX_SIZE)
            g_string_append(menu, pieces[i]);
        evidence_init(&evidence);
        boot_menu_parse(menu->str, "menu", &evidence);
        g_assert_cmpuint(evidence.items->len, <=, 2);
        for (guint j = 0; j < evidence.items->len; j++)
            g_assert_cmpuint(strlen(g_array_index(evidence.items, EvidenceItem, j).text), <=,
                             BOOT_MENU_MAX_VALUE);
    }
}

/* clang-format off */
static const FakeFile nothing[] = {{"EFI/BOOT/BOOTX64.EFI", .text = "MZ"}, {.path = NULL}};
static const FakeFile grub[] = {
    {"boot/grub/grub.cfg", .text = "source /boot/grub/x.cfg\n"},
    {"boot/grub/loopback.cfg", .text = "linux /casper/vmlinuz\n"},
    {"isolinux/isolinux.cfg", .text = "include menu.cfg\n"},
    {.path = NULL},
};
static const FakeFile entries[] = {
    {"loader/entries/readme.txt", .text = "boot=live"},
    {"loader/entries/01.conf", .text = "title Arch Linux\noptions archisobasedir=arch\n"},
    {"loader/entries/02.conf", .text = "title Other\n"},
    {.path = NULL},
};
static const FakeFile no_entries[] = {{"loader/entries/", .kind = FILE_NODE_FOLDER}, {.path = NULL}};
static const FakeFile linked[] = {
    {"boot/grub/grub.cfg", .kind = FILE_NODE_OTHER},
    {"ISOLINUX/ISOLINUX.CFG", .text = "append boot=live\n"},
    {.path = NULL},
};
static const FakeFile damaged[] = {
    {"boot/grub/grub.cfg", .damage = "cut off"},
    {"isolinux/isolinux.cfg", .text = "append boot=live\n"},
    {.path = NULL},
};
static const FakeFile damaged_alone[] = {{"boot/grub/grub.cfg", .damage = "cut off"}, {.path = NULL}};
static const FakeFile unreadable[] = {
    {"boot/grub/grub.cfg", .unreadable = "limit"},
    {"isolinux/isolinux.cfg", .text = "append boot=live\n"},
    {.path = NULL},
};
static const FakeFile too_many[] = {
    {"boot/grub/grub.cfg", .text = "1"},
    {"boot/grub2/grub.cfg", .text = "2"},
    {"isolinux/isolinux.cfg", .text = "3"},
    {"boot/grub/loopback.cfg", .text = "4"},
    {"EFI/BOOT/grub.cfg", .text = "boot=live"},
    {.path = NULL},
};

static const ContentCase cases[] = {
    {"nothing",       nothing,       "", CONTENT_GOOD},
    {"next-menu",     grub,          "boot.framework=casper @ boot/grub/loopback.cfg", CONTENT_GOOD},
    {"entries",       entries,       "boot.title=Arch Linux @ loader/entries/01.conf|"
                                     "boot.framework=archiso @ loader/entries/01.conf|"
                                     "boot.base-folder=arch @ loader/entries/01.conf", CONTENT_GOOD},
    {"no-entries",    no_entries,    "", CONTENT_GOOD},
    {"link",          linked,        "boot.framework=live-boot @ isolinux/isolinux.cfg", CONTENT_GOOD},
    {"damaged",       damaged,       "boot.framework=live-boot @ isolinux/isolinux.cfg", CONTENT_GOOD},
    {"damaged-alone", damaged_alone, "", CONTENT_DAMAGED},
    {"unreadable",    unreadable,    "", CONTENT_UNREADABLE},
    {"too-many",      too_many,      "", CONTENT_GOOD},
};
/* clang-format on */

static void
test_media(void)
{
    content_assert_all(&content_boot_menus, cases, G_N_ELEMENTS(cases));
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/boot-menu/menus", test_menus);
    g_test_add_func("/boot-menu/bounds", test_bounds);
    g_test_add_func("/boot-menu/media", test_media);
    return g_test_run();
}
