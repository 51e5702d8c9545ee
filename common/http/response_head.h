/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <libsoup/soup.h>

G_BEGIN_DECLS

/* Looks at the head of @message's answer before libsoup does. */
void response_head_watch(SoupMessage *message);

/* Is the body compressed so many times that it is not decoded? */
gboolean response_head_is_overcoded(SoupMessage *message);

G_END_DECLS
