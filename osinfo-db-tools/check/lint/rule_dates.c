/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Days of the Gregorian calendar, in order. */
#include <string.h>

#include "check/lint/rules.h"
#include "check/xml_node.h"
#include "common/date.h"
#include "facts/fields.h"

/* Nothing in the database is older than the first multi-user system with a version. */
#define FIRST_YEAR 1960
#define LAST_YEAR 2099

/* What is further ahead is a slip of the keys: nobody says when a system will be released in ten
 * years, or supported in thirty. */
#define RELEASE_YEARS 5
#define SUPPORT_YEARS 20

guint32
rule_parse_date(const char *text)
{
    GDate date;

    if (!date_parse(text, &date) || g_date_get_year(&date) < FIRST_YEAR ||
        g_date_get_year(&date) > LAST_YEAR)
        return 0;
    return g_date_get_julian(&date);
}

/* Of the date at @path below @parent; an attribute may be one. */
static void
check_date(LintDatabase *database, const LintFile *file, const xmlNode *parent, const char *path)
{
    g_autoptr(GPtrArray) nodes = xml_node_list(parent, path);
    const char *attribute = strchr(path, '@');

    for (guint i = 0; i < nodes->len; i++) {
        const xmlNode *node = g_ptr_array_index(nodes, i);
        g_autofree char *text =
            attribute != NULL ? xml_node_attribute(node, attribute + 1) : xml_node_text(node);

        if (text != NULL && rule_parse_date(text) == 0)
            lint_fault(database, file, node, _("'%s' is not a date between %d and %d"), text,
                       FIRST_YEAR, LAST_YEAR);
    }
}

/* All dates that a thing of this kind, or a part of it, states. */
static void
check_dates(LintDatabase *database, const LintFile *file, const xmlNode *node, FactKind kind)
{
    guint n_parts = 0;
    const FactPartSpec *parts = fact_parts_get(&n_parts);
    const FieldSpec *field = NULL;
    FieldIter iter;

    field_iter_init(&iter, kind);
    while ((field = field_iter_next(&iter)) != NULL) {
        if (field->type == FIELD_DATE && field->path != NULL)
            check_date(database, file, node, field->path);
    }
    for (guint i = 0; i < n_parts; i++) {
        g_autoptr(GPtrArray) nodes = NULL;

        if (parts[i].owner != kind)
            continue;
        nodes = xml_node_list(node, parts[i].path);
        for (guint j = 0; j < nodes->len; j++)
            check_dates(database, file, g_ptr_array_index(nodes, j), parts[i].kind);
    }
}

guint32
rule_read_date(const LintEntity *entity, const char *element)
{
    g_autofree char *text = xml_node_child_text(entity->node, element);

    return text != NULL ? rule_parse_date(text) : 0;
}

static void
check_distance(LintDatabase *database, const LintEntity *entity, const char *element, guint years)
{
    guint32 date = rule_read_date(entity, element);

    if (database->today != 0 && date > database->today + years * 366)
        lint_fault(database, entity->file, xml_node_child(entity->node, element),
                   _("<%s> is more than %u years ahead"), element, years);
}

void
rule_dates(LintDatabase *database)
{
    RULE_FOREACH (entity, database, NULL) {
        FactKind kind = fact_kind_find_entity((const char *)entity->node->name);
        guint32 released = rule_read_date(entity, "release-date");
        guint32 ended = rule_read_date(entity, "eol-date");

        if (kind != FACT_N_KINDS)
            check_dates(database, entity->file, entity->node, kind);
        check_distance(database, entity, "release-date", RELEASE_YEARS);
        check_distance(database, entity, "eol-date", SUPPORT_YEARS);
        if (released != 0 && ended != 0 && ended < released)
            lint_fault(database, entity->file, xml_node_child(entity->node, "eol-date"),
                       _("support ends before the release"));
    }
}
