/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The phases of a <lifecycle> end one after the other, and say nothing that <eol-date> says. */
#include <string.h>

#include "check/lint/rules.h"
#include "check/xml_node.h"
#include "facts/lifecycle.h"

/* Of one system. */
typedef struct {
    LintDatabase *database;
    const LintFile *file;
    guint32 security; /* the eol-date; 0: there is none */
    gboolean has_standard;
    gboolean has_security;
    gboolean has_date; /* in a phase */
} Phases;

static void
check_standard(Phases *self, const xmlNode *phase, guint32 end)
{
    if (self->has_standard)
        lint_fault(self->database, self->file, phase, _("there is another phase '%s'"),
                   PHASE_STANDARD);
    self->has_standard = TRUE;
    if (self->security != 0 && end == self->security)
        lint_fault(self->database, self->file, phase,
                   _("a phase that ends on the <eol-date> is left out"));
    else if (self->security != 0 && end > self->security)
        lint_fault(self->database, self->file, phase,
                   _("standard support ends behind the <eol-date>"));
}

static void
check_security(Phases *self, const xmlNode *phase, guint32 end)
{
    if (self->has_security)
        lint_fault(self->database, self->file, phase, _("there is another phase '%s'"),
                   PHASE_SECURITY);
    self->has_security = TRUE;
    if (end != 0)
        lint_fault(self->database, self->file, phase,
                   _("the end of security updates is written as <eol-date>"));
    else if (self->security != 0)
        lint_fault(self->database, self->file, phase,
                   _("security updates without an end have no <eol-date>"));
}

static void
check_extended(Phases *self, const xmlNode *phase, guint32 end)
{
    g_autofree char *name = xml_node_attribute(phase, PHASE_NAME);

    if (name == NULL)
        lint_fault(self->database, self->file, phase, _("extended support has no name"));
    if (end != 0 && self->security != 0 && end <= self->security)
        lint_fault(self->database, self->file, phase,
                   _("extended support does not end behind the <eol-date>"));
}

static void
check_phase(Phases *self, const xmlNode *phase)
{
    g_autofree char *kind = xml_node_attribute(phase, PHASE_KIND);
    g_autofree char *text = xml_node_attribute(phase, PHASE_END);
    guint32 end = text != NULL ? rule_parse_date(text) : 0;

    /* what has no kind or end is a matter of the schema */
    if (kind == NULL || text == NULL)
        return;
    if (end == 0 && strcmp(text, PHASE_END_NONE) != 0)
        lint_fault(self->database, self->file, phase, _("'%s' is neither a date nor '%s'"), text,
                   PHASE_END_NONE);
    self->has_date |= end != 0;
    if (strcmp(kind, PHASE_STANDARD) == 0)
        check_standard(self, phase, end);
    else if (strcmp(kind, PHASE_SECURITY) == 0)
        check_security(self, phase, end);
    else if (strcmp(kind, PHASE_EXTENDED) == 0)
        check_extended(self, phase, end);
}

void
rule_lifecycle(LintDatabase *database)
{
    RULE_FOREACH (entity, database, "os") {
        const xmlNode *lifecycle = xml_node_child(entity->node, "lifecycle");
        Phases phases = {.database = database,
                         .file = entity->file,
                         .security = rule_read_date(entity, LIFECYCLE_EOL_DATE)};

        if (lifecycle == NULL)
            continue;
        XML_NODE_FOREACH (phase, lifecycle, "phase")
            check_phase(&phases, phase);
        if (xml_node_child(lifecycle, "source") == NULL &&
            (phases.has_date || phases.security != 0))
            lint_fault(database, entity->file, lifecycle, _("dates without a <source>"));
        if (phases.security == 0 && xml_node_child(lifecycle, "phase") == NULL)
            lint_fault(database, entity->file, lifecycle,
                       _("neither <eol-date> nor a phase: nothing is said"));
    }
}
