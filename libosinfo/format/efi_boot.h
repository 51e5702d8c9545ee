/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * What machines with EFI start from a medium: the loaders in /EFI/BOOT.
 */

#pragma once

#include "format/content.h"

G_BEGIN_DECLS

#define EFI_BOOT_MAX_LOADERS 16 /* of which architectures are told */
#define EFI_BOOT_MAX_PROGRAMS 2 /* that are opened */

/* For which machines there are loaders, by their names: "efi.architecture", once each. */
extern const ContentReader content_efi_boot;

/* What the programs in /EFI/Linux and /EFI/BOOT say of themselves, see pe.h. */
extern const ContentReader content_efi_programs;

/* The architecture of a loader, such as "x86_64" for "BOOTX64.EFI"; NULL: it is none, or its name was cut. */
const char *efi_boot_get_architecture(const char *name);

/* That of a machine of a PE header. NULL: any, or none that is known. */
const char *efi_boot_get_machine(guint16 machine);

G_END_DECLS
