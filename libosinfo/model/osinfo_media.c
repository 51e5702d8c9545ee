/* SPDX-License-Identifier: LGPL-2.1-or-later */
/**
 * OsinfoMedia:
 *
 * A medium that an operating system can be installed or started from, or a description of one. A
 * medium that was read from a location says what its volume does; one of a database has regular
 * expressions in these places.
 *
 * ```c
 * g_autoptr(GError) error = NULL;
 * g_autoptr(OsinfoMedia) media =
 *     osinfo_media_create_from_location("/srv/installer.iso", NULL, &error);
 *
 * if (media != NULL && osinfo_db_identify_media(db, media)) {
 *     g_autoptr(OsinfoOs) os = osinfo_media_get_os(media);
 *
 *     g_print("%s\n", osinfo_product_get_name(OSINFO_PRODUCT(os)));
 * }
 * ```
 *
 * Since: 0.0.1
 */
#include "config.h"

#include "entity/field.h"
#include "entity/list_class.h"
#include "entity/osinfo_entity_private.h"
#include "model/osinfo_os_private.h"
#include "model/part_owner.h"
#include "model/osinfo_media_private.h"
#include "model/osinfo_os_private.h"

struct _OsinfoMedia {
    OsinfoEntity parent_instance;
    PartOwner os;
    OsinfoList *scripts; /* those that a program added; NULL: none */
};

G_DEFINE_FINAL_TYPE(OsinfoMedia, osinfo_media, OSINFO_TYPE_ENTITY)

/**
 * osinfo_media_error_quark:
 *
 * Gets the error domain of [error@Libosinfo.MediaError].
 *
 * Returns: a quark
 *
 * Since: 0.0.1
 */
/* clang-format off */
G_DEFINE_QUARK(osinfo-media-error, osinfo_media_error)
/* clang-format on */

enum { PROP_OS = 1, PROP_LANGUAGES };

static void
osinfo_media_get_property(GObject *object, guint property_id, GValue *value, GParamSpec *spec)
{
    OsinfoMedia *self = OSINFO_MEDIA(object);

    switch (property_id) {
    case PROP_OS:
        g_value_take_object(value, osinfo_media_get_os(self));
        break;
    case PROP_LANGUAGES:
        g_value_set_pointer(value, osinfo_media_get_languages(self));
        break;
    default:
        field_get_property(object, property_id, value, spec);
        break;
    }
}

static void
osinfo_media_set_property(GObject *object, guint property_id, const GValue *value, GParamSpec *spec)
{
    if (property_id == PROP_OS)
        media_set_os(OSINFO_MEDIA(object), g_value_get_object(value));
    else
        field_set_property(object, property_id, value, spec);
}

static void
osinfo_media_finalize(GObject *object)
{
    part_owner_clear(&OSINFO_MEDIA(object)->os);
    g_clear_object(&OSINFO_MEDIA(object)->scripts);
    G_OBJECT_CLASS(osinfo_media_parent_class)->finalize(object);
}

/**
 * OsinfoMedia:architecture:
 *
 * The architecture that the medium is for.
 */

/**
 * OsinfoMedia:url:
 *
 * Where to get the medium, or where it was read.
 */

/**
 * OsinfoMedia:volume-id:
 *
 * The volume's name, or a regular expression for it.
 */

/**
 * OsinfoMedia:publisher-id:
 *
 * Who publishes the volume, or a regular expression for it.
 */

/**
 * OsinfoMedia:application-id:
 *
 * What the volume was made with, or a regular expression for it.
 */

/**
 * OsinfoMedia:system-id:
 *
 * The system that the volume is for, or a regular expression for it.
 */

/**
 * OsinfoMedia:kernel-path:
 *
 * Path of the installer's kernel in the volume.
 */

/**
 * OsinfoMedia:initrd-path:
 *
 * Path of the installer's initial file system in the volume.
 */

/**
 * OsinfoMedia:installer:
 *
 * Whether a system can be installed from the medium.
 */

/**
 * OsinfoMedia:live:
 *
 * Whether a system can be used from the medium without being installed.
 */

