/* SPDX-License-Identifier: GPL-2.0-or-later */

/*
 * Feeds tools/install_script_settings.c with a configuration file. What runs it is libFuzzer or
 * fuzz-main.c.
 */

#include "config.h"

#include "fuzz-file.h"
#include "fuzz.h"
#include "tools/install_script_settings.h"

int
LLVMFuzzerTestOneInput(const guint8 *data, gsize size)
{
    g_auto(FuzzFile) file = {0};
    Settings settings = {NULL, FALSE};
    g_autoptr(GError) error = NULL;

    fuzz_file_init(&file, data, size);
    if (settings_add_file(&settings, file.path, &error) != (error == NULL))
        g_error("answer and error do not agree");
    g_clear_object(&settings.config);
    return 0;
}
