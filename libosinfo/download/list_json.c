/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * JSON (RFC 8259), whatever it is about: of each object the members that are texts or whole numbers,
 * as list_object.h has them. So Fedora's releases.json, Arch's releases, Ubuntu's and CoreOS's streams
 * and Pop!_OS's builds are all read in one way.
 *
 * Texts that are too long are passed over, numbers are taken as they stand, and what is no JSON is an
 * error wherever it is.
 */
#include "config.h"

#include <string.h>

#include "download/checksums.h"
#include "download/list_object.h"

typedef struct {
    const char *next;
    const char *end;
    Checksums *checksums; /* borrowed */
    guint depth;
} Json;

static void
skip_blanks(Json *self)
{
    while (self->next < self->end && strchr(" \t\r\n", *self->next) != NULL && *self->next != '\0')
        self->next++;
}

/* Behind blanks. */
static gboolean
take(Json *self, char character)
{
    skip_blanks(self);
    if (self->next == self->end || *self->next != character)
        return FALSE;
    self->next++;
    return TRUE;
}

static gboolean
take_hex(Json *self, gunichar *out_unit)
{
    *out_unit = 0;
    for (guint i = 0; i < 4; i++) {
        if (self->next == self->end || !g_ascii_isxdigit(*self->next))
            return FALSE;
        *out_unit = *out_unit << 4 | (gunichar)g_ascii_xdigit_value(*self->next++);
    }
    return TRUE;
}

/* Behind the backslash. A half of a pair of surrogates becomes U+FFFD: no name has one. */
static gboolean
take_escape(Json *self, GString *text)
{
    static const char from[] = "\"\\/bfnrt";
    static const char to[] = "\"\\/\b\f\n\r\t";
    gunichar unit = 0;
    const char *found = NULL;

    if (self->next == self->end)
        return FALSE;
    found = *self->next != '\0' ? strchr(from, *self->next) : NULL;
    if (found != NULL) {
        g_string_append_c(text, to[found - from]);
        self->next++;
        return TRUE;
    }
    if (*self->next++ != 'u' || !take_hex(self, &unit))
        return FALSE;
    g_string_append_unichar(text, unit == 0 || !g_unichar_validate(unit) ? 0xfffd : unit);
    return TRUE;
}

/* @text gets it, up to the longest that says something. */
static gboolean
take_text(Json *self, GString *text)
{
    g_string_truncate(text, 0);
    if (!take(self, '"'))
        return FALSE;
    while (self->next < self->end && *self->next != '"') {
        char character = *self->next++;

        if ((guint8)character < 0x20)
            return FALSE;
        if (character != '\\')
            g_string_append_c(text, character);
        else if (!take_escape(self, text))
            return FALSE;
        if (text->len > CHECKSUMS_MAX_TEXT)
            g_string_truncate(text, CHECKSUMS_MAX_TEXT);
    }
    return take(self, '"');
}

/* A number, true, false or null. */
static gboolean
take_word(Json *self, GString *text)
{
    g_string_truncate(text, 0);
    skip_blanks(self);
    while (self->next < self->end &&
           (g_ascii_isalnum(*self->next) || strchr("+-.", *self->next) != NULL) &&
           *self->next != '\0' && text->len < CHECKSUMS_MAX_TEXT)
        g_string_append_c(text, *self->next++);
    return text->len > 0;
}

static gboolean take_value(Json *self, GString *text, gboolean *out_is_plain);

static gboolean
take_members(Json *self)
{
    g_auto(ListObject) object = {0};
    g_autoptr(GString) key = g_string_new(NULL);
    g_autoptr(GString) value = g_string_new(NULL);
    gboolean is_plain = FALSE;

    if (!take(self, '}')) {
        do {
            if (!take_text(self, key) || !take(self, ':') || !take_value(self, value, &is_plain))
                return FALSE;
            if (is_plain && value->len < CHECKSUMS_MAX_TEXT)
                list_object_add(&object, key->str, value->str);
        } while (take(self, ','));
        if (!take(self, '}'))
            return FALSE;
    }
    list_object_end(&object, self->checksums);
    return TRUE;
}

static gboolean
take_items(Json *self)
{
    g_autoptr(GString) value = g_string_new(NULL);
    gboolean is_plain = FALSE;

    if (take(self, ']'))
        return TRUE;
    do {
        if (!take_value(self, value, &is_plain))
            return FALSE;
    } while (take(self, ','));
    return take(self, ']');
}

static gboolean
take_value(Json *self, GString *text, gboolean *out_is_plain)
{
    gboolean is_good = FALSE;

    skip_blanks(self);
    *out_is_plain = self->next < self->end && *self->next != '{' && *self->next != '[';
    if (*out_is_plain)
        return *self->next == '"' ? take_text(self, text) : take_word(self, text);
    if (self->depth == CHECKSUMS_MAX_DEPTH)
        return FALSE;
    self->depth++;
    if (take(self, '{'))
        is_good = take_members(self);
    else
        is_good = take(self, '[') && take_items(self);
    self->depth--;
    return is_good;
}

static gboolean
is_json(const char *bytes, gsize size)
{
    Json json = {bytes, bytes + size, NULL, 0};

    skip_blanks(&json);
    return json.next < json.end && (*json.next == '{' || *json.next == '[');
}

static gboolean
read_json(Checksums *checksums, const char *bytes, gsize size)
{
    Json json = {bytes, bytes + size, checksums, 0};
    g_autoptr(GString) text = g_string_new(NULL);
    gboolean is_plain = FALSE;

    if (!take_value(&json, text, &is_plain) || is_plain)
        return FALSE;
    skip_blanks(&json);
    return json.next == json.end;
}

const ChecksumForm list_json_form = {"json", is_json, read_json};
