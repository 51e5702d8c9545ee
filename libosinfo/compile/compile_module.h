/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * What the compile module offers to the library: the table it exports as osinfo_compile_module.
 */
#pragma once

#include "base/modules.h"
#include "store/load_plan.h"

typedef struct {
    ModuleTable parent;
    /* The bytes of a store of all that @plan names. Files that cannot be read become problems of
     * the store; fails only where nothing can be made. */
    GBytes *(*compile)(const LoadPlan *plan, GError **error);
} CompileModule;

extern const CompileModule osinfo_compile_module;
