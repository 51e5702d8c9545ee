/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Identifications as CSV: a line for each match, and one for each medium or tree without any.
 */
#include "config.h"

#include "tools/detect_report.h"

/* Of the match, for media and for trees; and what is told also where there is none. */
/* clang-format off */
static const char *const media_columns[] = {
    "os", "short-id", "name", "family", "distro", "media", "architecture", "installer", "live",
    "variants", "languages", "confidence", "edition", "build", "update", "evidence", NULL};
static const char *const tree_columns[] = {
    "os", "short-id", "name", "family", "distro", "tree", "architecture", "variants", "confidence",
    "evidence", NULL};
static const char *const verdict_columns[] = {
    "found-architecture", "claimed-family", "claimed-version", "nearest", NULL};
/* clang-format on */

static void
add_field(Output *output, const char *text)
{
    output_add_csv_field(output, text, FALSE);
}

static void
add_boolean(Output *output, gboolean value)
{
    add_field(output, value ? "true" : "false");
}

static void
add_texts(Output *output, const char *const *texts)
{
    g_autofree char *joined = g_strjoinv(";", (char **)texts);

    add_field(output, joined);
}

static void
add_variants(Output *output, OsinfoEntity *entry)
{
    g_autoptr(OsinfoList) variants = entry_list_variants(entry);
    gint n_variants = osinfo_list_get_length(variants);
    g_autofree const char **names = g_new0(const char *, (gsize)n_variants + 1);

    for (gint i = 0; i < n_variants; i++) {
        OsinfoOsVariant *variant = OSINFO_OS_VARIANT(osinfo_list_get_nth(variants, i));
        const char *name = osinfo_os_variant_get_name(variant);

        names[i] = name != NULL ? name : "";
    }
    add_texts(output, names);
}

/* Whether there is an installer, and a live system. */
static void
add_use(Output *output, OsinfoMedia *entry)
{
    if (entry == NULL) {
        add_field(output, NULL);
        add_field(output, NULL);
        return;
    }
    add_boolean(output, osinfo_media_get_installer(entry));
    add_boolean(output, osinfo_media_get_live(entry));
}

/* How sure a match is, and why. */
static void
write_reasons(Output *output, const Identification *identification, OsinfoCandidate *candidate)
{
    add_field(output, confidence_get_word(osinfo_candidate_get_confidence(candidate)));
    if (identification->type != SUBJECT_TREE) {
        add_texts(output, osinfo_candidate_get_editions(candidate));
        add_field(output, osinfo_candidate_get_build(candidate));
        add_field(output, osinfo_candidate_get_update(candidate));
    }
    add_texts(output, osinfo_candidate_get_supported_by(candidate));
}

/* What all of the evidence comes to, be it known or not. */
static void
write_verdict(Output *output, const Identification *identification)
{
    OsinfoIdentification *verdict = identification->verdict;
    OsinfoOs *nearest = identification_find_nearest(identification);

    add_field(output, verdict != NULL ? osinfo_identification_get_architecture(verdict) : NULL);
    add_field(output, verdict != NULL ? osinfo_identification_get_claimed_family(verdict) : NULL);
    add_field(output, verdict != NULL ? osinfo_identification_get_claimed_version(verdict) : NULL);
    add_field(output,
              nearest != NULL ? osinfo_product_get_short_id(OSINFO_PRODUCT(nearest)) : NULL);
}

static void
write_match(Report *self, const Identification *identification, gint number)
{
    const Match *match = identification_get_match(identification, number);
    OsinfoEntity *entry = match->entry;
    OsinfoOs *os = match->os;
    gboolean is_media = identification->type != SUBJECT_TREE;

    add_field(self->output, osinfo_entity_get_id(OSINFO_ENTITY(os)));
    add_field(self->output, osinfo_product_get_short_id(OSINFO_PRODUCT(os)));
    add_field(self->output, osinfo_product_get_name(OSINFO_PRODUCT(os)));
    add_field(self->output, osinfo_os_get_family(os));
    add_field(self->output, osinfo_os_get_distro(os));
    add_field(self->output, entry != NULL ? osinfo_entity_get_id(entry) : NULL);
    add_field(self->output, match_get_any_architecture(match));
    if (is_media)
        add_use(self->output, OSINFO_IS_MEDIA(entry) ? OSINFO_MEDIA(entry) : NULL);
    add_variants(self->output, entry);
    if (is_media)
        add_texts(self->output, osinfo_candidate_get_languages(match->candidate));
    write_reasons(self->output, identification, match->candidate);
}

static void
write_subject(Report *self, const Identification *identification)
{
    gboolean is_media = identification->type != SUBJECT_TREE;
    const FieldEvidence *evidence = subject_get_evidence(identification->type);
    const GError *error = identification->error;

    output_add_csv_field(self->output, identification->path, TRUE);
    if (is_media && identification->knows_bootable)
        add_boolean(self->output, identification->is_bootable);
    else if (is_media)
        add_field(self->output, NULL);
    add_field(self->output, error != NULL ? error->message : NULL);
    for (guint i = 0; i < evidence->n_matched; i++)
        add_field(self->output, identification->subject != NULL
                                    ? osinfo_entity_get_param_value(identification->subject,
                                                                    evidence->fields[i]->key)
                                    : NULL);
}

void
report_write_csv(Report *self, const Identification *identification)
{
    gint n_matches = report_get_n_matches(self, identification);
    const char *const *columns =
        identification->type == SUBJECT_TREE ? tree_columns : media_columns;

    for (gint i = 0; i < MAX(n_matches, 1); i++) {
        write_subject(self, identification);
        if (i < n_matches)
            write_match(self, identification, i);
        for (guint j = 0; n_matches == 0 && columns[j] != NULL; j++)
            add_field(self->output, NULL);
        write_verdict(self->output, identification);
        output_end_csv_line(self->output);
    }
}

void
report_write_csv_head(Report *self, SubjectType type)
{
    const FieldEvidence *evidence = subject_get_evidence(type);
    const char *const *columns = type == SUBJECT_TREE ? tree_columns : media_columns;

    output_add_csv_field(self->output, "path", TRUE);
    if (type != SUBJECT_TREE)
        add_field(self->output, OSINFO_MEDIA_PROP_BOOTABLE);
    add_field(self->output, "error");
    for (guint i = 0; i < evidence->n_matched; i++)
        add_field(self->output, evidence->fields[i]->key);
    for (guint i = 0; columns[i] != NULL; i++)
        add_field(self->output, columns[i]);
    for (guint i = 0; verdict_columns[i] != NULL; i++)
        add_field(self->output, verdict_columns[i]);
    output_end_csv_line(self->output);
}
