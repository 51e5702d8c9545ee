/* SPDX-License-Identifier: LGPL-2.1-or-later */
/**
 * OsinfoLifecyclePhase:
 *
 * A time in which there are updates for a product: for whom, and until which day. A phase begins
 * with the release; what [method@Libosinfo.Product.get_lifecycle] lists ends one after the other.
 *
 * Since: 2.0.0
 */
#include "config.h"

#include "model/osinfo_lifecycle_phase_private.h"
#include "model/osinfo_product_private.h"
#include "osinfo/osinfo_enum_types.h"

struct _OsinfoLifecyclePhase {
    GObject parent_instance;
    OsinfoLifecyclePhaseKind kind;
    char *end;  /* NULL: the vendor announces none */
    char *name; /* NULL: none */
    gboolean is_paid;
};

G_DEFINE_FINAL_TYPE(OsinfoLifecyclePhase, osinfo_lifecycle_phase, G_TYPE_OBJECT)

enum {
    PROP_0,
    PROP_KIND,
    PROP_END_DATE_STRING,
    PROP_NAME,
    PROP_PAID,
    N_PROPERTIES,
};

static GParamSpec *properties[N_PROPERTIES];

static void
osinfo_lifecycle_phase_get_property(GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
    OsinfoLifecyclePhase *self = OSINFO_LIFECYCLE_PHASE(object);

    switch (id) {
    case PROP_KIND:
        g_value_set_enum(value, (gint)self->kind);
        break;
    case PROP_END_DATE_STRING:
        g_value_set_string(value, self->end);
        break;
    case PROP_NAME:
        g_value_set_string(value, self->name);
        break;
    case PROP_PAID:
        g_value_set_boolean(value, self->is_paid);
        break;
    default:
        G_OBJECT_WARN_INVALID_PROPERTY_ID(object, id, pspec);
        break;
    }
}

static void
osinfo_lifecycle_phase_finalize(GObject *object)
{
    OsinfoLifecyclePhase *self = OSINFO_LIFECYCLE_PHASE(object);

    g_free(self->end);
    g_free(self->name);
    G_OBJECT_CLASS(osinfo_lifecycle_phase_parent_class)->finalize(object);
}

static void
osinfo_lifecycle_phase_class_init(OsinfoLifecyclePhaseClass *klass)
{
    GObjectClass *object_class = G_OBJECT_CLASS(klass);
    const GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;

    object_class->get_property = osinfo_lifecycle_phase_get_property;
    object_class->finalize = osinfo_lifecycle_phase_finalize;

    /**
     * OsinfoLifecyclePhase:kind:
     *
     * What it brings, and to whom.
     *
     * Since: 2.0.0
     */
    properties[PROP_KIND] =
        g_param_spec_enum("kind", "Kind", NULL, OSINFO_TYPE_LIFECYCLE_PHASE_KIND,
                          OSINFO_LIFECYCLE_PHASE_KIND_STANDARD, flags);
    /**
     * OsinfoLifecyclePhase:end-date-string:
     *
     * The last day, as YYYY-MM-DD.
     *
     * Since: 2.0.0
     */
    properties[PROP_END_DATE_STRING] =
        g_param_spec_string("end-date-string", "EndDateString", NULL, NULL, flags);
    /**
     * OsinfoLifecyclePhase:name:
     *
     * What the vendor calls it.
     *
     * Since: 2.0.0
     */
    properties[PROP_NAME] = g_param_spec_string("name", "Name", NULL, NULL, flags);
    /**
     * OsinfoLifecyclePhase:paid:
     *
     * Whether it is for those who pay.
     *
     * Since: 2.0.0
     */
    properties[PROP_PAID] = g_param_spec_boolean("paid", "Paid", NULL, FALSE, flags);
    g_object_class_install_properties(object_class, N_PROPERTIES, properties);
}

static void
osinfo_lifecycle_phase_init(OsinfoLifecyclePhase *self G_GNUC_UNUSED)
{
}

OsinfoLifecyclePhase *
lifecycle_phase_new(OsinfoLifecyclePhaseKind kind, const char *end, const char *name,
                    gboolean is_paid)
{
    OsinfoLifecyclePhase *self = g_object_new(OSINFO_TYPE_LIFECYCLE_PHASE, NULL);

    self->kind = kind;
    self->end = g_strdup(end);
    self->name = g_strdup(name);
    self->is_paid = is_paid;
    return self;
}

/**
 * osinfo_lifecycle_phase_get_kind:
 * @phase: a phase
 *
 * Gets what the phase brings, and to whom.
 *
 * Returns: the kind
 *
 * Since: 2.0.0
 */
OsinfoLifecyclePhaseKind
osinfo_lifecycle_phase_get_kind(OsinfoLifecyclePhase *phase)
{
    g_return_val_if_fail(OSINFO_IS_LIFECYCLE_PHASE(phase), OSINFO_LIFECYCLE_PHASE_KIND_STANDARD);

    return phase->kind;
}

/**
 * osinfo_lifecycle_phase_get_end_date:
 * @phase: a phase
 *
 * Gets the last day of the phase.
 *
 * Returns: (transfer full) (nullable): a new date, free with [method@GLib.Date.free]; %NULL when the
 * vendor announces none
 *
 * Since: 2.0.0
 */
GDate *
osinfo_lifecycle_phase_get_end_date(OsinfoLifecyclePhase *phase)
{
    g_return_val_if_fail(OSINFO_IS_LIFECYCLE_PHASE(phase), NULL);

    return product_parse_date(phase->end);
}

/**
 * osinfo_lifecycle_phase_get_end_date_string:
 * @phase: a phase
 *
 * Gets the last day of the phase, as it is written in the database.
 *
 * Returns: (transfer none) (nullable): YYYY-MM-DD; %NULL when the vendor announces none
 *
 * Since: 2.0.0
 */
const gchar *
osinfo_lifecycle_phase_get_end_date_string(OsinfoLifecyclePhase *phase)
{
    g_return_val_if_fail(OSINFO_IS_LIFECYCLE_PHASE(phase), NULL);

    return phase->end;
}

/**
 * osinfo_lifecycle_phase_get_name:
 * @phase: a phase
 *
 * Gets what the vendor calls the phase.
 *
 * Returns: (transfer none) (nullable): the name; %NULL when it has none
 *
 * Since: 2.0.0
 */
const gchar *
osinfo_lifecycle_phase_get_name(OsinfoLifecyclePhase *phase)
{
    g_return_val_if_fail(OSINFO_IS_LIFECYCLE_PHASE(phase), NULL);

    return phase->name;
}

/**
 * osinfo_lifecycle_phase_is_paid:
 * @phase: a phase
 *
 * Tells whether the phase is for those who pay.
 *
 * Returns: %TRUE when there is a fee
 *
 * Since: 2.0.0
 */
gboolean
osinfo_lifecycle_phase_is_paid(OsinfoLifecyclePhase *phase)
{
    g_return_val_if_fail(OSINFO_IS_LIFECYCLE_PHASE(phase), FALSE);

    return phase->is_paid;
}
