/* SPDX-License-Identifier: GPL-2.0-or-later */
/* One rule a file, rule_NAME.c; rules.c has the table of them. */
#pragma once

#include "check/lint/lint.h"
#include "common/translate.h"

/* All rules, by name; ends with a row of NULL. */
extern const LintRule lint_rules[];

void rule_cycles(LintDatabase *database);
void rule_dates(LintDatabase *database);
void rule_downloads(LintDatabase *database);
void rule_expressions(LintDatabase *database);
void rule_folders(LintDatabase *database);
void rule_identities(LintDatabase *database);
void rule_ids(LintDatabase *database);
void rule_labels(LintDatabase *database);
void rule_lifecycle(LintDatabase *database);
void rule_machines(LintDatabase *database);
void rule_namings(LintDatabase *database);
void rule_references(LintDatabase *database);
void rule_releases(LintDatabase *database);
void rule_resources(LintDatabase *database);
void rule_scripts(LintDatabase *database);
void rule_short_ids(LintDatabase *database);
void rule_translations(LintDatabase *database);
void rule_unknown(LintDatabase *database);
void rule_urls(LintDatabase *database);
void rule_values(LintDatabase *database);
void rule_variants(LintDatabase *database);
void rule_words(LintDatabase *database);

/* A Julian day; 0 when the text is not a date that can be one of a system. */
guint32 rule_parse_date(const char *text);
/* That of the element; 0 also where there is none. */
guint32 rule_read_date(const LintEntity *entity, const char *element);

/* An entity of a kind; the index runs over database->entities. */
#define RULE_FOREACH(entity, database, kind)                                                       \
    for (guint entity##_at = 0; entity##_at < (database)->entities->len; entity##_at++)            \
        for (const LintEntity *entity = g_ptr_array_index((database)->entities, entity##_at);      \
             entity != NULL; entity = NULL)                                                        \
            if (xml_node_is(entity->node, kind))
