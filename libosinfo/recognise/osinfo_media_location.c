/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Makes media of what is found at a location. What the bytes say is gathered by the formats; here
 * evidence becomes a medium, or what the formats answer becomes an error.
 */
#include "config.h"

#include "common/translate.h"
#include "format/iso9660.h"
#include "recognise/entity_evidence.h"
#include "recognise/gather.h"
#include "recognise/location_request.h"

/* Bytes that a server is asked for at least: a request costs more than what it brings. */
#define REMOTE_STEP (32 * 1024)

/* Bytes that are read first of what is here: it has six descriptors at most, as a rule. */
#define LOCAL_SIZE (12 * 1024)

/* Its address tells tasks of this file from others. */
static char task_tag;

/* An error of a format becomes one of the public domain; what could not be read stays as it is. */
static void
set_public_error(GError **error, GError *cause)
{
    static const OsinfoMediaError codes[] = {
        [FORMAT_ERROR_HEADER] = OSINFO_MEDIA_ERROR_NO_PVD,
        [FORMAT_ERROR_TRUNCATED] = OSINFO_MEDIA_ERROR_NO_SVD,
        [FORMAT_ERROR_UNNAMED] = OSINFO_MEDIA_ERROR_INSUFFICIENT_METADATA,
        [FORMAT_ERROR_BOOT_TRUNCATED] = OSINFO_MEDIA_ERROR_NO_DIRECTORY_RECORD_EXTENT,
        [FORMAT_ERROR_INVALID] = OSINFO_MEDIA_ERROR_INSUFFICIENT_METADATA,
    };

    if (cause->domain == FORMAT_ERROR) {
        cause->domain = OSINFO_MEDIA_ERROR;
        cause->code = (gint)codes[cause->code];
    }
    g_propagate_error(error, cause);
}

/* Programs know what ends in the sector where an image would begin as a truncated one. */
static void
set_nothing_found(GError **error, Source *source)
{
    guint8 sector[ISO9660_SECTOR_SIZE];
    gssize size = source_read(source, ISO9660_DESCRIPTORS_OFFSET, sector, sizeof(sector), NULL);
    gboolean is_truncated = size == 0 ? source_get_size(source) == ISO9660_DESCRIPTORS_OFFSET
                                      : size > 0 && (gsize)size < sizeof(sector);

    if (is_truncated)
        g_set_error_literal(error, OSINFO_MEDIA_ERROR, OSINFO_MEDIA_ERROR_NO_PVD,
                            _("Primary volume descriptor was truncated"));
    else
        g_set_error_literal(error, OSINFO_MEDIA_ERROR, OSINFO_MEDIA_ERROR_NO_DESCRIPTORS,
                            _("No volume descriptors"));
}

/* The volume's descriptors are read at once: they decide nearly everything. */
static gboolean
read_evidence(Source *below, GatherContents contents, Evidence *evidence, GError **error)
{
    g_autoptr(Source) budget = gather_new_budget(below);
    gboolean is_slow = contents == GATHER_CONTENTS_IF_VAGUE;
    guint8 room[LOCAL_SIZE];
    g_autoptr(Source) cache = source_new_cache(budget, is_slow ? REMOTE_STEP : 0);
    g_autoptr(Source) source = source_open_window_beside(
        budget, cache, ISO9660_DESCRIPTORS_OFFSET, is_slow ? NULL : room,
        is_slow ? ISO9660_READ_SIZE : sizeof(room), ISO9660_READ_SIZE, error);
    GError *gather_error = NULL;

    if (source == NULL) {
        g_prefix_error(error, "%s", _("Failed to read primary volume descriptor: "));
        return FALSE;
    }
    switch (gather_media(source, contents, evidence, &gather_error)) {
    case FORMAT_FOUND:
        return TRUE;
    case FORMAT_DAMAGED:
        set_public_error(error, gather_error);
        return FALSE;
    case FORMAT_NOT_THIS:
    default:
        set_nothing_found(error, source);
        return FALSE;
    }
}

/* Is the medium what the flags require? */
static gboolean
check_required(guint flags, Evidence *evidence, GError **error)
{
    const guint known = OSINFO_MEDIA_DETECT_REQUIRE_BOOTABLE | OSINFO_MEDIA_DETECT_REQUIRE_INTACT;

    if (evidence->volume_error != NULL && (flags & OSINFO_MEDIA_DETECT_ACCEPT_INCOMPLETE) == 0) {
        set_public_error(error, g_steal_pointer(&evidence->volume_error));
        return FALSE;
    }
    if ((flags & known) == 0 || evidence->boot == EVIDENCE_BOOT_YES)
        return TRUE;
    if (evidence->boot_error != NULL) {
        set_public_error(error, g_steal_pointer(&evidence->boot_error));
        return FALSE;
    }
    if ((flags & OSINFO_MEDIA_DETECT_REQUIRE_BOOTABLE) == 0)
        return TRUE;

    g_set_error_literal(error, OSINFO_MEDIA_ERROR, OSINFO_MEDIA_ERROR_NOT_BOOTABLE,
                        _("Install media is not bootable"));
    return FALSE;
}