/**
 * OsinfoMedia:installer-reboots:
 *
 * How often an installation restarts the machine.
 */

/**
 * OsinfoMedia:volume-size:
 *
 * Size of the volume in bytes; -1: not known.
 */

/**
 * OsinfoMedia:eject-after-install:
 *
 * Whether to take the medium out after an installation.
 */

/**
 * OsinfoMedia:installer-script:
 *
 * Whether install scripts work with the medium.
 */

static void
osinfo_media_class_init(OsinfoMediaClass *klass)
{
    GObjectClass *object_class = G_OBJECT_CLASS(klass);

    field_install(object_class, field_get_table(FACT_KIND_MEDIA));
    object_class->get_property = osinfo_media_get_property;
    object_class->set_property = osinfo_media_set_property;
    object_class->finalize = osinfo_media_finalize;

    /**
     * OsinfoMedia:os:
     *
     * The operating system on the medium, which the medium does not hold.
     */
    g_object_class_install_property(
        object_class, PROP_OS,
        g_param_spec_object("os", "Os", "The operating system on the medium", OSINFO_TYPE_OS,
                            G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS));

    /**
     * OsinfoMedia:languages: (type GLib.List(utf8)) (transfer container)
     *
     * The languages of the installer.
     */
    g_object_class_install_property(
        object_class, PROP_LANGUAGES,
        g_param_spec_pointer("languages", "Languages", "Languages of the installer",
                             G_PARAM_READABLE | G_PARAM_STATIC_STRINGS));
}

static void
osinfo_media_init(OsinfoMedia *self)
{
    part_owner_init(&self->os);
}

void
media_set_os(OsinfoMedia *self, OsinfoOs *os)
{
    part_owner_set(&self->os, os);
}

/**
 * osinfo_media_new:
 * @id: (nullable): unique identifier
 * @architecture: (nullable): architecture that it is for
 *
 * Makes a medium.
 *
 * Returns: (transfer full): a new medium
 *
 * Since: 0.0.1
 */
OsinfoMedia *
osinfo_media_new(const gchar *id, const gchar *architecture)
{
    OsinfoMedia *media = g_object_new(OSINFO_TYPE_MEDIA, "id", id, NULL);

    if (architecture != NULL)
        osinfo_entity_set_param(OSINFO_ENTITY(media), OSINFO_MEDIA_PROP_ARCHITECTURE, architecture);
    return media;
}

/**
 * osinfo_media_get_architecture:
 * @media: a medium
 *
 * Gets what the medium is for.
 *
 * Returns: (transfer none) (nullable): the architecture, `all` for every one; %NULL when it is not
 *   known
 *
 * Since: 0.0.1
 */
const gchar *
osinfo_media_get_architecture(OsinfoMedia *media)
{
    g_return_val_if_fail(OSINFO_IS_MEDIA(media), NULL);

    return osinfo_entity_get_param_value(OSINFO_ENTITY(media), OSINFO_MEDIA_PROP_ARCHITECTURE);
}

/**
 * osinfo_media_get_url:
 * @media: a medium
 *
 * Gets where to get the medium, or where it was read.
 *
 * Returns: (transfer none) (nullable): a URL, or the location as it was given; %NULL when it is not
 *   known
 *
 * Since: 0.0.1
 */
const gchar *
osinfo_media_get_url(OsinfoMedia *media)
{
    g_return_val_if_fail(OSINFO_IS_MEDIA(media), NULL);

    return osinfo_entity_get_param_value(OSINFO_ENTITY(media), OSINFO_MEDIA_PROP_URL);
}

/**
 * osinfo_media_get_volume_id:
 * @media: a medium
 *
 * Gets the volume's name; in a database, a regular expression for it.
 *
 * Returns: (transfer none) (nullable): the name, without white space at its end; %NULL when it is
 *   not known
 *
 * Since: 0.0.1
 */
const gchar *
osinfo_media_get_volume_id(OsinfoMedia *media)
{
    g_return_val_if_fail(OSINFO_IS_MEDIA(media), NULL);

    return osinfo_entity_get_param_value(OSINFO_ENTITY(media), OSINFO_MEDIA_PROP_VOLUME_ID);
}

