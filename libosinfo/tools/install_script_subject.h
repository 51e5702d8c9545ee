/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include <osinfo/osinfo.h>

/* What is to be installed, and from where. */
typedef struct {
    const char *name;    /* as the user gave it; borrowed */
    OsinfoOs *os;        /* what it is */
    OsinfoEntity *entry; /* OsinfoMedia or OsinfoTree, identified; NULL: only the system is named */
} ScriptSubject;

/* Finds what @name is: an id, a short id, or else a medium or tree. */
gboolean script_subject_init(ScriptSubject *self, OsinfoDb *db, const char *name, GError **error);
void script_subject_clear(ScriptSubject *self);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(ScriptSubject, script_subject_clear)

/* The medium's own scripts, else those of the system: a new list. With an error where a medium does
 * not take any. */
OsinfoList *script_subject_list_scripts(const ScriptSubject *self, GError **error);

char *script_subject_generate(const ScriptSubject *self, OsinfoInstallScript *script,
                              OsinfoInstallConfig *config, GError **error);
