/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

#define OSINFO_TYPE_LIFECYCLE_PHASE (osinfo_lifecycle_phase_get_type())
G_DECLARE_FINAL_TYPE(OsinfoLifecyclePhase, osinfo_lifecycle_phase, OSINFO, LIFECYCLE_PHASE, GObject)

/**
 * OsinfoLifecyclePhaseKind:
 * @OSINFO_LIFECYCLE_PHASE_KIND_STANDARD: everybody gets corrections of all kinds
 * @OSINFO_LIFECYCLE_PHASE_KIND_SECURITY: everybody gets security updates, without a fee
 * @OSINFO_LIFECYCLE_PHASE_KIND_EXTENDED: some get security updates: those who pay or ask for them
 *
 * What a phase of a lifecycle brings. Phases begin with the release and end one after the other.
 *
 * Since: 2.0.0
 */
typedef enum {
    OSINFO_LIFECYCLE_PHASE_KIND_STANDARD,
    OSINFO_LIFECYCLE_PHASE_KIND_SECURITY,
    OSINFO_LIFECYCLE_PHASE_KIND_EXTENDED,
} OsinfoLifecyclePhaseKind;

OsinfoLifecyclePhaseKind osinfo_lifecycle_phase_get_kind(OsinfoLifecyclePhase *phase);
GDate *osinfo_lifecycle_phase_get_end_date(OsinfoLifecyclePhase *phase);
const gchar *osinfo_lifecycle_phase_get_end_date_string(OsinfoLifecyclePhase *phase);
const gchar *osinfo_lifecycle_phase_get_name(OsinfoLifecyclePhase *phase);
gboolean osinfo_lifecycle_phase_is_paid(OsinfoLifecyclePhase *phase);

G_END_DECLS
