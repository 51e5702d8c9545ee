/* SPDX-License-Identifier: LGPL-2.1-or-later */
/**
 * OsinfoDeviceLinkFilter:
 *
 * Picks device links both by their own parameters and by what another filter says of their devices.
 *
 * ```c
 * g_autoptr(OsinfoFilter) network = osinfo_filter_new();
 *
 * osinfo_filter_add_constraint(network, OSINFO_DEVICE_PROP_CLASS, "net");
 * g_autoptr(OsinfoDeviceLinkFilter) filter = osinfo_devicelinkfilter_new(network);
 * ```
 *
 * Since: 0.0.1
 */
#include "config.h"

#include "osinfo/osinfo_devicelink.h"
#include "osinfo/osinfo_devicelinkfilter.h"

struct _OsinfoDeviceLinkFilter {
    OsinfoFilter parent_instance;
    OsinfoFilter *target_filter; /* held; NULL lets all devices pass */
};

G_DEFINE_FINAL_TYPE(OsinfoDeviceLinkFilter, osinfo_devicelinkfilter, OSINFO_TYPE_FILTER)

enum { PROP_TARGET_FILTER = 1 };

static void
osinfo_devicelinkfilter_get_property(GObject *object, guint property_id, GValue *value,
                                     GParamSpec *spec)
{
    if (property_id == PROP_TARGET_FILTER)
        g_value_set_object(value, OSINFO_DEVICELINKFILTER(object)->target_filter);
    else
        G_OBJECT_WARN_INVALID_PROPERTY_ID(object, property_id, spec);
}

static void
osinfo_devicelinkfilter_set_property(GObject *object, guint property_id, const GValue *value,
                                     GParamSpec *spec)
{
    if (property_id == PROP_TARGET_FILTER)
        g_set_object(&OSINFO_DEVICELINKFILTER(object)->target_filter, g_value_get_object(value));
    else
        G_OBJECT_WARN_INVALID_PROPERTY_ID(object, property_id, spec);
}

static void
osinfo_devicelinkfilter_finalize(GObject *object)
{
    g_clear_object(&OSINFO_DEVICELINKFILTER(object)->target_filter);
    G_OBJECT_CLASS(osinfo_devicelinkfilter_parent_class)->finalize(object);
}

static gboolean
osinfo_devicelinkfilter_real_matches(OsinfoFilter *filter, OsinfoEntity *entity)
{
    OsinfoFilter *target_filter = OSINFO_DEVICELINKFILTER(filter)->target_filter;
    OsinfoFilterClass *parent_class = OSINFO_FILTER_CLASS(osinfo_devicelinkfilter_parent_class);

    g_return_val_if_fail(OSINFO_IS_DEVICELINK(entity), FALSE);

    if (!parent_class->matches(filter, entity))
        return FALSE;
    if (target_filter == NULL)
        return TRUE;

    OsinfoDevice *target = osinfo_devicelink_get_target(OSINFO_DEVICELINK(entity));

    return target != NULL && osinfo_filter_matches(target_filter, OSINFO_ENTITY(target));
}

static void
osinfo_devicelinkfilter_class_init(OsinfoDeviceLinkFilterClass *klass)
{
    GObjectClass *object_class = G_OBJECT_CLASS(klass);

    object_class->get_property = osinfo_devicelinkfilter_get_property;
    object_class->set_property = osinfo_devicelinkfilter_set_property;
    object_class->finalize = osinfo_devicelinkfilter_finalize;
    OSINFO_FILTER_CLASS(klass)->matches = osinfo_devicelinkfilter_real_matches;

    /**
     * OsinfoDeviceLinkFilter:target-filter:
     *
     * Which devices; %NULL lets all pass.
     */
    g_object_class_install_property(
        object_class, PROP_TARGET_FILTER,
        g_param_spec_object("target-filter", "Target Filter", "Which devices", OSINFO_TYPE_FILTER,
                            G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS));
}

static void
osinfo_devicelinkfilter_init(OsinfoDeviceLinkFilter *self G_GNUC_UNUSED)
{
}

/**
 * osinfo_devicelinkfilter_new:
 * @filter: (nullable): which devices; %NULL lets all pass
 *
 * Makes a filter for device links without constraints of its own.
 *
 * Returns: (transfer full): a new filter
 *
 * Since: 0.0.1
 */
OsinfoDeviceLinkFilter *
osinfo_devicelinkfilter_new(OsinfoFilter *filter)
{
    g_return_val_if_fail(filter == NULL || OSINFO_IS_FILTER(filter), NULL);

    return g_object_new(OSINFO_TYPE_DEVICELINKFILTER, "target-filter", filter, NULL);
}

/**
 * osinfo_devicelinkfilter_get_target_filter:
 * @filter: a filter for device links
 *
 * Gets the filter that sees the devices.
 *
 * Returns: (transfer none) (nullable): the filter; %NULL when all devices pass
 *
 * Since: 0.0.1
 */
OsinfoFilter *
osinfo_devicelinkfilter_get_target_filter(OsinfoDeviceLinkFilter *filter)
{
    g_return_val_if_fail(OSINFO_IS_DEVICELINKFILTER(filter), NULL);

    return filter->target_filter;
}
