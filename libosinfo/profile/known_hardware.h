/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * What hardware a system has drivers for by its family and age, where its list of devices is silent: these lists
 * have what hypervisors made up, and of what there really was little.
 */
#pragma once

#include "profile/guest_devices.h"

/* What is known of a system. */
typedef struct {
    const char *family;  /* NULL: not known */
    const char *version; /* NULL: not known */
    guint year;     /* of the first release of its line; without a day it is as new as can be */
    gboolean is_pc; /* it runs on a PC */
} HardwareQuestion;

/* Drivers that the system comes with. */
GuestDevices known_hardware_get(const HardwareQuestion *question);
/* Those that are made for it and are to be installed. */
GuestDevices known_hardware_get_added(const HardwareQuestion *question);
