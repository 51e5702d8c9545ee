/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "osinfo/osinfo_media.h"

/* @os is not held; NULL: none. */
void media_set_os(OsinfoMedia *self, OsinfoOs *os);
