/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "common/text.h"
#include "common/translate.h"
#include "tools/os_record.h"

static OsinfoList *
list_media(OsinfoOs *os)
{
    return OSINFO_LIST(osinfo_os_get_media_list(os));
}

static OsinfoList *
list_trees(OsinfoOs *os)
{
    return OSINFO_LIST(osinfo_os_get_tree_list(os));
}

static OsinfoList *
list_images(OsinfoOs *os)
{
    return OSINFO_LIST(osinfo_os_get_image_list(os));
}

static OsinfoList *
list_variants(OsinfoOs *os)
{
    return OSINFO_LIST(osinfo_os_get_variant_list(os));
}

static OsinfoList *
list_drivers(OsinfoOs *os)
{
    return g_object_ref(OSINFO_LIST(osinfo_os_get_device_drivers(os)));
}

static OsinfoList *
list_firmware(OsinfoOs *os)
{
    return OSINFO_LIST(osinfo_os_get_complete_firmware_list(os, NULL));
}

static OsinfoList *
list_parts(OsinfoOs *os, FactKind kind)
{
    return OSINFO_LIST(osinfo_entity_get_parts(OSINFO_ENTITY(os), fact_kind_get(kind)->element));
}

static OsinfoList *
list_identities(OsinfoOs *os)
{
    return list_parts(os, FACT_KIND_IDENTITY);
}

static OsinfoList *
list_downloads(OsinfoOs *os)
{
    return list_parts(os, FACT_KIND_DOWNLOAD);
}

static OsinfoList *
list_signing_keys(OsinfoOs *os)
{
    return list_parts(os, FACT_KIND_SIGNING_KEY);
}

/* Entries that say anything: one that takes all from others may find nothing there. Takes over the list. */
static OsinfoList *
take_said(OsinfoResourcesList *list)
{
    g_autoptr(OsinfoList) all = OSINFO_LIST(list);
    OsinfoList *said = OSINFO_LIST(osinfo_resourceslist_new());

    for (gint i = 0; i < osinfo_list_get_length(all); i++) {
        OsinfoResources *entry = OSINFO_RESOURCES(osinfo_list_get_nth(all, i));

        if (osinfo_resources_get_n_cpus(entry) >= 0 || osinfo_resources_get_cpu(entry) >= 0 ||
            osinfo_resources_get_ram(entry) >= 0 || osinfo_resources_get_storage(entry) >= 0)
            osinfo_list_add(said, OSINFO_ENTITY(entry));
    }
    return said;
}

static OsinfoList *
list_minimum(OsinfoOs *os)
{
    return take_said(osinfo_os_get_minimum_resources(os));
}

static OsinfoList *
list_recommended(OsinfoOs *os)
{
    return take_said(osinfo_os_get_recommended_resources(os));
}

static OsinfoList *
list_maximum(OsinfoOs *os)
{
    return take_said(osinfo_os_get_maximum_resources(os));
}

static OsinfoList *
list_network_install(OsinfoOs *os)
{
    return take_said(osinfo_os_get_network_install_resources(os));
}

const OsRecordList *
os_record_lists(void)
{
    static const OsRecordList lists[] = {
        {"variants", N_("Variants"), FACT_KIND_VARIANT, list_variants},
        {"media", N_("Media"), FACT_KIND_MEDIA, list_media},
        {"trees", N_("Trees"), FACT_KIND_TREE, list_trees},
        {"images", N_("Images"), FACT_KIND_IMAGE, list_images},
        {"firmware", N_("Firmware"), FACT_KIND_FIRMWARE, list_firmware},
        {"drivers", N_("Drivers"), FACT_KIND_DRIVER, list_drivers},
        {"identities", N_("Names elsewhere"), FACT_KIND_IDENTITY, list_identities},
        {"downloads", N_("Downloads"), FACT_KIND_DOWNLOAD, list_downloads},
        {"signing-keys", N_("Signing keys"), FACT_KIND_SIGNING_KEY, list_signing_keys},
        {NULL, NULL, FACT_N_KINDS, NULL},
    };

    return lists;
}

const OsRecordList *
os_record_resources(void)
{
    static const OsRecordList levels[] = {
        {"minimum", N_("minimum"), FACT_KIND_MINIMUM_RESOURCES, list_minimum},
        {"recommended", N_("recommended"), FACT_KIND_RECOMMENDED_RESOURCES, list_recommended},
        {"maximum", N_("maximum"), FACT_KIND_MAXIMUM_RESOURCES, list_maximum},
        {"network-install", N_("network install"), FACT_KIND_NETWORK_INSTALL_RESOURCES,
         list_network_install},
        {NULL, NULL, FACT_N_KINDS, NULL},
    };

    return levels;
}

static void
add_architectures(GPtrArray *found, OsinfoList *parts)
{
    for (gint i = 0; i < osinfo_list_get_length(parts); i++) {
        /* that of all these kinds is called so */
        const char *name = osinfo_entity_get_param_value(osinfo_list_get_nth(parts, i),
                                                         OSINFO_MEDIA_PROP_ARCHITECTURE);

        if (name != NULL && !g_str_equal(name, OSINFO_ARCHITECTURE_ALL) &&
            !g_ptr_array_find_with_equal_func(found, name, g_str_equal, NULL))
            g_ptr_array_add(found, (gpointer)name);
    }
}

GPtrArray *
os_record_list_architectures(OsinfoOs *os)
{
    GPtrArray *found = g_ptr_array_new();
    g_autoptr(OsinfoPartList) machines =
        osinfo_entity_get_parts(OSINFO_ENTITY(os), fact_kind_get(FACT_KIND_MACHINE)->element);

    add_architectures(found, OSINFO_LIST(machines));
    for (const OsRecordList *row = os_record_lists(); row->key != NULL; row++) {
        if (row->kind == FACT_KIND_FIRMWARE)
            continue;

        g_autoptr(OsinfoList) parts = row->list(os);

        add_architectures(found, parts);
    }
    g_ptr_array_sort(found, text_compare_items);
    return found;
}
