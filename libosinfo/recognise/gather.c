/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The formats, in the order in which they are tried, and the loop over them.
 */
#include "config.h"

#include <string.h>

#include "format/apple_volume.h"
#include "format/chrp.h"
#include "format/el_torito.h"
#include "format/iso9660.h"
#include "format/treeinfo.h"
#include "format/udf.h"
#include "recognise/contents.h"
#include "recognise/gather.h"

/* Bytes from the end of the first window on, as far as UDF's first folders: its partition starts behind
 * sector 256 as a rule. */
#define UDF_START_SIZE (512 * 1024)

static const FormatReader *const media_formats[] = {&format_iso9660, &format_udf, &format_el_torito,
                                                    &format_chrp, NULL};
/* What begins where no disc has anything is not worth a request. */
static const FormatReader *const local_formats[] = {
    &format_iso9660, &format_udf, &format_el_torito, &format_chrp, &format_apple_volume, NULL};
static const FormatReader *const tree_formats[] = {&format_treeinfo, NULL};

/* Is this format's mark there? */
static FormatAnswer
find_magic(const FormatReader *format, Source *source, GError **error)
{
    guint8 bytes[FORMAT_MAX_MAGIC];
    gssize size;

    if (format->magic == NULL)
        return FORMAT_FOUND;
    size = source_read(source, format->offset, bytes, format->magic_length, error);
    if (size < 0)
        return FORMAT_DAMAGED;
    return (gsize)size == format->magic_length && memcmp(bytes, format->magic, (gsize)size) == 0
               ? FORMAT_FOUND
               : FORMAT_NOT_THIS;
}

static FormatAnswer
try_format(const FormatReader *format, Source *source, Evidence *evidence, GError **error)
{
    FormatAnswer answer = find_magic(format, source, error);

    return answer == FORMAT_FOUND ? format->read(source, evidence, error) : answer;
}

/* The errors of all formats but the first damaged one go. */
static gboolean
keep_damage(GError **damage, GError *format_error)
{
    if (format_error->domain != FORMAT_ERROR)
        return FALSE;
    if (*damage == NULL)
        *damage = format_error;
    else
        g_error_free(format_error);
    return TRUE;
}

/* Damage of one format does not keep others from being found; what cannot be read ends it all. */
FormatAnswer
gather(const FormatReader *const *formats, Source *source, Evidence *evidence, GError **error)
{
    g_autoptr(GPtrArray) found = g_ptr_array_new();
    g_autoptr(GError) damage = NULL;

    for (; *formats != NULL; formats++) {
        const FormatReader *format = *formats;
        GError *format_error = NULL;

        if (format->within != NULL && !g_ptr_array_find(found, format->within, NULL))
            continue;
        switch (try_format(format, source, evidence, &format_error)) {
        case FORMAT_FOUND:
            g_ptr_array_add(found, (gpointer)format);
            break;
        case FORMAT_DAMAGED:
            if (keep_damage(&damage, format_error))
                break;
            g_propagate_error(error, format_error);
            return FORMAT_DAMAGED;
        case FORMAT_NOT_THIS:
        default:
            break;
        }
    }
    if (found->len > 0)
        return FORMAT_FOUND;
    if (damage == NULL)
        return FORMAT_NOT_THIS;
    g_propagate_error(error, g_steal_pointer(&damage));
    return FORMAT_DAMAGED;
}

Source *
gather_new_budget(Source *below)
{
    Source *budget = source_new_budget(below, GATHER_MAX_READS, GATHER_MAX_BYTES);

    source_budget_set_reserve(budget, GATHER_MAX_RESERVE);
    return budget;
}

/* Names of Windows have digits that tell the machine and the size of the disc. */
static gboolean
tells_version(const char *name)
{
    static const char *const words[] = {"_X64", "_X86", "_A64", "_DV5", "_DV9"};

    while (*name != '\0') {
        gsize length = 1;

        for (gsize i = 0; i < G_N_ELEMENTS(words); i++)
            length = g_str_has_prefix(name, words[i]) ? strlen(words[i]) : length;
        if (length == 1 && g_ascii_isdigit(*name))
            return TRUE;
        name += length;
    }
    return FALSE;
}

static gboolean
wants_contents(GatherContents contents, const Evidence *evidence)
{
    const char *name = evidence_get_text(evidence, "iso9660.volume-id");

    if (contents != GATHER_CONTENTS_IF_VAGUE)
        return contents == GATHER_CONTENTS;
    return evidence_get_text(evidence, "udf.standard-id") != NULL ||
           evidence_get_text(evidence, "udf.volume-id") != NULL || name == NULL ||
           !tells_version(name);
}

/* What is on media with UDF alone as their label is what those with both have for ISO 9660. */
static void
add_label(Evidence *evidence)
{
    if (evidence_get_number(evidence, "iso9660.volume-size") < 0)
        evidence_add_found(evidence, "iso9660.volume-id",
                           evidence_get_text(evidence, "udf.volume-id"),
                           "logical volume descriptor");
}

/* All that leads to the files of UDF stands at the start of a medium as a rule, from the description of the volume
 * to the first folders: one request brings it into the window. What cannot be read is told by who needs it. */
static void
fetch_udf_start(Source *source)
{
    g_autofree guint8 *bytes = g_malloc(UDF_START_SIZE);

    source_read(source, ISO9660_DESCRIPTORS_OFFSET + ISO9660_READ_SIZE, bytes, UDF_START_SIZE,
                NULL);
}

FormatAnswer
gather_media(Source *source, GatherContents contents, Evidence *evidence, GError **error)
{
    FormatAnswer answer;

    if (contents == GATHER_CONTENTS_IF_VAGUE && udf_is_announced(source))
        fetch_udf_start(source);
    answer = gather(contents == GATHER_CONTENTS ? local_formats : media_formats, source, evidence,
                    error);
    add_label(evidence);
    if (answer != FORMAT_FOUND || !wants_contents(contents, evidence))
        return answer;
    return contents_gather(source, contents == GATHER_CONTENTS_IF_VAGUE, evidence, error)
               ? FORMAT_FOUND
               : FORMAT_DAMAGED;
}

FormatAnswer
gather_tree(Source *source, Evidence *evidence, GError **error)
{
    return gather(tree_formats, source, evidence, error);
}
