/* SPDX-License-Identifier: LGPL-2.1-or-later */
/**
 * OsinfoProduct:
 *
 * Something that is published in versions: an operating system or a platform. Products have names,
 * dates and relations to other products, along which some facts are inherited.
 *
 * ```c
 * g_autoptr(OsinfoProductList) bases =
 *     osinfo_product_get_related(product, OSINFO_PRODUCT_RELATIONSHIP_DERIVES_FROM);
 *
 * for (int i = 0; i < osinfo_list_get_length(OSINFO_LIST(bases)); i++) {
 *     OsinfoEntity *base = osinfo_list_get_nth(OSINFO_LIST(bases), i);
 *
 *     g_print("%s\n", osinfo_product_get_name(OSINFO_PRODUCT(base)));
 * }
 * ```
 *
 * Since: 0.0.1
 */
#include "config.h"

#include "common/date.h"
#include "entity/field.h"
#include "entity/list_class.h"
#include "entity/osinfo_entity_private.h"
#include "model/osinfo_product_private.h"

typedef struct {
    OsinfoProductRelationship relationship;
    OsinfoProduct *product; /* held */
} Relation;

typedef struct {
    GPtrArray *relations; /* of Relation, those that a program added; NULL: none */
} OsinfoProductPrivate;

G_DEFINE_ABSTRACT_TYPE_WITH_PRIVATE(OsinfoProduct, osinfo_product, OSINFO_TYPE_ENTITY)

static OsinfoProductPrivate *
get_private(OsinfoProduct *self)
{
    return osinfo_product_get_instance_private(self);
}

static void
relation_free(Relation *relation)
{
    g_object_unref(relation->product);
    g_free(relation);
}

static void
osinfo_product_finalize(GObject *object)
{
    g_clear_pointer(&get_private(OSINFO_PRODUCT(object))->relations, g_ptr_array_unref);
    G_OBJECT_CLASS(osinfo_product_parent_class)->finalize(object);
}

/**
 * OsinfoProduct:name:
 *
 * What people call the product.
 */

/**
 * OsinfoProduct:short-id:
 *
 * A short name for people to type: the first one.
 */

/**
 * OsinfoProduct:vendor:
 *
 * Who makes the product.
 */

/**
 * OsinfoProduct:version:
 *
 * The version.
 */

/**
 * OsinfoProduct:codename:
 *
 * The name that the product was developed under.
 */

/**
 * OsinfoProduct:logo:
 *
 * URI of a picture.
 */

static void
osinfo_product_class_init(OsinfoProductClass *klass)
{
    G_OBJECT_CLASS(klass)->finalize = osinfo_product_finalize;
    field_install(G_OBJECT_CLASS(klass), &field_product_table);
}

static void
osinfo_product_init(OsinfoProduct *self G_GNUC_UNUSED)
{
}

static gboolean
is_relationship(OsinfoProductRelationship relationship)
{
    return (guint)relationship <= OSINFO_PRODUCT_RELATIONSHIP_CLONES;
}

/* All products that @self is directly related to in one of the ways, each id once. */
static OsinfoList *
collect_related(OsinfoProduct *self, guint relationships)
{
    OsinfoList *all = OSINFO_LIST(osinfo_productlist_new());

    for (guint i = 0; i <= OSINFO_PRODUCT_RELATIONSHIP_CLONES; i++) {
        g_autoptr(OsinfoProductList) some = NULL;

        if ((relationships & (1u << i)) == 0)
            continue;
        some = osinfo_product_get_related(self, (OsinfoProductRelationship)i);
        for (gint j = 0; j < osinfo_list_get_length(OSINFO_LIST(some)); j++) {
            OsinfoEntity *product = osinfo_list_get_nth(OSINFO_LIST(some), j);
            const char *id = osinfo_entity_get_id(product);

            if (id == NULL || osinfo_list_find_by_id(all, id) == NULL)
                osinfo_list_add(all, product);
        }
    }
    return all;
}

