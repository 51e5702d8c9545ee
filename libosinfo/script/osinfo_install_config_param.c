/* SPDX-License-Identifier: LGPL-2.1-or-later */
/**
 * OsinfoInstallConfigParam:
 *
 * A parameter of a configuration that an install script looks at: whether it needs it, and what
 * translates its values into those that the installer knows.
 *
 * ```c
 * g_autoptr(OsinfoInstallConfigParam) param =
 *     osinfo_install_script_get_config_param(script, OSINFO_INSTALL_CONFIG_PROP_USER_LOGIN);
 *
 * if (param != NULL && osinfo_install_config_param_is_required(param))
 *     g_print("a user is needed\n");
 * ```
 *
 * Since: 0.2.0
 */
#include "config.h"

#include "entity/field.h"
#include "entity/list_class.h"
#include "model/cached_target.h"
#include "osinfo/osinfo_enum_types.h"
#include "osinfo/osinfo_install_config_param.h"
#include "script/osinfo_install_config_param_private.h"

struct _OsinfoInstallConfigParam {
    OsinfoEntity parent_instance;
    gpointer map; /* an OsinfoDatamap, held; NULL: none, or that of the record */
    gint is_set;  /* a program said which map; otherwise the record counts */
};

G_DEFINE_FINAL_TYPE(OsinfoInstallConfigParam, osinfo_install_config_param, OSINFO_TYPE_ENTITY)

enum { PROP_POLICY = 1, PROP_VALUE_MAP };

static void
osinfo_install_config_param_get_property(GObject *object, guint property_id, GValue *value,
                                         GParamSpec *spec)
{
    OsinfoInstallConfigParam *self = OSINFO_INSTALL_CONFIG_PARAM(object);

    switch (property_id) {
    case PROP_POLICY:
        g_value_set_enum(value, (gint)osinfo_install_config_param_get_policy(self));
        break;
    case PROP_VALUE_MAP:
        g_value_set_object(value, osinfo_install_config_param_get_value_map(self));
        break;
    default:
        field_get_property(object, property_id, value, spec);
        break;
    }
}

static void
osinfo_install_config_param_set_property(GObject *object, guint property_id, const GValue *value,
                                         GParamSpec *spec)
{
    if (property_id == PROP_VALUE_MAP)
        osinfo_install_config_param_set_value_map(OSINFO_INSTALL_CONFIG_PARAM(object),
                                                  g_value_get_object(value));
    else
        field_set_property(object, property_id, value, spec);
}

static void
osinfo_install_config_param_finalize(GObject *object)
{
    g_clear_pointer(&OSINFO_INSTALL_CONFIG_PARAM(object)->map, g_object_unref);
    G_OBJECT_CLASS(osinfo_install_config_param_parent_class)->finalize(object);
}

/**
 * OsinfoInstallConfigParam:name:
 *
 * The parameter of the configuration that is meant.
 */

static void
osinfo_install_config_param_class_init(OsinfoInstallConfigParamClass *klass)
{
    GObjectClass *object_class = G_OBJECT_CLASS(klass);

    field_install(object_class, field_get_table(FACT_KIND_CONFIG_PARAM));
    object_class->get_property = osinfo_install_config_param_get_property;
    object_class->set_property = osinfo_install_config_param_set_property;
    object_class->finalize = osinfo_install_config_param_finalize;

    /**
     * OsinfoInstallConfigParam:policy:
     *
     * Whether the script needs it.
     */
    g_object_class_install_property(object_class, PROP_POLICY,
                                    g_param_spec_enum("policy", "Policy",
                                                      "Whether the script needs it",
                                                      OSINFO_TYPE_INSTALL_CONFIG_PARAM_POLICY,
                                                      OSINFO_INSTALL_CONFIG_PARAM_POLICY_OPTIONAL,
                                                      G_PARAM_READABLE | G_PARAM_STATIC_STRINGS));

    /**
     * OsinfoInstallConfigParam:value-map:
     *
     * What translates its values; %NULL: they stay as they are.
     */
    g_object_class_install_property(
        object_class, PROP_VALUE_MAP,
        g_param_spec_object("value-map", "Value Mapping", "What translates its values",
                            OSINFO_TYPE_DATAMAP, G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS));
}

static void
osinfo_install_config_param_init(OsinfoInstallConfigParam *self G_GNUC_UNUSED)
{
}

/**
 * osinfo_install_config_param_new:
 * @name: name of a parameter of configurations, which becomes the id as well
 *
 * Makes a parameter of an install script.
 *
 * Returns: (transfer full): a new parameter
 *
 * Since: 0.2.0
 */
OsinfoInstallConfigParam *
osinfo_install_config_param_new(const gchar *name)
{
    return g_object_new(OSINFO_TYPE_INSTALL_CONFIG_PARAM, "id", name, "name", name, NULL);
}

/**
 * osinfo_install_config_param_get_name:
 * @config_param: a parameter
 *
 * Gets the parameter of the configuration that is meant.
 *
 * Returns: (transfer none) (nullable): a name such as `user-login`; %NULL when it is not known
 *
 * Since: 0.2.0
 */