/**
 * osinfo_media_get_system_id:
 * @media: a medium
 *
 * Gets the system that the volume is for; in a database, a regular expression for it.
 *
 * Returns: (transfer none) (nullable): the system; %NULL when it is not known
 *
 * Since: 0.0.1
 */
const gchar *
osinfo_media_get_system_id(OsinfoMedia *media)
{
    g_return_val_if_fail(OSINFO_IS_MEDIA(media), NULL);

    return osinfo_entity_get_param_value(OSINFO_ENTITY(media), OSINFO_MEDIA_PROP_SYSTEM_ID);
}

/**
 * osinfo_media_get_publisher_id:
 * @media: a medium
 *
 * Gets who publishes the volume; in a database, a regular expression for it.
 *
 * Returns: (transfer none) (nullable): the publisher; %NULL when it is not known
 *
 * Since: 0.0.1
 */
const gchar *
osinfo_media_get_publisher_id(OsinfoMedia *media)
{
    g_return_val_if_fail(OSINFO_IS_MEDIA(media), NULL);

    return osinfo_entity_get_param_value(OSINFO_ENTITY(media), OSINFO_MEDIA_PROP_PUBLISHER_ID);
}

/**
 * osinfo_media_get_application_id:
 * @media: a medium
 *
 * Gets what the volume was made with; in a database, a regular expression for it.
 *
 * Returns: (transfer none) (nullable): the program; %NULL when it is not known
 *
 * Since: 0.0.1
 */
const gchar *
osinfo_media_get_application_id(OsinfoMedia *media)
{
    g_return_val_if_fail(OSINFO_IS_MEDIA(media), NULL);

    return osinfo_entity_get_param_value(OSINFO_ENTITY(media), OSINFO_MEDIA_PROP_APPLICATION_ID);
}

/**
 * osinfo_media_get_volume_size:
 * @media: a medium
 *
 * Gets the size of the volume, which may be less than that of the medium.
 *
 * Returns: bytes; -1 when it is not known
 *
 * Since: 0.2.12
 */
gint64
osinfo_media_get_volume_size(OsinfoMedia *media)
{
    g_return_val_if_fail(OSINFO_IS_MEDIA(media), -1);

    return osinfo_entity_get_param_value_int64(OSINFO_ENTITY(media), OSINFO_MEDIA_PROP_VOLUME_SIZE);
}

/**
 * osinfo_media_get_kernel_path:
 * @media: a medium
 *
 * Gets where the installer's kernel is.
 *
 * Returns: (transfer none) (nullable): a path in the volume; %NULL when it is not known
 *
 * Since: 0.0.1
 */
const gchar *
osinfo_media_get_kernel_path(OsinfoMedia *media)
{
    g_return_val_if_fail(OSINFO_IS_MEDIA(media), NULL);

    return osinfo_entity_get_param_value(OSINFO_ENTITY(media), OSINFO_MEDIA_PROP_KERNEL);
}

/**
 * osinfo_media_get_initrd_path:
 * @media: a medium
 *
 * Gets where the installer's initial file system is.
 *
 * Returns: (transfer none) (nullable): a path in the volume; %NULL when it is not known
 *
 * Since: 0.0.1
 */
const gchar *
osinfo_media_get_initrd_path(OsinfoMedia *media)
{
    g_return_val_if_fail(OSINFO_IS_MEDIA(media), NULL);

    return osinfo_entity_get_param_value(OSINFO_ENTITY(media), OSINFO_MEDIA_PROP_INITRD);
}

/**
 * osinfo_media_get_installer:
 * @media: a medium
 *
 * Tells whether a system can be installed from the medium.
 *
 * Returns: %TRUE when it can, or when nothing is said
 *
 * Since: 0.0.3
 */
gboolean
osinfo_media_get_installer(OsinfoMedia *media)
{
    g_return_val_if_fail(OSINFO_IS_MEDIA(media), FALSE);

    return osinfo_entity_get_param_value_boolean_with_default(OSINFO_ENTITY(media),
                                                              OSINFO_MEDIA_PROP_INSTALLER, TRUE);
}

