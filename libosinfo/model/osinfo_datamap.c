/* SPDX-License-Identifier: LGPL-2.1-or-later */
/**
 * OsinfoDatamap:
 *
 * Translates words of one vocabulary into those of another, such as names of languages that one
 * installer uses into those that all others do.
 *
 * ```c
 * OsinfoDatamap *map = osinfo_db_get_datamap(db, "http://x.org/x11-keyboard");
 * const char *keyboard = map != NULL ? osinfo_datamap_lookup(map, "de_DE") : NULL;
 * ```
 *
 * Since: 0.2.3
 */
#include "config.h"

#include <string.h>

#include "entity/list_class.h"
#include "entity/osinfo_entity_private.h"
#include "osinfo/osinfo_datamap.h"

struct _OsinfoDatamap {
    OsinfoEntity parent_instance;
    /* What a program inserted. */
    GStringChunk *texts; /* NULL: nothing yet. What was returned once stays */
    GHashTable *forth;   /* texts of @texts: inval to outval */
    GHashTable *back;    /* outval to inval */
};

G_DEFINE_FINAL_TYPE(OsinfoDatamap, osinfo_datamap, OSINFO_TYPE_ENTITY)

static void
osinfo_datamap_finalize(GObject *object)
{
    OsinfoDatamap *self = OSINFO_DATAMAP(object);

    g_clear_pointer(&self->forth, g_hash_table_unref);
    g_clear_pointer(&self->back, g_hash_table_unref);
    g_clear_pointer(&self->texts, g_string_chunk_free);
    G_OBJECT_CLASS(osinfo_datamap_parent_class)->finalize(object);
}

static void
osinfo_datamap_class_init(OsinfoDatamapClass *klass)
{
    G_OBJECT_CLASS(klass)->finalize = osinfo_datamap_finalize;
}

static void
osinfo_datamap_init(OsinfoDatamap *self G_GNUC_UNUSED)
{
}

/* The last pair of the record whose key, or else whose value, is @text: the other half of it. */
static const char *
find_in_part(Store *store, guint32 part, const char *text, gboolean by_key)
{
    guint n_params = 0;
    const StoreParamF *params = store_get_params(store, part, &n_params);

    for (guint i = n_params; i > 0; i--) {
        const char *key = store_get_key(store, params[i - 1].key);
        const char *value = store_get_string(store, params[i - 1].value);

        if (key != NULL && value != NULL && strcmp(by_key ? key : value, text) == 0)
            return by_key ? value : key;
    }
    return NULL;
}

static const char *
find_in_record(OsinfoDatamap *self, const char *text, gboolean by_key)
{
    Catalog *catalog = entity_get_catalog(OSINFO_ENTITY(self));
    g_autoptr(GArray) parts = entity_get_parts(OSINFO_ENTITY(self), FACT_KIND_ENTRIES);
    const char *found = NULL;

    for (guint i = parts != NULL ? parts->len : 0; i > 0 && found == NULL; i--) {
        guint32 part = 0;
        Store *store = catalog_resolve(catalog, g_array_index(parts, RecordRef, i - 1), &part);

        found = store != NULL ? find_in_part(store, part, text, by_key) : NULL;
    }
    return found;
}

/**
 * osinfo_datamap_new:
 * @id: (nullable): unique identifier, an URL by convention
 *
 * Makes a map without pairs.
 *
 * Returns: (transfer full): a new map
 *
 * Since: 0.2.3
 */
OsinfoDatamap *
osinfo_datamap_new(const gchar *id)
{
    return g_object_new(OSINFO_TYPE_DATAMAP, "id", id, NULL);
}

/**
 * osinfo_datamap_insert:
 * @map: a map
 * @inval: a word
 * @outval: what it is translated into
 *
 * Adds a pair. The last one counts, in both directions.
 *
 * Since: 0.2.3
 */
void
osinfo_datamap_insert(OsinfoDatamap *map, const gchar *inval, const gchar *outval)
{
    g_return_if_fail(OSINFO_IS_DATAMAP(map));
    g_return_if_fail(inval != NULL);
    g_return_if_fail(outval != NULL);

    if (map->texts == NULL) {
        map->texts = g_string_chunk_new(256);
        map->forth = g_hash_table_new(g_str_hash, g_str_equal);
        map->back = g_hash_table_new(g_str_hash, g_str_equal);
    }

    char *from = g_string_chunk_insert_const(map->texts, inval);
    char *to = g_string_chunk_insert_const(map->texts, outval);

    g_hash_table_insert(map->forth, from, to);
    g_hash_table_insert(map->back, to, from);
    entity_set_changed(OSINFO_ENTITY(map));
}

/**
 * osinfo_datamap_lookup:
 * @map: a map
 * @inval: a word
 *
 * Translates a word.
 *
 * Returns: (transfer none) (nullable): what it is translated into; %NULL when the map lacks it
 *
 * Since: 0.2.3
 */
const gchar *
osinfo_datamap_lookup(OsinfoDatamap *map, const gchar *inval)
{
    g_return_val_if_fail(OSINFO_IS_DATAMAP(map), NULL);
    g_return_val_if_fail(inval != NULL, NULL);

    const char *found = map->forth != NULL ? g_hash_table_lookup(map->forth, inval) : NULL;

    return found != NULL ? found : find_in_record(map, inval, TRUE);
}

/**
 * osinfo_datamap_reverse_lookup:
 * @map: a map
 * @outval: a word
 *
 * Finds what is translated into a word: the last one, when there are several.
 *
 * Returns: (transfer none) (nullable): what is translated into it; %NULL when the map lacks it
 *
 * Since: 0.2.3
 */
const gchar *
osinfo_datamap_reverse_lookup(OsinfoDatamap *map, const gchar *outval)
{
    g_return_val_if_fail(OSINFO_IS_DATAMAP(map), NULL);
    g_return_val_if_fail(outval != NULL, NULL);

    const char *found = map->back != NULL ? g_hash_table_lookup(map->back, outval) : NULL;

    return found != NULL ? found : find_in_record(map, outval, FALSE);
}

/**
 * OsinfoDatamapList:
 *
 * A list of datamaps.
 *
 * Since: 0.2.3
 */

/**
 * osinfo_datamaplist_new:
 *
 * Makes an empty list of datamaps.
 *
 * Returns: (transfer full): a new list
 *
 * Since: 0.2.3
 */
OSINFO_DEFINE_LIST(Datamap, datamap, OsinfoList, OSINFO_TYPE_LIST, OSINFO_TYPE_DATAMAP)
