/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * One worker for all public calls that make a script: what differs between them is the target, and
 * whether the answer is a text or a file.
 */
#pragma once

#include "osinfo/osinfo_install_script.h"

/* What a script is made for. */
typedef struct {
    OsinfoOs *os;       /* borrowed, of the plain kind */
    OsinfoMedia *media; /* borrowed; NULL: none */
    OsinfoTree *tree;   /* borrowed; NULL: none */
} ScriptTarget;

char *script_generate_text(OsinfoInstallScript *script, const ScriptTarget *target,
                           OsinfoInstallConfig *config, GCancellable *cancellable, GError **error);
/* @directory: where the file is to be; its name is the script's. */
GFile *script_generate_file(OsinfoInstallScript *script, const ScriptTarget *target,
                            OsinfoInstallConfig *config, GFile *directory,
                            GCancellable *cancellable, GError **error);
/* @directory: NULL for a text. */
void script_generate_async(OsinfoInstallScript *script, const ScriptTarget *target,
                           OsinfoInstallConfig *config, GFile *directory, GCancellable *cancellable,
                           GAsyncReadyCallback callback, gpointer user_data);
char *script_generate_finish_text(OsinfoInstallScript *script, GAsyncResult *res, GError **error);
GFile *script_generate_finish_file(OsinfoInstallScript *script, GAsyncResult *res, GError **error);
/* NULL: the template says nothing of one, or it failed. */
char *script_generate_command_line(OsinfoInstallScript *script, const ScriptTarget *target,
                                   OsinfoInstallConfig *config);
