/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "osinfo/osinfo_media.h"

/* @os is not held; NULL: none. */
void media_set_os(OsinfoMedia *self, OsinfoOs *os);

/* The install scripts that a program added, borrowed; NULL: none. */
OsinfoList *media_get_added_scripts(OsinfoMedia *self);
/* Adds one, to a list of @list_type. */
void media_add_script(OsinfoMedia *self, GType list_type, OsinfoEntity *script);
