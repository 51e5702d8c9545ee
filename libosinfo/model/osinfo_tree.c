/* SPDX-License-Identifier: LGPL-2.1-or-later */
/**
 * OsinfoTree:
 *
 * A folder, mostly on a server, from which an operating system can be installed. One that was read
 * from a location says what its treeinfo file does; one of a database has regular expressions in
 * these places.
 *
 * ```c
 * g_autoptr(GError) error = NULL;
 * g_autoptr(OsinfoTree) tree =
 *     osinfo_tree_create_from_location("file:///srv/fedora/38", NULL, &error);
 *
 * if (tree != NULL && osinfo_db_identify_tree(db, tree))
 *     g_print("%s\n", osinfo_tree_get_kernel_path(tree));
 * ```
 *
 * Since: 0.1.0
 */
#include "config.h"

#include "entity/field.h"
#include "entity/list_class.h"
#include "model/osinfo_os_private.h"
#include "model/part_owner.h"
#include "osinfo/osinfo_tree.h"

struct _OsinfoTree {
    OsinfoEntity parent_instance;
    PartOwner os;
};

G_DEFINE_FINAL_TYPE(OsinfoTree, osinfo_tree, OSINFO_TYPE_ENTITY)

/**
 * osinfo_tree_error_quark:
 *
 * Gets the error domain of [error@Libosinfo.TreeError].
 *
 * Returns: a quark
 *
 * Since: 0.1.0
 */
/* clang-format off */
G_DEFINE_QUARK(osinfo-tree-error, osinfo_tree_error)
/* clang-format on */

enum { PROP_OS = 1 };

static void
osinfo_tree_get_property(GObject *object, guint property_id, GValue *value, GParamSpec *spec)
{
    if (property_id == PROP_OS)
        g_value_take_object(value, osinfo_tree_get_os(OSINFO_TREE(object)));
    else
        field_get_property(object, property_id, value, spec);
}

static void
osinfo_tree_set_property(GObject *object, guint property_id, const GValue *value, GParamSpec *spec)
{
    if (property_id == PROP_OS)
        osinfo_tree_set_os(OSINFO_TREE(object), g_value_get_object(value));
    else
        field_set_property(object, property_id, value, spec);
}

static void
osinfo_tree_finalize(GObject *object)
{
    part_owner_clear(&OSINFO_TREE(object)->os);
    G_OBJECT_CLASS(osinfo_tree_parent_class)->finalize(object);
}

/**
 * OsinfoTree:architecture:
 *
 * The architecture that the tree is for.
 */

/**
 * OsinfoTree:url:
 *
 * Where the tree is.
 */

/**
 * OsinfoTree:treeinfo-family:
 *
 * The family in the treeinfo file, or a regular expression for it.
 */

/**
 * OsinfoTree:treeinfo-variant:
 *
 * The variant in the treeinfo file, or a regular expression for it.
 */

/**
 * OsinfoTree:treeinfo-version:
 *
 * The version in the treeinfo file, or a regular expression for it.
 */

/**
 * OsinfoTree:treeinfo-arch:
 *
 * The architecture in the treeinfo file, or a regular expression for it.
 */

/**
 * OsinfoTree:kernel-path:
 *
 * Path of the kernel, relative to the URL.
 */

/**
 * OsinfoTree:initrd-path:
 *
 * Path of the initial file system, relative to the URL.
 */

/**
 * OsinfoTree:boot-iso-path:
 *
 * Path of a bootable image, relative to the URL.
 */

/**
 * OsinfoTree:has-treeinfo:
 *
 * Whether the tree has a treeinfo file, by which it can be recognised.
 */

static void
osinfo_tree_class_init(OsinfoTreeClass *klass)
{
    GObjectClass *object_class = G_OBJECT_CLASS(klass);

    field_install(object_class, field_get_table(FACT_KIND_TREE));
    object_class->get_property = osinfo_tree_get_property;
    object_class->set_property = osinfo_tree_set_property;
    object_class->finalize = osinfo_tree_finalize;

    /**
     * OsinfoTree:os:
     *
     * The operating system in the tree, which the tree does not hold.
     */
    g_object_class_install_property(
        object_class, PROP_OS,
        g_param_spec_object("os", "Os", "The operating system in the tree", OSINFO_TYPE_OS,
                            G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS));
}

static void
osinfo_tree_init(OsinfoTree *self)
{
    part_owner_init(&self->os);
}

/**
 * osinfo_tree_new:
 * @id: (nullable): unique identifier
 * @architecture: (nullable): architecture that it is for
 *
 * Makes a tree.
 *
 * Returns: (transfer full): a new tree
 *
 * Since: 0.1.0
 */
OsinfoTree *
osinfo_tree_new(const gchar *id, const gchar *architecture)
{
    OsinfoTree *tree = g_object_new(OSINFO_TYPE_TREE, "id", id, NULL);

    if (architecture != NULL)
        osinfo_entity_set_param(OSINFO_ENTITY(tree), OSINFO_TREE_PROP_ARCHITECTURE, architecture);
    return tree;
}

