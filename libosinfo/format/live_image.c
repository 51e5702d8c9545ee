/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * Looks for the image of a live medium, into it, and into an image inside of that. What is read there
 * are os-release files, which os_release.c takes apart.
 *
 * Distributions put it where their boot scripts look for it:
 *
 *     live/filesystem.squashfs      live-boot: Debian, Kali, Tails, deepin ...
 *     casper/filesystem.squashfs    casper: Ubuntu, Mint ...; since 23.04 layers, of which
 *                                   "minimal.squashfs" is below "minimal.standard.squashfs"
 *     LiveOS/squashfs.img           dracut: Fedora, openSUSE, Void, Mageia ...; squashfs or EROFS,
 *                                   older ones with an ext4 image inside, LiveOS/rootfs.img
 *     arch/x86_64/airootfs.sfs      archiso and its heirs, each with a folder of its own
 *
 * ext4 is not read: that there is one is evidence, too.
 */

#include "config.h"

#include <string.h>

#include "format/erofs.h"
#include "format/little_endian.h"
#include "format/live_image.h"
#include "format/os_release.h"
#include "format/squashfs.h"

#define N_CHOICES 6 /* names of a row */

typedef struct {
    const char *folder;           /* a path; "*" at its end: anything that follows */
    const char *names[N_CHOICES]; /* the best one first; "*": anything in its place */
} PlaceRow;

/* clang-format off */
static const PlaceRow places[] = {
    {"live",              {"filesystem.squashfs", "filesystem.erofs", "*.squashfs"}},
    {"casper*",           {"filesystem.squashfs", "minimal.squashfs", "ubuntu-server-minimal.squashfs",
                           "base.squashfs", "*.squashfs"}},
    {"LiveOS",            {"squashfs.img", "rootfs.img", "ext3fs.img"}},
    {"arch/x86_64",       {"airootfs.sfs", "airootfs.erofs"}},
    {"sysresccd/x86_64",  {"airootfs.sfs", "airootfs.erofs"}},
    {"manjaro/x86_64",    {"rootfs.sfs"}},
    {"blackarch/x86_64",  {"airootfs.sfs", "airootfs.erofs"}},
    {"parabola/x86_64",   {"airootfs.sfs", "airootfs.erofs"}},
    {"hyperbola/x86_64",  {"airootfs.sfs", "airootfs.erofs"}},
    {"kdeos/x86_64",      {"airootfs.sfs", "root-image.sqfs"}},
    {"antiX",             {"linuxfs"}},
    {"",                  {"image.squashfs", "livecd.squashfs", "TrueNAS-SCALE.update", "rootfs.squashfs",
                           "puppy_*.sfs", "rootfs.img"}},
    {"images",            {"install.img"}},
};
/* clang-format on */

/* Where a system says what it is; links are not followed, so that the last one is for those that
 * have their file under another name. */
static const PlaceRow os_releases[] = {
    {"usr/lib", {"os-release"}},
    {"etc", {"os-release"}},
    {"usr/lib/os.release.d", {"os-release*"}},
};

static gboolean
matches(const char *pattern, const char *name)
{
    const char *star = strchr(pattern, '*');
    gsize before = star != NULL ? (gsize)(star - pattern) : strlen(pattern);
    gsize behind = star != NULL ? strlen(star + 1) : 0;
    gsize length = strlen(name);

    if (length < before + behind || (star == NULL && length > before))
        return FALSE;
    return g_ascii_strncasecmp(pattern, name, before) == 0 &&
           (star == NULL || g_ascii_strcasecmp(star + 1, name + length - behind) == 0);
}

/* The best file or folder so far. */
typedef struct {
    const char *const *patterns; /* NULL behind the last one */
    FileNodeKind kind;
    guint rank; /* of the pattern that matched; G_MAXUINT: nothing was found */
    char *name; /* owned */
    FileNode node;
} Choice;

static guint
count_dots(const char *name)
{
    guint count = 0;

    for (; *name != '\0'; name++)
        count += *name == '.';
    return count;
}

