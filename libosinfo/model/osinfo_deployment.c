/* SPDX-License-Identifier: LGPL-2.1-or-later */
/**
 * OsinfoDeployment:
 *
 * An operating system on a platform, with the devices that suit both, the preferred ones first.
 *
 * ```c
 * OsinfoDeployment *deployment = osinfo_db_find_deployment(db, os, platform);
 * g_autoptr(OsinfoFilter) network = osinfo_filter_new();
 *
 * osinfo_filter_add_constraint(network, OSINFO_DEVICE_PROP_CLASS, "net");
 * OsinfoDevice *card = osinfo_deployment_get_preferred_device(deployment, network);
 * ```
 *
 * Since: 0.0.1
 */
#include "config.h"

#include "entity/list_class.h"
#include "model/device_links.h"
#include "model/cached_target.h"
#include "osinfo/osinfo_deployment.h"

struct _OsinfoDeployment {
    OsinfoEntity parent_instance;
    gpointer os;               /* an OsinfoOs, held; NULL: none, or that of the record */
    gpointer platform;         /* an OsinfoPlatform, likewise */
    GPtrArray *links;          /* of OsinfoDeviceLink, those that a program added; NULL: none */
    GPtrArray *borrowed_links; /* by callers, under borrowed_mutex; NULL: none */
};

static GMutex borrowed_mutex;

G_DEFINE_FINAL_TYPE(OsinfoDeployment, osinfo_deployment, OSINFO_TYPE_ENTITY)

enum { PROP_OS = 1, PROP_PLATFORM };

static void
osinfo_deployment_get_property(GObject *object, guint property_id, GValue *value, GParamSpec *spec)
{
    OsinfoDeployment *self = OSINFO_DEPLOYMENT(object);

    switch (property_id) {
    case PROP_OS:
        g_value_set_object(value, osinfo_deployment_get_os(self));
        break;
    case PROP_PLATFORM:
        g_value_set_object(value, osinfo_deployment_get_platform(self));
        break;
    default:
        G_OBJECT_WARN_INVALID_PROPERTY_ID(object, property_id, spec);
        break;
    }
}

static void
osinfo_deployment_set_property(GObject *object, guint property_id, const GValue *value,
                               GParamSpec *spec)
{
    OsinfoDeployment *self = OSINFO_DEPLOYMENT(object);

    switch (property_id) {
    case PROP_OS:
        self->os = g_value_dup_object(value);
        break;
    case PROP_PLATFORM:
        self->platform = g_value_dup_object(value);
        break;
    default:
        G_OBJECT_WARN_INVALID_PROPERTY_ID(object, property_id, spec);
        break;
    }
}

static void
osinfo_deployment_finalize(GObject *object)
{
    OsinfoDeployment *self = OSINFO_DEPLOYMENT(object);

    g_clear_pointer(&self->os, g_object_unref);
    g_clear_pointer(&self->platform, g_object_unref);
    g_clear_pointer(&self->links, g_ptr_array_unref);
    g_clear_pointer(&self->borrowed_links, g_ptr_array_unref);
    G_OBJECT_CLASS(osinfo_deployment_parent_class)->finalize(object);
}

static void
osinfo_deployment_class_init(OsinfoDeploymentClass *klass)
{
    GObjectClass *object_class = G_OBJECT_CLASS(klass);
    GParamFlags flags = G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS;

    object_class->get_property = osinfo_deployment_get_property;
    object_class->set_property = osinfo_deployment_set_property;
    object_class->finalize = osinfo_deployment_finalize;

    /**
     * OsinfoDeployment:os:
     *
     * The operating system.
     */
    g_object_class_install_property(
        object_class, PROP_OS,
        g_param_spec_object("os", "Os", "The operating system", OSINFO_TYPE_OS, flags));

    /**
     * OsinfoDeployment:platform:
     *
     * The platform.
     */
    g_object_class_install_property(
        object_class, PROP_PLATFORM,
        g_param_spec_object("platform", "Platform", "The platform", OSINFO_TYPE_PLATFORM, flags));
}

