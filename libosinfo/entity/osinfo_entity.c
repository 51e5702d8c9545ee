/* SPDX-License-Identifier: LGPL-2.1-or-later */
/**
 * OsinfoEntity:
 *
 * Anything the database knows: an id, and parameters with one or more values each.
 *
 * Nearly all getters of the classes below are views of one parameter, so that a value set with
 * [method@Libosinfo.Entity.set_param] is seen by the getter, by the property and by filters alike.
 *
 * ```c
 * osinfo_entity_add_param(entity, "x-colour", "green");
 * g_print("%s\n", osinfo_entity_get_param_value(entity, "x-colour"));
 * ```
 *
 * Since: 0.0.1
 */
#include "config.h"

#include <string.h>

#include "common/text.h"
#include "entity/osinfo_entity_private.h"

typedef struct {
    char *id;         /* NULL: that of the record, if there is one */
    Catalog *catalog; /* NULL: made by a program */
    RecordRef record;
    GHashTable *params; /* what a program wrote: key to GPtrArray of texts; NULL: nothing */
} OsinfoEntityPrivate;

G_DEFINE_ABSTRACT_TYPE_WITH_PRIVATE(OsinfoEntity, osinfo_entity, G_TYPE_OBJECT)

enum { PROP_ID = 1 };

static OsinfoEntityPrivate *
get_private(OsinfoEntity *self)
{
    return osinfo_entity_get_instance_private(self);
}

static void
set_id(OsinfoEntity *self, const char *id)
{
    OsinfoEntityPrivate *priv = get_private(self);

    if (id == NULL && priv->id == NULL)
        return;
    g_free(priv->id);
    priv->id = g_strdup(id);
    entity_set_changed(self);
}

static void
osinfo_entity_get_property(GObject *object, guint property_id, GValue *value, GParamSpec *spec)
{
    if (property_id == PROP_ID)
        g_value_set_string(value, osinfo_entity_get_id(OSINFO_ENTITY(object)));
    else
        G_OBJECT_WARN_INVALID_PROPERTY_ID(object, property_id, spec);
}

static void
osinfo_entity_set_property(GObject *object, guint property_id, const GValue *value,
                           GParamSpec *spec)
{
    if (property_id == PROP_ID)
        set_id(OSINFO_ENTITY(object), g_value_get_string(value));
    else
        G_OBJECT_WARN_INVALID_PROPERTY_ID(object, property_id, spec);
}

static void
osinfo_entity_dispose(GObject *object)
{
    OsinfoEntityPrivate *priv = get_private(OSINFO_ENTITY(object));

    if (priv->catalog != NULL)
        catalog_forget_object(priv->catalog, priv->record, OSINFO_ENTITY(object));
    G_OBJECT_CLASS(osinfo_entity_parent_class)->dispose(object);
}

static void
osinfo_entity_finalize(GObject *object)
{
    OsinfoEntityPrivate *priv = get_private(OSINFO_ENTITY(object));

    g_clear_pointer(&priv->params, g_hash_table_unref);
    g_clear_pointer(&priv->catalog, catalog_unref);
    g_free(priv->id);
    G_OBJECT_CLASS(osinfo_entity_parent_class)->finalize(object);
}

static void
osinfo_entity_class_init(OsinfoEntityClass *klass)
{
    GObjectClass *object_class = G_OBJECT_CLASS(klass);

    object_class->get_property = osinfo_entity_get_property;
    object_class->set_property = osinfo_entity_set_property;
    object_class->dispose = osinfo_entity_dispose;
    object_class->finalize = osinfo_entity_finalize;

    /**
     * OsinfoEntity:id:
     *
     * What the entity is called: unique among those of its kind in a database; %NULL for entities
     * that need none.
     */
    g_object_class_install_property(
        object_class, PROP_ID,
        g_param_spec_string("id", "ID", "Unique identifier", NULL,
                            G_PARAM_READWRITE | G_PARAM_CONSTRUCT | G_PARAM_STATIC_STRINGS));
}

static void
osinfo_entity_init(OsinfoEntity *self)
{
    get_private(self)->record = RECORD_NONE;
}

void
entity_bind(OsinfoEntity *self, Catalog *catalog, RecordRef ref)
{
    OsinfoEntityPrivate *priv = get_private(self);

    if (priv->catalog == NULL)
        priv->catalog = catalog_ref(catalog);
    priv->record = ref;
}

