/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Operations, stores and databases made of them without any file in between.
 */
#pragma once

#include "compile/builder.h"
#include "db/osinfo_db_private.h"
#include "store/load_plan.h"
#include "store/store_reader.h"

/* clang-format off */
#define OP_ENTITY(entity_kind, own_id) {.code = STORE_OP_ENTITY, .kind = (entity_kind), .id = (own_id)}
#define OP_PART(part_kind, own_id) {.code = STORE_OP_PART, .kind = (part_kind), .id = (own_id)}
#define OP_END {.code = STORE_OP_END}
#define OP_SET(parameter, text) {.code = STORE_OP_SET, .key = (parameter), .value = (text)}
#define OP_SET_IN(parameter, text, lang) \
    {.code = STORE_OP_SET, .key = (parameter), .value = (text), .language = (lang)}
#define OP_REPLACE(parameter, text) {.code = STORE_OP_REPLACE, .key = (parameter), .value = (text)}
#define OP_ADD(parameter, text) {.code = STORE_OP_ADD, .key = (parameter), .value = (text)}
#define OP_EDGE(edge, target, target_id) \
    {.code = STORE_OP_EDGE, .relation = (edge), .target_kind = (target), .id = (target_id)}
#define OP_FLAGS(bits) {.code = STORE_OP_FLAGS, .flags = (bits)}
/* clang-format on */

/* All data behind each other, without checks of its own. */
Store *store_from_ops(const StoreOp *ops, guint n_ops);
/* What the compile module makes of a folder. */
GBytes *store_compile_folder(const char *folder);
/* The same bytes where writing is allowed, and with the right checksum again. */
guint8 *store_copy_bytes(GBytes *bytes, gsize *out_size);
void store_seal(guint8 *data, gsize size);
/* A database that has just this store. */
OsinfoDb *store_to_db(Store *store);

/* "a|b" for all values of a parameter, "" for none. */
char *store_join_values(Store *store, guint32 record, const char *key);
/* The same of the ids of parts, in their order. */
char *store_join_parts(Store *store, guint32 record, FactKind kind);
