/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * Picks from a .treeinfo file what identifies an installation tree and what starts it. Where the
 * file comes from, and which system it is, is left to others.
 *
 * The format is a key file, as GKeyFile reads it; the last of several equal keys counts. Of its two
 * generations, both in one file nowadays, these keys are read:
 *
 *     [general]              [release]     what follows from it
 *     family                 name          "Fedora"
 *     version                version       "41"
 *                            [tree]
 *     arch                   arch          "x86_64"
 *     variant                variants      "Server"; of a list "AppStream,BaseOS", nothing
 *
 *     [images-ARCH]                        ARCH being the value above
 *     kernel, initrd, boot.iso             paths below the tree
 *
 * The right column is the documented format (productmd, treeinfo 1.x), the left one is what
 * installers have always read: it comes first, since that is what the expressions of the database
 * are written for.
 */

#include "config.h"

#include <string.h>

#include "common/key_file.h"
#include "common/translate.h"
#include "format/text_file.h"
#include "format/treeinfo.h"

typedef struct {
    gsize member;    /* offset in Treeinfo */
    const char *key; /* NULL: the last row */
    const char *new_group;
    const char *new_key;
} KeyRow;

/* clang-format off */
static const KeyRow general_keys[] = {
    {G_STRUCT_OFFSET(Treeinfo, family),  "family",  "release", "name"},
    {G_STRUCT_OFFSET(Treeinfo, variant), "variant", NULL,      NULL},
    {G_STRUCT_OFFSET(Treeinfo, version), "version", "release", "version"},
    {G_STRUCT_OFFSET(Treeinfo, arch),    "arch",    "tree",    "arch"},
    {0,                                  NULL,      NULL,      NULL},
};

static const KeyRow image_keys[] = {
    {G_STRUCT_OFFSET(Treeinfo, kernel),   "kernel",   NULL, NULL},
    {G_STRUCT_OFFSET(Treeinfo, initrd),   "initrd",   NULL, NULL},
    {G_STRUCT_OFFSET(Treeinfo, boot_iso), "boot.iso", NULL, NULL},
    {0,                                   NULL,       NULL, NULL},
};
/* clang-format on */

static gboolean
is_blank(const char *text)
{
    while (g_ascii_isspace(*text))
        text++;
    return *text == '\0';
}

/* A missing or blank value gives NULL, which is not a failure. */
static gboolean
read_value(GKeyFile *file, const char *group, const char *key, char **out_value, GError **error)
{
    g_autoptr(GError) value_error = NULL;
    g_autofree char *value = key_file_read_text(file, group, key, &value_error);

    if (g_error_matches(value_error, G_KEY_FILE_ERROR, G_KEY_FILE_ERROR_GROUP_NOT_FOUND) ||
        g_error_matches(value_error, G_KEY_FILE_ERROR, G_KEY_FILE_ERROR_KEY_NOT_FOUND)) {
        *out_value = NULL;
        return TRUE;
    }
    if (value_error != NULL) {
        g_propagate_error(error, g_steal_pointer(&value_error));
        return FALSE;
    }
    *out_value = is_blank(value) ? NULL : g_steal_pointer(&value);
    return TRUE;
}

static gboolean
read_keys(GKeyFile *file, const char *group, const KeyRow *rows, Treeinfo *treeinfo, GError **error)
{
    for (const KeyRow *row = rows; row->key != NULL; row++) {
        char **member = (char **)G_STRUCT_MEMBER_P(treeinfo, row->member);

        if (!read_value(file, group, row->key, member, error))
            return FALSE;
        if (*member == NULL && row->new_group != NULL &&
            !read_value(file, row->new_group, row->new_key, member, error))
            return FALSE;
    }
    return TRUE;
}

