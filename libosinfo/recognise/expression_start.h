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

/* What is known of an expression: syntax_is_simple(). */
typedef enum {
    EXPRESSION_NOT_KNOWN,
    EXPRESSION_SIMPLE,
    EXPRESSION_NOT_SIMPLE,
} ExpressionKind;

/* A part of a text. */
typedef struct {
    const char *start; /* NULL: there is none */
    gsize length;      /* bytes */
} ExpressionCapture;

/* *@out_capture, if wanted, is what an expression that matches captures first; without bytes where that takes no part. */
ExpressionAnswer expression_try(const char *pattern, ExpressionKind kind, const char *text,
                                ExpressionCapture *out_capture);
