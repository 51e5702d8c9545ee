/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The calls of OsinfoOs that are about install scripts: which ones can install the system.
 */
#include "config.h"

#include "model/osinfo_os_private.h"
#include "osinfo/osinfo_install_script.h"

/**
 * osinfo_os_get_install_script_list:
 * @os: an operating system
 *
 * Lists the scripts that can install the system, in the order of the database; nothing is
 * inherited.
 *
 * Returns: (transfer full): a new list
 *
 * Since: 0.2.0
 */
OsinfoInstallScriptList *
osinfo_os_get_install_script_list(OsinfoOs *os)
{
    g_return_val_if_fail(OSINFO_IS_OS(os), NULL);

    return OSINFO_INSTALL_SCRIPTLIST(
        os_dup_parts(os, FACT_KIND_INSTALL_SCRIPT, OSINFO_TYPE_INSTALL_SCRIPTLIST));
}

/**
 * osinfo_os_find_install_script:
 * @os: an operating system
 * @profile: what the installed system is for, such as %OSINFO_INSTALL_SCRIPT_PROFILE_JEOS
 *
 * Looks for a script that can install the system. Of several with the same profile it is the first.
 *
 * Returns: (transfer none) (nullable): the script; %NULL when there is none
 *
 * Since: 0.2.0
 */
OsinfoInstallScript *
osinfo_os_find_install_script(OsinfoOs *os, const gchar *profile)
{
    g_return_val_if_fail(OSINFO_IS_OS(os), NULL);
    g_return_val_if_fail(profile != NULL, NULL);

    g_autoptr(OsinfoInstallScriptList) scripts = osinfo_os_get_install_script_list(os);
    gint length = osinfo_list_get_length(OSINFO_LIST(scripts));

    for (gint i = 0; i < length; i++) {
        OsinfoEntity *script = osinfo_list_get_nth(OSINFO_LIST(scripts), i);

        if (g_strcmp0(osinfo_install_script_get_profile(OSINFO_INSTALL_SCRIPT(script)), profile) ==
            0)
            return OSINFO_INSTALL_SCRIPT(os_borrow(os, script));
    }
    return NULL;
}

/**
 * osinfo_os_add_install_script:
 * @os: an operating system
 * @script: a script, which the operating system holds
 *
 * Adds a script that can install the system.
 *
 * Since: 0.2.0
 */
void
osinfo_os_add_install_script(OsinfoOs *os, OsinfoInstallScript *script)
{
    g_return_if_fail(OSINFO_IS_OS(os));
    g_return_if_fail(OSINFO_IS_INSTALL_SCRIPT(script));

    os_add_part(os, FACT_KIND_INSTALL_SCRIPT, OSINFO_TYPE_INSTALL_SCRIPTLIST,
                OSINFO_ENTITY(script));
}
