/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * Which system a live medium would start: its os-release, out of the image that has the root file
 * system.
 */

#pragma once

#include "format/content.h"

G_BEGIN_DECLS

#define LIVE_IMAGE_MAX_LEVELS 3 /* file systems in one another, the medium's is the first */
#define LIVE_IMAGE_MAX_IMAGES 4 /* of a medium that are opened */

/* Evidence of why an image could not be looked into. */
#define LIVE_IMAGE_UNREAD "live-image.unread"

extern const ContentReader content_live_image;

G_END_DECLS
