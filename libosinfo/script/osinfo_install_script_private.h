/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * What the files of the class share: what a script can do is in osinfo_install_script.c, the entities
 * that belong to it, which callers borrow, in osinfo_install_script_parts.c.
 */
#pragma once

#include "osinfo/osinfo_install_script.h"

struct _OsinfoInstallScript {
    OsinfoEntity parent_instance;
    char *prefix;                         /* of the output file; NULL: none */
    char *filename;                       /* of the output, with a prefix; NULL: without one */
    OsinfoInstallConfigParamList *params; /* of the parts, under their lock; NULL: not yet */
    guint params_generation;              /* of the catalog, when the list was made */
    OsinfoAvatarFormat *avatar;           /* of the parts, under their lock; NULL: none yet */
};