/* Layers have the names of those below in front, so that the lowest one has the shortest name. */
static gboolean
is_better(const Choice *self, guint rank, const char *name)
{
    if (rank != self->rank)
        return rank < self->rank;
    if (count_dots(name) != count_dots(self->name))
        return count_dots(name) < count_dots(self->name);
    if (strlen(name) != strlen(self->name))
        return strlen(name) < strlen(self->name);
    return strcmp(name, self->name) < 0;
}

static gboolean
visit(const char *name, const FileNode *node, gpointer data)
{
    Choice *self = data;

    if (node->kind != self->kind)
        return TRUE;
    for (guint i = 0; self->patterns[i] != NULL && i <= self->rank; i++) {
        if (!matches(self->patterns[i], name) || !is_better(self, i, name))
            continue;
        g_free(self->name);
        self->name = g_strdup(name);
        self->rank = i;
        self->node = *node;
    }
    /* nothing is better than the first name, when that is a whole one */
    return self->rank > 0 || strchr(self->patterns[0], '*') != NULL;
}

/* The best one of a folder. */
static FormatAnswer
choose(FileSystem *files, const FileNode *folder, const char *const *patterns, FileNodeKind kind,
       Choice *out_choice, GError **error)
{
    Choice choice = {.patterns = patterns, .kind = kind, .rank = G_MAXUINT};
    g_autoptr(GError) list_error = NULL;

    if (!file_system_list(files, folder, visit, &choice, &list_error) && choice.name == NULL) {
        g_propagate_error(error, g_steal_pointer(&list_error));
        return FORMAT_DAMAGED;
    }
    if (choice.name == NULL)
        return FORMAT_NOT_THIS;
    *out_choice = choice;
    return FORMAT_FOUND;
}

/* The file that a row means, and its path. */
static FormatAnswer
find_place(FileSystem *files, const PlaceRow *row, FileNode *out_node, char **out_path,
           GError **error)
{
    const char *names[N_CHOICES + 1] = {NULL};
    g_autofree char *folder = g_strdup(row->folder);
    FormatAnswer answer = FORMAT_FOUND;
    FileNode node;
    Choice choice;

    memcpy(names, row->names, sizeof(row->names));
    if (g_str_has_suffix(folder, "*")) {
        answer = choose(files, &files->root, (const char *const[]){row->folder, NULL},
                        FILE_NODE_FOLDER, &choice, error);
        if (answer != FORMAT_FOUND)
            return answer;
        g_free(folder);
        folder = choice.name;
        node = choice.node;
    } else {
        answer = file_system_find(files, folder, &node, error);
    }
    if (answer == FORMAT_FOUND)
        answer = choose(files, &node, names, FILE_NODE_FILE, &choice, error);
    if (answer != FORMAT_FOUND)
        return answer;
    *out_node = choice.node;
    *out_path =
        *folder != '\0' ? g_strconcat(folder, "/", choice.name, NULL) : g_strdup(choice.name);
    g_free(choice.name);
    return FORMAT_FOUND;
}

typedef struct {
    Evidence *evidence;
    guint n_images; /* that were opened */
} Search;

/* What stands in the way of one image is evidence, and ends nothing; FALSE: it ends the search. */
static gboolean
keep_reason(const Search *self, GError **error, const char *where)
{
    const GError *reason = *error;

    if (reason->domain != FORMAT_ERROR &&
        !g_error_matches(reason, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED))
        return FALSE;
    evidence_add_found(self->evidence, LIVE_IMAGE_UNREAD, reason->message, where);
    g_clear_error(error);
    return TRUE;
}

static FormatAnswer
read_os_release(FileSystem *files, const FileNode *node, const char *where, Evidence *evidence,
                GError **error)
{
    g_autofree char *text = g_malloc(OS_RELEASE_MAX_SIZE);
    g_autoptr(Source) source = files->operations->open(files, node, error);
    gssize size = source != NULL ? source_read(source, 0, text, OS_RELEASE_MAX_SIZE, error) : -1;

    return size >= 0 ? os_release_read(text, (gsize)size, where, evidence) : FORMAT_DAMAGED;
}

