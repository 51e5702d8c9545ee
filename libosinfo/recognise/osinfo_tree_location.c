/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Makes trees of the treeinfo files that are found at a location. What such a file says is
 * gathered by treeinfo.c, where it is read from is source.c's business.
 */
#include "config.h"

#include <string.h>

#include "common/address.h"
#include "common/translate.h"
#include "format/treeinfo.h"
#include "recognise/entity_evidence.h"
#include "recognise/gather.h"
#include "recognise/location_request.h"

/* What a tree is for that does not say so. */
#define DEFAULT_ARCHITECTURE "i386"

/* Its address tells tasks of this file from others. */
static char task_tag;

static OsinfoTree *
make_tree(const char *location, Evidence *evidence)
{
    const char *architecture = evidence_get_text(evidence, "treeinfo.arch");
    OsinfoTree *tree =
        osinfo_tree_new(location, architecture != NULL ? architecture : DEFAULT_ARCHITECTURE);

    osinfo_entity_set_param(OSINFO_ENTITY(tree), OSINFO_TREE_PROP_URL, location);
    entity_set_evidence(OSINFO_ENTITY(tree), evidence);
    entity_take_evidence(OSINFO_ENTITY(tree), evidence);
    return tree;
}

static OsinfoTree *
read_tree(Source *source, const char *location, GError **error)
{
    g_autoptr(Source) budget = source_new_budget(source, GATHER_MAX_READS, GATHER_MAX_BYTES);
    g_auto(Evidence) evidence = {.items = NULL};

    evidence_init(&evidence);
    return gather_tree(budget, &evidence, error) == FORMAT_FOUND ? make_tree(location, &evidence)
                                                                 : NULL;
}

static Source *
open_file(const LocationRequest *request, const char *name, GError **error)
{
    g_autofree char *uri = address_append(request->location, name);
    SourceRequest how = {.first_size = TREEINFO_READ_SIZE,
                         .is_text = TRUE,
                         .cancellable = request->cancellable,
                         .remote = request->remote};

    return source_open(uri, &how, error);
}

/* Whether another file could be had where this error came from. */
static gboolean
is_of_one_file(const GError *error)
{
    return !g_error_matches(error, G_IO_ERROR, G_IO_ERROR_CANCELLED) &&
           !g_error_matches(error, G_IO_ERROR, G_IO_ERROR_TIMED_OUT);
}

static Source *
open_treeinfo(const LocationRequest *request, GError **error)
{
    g_autoptr(GError) hidden_error = NULL;
    Source *source = open_file(request, "/.treeinfo", &hidden_error);

    if (source == NULL && is_of_one_file(hidden_error))
        source = open_file(request, "/treeinfo", error);
    else if (source == NULL)
        g_propagate_error(error, g_steal_pointer(&hidden_error));
    if (source == NULL)
        g_prefix_error(error, "%s", _("Failed to load .treeinfo|treeinfo file: "));
    return source;
}

static gboolean
check_location(const char *location, GError **error)
{
    if (g_str_has_prefix(location, "file://") || source_is_remote(location))
        return TRUE;
    g_set_error_literal(error, OSINFO_TREE_ERROR, OSINFO_TREE_ERROR_NOT_SUPPORTED_PROTOCOL,
                        _("URL protocol is not supported"));
    return FALSE;
}

OsinfoTree *
tree_read_location(const LocationRequest *request, GError **error)
{
    g_autoptr(Source) source = NULL;
    g_autoptr(GError) read_error = NULL;
    OsinfoTree *tree = NULL;

    if (!check_location(request->location, error))
        return NULL;
    source = open_treeinfo(request, error);
    if (source == NULL)
        return NULL;

    tree = read_tree(source, request->location, &read_error);
    if (tree != NULL)
        return tree;
    if (read_error->domain == G_KEY_FILE_ERROR)
        g_prefix_error(&read_error, "%s", _("Failed to process keyinfo file: "));
    g_propagate_error(error, g_steal_pointer(&read_error));
    return NULL;
}