static OsinfoMedia *
make_media(const char *location, Evidence *evidence)
{
    OsinfoMedia *media = osinfo_media_new(location, NULL);
    OsinfoEntity *entity = OSINFO_ENTITY(media);

    if (*location != '\0')
        osinfo_entity_set_param(entity, OSINFO_MEDIA_PROP_URL, location);
    entity_set_evidence(entity, evidence);
    osinfo_entity_set_param_boolean(entity, OSINFO_MEDIA_PROP_BOOTABLE,
                                    evidence->boot == EVIDENCE_BOOT_YES);
    entity_take_evidence(entity, evidence);
    return media;
}

OsinfoMedia *
media_read_source(Source *source, const LocationRequest *request, GError **error)
{
    GatherContents contents =
        source_is_remote(request->location) ? GATHER_CONTENTS_IF_VAGUE : GATHER_CONTENTS;
    g_auto(Evidence) evidence = {.items = NULL};

    evidence_init(&evidence);
    if (!read_evidence(source, contents, &evidence, error))
        return NULL;
    if (!check_required(request->flags, &evidence, error))
        return NULL;
    return make_media(request->location, &evidence);
}

OsinfoMedia *
media_read_location(const LocationRequest *request, GError **error)
{
    SourceRequest how = {.first_offset = ISO9660_DESCRIPTORS_OFFSET,
                         .first_size = ISO9660_READ_SIZE,
                         .cancellable = request->cancellable,
                         .remote = request->remote};
    g_autoptr(Source) source = source_open(request->location, &how, error);

    if (source == NULL) {
        g_prefix_error(error, "%s", _("Failed to open file: "));
        return NULL;
    }
    return media_read_source(source, request, error);
}

static void
run_task(GTask *task, gpointer source_object G_GNUC_UNUSED, gpointer data,
         GCancellable *cancellable G_GNUC_UNUSED)
{
    GError *error = NULL;
    OsinfoMedia *media = media_read_location(data, &error);

    if (media != NULL)
        g_task_return_pointer(task, media, g_object_unref);
    else
        g_task_return_error(task, error);
}

void
media_read_location_async(const LocationRequest *request, gint priority,
                          GAsyncReadyCallback callback, gpointer user_data)
{
    g_autoptr(GTask) task = g_task_new(NULL, request->cancellable, callback, user_data);

    g_task_set_source_tag(task, &task_tag);
    g_task_set_priority(task, priority);
    g_task_set_task_data(task, location_request_copy(request),
                         (GDestroyNotify)location_request_free);
    g_task_run_in_thread(task, run_task);
}

/**
 * osinfo_media_create_from_location:
 * @location: a path, or a `file://`, `http://` or `https://` URI
 * @cancellable: (nullable): a cancellable
 * @error: return location
 *
 * Reads what the medium at a location says of itself, and what files of it say: 64 reads and 2 MiB at
 * most, some 32 KiB as a rule, and up to 4 MiB more of what a WIM file says of the images in it. Files
 * are left alone on a web server, unless the volume's name tells no version or the medium has UDF.
 * Characters of its texts that are not UTF-8 or control a terminal become U+FFFD. A medium that no
 * machine can start from is an error. Blocks, but runs no main context of the caller.
 *
 * A web server is asked for the part that is needed, which takes one request as a rule. Of one that
 * sends no parts, up to 64 MiB are read. It may be silent for 30 seconds, and the whole may
 * take 60. Up to 10 redirects are followed, but none from https to http. Proxies are those of
 * [func@Gio.ProxyResolver.get_default].
 *
 * Fails with [error@Libosinfo.MediaError] when it is not an image or not bootable, with
 * [error@Gio.IOErrorEnum] when it cannot be read: %G_IO_ERROR_NOT_FOUND,
 * %G_IO_ERROR_PERMISSION_DENIED, %G_IO_ERROR_CANCELLED, for servers also %G_IO_ERROR_TIMED_OUT,
 * %G_IO_ERROR_HOST_NOT_FOUND, %G_IO_ERROR_CONNECTION_REFUSED and others, %G_IO_ERROR_NOT_SUPPORTED
 * for other kinds of URIs, and in a process that uses libsoup 2, %G_IO_ERROR_MESSAGE_TOO_LARGE for
 * an image that wants more reads or bytes. Fails with [error@Gio.TlsError] when a server's
 * certificate is not trusted.
 *
 * Returns: (transfer full): a new medium without an architecture and an operating system
 *
 * Since: 0.0.1
 */
