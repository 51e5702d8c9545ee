/* SPDX-License-Identifier: LGPL-2.1-or-later */
/**
 * OsinfoProductFilter:
 *
 * Picks products by their direct relations and by the time in which they are supported, besides
 * their parameters. All constraints must hold.
 *
 * ```c
 * g_autoptr(OsinfoProductFilter) filter = osinfo_productfilter_new();
 * g_autoptr(GDate) day = g_date_new_dmy(1, G_DATE_JUNE, 2025);
 *
 * osinfo_productfilter_add_support_date_constraint(filter, day);
 * g_autoptr(OsinfoList) alive = osinfo_list_new_filtered(OSINFO_LIST(oses), OSINFO_FILTER(filter));
 * ```
 *
 * Since: 0.0.1
 */
#include "config.h"

#include "osinfo/osinfo_lists.h"
#include "osinfo/osinfo_productfilter.h"

#define N_RELATIONSHIPS (OSINFO_PRODUCT_RELATIONSHIP_CLONES + 1)

struct _OsinfoProductFilter {
    OsinfoFilter parent_instance;
    GPtrArray *products[N_RELATIONSHIPS]; /* of OsinfoProduct, held, oldest first */
    GDate *when;                          /* owned; NULL: at any time */
};

G_DEFINE_FINAL_TYPE(OsinfoProductFilter, osinfo_productfilter, OSINFO_TYPE_FILTER)

static void
osinfo_productfilter_finalize(GObject *object)
{
    OsinfoProductFilter *self = OSINFO_PRODUCTFILTER(object);

    for (guint i = 0; i < N_RELATIONSHIPS; i++)
        g_ptr_array_unref(self->products[i]);
    g_clear_pointer(&self->when, g_date_free);
    G_OBJECT_CLASS(osinfo_productfilter_parent_class)->finalize(object);
}

static gboolean
list_has_object(OsinfoList *list, gpointer object)
{
    for (gint i = 0; i < osinfo_list_get_length(list); i++) {
        if (osinfo_list_get_nth(list, i) == object)
            return TRUE;
    }
    return FALSE;
}

static gboolean
matches_relationship(OsinfoProductFilter *self, OsinfoProduct *product, guint relationship)
{
    GPtrArray *wanted = self->products[relationship];
    g_autoptr(OsinfoProductList) related = NULL;

    if (wanted->len == 0)
        return TRUE;
    related = osinfo_product_get_related(product, (OsinfoProductRelationship)relationship);
    for (guint i = 0; i < wanted->len; i++) {
        if (!list_has_object(OSINFO_LIST(related), g_ptr_array_index(wanted, i)))
            return FALSE;
    }
    return TRUE;
}

/* Dates that are not known exclude nothing. */
static gboolean
matches_date(OsinfoProductFilter *self, OsinfoProduct *product)
{
    if (self->when == NULL)
        return TRUE;

    g_autoptr(GDate) release = osinfo_product_get_release_date(product);
    g_autoptr(GDate) eol = osinfo_product_get_eol_date(product);

    return (release == NULL || g_date_compare(release, self->when) <= 0) &&
           (eol == NULL || g_date_compare(eol, self->when) >= 0);
}

static gboolean
osinfo_productfilter_real_matches(OsinfoFilter *filter, OsinfoEntity *entity)
{
    OsinfoFilterClass *parent_class = OSINFO_FILTER_CLASS(osinfo_productfilter_parent_class);

    g_return_val_if_fail(OSINFO_IS_PRODUCT(entity), FALSE);

    if (!parent_class->matches(filter, entity))
        return FALSE;
    for (guint i = 0; i < N_RELATIONSHIPS; i++) {
        if (!matches_relationship(OSINFO_PRODUCTFILTER(filter), OSINFO_PRODUCT(entity), i))
            return FALSE;
    }
    return matches_date(OSINFO_PRODUCTFILTER(filter), OSINFO_PRODUCT(entity));
}

static void
osinfo_productfilter_class_init(OsinfoProductFilterClass *klass)
{
    G_OBJECT_CLASS(klass)->finalize = osinfo_productfilter_finalize;
    OSINFO_FILTER_CLASS(klass)->matches = osinfo_productfilter_real_matches;
}

