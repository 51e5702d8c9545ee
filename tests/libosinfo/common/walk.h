/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Asks a database about everything there is to ask.
 */
#pragma once

#include <osinfo/osinfo.h>

/* Everything that can be reached from the lists of @db, as a text. */
char *walk_describe(OsinfoDb *db);
