/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Units are the usual mistake: bytes and Hz, never MiB or MHz. */
#include <inttypes.h>

#include "check/lint/rules.h"
#include "check/xml_node.h"

#define KIBI G_GUINT64_CONSTANT(1024)

static const struct {
    const char *element;
    guint64 least, most;
} bounds[] = {
    {"n-cpus", 1, 4096},
    {"cpu", 1000 * 1000, G_GUINT64_CONSTANT(20000) * 1000 * 1000},
    {"ram", 16 * KIBI, (guint64)1 << 50},
    {"storage", 16 * KIBI, (guint64)1 << 50},
};

/* 0 when it is not given or no number. */
static guint64
get_number(const xmlNode *parent, const char *element)
{
    g_autofree char *text = parent != NULL ? xml_node_child_text(parent, element) : NULL;
    guint64 value = 0;

    if (text != NULL)
        g_ascii_string_to_unsigned(text, 10, 0, G_MAXUINT64, &value, NULL);
    return value;
}

static void
check_bounds(LintDatabase *database, const LintFile *file, const xmlNode *kind)
{
    for (guint i = 0; i < G_N_ELEMENTS(bounds); i++) {
        const xmlNode *node = xml_node_child(kind, bounds[i].element);
        guint64 value = get_number(kind, bounds[i].element);

        if (node != NULL && (value < bounds[i].least || value > bounds[i].most))
            lint_fault(database, file, node,
                       _("%" PRIu64 " is not a plausible <%s>: expected bytes, Hz or a count"),
                       value, bounds[i].element);
    }
}

static void
check_order(LintDatabase *database, const LintFile *file, const xmlNode *resources,
            const char *lesser, const char *greater)
{
    const xmlNode *less = xml_node_child(resources, lesser),
                  *great = xml_node_child(resources, greater);

    for (guint i = 0; i < G_N_ELEMENTS(bounds); i++) {
        guint64 low = get_number(less, bounds[i].element);
        guint64 high = get_number(great, bounds[i].element);

        if (low != 0 && high != 0 && low > high)
            lint_fault(database, file, xml_node_child(less, bounds[i].element),
                       _("%s <%s> is above %s"), lesser, bounds[i].element, greater);
    }
}

static void
check_once(LintDatabase *database, const LintEntity *os)
{
    g_autoptr(GHashTable) seen = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);

    XML_NODE_FOREACH (resources, os->node, "resources") {
        g_autofree char *arch = xml_node_attribute(resources, "arch");

        if (arch != NULL && !g_hash_table_add(seen, g_strdup(arch)))
            lint_fault(database, os->file, resources, _("duplicate resources for '%s'"), arch);
    }
}

void
rule_resources(LintDatabase *database)
{
    RULE_FOREACH (os, database, "os") {
        check_once(database, os);
        XML_NODE_FOREACH (resources, os->node, "resources") {
            XML_NODE_FOREACH (kind, resources, NULL) {
                check_bounds(database, os->file, kind);
            }
            check_order(database, os->file, resources, "minimum", "recommended");
            check_order(database, os->file, resources, "recommended", "maximum");
            check_order(database, os->file, resources, "minimum", "maximum");
        }
    }
}
