/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * Reads names of folders and files as facts. Which name means which system is told by the rules of the
 * database.
 */

#include "config.h"

#include <string.h>

#include "format/damage.h"
#include "format/named_folders.h"
#include "format/root_choice.h"
#include "format/text_file.h"

#define ANNOUNCE "ANNOUNCE."

/* Digits, a point, digits. */
static gboolean
is_release(const char *name)
{
    gsize major = strspn(name, G_CSET_DIGITS);
    gsize minor = name[major] == '.' ? strspn(name + major + 1, G_CSET_DIGITS) : 0;

    return major > 0 && minor > 0 && name[major + 1 + minor] == '\0';
}

/* The names of a folder that fit, as evidence or as a list. */
typedef struct {
    gboolean (*fits)(const char *name, const FileNode *node);
    guint max;
    GPtrArray *names; /* owned; of owned texts */
} Names;

static void
names_clear(Names *self)
{
    g_clear_pointer(&self->names, g_ptr_array_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Names, names_clear)

static gboolean
visit_name(const char *name, const FileNode *node, gpointer data)
{
    Names *self = data;

    if (self->fits(name, node))
        g_ptr_array_add(self->names, g_strdup(name));
    return self->names->len < self->max;
}

/* FORMAT_FOUND: there is one at least. */
static FormatAnswer
names_read(Names *self, FileSystem *files, const char *path, GError **error)
{
    g_autoptr(GError) list_error = NULL;
    FileNode folder;
    FormatAnswer answer = file_system_find(files, path, &folder, error);

    self->names = g_ptr_array_new_with_free_func(g_free);
    if (answer != FORMAT_FOUND)
        return answer;
    if (file_system_list(files, &folder, visit_name, self, &list_error) || self->names->len > 0)
        return self->names->len > 0 ? FORMAT_FOUND : FORMAT_NOT_THIS;
    g_propagate_error(error, g_steal_pointer(&list_error));
    return FORMAT_DAMAGED;
}

static void
names_add_evidence(const Names *self, const char *key, const char *where, Evidence *evidence)
{
    for (guint i = 0; i < self->names->len; i++)
        evidence_add_found(evidence, key, g_ptr_array_index(self->names, i), where);
}

static gboolean
fits_folder(const char *name G_GNUC_UNUSED, const FileNode *node)
{
    return node->kind == FILE_NODE_FOLDER;
}

static gboolean
fits_release(const char *name, const FileNode *node)
{
    return node->kind == FILE_NODE_FOLDER && is_release(name);
}

static gboolean
fits_announce(const char *name, const FileNode *node)
{
    return node->kind == FILE_NODE_FILE &&
           g_ascii_strncasecmp(name, ANNOUNCE, strlen(ANNOUNCE)) == 0 &&
           g_ascii_isdigit(name[strlen(ANNOUNCE)]);
}

static gboolean
fits_any(const char *name G_GNUC_UNUSED, const FileNode *node G_GNUC_UNUSED)
{
    return TRUE;
}

static FormatAnswer
read_release_folder(FileSystem *files, Evidence *evidence, GError **error)
{
    g_auto(Names) releases = {.fits = fits_release, .max = 1};
    g_auto(Names) below = {.fits = fits_folder, .max = NAMED_FOLDERS_MAX_FACTS};
    FormatAnswer answer = names_read(&releases, files, "", error);
    const char *release;

    if (answer != FORMAT_FOUND)
        return answer;
    release = g_ptr_array_index(releases.names, 0);
    evidence_add_found(evidence, "release-folder.name", release, "/");
    if (names_read(&below, files, release, error) == FORMAT_DAMAGED)
        return FORMAT_DAMAGED;
    names_add_evidence(&below, "release-folder.below", release, evidence);
    return FORMAT_FOUND;
}

const ContentReader content_release_folder = {
    .name = "release-folder",
    .read = read_release_folder,
};

/* Names of DOS have one point. */
static FormatAnswer
read_announce(FileSystem *files, Evidence *evidence, GError **error)
{
    g_auto(Names) names = {.fits = fits_announce, .max = 1};
    FormatAnswer answer = names_read(&names, files, "", error);

    if (answer != FORMAT_FOUND)
        return answer;

    const char *name = g_ptr_array_index(names.names, 0);
    g_autofree char *version = g_strdelimit(g_strdup(name + strlen(ANNOUNCE)), "_", '.');

    evidence_add_found(evidence, "announce.version", version, name);
    return FORMAT_FOUND;
}

const ContentReader content_announce = {
    .name = "announce",
    .read = read_announce,
};

/* Such as dists/stable: links are no folders. */
static FormatAnswer
read_dists(FileSystem *files, Evidence *evidence, GError **error)
{
    /* clang-format off */
    static const TextFile release = {NULL, TEXT_HEADER, {
        {"Origin",        "dists.origin",        0},
        {"Label",         "dists.label",         0},
        {"Suite",         "dists.suite",         0},
        {"Codename",      "dists.codename",      0},
        {"Version",       "dists.version",       0},
        {"Architectures", "dists.architectures", 0},
    }};
    /* clang-format on */
    g_auto(Names) names = {.fits = fits_folder, .max = 1};
    g_autofree char *text = NULL, *path = NULL;
    g_autoptr(GError) read_error = NULL;
    gsize size = 0;
    FormatAnswer answer = names_read(&names, files, "dists", error);

    if (answer != FORMAT_FOUND)
        return answer;
    path = g_strconcat("dists/", (const char *)g_ptr_array_index(names.names, 0), "/Release", NULL);
    text = file_system_read(files, path, ARCHIVE_RELEASE_MAX_SIZE, &size, &read_error);
    if (read_error != NULL) {
        g_propagate_error(error, g_steal_pointer(&read_error));
        return FORMAT_DAMAGED;
    }
    if (text == NULL)
        return FORMAT_NOT_THIS;
    return text_file_parse(&release, text, size, size < ARCHIVE_RELEASE_MAX_SIZE, path, evidence);
}

const ContentReader content_dists = {
    .name = "dists",
    .read = read_dists,
};

static FormatAnswer
read_root_names(FileSystem *files, Evidence *evidence, GError **error)
{
    g_auto(Names) names = {.fits = fits_any, .max = ROOT_NAMES_MAX_FACTS};
    FormatAnswer answer = names_read(&names, files, "", error);

    if (answer == FORMAT_FOUND)
        names_add_evidence(&names, "root.name", "/", evidence);
    return answer;
}

const ContentReader content_root_names = {
    .name = "root-names",
    .read = read_root_names,
};

/* Files and folders that one system alone has, beside all that it has from its parent. */
static const char *const marks[] = {
    "FreeNAS-MANIFEST",
    "TrueNAS-MANIFEST",
    "usr/freebsd-dist/cloninst.sh",
    "usr/midnightbsd-dist",
};

/* Likewise, but in folders that many media have. */
static const char *const hidden_marks[] = {
    "isolinux/fdboot.img",
};

#define MAX_MARKS MAX(G_N_ELEMENTS(marks), G_N_ELEMENTS(hidden_marks))

static FormatAnswer
read_paths(const char *const *paths, gsize n_paths, FileSystem *files, Evidence *evidence,
           GError **error)
{
    gboolean is_possible[MAX_MARKS];
    g_autoptr(GError) damage = NULL;
    FormatAnswer all = FORMAT_NOT_THIS;

    if (!root_choose(files, paths, sizeof(*paths), n_paths, is_possible, error))
        return FORMAT_DAMAGED;
    for (gsize i = 0; i < n_paths; i++) {
        GError *find_error = NULL;
        FormatAnswer answer = FORMAT_NOT_THIS;
        FileNode node;

        if (is_possible[i])
            answer = file_system_find(files, paths[i], &node, &find_error);
        if (answer == FORMAT_DAMAGED && !damage_keep(&damage, find_error))
            break;
        if (answer != FORMAT_FOUND)
            continue;
        evidence_add_found(evidence, "mark.path", paths[i], paths[i]);
        all = FORMAT_FOUND;
    }
    return damage_tell(all, &damage, error);
}

static FormatAnswer
read_marks(FileSystem *files, Evidence *evidence, GError **error)
{
    return read_paths(marks, G_N_ELEMENTS(marks), files, evidence, error);
}

const ContentReader content_marks = {
    .name = "marks",
    .read = read_marks,
};

static FormatAnswer
read_hidden_marks(FileSystem *files, Evidence *evidence, GError **error)
{
    return read_paths(hidden_marks, G_N_ELEMENTS(hidden_marks), files, evidence, error);
}

const ContentReader content_hidden_marks = {
    .name = "hidden-marks",
    .read = read_hidden_marks,
};
