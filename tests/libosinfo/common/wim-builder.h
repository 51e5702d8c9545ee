/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * Makes WIM files for tests, that have a header, XML, and no image.
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Zeros are a good start. */
typedef struct {
    const char *xml;     /* UTF-8; NULL: none at all */
    guint part, n_parts; /* 0: 1 */
    gboolean is_pipable; /* the header that counts is the last thing in the file */
    guint padding;       /* bytes between header and XML */
} WimSpec;

/* An image as it is told in the XML; "" and 0: nothing is said. */
typedef struct {
    const char *name, *edition_id, *flags, *installation_type, *product_type, *branch;
    const char *languages; /* one or several, parted by spaces; the first one is the default */
    const char *version;   /* "10.0.26100.1742" */
    guint service_pack;
    int architecture; /* as Windows counts them */
} WimImageSpec;

/* What Windows Server 2025 says of an image without a desktop, and of one with. */
#define WIM_SERVER_2025_CORE                                                                       \
    .name = "Windows Server 2025 SERVERSTANDARDCORE", .edition_id = "ServerStandard",              \
    .flags = "ServerStandardCore", .installation_type = "Server Core", .product_type = "ServerNT", \
    .branch = "ge_release", .languages = "en-US", .version = "10.0.26100.1742", .architecture = 9
#define WIM_SERVER_2025_DESKTOP                                                                    \
    .name = "Windows Server 2025 SERVERSTANDARD", .edition_id = "ServerStandard",                  \
    .flags = "ServerStandard", .installation_type = "Server", .product_type = "ServerNT",          \
    .branch = "ge_release", .languages = "en-US", .version = "10.0.26100.1742", .architecture = 9

GByteArray *wim_build(const WimSpec *spec);

/* The XML of a WIM file, as vendors write it: on one line. */
char *wim_build_xml(const WimImageSpec *images, gsize n_images);

/* A WIM file with these images. */
GByteArray *wim_build_images(const WimImageSpec *images, gsize n_images);

G_END_DECLS
