/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The table of names that make it worth asking a reader, and the loop over it. The root folder is
 * read once; what tells which system it is comes before what gives but a hint of it.
 */
#include "config.h"

#include <string.h>

#include "format/bfs.h"
#include "format/boot_menu.h"
#include "format/disk_info.h"
#include "format/efi_boot.h"
#include "format/iso9660_tree.h"
#include "format/kernels.h"
#include "format/live_image.h"
#include "format/named_folders.h"
#include "format/text_files.h"
#include "format/treeinfo.h"
#include "format/udf.h"
#include "format/windows_media.h"
#include "recognise/contents.h"

static const ContentRow rows[] = {
    /* clang-format off */
    {"sources",    &content_windows,          CONTENT_TELLS},
    {"x64",        &content_windows,          CONTENT_TELLS},
    {"x86",        &content_windows,          CONTENT_TELLS},
    {"arm64",      &content_windows,          CONTENT_TELLS},
    {"provenance", &content_windows,          CONTENT_TELLS},
    {"i386",       &content_windows_legacy,   CONTENT_TELLS},
    {"amd64",      &content_windows_legacy,   CONTENT_TELLS},
    {"ia64",       &content_windows_legacy,   CONTENT_TELLS},
    {"win51*",     &content_windows_legacy,   CONTENT_TELLS},
    {"cdrom_*",    &content_windows_legacy,   CONTENT_TELLS},
    {"win9*",      &content_windows_legacy,   CONTENT_TELLS},
    {".disk",      &content_disk_info,        CONTENT_TELLS},
    {".treeinf*",  &content_treeinfo,         CONTENT_TELLS},
    {"treeinfo",   &content_treeinfo,         CONTENT_TELLS},
    {"*",          &content_text_files,       CONTENT_TELLS},
    {"usr",        &content_marks,            CONTENT_TELLS},
    {"FreeNAS-*",  &content_marks,            CONTENT_TELLS},
    {"TrueNAS-*",  &content_marks,            CONTENT_TELLS},
    {"ANNOUNCE.*", &content_announce,         CONTENT_TELLS},
    {"#.#",        &content_release_folder,   CONTENT_TELLS},
    {"EFI",        &content_efi_boot,         CONTENT_ADDS},
    {"casper",     &content_added_text_files, CONTENT_ADDS},
    {"etc",        &content_added_text_files, CONTENT_ADDS},
    {"live",       &content_added_text_files, CONTENT_ADDS},
    {"arch",       &content_added_text_files, CONTENT_ADDS},
    {"blackarch",  &content_added_text_files, CONTENT_ADDS},
    {"hyperbola",  &content_added_text_files, CONTENT_ADDS},
    {"parabola",   &content_added_text_files, CONTENT_ADDS},
    {"sysresccd",  &content_added_text_files, CONTENT_ADDS},

    /* a parent's name may have stayed in it; but nothing says more where nothing else tells */
    {"live",       &content_live_image,     CONTENT_HINTS},
    {"casper*",    &content_live_image,     CONTENT_HINTS},
    {"LiveOS",     &content_live_image,     CONTENT_HINTS},
    {"arch",       &content_live_image,     CONTENT_HINTS},
    {"sysresccd",  &content_live_image,     CONTENT_HINTS},
    {"manjaro",    &content_live_image,     CONTENT_HINTS},
    {"blackarch",  &content_live_image,     CONTENT_HINTS},
    {"parabola",   &content_live_image,     CONTENT_HINTS},
    {"hyperbola",  &content_live_image,     CONTENT_HINTS},
    {"kdeos",      &content_live_image,     CONTENT_HINTS},
    {"antiX",      &content_live_image,     CONTENT_HINTS},
    {"image.s*",   &content_live_image,     CONTENT_HINTS},
    {"livecd.s*",  &content_live_image,     CONTENT_HINTS},
    {"rootfs.*",   &content_live_image,     CONTENT_HINTS},
    {"puppy_*",    &content_live_image,     CONTENT_HINTS},
    {"TrueNAS-*",  &content_live_image,     CONTENT_HINTS},
    {"images",     &content_live_image,     CONTENT_HINTS},

    /* the cheapest first */
    {"*",          &content_root_names,       CONTENT_HINTS},
    {"isolinux",   &content_hidden_marks,     CONTENT_HINTS},
    {"dists",      &content_dists,            CONTENT_HINTS},
    {"*",          &content_boot_menus,       CONTENT_HINTS},
    {"*",          &content_kernels,          CONTENT_HINTS},
    {"EFI",        &content_efi_programs,     CONTENT_HINTS},
    /* clang-format on */
    {NULL, NULL, CONTENT_TELLS},
};

typedef struct {
    const ContentRow *rows;
    gboolean *is_there; /* for each row: the root folder holds its name */
    gboolean is_told;   /* which system it is */
    Evidence *evidence;
    GError *cancelled; /* NULL: nobody did */
} Search;

/* Asked for each row and name: no call but for digits. */
static char
fold(char letter)
{
    return letter >= 'A' && letter <= 'Z' ? letter | 0x20 : letter;
}

static gboolean
matches(const char *pattern, const char *name)
{
    for (; *pattern != '\0' && *pattern != '*'; pattern++) {
        gsize length = *pattern == '#' ? strspn(name, "0123456789") : fold(*pattern) == fold(*name);

        if (length == 0)
            return FALSE;
        name += length;
    }
    return *pattern == '*' || *name == '\0';
}

