/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * What rules ask: system, machine, platform and options of one profile.
 */
#pragma once

#include "facts/architecture.h"
#include "osinfo/osinfo_guest_profile.h"
#include "profile/guest_rules.h"

struct _GuestQuestion {
    OsinfoOs *os; /* borrowed, as all of this */
    OsinfoMachine *machine;
    OsinfoGuestProfile *profile; /* as far as it is made */
    const char *architecture;
    gboolean is_pc;
    const char *firmware;               /* that was asked for; NULL: any */
    const char *const *trusted_signers; /* NULL: all are */
    OsinfoGuestPhase phase;
    OsinfoGuestPurpose purpose;
    guint year;              /* of the release; G_MAXUINT: not known */
    GuestDevices stated;     /* for which the database says that the system has drivers */
    GuestDevices of_age;     /* for which systems of that age have drivers */
    GuestDevices by_drivers; /* for which drivers are installed by now */
    GuestDevices offered;    /* that the platform has */
};

gboolean guest_question_has(const GuestQuestion *self, const GuestCondition *condition);

/* All conditions hold. */
gboolean guest_question_fits(const GuestQuestion *self, const GuestRule *rule);

/* Why a rule holds: the reason, the fact that it is about, and the id of the system that states that. All may be
 * NULL but the reason. */
void guest_question_explain(const GuestQuestion *self, const GuestRule *rule,
                            const char **out_reason, const char **out_fact,
                            const char **out_origin);
