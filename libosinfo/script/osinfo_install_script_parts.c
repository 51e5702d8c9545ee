/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The entities that belong to a script: the format of pictures, the parameters that it looks at. They
 * are made when somebody asks, and callers borrow them.
 */
#include "config.h"

#include "entity/osinfo_entity_private.h"
#include "entity/osinfo_list_private.h"
#include "osinfo/osinfo_install_script.h"
#include "script/osinfo_install_script_private.h"

/* Over what callers have borrowed of any script. */
static GMutex borrowed_mutex;

/**
 * osinfo_install_script_get_avatar_format:
 * @script: a script
 *
 * Gets what a picture of the user must be like.
 *
 * Returns: (transfer none) (nullable): a format, held by the script; %NULL when the script can do
 *   nothing with pictures
 *
 * Since: 0.2.2
 */
OsinfoAvatarFormat *
osinfo_install_script_get_avatar_format(OsinfoInstallScript *script)
{
    g_return_val_if_fail(OSINFO_IS_INSTALL_SCRIPT(script), NULL);

    g_mutex_lock(&borrowed_mutex);
    if (script->avatar == NULL) {
        g_autoptr(GArray) formats =
            entity_get_parts(OSINFO_ENTITY(script), FACT_KIND_AVATAR_FORMAT);

        if (formats != NULL)
            script->avatar = (OsinfoAvatarFormat *)catalog_dup_object(
                entity_get_catalog(OSINFO_ENTITY(script)), g_array_index(formats, RecordRef, 0));
    }
    g_mutex_unlock(&borrowed_mutex);
    return script->avatar;
}

/* Brings the list of parameters up to what the database says now. */
static OsinfoInstallConfigParamList *
get_params(OsinfoInstallScript *self)
{
    Catalog *catalog = entity_get_catalog(OSINFO_ENTITY(self));
    guint generation = catalog != NULL ? catalog_get_generation(catalog) : 0;

    g_mutex_lock(&borrowed_mutex);
    if (self->params == NULL || self->params_generation != generation) {
        if (self->params == NULL)
            self->params = osinfo_install_config_paramlist_new();
        list_add_parts(OSINFO_LIST(self->params), OSINFO_ENTITY(self), FACT_KIND_CONFIG_PARAM);
        self->params_generation = generation;
    }
    g_mutex_unlock(&borrowed_mutex);
    return self->params;
}

/**
 * osinfo_install_script_get_config_params:
 * @script: a script
 *
 * Lists the parameters of configurations that the script looks at, in the order of the database.
 * The list is the script's own, and the same on every call.
 *
 * Returns: (transfer none): parameters
 *
 * Since: 0.2.3
 */
OsinfoInstallConfigParamList *
osinfo_install_script_get_config_params(OsinfoInstallScript *script)
{
    g_return_val_if_fail(OSINFO_IS_INSTALL_SCRIPT(script), NULL);

    return get_params(script);
}

/**
 * osinfo_install_script_get_config_param_list:
 * @script: a script
 *
 * Lists the parameters of configurations that the script looks at, in the order of the database.
 *
 * Returns: (transfer container) (element-type OsinfoInstallConfigParam) (nullable): parameters,
 * held by the script; %NULL for none. Free with g_list_free()
 *
 * Since: 0.2.0
 */
GList *
osinfo_install_script_get_config_param_list(OsinfoInstallScript *script)
{
    g_return_val_if_fail(OSINFO_IS_INSTALL_SCRIPT(script), NULL);

    return osinfo_list_get_elements(OSINFO_LIST(get_params(script)));
}

/**
 * osinfo_install_script_get_config_param:
 * @script: a script
 * @name: name of a parameter
 *
 * Looks for a parameter that the script looks at.
 *
 * Returns: (transfer full) (nullable): the parameter; %NULL when the script does not look at it
 *
 * Since: 0.2.1
 */
OsinfoInstallConfigParam *
osinfo_install_script_get_config_param(OsinfoInstallScript *script, const gchar *name)
{
    g_return_val_if_fail(OSINFO_IS_INSTALL_SCRIPT(script), NULL);
    g_return_val_if_fail(name != NULL, NULL);

    OsinfoList *params = OSINFO_LIST(get_params(script));

    for (gint i = 0; i < osinfo_list_get_length(params); i++) {
        OsinfoInstallConfigParam *param =
            OSINFO_INSTALL_CONFIG_PARAM(osinfo_list_get_nth(params, i));

        if (g_strcmp0(osinfo_install_config_param_get_name(param), name) == 0)
            return g_object_ref(param);
    }
    return NULL;
}

/**
 * osinfo_install_script_has_config_param_name:
 * @script: a script
 * @name: name of a parameter
 *
 * Tells whether the script looks at a parameter.
 *
 * Returns: %TRUE when it does
 *
 * Since: 0.2.0
 */
gboolean
osinfo_install_script_has_config_param_name(OsinfoInstallScript *script, const gchar *name)
{
    g_autoptr(OsinfoInstallConfigParam) param =
        osinfo_install_script_get_config_param(script, name);

    return param != NULL;
}

/**
 * osinfo_install_script_has_config_param:
 * @script: a script
 * @config_param: a parameter, of which the name counts
 *
 * Tells whether the script looks at a parameter.
 *
 * Returns: %TRUE when it does
 *
 * Since: 0.2.0
 */
gboolean
osinfo_install_script_has_config_param(OsinfoInstallScript *script,
                                       OsinfoInstallConfigParam *config_param)
{
    g_return_val_if_fail(OSINFO_IS_INSTALL_CONFIG_PARAM(config_param), FALSE);

    const char *name = osinfo_install_config_param_get_name(config_param);

    return name != NULL && osinfo_install_script_has_config_param_name(script, name);
}
