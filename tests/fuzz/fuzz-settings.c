/* SPDX-License-Identifier: GPL-2.0-or-later */

/*
 * Feeds base/settings.c with a configuration file. What runs it is libFuzzer or fuzz-main.c.
 */

#include "config.h"

#include <string.h>

#include "base/settings.h"
#include "fuzz-file.h"
#include "fuzz.h"

int
LLVMFuzzerTestOneInput(const guint8 *data, gsize size)
{
    g_auto(FuzzFile) file = {0};
    g_autoptr(GError) error = NULL;

    fuzz_file_init(&file, data, size);

    g_autoptr(Settings) settings = settings_read(file.path, &error);

    if ((settings == NULL) != (error != NULL))
        g_error("settings and error do not agree");
    if (settings != NULL && (settings->key_folders == NULL || settings->idle_timeout == 0))
        g_error("settings without a value");
    if (error != NULL && strchr(error->message, '\n') != NULL)
        g_error("an error of several lines: %s", error->message);
    return 0;
}
