/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * The error domain that formats share.
 */

#include "config.h"

#include "format/format.h"

G_DEFINE_QUARK(osinfo - format - error, format_error)
