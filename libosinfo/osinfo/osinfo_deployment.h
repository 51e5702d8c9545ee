/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <osinfo/osinfo_devicelink.h>
#include <osinfo/osinfo_lists.h>
#include <osinfo/osinfo_os.h>
#include <osinfo/osinfo_platform.h>

G_BEGIN_DECLS

#define OSINFO_TYPE_DEPLOYMENT (osinfo_deployment_get_type())
G_DECLARE_FINAL_TYPE(OsinfoDeployment, osinfo_deployment, OSINFO, DEPLOYMENT, OsinfoEntity)

OsinfoDeployment *osinfo_deployment_new(const gchar *id, OsinfoOs *os, OsinfoPlatform *platform);
OsinfoDeviceLink *osinfo_deployment_add_device(OsinfoDeployment *deployment, OsinfoDevice *dev);
OsinfoDeviceLinkList *osinfo_deployment_get_device_links(OsinfoDeployment *deployment,
                                                         OsinfoFilter *filter);
OsinfoDeviceList *osinfo_deployment_get_devices(OsinfoDeployment *deployment, OsinfoFilter *filter);
OsinfoOs *osinfo_deployment_get_os(OsinfoDeployment *deployment);
OsinfoPlatform *osinfo_deployment_get_platform(OsinfoDeployment *deployment);
OsinfoDevice *osinfo_deployment_get_preferred_device(OsinfoDeployment *deployment,
                                                     OsinfoFilter *filter);
OsinfoDeviceLink *osinfo_deployment_get_preferred_device_link(OsinfoDeployment *deployment,
                                                              OsinfoFilter *filter);

G_END_DECLS
