/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Which state of a system evidence tells: build, update, service pack, editions.
 */
#pragma once

#include "format/evidence.h"

#define BUILD_KEY "windows.build"
#define BUILD_UPDATE_KEY "windows.update"
#define BUILD_SERVICE_PACK_KEY "windows.service-pack"
#define BUILD_EDITION_KEY "windows.edition"
#define BUILD_INSTALLATION_TYPE_KEY "windows.installation-type"

/* What all that is installed has of one of the first three keys; NULL: nothing says so, or not all the same. What
 * only starts a system may be of another build. */
const char *build_find_text(const Evidence *evidence, const char *key);

/* Texts are borrowed, the list is the caller's. */
GList *build_list_editions(const Evidence *evidence);
