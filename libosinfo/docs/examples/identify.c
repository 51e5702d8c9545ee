/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Says what is on an installation medium, and what that system needs.
 *
 * usage: identify IMAGE
 */
#include <osinfo/osinfo.h>

static OsinfoDb *
load_database(GError **error)
{
    g_autoptr(OsinfoLoader) loader = osinfo_loader_new();
    g_autoptr(GError) problem = NULL;

    osinfo_loader_process_default_path(loader, &problem);
    if (problem != NULL) {
        g_propagate_error(error, g_steal_pointer(&problem));
        return NULL;
    }
    return g_object_ref(osinfo_loader_get_db(loader));
}

/* What is stated for exactly this architecture counts more than what holds for all. */
static OsinfoResources *
find_resources(OsinfoResourcesList *list, const char *architecture)
{
    OsinfoResources *general = NULL;

    for (gint i = 0; i < osinfo_list_get_length(OSINFO_LIST(list)); i++) {
        OsinfoResources *resources = OSINFO_RESOURCES(osinfo_list_get_nth(OSINFO_LIST(list), i));
        const char *stated = osinfo_resources_get_architecture(resources);

        if (g_strcmp0(stated, architecture) == 0)
            return resources;
        if (g_strcmp0(stated, OSINFO_ARCHITECTURE_ALL) == 0)
            general = resources;
    }
    return general;
}

static void
print_resources(const char *what, OsinfoResourcesList *list, const char *architecture)
{
    OsinfoResources *resources = find_resources(list, architecture);

    if (resources == NULL)
        return;
    /* numbers that are not known are -1 */
    if (osinfo_resources_get_ram(resources) > 0)
        g_print("%s memory: %" G_GINT64_FORMAT " MiB\n", what,
                osinfo_resources_get_ram(resources) / OSINFO_MEBIBYTES);
    if (osinfo_resources_get_storage(resources) > 0)
        g_print("%s storage: %" G_GINT64_FORMAT " GiB\n", what,
                osinfo_resources_get_storage(resources) / OSINFO_GIBIBYTES);
}

static gboolean
identify(OsinfoDb *db, const char *image, GError **error)
{
    g_autoptr(OsinfoMedia) media = osinfo_media_create_from_location(image, NULL, error);
    g_autoptr(OsinfoOs) os = NULL;
    g_autoptr(OsinfoResourcesList) minimum = NULL;
    g_autoptr(OsinfoResourcesList) recommended = NULL;
    const char *architecture = NULL;

    if (media == NULL)
        return FALSE;
    if (!osinfo_db_identify_media(db, media)) {
        g_print("unknown medium: %s\n", osinfo_media_get_volume_id(media));
        return TRUE;
    }
    os = osinfo_media_get_os(media);
    architecture = osinfo_media_get_architecture(media);
    g_print("%s for %s\n", osinfo_product_get_name(OSINFO_PRODUCT(os)), architecture);

    minimum = osinfo_os_get_minimum_resources(os);
    print_resources("minimum", minimum, architecture);
    recommended = osinfo_os_get_recommended_resources(os);
    print_resources("recommended", recommended, architecture);
    if (osinfo_media_get_kernel_path(media) != NULL)
        g_print("kernel: %s\n", osinfo_media_get_kernel_path(media));
    return TRUE;
}

int
main(int argc, char **argv)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(OsinfoDb) db = NULL;

    if (argc != 2) {
        g_printerr("usage: identify IMAGE\n");
        return 2;
    }
    db = load_database(&error);
    if (db == NULL || !identify(db, argv[1], &error)) {
        g_printerr("identify: %s\n", error->message);
        return 1;
    }
    return 0;
}
