/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Turns evidence into parameters and back, by the rows of facts/fields.h, keeps it with objects, and
 * turns entities into entries.
 */
#include "config.h"

#include "facts/fields.h"
#include "osinfo/osinfo_media.h"
#include "osinfo/osinfo_tree.h"
#include "recognise/entity_evidence.h"

/* What an object keeps its evidence under. */
#define EVIDENCE_DATA "osinfo-evidence"

FactKind
entity_get_matched_kind(OsinfoEntity *entity)
{
    return OSINFO_IS_TREE(entity) ? FACT_KIND_TREE : FACT_KIND_MEDIA;
}

void
entity_set_evidence(OsinfoEntity *entity, const Evidence *evidence)
{
    const FieldEvidence *rows = field_get_evidence(entity_get_matched_kind(entity));

    for (guint i = 0; i < rows->n_fields; i++) {
        const FieldSpec *row = rows->fields[i];
        const char *text = evidence_get_text(evidence, row->evidence);
        gint64 number = evidence_get_number(evidence, row->evidence);

        if (text != NULL)
            osinfo_entity_set_param(entity, row->key, text);
        else if (number >= 0)
            osinfo_entity_set_param_int64(entity, row->key, number);
    }
}

static void
free_evidence(gpointer data)
{
    evidence_clear(data);
    g_free(data);
}

void
entity_take_evidence(OsinfoEntity *entity, Evidence *evidence)
{
    Evidence *kept = g_new(Evidence, 1);

    *kept = *evidence;
    evidence_init(evidence);
    g_object_set_data_full(G_OBJECT(entity), EVIDENCE_DATA, kept, free_evidence);
}

const Evidence *
entity_get_evidence(OsinfoEntity *entity)
{
    return g_object_get_data(G_OBJECT(entity), EVIDENCE_DATA);
}

void
evidence_add_entity(Evidence *self, OsinfoEntity *entity)
{
    const FieldEvidence *rows = field_get_evidence(entity_get_matched_kind(entity));
    const char *architecture =
        osinfo_entity_get_param_value(entity, OSINFO_MEDIA_PROP_ARCHITECTURE);

    if (architecture != NULL)
        evidence_add_given(self, EVIDENCE_ARCHITECTURE, architecture);
    for (guint i = 0; i < rows->n_matched; i++) {
        const FieldSpec *row = rows->fields[i];
        const char *text = osinfo_entity_get_param_value(entity, row->key);

        if (text != NULL && i < rows->n_expressions)
            evidence_add_given(self, row->evidence, text);
        else if (text != NULL)
            evidence_add_number(self, row->evidence,
                                osinfo_entity_get_param_value_int64(entity, row->key), "given");
    }
}

static const char *
get_param_value(const Entry *self, const char *key)
{
    return osinfo_entity_get_param_value(self->other, key);
}

Entry
entry_of_entity(FactKind kind, OsinfoEntity *entity)
{
    return (Entry){.kind = kind,
                   .id = osinfo_entity_get_id(entity),
                   .get_value = get_param_value,
                   .other = entity};
}
