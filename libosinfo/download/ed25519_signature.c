/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <string.h>

#include "download/ed25519_signature.h"

#define UNTRUSTED "untrusted comment: "
#define TRUSTED "trusted comment: "
#define MAX_LINE 1024 /* bytes */
#define NAME_SIZE 2   /* of the algorithm */

/* The next line as a new text; NULL: there is none, or it is too long. */
static char *
take_line(const char **inout_next, const char *end)
{
    const char *start = *inout_next;
    const char *feed = memchr(start, '\n', (gsize)(end - start));
    gsize length = feed != NULL ? (gsize)(feed - start) : (gsize)(end - start);

    if (start == end || length > MAX_LINE || memchr(start, '\0', length) != NULL)
        return NULL;
    *inout_next = feed != NULL ? feed + 1 : end;
    if (length > 0 && start[length - 1] == '\r')
        length--;
    return g_strndup(start, length);
}

/* FALSE: not that many bytes, or not of base64 alone. */
static gboolean
decode(const char *base64, guint8 *out_bytes, gsize size)
{
    gsize length = 0;
    g_autofree guint8 *bytes = g_base64_decode(base64, &length);
    g_autofree char *again = length == size ? g_base64_encode(bytes, length) : NULL;

    if (again == NULL || strcmp(again, base64) != 0)
        return FALSE;
    memcpy(out_bytes, bytes, size);
    return TRUE;
}

gboolean
ed25519_public_key_read(Ed25519PublicKey *self, const char *base64)
{
    guint8 bytes[NAME_SIZE + sizeof(self->id) + sizeof(self->key)];

    if (!decode(base64, bytes, sizeof(bytes)) || memcmp(bytes, "Ed", NAME_SIZE) != 0)
        return FALSE;
    memcpy(self->id, bytes + NAME_SIZE, sizeof(self->id));
    memcpy(self->key, bytes + NAME_SIZE + sizeof(self->id), sizeof(self->key));
    return TRUE;
}

gboolean
ed25519_signature_read(Ed25519Signature *self, const char *bytes, gsize size)
{
    guint8 packed[NAME_SIZE + sizeof(self->id) + sizeof(self->signature)];
    const char *next = bytes;
    const char *end = bytes + size;
    g_autofree char *comment = take_line(&next, end);
    g_autofree char *base64 = comment != NULL ? take_line(&next, end) : NULL;

    if (base64 == NULL || !g_str_has_prefix(comment, UNTRUSTED) ||
        !decode(base64, packed, sizeof(packed)))
        return FALSE;
    self->is_over_digest = memcmp(packed, "ED", NAME_SIZE) == 0;
    if (!self->is_over_digest && memcmp(packed, "Ed", NAME_SIZE) != 0)
        return FALSE;
    memcpy(self->id, packed + NAME_SIZE, sizeof(self->id));
    memcpy(self->signature, packed + NAME_SIZE + sizeof(self->id), sizeof(self->signature));
    self->rest = next;
    self->rest_size = (gsize)(end - next);
    return TRUE;
}

gboolean
ed25519_signature_read_comment(const Ed25519Signature *self, GByteArray **out_signed,
                               guint8 *out_signature)
{
    const char *next = self->rest;
    const char *end = next + self->rest_size;
    g_autofree char *comment = take_line(&next, end);
    g_autofree char *base64 = comment != NULL ? take_line(&next, end) : NULL;

    if (base64 == NULL || next != end || !g_str_has_prefix(comment, TRUSTED) ||
        !decode(base64, out_signature, sizeof(self->signature)))
        return FALSE;

    const char *said = comment + strlen(TRUSTED);

    *out_signed = g_byte_array_new();
    g_byte_array_append(*out_signed, self->signature, sizeof(self->signature));
    g_byte_array_append(*out_signed, (const guint8 *)said, (guint)strlen(said));
    return TRUE;
}
