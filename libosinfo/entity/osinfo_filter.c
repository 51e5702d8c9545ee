/* SPDX-License-Identifier: LGPL-2.1-or-later */
/**
 * OsinfoFilter:
 *
 * Picks entities by their parameters. All values that were asked for must be there, whatever else
 * there is; nothing is assumed of a parameter without a value. A filter without constraints lets
 * everything pass.
 *
 * ```c
 * g_autoptr(OsinfoFilter) filter = osinfo_filter_new();
 *
 * osinfo_filter_add_constraint(filter, OSINFO_PRODUCT_PROP_SHORT_ID, "debian12");
 * g_autoptr(OsinfoList) found = osinfo_list_new_filtered(OSINFO_LIST(oses), filter);
 * ```
 *
 * Since: 0.0.1
 */
#include "config.h"

#include <string.h>

#include "entity/osinfo_entity_private.h"
#include "entity/osinfo_filter_private.h"

typedef struct {
    char *key;
    GPtrArray *values; /* texts, oldest first */
} Constraint;

typedef struct {
    GPtrArray *constraints; /* of Constraint, oldest first */
} OsinfoFilterPrivate;

static gboolean osinfo_filter_real_matches(OsinfoFilter *filter, OsinfoEntity *entity);

G_DEFINE_TYPE_WITH_PRIVATE(OsinfoFilter, osinfo_filter, G_TYPE_OBJECT)

static GPtrArray *
get_constraints(OsinfoFilter *self)
{
    OsinfoFilterPrivate *priv = osinfo_filter_get_instance_private(self);

    return priv->constraints;
}

static void
constraint_free(Constraint *constraint)
{
    g_free(constraint->key);
    g_ptr_array_unref(constraint->values);
    g_free(constraint);
}

static void
osinfo_filter_finalize(GObject *object)
{
    g_ptr_array_unref(get_constraints(OSINFO_FILTER(object)));
    G_OBJECT_CLASS(osinfo_filter_parent_class)->finalize(object);
}

static void
osinfo_filter_class_init(OsinfoFilterClass *klass)
{
    G_OBJECT_CLASS(klass)->finalize = osinfo_filter_finalize;
    klass->matches = osinfo_filter_real_matches;
}

static void
osinfo_filter_init(OsinfoFilter *self)
{
    OsinfoFilterPrivate *priv = osinfo_filter_get_instance_private(self);

    priv->constraints = g_ptr_array_new_with_free_func((GDestroyNotify)constraint_free);
}

static Constraint *
find_constraint(OsinfoFilter *self, const char *key)
{
    GPtrArray *constraints = get_constraints(self);

    for (guint i = 0; i < constraints->len; i++) {
        Constraint *constraint = g_ptr_array_index(constraints, i);

        if (strcmp(constraint->key, key) == 0)
            return constraint;
    }
    return NULL;
}

static gboolean
osinfo_filter_real_matches(OsinfoFilter *filter, OsinfoEntity *entity)
{
    GPtrArray *constraints = get_constraints(filter);

    for (guint i = 0; i < constraints->len; i++) {
        const Constraint *constraint = g_ptr_array_index(constraints, i);

        for (guint j = 0; j < constraint->values->len; j++) {
            if (!entity_has_value(entity, constraint->key,
                                  g_ptr_array_index(constraint->values, j)))
                return FALSE;
        }
    }
    return TRUE;
}

gboolean
filter_is_plain(OsinfoFilter *self)
{
    return OSINFO_FILTER_GET_CLASS(self)->matches == osinfo_filter_real_matches;
}

static gboolean
has_value(Store *store, guint32 record, const char *key, const char *value, GPtrArray *scratch)
{
    if (strcmp(key, OSINFO_ENTITY_PROP_ID) == 0)
        return g_strcmp0(store_get_id(store, record), value) == 0;
    g_ptr_array_set_size(scratch, 0);
    store_get_values(store, record, store_find_key(store, key), scratch);
    for (guint i = 0; i < scratch->len; i++) {
        if (strcmp(g_ptr_array_index(scratch, i), value) == 0)
            return TRUE;
    }
    return FALSE;
}

gboolean
filter_matches_record(OsinfoFilter *self, Catalog *catalog, RecordRef ref)
{
    GPtrArray *constraints = get_constraints(self);
    guint32 record = 0;
    Store *store = catalog_resolve(catalog, ref, &record);
    g_autoptr(GPtrArray) scratch = g_ptr_array_new();

    for (guint i = 0; i < constraints->len; i++) {
        const Constraint *constraint = g_ptr_array_index(constraints, i);

        for (guint j = 0; j < constraint->values->len; j++) {
            if (store == NULL || !has_value(store, record, constraint->key,
                                            g_ptr_array_index(constraint->values, j), scratch))
                return FALSE;
        }
    }
    return TRUE;
}

