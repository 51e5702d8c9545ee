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

/* The word for a value; NULL: it is none of the type. */
const char *enum_get_nick(GType type, gint value);
/* The words for all flags that are set, in the order of their values. The caller frees the container. */
GList *flags_list_nicks(GType type, guint value);
