/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * A header of libosinfo 1.x by its old name; osinfo.h brings all there is.
 */
#pragma once

#include <osinfo/osinfo.h>
