/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * What the type ids of partitions stand for.
 */

#pragma once

#include <glib.h>

typedef struct {
    const char *id;           /* in lower case */
    const char *role;         /* "root", "usr", "root-verity", "esp", "lvm" … */
    const char *architecture; /* "x86_64"; NULL: it is for any */
} PartitionType;

/* The type of a GPT partition; NULL: it is not known. */
const PartitionType *partition_types_find(const char *id);

/* Likewise the role of one of an MBR. */
const char *partition_types_find_mbr(guint8 type);
