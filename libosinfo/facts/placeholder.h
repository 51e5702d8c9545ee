/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Texts of the database that leave something open, such as {version}, and what stands for it.
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Bytes of a text that was filled in. */
#define PLACEHOLDER_MAX_TEXT 512

typedef struct {
    const char *name;
    const char *value; /* NULL: there is none */
    gsize length;      /* bytes of it that count */
} Placeholder;

/* @text with each {name} filled in; a new text. NULL: one of them is not among @known, or has no
 * value, or the text is too long. */
char *placeholder_fill(const char *text, const Placeholder *known, guint n_known);

G_END_DECLS
