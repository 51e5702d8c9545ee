/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * A row for each change. Windows and macOS are told by their version, which the family of Windows shares with servers; the
 * others by the year of the first release of a line. Years are those of releases with the driver: Linux 2.6.19 (AHCI), 2.6.25 (82574L), 2.6.31 (xHCI); FreeBSD
 * 8.0 (ahci), 8.2 (xhci); OpenBSD 4.1 (ahci), 5.7 (xhci); NetBSD 5.0 (ahcisata), 7.0 (xhci). The drivers for
 * Windows are those of virtio-win, as its lists of supported systems have them.
 */
#include "config.h"

#include <string.h>

#include "facts/version.h"
#include "profile/known_hardware.h"

#define BIT(name) GUEST_DEVICE_BIT(name)
#define ANY_YEAR 0

/* What nearly all had around the turn of the century. */
#define OLD_UNIX                                                                                   \
    (BIT(IDE) | BIT(RTL8139) | BIT(PCNET) | BIT(NE2K) | BIT(UHCI) | BIT(VGA) | BIT(CIRRUS))
#define SATA_AGE (BIT(AHCI) | BIT(E1000) | BIT(EHCI) | BIT(ICH6))
#define XHCI (BIT(QEMU_XHCI) | BIT(NEC_XHCI))

typedef struct {
    const char *family;  /* NULL: of none */
    const char *version; /* from this one on; NULL: all */
    const char *before;  /* not from this one on; NULL: all */
    guint year;          /* from this one on */
    GuestDevices devices;
} HardwareSpec;

/* clang-format off */
static const HardwareSpec built_in[] = {
    {NULL,           NULL,   NULL,   ANY_YEAR, BIT(IDE) | BIT(E1000) | BIT(RTL8139) | BIT(UHCI) | BIT(VGA)},
    {"darwin",       NULL,   NULL,   ANY_YEAR, BIT(IDE) | BIT(UHCI) | BIT(VGA)},
    {"darwin",       "10.4", NULL,   ANY_YEAR, SATA_AGE | BIT(VMVGA) | BIT(TABLET)},
    {"darwin",       "10.8", NULL,   ANY_YEAR, XHCI},
    {"dos",          NULL,   NULL,   ANY_YEAR, BIT(IDE) | BIT(PCNET) | BIT(NE2K) | BIT(SB16) | BIT(VGA) | BIT(CIRRUS)},
    {"dragonflybsd", NULL,   NULL,   ANY_YEAR, OLD_UNIX},
    {"dragonflybsd", NULL,   NULL,   2009,     SATA_AGE | BIT(TABLET)},
    {"dragonflybsd", NULL,   NULL,   2014,     XHCI | BIT(E1000E)},
    {"esxi",         NULL,   NULL,   ANY_YEAR, BIT(AHCI) | BIT(E1000E) | BIT(E1000) | BIT(VGA) | XHCI | BIT(EHCI)},
    {"freebsd",      NULL,   NULL,   ANY_YEAR, OLD_UNIX | BIT(ES1370)},
    {"freebsd",      NULL,   NULL,   2009,     SATA_AGE | BIT(TABLET)},
    {"freebsd",      NULL,   NULL,   2011,     XHCI | BIT(E1000E) | BIT(ICH9)},
    {"haiku",        NULL,   NULL,   ANY_YEAR, OLD_UNIX | SATA_AGE | BIT(TABLET)},
    {"haiku",        NULL,   NULL,   2018,     XHCI},
    {"hurd",         NULL,   NULL,   ANY_YEAR, OLD_UNIX | BIT(E1000)},
    {"hurd",         NULL,   NULL,   2014,     BIT(AHCI)},
    {"illumos",      NULL,   NULL,   ANY_YEAR, OLD_UNIX | SATA_AGE | XHCI | BIT(E1000E) | BIT(TABLET)},
    {"kolibrios",    NULL,   NULL,   ANY_YEAR, OLD_UNIX | BIT(AHCI) | BIT(E1000) | BIT(AC97) | BIT(ICH6)},
    {"linux",        NULL,   NULL,   ANY_YEAR, OLD_UNIX | BIT(ES1370)},
    {"linux",        NULL,   NULL,   2003,     BIT(E1000) | BIT(AC97)},
    {"linux",        NULL,   NULL,   2007,     SATA_AGE | BIT(TABLET)},
    {"linux",        NULL,   NULL,   2009,     BIT(E1000E) | BIT(ICH9)},
    {"linux",        NULL,   NULL,   2010,     XHCI},
    {"netbsd",       NULL,   NULL,   ANY_YEAR, OLD_UNIX},
    {"netbsd",       NULL,   NULL,   2009,     SATA_AGE | BIT(TABLET)},
    {"netbsd",       NULL,   NULL,   2015,     XHCI | BIT(E1000E) | BIT(ICH9)},
    {"netware",      NULL,   NULL,   ANY_YEAR, BIT(IDE) | BIT(PCNET) | BIT(NE2K) | BIT(VGA)},
    {"openbsd",      NULL,   NULL,   ANY_YEAR, OLD_UNIX},
    {"openbsd",      NULL,   NULL,   2007,     SATA_AGE | BIT(TABLET)},
    {"openbsd",      NULL,   NULL,   2015,     XHCI | BIT(E1000E) | BIT(ICH9)},
    {"solaris",      NULL,   NULL,   ANY_YEAR, OLD_UNIX | BIT(E1000)},
    {"solaris",      NULL,   NULL,   2009,     SATA_AGE | BIT(TABLET)},
    {"solaris",      NULL,   NULL,   2018,     XHCI | BIT(E1000E)},
    {"win16",        NULL,   NULL,   ANY_YEAR, BIT(IDE) | BIT(PCNET) | BIT(NE2K) | BIT(SB16) | BIT(VGA) | BIT(CIRRUS)},
    {"win9x",        NULL,   NULL,   ANY_YEAR, BIT(IDE) | BIT(PCNET) | BIT(NE2K) | BIT(SB16) | BIT(VGA) | BIT(CIRRUS)},
    {"winnt",        NULL,   "6.0",  ANY_YEAR, BIT(IDE) | BIT(PCNET) | BIT(VGA) | BIT(CIRRUS)},
    {"winnt",        "5.0",  "6.0",  ANY_YEAR, BIT(ES1370)},
    {"winnt",        "5.0",  "10.0", ANY_YEAR, BIT(RTL8139)},
    {"winnt",        "5.0",  NULL,   ANY_YEAR, BIT(UHCI)},
    {"winnt",        "5.1",  NULL,   ANY_YEAR, BIT(AC97) | BIT(EHCI) | BIT(TABLET)},
    {"winnt",        "6.0",  NULL,   ANY_YEAR, BIT(AHCI) | BIT(E1000) | BIT(ICH6)},
    {"winnt",        "6.1",  NULL,   ANY_YEAR, BIT(E1000E) | BIT(ICH9)},
    {"winnt",        "6.2",  NULL,   ANY_YEAR, XHCI},
};