static void
osinfo_deployment_init(OsinfoDeployment *self G_GNUC_UNUSED)
{
}

static GPtrArray *
collect_links(OsinfoDeployment *self)
{
    return device_links_collect(OSINFO_ENTITY(self), self->links, DEVICE_LINKS_REVERSED);
}

/* Makes a link live as long as the deployment. */
static OsinfoDeviceLink *
lend(OsinfoDeployment *self, OsinfoDeviceLink *link)
{
    g_mutex_lock(&borrowed_mutex);
    if (self->borrowed_links == NULL)
        self->borrowed_links = g_ptr_array_new_with_free_func(g_object_unref);
    if (!g_ptr_array_find(self->borrowed_links, link, NULL))
        g_ptr_array_add(self->borrowed_links, g_object_ref(link));
    g_mutex_unlock(&borrowed_mutex);
    return link;
}

/**
 * osinfo_deployment_new:
 * @id: (nullable): unique identifier, an URL by convention
 * @os: an operating system, which the deployment holds
 * @platform: a platform, which the deployment holds
 *
 * Makes a deployment without devices.
 *
 * Returns: (transfer full): a new deployment
 *
 * Since: 0.0.1
 */
OsinfoDeployment *
osinfo_deployment_new(const gchar *id, OsinfoOs *os, OsinfoPlatform *platform)
{
    g_return_val_if_fail(OSINFO_IS_OS(os), NULL);
    g_return_val_if_fail(OSINFO_IS_PLATFORM(platform), NULL);

    return g_object_new(OSINFO_TYPE_DEPLOYMENT, "id", id, "os", os, "platform", platform, NULL);
}

/**
 * osinfo_deployment_get_os:
 * @deployment: a deployment
 *
 * Gets the operating system.
 *
 * Returns: (transfer none) (nullable): the operating system; %NULL when the deployment was made
 *   without one
 *
 * Since: 0.0.1
 */
OsinfoOs *
osinfo_deployment_get_os(OsinfoDeployment *deployment)
{
    g_return_val_if_fail(OSINFO_IS_DEPLOYMENT(deployment), NULL);

    return cached_target_get(OSINFO_ENTITY(deployment), FACT_RELATION_OS, &deployment->os);
}

/**
 * osinfo_deployment_get_platform:
 * @deployment: a deployment
 *
 * Gets the platform.
 *
 * Returns: (transfer none) (nullable): the platform; %NULL when the deployment was made without one
 *
 * Since: 0.0.1
 */
OsinfoPlatform *
osinfo_deployment_get_platform(OsinfoDeployment *deployment)
{
    g_return_val_if_fail(OSINFO_IS_DEPLOYMENT(deployment), NULL);

    return cached_target_get(OSINFO_ENTITY(deployment), FACT_RELATION_PLATFORM,
                             &deployment->platform);
}

/**
 * osinfo_deployment_get_preferred_device:
 * @deployment: a deployment
 * @filter: (nullable): which devices; %NULL lets all pass
 *
 * Gets the device that suits best: the last one that was added, of those that @filter lets pass.
 *
 * Returns: (transfer none) (nullable): the device; %NULL when none passes
 *
 * Since: 0.0.1
 */
OsinfoDevice *
osinfo_deployment_get_preferred_device(OsinfoDeployment *deployment, OsinfoFilter *filter)
{
    g_return_val_if_fail(OSINFO_IS_DEPLOYMENT(deployment), NULL);
    g_return_val_if_fail(filter == NULL || OSINFO_IS_FILTER(filter), NULL);

    g_autoptr(GPtrArray) links = collect_links(deployment);

    for (guint i = 0; i < links->len; i++) {
        OsinfoDeviceLink *link = g_ptr_array_index(links, i);
        OsinfoDevice *device = osinfo_devicelink_get_target(link);

        if (device == NULL ||
            (filter != NULL && !osinfo_filter_matches(filter, OSINFO_ENTITY(device))))
            continue;
        lend(deployment, link);
        return device;
    }
    return NULL;
}

