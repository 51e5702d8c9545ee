/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Takes CPE names apart (NISTIR 7695). What a name stands for is left to identity.c.
 */
#include "config.h"

#include <string.h>

#include "facts/cpe.h"

#define URI_START "cpe:/"
#define FORMATTED_START "cpe:2.3:"

/* Bytes of a name; the specification has no limit, and ours are below 100. */
#define CPE_MAX_LENGTH 1024

static gboolean
has_start(const char *text, const char *start)
{
    return g_ascii_strncasecmp(text, start, strlen(start)) == 0;
}

/* Any value, and none, are the same for us. */
static char *
make_field(GString *raw)
{
    if (strcmp(raw->str, "*") == 0 || strcmp(raw->str, "-") == 0)
        g_string_truncate(raw, 0);
    return g_ascii_strdown(raw->str, -1);
}

/* A field of the form of version 2.3, where a backslash takes the meaning from what follows; moves
 * behind it. */
static char *
take_formatted(const char **text)
{
    g_autoptr(GString) raw = g_string_new(NULL);

    for (; **text != '\0' && **text != ':'; ++*text) {
        if (**text == '\\' && (*text)[1] != '\0')
            ++*text;
        g_string_append_c(raw, **text);
    }
    if (**text == ':')
        ++*text;
    return make_field(raw);
}

/* A field of the URI form, where %20 and the like stand for one byte; moves behind it. */
static char *
take_uri(const char **text, const char *end)
{
    gsize length = strcspn(*text, end);
    g_autofree char *part = g_strndup(*text, length);
    g_autofree char *plain = g_uri_unescape_string(part, NULL);
    g_autoptr(GString) raw = g_string_new(plain != NULL ? plain : part);

    *text += length;
    if (**text != '\0')
        ++*text;
    return make_field(raw);
}

/* The last fields: an edition, or "~edition~software edition~target software~target
 * hardware~other"; then a language, which is no matter. */
static void
take_edition(const char *text, CpeName *out)
{
    static const guint places[] = {CPE_EDITION, 7, 8, 9, 10};
    g_autofree char *packed = g_strndup(text, strcspn(text, ":"));
    const char *rest = packed;

    if (*rest != '~') {
        out->fields[CPE_EDITION] = take_uri(&rest, ":");
        return;
    }
    rest++;
    for (guint i = 0; i < G_N_ELEMENTS(places); i++)
        out->fields[places[i]] = take_uri(&rest, "~");
}

static void
parse_uri(const char *text, CpeName *out)
{
    for (guint i = 0; i < CPE_EDITION; i++)
        out->fields[i] = take_uri(&text, ":");
    take_edition(text, out);
}

static void
parse_formatted(const char *text, CpeName *out)
{
    for (guint i = 0; i < CPE_N_FIELDS; i++)
        out->fields[i] = take_formatted(&text);
}

gboolean
cpe_parse(const char *text, CpeName *out)
{
    CpeName name = {{NULL}};

    if (strnlen(text, CPE_MAX_LENGTH + 1) > CPE_MAX_LENGTH)
        return FALSE;
    if (has_start(text, FORMATTED_START))
        parse_formatted(text + strlen(FORMATTED_START), &name);
    else if (has_start(text, URI_START))
        parse_uri(text + strlen(URI_START), &name);
    else
        return FALSE;
    for (guint i = 0; i < CPE_N_FIELDS; i++) {
        if (name.fields[i] == NULL)
            name.fields[i] = g_strdup("");
    }
    if (*name.fields[CPE_PART] == '\0' || *name.fields[CPE_VENDOR] == '\0' ||
        *name.fields[CPE_PRODUCT] == '\0') {
        cpe_clear(&name);
        return FALSE;
    }
    *out = name;
    return TRUE;
}

void
cpe_clear(CpeName *self)
{
    for (guint i = 0; i < CPE_N_FIELDS; i++)
        g_clear_pointer(&self->fields[i], g_free);
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
