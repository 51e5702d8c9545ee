/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * XML 1.0: the serializer knows how to write values, so that nothing is left but to say what no XML
 * can hold.
 */
#include "config.h"

#include <string.h>

#include "script/escape/escaper.h"

static gboolean
can_hold_xml(const char *text)
{
    for (; *text != '\0'; text++) {
        if (g_ascii_iscntrl(*text) && strchr("\t\n\r\x7f", *text) == NULL)
            return FALSE;
        /* U+FFFE and U+FFFF */
        if (strncmp(text, "\xef\xbf\xbe", 3) == 0 || strncmp(text, "\xef\xbf\xbf", 3) == 0)
            return FALSE;
    }
    return TRUE;
}

const ScriptFormat escape_xml = {
    .media_type = "application/xml",
    .can_hold = can_hold_xml,
};
