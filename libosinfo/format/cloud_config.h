/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * Settings of cloud-init: the name of the user that it makes.
 */

#pragma once

#include "format/file_system.h"

G_BEGIN_DECLS

#define CLOUD_CONFIG_MAX_SIZE (32 * 1024) /* bytes of a file that are read */
#define CLOUD_CONFIG_MAX_FILES 16         /* of cloud.cfg.d; others are not seen */
#define CLOUD_CONFIG_MAX_LINE 256         /* bytes of a line, a longer one says nothing */

/* The name below "system_info:", "default_user:", "name:"; a new text. NULL: there is none. */
char *cloud_config_parse(const char *text);

/**
 * cloud_config_read:
 * @files: the root of a system
 * @evidence: what it is added to
 * @error: return location
 *
 * Adds "cloud-config.default-user": of etc/cloud/cloud.cfg, or the last file of cloud.cfg.d that says another
 * one.
 *
 * Returns: %FORMAT_NOT_THIS when there is no cloud.cfg
 */
FormatAnswer cloud_config_read(FileSystem *files, Evidence *evidence, GError **error);

G_END_DECLS
