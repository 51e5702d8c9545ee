/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Devices that rules for guests speak of, and what databases call them.
 */
#pragma once

#include <glib.h>

typedef enum {
    GUEST_DEVICE_AC97,
    GUEST_DEVICE_AHCI,
    GUEST_DEVICE_CIRRUS,
    GUEST_DEVICE_E1000,
    GUEST_DEVICE_E1000E,
    GUEST_DEVICE_EHCI,
    GUEST_DEVICE_ES1370,
    GUEST_DEVICE_ICH6,
    GUEST_DEVICE_ICH9,
    GUEST_DEVICE_IDE,
    GUEST_DEVICE_NE2K,
    GUEST_DEVICE_NEC_XHCI,
    GUEST_DEVICE_PCNET,
    GUEST_DEVICE_Q35,
    GUEST_DEVICE_QEMU_XHCI,
    GUEST_DEVICE_QXL,
    GUEST_DEVICE_RTL8139,
    GUEST_DEVICE_SB16,
    GUEST_DEVICE_TABLET,
    GUEST_DEVICE_UHCI,
    GUEST_DEVICE_VGA,
    GUEST_DEVICE_VIRTIO_BALLOON,
    GUEST_DEVICE_VIRTIO_BLOCK,
    GUEST_DEVICE_VIRTIO_CONSOLE,
    GUEST_DEVICE_VIRTIO_GPU,
    GUEST_DEVICE_VIRTIO_INPUT,
    GUEST_DEVICE_VIRTIO_MODERN, /* any that is no older than virtio 1.0 */
    GUEST_DEVICE_VIRTIO_NET,
    GUEST_DEVICE_VIRTIO_RNG,
    GUEST_DEVICE_VIRTIO_SCSI,
    GUEST_DEVICE_VMVGA,
    GUEST_N_DEVICES
} GuestDevice;

/* A set of devices. */
typedef guint64 GuestDevices;
#define GUEST_DEVICE_BIT(name) (G_GUINT64_CONSTANT(1) << GUEST_DEVICE_##name)

/* The devices that an id is one of, as a rule one; 0: no rule speaks of it. */
GuestDevices guest_devices_find(const char *id);

/* Those that each machine type has, or can have, whatever lists of devices say. */
GuestDevices guest_devices_get_basic(void);

/* What it is called in the ids, the newest first; "" for what has none. */
const char *guest_device_get_id(GuestDevice device);
