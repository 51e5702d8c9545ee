/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Names of the Common Platform Enumeration, in the URI form (cpe:/o:vendor:product:1) and in that of
 * version 2.3 (cpe:2.3:o:vendor:product:1:*:…): both become the same fields.
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum {
    CPE_PART,
    CPE_VENDOR,
    CPE_PRODUCT,
    CPE_VERSION,
    CPE_UPDATE,
    CPE_EDITION, /* this and the fields behind it are in the order of version 2.3 */
    CPE_N_FIELDS = 11
} CpeField;

/* Bytes of a name; the specification has no limit, and ours are below 100. */
#define CPE_MAX_LENGTH 511

typedef struct {
    const char *fields[CPE_N_FIELDS]; /* in @text, in lower case; "": any value, or none */
    char text[CPE_MAX_LENGTH + CPE_N_FIELDS + 1];
} CpeName;

/* FALSE: it is not such a name. */
gboolean cpe_parse(const char *text, CpeName *out);

/* How the fields behind the version go together. */
typedef enum {
    CPE_REST_DIFFERS,
    CPE_REST_AGREES, /* where one differs it is empty in one of the names: that agrees with all */
    CPE_REST_IS_SAME,
} CpeRest;
CpeRest cpe_compare_rest(const CpeName *self, const CpeName *other);

G_END_DECLS