/**
 * osinfo_tree_get_architecture:
 * @tree: a tree
 *
 * Gets what the tree is for.
 *
 * Returns: (transfer none) (nullable): the architecture, `all` for every one; %NULL when it is not
 *   known
 *
 * Since: 0.1.0
 */
const gchar *
osinfo_tree_get_architecture(OsinfoTree *tree)
{
    g_return_val_if_fail(OSINFO_IS_TREE(tree), NULL);

    return osinfo_entity_get_param_value(OSINFO_ENTITY(tree), OSINFO_TREE_PROP_ARCHITECTURE);
}

/**
 * osinfo_tree_get_url:
 * @tree: a tree
 *
 * Gets where the tree is.
 *
 * Returns: (transfer none) (nullable): a URL; %NULL when it is not known
 *
 * Since: 0.1.0
 */
const gchar *
osinfo_tree_get_url(OsinfoTree *tree)
{
    g_return_val_if_fail(OSINFO_IS_TREE(tree), NULL);

    return osinfo_entity_get_param_value(OSINFO_ENTITY(tree), OSINFO_TREE_PROP_URL);
}

/**
 * osinfo_tree_get_treeinfo_family:
 * @tree: a tree
 *
 * Gets the family in the treeinfo file; in a database, a regular expression for it.
 *
 * Returns: (transfer none) (nullable): the family; %NULL when it is not known
 *
 * Since: 0.1.0
 */
const gchar *
osinfo_tree_get_treeinfo_family(OsinfoTree *tree)
{
    g_return_val_if_fail(OSINFO_IS_TREE(tree), NULL);

    return osinfo_entity_get_param_value(OSINFO_ENTITY(tree), OSINFO_TREE_PROP_TREEINFO_FAMILY);
}

/**
 * osinfo_tree_get_treeinfo_variant:
 * @tree: a tree
 *
 * Gets the variant in the treeinfo file; in a database, a regular expression for it.
 *
 * Returns: (transfer none) (nullable): the variant; %NULL when it is not known
 *
 * Since: 0.1.0
 */
const gchar *
osinfo_tree_get_treeinfo_variant(OsinfoTree *tree)
{
    g_return_val_if_fail(OSINFO_IS_TREE(tree), NULL);

    return osinfo_entity_get_param_value(OSINFO_ENTITY(tree), OSINFO_TREE_PROP_TREEINFO_VARIANT);
}

/**
 * osinfo_tree_get_treeinfo_version:
 * @tree: a tree
 *
 * Gets the version in the treeinfo file; in a database, a regular expression for it.
 *
 * Returns: (transfer none) (nullable): the version; %NULL when it is not known
 *
 * Since: 0.1.0
 */
const gchar *
osinfo_tree_get_treeinfo_version(OsinfoTree *tree)
{
    g_return_val_if_fail(OSINFO_IS_TREE(tree), NULL);

    return osinfo_entity_get_param_value(OSINFO_ENTITY(tree), OSINFO_TREE_PROP_TREEINFO_VERSION);
}

/**
 * osinfo_tree_get_treeinfo_arch:
 * @tree: a tree
 *
 * Gets the architecture in the treeinfo file; in a database, a regular expression for it.
 *
 * Returns: (transfer none) (nullable): the architecture; %NULL when it is not known
 *
 * Since: 0.1.0
 */
const gchar *
osinfo_tree_get_treeinfo_arch(OsinfoTree *tree)
{
    g_return_val_if_fail(OSINFO_IS_TREE(tree), NULL);

    return osinfo_entity_get_param_value(OSINFO_ENTITY(tree), OSINFO_TREE_PROP_TREEINFO_ARCH);
}

/**
 * osinfo_tree_get_boot_iso_path:
 * @tree: a tree
 *
 * Gets where there is an image that a machine can start from.
 *
 * Returns: (transfer none) (nullable): a path relative to the URL; %NULL when it is not known
 *
 * Since: 0.1.0
 */
const gchar *
osinfo_tree_get_boot_iso_path(OsinfoTree *tree)
{
    g_return_val_if_fail(OSINFO_IS_TREE(tree), NULL);

    return osinfo_entity_get_param_value(OSINFO_ENTITY(tree), OSINFO_TREE_PROP_BOOT_ISO);
}

/**
 * osinfo_tree_get_kernel_path:
 * @tree: a tree
 *
 * Gets where the installer's kernel is.
 *
 * Returns: (transfer none) (nullable): a path relative to the URL; %NULL when it is not known
 *
 * Since: 0.1.0
 */
const gchar *
osinfo_tree_get_kernel_path(OsinfoTree *tree)
{
    g_return_val_if_fail(OSINFO_IS_TREE(tree), NULL);

    return osinfo_entity_get_param_value(OSINFO_ENTITY(tree), OSINFO_TREE_PROP_KERNEL);
}

