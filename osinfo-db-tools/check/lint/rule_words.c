/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A new family or distribution is a decision, not a misspelling: it gets a line here. */
#include "check/lint/rules.h"
#include "check/xml_node.h"

/* clang-format off */
static const char *const families[] = {
    "darwin",
    "dos",
    "dragonflybsd",
    "freebsd",
    "haiku",
    "hurd",
    "illumos",
    "linux",
    "netbsd",
    "netware",
    "openbsd",
    "solaris",
    "win16",
    "win9x",
    "winnt",
    NULL,
};

static const char *const distributions[] = {
    "Manjaro",
    "almalinux",
    "alpinelinux",
    "alt",
    "altlinux",
    "android-x86",
    "anolis",
    "archlinux",
    "asianux",
    "caasp",
    "centos",
    "circle",
    "cirros",
    "clearlinux",
    "debian",
    "dragonflybsd",
    "elementaryos",
    "eos",
    "eurolinux",
    "fedora",
    "freebsd",
    "freedos",
    "freenix",
    "gentoo",
    "gnome",
    "guix-system",
    "haiku",
    "hyperbola",
    "mageia",
    "mandrake",
    "mandriva",
    "mbs",
    "mes",
    "miraclelinux",
    "msdos",
    "netbsd",
    "netware",
    "nixos",
    "oel",
    "ol",
    "omnios",
    "openbsd",
    "openindiana",
    "opensolaris",
    "opensuse",
    "osx",
    "popos",
    "pureos",
    "rhel",
    "rhl",
    "rocky",
    "scientificlinux",
    "slackware",
    "sle",
    "sled",
    "slem",
    "sles",
    "smartos",
    "solaris",
    "solus",
    "trisquel",
    "ubuntu",
    "ucs",
    "voidlinux",
    "win",
    "winnt",
    NULL,
};
/* clang-format on */

static void
check_word(LintDatabase *database, const LintEntity *os, const char *element,
           const char *const *known)
{
    XML_NODE_FOREACH (node, os->node, element) {
        g_autofree char *word = xml_node_text(node);

        if (!g_strv_contains(known, word))
            lint_fault(database, os->file, node, _("'%s' is not a known <%s>"), word, element);
    }
}

void
rule_words(LintDatabase *database)
{
    RULE_FOREACH (os, database, "os") {
        check_word(database, os, "family", families);
        check_word(database, os, "distro", distributions);
    }
}