static void
run_task(GTask *task, gpointer source_object G_GNUC_UNUSED, gpointer data,
         GCancellable *cancellable G_GNUC_UNUSED)
{
    GError *error = NULL;
    OsinfoTree *tree = tree_read_location(data, &error);

    if (tree != NULL)
        g_task_return_pointer(task, tree, g_object_unref);
    else
        g_task_return_error(task, error);
}

void
tree_read_location_async(const LocationRequest *request, gint priority,
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
 * osinfo_tree_create_from_location:
 * @location: URL of a tree: `file://`, `http://` or `https://`
 * @cancellable: (nullable): a cancellable
 * @error: return location
 *
 * Reads what the treeinfo file at a location says: `.treeinfo`, or `treeinfo` if that one cannot be
 * had, 1 MiB at most. Blocks, but runs no main context of the caller. Servers are dealt with as by
 * [func@Libosinfo.Media.create_from_location]; the limits of time hold for each of the two files,
 * but the second one is not tried when time was up for the first.
 *
 * Fails with [error@Libosinfo.TreeError] for a location of another kind, a mere path included, with
 * [error@Gio.IOErrorEnum] or [error@Gio.TlsError] when neither file can be read, with
 * [error@GLib.KeyFileError] when it is not a treeinfo file.
 *
 * Returns: (transfer full): a new tree without an operating system
 *
 * Since: 0.1.0
 */
OsinfoTree *
osinfo_tree_create_from_location(const gchar *location, GCancellable *cancellable, GError **error)
{
    g_return_val_if_fail(location != NULL, NULL);
    g_return_val_if_fail(error == NULL || *error == NULL, NULL);

    return tree_read_location(
        &(LocationRequest){.location = (char *)location, .cancellable = cancellable}, error);
}

/**
 * osinfo_tree_create_from_location_async:
 * @location: URL of a tree: `file://`, `http://` or `https://`
 * @priority: priority of the request
 * @cancellable: (nullable): a cancellable
 * @callback: (nullable) (scope async): called when it is done
 * @user_data: (nullable): data for @callback
 *
 * Does what [func@Libosinfo.Tree.create_from_location] does in a thread of its own.
 *
 * Since: 0.1.0
 */
void
osinfo_tree_create_from_location_async(const gchar *location, gint priority,
                                       GCancellable *cancellable, GAsyncReadyCallback callback,
                                       gpointer user_data)
{
    g_return_if_fail(location != NULL);

    tree_read_location_async(
        &(LocationRequest){.location = (char *)location, .cancellable = cancellable}, priority,
        callback, user_data);
}

/**
 * osinfo_tree_create_from_location_finish:
 * @res: what the callback was given
 * @error: return location
 *
 * Gets what [func@Libosinfo.Tree.create_from_location_async] found. Fails as
 * [func@Libosinfo.Tree.create_from_location] does.
 *
 * Returns: (transfer full): a new tree without an operating system
 *
 * Since: 0.1.0
 */
OsinfoTree *
osinfo_tree_create_from_location_finish(GAsyncResult *res, GError **error)
{
    g_return_val_if_fail(g_task_is_valid(res, NULL), NULL);
    g_return_val_if_fail(g_task_get_source_tag(G_TASK(res)) == &task_tag, NULL);
    g_return_val_if_fail(error == NULL || *error == NULL, NULL);

    return g_task_propagate_pointer(G_TASK(res), error);
}

/**
 * osinfo_tree_create_from_treeinfo:
 * @treeinfo: content of a treeinfo file, UTF-8
 * @location: where the tree is: its id and URL
 * @error: return location
 *
 * Reads what a treeinfo file says. Fails with [error@GLib.KeyFileError] when it is none.
 *
 * Returns: (transfer full): a new tree without an operating system
 *
 * Since: 1.7.0
 */
OsinfoTree *
osinfo_tree_create_from_treeinfo(const gchar *treeinfo, const gchar *location, GError **error)
{
    g_return_val_if_fail(treeinfo != NULL, NULL);
    g_return_val_if_fail(location != NULL, NULL);
    g_return_val_if_fail(error == NULL || *error == NULL, NULL);

    g_autoptr(Source) source = source_new_memory(treeinfo, strlen(treeinfo));

    return read_tree(source, location, error);
}
