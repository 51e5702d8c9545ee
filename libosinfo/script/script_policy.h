/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * What a script asks of a configuration: which parameters it needs, and what they may look like.
 */
#pragma once

#include "osinfo/osinfo_install_script.h"

/* What is wrong with the configuration, in the user's language; NULL: nothing. */
char *script_policy_check(OsinfoInstallScript *script, OsinfoInstallConfig *config);

/* The name that the first user's account would have; NULL: the script makes none. */
const char *script_policy_get_user_name(OsinfoInstallScript *script, OsinfoInstallConfig *config);
