/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * The XML of a WIM file, for wim.c.
 */

#pragma once

#include "format/wim.h"

/* @size is even. What is no character becomes U+FFFD. */
char *wim_xml_to_utf8(const guint8 *bytes, gsize size);

/* A new array of WimImage, empty when nothing in @xml looks like an image. */
GArray *wim_xml_parse(const char *xml);
