/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Systems by what users type.
 */
#pragma once

#include <osinfo/osinfo.h>

/* By id or by one of its short ids; borrowed from the database. NULL: there is none. */
OsinfoOs *system_find(OsinfoDb *db, const char *name);
