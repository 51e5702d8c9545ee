/* SPDX-License-Identifier: LGPL-2.1-or-later */
/**
 * OsinfoList:
 *
 * Entities of one kind, in the order in which they were added, each id once. Adding an entity whose
 * id is there already puts it in the place of the old one, at the end.
 *
 * A list that comes from a database makes an entity's object when it is asked for, so that a list
 * of thousands costs little until it is used. [method@Libosinfo.List.get_values] and plain filters
 * look at the database without making objects at all.
 *
 * Since: 0.0.1
 */
#include "config.h"

#include <string.h>

#include "entity/osinfo_entity_private.h"
#include "entity/osinfo_filter_private.h"
#include "entity/osinfo_list_private.h"

/* An element is an object, or a record with its lowest bit set, which no pointer to an object has.
 */
typedef gpointer Slot;

typedef struct {
    GType element_type;
    GPtrArray *slots;  /* of Slot; holds a reference to each object */
    Catalog *catalog;  /* that of the records; NULL: there are none */
    guint generation;  /* of the records */
    GHashTable *index; /* id to position + 1; NULL: not made, or no longer true */
} OsinfoListPrivate;

G_DEFINE_ABSTRACT_TYPE_WITH_PRIVATE(OsinfoList, osinfo_list, G_TYPE_OBJECT)

enum { PROP_ELEMENT_TYPE = 1 };

/* Shorter lists are searched without an index. */
#define INDEX_FROM 16

static GMutex index_mutex;

static OsinfoListPrivate *
get_private(OsinfoList *self)
{
    return osinfo_list_get_instance_private(self);
}

static Slot
slot_from_record(RecordRef ref)
{
    return GSIZE_TO_POINTER(((gsize)ref << 1) | 1);
}

static gboolean
slot_is_record(Slot slot)
{
    return (GPOINTER_TO_SIZE(slot) & 1) != 0;
}

static RecordRef
slot_get_record(Slot slot)
{
    return (RecordRef)(GPOINTER_TO_SIZE(slot) >> 1);
}

/* Another thread may just put an object in place of its record. */
static Slot
get_slot(OsinfoListPrivate *priv, guint position)
{
    return g_atomic_pointer_get(&g_ptr_array_index(priv->slots, position));
}

static void
slot_clear(Slot slot)
{
    if (!slot_is_record(slot))
        g_object_unref(slot);
}

static void
osinfo_list_get_property(GObject *object, guint property_id, GValue *value, GParamSpec *spec)
{
    if (property_id == PROP_ELEMENT_TYPE)
        g_value_set_gtype(value, osinfo_list_get_element_type(OSINFO_LIST(object)));
    else
        G_OBJECT_WARN_INVALID_PROPERTY_ID(object, property_id, spec);
}

static void
osinfo_list_set_property(GObject *object, guint property_id, const GValue *value, GParamSpec *spec)
{
    OsinfoListPrivate *priv = get_private(OSINFO_LIST(object));
    GType type = property_id == PROP_ELEMENT_TYPE ? g_value_get_gtype(value) : G_TYPE_INVALID;

    if (property_id != PROP_ELEMENT_TYPE)
        G_OBJECT_WARN_INVALID_PROPERTY_ID(object, property_id, spec);
    else if (priv->element_type == G_TYPE_INVALID || type != OSINFO_TYPE_ENTITY)
        priv->element_type = type; /* the property's default gives way to the class's own type */
}

static void
osinfo_list_finalize(GObject *object)
{
    OsinfoListPrivate *priv = get_private(OSINFO_LIST(object));

    g_ptr_array_unref(priv->slots);
    g_clear_pointer(&priv->index, g_hash_table_unref);
    catalog_unref(priv->catalog);
    G_OBJECT_CLASS(osinfo_list_parent_class)->finalize(object);
}

