/* SPDX-License-Identifier: LGPL-2.1-or-later */
/**
 * OsinfoEvidence:
 *
 * One thing that a medium, tree or image says of itself: a key such as `iso9660.volume-id`,
 * `os-release.version-id` or `windows.build`, the value, and where it stands, such as
 * `primary volume descriptor` or `sources/install.wim`.
 *
 * Values are UTF-8 without control characters, whatever stands on the medium.
 *
 * Since: 2.0.0
 */
#include "config.h"

#include "recognise/osinfo_evidence_private.h"

struct _OsinfoEvidence {
    GObject parent_instance;
    char *key;
    char *value;
    char *where; /* NULL: a program said so */
};

G_DEFINE_FINAL_TYPE(OsinfoEvidence, osinfo_evidence, G_TYPE_OBJECT)

enum {
    PROP_0,
    PROP_KEY,
    PROP_VALUE,
    PROP_WHERE,
    N_PROPERTIES,
};

static GParamSpec *properties[N_PROPERTIES];

static void
osinfo_evidence_get_property(GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
    OsinfoEvidence *self = OSINFO_EVIDENCE(object);

    switch (id) {
    case PROP_KEY:
        g_value_set_string(value, self->key);
        break;
    case PROP_VALUE:
        g_value_set_string(value, self->value);
        break;
    case PROP_WHERE:
        g_value_set_string(value, self->where);
        break;
    default:
        G_OBJECT_WARN_INVALID_PROPERTY_ID(object, id, pspec);
        break;
    }
}

static void
osinfo_evidence_finalize(GObject *object)
{
    OsinfoEvidence *self = OSINFO_EVIDENCE(object);

    g_free(self->key);
    g_free(self->value);
    g_free(self->where);
    G_OBJECT_CLASS(osinfo_evidence_parent_class)->finalize(object);
}

static void
osinfo_evidence_class_init(OsinfoEvidenceClass *klass)
{
    GObjectClass *object_class = G_OBJECT_CLASS(klass);
    const GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;

    object_class->get_property = osinfo_evidence_get_property;
    object_class->finalize = osinfo_evidence_finalize;

    /**
     * OsinfoEvidence:key:
     *
     * What is said.
     *
     * Since: 2.0.0
     */
    properties[PROP_KEY] = g_param_spec_string("key", "Key", NULL, NULL, flags);
    /**
     * OsinfoEvidence:value:
     *
     * The value.
     *
     * Since: 2.0.0
     */
    properties[PROP_VALUE] = g_param_spec_string("value", "Value", NULL, NULL, flags);
    /**
     * OsinfoEvidence:where:
     *
     * Which part of the medium says so.
     *
     * Since: 2.0.0
     */
    properties[PROP_WHERE] = g_param_spec_string("where", "Where", NULL, NULL, flags);
    g_object_class_install_properties(object_class, N_PROPERTIES, properties);
}

static void
osinfo_evidence_init(OsinfoEvidence *self G_GNUC_UNUSED)
{
}

OsinfoEvidence *
evidence_object_new(const EvidenceItem *item)
{
    OsinfoEvidence *self = g_object_new(OSINFO_TYPE_EVIDENCE, NULL);

    self->key = g_strdup(item->key);
    self->value = item->text != NULL ? g_strdup(item->text)
                                     : g_strdup_printf("%" G_GINT64_FORMAT, item->number);
    self->where = g_strdup(item->where);
    return self;
}

/**
 * osinfo_evidence_get_key:
 * @evidence: evidence
 *
 * Gets what is said, in words of lower case with a full stop behind the source: `os-release.id`.
 *
 * Returns: (transfer none): the key
 *
 * Since: 2.0.0
 */
const gchar *
osinfo_evidence_get_key(OsinfoEvidence *evidence)
{
    g_return_val_if_fail(OSINFO_IS_EVIDENCE(evidence), NULL);

    return evidence->key;
}

/**
 * osinfo_evidence_get_value:
 * @evidence: evidence
 *
 * Gets the value. Numbers are decimal, sizes are in bytes.
 *
 * Returns: (transfer none): the value
 *
 * Since: 2.0.0
 */
const gchar *
osinfo_evidence_get_value(OsinfoEvidence *evidence)
{
    g_return_val_if_fail(OSINFO_IS_EVIDENCE(evidence), NULL);

    return evidence->value;
}

/**
 * osinfo_evidence_get_where:
 * @evidence: evidence
 *
 * Gets which part of the medium says so: a path on it, or a word for what has no path.
 *
 * Returns: (transfer none) (nullable): where it stands; %NULL when a program said it
 *
 * Since: 2.0.0
 */
const gchar *
osinfo_evidence_get_where(OsinfoEvidence *evidence)
{
    g_return_val_if_fail(OSINFO_IS_EVIDENCE(evidence), NULL);

    return evidence->where;
}
