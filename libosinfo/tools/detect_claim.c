/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A release that the database does not know, in words: what it is called follows from the name of its
 * nearest relative.
 */
#include "config.h"

#include <string.h>

#include "common/translate.h"
#include "tools/detect_report.h"

static gboolean
is_of_word(char letter)
{
    return g_ascii_isalnum(letter) || letter == '.';
}

/* Where @version stands in a name, as a word of its own, and not in front; NULL: nowhere. */
static const char *
find_version(const char *name, const char *version)
{
    gsize length = strlen(version);

    for (const char *found = strstr(name, version); found != NULL;
         found = strstr(found + 1, version)) {
        if (length > 0 && found > name && found[-1] == ' ' && !is_of_word(found[length]))
            return found;
    }
    return NULL;
}

/* "Ubuntu 26.10" of the relative "Ubuntu 24.04 LTS"; what follows the version is that release's own. NULL: its
 * version is not in its name, as with Windows. */
static char *
name_claim(OsinfoOs *relative, const char *version)
{
    const char *name = osinfo_product_get_name(OSINFO_PRODUCT(relative));
    const char *known = osinfo_product_get_version(OSINFO_PRODUCT(relative));
    const char *end = name != NULL && known != NULL ? find_version(name, known) : NULL;

    return end != NULL ? g_strdup_printf("%.*s%s", (int)(end - name), name, version) : NULL;
}

/* A kernel or loader of that very release is in something else. Labels have a line for a point. */
static gboolean
is_of_version(OsinfoOs *relative, const char *version)
{
    const char *known = osinfo_product_get_version(OSINFO_PRODUCT(relative));
    g_autofree char *plain = g_strdelimit(g_strdup(version), "_-", '.');
    gsize length = known != NULL ? strlen(known) : 0;

    return length > 0 && strncmp(plain, known, length) == 0 &&
           (plain[length] == '\0' || plain[length] == '.');
}

char *
claim_describe(const Identification *identification)
{
    OsinfoOs *nearest = identification_find_nearest(identification);
    const char *version = NULL;
    const char *relative = NULL;
    g_autofree char *claim = NULL;

    if (nearest == NULL)
        return NULL;
    version = osinfo_identification_get_claimed_version(identification->verdict);
    relative = osinfo_product_get_name(OSINFO_PRODUCT(nearest));
    if (version == NULL || relative == NULL)
        return NULL;
    if (is_of_version(nearest, version))
        return g_strdup_printf(_("The system is not in the database; nearest relative: %s"),
                               relative);
    claim = name_claim(nearest, version);
    if (claim != NULL)
        /* Translators: two systems, such as Fedora 47 and Fedora 44 */
        return g_strdup_printf(_("%s is not in the database; nearest relative: %s"), claim,
                               relative);
    /* Translators: the version that a medium claims to be, and a system */
    return g_strdup_printf(_("Version %s is not in the database; nearest relative: %s"), version,
                           relative);
}
