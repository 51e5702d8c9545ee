/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * From options to a folder. Where databases are by default is libosinfo's knowledge.
 */
#include "config.h"

#include <unistd.h>

#include <gio/gio.h>
#include <glib/gi18n.h>

#include "base/location.h"

LocationOptions location_options;

gboolean
location_is_given(void)
{
    return location_options.is_user || location_options.is_local || location_options.is_system ||
           location_options.directory != NULL;
}

const char *
location_get_root(void)
{
    static char *root;

    if (location_options.root == NULL || *location_options.root == '\0')
        return NULL;
    if (root == NULL)
        root = g_canonicalize_filename(location_options.root, NULL);
    return root;
}

/* What leads upwards ends at the root, as it does for a system that has it for its own. */
static char *
get_below_root(const char *path)
{
    const char *root = location_get_root();
    g_autofree char *inside = NULL;

    if (root == NULL)
        return g_canonicalize_filename(path, NULL);
    inside = g_canonicalize_filename(path, "/");
    return inside[1] == '\0' ? g_strdup(root) : g_build_filename(root, inside, NULL);
}

char *
location_get_default(OsinfoDbLocation location)
{
    g_autofree char *path = osinfo_db_get_location(location);

    return get_below_root(path);
}

char *
location_get(GError **error)
{
    const LocationOptions *options = &location_options;
    int n_named =
        options->is_user + options->is_local + options->is_system + (options->directory != NULL);

    if (n_named > 1) {
        g_set_error_literal(error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                            _("Only one of --user, --local, --system & --dir can be used"));
        return NULL;
    }
    /* what an empty variable of a script leads to; the current folder is not meant */
    if (options->directory != NULL && *options->directory == '\0' && location_get_root() == NULL) {
        g_set_error_literal(error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                            _("--dir needs the path of a folder"));
        return NULL;
    }
    if (options->directory != NULL)
        return get_below_root(options->directory);
    if (options->is_user)
        return location_get_default(OSINFO_DB_LOCATION_USER);
    if (options->is_system)
        return location_get_default(OSINFO_DB_LOCATION_SYSTEM);
    if (options->is_local || geteuid() == 0)
        return location_get_default(OSINFO_DB_LOCATION_LOCAL);
    return location_get_default(OSINFO_DB_LOCATION_USER);
}
