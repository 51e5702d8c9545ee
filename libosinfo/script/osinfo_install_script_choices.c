/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * What a program chooses for one installation: how the script comes to the installer, where that takes
 * the system from, what the file is called. What a script can do is in osinfo_install_script.c.
 */
#include "config.h"

#include "entity/osinfo_entity_private.h"
#include "osinfo/osinfo_enum_types.h"
#include "osinfo/osinfo_install_script.h"
#include "script/osinfo_install_script_private.h"

/**
 * osinfo_install_script_set_preferred_injection_method:
 * @script: a script
 * @method: a way; of several the first one counts, in the order of the type
 *
 * Chooses how the script is to come to the installer, which may change its text. Whether it can
 * come that way is not checked.
 *
 * Since: 1.3.0
 */
void
osinfo_install_script_set_preferred_injection_method(OsinfoInstallScript *script,
                                                     OsinfoInstallScriptInjectionMethod method)
{
    g_return_if_fail(OSINFO_IS_INSTALL_SCRIPT(script));

    GFlagsClass *methods = g_type_class_ref(OSINFO_TYPE_INSTALL_SCRIPT_INJECTION_METHOD);
    const GFlagsValue *found = g_flags_get_first_value(methods, method);

    if (found != NULL)
        osinfo_entity_set_param(OSINFO_ENTITY(script),
                                OSINFO_INSTALL_SCRIPT_PROP_PREFERRED_INJECTION_METHOD,
                                found->value_nick);
    g_type_class_unref(methods);
}

static guint
find_injection_method(const char *nick)
{
    GFlagsClass *methods = g_type_class_ref(OSINFO_TYPE_INSTALL_SCRIPT_INJECTION_METHOD);
    const GFlagsValue *found = nick != NULL ? g_flags_get_value_by_nick(methods, nick) : NULL;
    guint value = found != NULL ? found->value : 0;

    g_type_class_unref(methods);
    return value;
}

/**
 * osinfo_install_script_get_preferred_injection_method:
 * @script: a script
 *
 * Gets how the script is to come to the installer.
 *
 * Returns: the way that was chosen; otherwise %OSINFO_INSTALL_SCRIPT_INJECTION_METHOD_DISK if the
 *   script can come that way, else %OSINFO_INSTALL_SCRIPT_INJECTION_METHOD_INITRD if it can come
 * that way, else %OSINFO_INSTALL_SCRIPT_INJECTION_METHOD_DISK
 *
 * Since: 1.3.0
 */
OsinfoInstallScriptInjectionMethod
osinfo_install_script_get_preferred_injection_method(OsinfoInstallScript *script)
{
    g_return_val_if_fail(OSINFO_IS_INSTALL_SCRIPT(script),
                         OSINFO_INSTALL_SCRIPT_INJECTION_METHOD_DISK);

    guint chosen = find_injection_method(osinfo_entity_get_param_value(
        OSINFO_ENTITY(script), OSINFO_INSTALL_SCRIPT_PROP_PREFERRED_INJECTION_METHOD));
    guint methods = osinfo_install_script_get_injection_methods(script);

    if (chosen != 0)
        return (OsinfoInstallScriptInjectionMethod)chosen;
    if ((methods & OSINFO_INSTALL_SCRIPT_INJECTION_METHOD_DISK) == 0 &&
        (methods & OSINFO_INSTALL_SCRIPT_INJECTION_METHOD_INITRD) != 0)
        return OSINFO_INSTALL_SCRIPT_INJECTION_METHOD_INITRD;
    return OSINFO_INSTALL_SCRIPT_INJECTION_METHOD_DISK;
}

/**
 * osinfo_install_script_set_installation_source:
 * @script: a script
 * @source: where the installer takes the system from
 *
 * Chooses where the installer takes the system from, which may change the script's text.
 *
 * Since: 1.3.0
 */
void
osinfo_install_script_set_installation_source(OsinfoInstallScript *script,
                                              OsinfoInstallScriptInstallationSource source)
{
    g_return_if_fail(OSINFO_IS_INSTALL_SCRIPT(script));

    osinfo_entity_set_param_enum(OSINFO_ENTITY(script),
                                 OSINFO_INSTALL_SCRIPT_PROP_INSTALLATION_SOURCE, (gint)source,
                                 OSINFO_TYPE_INSTALL_SCRIPT_INSTALLATION_SOURCE);
}

/**
 * osinfo_install_script_get_installation_source:
 * @script: a script
 *
 * Gets where the installer takes the system from.
 *
 * Returns: the source; %OSINFO_INSTALL_SCRIPT_INSTALLATION_SOURCE_MEDIA when none was chosen
 *
 * Since: 1.3.0
 */
OsinfoInstallScriptInstallationSource
osinfo_install_script_get_installation_source(OsinfoInstallScript *script)
{
    g_return_val_if_fail(OSINFO_IS_INSTALL_SCRIPT(script),
                         OSINFO_INSTALL_SCRIPT_INSTALLATION_SOURCE_MEDIA);

    return (OsinfoInstallScriptInstallationSource)osinfo_entity_get_param_value_enum(
        OSINFO_ENTITY(script), OSINFO_INSTALL_SCRIPT_PROP_INSTALLATION_SOURCE,
        OSINFO_TYPE_INSTALL_SCRIPT_INSTALLATION_SOURCE, 0);
}

/**
 * osinfo_install_script_set_output_prefix:
 * @script: a script
 * @prefix: (nullable): what the name of the output file begins with, before a `-`; %NULL: the name
 * is the one that the installer expects
 *
 * Chooses the name of the file that the script is written to.
 *
 * Since: 0.2.0
 */
void
osinfo_install_script_set_output_prefix(OsinfoInstallScript *script, const gchar *prefix)
{
    g_return_if_fail(OSINFO_IS_INSTALL_SCRIPT(script));

    const char *expected = osinfo_install_script_get_expected_filename(script);
    char *copy = g_strdup(prefix);

    g_free(script->prefix);
    g_free(script->filename);
    script->prefix = copy;
    script->filename = NULL;
    if (copy != NULL)
        script->filename =
            expected != NULL ? g_strdup_printf("%s-%s", copy, expected) : g_strdup(copy);
}

/**
 * osinfo_install_script_get_output_prefix:
 * @script: a script
 *
 * Gets what the name of the output file begins with.
 *
 * Returns: (transfer none) (nullable): the prefix; %NULL when there is none
 *
 * Since: 0.2.8
 */
const gchar *
osinfo_install_script_get_output_prefix(OsinfoInstallScript *script)
{
    g_return_val_if_fail(OSINFO_IS_INSTALL_SCRIPT(script), NULL);

    return script->prefix;
}

/**
 * osinfo_install_script_get_output_filename:
 * @script: a script
 *
 * Gets the name of the file that the script is written to: the one that the installer expects,
 * behind the prefix if there is one.
 *
 * Returns: (transfer none) (nullable): a name without folder, valid until the prefix is set; %NULL
 *   when neither is known
 *
 * Since: 0.2.0
 */
const gchar *
osinfo_install_script_get_output_filename(OsinfoInstallScript *script)
{
    g_return_val_if_fail(OSINFO_IS_INSTALL_SCRIPT(script), NULL);

    return script->filename != NULL ? script->filename
                                    : osinfo_install_script_get_expected_filename(script);
}
