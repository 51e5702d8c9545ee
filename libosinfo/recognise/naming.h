/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The tables of names that others have for systems: what a system is called in a scheme, and the other
 * way round. A table is read when somebody asks for the first time, and nothing else of the library looks at it.
 *
 *     const Naming *naming = naming_get(store, "vmware");
 *     g_autoptr(GArray) names = naming != NULL ? naming_find_names(naming, os) : NULL;
 */
#pragma once

#include "facts/naming.h"
#include "store/store_reader.h"

typedef struct Naming Naming;

/* NULL: the store has no such table. Borrowed from the store. */
const Naming *naming_get(Store *store, const char *scheme);

/* The words of all tables, each once, in the order of the store; a new array of texts of the store. */
GPtrArray *naming_list_schemes(Store *store);

/* What a system is called. */
typedef struct {
    char *architecture; /* owned; NULL: of all architectures */
    char *name;         /* owned; NULL: the scheme has nothing for it */
    gboolean is_nearest;
} NamingName;

/* What a system is called, by architecture, then in the order of the table; a new array of NamingName,
 * empty where the table says nothing of it. */
GArray *naming_find_names(const Naming *self, guint32 os);

/* The systems that are called so, best first: those whose name it is before those that have no nearer
 * one, what is released before what is not, then the newest; a new array of guint32, records of OSes. */
GArray *naming_find_systems(const Naming *self, const char *name);
