/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * Picks from the XML of a WIM file what tells its images apart. It takes what it finds: remasters edit
 * these texts, so a tag that is not closed or a stray "<" must not hide all the rest. There are no
 * entities but the five, and no document type. It reads on whatever it meets, each byte once.
 *
 *     <WIM><IMAGE INDEX="1"><WINDOWS><ARCH>9</ARCH> … </WINDOWS><NAME>…</NAME></IMAGE> … </WIM>
 */

#include "config.h"

#include <string.h>

#include "format/little_endian.h"
#include "format/wim_xml.h"

#define MAX_ELEMENT 24 /* bytes of an element's name; those that are looked for are shorter */

typedef struct {
    const char *path; /* below IMAGE */
    gsize member;     /* offset in WimImage */
} Row;

#define MEMBER(name) G_STRUCT_OFFSET(WimImage, name)

/* clang-format off */
static const Row texts[] = {
    {"WINDOWS/VERSION/BRANCH",    MEMBER(branch)},
    {"WINDOWS/INSTALLATIONTYPE",  MEMBER(installation_type)},
    {"WINDOWS/PRODUCTTYPE",       MEMBER(product_type)},
    {"WINDOWS/EDITIONID",         MEMBER(edition_id)},
    {"WINDOWS/LANGUAGES/DEFAULT", MEMBER(default_language)},
    {"FLAGS",                     MEMBER(flags)},
    {"NAME",                      MEMBER(name)},
    {"DISPLAYNAME",               MEMBER(display_name)},
};

static const Row numbers[] = {
    {"WINDOWS/ARCH",              MEMBER(architecture)},
    {"WINDOWS/VERSION/MAJOR",     MEMBER(major)},
    {"WINDOWS/VERSION/MINOR",     MEMBER(minor)},
    {"WINDOWS/VERSION/BUILD",     MEMBER(build)},
    {"WINDOWS/VERSION/SPBUILD",   MEMBER(service_pack_build)},
    {"WINDOWS/VERSION/SPLEVEL",   MEMBER(service_pack_level)},
    {"CREATIONTIME/HIGHPART",     MEMBER(time_high)},
    {"CREATIONTIME/LOWPART",      MEMBER(time_low)},
};
/* clang-format on */

static const struct {
    const char *name;
    char character;
} entities[] = {{"&amp;", '&'}, {"&lt;", '<'}, {"&gt;", '>'}, {"&quot;", '"'}, {"&apos;", '\''}};

typedef struct {
    GArray *images;                             /* owned */
    char names[WIM_MAX_DEPTH][MAX_ELEMENT + 1]; /* upper case */
    guint depth;                                /* of the element that is open */
    GString *text;                              /* owned; of the element that is open */
} Scanner;

static void
image_clear(gpointer data)
{
    for (gsize i = 0; i < G_N_ELEMENTS(texts); i++)
        g_free(*(char **)G_STRUCT_MEMBER_P(data, texts[i].member));
    g_ptr_array_unref(((WimImage *)data)->languages);
}

static void
add_image(Scanner *self)
{
    WimImage image = {.languages = g_ptr_array_new_with_free_func(g_free)};

    for (gsize i = 0; i < G_N_ELEMENTS(numbers); i++)
        *(gint64 *)G_STRUCT_MEMBER_P(&image, numbers[i].member) = -1;
    g_array_append_val(self->images, image);
}

/* Decimal, or hexadecimal behind "0x"; at most 32 bits. */
static gint64
parse_number(const char *text)
{
    gboolean is_hexadecimal = g_ascii_strncasecmp(text, "0x", 2) == 0;
    guint64 value;

    if (!g_ascii_string_to_unsigned(text + (is_hexadecimal ? 2 : 0), is_hexadecimal ? 16 : 10, 0,
                                    G_MAXUINT32, &value, NULL))
        return -1;
    return (gint64)value;
}

/* Of the first element of a name, the value counts. */
static void
set_value(WimImage *image, const char *path, const char *text)
{
    for (gsize i = 0; i < G_N_ELEMENTS(texts); i++) {
        char **member = (char **)G_STRUCT_MEMBER_P(image, texts[i].member);

        if (*member == NULL && strcmp(texts[i].path, path) == 0)
            *member = g_strdup(text);
    }
    for (gsize i = 0; i < G_N_ELEMENTS(numbers); i++) {
        gint64 *member = (gint64 *)G_STRUCT_MEMBER_P(image, numbers[i].member);

        if (*member < 0 && strcmp(numbers[i].path, path) == 0)
            *member = parse_number(text);
    }
    if (strcmp(path, "WINDOWS/LANGUAGES/LANGUAGE") == 0 &&
        image->languages->len < WIM_MAX_LANGUAGES)
        g_ptr_array_add(image->languages, g_strdup(text));
}

static gboolean
is_in_image(const Scanner *self)
{
    return self->depth >= 2 && strcmp(self->names[0], "WIM") == 0 &&
           strcmp(self->names[1], "IMAGE") == 0;
}

/* What was read of the element that is open is its value. */
static void
take_value(Scanner *self)
{
    g_autoptr(GString) path = NULL;
    const char *end;

    if (!g_utf8_validate(self->text->str, -1, &end))
        g_string_truncate(self->text,
                          (gsize)(end - self->text->str)); /* the character that was cut */
    g_strstrip(self->text->str);
    if (*self->text->str == '\0' || !is_in_image(self) || self->depth > WIM_MAX_DEPTH ||
        self->images->len == 0)
        return;
    path = g_string_sized_new(64);
    for (guint i = 2; i < self->depth; i++) {
        if (i > 2)
            g_string_append_c(path, '/');
        g_string_append(path, self->names[i]);
    }
    set_value(&g_array_index(self->images, WimImage, self->images->len - 1), path->str,
              self->text->str);
}