OsinfoMedia *
osinfo_media_create_from_location(const gchar *location, GCancellable *cancellable, GError **error)
{
    return osinfo_media_create_from_location_with_flags(
        location, cancellable, OSINFO_MEDIA_DETECT_REQUIRE_BOOTABLE, error);
}

/**
 * osinfo_media_create_from_location_async:
 * @location: a path, or a `file://`, `http://` or `https://` URI
 * @priority: priority of the request
 * @cancellable: (nullable): a cancellable
 * @callback: (nullable) (scope async): called when it is done
 * @user_data: (nullable): data for @callback
 *
 * Does what [func@Libosinfo.Media.create_from_location] does in a thread of its own.
 *
 * Since: 0.0.1
 */
void
osinfo_media_create_from_location_async(const gchar *location, gint priority,
                                        GCancellable *cancellable, GAsyncReadyCallback callback,
                                        gpointer user_data)
{
    osinfo_media_create_from_location_with_flags_async(
        location, priority, cancellable, callback, OSINFO_MEDIA_DETECT_REQUIRE_BOOTABLE, user_data);
}

/**
 * osinfo_media_create_from_location_finish:
 * @res: what the callback was given
 * @error: return location
 *
 * Gets what [func@Libosinfo.Media.create_from_location_async] found. Fails as
 * [func@Libosinfo.Media.create_from_location] does.
 *
 * Returns: (transfer full): a new medium without an architecture and an operating system
 *
 * Since: 0.0.1
 */
OsinfoMedia *
osinfo_media_create_from_location_finish(GAsyncResult *res, GError **error)
{
    return osinfo_media_create_from_location_with_flags_finish(res, error);
}

/**
 * osinfo_media_create_from_location_with_flags:
 * @location: a path, or a `file://`, `http://` or `https://` URI
 * @cancellable: (nullable): a cancellable
 * @flags: bits of [flags@Libosinfo.MediaDetectFlags]; 0 takes media that no machine can start from
 * @error: return location
 *
 * Reads what the medium at a location says of itself, as
 * [func@Libosinfo.Media.create_from_location] does, and fails likewise, but with
 * [error@Libosinfo.MediaError] only when it is not an image, or not what
 * @flags ask for. Blocks.
 *
 * Returns: (transfer full): a new medium without an architecture and an operating system
 *
 * Since: 1.6.0
 */
OsinfoMedia *
osinfo_media_create_from_location_with_flags(const gchar *location, GCancellable *cancellable,
                                             guint flags, GError **error)
{
    g_return_val_if_fail(location != NULL, NULL);
    g_return_val_if_fail(error == NULL || *error == NULL, NULL);

    return media_read_location(&(LocationRequest){.location = (char *)location,
                                                  .flags = flags,
                                                  .cancellable = cancellable},
                               error);
}

/**
 * osinfo_media_create_from_location_with_flags_async:
 * @location: a path, or a `file://`, `http://` or `https://` URI
 * @priority: priority of the request
 * @cancellable: (nullable): a cancellable
 * @callback: (nullable) (scope async) (closure user_data): called when it is done
 * @flags: bits of [flags@Libosinfo.MediaDetectFlags]; 0 takes media that no machine can start from
 * @user_data: (nullable): data for @callback
 *
 * Does what [func@Libosinfo.Media.create_from_location_with_flags] does in a thread of its own.
 *
 * Since: 1.6.0
 */
void
osinfo_media_create_from_location_with_flags_async(const gchar *location, gint priority,
                                                   GCancellable *cancellable,
                                                   GAsyncReadyCallback callback, guint flags,
                                                   gpointer user_data)
{
    g_return_if_fail(location != NULL);

    media_read_location_async(&(LocationRequest){.location = (char *)location,
                                                 .flags = flags,
                                                 .cancellable = cancellable},
                              priority, callback, user_data);
}

/**
 * osinfo_media_create_from_location_with_flags_finish:
 * @res: what the callback was given
 * @error: return location
 *
 * Gets what [func@Libosinfo.Media.create_from_location_with_flags_async] found. Fails as
 * [func@Libosinfo.Media.create_from_location_with_flags] does.
 *
 * Returns: (transfer full): a new medium without an architecture and an operating system
 *
 * Since: 1.6.0
 */
OsinfoMedia *
osinfo_media_create_from_location_with_flags_finish(GAsyncResult *res, GError **error)
{
    g_return_val_if_fail(g_task_is_valid(res, NULL), NULL);
    g_return_val_if_fail(g_task_get_source_tag(G_TASK(res)) == &task_tag, NULL);
    g_return_val_if_fail(error == NULL || *error == NULL, NULL);

    return g_task_propagate_pointer(G_TASK(res), error);
}