static void
osinfo_list_class_init(OsinfoListClass *klass)
{
    GObjectClass *object_class = G_OBJECT_CLASS(klass);

    object_class->get_property = osinfo_list_get_property;
    object_class->set_property = osinfo_list_set_property;
    object_class->finalize = osinfo_list_finalize;

    /**
     * OsinfoList:element-type:
     *
     * The class that elements must have.
     */
    g_object_class_install_property(
        object_class, PROP_ELEMENT_TYPE,
        g_param_spec_gtype("element-type", "Element type", "Class of the elements",
                           OSINFO_TYPE_ENTITY,
                           G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS));
}

static void
osinfo_list_init(OsinfoList *self)
{
    get_private(self)->slots = g_ptr_array_new_with_free_func(slot_clear);
}

/* After loading again the records have other numbers. */
static void
sync_records(OsinfoListPrivate *priv)
{
    if (priv->catalog == NULL || priv->generation == catalog_get_generation(priv->catalog))
        return;
    for (guint i = priv->slots->len; i > 0; i--) {
        Slot slot = g_ptr_array_index(priv->slots, i - 1);
        RecordRef ref = RECORD_NONE;

        if (!slot_is_record(slot))
            continue;
        ref = catalog_translate(priv->catalog, priv->generation, slot_get_record(slot));
        if (ref != RECORD_NONE)
            g_ptr_array_index(priv->slots, i - 1) = slot_from_record(ref);
        else
            g_ptr_array_remove_index(priv->slots, i - 1);
    }
    priv->generation = catalog_get_generation(priv->catalog);
    g_clear_pointer(&priv->index, g_hash_table_unref);
}

static const char *
get_slot_id(OsinfoListPrivate *priv, Slot slot)
{
    return slot_is_record(slot) ? catalog_get_id(priv->catalog, slot_get_record(slot))
                                : osinfo_entity_get_id(slot);
}

/* The element's object, which takes the place of its record. Borrowed. */
static OsinfoEntity *
get_element(OsinfoListPrivate *priv, guint position)
{
    gpointer *place = &g_ptr_array_index(priv->slots, position);
    Slot slot = g_atomic_pointer_get(place);

    if (!slot_is_record(slot))
        return slot;

    OsinfoEntity *object = catalog_dup_object(priv->catalog, slot_get_record(slot));

    if (object != NULL && !g_atomic_pointer_compare_and_exchange(place, slot, object)) {
        g_object_unref(object);
        object = g_atomic_pointer_get(place);
    }
    return object;
}

static void
make_index(OsinfoListPrivate *priv)
{
    g_mutex_lock(&index_mutex);
    if (priv->index == NULL) {
        GHashTable *index = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);

        for (guint i = 0; i < priv->slots->len; i++) {
            const char *id = get_slot_id(priv, get_slot(priv, i));

            if (id != NULL)
                g_hash_table_insert(index, g_strdup(id), GUINT_TO_POINTER(i + 1));
        }
        g_atomic_pointer_set(&priv->index, index);
    }
    g_mutex_unlock(&index_mutex);
}

static gboolean
find_position(OsinfoListPrivate *priv, const char *id, guint *out_position)
{
    if (priv->slots->len < INDEX_FROM) {
        for (guint i = 0; i < priv->slots->len; i++) {
            if (g_strcmp0(get_slot_id(priv, get_slot(priv, i)), id) != 0)
                continue;
            *out_position = i;
            return TRUE;
        }
        return FALSE;
    }
    if (g_atomic_pointer_get(&priv->index) == NULL)
        make_index(priv);

    guint position = GPOINTER_TO_UINT(g_hash_table_lookup(priv->index, id));

    if (position == 0)
        return FALSE;
    *out_position = position - 1;
    return TRUE;
}

/* Takes over the reference that the slot stands for. */
static void
append_slot(OsinfoListPrivate *priv, Slot slot)
{
    const char *id = get_slot_id(priv, slot);
    guint position = 0;

    if (id != NULL && find_position(priv, id, &position)) {
        g_ptr_array_remove_index(priv->slots, position);
        g_clear_pointer(&priv->index, g_hash_table_unref);
    }
    g_ptr_array_add(priv->slots, slot);
    if (priv->index != NULL && id != NULL)
        g_hash_table_insert(priv->index, g_strdup(id), GUINT_TO_POINTER(priv->slots->len));
}