#define VIRTIO_FIRST (BIT(VIRTIO_BLOCK) | BIT(VIRTIO_NET) | BIT(VIRTIO_BALLOON) | BIT(VIRTIO_CONSOLE))

static const HardwareSpec added[] = {
    {"winnt",        "5.1",  NULL,   ANY_YEAR, VIRTIO_FIRST | BIT(QXL)},
    {"winnt",        "6.1",  NULL,   ANY_YEAR, BIT(VIRTIO_SCSI) | BIT(VIRTIO_RNG) | BIT(VIRTIO_MODERN)},
    {"winnt",        "10.0", NULL,   ANY_YEAR, BIT(VIRTIO_INPUT) | BIT(VIRTIO_GPU)},
};
/* clang-format on */

/* Of other machines: what has no port or slot of a PC. */
#define ANYWHERE                                                                                   \
    (XHCI | BIT(AHCI) | BIT(TABLET) | BIT(VIRTIO_BALLOON) | BIT(VIRTIO_BLOCK) |                    \
     BIT(VIRTIO_CONSOLE) | BIT(VIRTIO_GPU) | BIT(VIRTIO_INPUT) | BIT(VIRTIO_MODERN) |              \
     BIT(VIRTIO_NET) | BIT(VIRTIO_RNG) | BIT(VIRTIO_SCSI))

static gboolean
is_about(const HardwareSpec *row, const HardwareQuestion *question)
{
    if (g_strcmp0(row->family, question->family) != 0 || question->year < row->year)
        return FALSE;
    if (question->version == NULL)
        return row->version == NULL;
    return (row->version == NULL || version_order(question->version, row->version) >= 0) &&
           (row->before == NULL || version_order(question->version, row->before) < 0);
}

static GuestDevices
collect(const HardwareSpec *rows, guint n_rows, const HardwareQuestion *question)
{
    GuestDevices found = 0;

    for (guint i = 0; i < n_rows; i++) {
        if (is_about(&rows[i], question))
            found |= rows[i].devices;
    }
    return question->is_pc ? found : found & ANYWHERE;
}

GuestDevices
known_hardware_get(const HardwareQuestion *question)
{
    return collect(built_in, G_N_ELEMENTS(built_in), question);
}

GuestDevices
known_hardware_get_added(const HardwareQuestion *question)
{
    return collect(added, G_N_ELEMENTS(added), question);
}
