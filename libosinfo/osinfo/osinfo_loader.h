/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <osinfo/osinfo_db.h>

G_BEGIN_DECLS

/**
 * OSINFO_ERROR:
 *
 * The domain of errors that have none of their own.
 */
#define OSINFO_ERROR (osinfo_error_quark())

/**
 * OsinfoError:
 * @OSINFO_ERROR_GENERIC: what is wrong stands in the message
 *
 * Errors of loading.
 *
 * Since: 1.8.0
 */
typedef enum {
    OSINFO_ERROR_GENERIC,
} OsinfoError;

GQuark osinfo_error_quark(void);

#define OSINFO_TYPE_LOADER (osinfo_loader_get_type())
G_DECLARE_FINAL_TYPE(OsinfoLoader, osinfo_loader, OSINFO, LOADER, GObject)

OsinfoLoader *osinfo_loader_new(void);
OsinfoDb *osinfo_loader_get_db(OsinfoLoader *loader);
void osinfo_loader_process_path(OsinfoLoader *loader, const gchar *path, GError **err);
void osinfo_loader_process_uri(OsinfoLoader *loader, const gchar *uri, GError **err);
void osinfo_loader_process_default_path(OsinfoLoader *loader, GError **err);
void osinfo_loader_process_local_path(OsinfoLoader *loader, GError **err);
void osinfo_loader_process_system_path(OsinfoLoader *loader, GError **err);
void osinfo_loader_process_user_path(OsinfoLoader *loader, GError **err);
char **osinfo_loader_get_problems(OsinfoLoader *loader);
char *osinfo_loader_compile(const char *directory, GError **error);

G_END_DECLS
