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

#include "entity/list_slots.h"
#include "entity/osinfo_entity_private.h"
#include "entity/osinfo_filter_private.h"
#include "entity/osinfo_list_private.h"

typedef struct {
    GType element_type;
    ListSlots slots;
} OsinfoListPrivate;

G_DEFINE_ABSTRACT_TYPE_WITH_PRIVATE(OsinfoList, osinfo_list, G_TYPE_OBJECT)

enum { PROP_ELEMENT_TYPE = 1 };

static OsinfoListPrivate *
get_private(OsinfoList *self)
{
    return osinfo_list_get_instance_private(self);
}

static ListSlots *
get_slots(OsinfoList *self)
{
    return &get_private(self)->slots;
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
    list_slots_clear(get_slots(OSINFO_LIST(object)));
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
    list_slots_init(get_slots(self));
}

void
list_set_element_type(OsinfoList *self, GType element_type)
{
    get_private(self)->element_type = element_type;
}

void
list_add_record(OsinfoList *self, Catalog *catalog, RecordRef ref)
{
    list_slots_add_record(get_slots(self), catalog, ref);
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
    g_autoptr(GArray) refs = catalog_get_all(catalog, kind);

    list_slots_fill(get_slots(self), catalog, (const RecordRef *)(gpointer)refs->data, refs->len);
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

    list_slots_sync(get_slots(list));
    return (gint)get_slots(list)->slots->len;
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

    return list_slots_get_object(get_slots(list), (guint)idx);
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
        elements = g_list_prepend(elements, list_slots_get_object(get_slots(list), (guint)i - 1));
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

    ListSlots *slots = get_slots(list);
    gsize length = (gsize)osinfo_list_get_length(list);
    gsize n_rows = positions != NULL ? n_positions : length;
    gsize n_keys = g_strv_length((char **)(gsize)keys);
    const char **values = g_new0(const char *, MAX(n_rows * n_keys, 1));
    gboolean is_changed = slots->catalog != NULL && catalog_is_changed(slots->catalog);
    StoreTable table = {0};

    for (gsize i = 0; i < n_rows; i++) {
        gsize position = positions != NULL ? positions[i] : i;
        const char **out = values + i * n_keys;
        ListSlot slot = {NULL, RECORD_NONE};
        guint32 record = 0;
        Store *store = NULL;

        if (position >= length)
            continue;
        slot = list_slots_get(slots, (guint)position);
        if (is_changed || slot.object != NULL) {
            read_object(list_slots_get_object(slots, (guint)position), keys, out);
            continue;
        }
        store = catalog_resolve(slots->catalog, slot.record, &record);
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

    list_slots_sync(get_slots(list));
    return list_slots_find(get_slots(list), id, &position)
               ? list_slots_get_object(get_slots(list), position)
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

    list_slots_sync(get_slots(list));
    list_slots_add_object(get_slots(list), g_object_ref(entity));
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
    ListSlots *from = get_slots(held);
    gint length = osinfo_list_get_length(held);
    gboolean by_record = filter != NULL && filter_is_plain(filter) && from->catalog != NULL &&
                         !catalog_is_changed(from->catalog);

    for (guint i = 0; i < (guint)length; i++) {
        ListSlot slot = list_slots_get(from, i);

        if (filter == NULL || (by_record && slot.object == NULL
                                   ? filter_matches_record(filter, from->catalog, slot.record)
                                   : osinfo_filter_matches(filter, list_slots_get_object(from, i))))
            list_slots_add_from(get_slots(list), from, i);
    }
}

/* Adds the elements of @source that are (@wanted) or are not in @other. */
static void
add_compared(OsinfoList *list, OsinfoList *source, OsinfoList *other, gboolean wanted)
{
    g_autoptr(OsinfoList) held = hold_source(list, source);
    ListSlots *from = get_slots(held);
    ListSlots *with = get_slots(other);
    gint length = osinfo_list_get_length(held);

    list_slots_sync(with);
    for (guint i = 0; i < (guint)length; i++) {
        const char *id = list_slots_get_id(from, i);
        guint position = 0;

        if ((id != NULL && list_slots_find(with, id, &position)) == wanted)
            list_slots_add_from(get_slots(list), from, i);
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
        list_slots_add_from(get_slots(list), get_slots(held), i);
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