/* Which of several variants is the tree's own, the list does not say. */
static gboolean
read_only_variant(GKeyFile *file, char **out_variant, GError **error)
{
    if (!read_value(file, "tree", "variants", out_variant, error))
        return FALSE;
    if (*out_variant != NULL && strchr(*out_variant, ',') != NULL)
        g_clear_pointer(out_variant, g_free);
    return TRUE;
}

gboolean
treeinfo_parse(const char *text, gssize size, Treeinfo *out_treeinfo, GError **error)
{
    g_auto(Treeinfo) treeinfo = {.family = NULL};
    g_autoptr(GKeyFile) file = g_key_file_new();
    gsize length = size < 0 ? strlen(text) : (gsize)size;

    if (length > TREEINFO_MAX_SIZE) {
        g_set_error(error, G_KEY_FILE_ERROR, G_KEY_FILE_ERROR_PARSE, _("more than %d bytes"),
                    TREEINFO_MAX_SIZE);
        return FALSE;
    }
    if (!g_key_file_load_from_data(file, text, length, G_KEY_FILE_NONE, error) ||
        !read_keys(file, "general", general_keys, &treeinfo, error))
        return FALSE;
    if (treeinfo.variant == NULL && !read_only_variant(file, &treeinfo.variant, error))
        return FALSE;

    if (treeinfo.arch != NULL) {
        g_autofree char *group = g_strconcat("images-", treeinfo.arch, NULL);
        if (!read_keys(file, group, image_keys, &treeinfo, error))
            return FALSE;
    }
    *out_treeinfo = treeinfo;
    memset(&treeinfo, 0, sizeof(treeinfo));
    return TRUE;
}

void
treeinfo_clear(Treeinfo *self)
{
    char **members[] = {&self->family, &self->variant, &self->version, &self->arch,
                        &self->kernel, &self->initrd,  &self->boot_iso};

    for (gsize i = 0; i < G_N_ELEMENTS(members); i++)
        g_clear_pointer(members[i], g_free);
}

static void
add_evidence(Evidence *evidence, const Treeinfo *treeinfo, const char *where)
{
    evidence_add_found(evidence, "treeinfo.family", treeinfo->family, where);
    evidence_add_found(evidence, "treeinfo.variant", treeinfo->variant, where);
    evidence_add_found(evidence, "treeinfo.version", treeinfo->version, where);
    evidence_add_found(evidence, "treeinfo.arch", treeinfo->arch, where);
    evidence_add_found(evidence, "treeinfo.kernel", treeinfo->kernel, where);
    evidence_add_found(evidence, "treeinfo.initrd", treeinfo->initrd, where);
    evidence_add_found(evidence, "treeinfo.boot-iso", treeinfo->boot_iso, where);
}

static FormatAnswer
read_treeinfo(Source *source, Evidence *evidence, GError **error)
{
    g_auto(Treeinfo) treeinfo = {.family = NULL};
    g_autofree char *text = g_malloc(TREEINFO_READ_SIZE);
    gssize size = source_read(source, 0, text, TREEINFO_READ_SIZE, error);

    if (size < 0) {
        g_prefix_error(error, "%s", _("Failed to load .treeinfo|treeinfo content: "));
        return FORMAT_DAMAGED;
    }
    if (!treeinfo_parse(text, size, &treeinfo, error))
        return FORMAT_DAMAGED;
    add_evidence(evidence, &treeinfo, "treeinfo file");
    return FORMAT_FOUND;
}

/* A key file has no mark; the location says that this is one. */
const FormatReader format_treeinfo = {
    .name = "treeinfo",
    .read = read_treeinfo,
};

/* Which groups of a file tell whose it is. Most of a file are checksums. */
static gboolean
is_telling_group(const char *line, gsize length)
{
    static const char *const groups[] = {"[general]", "[release]", "[tree]"};

    for (gsize i = 0; i < G_N_ELEMENTS(groups); i++) {
        if (length >= strlen(groups[i]) && memcmp(line, groups[i], strlen(groups[i])) == 0)
            return TRUE;
    }
    return FALSE;
}

