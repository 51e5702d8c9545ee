/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * Numbers of formats that have the lowest byte first. The bytes must be there.
 */

#pragma once

#include <glib.h>

static inline guint32
le16(const guint8 *bytes)
{
    return (guint32)bytes[0] | (guint32)bytes[1] << 8;
}

static inline guint32
le32(const guint8 *bytes)
{
    return le16(bytes) | le16(bytes + 2) << 16;
}

static inline guint64
le64(const guint8 *bytes)
{
    return (guint64)le32(bytes) | (guint64)le32(bytes + 4) << 32;
}
