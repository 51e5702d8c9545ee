/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Reads armor and packet headers, as far as to tell a detached signature from anything else
 * (RFC 9580, 4.2, 6.2). GnuPG then gets the very packets that were looked at. This is more than
 * tidiness: given a message with data in it instead of a signature, gpg ends without reading the
 * signed file, and GPGME 1.18 waits for it for ever.
 */
#include "config.h"

#include <string.h>

#include "common/openpgp/signature_packets.h"

#define BEGIN "-----BEGIN PGP SIGNATURE-----"
#define MAX_PACKETS 16 /* signatures in one file */
#define TAG_SIGNATURE 2

typedef struct {
    const guint8 *next;
    const guint8 *end;
    SignatureType type; /* the only one that is taken */
} Packets;

static gboolean
take_number(Packets *self, gsize bytes, gsize *out_number)
{
    gsize number = 0;

    if ((gsize)(self->end - self->next) < bytes)
        return FALSE;
    for (; bytes > 0; bytes--)
        number = number << 8 | *self->next++;
    *out_number = number;
    return TRUE;
}

/* Lengths in parts or without an end belong to data, and are refused. */
static gboolean
take_length(Packets *self, guint8 tag, gsize *out_length)
{
    static const gsize old_sizes[] = {1, 2, 4};
    gboolean is_new = (tag & 0x40) != 0;
    gsize first = 0;
    gsize second = 0;

    if (!is_new)
        return (tag & 3) < G_N_ELEMENTS(old_sizes) &&
               take_number(self, old_sizes[tag & 3], out_length);
    if (!take_number(self, 1, &first))
        return FALSE;
    if (first == 255)
        return take_number(self, 4, out_length);
    if (first >= 224)
        return FALSE;
    if (first >= 192 && !take_number(self, 1, &second))
        return FALSE;
    *out_length = first < 192 ? first : ((first - 192) << 8) + second + 192;
    return TRUE;
}

static gboolean
is_of_type(const guint8 *body, gsize length, SignatureType type)
{
    gsize at = length > 0 && body[0] <= 3 ? 2 : 1; /* behind the version, or the hash's length */

    return length > at && body[at] == type;
}

static gboolean
take_signature(Packets *self)
{
    guint8 tag = *self->next++;
    gboolean is_new = (tag & 0x40) != 0;
    gsize length = 0;

    if ((tag & 0x80) == 0 || (is_new ? tag & 0x3f : tag >> 2 & 0x0f) != TAG_SIGNATURE ||
        !take_length(self, tag, &length) || length > (gsize)(self->end - self->next) ||
        !is_of_type(self->next, length, self->type))
        return FALSE;
    self->next += length;
    return TRUE;
}

static gboolean
has_signatures_only(const guint8 *bytes, gsize size, SignatureType type)
{
    if (size == 0)
        return FALSE;

    Packets packets = {bytes, bytes + size, type};
    gsize count = 0;

    while (packets.next < packets.end) {
        if (++count > MAX_PACKETS || !take_signature(&packets))
            return FALSE;
    }
    return TRUE;
}

/* Headers end with an empty line, the rest with a checksum, which says nothing that the signature
 * does not, or with the last line. */
static guint8 *
remove_armor(const guint8 *bytes, gsize size, gsize *out_size)
{
    g_autofree char *text = g_strndup((const char *)bytes, size);
    g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
    GString *base64 = g_string_new(NULL);
    char **line = lines;

    while (*line != NULL && *g_strstrip(*line) == '\0')
        line++;
    if (*line == NULL || strcmp(*line, BEGIN) != 0)
        line = NULL;
    while (line != NULL && *line != NULL && *g_strstrip(*line) != '\0')
        line++;
    for (; line != NULL && *line != NULL; line++) {
        if (*g_strstrip(*line) == '=' || **line == '-')
            break;
        g_string_append(base64, *line);
    }

    guint8 *packets = g_base64_decode(base64->str, out_size);

    g_string_free(base64, TRUE);
    return packets;
}

GBytes *
signature_packets_read(const guint8 *bytes, gsize size, SignatureType type)
{
    if (size == 0)
        return NULL;

    gboolean is_armored = (bytes[0] & 0x80) == 0;
    gsize packet_size = size;
    g_autofree guint8 *packets =
        is_armored ? remove_armor(bytes, size, &packet_size) : g_memdup2(bytes, size);

    if (!has_signatures_only(packets, packet_size, type))
        return NULL;
    return g_bytes_new_take(g_steal_pointer(&packets), packet_size);
}
