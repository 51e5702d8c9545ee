/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * What is installed on a disk image, as objects that programs are told.
 */
#pragma once

#include "db/osinfo_db_private.h"
#include "disk/stack.h"
#include "osinfo/osinfo_identification.h"

/**
 * identify_disk:
 * @db: a database
 * @source: an image
 * @options: how it is opened; its path tells the name of the file
 * @error: return location
 *
 * Returns: (nullable) (transfer full): an identification; %NULL without an error when it is no disk
 */
OsinfoIdentification *identify_disk(OsinfoDb *db, Source *source, const StackOptions *options,
                                    GError **error);
