/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * A <lifecycle> does not say what holds for most systems: schema/README.md has what is meant by a
 * phase that is not there. Here that is filled in.
 */
#include "config.h"

#include <string.h>

#include "compile/builder_private.h"
#include "compile/lifecycle.h"
#include "facts/lifecycle.h"

/* Texts are dates or PHASE_END_NONE; NULL: not known. */
typedef struct {
    const char *standard;
    const char *security;
    const char *extended; /* the last one of several */
    gboolean is_stated;   /* is there a <lifecycle> that says something? */
} Ends;

/* PHASE_END_NONE compares as later than any date. */
static void
take_later(const char **inout_end, const char *end)
{
    if (*inout_end == NULL || strcmp(end, *inout_end) > 0)
        *inout_end = end;
}

static void
take_phase(Ends *ends, const Record *phase)
{
    const char *kind = record_find_param(phase, PHASE_KIND);
    const char *end = record_find_param(phase, PHASE_END);

    if (kind == NULL || end == NULL)
        return;
    ends->is_stated = TRUE;
    if (strcmp(kind, PHASE_STANDARD) == 0)
        ends->standard = end;
    else if (strcmp(kind, PHASE_SECURITY) == 0)
        ends->security = end;
    else if (strcmp(kind, PHASE_EXTENDED) == 0)
        take_later(&ends->extended, end);
}

static Ends
read_ends(const Record *os)
{
    const char *eol_date = record_find_param(os, LIFECYCLE_EOL_DATE);
    Ends ends = {.is_stated = record_find_param(os, LIFECYCLE_SOURCE) != NULL};

    for (guint i = 0; os->parts != NULL && i < os->parts->len; i++) {
        const Record *part = g_ptr_array_index(os->parts, i);

        if (part->kind == FACT_KIND_PHASE)
            take_phase(&ends, part);
    }
    if (eol_date != NULL)
        ends.security = eol_date;
    if (ends.is_stated && ends.standard == NULL)
        ends.standard = ends.security;
    if (ends.is_stated && ends.extended == NULL)
        ends.extended = PHASE_END_NONE;
    return ends;
}

/* What files say under that name stays. */
static void
add_end(Record *os, const char *key, const char *end)
{
    Param param = {key, end, NULL, os->definition};

    if (end == NULL || record_find_param(os, key) != NULL)
        return;
    if (os->params == NULL)
        os->params = g_array_new(FALSE, FALSE, sizeof(Param));
    g_array_append_val(os->params, param);
}

void
lifecycle_derive(Builder *builder)
{
    GHashTableIter iter;
    gpointer os = NULL;

    g_hash_table_iter_init(&iter, builder->entities[FACT_KIND_OS]);
    while (g_hash_table_iter_next(&iter, NULL, &os)) {
        const Ends ends = read_ends(os);

        add_end(os, LIFECYCLE_STANDARD_END, ends.standard);
        add_end(os, LIFECYCLE_SECURITY_END, ends.security);
        add_end(os, LIFECYCLE_EXTENDED_END, ends.extended);
    }
}
