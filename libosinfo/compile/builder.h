/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Collects what the XML files say and makes a store of it. A reader of files does not call the
 * builder but writes down operations, so that files can be read by several threads and merged in
 * their order.
 */
#pragma once

#include "store/store_format.h"

typedef enum {
    /* Opens an entity: what follows is about it. It is made if it is not there, and counts as
       defined. */
    STORE_OP_ENTITY,
    /* Opens a part of what is open. What becomes of one of the same kind and id that is there is
     * said by its kind's row; the new one comes last. What follows is about it, until
     * STORE_OP_END, which returns to its owner. */
    STORE_OP_PART,
    STORE_OP_END,
    /* A value that replaces those of earlier definitions of the entity; of one definition the
       first counts. */
    STORE_OP_SET,
    /* A value that replaces all earlier ones. */
    STORE_OP_REPLACE,
    /* One more value. */
    STORE_OP_ADD,
    /* A value, unless there is one already. */
    STORE_OP_DEFAULT,
    /* Takes all values away. */
    STORE_OP_CLEAR,
    /* An edge to another entity, which is made as a shell if it is not there. */
    STORE_OP_EDGE,
    /* Sets flags of the record. */
    STORE_OP_FLAGS,
} StoreOpCode;

/* The texts must live until the store is finished. */
typedef struct {
    guint8 code;        /* StoreOpCode */
    guint8 kind;        /* ENTITY, PART: FactKind */
    guint8 relation;    /* EDGE: FactRelation */
    guint8 target_kind; /* EDGE: FactKind */
    guint16 flags;      /* FLAGS */
    union {
        const char *id;  /* ENTITY, EDGE; PART: NULL for none */
        const char *key; /* SET, REPLACE, ADD, DEFAULT, CLEAR: parameter */
    };
    const char *value;    /* SET, REPLACE, ADD, DEFAULT */
    const char *language; /* SET: NULL when not translated */
} StoreOp;

typedef struct Builder Builder;

Builder *builder_new(void);
void builder_free(Builder *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Builder, builder_free)

/* Have these operations room, as for numbers of different names and languages? Asked before they are
 * replayed: one file alone is left out, not all. */
gboolean builder_has_room(Builder *self, const StoreOp *ops, guint n_ops);
void builder_replay(Builder *self, const StoreOp *ops, guint n_ops);
void builder_add_source(Builder *self, const StoreSourceF *source, const char *path);
void builder_add_problem(Builder *self, guint step, StoreProblemLevel level, const char *text);
/* The version of the database in a folder. */
void builder_add_version(Builder *self, const char *path, const char *version);
/* A device whose entry in the ids files does not count. */
void builder_add_overridden_id(Builder *self, const char *id);
/* Asks @func about every entity of a kind. It may write down operations (SET) that say more; values
 * that the files gave stay. TRUE: the entity is not a shell. */
typedef gboolean (*BuilderCompleteFunc)(const char *id, GArray *out_ops, gpointer data);
void builder_complete(Builder *self, FactKind kind, BuilderCompleteFunc func, gpointer data);
/* Is any entity of a kind defined? */
gboolean builder_has_kind(Builder *self, FactKind kind);
/* Calls @func for each entity of a kind that is referred to and not defined, sorted by id. */
typedef void (*BuilderShellFunc)(const char *id, gpointer data);
void builder_foreach_shell(Builder *self, FactKind kind, BuilderShellFunc func, gpointer data);

/* The bytes of the store; NULL when it would be too large. */
GBytes *builder_finish(Builder *self, const char *plan, const char *build);
