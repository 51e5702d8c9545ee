/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * Which small text files there are, and what stands where in them: a row each. A file is looked for
 * where the first part of its path is a name in the root. Keys of evidence are called after the file,
 * never after a system: whose file it is, is told by the rules of the database.
 */

#include "config.h"

#include "format/damage.h"
#include "format/root_choice.h"
#include "format/text_file.h"
#include "format/text_files.h"

#define XS_REPOSITORY_FACTS                                                                        \
    {                                                                                              \
        {"originator", "xs-repository.originator", 0}, {"name", "xs-repository.name", 0},          \
            {"product", "xs-repository.product", 0}, {"version", "xs-repository.version", 0},      \
            {"build", "xs-repository.build", 0},                                                   \
    }

/* clang-format off */
const TextFile text_files[] = {
    /* Alpine's mkimage: name and release of the image, date */
    {".alpine-release", TEXT_LINE, {{"1", "alpine-release.text", 0}}},

    /* Anaconda and lorax; the first line is when it was made */
    {".discinfo", TEXT_LINE, {
        {"2", "discinfo.release", 0},
        {"3", "discinfo.arch",    0},
    }},
    {"media.repo", TEXT_ASSIGNMENT, {{"InstallMedia/name", "media-repo.name", 0}}},
    /* coreos-assembler: the command line of the kernel, with the label that the medium was made with */
    {"coreos/kargs.json", TEXT_QUOTED, {{"default", "coreos-kargs.default", 0}}},
    {"XS-REPOSITORY", TEXT_QUOTED, XS_REPOSITORY_FACTS},
    {"packages.main/XS-REPOSITORY", TEXT_QUOTED, XS_REPOSITORY_FACTS},

    /* SUSE's product builder: a line for each product; up to 13.2 and 12 */
    {"media.1/products", TEXT_WORD, {{"/", "suse-products.product", 4}}},
    {"media.1/media", TEXT_LINE, {
        {"1", "suse-media.name",  0},
        {"2", "suse-media.build", 0},
    }},
    {"content", TEXT_WORD, {
        {"LABEL",     "suse-content.label",     0},
        {"DISTRO",    "suse-content.distro",    0},
        {"PRODUCT",   "suse-content.product",   0},
        {"VERSION",   "suse-content.version",   0},
        {"BASEARCHS", "suse-content.basearchs", 0},
        {"REPOID",    "suse-content.repoid",    0},
    }},

    /* debian-cd, Ubuntu's cdimage and livecd-rootfs; Proxmox; live systems made of Debian */
    {".cd-info", TEXT_ASSIGNMENT, {
        {"PRODUCT",     "cd-info.product",      0},
        {"PRODUCTLONG", "cd-info.product-long", 0},
        {"RELEASE",     "cd-info.release",      0},
        {"ISORELEASE",  "cd-info.iso-release",  0},
        {"ISONAME",     "cd-info.iso-name",     0},
    }},
    {"README.diskdefines", TEXT_WORD, {
        {"#define DISKNAME", "diskdefines.name", 0},
        {"#define ARCH",     "diskdefines.arch", 0},
    }},
    {"Clonezilla-Live-Version", TEXT_LINE, {{"1", "clonezilla-live-version.text", 0}}},
    {"GParted-Live-Version", TEXT_LINE, {{"1", "gparted-live-version.text", 0}}},
    {"conf/bootid.txt", TEXT_LINE, {{"1", "bootid.text", 0}}}, /* Grml */

    /* mkarchiso: who has made it */
    {"arch/grubenv", TEXT_ASSIGNMENT, {{"NAME", "archiso.name", 0}}},
    {"blackarch/grubenv", TEXT_ASSIGNMENT, {{"NAME", "archiso.name", 0}}},
    {"hyperbola/grubenv", TEXT_ASSIGNMENT, {{"NAME", "archiso.name", 0}}},
    {"parabola/grubenv", TEXT_ASSIGNMENT, {{"NAME", "archiso.name", 0}}},
    {"sysresccd/grubenv", TEXT_ASSIGNMENT, {{"NAME", "archiso.name", 0}}},

    /* NixOS; Mageia, antiX and MX */
    {"version.txt", TEXT_LINE, {{"1", "version-txt.text", 0}}},
    {"VERSION", TEXT_LINE, {{"1", "version-file.text", 0}}},
    {"x86_64/VERSION", TEXT_LINE, {{"1", "version-file.text", 0}}},
    {"i586/VERSION", TEXT_LINE, {{"1", "version-file.text", 0}}},
    {"aarch64/VERSION", TEXT_LINE, {{"1", "version-file.text", 0}}},

    /* NetBSD's release build, VMware's: neither has the other one's names */
    {"boot.cfg", TEXT_ASSIGNMENT, {
        {"banner",    "boot-cfg.banner",    0},
        {"title",     "boot-cfg.title",     0},
        {"build",     "boot-cfg.build",     0},
        {"kernel",    "boot-cfg.kernel",    0},
        {"kernelopt", "boot-cfg.kernelopt", 0},
    }},
    /* FreeBSD and relatives: /etc/fstab has the label that the medium was made with */
    {"bin/freebsd-version", TEXT_ASSIGNMENT, {{"USERLAND_VERSION", "freebsd-version.userland", 0}}},
    {"etc/fstab", TEXT_START, {{"/dev/iso9660/", "fstab.label", 0}}},
    {"etc/boot.conf", TEXT_WORD, {{"set image", "boot-conf.image", 0}}}, /* OpenBSD */
    {"etc/version", TEXT_LINE, {{"1", "etc-version.text", 0}}}, /* pfSense */
    {"usr/local/opnsense/version/core", TEXT_QUOTED, {
        {"product_id",       "opnsense-core.product-id",       0},
        {"product_name",     "opnsense-core.product-name",     0},
        {"product_series",   "opnsense-core.product-series",   0},
        {"product_nickname", "opnsense-core.product-nickname", 0},
        {"product_version",  "opnsense-core.product-version",  0},
        {"product_arch",     "opnsense-core.product-arch",     0},
    }},
    /* macOS; who starts on Apple's machines has one, too, with a name of its own */
    {"System/Library/CoreServices/SystemVersion.plist", TEXT_PROPERTY, {
        {"ProductName",         "system-version.product-name",    0},
        {"ProductVersion",      "system-version.product-version", 0},
        {"ProductBuildVersion", "system-version.build",           0},
    }},
    {".volsetid", TEXT_LINE, {{"1", "volsetid.text", 0}}}, /* Solaris and illumos */
    {"reactos/unattend.inf", TEXT_ASSIGNMENT, {{"Unattend/Signature", "unattend-inf.signature", 0}}},
};
const gsize text_files_count = G_N_ELEMENTS(text_files);

