/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * A source of bytes in memory that counts what is read of it, for tests of what reading costs.
 */

#pragma once

#include "source/source.h"

G_BEGIN_DECLS

/* On the caller's stack; nothing has to be freed. */
typedef struct {
    Source parent;
    const guint8 *data; /* borrowed */
    gsize size;         /* bytes in data */
    gint64 told_size;   /* what source_get_size() says; -1: that it is not known */
    guint64 gap_start;  /* where bytes are missing that @data does not have … */
    guint64 gap_size;   /* … and how many: reading there gives nothing */
    gboolean is_failing;

    guint n_reads;
    guint64 n_bytes;
    gsize last_size; /* bytes that the last read asked for */
} CountedSource;

CountedSource counted_source(gconstpointer data, gsize size);

G_END_DECLS
