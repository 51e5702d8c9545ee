/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Names of other entities, and of variants inside a system. Scripts have a rule of their own. */
#include <string.h>

#include "check/lint/device_lists.h"
#include "check/lint/rules.h"
#include "check/xml_node.h"

static const char *const relations[] = {"upgrades", "derives-from", "clones", NULL};

/* pci.ids and usb.ids define these; without them each is taken for one. */
static gboolean
is_listed_device(LintDatabase *database, const char *id)
{
    if (!device_lists_is_id(id))
        return FALSE;
    if (database->listed == NULL)
        database->listed = device_lists_read(database->pci_ids, database->usb_ids,
                                             &database->has_pci, &database->has_usb);
    return !(strstr(id, "//pcisig.com/") != NULL ? database->has_pci : database->has_usb) ||
           g_hash_table_contains(database->listed, id);
}

static void
check_reference(LintDatabase *database, const LintFile *file, const xmlNode *node, const char *kind,
                const char *id)
{
    if (id == NULL)
        lint_fault(database, file, node, _("reference <%s> has no id"), node->name);
    else if (!lint_database_has(database, kind, id) &&
             !(g_str_equal(kind, "device") && is_listed_device(database, id)))
        lint_fault(database, file, node, _("<%s> names '%s', a %s that is not defined"), node->name,
                   id, kind);
}

static void
check_devices(LintDatabase *database, const LintFile *file, const xmlNode *parent)
{
    XML_NODE_FOREACH (device, parent, "device") {
        g_autofree char *id = xml_node_attribute(device, "id");

        check_reference(database, file, device, "device", id);
    }
}

/* Is the variant one of this system, in whatever file? */
static gboolean
has_variant(LintDatabase *database, const LintEntity *os, const char *id)
{
    GPtrArray *same = g_hash_table_lookup(database->by_id, os->id);

    for (guint i = 0; i < same->len; i++) {
        const LintEntity *part = g_ptr_array_index(same, i);

        XML_NODE_FOREACH (variant, part->node, "variant") {
            g_autofree char *known = xml_node_attribute(variant, "id");

            if (g_strcmp0(known, id) == 0)
                return TRUE;
        }
    }
    return FALSE;
}

static void
check_variants(LintDatabase *database, const LintEntity *os, const xmlNode *part)
{
    XML_NODE_FOREACH (variant, part, "variant") {
        g_autofree char *id = xml_node_attribute(variant, "id");

        if (id == NULL || !has_variant(database, os, id))
            lint_fault(database, os->file, variant, _("'%s' is not a variant of this system"),
                       id != NULL ? id : "");
    }
}

static void
check_maps(LintDatabase *database, const LintEntity *os, const xmlNode *media)
{
    XML_NODE_FOREACH (iso, media, "iso") {
        XML_NODE_FOREACH (language, iso, "l10n-language") {
            g_autofree char *map = xml_node_attribute(language, "l10n-language-map");

            if (map != NULL)
                check_reference(database, os->file, language, "datamap", map);
        }
    }
}

static void
check_product(LintDatabase *database, const LintEntity *product)
{
    const char *kind = (const char *)product->node->name;

    for (guint i = 0; relations[i] != NULL; i++) {
        XML_NODE_FOREACH (relation, product->node, relations[i]) {
            g_autofree char *id = xml_node_attribute(relation, "id");

            check_reference(database, product->file, relation, kind, id);
        }
    }
    XML_NODE_FOREACH (devices, product->node, "devices") {
        check_devices(database, product->file, devices);
    }
}

static void
check_deployment(LintDatabase *database, const LintEntity *deployment)
{
    static const char *const ends[] = {"os", "platform"};

    for (guint i = 0; i < G_N_ELEMENTS(ends); i++) {
        XML_NODE_FOREACH (end, deployment->node, ends[i]) {
            g_autofree char *id = xml_node_attribute(end, "id");

            check_reference(database, deployment->file, end, ends[i], id);
        }
    }
    XML_NODE_FOREACH (devices, deployment->node, "devices") {
        check_devices(database, deployment->file, devices);
    }
}

void
rule_references(LintDatabase *database)
{
    RULE_FOREACH (platform, database, "platform") {
        check_product(database, platform);
    }
    RULE_FOREACH (deployment, database, "deployment") {
        check_deployment(database, deployment);
    }
    RULE_FOREACH (os, database, "os") {
        check_product(database, os);
        XML_NODE_FOREACH (driver, os->node, "driver") {
            check_devices(database, os->file, driver);
        }
        XML_NODE_FOREACH (media, os->node, "media") {
            check_variants(database, os, media);
            check_maps(database, os, media);
        }
        XML_NODE_FOREACH (tree, os->node, "tree") {
            check_variants(database, os, tree);
        }
        XML_NODE_FOREACH (image, os->node, "image") {
            check_variants(database, os, image);
        }
    }
}
