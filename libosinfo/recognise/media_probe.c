/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * Decides which bytes of a medium to read, in as few reads as possible, and what they mean for it.
 * Taking bytes apart is left to iso9660.c, getting them to source.c.
 */

#include "config.h"

#include "common/translate.h"
#include "recognise/media_probe.h"

#define MAX_DIRECTORY_SIZE (1024 * 1024) /* bytes; some 20,000 entries */

/* The start of the medium behind its system area, as far as it was read. */
typedef struct {
    Source *source; /* borrowed */
    guint8 *data;   /* owned; from ISO9660_DESCRIPTORS_OFFSET on */
    gsize size;     /* bytes in data */
} Window;

static void
window_clear(Window *self)
{
    g_free(self->data);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Window, window_clear)

/* @out_is_all: whether the medium ends where the window does. */
static gboolean
window_grow(Window *self, gboolean *out_is_all, GError **error)
{
    gssize count;

    self->data = g_realloc(self->data, self->size + ISO9660_READ_SIZE);
    count = source_read(self->source, ISO9660_DESCRIPTORS_OFFSET + self->size,
                        self->data + self->size, ISO9660_READ_SIZE, error);
    if (count < 0) {
        g_prefix_error(error, "%s",
                       self->size == 0 ? _("Failed to read primary volume descriptor: ")
                                       : _("Failed to read supplementary volume descriptor: "));
        return FALSE;
    }
    self->size += (gsize)count;
    *out_is_all = count < ISO9660_READ_SIZE;
    return TRUE;
}

/*
 * Gives up to @size bytes at @offset: from the window if they are all there, otherwise by a read of
 * their own into *@out_buffer, which the caller frees.
 */
static gboolean
window_read(Window *self, guint64 offset, gsize size, const guint8 **out_data, gsize *out_size,
            guint8 **out_buffer, GError **error)
{
    if (offset >= ISO9660_DESCRIPTORS_OFFSET && offset - ISO9660_DESCRIPTORS_OFFSET <= self->size &&
        size <= self->size - (offset - ISO9660_DESCRIPTORS_OFFSET)) {
        *out_buffer = NULL;
        *out_data = self->data + (offset - ISO9660_DESCRIPTORS_OFFSET);
        *out_size = size;
        return TRUE;
    }

    g_autofree guint8 *buffer = g_malloc(size);
    gssize count = source_read(self->source, offset, buffer, size, error);
    if (count < 0)
        return FALSE;
    *out_size = (gsize)count;
    *out_data = buffer;
    *out_buffer = g_steal_pointer(&buffer);
    return TRUE;
}

static MediaProbeStatus
from_iso9660_status(Iso9660Status status, const Window *window)
{
    switch (status) {
    case ISO9660_OK:
        return MEDIA_PROBE_OK;
    case ISO9660_NO_DESCRIPTORS:
        /* Programs know a file that ends where the descriptors should start as a truncated one. */
        if (window->size == 0 && source_get_size(window->source) == ISO9660_DESCRIPTORS_OFFSET)
            return MEDIA_PROBE_PVD_TRUNCATED;
        return MEDIA_PROBE_NO_DESCRIPTORS;
    case ISO9660_PVD_TRUNCATED:
        return MEDIA_PROBE_PVD_TRUNCATED;
    case ISO9660_NO_PVD:
        return MEDIA_PROBE_NO_PVD;
    case ISO9660_BLANK_VOLUME_ID:
        return MEDIA_PROBE_BLANK_VOLUME_ID;
    case ISO9660_DESCRIPTOR_TRUNCATED:
    case ISO9660_NEED_MORE:
    default:
        return MEDIA_PROBE_DESCRIPTOR_TRUNCATED;
    }
}

static gboolean
read_volume(Window *window, MediaProbe *probe, GError **error)
{
    Iso9660Status status;
    gboolean is_all;

    do {
        if (!window_grow(window, &is_all, error))
            return FALSE;
        status = iso9660_parse_descriptors(window->data, window->size, is_all, &probe->volume);
    } while (status == ISO9660_NEED_MORE);

    probe->has_volume = status == ISO9660_OK;
    probe->status = from_iso9660_status(status, window);
    return TRUE;
}