Catalog *
entity_get_catalog(OsinfoEntity *self)
{
    return get_private(self)->catalog;
}

RecordRef
entity_get_record(OsinfoEntity *self)
{
    return get_private(self)->record;
}

void
entity_set_changed(OsinfoEntity *self)
{
    OsinfoEntityPrivate *priv = get_private(self);

    if (priv->catalog != NULL)
        catalog_set_changed(priv->catalog);
}

static Store *
get_store(OsinfoEntityPrivate *priv, guint32 *out_record)
{
    return priv->catalog != NULL ? catalog_resolve(priv->catalog, priv->record, out_record) : NULL;
}

/* What a program wrote under @key: NULL if nothing, then the record counts. */
static GPtrArray *
find_written(OsinfoEntityPrivate *priv, const char *key)
{
    return priv->params != NULL ? g_hash_table_lookup(priv->params, key) : NULL;
}

/* Relations lead to products of the same kind, other edges always to the same kind. */
static gboolean
is_target(const StoreRecordF *from, FactRelation kind, const StoreRecordF *target)
{
    static const FactKind kinds[FACT_N_RELATIONS] = {
        [FACT_RELATION_DEVICE] = FACT_KIND_DEVICE,
        [FACT_RELATION_OS] = FACT_KIND_OS,
        [FACT_RELATION_PLATFORM] = FACT_KIND_PLATFORM,
        [FACT_RELATION_SCRIPT] = FACT_KIND_INSTALL_SCRIPT,
        [FACT_RELATION_DATAMAP] = FACT_KIND_DATAMAP,
    };

    if (from == NULL || target == NULL || kind >= FACT_N_RELATIONS)
        return FALSE;
    return target->kind == (kind <= FACT_RELATION_CLONES ? from->kind : kinds[kind]);
}

GArray *
entity_get_edges(OsinfoEntity *self, FactRelation kind)
{
    guint32 record = 0;
    Store *store = get_store(get_private(self), &record);
    guint n_edges = 0;
    const StoreEdgeF *edges = store != NULL ? store_get_edges(store, record, &n_edges) : NULL;
    GArray *targets = NULL;

    for (guint i = 0; i < n_edges; i++) {
        if (edges[i].kind != kind || !is_target(store_get_record(store, record), kind,
                                                store_get_record(store, edges[i].target)))
            continue;
        if (targets == NULL)
            targets = g_array_new(FALSE, FALSE, sizeof(RecordRef));
        g_array_append_val(targets, edges[i].target);
    }
    return targets;
}

GArray *
entity_get_parts(OsinfoEntity *self, FactKind kind)
{
    guint32 record = 0;
    Store *store = get_store(get_private(self), &record);
    guint32 first = 0;
    guint n_parts = store != NULL ? store_get_parts(store, record, kind, &first) : 0;
    GArray *parts = n_parts > 0 ? g_array_new(FALSE, FALSE, sizeof(RecordRef)) : NULL;

    for (guint i = 0; i < n_parts; i++) {
        RecordRef ref = first + i;

        g_array_append_val(parts, ref);
    }
    return parts;
}

RecordRef
entity_get_edge(OsinfoEntity *self, FactRelation kind)
{
    g_autoptr(GArray) targets = entity_get_edges(self, kind);

    return targets != NULL ? g_array_index(targets, RecordRef, 0) : RECORD_NONE;
}

/**
 * osinfo_entity_get_id:
 * @entity: an entity
 *
 * Gets what the entity is called, such as `http://fedoraproject.org/fedora/38`.
 *
 * Returns: (transfer none) (nullable): the id; %NULL for an entity without one
 *
 * Since: 0.0.1
 */
const gchar *
osinfo_entity_get_id(OsinfoEntity *entity)
{
    g_return_val_if_fail(OSINFO_IS_ENTITY(entity), NULL);

    OsinfoEntityPrivate *priv = get_private(entity);

    if (priv->id != NULL || priv->catalog == NULL)
        return priv->id;
    return catalog_get_id(priv->catalog, priv->record);
}

/* Keys of the record that nobody wrote to, each once, in reverse order. */
static GList *
collect_record_keys(OsinfoEntityPrivate *priv)
{
    guint32 record = 0;
    Store *store = get_store(priv, &record);
    guint n_params = 0;
    const StoreParamF *params = store != NULL ? store_get_params(store, record, &n_params) : NULL;
    GList *keys = NULL;

    for (guint i = 0; i < n_params; i++) {
        const char *key = store_get_key(store, params[i].key);

        if (key != NULL && find_written(priv, key) == NULL && g_list_find(keys, key) == NULL)
            keys = g_list_prepend(keys, (gpointer)key);
    }
    return keys;
}

