/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What an entity says, asked by the rows of facts/: the row knows the type, and what holds where
 * nothing is said.
 */
#pragma once

#include <osinfo/osinfo.h>

#include "facts/fields.h"

/* -1: not known. */
gint64 entity_get_number(OsinfoEntity *entity, const FieldSpec *field);
gboolean entity_get_boolean(OsinfoEntity *entity, const FieldSpec *field);
