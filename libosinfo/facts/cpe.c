/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Takes CPE names apart (NISTIR 7695). What a name stands for is left to identity.c.
 */
#include "config.h"

#include <string.h>

#include "facts/cpe.h"

#define URI_START "cpe:/"
#define FORMATTED_START "cpe:2.3:"

/* A name that is read, and where the next field goes. */
typedef struct {
    const char *text;
    CpeName *out;
    char *next;
} CpeReader;

static gboolean
has_start(const char *text, const char *start)
{
    return g_ascii_strncasecmp(text, start, strlen(start)) == 0;
}

static void
end_field(CpeReader *self, guint field, char *end)
{
    /* any value, and none, are the same for us */
    if (end - self->next == 1 && (*self->next == '*' || *self->next == '-'))
        end = self->next;
    *end = '\0';
    self->out->fields[field] = self->next;
    self->next = end + 1;
}

/* A field of the form of version 2.3, where a backslash takes the meaning from what follows. */
static void
take_formatted(CpeReader *self, guint field)
{
    char *end = self->next;

    for (; *self->text != '\0' && *self->text != ':'; self->text++) {
        if (*self->text == '\\' && self->text[1] != '\0')
            self->text++;
        *end++ = g_ascii_tolower(*self->text);
    }
    if (*self->text == ':')
        self->text++;
    end_field(self, field, end);
}

/* A byte of the URI form, where %21 and the like stand for one. */
static char
take_byte(CpeReader *self)
{
    char byte = *self->text++;

    if (byte == '%' && g_ascii_isxdigit(self->text[0]) && g_ascii_isxdigit(self->text[1])) {
        byte =
            (char)(g_ascii_xdigit_value(self->text[0]) * 16 + g_ascii_xdigit_value(self->text[1]));
        self->text += 2;
    }
    return g_ascii_tolower(byte);
}

/* A field of the URI form; ':' ends it, too, which is not passed over when it is not @end. */
static void
take_uri(CpeReader *self, guint field, char end_byte)
{
    char *end = self->next;

    while (*self->text != '\0' && *self->text != ':' && *self->text != end_byte)
        *end++ = take_byte(self);
    if (*self->text != '\0' && *self->text == end_byte)
        self->text++;
    end_field(self, field, end);
}

/* The last fields: an edition, or "~edition~software edition~target software~target
 * hardware~other"; then a language, which is no matter. */
static void
take_edition(CpeReader *self)
{
    static const guint places[] = {CPE_EDITION, 7, 8, 9, 10};

    if (*self->text != '~') {
        take_uri(self, CPE_EDITION, ':');
        return;
    }
    self->text++;
    for (guint i = 0; i < G_N_ELEMENTS(places); i++)
        take_uri(self, places[i], '~');
}

gboolean
cpe_parse(const char *text, CpeName *out)
{
    CpeReader reader = {.text = text, .out = out, .next = out->text};

    if (strnlen(text, CPE_MAX_LENGTH + 1) > CPE_MAX_LENGTH)
        return FALSE;
    for (guint i = 0; i < CPE_N_FIELDS; i++)
        out->fields[i] = "";
    if (has_start(text, FORMATTED_START)) {
        reader.text += strlen(FORMATTED_START);
        for (guint i = 0; i < CPE_N_FIELDS; i++)
            take_formatted(&reader, i);
    } else if (has_start(text, URI_START)) {
        reader.text += strlen(URI_START);
        for (guint i = 0; i < CPE_EDITION; i++)
            take_uri(&reader, i, ':');
        take_edition(&reader);
    } else {
        return FALSE;
    }
    return *out->fields[CPE_PART] != '\0' && *out->fields[CPE_VENDOR] != '\0' &&
           *out->fields[CPE_PRODUCT] != '\0';
}

CpeRest
cpe_compare_rest(const CpeName *self, const CpeName *other)
{
    CpeRest rest = CPE_REST_IS_SAME;

    for (guint i = CPE_UPDATE; i < CPE_N_FIELDS; i++) {
        if (strcmp(self->fields[i], other->fields[i]) == 0)
            continue;
        if (*self->fields[i] != '\0' && *other->fields[i] != '\0')
            return CPE_REST_DIFFERS;
        rest = CPE_REST_AGREES;
    }
    return rest;
}
