/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * What the loader and identification need of a database.
 */
#pragma once

#include "entity/catalog.h"
#include "osinfo/osinfo_db.h"

Catalog *db_get_catalog(OsinfoDb *self);
/* Entities that a program added; borrowed, NULL when there are none of the kind. */
OsinfoList *db_get_added(OsinfoDb *self, FactKind kind);