/**
 * osinfo_entity_get_param_keys:
 * @entity: an entity
 *
 * Lists the parameters that have a value. Those that a program wrote follow those of the database,
 * sorted; `id` is always the last one.
 *
 * Returns: (transfer container) (element-type utf8): names; free with [func@GLib.List.free]
 *
 * Since: 0.0.1
 */
GList *
osinfo_entity_get_param_keys(OsinfoEntity *entity)
{
    g_return_val_if_fail(OSINFO_IS_ENTITY(entity), NULL);

    OsinfoEntityPrivate *priv = get_private(entity);
    GList *keys = g_list_reverse(collect_record_keys(priv));
    GList *written = NULL;

    if (priv->params != NULL) {
        GHashTableIter iter;
        gpointer key = NULL;
        gpointer values = NULL;

        g_hash_table_iter_init(&iter, priv->params);
        while (g_hash_table_iter_next(&iter, &key, &values)) {
            if (((GPtrArray *)values)->len > 0)
                written = g_list_prepend(written, key);
        }
        written = g_list_sort(written, text_compare);
    }
    keys = g_list_concat(keys, written);
    return g_list_append(keys, (gpointer)OSINFO_ENTITY_PROP_ID);
}

/**
 * osinfo_entity_get_param_value:
 * @entity: an entity
 * @key: name of a parameter; `id` gives the id
 *
 * Gets the first value of a parameter.
 *
 * Returns: (transfer none) (nullable): the value, valid until the parameter is set or cleared;
 *   %NULL when there is none
 *
 * Since: 0.0.1
 */
const gchar *
osinfo_entity_get_param_value(OsinfoEntity *entity, const gchar *key)
{
    g_return_val_if_fail(OSINFO_IS_ENTITY(entity), NULL);
    g_return_val_if_fail(key != NULL, NULL);

    OsinfoEntityPrivate *priv = get_private(entity);
    guint32 record = 0;
    Store *store = NULL;
    GPtrArray *written = NULL;

    if (strcmp(key, OSINFO_ENTITY_PROP_ID) == 0)
        return osinfo_entity_get_id(entity);
    written = find_written(priv, key);
    if (written != NULL)
        return written->len > 0 ? g_ptr_array_index(written, 0) : NULL;
    store = get_store(priv, &record);
    return store != NULL ? store_get_value(store, record, store_find_key(store, key)) : NULL;
}

GPtrArray *
entity_borrow_values(OsinfoEntity *self, const char *key)
{
    OsinfoEntityPrivate *priv = get_private(self);
    GPtrArray *values = find_written(priv, key);
    guint32 record = 0;
    Store *store = NULL;

    if (values != NULL)
        return g_ptr_array_ref(values);
    values = g_ptr_array_new();
    if (strcmp(key, OSINFO_ENTITY_PROP_ID) == 0 && osinfo_entity_get_id(self) != NULL)
        g_ptr_array_add(values, (gpointer)osinfo_entity_get_id(self));
    store = get_store(priv, &record);
    if (store != NULL)
        store_get_values(store, record, store_find_key(store, key), values);
    return values;
}

/**
 * osinfo_entity_get_param_value_list:
 * @entity: an entity
 * @key: name of a parameter; `id` gives the id
 *
 * Gets all values of a parameter, in the order in which they were added.
 *
 * Returns: (transfer container) (element-type utf8) (nullable): values; %NULL when there are none
 *
 * Since: 0.0.1
 */
GList *
osinfo_entity_get_param_value_list(OsinfoEntity *entity, const gchar *key)
{
    g_return_val_if_fail(OSINFO_IS_ENTITY(entity), NULL);
    g_return_val_if_fail(key != NULL, NULL);

    if (strcmp(key, OSINFO_ENTITY_PROP_ID) == 0)
        return g_list_prepend(NULL, (gpointer)osinfo_entity_get_id(entity));

    g_autoptr(GPtrArray) values = entity_borrow_values(entity, key);
    GList *list = NULL;

    for (guint i = values->len; i > 0; i--)
        list = g_list_prepend(list, g_ptr_array_index(values, i - 1));
    return list;
}

