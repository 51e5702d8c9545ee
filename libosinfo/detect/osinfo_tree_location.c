/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Makes trees of the treeinfo files that are found at a location. What such a file says is
 * treeinfo.c's business.
 */
#include "config.h"

#include "detect/treeinfo.h"
#include "osinfo/osinfo_tree.h"

/* What a tree is for that does not say so. */
#define DEFAULT_ARCHITECTURE "i386"

/* Its address tells tasks of this file from others. */
static char task_tag;

static void
set_text(OsinfoTree *tree, const char *key, const char *text)
{
    if (text != NULL)
        osinfo_entity_set_param(OSINFO_ENTITY(tree), key, text);
}

static OsinfoTree *
make_tree(const char *location, const Treeinfo *treeinfo)
{
    const char *architecture = treeinfo->arch != NULL ? treeinfo->arch : DEFAULT_ARCHITECTURE;
    OsinfoTree *tree = osinfo_tree_new(location, architecture);

    set_text(tree, OSINFO_TREE_PROP_URL, location);
    set_text(tree, OSINFO_TREE_PROP_TREEINFO_FAMILY, treeinfo->family);
    set_text(tree, OSINFO_TREE_PROP_TREEINFO_VARIANT, treeinfo->variant);
    set_text(tree, OSINFO_TREE_PROP_TREEINFO_VERSION, treeinfo->version);
    set_text(tree, OSINFO_TREE_PROP_TREEINFO_ARCH, treeinfo->arch);
    set_text(tree, OSINFO_TREE_PROP_KERNEL, treeinfo->kernel);
    set_text(tree, OSINFO_TREE_PROP_INITRD, treeinfo->initrd);
    set_text(tree, OSINFO_TREE_PROP_BOOT_ISO, treeinfo->boot_iso);
    return tree;
}

static OsinfoTree *
parse_tree(const char *text, gssize size, const char *location, GError **error)
{
    g_auto(Treeinfo) treeinfo = {0};

    if (!treeinfo_parse(text, size, &treeinfo, error))
        return NULL;
    return make_tree(location, &treeinfo);
}

/* Opens a file that reading cannot wait for. */
static GFileInputStream *
open_file(GFile *file, GCancellable *cancellable, GError **error)
{
    if (g_file_query_file_type(file, G_FILE_QUERY_INFO_NONE, cancellable) == G_FILE_TYPE_SPECIAL) {
        g_autofree char *name = g_file_get_parse_name(file);

        g_set_error(error, G_IO_ERROR, G_IO_ERROR_NOT_REGULAR_FILE,
                    "Error opening file %s: Not a regular file", name);
        return NULL;
    }
    return g_file_read(file, cancellable, error);
}

static GFileInputStream *
open_treeinfo(const char *location, GCancellable *cancellable, GError **error)
{
    g_autofree char *hidden_uri = g_strconcat(location, "/.treeinfo", NULL);
    g_autofree char *plain_uri = g_strconcat(location, "/treeinfo", NULL);
    g_autoptr(GFile) hidden = g_file_new_for_uri(hidden_uri);
    g_autoptr(GFile) plain = g_file_new_for_uri(plain_uri);
    GFileInputStream *stream = open_file(hidden, cancellable, NULL);

    if (stream == NULL)
        stream = open_file(plain, cancellable, error);
    if (stream == NULL)
        g_prefix_error(error, "Failed to load .treeinfo|treeinfo file: ");
    return stream;
}

static gboolean
check_location(const char *location, GError **error)
{
    if (g_str_has_prefix(location, "file://"))
        return TRUE;
    if (g_str_has_prefix(location, "http://") || g_str_has_prefix(location, "https://"))
        g_set_error(error, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED,
                    "Failed to load .treeinfo|treeinfo file: cannot read '%s': no support for HTTP",
                    location);
    else
        g_set_error_literal(error, OSINFO_TREE_ERROR, OSINFO_TREE_ERROR_NOT_SUPPORTED_PROTOCOL,
                            "URL protocol is not supported");
    return FALSE;
}

static OsinfoTree *
read_location(const char *location, GCancellable *cancellable, GError **error)
{
    g_autoptr(GFileInputStream) stream = NULL;
    gsize size = TREEINFO_MAX_SIZE + 1; /* one byte more shows that there is too much */

    if (!check_location(location, error))
        return NULL;
    stream = open_treeinfo(location, cancellable, error);
    if (stream == NULL)
        return NULL;

    g_autofree char *text = g_malloc(size);

    if (!g_input_stream_read_all(G_INPUT_STREAM(stream), text, size, &size, cancellable, error)) {
        g_prefix_error(error, "Failed to load .treeinfo|treeinfo content: ");
        return NULL;
    }

    OsinfoTree *tree = parse_tree(text, (gssize)size, location, error);

    if (tree == NULL)
        g_prefix_error(error, "Failed to process keyinfo file: ");
    return tree;
}

static void
run_task(GTask *task, gpointer source_object G_GNUC_UNUSED, gpointer data,
         GCancellable *cancellable)
{
    GError *error = NULL;
    OsinfoTree *tree = read_location(data, cancellable, &error);

    if (tree != NULL)
        g_task_return_pointer(task, tree, g_object_unref);
    else
        g_task_return_error(task, error);
}

/**
 * osinfo_tree_create_from_location:
 * @location: URL of a tree; only `file://` is supported
 * @cancellable: (nullable): a cancellable
 * @error: return location
 *
 * Reads what the treeinfo file at a location says: `.treeinfo`, or else `treeinfo`, 1 MiB at most.
 * Blocks.
 *
 * Fails with [error@Libosinfo.TreeError] for a location of another kind, with
 * [error@Gio.IOErrorEnum] when neither file can be read, with [error@GLib.KeyFileError] when it is
 * no treeinfo file.
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

    return read_location(location, cancellable, error);
}

/**
 * osinfo_tree_create_from_location_async:
 * @location: URL of a tree; only `file://` is supported
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

    g_autoptr(GTask) task = g_task_new(NULL, cancellable, callback, user_data);

    g_task_set_source_tag(task, &task_tag);
    g_task_set_priority(task, priority);
    g_task_set_task_data(task, g_strdup(location), g_free);
    g_task_run_in_thread(task, run_task);
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

    return parse_tree(treeinfo, -1, location, error);
}
