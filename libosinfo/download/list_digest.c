/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * A file that holds the digest of the one beside it and nothing else, as those of Alpine's cloud
 * images do.
 */
#include "config.h"

#include "download/checksums.h"

/* The digits, without the blanks around them. */
static const char *
trim(const char *bytes, gsize *inout_size)
{
    const char *end = bytes + *inout_size;

    while (bytes < end && g_ascii_isspace(*bytes))
        bytes++;
    while (end > bytes && g_ascii_isspace(end[-1]))
        end--;
    *inout_size = (gsize)(end - bytes);
    return bytes;
}

static gboolean
is_digest(const char *bytes, gsize size)
{
    const char *digits = trim(bytes, &size);

    return digest_find_by_digits(digits, size) >= 0;
}

static gboolean
read_digest(Checksums *checksums, const char *bytes, gsize size)
{
    const char *digits = trim(bytes, &size);

    checksums_add_own(checksums, -1, digits, size);
    return TRUE;
}

const ChecksumForm list_digest_form = {"digest", is_digest, read_digest};
