/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * What of a document from outside a parser would need too much time for. libxml2 bounds sizes and
 * depths; some of its steps look at all that came before.
 */
#pragma once

#include <glib.h>
#include <libxml/parser.h>

G_BEGIN_DECLS

/* Bytes of a tag or comment: libxml2 holds each attribute against all others. */
#define XML_MAX_TAG (128 * 1024)
/* Attributes that a document says elements have: each such element gets all of them. */
#define XML_MAX_DECLARED 16
/* Namespaces that an element declares: libxml2 looks through those of all open ones. */
#define XML_MAX_NAMESPACES 64

/* Gives a push parser all that is left of a document. FALSE: a tag or comment in it is too long, and
 * the rest was not given. */
gboolean xml_limits_feed(xmlParserCtxt *context, const char *contents, gsize size);

/* Goes through a whole document, for those who have a tree made of it. What is too much, for
 * translation; NULL: nothing. @out_line: where it is, from 1; NULL: nobody wants to know. What is not
 * well-formed is left to whoever makes the tree. */
const char *xml_limits_find_excess(const char *contents, gsize size, int *out_line);

G_END_DECLS
