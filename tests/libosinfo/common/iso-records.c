/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * Puts bytes where ECMA-119 wants them. What sense they make is up to the tests.
 */

#include "config.h"

#include <string.h>

#include "iso-records.h"

#define SECTOR 2048

void
iso_put_number(guint8 *bytes, guint32 value)
{
    for (guint i = 0; i < 4; i++)
        bytes[i] = (guint8)(value >> 8 * i);
}

void
iso_put_record(guint8 *directory, gsize *position, const IsoRecord *record)
{
    gsize start = 33 + record->name.size + (record->name.size + 1) % 2;
    guint8 *bytes = directory + *position;

    g_assert_cmpuint(start + record->use.size, <=, 255);
    bytes[0] = (guint8)(start + record->use.size);
    bytes[1] = record->extended;
    iso_put_number(bytes + 2, record->sector);
    iso_put_number(bytes + 10, record->size);
    bytes[25] = record->flags;
    bytes[26] = record->unit;
    bytes[32] = (guint8)record->name.size;
    memcpy(bytes + 33, record->name.bytes, record->name.size);
    if (record->use.size > 0)
        memcpy(bytes + start, record->use.bytes, record->use.size);
    *position += bytes[0];
}

void
iso_put_directory(guint8 *image, guint32 sector, guint32 parent, IsoBytes use,
                  const IsoRecord *records, gsize n_records)
{
    guint8 *directory = image + sector * SECTOR;
    gsize position = 0;

    iso_put_record(
        directory, &position,
        &(IsoRecord){ISO_BYTES("\0"), .flags = 2, .sector = sector, .size = SECTOR, .use = use});
    iso_put_record(directory, &position,
                   &(IsoRecord){ISO_BYTES("\1"), .flags = 2, .sector = parent, .size = SECTOR});
    for (gsize i = 0; i < n_records && records[i].name.bytes != NULL; i++)
        iso_put_record(directory, &position, &records[i]);
    g_assert_cmpuint(position, <=, SECTOR);
}

void
iso_put_descriptor(guint8 *image, guint32 sector, guint8 type, guint32 root)
{
    guint8 *descriptor = image + sector * SECTOR;
    gsize position = 156;

    descriptor[0] = type;
    memcpy(descriptor + 1, "CD001\1", 6);
    memcpy(descriptor + 40, "TEST", 4);
    memcpy(descriptor + 88, "%/E", type == 2 ? 3 : 0);
    descriptor[129] = SECTOR >> 8;
    iso_put_record(descriptor, &position,
                   &(IsoRecord){ISO_BYTES("\0"), .flags = 2, .sector = root, .size = SECTOR});
}
