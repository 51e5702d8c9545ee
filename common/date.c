/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Reads days. g_date_set_parse() takes much more, as the locale has it.
 */
#include "config.h"

#include <string.h>

#include "common/date.h"

static const char shape[] = "dddd-dd-dd";

/* FALSE: there are other letters than digits and dashes where these should be. */
static gboolean
has_shape(const char *text)
{
    if (strlen(text) != strlen(shape))
        return FALSE;
    for (guint i = 0; shape[i] != '\0'; i++) {
        if (shape[i] == 'd' ? !g_ascii_isdigit(text[i]) : text[i] != shape[i])
            return FALSE;
    }
    return TRUE;
}

static guint
read_number(const char *digits, guint count)
{
    guint number = 0;

    for (guint i = 0; i < count; i++)
        number = number * 10 + (guint)g_ascii_digit_value(digits[i]);
    return number;
}

gboolean
date_parse(const char *text, GDate *out_date)
{
    GDateYear year;
    GDateMonth month;
    GDateDay day;

    if (!has_shape(text))
        return FALSE;
    year = (GDateYear)read_number(text, 4);
    month = (GDateMonth)read_number(text + 5, 2);
    day = (GDateDay)read_number(text + 8, 2);
    if (!g_date_valid_dmy(day, month, year))
        return FALSE;
    g_date_clear(out_date, 1);
    g_date_set_dmy(out_date, day, month, year);
    return TRUE;
}
