/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * Reads the headers of PE programs ("PE Format", Microsoft) and the sections that boot loaders and
 * unified kernels have for those who look at them. Signatures are not checked.
 *
 *     0      "MZ"
 *     0x3C   4  where the header stands
 *
 *     the header, from there
 *     0      "PE\0\0"
 *     4   2  machine
 *     6   2  number of sections
 *    20   2  size of the optional header, which begins at 24; the table of sections is behind it
 *
 *     a section, 40 bytes
 *     0   8  name, filled up with NULs
 *     8   4  bytes in memory; what the file has behind them is padding
 *    16   4  bytes in the file
 *    20   4  where they stand in the file
 *
 * .sbat (shim, SBAT.md) is lines of "component,generation,vendor,package,version,address"; .osrel and
 * .uname belong to unified kernel images.
 */

#include "config.h"

#include <string.h>

#include "format/little_endian.h"
#include "format/os_release.h"
#include "format/pe.h"

#define DOS_HEADER_SIZE 0x40
#define FIRST_READ 1024 /* bytes; mostly all headers are in them */
#define HEADER_SIZE 24
#define SECTION_SIZE 40

/* The start of a file, and what is read again where that was too short. */
typedef struct {
    Source *source;
    guint8 *bytes; /* owned */
    gsize size;    /* bytes that are there */
} Start;

