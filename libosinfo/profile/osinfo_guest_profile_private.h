/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "osinfo/osinfo_guest_profile.h"

/* What a program asks for beside system, architecture and platform. */
struct _OsinfoGuestProfileOptions {
    GObject parent_instance;
    GStrv devices;         /* ids; NULL: those of the platform */
    GStrv trusted_signers; /* NULL: all */
    char *firmware;        /* NULL: any */
    OsinfoGuestPhase phase;
    OsinfoGuestPurpose purpose;
};

OsinfoGuestProfile *guest_profile_new(const char *architecture, OsinfoGuestPhase phase);

/* Adds a setting, still without values. */
void guest_profile_add_setting(OsinfoGuestProfile *self, const char *setting);
/* Adds a value to the last setting, unless it has that. @reason is static; @fact, @origin may be NULL. */
void guest_profile_add_value(OsinfoGuestProfile *self, const char *value, const char *reason,
                             const char *fact, const char *origin);
