/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include <osinfo/osinfo.h>

typedef enum {
    SUBJECT_MEDIA,
    SUBJECT_TREE,
    SUBJECT_IMAGE, /* a disk with what is installed on it */
    SUBJECT_AUTO,  /* a medium, or else an image */
} SubjectType;

/* What it may be. */
typedef struct {
    OsinfoCandidate *candidate; /* owned */
    OsinfoEntity *entry;        /* of the database, borrowed; NULL: it has none like it */
    OsinfoOs *os;               /* owned; the entry's, or the nearest relative */
} Match;

/* What a medium or tree turned out to be. */
typedef struct {
    SubjectType type;      /* what it is, once it was read */
    gboolean is_auto;      /* what is no medium may be an image */
    const char *path;      /* as the user gave it; borrowed */
    char *location;        /* where it is read; owned; NULL: at the path */
    gboolean is_cut;       /* of standard input, of which the rest was not read */
    OsinfoEntity *subject; /* OsinfoMedia or OsinfoTree; NULL: not read, or an image */
    gboolean knows_bootable;
    gboolean is_bootable;          /* of media */
    GError *error;                 /* why it could not be read, or not as a whole */
    OsinfoIdentification *verdict; /* with reasons; NULL: nobody was asked */
    GPtrArray *matches;            /* of Match, best first; likewise */
    gboolean takes_nearest;        /* relatives are matches */
} Identification;

/* Reads a medium or tree; the database is not asked yet. An image is read when it is judged. */
void identification_init(Identification *self, SubjectType type, const char *path);
void identification_clear(Identification *self);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Identification, identification_clear)

/* Asks the database for a verdict on what was read, if anything was. @takes_nearest: of a release that the
 * database does not know its nearest relative is the answer. */
void identification_judge(Identification *self, OsinfoDb *db, gboolean takes_nearest);

/* The first value of a key; a new text. NULL: nothing says so. */
char *identification_dup_evidence(const Identification *self, const char *key);

/* Were its files left alone? Of media on servers they are looked into only where the label leaves it open. */
gboolean identification_lacks_files(const Identification *self);

/* The nearest relative of a release that is not in the database; borrowed from it. NULL: it is there, or nothing
 * is known. */
OsinfoOs *identification_find_nearest(const Identification *self);

/* The best candidate, be it a match or not; NULL: there is none. */
OsinfoCandidate *identification_dup_best(const Identification *self);

gint identification_get_n_matches(const Identification *self);
const Match *identification_get_match(const Identification *self, gint number);

/* The word for how sure it is, as the formats for programs have it. */
const char *confidence_get_word(OsinfoConfidence confidence);

/* The entry's, or what content says where there is none; may be NULL. */
const char *match_get_any_architecture(const Match *self);

/* Is it known which release it is, or its nearest relative where that is taken, and can a machine start from it? */
gboolean identification_is_complete(const Identification *self);

/* The name, or the id of a system that has none. */
const char *os_get_shown_name(OsinfoOs *os);

/* Of entries, be they media, trees or images; NULL: there is none. */
OsinfoOs *entry_dup_os(OsinfoEntity *entry);
const char *entry_get_architecture(OsinfoEntity *entry);

/* Variants that the entry names and its system knows: a new list, never NULL. */
OsinfoList *entry_list_variants(OsinfoEntity *entry);
