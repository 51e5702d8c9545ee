/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Whether an expression may match, from how it begins: no expression is compiled for that.
 */
#pragma once

#include <glib.h>

/* FALSE: @pattern, if it is valid at all, matches nowhere in @text. */
gboolean expression_may_match(const char *pattern, const char *text);
