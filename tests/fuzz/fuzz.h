/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * The one function of a fuzz driver, with the name and shape that libFuzzer wants.
 */

#pragma once

#include <glib.h>

int LLVMFuzzerTestOneInput(const guint8 *data, gsize size);
