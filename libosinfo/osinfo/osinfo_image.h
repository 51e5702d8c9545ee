/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <osinfo/osinfo_lists.h>
#include <osinfo/osinfo_os.h>

G_BEGIN_DECLS

#define OSINFO_TYPE_IMAGE (osinfo_image_get_type())
G_DECLARE_FINAL_TYPE(OsinfoImage, osinfo_image, OSINFO, IMAGE, OsinfoEntity)

/**
 * OSINFO_IMAGE_PROP_ARCHITECTURE:
 *
 * Parameter of images: the architecture that it is for.
 */
#define OSINFO_IMAGE_PROP_ARCHITECTURE "architecture"

/**
 * OSINFO_IMAGE_PROP_FORMAT:
 *
 * Parameter of images: the format of the file, such as `qcow2` or `raw`.
 */
#define OSINFO_IMAGE_PROP_FORMAT "format"

/**
 * OSINFO_IMAGE_PROP_URL:
 *
 * Parameter of images: where to get it.
 */
#define OSINFO_IMAGE_PROP_URL "url"

/**
 * OSINFO_IMAGE_PROP_CLOUD_INIT:
 *
 * Parameter of images: whether cloud-init runs in it.
 */
#define OSINFO_IMAGE_PROP_CLOUD_INIT "cloud-init"

/**
 * OSINFO_IMAGE_PROP_VARIANT:
 *
 * Parameter of images: ids of the variants that it holds, one value each.
 */
#define OSINFO_IMAGE_PROP_VARIANT "variant"

OsinfoImage *osinfo_image_new(const gchar *id, const gchar *architecture, const gchar *format);
const gchar *osinfo_image_get_architecture(OsinfoImage *image);
gboolean osinfo_image_get_cloud_init(OsinfoImage *image);
const gchar *osinfo_image_get_format(OsinfoImage *image);
OsinfoOs *osinfo_image_get_os(OsinfoImage *image);
OsinfoOsVariantList *osinfo_image_get_os_variants(OsinfoImage *image);
const gchar *osinfo_image_get_url(OsinfoImage *image);
void osinfo_image_set_os(OsinfoImage *image, OsinfoOs *os);

G_END_DECLS
