/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The part of OsinfoDb that tells with reasons what a medium or tree is, or what is at a location.
 */
#include "config.h"

#include "common/translate.h"
#include "entity/osinfo_entity_private.h"
#include "osinfo/osinfo.h"
#include "recognise/identified.h"
#include "recognise/identify_disk.h"
#include "recognise/location_request.h"

/* Bytes of a disk that a server is asked for first. */
#define DISK_FIRST_SIZE (64 * 1024)

/* Its address tells tasks of this file from others. */
static char task_tag;

/* What a task holds. */
typedef struct {
    OsinfoDb *db;   /* owned */
    char *location; /* owned */
} IdentifyRequest;

static void
identify_request_free(gpointer data)
{
    IdentifyRequest *self = data;

    g_object_unref(self->db);
    g_free(self->location);
    g_free(self);
}

static OsinfoIdentification *
explain_subject(OsinfoDb *db, OsinfoEntity *subject)
{
    g_auto(Search) search = {.db = NULL};

    search_init(&search, db, subject);
    return identified_new(&search, subject);
}

/**
 * osinfo_db_explain_media:
 * @db: a database
 * @media: a medium that was read, see [func@Libosinfo.Media.create_from_location]
 *
 * Tells which operating system a medium holds, how sure that is, and why: what
 * [method@Libosinfo.Db.identify_location] tells, of a medium that has been read. @media stays as it is. Files of
 * the medium count as far as they were looked into when it was read.
 *
 * Returns: (transfer full): a new identification
 *
 * Since: 2.0.0
 */
OsinfoIdentification *
osinfo_db_explain_media(OsinfoDb *db, OsinfoMedia *media)
{
    g_return_val_if_fail(OSINFO_IS_DB(db), NULL);
    g_return_val_if_fail(OSINFO_IS_MEDIA(media), NULL);

    return explain_subject(db, OSINFO_ENTITY(media));
}

/**
 * osinfo_db_explain_tree:
 * @db: a database
 * @tree: a tree that was read, see [func@Libosinfo.Tree.create_from_location]
 *
 * Tells which operating system an installation tree holds, how sure that is, and why. @tree stays as it is.
 *
 * Returns: (transfer full): a new identification
 *
 * Since: 2.0.0
 */
OsinfoIdentification *
osinfo_db_explain_tree(OsinfoDb *db, OsinfoTree *tree)
{
    g_return_val_if_fail(OSINFO_IS_DB(db), NULL);
    g_return_val_if_fail(OSINFO_IS_TREE(tree), NULL);

    return explain_subject(db, OSINFO_ENTITY(tree));
}

/* Bytes were read, and they are no medium. */
static gboolean
is_other_format(const GError *error)
{
    return error->domain == OSINFO_MEDIA_ERROR;
}

/* NULL without an error: it is no disk either. */
static OsinfoIdentification *
identify_image(OsinfoDb *db, const char *location, GCancellable *cancellable, GError **error)
{
    SourceRequest request = {.first_size = DISK_FIRST_SIZE, .cancellable = cancellable};
    StackOptions options = {
        .path = location, .is_slow = source_is_remote(location), .cancellable = cancellable};
    g_autoptr(Source) source = source_open(location, &request, error);

    return source != NULL ? identify_disk(db, source, &options, error) : NULL;
}

static OsinfoIdentification *
identify_tree(OsinfoDb *db, const char *location, GCancellable *cancellable)
{
    g_autoptr(GFile) file = g_file_new_for_commandline_arg(location);
    g_autofree char *uri = g_file_get_uri(file);
    LocationRequest request = {.location = uri, .cancellable = cancellable};
    g_autoptr(OsinfoTree) tree = tree_read_location(&request, NULL);

    return tree != NULL ? identified_subject(db, OSINFO_ENTITY(tree)) : NULL;
}

static gboolean
ends_question(const GError *error)
{
    return g_error_matches(error, G_IO_ERROR, G_IO_ERROR_CANCELLED) ||
           g_error_matches(error, G_IO_ERROR, G_IO_ERROR_TIMED_OUT);
}

/* What is no medium may be a disk. A folder is a tree; so is an address below which there is one, and no image at
 * it. */
static OsinfoIdentification *
identify(OsinfoDb *db, const char *location, GCancellable *cancellable, GError **error)
{
    LocationRequest request = {.location = (char *)location,
                               .flags = OSINFO_MEDIA_DETECT_ACCEPT_INCOMPLETE,
                               .cancellable = cancellable};
    g_autoptr(GError) media_error = NULL, image_error = NULL;
    g_autoptr(OsinfoMedia) media = media_read_location(&request, &media_error);
    OsinfoIdentification *found = NULL;

    if (media != NULL)
        return identified_subject(db, OSINFO_ENTITY(media));
    if (is_other_format(media_error))
        found = identify_image(db, location, cancellable, &image_error);
    if (image_error != NULL) {
        g_propagate_error(error, g_steal_pointer(&image_error));
        return NULL;
    }
    if (found == NULL && !ends_question(media_error))
        found = identify_tree(db, location, cancellable);
    if (found == NULL)
        g_propagate_error(error, g_steal_pointer(&media_error));
    return found;
}

