/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * What media of Windows say of themselves: those from Vista on by the images that they install, older ones
 * by marks and .inf files. Evidence is, where something says so:
 *
 *     windows.version            "10.0"
 *     windows.build              "26100"
 *     windows.product            "client", "server"; "pe": it starts Windows, and installs none
 *     windows.update             "1742", of 26100.1742
 *     windows.service-pack       "1"
 *     windows.branch             "ge_release"
 *     windows.architecture       "x86_64": as the data calls it
 *     windows.language           "en-US"
 *     windows.edition            "ServerStandard": as Windows calls it
 *     windows.installation-type  "Server Core"
 *     windows.is-evaluation      "true": it cannot be used for good
 *     windows.channel            "Retail", "OEM", "Volume"
 *     windows.name               "Windows Server 2025 SERVERSTANDARD": anybody can change it
 *
 * Version, build, product come in this order, once for each system that the medium installs; of the others
 * each value comes once.
 */

#pragma once

#include "format/content.h"

G_BEGIN_DECLS

#define WINDOWS_MAX_INSTALL_FILES 4 /* of a folder */

/* From Windows Vista on: sources/install.wim (.esd, .swm), or else boot.wim, and what lies beside. */
extern const ContentReader content_windows;

/* Before: I386/, WIN51IP, CDROM_W.40, WIN98/ and the like. */
extern const ContentReader content_windows_legacy;

G_END_DECLS