/* Can records of @catalog stand in the list as such? */
static gboolean
accept_catalog(OsinfoListPrivate *priv, Catalog *catalog)
{
    if (priv->catalog == NULL) {
        priv->catalog = catalog_ref(catalog);
        priv->generation = catalog_get_generation(catalog);
    }
    return priv->catalog == catalog;
}

void
list_set_element_type(OsinfoList *self, GType element_type)
{
    get_private(self)->element_type = element_type;
}

void
list_add_record(OsinfoList *self, Catalog *catalog, RecordRef ref)
{
    OsinfoListPrivate *priv = get_private(self);

    sync_records(priv);
    if (accept_catalog(priv, catalog))
        append_slot(priv, slot_from_record(ref));
    else
        append_slot(priv, catalog_dup_object(catalog, ref));
}

void
list_add_parts(OsinfoList *self, OsinfoEntity *owner, FactKind kind)
{
    g_autoptr(GArray) parts = entity_get_parts(owner, kind);

    for (guint i = 0; parts != NULL && i < parts->len; i++)
        list_add_record(self, entity_get_catalog(owner), g_array_index(parts, RecordRef, i));
}

void
list_add_edges(OsinfoList *self, OsinfoEntity *owner, FactRelation kind)
{
    g_autoptr(GArray) targets = entity_get_edges(owner, kind);

    for (guint i = 0; targets != NULL && i < targets->len; i++)
        list_add_record(self, entity_get_catalog(owner), g_array_index(targets, RecordRef, i));
}

void
list_add_kind(OsinfoList *self, Catalog *catalog, FactKind kind)
{
    OsinfoListPrivate *priv = get_private(self);
    g_autoptr(GArray) refs = catalog_get_all(catalog, kind);

    g_return_if_fail(priv->slots->len == 0 && accept_catalog(priv, catalog));
    g_ptr_array_set_size(priv->slots, (gint)refs->len);
    for (guint i = 0; i < refs->len; i++)
        g_ptr_array_index(priv->slots, i) = slot_from_record(g_array_index(refs, RecordRef, i));
}

/* Adds one element of another list, as record where that is possible. */
static void
append_from(OsinfoList *self, OsinfoListPrivate *source, guint position)
{
    OsinfoListPrivate *priv = get_private(self);
    Slot slot = get_slot(source, position);

    if (slot_is_record(slot))
        list_add_record(self, source->catalog, slot_get_record(slot));
    else
        append_slot(priv, g_object_ref(slot));
}

/**
 * osinfo_list_get_element_type:
 * @list: a list
 *
 * Gets the class that elements must have.
 *
 * Returns: a class of entities
 *
 * Since: 0.0.1
 */
GType
osinfo_list_get_element_type(OsinfoList *list)
{
    g_return_val_if_fail(OSINFO_IS_LIST(list), G_TYPE_INVALID);

    return get_private(list)->element_type;
}

/**
 * osinfo_list_get_length:
 * @list: a list
 *
 * Counts the elements.
 *
 * Returns: number of elements
 *
 * Since: 0.0.1
 */
gint
osinfo_list_get_length(OsinfoList *list)
{
    g_return_val_if_fail(OSINFO_IS_LIST(list), 0);

    sync_records(get_private(list));
    return (gint)get_private(list)->slots->len;
}

/**
 * osinfo_list_get_nth:
 * @list: a list
 * @idx: position, from 0
 *
 * Gets an element by its position.
 *
 * Returns: (transfer none): the element; %NULL, and a critical message, when there are not so many
 *
 * Since: 0.0.1
 */
OsinfoEntity *
osinfo_list_get_nth(OsinfoList *list, gint idx)
{
    g_return_val_if_fail(OSINFO_IS_LIST(list), NULL);
    g_return_val_if_fail(idx >= 0 && idx < osinfo_list_get_length(list), NULL);

    return get_element(get_private(list), (guint)idx);
}

