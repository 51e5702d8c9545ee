/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * What a store looks like in memory and on disk; README.md beside this file is the specification
 * and numbers its sections. Builder and reader share this header and nothing else.
 */
#pragma once

#include <string.h>

#include <glib.h>

#include "facts/kinds.h"

#define STORE_MAGIC "OSISTORE"
#define STORE_BYTE_ORDER 0x01020304u
#define STORE_VERSION 10u

/* "no record", "no string of that kind" */
#define STORE_NONE G_MAXUINT32

/* README 4: offset 0 of the string blob means "no text", offset 1 is the empty text */
#define STORE_STRING_NONE 0u

/* README 5: what a record's flags say */
enum {
    STORE_RECORD_SHELL = 1 << 0,   /* referred to, defined nowhere */
    STORE_RECORD_INHERIT = 1 << 1, /* resources with inherit="true" */
};

/* README 7: how much a problem found while building matters */
typedef enum {
    STORE_PROBLEM_ERROR,   /* a file or folder was left out: listed and logged */
    STORE_PROBLEM_WARNING, /* logged */
    STORE_PROBLEM_NOTE,    /* logged for those who ask for debug messages */
    STORE_PROBLEM_FAILURE, /* an error, and nothing of its step could be loaded: a GError */
    STORE_PROBLEM_UNKNOWN, /* a GError that may be over next time: such a store is never kept */
    STORE_PROBLEM_ADVICE,  /* listed, and logged for those who ask for debug messages */
    STORE_PROBLEM_CHANGED, /* as UNKNOWN, of what changed or went away while it was read */
} StoreProblemLevel;

typedef enum {
    STORE_SOURCE_ROOT,      /* a folder given by its absolute path */
    STORE_SOURCE_FILE_ROOT, /* a file given by its absolute path (pci.ids, a single XML file) */
    STORE_SOURCE_ENTRY,     /* a file or folder below the last root before it */
    STORE_SOURCE_ABSENT,    /* a root that was not there */
} StoreSourceType;

typedef struct {
    guint32 offset; /* bytes from the start of the file, a multiple of 8 */
    guint32 count;  /* elements; for the string blob, bytes */
} StoreSectionF;
G_STATIC_ASSERT(sizeof(StoreSectionF) == 8);

typedef struct {
    guint32 id;   /* string */
    guint16 kind; /* FactKind */
    guint16 flags;
    guint32 owner; /* record this one is part of, or STORE_NONE */
    guint32 first_param;
    guint32 n_params;
    guint32 first_part; /* record */
    guint32 n_parts;
    guint32 first_edge;
    guint32 n_edges;
} StoreRecordF;
G_STATIC_ASSERT(sizeof(StoreRecordF) == 36);

typedef struct {
    guint16 key;      /* index into the keys */
    guint16 language; /* index into the languages plus 1; 0: not translated */
    guint32 value;    /* string */
} StoreParamF;
G_STATIC_ASSERT(sizeof(StoreParamF) == 8);

typedef struct {
    guint32 kind;   /* FactRelation */
    guint32 target; /* record */
} StoreEdgeF;
G_STATIC_ASSERT(sizeof(StoreEdgeF) == 8);

typedef struct {
    guint32 first; /* record */
    guint32 count;
} StoreRangeF;
G_STATIC_ASSERT(sizeof(StoreRangeF) == 8);

typedef struct {
    guint64 device;
    guint64 inode;
    gint64 size;     /* bytes */
    gint64 modified; /* ns since 1970 */
    gint64 changed;  /* ns since 1970 */
    guint32 path;    /* string */
    guint32 type;    /* StoreSourceType */
} StoreSourceF;
G_STATIC_ASSERT(sizeof(StoreSourceF) == 48);

typedef struct {
    guint32 text;  /* string */
    guint16 level; /* StoreProblemLevel */
    guint16 step;  /* of the plan, from 0 */
} StoreProblemF;
G_STATIC_ASSERT(sizeof(StoreProblemF) == 8);

typedef struct {
    guint32 path; /* string: a folder of the plan */
    guint32 text; /* string: what its VERSION says */
} StoreVersionF;
G_STATIC_ASSERT(sizeof(StoreVersionF) == 8);

/* One media or tree record that can be recognised, with the literals it cannot do without. */
typedef struct {
    guint32 record;
    guint32 first_literal;
    guint32 n_literals;
    guint32
        simple;    /* bit n: so is its expression for the field n of its kind: syntax_is_simple() */
    guint64 pairs; /* store_list_pairs() of the literals that have no alternative */
} StoreRuleF;
G_STATIC_ASSERT(sizeof(StoreRuleF) == 24);

