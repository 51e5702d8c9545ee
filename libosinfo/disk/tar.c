/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * Finds the disk in an archive of tar, as .ova and .tar.xz are. Its members are told; the first one that is
 * called like a disk is opened.
 *
 *     512 bytes   name (100), at 124 size (12, octal, or binary with the highest bit set), at 156 kind, at 257
 *                 "ustar"
 *     the bytes of the member, filled up to a multiple of 512
 *
 * What GNU tar and POSIX put before a member that has a long name is a member of a kind of its own.
 */

#include "config.h"

#include <string.h>

#include "disk/readers.h"
#include "format/big_endian.h"

#define BLOCK 512
#define MAX_MEMBERS 64
#define MAX_NAME 4096 /* bytes of what stands before a member */
#define KIND_SPARSE 'S'
#define KIND_LONG_NAME 'L'
#define KIND_EXTENDED 'x'

typedef struct {
    char *name;      /* owned */
    char kind;       /* '0' or NUL: a file */
    guint64 size;    /* bytes */
    guint64 start;   /* of its bytes */
    gboolean is_odd; /* stored in a way that only tar understands */
} Member;

static void
member_clear(Member *self)
{
    g_clear_pointer(&self->name, g_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Member, member_clear)

static gboolean
parse_size(const guint8 *header, guint64 *out_size)
{
    char text[13] = {0};
    char *end;

    if ((header[124] & 0x80) != 0) {
        *out_size = be64(header + 128);
        return *out_size <= G_MAXINT64 / 2;
    }
    memcpy(text, header + 124, 12);
    g_strstrip(text);
    *out_size = g_ascii_strtoull(text, &end, 8);
    return *end == '\0' && *text != '\0';
}

/* Spaces count for the sum itself. */
static gboolean
has_right_sum(const guint8 *header)
{
    char text[9] = {0};
    guint64 sum = 0;

    for (guint i = 0; i < BLOCK; i++)
        sum += i >= 148 && i < 156 ? ' ' : header[i];
    memcpy(text, header + 148, 8);
    return g_ascii_strtoull(g_strchug(text), NULL, 8) == sum;
}

/* The name that stands before a member; POSIX has lines "LENGTH path=NAME". */
static void
take_extension(const Member *extension, const char *text, Member *next)
{
    const char *path = strstr(text, " path=");

    if (extension->kind == KIND_LONG_NAME) {
        g_free(next->name);
        next->name = g_strdup(text);
    } else if (path != NULL) {
        g_free(next->name);
        next->name = g_strndup(path + 6, strcspn(path + 6, "\n"));
    }
    next->is_odd |= extension->kind == KIND_EXTENDED && strstr(text, "GNU.sparse.") != NULL;
}

/* FORMAT_NOT_THIS: the archive is over. */
static FormatAnswer
read_header(const Layer *layer, guint64 place, Member *out_member, GError **error)
{
    guint8 header[BLOCK];
    gssize count = source_read(layer->below, place, header, sizeof(header), error);

    if (count < 0)
        return FORMAT_DAMAGED;
    if (count < BLOCK || header[0] == 0 || !has_right_sum(header))
        return FORMAT_NOT_THIS;
    if (!parse_size(header, &out_member->size)) {
        layer_fail(layer, error, "size of a member");
        return FORMAT_DAMAGED;
    }
    out_member->kind = (char)header[156];
    out_member->start = place + BLOCK;
    if (out_member->name == NULL)
        out_member->name = g_strndup((const char *)header, 100);
    out_member->is_odd |= out_member->kind == KIND_SPARSE;
    return FORMAT_FOUND;
}

static guint64
get_end(const Member *member)
{
    return member->start + (member->size + BLOCK - 1) / BLOCK * BLOCK;
}

/* The next member, with what stands before it. */
static FormatAnswer
read_member(const Layer *layer, guint64 place, Member *out_member, GError **error)
{
    for (guint i = 0; i < 4; i++) {
        g_auto(Member) extension = {.name = g_strdup("")};
        g_autofree char *text = NULL;
        FormatAnswer answer = read_header(layer, place, &extension, error);
        gboolean is_extension = extension.kind == KIND_LONG_NAME ||
                                extension.kind == KIND_EXTENDED || extension.kind == 'g';

        if (answer != FORMAT_FOUND || !is_extension)
            return answer == FORMAT_FOUND ? read_header(layer, place, out_member, error) : answer;
        if (extension.size > MAX_NAME) {
            layer_fail(layer, error, "name of a member");
            return FORMAT_DAMAGED;
        }
        text = g_malloc0(extension.size + 1);
        if (!layer_read(layer, extension.start, text, extension.size, error))
            return FORMAT_DAMAGED;
        take_extension(&extension, text, out_member);
        place = get_end(&extension);
    }
    layer_fail(layer, error, "member");
    return FORMAT_DAMAGED;
}

static gboolean
is_disk(const Member *member)
{
    static const char *const endings[] = {".raw",  ".img", ".qcow2", ".vmdk", ".vhd",
                                          ".vhdx", ".vdi", ".iso",   ".disk", ".hdd"};
    g_autofree char *name = g_ascii_strdown(member->name, -1);

    for (gsize i = 0; i < G_N_ELEMENTS(endings); i++) {
        if (g_str_has_suffix(name, endings[i]))
            return member->kind == '0' || member->kind == '\0' || member->kind == KIND_SPARSE;
    }
    return FALSE;
}

static FormatAnswer
add_disk(Layer *layer, const Member *member, GError **error)
{
    if (member->is_odd) {
        layer_refuse(layer, error, "member '%s' is stored with holes: unpack it first",
                     member->name);
        return FORMAT_DAMAGED;
    }
    layer_add_part(layer, member->start, member->size, member->name);
    return FORMAT_FOUND;
}

static FormatAnswer
open_tar(Layer *layer, GError **error)
{
    guint64 place = 0;

    for (guint i = 0; i < MAX_MEMBERS; i++) {
        g_auto(Member) member = {.name = NULL};
        FormatAnswer answer = read_member(layer, place, &member, error);

        if (answer == FORMAT_NOT_THIS)
            break;
        if (answer == FORMAT_DAMAGED)
            return answer;
        layer_tell(layer, NULL, "disk.member", member.name);
        if (is_disk(&member))
            return add_disk(layer, &member, error);
        place = get_end(&member);
    }
    layer_refuse(layer, error, "there is no disk among its first members");
    return FORMAT_DAMAGED;
}

const LayerReader layer_tar = {
    .name = "tar",
    .kind = LAYER_ARCHIVE,
    .offset = 257,
    .magic = "ustar",
    .magic_length = 5,
    .open = open_tar,
};
