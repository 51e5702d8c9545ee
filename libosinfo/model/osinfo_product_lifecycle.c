/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Until when there are updates for a product, and for whom. When the phases of a system end was made
 * of its files already (compile/lifecycle.c); here that becomes objects, and answers about a day.
 */
#include "config.h"

#include <string.h>

#include "facts/lifecycle.h"
#include "model/osinfo_lifecycle_phase_private.h"
#include "model/osinfo_product_private.h"
#include "osinfo/osinfo_os.h"
#include "osinfo/osinfo_part.h"

static const char *
get_value(OsinfoProduct *product, const char *key)
{
    return osinfo_entity_get_param_value(OSINFO_ENTITY(product), key);
}

/* What an end is in the database, to what one is for programs. */
static const char *
get_end_day(const char *end)
{
    return strcmp(end, PHASE_END_NONE) == 0 ? NULL : end;
}

static void
add_phase(GListStore *phases, OsinfoLifecyclePhaseKind kind, const char *end, const char *name,
          gboolean is_paid)
{
    g_autoptr(OsinfoLifecyclePhase) phase =
        lifecycle_phase_new(kind, get_end_day(end), name, is_paid);

    g_list_store_append(phases, phase);
}

/* A program may have set an end of its own. */
static const char *
get_security_end(OsinfoProduct *product)
{
    const char *end = osinfo_product_get_eol_date_string(product);

    return end != NULL ? end : get_value(product, OSINFO_OS_PROP_SECURITY_END);
}

static void
add_extended_phases(OsinfoProduct *product, GListStore *phases)
{
    g_autoptr(OsinfoPartList) parts = osinfo_entity_get_parts(OSINFO_ENTITY(product), "phase");

    for (gint i = 0; i < osinfo_list_get_length(OSINFO_LIST(parts)); i++) {
        OsinfoEntity *part = osinfo_list_get_nth(OSINFO_LIST(parts), i);
        const char *end = osinfo_entity_get_param_value(part, PHASE_END);

        if (end != NULL &&
            g_strcmp0(osinfo_entity_get_param_value(part, PHASE_KIND), PHASE_EXTENDED) == 0)
            add_phase(phases, OSINFO_LIFECYCLE_PHASE_KIND_EXTENDED, end,
                      osinfo_entity_get_param_value(part, PHASE_NAME),
                      osinfo_entity_get_param_value_boolean(part, PHASE_PAID));
    }
}

/**
 * osinfo_product_get_lifecycle:
 * @product: a product
 *
 * Lists the phases in which there are updates for @product: standard support, security updates for
 * everybody, extended support, which there may be several kinds of. A phase that is not in the list
 * is not known; but a list with standard support is complete, and when it has no extended support,
 * then the vendor announces none. A phase whose end is not announced is in the list, without a date.
 *
 * ```c
 * g_autoptr(GListModel) phases = osinfo_product_get_lifecycle(product);
 *
 * for (guint i = 0; i < g_list_model_get_n_items(phases); i++) {
 *     g_autoptr(OsinfoLifecyclePhase) phase = g_list_model_get_item(phases, i);
 *     const char *end = osinfo_lifecycle_phase_get_end_date_string(phase);
 *
 *     g_print("%s\n", end != NULL ? end : "not announced");
 * }
 * ```
 *
 * Returns: (transfer full): a new list of [class@Libosinfo.LifecyclePhase]; an empty one when nothing
 * is known
 *
 * Since: 2.0.0
 */
GListModel *
osinfo_product_get_lifecycle(OsinfoProduct *product)
{
    g_return_val_if_fail(OSINFO_IS_PRODUCT(product), NULL);

    GListStore *phases = g_list_store_new(OSINFO_TYPE_LIFECYCLE_PHASE);
    const char *standard = get_value(product, OSINFO_OS_PROP_STANDARD_END);
    const char *security = get_security_end(product);

    if (standard != NULL)
        add_phase(phases, OSINFO_LIFECYCLE_PHASE_KIND_STANDARD, standard, NULL, FALSE);
    if (security != NULL)
        add_phase(phases, OSINFO_LIFECYCLE_PHASE_KIND_SECURITY, security, NULL, FALSE);
    add_extended_phases(product, phases);
    return G_LIST_MODEL(phases);
}

