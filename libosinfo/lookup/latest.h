/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Names of what is newest: FAMILY-latest, FAMILY-WORD-latest.
 */
#pragma once

#include "osinfo/osinfo_db.h"

/* The system that such a name means on a day; borrowed from the database. NULL: it is no such name, or there is no such
 * family. */
OsinfoOs *latest_find(OsinfoDb *db, const char *name, const GDate *today);
/* The same on the day that it is. */
OsinfoOs *latest_find_today(OsinfoDb *db, const char *name);
