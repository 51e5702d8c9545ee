/* SPDX-License-Identifier: LGPL-2.1-or-later */
/**
 * OsinfoInstallScript:
 *
 * Makes the answers that an installer wants, so that nobody needs to sit in front of it: a
 * kickstart, a preseed, an unattend.xml. It is a template, an XSLT stylesheet, which is filled in
 * with a [class@Libosinfo.InstallConfig], the operating system and the medium or tree.
 *
 * ```c
 * g_autoptr(GError) error = NULL;
 * g_autoptr(OsinfoInstallConfig) config =
 * osinfo_install_config_new("http://example.com/my-config"); g_autofree char *text = NULL;
 *
 * osinfo_install_config_set_hostname(config, "penguin");
 * text = osinfo_install_script_generate_for_media(script, media, config, NULL, &error);
 * ```
 *
 * What a script can do and what it wants is here, what is chosen for one installation in
 * osinfo_install_script_choices.c, making its text in osinfo_install_script_generate.c.
 *
 * Since: 0.2.0
 */
#include "config.h"

#include "entity/field.h"
#include "entity/list_class.h"
#include "entity/osinfo_entity_private.h"
#include "osinfo/osinfo_enum_types.h"
#include "osinfo/osinfo_install_script.h"
#include "script/osinfo_install_script_private.h"

G_DEFINE_FINAL_TYPE(OsinfoInstallScript, osinfo_install_script, OSINFO_TYPE_ENTITY)

enum {
    PROP_PATH_FORMAT = 1,
    PROP_AVATAR_FORMAT,
    PROP_PREFERRED_INJECTION_METHOD,
    PROP_INSTALLATION_SOURCE,
};

static void
osinfo_install_script_get_property(GObject *object, guint property_id, GValue *value,
                                   GParamSpec *spec)
{
    OsinfoInstallScript *self = OSINFO_INSTALL_SCRIPT(object);

    switch (property_id) {
    case PROP_PATH_FORMAT:
        g_value_set_enum(value, (gint)osinfo_install_script_get_path_format(self));
        break;
    case PROP_AVATAR_FORMAT:
        g_value_set_object(value, osinfo_install_script_get_avatar_format(self));
        break;
    case PROP_PREFERRED_INJECTION_METHOD:
        g_value_set_flags(value, osinfo_install_script_get_preferred_injection_method(self));
        break;
    case PROP_INSTALLATION_SOURCE:
        g_value_set_enum(value, (gint)osinfo_install_script_get_installation_source(self));
        break;
    default:
        field_get_property(object, property_id, value, spec);
        break;
    }
}

static void
osinfo_install_script_set_property(GObject *object, guint property_id, const GValue *value,
                                   GParamSpec *spec)
{
    if (property_id == PROP_PREFERRED_INJECTION_METHOD)
        osinfo_install_script_set_preferred_injection_method(
            OSINFO_INSTALL_SCRIPT(object),
            (OsinfoInstallScriptInjectionMethod)g_value_get_flags(value));
    else
        field_set_property(object, property_id, value, spec);
}

static void
osinfo_install_script_finalize(GObject *object)
{
    OsinfoInstallScript *self = OSINFO_INSTALL_SCRIPT(object);

    g_free(self->prefix);
    g_free(self->filename);
    g_clear_object(&self->params);
    g_clear_object(&self->avatar);
    G_OBJECT_CLASS(osinfo_install_script_parent_class)->finalize(object);
}

/**
 * OsinfoInstallScript:template-uri:
 *
 * Where the template is.
 */

/**
 * OsinfoInstallScript:template-data:
 *
 * The template itself.
 */

/**
 * OsinfoInstallScript:profile:
 *
 * What the installed system is for.
 */

/**
 * OsinfoInstallScript:product-key-format:
 *
 * What product keys look like.
 */

