/* SPDX-License-Identifier: GPL-2.0-or-later */
/* pci.ids and usb.ids, of which the library makes devices that no file of the database mentions. */
#pragma once

#include <glib.h>

/* Does the id have the form of a device in one of the lists? */
gboolean device_lists_is_id(const char *id);

/* The ids in the lists of this system, or in those that are named (NULL: of the system): a new set of
 * texts. *out_has_pci and *out_has_usb: which of them could be read. */
GHashTable *device_lists_read(const char *pci_path, const char *usb_path, gboolean *out_has_pci,
                              gboolean *out_has_usb);
