/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Says programs that write databases where these belong.
 */
#include "config.h"

#include "db/locations.h"

/**
 * osinfo_db_get_location:
 * @location: which database is meant
 *
 * Gets the folder of a database, where programs install it and [class@Libosinfo.Loader] reads it.
 * `OSINFO_SYSTEM_DIR`, `OSINFO_REFRESHED_DIR`, `OSINFO_LOCAL_DIR` and `OSINFO_USER_DIR` in the
 * environment name other folders, also relative ones; an empty variable is like none. The folder
 * need not exist, and is not looked at. Names of folders and variables that are deprecated are left to the loader.
 *
 * Returns: (transfer full) (type filename): a path
 *
 * Since: 2.0.0
 */
char *
osinfo_db_get_location(OsinfoDbLocation location)
{
    g_return_val_if_fail(
        location >= OSINFO_DB_LOCATION_SYSTEM && location <= OSINFO_DB_LOCATION_USER, NULL);

    return locations_get_current(location);
}
