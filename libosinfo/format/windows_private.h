/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * What the files that read Windows media share.
 */

#pragma once

#include "format/evidence.h"
#include "format/wim.h"

G_BEGIN_DECLS

#define WINDOWS_ARCHITECTURE "windows.architecture"
#define WINDOWS_BRANCH "windows.branch"
#define WINDOWS_BUILD "windows.build"
#define WINDOWS_CHANNEL "windows.channel"
#define WINDOWS_EDITION "windows.edition"
#define WINDOWS_INSTALLATION_TYPE "windows.installation-type"
#define WINDOWS_IS_EVALUATION "windows.is-evaluation"
#define WINDOWS_LANGUAGE "windows.language"
#define WINDOWS_NAME "windows.name"
#define WINDOWS_PRODUCT "windows.product"
#define WINDOWS_SERVICE_PACK "windows.service-pack"
#define WINDOWS_UPDATE "windows.update"
#define WINDOWS_VERSION "windows.version"

/* Adds a text, unless that is there. NULL says nothing. */
void windows_add_once(Evidence *evidence, const char *key, const char *text, const char *where);

/* A system that images install. */
typedef struct {
    gint64 major, minor, build; /* -1: not known */
    const char *product;        /* static; NULL: not known */
} WindowsSystem;

/* What the images of a WIM file say. @is_boot: they start Windows, and install none. @systems, of
 * WindowsSystem, has those that were added, and gets more. FALSE: the images say nothing. */
gboolean windows_add_images(Evidence *evidence, const Wim *wim, gboolean is_boot, GArray *systems,
                            const char *where);

/* "x86_64" for "amd64" and other names that Microsoft has; NULL: an unknown one. */
const char *windows_get_architecture(const char *name);

G_END_DECLS
