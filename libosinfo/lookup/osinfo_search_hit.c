/* SPDX-License-Identifier: LGPL-2.1-or-later */
/**
 * OsinfoSearchHit:
 *
 * An operating system that was found by words, how well it answers them, and which of its texts
 * does. See [method@Libosinfo.Db.search_os].
 *
 * Since: 2.0.0
 */
#include "config.h"

#include "lookup/osinfo_search_hit_private.h"

struct _OsinfoSearchHit {
    GObject parent_instance;
    OsinfoOs *os;
    guint score;
    gboolean is_guess;
    const char *key;
    char *text;
};

G_DEFINE_FINAL_TYPE(OsinfoSearchHit, osinfo_search_hit, G_TYPE_OBJECT)

enum {
    PROP_0,
    PROP_OS,
    PROP_SCORE,
    PROP_GUESS,
    PROP_KEY,
    PROP_TEXT,
    N_PROPERTIES,
};

static GParamSpec *properties[N_PROPERTIES];

static void
osinfo_search_hit_get_property(GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
    OsinfoSearchHit *self = OSINFO_SEARCH_HIT(object);

    switch (id) {
    case PROP_OS:
        g_value_set_object(value, self->os);
        break;
    case PROP_SCORE:
        g_value_set_uint(value, self->score);
        break;
    case PROP_GUESS:
        g_value_set_boolean(value, self->is_guess);
        break;
    case PROP_KEY:
        g_value_set_string(value, self->key);
        break;
    case PROP_TEXT:
        g_value_set_string(value, self->text);
        break;
    default:
        G_OBJECT_WARN_INVALID_PROPERTY_ID(object, id, pspec);
        break;
    }
}

static void
osinfo_search_hit_finalize(GObject *object)
{
    OsinfoSearchHit *self = OSINFO_SEARCH_HIT(object);

    g_clear_object(&self->os);
    g_free(self->text);
    G_OBJECT_CLASS(osinfo_search_hit_parent_class)->finalize(object);
}

static void
osinfo_search_hit_class_init(OsinfoSearchHitClass *klass)
{
    GObjectClass *object_class = G_OBJECT_CLASS(klass);
    const GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;

    object_class->get_property = osinfo_search_hit_get_property;
    object_class->finalize = osinfo_search_hit_finalize;

    /**
     * OsinfoSearchHit:os:
     *
     * The operating system.
     *
     * Since: 2.0.0
     */
    properties[PROP_OS] = g_param_spec_object("os", "OS", NULL, OSINFO_TYPE_OS, flags);
    /**
     * OsinfoSearchHit:score:
     *
     * How well it answers the words: from 1 to 100, which is a text that is just these words.
     *
     * Since: 2.0.0
     */
    properties[PROP_SCORE] = g_param_spec_uint("score", "Score", NULL, 1, 100, 1, flags);
    /**
     * OsinfoSearchHit:guess:
     *
     * Whether some words are only almost those of the system.
     *
     * Since: 2.0.0
     */
    properties[PROP_GUESS] = g_param_spec_boolean("guess", "Guess", NULL, FALSE, flags);
    /**
     * OsinfoSearchHit:key:
     *
     * The parameter whose text says most of the words, such as `name` or `short-id`.
     *
     * Since: 2.0.0
     */
    properties[PROP_KEY] = g_param_spec_string("key", "Key", NULL, NULL, flags);
    /**
     * OsinfoSearchHit:text:
     *
     * The text that says most of the words.
     *
     * Since: 2.0.0
     */
    properties[PROP_TEXT] = g_param_spec_string("text", "Text", NULL, NULL, flags);
    g_object_class_install_properties(object_class, N_PROPERTIES, properties);
}

static void
osinfo_search_hit_init(OsinfoSearchHit *self G_GNUC_UNUSED)
{
}

OsinfoSearchHit *
search_hit_new(OsinfoOs *os, guint score, gboolean is_guess, const char *key, const char *text)
{
    OsinfoSearchHit *self = g_object_new(OSINFO_TYPE_SEARCH_HIT, NULL);

    self->os = g_object_ref(os);
    self->score = score;
    self->is_guess = is_guess;
    self->key = key;
    self->text = g_strdup(text);
    return self;
}

/**
 * osinfo_search_hit_get_os:
 * @hit: a hit
 *
 * Gets the operating system that was found.
 *
 * Returns: (transfer none): the operating system
 *
 * Since: 2.0.0
 */
OsinfoOs *
osinfo_search_hit_get_os(OsinfoSearchHit *hit)
{
    g_return_val_if_fail(OSINFO_IS_SEARCH_HIT(hit), NULL);

    return hit->os;
}

/**
 * osinfo_search_hit_get_score:
 * @hit: a hit
 *
 * Gets how well the system answers the words. Scores of one search can be compared; what a number
 * stands for may change.
 *
 * Returns: from 1 to 100, which is a text that is just these words
 *
 * Since: 2.0.0
 */
guint
osinfo_search_hit_get_score(OsinfoSearchHit *hit)
{
    g_return_val_if_fail(OSINFO_IS_SEARCH_HIT(hit), 0);

    return hit->score;
}

/**
 * osinfo_search_hit_is_guess:
 * @hit: a hit
 *
 * Tells whether some words are only almost those of the system, so that the user should be asked.
 * Guesses come when nothing else is found: either all hits of a search are or none is.
 *
 * Returns: %TRUE if it is a guess
 *
 * Since: 2.0.0
 */
gboolean
osinfo_search_hit_is_guess(OsinfoSearchHit *hit)
{
    g_return_val_if_fail(OSINFO_IS_SEARCH_HIT(hit), FALSE);

    return hit->is_guess;
}

/**
 * osinfo_search_hit_get_key:
 * @hit: a hit
 *
 * Gets which parameter of the system says most of the words.
 *
 * Returns: (transfer none): the parameter, such as `name`, `short-id`, `codename`; `variant` for the
 *   name of a variant, `latest` where the words ask for the newest of a family
 *
 * Since: 2.0.0
 */
const gchar *
osinfo_search_hit_get_key(OsinfoSearchHit *hit)
{
    g_return_val_if_fail(OSINFO_IS_SEARCH_HIT(hit), NULL);

    return hit->key;
}

/**
 * osinfo_search_hit_get_text:
 * @hit: a hit
 *
 * Gets the text of the system that says most of the words, to be shown beside its name.
 *
 * Returns: (transfer none): the text, in whatever language it was found
 *
 * Since: 2.0.0
 */
const gchar *
osinfo_search_hit_get_text(OsinfoSearchHit *hit)
{
    g_return_val_if_fail(OSINFO_IS_SEARCH_HIT(hit), NULL);

    return hit->text;
}
