/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * What is wrong with the certificate of a server, in words.
 */
#pragma once

#include <gio/gio.h>

/* "expired, made for another host"; a new text. */
char *certificate_list_errors(GTlsCertificateFlags flags);
