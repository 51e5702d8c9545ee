/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <osinfo/osinfo_entity.h>

G_BEGIN_DECLS

#define OSINFO_TYPE_FIRMWARE (osinfo_firmware_get_type())
G_DECLARE_FINAL_TYPE(OsinfoFirmware, osinfo_firmware, OSINFO, FIRMWARE, OsinfoEntity)

/**
 * OSINFO_FIRMWARE_PROP_ARCHITECTURE:
 *
 * Parameter of firmware: the architecture that it is for.
 */
#define OSINFO_FIRMWARE_PROP_ARCHITECTURE "architecture"

/**
 * OSINFO_FIRMWARE_PROP_TYPE:
 *
 * Parameter of firmware: `bios` or `efi`.
 */
#define OSINFO_FIRMWARE_PROP_TYPE "type"

/**
 * OSINFO_FIRMWARE_PROP_SUPPORTED:
 *
 * Parameter of firmware: whether the operating system can be used with it.
 */
#define OSINFO_FIRMWARE_PROP_SUPPORTED "supported"

/**
 * OSINFO_FIRMWARE_PROP_STATUS:
 *
 * Parameter of firmware: `unknown` when somebody looked and did not find out whether the operating
 * system can be used with it, `partial` when it can by hand, in part or with a condition.
 *
 * Since: 2.0.0
 */
#define OSINFO_FIRMWARE_PROP_STATUS "status"

OsinfoFirmware *osinfo_firmware_new(const gchar *id, const gchar *architecture, const gchar *type);
const gchar *osinfo_firmware_get_architecture(OsinfoFirmware *firmware);
const gchar *osinfo_firmware_get_firmware_type(OsinfoFirmware *firmware);
gboolean osinfo_firmware_is_supported(OsinfoFirmware *firmware);

G_END_DECLS
