/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Which of two versions of a database is the newer one.
 */
#include "config.h"

#include <string.h>

#include "facts/version.h"

/* Digits without the zeros in front; moves behind them. */
static const char *
take_number(const char **text, gsize *out_length)
{
    const char *start = *text + strspn(*text, "0");

    *out_length = strspn(start, "0123456789");
    *text = start + *out_length;
    return start;
}

static int
compare_numbers(const char **a, const char **b)
{
    gsize length_a = 0;
    gsize length_b = 0;
    const char *number_a = take_number(a, &length_a);
    const char *number_b = take_number(b, &length_b);

    if (length_a != length_b)
        return length_a < length_b ? -1 : 1;
    return strncmp(number_a, number_b, length_a);
}

int
version_order(const char *a, const char *b)
{
    while (*a != '\0' && *b != '\0') {
        int order = g_ascii_isdigit(*a) && g_ascii_isdigit(*b) ? compare_numbers(&a, &b)
                                                               : (guchar)*a++ - (guchar)*b++;

        if (order != 0)
            return order;
    }
    return (guchar)*a - (guchar)*b;
}

int
version_compare(const char *a, const char *b)
{
    g_autofree char *own_a = NULL;
    g_autofree char *own_b = NULL;

    if (a == NULL || b == NULL)
        return (a != NULL) - (b != NULL);
    own_a = g_strstrip(g_strdup(a));
    own_b = g_strstrip(g_strdup(b));
    return version_order(own_a, own_b);
}

gboolean
version_is_to_come(const char *version)
{
    return version != NULL && g_str_has_suffix(version, "unknown");
}
