/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * Names volumes and containers by their superblocks, with label and id as these have them. A row for
 * each kind; what is close to the start comes first, since that is read anyway.
 */

#include "config.h"

#include <string.h>

#include "disk/guid.h"
#include "disk/named_volumes.h"
#include "format/big_endian.h"
#include "format/little_endian.h"

#define MAX_LABEL 512 /* bytes */

typedef enum {
    LABEL_NONE,
    LABEL_BYTES,  /* up to a NUL */
    LABEL_UTF16,  /* lowest byte first, up to a NUL */
    LABEL_PASCAL, /* a byte says how long it is */
} LabelKind;

typedef enum {
    ID_NONE,
    ID_BYTES, /* 16 of them */
    ID_MIXED, /* likewise, as Microsoft has it */
    ID_TEXT,  /* 36 characters */
} IdKind;

typedef struct {
    const char *name;
    guint64 offset; /* of the mark */
    const char *mark;
    gsize length; /* bytes of it */
    LabelKind label_kind;
    IdKind id_kind;
    guint64 label; /* bytes from the start */
    gsize label_size;
    guint64 id;
    const char *why; /* it is not opened */
} Kind;

#define ENCRYPTED "encrypted, it cannot be read without its key"
#define NOT_READ "file systems of this kind are not read"
#define NO_FILES "there are no files in it"
#define SEVERAL "a part of what is on several disks"
#define NO_READER "images of this format are not read"

/* clang-format off */
static const Kind volumes[] = {
    {"luks1",       0,     "LUKS\xba\xbe\0\1",    8, LABEL_NONE,   ID_TEXT,  0,    0,   168,  ENCRYPTED},
    {"luks2",       0,     "LUKS\xba\xbe\0\2",    8, LABEL_BYTES,  ID_TEXT,  24,   48,  168,  ENCRYPTED},
    {"bitlocker",   3,     "-FVE-FS-",            8, LABEL_NONE,   ID_NONE,  0,    0,   0,    ENCRYPTED},
    {"refs",        3,     "ReFS\0\0\0\0",        8, LABEL_NONE,   ID_NONE,  0,    0,   0,    NOT_READ},
    {"dm-verity",   0,     "verity\0\0",          8, LABEL_NONE,   ID_BYTES, 0,    0,   16,   "checksums of another partition, " NO_FILES},
    {"dm-integrity", 0,    "integrt\0",           8, LABEL_NONE,   ID_NONE,  0,    0,   0,    "volumes with checksums of their own are not read"},
    {"vdo",         0,     "dmvdo001",            8, LABEL_NONE,   ID_NONE,  0,    0,   0,    "volumes without duplicates are not read"},
    {"apfs",        32,    "NXSB",                4, LABEL_NONE,   ID_BYTES, 0,    0,   72,   NOT_READ},
    {"stratis",     516,   "!Stra0tis\x86\xff\x02^\x41rh", 16, LABEL_NONE, ID_NONE, 0, 0, 0,   SEVERAL},
    {"f2fs",        1024,  "\x10\x20\xf5\xf2",    4, LABEL_UTF16,  ID_BYTES, 1148, 512, 1132, NOT_READ},
    {"hfsplus",     1024,  "H+\0\4",              4, LABEL_NONE,   ID_NONE,  0,    0,   0,    NOT_READ},
    {"hfsx",        1024,  "HX\0\5",              4, LABEL_NONE,   ID_NONE,  0,    0,   0,    NOT_READ},
    {"hfs",         1024,  "BD",                  2, LABEL_PASCAL, ID_NONE,  1060, 28,  0,    NOT_READ},
    {"nilfs2",      1030,  "\x34\x34",            2, LABEL_BYTES,  ID_BYTES, 1192, 80,  1176, NOT_READ},
    {"swap",        4086,  "SWAPSPACE2",         10, LABEL_BYTES,  ID_BYTES, 1052, 16,  1036, NO_FILES},
    {"swap",        4086,  "S1SUSPEND\0",        10, LABEL_BYTES,  ID_BYTES, 1052, 16,  1036, "a system that sleeps, " NO_FILES},
    {"bcachefs",    4120,  "\xc6\x85\x73\xf6\x66\xce\x90\xa9\xd9\x6a\x60\xcf\x80\x3d\xf7\xef", 16, LABEL_BYTES, ID_BYTES, 4168, 32, 4152, NOT_READ},
    {"bcache",      4120,  "\xc6\x85\x73\xf6\x4e\x1a\x45\xca\x82\x65\xf5\x7f\x48\xba\x6d\x81", 16, LABEL_NONE, ID_BYTES, 0, 0, 4136, SEVERAL},
    {"ocfs2",       8192,  "OCFSV2",              6, LABEL_NONE,   ID_NONE,  0,    0,   0,    NOT_READ},
    {"swap",        16374, "SWAPSPACE2",         10, LABEL_BYTES,  ID_BYTES, 1052, 16,  1036, NO_FILES},
    {"swap",        65526, "SWAPSPACE2",         10, LABEL_BYTES,  ID_BYTES, 1052, 16,  1036, NO_FILES},
    {"jfs",         32768, "JFS1",                4, LABEL_BYTES,  ID_BYTES, 32920, 16, 32904, NOT_READ},
    {"reiserfs",    65588, "ReIsEr",              6, LABEL_BYTES,  ID_BYTES, 65636, 16, 65620, NOT_READ},
    {"gfs2",        65536, "\x01\x16\x19\x70",    4, LABEL_NONE,   ID_NONE,  0,    0,   0,    NOT_READ},
    {"vmfs",        1 << 20, "\x0d\xd0\x01\xc0",  4, LABEL_NONE,   ID_NONE,  0,    0,   0,    NOT_READ},
};

