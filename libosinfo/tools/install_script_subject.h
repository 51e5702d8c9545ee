/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include <osinfo/osinfo.h>

/* What is to be installed, and from where. */
typedef struct {
    const char *name;    /* as the user gave it; borrowed */
    OsinfoOs *os;        /* what it is */
    OsinfoEntity *entry; /* OsinfoMedia or OsinfoTree, identified; NULL: only the system is named */
    gboolean is_cut;     /* of standard input, of which the rest was not read */
} InstallScriptSubject;

/* Finds what @name is: any name of a system, or else a medium or tree. */
gboolean install_script_subject_init(InstallScriptSubject *self, OsinfoDb *db, const char *name,
                                     GError **error);
void install_script_subject_clear(InstallScriptSubject *self);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(InstallScriptSubject, install_script_subject_clear)

/* The medium's own scripts, else those of the system: a new list. With an error where a medium does
 * not take any. */
OsinfoList *install_script_subject_list_scripts(const InstallScriptSubject *self, GError **error);

char *install_script_subject_generate(const InstallScriptSubject *self, OsinfoInstallScript *script,
                                      OsinfoInstallConfig *config, GError **error);
