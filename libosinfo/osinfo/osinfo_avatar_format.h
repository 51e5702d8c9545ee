/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <osinfo/osinfo_entity.h>

G_BEGIN_DECLS

#define OSINFO_TYPE_AVATAR_FORMAT (osinfo_avatar_format_get_type())
G_DECLARE_FINAL_TYPE(OsinfoAvatarFormat, osinfo_avatar_format, OSINFO, AVATAR_FORMAT, OsinfoEntity)

/**
 * OSINFO_AVATAR_FORMAT_PROP_MIME_TYPE:
 *
 * Parameter of avatar formats: types of files that the installer can read, one value each.
 */
#define OSINFO_AVATAR_FORMAT_PROP_MIME_TYPE "mime-type"

/**
 * OSINFO_AVATAR_FORMAT_PROP_WIDTH:
 *
 * Parameter of avatar formats: how wide the picture must be, in pixels.
 */
#define OSINFO_AVATAR_FORMAT_PROP_WIDTH "width"

/**
 * OSINFO_AVATAR_FORMAT_PROP_HEIGHT:
 *
 * Parameter of avatar formats: how high the picture must be, in pixels.
 */
#define OSINFO_AVATAR_FORMAT_PROP_HEIGHT "height"

/**
 * OSINFO_AVATAR_FORMAT_PROP_ALPHA:
 *
 * Parameter of avatar formats: whether the picture may have an alpha channel.
 */
#define OSINFO_AVATAR_FORMAT_PROP_ALPHA "alpha"

OsinfoAvatarFormat *osinfo_avatar_format_new(void);
gboolean osinfo_avatar_format_get_alpha(OsinfoAvatarFormat *avatar);
gint osinfo_avatar_format_get_height(OsinfoAvatarFormat *avatar);
GList *osinfo_avatar_format_get_mime_types(OsinfoAvatarFormat *avatar);
gint osinfo_avatar_format_get_width(OsinfoAvatarFormat *avatar);

G_END_DECLS
