/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The rows of architectures. Names are those of the schema.
 */
#include "config.h"

#include <string.h>

#include "facts/architecture.h"

/* clang-format off */
static const ArchitectureSpec architectures[] = {
    /* name,        machine type,      processor,   BIOS,  UEFI,  only UEFI */
    {"aarch64",     "virt",            "ARMv8.0-A", FALSE, TRUE,  TRUE},
    {"armv6l",      "virt",            NULL,        FALSE, TRUE,  FALSE},
    {"armv7l",      "virt",            "ARMv7-A",   FALSE, TRUE,  FALSE},
    {"i686",        NULL,              NULL,        TRUE,  TRUE,  FALSE},
    {"ia64",        NULL,              NULL,        FALSE, TRUE,  TRUE},
    {"loongarch64", "virt",            "LA64",      FALSE, TRUE,  TRUE},
    {"parisc",      NULL,              NULL,        FALSE, FALSE, FALSE},
    {"parisc64",    NULL,              NULL,        FALSE, FALSE, FALSE},
    {"ppc",         NULL,              NULL,        FALSE, FALSE, FALSE},
    {"ppc64",       "pseries",         NULL,        FALSE, FALSE, FALSE},
    {"ppc64le",     "pseries",         "POWER8",    FALSE, FALSE, FALSE},
    {"riscv64",     "virt",            "RV64GC",    FALSE, TRUE,  FALSE},
    {"s390",        "s390-ccw-virtio", NULL,        FALSE, FALSE, FALSE},
    {"s390x",       "s390-ccw-virtio", NULL,        FALSE, FALSE, FALSE},
    {"sparc",       NULL,              NULL,        FALSE, FALSE, FALSE},
    {"sparc64",     NULL,              NULL,        FALSE, FALSE, FALSE},
    {"x86_64",      NULL,              "x86-64-v1", TRUE,  TRUE,  FALSE},
};
/* clang-format on */

const ArchitectureSpec *
architecture_find(const char *name)
{
    for (guint i = 0; i < G_N_ELEMENTS(architectures); i++) {
        if (strcmp(architectures[i].name, name) == 0)
            return &architectures[i];
    }
    return NULL;
}
