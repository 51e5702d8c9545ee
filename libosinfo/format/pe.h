/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * Programs for EFI: for which machine one is, and the sections that say where it comes from. Which of
 * them lie on a medium is left to efi_boot.c.
 */

#pragma once

#include "format/format.h"

G_BEGIN_DECLS

#define PE_MAX_SECTIONS 96        /* a program with more is damaged */
#define PE_MAX_HEADER (64 * 1024) /* bytes before the header, behind which none is looked for */
#define PE_MAX_TEXT (16 * 1024)   /* bytes of a section that are read */
#define PE_MAX_LINES 16           /* lines of .sbat that are looked at */
#define PE_SMALLEST 256 /* bytes; what is shorter is a link that somebody has copied as a file */

typedef struct {
    char name[8 + 1];
    guint32 offset; /* bytes from the start of the file */
    guint32 size;   /* bytes that the file has of it */
} PeSection;

typedef struct {
    guint16 machine;
    guint n_sections;
    PeSection sections[PE_MAX_SECTIONS];
} PeProgram;

/* FORMAT_NOT_THIS: it is no program, or one for DOS. */
FormatAnswer pe_read(Source *source, PeProgram *out_program, GError **error);

/**
 * pe_read_section:
 * @source: the file
 * @program: what pe_read() gave for it
 * @name: such as ".sbat"
 * @out_size: (out): bytes that were read
 * @error: return location
 *
 * Reads the first section of that name, %PE_MAX_TEXT bytes of it at most.
 *
 * Returns: (nullable): the bytes with a NUL behind them; %NULL without an error when there is no such
 *     section
 */
char *pe_read_section(Source *source, const PeProgram *program, const char *name, gsize *out_size,
                      GError **error);

/**
 * pe_add_sections:
 * @source: the file
 * @program: what pe_read() gave for it
 * @where: its path on the medium
 * @evidence: what it is added to
 * @error: return location
 *
 * Adds what .sbat says: "sbat.component", "sbat.vendor" and "sbat.version", each for every vendor's line; the
 * release of a unified kernel as "kernel.release", and its os-release.
 *
 * Returns: %FORMAT_NOT_THIS when nothing was added
 */
FormatAnswer pe_add_sections(Source *source, const PeProgram *program, const char *where,
                             Evidence *evidence, GError **error);

G_END_DECLS
