/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * Reads an installed system by tables: files that say which system it is, and paths whose being there says
 * something. Most of it is what os-release(5) says; the older a system is, the more it is a file of its own.
 * Keys are called after the files, what they mean is told by the rules of the database.
 */

#include "config.h"

#include <string.h>

#include "format/cloud_config.h"
#include "format/damage.h"
#include "format/elf.h"
#include "format/installed.h"
#include "format/os_release.h"
#include "format/text_file.h"
#include "format/text_files.h"

/* The first one that is there counts: links are followed, and systems that are put together at boot have it in the
 * profile that this is made of. The last one is that of a partition that is /usr. */
static const char *const os_releases[] = {
    "etc/os-release",
    "usr/lib/os-release",
    "nix/var/nix/profiles/system/etc/os-release",
    "var/guix/profiles/system/etc/os-release",
    "lib/os-release",
};

/* clang-format off */
/* One line that names system and release; the first one counts, as who is made of another one has that one's, too. */
static const TextFile release_files[] = {
    {"etc/oracle-release",     TEXT_LINE, {{"1", "release-file.text", 0}}},
    {"etc/enterprise-release", TEXT_LINE, {{"1", "release-file.text", 0}}},
    {"etc/rocky-release",      TEXT_LINE, {{"1", "release-file.text", 0}}},
    {"etc/almalinux-release",  TEXT_LINE, {{"1", "release-file.text", 0}}},
    {"etc/centos-release",     TEXT_LINE, {{"1", "release-file.text", 0}}},
    {"etc/fedora-release",     TEXT_LINE, {{"1", "release-file.text", 0}}},
    {"etc/mageia-release",     TEXT_LINE, {{"1", "release-file.text", 0}}},
    {"etc/mandriva-release",   TEXT_LINE, {{"1", "release-file.text", 0}}},
    {"etc/mandrake-release",   TEXT_LINE, {{"1", "release-file.text", 0}}},
    {"etc/altlinux-release",   TEXT_LINE, {{"1", "release-file.text", 0}}},
    {"etc/system-release",     TEXT_LINE, {{"1", "release-file.text", 0}}},
    {"etc/redhat-release",     TEXT_LINE, {{"1", "release-file.text", 0}}},
    {"etc/SuSE-release",       TEXT_LINE, {{"1", "release-file.text", 0}}},
    {"etc/slackware-version",  TEXT_LINE, {{"1", "release-file.text", 0}}},
    {"etc/gentoo-release",     TEXT_LINE, {{"1", "release-file.text", 0}}},
    {"etc/release",            TEXT_LINE, {{"1", "release-file.text", 0}}},  /* NetBSD, illumos, Solaris */
    {"etc/vmware-release",     TEXT_LINE, {{"1", "release-file.text", 0}}},
};

/* What goes before that, where it is there. */
static const TextFile named_files[] = {
    {"etc/lsb-release", TEXT_ASSIGNMENT, {
        {"DISTRIB_ID",          "lsb-release.id",          0},
        {"DISTRIB_RELEASE",     "lsb-release.release",     0},
        {"DISTRIB_CODENAME",    "lsb-release.codename",    0},
        {"DISTRIB_DESCRIPTION", "lsb-release.description", 0},
    }},
    {"etc/SuSE-release", TEXT_ASSIGNMENT, {
        {"VERSION",    "suse-release.version",     0},
        {"PATCHLEVEL", "suse-release.patch-level", 0},
    }},
    {"etc/debian_version",  TEXT_LINE, {{"1", "debian-version.text", 0}}},
    {"etc/alpine-release",  TEXT_LINE, {{"1", "etc-alpine-release.text", 0}}},
};

/* First lines of /etc/motd, which BSDs write anew when they start. */
static const TextFile motd = {"etc/motd", TEXT_LINE, {{"1", "motd.text", 0}}};

/* Which image it was. */
static const TextFile image_files[] = {
    {"etc/cloud/build.info", TEXT_HEADER, {
        {"build_name", "cloud-build.name",   0},
        {"serial",     "cloud-build.serial", 0},
    }},
    {"etc/cloud-release", TEXT_ASSIGNMENT, {
        {"ID",      "cloud-release.id",      0},
        {"VERSION", "cloud-release.version", 0},
    }},
    {"etc/tiny-cloud.conf",   TEXT_ASSIGNMENT, {{"CLOUD_USER", "tiny-cloud.user", 0}}},
    {"etc/conf.d/tiny-cloud", TEXT_ASSIGNMENT, {{"CLOUD_USER", "tiny-cloud.user", 0}}},
    {"etc/rc.conf",           TEXT_ASSIGNMENT, {{"nuageinit_enable", "nuageinit.enable", 0}}},
};

