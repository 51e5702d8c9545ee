/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "osinfo/osinfo_identity.h"

/* @architecture, @name: NULL for none. */
OsinfoIdentity *identity_object_new(const char *scheme, const char *architecture, const char *name,
                                    OsinfoIdentityMatch match, gboolean is_prefix);
