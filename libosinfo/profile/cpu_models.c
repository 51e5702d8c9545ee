/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Models in the order of what they can, an architecture after the other. Levels are those of <machine>; features
 * of models are those that systems ask for, as `qemu-system-x86_64 -cpu MODEL,enforce` has them.
 */
#include "config.h"

#include <string.h>

#include "profile/cpu_models.h"

#define BASE "pae nx sse2 cx16 lahf_lm"
#define V2 BASE " sse4.2 popcnt"
#define PREFETCH V2 " 3dnowprefetch"

typedef struct {
    const char *architecture;
    const char *level; /* that it has at most; NULL: none has a name */
    const char *model;
    const char *features; /* separated by blanks */
} CpuModel;

/* clang-format off */
static const CpuModel models[] = {
    {"aarch64",     "ARMv8.0-A", "cortex-a57",                ""},
    {"aarch64",     "ARMv8-A",   "cortex-a57",                ""},
    {"aarch64",     "ARMv8.2-A", "cortex-a76",                ""},
    {"armv7l",      "ARMv7-A",   "cortex-a15",                ""},
    {"i686",        NULL,        "qemu32",                    "pae sse2"},
    {"i686",        NULL,        "qemu64",                    BASE},
    {"i686",        NULL,        "Nehalem",                   V2},
    {"i686",        NULL,        "Westmere",                  V2},
    {"i686",        NULL,        "Broadwell-noTSX",           PREFETCH},
    {"loongarch64", "LA64",      "la464",                     ""},
    {"ppc64",       NULL,        "POWER7",                    ""},
    {"ppc64",       "POWER6",    "POWER7",                    ""},
    {"ppc64",       "POWER7",    "POWER7",                    ""},
    {"ppc64",       "POWER8",    "POWER8",                    ""},
    {"ppc64le",     "POWER8",    "POWER8",                    ""},
    {"ppc64le",     "POWER9",    "POWER9",                    ""},
    {"ppc64le",     "POWER10",   "POWER10",                   ""},
    {"riscv64",     "RV64GC",    "rv64",                      ""},
    {"riscv64",     "RVA20",     "rv64",                      ""},
    {"riscv64",     "RVA23",     "rva23s64",                  ""},
    {"s390x",       NULL,        "z10EC",                     ""},
    {"s390x",       "z12",       "zEC12",                     ""},
    {"s390x",       "zEC12",     "zEC12",                     ""},
    {"s390x",       "z13",       "z13",                       ""},
    {"s390x",       "z14",       "z14",                       ""},
    {"s390x",       "z15",       "gen15a",                    ""},
    {"s390x",       "z16",       "gen16a",                    ""},
    {"x86_64",      "x86-64-v1", "qemu64",                    BASE},
    {"x86_64",      "x86-64-v2", "Nehalem",                   V2},
    {"x86_64",      "x86-64-v2", "Westmere",                  V2},
    {"x86_64",      "x86-64-v3", "Haswell-noTSX",             V2},
    {"x86_64",      "x86-64-v3", "Broadwell-noTSX",           PREFETCH},
    {"x86_64",      "x86-64-v4", "Skylake-Server-noTSX-IBRS", PREFETCH},
};
/* clang-format on */

static gboolean
has_feature(const CpuModel *model, const char *feature)
{
    gsize length = strlen(feature);
    const char *at = model->features;

    while ((at = strstr(at, feature)) != NULL) {
        gboolean is_begin = at == model->features || at[-1] == ' ';

        if (is_begin && (at[length] == ' ' || at[length] == '\0'))
            return TRUE;
        at += length;
    }
    return FALSE;
}

static gboolean
is_enough(const CpuModel *model, const char *const *features, const char *const *unfit)
{
    if (g_strv_contains(unfit, model->model))
        return FALSE;
    for (; *features != NULL; features++) {
        if (**features == '\0' || !has_feature(model, *features))
            return FALSE;
    }
    return TRUE;
}

const char *
cpu_model_find(const char *architecture, const char *level, const char *const *features,
               const char *const *unfit)
{
    gboolean has_level = level == NULL;

    for (guint i = 0; i < G_N_ELEMENTS(models); i++) {
        const CpuModel *model = &models[i];

        if (strcmp(model->architecture, architecture) != 0)
            continue;
        has_level |= g_strcmp0(model->level, level) == 0;
        if (has_level && is_enough(model, features, unfit))
            return model->model;
    }
    return NULL;
}