GPtrArray *
product_walk(OsinfoProduct *self, guint relationships)
{
    GPtrArray *visited = g_ptr_array_new_with_free_func(g_object_unref);
    g_autoptr(GHashTable) seen = g_hash_table_new(NULL, NULL);
    g_autoptr(GPtrArray) waiting = g_ptr_array_new(); /* a stack; holds what it contains */

    g_ptr_array_add(waiting, g_object_ref(self));
    while (waiting->len > 0) {
        OsinfoProduct *product = g_ptr_array_steal_index(waiting, waiting->len - 1);

        if (!g_hash_table_add(seen, product)) {
            g_object_unref(product);
            continue;
        }
        g_ptr_array_add(visited, product);

        /* The first one is to be on top of the stack. */
        g_autoptr(OsinfoList) related = collect_related(product, relationships);
        for (gint i = osinfo_list_get_length(related); i > 0; i--)
            g_ptr_array_add(waiting, g_object_ref(osinfo_list_get_nth(related, i - 1)));
    }
    return visited;
}

/**
 * osinfo_product_get_related:
 * @product: a product
 * @relshp: a relationship
 *
 * Lists the products that @product is directly related to in this way. What was said last comes
 * first.
 *
 * Returns: (transfer full): a new list
 *
 * Since: 0.0.1
 */
OsinfoProductList *
osinfo_product_get_related(OsinfoProduct *product, OsinfoProductRelationship relshp)
{
    g_return_val_if_fail(OSINFO_IS_PRODUCT(product), NULL);
    g_return_val_if_fail(is_relationship(relshp), NULL);

    OsinfoProductList *list = osinfo_productlist_new();
    GPtrArray *relations = get_private(product)->relations;
    g_autoptr(GArray) refs =
        entity_get_edges(OSINFO_ENTITY(product), FACT_RELATION_DERIVES_FROM + (FactRelation)relshp);

    for (guint i = relations != NULL ? relations->len : 0; i > 0; i--) {
        Relation *relation = g_ptr_array_index(relations, i - 1);

        if (relation->relationship == relshp)
            osinfo_list_add(OSINFO_LIST(list), OSINFO_ENTITY(relation->product));
    }
    for (guint i = refs != NULL ? refs->len : 0; i > 0; i--)
        list_add_record(OSINFO_LIST(list), entity_get_catalog(OSINFO_ENTITY(product)),
                        g_array_index(refs, RecordRef, i - 1));
    return list;
}

/**
 * osinfo_product_add_related:
 * @product: a product
 * @relshp: a relationship
 * @otherproduct: another product, which @product holds from now on
 *
 * Says that @product is related to @otherproduct. Products that hold each other in a circle are
 * never freed.
 *
 * Since: 0.0.1
 */
void
osinfo_product_add_related(OsinfoProduct *product, OsinfoProductRelationship relshp,
                           OsinfoProduct *otherproduct)
{
    g_return_if_fail(OSINFO_IS_PRODUCT(product));
    g_return_if_fail(is_relationship(relshp));
    g_return_if_fail(OSINFO_IS_PRODUCT(otherproduct));

    OsinfoProductPrivate *priv = get_private(product);
    Relation *relation = g_new(Relation, 1);

    relation->relationship = relshp;
    relation->product = g_object_ref(otherproduct);
    if (priv->relations == NULL)
        priv->relations = g_ptr_array_new_with_free_func((GDestroyNotify)relation_free);
    g_ptr_array_add(priv->relations, relation);
    entity_set_changed(OSINFO_ENTITY(product));
}

/**
 * osinfo_product_get_vendor:
 * @product: a product
 *
 * Gets who makes the product.
 *
 * Returns: (transfer none) (nullable): the vendor; %NULL when it is not known
 *
 * Since: 0.0.1
 */
const gchar *
osinfo_product_get_vendor(OsinfoProduct *product)
{
    g_return_val_if_fail(OSINFO_IS_PRODUCT(product), NULL);

    return osinfo_entity_get_param_value(OSINFO_ENTITY(product), OSINFO_PRODUCT_PROP_VENDOR);
}

