/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * Writes directories of ISO 9660 record by record, with whatever stands behind their names, for what
 * iso-builder.h is too well-behaved for. It shares nothing with the parser; the formats are described
 * in libosinfo/format/iso9660_tree.c and rock_ridge.c.
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct {
    const char *bytes;
    gsize size;
} IsoBytes;

#define ISO_BYTES(text)                                                                            \
    {                                                                                              \
        text, sizeof(text) - 1                                                                     \
    }

/* Entries of Rock Ridge. A length is that of the text and 5; an area is in sector 22. */
#define ISO_SP "SP\7\1\276\357\0"
#define ISO_PX_FILE "PX\14\1\244\201\0\0\0\0\201\244"
#define ISO_PX_FOLDER "PX\14\1\355\101\0\0\0\0\101\355"
#define ISO_PX_LINK "PX\14\1\377\241\0\0\0\0\241\377"
#define ISO_NM(length, text) "NM" length "\1\0" text
#define ISO_CE(offset, size)                                                                       \
    "CE\34\1\26\0\0\0\0\0\0\26" offset "\0\0\0\0\0\0\0" size "\0\0\0\0\0\0\0"

typedef struct {
    IsoBytes name; /* as recorded */
    guint8 flags;
    guint32 sector;
    guint32 size;
    IsoBytes use;    /* system use */
    guint8 unit;     /* size of a file unit */
    guint8 extended; /* blocks of extended attributes */
} IsoRecord;

/* Four bytes, the lowest one first. */
void iso_put_number(guint8 *bytes, guint32 value);

/* At *@position of @directory, and *@position behind it. */
void iso_put_record(guint8 *directory, gsize *position, const IsoRecord *record);

/* A directory of one sector, whose own record has @use, of the records up to one without a name. */
void iso_put_directory(guint8 *image, guint32 sector, guint32 parent, IsoBytes use,
                       const IsoRecord *records, gsize n_records);

/* A descriptor of type @type, for a root directory of one sector, and of Joliet if it is a
 * supplementary one. */
void iso_put_descriptor(guint8 *image, guint32 sector, guint8 type, guint32 root);

G_END_DECLS