/**
 * osinfo_list_get_elements:
 * @list: a list
 *
 * Gets all elements in order.
 *
 * Returns: (transfer container) (element-type OsinfoEntity) (nullable): elements; %NULL for none
 *
 * Since: 0.0.1
 */
GList *
osinfo_list_get_elements(OsinfoList *list)
{
    g_return_val_if_fail(OSINFO_IS_LIST(list), NULL);

    GList *elements = NULL;

    for (gint i = osinfo_list_get_length(list); i > 0; i--)
        elements = g_list_prepend(elements, get_element(get_private(list), (guint)i - 1));
    return elements;
}

/* What an object says, or a record that was written to. */
static void
read_object(OsinfoEntity *entity, const char *const *keys, const char **out)
{
    for (guint i = 0; keys[i] != NULL; i++)
        out[i] = osinfo_entity_get_param_value(entity, keys[i]);
}

/**
 * osinfo_list_get_values:
 * @list: a list
 * @keys: (array zero-terminated=1): names of parameters; `id` gives the ids
 * @positions: (array length=n_positions) (nullable): which elements, by position; %NULL is all of
 * them
 * @n_positions: number of @positions
 * @n_values: (out): number of elements times number of @keys
 *
 * Gets the first values of several parameters for several elements, %NULL where there is none: the
 * values of the first element, then those of the second, and so on. Elements that are not there
 * have no values. This makes no objects, so it is the fast way to a table of all entities.
 *
 * Returns: (transfer container) (array length=n_values) (element-type utf8): values; free with
 *   [func@GLib.free]
 *
 * Since: 2.0.0
 */
const char **
osinfo_list_get_values(OsinfoList *list, const char *const *keys, const guint *positions,
                       gsize n_positions, gsize *n_values)
{
    g_return_val_if_fail(OSINFO_IS_LIST(list), NULL);
    g_return_val_if_fail(keys != NULL, NULL);
    g_return_val_if_fail(n_values != NULL, NULL);

    OsinfoListPrivate *priv = get_private(list);
    gsize length = (gsize)osinfo_list_get_length(list);
    gsize n_rows = positions != NULL ? n_positions : length;
    gsize n_keys = g_strv_length((char **)(gsize)keys);
    const char **values = g_new0(const char *, MAX(n_rows * n_keys, 1));
    gboolean is_changed = priv->catalog != NULL && catalog_is_changed(priv->catalog);
    StoreTable table = {0};

    for (gsize i = 0; i < n_rows; i++) {
        gsize position = positions != NULL ? positions[i] : i;
        const char **out = values + i * n_keys;
        Slot slot = position < length ? get_slot(priv, position) : NULL;
        guint32 record = 0;
        Store *store = NULL;

        if (slot == NULL)
            continue;
        if (is_changed || !slot_is_record(slot)) {
            read_object(get_element(priv, (guint)position), keys, out);
            continue;
        }
        store = catalog_resolve(priv->catalog, slot_get_record(slot), &record);
        if (store != table.store) {
            store_table_clear(&table);
            store_table_init(&table, store, keys);
        }
        store_table_read(&table, record, out);
    }
    store_table_clear(&table);
    *n_values = n_rows * n_keys;
    return values;
}

/**
 * osinfo_list_find_by_id:
 * @list: a list
 * @id: an id, to the letter
 *
 * Looks for an element by its id.
 *
 * Returns: (transfer none) (nullable): the element, %NULL when there is none
 *
 * Since: 0.0.1
 */
OsinfoEntity *
osinfo_list_find_by_id(OsinfoList *list, const gchar *id)
{
    g_return_val_if_fail(OSINFO_IS_LIST(list), NULL);
    g_return_val_if_fail(id != NULL, NULL);

    guint position = 0;

    sync_records(get_private(list));
    return find_position(get_private(list), id, &position)
               ? get_element(get_private(list), position)
               : NULL;
}

