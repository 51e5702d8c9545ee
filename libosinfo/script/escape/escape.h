/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Values in texts that are written for installers: where each one stands decides how it must be
 * written, and whether it can. Bytes in, bytes out.
 */
#pragma once

#include <glib.h>

/* A part of a text that is a value and not the template's own words, in bytes. */
typedef struct {
    gsize start;
    gsize end;
} ScriptValue;

/* What cannot be written. */
typedef struct {
    guint line;         /* of the output, from 1 */
    guint value;        /* index; the number of values: it is the text as a whole */
    const char *reason; /* a static text in English, which translate.h knows */
} ScriptFault;

typedef struct _ScriptFormat ScriptFormat;

/* A format of text. NULL: nothing is known of it, so that nothing can be done. */
const ScriptFormat *script_format_find(const char *media_type);

/* Likewise one of markup, whose serializer writes the values: script_escape() is not for it. */
const ScriptFormat *script_format_find_markup(const char *media_type);
gboolean script_format_is_markup(const ScriptFormat *format);
/* Is there a way to write the text? Of markup only. */
gboolean script_format_can_hold(const ScriptFormat *format, const char *text);

const char *script_format_get_media_type(const ScriptFormat *format);

/* That of a kernel's arguments. */
const ScriptFormat *script_format_command_line(void);

/* Appends the text to @output, its values written so that a reader of the format gets exactly them.
 * @values: in order, without overlap, and whole characters. FALSE: @fault says what is wrong, and
 * the content of @output does not matter. */
gboolean script_escape(const ScriptFormat *format, const char *text, gsize size,
                       const ScriptValue *values, guint n_values, GString *output,
                       ScriptFault *fault);
