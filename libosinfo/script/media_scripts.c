/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The calls of OsinfoMedia that are about install scripts: those for a very medium.
 */
#include "config.h"

#include "entity/osinfo_list_private.h"
#include "model/osinfo_media_private.h"
#include "osinfo/osinfo_install_script.h"

/**
 * osinfo_media_get_install_script_list:
 * @media: a medium
 *
 * Lists the scripts for this very medium, in the order of the database. They go before those of its
 * operating system, which are not in the list.
 *
 * Returns: (transfer full): a new list
 *
 * Since: 1.4.0
 */
OsinfoInstallScriptList *
osinfo_media_get_install_script_list(OsinfoMedia *media)
{
    g_return_val_if_fail(OSINFO_IS_MEDIA(media), NULL);

    OsinfoInstallScriptList *list = osinfo_install_scriptlist_new();

    list_add_edges(OSINFO_LIST(list), OSINFO_ENTITY(media), FACT_RELATION_SCRIPT);
    if (media_get_added_scripts(media) != NULL)
        osinfo_list_add_all(OSINFO_LIST(list), media_get_added_scripts(media));
    return list;
}

/**
 * osinfo_media_add_install_script:
 * @media: a medium
 * @script: a script, which the medium holds
 *
 * Adds a script for this very medium.
 *
 * Since: 1.4.0
 */
void
osinfo_media_add_install_script(OsinfoMedia *media, OsinfoInstallScript *script)
{
    g_return_if_fail(OSINFO_IS_MEDIA(media));
    g_return_if_fail(OSINFO_IS_INSTALL_SCRIPT(script));

    media_add_script(media, OSINFO_TYPE_INSTALL_SCRIPTLIST, OSINFO_ENTITY(script));
}
