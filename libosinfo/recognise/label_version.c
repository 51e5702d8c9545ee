/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Reads a version out of a label.
 */
#include "config.h"

#include <string.h>

#include "recognise/label_version.h"

/* Bytes of a version; what is longer is a number of something else, such as a day. */
#define MAX_LABEL_VERSION 16

/* What has digits and is a machine, or the size of its words; longer ones first. */
static const char *const machines[] = {
    "x86_64",  "x86-64", "x86",   "x64",    "amd64",   "aarch64", "arm64", "armv7",
    "i386",    "i486",   "i586",  "i686",   "ppc64le", "ppc64",   "s390x", "s390",
    "riscv64", "ia64",   "64bit", "64-bit", "32bit",   "32-bit",
};

/* How long the machine is that stands there; 0: none does. */
static gsize
measure_machine(const char *text)
{
    for (gsize i = 0; i < G_N_ELEMENTS(machines); i++) {
        gsize length = strlen(machines[i]);

        if (g_ascii_strncasecmp(text, machines[i], length) == 0)
            return length;
    }
    return 0;
}

/* Numbers with points or lines between them. */
static gsize
measure_version(const char *text)
{
    gsize length = strspn(text, "0123456789");

    while (length > 0 && (text[length] == '.' || text[length] == '_') &&
           g_ascii_isdigit(text[length + 1]) && measure_machine(text + length + 1) == 0)
        length += 1 + strspn(text + length + 1, "0123456789");
    return length;
}

char *
label_dup_version(const char *label)
{
    while (*label != '\0') {
        gsize machine = measure_machine(label);
        gsize version = machine == 0 ? measure_version(label) : 0;

        if (version > 0 && version <= MAX_LABEL_VERSION)
            return g_strdelimit(g_strndup(label, version), "_", '.');
        label += MAX(MAX(machine, version), 1);
    }
    return NULL;
}