static void
osinfo_install_script_class_init(OsinfoInstallScriptClass *klass)
{
    GObjectClass *object_class = G_OBJECT_CLASS(klass);
    GParamFlags read = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;

    field_install(object_class, field_get_table(FACT_KIND_INSTALL_SCRIPT));
    object_class->get_property = osinfo_install_script_get_property;
    object_class->set_property = osinfo_install_script_set_property;
    object_class->finalize = osinfo_install_script_finalize;

    /**
     * OsinfoInstallScript:path-format:
     *
     * How disks and paths are written in the configuration.
     */
    g_object_class_install_property(
        object_class, PROP_PATH_FORMAT,
        g_param_spec_enum("path-format", "Path Format", "How disks and paths are written",
                          OSINFO_TYPE_PATH_FORMAT, OSINFO_PATH_FORMAT_UNIX, read));

    /**
     * OsinfoInstallScript:avatar-format:
     *
     * What a picture of the user must be like.
     */
    g_object_class_install_property(object_class, PROP_AVATAR_FORMAT,
                                    g_param_spec_object("avatar-format", "Avatar Format",
                                                        "What a picture must be like",
                                                        OSINFO_TYPE_AVATAR_FORMAT, read));

    /**
     * OsinfoInstallScript:preferred-injection-method:
     *
     * How the script is to come to the installer.
     */
    g_object_class_install_property(object_class, PROP_PREFERRED_INJECTION_METHOD,
                                    g_param_spec_flags("preferred-injection-method",
                                                       "Preferred Injection Method",
                                                       "How the script is to come to the installer",
                                                       OSINFO_TYPE_INSTALL_SCRIPT_INJECTION_METHOD,
                                                       OSINFO_INSTALL_SCRIPT_INJECTION_METHOD_DISK,
                                                       G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS));

    /**
     * OsinfoInstallScript:installation-source:
     *
     * Where the installer takes the system from.
     */
    g_object_class_install_property(
        object_class, PROP_INSTALLATION_SOURCE,
        g_param_spec_enum("installation-source", "Installation Source",
                          "Where the installer takes the system from",
                          OSINFO_TYPE_INSTALL_SCRIPT_INSTALLATION_SOURCE,
                          OSINFO_INSTALL_SCRIPT_INSTALLATION_SOURCE_MEDIA, read));
}

static void
osinfo_install_script_init(OsinfoInstallScript *self G_GNUC_UNUSED)
{
}

/**
 * osinfo_install_script_new:
 * @id: (nullable): unique identifier, an URL by convention
 *
 * Makes a script that has no template.
 *
 * Returns: (transfer full): a new script
 *
 * Since: 0.2.0
 */
OsinfoInstallScript *
osinfo_install_script_new(const gchar *id)
{
    return g_object_new(OSINFO_TYPE_INSTALL_SCRIPT, "id", id, NULL);
}

/**
 * osinfo_install_script_new_data:
 * @id: (nullable): unique identifier, an URL by convention
 * @profile: (nullable): what the installed system is for
 * @templateData: (nullable): the template, an XSLT 1.0 stylesheet
 *
 * Makes a script of a template.
 *
 * Returns: (transfer full): a new script
 *
 * Since: 0.2.0
 */
OsinfoInstallScript *
osinfo_install_script_new_data(const gchar *id, const gchar *profile, const gchar *templateData)
{
    return g_object_new(OSINFO_TYPE_INSTALL_SCRIPT, "id", id, "profile", profile, "template-data",
                        templateData, NULL);
}

/**
 * osinfo_install_script_new_uri:
 * @id: (nullable): unique identifier, an URL by convention
 * @profile: (nullable): what the installed system is for
 * @templateUri: (nullable): where the template is: a `file:` or `resource:` URI
 *
 * Makes a script of a template that is read when the script is generated.
 *
 * Returns: (transfer full): a new script
 *
 * Since: 0.2.0
 */
OsinfoInstallScript *
osinfo_install_script_new_uri(const gchar *id, const gchar *profile, const gchar *templateUri)
{
    return g_object_new(OSINFO_TYPE_INSTALL_SCRIPT, "id", id, "profile", profile, "template-uri",
                        templateUri, NULL);
}

/**
 * osinfo_install_script_get_template_data:
 * @script: a script
 *
 * Gets the template itself.
 *
 * Returns: (transfer none) (nullable): an XSLT 1.0 stylesheet; %NULL when the script has none, or
 * only says where it is
 *
 * Since: 0.2.0
 */
const gchar *
osinfo_install_script_get_template_data(OsinfoInstallScript *script)
{
    g_return_val_if_fail(OSINFO_IS_INSTALL_SCRIPT(script), NULL);

    return osinfo_entity_get_param_value(OSINFO_ENTITY(script),
                                         OSINFO_INSTALL_SCRIPT_PROP_TEMPLATE_DATA);
}

/**
 * osinfo_install_script_get_template_uri:
 * @script: a script
 *
 * Gets where the template is.
 *
 * Returns: (transfer none) (nullable): a URI; %NULL when none is known
 *
 * Since: 0.2.0
 */
const gchar *
osinfo_install_script_get_template_uri(OsinfoInstallScript *script)
{
    g_return_val_if_fail(OSINFO_IS_INSTALL_SCRIPT(script), NULL);

    return osinfo_entity_get_param_value(OSINFO_ENTITY(script),
                                         OSINFO_INSTALL_SCRIPT_PROP_TEMPLATE_URI);
}

/**
 * osinfo_install_script_get_profile:
 * @script: a script
 *
 * Gets what the installed system is for.
 *
 * Returns: (transfer none) (nullable): the profile, such as `jeos` or `desktop`; %NULL when
 *   it is not known
 *
 * Since: 0.2.0
 */
