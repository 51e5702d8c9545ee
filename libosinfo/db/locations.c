/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Knows the locations of databases; what is in them is db_files.c's business.
 */
#include "config.h"

#include <errno.h>
#include <sys/stat.h>

#include "common/descriptor.h"
#include "db/locations.h"

static const char *
get_environment(const char *variable)
{
    const char *value = g_getenv(variable);

    return value != NULL && *value != '\0' ? value : NULL;
}

/* What cannot be looked at may be there: whoever loads it finds out, and tells. */
static gboolean
may_be_directory(const char *path)
{
    struct stat status;

    return stat(path, &status) == 0 ? S_ISDIR(status.st_mode) : !descriptor_is_proof(errno);
}

static const char *
get_base(OsinfoDbLocation location)
{
    switch (location) {
    case OSINFO_DB_LOCATION_SYSTEM:
        return OSINFO_DATADIR;
    case OSINFO_DB_LOCATION_REFRESHED:
        return OSINFO_STATEDIR;
    case OSINFO_DB_LOCATION_LOCAL:
        return OSINFO_SYSCONFDIR;
    default:
        return g_get_user_config_dir();
    }
}

static const char *
get_value(OsinfoDbLocation location)
{
    static const char *const variables[] = {
        [OSINFO_DB_LOCATION_SYSTEM] = "OSINFO_SYSTEM_DIR",
        [OSINFO_DB_LOCATION_REFRESHED] = "OSINFO_REFRESHED_DIR",
        [OSINFO_DB_LOCATION_LOCAL] = "OSINFO_LOCAL_DIR",
        [OSINFO_DB_LOCATION_USER] = "OSINFO_USER_DIR",
    };

    return get_environment(variables[location]);
}

char *
locations_get_current(OsinfoDbLocation location)
{
    const char *value = get_value(location);

    if (value != NULL)
        return g_strdup(value);
    return g_build_filename(get_base(location), "osinfo",
                            location == OSINFO_DB_LOCATION_REFRESHED ? "db" : NULL, NULL);
}

/* The folder of today, unless only that of old is there. */
static char *
choose(OsinfoDbLocation location)
{
    g_autofree char *path = locations_get_current(location);
    g_autofree char *old = NULL;

    if (get_value(location) != NULL || may_be_directory(path))
        return g_steal_pointer(&path);
    old = g_build_filename(get_base(location), "libosinfo", "db", NULL);
    if (!may_be_directory(old))
        return g_steal_pointer(&path);
    g_debug("%s is deprecated, please use %s instead. Support for %s will be removed in a future "
            "release",
            old, path, old);
    return g_steal_pointer(&old);
}

char *
locations_get_system(void)
{
    const char *old = get_environment("OSINFO_DATA_DIR");
    g_autofree char *below = NULL;

    if (old == NULL)
        return locations_get_current(OSINFO_DB_LOCATION_SYSTEM);
    g_debug("$OSINFO_DATA_DIR is deprecated, please use $OSINFO_SYSTEM_DIR instead. Support for "
            "$OSINFO_DATA_DIR will be removed in a future release");
    below = g_build_filename(old, "db", NULL);
    return may_be_directory(below) ? g_steal_pointer(&below) : g_strdup(old);
}

char *
locations_get_refreshed(void)
{
    gboolean is_other_system =
        get_environment("OSINFO_DATA_DIR") != NULL || get_value(OSINFO_DB_LOCATION_SYSTEM) != NULL;

    return is_other_system && get_value(OSINFO_DB_LOCATION_REFRESHED) == NULL
               ? NULL
               : locations_get_current(OSINFO_DB_LOCATION_REFRESHED);
}

char *
locations_get_local(void)
{
    return choose(OSINFO_DB_LOCATION_LOCAL);
}

char *
locations_get_user(void)
{
    return choose(OSINFO_DB_LOCATION_USER);
}

const char *
locations_get_pci_ids(void)
{
    return OSINFO_PCI_IDS;
}

const char *
locations_get_usb_ids(void)
{
    return OSINFO_USB_IDS;
}
