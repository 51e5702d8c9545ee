/* SPDX-License-Identifier: LGPL-2.1-or-later */
/**
 * OsinfoAvatarFormat:
 *
 * What a picture of the user must be like, so that an installer can show it.
 *
 * ```c
 * OsinfoAvatarFormat *format = osinfo_install_script_get_avatar_format(script);
 *
 * if (format != NULL && osinfo_avatar_format_get_width(format) > 0)
 *     g_print("scale it to %d pixels\n", osinfo_avatar_format_get_width(format));
 * ```
 *
 * Since: 0.2.2
 */
#include "config.h"

#include "entity/field.h"
#include "osinfo/osinfo_avatar_format.h"

struct _OsinfoAvatarFormat {
    OsinfoEntity parent_instance;
};

G_DEFINE_FINAL_TYPE(OsinfoAvatarFormat, osinfo_avatar_format, OSINFO_TYPE_ENTITY)

enum { PROP_MIME_TYPES = 1 };

static void
osinfo_avatar_format_get_property(GObject *object, guint property_id, GValue *value,
                                  GParamSpec *spec)
{
    if (property_id == PROP_MIME_TYPES)
        g_value_set_pointer(value,
                            osinfo_avatar_format_get_mime_types(OSINFO_AVATAR_FORMAT(object)));
    else
        field_get_property(object, property_id, value, spec);
}

/**
 * OsinfoAvatarFormat:width:
 *
 * How wide the picture must be, in pixels; -1: any width.
 */

/**
 * OsinfoAvatarFormat:height:
 *
 * How high the picture must be, in pixels; -1: any height.
 */

/**
 * OsinfoAvatarFormat:alpha:
 *
 * Whether the picture may have an alpha channel.
 */

static void
osinfo_avatar_format_class_init(OsinfoAvatarFormatClass *klass)
{
    GObjectClass *object_class = G_OBJECT_CLASS(klass);

    field_install(object_class, field_get_table(FACT_KIND_AVATAR_FORMAT));
    object_class->get_property = osinfo_avatar_format_get_property;

    /**
     * OsinfoAvatarFormat:mime-types: (type GList(utf8)) (transfer container)
     *
     * Types of files that the installer can read. Each reading makes a new list.
     */
    g_object_class_install_property(
        object_class, PROP_MIME_TYPES,
        g_param_spec_pointer("mime-types", "MIME Types", "Types of files that can be read",
                             G_PARAM_READABLE | G_PARAM_STATIC_STRINGS));
}

static void
osinfo_avatar_format_init(OsinfoAvatarFormat *self G_GNUC_UNUSED)
{
}

/**
 * osinfo_avatar_format_new:
 *
 * Makes a format that says nothing.
 *
 * Returns: (transfer full): a new format
 *
 * Since: 0.2.8
 */
OsinfoAvatarFormat *
osinfo_avatar_format_new(void)
{
    return g_object_new(OSINFO_TYPE_AVATAR_FORMAT, NULL);
}

/**
 * osinfo_avatar_format_get_mime_types:
 * @avatar: a format
 *
 * Lists the types of files that the installer can read.
 *
 * Returns: (transfer container) (element-type utf8) (nullable): types such as `image/png`, in the
 *   order of the database; %NULL when nothing is said. Free with g_list_free()
 *
 * Since: 0.2.2
 */
GList *
osinfo_avatar_format_get_mime_types(OsinfoAvatarFormat *avatar)
{
    g_return_val_if_fail(OSINFO_IS_AVATAR_FORMAT(avatar), NULL);

    return osinfo_entity_get_param_value_list(OSINFO_ENTITY(avatar),
                                              OSINFO_AVATAR_FORMAT_PROP_MIME_TYPE);
}

static gint
get_pixels(OsinfoAvatarFormat *self, const char *key)
{
    gint64 pixels = osinfo_entity_get_param_value_int64(OSINFO_ENTITY(self), key);

    return (gint)CLAMP(pixels, -1, G_MAXINT);
}

/**
 * osinfo_avatar_format_get_width:
 * @avatar: a format
 *
 * Gets how wide the picture must be.
 *
 * Returns: a number of pixels, -1 for any width
 *
 * Since: 0.2.2
 */
gint
osinfo_avatar_format_get_width(OsinfoAvatarFormat *avatar)
{
    g_return_val_if_fail(OSINFO_IS_AVATAR_FORMAT(avatar), -1);

    return get_pixels(avatar, OSINFO_AVATAR_FORMAT_PROP_WIDTH);
}

/**
 * osinfo_avatar_format_get_height:
 * @avatar: a format
 *
 * Gets how high the picture must be.
 *
 * Returns: a number of pixels, -1 for any height
 *
 * Since: 0.2.2
 */
gint
osinfo_avatar_format_get_height(OsinfoAvatarFormat *avatar)
{
    g_return_val_if_fail(OSINFO_IS_AVATAR_FORMAT(avatar), -1);

    return get_pixels(avatar, OSINFO_AVATAR_FORMAT_PROP_HEIGHT);
}

/**
 * osinfo_avatar_format_get_alpha:
 * @avatar: a format
 *
 * Tells whether the picture may have an alpha channel.
 *
 * Returns: the answer; %TRUE when nothing is said
 *
 * Since: 0.2.2
 */
gboolean
osinfo_avatar_format_get_alpha(OsinfoAvatarFormat *avatar)
{
    g_return_val_if_fail(OSINFO_IS_AVATAR_FORMAT(avatar), TRUE);

    return osinfo_entity_get_param_value_boolean_with_default(
        OSINFO_ENTITY(avatar), OSINFO_AVATAR_FORMAT_PROP_ALPHA, TRUE);
}