const gchar *
osinfo_install_script_get_profile(OsinfoInstallScript *script)
{
    g_return_val_if_fail(OSINFO_IS_INSTALL_SCRIPT(script), NULL);

    return osinfo_entity_get_param_value(OSINFO_ENTITY(script), OSINFO_INSTALL_SCRIPT_PROP_PROFILE);
}

/**
 * osinfo_install_script_get_product_key_format:
 * @script: a script
 *
 * Gets what product keys look like. Each character of the format stands for one of the key: `@` for
 * any character, `%` for a letter, `#` for a digit, `$` for a letter or digit, all others for
 * themselves.
 *
 * Returns: (transfer none) (nullable): the format; %NULL when no product key is needed
 *
 * Since: 0.2.2
 */
const gchar *
osinfo_install_script_get_product_key_format(OsinfoInstallScript *script)
{
    g_return_val_if_fail(OSINFO_IS_INSTALL_SCRIPT(script), NULL);

    return osinfo_entity_get_param_value(OSINFO_ENTITY(script),
                                         OSINFO_INSTALL_SCRIPT_PROP_PRODUCT_KEY_FORMAT);
}

/**
 * osinfo_install_script_get_expected_filename:
 * @script: a script
 *
 * Gets the name under which the installer looks for the script.
 *
 * Returns: (transfer none) (nullable): a name without folder; %NULL when it is not known
 *
 * Since: 0.2.1
 */
const gchar *
osinfo_install_script_get_expected_filename(OsinfoInstallScript *script)
{
    g_return_val_if_fail(OSINFO_IS_INSTALL_SCRIPT(script), NULL);

    return osinfo_entity_get_param_value(OSINFO_ENTITY(script),
                                         OSINFO_INSTALL_SCRIPT_PROP_EXPECTED_FILENAME);
}

/**
 * osinfo_install_script_get_needs_internet:
 * @script: a script
 *
 * Tells whether the installation needs the Internet.
 *
 * Returns: the answer; %FALSE when nothing is said
 *
 * Since: 0.2.11
 */
gboolean
osinfo_install_script_get_needs_internet(OsinfoInstallScript *script)
{
    g_return_val_if_fail(OSINFO_IS_INSTALL_SCRIPT(script), FALSE);

    return osinfo_entity_get_param_value_boolean(OSINFO_ENTITY(script),
                                                 OSINFO_INSTALL_SCRIPT_PROP_NEEDS_INTERNET);
}

/**
 * osinfo_install_script_get_can_pre_install_drivers:
 * @script: a script
 *
 * Tells whether the installer can be given drivers that it uses itself.
 *
 * Returns: the answer; %FALSE when nothing is said
 *
 * Since: 0.2.2
 */
gboolean
osinfo_install_script_get_can_pre_install_drivers(OsinfoInstallScript *script)
{
    g_return_val_if_fail(OSINFO_IS_INSTALL_SCRIPT(script), FALSE);

    return osinfo_entity_get_param_value_boolean(
        OSINFO_ENTITY(script), OSINFO_INSTALL_SCRIPT_PROP_CAN_PRE_INSTALL_DRIVERS);
}

/**
 * osinfo_install_script_get_can_post_install_drivers:
 * @script: a script
 *
 * Tells whether drivers can be installed in the end.
 *
 * Returns: the answer; %FALSE when nothing is said
 *
 * Since: 0.2.2
 */
gboolean
osinfo_install_script_get_can_post_install_drivers(OsinfoInstallScript *script)
{
    g_return_val_if_fail(OSINFO_IS_INSTALL_SCRIPT(script), FALSE);

    return osinfo_entity_get_param_value_boolean(
        OSINFO_ENTITY(script), OSINFO_INSTALL_SCRIPT_PROP_CAN_POST_INSTALL_DRIVERS);
}

static gint
get_enum(OsinfoInstallScript *self, const char *key, GType type)
{
    return osinfo_entity_get_param_value_enum(OSINFO_ENTITY(self), key, type, 0);
}

/**
 * osinfo_install_script_get_path_format:
 * @script: a script
 *
 * Gets how disks and paths are written in the configuration.
 *
 * Returns: the format; %OSINFO_PATH_FORMAT_UNIX when nothing is said
 *
 * Since: 0.2.2
 */
OsinfoPathFormat
osinfo_install_script_get_path_format(OsinfoInstallScript *script)
{
    g_return_val_if_fail(OSINFO_IS_INSTALL_SCRIPT(script), OSINFO_PATH_FORMAT_UNIX);

    return (OsinfoPathFormat)get_enum(script, OSINFO_INSTALL_SCRIPT_PROP_PATH_FORMAT,
                                      OSINFO_TYPE_PATH_FORMAT);
}

