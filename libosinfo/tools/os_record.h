/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * All that the database says of a system, with what the system has from others, as one record.
 */
#pragma once

#include <osinfo/osinfo.h>

#include "facts/fields.h"
#include "tools/json_writer.h"

/* Of the JSON; a higher one may have other members, or the same ones with another meaning. */
#define OS_RECORD_FORMAT_VERSION 1

/* Parts of a system that the record has a list of, in its order. */
typedef struct {
    const char *key; /* in JSON; in text the heading of the section */
    const char *heading;
    FactKind kind;
    OsinfoList *(*list)(OsinfoOs *os); /* a new list */
} OsRecordList;

/* The rows; the last one has no key. Resources are apart from the others: what a system needs. */
const OsRecordList *os_record_lists(void);
const OsRecordList *os_record_resources(void);

/* Architectures of which anything is said, sorted, without "all"; a new array of texts that live as long as the
 * system. */
GPtrArray *os_record_list_architectures(OsinfoOs *os);

/* An object, in the shape that osinfo-show(1) documents. */
void os_record_write_json(OsinfoOs *os, JsonWriter *writer);

/* Lines, for people. */
void os_record_write_text(OsinfoOs *os, Output *output);