/* Of the first phase that lasts until @date, the answer. UNKNOWN: none does; then @out_is_known tells
 * whether security updates are known to have ended. */
static OsinfoSupport
find_running(GListModel *phases, const GDate *date, gboolean *out_is_known)
{
    static const OsinfoSupport answers[] = {
        [OSINFO_LIFECYCLE_PHASE_KIND_STANDARD] = OSINFO_SUPPORT_STANDARD,
        [OSINFO_LIFECYCLE_PHASE_KIND_SECURITY] = OSINFO_SUPPORT_SECURITY,
        [OSINFO_LIFECYCLE_PHASE_KIND_EXTENDED] = OSINFO_SUPPORT_EXTENDED,
    };

    *out_is_known = FALSE;
    for (guint i = 0; i < g_list_model_get_n_items(phases); i++) {
        g_autoptr(OsinfoLifecyclePhase) phase = g_list_model_get_item(phases, i);
        OsinfoLifecyclePhaseKind kind = osinfo_lifecycle_phase_get_kind(phase);
        g_autoptr(GDate) end = osinfo_lifecycle_phase_get_end_date(phase);
        gboolean is_open = osinfo_lifecycle_phase_get_end_date_string(phase) == NULL;

        if (is_open || (end != NULL && g_date_compare(date, end) <= 0))
            return answers[kind];
        if (kind == OSINFO_LIFECYCLE_PHASE_KIND_SECURITY && end != NULL)
            *out_is_known = TRUE;
    }
    return OSINFO_SUPPORT_UNKNOWN;
}

/**
 * osinfo_product_get_support_on:
 * @product: a product
 * @date: a day
 *
 * Finds out what updates there are for @product on a day. Where the vendor announces no end there are
 * updates on any day from the release on; where no end is known, the answer is that.
 *
 * Returns: the best phase that lasts until that day, or why there is none
 *
 * Since: 2.0.0
 */
OsinfoSupport
osinfo_product_get_support_on(OsinfoProduct *product, const GDate *date)
{
    g_return_val_if_fail(OSINFO_IS_PRODUCT(product), OSINFO_SUPPORT_UNKNOWN);
    g_return_val_if_fail(date != NULL && g_date_valid(date), OSINFO_SUPPORT_UNKNOWN);

    g_autoptr(GDate) released = osinfo_product_get_release_date(product);
    g_autoptr(GListModel) phases = NULL;
    gboolean is_known = FALSE;
    OsinfoSupport support = OSINFO_SUPPORT_UNKNOWN;

    if (released != NULL && g_date_compare(date, released) < 0)
        return OSINFO_SUPPORT_NOT_YET;
    phases = osinfo_product_get_lifecycle(product);
    support = find_running(phases, date, &is_known);
    return support == OSINFO_SUPPORT_UNKNOWN && is_known ? OSINFO_SUPPORT_ENDED : support;
}

/**
 * osinfo_product_is_supported_on:
 * @product: a product
 * @date: a day
 *
 * Tells whether everybody gets security updates for @product on a day, without a fee.
 * [method@Libosinfo.Product.get_support_on] tells more, also whether the answer is known.
 *
 * Returns: %TRUE when they are known to; %FALSE when they do not, or nothing is known
 *
 * Since: 2.0.0
 */
gboolean
osinfo_product_is_supported_on(OsinfoProduct *product, const GDate *date)
{
    OsinfoSupport support = osinfo_product_get_support_on(product, date);

    return support == OSINFO_SUPPORT_STANDARD || support == OSINFO_SUPPORT_SECURITY;
}
