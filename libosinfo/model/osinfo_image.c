/* SPDX-License-Identifier: LGPL-2.1-or-later */
/**
 * OsinfoImage:
 *
 * A disk image with an operating system already installed.
 *
 * ```c
 * g_autoptr(OsinfoImageList) images = osinfo_os_get_image_list(os);
 *
 * for (int i = 0; i < osinfo_list_get_length(OSINFO_LIST(images)); i++) {
 *     OsinfoEntity *image = osinfo_list_get_nth(OSINFO_LIST(images), i);
 *
 *     g_print("%s\n", osinfo_image_get_url(OSINFO_IMAGE(image)));
 * }
 * ```
 *
 * Since: 1.3.0
 */
#include "config.h"

#include "entity/field.h"
#include "entity/list_class.h"
#include "model/osinfo_os_private.h"
#include "model/part_owner.h"
#include "osinfo/osinfo_image.h"

struct _OsinfoImage {
    OsinfoEntity parent_instance;
    PartOwner os;
};

G_DEFINE_FINAL_TYPE(OsinfoImage, osinfo_image, OSINFO_TYPE_ENTITY)

static void
osinfo_image_finalize(GObject *object)
{
    part_owner_clear(&OSINFO_IMAGE(object)->os);
    G_OBJECT_CLASS(osinfo_image_parent_class)->finalize(object);
}

/**
 * OsinfoImage:architecture:
 *
 * The architecture that the image is for.
 */

/**
 * OsinfoImage:format:
 *
 * The format of the file, such as `qcow2` or `raw`.
 */

/**
 * OsinfoImage:url:
 *
 * Where to get the image.
 */

/**
 * OsinfoImage:cloud-init:
 *
 * Whether cloud-init runs in the image.
 */

static void
osinfo_image_class_init(OsinfoImageClass *klass)
{
    G_OBJECT_CLASS(klass)->finalize = osinfo_image_finalize;
    field_install(G_OBJECT_CLASS(klass), field_get_table(FACT_KIND_IMAGE));
}

static void
osinfo_image_init(OsinfoImage *self)
{
    part_owner_init(&self->os);
}

/**
 * osinfo_image_new:
 * @id: (nullable): unique identifier
 * @architecture: (nullable): architecture that it is for
 * @format: (nullable): format of the file, such as `qcow2` or `raw`
 *
 * Makes an image.
 *
 * Returns: (transfer full): a new image
 *
 * Since: 1.3.0
 */
OsinfoImage *
osinfo_image_new(const gchar *id, const gchar *architecture, const gchar *format)
{
    OsinfoImage *image = g_object_new(OSINFO_TYPE_IMAGE, "id", id, NULL);

    if (architecture != NULL)
        osinfo_entity_set_param(OSINFO_ENTITY(image), OSINFO_IMAGE_PROP_ARCHITECTURE, architecture);
    if (format != NULL)
        osinfo_entity_set_param(OSINFO_ENTITY(image), OSINFO_IMAGE_PROP_FORMAT, format);
    return image;
}

/**
 * osinfo_image_get_architecture:
 * @image: an image
 *
 * Gets what the image is for.
 *
 * Returns: (transfer none) (nullable): the architecture; %NULL when it is not known
 *
 * Since: 1.3.0
 */
const gchar *
osinfo_image_get_architecture(OsinfoImage *image)
{
    g_return_val_if_fail(OSINFO_IS_IMAGE(image), NULL);

    return osinfo_entity_get_param_value(OSINFO_ENTITY(image), OSINFO_IMAGE_PROP_ARCHITECTURE);
}

/**
 * osinfo_image_get_url:
 * @image: an image
 *
 * Gets where to get the image.
 *
 * Returns: (transfer none) (nullable): a URL; %NULL when it is not known
 *
 * Since: 1.3.0
 */
const gchar *
osinfo_image_get_url(OsinfoImage *image)
{
    g_return_val_if_fail(OSINFO_IS_IMAGE(image), NULL);

    return osinfo_entity_get_param_value(OSINFO_ENTITY(image), OSINFO_IMAGE_PROP_URL);
}

/**
 * osinfo_image_get_format:
 * @image: an image
 *
 * Gets the format of the file, such as `qcow2` or `raw`.
 *
 * Returns: (transfer none) (nullable): the format; %NULL when it is not known
 *
 * Since: 1.3.0
 */
const gchar *
osinfo_image_get_format(OsinfoImage *image)
{
    g_return_val_if_fail(OSINFO_IS_IMAGE(image), NULL);

    return osinfo_entity_get_param_value(OSINFO_ENTITY(image), OSINFO_IMAGE_PROP_FORMAT);
}

/**
 * osinfo_image_get_cloud_init:
 * @image: an image
 *
 * Tells whether cloud-init runs in the image.
 *
 * Returns: %TRUE when it does; %FALSE when nothing is said
 *
 * Since: 1.3.0
 */
gboolean
osinfo_image_get_cloud_init(OsinfoImage *image)
{
    g_return_val_if_fail(OSINFO_IS_IMAGE(image), FALSE);

    return osinfo_entity_get_param_value_boolean(OSINFO_ENTITY(image),
                                                 OSINFO_IMAGE_PROP_CLOUD_INIT);
}

/**
 * osinfo_image_get_os:
 * @image: an image
 *
 * Gets the operating system on the image. The image does not hold it.
 *
 * Returns: (transfer full) (nullable): the operating system; %NULL when it is not known or gone
 * with its database
 *
 * Since: 1.5.0
 */
OsinfoOs *
osinfo_image_get_os(OsinfoImage *image)
{
    g_return_val_if_fail(OSINFO_IS_IMAGE(image), NULL);

    return part_owner_dup(&image->os, OSINFO_ENTITY(image), FACT_KIND_OS);
}

/**
 * osinfo_image_set_os:
 * @image: an image
 * @os: (nullable): an operating system, which the image does not hold; %NULL: none
 *
 * Says which operating system is on the image.
 *
 * Since: 1.5.0
 */
void
osinfo_image_set_os(OsinfoImage *image, OsinfoOs *os)
{
    g_return_if_fail(OSINFO_IS_IMAGE(image));
    g_return_if_fail(os == NULL || OSINFO_IS_OS(os));

    part_owner_set(&image->os, os);
}

/**
 * osinfo_image_get_os_variants:
 * @image: an image
 *
 * Lists the variants of the operating system that are on the image.
 *
 * Returns: (transfer full) (nullable): a new list; %NULL when the operating system is not known
 *
 * Since: 1.5.0
 */
OsinfoOsVariantList *
osinfo_image_get_os_variants(OsinfoImage *image)
{
    g_return_val_if_fail(OSINFO_IS_IMAGE(image), NULL);

    g_autoptr(OsinfoOs) os = osinfo_image_get_os(image);

    return os != NULL ? os_dup_named_variants(os, OSINFO_ENTITY(image), OSINFO_IMAGE_PROP_VARIANT)
                      : NULL;
}

/**
 * OsinfoImageList:
 *
 * A list of images of installed systems.
 *
 * Since: 1.3.0
 */

/**
 * osinfo_imagelist_new:
 *
 * Makes an empty list of images of installed systems.
 *
 * Returns: (transfer full): a new list
 *
 * Since: 1.3.0
 */
OSINFO_DEFINE_LIST(Image, image, OsinfoList, OSINFO_TYPE_LIST, OSINFO_TYPE_IMAGE)
