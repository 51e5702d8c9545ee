/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

#define OSINFO_TYPE_IDENTITY (osinfo_identity_get_type())
G_DECLARE_FINAL_TYPE(OsinfoIdentity, osinfo_identity, OSINFO, IDENTITY, GObject)

/**
 * OsinfoIdentityMatch:
 * @OSINFO_IDENTITY_MATCH_NONE: the scheme has nothing for the system, and there is no name
 * @OSINFO_IDENTITY_MATCH_NEAREST: the scheme has no name for the system; this is what comes nearest, fit
 *   to be handed to who understands that scheme alone, but not to recognise the system by
 * @OSINFO_IDENTITY_MATCH_EXACT: this is what the scheme calls the system, though perhaps others as well
 *
 * How well a name of a scheme fits a system.
 *
 * Since: 2.0.0
 */
typedef enum {
    OSINFO_IDENTITY_MATCH_NONE,
    OSINFO_IDENTITY_MATCH_NEAREST,
    OSINFO_IDENTITY_MATCH_EXACT,
} OsinfoIdentityMatch;

const gchar *osinfo_identity_get_scheme(OsinfoIdentity *identity);
const gchar *osinfo_identity_get_name(OsinfoIdentity *identity);
OsinfoIdentityMatch osinfo_identity_get_match(OsinfoIdentity *identity);
const gchar *osinfo_identity_get_architecture(OsinfoIdentity *identity);
gboolean osinfo_identity_is_prefix(OsinfoIdentity *identity);

G_END_DECLS
