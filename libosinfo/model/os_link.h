/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * How media, trees and images know their operating system without holding it: the system holds
 * them.
 */
#pragma once

#include "osinfo/osinfo_os.h"

typedef struct {
    GWeakRef os;
    gint is_set; /* a program said which one; otherwise the record's owner counts */
} OsLink;

void os_link_init(OsLink *self);
void os_link_clear(OsLink *self);

/* NULL: from now on none, whatever the record says. */
void os_link_set(OsLink *self, OsinfoOs *os);
/* A new reference; NULL when there is none or it is gone. @part is what the link is a member of. */
OsinfoOs *os_link_dup(OsLink *self, OsinfoEntity *part);
/* Those variants of the system that @part names under @key, in the order of @part; NULL without
 * system. */
OsinfoOsVariantList *os_link_dup_variants(OsLink *self, OsinfoEntity *part, const char *key);
