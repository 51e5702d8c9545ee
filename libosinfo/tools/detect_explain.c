/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Why a medium or tree is held for what it is: what it says and where, what it may be, what decided,
 * and what would have been needed.
 */
#include "config.h"

#include <string.h>

#include "common/translate.h"
#include "tools/detect_report.h"

/* Of so many candidates it is told what they would need. */
#define SHOWN_SYSTEMS 4

static GListModel *
get_candidates(const Identification *identification)
{
    return osinfo_identification_get_candidates(identification->verdict);
}

static void
write_evidence(Output *output, const Identification *identification)
{
    GListModel *items = osinfo_identification_get_evidence(identification->verdict);

    output_add(output, _("Evidence:\n"));
    for (guint i = 0; i < g_list_model_get_n_items(items); i++) {
        g_autoptr(OsinfoEvidence) item = g_list_model_get_item(items, i);
        const char *where = osinfo_evidence_get_where(item);

        output_add_format(output, "  %s: %s", osinfo_evidence_get_key(item),
                          osinfo_evidence_get_value(item));
        if (where != NULL)
            output_add_format(output, " (%s)", where);
        output_add(output, "\n");
    }
}

static void
write_keys(Output *output, const char *heading, const char *const *keys)
{
    g_autofree char *joined = g_strjoinv(", ", (char **)keys);

    if (*keys != NULL)
        output_add_format(output, "    %s %s\n", heading, joined);
}

/* One after the other, since entries of one system can match alike. */
static gboolean
are_alike(OsinfoCandidate *a, OsinfoCandidate *b)
{
    return osinfo_candidate_get_os(a) == osinfo_candidate_get_os(b) &&
           osinfo_candidate_get_confidence(a) == osinfo_candidate_get_confidence(b) &&
           g_strv_equal(osinfo_candidate_get_supported_by(a),
                        osinfo_candidate_get_supported_by(b)) &&
           g_strv_equal(osinfo_candidate_get_contradicted_by(a),
                        osinfo_candidate_get_contradicted_by(b));
}

static void
write_candidates(Output *output, const Identification *identification)
{
    GListModel *candidates = get_candidates(identification);

    if (g_list_model_get_n_items(candidates) == 0)
        return;
    output_add(output, _("Candidates:\n"));
    for (guint i = 0; i < g_list_model_get_n_items(candidates); i++) {
        g_autoptr(OsinfoCandidate) candidate = g_list_model_get_item(candidates, i);
        g_autoptr(OsinfoCandidate) previous =
            i > 0 ? g_list_model_get_item(candidates, i - 1) : NULL;
        OsinfoOs *os = osinfo_candidate_get_os(candidate);

        if (previous != NULL && are_alike(candidate, previous))
            continue;
        output_add_format(output, "  %s (%s): %s\n", os_get_shown_name(os),
                          osinfo_entity_get_id(OSINFO_ENTITY(os)),
                          confidence_get_word(osinfo_candidate_get_confidence(candidate)));
        /* Translators: what follows are keys of what speaks for a system */
        write_keys(output, _("for:"), osinfo_candidate_get_supported_by(candidate));
        /* Translators: what follows are keys of what speaks against a system */
        write_keys(output, _("against:"), osinfo_candidate_get_contradicted_by(candidate));
    }
}

static const char *
get_reason(const Identification *identification, OsinfoCandidate *best)
{
    if (best == NULL)
        return _("Nothing of it is known to the database.");
    switch (osinfo_candidate_get_confidence(best)) {
    case OSINFO_CONFIDENCE_CERTAIN:
        return _("Content decides: it is this system's alone.");
    case OSINFO_CONFIDENCE_LABEL:
        return identification->type == SUBJECT_TREE
                   ? _("The treeinfo file decides: it is this system's alone.")
                   : _("The label decides: it is this system's alone, and content does not say "
                       "which release it is.");
    case OSINFO_CONFIDENCE_AMBIGUOUS:
        return _("Nothing decides: it can be any of these systems.");
    case OSINFO_CONFIDENCE_FAMILY:
        return _("The family is known; nothing says which release it is.");
    case OSINFO_CONFIDENCE_RELATIVE:
    default:
        return NULL;
    }
}

static void
write_line(Output *output, const char *text)
{
    if (text != NULL)
        output_add_format(output, "  %s\n", text);
}

static void
write_decision(const Report *self, const Identification *identification)
{
    g_autoptr(OsinfoCandidate) best = identification_dup_best(identification);
    g_autofree char *claim = claim_describe(identification);
    g_autoptr(GPtrArray) systems = label_list_systems(self, identification);
    g_autofree char *label = label_describe_fault(identification, systems);

    output_add(self->output, _("Decision:\n"));
    write_line(self->output, get_reason(identification, best));
    write_line(self->output, claim);
    write_line(self->output, label);
    if (identification_lacks_files(identification))
        write_line(self->output, _("Files were not looked into, since the medium is on a server."));
}

/* For each candidate what would decide for it. */
static void
write_systems(Output *output, const Identification *identification)
{
    GListModel *candidates = get_candidates(identification);
    g_autoptr(GPtrArray) told = g_ptr_array_new();

    for (guint i = 0; i < g_list_model_get_n_items(candidates) && told->len < SHOWN_SYSTEMS; i++) {
        g_autoptr(OsinfoCandidate) candidate = g_list_model_get_item(candidates, i);
        OsinfoOs *os = osinfo_candidate_get_os(candidate);
        g_autoptr(GPtrArray) needs = needs_list(os);

        if (g_ptr_array_find(told, os, NULL) || needs->len == 0)
            continue;
        g_ptr_array_add(told, os);
        output_add_format(output, "  %s:\n", os_get_shown_name(os));
        for (guint j = 0; j < needs->len; j++)
            output_add_format(output, "    %s\n", (const char *)g_ptr_array_index(needs, j));
    }
    if (told->len == 0)
        write_line(output, _("content that says which system it is, of which the database has "
                             "nothing yet"));
}

static void
write_needs(Output *output, const Identification *identification)
{
    g_autoptr(OsinfoCandidate) best = identification_dup_best(identification);
    OsinfoConfidence confidence =
        best != NULL ? osinfo_candidate_get_confidence(best) : OSINFO_CONFIDENCE_FAMILY;

    if (best != NULL && confidence == OSINFO_CONFIDENCE_CERTAIN)
        return;
    if (identification->type == SUBJECT_TREE && confidence == OSINFO_CONFIDENCE_LABEL)
        return;
    output_add(output, _("Needed to be certain:\n"));
    if (best == NULL)
        write_line(output, _("a label or a file that the database knows; osinfo-detect(1) names "
                             "the files that are looked at"));
    else if (confidence == OSINFO_CONFIDENCE_RELATIVE)
        write_line(output, _("an entry for this release in the database"));
    else if (confidence == OSINFO_CONFIDENCE_FAMILY)
        write_line(output, _("a version, on the label or in a file that osinfo-detect(1) names"));
    else
        write_systems(output, identification);
}

void
report_write_explanation(Report *self, const Identification *identification)
{
    g_autoptr(OsinfoCandidate) best = identification_dup_best(identification);

    if (identification->verdict == NULL)
        return;
    image_write_layers(identification, self->output);
    write_evidence(self->output, identification);
    write_candidates(self->output, identification);
    write_decision(self, identification);
    write_needs(self->output, identification);
    if (best != NULL && osinfo_candidate_get_confidence(best) > OSINFO_CONFIDENCE_RELATIVE)
        return;
    output_add(self->output, _("Report for those who keep the database, without paths and names of "
                               "users or machines:\n"));
    sendable_write(self, identification);
}