/**
 * osinfo_tree_get_initrd_path:
 * @tree: a tree
 *
 * Gets where the installer's initial file system is.
 *
 * Returns: (transfer none) (nullable): a path relative to the URL; %NULL when it is not known
 *
 * Since: 0.1.0
 */
const gchar *
osinfo_tree_get_initrd_path(OsinfoTree *tree)
{
    g_return_val_if_fail(OSINFO_IS_TREE(tree), NULL);

    return osinfo_entity_get_param_value(OSINFO_ENTITY(tree), OSINFO_TREE_PROP_INITRD);
}

/**
 * osinfo_tree_has_treeinfo:
 * @tree: a tree
 *
 * Tells whether the tree has a treeinfo file, by which it can be recognised.
 *
 * Returns: %TRUE when it has; %FALSE when nothing is said
 *
 * Since: 1.3.0
 */
gboolean
osinfo_tree_has_treeinfo(OsinfoTree *tree)
{
    g_return_val_if_fail(OSINFO_IS_TREE(tree), FALSE);

    return osinfo_entity_get_param_value_boolean(OSINFO_ENTITY(tree),
                                                 OSINFO_TREE_PROP_HAS_TREEINFO);
}

/**
 * osinfo_tree_get_os:
 * @tree: a tree
 *
 * Gets the operating system in the tree. The tree does not hold it.
 *
 * Returns: (transfer full) (nullable): the operating system; %NULL when it is not known or gone
 * with its database
 *
 * Since: 1.5.0
 */
OsinfoOs *
osinfo_tree_get_os(OsinfoTree *tree)
{
    g_return_val_if_fail(OSINFO_IS_TREE(tree), NULL);

    return part_owner_dup(&tree->os, OSINFO_ENTITY(tree), FACT_KIND_OS);
}

/**
 * osinfo_tree_set_os:
 * @tree: a tree
 * @os: (nullable): an operating system, which the tree does not hold; %NULL: none
 *
 * Says which operating system is in the tree.
 *
 * Since: 1.5.0
 */
void
osinfo_tree_set_os(OsinfoTree *tree, OsinfoOs *os)
{
    g_return_if_fail(OSINFO_IS_TREE(tree));
    g_return_if_fail(os == NULL || OSINFO_IS_OS(os));

    part_owner_set(&tree->os, os);
}

/**
 * osinfo_tree_get_os_variants:
 * @tree: a tree
 *
 * Lists the variants of the operating system that are in the tree.
 *
 * Returns: (transfer full) (nullable): a new list; %NULL when the operating system is not known
 *
 * Since: 1.5.0
 */
OsinfoOsVariantList *
osinfo_tree_get_os_variants(OsinfoTree *tree)
{
    g_return_val_if_fail(OSINFO_IS_TREE(tree), NULL);

    g_autoptr(OsinfoOs) os = osinfo_tree_get_os(tree);

    return os != NULL ? os_dup_named_variants(os, OSINFO_ENTITY(tree), OSINFO_TREE_PROP_VARIANT)
                      : NULL;
}

/**
 * OsinfoTreeList:
 *
 * A list of installation trees.
 *
 * Since: 0.1.0
 */

/**
 * osinfo_treelist_new:
 *
 * Makes an empty list of installation trees.
 *
 * Returns: (transfer full): a new list
 *
 * Since: 0.1.0
 */
/**
 * osinfo_treelist_new_copy:
 * @source: a list
 *
 * Makes a list with the same elements as @source.
 *
 * Returns: (transfer full): a new list
 *
 * Since: 0.1.0
 * Deprecated: 0.2.2: Use [method@Libosinfo.List.new_copy] instead.
 */
/**
 * osinfo_treelist_new_filtered:
 * @source: a list
 * @filter: (nullable): which elements; %NULL lets all pass
 *
 * Makes a list of the elements of @source that @filter lets pass.
 *
 * Returns: (transfer full): a new list
 *
 * Since: 0.1.0
 * Deprecated: 0.2.2: Use [method@Libosinfo.List.new_filtered] instead.
 */
/**
 * osinfo_treelist_new_intersection:
 * @sourceOne: a list
 * @sourceTwo: a list
 *
 * Makes a list of the elements of @sourceOne whose ids @sourceTwo has as well.
 *
 * Returns: (transfer full): a new list
 *
 * Since: 0.1.0
 * Deprecated: 0.2.2: Use [method@Libosinfo.List.new_intersection] instead.
 */
/**
 * osinfo_treelist_new_union:
 * @sourceOne: a list
 * @sourceTwo: a list
 *
 * Makes a list of all of @sourceOne and those of @sourceTwo whose ids @sourceOne has not.
 *
 * Returns: (transfer full): a new list
 *
 * Since: 0.1.0
 * Deprecated: 0.2.2: Use [method@Libosinfo.List.new_union] instead.
 */
OSINFO_DEFINE_LIST(Tree, tree, OsinfoList, OSINFO_TYPE_LIST, OSINFO_TYPE_TREE)
OSINFO_DEFINE_LIST_COPIES(Tree, tree, TREE)
