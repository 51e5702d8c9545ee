/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * Media that say their release by the names of folders and files.
 */

#pragma once

#include "format/content.h"

G_BEGIN_DECLS

#define NAMED_FOLDERS_MAX_FACTS 8     /* names of a folder that become evidence */
#define ROOT_NAMES_MAX_FACTS 64       /* likewise, of the root */
#define ARCHIVE_RELEASE_MAX_SIZE 1024 /* bytes of dists/NAME/Release; checksums follow behind */

/* /7.6/amd64 of OpenBSD: "release-folder.name", "release-folder.below" (several). */
extern const ContentReader content_release_folder;

/* /ANNOUNCE.15_0 of Slackware: "announce.version" is "15.0". */
extern const ContentReader content_announce;

/* /dists/NAME/Release, where the medium has an archive of Debian's kind: "dists.codename" and the like. */
extern const ContentReader content_dists;

/* The names in the root, as they are: "root.name" (several). */
extern const ContentReader content_root_names;

/* Files and folders that one system alone has: "mark.path" (several). */
extern const ContentReader content_marks;

/* Likewise, where looking for them is worth it only when nothing else tells the system. */
extern const ContentReader content_hidden_marks;

G_END_DECLS