/* The telling groups alone. Of a file that is cut, the last line is not all there. */
static char *
copy_telling_groups(const char *text, gsize size, gboolean is_whole, gsize *out_size)
{
    char *copy = g_malloc(size + 1);
    const char *end = text + size;
    gboolean is_telling = FALSE;
    gsize length = 0;

    while (text < end) {
        const char *line_end = memchr(text, '\n', (gsize)(end - text));

        if (line_end == NULL && !is_whole)
            break;
        line_end = line_end != NULL ? line_end + 1 : end;
        if (*text == '[')
            is_telling = is_telling_group(text, (gsize)(line_end - text));
        if (is_telling) {
            memcpy(copy + length, text, (gsize)(line_end - text));
            length += (gsize)(line_end - text);
        }
        text = line_end;
    }
    *out_size = length;
    return copy;
}

/* What XCP-ng and XenServer have instead, or besides. */
static FormatAnswer
read_branding(const char *text, gsize size, gboolean is_whole, const char *path, Evidence *evidence)
{
    /* clang-format off */
    static const TextFile branding = {NULL, TEXT_ASSIGNMENT, {
        {"branding/name",              "treeinfo.branding-name",    0},
        {"branding/version",           "treeinfo.branding-version", 0},
        {"platform/name",              "treeinfo.platform-name",    0},
        {"platform/version",           "treeinfo.platform-version", 0},
        {"system-v1/product_name",     "treeinfo.product-name",     0},
        {"system-v1/product_version",  "treeinfo.product-version",  0},
        {"system-v1/platform_version", "treeinfo.platform-version", 0},
    }};
    /* clang-format on */

    return text_file_parse(&branding, text, size, is_whole, path, evidence);
}

/* Of a medium: what is no key file there is damage. */
static FormatAnswer
read_from_medium(FileSystem *files, const char *path, Evidence *evidence, GError **error)
{
    g_auto(Treeinfo) treeinfo = {.family = NULL};
    g_autoptr(GError) read_error = NULL;
    g_autofree char *telling = NULL;
    gsize size = 0;
    g_autofree char *text =
        file_system_read(files, path, TREEINFO_MAX_ON_MEDIUM, &size, &read_error);
    gboolean is_whole = size < TREEINFO_MAX_ON_MEDIUM;
    FormatAnswer branding = FORMAT_NOT_THIS;
    gsize telling_size;

    if (read_error != NULL) {
        g_propagate_error(error, g_steal_pointer(&read_error));
        return FORMAT_DAMAGED;
    }
    if (text == NULL)
        return FORMAT_NOT_THIS;
    telling = copy_telling_groups(text, size, is_whole, &telling_size);
    branding = read_branding(text, size, is_whole, path, evidence);
    if (telling_size == 0)
        return branding;
    if (!treeinfo_parse(telling, (gssize)telling_size, &treeinfo, &read_error)) {
        g_set_error(error, FORMAT_ERROR, FORMAT_ERROR_INVALID, "%s is no key file: %s", path,
                    read_error->message);
        return FORMAT_DAMAGED;
    }
    add_evidence(evidence, &treeinfo, path);
    return treeinfo.family != NULL || treeinfo.version != NULL ? FORMAT_FOUND : branding;
}

/* Names of 8 characters and 3 have no room for the whole one. */
static FormatAnswer
read_treeinfo_content(FileSystem *files, Evidence *evidence, GError **error)
{
    static const char *const paths[] = {".treeinfo", "treeinfo", ".treeinf"};

    for (gsize i = 0; i < G_N_ELEMENTS(paths); i++) {
        FormatAnswer answer = read_from_medium(files, paths[i], evidence, error);

        if (answer != FORMAT_NOT_THIS)
            return answer;
    }
    return FORMAT_NOT_THIS;
}

const ContentReader content_treeinfo = {
    .name = "treeinfo",
    .read = read_treeinfo_content,
};
