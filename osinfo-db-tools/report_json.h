/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What the programs' JSON has in common.
 */
#pragma once

#include <json-glib/json-glib.h>

/* Adds a member to an object; NULL as @text becomes null. */
void report_json_add_text(JsonBuilder *builder, const char *member, const char *text);
