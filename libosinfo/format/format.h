/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * What a format is to those who try them one after the other: a row that says where its mark stands
 * and which function reads on. A format adds evidence; what that means is left to recognise/. It
 * knows sources and nothing behind them: no file, no network, no GObject.
 */

#pragma once

#include "format/evidence.h"
#include "source/source.h"

G_BEGIN_DECLS

/**
 * FormatAnswer:
 * @FORMAT_NOT_THIS: the bytes are of some other format; no error, no evidence
 * @FORMAT_FOUND: evidence was added
 * @FORMAT_DAMAGED: the error is set: of %FORMAT_ERROR when the bytes are of this format and cannot
 *     be right, of another domain when they could not be read
 */
typedef enum {
    FORMAT_NOT_THIS,
    FORMAT_FOUND,
    FORMAT_DAMAGED,
} FormatAnswer;

/**
 * FormatError:
 * @FORMAT_ERROR_HEADER: what the format starts with is cut off or missing
 * @FORMAT_ERROR_TRUNCATED: what follows the header is cut off
 * @FORMAT_ERROR_UNNAMED: it does not say what it is
 * @FORMAT_ERROR_BOOT_TRUNCATED: what a machine would start from is cut off
 * @FORMAT_ERROR_INVALID: what it says of itself cannot be right
 */
typedef enum {
    FORMAT_ERROR_HEADER,
    FORMAT_ERROR_TRUNCATED,
    FORMAT_ERROR_UNNAMED,
    FORMAT_ERROR_BOOT_TRUNCATED,
    FORMAT_ERROR_INVALID,
} FormatError;

#define FORMAT_ERROR (format_error_quark())
GQuark format_error_quark(void);

/* Sets an error of %FORMAT_ERROR, and returns %FORMAT_DAMAGED. */
FormatAnswer format_set_damage(GError **error, FormatError code, const char *message);

/* Likewise, for functions that answer yes or no: returns %FALSE. */
gboolean format_fail(GError **error, FormatError code, const char *message);

/* A format; each file of this folder that reads one ends with its row. */
typedef struct FormatReader FormatReader;
struct FormatReader {
    const char *name;
    const FormatReader *within; /* tried only where this one was found; NULL: everywhere */
    guint64 offset;             /* of the magic, bytes from the start */
    const char *magic;          /* NULL: the format has none */
    gsize magic_length;         /* bytes, at most FORMAT_MAX_MAGIC */
    FormatAnswer (*read)(Source *source, Evidence *evidence, GError **error);
};

#define FORMAT_MAX_MAGIC 16

G_END_DECLS