/* Set in the field of a literal: this one or the next is enough. */
#define STORE_LITERAL_OR (1u << 31)

typedef struct {
    guint32 field; /* number of the evidence: facts/fields.h; STORE_LITERAL_OR */
    guint32 text;  /* string */
} StoreLiteralF;
G_STATIC_ASSERT(sizeof(StoreLiteralF) == 8);

/* All rules that are to be tried when a field contains the three bytes. */
typedef struct {
    guint32 key; /* STORE_TRIGRAM_KEY(); sorted */
    guint32 first_posting;
    guint32 n_postings;
} StoreTrigramF;
G_STATIC_ASSERT(sizeof(StoreTrigramF) == 12);

#define STORE_TRIGRAM_KEY(field, text)                                                             \
    (((guint32)(field) << 24) | ((guint32)(guchar)(text)[0] << 16) |                               \
     ((guint32)(guchar)(text)[1] << 8) | (guint32)(guchar)(text)[2])

/* Of each two bytes of a field that follow each other one of 64 bits: a text that lacks it lacks them. */
static inline guint64
store_list_pairs(guint32 field, const char *text)
{
    guint64 pairs = 0;

    for (; text[0] != '\0' && text[1] != '\0'; text++) {
        guint32 key = field << 16 | (guint32)(guchar)text[0] << 8 | (guchar)text[1];

        pairs |= (guint64)1 << (key * 0x9e3779b1u >> 26);
    }
    return pairs;
}

/* README 10: what the flags of a name say */
enum {
    STORE_IDENTITY_ANY = 1 << 0,     /* of any version */
    STORE_IDENTITY_BELOW = 1 << 1,   /* also of versions that begin so */
    STORE_IDENTITY_ASIDE = 1 << 2,   /* its system is not released */
    STORE_IDENTITY_ROLLING = 1 << 3, /* its system is a rolling one */
    STORE_IDENTITY_PREVIEW =
        1 << 4, /* its system is a relative of this version, and not called so */
    STORE_IDENTITY_SIMPLE = 1 << 5, /* so is its expression: syntax_is_simple() */
};
/* ... and above them which characters a text can begin with that its expression matches */
#define STORE_IDENTITY_STARTS_SHIFT 8

/* What a system is called elsewhere. */
typedef struct {
    guint32 family;  /* string: what is alike in all names that differ in the version alone */
    guint32 version; /* string, or none */
    guint32 record;  /* the <identity>, part of a system */
    guint32 flags;
    guint32 n_left; /* entries of the family from this one on */
} StoreIdentityF;
G_STATIC_ASSERT(sizeof(StoreIdentityF) == 20);

/* README 3: the sections, in the order of the file, with the type of their elements */
typedef enum {
    STORE_SECTION_STRINGS,   /* char */
    STORE_SECTION_KEYS,      /* guint32, strings, sorted by text */
    STORE_SECTION_LANGUAGES, /* guint32, strings */
    STORE_SECTION_KINDS,     /* StoreRangeF, one for each kind that stands alone */
    STORE_SECTION_RECORDS,   /* StoreRecordF */
    STORE_SECTION_PARAMS,    /* StoreParamF */
    STORE_SECTION_EDGES,     /* StoreEdgeF */
    STORE_SECTION_SOURCES,   /* StoreSourceF */
    STORE_SECTION_PROBLEMS,  /* StoreProblemF */
    /* guint32, strings, sorted: ids of devices whose entry in the ids files does not count, since a
       file took its place */
    STORE_SECTION_OVERRIDDEN_IDS,
    STORE_SECTION_VERSIONS,   /* StoreVersionF */
    STORE_SECTION_RULES,      /* StoreRuleF */
    STORE_SECTION_LITERALS,   /* StoreLiteralF */
    STORE_SECTION_TRIGRAMS,   /* StoreTrigramF */
    STORE_SECTION_POSTINGS,   /* guint32, rules */
    STORE_SECTION_ALWAYS,     /* guint32, rules without a literal */
    STORE_SECTION_IDENTITIES, /* StoreIdentityF, sorted by family and version */
    STORE_N_SECTIONS
} StoreSection;

