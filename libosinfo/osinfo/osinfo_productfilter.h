/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <osinfo/osinfo_filter.h>
#include <osinfo/osinfo_product.h>

G_BEGIN_DECLS

#define OSINFO_TYPE_PRODUCTFILTER (osinfo_productfilter_get_type())
G_DECLARE_FINAL_TYPE(OsinfoProductFilter, osinfo_productfilter, OSINFO, PRODUCTFILTER, OsinfoFilter)

OsinfoProductFilter *osinfo_productfilter_new(void);
gint osinfo_productfilter_add_product_constraint(OsinfoProductFilter *productfilter,
                                                 OsinfoProductRelationship relshp,
                                                 OsinfoProduct *product);
void osinfo_productfilter_add_support_date_constraint(OsinfoProductFilter *productfilter,
                                                      GDate *when);
void osinfo_productfilter_clear_product_constraint(OsinfoProductFilter *productfilter,
                                                   OsinfoProductRelationship relshp);
void osinfo_productfilter_clear_product_constraints(OsinfoProductFilter *productfilter);
GList *osinfo_productfilter_get_product_constraint_values(OsinfoProductFilter *productfilter,
                                                          OsinfoProductRelationship relshp);

G_END_DECLS
