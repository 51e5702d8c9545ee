/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Which entries of a database describe what evidence was found of. Regular expressions decide; the
 * index of the store says which entries are worth trying, so that the number of them hardly
 * matters.
 */
#pragma once

#include "format/evidence.h"
#include "recognise/entry.h"

/* Does @entry, a medium or tree, describe what @evidence was found of? */
gboolean match_entry(const Entry *entry, const Evidence *evidence);

/* The name that databases use of an architecture that media and boot loaders call otherwise, too. */
const char *match_get_architecture(const char *name);
/* Are two architectures one? Nothing said, or "all", on either side excludes nothing. */
gboolean match_architectures(const char *found, const char *wanted);

/* Records of media or of trees that do, in their order; a new array of guint32. */
GArray *match_find(Store *store, FactKind kind, const Evidence *evidence);
