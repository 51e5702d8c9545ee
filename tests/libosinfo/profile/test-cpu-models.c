/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Which processor of QEMU is the least that is enough.
 */
#include "config.h"

#include "profile/cpu_models.h"
#include "sandbox.h"

/* clang-format off */
static const struct {
    const char *architecture, *level;
    const char *features, *unfit; /* separated by blanks */
    const char *model;
} rows[] = {
    {"x86_64", "x86-64-v1", "", "", "qemu64"},
    {"x86_64", NULL, "", "", "qemu64"},
    {"x86_64", "x86-64-v1", "pae nx sse2", "Conroe Opteron_G1", "qemu64"},
    {"x86_64", "x86-64-v1", "sse4.2 popcnt", "", "Nehalem"},
    {"x86_64", "x86-64-v1", "sse4.2 popcnt", "Conroe Penryn Nehalem", "Westmere"},
    {"x86_64", "x86-64-v1", "sse4.2 popcnt 3dnowprefetch", "", "Broadwell-noTSX"},
    {"x86_64", "x86-64-v2", "", "", "Nehalem"},
    {"x86_64", "x86-64-v3", "", "", "Haswell-noTSX"},
    {"x86_64", "x86-64-v4", "", "", "Skylake-Server-noTSX-IBRS"},
    {"x86_64", "x86-64-v5", "", "", NULL},
    {"x86_64", "x86-64-v1", "sse4", "", NULL},
    {"x86_64", "x86-64-v1", "perpetuum-mobile", "", NULL},
    {"x86_64", "z14", "", "", NULL},
    {"i686", NULL, "", "", "qemu32"},
    {"i686", NULL, "pae nx sse2", "", "qemu64"},
    {"aarch64", "ARMv8.0-A", "", "", "cortex-a57"},
    {"ppc64", "POWER7", "", "", "POWER7"},
    {"ppc64le", "POWER9", "", "", "POWER9"},
    {"s390x", "z14", "", "", "z14"},
    {"s390x", NULL, "", "", "z10EC"},
    {"riscv64", "RVA23", "", "", "rva23s64"},
    {"loongarch64", "LA64", "", "", "la464"},
    {"abacus", NULL, "", "", NULL},
};
/* clang-format on */

static void
test_least(void)
{
    for (guint i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_auto(GStrv) features =
            *rows[i].features != '\0' ? g_strsplit(rows[i].features, " ", -1) : g_new0(char *, 1);
        g_auto(GStrv) unfit = g_strsplit(rows[i].unfit, " ", -1);

        g_test_message("%s %s %s", rows[i].architecture, rows[i].level, rows[i].features);
        g_assert_cmpstr(cpu_model_find(rows[i].architecture, rows[i].level,
                                       (const char *const *)features, (const char *const *)unfit),
                        ==, rows[i].model);
    }
}

int
main(int argc, char **argv)
{
    sandbox_init(&argc, &argv);
    g_test_add_func("/cpu-models/least", test_least);
    return sandbox_run();
}
