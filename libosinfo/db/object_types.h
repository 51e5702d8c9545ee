/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Which class the objects of a kind of record have.
 */
#pragma once

#include <glib-object.h>

#include "entity/catalog.h"

/* G_TYPE_INVALID for kinds without objects. */
GType object_type_get(FactKind kind);

/* Objects of these classes, for a catalogue. */
extern const CatalogObjects object_types;
