/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * What a medium or tree says of itself: a list of key, value and where it was found. Keys are those
 * of the rows in facts/, such as "iso9660.volume-id". It stands with the formats, which write it;
 * recognise/ reads it.
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Which architecture a machine needs. */
#define EVIDENCE_ARCHITECTURE "architecture"

#define EVIDENCE_MAX_TEXT 4096 /* bytes of a text that was found; it is cut there */
#define EVIDENCE_MAX_ITEMS 512 /* what comes behind them is left out */

typedef struct {
    const char *key; /* static */
    char *text;      /* owned; NULL: the value is a number */
    gint64 number;   /* without text */
    char *where;     /* owned; which part of the medium says so, or which file of it */
} EvidenceItem;

/* Can a machine start from it? */
typedef enum {
    EVIDENCE_BOOT_NOT_KNOWN, /* nothing was found that it could start from */
    EVIDENCE_BOOT_YES,
    EVIDENCE_BOOT_NO,
} EvidenceBoot;

typedef struct {
    GArray *items; /* owned; of EvidenceItem */
    EvidenceBoot boot;
    GError *boot_error;   /* owned; why what a machine would start from could not be found */
    GError *volume_error; /* owned; why it is not a whole volume with a name */
} Evidence;

void evidence_init(Evidence *self);
void evidence_clear(Evidence *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Evidence, evidence_clear)

/**
 * evidence_add_found:
 * @self: evidence
 * @key: a static text
 * @text: (nullable): what stands on the medium, in any character set; %NULL and "" say nothing
 * @where: which part of the medium says so, such as "sources/install.wim"
 *
 * Adds a text. What is not UTF-8, and characters that control a terminal, become U+FFFD; both texts
 * end with the last whole character of %EVIDENCE_MAX_TEXT bytes.
 */
void evidence_add_found(Evidence *self, const char *key, const char *text, const char *where);

/**
 * evidence_add_given:
 * @self: evidence
 * @key: a static text
 * @text: what a program says of a medium; "" is a text like others
 *
 * Adds a text as it is, apart from what is not UTF-8.
 */
void evidence_add_given(Evidence *self, const char *key, const char *text);

void evidence_add_number(Evidence *self, const char *key, gint64 number, const char *where);

/* Adds all that @other says. */
void evidence_add_all(Evidence *self, const Evidence *other);

/* The same of what nobody needs there: @other says nothing any more. */
void evidence_move_all(Evidence *self, Evidence *other);

/* Adds what @other says of keys that @self says nothing of. */
void evidence_add_missing(Evidence *self, const Evidence *other);

/* The first value of a key; NULL and -1 when there is none. */
const char *evidence_get_text(const Evidence *self, const char *key);
gint64 evidence_get_number(const Evidence *self, const char *key);

/* The only value of a key; NULL also when there are several that differ. */
const char *evidence_get_agreed(const Evidence *self, const char *key);

G_END_DECLS
