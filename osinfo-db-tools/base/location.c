/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * From options to a folder. Where databases are by default is libosinfo's knowledge.
 */
#include "config.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <gio/gio.h>

#include "base/failure.h"
#include "base/location.h"
#include "common/translate.h"

gboolean
location_is_given(const LocationOptions *self)
{
    return self->is_user || self->is_local || self->is_system || self->directory != NULL;
}

char *
location_new_root(const LocationOptions *self)
{
    if (self->root == NULL || *self->root == '\0')
        return NULL;
    return g_canonicalize_filename(self->root, NULL);
}

/* What leads upwards ends at the root, as it does for a system that has it for its own. */
static char *
get_below_root(const LocationOptions *self, const char *path)
{
    g_autofree char *root = location_new_root(self);
    g_autofree char *inside = NULL;

    if (root == NULL)
        return g_canonicalize_filename(path, NULL);
    inside = g_canonicalize_filename(path, "/");
    return inside[1] == '\0' ? g_steal_pointer(&root) : g_build_filename(root, inside, NULL);
}

char *
location_new_default(const LocationOptions *self, OsinfoDbLocation location)
{
    g_autofree char *path = osinfo_db_get_location(location);

    return get_below_root(self, path);
}

char *
location_parse(const LocationOptions *self, GError **error)
{
    int n_named = self->is_user + self->is_local + self->is_system + (self->directory != NULL);

    if (n_named > 1) {
        g_set_error_literal(error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                            _("Only one of --user, --local, --system & --dir can be used"));
        return NULL;
    }
    /* what an empty variable of a script leads to; the current folder is not meant */
    if (self->directory != NULL && *self->directory == '\0' &&
        (self->root == NULL || *self->root == '\0')) {
        g_set_error_literal(error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                            _("--dir needs the path of a folder"));
        return NULL;
    }
    if (self->directory != NULL)
        return get_below_root(self, self->directory);
    if (self->is_user)
        return location_new_default(self, OSINFO_DB_LOCATION_USER);
    if (self->is_system)
        return location_new_default(self, OSINFO_DB_LOCATION_SYSTEM);
    if (self->is_local || geteuid() == 0)
        return location_new_default(self, OSINFO_DB_LOCATION_LOCAL);
    return location_new_default(self, OSINFO_DB_LOCATION_USER);
}

char *
location_resolve(const char *path, const char *root, GError **error)
{
    g_autofree char *above = NULL;
    g_autofree char *base = NULL;
    g_autofree char *resolved_above = NULL;
    g_autofree char *real_root = root != NULL ? realpath(root, NULL) : NULL;
    g_autofree char *resolved = realpath(path, NULL);
    struct stat status;
    gsize length = 0;

    if (resolved == NULL && (errno != ENOENT || lstat(path, &status) == 0)) {
        failure_set_errno(error, errno, _("'%s': %s"), path, g_strerror(errno));
        return NULL;
    }
    if (resolved == NULL) {
        above = g_path_get_dirname(path);
        base = g_path_get_basename(path);
        resolved_above = location_resolve(above, NULL, error);
        if (resolved_above == NULL)
            return NULL;
        resolved = g_build_filename(resolved_above, base, NULL);
    }
    length = real_root != NULL ? strlen(real_root) : 0;
    /* "/" as root is no limit */
    if (length <= 1 || (strncmp(resolved, real_root, length) == 0 &&
                        (resolved[length] == '/' || resolved[length] == '\0')))
        return g_steal_pointer(&resolved);
    g_set_error(error, G_IO_ERROR, G_IO_ERROR_FAILED, _("'%s' leads out of '%s', to '%s'"), path,
                root, resolved);
    return NULL;
}
