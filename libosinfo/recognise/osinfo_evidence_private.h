/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "format/evidence.h"
#include "osinfo/osinfo_evidence.h"

/* A new object that says what @item says. */
OsinfoEvidence *evidence_object_new(const EvidenceItem *item);
