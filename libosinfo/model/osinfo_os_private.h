/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * What the files of OsinfoOs share: an operating system as its own record and program say, nothing
 * inherited.
 */
#pragma once

#include "entity/osinfo_entity_private.h"
#include "model/device_links.h"
#include "model/osinfo_product_private.h"
#include "osinfo/osinfo_os.h"

/* The system and, unless nothing is inherited in this way, those that it inherits from, the nearest
 * first. A new array that holds its elements. */
GPtrArray *os_walk(OsinfoOs *self, FactInheritance inheritance);

/* A new list, of @list_type, of the system's own parts of one kind: those of the record, then those
 * that were added. */
OsinfoList *os_dup_parts(OsinfoOs *self, FactKind kind, GType list_type);
void os_add_part(OsinfoOs *self, FactKind kind, GType list_type, OsinfoEntity *part);

/* Makes @entity live as long as the system, for callers that borrow it. Returns @entity. */
OsinfoEntity *os_borrow(OsinfoOs *self, OsinfoEntity *entity);

/* The system's own device links. */
GPtrArray *os_dup_links(OsinfoOs *self, DeviceLinksFlags flags);

/* Those of the system's variants that @part names under @key, in the order of @part; a new list. */
OsinfoOsVariantList *os_dup_named_variants(OsinfoOs *self, OsinfoEntity *part, const char *key);

gboolean os_has_scripts(OsinfoOs *self);
