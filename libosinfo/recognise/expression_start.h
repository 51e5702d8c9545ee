/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Whether an expression matches, as far as that can be told of its letters, classes and groups: no expression
 * is compiled for that.
 */
#pragma once

#include <glib.h>

typedef enum {
    EXPRESSION_DIFFERS,   /* if it is valid at all, it matches nowhere */
    EXPRESSION_MAY_MATCH, /* who wants to know has to compile it */
    EXPRESSION_MATCHES,   /* it is valid, and does */
} ExpressionAnswer;

ExpressionAnswer expression_try(const char *pattern, const char *text);

/* The same for who knows whether the expression is simple: syntax_is_simple(). */
ExpressionAnswer expression_try_known(const char *pattern, gboolean is_simple, const char *text);

/* FALSE: @pattern, if it is valid at all, matches nowhere in @text. */
gboolean expression_may_match(const char *pattern, const char *text);
