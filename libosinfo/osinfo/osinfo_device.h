/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <osinfo/osinfo_entity.h>

G_BEGIN_DECLS

#define OSINFO_TYPE_DEVICE (osinfo_device_get_type())
G_DECLARE_FINAL_TYPE(OsinfoDevice, osinfo_device, OSINFO, DEVICE, OsinfoEntity)

/**
 * OSINFO_DEVICE_PROP_VENDOR:
 *
 * Parameter of devices: who makes it, as text.
 */
#define OSINFO_DEVICE_PROP_VENDOR "vendor"

/**
 * OSINFO_DEVICE_PROP_VENDOR_ID:
 *
 * Parameter of devices: who makes it, as the hexadecimal number that the bus uses.
 */
#define OSINFO_DEVICE_PROP_VENDOR_ID "vendor-id"

/**
 * OSINFO_DEVICE_PROP_PRODUCT:
 *
 * Parameter of devices: what it is called by its vendor.
 */
#define OSINFO_DEVICE_PROP_PRODUCT "product"

/**
 * OSINFO_DEVICE_PROP_PRODUCT_ID:
 *
 * Parameter of devices: what it is, as the hexadecimal number that the bus uses.
 */
#define OSINFO_DEVICE_PROP_PRODUCT_ID "product-id"

/**
 * OSINFO_DEVICE_PROP_NAME:
 *
 * Parameter of devices: a short name, such as `virtio-net`.
 */
#define OSINFO_DEVICE_PROP_NAME "name"

/**
 * OSINFO_DEVICE_PROP_CLASS:
 *
 * Parameter of devices: what it does, such as `net`, `block` or `audio`.
 */
#define OSINFO_DEVICE_PROP_CLASS "class"

/**
 * OSINFO_DEVICE_PROP_BUS_TYPE:
 *
 * Parameter of devices: what it is plugged into, such as `pci` or `usb`.
 */
#define OSINFO_DEVICE_PROP_BUS_TYPE "bus-type"

/**
 * OSINFO_DEVICE_PROP_SUBSYSTEM:
 *
 * Parameter of devices: the subsystem that it belongs to.
 */
#define OSINFO_DEVICE_PROP_SUBSYSTEM "subsystem"

OsinfoDevice *osinfo_device_new(const gchar *id);
const gchar *osinfo_device_get_bus_type(OsinfoDevice *dev);
const gchar *osinfo_device_get_class(OsinfoDevice *dev);
const gchar *osinfo_device_get_name(OsinfoDevice *dev);
const gchar *osinfo_device_get_product(OsinfoDevice *dev);
const gchar *osinfo_device_get_product_id(OsinfoDevice *dev);
const gchar *osinfo_device_get_subsystem(OsinfoDevice *dev);
const gchar *osinfo_device_get_vendor(OsinfoDevice *dev);
const gchar *osinfo_device_get_vendor_id(OsinfoDevice *dev);

G_END_DECLS
