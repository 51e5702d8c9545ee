/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * Numbers of formats that have the highest byte first. The bytes must be there.
 */

#pragma once

#include <glib.h>

static inline guint32
be16(const guint8 *bytes)
{
    return (guint32)bytes[0] << 8 | (guint32)bytes[1];
}

static inline guint32
be32(const guint8 *bytes)
{
    return be16(bytes) << 16 | be16(bytes + 2);
}

static inline guint64
be64(const guint8 *bytes)
{
    return (guint64)be32(bytes) << 32 | (guint64)be32(bytes + 4);
}
