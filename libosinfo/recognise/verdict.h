/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Makes a verdict of what the label and the content say. Content goes before the label, which anybody
 * can type; the label tells which medium of the system it is. Knows evidence and a store, but no
 * object.
 */
#pragma once

#include "format/evidence.h"
#include "osinfo/osinfo_candidate.h"
#include "recognise/rank.h"

/* A system that may be there. */
typedef struct {
    Entry os;
    Entry entry; /* whose label matches; of kind %FACT_N_KINDS: none does */
    /* What calls that know no relatives answer: the system, or the entry for releases to come of its
     * series; of kind %FACT_N_KINDS: nothing */
    Entry known_os;
    OsinfoConfidence confidence;
    GPtrArray *supported_by;    /* owned; of keys, borrowed from the evidence */
    GPtrArray *contradicted_by; /* likewise */
} VerdictCandidate;

/* Begins with zeros. */
typedef struct {
    GArray *candidates; /* owned; of VerdictCandidate, best first */
    char *family;       /* owned; distro of the family that was claimed; NULL: none was */
    char *version;      /* owned; the version that was claimed; NULL: none was */
    /* borrowed or static; verdict_find_architecture() */
    const char *architecture;
} Verdict;

/**
 * verdict_make:
 * @store: (nullable): what is known
 * @kind: what is asked about: %FACT_KIND_MEDIA, %FACT_KIND_TREE, %FACT_KIND_IMAGE
 * @evidence: what was found; must outlive the verdict
 * @labelled: candidates by label, ranked; their entries need not be in @store
 * @out_verdict: (out caller-allocates): the verdict, to be cleared
 */
void verdict_make(Store *store, FactKind kind, const Evidence *evidence, const GArray *labelled,
                  Verdict *out_verdict);
void verdict_clear(Verdict *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Verdict, verdict_clear)

/* Which machines a medium is for by what is on it, in the words of databases; static or borrowed from
 * the evidence. NULL: nothing says so, or it is for several. */
const char *verdict_find_architecture(const Evidence *evidence);

/* Entries for these machines, of which @evidence tells where @architecture is NULL, or when there are
 * none, all without an entry, of which they are not; a new array of Candidate. Those for one of several machines
 * stand in the order of the medium: of Windows with two architectures, x86_64 before i686. */
GArray *verdict_filter_by_architecture(const GArray *labelled, const char *architecture,
                                       const Evidence *evidence);
