/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * What templates and the policy need of a parameter.
 */
#pragma once

#include "osinfo/osinfo_install_config_param.h"

/* What the installer is to see in the place of @value; NULL: the value itself, since no map has it.
 * An empty text: it knows nothing of that kind. */
const char *install_config_param_map(OsinfoInstallConfigParam *self, const char *value);
