/* SPDX-License-Identifier: LGPL-2.1-or-later */
/**
 * OsinfoOsVariant:
 *
 * A variant of an operating system, such as its server edition. Media, trees and images name the
 * variants that they hold.
 *
 * ```c
 * g_autoptr(OsinfoOsVariant) variant = osinfo_os_variant_new("server");
 *
 * g_object_set(variant, "name", "Penguin 3 Server", NULL);
 * osinfo_os_add_variant(os, variant);
 * ```
 *
 * Since: 0.2.9
 */
#include "config.h"

#include "entity/field.h"
#include "entity/list_class.h"
#include "osinfo/osinfo_os_variant.h"

struct _OsinfoOsVariant {
    OsinfoEntity parent_instance;
};

G_DEFINE_FINAL_TYPE(OsinfoOsVariant, osinfo_os_variant, OSINFO_TYPE_ENTITY)

/**
 * OsinfoOsVariant:name:
 *
 * What people call the variant.
 */

static void
osinfo_os_variant_class_init(OsinfoOsVariantClass *klass)
{
    field_install(G_OBJECT_CLASS(klass), field_get_table(FACT_KIND_VARIANT));
}

static void
osinfo_os_variant_init(OsinfoOsVariant *self G_GNUC_UNUSED)
{
}

/**
 * osinfo_os_variant_new:
 * @id: (nullable): identifier, unique within the operating system
 *
 * Makes a variant without a name.
 *
 * Returns: (transfer full): a new variant
 *
 * Since: 0.2.9
 */
OsinfoOsVariant *
osinfo_os_variant_new(const gchar *id)
{
    return g_object_new(OSINFO_TYPE_OS_VARIANT, "id", id, NULL);
}

/**
 * osinfo_os_variant_get_name:
 * @variant: a variant
 *
 * Gets what people call the variant.
 *
 * Returns: (transfer none) (nullable): the name; %NULL when it is not known
 *
 * Since: 0.2.9
 */
const gchar *
osinfo_os_variant_get_name(OsinfoOsVariant *variant)
{
    g_return_val_if_fail(OSINFO_IS_OS_VARIANT(variant), NULL);

    return osinfo_entity_get_param_value(OSINFO_ENTITY(variant), OSINFO_OS_VARIANT_PROP_NAME);
}

/**
 * OsinfoOsVariantList:
 *
 * A list of variants of an operating system.
 *
 * Since: 0.2.9
 */

/**
 * osinfo_os_variantlist_new:
 *
 * Makes an empty list of variants of an operating system.
 *
 * Returns: (transfer full): a new list
 *
 * Since: 0.2.9
 */
OSINFO_DEFINE_LIST(OsVariant, os_variant, OsinfoList, OSINFO_TYPE_LIST, OSINFO_TYPE_OS_VARIANT)
