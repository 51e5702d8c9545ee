/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "osinfo/osinfo_lifecycle_phase.h"

/* A new phase. @end: a date, or NULL when the vendor announces none. */
OsinfoLifecyclePhase *lifecycle_phase_new(OsinfoLifecyclePhaseKind kind, const char *end,
                                          const char *name, gboolean is_paid);
