/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Identifications as JSON, in the shape that osinfo-detect(1) documents: every member is always
 * there.
 */
#include "config.h"

#include "tools/detect_report.h"
#include "tools/guest_defaults.h"
#include "tools/json_parts.h"

static void
add_error(JsonBuilder *builder, const GError *error)
{
    if (error == NULL) {
        json_add_text(builder, "error", NULL);
        return;
    }
    json_builder_set_member_name(builder, "error");
    json_builder_begin_object(builder);
    json_add_text(builder, "domain", g_quark_to_string(error->domain));
    json_builder_set_member_name(builder, "code");
    json_builder_add_int_value(builder, error->code);
    json_add_text(builder, "message", error->message);
    json_builder_end_object(builder);
}

/* What the medium or tree says of itself. */
static void
add_evidence(JsonBuilder *builder, const Identification *identification)
{
    const FieldEvidence *evidence = subject_get_evidence(identification->type);

    for (guint i = 0; identification->type != SUBJECT_IMAGE && i < evidence->n_fields; i++)
        json_add_fact(builder, identification->subject, evidence->fields[i]);
}

static void
add_bootable(JsonBuilder *builder, const Identification *identification)
{
    json_builder_set_member_name(builder, OSINFO_MEDIA_PROP_BOOTABLE);
    if (identification->knows_bootable)
        json_builder_add_boolean_value(builder, identification->is_bootable);
    else
        json_builder_add_null_value(builder);
}

static void
add_os(JsonBuilder *builder, const char *key, OsinfoOs *os)
{
    json_builder_set_member_name(builder, key);
    if (os == NULL) {
        json_builder_add_null_value(builder);
        return;
    }
    json_builder_begin_object(builder);
    json_add_text(builder, "id", osinfo_entity_get_id(OSINFO_ENTITY(os)));
    json_add_text(builder, "short-id", osinfo_product_get_short_id(OSINFO_PRODUCT(os)));
    json_add_text(builder, "name", osinfo_product_get_name(OSINFO_PRODUCT(os)));
    json_add_text(builder, "family", osinfo_os_get_family(os));
    json_add_text(builder, "distro", osinfo_os_get_distro(os));
    json_builder_end_object(builder);
}

/* Whether there is an installer, and a live system; null without an entry. */
static void
add_use(JsonBuilder *builder, OsinfoMedia *entry)
{
    if (entry == NULL) {
        json_add_text(builder, "installer", NULL);
        json_add_text(builder, "live", NULL);
        return;
    }
    json_add_boolean(builder, "installer", osinfo_media_get_installer(entry));
    json_add_boolean(builder, "live", osinfo_media_get_live(entry));
}

/* How sure a match is, and why. */
static void
add_reasons(JsonBuilder *builder, const Match *match)
{
    OsinfoCandidate *candidate = match->candidate;
    const char *const *editions = osinfo_candidate_get_editions(candidate);
    gboolean is_one = editions[0] != NULL && editions[1] == NULL;

    json_add_text(builder, "confidence",
                  confidence_get_word(osinfo_candidate_get_confidence(candidate)));
    json_add_text(builder, "family", osinfo_os_get_family(match->os));
    json_add_text(builder, "distro", osinfo_os_get_distro(match->os));
    json_add_text(builder, "edition", is_one ? editions[0] : NULL);
    json_add_strings(builder, "editions", editions);
    json_add_text(builder, "build", osinfo_candidate_get_build(candidate));
    json_add_text(builder, "update", osinfo_candidate_get_update(candidate));
    json_add_strings(builder, "evidence", osinfo_candidate_get_supported_by(candidate));
    json_add_strings(builder, "against", osinfo_candidate_get_contradicted_by(candidate));
}

static void
add_match(JsonBuilder *builder, Report *self, const Identification *identification, gint number)
{
    const Match *match = identification_get_match(identification, number);
    OsinfoEntity *entry = match->entry;
    gboolean is_media = identification->type == SUBJECT_MEDIA;
    g_autoptr(OsinfoList) variants = entry_list_variants(entry);

    json_builder_begin_object(builder);
    add_os(builder, "os", match->os);
    json_add_text(builder, subject_get_word(identification->type),
                  entry != NULL ? osinfo_entity_get_id(entry) : NULL);
    json_add_text(builder, "architecture", match_get_any_architecture(match));
    if (is_media)
        add_use(builder, OSINFO_MEDIA(entry));
    json_add_variants(builder, variants);
    if (is_media)
        json_add_strings(builder, "languages", osinfo_candidate_get_languages(match->candidate));
    add_reasons(builder, match);
    if (self->has_defaults)
        guest_defaults_add_json(identification, number, builder);
    json_builder_end_object(builder);
}

static void
add_claim(JsonBuilder *builder, OsinfoIdentification *verdict)
{
    const char *family = verdict != NULL ? osinfo_identification_get_claimed_family(verdict) : NULL;

    json_builder_set_member_name(builder, "claimed");
    if (family == NULL) {
        json_builder_add_null_value(builder);
        return;
    }
    json_builder_begin_object(builder);
    json_add_text(builder, "family", family);
    json_add_text(builder, "version", osinfo_identification_get_claimed_version(verdict));
    json_builder_end_object(builder);
}

static void
add_found(JsonBuilder *builder, OsinfoIdentification *verdict)
{
    GListModel *items = verdict != NULL ? osinfo_identification_get_evidence(verdict) : NULL;
    guint n_items = items != NULL ? g_list_model_get_n_items(items) : 0;

    json_builder_set_member_name(builder, "evidence");
    json_builder_begin_array(builder);
    for (guint i = 0; i < n_items; i++) {
        g_autoptr(OsinfoEvidence) item = g_list_model_get_item(items, i);

        json_builder_begin_object(builder);
        json_add_text(builder, "key", osinfo_evidence_get_key(item));
        json_add_text(builder, "value", osinfo_evidence_get_value(item));
        json_add_text(builder, "where", osinfo_evidence_get_where(item));
        json_builder_end_object(builder);
    }
    json_builder_end_array(builder);
}

/* What all of the evidence comes to, be it known or not. */
static void
add_verdict(JsonBuilder *builder, const Identification *identification)
{
    static const char *const none[] = {NULL};
    OsinfoIdentification *verdict = identification->verdict;

    json_add_text(builder, "architecture",
                  verdict != NULL ? osinfo_identification_get_architecture(verdict) : NULL);
    if (identification->type == SUBJECT_MEDIA)
        json_add_strings(builder, "languages",
                         verdict != NULL ? osinfo_identification_get_languages(verdict) : none);
    add_claim(builder, verdict);
    add_os(builder, "nearest", identification_find_nearest(identification));
    add_found(builder, verdict);
}

void
report_write_json(Report *self, const Identification *identification)
{
    g_autoptr(JsonBuilder) builder = json_builder_new();

    json_builder_begin_object(builder);
    json_add_text(builder, "path", identification->path);
    if (identification->type == SUBJECT_MEDIA)
        add_bootable(builder, identification);
    add_error(builder, identification->error);
    if (identification->type == SUBJECT_IMAGE)
        image_add_json(identification, builder);
    add_evidence(builder, identification);
    add_verdict(builder, identification);
    json_builder_set_member_name(builder, "matches");
    json_builder_begin_array(builder);
    for (gint i = 0; i < report_get_n_matches(self, identification); i++)
        add_match(builder, self, identification, i);
    json_builder_end_array(builder);
    if (self->checks != NULL)
        checks_add_json(self->checks, builder);
    json_builder_end_object(builder);
    output_add_json_item(self->output, json_builder_get_root(builder));
}
