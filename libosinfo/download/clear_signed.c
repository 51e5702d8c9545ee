/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * -----BEGIN PGP SIGNED MESSAGE-----
 * Hash: SHA256
 *
 * the text, with "- " in front of lines that begin with a hyphen
 * -----BEGIN PGP SIGNATURE-----
 * …
 * -----END PGP SIGNATURE-----
 */
#include "config.h"

#include <string.h>

#include "download/clear_signed.h"

#define BEGIN "-----BEGIN PGP SIGNED MESSAGE-----"
#define SIGNATURE "-----BEGIN PGP SIGNATURE-----"
#define END "-----END PGP SIGNATURE-----"

typedef struct {
    const char *next;
    const char *end;
} Lines;

/* The next line, without blanks at its end; FALSE: there is none. */
static gboolean
take_line(Lines *self, const char **out_line, gsize *out_length)
{
    const char *feed = NULL;

    if (self->next == self->end)
        return FALSE;
    feed = memchr(self->next, '\n', (gsize)(self->end - self->next));
    *out_line = self->next;
    *out_length = (gsize)((feed != NULL ? feed : self->end) - self->next);
    self->next = feed != NULL ? feed + 1 : self->end;
    while (*out_length > 0 && strchr(" \t\r", (*out_line)[*out_length - 1]) != NULL)
        (*out_length)--;
    return TRUE;
}

static gboolean
is_line(const char *line, gsize length, const char *text)
{
    return length == strlen(text) && memcmp(line, text, length) == 0;
}

static gboolean
take_begin(Lines *self)
{
    const char *line = NULL;
    gsize length = 0;

    while (take_line(self, &line, &length)) {
        if (length > 0)
            return is_line(line, length, BEGIN);
    }
    return FALSE;
}

/* "Hash: NAME" and nothing else, to the empty line. */
static gboolean
take_headers(Lines *self)
{
    const char *line = NULL;
    gsize length = 0;

    while (take_line(self, &line, &length)) {
        if (length == 0)
            return TRUE;
        if (length < strlen("Hash:") || memcmp(line, "Hash:", strlen("Hash:")) != 0)
            return FALSE;
    }
    return FALSE;
}

/* To the signature. The last end of a line is not part of the text. */
static gboolean
take_text(Lines *self, GString *text)
{
    const char *line = NULL;
    gsize length = 0;
    gboolean is_first = TRUE;

    while (take_line(self, &line, &length)) {
        if (is_line(line, length, SIGNATURE))
            return TRUE;
        if (length > 0 && *line == '-') {
            if (length < 2 || line[1] != ' ')
                return FALSE;
            line += 2;
            length -= 2;
        }
        if (!is_first)
            g_string_append(text, "\r\n");
        g_string_append_len(text, line, (gssize)length);
        is_first = FALSE;
    }
    return FALSE;
}

static gboolean
take_signature(Lines *self, GString *signature)
{
    const char *line = NULL;
    gsize length = 0;

    g_string_append(signature, SIGNATURE "\n");
    while (take_line(self, &line, &length)) {
        g_string_append_len(signature, line, (gssize)length);
        g_string_append_c(signature, '\n');
        if (is_line(line, length, END))
            return TRUE;
    }
    return FALSE;
}

static gboolean
is_at_end(Lines *self)
{
    const char *line = NULL;
    gsize length = 0;

    while (take_line(self, &line, &length)) {
        if (length > 0)
            return FALSE;
    }
    return TRUE;
}

gboolean
clear_signed_read(ClearSigned *self, const char *bytes, gsize size)
{
    Lines lines = {bytes, bytes + size};
    g_autoptr(GString) text = g_string_new(NULL);
    g_autoptr(GString) signature = g_string_new(NULL);

    if (memchr(bytes, '\0', size) != NULL || !take_begin(&lines) || !take_headers(&lines) ||
        !take_text(&lines, text) || !take_signature(&lines, signature) || !is_at_end(&lines))
        return FALSE;
    self->size = text->len;
    self->text = g_string_free(g_steal_pointer(&text), FALSE);
    self->signature = g_string_free(g_steal_pointer(&signature), FALSE);
    return TRUE;
}

void
clear_signed_clear(ClearSigned *self)
{
    g_clear_pointer(&self->text, g_free);
    g_clear_pointer(&self->signature, g_free);
}
