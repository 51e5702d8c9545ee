/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * What media and trees are made of: a location and how it is read. The public calls fill a request
 * in; tests add what servers are dealt with.
 */
#pragma once

#include "osinfo/osinfo_media.h"
#include "osinfo/osinfo_tree.h"
#include "source/source.h"

typedef struct {
    char *location;
    guint flags;               /* OsinfoMediaDetectFlags; media only */
    GCancellable *cancellable; /* may be NULL */
    RemoteOptions remote;
} LocationRequest;

/* A copy that a task holds. */
LocationRequest *location_request_copy(const LocationRequest *self);
void location_request_free(LocationRequest *self);

/* What osinfo_media_create_from_location() and osinfo_tree_create_from_location() give. */
OsinfoMedia *media_read_location(const LocationRequest *request, GError **error);
OsinfoTree *tree_read_location(const LocationRequest *request, GError **error);

/* The medium that the bytes of a location are. */
OsinfoMedia *media_read_source(Source *source, const LocationRequest *request, GError **error);

/* The two in a thread; the public calls that finish are for these, too. */
void media_read_location_async(const LocationRequest *request, gint priority,
                               GAsyncReadyCallback callback, gpointer user_data);
void tree_read_location_async(const LocationRequest *request, gint priority,
                              GAsyncReadyCallback callback, gpointer user_data);
