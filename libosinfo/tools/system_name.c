/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "tools/system_name.h"

OsinfoOs *
system_find(OsinfoDb *db, const char *name)
{
    OsinfoOs *os = osinfo_db_get_os(db, name);
    g_autoptr(OsinfoOsList) all = NULL;
    g_autoptr(OsinfoFilter) filter = NULL;
    g_autoptr(OsinfoList) found = NULL;

    if (os != NULL)
        return os;
    all = osinfo_db_get_os_list(db);
    filter = osinfo_filter_new();
    osinfo_filter_add_constraint(filter, OSINFO_PRODUCT_PROP_SHORT_ID, name);
    found = osinfo_list_new_filtered(OSINFO_LIST(all), filter);
    return osinfo_list_get_length(found) > 0 ? OSINFO_OS(osinfo_list_get_nth(found, 0)) : NULL;
}
