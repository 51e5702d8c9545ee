/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Looks claims up in a store and weighs them. A claim is what evidence says in one of the schemes of
 * <identity>; what follows from the best one is left to verdict.c.
 */
#include "config.h"

#include <string.h>

#include "osinfo/osinfo.h"
#include "recognise/derivation.h"
#include "recognise/said.h"
#include "recognise/systems.h"

static void
clear_said(gpointer data)
{
    g_array_unref(((Said *)data)->systems);
}

GArray *
said_new_list(void)
{
    GArray *said = g_array_new(FALSE, FALSE, sizeof(Said));

    g_array_set_clear_func(said, clear_said);
    return said;
}

/* The systems of a claim, each once. What stands for releases that are not known is none of them. */
static GArray *
list_systems(Store *store, const IdentityClaim *claim)
{
    g_autoptr(GArray) matches = identity_find_systems(store, claim);
    GArray *systems = g_array_new(FALSE, FALSE, sizeof(guint32));

    for (guint i = 0; i < matches->len; i++) {
        guint32 os = g_array_index(matches, IdentityMatch, i).os;

        if (!systems_have(systems, os) && !system_is_unknown(store, os))
            g_array_append_val(systems, os);
    }
    return systems;
}

void
said_interpret(Store *store, FactKind kind, const GArray *claims, GArray *said)
{
    guint32 distro_key = store_find_key(store, OSINFO_OS_PROP_DISTRO);

    for (guint i = 0; i < claims->len; i++) {
        const IdentityClaim *claim = &g_array_index(claims, IdentityClaim, i);
        Said one = {.claim = claim,
                    .systems = list_systems(store, claim),
                    .nearest = identity_find_nearest(store, claim),
                    .weight = identity_weigh_evidence(kind, claim->evidence)};

        if (one.nearest != STORE_NONE)
            one.distro = store_get_value(store, one.nearest, distro_key);
        g_array_append_val(said, one);
    }
}

static gboolean
is_made_of(Store *store, const Said *said, const Said *other)
{
    return said->nearest != STORE_NONE && derivation_is_from(store, said->nearest, other->distro);
}

gboolean
said_is_hint(const Said *said)
{
    return said->weight == IDENTITY_WEIGHT_HINT || said->weight == IDENTITY_WEIGHT_MARK;
}

/* Is it a mark of what was made of the system that content names? All of that may be in it. */
static gboolean
is_mark_of_derivative(Store *store, const Said *said, const Said *content)
{
    return said->weight == IDENTITY_WEIGHT_MARK && content->weight == IDENTITY_WEIGHT_CONTENT &&
           said->nearest != STORE_NONE && derivation_is_from(store, said->nearest, content->distro);
}

/* Is it a system that the database knows, by what is on the medium? */
static gboolean
is_known_content(const Said *said)
{
    return said->weight == IDENTITY_WEIGHT_CONTENT && said->systems->len > 0;
}

/* Does @said decide, rather than what did so far? */
static gboolean
decides(Store *store, const Said *said, const Said *best)
{
    if (best == NULL || is_mark_of_derivative(store, said, best))
        return TRUE;
    if (said->weight != best->weight)
        return said->weight > best->weight && !is_mark_of_derivative(store, best, said);
    /* a framework serves many; who names a release knows better */
    if (said->weight == IDENTITY_WEIGHT_HINT &&
        (said->claim->version == NULL) != (best->claim->version == NULL))
        return said->claim->version != NULL;
    /* of families that are no relatives the one that is known to the release */
    if (g_strcmp0(said->distro, best->distro) != 0)
        return is_made_of(store, said, best) ||
               (is_known_content(said) && best->systems->len == 0 &&
                !is_made_of(store, best, said));
    if (said->systems->len == 0 || best->systems->len == 0)
        return best->systems->len == 0 &&
               (said->systems->len > 0 ||
                (best->claim->version == NULL && said->claim->version != NULL));
    return said->systems->len < best->systems->len;
}

const Said *
said_find_best(Store *store, const GArray *said)
{
    const Said *best = NULL;

    for (guint i = 0; i < said->len; i++) {
        const Said *one = &g_array_index(said, Said, i);

        if (decides(store, one, best))
            best = one;
    }
    return best;
}

gboolean
said_is_beside(const Said *said, const Said *best)
{
    return said != best && strcmp(said->claim->scheme, IDENTITY_SCHEME_WINDOWS) == 0 &&
           strcmp(best->claim->scheme, IDENTITY_SCHEME_WINDOWS) == 0;
}

/* Is something else there that was made of it? */
static gboolean
is_parent(Store *store, const GArray *said, const Said *one)
{
    for (guint i = 0; i < said->len; i++) {
        const Said *other = &g_array_index(said, Said, i);

        if (is_known_content(other) && is_made_of(store, other, one))
            return TRUE;
    }
    return FALSE;
}

gboolean
said_is_rival(Store *store, const GArray *said, const Said *one, const Said *best)
{
    return is_known_content(one) && is_known_content(best) &&
           g_strcmp0(one->distro, best->distro) != 0 && !is_made_of(store, one, best) &&
           !is_made_of(store, best, one) && !is_parent(store, said, one);
}
