/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * What systems are made of. Derived and cloned ones are; upgrades are not.
 */
#pragma once

#include "store/store_reader.h"

/* Is a system made of one of @distro, which it is not itself? */
gboolean derivation_is_from(Store *store, guint32 os, const char *distro);