/* What being there says; the first one of a key counts. */
static const struct {
    const char *path;
    const char *key;
    const char *value;
} marks[] = {
    {"etc/cloud/cloud-init.disabled", "cloud-init.state",  "disabled"},
    {"usr/bin/cloud-init",            "cloud-init.state",  "present"},
    {"etc/cloud/cloud.cfg",           "cloud-init.state",  "present"},
    {"usr/local/bin/cloud-init",      "cloud-init.state",  "present"},
    {"usr/bin/tiny-cloud",            "cloud-init.state",  "tiny-cloud"},
    {"sbin/tiny-cloud",               "cloud-init.state",  "tiny-cloud"},
    {"usr/bin/qemu-ga",               "guest-agent.name",  "qemu-guest-agent"},
    {"usr/sbin/qemu-ga",              "guest-agent.name",  "qemu-guest-agent"},
    {"usr/local/bin/qemu-ga",         "guest-agent.name",  "qemu-guest-agent"},
    {"usr/bin/ignition",              "ignition.state",    "present"},
    {"usr/lib/dracut/modules.d/30ignition", "ignition.state", "present"},
    {"usr/bin/afterburn",             "afterburn.state",   "present"},
    {"boot/grub2/grub.cfg",           "boot-loader.name",  "grub"},
    {"boot/grub/grub.cfg",            "boot-loader.name",  "grub"},
    {"boot/extlinux.conf",            "boot-loader.name",  "extlinux"},
    {"boot/loader.efi",               "boot-loader.name",  "freebsd"},
    {"boot/loader",                   "boot-loader.name",  "freebsd"},
};

/* Programs that say by their header what machine it is for; links are followed. */
static const char *const programs[] = {
    "bin/sh", "usr/bin/env", "usr/lib/systemd/systemd", "sbin/init", "bin/bash",
    "nix/var/nix/profiles/system/sw/bin/bash", "lib/systemd/systemd",
};
/* clang-format on */

/* What is read of a root, with what was wrong on the way. */
typedef struct {
    FileSystem *files;
    Evidence *evidence;
    GError *damage;   /* owned */
    gboolean is_over; /* nothing more can be read */
    gboolean is_told; /* something of it was found */
} Root;

/* Damage of one file leaves the others; anything else ends it all. */
static gboolean
take_answer(Root *self, FormatAnswer answer, GError **error)
{
    if (answer == FORMAT_DAMAGED) {
        self->is_over = !damage_keep(&self->damage, *error);
        return FALSE;
    }
    self->is_told |= answer == FORMAT_FOUND;
    return answer == FORMAT_FOUND;
}

static gboolean
read_text_row(Root *self, const TextFile *row)
{
    GError *error = NULL;

    return !self->is_over &&
           take_answer(self, text_file_read(row, self->files, self->evidence, &error), &error);
}

static gboolean
read_os_release(Root *self)
{
    for (gsize i = 0; i < G_N_ELEMENTS(os_releases) && !self->is_over; i++) {
        GError *error = NULL;
        gsize size = 0;
        g_autofree char *text =
            file_system_read(self->files, os_releases[i], OS_RELEASE_MAX_SIZE, &size, &error);
        FormatAnswer answer = error != NULL ? FORMAT_DAMAGED
                              : text == NULL
                                  ? FORMAT_NOT_THIS
                                  : os_release_read(text, size, os_releases[i], self->evidence);

        if (take_answer(self, answer, &error))
            return TRUE;
    }
    return FALSE;
}

static gboolean
is_there(Root *self, const char *path)
{
    GError *error = NULL;
    FileNode node;
    FormatAnswer answer =
        self->is_over ? FORMAT_NOT_THIS : file_system_find(self->files, path, &node, &error);

    if (answer == FORMAT_DAMAGED)
        self->is_over = !damage_keep(&self->damage, error);
    return answer == FORMAT_FOUND;
}

/* What systems have that know no os-release. */
static void
read_older_files(Root *self)
{
    GError *error = NULL;
    gboolean is_found = FALSE;

    for (gsize i = 0; i < G_N_ELEMENTS(named_files); i++)
        read_text_row(self, &named_files[i]);
    for (gsize i = 0; i < G_N_ELEMENTS(release_files) && !is_found; i++)
        is_found = read_text_row(self, &release_files[i]);
    if (is_there(self, "bsd") || is_there(self, "boot/kernel/kernel") || is_there(self, "kernel"))
        read_text_row(self, &motd);
    if (!self->is_over)
        take_answer(self, content_text_files.read(self->files, self->evidence, &error), &error);
}

