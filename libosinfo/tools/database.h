/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include <osinfo/osinfo.h>

/* Loads the default path and says what was wrong with it. NULL: nothing at all could be loaded. The
 * database is borrowed, and stays until the program ends, since taking it down would only cost
 * time. */
OsinfoDb *database_load(void);

/* Says so if there is nothing that could be compiled for all users. */
void database_warn_without_common(void);

/* For Tool.print_version: a line about the database, if one with a version is there. */
void database_print_version(void);