/**
 * osinfo_db_identify_location:
 * @db: a database
 * @location: a path, or a URI, of a medium, a disk image or an installation tree
 * @cancellable: (nullable): a cancellable
 * @error: return location
 *
 * Tells what is at a location, how sure that is, and why: reads what
 * [func@Libosinfo.Media.create_from_location] or [func@Libosinfo.Tree.create_from_location] read,
 * bootable or not, and holds it against the database. Content goes before the label where they
 * disagree. What is no medium is looked at as a disk, in whatever format its image is: partitions, volumes and
 * file systems are read, and the system that is installed is told, by what its root says. Nothing is mounted or
 * started, and no other file is opened that an image names. For a release that is not in the database its nearest relative there is a candidate, with
 * that confidence. Blocks.
 *
 * URIs are those of files (`file://`), web servers (`http://`, `https://`) and network block devices: `nbd://HOST:PORT/EXPORT`,
 * `nbd+unix:///EXPORT?socket=PATH`, and with TLS `nbds://` and `nbds+unix://`, where `tls-certificates=FOLDER` names a folder with
 * `ca-cert.pem`, `client-cert.pem`, `client-key.pem`, and `tls-hostname=NAME` whom the server's certificate is for.
 *
 * Fails with the errors of these functions when nothing could be read. That nothing is known of what
 * was read is no failure: then there are no candidates, but evidence.
 *
 * Returns: (transfer full): a new identification
 *
 * Since: 2.0.0
 */
OsinfoIdentification *
osinfo_db_identify_location(OsinfoDb *db, const gchar *location, GCancellable *cancellable,
                            GError **error)
{
    g_return_val_if_fail(OSINFO_IS_DB(db), NULL);
    g_return_val_if_fail(location != NULL, NULL);
    g_return_val_if_fail(error == NULL || *error == NULL, NULL);

    return identify(db, location, cancellable, error);
}

/**
 * osinfo_db_identify_image:
 * @db: a database
 * @location: a path, or a URI, of a disk image or a disk, as
 *   [method@Libosinfo.Db.identify_location] takes it
 * @cancellable: (nullable): a cancellable
 * @error: return location
 *
 * Does what [method@Libosinfo.Db.identify_location] does of what is no medium: looks at the partitions and file
 * systems of a disk, also where it could be taken for a medium. Blocks.
 *
 * Fails with [error@Gio.IOErrorEnum] when it cannot be read, with %G_IO_ERROR_INVALID_DATA when it is no disk that
 * anything is known of.
 *
 * Returns: (transfer full): a new identification
 *
 * Since: 2.0.0
 */
OsinfoIdentification *
osinfo_db_identify_image(OsinfoDb *db, const gchar *location, GCancellable *cancellable,
                         GError **error)
{
    OsinfoIdentification *found;
    GError *image_error = NULL;

    g_return_val_if_fail(OSINFO_IS_DB(db), NULL);
    g_return_val_if_fail(location != NULL, NULL);
    g_return_val_if_fail(error == NULL || *error == NULL, NULL);

    found = identify_image(db, location, cancellable, &image_error);
    if (image_error != NULL)
        g_propagate_error(error, image_error);
    else if (found == NULL)
        g_set_error_literal(error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA,
                            _("Neither partitions nor a file system that is known"));
    return found;
}

/* Objects of the database are made by one thread at a time, which the database sees to. */
static void
run_task(GTask *task, gpointer source_object G_GNUC_UNUSED, gpointer data,
         GCancellable *cancellable)
{
    IdentifyRequest *request = data;
    GError *error = NULL;
    OsinfoIdentification *identification =
        osinfo_db_identify_location(request->db, request->location, cancellable, &error);

    if (identification != NULL)
        g_task_return_pointer(task, identification, g_object_unref);
    else
        g_task_return_error(task, error);
}

/**
 * osinfo_db_identify_location_async:
 * @db: a database, which nobody may change until it is done
 * @location: a path, or a URI, as [method@Libosinfo.Db.identify_location] takes it
 * @priority: priority of the request
 * @cancellable: (nullable): a cancellable
 * @callback: (nullable) (scope async): called when it is done
 * @user_data: (nullable): data for @callback
 *
 * Does what [method@Libosinfo.Db.identify_location] does in a thread of its own.
 *
 * Since: 2.0.0
 */
void
osinfo_db_identify_location_async(OsinfoDb *db, const gchar *location, gint priority,
                                  GCancellable *cancellable, GAsyncReadyCallback callback,
                                  gpointer user_data)
{
    g_return_if_fail(OSINFO_IS_DB(db));
    g_return_if_fail(location != NULL);

    g_autoptr(GTask) task = g_task_new(db, cancellable, callback, user_data);
    IdentifyRequest *request = g_new0(IdentifyRequest, 1);

    request->db = g_object_ref(db);
    request->location = g_strdup(location);
    g_task_set_source_tag(task, &task_tag);
    g_task_set_priority(task, priority);
    g_task_set_task_data(task, request, identify_request_free);
    g_task_run_in_thread(task, run_task);
}

/**
 * osinfo_db_identify_location_finish:
 * @db: a database
 * @res: what the callback was given
 * @error: return location
 *
 * Gets what [method@Libosinfo.Db.identify_location_async] found. Fails as
 * [method@Libosinfo.Db.identify_location] does.
 *
 * Returns: (transfer full): a new identification
 *
 * Since: 2.0.0
 */
OsinfoIdentification *
osinfo_db_identify_location_finish(OsinfoDb *db, GAsyncResult *res, GError **error)
{
    g_return_val_if_fail(g_task_is_valid(res, db), NULL);
    g_return_val_if_fail(g_task_get_source_tag(G_TASK(res)) == &task_tag, NULL);
    g_return_val_if_fail(error == NULL || *error == NULL, NULL);

    return g_task_propagate_pointer(G_TASK(res), error);
}
