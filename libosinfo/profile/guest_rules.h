/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * What is recommended for a guest, as rules in order. docs/profiles.md says why they are as they are.
 */
#pragma once

#include "osinfo/osinfo_guest_profile.h"
#include "profile/guest_devices.h"

typedef struct _GuestQuestion GuestQuestion;

typedef enum {
    WHEN_ALWAYS,   /* ends the conditions of a rule */
    WHEN_AT_LEAST, /* a fact of the machine is `level` or better */
    WHEN_IS,       /* … is `level` */
    WHEN_STATED,   /* … has a value */
    WHEN_TYPE,     /* `word` is the best machine type */
    WHEN_PC,       /* the architecture is that of a PC */
    WHEN_NO_PC,
    WHEN_ARCHITECTURE, /* it is `word` */
    WHEN_WANTED,       /* the firmware that was asked for is `word` */
    WHEN_CHOSEN,       /* the first value of setting `key` is `word` */
    WHEN_NOT_CHOSEN,
    WHEN_DEVICE, /* the system has a driver for `device`, the platform has the device */
    WHEN_NO_DEVICE,
    WHEN_OFFERED,    /* the platform has `device` */
    WHEN_OLD_VIRTIO, /* it has drivers for virtio, but none for virtio 1.0 */
    WHEN_FAMILY,     /* it is `word` */
    WHEN_NOT_FAMILY,
    WHEN_PURPOSE,     /* it is `level` */
    WHEN_NOT_TRUSTED, /* firmware trusts none of those who signed the system */
    WHEN_SINCE,       /* its line came out in the year `level` or later */
} GuestConditionKind;

typedef struct {
    GuestConditionKind kind;
    const char *key;
    const char *word;
    gint level;
    GuestDevice device;
} GuestCondition;

#define GUEST_RULE_N_CONDITIONS 5

typedef struct {
    const char *setting;
    const char *value; /* NULL: those of `list` */
    /* Adds the values that a fact has; FALSE: there is none, so the rule does not hold. */
    gboolean (*list)(const GuestQuestion *question, GPtrArray *values);
    const char *reason; /* NULL: it is told by where the driver of a condition is from */
    GuestCondition when[GUEST_RULE_N_CONDITIONS];
} GuestRule;

/* Rules of one setting stand together. */
extern const GuestRule guest_rules[];
extern const guint guest_n_rules;

typedef struct {
    const char *name;
    gboolean
        is_list; /* every rule that holds adds its values; else the first one with a value decides */
    const char *otherwise; /* where no rule has a value; NULL: it has none then */
    const char *reason;
} GuestSettingSpec;

/* In an order in which rules ask for those that are made already. */
extern const GuestSettingSpec guest_settings[];
extern const guint guest_n_settings;

/* The sentence of a reason, in the user's language. Borrowed. */
const char *guest_reason_explain(const char *reason);