static gboolean
visit_root(const char *name, const FileNode *node G_GNUC_UNUSED, gpointer data)
{
    Search *self = data;

    for (guint i = 0; self->rows[i].name != NULL; i++) {
        if (!self->is_there[i] && matches(self->rows[i].name, name))
            self->is_there[i] = TRUE;
    }
    return TRUE;
}

/* Takes over @cause. Damage is no reason not to ask others; FALSE: anything else is. */
static gboolean
keep_failure(Search *self, GError *cause, const char *where)
{
    gboolean is_damage = cause->domain == FORMAT_ERROR;

    if (g_error_matches(cause, G_IO_ERROR, G_IO_ERROR_CANCELLED)) {
        self->cancelled = cause;
        return FALSE;
    }
    evidence_add_found(self->evidence, is_damage ? CONTENTS_DAMAGED : CONTENTS_UNREAD,
                       cause->message, where);
    g_error_free(cause);
    return is_damage;
}

/* Has what is told already made the reader needless? Images of Windows say what they are for themselves. */
static gboolean
is_needless(const Search *self, ContentWeight weight, gboolean is_slow)
{
    if (!self->is_told || weight == CONTENT_TELLS)
        return FALSE;
    return weight == CONTENT_HINTS || is_slow ||
           evidence_get_text(self->evidence, "windows.architecture") != NULL;
}

/* Does the root folder hold its name, and no other one of the same reader before? */
static gboolean
is_wanted(const Search *self, guint row, gboolean is_slow)
{
    if (!self->is_there[row] || is_needless(self, self->rows[row].weight, is_slow))
        return FALSE;
    for (guint i = 0; i < row; i++) {
        if (self->is_there[i] && self->rows[i].reader == self->rows[row].reader)
            return FALSE;
    }
    return TRUE;
}

/* FALSE: the search is over. */
static gboolean
ask(Search *self, const ContentRow *row, FileSystem *files)
{
    GError *cause = NULL;
    FormatAnswer answer = row->reader->read(files, self->evidence, &cause);

    if (answer == FORMAT_FOUND && row->weight == CONTENT_TELLS)
        self->is_told = TRUE;
    return answer != FORMAT_DAMAGED || keep_failure(self, cause, row->name);
}

static void
search(Search *self, FileSystem *files)
{
    GError *cause = NULL;

    if (!file_system_list(files, &files->root, visit_root, self, &cause) &&
        !keep_failure(self, cause, "/"))
        return;
    for (guint i = 0; self->rows[i].name != NULL; i++) {
        if (is_wanted(self, i, files->is_slow) && !ask(self, &self->rows[i], files))
            return;
    }
}

gboolean
contents_read(const ContentRow *content_rows, FileSystem *files, Evidence *evidence, GError **error)
{
    Search self = {.rows = content_rows, .evidence = evidence};
    guint n_rows = 0;

    while (content_rows[n_rows].name != NULL)
        n_rows++;

    g_autofree gboolean *is_there = g_new0(gboolean, n_rows);

    self.is_there = is_there;
    search(&self, files);
    if (self.cancelled == NULL)
        return TRUE;
    g_propagate_error(error, self.cancelled);
    return FALSE;
}

/* Where UDF shares a medium with ISO 9660, the latter has a README, or files of wrong sizes. */
static gboolean
may_have_udf(const Evidence *evidence)
{
    return evidence_get_number(evidence, "iso9660.volume-size") < 0 ||
           evidence_get_text(evidence, "udf.standard-id") != NULL;
}

/* Has nothing been said but by descriptors, and by names that many media have? */
static gboolean
is_bare(const Evidence *evidence)
{
    static const char *const keys[] = {"iso9660.",   "joliet.", "udf.",
                                       "el-torito.", "efi.",    "root."};

    for (guint i = 0; i < evidence->items->len; i++) {
        const char *key = g_array_index(evidence->items, EvidenceItem, i).key;
        gboolean is_plain = FALSE;

        for (gsize j = 0; j < G_N_ELEMENTS(keys) && !is_plain; j++)
            is_plain = g_str_has_prefix(key, keys[j]);
        if (!is_plain)
            return FALSE;
    }
    return TRUE;
}

/* What is beside the files of a medium that has hardly any. It is a hint that is not worth a request. */
static void
read_partitions(Search *self, Source *source)
{
    GError *cause = NULL;

    if (is_bare(self->evidence) &&
        format_bfs.read(source, self->evidence, &cause) == FORMAT_DAMAGED)
        keep_failure(self, cause, "partition table");
}

gboolean
contents_gather(Source *source, gboolean is_slow, Evidence *evidence, GError **error)
{
    g_autoptr(FileSystem) files = NULL;
    Search self = {.evidence = evidence};
    GError *cause = NULL;
    gboolean goes_on = TRUE;

    if (may_have_udf(evidence) && udf_open(source, &files, &cause) == FORMAT_DAMAGED)
        goes_on = keep_failure(&self, g_steal_pointer(&cause), "/");
    if (files != NULL && evidence_get_text(evidence, "udf.volume-id") == NULL)
        udf_add_volume_id(files, evidence);
    if (goes_on && files == NULL && iso9660_open_tree(source, &files, &cause) == FORMAT_DAMAGED)
        keep_failure(&self, cause, "/");
    if (files != NULL)
        files->is_slow = is_slow;
    if (self.cancelled == NULL && files != NULL &&
        contents_read(rows, files, evidence, &self.cancelled) && !is_slow)
        read_partitions(&self, source);
    if (self.cancelled == NULL)
        return TRUE;
    g_propagate_error(error, self.cancelled);
    return FALSE;
}