static FormatAnswer
find_os_release(Search *self, FileSystem *files, const char *where, GError **error)
{
    for (gsize i = 0; i < G_N_ELEMENTS(os_releases); i++) {
        g_autofree char *path = NULL;
        FileNode node;
        FormatAnswer answer = find_place(files, &os_releases[i], &node, &path, error);

        if (answer == FORMAT_FOUND) {
            g_autofree char *place = g_strconcat(where, ": ", path, NULL);

            answer = read_os_release(files, &node, place, self->evidence, error);
        }
        if (answer != FORMAT_NOT_THIS)
            return answer;
    }
    return FORMAT_NOT_THIS;
}

static FormatAnswer search_images(Search *self, FileSystem *files, const char *outer, guint level,
                                  GError **error);

/* An image that is none of ours: what it is. */
static FormatAnswer
tell_kind(const Search *self, Source *source, const char *where, GError **error)
{
    guint8 magic[2] = {0};

    if (source_read(source, 1080, magic, sizeof(magic), error) < 0)
        return FORMAT_DAMAGED;
    evidence_add_found(self->evidence, LIVE_IMAGE_UNREAD,
                       le16(magic) == 0xEF53 ? "ext2, ext3 or ext4" : "not squashfs or EROFS",
                       where);
    return FORMAT_NOT_THIS;
}

static FormatAnswer
search_image(Search *self, Source *source, const char *where, guint level, GError **error)
{
    g_autoptr(FileSystem) files = NULL;
    FormatAnswer answer = squashfs_open(source, &files, error);

    if (answer == FORMAT_NOT_THIS)
        answer = erofs_open(source, &files, error);
    if (answer == FORMAT_NOT_THIS)
        return tell_kind(self, source, where, error);
    if (answer == FORMAT_FOUND)
        answer = find_os_release(self, files, where, error);
    if (answer == FORMAT_NOT_THIS && level < LIVE_IMAGE_MAX_LEVELS)
        answer = search_images(self, files, where, level, error);
    return answer;
}

/* The image of one row. */
static FormatAnswer
search_place(Search *self, FileSystem *files, const PlaceRow *row, const char *outer, guint level,
             GError **error)
{
    g_autofree char *path = NULL;
    FileNode node;
    FormatAnswer answer = find_place(files, row, &node, &path, error);

    if (answer != FORMAT_FOUND)
        return answer;

    g_autofree char *where = *outer != '\0' ? g_strconcat(outer, ": ", path, NULL) : g_strdup(path);
    g_autoptr(Source) source = NULL;

    if (self->n_images++ == LIVE_IMAGE_MAX_IMAGES)
        return FORMAT_NOT_THIS;
    source = files->operations->open(files, &node, error);
    answer = source != NULL ? search_image(self, source, where, level + 1, error) : FORMAT_DAMAGED;
    return answer == FORMAT_DAMAGED && keep_reason(self, error, where) ? FORMAT_NOT_THIS : answer;
}

static FormatAnswer
search_images(Search *self, FileSystem *files, const char *outer, guint level, GError **error)
{
    for (gsize i = 0; i < G_N_ELEMENTS(places) && self->n_images < LIVE_IMAGE_MAX_IMAGES; i++) {
        FormatAnswer answer = search_place(self, files, &places[i], outer, level, error);

        if (answer != FORMAT_NOT_THIS)
            return answer;
    }
    return FORMAT_NOT_THIS;
}

static FormatAnswer
read_live_image(FileSystem *files, Evidence *evidence, GError **error)
{
    Search self = {.evidence = evidence};
    guint n_items = evidence->items->len;
    FormatAnswer answer = search_images(&self, files, "", 1, error);

    return answer == FORMAT_NOT_THIS && evidence->items->len > n_items ? FORMAT_FOUND : answer;
}

const ContentReader content_live_image = {
    .name = "live-image",
    .read = read_live_image,
};
