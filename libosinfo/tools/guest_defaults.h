/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include "tools/identification.h"
#include "tools/output.h"

/* What a virtual machine for the system of @match should be like: lines of `key: value`. */
void guest_defaults_write_plain(const Identification *self, gint match, const char *prefix,
                                Output *output);

/* Adds what of it is the match's own, beside system, architecture and variants, to a text. */
void guest_defaults_describe(const Identification *self, gint match, GString *text);

/* What it should be like as an object, with exact numbers. */
void guest_defaults_add_json(const Identification *self, gint match, JsonBuilder *builder);
