/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * What is true of all machines of an architecture, whatever runs on them: as hypervisors make them,
 * which is with one machine type and one way to start for most.
 */
#pragma once

#include <glib.h>

typedef struct {
    const char *name;
    const char *machine_type; /* as QEMU calls it; NULL: there are several */
    const char *cpu_level;    /* that all machines have at least; NULL: not known */
    /* FALSE: no system starts from it */
    gboolean has_bios;
    gboolean has_efi;
    gboolean needs_efi; /* every system starts from it */
} ArchitectureSpec;

/* NULL: nothing is known. */
const ArchitectureSpec *architecture_find(const char *name);
