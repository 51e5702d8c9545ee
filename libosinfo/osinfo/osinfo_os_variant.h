/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <osinfo/osinfo_entity.h>

G_BEGIN_DECLS

#define OSINFO_TYPE_OS_VARIANT (osinfo_os_variant_get_type())
G_DECLARE_FINAL_TYPE(OsinfoOsVariant, osinfo_os_variant, OSINFO, OS_VARIANT, OsinfoEntity)

/**
 * OSINFO_OS_VARIANT_PROP_NAME:
 *
 * Parameter of variants: the name.
 */
#define OSINFO_OS_VARIANT_PROP_NAME "name"

/**
 * OSINFO_OS_VARIANT_PROP_EDITION:
 *
 * Parameter of variants: what media call it themselves, such as `ProfessionalN`, one value each.
 *
 * Since: 2.0.0
 */
#define OSINFO_OS_VARIANT_PROP_EDITION "edition"

OsinfoOsVariant *osinfo_os_variant_new(const gchar *id);
const gchar *osinfo_os_variant_get_name(OsinfoOsVariant *variant);

G_END_DECLS
