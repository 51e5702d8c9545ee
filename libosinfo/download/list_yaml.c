/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * A list of mappings as Alpine's latest-releases.yaml has it, which is all of YAML (1.2) that is read:
 *
 *   -
 *     file: alpine-standard-3.18.3-x86_64.iso
 *     size: 201326592
 *     sha256: badeb7f5…e83e
 *
 * A line that begins with a hyphen begins the next mapping. Anchors, flow and block texts are not
 * read, so that what uses them has no digest.
 */
#include "config.h"

#include <string.h>

#include "download/checksums.h"
#include "download/list_object.h"

static gboolean
is_yaml(const char *bytes, gsize size)
{
    return size >= 4 && memcmp(bytes, "---", 3) == 0 && (bytes[3] == '\n' || bytes[3] == '\r');
}

/* KEY: VALUE */
static void
read_pair(ListObject *object, char *line)
{
    char *colon = strchr(line, ':');
    char *value = NULL;
    gsize length = 0;

    if (colon == NULL || (colon[1] != ' ' && colon[1] != '\0'))
        return;
    *colon = '\0';
    value = g_strstrip(colon + 1);
    length = strlen(value);
    if (length >= 2 && (*value == '"' || *value == '\'') && value[length - 1] == *value) {
        value[length - 1] = '\0';
        value++;
    }
    list_object_add(object, g_strstrip(line), value);
}

static gboolean
read_yaml(Checksums *checksums, const char *bytes, gsize size)
{
    const char *end = bytes + size;
    g_auto(ListObject) object = {0};

    if (memchr(bytes, '\0', size) != NULL)
        return FALSE;
    while (bytes < end) {
        const char *feed = memchr(bytes, '\n', (gsize)(end - bytes));
        gsize length = (gsize)((feed != NULL ? feed : end) - bytes);
        gboolean is_next = length > 0 && *bytes == '-';
        g_autofree char *line =
            length <= CHECKSUMS_MAX_TEXT ? g_strndup(bytes, length) : g_strdup("");

        if (is_next)
            list_object_end(&object, checksums);
        read_pair(&object, line + strspn(line, "- "));
        bytes = feed != NULL ? feed + 1 : end;
    }
    list_object_end(&object, checksums);
    return TRUE;
}

const ChecksumForm list_yaml_form = {"yaml", is_yaml, read_yaml};
