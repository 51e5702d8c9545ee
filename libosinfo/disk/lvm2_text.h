/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * The text in which LVM describes a volume group: sections and values, in one another.
 *
 *     vg {
 *         id = "…"
 *         extent_size = 8192
 *         logical_volumes {
 *             root { status = ["READ", "WRITE", "VISIBLE"] … }
 *         }
 *     }
 */

#pragma once

#include <glib.h>

#define LVM2_MAX_DEPTH 16
#define LVM2_MAX_NODES 65536

/* A section or a value. All texts stand in what was parsed, with NULs behind them. */
typedef struct Lvm2Node Lvm2Node;
struct Lvm2Node {
    const char *name; /* "" in a list */
    const char *text; /* of a value, without quotes; NULL: a section or a list */
    guint next;       /* index of the next one beside it; 0: there is none */
    guint first;      /* index of the first one in it; 0: there is none */
};

/**
 * lvm2_text_parse:
 * @text: the text, with a NUL behind it; it is changed
 *
 * Returns: (transfer full) (nullable): nodes, the first of which is the whole; %NULL when the text is damaged
 *     or too large
 */
GArray *lvm2_text_parse(char *text);

/* The node that is called @name in a section; NULL: there is none. */
const Lvm2Node *lvm2_text_find(const GArray *nodes, const Lvm2Node *section, const char *name);

/* The first node in a section or list, and the one behind it; NULL: there is none. */
const Lvm2Node *lvm2_text_get_first(const GArray *nodes, const Lvm2Node *section);
const Lvm2Node *lvm2_text_get_next(const GArray *nodes, const Lvm2Node *node);

/* A value of a section; NULL, and FALSE: there is none of that kind. */
const char *lvm2_text_find_text(const GArray *nodes, const Lvm2Node *section, const char *name);
gboolean lvm2_text_find_number(const GArray *nodes, const Lvm2Node *section, const char *name,
                               guint64 *out_number);