/* What these say leaves open which release it is. */
const TextFile added_text_files[] = {
    {"casper/install-sources.yaml", TEXT_HEADER, {
        {"id",      "install-sources.id",      8},
        {"variant", "install-sources.variant", 8},
        {"version", "install-sources.version", 0},
    }},
    {"etc/platform", TEXT_LINE, {{"1", "etc-platform.text", 0}}}, /* pfSense */
    /* mkarchiso: of those who use it, the folder is called after some */
    {"arch/version", TEXT_LINE, {{"1", "archiso.version", 0}}},
    {"blackarch/version", TEXT_LINE, {{"1", "archiso.version", 0}}},
    {"hyperbola/version", TEXT_LINE, {{"1", "archiso.version", 0}}},
    {"parabola/version", TEXT_LINE, {{"1", "archiso.version", 0}}},
    {"sysresccd/version", TEXT_LINE, {{"1", "archiso.version", 0}}},
    {"live/Tails.module", TEXT_LINE, {{"1", "tails-module.text", 0}}},
};
const gsize added_text_files_count = G_N_ELEMENTS(added_text_files);
/* clang-format on */

#define MAX_ROWS MAX(G_N_ELEMENTS(text_files), G_N_ELEMENTS(added_text_files))

/* All of them: what stands in one does not make the next one needless. */
static FormatAnswer
read_rows(const TextFile *rows, gsize n_rows, FileSystem *files, Evidence *evidence, GError **error)
{
    gboolean is_possible[MAX_ROWS];
    g_autoptr(GError) damage = NULL;
    FormatAnswer all = FORMAT_NOT_THIS;

    if (!root_choose(files, rows, sizeof(*rows), n_rows, is_possible, error))
        return FORMAT_DAMAGED;
    for (gsize i = 0; i < n_rows; i++) {
        GError *file_error = NULL;
        FormatAnswer answer = FORMAT_NOT_THIS;

        if (is_possible[i])
            answer = text_file_read(&rows[i], files, evidence, &file_error);
        if (answer == FORMAT_FOUND)
            all = FORMAT_FOUND;
        if (answer == FORMAT_DAMAGED && !damage_keep(&damage, file_error))
            break;
    }
    return damage_tell(all, &damage, error);
}

static FormatAnswer
read_text_files(FileSystem *files, Evidence *evidence, GError **error)
{
    return read_rows(text_files, text_files_count, files, evidence, error);
}

const ContentReader content_text_files = {
    .name = "text-files",
    .read = read_text_files,
};

static FormatAnswer
read_added_text_files(FileSystem *files, Evidence *evidence, GError **error)
{
    return read_rows(added_text_files, added_text_files_count, files, evidence, error);
}

const ContentReader content_added_text_files = {
    .name = "added-text-files",
    .read = read_added_text_files,
};
