/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The part of OsinfoDb that finds systems by what others call them. The index is asked in
 * identity.c, the tables of schemes in naming.c; here records become objects.
 */
#include "config.h"

#include "db/osinfo_db_private.h"
#include "entity/osinfo_list_private.h"
#include "osinfo/osinfo.h"
#include "recognise/identity.h"
#include "recognise/naming.h"

/* Adding one twice leaves it where it is. */
static void
add_systems(OsinfoOsList *list, Catalog *catalog, const GArray *records)
{
    for (guint i = 0; i < records->len; i++)
        osinfo_list_add(OSINFO_LIST(list),
                        catalog_get_object(catalog, g_array_index(records, guint32, i)));
}

/**
 * osinfo_db_find_os_by_identity:
 * @db: a database
 * @scheme: whose name it is, see below
 * @name: the name, see below
 *
 * Lists the operating systems that go by a name elsewhere, best first.
 *
 * - `os-release`: `ID:VERSION_ID`, perhaps with `:VARIANT_ID` behind it, as in `fedora:44`; `ID` alone
 *   means systems whose file has no `VERSION_ID`;
 * - `cpe`: a name in URI form or in that of version 2.3;
 * - `libguestfs`: what its function `guestfs_inspect_get_osinfo()` returns;
 * - `endoflife.date`: `PRODUCT/CYCLE`, as in `rhel/9`;
 * - `windows`: `client:BUILD` or `server:BUILD`;
 * - `disk-info`, `treeinfo`: `NAME:VERSION`, as those files of a medium or tree have them;
 * - `content`: `KEY=TEXT`, a piece of evidence and what it says.
 *
 * These are told by the system itself. Others only narrow down which one it is, and come from tables of the database:
 *
 * - `vmware`, `virtualbox`, `cim`, `proxmox`, `ovirt`, `kubevirt`, `kubevirt-template`, `hyper-v`: what
 *   hypervisors and what manages them call a guest;
 * - `openstack`, `openstack-version`: properties of images;
 * - `libguestfs-inspect`: `TYPE,DISTRO,MAJOR,MINOR`, perhaps with a product variant behind, as libguestfs finds them;
 * - `ansible`, `ansible-family`, `cobbler`, `foreman`, `quickget`, `netboot.xyz`, `vagrant`: what tools call it.
 *
 * [method@Libosinfo.Db.get_identity_schemes] lists all that there are.
 *
 * Several systems may go by one name: all of RHEL 9 are one product for endoflife.date. Of a scheme that has a table,
 * systems whose name it is come before those for which it is merely the nearest, then what is released, the newest first.
 * Only what the files of the database state is found, not what a program added.
 *
 * ```c
 * g_autoptr(OsinfoOsList) found = osinfo_db_find_os_by_identity(db, "os-release", "fedora:44");
 * ```
 *
 * Returns: (transfer full): a new list of systems of the database, empty when none is called so or
 *   there is no such scheme
 *
 * Since: 2.0.0
 */
OsinfoOsList *
osinfo_db_find_os_by_identity(OsinfoDb *db, const gchar *scheme, const gchar *name)
{
    g_return_val_if_fail(OSINFO_IS_DB(db), NULL);
    g_return_val_if_fail(scheme != NULL, NULL);
    g_return_val_if_fail(name != NULL, NULL);

    Catalog *catalog = db_get_catalog(db);
    Store *store = catalog_get_store(catalog);
    OsinfoOsList *list = osinfo_oslist_new();

    if (store == NULL)
        return list;

    const Naming *naming = naming_get(store, scheme);
    g_autoptr(GArray) stated = identity_find_by_name(store, scheme, name);
    g_autoptr(GArray) others = naming != NULL ? naming_find_systems(naming, name) : NULL;

    add_systems(list, catalog, stated);
    if (others != NULL)
        add_systems(list, catalog, others);
    return list;
}
