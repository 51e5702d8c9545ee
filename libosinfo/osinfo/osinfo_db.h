/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <osinfo/osinfo_datamap.h>
#include <osinfo/osinfo_deployment.h>
#include <osinfo/osinfo_device.h>
#include <osinfo/osinfo_identification.h>
#include <osinfo/osinfo_install_script.h>
#include <osinfo/osinfo_lists.h>
#include <osinfo/osinfo_media.h>
#include <osinfo/osinfo_os.h>
#include <osinfo/osinfo_platform.h>
#include <osinfo/osinfo_tree.h>

G_BEGIN_DECLS

#define OSINFO_TYPE_DB (osinfo_db_get_type())
G_DECLARE_FINAL_TYPE(OsinfoDb, osinfo_db, OSINFO, DB, GObject)

OsinfoDb *osinfo_db_new(void);

const gchar *osinfo_db_get_version(OsinfoDb *db);
GDate *osinfo_db_get_release_date(OsinfoDb *db);
gint osinfo_db_get_age(OsinfoDb *db);

OsinfoDevice *osinfo_db_get_device(OsinfoDb *db, const gchar *id);
OsinfoDeviceList *osinfo_db_get_device_list(OsinfoDb *db);
OsinfoPlatform *osinfo_db_get_platform(OsinfoDb *db, const gchar *id);
OsinfoPlatformList *osinfo_db_get_platform_list(OsinfoDb *db);
OsinfoOs *osinfo_db_get_os(OsinfoDb *db, const gchar *id);
OsinfoOsList *osinfo_db_get_os_list(OsinfoDb *db);
OsinfoOs *osinfo_db_find_os(OsinfoDb *db, const gchar *name);
gchar **osinfo_db_suggest_os(OsinfoDb *db, const gchar *name);
GListModel *osinfo_db_search_os(OsinfoDb *db, const gchar *words, guint limit);
OsinfoOsList *osinfo_db_find_os_by_identity(OsinfoDb *db, const gchar *scheme, const gchar *name);
gchar **osinfo_db_get_identity_schemes(OsinfoDb *db);
OsinfoDeployment *osinfo_db_get_deployment(OsinfoDb *db, const gchar *id);
OsinfoDeploymentList *osinfo_db_get_deployment_list(OsinfoDb *db);
OsinfoDeployment *osinfo_db_find_deployment(OsinfoDb *db, OsinfoOs *os, OsinfoPlatform *platform);
OsinfoDatamap *osinfo_db_get_datamap(OsinfoDb *db, const gchar *id);
OsinfoDatamapList *osinfo_db_get_datamap_list(OsinfoDb *db);
OsinfoInstallScript *osinfo_db_get_install_script(OsinfoDb *db, const gchar *id);
OsinfoInstallScriptList *osinfo_db_get_install_script_list(OsinfoDb *db);

void osinfo_db_add_os(OsinfoDb *db, OsinfoOs *os);
void osinfo_db_add_platform(OsinfoDb *db, OsinfoPlatform *platform);
void osinfo_db_add_device(OsinfoDb *db, OsinfoDevice *device);
void osinfo_db_add_deployment(OsinfoDb *db, OsinfoDeployment *deployment);
void osinfo_db_add_datamap(OsinfoDb *db, OsinfoDatamap *datamap);
void osinfo_db_add_install_script(OsinfoDb *db, OsinfoInstallScript *script);

G_DEPRECATED_FOR(osinfo_db_identify_media)
OsinfoOs *osinfo_db_guess_os_from_media(OsinfoDb *db, OsinfoMedia *media,
                                        OsinfoMedia **matched_media);
gboolean osinfo_db_identify_media(OsinfoDb *db, OsinfoMedia *media);
OsinfoMediaList *osinfo_db_identify_medialist(OsinfoDb *db, OsinfoMedia *media);
G_DEPRECATED_FOR(osinfo_db_identify_tree)
OsinfoOs *osinfo_db_guess_os_from_tree(OsinfoDb *db, OsinfoTree *tree, OsinfoTree **matched_tree);
gboolean osinfo_db_identify_tree(OsinfoDb *db, OsinfoTree *tree);
OsinfoTreeList *osinfo_db_identify_treelist(OsinfoDb *db, OsinfoTree *tree);

OsinfoIdentification *osinfo_db_explain_media(OsinfoDb *db, OsinfoMedia *media);
OsinfoIdentification *osinfo_db_explain_tree(OsinfoDb *db, OsinfoTree *tree);
OsinfoIdentification *osinfo_db_identify_location(OsinfoDb *db, const gchar *location,
                                                  GCancellable *cancellable, GError **error);
/**
 * OsinfoReadFunc:
 * @offset: bytes from the start
 * @buffer: where the bytes go
 * @size: bytes in @buffer
 * @user_data: what the program wants
 * @error: return location
 *
 * Reads a range for [method@Libosinfo.Db.identify_ranges]. Less than @size is no error; 0 is the end.
 *
 * Returns: bytes that were read, -1 with @error set
 *
 * Since: 2.0.0
 */
typedef gssize (*OsinfoReadFunc)(guint64 offset, guint8 *buffer, gsize size, gpointer user_data,
                                 GError **error);

OsinfoIdentification *osinfo_db_identify_image(OsinfoDb *db, const gchar *location,
                                               GCancellable *cancellable, GError **error);
OsinfoIdentification *osinfo_db_identify_stream(OsinfoDb *db, GInputStream *stream,
                                                GCancellable *cancellable, GError **error);
OsinfoIdentification *osinfo_db_identify_ranges(OsinfoDb *db, OsinfoReadFunc read,
                                                gpointer user_data, gint64 size,
                                                GCancellable *cancellable, GError **error);
void osinfo_db_identify_location_async(OsinfoDb *db, const gchar *location, gint priority,
                                       GCancellable *cancellable, GAsyncReadyCallback callback,
                                       gpointer user_data);
OsinfoIdentification *osinfo_db_identify_location_finish(OsinfoDb *db, GAsyncResult *res,
                                                         GError **error);

GList *osinfo_db_unique_values_for_property_in_os(OsinfoDb *db, const gchar *propName);
GList *osinfo_db_unique_values_for_property_in_platform(OsinfoDb *db, const gchar *propName);
GList *osinfo_db_unique_values_for_property_in_device(OsinfoDb *db, const gchar *propName);
GList *osinfo_db_unique_values_for_property_in_deployment(OsinfoDb *db, const gchar *propName);
OsinfoOsList *osinfo_db_unique_values_for_os_relationship(OsinfoDb *db,
                                                          OsinfoProductRelationship relshp);
OsinfoPlatformList *osinfo_db_unique_values_for_platform_relationship(
    OsinfoDb *db, OsinfoProductRelationship relshp);

G_END_DECLS
