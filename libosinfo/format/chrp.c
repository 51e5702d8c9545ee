/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * Looks for /ppc/bootinfo.txt where nothing else has said whether a machine can start. Directories
 * are taken apart by iso9660.c.
 */

#include "config.h"

#include "common/translate.h"
#include "format/chrp.h"
#include "format/iso9660.h"

#define MAX_DIRECTORY_SIZE (1024 * 1024) /* bytes; some 20,000 entries */

/* FORMAT_ERROR_BOOT_TRUNCATED: it was not found, but the directory is not all there. */
static FormatAnswer
find_entry(Source *source, const Iso9660Extent *directory, const Iso9660Wanted *wanted,
           Iso9660Extent *out_extent, GError **error)
{
    gsize size = MIN(directory->size, MAX_DIRECTORY_SIZE);

    if (size == 0)
        return FORMAT_NOT_THIS;

    g_autofree guint8 *data = g_malloc(size);
    gssize count = source_read(source, directory->offset, data, size, error);

    if (count < 0) {
        g_prefix_error(error, _("Failed to read \"%s\" directory record extent: "), wanted->name);
        return FORMAT_DAMAGED;
    }
    if (iso9660_find_in_directory(data, (gsize)count, wanted, out_extent))
        return FORMAT_FOUND;
    if ((gsize)count == size)
        return FORMAT_NOT_THIS;
    g_set_error_literal(error, FORMAT_ERROR, FORMAT_ERROR_BOOT_TRUNCATED,
                        wanted->is_directory ? _("No \"ppc\" directory record extent")
                                             : _("No \"bootinfo.txt\" directory record extent"));
    return FORMAT_DAMAGED;
}

static FormatAnswer
find_boot_info(Source *source, const Iso9660Volume *volume, GError **error)
{
    Iso9660Wanted ppc = {"ppc", TRUE, volume->block_size};
    Iso9660Wanted boot_info = {"bootinfo.txt", FALSE, volume->block_size};
    Iso9660Extent directory, file;
    FormatAnswer answer = find_entry(source, &volume->root, &ppc, &directory, error);

    return answer == FORMAT_FOUND ? find_entry(source, &directory, &boot_info, &file, error)
                                  : answer;
}

static FormatAnswer
read_chrp(Source *source, Evidence *evidence, GError **error)
{
    g_autoptr(GError) find_error = NULL;
    Iso9660Volume volume;
    FormatAnswer answer;

    if (evidence->boot != EVIDENCE_BOOT_NOT_KNOWN)
        return FORMAT_NOT_THIS;
    answer = iso9660_read_volume(source, &volume, error);
    if (answer != FORMAT_FOUND)
        return answer;

    answer = find_boot_info(source, &volume, &find_error);
    if (answer == FORMAT_FOUND) {
        evidence->boot = EVIDENCE_BOOT_YES;
    } else if (g_error_matches(find_error, FORMAT_ERROR, FORMAT_ERROR_BOOT_TRUNCATED)) {
        /* the image is valid anyway */
        evidence->boot_error = g_steal_pointer(&find_error);
        return FORMAT_NOT_THIS;
    } else if (find_error != NULL) {
        g_propagate_error(error, g_steal_pointer(&find_error));
    }
    return answer;
}

const FormatReader format_chrp = {
    .name = "chrp",
    .within = &format_iso9660,
    .read = read_chrp,
};
