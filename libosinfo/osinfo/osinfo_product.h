/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gio/gio.h>
#include <osinfo/osinfo_entity.h>

G_BEGIN_DECLS

#define OSINFO_TYPE_PRODUCT (osinfo_product_get_type())
G_DECLARE_DERIVABLE_TYPE(OsinfoProduct, osinfo_product, OSINFO, PRODUCT, OsinfoEntity)

/* The list of products, which a product's relations come in: see osinfo_lists.h. */
typedef struct _OsinfoProductList OsinfoProductList;

/**
 * OsinfoProductClass:
 * @parent_class: the parent's class
 *
 * The class of every product; it adds nothing that can be overridden.
 *
 * Since: 0.0.1
 */
struct _OsinfoProductClass {
    /*< private >*/
    OsinfoEntityClass parent_class;
};

/**
 * OSINFO_PRODUCT_PROP_VENDOR:
 *
 * Parameter of products: who makes it.
 */
#define OSINFO_PRODUCT_PROP_VENDOR "vendor"

/**
 * OSINFO_PRODUCT_PROP_VERSION:
 *
 * Parameter of products: the version.
 */
#define OSINFO_PRODUCT_PROP_VERSION "version"

/**
 * OSINFO_PRODUCT_PROP_SHORT_ID:
 *
 * Parameter of products: short names for people to type, one value each.
 */
#define OSINFO_PRODUCT_PROP_SHORT_ID "short-id"

/**
 * OSINFO_PRODUCT_PROP_NAME:
 *
 * Parameter of products: the name.
 */
#define OSINFO_PRODUCT_PROP_NAME "name"

/**
 * OSINFO_PRODUCT_PROP_RELEASE_DATE:
 *
 * Parameter of products: the date of release, as YYYY-MM-DD.
 */
#define OSINFO_PRODUCT_PROP_RELEASE_DATE "release-date"

/**
 * OSINFO_PRODUCT_PROP_EOL_DATE:
 *
 * Parameter of products: the last day on which everybody gets security updates without a fee, as
 * YYYY-MM-DD.
 */
#define OSINFO_PRODUCT_PROP_EOL_DATE "eol-date"

/**
 * OSINFO_PRODUCT_PROP_CODENAME:
 *
 * Parameter of products: the name that it was developed under.
 */
#define OSINFO_PRODUCT_PROP_CODENAME "codename"

/**
 * OSINFO_PRODUCT_PROP_LOGO:
 *
 * Parameter of products: URI of a picture.
 */
#define OSINFO_PRODUCT_PROP_LOGO "logo"

/**
 * OsinfoProductRelationship:
 * @OSINFO_PRODUCT_RELATIONSHIP_DERIVES_FROM: the product was made on the base of the other one
 * @OSINFO_PRODUCT_RELATIONSHIP_UPGRADES: the product can replace the other one in place
 * @OSINFO_PRODUCT_RELATIONSHIP_CLONES: the product is the same as the other one, under another name
 *
 * How one product is related to another.
 */
typedef enum {
    OSINFO_PRODUCT_RELATIONSHIP_DERIVES_FROM,
    OSINFO_PRODUCT_RELATIONSHIP_UPGRADES,
    OSINFO_PRODUCT_RELATIONSHIP_CLONES,
} OsinfoProductRelationship;

/**
 * OsinfoSupport:
 * @OSINFO_SUPPORT_UNKNOWN: not known
 * @OSINFO_SUPPORT_NOT_YET: the product is not released yet
 * @OSINFO_SUPPORT_STANDARD: everybody gets corrections of all kinds
 * @OSINFO_SUPPORT_SECURITY: everybody gets security updates
 * @OSINFO_SUPPORT_EXTENDED: some get security updates: those who pay or ask for them
 * @OSINFO_SUPPORT_ENDED: nobody gets updates
 *
 * What updates there are for a product on a day.
 *
 * Since: 2.0.0
 */
typedef enum {
    OSINFO_SUPPORT_UNKNOWN,
    OSINFO_SUPPORT_NOT_YET,
    OSINFO_SUPPORT_STANDARD,
    OSINFO_SUPPORT_SECURITY,
    OSINFO_SUPPORT_EXTENDED,
    OSINFO_SUPPORT_ENDED,
} OsinfoSupport;

void osinfo_product_add_related(OsinfoProduct *product, OsinfoProductRelationship relshp,
                                OsinfoProduct *otherproduct);
const gchar *osinfo_product_get_codename(OsinfoProduct *product);
GDate *osinfo_product_get_eol_date(OsinfoProduct *product);
const gchar *osinfo_product_get_eol_date_string(OsinfoProduct *product);
GListModel *osinfo_product_get_lifecycle(OsinfoProduct *product);
const gchar *osinfo_product_get_logo(OsinfoProduct *product);
const gchar *osinfo_product_get_name(OsinfoProduct *product);
OsinfoProductList *osinfo_product_get_related(OsinfoProduct *product,
                                              OsinfoProductRelationship relshp);
GDate *osinfo_product_get_release_date(OsinfoProduct *product);
const gchar *osinfo_product_get_release_date_string(OsinfoProduct *product);
const gchar *osinfo_product_get_short_id(OsinfoProduct *product);
GList *osinfo_product_get_short_id_list(OsinfoProduct *product);
OsinfoSupport osinfo_product_get_support_on(OsinfoProduct *product, const GDate *date);
const gchar *osinfo_product_get_vendor(OsinfoProduct *product);
const gchar *osinfo_product_get_version(OsinfoProduct *product);
gboolean osinfo_product_is_supported_on(OsinfoProduct *product, const GDate *date);

G_END_DECLS
