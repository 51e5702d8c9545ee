/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/**
 * OsinfoDbLocation:
 * @OSINFO_DB_LOCATION_SYSTEM: the database that the distribution installs
 * @OSINFO_DB_LOCATION_REFRESHED: the newer release of it that this computer keeps for all users
 * @OSINFO_DB_LOCATION_LOCAL: the administrator's database
 * @OSINFO_DB_LOCATION_USER: the user's own database
 *
 * The folders that make up the default path, in the order in which they are loaded.
 *
 * Since: 2.0.0
 */
typedef enum {
    OSINFO_DB_LOCATION_SYSTEM,
    OSINFO_DB_LOCATION_REFRESHED,
    OSINFO_DB_LOCATION_LOCAL,
    OSINFO_DB_LOCATION_USER,
} OsinfoDbLocation;

char *osinfo_db_get_location(OsinfoDbLocation location);

G_END_DECLS
