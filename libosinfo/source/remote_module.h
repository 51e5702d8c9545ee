/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * What the remote module offers to the library: the table it exports as osinfo_remote_module.
 */
#pragma once

#include "base/modules.h"
#include "source/source.h"

G_BEGIN_DECLS

typedef struct {
    ModuleTable parent;
    /* As source_open(), for an `http://` or `https://` URI. The request for the first range
     * is sent, and its answer has begun. */
    Source *(*open)(const char *uri, const SourceRequest *request, GError **error);
} RemoteModule;

extern const RemoteModule osinfo_remote_module;

G_END_DECLS
