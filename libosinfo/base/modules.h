/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Opens the parts of the library that most programs never need. A module is opened once and stays.
 */
#pragma once

#include <glib.h>

typedef enum {
    MODULE_COMPILE,   /* CompileModule of compile/compile_module.h */
    MODULE_SCRIPT,    /* ScriptModule of script/script_module.h */
    MODULE_REMOTE,    /* RemoteModule of source/remote_module.h */
    MODULE_SIGNATURE, /* SignatureModule of signature/signature_module.h */
    MODULE_UNPACK,    /* UnpackModule of unpack/unpack_module.h */
} ModuleKind;

/* How the table of functions starts that a module exports as osinfo_NAME_module. */
typedef struct {
    const char *build; /* OSINFO_MODULE_BUILD, which must be that of the library */
} ModuleTable;

/* The table of a module; NULL with an error that says what is missing. */
gconstpointer modules_get(ModuleKind kind, GError **error);
