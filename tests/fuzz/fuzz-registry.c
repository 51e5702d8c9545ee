/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * Feeds format/registry.c. What runs it is libFuzzer or fuzz-main.c.
 */

#include "config.h"

#include "format/registry.h"
#include "fuzz.h"

static const char *const paths[] = {"Microsoft\\Windows NT\\CurrentVersion", "Select", ""};
static const char *const names[] = {"ProductName", "UBR", "Current"};

int
LLVMFuzzerTestOneInput(const guint8 *data, gsize size)
{
    g_autoptr(Source) memory = source_new_memory(data, size);
    g_autoptr(Source) source = source_new_budget(memory, 20000, 1 << 24);
    g_autoptr(Registry) registry = NULL;

    if (registry_open(source, &registry, NULL) != FORMAT_FOUND)
        return 0;
    for (gsize i = 0; i < G_N_ELEMENTS(paths); i++) {
        g_autoptr(GError) error = NULL;
        RegistryKey key;
        FormatAnswer answer = registry_find_key(registry, paths[i], &key, &error);

        if ((answer == FORMAT_DAMAGED) != (error != NULL))
            g_error("answer and error do not agree");
        for (gsize j = 0; answer == FORMAT_FOUND && j < G_N_ELEMENTS(names); j++) {
            g_autofree char *value = registry_dup_value(registry, key, names[j], NULL);

            if (value != NULL && !g_utf8_validate(value, -1, NULL))
                g_error("value is not UTF-8");
        }
    }
    return 0;
}
