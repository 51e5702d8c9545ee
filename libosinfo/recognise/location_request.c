/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Keeps a request for a task. What is done with it is up to osinfo_media_location.c and
 * osinfo_tree_location.c.
 */
#include "config.h"

#include "recognise/location_request.h"

LocationRequest *
location_request_copy(const LocationRequest *self)
{
    LocationRequest *copy = g_memdup2(self, sizeof(*self));

    copy->location = g_strdup(self->location);
    if (copy->cancellable != NULL)
        g_object_ref(copy->cancellable);
    if (copy->remote.tls_database != NULL)
        g_object_ref(copy->remote.tls_database);
    return copy;
}

void
location_request_free(LocationRequest *self)
{
    g_free(self->location);
    g_clear_object(&self->cancellable);
    g_clear_object(&self->remote.tls_database);
    g_free(self);
}
