/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * What comes before the first input, whoever runs the driver: GLib's warnings are failures, and all
 * failures end with SIGABRT, where g_error() has a SIGTRAP that libFuzzer does not see.
 */

#include "config.h"

#include <signal.h>
#include <stdlib.h>

#include "fuzz.h"

static void
on_trap(int number)
{
    abort();
}

int
LLVMFuzzerInitialize(int *argc, char ***argv)
{
    g_log_set_always_fatal(G_LOG_LEVEL_CRITICAL | G_LOG_LEVEL_WARNING | G_LOG_FATAL_MASK);
    signal(SIGTRAP, on_trap);
    return 0;
}
