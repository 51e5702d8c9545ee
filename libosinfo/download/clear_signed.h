/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * A text with its OpenPGP signature around it (RFC 9580, 7), taken apart: bytes in, struct out. What
 * is read of the text is what the signature is checked over, and nothing else.
 */
#pragma once

#include <glib.h>

typedef struct {
    char *text;      /* as it was signed: without blanks at the ends of lines, CR LF between them */
    gsize size;      /* bytes of @text */
    char *signature; /* armored */
} ClearSigned;

/* FALSE: it is not one such text and nothing else but blank lines. */
gboolean clear_signed_read(ClearSigned *self, const char *bytes, gsize size);

void clear_signed_clear(ClearSigned *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(ClearSigned, clear_signed_clear)
