/* SPDX-License-Identifier: LGPL-2.1-or-later */
/**
 * OsinfoFirmware:
 *
 * A kind of firmware, and whether an operating system can be used with it. What a system says
 * nothing of is not known, neither as supported nor as unsupported.
 *
 * ```c
 * g_autoptr(OsinfoFirmware) firmware = osinfo_firmware_new("mine:0", "x86_64", "efi");
 *
 * osinfo_entity_set_param_boolean(OSINFO_ENTITY(firmware), OSINFO_FIRMWARE_PROP_SUPPORTED, TRUE);
 * osinfo_os_add_firmware(os, firmware);
 * ```
 *
 * Since: 1.7.0
 */
#include "config.h"

#include "entity/field.h"
#include "entity/list_class.h"
#include "osinfo/osinfo_firmware.h"

struct _OsinfoFirmware {
    OsinfoEntity parent_instance;
};

G_DEFINE_FINAL_TYPE(OsinfoFirmware, osinfo_firmware, OSINFO_TYPE_ENTITY)

/**
 * OsinfoFirmware:architecture:
 *
 * The architecture that the firmware is for.
 */

/**
 * OsinfoFirmware:type:
 *
 * `bios` or `efi`.
 */

static void
osinfo_firmware_class_init(OsinfoFirmwareClass *klass)
{
    field_install(G_OBJECT_CLASS(klass), field_get_table(FACT_KIND_FIRMWARE));
}

static void
osinfo_firmware_init(OsinfoFirmware *self G_GNUC_UNUSED)
{
}

/**
 * osinfo_firmware_new:
 * @id: (nullable): unique identifier
 * @architecture: (nullable): architecture that it is for
 * @type: (nullable): `bios` or `efi`
 *
 * Makes a kind of firmware.
 *
 * Returns: (transfer full): new firmware
 *
 * Since: 1.7.0
 */
OsinfoFirmware *
osinfo_firmware_new(const gchar *id, const gchar *architecture, const gchar *type)
{
    OsinfoFirmware *firmware = g_object_new(OSINFO_TYPE_FIRMWARE, "id", id, NULL);

    if (architecture != NULL)
        osinfo_entity_set_param(OSINFO_ENTITY(firmware), OSINFO_FIRMWARE_PROP_ARCHITECTURE,
                                architecture);
    if (type != NULL)
        osinfo_entity_set_param(OSINFO_ENTITY(firmware), OSINFO_FIRMWARE_PROP_TYPE, type);
    return firmware;
}

/**
 * osinfo_firmware_get_architecture:
 * @firmware: firmware
 *
 * Gets what the firmware is for.
 *
 * Returns: (transfer none) (nullable): the architecture; %NULL when it is not known
 *
 * Since: 1.7.0
 */
const gchar *
osinfo_firmware_get_architecture(OsinfoFirmware *firmware)
{
    g_return_val_if_fail(OSINFO_IS_FIRMWARE(firmware), NULL);

    return osinfo_entity_get_param_value(OSINFO_ENTITY(firmware),
                                         OSINFO_FIRMWARE_PROP_ARCHITECTURE);
}

/**
 * osinfo_firmware_get_firmware_type:
 * @firmware: firmware
 *
 * Gets the kind of firmware.
 *
 * Returns: (transfer none) (nullable): `bios`, `efi`; %NULL when it is not known
 *
 * Since: 1.7.0
 */
const gchar *
osinfo_firmware_get_firmware_type(OsinfoFirmware *firmware)
{
    g_return_val_if_fail(OSINFO_IS_FIRMWARE(firmware), NULL);

    return osinfo_entity_get_param_value(OSINFO_ENTITY(firmware), OSINFO_FIRMWARE_PROP_TYPE);
}

/**
 * osinfo_firmware_is_supported:
 * @firmware: firmware
 *
 * Tells whether the operating system can be used with the firmware. A database always says so or
 * not.
 *
 * Returns: %TRUE when it can; %FALSE when it cannot or when nothing is said
 *
 * Since: 1.8.0
 */
gboolean
osinfo_firmware_is_supported(OsinfoFirmware *firmware)
{
    g_return_val_if_fail(OSINFO_IS_FIRMWARE(firmware), FALSE);

    return osinfo_entity_get_param_value_boolean(OSINFO_ENTITY(firmware),
                                                 OSINFO_FIRMWARE_PROP_SUPPORTED);
}

/**
 * OsinfoFirmwareList:
 *
 * A list of kinds of firmware.
 *
 * Since: 1.7.0
 */

/**
 * osinfo_firmwarelist_new:
 *
 * Makes an empty list of kinds of firmware.
 *
 * Returns: (transfer full): a new list
 *
 * Since: 1.7.0
 */
OSINFO_DEFINE_LIST(Firmware, firmware, OsinfoList, OSINFO_TYPE_LIST, OSINFO_TYPE_FIRMWARE)
