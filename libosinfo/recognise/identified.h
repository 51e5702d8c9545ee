/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * What a search has found, as objects that programs are told.
 */
#pragma once

#include "osinfo/osinfo_identification.h"
#include "recognise/search.h"

/* A new one; @search has no evidence any more. @subject: OsinfoMedia, OsinfoTree. */
OsinfoIdentification *identified_new(Search *search, OsinfoEntity *subject);
