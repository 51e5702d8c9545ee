/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * What PowerPC firmware starts from on an ISO 9660 image without El Torito: the file
 * /ppc/bootinfo.txt (CHRP binding to Open Firmware). What it says is left to the firmware.
 */

#pragma once

#include "format/format.h"

G_BEGIN_DECLS

extern const FormatReader format_chrp;

G_END_DECLS
