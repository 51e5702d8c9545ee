/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <osinfo/osinfo_datamap.h>
#include <osinfo/osinfo_entity.h>

G_BEGIN_DECLS

/**
 * OsinfoInstallConfigParamPolicy:
 * @OSINFO_INSTALL_CONFIG_PARAM_POLICY_NONE: nothing is said
 * @OSINFO_INSTALL_CONFIG_PARAM_POLICY_REQUIRED: the script does not work without it
 * @OSINFO_INSTALL_CONFIG_PARAM_POLICY_OPTIONAL: the script works without it
 *
 * Whether an install script needs a parameter.
 *
 * Since: 0.2.2
 */
typedef enum {
    OSINFO_INSTALL_CONFIG_PARAM_POLICY_NONE,
    OSINFO_INSTALL_CONFIG_PARAM_POLICY_REQUIRED,
    OSINFO_INSTALL_CONFIG_PARAM_POLICY_OPTIONAL,
} OsinfoInstallConfigParamPolicy;

#define OSINFO_TYPE_INSTALL_CONFIG_PARAM (osinfo_install_config_param_get_type())
G_DECLARE_FINAL_TYPE(OsinfoInstallConfigParam, osinfo_install_config_param, OSINFO,
                     INSTALL_CONFIG_PARAM, OsinfoEntity)

/**
 * OSINFO_INSTALL_CONFIG_PARAM_PROP_NAME:
 *
 * Parameter of config parameters: the parameter of the configuration that is meant.
 */
#define OSINFO_INSTALL_CONFIG_PARAM_PROP_NAME "name"

/**
 * OSINFO_INSTALL_CONFIG_PARAM_PROP_POLICY:
 *
 * Parameter of config parameters: whether it is needed, as nick of
 * [enum@Libosinfo.InstallConfigParamPolicy].
 */
#define OSINFO_INSTALL_CONFIG_PARAM_PROP_POLICY "policy"

/**
 * OSINFO_INSTALL_CONFIG_PARAM_PROP_DATAMAP:
 *
 * Property of config parameters: what translates its values.
 */
#define OSINFO_INSTALL_CONFIG_PARAM_PROP_DATAMAP "value-map"

OsinfoInstallConfigParam *osinfo_install_config_param_new(const gchar *name);
const gchar *osinfo_install_config_param_get_name(OsinfoInstallConfigParam *config_param);
OsinfoInstallConfigParamPolicy osinfo_install_config_param_get_policy(
    OsinfoInstallConfigParam *config_param);
OsinfoDatamap *osinfo_install_config_param_get_value_map(OsinfoInstallConfigParam *config_param);
gboolean osinfo_install_config_param_is_optional(OsinfoInstallConfigParam *config_param);
gboolean osinfo_install_config_param_is_required(OsinfoInstallConfigParam *config_param);
void osinfo_install_config_param_set_value_map(OsinfoInstallConfigParam *config_param,
                                               OsinfoDatamap *datamap);

G_END_DECLS