static const Kind containers[] = {
    {"qed",         0,     "QED\0",               4, LABEL_NONE,   ID_NONE,  0,    0,   0,    NO_READER},
    {"parallels",   0,     "WithoutFreeSpace",   16, LABEL_NONE,   ID_NONE,  0,    0,   0,    NO_READER},
    {"parallels",   0,     "WithouFreSpacExt",   16, LABEL_NONE,   ID_NONE,  0,    0,   0,    NO_READER},
    {"ewf",         0,     "EVF\x09\x0d\x0a\xff\0", 8, LABEL_NONE, ID_NONE,  0,    0,   0,    NO_READER},
    {"vmdk-sesparse", 0,   "\xbe\xba\xfe\xca\0\0\0\0", 8, LABEL_NONE, ID_NONE, 0,  0,   0,    NO_READER},
    {"android-sparse", 0,  "\x3a\xff\x26\xed\1\0", 6, LABEL_NONE,  ID_NONE,  0,    0,   0,    NO_READER},
    {"7z",          0,     "7z\xbc\xaf\x27\x1c",  6, LABEL_NONE,   ID_NONE,  0,    0,   0,    "archives of this format are not read: unpack it first"},
    {"zip",         0,     "PK\3\4",              4, LABEL_NONE,   ID_NONE,  0,    0,   0,    "archives of this format are not read: unpack it first"},
};
/* clang-format on */

/* FORMAT_NOT_THIS: there is none of these marks. */
static FormatAnswer
find_kind(const Layer *layer, const Kind *kinds, gsize n_kinds, const Kind **out_kind,
          GError **error)
{
    guint8 mark[FORMAT_MAX_MAGIC];

    for (gsize i = 0; i < n_kinds; i++) {
        const Kind *kind = &kinds[i];
        gssize count = source_read(layer->below, kind->offset, mark, kind->length, error);

        if (count < 0)
            return FORMAT_DAMAGED;
        if ((gsize)count == kind->length && memcmp(mark, kind->mark, kind->length) == 0) {
            *out_kind = kind;
            return FORMAT_FOUND;
        }
    }
    return FORMAT_NOT_THIS;
}

static char *
convert_utf16(const guint8 *bytes, gsize size)
{
    gunichar2 units[MAX_LABEL / 2] = {0};

    for (gsize i = 0; i < MIN(size / 2, G_N_ELEMENTS(units)); i++)
        units[i] = (gunichar2)le16(bytes + 2 * i);
    return g_utf16_to_utf8(units, G_N_ELEMENTS(units), NULL, NULL, NULL);
}

static char *
read_label(const Layer *layer, const Kind *kind)
{
    guint8 bytes[MAX_LABEL] = {0};

    if (kind->label_kind == LABEL_NONE ||
        source_read(layer->below, kind->label, bytes, MIN(kind->label_size, sizeof(bytes)), NULL) <=
            0)
        return NULL;
    if (kind->label_kind == LABEL_UTF16)
        return convert_utf16(bytes, kind->label_size);
    if (kind->label_kind == LABEL_PASCAL)
        return g_strndup((const char *)bytes + 1, MIN(bytes[0], kind->label_size - 1));
    return g_strndup((const char *)bytes, kind->label_size);
}

static char *
read_id(const Layer *layer, const Kind *kind)
{
    guint8 bytes[37] = {0};
    gsize size = kind->id_kind == ID_TEXT ? 36 : 16;

    if (kind->id_kind == ID_NONE || source_read(layer->below, kind->id, bytes, size, NULL) <= 0)
        return NULL;
    if (kind->id_kind == ID_TEXT)
        return g_ascii_strdown((const char *)bytes, -1);
    return kind->id_kind == ID_MIXED ? guid_dup_mixed(bytes) : guid_dup(bytes);
}

/* A place that says what it is, and why there is no more of it. */
static FormatAnswer
add_named(Layer *layer, const Kind *kind)
{
    LayerPlace *place = layer_add_place(layer, NULL, "");
    gint64 size = source_get_size(layer->below);

    layer->name = kind->name;
    place->layer = kind->name;
    g_free(place->path);
    place->path = layer_dup_path(layer, "");
    place->size = (guint64)MAX(size, 0);
    place->label = read_label(layer, kind);
    place->id = read_id(layer, kind);
    place->error =
        g_error_new(G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED, "%s: %s", kind->name, kind->why);
    layer_tell(layer, place, "disk.volume", kind->name);
    layer_tell_place(layer, place);
    return FORMAT_FOUND;
}

static FormatAnswer
open_volume(Layer *layer, GError **error)
{
    const Kind *kind;
    FormatAnswer answer = find_kind(layer, volumes, G_N_ELEMENTS(volumes), &kind, error);

    return answer == FORMAT_FOUND ? add_named(layer, kind) : answer;
}

const LayerReader layer_named_volume = {
    .name = "volume",
    .kind = LAYER_VOLUME,
    .open = open_volume,
};

static FormatAnswer
open_container(Layer *layer, GError **error)
{
    const Kind *kind;
    FormatAnswer answer = find_kind(layer, containers, G_N_ELEMENTS(containers), &kind, error);

    return answer == FORMAT_FOUND ? add_named(layer, kind) : answer;
}

const LayerReader layer_named_container = {
    .name = "container",
    .kind = LAYER_CONTAINER,
    .open = open_container,
};
