/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * How old the data are: what VERSION says, the file that a release of the database has.
 */
#include "config.h"

#include <string.h>

#include "db/osinfo_db_private.h"
#include "facts/version.h"
#include "osinfo/osinfo_db.h"

#define DATE_LENGTH 8 /* of YYYYMMDD */

/**
 * osinfo_db_get_version:
 * @db: a database
 *
 * Says which release of the database was loaded: `20261128`, or `20261128.1` for the second one of
 * that day. Of several folders the newest release counts. Folders without a file `VERSION`, such as
 * those with a few files of one's own, do not count.
 *
 * Returns: (nullable): the version, %NULL when no folder has one
 *
 * Since: 2.0.0
 */
const gchar *
osinfo_db_get_version(OsinfoDb *db)
{
    g_return_val_if_fail(OSINFO_IS_DB(db), NULL);

    const Store *store = catalog_get_store(db_get_catalog(db));
    guint n_versions = 0;
    const StoreVersionF *versions =
        store != NULL ? store_get_section(store, STORE_SECTION_VERSIONS, &n_versions) : NULL;
    const char *newest = NULL;

    for (guint i = 0; i < n_versions; i++) {
        const char *version = store_get_string(store, versions[i].text);

        if (version_compare(newest, version) < 0)
            newest = version;
    }
    return newest;
}

/**
 * osinfo_db_get_release_date:
 * @db: a database
 *
 * Says of which day the data are.
 *
 * Returns: (transfer full) (nullable): the day that [method@Libosinfo.Db.get_version] begins with,
 *   %NULL when it does not begin with one
 *
 * Since: 2.0.0
 */
GDate *
osinfo_db_get_release_date(OsinfoDb *db)
{
    const char *version = osinfo_db_get_version(db);
    char digits[DATE_LENGTH + 1] = {0};
    guint64 number = 0;
    g_autoptr(GDate) date = g_date_new();

    if (version == NULL || strspn(version, "0123456789") != DATE_LENGTH)
        return NULL;
    memcpy(digits, version, DATE_LENGTH);
    number = g_ascii_strtoull(digits, NULL, 10);
    if (!g_date_valid_dmy((GDateDay)(number % 100), (GDateMonth)(number / 100 % 100),
                          (GDateYear)(number / 10000)))
        return NULL;
    g_date_set_dmy(date, (GDateDay)(number % 100), (GDateMonth)(number / 100 % 100),
                   (GDateYear)(number / 10000));
    return g_steal_pointer(&date);
}

/**
 * osinfo_db_get_age:
 * @db: a database
 *
 * Says how many days ago the data were released, by the clock of this machine and in UTC. Data that
 * are some months old do not know the newest systems.
 *
 * Returns: whole days, 0 for a day to come, -1 when [method@Libosinfo.Db.get_release_date] does not
 *   know
 *
 * Since: 2.0.0
 */
gint
osinfo_db_get_age(OsinfoDb *db)
{
    g_autoptr(GDate) date = osinfo_db_get_release_date(db);
    g_autoptr(GDateTime) now = g_date_time_new_now_utc();
    g_autoptr(GDate) today = NULL;

    if (date == NULL || now == NULL)
        return -1;
    today = g_date_new_dmy((GDateDay)g_date_time_get_day_of_month(now),
                           (GDateMonth)g_date_time_get_month(now),
                           (GDateYear)g_date_time_get_year(now));
    return MAX(g_date_days_between(date, today), 0);
}
