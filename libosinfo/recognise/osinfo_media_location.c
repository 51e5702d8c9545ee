/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Makes media of what is found at a location. Reading and judging the bytes is media_probe.c's
 * business; here a verdict becomes a medium or an error.
 */
#include "config.h"

#include "common/translate.h"
#include "recognise/location_request.h"
#include "recognise/media_probe.h"

/* Its address tells tasks of this file from others. */
static char task_tag;

static OsinfoMediaError
get_error_code(MediaProbeStatus status)
{
    switch (status) {
    case MEDIA_PROBE_NOT_BOOTABLE:
        return OSINFO_MEDIA_ERROR_NOT_BOOTABLE;
    case MEDIA_PROBE_NO_PPC_EXTENT:
    case MEDIA_PROBE_NO_BOOTINFO_EXTENT:
        return OSINFO_MEDIA_ERROR_NO_DIRECTORY_RECORD_EXTENT;
    case MEDIA_PROBE_PVD_TRUNCATED:
    case MEDIA_PROBE_NO_PVD:
        return OSINFO_MEDIA_ERROR_NO_PVD;
    case MEDIA_PROBE_BLANK_VOLUME_ID:
        return OSINFO_MEDIA_ERROR_INSUFFICIENT_METADATA;
    case MEDIA_PROBE_DESCRIPTOR_TRUNCATED:
        return OSINFO_MEDIA_ERROR_NO_SVD;
    case MEDIA_PROBE_OK:
    case MEDIA_PROBE_NO_DESCRIPTORS:
    default:
        return OSINFO_MEDIA_ERROR_NO_DESCRIPTORS;
    }
}

static void
set_text(OsinfoMedia *media, const char *key, const char *text)
{
    if (*text != '\0')
        osinfo_entity_set_param(OSINFO_ENTITY(media), key, text);
}

static OsinfoMedia *
make_media(const char *location, const MediaProbe *probe)
{
    OsinfoMedia *media = osinfo_media_new(location, NULL);

    set_text(media, OSINFO_MEDIA_PROP_URL, location);
    set_text(media, OSINFO_MEDIA_PROP_VOLUME_ID, probe->volume.volume_id);
    set_text(media, OSINFO_MEDIA_PROP_SYSTEM_ID, probe->volume.system_id);
    set_text(media, OSINFO_MEDIA_PROP_PUBLISHER_ID, probe->volume.publisher_id);
    set_text(media, OSINFO_MEDIA_PROP_APPLICATION_ID, probe->volume.application_id);
    osinfo_entity_set_param_int64(OSINFO_ENTITY(media), OSINFO_MEDIA_PROP_VOLUME_SIZE,
                                  (gint64)probe->volume.volume_size);
    osinfo_entity_set_param_boolean(OSINFO_ENTITY(media), OSINFO_MEDIA_PROP_BOOTABLE,
                                    probe->is_bootable);
    return media;
}

OsinfoMedia *
media_read_location(const LocationRequest *request, GError **error)
{
    SourceRequest how = {.first_offset = ISO9660_DESCRIPTORS_OFFSET,
                         .first_size = ISO9660_READ_SIZE,
                         .cancellable = request->cancellable,
                         .remote = request->remote};
    g_autoptr(Source) source = source_open(request->location, &how, error);
    MediaProbe probe;

    if (source == NULL) {
        g_prefix_error(error, "%s", _("Failed to open file: "));
        return NULL;
    }
    if (!media_probe(source, &probe, error))
        return NULL;
    if (!probe.has_volume ||
        (!probe.is_bootable && (request->flags & OSINFO_MEDIA_DETECT_REQUIRE_BOOTABLE) != 0)) {
        g_set_error_literal(error, OSINFO_MEDIA_ERROR, (gint)get_error_code(probe.status),
                            media_probe_status_message(probe.status));
        return NULL;
    }
    return make_media(request->location, &probe);
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
 * Reads what the medium at a location says of itself: some 32 KiB of it. A medium that no machine
 * can start from is an error. Blocks, but runs no main context of the caller.
 *
 * A web server is asked for the part that is needed, which takes one request as a rule. Of one that
 * sends no parts, up to 64 MiB are read. It may be silent for 30 seconds, and the whole may
 * take 60. Up to 10 redirects are followed, but none from https to http. Proxies are those of
 * [func@Gio.ProxyResolver.get_default].
 *
 * Fails with [error@Libosinfo.MediaError] when it is no image or not bootable, with
 * [error@Gio.IOErrorEnum] when it cannot be read: %G_IO_ERROR_NOT_FOUND,
 * %G_IO_ERROR_PERMISSION_DENIED, %G_IO_ERROR_CANCELLED, for servers also %G_IO_ERROR_TIMED_OUT,
 * %G_IO_ERROR_HOST_NOT_FOUND, %G_IO_ERROR_CONNECTION_REFUSED and others, %G_IO_ERROR_NOT_SUPPORTED
 * for other kinds of URIs, and in a process that uses libsoup 2. Fails with [error@Gio.TlsError]
 * when a server's certificate is not trusted.
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
 * [error@Libosinfo.MediaError] only when it is no image, or not what
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
