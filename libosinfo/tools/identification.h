/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include <osinfo/osinfo.h>

typedef enum {
    SUBJECT_MEDIA,
    SUBJECT_TREE,
} SubjectType;

/* What a medium or tree turned out to be. */
typedef struct {
    SubjectType type;
    const char *path;      /* as the user gave it; borrowed */
    OsinfoEntity *subject; /* OsinfoMedia or OsinfoTree; NULL: not read */
    gboolean knows_bootable;
    gboolean is_bootable; /* of media */
    GError *error;        /* why it could not be read, or not as a whole */
    OsinfoList *matches;  /* the database's entries, best first; NULL: not read */
} Identification;

void identification_init(Identification *self, OsinfoDb *db, SubjectType type, const char *path);
void identification_clear(Identification *self);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Identification, identification_clear)

gint identification_get_n_matches(const Identification *self);
OsinfoEntity *identification_get_match(const Identification *self, gint number);

/* Languages of a match; the best one's may be told by the label. The caller frees the container. */
GList *identification_get_languages(const Identification *self, gint number);

/* Was it identified, and can a machine start from it? */
gboolean identification_is_complete(const Identification *self);

/* Of entries, be they media or trees. */
OsinfoOs *entry_dup_os(OsinfoEntity *entry);
const char *entry_get_architecture(OsinfoEntity *entry);

/* Variants that the entry names and its system knows: a new list, never NULL. */
OsinfoList *entry_list_variants(OsinfoEntity *entry);