/**
 * osinfo_media_get_live:
 * @media: a medium
 *
 * Tells whether a system can be used from the medium without being installed.
 *
 * Returns: %TRUE when it can; %FALSE when nothing is said
 *
 * Since: 0.0.3
 */
gboolean
osinfo_media_get_live(OsinfoMedia *media)
{
    g_return_val_if_fail(OSINFO_IS_MEDIA(media), FALSE);

    return osinfo_entity_get_param_value_boolean(OSINFO_ENTITY(media), OSINFO_MEDIA_PROP_LIVE);
}

/**
 * osinfo_media_get_installer_reboots:
 * @media: a medium that a system can be installed from
 *
 * Gets how often an installation restarts the machine.
 *
 * Returns: the number; 1 when nothing is said; -1, and a critical message, when @media has no
 * installer
 *
 * Since: 0.2.1
 */
gint
osinfo_media_get_installer_reboots(OsinfoMedia *media)
{
    g_return_val_if_fail(OSINFO_IS_MEDIA(media), -1);
    g_return_val_if_fail(osinfo_media_get_installer(media), -1);

    gint64 number = osinfo_entity_get_param_value_int64_with_default(
        OSINFO_ENTITY(media), OSINFO_MEDIA_PROP_INSTALLER_REBOOTS, 1);

    return (gint)CLAMP(number, G_MININT, G_MAXINT);
}

/**
 * osinfo_media_get_os:
 * @media: a medium
 *
 * Gets the operating system on the medium. The medium does not hold it.
 *
 * Returns: (transfer full) (nullable): the operating system; %NULL when it is not known or gone
 * with its database
 *
 * Since: 0.2.3
 */
OsinfoOs *
osinfo_media_get_os(OsinfoMedia *media)
{
    g_return_val_if_fail(OSINFO_IS_MEDIA(media), NULL);

    return part_owner_dup(&media->os, OSINFO_ENTITY(media), FACT_KIND_OS);
}

/**
 * osinfo_media_get_os_variants:
 * @media: a medium
 *
 * Lists the variants of the operating system that are on the medium.
 *
 * Returns: (transfer full) (nullable): a new list; %NULL when the operating system is not known
 *
 * Since: 0.2.9
 */
OsinfoOsVariantList *
osinfo_media_get_os_variants(OsinfoMedia *media)
{
    g_return_val_if_fail(OSINFO_IS_MEDIA(media), NULL);

    g_autoptr(OsinfoOs) os = osinfo_media_get_os(media);

    return os != NULL ? os_dup_named_variants(os, OSINFO_ENTITY(media), OSINFO_MEDIA_PROP_VARIANT)
                      : NULL;
}

/**
 * osinfo_media_get_languages:
 * @media: a medium
 *
 * Lists the languages of the installer.
 *
 * Returns: (transfer container) (element-type utf8) (nullable): names of languages; free with
 *   [func@GLib.List.free]; %NULL when they are not known
 *
 * Since: 0.2.3
 */
GList *
osinfo_media_get_languages(OsinfoMedia *media)
{
    g_return_val_if_fail(OSINFO_IS_MEDIA(media), NULL);

    return osinfo_entity_get_param_value_list(OSINFO_ENTITY(media), OSINFO_MEDIA_PROP_LANG);
}

/**
 * osinfo_media_get_eject_after_install:
 * @media: a medium
 *
 * Tells whether to take the medium out after an installation.
 *
 * Returns: %TRUE when it is to be, or when nothing is said
 *
 * Since: 0.2.13
 */
gboolean
osinfo_media_get_eject_after_install(OsinfoMedia *media)
{
    g_return_val_if_fail(OSINFO_IS_MEDIA(media), FALSE);

    return osinfo_entity_get_param_value_boolean_with_default(
        OSINFO_ENTITY(media), OSINFO_MEDIA_PROP_EJECT_AFTER_INSTALL, TRUE);
}

