/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * Reads the header of a bzImage (Linux, Documentation/arch/x86/boot.rst). Which distribution has
 * built the kernel is left to the rules of the database.
 *
 *     0x202   4  "HdrS"
 *     0x206   2  version of the protocol, since which the fields behind it are there
 *     0x20E   2  2.00: where the version text stands, less 0x200; 0: there is none
 *     0x236   2  2.12: flags; 1: the kernel has an entry point for 64 bits
 *
 * The version text ends with a NUL: "6.1.0-50-amd64 (debian-kernel@lists.debian.org) #1 SMP …".
 */

#include "config.h"

#include <string.h>

#include "format/bzimage.h"
#include "format/little_endian.h"

#define HEADER_START 0x202 /* read from there */
#define HEADER_SIZE (0x238 - HEADER_START)
#define PROTOCOL_TEXT 0x200
#define PROTOCOL_FLAGS 0x20C
#define FLAG_64_BIT 0x0001

/* A release begins with a number; other programs have that header, too. */
static void
add_text(Evidence *evidence, char *text, const char *where)
{
    evidence_add_found(evidence, "kernel.version-text", g_strchomp(text), where);
    if (!g_ascii_isdigit(*text))
        return;
    text[strcspn(text, " \t")] = '\0';
    evidence_add_found(evidence, "kernel.release", text, where);
}

static FormatAnswer
read_text(Source *source, guint64 offset, const char *where, Evidence *evidence, GError **error)
{
    char text[BZIMAGE_MAX_TEXT + 1];
    gssize size = source_read(source, offset, text, BZIMAGE_MAX_TEXT, error);

    if (size < 0)
        return FORMAT_DAMAGED;
    if (size == 0)
        return format_set_damage(error, FORMAT_ERROR_TRUNCATED,
                                 "the version text of the kernel is cut off");
    text[size] = '\0';
    add_text(evidence, text, where);
    return FORMAT_FOUND;
}

FormatAnswer
bzimage_read(Source *source, const char *where, Evidence *evidence, GError **error)
{
    guint8 header[HEADER_SIZE];
    gssize size = source_read(source, HEADER_START, header, sizeof(header), error);

    if (size < 0)
        return FORMAT_DAMAGED;
    if (size < (gssize)sizeof(header) || memcmp(header, "HdrS", 4) != 0)
        return FORMAT_NOT_THIS;

    guint32 protocol = le16(header + (0x206 - HEADER_START));
    guint32 text = le16(header + (0x20E - HEADER_START));
    guint32 flags = le16(header + (0x236 - HEADER_START));

    if (protocol >= PROTOCOL_FLAGS)
        evidence_add_found(evidence, "kernel.is-64-bit",
                           (flags & FLAG_64_BIT) != 0 ? "true" : "false", where);
    if (protocol < PROTOCOL_TEXT || text == 0)
        return FORMAT_FOUND;
    return read_text(source, 0x200 + (guint64)text, where, evidence, error);
}