/**
 * osinfo_product_get_version:
 * @product: a product
 *
 * Gets the version, which need not be a number.
 *
 * Returns: (transfer none) (nullable): the version; %NULL when it is not known
 *
 * Since: 0.0.1
 */
const gchar *
osinfo_product_get_version(OsinfoProduct *product)
{
    g_return_val_if_fail(OSINFO_IS_PRODUCT(product), NULL);

    return osinfo_entity_get_param_value(OSINFO_ENTITY(product), OSINFO_PRODUCT_PROP_VERSION);
}

/**
 * osinfo_product_get_short_id:
 * @product: a product
 *
 * Gets the short name for people to type: the first one, if there are several.
 *
 * Returns: (transfer none) (nullable): the short name; %NULL when there is none
 *
 * Since: 0.0.1
 */
const gchar *
osinfo_product_get_short_id(OsinfoProduct *product)
{
    g_return_val_if_fail(OSINFO_IS_PRODUCT(product), NULL);

    return osinfo_entity_get_param_value(OSINFO_ENTITY(product), OSINFO_PRODUCT_PROP_SHORT_ID);
}

/**
 * osinfo_product_get_short_id_list:
 * @product: a product
 *
 * Lists all short names for people to type.
 *
 * Returns: (transfer container) (element-type utf8) (nullable): short names; free with
 *   [func@GLib.List.free]; %NULL for none
 *
 * Since: 1.5.0
 */
GList *
osinfo_product_get_short_id_list(OsinfoProduct *product)
{
    g_return_val_if_fail(OSINFO_IS_PRODUCT(product), NULL);

    return osinfo_entity_get_param_value_list(OSINFO_ENTITY(product), OSINFO_PRODUCT_PROP_SHORT_ID);
}

/**
 * osinfo_product_get_codename:
 * @product: a product
 *
 * Gets the name that the product was developed under.
 *
 * Returns: (transfer none) (nullable): the name; %NULL when it is not known
 *
 * Since: 0.2.8
 */
const gchar *
osinfo_product_get_codename(OsinfoProduct *product)
{
    g_return_val_if_fail(OSINFO_IS_PRODUCT(product), NULL);

    return osinfo_entity_get_param_value(OSINFO_ENTITY(product), OSINFO_PRODUCT_PROP_CODENAME);
}

/**
 * osinfo_product_get_logo:
 * @product: a product
 *
 * Gets where there is a picture of the product's sign.
 *
 * Returns: (transfer none) (nullable): a URI; %NULL when it is not known
 *
 * Since: 0.2.0
 */
const gchar *
osinfo_product_get_logo(OsinfoProduct *product)
{
    g_return_val_if_fail(OSINFO_IS_PRODUCT(product), NULL);

    return osinfo_entity_get_param_value(OSINFO_ENTITY(product), OSINFO_PRODUCT_PROP_LOGO);
}

/**
 * osinfo_product_get_name:
 * @product: a product
 *
 * Gets what people call the product.
 *
 * Returns: (transfer none) (nullable): the name; %NULL when it is not known
 *
 * Since: 0.0.1
 */
const gchar *
osinfo_product_get_name(OsinfoProduct *product)
{
    g_return_val_if_fail(OSINFO_IS_PRODUCT(product), NULL);

    return osinfo_entity_get_param_value(OSINFO_ENTITY(product), OSINFO_PRODUCT_PROP_NAME);
}

/* Programs read the fields of a date, which those of g_date_copy() do not have. */
GDate *
product_parse_date(const char *text)
{
    GDate date;

    if (text == NULL || !date_parse(text, &date))
        return NULL;
    return g_date_new_dmy(g_date_get_day(&date), g_date_get_month(&date), g_date_get_year(&date));
}

/**
 * osinfo_product_get_release_date:
 * @product: a product
 *
 * Gets when the product was or will be released.
 *
 * Returns: (transfer full) (nullable): a new date, free with [method@GLib.Date.free]; %NULL when it
 * is not known or no date
 *
 * Since: 0.2.8
 */
GDate *
osinfo_product_get_release_date(OsinfoProduct *product)
{
    return product_parse_date(osinfo_product_get_release_date_string(product));
}

