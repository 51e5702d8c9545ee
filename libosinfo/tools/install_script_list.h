/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include <osinfo/osinfo.h>

#include "tools/output.h"

/* What there is to say of scripts. One of these for each script. */
void install_script_list_write_config(OsinfoInstallScript *script, Output *output);
void install_script_list_write_profile(OsinfoInstallScript *script, Output *output);
void install_script_list_write_injection_methods(OsinfoInstallScript *script, Output *output);
void install_script_list_write_json(OsinfoInstallScript *script, Output *output);
