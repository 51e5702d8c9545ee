/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The order of the entries that match.
 */
#pragma once

#include "recognise/entry.h"

/* An entry that matches. */
typedef struct {
    Entry entry;
    Entry os;       /* that it is part of */
    guint position; /* in the order in which they were found */
    /* of rank.c, where there are several: */
    gboolean is_fallback; /* counts only when its system has no better one */
    gboolean has_size;
    guint32 day;  /* of the release, as Julian day; 0: not known, or no date */
    gsize length; /* of the expression for the volume's name */
} Candidate;

GArray *rank_new(void);
void rank_add(GArray *candidates, const Entry *entry, const Entry *os);

/* Best first; without fallbacks of systems that have better ones. Entries of one system: with a
 * size first, then the longest expression. Systems: with a size first, then the newest release,
 * then by id. */
void rank_sort(GArray *candidates);

/* Systems that nothing else puts in order: the newest release first, then by id. */
gint rank_compare_systems(const Entry *a, const Entry *b);
