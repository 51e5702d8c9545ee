/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * Reads what an ELF file begins with (System V Application Binary Interface, chapter 4): how wide its words
 * are, which byte comes first, and the number of the machine.
 */

#include "config.h"

#include <string.h>

#include "format/big_endian.h"
#include "format/elf.h"
#include "format/little_endian.h"

#define HEADER_SIZE 20
#define LITTLE 1
#define BIG 2
#define NARROW 1 /* 32 bits */
#define WIDE 2

typedef struct {
    guint16 machine;
    guint8 width; /* 0: any */
    guint8 order; /* 0: any */
    const char *name;
} MachineRow;

static const MachineRow machines[] = {
    /* clang-format off */
    {3,      0,      0,      "i686"},
    {62,     0,      0,      "x86_64"},
    {183,    0,      0,      "aarch64"},
    {40,     0,      0,      "armv7l"},
    {243,    WIDE,   0,      "riscv64"},
    {258,    WIDE,   0,      "loongarch64"},
    {22,     WIDE,   0,      "s390x"},
    {22,     NARROW, 0,      "s390"},
    {21,     0,      LITTLE, "ppc64le"},
    {21,     0,      BIG,    "ppc64"},
    {20,     0,      BIG,    "ppc"},
    {8,      WIDE,   LITTLE, "mips64el"},
    {8,      NARROW, LITTLE, "mipsel"},
    {8,      WIDE,   BIG,    "mips64"},
    {8,      NARROW, BIG,    "mips"},
    {43,     0,      0,      "sparc64"},
    {2,      0,      0,      "sparc"},
    {50,     0,      0,      "ia64"},
    {0x9026, 0,      0,      "alpha"},
    {15,     0,      0,      "hppa"},
    {4,      0,      0,      "m68k"},
    {42,     0,      0,      "sh4"},
    /* clang-format on */
};

FormatAnswer
elf_find_architecture(Source *source, const char **out_name, GError **error)
{
    guint8 bytes[HEADER_SIZE];
    gssize count = source_read(source, 0, bytes, sizeof(bytes), error);
    guint32 machine;

    if (count < 0)
        return FORMAT_DAMAGED;
    if (count < HEADER_SIZE || memcmp(bytes, "\177ELF", 4) != 0)
        return FORMAT_NOT_THIS;
    machine = bytes[5] == BIG ? be16(bytes + 18) : le16(bytes + 18);
    for (gsize i = 0; i < G_N_ELEMENTS(machines); i++) {
        const MachineRow *row = &machines[i];

        if (row->machine == machine && (row->width == 0 || row->width == bytes[4]) &&
            (row->order == 0 || row->order == bytes[5])) {
            *out_name = row->name;
            return FORMAT_FOUND;
        }
    }
    return FORMAT_NOT_THIS;
}
