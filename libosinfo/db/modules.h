/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Opens the parts of the library that most programs never need. A module is opened once and stays.
 */
#pragma once

#include <glib.h>

#include "db/compile_module.h"

/* NULL with an error that says what is missing. */
const CompileModule *modules_get_compile(GError **error);
