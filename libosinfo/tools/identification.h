/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include <osinfo/osinfo.h>

typedef enum {
    SUBJECT_MEDIA,
    SUBJECT_TREE,
} SubjectType;

/* What it may be. */
typedef struct {
    OsinfoCandidate *candidate; /* owned */
    OsinfoEntity *entry;        /* of the database; borrowed from the candidate */
    OsinfoOs *os;               /* owned; the entry's */
} Match;

/* What a medium or tree turned out to be. */
typedef struct {
    SubjectType type;
    const char *path;      /* as the user gave it; borrowed */
    OsinfoEntity *subject; /* OsinfoMedia or OsinfoTree; NULL: not read */
    gboolean knows_bootable;
    gboolean is_bootable;          /* of media */
    GError *error;                 /* why it could not be read, or not as a whole */
    OsinfoIdentification *verdict; /* with reasons; NULL: nobody was asked */
    GPtrArray *matches;            /* of Match, best first; likewise */
} Identification;

/* Reads a medium or tree; the database is not asked yet. */
void identification_init(Identification *self, SubjectType type, const char *path);
void identification_clear(Identification *self);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Identification, identification_clear)

/* Asks the database for a verdict on what was read, if anything was. */
void identification_judge(Identification *self, OsinfoDb *db);

gint identification_get_n_matches(const Identification *self);
const Match *identification_get_match(const Identification *self, gint number);

/* Was it identified, and can a machine start from it? */
gboolean identification_is_complete(const Identification *self);

/* Of entries, be they media or trees. */
OsinfoOs *entry_dup_os(OsinfoEntity *entry);
const char *entry_get_architecture(OsinfoEntity *entry);

/* Variants that the entry names and its system knows: a new list, never NULL. */
OsinfoList *entry_list_variants(OsinfoEntity *entry);
