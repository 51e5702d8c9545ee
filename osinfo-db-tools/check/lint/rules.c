/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The table of rules, for whoever runs them. How one is run stands in lint.c, which knows none. */
#include "check/lint/rules.h"

const LintRule lint_rules[] = {
    {"cycles", "no entity upgrades, derives from or clones itself", rule_cycles},
    {"dates", "dates exist, and support does not end before the release", rule_dates},
    {"downloads", "checksums can be found, and what is signed has a key", rule_downloads},
    {"expressions", "expressions compile, come to an end and do not fit an empty label",
     rule_expressions},
    {"folders", "addresses of a series do not lack the folder that others have", rule_folders},
    {"identities", "names elsewhere are as their scheme has them, and said once", rule_identities},
    {"ids", "an entity is defined once, in the file that its id names", rule_ids},
    {"labels", "expressions do not fit labels of other systems", rule_labels},
    {"lifecycle", "phases end one after the other, and repeat no date", rule_lifecycle},
    {"machines", "what systems since 2005 start from is said, if only that nobody knows",
     rule_machines},
    {"namings", "tables of names elsewhere are about systems that there are, and say it once",
     rule_namings},
    {"references", "what is referred to is defined", rule_references},
    {"releases", "dates of one release do not cross those of another", rule_releases},
    {"resources", "requirements are plausible, and the minimum is the least", rule_resources},
    {"scripts", "install scripts that are named are defined", rule_scripts},
    {"short-ids", "short ids are unique", rule_short_ids},
    {"translations", "translations have a language and a text to translate", rule_translations},
    {"unknown", "entries for releases to come derive from the newest one", rule_unknown},
    {"urls", "addresses are complete, and https where the host has it", rule_urls},
    {"values", "no value is blank or has blanks around it", rule_values},
    {"variants", "variants are unique in a system", rule_variants},
    {"words", "families and distributions are known ones", rule_words},
    {NULL, NULL, NULL},
};
