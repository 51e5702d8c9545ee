/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * What the menus of boot loaders say: free text, but it has the command lines of kernels.
 */

#pragma once

#include "format/content.h"

G_BEGIN_DECLS

#define BOOT_MENU_MAX_SIZE (16 * 1024) /* bytes of a menu that are read */
#define BOOT_MENU_MAX_MENUS 4          /* that are read */
#define BOOT_MENU_MAX_FACTS 3          /* of each kind in a menu */
#define BOOT_MENU_MAX_VALUE 256        /* bytes; a longer value says nothing */

/**
 * boot_menu_parse:
 * @text: a menu of GRUB, of ISOLINUX or an entry of systemd-boot; NUL-terminated
 * @where: its path on the medium
 * @evidence: what it is added to
 *
 * Adds "boot.framework" (what the command line starts: casper, live-boot …), "boot.label" (of the medium as
 * it was made), "boot.base-folder" (where the live system lies), "boot.title" (of the first entries).
 *
 * Returns: %FORMAT_FOUND when a framework is known
 */
FormatAnswer boot_menu_parse(const char *text, const char *where, Evidence *evidence);

extern const ContentReader content_boot_menus;

G_END_DECLS
