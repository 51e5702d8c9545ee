/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gio/gio.h>
#include <osinfo/osinfo_lists.h>
#include <osinfo/osinfo_os.h>

G_BEGIN_DECLS

/**
 * OSINFO_TREE_ERROR:
 *
 * Error domain of reading trees; its codes are those of [error@Libosinfo.TreeError].
 */
#define OSINFO_TREE_ERROR (osinfo_tree_error_quark())
GQuark osinfo_tree_error_quark(void);

/**
 * OsinfoTreeError:
 * @OSINFO_TREE_ERROR_NO_TREEINFO: there is no treeinfo file
 * @OSINFO_TREE_ERROR_NOT_SUPPORTED_PROTOCOL: the location is of a kind that cannot be read
 *
 * Why a tree could not be read.
 *
 * Since: 1.6.0
 */
typedef enum {
    OSINFO_TREE_ERROR_NO_TREEINFO,
    OSINFO_TREE_ERROR_NOT_SUPPORTED_PROTOCOL,
} OsinfoTreeError;

#define OSINFO_TYPE_TREE (osinfo_tree_get_type())
G_DECLARE_FINAL_TYPE(OsinfoTree, osinfo_tree, OSINFO, TREE, OsinfoEntity)

/**
 * OSINFO_TREE_PROP_ARCHITECTURE:
 *
 * Parameter of trees: the architecture that it is for.
 */
#define OSINFO_TREE_PROP_ARCHITECTURE "architecture"

/**
 * OSINFO_TREE_PROP_URL:
 *
 * Parameter of trees: where it is.
 */
#define OSINFO_TREE_PROP_URL "url"

/**
 * OSINFO_TREE_PROP_TREEINFO_FAMILY:
 *
 * Parameter of trees: the family in its treeinfo file; in a database, a regular expression for it.
 */
#define OSINFO_TREE_PROP_TREEINFO_FAMILY "treeinfo-family"

/**
 * OSINFO_TREE_PROP_TREEINFO_VARIANT:
 *
 * Parameter of trees: the variant in its treeinfo file; in a database, a regular expression for
 * it.
 */
#define OSINFO_TREE_PROP_TREEINFO_VARIANT "treeinfo-variant"

/**
 * OSINFO_TREE_PROP_TREEINFO_VERSION:
 *
 * Parameter of trees: the version in its treeinfo file; in a database, a regular expression for
 * it.
 */
#define OSINFO_TREE_PROP_TREEINFO_VERSION "treeinfo-version"

/**
 * OSINFO_TREE_PROP_TREEINFO_ARCH:
 *
 * Parameter of trees: the architecture in its treeinfo file; in a database, a regular expression
 * for it.
 */
#define OSINFO_TREE_PROP_TREEINFO_ARCH "treeinfo-arch"

/**
 * OSINFO_TREE_PROP_BOOT_ISO:
 *
 * Parameter of trees: path of a bootable image, relative to the URL.
 */
#define OSINFO_TREE_PROP_BOOT_ISO "boot-iso"

/**
 * OSINFO_TREE_PROP_KERNEL:
 *
 * Parameter of trees: path of the kernel, relative to the URL.
 */
#define OSINFO_TREE_PROP_KERNEL "kernel"

/**
 * OSINFO_TREE_PROP_INITRD:
 *
 * Parameter of trees: path of the initial file system, relative to the URL.
 */
#define OSINFO_TREE_PROP_INITRD "initrd"

/**
 * OSINFO_TREE_PROP_HAS_TREEINFO:
 *
 * Parameter of trees: whether the tree has a treeinfo file, by which it can be recognised.
 */
#define OSINFO_TREE_PROP_HAS_TREEINFO "has-treeinfo"

/**
 * OSINFO_TREE_PROP_VARIANT:
 *
 * Parameter of trees: ids of the variants that it holds, one value each.
 */
#define OSINFO_TREE_PROP_VARIANT "variant"

OsinfoTree *osinfo_tree_new(const gchar *id, const gchar *architecture);
const gchar *osinfo_tree_get_architecture(OsinfoTree *tree);
const gchar *osinfo_tree_get_boot_iso_path(OsinfoTree *tree);
const gchar *osinfo_tree_get_initrd_path(OsinfoTree *tree);
const gchar *osinfo_tree_get_kernel_path(OsinfoTree *tree);
OsinfoOs *osinfo_tree_get_os(OsinfoTree *tree);
OsinfoOsVariantList *osinfo_tree_get_os_variants(OsinfoTree *tree);
const gchar *osinfo_tree_get_treeinfo_arch(OsinfoTree *tree);
const gchar *osinfo_tree_get_treeinfo_family(OsinfoTree *tree);
const gchar *osinfo_tree_get_treeinfo_variant(OsinfoTree *tree);
const gchar *osinfo_tree_get_treeinfo_version(OsinfoTree *tree);
const gchar *osinfo_tree_get_url(OsinfoTree *tree);
gboolean osinfo_tree_has_treeinfo(OsinfoTree *tree);
gboolean osinfo_tree_matches(OsinfoTree *tree, OsinfoTree *reference);
void osinfo_tree_set_os(OsinfoTree *tree, OsinfoOs *os);
OsinfoTree *osinfo_tree_create_from_location(const gchar *location, GCancellable *cancellable,
                                             GError **error);
void osinfo_tree_create_from_location_async(const gchar *location, gint priority,
                                            GCancellable *cancellable, GAsyncReadyCallback callback,
                                            gpointer user_data);
OsinfoTree *osinfo_tree_create_from_location_finish(GAsyncResult *res, GError **error);
OsinfoTree *osinfo_tree_create_from_treeinfo(const gchar *treeinfo, const gchar *location,
                                             GError **error);

G_END_DECLS
