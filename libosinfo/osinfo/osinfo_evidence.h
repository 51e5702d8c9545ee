/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

#define OSINFO_TYPE_EVIDENCE (osinfo_evidence_get_type())
G_DECLARE_FINAL_TYPE(OsinfoEvidence, osinfo_evidence, OSINFO, EVIDENCE, GObject)

const gchar *osinfo_evidence_get_key(OsinfoEvidence *evidence);
const gchar *osinfo_evidence_get_value(OsinfoEvidence *evidence);
const gchar *osinfo_evidence_get_where(OsinfoEvidence *evidence);

G_END_DECLS