/**
 * osinfo_list_add:
 * @list: a list
 * @entity: an entity of the list's element type
 *
 * Puts an entity at the end, in place of one that has the same id.
 *
 * Since: 0.0.1
 */
void
osinfo_list_add(OsinfoList *list, OsinfoEntity *entity)
{
    g_return_if_fail(OSINFO_IS_LIST(list));
    g_return_if_fail(G_TYPE_CHECK_INSTANCE_TYPE(entity, get_private(list)->element_type));

    sync_records(get_private(list));
    append_slot(get_private(list), g_object_ref(entity));
}

static gboolean
lists_agree(OsinfoList *list, OsinfoList *source)
{
    return OSINFO_IS_LIST(list) && OSINFO_IS_LIST(source) &&
           get_private(list)->element_type == get_private(source)->element_type;
}

/* What to go through while @list changes: @source, or a copy where both are the same. A new
 * reference. */
static OsinfoList *
hold_source(OsinfoList *list, OsinfoList *source)
{
    return list == source ? osinfo_list_new_copy(source) : g_object_ref(source);
}

/**
 * osinfo_list_add_filtered:
 * @list: where to add
 * @source: a list of the same element type
 * @filter: (nullable): which elements; %NULL lets all pass
 *
 * Adds the elements of @source that @filter lets pass, in order.
 *
 * Since: 0.0.1
 */
void
osinfo_list_add_filtered(OsinfoList *list, OsinfoList *source, OsinfoFilter *filter)
{
    g_return_if_fail(lists_agree(list, source));
    g_return_if_fail(filter == NULL || OSINFO_IS_FILTER(filter));

    g_autoptr(OsinfoList) held = hold_source(list, source);
    OsinfoListPrivate *from = get_private(held);
    gint length = osinfo_list_get_length(held);
    gboolean by_record = filter != NULL && filter_is_plain(filter) && from->catalog != NULL &&
                         !catalog_is_changed(from->catalog);

    for (guint i = 0; i < (guint)length; i++) {
        Slot slot = get_slot(from, i);

        if (filter == NULL ||
            (by_record && slot_is_record(slot)
                 ? filter_matches_record(filter, from->catalog, slot_get_record(slot))
                 : osinfo_filter_matches(filter, get_element(from, i))))
            append_from(list, from, i);
    }
}

/* Adds the elements of @source that are (@wanted) or are not in @other. */
static void
add_compared(OsinfoList *list, OsinfoList *source, OsinfoList *other, gboolean wanted)
{
    g_autoptr(OsinfoList) held = hold_source(list, source);
    OsinfoListPrivate *from = get_private(held);
    OsinfoListPrivate *with = get_private(other);
    gint length = osinfo_list_get_length(held);

    sync_records(with);
    for (guint i = 0; i < (guint)length; i++) {
        const char *id = get_slot_id(from, get_slot(from, i));
        guint position = 0;

        if ((id != NULL && find_position(with, id, &position)) == wanted)
            append_from(list, from, i);
    }
}

/**
 * osinfo_list_add_intersection:
 * @list: where to add
 * @sourceOne: a list of the same element type
 * @sourceTwo: another one
 *
 * Adds the elements of @sourceOne whose ids @sourceTwo has as well, in the order of @sourceOne.
 *
 * Since: 0.0.1
 */
void
osinfo_list_add_intersection(OsinfoList *list, OsinfoList *sourceOne, OsinfoList *sourceTwo)
{
    g_return_if_fail(lists_agree(list, sourceOne));
    g_return_if_fail(lists_agree(list, sourceTwo));

    add_compared(list, sourceOne, sourceTwo, TRUE);
}

/**
 * osinfo_list_add_union:
 * @list: where to add
 * @sourceOne: a list of the same element type
 * @sourceTwo: another one
 *
 * Adds all of @sourceOne, then those of @sourceTwo whose ids @sourceOne has not.
 *
 * Since: 0.0.1
 */
