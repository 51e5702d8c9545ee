/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * Damage of one of several things, of which the others are read anyway.
 */

#pragma once

#include "format/format.h"

G_BEGIN_DECLS

/* Keeps the first one of %FORMAT_ERROR, and takes over @found. FALSE: that is another error, something
 * could not be read, which ends it all; it is kept instead. */
static inline gboolean
damage_keep(GError **damage, GError *found)
{
    gboolean is_damage = found->domain == FORMAT_ERROR;

    if (*damage == NULL) {
        *damage = found;
    } else if (is_damage) {
        g_error_free(found);
    } else {
        g_error_free(*damage);
        *damage = found;
    }
    return is_damage;
}

/* The answer of all, once the rest has been read: what was kept goes to @error. */
static inline FormatAnswer
damage_tell(FormatAnswer answer, GError **damage, GError **error)
{
    if (*damage == NULL)
        return answer;
    g_propagate_error(error, g_steal_pointer(damage));
    return FORMAT_DAMAGED;
}

G_END_DECLS