const gchar *
osinfo_install_config_param_get_name(OsinfoInstallConfigParam *config_param)
{
    g_return_val_if_fail(OSINFO_IS_INSTALL_CONFIG_PARAM(config_param), NULL);

    return osinfo_entity_get_param_value(OSINFO_ENTITY(config_param),
                                         OSINFO_INSTALL_CONFIG_PARAM_PROP_NAME);
}

/**
 * osinfo_install_config_param_get_policy:
 * @config_param: a parameter
 *
 * Gets whether the script needs it. Nobody enforces that: a script is generated without it as well.
 *
 * Returns: the policy; %OSINFO_INSTALL_CONFIG_PARAM_POLICY_OPTIONAL when nothing is said or the
 * word is not known
 *
 * Since: 0.2.0
 */
OsinfoInstallConfigParamPolicy
osinfo_install_config_param_get_policy(OsinfoInstallConfigParam *config_param)
{
    g_return_val_if_fail(OSINFO_IS_INSTALL_CONFIG_PARAM(config_param),
                         OSINFO_INSTALL_CONFIG_PARAM_POLICY_OPTIONAL);

    return (OsinfoInstallConfigParamPolicy)osinfo_entity_get_param_value_enum(
        OSINFO_ENTITY(config_param), OSINFO_INSTALL_CONFIG_PARAM_PROP_POLICY,
        OSINFO_TYPE_INSTALL_CONFIG_PARAM_POLICY, OSINFO_INSTALL_CONFIG_PARAM_POLICY_OPTIONAL);
}

/**
 * osinfo_install_config_param_is_optional:
 * @config_param: a parameter
 *
 * Tells whether the script works without it.
 *
 * Returns: %TRUE when it does
 *
 * Since: 0.2.1
 */
gboolean
osinfo_install_config_param_is_optional(OsinfoInstallConfigParam *config_param)
{
    return osinfo_install_config_param_get_policy(config_param) ==
           OSINFO_INSTALL_CONFIG_PARAM_POLICY_OPTIONAL;
}

/**
 * osinfo_install_config_param_is_required:
 * @config_param: a parameter
 *
 * Tells whether the script needs it.
 *
 * Returns: %TRUE when it does
 *
 * Since: 0.2.1
 */
gboolean
osinfo_install_config_param_is_required(OsinfoInstallConfigParam *config_param)
{
    return osinfo_install_config_param_get_policy(config_param) ==
           OSINFO_INSTALL_CONFIG_PARAM_POLICY_REQUIRED;
}

/**
 * osinfo_install_config_param_get_value_map:
 * @config_param: a parameter
 *
 * Gets what translates the values of a configuration into those that the installer knows.
 *
 * Returns: (transfer none) (nullable): a data map; %NULL: values stay as they are
 *
 * Since: 0.2.8
 */
OsinfoDatamap *
osinfo_install_config_param_get_value_map(OsinfoInstallConfigParam *config_param)
{
    g_return_val_if_fail(OSINFO_IS_INSTALL_CONFIG_PARAM(config_param), NULL);

    if (g_atomic_int_get(&config_param->is_set) != 0)
        return config_param->map;
    return cached_target_get(OSINFO_ENTITY(config_param), FACT_RELATION_DATAMAP,
                             &config_param->map);
}

const char *
install_config_param_map(OsinfoInstallConfigParam *self, const char *value)
{
    OsinfoDatamap *map = osinfo_install_config_param_get_value_map(self);

    return map != NULL ? osinfo_datamap_lookup(map, value) : NULL;
}

/**
 * osinfo_install_config_param_set_value_map:
 * @config_param: a parameter
 * @datamap: (nullable): a data map, which is held; %NULL: values stay as they are
 *
 * Says what translates the values of a configuration into those that the installer knows.
 *
 * Since: 0.2.8
 */
void
osinfo_install_config_param_set_value_map(OsinfoInstallConfigParam *config_param,
                                          OsinfoDatamap *datamap)
{
    g_return_if_fail(OSINFO_IS_INSTALL_CONFIG_PARAM(config_param));
    g_return_if_fail(datamap == NULL || OSINFO_IS_DATAMAP(datamap));

    gpointer old = config_param->map;

    config_param->map = datamap != NULL ? g_object_ref(datamap) : NULL;
    g_atomic_int_set(&config_param->is_set, 1);
    g_clear_pointer(&old, g_object_unref);
}

/**
 * OsinfoInstallConfigParamList:
 *
 * A list of parameters that an install script knows.
 *
 * Since: 0.2.3
 */

/**
 * osinfo_install_config_paramlist_new:
 *
 * Makes an empty list of parameters that an install script knows.
 *
 * Returns: (transfer full): a new list
 *
 * Since: 0.2.3
 */
OSINFO_DEFINE_LIST(InstallConfigParam, install_config_param, OsinfoList, OSINFO_TYPE_LIST,
                   OSINFO_TYPE_INSTALL_CONFIG_PARAM)
