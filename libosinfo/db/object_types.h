/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Which class the objects of a kind of record have.
 */
#pragma once

#include "entity/catalog.h"

/* Objects of the classes that kinds have, for a catalogue. */
extern const CatalogObjects object_types;
