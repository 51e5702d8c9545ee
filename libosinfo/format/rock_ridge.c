/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * Reads system use areas. Following them to other places, and what is made of it, is left to
 * iso9660_tree.c.
 *
 * The format, as far as it is needed here. "SUSP" is the System Use Sharing Protocol 1.12, "RRIP" the
 * Rock Ridge Interchange Protocol 1.12. Byte positions count from 0, whereas both count from 1.
 *
 * The system use area of a directory record is what is left of the record behind the name and the
 * byte that pads it. It is a row of entries (SUSP 4.1), each with
 *
 *      0     2  signature
 *      2     1  length of the entry
 *      3     1  version: 1
 *      4        what the signature says; numbers are recorded twice, little endian first (SUSP 4.3)
 *
 *   "SP" (SUSP 5.3) 4: 0xBE 0xEF, 6: bytes to skip at the start of all other areas; it comes first in
 *        the record of the root directory itself, and announces that there are entries at all
 *   "CE" (SUSP 5.1) 4+4: block, 12+4: offset in it, 20+4: size of the area where entries go on
 *   "ST" (SUSP 5.4) there are no more entries in this area
 *   "PX" (RRIP 4.1.1) 4+4: file mode, as in st_mode
 *   "NM" (RRIP 4.1.4) 4: flags: 1 goes on in another NM, 2 ".", 4 ".."; 5: bytes of the name
 *   "CL" (RRIP 4.1.5.1) 4+4: block of a directory that was moved because it lay too deep; the record
 *        looks like a file
 *   "RE" (RRIP 4.1.5.3) this directory was moved here, and has a record with CL elsewhere
 *   "ZF" (zisofs) the file's bytes are compressed
 *
 * An area may end with bytes that are too few for an entry, or zeros.
 */

#include "config.h"

#include <string.h>

#include "format/little_endian.h"
#include "format/rock_ridge.h"

#define ENTRY_HEADER 4 /* bytes */

#define NAME_CONTINUES 0x01
#define NAME_CURRENT 0x02
#define NAME_PARENT 0x04

static gboolean
is_signed(const guint8 *entry, const char *signature)
{
    return memcmp(entry, signature, 2) == 0;
}

/* The entry at *@position, and *@position behind it; NULL when there is none. */
static const guint8 *
get_next(const guint8 *area, gsize size, gsize *position)
{
    const guint8 *entry = area + *position;
    gsize length;

    if (size - *position < ENTRY_HEADER)
        return NULL;
    length = entry[2];
    if (length < ENTRY_HEADER || length > size - *position || is_signed(entry, "ST"))
        return NULL;
    *position += length;
    return entry;
}

gboolean
rock_ridge_find(const guint8 *area, gsize size, guint8 *out_skip)
{
    gsize position = 0;
    const guint8 *entry = get_next(area, size, &position);

    if (entry == NULL || !is_signed(entry, "SP") || entry[2] < 7 || entry[4] != 0xBE ||
        entry[5] != 0xEF)
        return FALSE;
    *out_skip = entry[6];

    /* A mode stands in every record; "RR" is of the first version of Rock Ridge. */
    while ((entry = get_next(area, size, &position)) != NULL) {
        if (is_signed(entry, "PX") || is_signed(entry, "RR") || is_signed(entry, "CE"))
            return TRUE;
    }
    return FALSE;
}

static void
read_name(RockRidge *self, const guint8 *entry)
{
    gsize size = (gsize)entry[2] - 5;

    if (self->has_name && !self->name_goes_on)
        return;
    self->has_name = TRUE;
    self->name_goes_on = (entry[4] & NAME_CONTINUES) != 0;
    if ((entry[4] & (NAME_CURRENT | NAME_PARENT)) != 0)
        return;
    if (size > FILE_SYSTEM_MAX_NAME - self->name_size) {
        self->is_too_long = TRUE;
        return;
    }
    memcpy(self->name + self->name_size, entry + 5, size);
    self->name_size += size;
    self->name[self->name_size] = '\0';
}

static void
read_continuation(RockRidge *self, const guint8 *entry)
{
    self->next_block = le32(entry + 4);
    self->next_offset = le32(entry + 12);
    self->next_size = le32(entry + 20);
}

static void
read_entry(RockRidge *self, const guint8 *entry)
{
    guint8 length = entry[2];

    if (is_signed(entry, "NM") && length >= 5)
        read_name(self, entry);
    else if (is_signed(entry, "PX") && length >= 12)
        self->mode = le32(entry + 4);
    else if (is_signed(entry, "CL") && length >= 12)
        self->child = le32(entry + 4);
    else if (is_signed(entry, "RE"))
        self->is_moved = TRUE;
    else if (is_signed(entry, "ZF"))
        self->is_packed = TRUE;
    else if (is_signed(entry, "CE") && length >= 28)
        read_continuation(self, entry);
}

void
rock_ridge_read(RockRidge *self, const guint8 *area, gsize size)
{
    const guint8 *entry;
    gsize position = 0;

    self->next_size = 0;
    while ((entry = get_next(area, size, &position)) != NULL)
        read_entry(self, entry);
}

gboolean
rock_ridge_is_incomplete(const RockRidge *self)
{
    return self->next_size > 0 && !self->is_too_long &&
           (!self->has_name || self->name_goes_on || self->mode == 0);
}