static void
start_clear(Start *self)
{
    g_clear_pointer(&self->bytes, g_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Start, start_clear)

/* FORMAT_NOT_THIS: the file does not have that many. */
static FormatAnswer
start_read(Start *self, gsize size, GError **error)
{
    gssize count;

    if (size <= self->size)
        return FORMAT_FOUND;
    self->bytes = g_realloc(self->bytes, size);
    count = source_read(self->source, 0, self->bytes, size, error);
    self->size = count < 0 ? 0 : (gsize)count;
    if (count < 0)
        return FORMAT_DAMAGED;
    return self->size < size ? FORMAT_NOT_THIS : FORMAT_FOUND;
}

static PeSection
read_section(const guint8 *bytes)
{
    PeSection section = {.offset = le32(bytes + 20), .size = le32(bytes + 16)};
    guint32 in_memory = le32(bytes + 8);

    memcpy(section.name, bytes, 8);
    if (in_memory != 0)
        section.size = MIN(section.size, in_memory);
    return section;
}

/* Where the header stands. */
static FormatAnswer
find_header(Start *start, gsize *out_header, GError **error)
{
    FormatAnswer answer = start_read(start, FIRST_READ, error);

    if (answer == FORMAT_DAMAGED)
        return answer;
    if (start->size < MAX(PE_SMALLEST, DOS_HEADER_SIZE) || memcmp(start->bytes, "MZ", 2) != 0)
        return FORMAT_NOT_THIS;
    *out_header = le32(start->bytes + 0x3C);
    if (*out_header > PE_MAX_HEADER)
        return FORMAT_NOT_THIS;
    answer = start_read(start, *out_header + HEADER_SIZE, error);
    if (answer != FORMAT_FOUND)
        return answer;
    return memcmp(start->bytes + *out_header, "PE\0", 4) == 0 ? FORMAT_FOUND : FORMAT_NOT_THIS;
}

static FormatAnswer
read_sections(Start *start, gsize header, PeProgram *program, GError **error)
{
    gsize table = header + HEADER_SIZE + le16(start->bytes + header + 20);
    FormatAnswer answer;

    program->n_sections = le16(start->bytes + header + 6);
    if (program->n_sections > PE_MAX_SECTIONS)
        return format_set_damage(error, FORMAT_ERROR_HEADER, "a program has too many sections");
    answer = start_read(start, table + program->n_sections * SECTION_SIZE, error);
    if (answer == FORMAT_NOT_THIS)
        return format_set_damage(error, FORMAT_ERROR_TRUNCATED,
                                 "the table of a program's sections is cut off");
    if (answer != FORMAT_FOUND)
        return answer;
    for (guint i = 0; i < program->n_sections; i++)
        program->sections[i] = read_section(start->bytes + table + i * SECTION_SIZE);
    return FORMAT_FOUND;
}

FormatAnswer
pe_read(Source *source, PeProgram *out_program, GError **error)
{
    g_auto(Start) start = {.source = source};
    PeProgram program = {.machine = 0};
    gsize header = 0;
    FormatAnswer answer = find_header(&start, &header, error);

    if (answer != FORMAT_FOUND)
        return answer;
    program.machine = (guint16)le16(start.bytes + header + 4);
    answer = read_sections(&start, header, &program, error);
    if (answer == FORMAT_FOUND)
        *out_program = program;
    return answer;
}

char *
pe_read_section(Source *source, const PeProgram *program, const char *name, gsize *out_size,
                GError **error)
{
    const PeSection *section = program->sections;
    const PeSection *end = section + program->n_sections;

    while (section < end && strcmp(section->name, name) != 0)
        section++;
    if (section == end)
        return NULL;

    gsize size = MIN(section->size, PE_MAX_TEXT);
    g_autofree char *bytes = g_malloc(size + 1);
    gssize count = source_read(source, section->offset, bytes, size, error);

    if (count < 0)
        return NULL;
    if ((gsize)count < size) {
        g_set_error(error, FORMAT_ERROR, FORMAT_ERROR_TRUNCATED, "the section %s is cut off", name);
        return NULL;
    }
    bytes[size] = '\0';
    *out_size = size;
    return g_steal_pointer(&bytes);
}

/* Only those of vendors, "grub.debian": what has no full stop is the program's own line, or the format's. */
static gboolean
add_component(const char *line, const char *where, Evidence *evidence)
{
    if (line[strcspn(line, ".,")] != '.')
        return FALSE;

    g_auto(GStrv) fields = g_strsplit(line, ",", 6);

    if (g_strv_length(fields) < 5)
        return FALSE;
    evidence_add_found(evidence, "sbat.component", fields[0], where);
    evidence_add_found(evidence, "sbat.vendor", fields[2], where);
    evidence_add_found(evidence, "sbat.version", fields[4], where);
    return TRUE;
}

static gboolean
add_sbat(const char *text, gsize size G_GNUC_UNUSED, const char *where, Evidence *evidence)
{
    g_auto(GStrv) lines = g_strsplit(text, "\n", PE_MAX_LINES + 1);
    gboolean is_added = FALSE;

    for (guint i = 0; lines[i] != NULL && i < PE_MAX_LINES; i++)
        is_added |= add_component(g_strchomp(lines[i]), where, evidence);
    return is_added;
}

static gboolean
add_os_release(const char *text, gsize size, const char *where, Evidence *evidence)
{
    return os_release_read(text, size, where, evidence) == FORMAT_FOUND;
}

static gboolean
add_uname(const char *text, gsize size G_GNUC_UNUSED, const char *where, Evidence *evidence)
{
    g_autofree char *release = g_strstrip(g_strdup(text));

    evidence_add_found(evidence, "kernel.release", release, where);
    return *release != '\0';
}

/* What is said in which section. */
static const struct {
    const char *name;
    gboolean (*add)(const char *text, gsize size, const char *where, Evidence *evidence);
} section_rows[] = {
    {".osrel", add_os_release},
    {".sbat", add_sbat},
    {".uname", add_uname},
};

FormatAnswer
pe_add_sections(Source *source, const PeProgram *program, const char *where, Evidence *evidence,
                GError **error)
{
    FormatAnswer answer = FORMAT_NOT_THIS;

    for (gsize i = 0; i < G_N_ELEMENTS(section_rows); i++) {
        g_autoptr(GError) section_error = NULL;
        gsize size;
        g_autofree char *text =
            pe_read_section(source, program, section_rows[i].name, &size, &section_error);

        if (section_error != NULL) {
            g_propagate_error(error, g_steal_pointer(&section_error));
            return FORMAT_DAMAGED;
        }
        if (text != NULL && section_rows[i].add(text, size, where, evidence))
            answer = FORMAT_FOUND;
    }
    return answer;
}
