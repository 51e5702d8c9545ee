/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Days of the Gregorian calendar, in order. */
#include <stdio.h>

#include "check/lint/rules.h"
#include "check/xml_node.h"

/* Nothing in the database is older than the first multi-user system with a version. */
#define FIRST_YEAR 1960
#define LAST_YEAR 2099

/* 0 when the text is not a date, else a number that grows by the day. */
static guint32
parse_date(const char *text)
{
    guint year, month, day;
    char end;

    if (!g_regex_match_simple("^[0-9]{4}-[0-9]{2}-[0-9]{2}$", text, G_REGEX_DOLLAR_ENDONLY, 0) ||
        sscanf(text, "%4u-%2u-%2u%c", &year, &month, &day, &end) != 3 || year < FIRST_YEAR ||
        year > LAST_YEAR || !g_date_valid_dmy((GDateDay)day, (GDateMonth)month, (GDateYear)year))
        return 0;

    GDate date;

    g_date_clear(&date, 1);
    g_date_set_dmy(&date, (GDateDay)day, (GDateMonth)month, (GDateYear)year);
    return g_date_get_julian(&date);
}

static guint32
check_date(LintDatabase *database, const LintEntity *entity, const char *element)
{
    const xmlNode *node = xml_node_child(entity->node, element);
    g_autofree char *text = node != NULL ? xml_node_text(node) : NULL;

    if (text == NULL)
        return 0;

    guint32 day = parse_date(text);

    if (day == 0)
        lint_fault(database, entity->file, node, _("'%s' is not a date between %d and %d"), text,
                   FIRST_YEAR, LAST_YEAR);
    return day;
}

void
rule_dates(LintDatabase *database)
{
    RULE_FOREACH (entity, database, NULL) {
        guint32 released = check_date(database, entity, "release-date");
        guint32 ended = check_date(database, entity, "eol-date");

        if (released != 0 && ended != 0 && ended < released)
            lint_fault(database, entity->file, xml_node_child(entity->node, "eol-date"),
                       _("support ends before the release"));
    }
}