/* Fails only when cancelled: a catalogue that cannot be read is a fact about the medium. */
static gboolean
read_catalog(Window *window, MediaProbe *probe, GError **error)
{
    g_autofree guint8 *buffer = NULL;
    g_autoptr(GError) read_error = NULL;
    const guint8 *data;
    gsize size;

    if (probe->volume.boot_catalog_offset == 0)
        return TRUE;
    if (window_read(window, probe->volume.boot_catalog_offset, ISO9660_SECTOR_SIZE, &data, &size,
                    &buffer, &read_error)) {
        probe->has_catalog = el_torito_parse_catalog(data, size, &probe->catalog);
    } else if (g_error_matches(read_error, G_IO_ERROR, G_IO_ERROR_CANCELLED)) {
        g_propagate_error(error, g_steal_pointer(&read_error));
        return FALSE;
    }
    if (probe->has_catalog && probe->catalog.is_complete && probe->catalog.bootable_entries == 0)
        probe->status = MEDIA_PROBE_NOT_BOOTABLE;
    return TRUE;
}

/* Looks for @name in @directory. The probe's status is @no_extent if that is not all there. */
static gboolean
find_entry(Window *window, MediaProbe *probe, Iso9660Extent directory, const char *name,
           gboolean want_directory, MediaProbeStatus no_extent, Iso9660Extent *out_extent,
           GError **error)
{
    g_autofree guint8 *buffer = NULL;
    const guint8 *data;
    gsize wanted = MIN(directory.size, MAX_DIRECTORY_SIZE), size;

    probe->status = MEDIA_PROBE_NOT_BOOTABLE;
    if (wanted == 0)
        return TRUE;
    if (!window_read(window, directory.offset, wanted, &data, &size, &buffer, error)) {
        g_prefix_error(error, _("Failed to read \"%s\" directory record extent: "), name);
        return FALSE;
    }
    if (iso9660_find_in_directory(data, size, probe->volume.block_size, name, want_directory,
                                  out_extent))
        probe->status = MEDIA_PROBE_OK;
    else if (size < wanted)
        probe->status = no_extent;
    return TRUE;
}

/* PowerPC firmware starts from what /ppc/bootinfo.txt names (CHRP binding to Open Firmware). */
static gboolean
find_boot_info(Window *window, MediaProbe *probe, GError **error)
{
    Iso9660Extent directory, file;

    if (!find_entry(window, probe, probe->volume.root, "ppc", TRUE, MEDIA_PROBE_NO_PPC_EXTENT,
                    &directory, error))
        return FALSE;
    if (probe->status != MEDIA_PROBE_OK)
        return TRUE;
    return find_entry(window, probe, directory, "bootinfo.txt", FALSE,
                      MEDIA_PROBE_NO_BOOTINFO_EXTENT, &file, error);
}

gboolean
media_probe(Source *source, MediaProbe *out_probe, GError **error)
{
    g_auto(Window) window = {.source = source};
    MediaProbe probe = {.status = MEDIA_PROBE_OK};

    if (!read_volume(&window, &probe, error))
        return FALSE;
    if (probe.volume.has_boot_record) {
        if (!read_catalog(&window, &probe, error))
            return FALSE;
    } else if (probe.has_volume && !find_boot_info(&window, &probe, error)) {
        return FALSE;
    }
    probe.is_bootable = probe.status == MEDIA_PROBE_OK;
    *out_probe = probe;
    return TRUE;
}

const char *
media_probe_status_message(MediaProbeStatus status)
{
    static const char *const messages[] = {
        [MEDIA_PROBE_OK] = "",
        [MEDIA_PROBE_NOT_BOOTABLE] = N_("Install media is not bootable"),
        [MEDIA_PROBE_NO_PPC_EXTENT] = N_("No \"ppc\" directory record extent"),
        [MEDIA_PROBE_NO_BOOTINFO_EXTENT] = N_("No \"bootinfo.txt\" directory record extent"),
        [MEDIA_PROBE_NO_DESCRIPTORS] = N_("No volume descriptors"),
        [MEDIA_PROBE_PVD_TRUNCATED] = N_("Primary volume descriptor was truncated"),
        [MEDIA_PROBE_NO_PVD] = N_("No primary volume descriptor"),
        [MEDIA_PROBE_BLANK_VOLUME_ID] = N_("Insufficient metadata on installation media"),
        [MEDIA_PROBE_DESCRIPTOR_TRUNCATED] = N_("Supplementary volume descriptor was truncated"),
    };

    return *messages[status] != '\0' ? _(messages[status]) : "";
}
