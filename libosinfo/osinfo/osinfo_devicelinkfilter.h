/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <osinfo/osinfo_filter.h>

G_BEGIN_DECLS

#define OSINFO_TYPE_DEVICELINKFILTER (osinfo_devicelinkfilter_get_type())
G_DECLARE_FINAL_TYPE(OsinfoDeviceLinkFilter, osinfo_devicelinkfilter, OSINFO, DEVICELINKFILTER,
                     OsinfoFilter)

OsinfoDeviceLinkFilter *osinfo_devicelinkfilter_new(OsinfoFilter *filter);
OsinfoFilter *osinfo_devicelinkfilter_get_target_filter(OsinfoDeviceLinkFilter *filter);

G_END_DECLS
