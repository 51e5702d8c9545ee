/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * The layers of a disk image, from the file to what a file system stands on. What is in a leaf is left
 * to who asks.
 *
 * Damage inside of an image, and what cannot be opened, is a leaf without a source, whose error says
 * why; so a disk is told by the partitions that can be read. All layers of a stack share one budget.
 */

#pragma once

#include "disk/layer.h"

G_BEGIN_DECLS

#define STACK_MAX_DEPTH 8                  /* layers on one another */
#define STACK_MAX_LEAVES 512               /* places that are told of */
#define STACK_MAX_READS 4096               /* of the image, as source_new_budget() counts */
#define STACK_MAX_BYTES (64 * 1024 * 1024) /* of the image */
#define STACK_MAX_LEAF_READS 65536         /* of all leaves, most of which the caches answer */
#define STACK_MAX_LEAF_BYTES (256 * 1024 * 1024)
#define STACK_MAX_TIME (60 * 1000) /* milliseconds, from opening a stack to its last read */

typedef struct Stack Stack;

/**
 * stack_open:
 * @source: an image, which must outlive the stack; without a budget
 * @options: how
 * @evidence: what layers say is added: see "disk." in format/README.md
 * @error: return location
 *
 * Looks for layers at the start of the image and in the places that they give, until none is known. An
 * image of a disc (ISO 9660, UDF) is no layer: it stays whole, whatever table it has besides.
 *
 * Returns: (nullable): a stack with one leaf at least; %NULL when the image could not be read, or its
 *     budget is used up (%G_IO_ERROR_MESSAGE_TOO_LARGE, %G_IO_ERROR_TIMED_OUT, %G_IO_ERROR_CANCELLED …)
 */
Stack *stack_open(Source *source, const StackOptions *options, Evidence *evidence, GError **error);

/**
 * stack_get_leaves:
 * @self: a stack
 * @out_n_leaves: (out): how many there are
 *
 * Gets the places that no layer stands on, in the order of the tables. Those that are named only (LUKS,
 * ZFS, swap …) have the layer that names them, and an error.
 *
 * Returns: (transfer none) (array length=out_n_leaves): places; the sources of all share caches and a
 *     budget, so they are read in one thread
 */
const LayerPlace *const *stack_get_leaves(const Stack *self, guint *out_n_leaves);

/* The outermost layer that wraps the whole disk: "qcow2", "xz", "raw". */
const char *stack_get_format(const Stack *self);

/* What was read of the image so far. */
guint stack_get_reads(const Stack *self);
guint64 stack_get_bytes(const Stack *self);

void stack_close(Stack *self); /* may be NULL */

G_DEFINE_AUTOPTR_CLEANUP_FUNC(Stack, stack_close)

G_END_DECLS
