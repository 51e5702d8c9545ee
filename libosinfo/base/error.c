/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The error domain of the library, on the ground floor, since everybody may fail.
 */
#include "config.h"

#include "osinfo/osinfo_loader.h"

/**
 * osinfo_error_quark:
 *
 * Gets the domain of [error@Libosinfo.Error].
 *
 * Returns: the domain
 *
 * Since: 1.3.0
 */
G_DEFINE_QUARK(libosinfo, osinfo_error)
