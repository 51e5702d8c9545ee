/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * What inheriting resources needs: entries that inherit are answered as copies, so that the
 * database stays what it is.
 */
#pragma once

#include "osinfo/osinfo_resources.h"

/* Does the entry's record ask for what it does not say itself? */
gboolean resources_inherit(OsinfoResources *self);
/* A new entry with the same id and parameters. */
OsinfoResources *resources_copy(OsinfoResources *self);
/* Takes over what @from knows and @self does not, as far as the rows let it. */
void resources_fill(OsinfoResources *self, OsinfoResources *from);
