/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include "tools/identification.h"

/* What a guest shall run. */
typedef struct {
    OsinfoOs *os;
    char *architecture; /* the medium's, or a usual one of the system */
    const char *medium; /* as the user gave it; NULL: only the system is named */
} ProfileSubject;

void profile_subject_clear(ProfileSubject *self);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(ProfileSubject, profile_subject_clear)

/* Finds what @name is: an id, a short id, or else a medium. */
gboolean profile_subject_init(ProfileSubject *self, OsinfoDb *db, const char *name, GError **error);