GStrv
entity_dup_values(OsinfoEntity *self, const char *key)
{
    g_autoptr(GPtrArray) values = entity_borrow_values(self, key);
    GStrv texts = g_new(char *, values->len + 1);

    for (guint i = 0; i < values->len; i++)
        texts[i] = g_strdup(g_ptr_array_index(values, i));
    texts[values->len] = NULL;
    return texts;
}

gboolean
entity_has_value(OsinfoEntity *self, const char *key, const char *value)
{
    g_autoptr(GPtrArray) values = entity_borrow_values(self, key);

    return g_ptr_array_find_with_equal_func(values, value, g_str_equal, NULL);
}

/**
 * osinfo_entity_get_param_value_boolean:
 * @entity: an entity
 * @key: name of a parameter
 *
 * Is the first value `true` or `yes`?
 *
 * Returns: %FALSE for any other value and for none
 *
 * Since: 0.2.0
 */
gboolean
osinfo_entity_get_param_value_boolean(OsinfoEntity *entity, const gchar *key)
{
    return osinfo_entity_get_param_value_boolean_with_default(entity, key, FALSE);
}

/**
 * osinfo_entity_get_param_value_boolean_with_default:
 * @entity: an entity
 * @key: name of a parameter
 * @default_value: what to answer when the parameter has no value
 *
 * Is the first value `true` or `yes`?
 *
 * Returns: @default_value without a value, %FALSE for any value but those two
 *
 * Since: 0.2.1
 */
gboolean
osinfo_entity_get_param_value_boolean_with_default(OsinfoEntity *entity, const char *key,
                                                   gboolean default_value)
{
    const char *value = osinfo_entity_get_param_value(entity, key);

    if (value == NULL)
        return default_value;
    return strcmp(value, "true") == 0 || strcmp(value, "yes") == 0;
}

/**
 * osinfo_entity_get_param_value_int64:
 * @entity: an entity
 * @key: name of a parameter
 *
 * Gets the first value as a number.
 *
 * Returns: the number, -1 when there is no value; see
 *   [method@Libosinfo.Entity.get_param_value_int64_with_default]
 *
 * Since: 0.2.1
 */
gint64
osinfo_entity_get_param_value_int64(OsinfoEntity *entity, const gchar *key)
{
    return osinfo_entity_get_param_value_int64_with_default(entity, key, -1);
}

/**
 * osinfo_entity_get_param_value_int64_with_default:
 * @entity: an entity
 * @key: name of a parameter
 * @default_value: what to answer when the parameter has no value
 *
 * Gets the first value as a number: decimal, or hexadecimal behind `0x`. What follows the digits is
 * ignored, so that a text without any is 0; numbers out of range become the nearest one in it.
 *
 * Returns: the number, @default_value when there is no value
 *
 * Since: 0.2.1
 */
gint64
osinfo_entity_get_param_value_int64_with_default(OsinfoEntity *entity, const gchar *key,
                                                 gint64 default_value)
{
    const char *value = osinfo_entity_get_param_value(entity, key);

    if (value == NULL)
        return default_value;

    const char *digits = value + strspn(value, " \t\n\v\f\r");

    digits += *digits == '-' || *digits == '+';
    return g_ascii_strtoll(value, NULL,
                           digits[0] == '0' && (digits[1] == 'x' || digits[1] == 'X') ? 16 : 10);
}

/**
 * osinfo_entity_get_param_value_enum:
 * @entity: an entity
 * @key: name of a parameter
 * @enum_type: an enumeration
 * @default_value: what to answer when the parameter has no value, or one that is not a nick of
 * @enum_type
 *
 * Gets the first value as the member of @enum_type that has it as nick.
 *
 * Returns: a member of @enum_type
 *
 * Since: 0.2.2
 */
gint
osinfo_entity_get_param_value_enum(OsinfoEntity *entity, const char *key, GType enum_type,
                                   gint default_value)
{
    g_return_val_if_fail(G_TYPE_IS_ENUM(enum_type), default_value);

    const char *value = osinfo_entity_get_param_value(entity, key);

    if (value == NULL)
        return default_value;

    GEnumClass *members = g_type_class_ref(enum_type);
    const GEnumValue *member = g_enum_get_value_by_nick(members, value);
    gint number = member != NULL ? member->value : default_value;

    g_type_class_unref(members);
    return number;
}