static void
open_element(Scanner *self, const char *name, gsize length)
{
    g_string_truncate(self->text, 0);
    if (self->depth < WIM_MAX_DEPTH) {
        length = MIN(length, MAX_ELEMENT);
        for (gsize i = 0; i < length; i++)
            self->names[self->depth][i] = g_ascii_toupper(name[i]);
        self->names[self->depth][length] = '\0';
    }
    self->depth++;
    if (self->depth != 2 || !is_in_image(self))
        return;
    /* what is not kept is not looked at */
    if (self->images->len < WIM_MAX_IMAGES)
        add_image(self);
    else
        self->names[1][0] = '\0';
}

static gboolean
is_open(const Scanner *self, guint level, const char *name, gsize length)
{
    length = MIN(length, MAX_ELEMENT);
    return strlen(self->names[level]) == length &&
           g_ascii_strncasecmp(self->names[level], name, length) == 0;
}

/* Closes all that was left open inside; an end without a beginning is not there. */
static void
close_element(Scanner *self, const char *name, gsize length)
{
    take_value(self);
    g_string_truncate(self->text, 0);
    if (self->depth > WIM_MAX_DEPTH) {
        self->depth--;
        return;
    }
    for (guint level = self->depth; level > 0; level--) {
        if (is_open(self, level - 1, name, length) ||
            /* one that is not kept has lost its name */
            (level == 2 && self->names[1][0] == '\0' && length == strlen("IMAGE") &&
             g_ascii_strncasecmp(name, "IMAGE", length) == 0)) {
            self->depth = level - 1;
            return;
        }
    }
}

/* Behind @end, or where the text ends. */
static const char *
skip(const char *at, const char *end)
{
    const char *found = strstr(at, end);

    return found != NULL ? found + strlen(end) : at + strlen(at);
}

/* @at is behind "<". */
static const char *
read_tag(Scanner *self, const char *at)
{
    gboolean is_end = *at == '/';
    const char *name = at + (is_end ? 1 : 0);
    gsize length = strcspn(name, " \t\r\n/><");
    const char *end = name + length;

    end += strcspn(end, "><");
    if (length == 0)
        return end;
    if (is_end) {
        close_element(self, name, length);
    } else {
        open_element(self, name, length);
        if (end[-1] == '/')
            close_element(self, name, length);
    }
    return *end == '>' ? end + 1 : end;
}

static void
append_text(Scanner *self, const char *text, gsize length)
{
    if (self->text->len < WIM_MAX_TEXT)
        g_string_append_len(self->text, text, (gssize)MIN(length, WIM_MAX_TEXT - self->text->len));
}

static const char *
read_entity(Scanner *self, const char *at)
{
    for (gsize i = 0; i < G_N_ELEMENTS(entities); i++) {
        if (g_str_has_prefix(at, entities[i].name)) {
            append_text(self, &entities[i].character, 1);
            return at + strlen(entities[i].name);
        }
    }
    append_text(self, at, 1);
    return at + 1;
}

static const char *
read_markup(Scanner *self, const char *at)
{
    static const char cdata[] = "<![CDATA[";

    if (g_str_has_prefix(at, cdata)) {
        const char *text = at + strlen(cdata), *end = skip(text, "]]>");

        if (*end != '\0')
            append_text(self, text, (gsize)(end - text) - strlen("]]>"));
        return end;
    }
    if (g_str_has_prefix(at, "<!--"))
        return skip(at, "-->");
    if (at[1] == '?')
        return skip(at, "?>");
    return at[1] == '!' ? skip(at, ">") : read_tag(self, at + 1);
}

GArray *
wim_xml_parse(const char *xml)
{
    Scanner self = {.images = g_array_new(FALSE, FALSE, sizeof(WimImage)),
                    .text = g_string_sized_new(WIM_MAX_TEXT)};

    g_array_set_clear_func(self.images, image_clear);
    while (*xml != '\0') {
        if (*xml == '<') {
            xml = read_markup(&self, xml);
        } else if (*xml == '&') {
            xml = read_entity(&self, xml);
        } else {
            gsize length = strcspn(xml, "<&");

            append_text(&self, xml, length);
            xml += length;
        }
    }
    g_string_free(self.text, TRUE);
    return self.images;
}

char *
wim_xml_to_utf8(const guint8 *bytes, gsize size)
{
    char *text = g_malloc(size / 2 * 3 + 1);
    char *end = text;

    for (gsize i = 0; i + 1 < size; i += 2) {
        gunichar character = le16(bytes + i);

        if (character > 0 && character < 0x80) {
            *end++ = (char)character;
            continue;
        }
        if (character >= 0xD800 && character < 0xDC00 && i + 3 < size &&
            le16(bytes + i + 2) >= 0xDC00 && le16(bytes + i + 2) < 0xE000) {
            i += 2;
            character = 0x10000 + ((character - 0xD800) << 10) + le16(bytes + i) - 0xDC00;
        }
        if (character == 0 || !g_unichar_validate(character))
            character = 0xFFFD;
        end += g_unichar_to_utf8(character, end);
    }
    *end = '\0';
    return g_realloc(text, (gsize)(end - text) + 1);
}