/**
 * osinfo_deployment_get_preferred_device_link:
 * @deployment: a deployment
 * @filter: (nullable): which links; %NULL lets all pass
 *
 * Gets the link to the device that suits best: the last one that was added, of those that @filter
 * lets pass.
 *
 * Returns: (transfer none) (nullable): the link; %NULL when none passes
 *
 * Since: 0.0.1
 */
OsinfoDeviceLink *
osinfo_deployment_get_preferred_device_link(OsinfoDeployment *deployment, OsinfoFilter *filter)
{
    g_return_val_if_fail(OSINFO_IS_DEPLOYMENT(deployment), NULL);
    g_return_val_if_fail(filter == NULL || OSINFO_IS_FILTER(filter), NULL);

    g_autoptr(GPtrArray) links = collect_links(deployment);

    for (guint i = 0; i < links->len; i++) {
        OsinfoDeviceLink *link = g_ptr_array_index(links, i);

        if (filter == NULL || osinfo_filter_matches(filter, OSINFO_ENTITY(link)))
            return lend(deployment, link);
    }
    return NULL;
}

/**
 * osinfo_deployment_get_devices:
 * @deployment: a deployment
 * @filter: (nullable): which devices; %NULL lets all pass
 *
 * Lists the devices, those that suit best first.
 *
 * Returns: (transfer full): a new list
 *
 * Since: 0.0.1
 */
OsinfoDeviceList *
osinfo_deployment_get_devices(OsinfoDeployment *deployment, OsinfoFilter *filter)
{
    g_return_val_if_fail(OSINFO_IS_DEPLOYMENT(deployment), NULL);
    g_return_val_if_fail(filter == NULL || OSINFO_IS_FILTER(filter), NULL);

    g_autoptr(GPtrArray) links = collect_links(deployment);

    return device_links_to_devices(links, filter);
}

/**
 * osinfo_deployment_get_device_links:
 * @deployment: a deployment
 * @filter: (nullable): which links; %NULL lets all pass
 *
 * Lists the links to devices, those that suit best first.
 *
 * Returns: (transfer full): a new list
 *
 * Since: 0.0.1
 */
OsinfoDeviceLinkList *
osinfo_deployment_get_device_links(OsinfoDeployment *deployment, OsinfoFilter *filter)
{
    g_return_val_if_fail(OSINFO_IS_DEPLOYMENT(deployment), NULL);
    g_return_val_if_fail(filter == NULL || OSINFO_IS_FILTER(filter), NULL);

    g_autoptr(GPtrArray) links = collect_links(deployment);

    return device_links_to_list(links, filter);
}

/**
 * osinfo_deployment_add_device:
 * @deployment: a deployment
 * @dev: a device
 *
 * Adds a device that suits better than all that are there.
 *
 * Returns: (transfer none): a new link to the device, held by the deployment
 *
 * Since: 0.0.1
 */
OsinfoDeviceLink *
osinfo_deployment_add_device(OsinfoDeployment *deployment, OsinfoDevice *dev)
{
    g_return_val_if_fail(OSINFO_IS_DEPLOYMENT(deployment), NULL);
    g_return_val_if_fail(OSINFO_IS_DEVICE(dev), NULL);

    return device_links_add(&deployment->links, OSINFO_ENTITY(deployment), dev);
}

/**
 * OsinfoDeploymentList:
 *
 * A list of deployments.
 *
 * Since: 0.0.1
 */

/**
 * osinfo_deploymentlist_new:
 *
 * Makes an empty list of deployments.
 *
 * Returns: (transfer full): a new list
 *
 * Since: 0.0.1
 */
/**
 * osinfo_deploymentlist_new_copy:
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
 * osinfo_deploymentlist_new_filtered:
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
 * osinfo_deploymentlist_new_intersection:
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
 * osinfo_deploymentlist_new_union:
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
OSINFO_DEFINE_LIST(Deployment, deployment, OsinfoList, OSINFO_TYPE_LIST, OSINFO_TYPE_DEPLOYMENT)
OSINFO_DEFINE_LIST_COPIES(Deployment, deployment, DEPLOYMENT)
