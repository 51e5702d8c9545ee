/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * Feeds format/cloud_config.c. What runs it is libFuzzer or fuzz-main.c.
 */

#include "config.h"

#include <string.h>

#include "format/cloud_config.h"
#include "fuzz.h"

int
LLVMFuzzerTestOneInput(const guint8 *data, gsize size)
{
    g_autofree char *text = g_strndup((const char *)data, size);
    g_autofree char *name = cloud_config_parse(text);

    if (name != NULL && (*name == '\0' || strlen(name) > CLOUD_CONFIG_MAX_LINE))
        g_error("not a name");
    return 0;
}
