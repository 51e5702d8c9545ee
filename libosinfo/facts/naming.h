/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The tables of names that others have for systems (<scheme>): each <naming> says which systems it
 * is about, and what they are called. Knows neither files nor stores, so that library and lint read
 * one alike; schema/README.md has the rules in prose.
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Parameters of a <scheme>. */
#define SCHEME_NAME "short-id"

/* Parameters of a <naming>. */
#define NAMING_ARCHITECTURE "architecture"
#define NAMING_OS "os"
#define NAMING_DISTRO "distro"
#define NAMING_FAMILY "family"
#define NAMING_FROM "from"
#define NAMING_TO "to"
#define NAMING_SINCE "since"
#define NAMING_MATCH "match"
#define NAMING_NAME "name"

/* Parameters of a <word>. */
#define NAMING_WORD_ARCHITECTURE "architecture"
#define NAMING_WORD_TEXT "text"

/* Values of NAMING_MATCH. */
#define NAMING_NEAREST "nearest"
#define NAMING_NONE "none"

/* Words of a list, with blanks between; those behind are passed over. */
#define NAMING_MAX_WORDS 64

/* Which systems a <naming> is about. Texts are borrowed, NULL: it does not matter. */
typedef struct {
    const char *os;     /* ids with blanks between; one that ends with an asterisk is a series */
    const char *distro; /* words with blanks between */
    const char *family; /* likewise */
    const char *from;   /* the least version */
    const char *to;     /* the greatest one, and all that begin with it and a point */
    const char *since;  /* YYYY-MM-DD: released on this day or later, or nobody knows when */
} NamingRange;

/* A system. Texts are borrowed, NULL: none. */
typedef struct {
    const char *id;
    const char *short_id;
    const char *version;
    const char *codename;
    const char *family;
    const char *distro;
    const char *release_date;
} NamingSystem;

gboolean naming_fits(const NamingRange *range, const NamingSystem *system);

/* Is @word one of @list, which has blanks between? */
gboolean naming_has_word(const char *list, const char *word);
/* The next word of a list, of @out_length bytes; moves @inout_list behind it. NULL: that was all. */
const char *naming_next_word(const char **inout_list, gsize *out_length);

/* A name with what it leaves open filled in; a new text. @word: that of the architecture. NULL: the
 * system lacks something, and the <naming> says nothing of it. */
char *naming_expand(const char *name, const NamingSystem *system, const char *word);

/* Can @text be meant by @name? One that ends with an asterisk stands for all that begin so. */
gboolean naming_means(const char *name, const char *text);

G_END_DECLS
