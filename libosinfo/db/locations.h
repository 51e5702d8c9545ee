/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Where databases and ids files are: the defaults, the environment, and the folders of old.
 */
#pragma once

#include <osinfo/osinfo_db_location.h>

/* Paths as they stand in the environment or in the configuration; new texts. The first knows
 * nothing of the names that variables and folders had once: it is where databases are written. */
char *locations_get_current(OsinfoDbLocation location);
char *locations_get_system(void);
/* NULL: the environment names another system's database, of which this one is no newer release. */
char *locations_get_refreshed(void);
char *locations_get_local(void);
char *locations_get_user(void);

/* Where pci.ids and usb.ids are expected; never NULL. */
const char *locations_get_pci_ids(void);
const char *locations_get_usb_ids(void);
