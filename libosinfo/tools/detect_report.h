/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include "facts/fields.h"
#include "tools/identification.h"
#include "tools/output.h"

/* Whether a medium or tree can be recognised, and what is missing. */
typedef struct Checks Checks;

/* How identifications are told. */
typedef struct {
    OsinfoDb *db;
    Output *output;
    gboolean all;          /* matches, not only the best */
    gboolean has_defaults; /* those of each match's system */
    gboolean has_headings; /* the path before what is said of it */
    const Checks *checks;  /* borrowed; of what is told now; NULL: nobody asked for any */
    GPtrArray *names;      /* owned; what a report must not tell; NULL: nobody has asked yet */
} Report;

void report_clear(Report *self);

/* How many matches are told. */
gint report_get_n_matches(const Report *self, const Identification *identification);

/* What a medium or tree says of itself. In CSV there is only what is matched; images have the columns of media. */
static inline const FieldEvidence *
subject_get_evidence(SubjectType type)
{
    return field_get_evidence(type == SUBJECT_TREE ? FACT_KIND_TREE : FACT_KIND_MEDIA);
}

/* The word for it in formats for programs. */
const char *subject_get_word(SubjectType type);

/* Of a disk image: sentences on a match, without one as well (@match: NULL); how it was gone into; members of an
 * object. */
void image_write_match(const Identification *identification, const Match *match, const char *prefix,
                       Output *output);
void image_write_state(const Identification *identification, Output *output);
void image_write_layers(const Identification *identification, Output *output);
void image_add_json(const Identification *identification, JsonBuilder *builder);

/* That the release is not in the database, and what is: a new sentence. NULL: it is. */
char *claim_describe(const Identification *identification);

/* Content that would make the system certain, as KEY=VALUE; a new array of texts. */
GPtrArray *needs_list(OsinfoOs *os);

/* Systems whose media have this label, by it alone; a new array of OsinfoOs, empty for a tree. */
GPtrArray *label_list_systems(const Report *self, const Identification *identification);
/* Their names, with commas between them; a new text. */
char *systems_join_names(const GPtrArray *systems);
/* What is wrong with the label of a medium, which by itself is that of @systems: whose it is instead, or that it is
 * nobody's. A new sentence; NULL: nothing. */
char *label_describe_fault(const Identification *identification, const GPtrArray *systems);

/* Lines for those who keep the database, without what is personal. There must be a verdict. */
void sendable_write(Report *self, const Identification *identification);

/* Reasons, as sentences. */
void report_write_explanation(Report *self, const Identification *identification);

/* @identification must outlive them. */
Checks *checks_new(const Report *report, const Identification *identification);
void checks_free(Checks *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Checks, checks_free)
/* Is it recognised as one release that a machine can start from? @is_strict: and nothing is missing. */
gboolean checks_are_passed(const Checks *self, gboolean is_strict);
void checks_write(const Checks *self, Output *output);
void checks_add_json(const Checks *self, JsonBuilder *builder);

void report_write_plain(Report *self, const Identification *identification);
void report_write_json(Report *self, const Identification *identification);
void report_write_csv(Report *self, const Identification *identification);
void report_write_csv_head(Report *self, SubjectType type);