/**
 * osinfo_media_is_bootable:
 * @media: a medium that was read from a location
 *
 * Tells whether a machine can start from the medium.
 *
 * Returns: %TRUE when it can; %FALSE when it cannot or when the medium was not read
 *
 * Since: 1.6.0
 */
gboolean
osinfo_media_is_bootable(OsinfoMedia *media)
{
    g_return_val_if_fail(OSINFO_IS_MEDIA(media), FALSE);

    return osinfo_entity_get_param_value_boolean(OSINFO_ENTITY(media), OSINFO_MEDIA_PROP_BOOTABLE);
}

OsinfoList *
media_get_added_scripts(OsinfoMedia *self)
{
    return self->scripts;
}

void
media_add_script(OsinfoMedia *self, GType list_type, OsinfoEntity *script)
{
    if (self->scripts == NULL)
        self->scripts = g_object_new(list_type, NULL);
    osinfo_list_add(self->scripts, script);
    entity_set_changed(OSINFO_ENTITY(self));
}

static gboolean
has_scripts(OsinfoMedia *self)
{
    g_autoptr(OsinfoOs) os = NULL;

    if (self->scripts != NULL ||
        entity_get_edge(OSINFO_ENTITY(self), FACT_RELATION_SCRIPT) != RECORD_NONE)
        return TRUE;
    os = osinfo_media_get_os(self);
    return os != NULL && os_has_scripts(os);
}

/**
 * osinfo_media_supports_installer_script:
 * @media: a medium
 *
 * Tells whether a system can be installed from the medium by an install script. There must be one,
 * for the medium or for its operating system.
 *
 * Returns: %TRUE when it can
 *
 * Since: 1.3.0
 */
gboolean
osinfo_media_supports_installer_script(OsinfoMedia *media)
{
    g_return_val_if_fail(OSINFO_IS_MEDIA(media), FALSE);

    return has_scripts(media) &&
           osinfo_entity_get_param_value_boolean_with_default(
               OSINFO_ENTITY(media), OSINFO_MEDIA_PROP_INSTALLER_SCRIPT, TRUE);
}

/**
 * OsinfoMediaList:
 *
 * A list of installation media.
 *
 * Since: 0.0.1
 */

/**
 * osinfo_medialist_new:
 *
 * Makes an empty list of installation media.
 *
 * Returns: (transfer full): a new list
 *
 * Since: 0.0.1
 */
/**
 * osinfo_medialist_new_copy:
 * @source: a list
 *
 * Makes a list with the same elements as @source.
 *
 * Returns: (transfer full): a new list
 *
 * Since: 0.0.1
 * Deprecated: 0.2.2: Use [method@Libosinfo.List.new_copy] instead.
 */
/**
 * osinfo_medialist_new_filtered:
 * @source: a list
 * @filter: (nullable): which elements; %NULL lets all pass
 *
 * Makes a list of the elements of @source that @filter lets pass.
 *
 * Returns: (transfer full): a new list
 *
 * Since: 0.0.1
 * Deprecated: 0.2.2: Use [method@Libosinfo.List.new_filtered] instead.
 */
/**
 * osinfo_medialist_new_intersection:
 * @sourceOne: a list
 * @sourceTwo: a list
 *
 * Makes a list of the elements of @sourceOne whose ids @sourceTwo has as well.
 *
 * Returns: (transfer full): a new list
 *
 * Since: 0.0.1
 * Deprecated: 0.2.2: Use [method@Libosinfo.List.new_intersection] instead.
 */
/**
 * osinfo_medialist_new_union:
 * @sourceOne: a list
 * @sourceTwo: a list
 *
 * Makes a list of all of @sourceOne and those of @sourceTwo whose ids @sourceOne has not.
 *
 * Returns: (transfer full): a new list
 *
 * Since: 0.0.1
 * Deprecated: 0.2.2: Use [method@Libosinfo.List.new_union] instead.
 */
OSINFO_DEFINE_LIST(Media, media, OsinfoList, OSINFO_TYPE_LIST, OSINFO_TYPE_MEDIA)
OSINFO_DEFINE_LIST_COPIES(Media, media, MEDIA)