static void
read_marks(Root *self)
{
    for (gsize i = 0; i < G_N_ELEMENTS(marks); i++) {
        if (evidence_get_text(self->evidence, marks[i].key) == NULL &&
            is_there(self, marks[i].path))
            evidence_add_found(self->evidence, marks[i].key, marks[i].value, marks[i].path);
    }
}

static void
read_cloud_config(Root *self)
{
    GError *error = NULL;

    if (!self->is_over && evidence_get_text(self->evidence, "cloud-init.state") != NULL)
        take_answer(self, cloud_config_read(self->files, self->evidence, &error), &error);
}

/* The id itself is nobody's business. */
static void
read_machine_id(Root *self)
{
    static const char path[] = "etc/machine-id";
    GError *error = NULL;
    g_autofree char *text =
        self->is_over ? NULL : file_system_read(self->files, path, 64, NULL, &error);

    if (error != NULL) {
        self->is_over = !damage_keep(&self->damage, error);
        return;
    }
    if (text != NULL)
        g_strstrip(text);
    evidence_add_found(self->evidence, "machine-id.state",
                       text == NULL                         ? "absent"
                       : *text == '\0'                      ? "empty"
                       : strcmp(text, "uninitialized") == 0 ? "uninitialized"
                                                            : "set",
                       path);
}

static void
read_architecture(Root *self)
{
    for (gsize i = 0; i < G_N_ELEMENTS(programs) && !self->is_over; i++) {
        GError *error = NULL;
        g_autoptr(Source) source = file_system_open(self->files, programs[i], &error);
        const char *name = NULL;
        FormatAnswer answer = source != NULL  ? elf_find_architecture(source, &name, &error)
                              : error != NULL ? FORMAT_DAMAGED
                                              : FORMAT_NOT_THIS;

        if (answer == FORMAT_DAMAGED)
            self->is_over = !damage_keep(&self->damage, error);
        if (answer != FORMAT_FOUND)
            continue;
        evidence_add_found(self->evidence, "elf.architecture", name, programs[i]);
        return;
    }
}

typedef struct {
    Evidence *evidence;
    const char *path;
    guint n_names;
} Kernels;

static gboolean
visit_kernel(const char *name, const FileNode *node, gpointer data)
{
    Kernels *self = data;

    if (node->kind != FILE_NODE_FOLDER || !g_ascii_isdigit(*name))
        return TRUE;
    evidence_add_found(self->evidence, "modules.release", name, self->path);
    return ++self->n_names < INSTALLED_MAX_KERNELS;
}

static void
read_kernels(Root *self)
{
    static const char *const paths[] = {"usr/lib/modules", "lib/modules"};

    for (gsize i = 0; i < G_N_ELEMENTS(paths) && !self->is_over; i++) {
        Kernels kernels = {self->evidence, paths[i], 0};
        GError *error = NULL;
        FileNode node;
        FormatAnswer answer = file_system_find(self->files, paths[i], &node, &error);

        if (answer == FORMAT_FOUND &&
            !file_system_list(self->files, &node, visit_kernel, &kernels, &error))
            answer = FORMAT_DAMAGED;
        if (answer == FORMAT_DAMAGED)
            self->is_over = !damage_keep(&self->damage, error);
        if (kernels.n_names > 0)
            return;
    }
}

static void
read_image_files(Root *self)
{
    for (gsize i = 0; i < G_N_ELEMENTS(image_files); i++)
        read_text_row(self, &image_files[i]);
}

FormatAnswer
installed_read(FileSystem *files, Evidence *evidence, GError **error)
{
    Root root = {.files = files, .evidence = evidence};
    gboolean has_os_release, is_told;

    if (!files->is_case_sensitive && !files->follows_links)
        return installed_read_windows(files, evidence, error);
    has_os_release = read_os_release(&root);

    /* who has no number in it may have one elsewhere */
    if (!has_os_release || evidence_get_text(evidence, "os-release.version-id") == NULL)
        read_older_files(&root);
    is_told = root.is_told;
    if (is_told) {
        read_architecture(&root);
        read_image_files(&root);
        read_marks(&root);
        read_cloud_config(&root);
        read_machine_id(&root);
        read_kernels(&root);
    }
    return damage_tell(is_told ? FORMAT_FOUND : FORMAT_NOT_THIS, &root.damage, error);
}
