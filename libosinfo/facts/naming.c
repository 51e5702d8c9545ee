/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <string.h>

#include "facts/identity.h"
#include "facts/naming.h"
#include "facts/placeholder.h"
#include "facts/version.h"

/* Bytes of the number that a version begins with. */
#define MAX_NUMBER 64

const char *
naming_next_word(const char **inout_list, gsize *out_length)
{
    const char *start = *inout_list;
    const char *end = NULL;

    /* words are short: strcspn() costs more than they do */
    while (*start == ' ')
        start++;
    for (end = start; *end != '\0' && *end != ' ';)
        end++;
    *out_length = (gsize)(end - start);
    *inout_list = end;
    return end > start ? start : NULL;
}

gboolean
naming_has_word(const char *list, const char *word)
{
    gsize wanted = strlen(word);
    gsize length = 0;
    const char *found = NULL;

    for (guint i = 0; i < NAMING_MAX_WORDS; i++) {
        found = naming_next_word(&list, &length);
        if (found == NULL)
            return FALSE;
        if (length == wanted && memcmp(found, word, length) == 0)
            return TRUE;
    }
    return FALSE;
}

/* Is it @series, of @length bytes with the star at its end? */
static gboolean
is_of_series(const char *id, const char *series, gsize length)
{
    return series[length - 1] == '*' && strncmp(id, series, length - 1) == 0 &&
           identity_series_length(id) + strlen("/*") == length;
}

/* Is it among ids, or of one of the series? */
static gboolean
has_system(const char *list, const char *id)
{
    gsize length = 0;
    const char *found = NULL;

    for (guint i = 0; i < NAMING_MAX_WORDS; i++) {
        found = naming_next_word(&list, &length);
        if (found == NULL)
            return FALSE;
        if (is_of_series(id, found, length) ||
            (strncmp(found, id, length) == 0 && id[length] == '\0'))
            return TRUE;
    }
    return FALSE;
}

/* Of "8-unknown" it is 8, of "13.37" all; FALSE: it does not begin with a digit, or is too long. */
static gboolean
read_number(const char *version, char out_number[MAX_NUMBER + 1])
{
    gsize length = version != NULL && g_ascii_isdigit(*version) ? strcspn(version, "- ") : 0;

    if (length == 0 || length > MAX_NUMBER)
        return FALSE;
    memcpy(out_number, version, length);
    out_number[length] = '\0';
    return TRUE;
}

static gboolean
is_in_range(const NamingRange *range, const char *version)
{
    char number[MAX_NUMBER + 1];

    if (!read_number(version, number))
        return FALSE;
    if (range->from != NULL && version_order(number, range->from) < 0)
        return FALSE;
    return range->to == NULL || version_order(number, range->to) <= 0 ||
           identity_version_is_below(number, range->to);
}

static gboolean
has(const char *list, const char *word)
{
    return list == NULL || (word != NULL && naming_has_word(list, word));
}

gboolean
naming_fits(const NamingRange *range, const NamingSystem *system)
{
    if (!has(range->distro, system->distro) || !has(range->family, system->family))
        return FALSE;
    if (range->os != NULL && !has_system(range->os, system->id))
        return FALSE;
    if (range->since != NULL && system->release_date != NULL &&
        strcmp(system->release_date, range->since) < 0)
        return FALSE;
    return (range->from == NULL && range->to == NULL) || is_in_range(range, system->version);
}

static Placeholder
make(const char *name, const char *value, gsize length)
{
    return (Placeholder){name, length > 0 ? value : NULL, length};
}

static Placeholder
make_text(const char *name, const char *text)
{
    return make(name, text, text != NULL ? strlen(text) : 0);
}

char *
naming_expand(const char *name, const NamingSystem *system, const char *word)
{
    char number[MAX_NUMBER + 1] = "";
    const char *codename = system->codename;
    g_autofree char *lower = codename != NULL ? g_ascii_strdown(codename, -1) : NULL;
    const char *point = NULL;

    if (strchr(name, '{') == NULL)
        return g_strdup(name);
    read_number(system->version, number);
    point = strchr(number, '.');

    const Placeholder known[] = {
        make_text("version", system->version),
        make("version.major", number, strcspn(number, ".")),
        make("version.minor", point != NULL ? point + 1 : NULL,
             point != NULL ? strcspn(point + 1, ".") : 0),
        make_text("codename", codename),
        make("codename.word", lower, lower != NULL ? strcspn(lower, " ") : 0),
        make_text("short-id", system->short_id),
        make_text("distro", system->distro),
        {"arch", word != NULL ? word : "", word != NULL ? strlen(word) : 0},
    };

    return placeholder_fill(name, known, G_N_ELEMENTS(known));
}

gboolean
naming_means(const char *name, const char *text)
{
    gsize length = strlen(name);

    if (length > 0 && name[length - 1] == '*')
        return strncmp(name, text, length - 1) == 0;
    return strcmp(name, text) == 0;
}
