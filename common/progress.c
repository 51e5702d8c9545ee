/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Draws the bar. Plain ASCII, since a terminal may know nothing else, and one carriage return is
 * all the control it needs.
 */
#include "config.h"

#include <stdio.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <gio/gio.h>

#include "common/text.h"
#include "common/progress.h"

#define DRAW_INTERVAL (100 * 1000) /* microseconds */
#define DEFAULT_WIDTH 80           /* columns, of a terminal that does not say */
#define MAX_WIDTH 200
#define MAX_BAR 40
#define MIN_BAR 8
#define MAX_LABEL 40

struct Progress {
    char *label;      /* owned */
    gint64 next_draw; /* monotonic time, microseconds */
    guint drawn;      /* columns that stand on the terminal now */
};

/* Decimal units, as file managers have them. */
static char *
format_size(guint64 size)
{
    static const char *const units[] = {"B", "kB", "MB", "GB", "TB", "PB", "EB"};
    double value = (double)size;
    gsize unit = 0;

    for (; value >= 999.95 && unit + 1 < G_N_ELEMENTS(units); unit++)
        value /= 1000;

    char number[G_ASCII_DTOSTR_BUF_SIZE];

    g_ascii_formatd(number, sizeof(number), unit == 0 ? "%.0f" : "%.1f", value);
    return g_strdup_printf("%s %s", number, units[unit]);
}

static char *
format_bar(guint64 done, gint64 total, guint columns)
{
    guint inner = columns - 2; /* without the brackets */
    guint filled = (guint)(MIN((double)done / (double)total, 1.0) * inner);
    GString *bar = g_string_new("[");

    for (guint i = 0; i < inner; i++)
        g_string_append_c(bar, i < filled ? '#' : '-');
    g_string_append_c(bar, ']');
    return g_string_free(bar, FALSE);
}

char *
progress_format(const char *label, guint64 done, gint64 total, guint width)
{
    g_autofree char *size = format_size(done);
    g_autofree char *figures =
        total > 0
            ? g_strdup_printf("%3.0f%%  %s", MIN(100.0, 100.0 * (double)done / (double)total), size)
            : g_strdup(size);
    guint label_width = (guint)MIN(strlen(label), MAX_LABEL);
    guint rest = (guint)strlen(figures) + 2;
    g_autofree char *bar = NULL;

    /* the bar goes first when the terminal is narrow, then the label */
    if (total > 0 && width >= label_width + rest + MIN_BAR + 1)
        bar = format_bar(done, total, MIN(width - label_width - rest - 1, MAX_BAR));
    else if (width < label_width + rest)
        label_width = width > rest ? width - rest : 0;

    GString *line = g_string_new_len(label, label_width);

    for (gsize i = 0; i < line->len; i++) {
        if (!g_ascii_isprint(line->str[i]))
            line->str[i] = '?';
    }
    if (bar != NULL)
        g_string_append_printf(line, " %s", bar);
    g_string_append_printf(line, "%s%s", line->len > 0 ? "  " : "", figures);
    g_string_truncate(line, MIN(line->len, width));
    return g_string_free(line, FALSE);
}

static guint
get_width(void)
{
    struct winsize size = {0};

    if (ioctl(STDERR_FILENO, TIOCGWINSZ, &size) != 0 || size.ws_col < 2)
        return DEFAULT_WIDTH;
    /* the last column stays free, since some terminals then start a new line */
    return MIN(size.ws_col - 1, MAX_WIDTH);
}

Progress *
progress_new(const char *label, gboolean is_quiet)
{
    if (is_quiet || !isatty(STDERR_FILENO))
        return NULL;

    Progress *self = g_new0(Progress, 1);

    self->label = text_show(label);
    return self;
}

void
progress_update(Progress *self, guint64 done, gint64 total)
{
    gint64 now = g_get_monotonic_time();

    if (self == NULL || (now < self->next_draw && (total < 0 || done < (guint64)total)))
        return;

    g_autofree char *line = progress_format(self->label, done, total, get_width());
    guint length = (guint)strlen(line);

    fprintf(stderr, "\r%s%*s", line, (int)(self->drawn > length ? self->drawn - length : 0), "");
    fflush(stderr);
    self->drawn = MAX(self->drawn, length);
    self->next_draw = now + DRAW_INTERVAL;
}

void
progress_free(Progress *self)
{
    if (self == NULL)
        return;
    if (self->drawn > 0) {
        fprintf(stderr, "\r%*s\r", (int)MIN(self->drawn, get_width()), "");
        fflush(stderr);
    }
    g_free(self->label);
    g_free(self);
}