/* The values under @key from now on; empty. */
static GPtrArray *
start_writing(OsinfoEntity *self, const char *key)
{
    OsinfoEntityPrivate *priv = get_private(self);
    GPtrArray *values = g_ptr_array_new_with_free_func(g_free);

    if (priv->params == NULL)
        priv->params = g_hash_table_new_full(g_str_hash, g_str_equal, g_free,
                                             (GDestroyNotify)g_ptr_array_unref);
    g_hash_table_replace(priv->params, g_strdup(key), values);
    entity_set_changed(self);
    return values;
}

/**
 * osinfo_entity_set_param:
 * @entity: an entity
 * @key: name of a parameter
 * @value: its only value from now on
 *
 * Replaces all values of a parameter by one.
 *
 * Since: 0.0.1
 */
void
osinfo_entity_set_param(OsinfoEntity *entity, const gchar *key, const gchar *value)
{
    g_return_if_fail(OSINFO_IS_ENTITY(entity));
    g_return_if_fail(key != NULL);
    g_return_if_fail(value != NULL);

    char *copy = g_strdup(value); /* @value may be the old one */

    g_ptr_array_add(start_writing(entity, key), copy);
}

/**
 * osinfo_entity_set_param_boolean:
 * @entity: an entity
 * @key: name of a parameter
 * @value: kept as `true` or `false`
 *
 * Replaces all values of a parameter by a truth value.
 *
 * Since: 0.2.0
 */
void
osinfo_entity_set_param_boolean(OsinfoEntity *entity, const gchar *key, gboolean value)
{
    osinfo_entity_set_param(entity, key, value ? "true" : "false");
}

/**
 * osinfo_entity_set_param_int64:
 * @entity: an entity
 * @key: name of a parameter
 * @value: kept as decimal text
 *
 * Replaces all values of a parameter by a number.
 *
 * Since: 0.2.1
 */
void
osinfo_entity_set_param_int64(OsinfoEntity *entity, const gchar *key, gint64 value)
{
    g_autofree char *text = g_strdup_printf("%" G_GINT64_FORMAT, value);

    osinfo_entity_set_param(entity, key, text);
}

/**
 * osinfo_entity_set_param_enum:
 * @entity: an entity
 * @key: name of a parameter
 * @value: a member of @enum_type, kept as its nick
 * @enum_type: an enumeration
 *
 * Replaces all values of a parameter by a member of an enumeration.
 *
 * Since: 0.2.2
 */
void
osinfo_entity_set_param_enum(OsinfoEntity *entity, const char *key, gint value, GType enum_type)
{
    g_return_if_fail(G_TYPE_IS_ENUM(enum_type));

    GEnumClass *members = g_type_class_ref(enum_type);
    const GEnumValue *member = g_enum_get_value(members, value);

    if (member != NULL)
        osinfo_entity_set_param(entity, key, member->value_nick);
    g_type_class_unref(members);
    g_return_if_fail(member != NULL);
}

/**
 * osinfo_entity_add_param:
 * @entity: an entity
 * @key: name of a parameter
 * @value: one more value
 *
 * Adds a value behind those that the parameter has.
 *
 * Since: 0.0.1
 */
void
osinfo_entity_add_param(OsinfoEntity *entity, const gchar *key, const gchar *value)
{
    g_return_if_fail(OSINFO_IS_ENTITY(entity));
    g_return_if_fail(key != NULL);
    g_return_if_fail(value != NULL);

    OsinfoEntityPrivate *priv = get_private(entity);
    GPtrArray *values = find_written(priv, key);

    if (values == NULL) {
        g_autoptr(GPtrArray) known = entity_borrow_values(entity, key);

        values = start_writing(entity, key);
        for (guint i = 0; i < known->len; i++)
            g_ptr_array_add(values, g_strdup(g_ptr_array_index(known, i)));
    }
    g_ptr_array_add(values, g_strdup(value));
    entity_set_changed(entity);
}

/**
 * osinfo_entity_clear_param:
 * @entity: an entity
 * @key: name of a parameter
 *
 * Forgets all values of a parameter.
 *
 * Since: 0.0.1
 */
void
osinfo_entity_clear_param(OsinfoEntity *entity, const gchar *key)
{
    g_return_if_fail(OSINFO_IS_ENTITY(entity));
    g_return_if_fail(key != NULL);

    start_writing(entity, key);
}
