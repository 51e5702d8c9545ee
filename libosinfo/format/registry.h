/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * Hives of the registry of Windows: keys below each other, with values.
 */

#pragma once

#include "format/format.h"

G_BEGIN_DECLS

#define REGISTRY_MAX_KEYS 16384      /* of a list that are looked at */
#define REGISTRY_MAX_VALUES 4096     /* of a key that are looked at */
#define REGISTRY_MAX_TEXT (8 * 1024) /* bytes of a value that are read */
#define REGISTRY_MAX_LISTS 2         /* lists of lists of keys */

typedef struct Registry Registry;

/* A key; where it is in the hive. */
typedef guint32 RegistryKey;

/* %FORMAT_NOT_THIS: it is no hive. @source must outlive it. */
FormatAnswer registry_open(Source *source, Registry **out_registry, GError **error);
void registry_close(Registry *self); /* may be NULL */

G_DEFINE_AUTOPTR_CLEANUP_FUNC(Registry, registry_close)

/* Looks up names with "\" between them, from the root on; case makes no difference. */
FormatAnswer registry_find_key(Registry *self, const char *path, RegistryKey *out_key,
                               GError **error);

/* A value that is a text, or a number, as text in tens; new. NULL without an error: there is none. */
char *registry_dup_value(Registry *self, RegistryKey key, const char *name, GError **error);

G_END_DECLS
