/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A profile of a guest, and the forms that it is written in: one a file.
 */
#pragma once

#include <osinfo/osinfo.h>

#include "tools/output.h"

typedef struct {
    OsinfoOs *os; /* borrowed, as all of this */
    OsinfoGuestProfile *profile;
    OsinfoPlatform *platform; /* NULL: any */
    OsinfoGuestPurpose purpose;
    const char *name;     /* of the machine: letters, digits, '.', '_', '-' */
    const char *disk;     /* file of its disk; NULL: by its name */
    const char *medium;   /* file of the medium; NULL: none */
    gboolean is_emulated; /* there is no hardware that helps */
    gboolean explains;
} ProfileForm;

void profile_write_text(const ProfileForm *self, Output *output);
void profile_write_json(const ProfileForm *self, Output *output);
void profile_write_libvirt(const ProfileForm *self, Output *output);
void profile_write_qemu(const ProfileForm *self, Output *output);
void profile_write_proxmox(const ProfileForm *self, Output *output);
void profile_write_kubevirt(const ProfileForm *self, Output *output);

/* What a form calls a value. */
typedef struct {
    const char *value; /* NULL ends a table */
    const char *word;
} ProfileWord;

/* The word for the best value that the form has one for; NULL: for none. */
const char *profile_find_word(const ProfileForm *self, const char *setting,
                              const ProfileWord *words);
gboolean profile_is(const ProfileForm *self, const char *setting, const char *value);
gboolean profile_has(const ProfileForm *self, const char *setting, const char *value);
/* A setting in bytes, in units of so many, no less than one. */
guint64 profile_get_size(const ProfileForm *self, const char *setting, guint64 unit);
/* A new text. */
char *profile_dup_disk(const ProfileForm *self);

gboolean profile_is_pc(const ProfileForm *self);

/* A line so many steps from the margin. */
void profile_add_line(Output *output, guint depth, const char *format, ...) G_GNUC_PRINTF(3, 4);

/* Numbers among the settings, NULL at the end. */
extern const char *const profile_numbers[];