/**
 * osinfo_product_get_release_date_string:
 * @product: a product
 *
 * Gets when the product was or will be released, as it is written in the database.
 *
 * Returns: (transfer none) (nullable): YYYY-MM-DD; %NULL when it is not known
 *
 * Since: 0.2.8
 */
const gchar *
osinfo_product_get_release_date_string(OsinfoProduct *product)
{
    g_return_val_if_fail(OSINFO_IS_PRODUCT(product), NULL);

    return osinfo_entity_get_param_value(OSINFO_ENTITY(product), OSINFO_PRODUCT_PROP_RELEASE_DATE);
}

/**
 * osinfo_product_get_eol_date:
 * @product: a product
 *
 * Gets the last day on which everybody gets security updates for the product, without a fee. What
 * the product of a vendor who announces no end has, and what other phases there are, is said by
 * [method@Libosinfo.Product.get_lifecycle].
 *
 * Returns: (transfer full) (nullable): a new date, free with [method@GLib.Date.free]; %NULL when it
 * is not known or no date
 *
 * Since: 0.2.8
 */
GDate *
osinfo_product_get_eol_date(OsinfoProduct *product)
{
    return product_parse_date(osinfo_product_get_eol_date_string(product));
}

/**
 * osinfo_product_get_eol_date_string:
 * @product: a product
 *
 * Gets the last day on which everybody gets security updates for the product, without a fee, as it
 * is written in the database.
 *
 * Returns: (transfer none) (nullable): YYYY-MM-DD; %NULL when it is not known
 *
 * Since: 0.2.8
 */
const gchar *
osinfo_product_get_eol_date_string(OsinfoProduct *product)
{
    g_return_val_if_fail(OSINFO_IS_PRODUCT(product), NULL);

    return osinfo_entity_get_param_value(OSINFO_ENTITY(product), OSINFO_PRODUCT_PROP_EOL_DATE);
}

/**
 * OsinfoProductList:
 *
 * A list of products.
 *
 * Since: 0.0.1
 */

/**
 * osinfo_productlist_new:
 *
 * Makes an empty list of products.
 *
 * Returns: (transfer full): a new list
 *
 * Since: 0.0.1
 */
/**
 * osinfo_productlist_new_copy:
 * @source: a list
 *
 * Makes a list with the same elements as @source.
 *
 * Returns: (transfer full): a new list
 *
 * Since: 0.0.1
 * Deprecated: 0.2.2: Use [method@Libosinfo.List.new_copy] instead.
 */
/**
 * osinfo_productlist_new_filtered:
 * @source: a list
 * @filter: (nullable): which elements; %NULL lets all pass
 *
 * Makes a list of the elements of @source that @filter lets pass.
 *
 * Returns: (transfer full): a new list
 *
 * Since: 0.0.1
 * Deprecated: 0.2.2: Use [method@Libosinfo.List.new_filtered] instead.
 */
/**
 * osinfo_productlist_new_intersection:
 * @sourceOne: a list
 * @sourceTwo: a list
 *
 * Makes a list of the elements of @sourceOne whose ids @sourceTwo has as well.
 *
 * Returns: (transfer full): a new list
 *
 * Since: 0.0.1
 * Deprecated: 0.2.2: Use [method@Libosinfo.List.new_intersection] instead.
 */
/**
 * osinfo_productlist_new_union:
 * @sourceOne: a list
 * @sourceTwo: a list
 *
 * Makes a list of all of @sourceOne and those of @sourceTwo whose ids @sourceOne has not.
 *
 * Returns: (transfer full): a new list
 *
 * Since: 0.0.1
 * Deprecated: 0.2.2: Use [method@Libosinfo.List.new_union] instead.
 */
G_DEFINE_TYPE(OsinfoProductList, osinfo_productlist, OSINFO_TYPE_LIST)
OSINFO_DEFINE_LIST_CALLS(Product, product, OSINFO_TYPE_PRODUCT)
OSINFO_DEFINE_LIST_COPIES(Product, product, PRODUCT)
