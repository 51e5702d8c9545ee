/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Makes a store of the devices in pci.ids and usb.ids, some 38,000, in the few milliseconds that a
 * list of them may cost. Only those who ask for such devices pay for it.
 */
#pragma once

#include "store/store_reader.h"

/* Either path may be NULL or lead nowhere. @skip are ids (kept nowhere) that are left out, NULL for
 * none. NULL when it cannot be found out what is in the files. The error is in nobody's language, as
 * the store keeps it. */
Store *ids_store_load(const char *pci_path, const char *usb_path, const GPtrArray *skip,
                      GError **error);
/* Only the devices with these ids (texts); those that are none of the files' do not matter. */
Store *ids_store_load_some(const char *pci_path, const char *usb_path, const GPtrArray *ids,
                           GError **error);
/* The id of the entry that a device file takes the place of, by the file's key, such as
 * `device/pcisig.com/pci-1af4-1000`; NULL for any other key. A new text. */
char *ids_store_get_id(const char *key);
