/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Filters that look at nothing but parameters can judge a record without its object.
 */
#pragma once

#include "entity/catalog.h"
#include "osinfo/osinfo_filter.h"

/* Does the filter only have the constraints of OsinfoFilter itself? */
gboolean filter_is_plain(OsinfoFilter *self);
/* For plain filters. */
gboolean filter_matches_record(OsinfoFilter *self, Catalog *catalog, RecordRef ref);
