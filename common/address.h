/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Addresses of what is fetched: how they are read and put together, and where one may lead to. No
 * byte is fetched here, and no libsoup is needed.
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* An address that something can be fetched from: https: or http: with a host, or file: with an
 * absolute path. NULL with an error. */
GUri *address_parse(const char *text, GError **error);

/* The same of one that may be relative to @base, and of any kind: address_may_lead_to() knows which
 * may be. */
GUri *address_parse_relative(GUri *base, const char *text, GError **error);

/* Is this an address that goes over the network, http: or https:? */
gboolean address_is_remote(const char *text);

/* Puts @text behind the path of an address, in front of a query; what follows # goes. "/name" makes
 * it that of a file in the folder. A new text. */
char *address_append(const char *address, const char *text);

/* May what came @from name or lead to @to? From https: only to https:, never from the network to the
 * file system. */
gboolean address_may_lead_to(GUri *from, GUri *to);

G_END_DECLS