/**
 * osinfo_filter_new:
 *
 * Makes a filter that lets everything pass.
 *
 * Returns: (transfer full): a new filter
 *
 * Since: 0.0.1
 */
OsinfoFilter *
osinfo_filter_new(void)
{
    return g_object_new(OSINFO_TYPE_FILTER, NULL);
}

/**
 * osinfo_filter_add_constraint:
 * @filter: a filter
 * @propName: name of a parameter; `id` asks for the id
 * @propVal: a value that the parameter must have, among others perhaps
 *
 * Demands a value. Several values for one parameter must all be there.
 *
 * Since: 0.0.1
 */
void
osinfo_filter_add_constraint(OsinfoFilter *filter, const gchar *propName, const gchar *propVal)
{
    g_return_if_fail(OSINFO_IS_FILTER(filter));
    g_return_if_fail(propName != NULL);
    g_return_if_fail(propVal != NULL);

    Constraint *constraint = find_constraint(filter, propName);

    if (constraint == NULL) {
        constraint = g_new0(Constraint, 1);
        constraint->key = g_strdup(propName);
        constraint->values = g_ptr_array_new_with_free_func(g_free);
        g_ptr_array_add(get_constraints(filter), constraint);
    }
    g_ptr_array_add(constraint->values, g_strdup(propVal));
}

/**
 * osinfo_filter_clear_constraint:
 * @filter: a filter
 * @propName: name of a parameter
 *
 * Demands nothing of one parameter any more.
 *
 * Since: 0.0.1
 */
void
osinfo_filter_clear_constraint(OsinfoFilter *filter, const gchar *propName)
{
    g_return_if_fail(OSINFO_IS_FILTER(filter));
    g_return_if_fail(propName != NULL);

    Constraint *constraint = find_constraint(filter, propName);

    if (constraint != NULL)
        g_ptr_array_remove(get_constraints(filter), constraint);
}

/**
 * osinfo_filter_clear_constraints:
 * @filter: a filter
 *
 * Demands nothing any more.
 *
 * Since: 0.0.1
 */
void
osinfo_filter_clear_constraints(OsinfoFilter *filter)
{
    g_return_if_fail(OSINFO_IS_FILTER(filter));

    g_ptr_array_set_size(get_constraints(filter), 0);
}

/**
 * osinfo_filter_get_constraint_keys:
 * @filter: a filter
 *
 * Lists the parameters that something is demanded of, in the order of the first demand.
 *
 * Returns: (transfer container) (element-type utf8) (nullable): names; %NULL for none
 *
 * Since: 0.0.1
 */
GList *
osinfo_filter_get_constraint_keys(OsinfoFilter *filter)
{
    g_return_val_if_fail(OSINFO_IS_FILTER(filter), NULL);

    GPtrArray *constraints = get_constraints(filter);
    GList *keys = NULL;

    for (guint i = constraints->len; i > 0; i--)
        keys = g_list_prepend(keys, ((Constraint *)g_ptr_array_index(constraints, i - 1))->key);
    return keys;
}

/**
 * osinfo_filter_get_constraint_values:
 * @filter: a filter
 * @propName: name of a parameter
 *
 * Lists the values demanded of a parameter.
 *
 * Returns: (transfer container) (element-type utf8) (nullable): values, newest first; %NULL for
 * none
 *
 * Since: 0.0.1
 */
GList *
osinfo_filter_get_constraint_values(OsinfoFilter *filter, const gchar *propName)
{
    g_return_val_if_fail(OSINFO_IS_FILTER(filter), NULL);
    g_return_val_if_fail(propName != NULL, NULL);

    const Constraint *constraint = find_constraint(filter, propName);
    GList *values = NULL;

    for (guint i = 0; constraint != NULL && i < constraint->values->len; i++)
        values = g_list_prepend(values, g_ptr_array_index(constraint->values, i));
    return values;
}

/**
 * osinfo_filter_matches:
 * @filter: a filter
 * @entity: an entity
 *
 * Does the filter let @entity pass?
 *
 * Returns: whether all that is demanded is there
 *
 * Since: 0.0.1
 */
gboolean
osinfo_filter_matches(OsinfoFilter *filter, OsinfoEntity *entity)
{
    g_return_val_if_fail(OSINFO_IS_FILTER(filter), FALSE);
    g_return_val_if_fail(OSINFO_IS_ENTITY(entity), FALSE);

    return OSINFO_FILTER_GET_CLASS(filter)->matches(filter, entity);
}