/* bytes */
static const gsize store_element_sizes[STORE_N_SECTIONS] G_GNUC_UNUSED = {
    [STORE_SECTION_STRINGS] = 1,
    [STORE_SECTION_KEYS] = sizeof(guint32),
    [STORE_SECTION_LANGUAGES] = sizeof(guint32),
    [STORE_SECTION_KINDS] = sizeof(StoreRangeF),
    [STORE_SECTION_RECORDS] = sizeof(StoreRecordF),
    [STORE_SECTION_PARAMS] = sizeof(StoreParamF),
    [STORE_SECTION_EDGES] = sizeof(StoreEdgeF),
    [STORE_SECTION_SOURCES] = sizeof(StoreSourceF),
    [STORE_SECTION_PROBLEMS] = sizeof(StoreProblemF),
    [STORE_SECTION_OVERRIDDEN_IDS] = sizeof(guint32),
    [STORE_SECTION_VERSIONS] = sizeof(StoreVersionF),
    [STORE_SECTION_RULES] = sizeof(StoreRuleF),
    [STORE_SECTION_LITERALS] = sizeof(StoreLiteralF),
    [STORE_SECTION_TRIGRAMS] = sizeof(StoreTrigramF),
    [STORE_SECTION_POSTINGS] = sizeof(guint32),
    [STORE_SECTION_ALWAYS] = sizeof(guint32),
    [STORE_SECTION_IDENTITIES] = sizeof(StoreIdentityF),
};

typedef struct {
    char magic[8];
    guint32 byte_order; /* STORE_BYTE_ORDER as this host writes it */
    guint32 version;    /* STORE_VERSION */
    guint64 checksum;   /* README 2, of the whole file with this member 0 */
    guint64 file_size;  /* bytes, header included */
    char build[80];     /* build of the library that wrote it, NUL padded */
    guint32 plan;       /* string: what the store was asked to hold */
    guint32 n_sections; /* STORE_N_SECTIONS */
    StoreSectionF sections[STORE_N_SECTIONS];
} StoreHeaderF;
G_STATIC_ASSERT(sizeof(StoreHeaderF) == 120 + 8 * STORE_N_SECTIONS);

static inline guint64
store_checksum_rotate(guint64 value, guint bits)
{
    return (value << bits) | (value >> (64 - bits));
}

/*
 * README 2: four lanes of eight bytes each, so that it runs at the speed of memory. Any change of a
 * single word changes its lane, since every step can be undone. Fed in pieces; all but the last one
 * must be a multiple of 32 bytes. Finds damage, not malice: the file is this user's own.
 */
typedef struct {
    guint64 lanes[4];
} StoreChecksum;

#define STORE_CHECKSUM_BLOCK 32 /* bytes */

#define STORE_CHECKSUM_INIT                                                                        \
    {                                                                                              \
        {                                                                                          \
            0x9e3779b97f4a7c15u, 0xc2b2ae3d27d4eb4fu, 0x165667b19e3779f9u, 0x27d4eb2f165667c5u     \
        }                                                                                          \
    }

static inline guint64
store_checksum_step(guint64 lane, const guint8 *bytes)
{
    guint64 word;

    memcpy(&word, bytes, sizeof(word));
    return store_checksum_rotate((lane ^ word) * 0x9fb21c651e98df25u, 29);
}

/* Lanes one by one and not in a loop, so that they stay in registers; the compiler does two blocks at a
 * time, as all that is done besides costs as much as a lane. */
static inline void
store_checksum_update(StoreChecksum *self, const void *data, gsize size)
{
    const guint8 *bytes = data;
    const guint8 *last = bytes + size / STORE_CHECKSUM_BLOCK * STORE_CHECKSUM_BLOCK;
    guint64 *lanes = self->lanes;
    guint64 a = lanes[0];
    guint64 b = lanes[1];
    guint64 c = lanes[2];
    guint64 d = lanes[3];

#pragma GCC unroll 4
    for (; bytes != last; bytes += STORE_CHECKSUM_BLOCK) {
        a = store_checksum_step(a, bytes);
        b = store_checksum_step(b, bytes + 8);
        c = store_checksum_step(c, bytes + 16);
        d = store_checksum_step(d, bytes + 24);
    }
    lanes[0] = a;
    lanes[1] = b;
    lanes[2] = c;
    lanes[3] = d;
    if (size % STORE_CHECKSUM_BLOCK != 0) {
        guint8 rest[STORE_CHECKSUM_BLOCK] = {0};

        memcpy(rest, last, size % STORE_CHECKSUM_BLOCK);
        store_checksum_update(self, rest, sizeof(rest));
    }
}

static inline guint64
store_checksum_final(const StoreChecksum *self)
{
    guint64 sum = 0;

    for (guint i = 0; i < 4; i++)
        sum = store_checksum_rotate(sum ^ self->lanes[i], 17) * 0x9e3779b97f4a7c15u;
    return sum;
}
