/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The walk from a product to those that it inherits from; its dates.
 */
#pragma once

#include "osinfo/osinfo_product.h"

/* Ways to go, a bit set. */
enum {
    PRODUCT_WALK_DERIVES_FROM = 1 << OSINFO_PRODUCT_RELATIONSHIP_DERIVES_FROM,
    PRODUCT_WALK_UPGRADES = 1 << OSINFO_PRODUCT_RELATIONSHIP_UPGRADES,
    PRODUCT_WALK_CLONES = 1 << OSINFO_PRODUCT_RELATIONSHIP_CLONES,
};

/* @self, then whatever it is related to, the nearest first: depth first, in the order of the bits
 * above and of osinfo_product_get_related(). Every product once, whatever circles there are. A new
 * array that holds its elements. */
GPtrArray *product_walk(OsinfoProduct *self, guint relationships);

/* A new date, NULL for anything but YYYY-MM-DD with a day that there is. */
GDate *product_parse_date(const char *text);
