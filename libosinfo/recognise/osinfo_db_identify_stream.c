/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The part of OsinfoDb that identifies bytes which a program has itself: behind a stream, or a function.
 */
#include "config.h"

#include "entity/osinfo_entity_private.h"
#include "osinfo/osinfo.h"
#include "recognise/identified.h"
#include "recognise/identify_disk.h"
#include "recognise/location_request.h"

static OsinfoIdentification *
identify_source(OsinfoDb *db, Source *source, GCancellable *cancellable, GError **error)
{
    LocationRequest request = {.location = (char *)"",
                               .flags = OSINFO_MEDIA_DETECT_ACCEPT_INCOMPLETE,
                               .cancellable = cancellable};
    StackOptions options = {.cancellable = cancellable};
    g_autoptr(GError) media_error = NULL, disk_error = NULL;
    g_autoptr(OsinfoMedia) media = media_read_source(source, &request, &media_error);
    OsinfoIdentification *found = NULL;

    if (media != NULL)
        return identified_subject(db, OSINFO_ENTITY(media));
    if (media_error->domain == OSINFO_MEDIA_ERROR)
        found = identify_disk(db, source, &options, &disk_error);
    if (disk_error != NULL)
        g_propagate_error(error, g_steal_pointer(&disk_error));
    else if (found == NULL)
        g_propagate_error(error, g_steal_pointer(&media_error));
    return found;
}

/**
 * osinfo_db_identify_stream:
 * @db: a database
 * @stream: a stream that can seek: a [iface@Gio.Seekable]
 * @cancellable: (nullable): a cancellable
 * @error: return location
 *
 * Does what [method@Libosinfo.Db.identify_location] does, of a medium or disk image whose bytes a program has
 * itself: in an archive of its own, behind a protocol of its own. The position of @stream is moved. What it gives
 * need not be trusted. Blocks.
 *
 * Fails as that call does, with %G_IO_ERROR_NOT_SUPPORTED when @stream cannot seek.
 *
 * Returns: (transfer full): a new identification
 *
 * Since: 2.0.0
 */
OsinfoIdentification *
osinfo_db_identify_stream(OsinfoDb *db, GInputStream *stream, GCancellable *cancellable,
                          GError **error)
{
    g_autoptr(Source) source = NULL;

    g_return_val_if_fail(OSINFO_IS_DB(db), NULL);
    g_return_val_if_fail(G_IS_INPUT_STREAM(stream), NULL);
    g_return_val_if_fail(error == NULL || *error == NULL, NULL);

    source = source_open_stream(stream, cancellable, error);
    return source != NULL ? identify_source(db, source, cancellable, error) : NULL;
}

/**
 * osinfo_db_identify_ranges: (skip)
 * @db: a database
 * @read: (scope call): reads a range
 * @user_data: data for @read
 * @size: bytes in all; -1: not known
 * @cancellable: (nullable): a cancellable
 * @error: return location
 *
 * Does what [method@Libosinfo.Db.identify_stream] does, of bytes that a function reads. @read is called in this
 * thread, any number of times, with any place behind the start. Blocks.
 *
 * Returns: (transfer full): a new identification
 *
 * Since: 2.0.0
 */
OsinfoIdentification *
osinfo_db_identify_ranges(OsinfoDb *db, OsinfoReadFunc read, gpointer user_data, gint64 size,
                          GCancellable *cancellable, GError **error)
{
    g_autoptr(Source) source = NULL;

    g_return_val_if_fail(OSINFO_IS_DB(db), NULL);
    g_return_val_if_fail(read != NULL, NULL);
    g_return_val_if_fail(error == NULL || *error == NULL, NULL);

    source = source_new_ranges(read, user_data, size, cancellable);
    return identify_source(db, source, cancellable, error);
}