/**
 * osinfo_install_script_get_pre_install_drivers_signing_req:
 * @script: a script
 *
 * Gets what the installer wants of drivers that it uses itself.
 *
 * Returns: (type OsinfoDeviceDriverSigningReq): what it wants;
 *   %OSINFO_DEVICE_DRIVER_SIGNING_REQ_NONE when nothing is said
 *
 * Since: 0.2.6
 */
int
osinfo_install_script_get_pre_install_drivers_signing_req(OsinfoInstallScript *script)
{
    g_return_val_if_fail(OSINFO_IS_INSTALL_SCRIPT(script), OSINFO_DEVICE_DRIVER_SIGNING_REQ_NONE);

    return get_enum(script, OSINFO_INSTALL_SCRIPT_PROP_PRE_INSTALL_DRIVERS_SIGNING_REQ,
                    OSINFO_TYPE_DEVICE_DRIVER_SIGNING_REQ);
}

/**
 * osinfo_install_script_get_post_install_drivers_signing_req:
 * @script: a script
 *
 * Gets what the installer wants of drivers that it installs in the end.
 *
 * Returns: (type OsinfoDeviceDriverSigningReq): what it wants;
 *   %OSINFO_DEVICE_DRIVER_SIGNING_REQ_NONE when nothing is said
 *
 * Since: 0.2.6
 */
int
osinfo_install_script_get_post_install_drivers_signing_req(OsinfoInstallScript *script)
{
    g_return_val_if_fail(OSINFO_IS_INSTALL_SCRIPT(script), OSINFO_DEVICE_DRIVER_SIGNING_REQ_NONE);

    return get_enum(script, OSINFO_INSTALL_SCRIPT_PROP_POST_INSTALL_DRIVERS_SIGNING_REQ,
                    OSINFO_TYPE_DEVICE_DRIVER_SIGNING_REQ);
}

/**
 * osinfo_install_script_get_injection_methods:
 * @script: a script
 *
 * Gets the ways in which the script can come to the installer.
 *
 * Returns: (type OsinfoInstallScriptInjectionMethod): all ways;
 *   %OSINFO_INSTALL_SCRIPT_INJECTION_METHOD_DISK for a script that says nothing and comes from no
 *   database
 *
 * Since: 0.2.10
 */
unsigned int
osinfo_install_script_get_injection_methods(OsinfoInstallScript *script)
{
    g_return_val_if_fail(OSINFO_IS_INSTALL_SCRIPT(script), 0);

    return (unsigned int)osinfo_entity_get_param_value_int64_with_default(
        OSINFO_ENTITY(script), OSINFO_INSTALL_SCRIPT_PROP_INJECTION_METHOD,
        OSINFO_INSTALL_SCRIPT_INJECTION_METHOD_DISK);
}

/**
 * OsinfoInstallScriptList:
 *
 * A list of install scripts.
 *
 * Since: 0.2.0
 */

/**
 * osinfo_install_scriptlist_new:
 *
 * Makes an empty list of install scripts.
 *
 * Returns: (transfer full): a new list
 *
 * Since: 0.2.0
 */
/**
 * osinfo_install_scriptlist_new_copy:
 * @source: a list
 *
 * Makes a list with the same elements as @source.
 *
 * Returns: (transfer full): a new list
 *
 * Since: 0.2.0
 * Deprecated: 0.2.2: Use [method@Libosinfo.List.new_copy] instead.
 */
/**
 * osinfo_install_scriptlist_new_filtered:
 * @source: a list
 * @filter: (nullable): which elements; %NULL lets all pass
 *
 * Makes a list of the elements of @source that @filter lets pass.
 *
 * Returns: (transfer full): a new list
 *
 * Since: 0.2.0
 * Deprecated: 0.2.2: Use [method@Libosinfo.List.new_filtered] instead.
 */
/**
 * osinfo_install_scriptlist_new_intersection:
 * @sourceOne: a list
 * @sourceTwo: a list
 *
 * Makes a list of the elements of @sourceOne whose ids @sourceTwo has as well.
 *
 * Returns: (transfer full): a new list
 *
 * Since: 0.2.0
 * Deprecated: 0.2.2: Use [method@Libosinfo.List.new_intersection] instead.
 */
/**
 * osinfo_install_scriptlist_new_union:
 * @sourceOne: a list
 * @sourceTwo: a list
 *
 * Makes a list of all of @sourceOne and those of @sourceTwo whose ids @sourceOne has not.
 *
 * Returns: (transfer full): a new list
 *
 * Since: 0.2.0
 * Deprecated: 0.2.2: Use [method@Libosinfo.List.new_union] instead.
 */
OSINFO_DEFINE_LIST(InstallScript, install_script, OsinfoList, OSINFO_TYPE_LIST,
                   OSINFO_TYPE_INSTALL_SCRIPT)
OSINFO_DEFINE_LIST_COPIES(InstallScript, install_script, INSTALL_SCRIPT)
