/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Which of two versions of a database is the newer one.
 */
#include "config.h"

#include <string.h>

#include "facts/version.h"

/* How many digits follow the zeros that it moves behind. */
static gsize
count_digits(const char **number)
{
    gsize length = 0;

    while (**number == '0')
        ++*number;
    while (g_ascii_isdigit((*number)[length]))
        length++;
    return length;
}

static int
compare_numbers(const char **a, const char **b)
{
    gsize length_a = count_digits(a);
    gsize length_b = count_digits(b);

    if (length_a != length_b)
        return length_a < length_b ? -1 : 1;
    for (; length_a > 0; length_a--) {
        int order = *(*a)++ - *(*b)++;

        if (order != 0)
            return order;
    }
    return 0;
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
version_is_aside(const char *status)
{
    return g_strcmp0(status, "prerelease") == 0 || g_strcmp0(status, "snapshot") == 0;
}

gboolean
version_is_to_come(const char *version)
{
    return version != NULL && g_str_has_suffix(version, "unknown");
}