static void
osinfo_productfilter_init(OsinfoProductFilter *self)
{
    for (guint i = 0; i < N_RELATIONSHIPS; i++)
        self->products[i] = g_ptr_array_new_with_free_func(g_object_unref);
}

/**
 * osinfo_productfilter_new:
 *
 * Makes a filter that lets all products pass.
 *
 * Returns: (transfer full): a new filter
 *
 * Since: 0.0.1
 */
OsinfoProductFilter *
osinfo_productfilter_new(void)
{
    return g_object_new(OSINFO_TYPE_PRODUCTFILTER, NULL);
}

/**
 * osinfo_productfilter_add_product_constraint:
 * @productfilter: a filter for products
 * @relshp: a relationship
 * @product: a product, which the filter holds
 *
 * Asks for products that are directly related to @product in this way, and to all others that were
 * asked for.
 *
 * Returns: 0, or -1 for an argument that is not what it should be
 *
 * Since: 0.0.1
 */
gint
osinfo_productfilter_add_product_constraint(OsinfoProductFilter *productfilter,
                                            OsinfoProductRelationship relshp,
                                            OsinfoProduct *product)
{
    g_return_val_if_fail(OSINFO_IS_PRODUCTFILTER(productfilter), -1);
    g_return_val_if_fail((guint)relshp < N_RELATIONSHIPS, -1);
    g_return_val_if_fail(OSINFO_IS_PRODUCT(product), -1);

    g_ptr_array_add(productfilter->products[relshp], g_object_ref(product));
    return 0;
}

/**
 * osinfo_productfilter_add_support_date_constraint:
 * @productfilter: a filter for products
 * @when: (nullable): a day; %NULL: any time
 *
 * Asks for products that are released and still supported on that day. A date that is not known
 * excludes nothing. The last call counts.
 *
 * Since: 0.0.1
 */
void
osinfo_productfilter_add_support_date_constraint(OsinfoProductFilter *productfilter, GDate *when)
{
    g_return_if_fail(OSINFO_IS_PRODUCTFILTER(productfilter));
    g_return_if_fail(when == NULL || g_date_valid(when));

    GDate *copy = when != NULL ? g_date_copy(when) : NULL;

    g_clear_pointer(&productfilter->when, g_date_free);
    productfilter->when = copy;
}

/**
 * osinfo_productfilter_clear_product_constraint:
 * @productfilter: a filter for products
 * @relshp: a relationship
 *
 * Forgets all products that were asked for with this relationship.
 *
 * Since: 0.0.1
 */
void
osinfo_productfilter_clear_product_constraint(OsinfoProductFilter *productfilter,
                                              OsinfoProductRelationship relshp)
{
    g_return_if_fail(OSINFO_IS_PRODUCTFILTER(productfilter));
    g_return_if_fail((guint)relshp < N_RELATIONSHIPS);

    g_ptr_array_set_size(productfilter->products[relshp], 0);
}

/**
 * osinfo_productfilter_clear_product_constraints:
 * @productfilter: a filter for products
 *
 * Forgets all products that were asked for.
 *
 * Since: 0.0.1
 */
void
osinfo_productfilter_clear_product_constraints(OsinfoProductFilter *productfilter)
{
    g_return_if_fail(OSINFO_IS_PRODUCTFILTER(productfilter));

    for (guint i = 0; i < N_RELATIONSHIPS; i++)
        g_ptr_array_set_size(productfilter->products[i], 0);
}

/**
 * osinfo_productfilter_get_product_constraint_values:
 * @productfilter: a filter for products
 * @relshp: a relationship
 *
 * Lists the products that were asked for with this relationship, the last one first.
 *
 * Returns: (transfer container) (element-type OsinfoProduct) (nullable): products; free with
 *   [func@GLib.List.free]; %NULL for none
 *
 * Since: 0.0.1
 */
GList *
osinfo_productfilter_get_product_constraint_values(OsinfoProductFilter *productfilter,
                                                   OsinfoProductRelationship relshp)
{
    g_return_val_if_fail(OSINFO_IS_PRODUCTFILTER(productfilter), NULL);
    g_return_val_if_fail((guint)relshp < N_RELATIONSHIPS, NULL);

    GPtrArray *products = productfilter->products[relshp];
    GList *values = NULL;

    for (guint i = 0; i < products->len; i++)
        values = g_list_prepend(values, g_ptr_array_index(products, i));
    return values;
}
