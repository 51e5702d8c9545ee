/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * A row for each device, with the ids that lists of systems and platforms have.
 */
#include "config.h"

#include <string.h>

#include "profile/guest_devices.h"

#define PCI "http://pcisig.com/pci/"
#define N_IDS 2

typedef struct {
    const char *ids[N_IDS]; /* the newest first */
    gboolean is_basic;      /* part of a machine type, or as old as QEMU */
} DeviceSpec;

/* clang-format off */
static const DeviceSpec devices[GUEST_N_DEVICES] = {
    [GUEST_DEVICE_AC97] =           {{PCI "8086/2415"}, FALSE},
    [GUEST_DEVICE_AHCI] =           {{PCI "8086/2922"}, TRUE},
    [GUEST_DEVICE_CIRRUS] =         {{PCI "1013/00b8"}, FALSE},
    [GUEST_DEVICE_E1000] =          {{PCI "8086/100e"}, FALSE},
    [GUEST_DEVICE_E1000E] =         {{PCI "8086/10d3"}, FALSE},
    [GUEST_DEVICE_EHCI] =           {{PCI "8086/293a"}, TRUE},
    [GUEST_DEVICE_ES1370] =         {{PCI "1274/5000"}, FALSE},
    [GUEST_DEVICE_ICH6] =           {{PCI "8086/2668"}, FALSE},
    [GUEST_DEVICE_ICH9] =           {{PCI "8086/293e"}, FALSE},
    [GUEST_DEVICE_IDE] =            {{PCI "8086/7010"}, TRUE},
    [GUEST_DEVICE_NE2K] =           {{PCI "10ec/8029"}, FALSE},
    [GUEST_DEVICE_NEC_XHCI] =       {{PCI "1033/0194"}, FALSE},
    [GUEST_DEVICE_PCNET] =          {{PCI "1022/2000"}, FALSE},
    [GUEST_DEVICE_Q35] =            {{"http://qemu.org/chipset/x86/q35"}, FALSE},
    [GUEST_DEVICE_QEMU_XHCI] =      {{PCI "1b36/0004"}, FALSE},
    [GUEST_DEVICE_QXL] =            {{PCI "1b36/0100"}, FALSE},
    [GUEST_DEVICE_RTL8139] =        {{PCI "10ec/8139"}, FALSE},
    [GUEST_DEVICE_SB16] =           {{NULL}, TRUE},
    [GUEST_DEVICE_TABLET] =         {{"http://usb.org/usb/80ee/0021"}, FALSE},
    [GUEST_DEVICE_UHCI] =           {{PCI "8086/7020"}, TRUE},
    [GUEST_DEVICE_VGA] =            {{PCI "1234/1111"}, TRUE},
    [GUEST_DEVICE_VIRTIO_BALLOON] = {{PCI "1af4/1045", PCI "1af4/1002"}, FALSE},
    [GUEST_DEVICE_VIRTIO_BLOCK] =   {{PCI "1af4/1042", PCI "1af4/1001"}, FALSE},
    [GUEST_DEVICE_VIRTIO_CONSOLE] = {{PCI "1af4/1043", PCI "1af4/1003"}, FALSE},
    [GUEST_DEVICE_VIRTIO_GPU] =     {{PCI "1af4/1050"}, FALSE},
    [GUEST_DEVICE_VIRTIO_INPUT] =   {{PCI "1af4/1052"}, FALSE},
    [GUEST_DEVICE_VIRTIO_MODERN] =  {{PCI "1af4/1041", PCI "1af4/1042"}, FALSE},
    [GUEST_DEVICE_VIRTIO_NET] =     {{PCI "1af4/1041", PCI "1af4/1000"}, FALSE},
    [GUEST_DEVICE_VIRTIO_RNG] =     {{PCI "1af4/1044", PCI "1af4/1005"}, FALSE},
    [GUEST_DEVICE_VIRTIO_SCSI] =    {{PCI "1af4/1048", PCI "1af4/1004"}, FALSE},
    [GUEST_DEVICE_VMVGA] =          {{PCI "15ad/0710"}, FALSE},
};
/* clang-format on */

G_STATIC_ASSERT(GUEST_N_DEVICES <= 64);

GuestDevices
guest_devices_find(const char *id)
{
    GuestDevices found = 0;

    for (guint i = 0; i < GUEST_N_DEVICES; i++) {
        for (guint j = 0; j < N_IDS && devices[i].ids[j] != NULL; j++) {
            if (strcmp(devices[i].ids[j], id) == 0)
                found |= (GuestDevices)1 << i;
        }
    }
    return found;
}

GuestDevices
guest_devices_get_basic(void)
{
    GuestDevices basic = 0;

    for (guint i = 0; i < GUEST_N_DEVICES; i++) {
        if (devices[i].is_basic)
            basic |= (GuestDevices)1 << i;
    }
    return basic;
}

const char *
guest_device_get_id(GuestDevice device)
{
    return devices[device].ids[0] != NULL ? devices[device].ids[0] : "";
}