void
osinfo_list_add_union(OsinfoList *list, OsinfoList *sourceOne, OsinfoList *sourceTwo)
{
    g_return_if_fail(lists_agree(list, sourceOne));
    g_return_if_fail(lists_agree(list, sourceTwo));

    osinfo_list_add_all(list, sourceOne);
    add_compared(list, sourceTwo, sourceOne, FALSE);
}

/**
 * osinfo_list_add_all:
 * @list: where to add
 * @source: a list of the same element type
 *
 * Adds all elements of @source in order.
 *
 * Since: 0.0.1
 */
void
osinfo_list_add_all(OsinfoList *list, OsinfoList *source)
{
    g_return_if_fail(lists_agree(list, source));

    g_autoptr(OsinfoList) held = hold_source(list, source);
    gint length = osinfo_list_get_length(held);

    for (guint i = 0; i < (guint)length; i++)
        append_from(list, get_private(held), i);
}

static OsinfoList *
new_alike(OsinfoList *source)
{
    return g_object_new(G_OBJECT_TYPE(source), "element-type", get_private(source)->element_type,
                        NULL);
}

/**
 * osinfo_list_new_copy:
 * @source: a list
 *
 * Makes a list of the same class with the same elements.
 *
 * Returns: (transfer full): a new list
 *
 * Since: 0.2.2
 */
OsinfoList *
osinfo_list_new_copy(OsinfoList *source)
{
    g_return_val_if_fail(OSINFO_IS_LIST(source), NULL);

    OsinfoList *list = new_alike(source);

    osinfo_list_add_all(list, source);
    return list;
}

/**
 * osinfo_list_new_filtered:
 * @source: a list
 * @filter: (nullable): which elements; %NULL lets all pass
 *
 * Makes a list of the same class with the elements that @filter lets pass.
 *
 * Returns: (transfer full): a new list
 *
 * Since: 0.2.2
 */
OsinfoList *
osinfo_list_new_filtered(OsinfoList *source, OsinfoFilter *filter)
{
    g_return_val_if_fail(OSINFO_IS_LIST(source), NULL);

    OsinfoList *list = new_alike(source);

    osinfo_list_add_filtered(list, source, filter);
    return list;
}

/**
 * osinfo_list_new_intersection:
 * @sourceOne: a list
 * @sourceTwo: a list of the same class
 *
 * Makes a list of the elements of @sourceOne whose ids @sourceTwo has as well.
 *
 * Returns: (transfer full): a new list
 *
 * Since: 0.2.2
 */
OsinfoList *
osinfo_list_new_intersection(OsinfoList *sourceOne, OsinfoList *sourceTwo)
{
    g_return_val_if_fail(OSINFO_IS_LIST(sourceOne) && OSINFO_IS_LIST(sourceTwo), NULL);
    g_return_val_if_fail(G_OBJECT_TYPE(sourceOne) == G_OBJECT_TYPE(sourceTwo), NULL);

    OsinfoList *list = new_alike(sourceOne);

    osinfo_list_add_intersection(list, sourceOne, sourceTwo);
    return list;
}

/**
 * osinfo_list_new_union:
 * @sourceOne: a list
 * @sourceTwo: a list of the same class
 *
 * Makes a list of all of @sourceOne and those of @sourceTwo whose ids @sourceOne has not.
 *
 * Returns: (transfer full): a new list
 *
 * Since: 0.2.2
 */
OsinfoList *
osinfo_list_new_union(OsinfoList *sourceOne, OsinfoList *sourceTwo)
{
    g_return_val_if_fail(OSINFO_IS_LIST(sourceOne) && OSINFO_IS_LIST(sourceTwo), NULL);
    g_return_val_if_fail(G_OBJECT_TYPE(sourceOne) == G_OBJECT_TYPE(sourceTwo), NULL);

    OsinfoList *list = new_alike(sourceOne);

    osinfo_list_add_union(list, sourceOne, sourceTwo);
    return list;
}
