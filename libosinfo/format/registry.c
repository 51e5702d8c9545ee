/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * Reads hives ("Windows registry file format specification" by M. Suhanov). Behind a header of 4096 bytes are
 * cells, which begin with their size, negative when they are used; places are bytes from the end of the header.
 *
 *     nk        a key: where the list of keys below it is, and that of its values
 *     lf, lh    such a list: places, each with a hash of the name, or its first letters
 *     li        places alone
 *     ri        places of lists
 *     vk        a value: its name, its size, and its bytes or where they are
 */

#include "config.h"

#include <string.h>

#include "format/little_endian.h"
#include "format/registry.h"

#define HEADER_SIZE 4096
#define KEY_SIZE 76
#define KEY_NAME_IS_ASCII 0x20u
#define VALUE_SIZE 20
#define VALUE_NAME_IS_ASCII 1u
#define IS_IN_PLACE 0x80000000u
#define NO_CELL 0xFFFFFFFFu
#define MAX_NAME 512 /* bytes */

enum {
    TYPE_TEXT = 1,
    TYPE_TEXT_WITH_VARIABLES = 2,
    TYPE_NUMBER = 4,
};

struct Registry {
    Source *source; /* borrowed */
    RegistryKey root;
};

static gboolean
set_damage(const char *what, GError **error)
{
    g_set_error(error, FORMAT_ERROR, FORMAT_ERROR_INVALID, "registry: invalid %s", what);
    return FALSE;
}

/* Up to @size bytes at @at of a cell; all of them, or it is damaged. */
static gboolean
read_cell(Registry *self, guint32 cell, guint64 at, void *buffer, gsize size, GError **error)
{
    gssize count;

    if (cell >= G_MAXINT32)
        return set_damage("place of a cell", error);
    count = source_read(self->source, HEADER_SIZE + (guint64)cell + 4 + at, buffer, size, error);
    if (count < 0)
        return FALSE;
    return (gsize)count == size || set_damage("place of a cell", error);
}

/* How many bytes a cell has room for. */
static gboolean
read_cell_size(Registry *self, guint32 cell, gsize *out_size, GError **error)
{
    guint8 bytes[4];
    gint32 size;
    gssize count;

    if (cell >= G_MAXINT32)
        return set_damage("place of a cell", error);
    count = source_read(self->source, HEADER_SIZE + (guint64)cell, bytes, sizeof(bytes), error);
    if (count < 0)
        return FALSE;
    size = count == 4 ? (gint32)le32(bytes) : 0;
    if (size >= -4 || size == G_MININT32)
        return set_damage("size of a cell", error);
    *out_size = (gsize)-size - 4;
    return TRUE;
}

/* Names are compared in capitals, letter by letter; those that are looked for are in ASCII. */
static gboolean
is_name(const guint8 *bytes, gsize size, gboolean is_ascii, const char *name, gsize length)
{
    if (size != (is_ascii ? length : 2 * length))
        return FALSE;
    for (gsize i = 0; i < length; i++) {
        guint32 letter = is_ascii ? bytes[i] : le16(bytes + 2 * i);

        if (letter > 127 || g_ascii_toupper((char)letter) != g_ascii_toupper(name[i]))
            return FALSE;
    }
    return TRUE;
}

static guint32
hash_name(const char *name, gsize length)
{
    guint32 hash = 0;

    for (gsize i = 0; i < length; i++)
        hash = hash * 37 + (guint8)g_ascii_toupper(name[i]);
    return hash;
}

/* Can the name have what stands beside its place in a list? */
static gboolean
may_be(const guint8 *kind, const guint8 *hint, const char *name, gsize length)
{
    if (memcmp(kind, "lh", 2) == 0)
        return le32(hint) == hash_name(name, length);
    for (gsize i = 0; i < 4 && i < length; i++) {
        if (hint[i] != 0 && g_ascii_toupper((char)hint[i]) != g_ascii_toupper(name[i]))
            return FALSE;
    }
    return TRUE;
}

/* What is looked for. */
typedef struct {
    const char *name;
    gsize length;  /* bytes */
    guint n_left;  /* keys that are looked at */
    guint32 found; /* NO_CELL: not yet */
} Wanted;

static gboolean
look_at_key(Registry *self, guint32 cell, Wanted *wanted, GError **error)
{
    guint8 key[KEY_SIZE], name[MAX_NAME];
    gsize size;

    if (!read_cell(self, cell, 0, key, sizeof(key), error))
        return FALSE;
    size = le16(key + 72);
    if (memcmp(key, "nk", 2) != 0)
        return set_damage("key", error);
    if (size > MAX_NAME)
        return TRUE;
    if (!read_cell(self, cell, KEY_SIZE, name, size, error))
        return FALSE;
    if (is_name(name, size, (le16(key + 2) & KEY_NAME_IS_ASCII) != 0, wanted->name, wanted->length))
        wanted->found = cell;
    return TRUE;
}

static gboolean
look_in_list(Registry *self, guint32 cell, guint level, Wanted *wanted, GError **error)
{
    g_autofree guint8 *list = NULL;
    gsize size, count, step;
    gboolean is_lists;

    if (!read_cell_size(self, cell, &size, error))
        return FALSE;
    size = MIN(size, 4 + 8 * (gsize)REGISTRY_MAX_KEYS);
    list = g_malloc0(MAX(size, 4));
    if (!read_cell(self, cell, 0, list, size, error))
        return FALSE;
    is_lists = memcmp(list, "ri", 2) == 0;
    step = memcmp(list, "lf", 2) == 0 || memcmp(list, "lh", 2) == 0 ? 8 : 4;
    count = le16(list + 2);
    if ((step == 4 && memcmp(list, "li", 2) != 0 && !is_lists) || 4 + count * step > size ||
        (is_lists && level == REGISTRY_MAX_LISTS))
        return set_damage("list of keys", error);
    for (gsize i = 0; i < count && wanted->found == NO_CELL && wanted->n_left > 0; i++) {
        const guint8 *entry = list + 4 + i * step;

        if (is_lists ? !look_in_list(self, le32(entry), level + 1, wanted, error)
                     : (step == 4 || may_be(list, entry + 4, wanted->name, wanted->length)) &&
                           !look_at_key(self, le32(entry), wanted, error))
            return FALSE;
        wanted->n_left--;
    }
    return TRUE;
}

FormatAnswer
registry_find_key(Registry *self, const char *path, RegistryKey *out_key, GError **error)
{
    RegistryKey key = self->root;

    while (*path != '\0') {
        Wanted wanted = {path, strcspn(path, "\\"), REGISTRY_MAX_KEYS, NO_CELL};
        guint8 bytes[KEY_SIZE];

        if (!read_cell(self, key, 0, bytes, sizeof(bytes), error))
            return FORMAT_DAMAGED;
        if (memcmp(bytes, "nk", 2) != 0) {
            set_damage("key", error);
            return FORMAT_DAMAGED;
        }
        if (le32(bytes + 20) == 0 || le32(bytes + 28) == NO_CELL)
            return FORMAT_NOT_THIS;
        if (!look_in_list(self, le32(bytes + 28), 0, &wanted, error))
            return FORMAT_DAMAGED;
        if (wanted.found == NO_CELL)
            return FORMAT_NOT_THIS;
        key = wanted.found;
        path += wanted.length;
        path += *path == '\\';
    }
    *out_key = key;
    return FORMAT_FOUND;
}

/* The bytes of a value as text; NULL without an error: it is of another type. */
static char *
dup_data(Registry *self, const guint8 *value, GError **error)
{
    guint32 size = le32(value + 4), type = le32(value + 12);
    g_autofree guint8 *bytes = NULL;
    g_autofree gunichar2 *letters = NULL;
    gsize count = MIN(size & ~IS_IN_PLACE, REGISTRY_MAX_TEXT);

    if (type != TYPE_TEXT && type != TYPE_TEXT_WITH_VARIABLES && type != TYPE_NUMBER)
        return NULL;
    bytes = g_malloc0(count + 4);
    if ((size & IS_IN_PLACE) != 0)
        memcpy(bytes, value + 8, MIN(count, 4));
    else if (!read_cell(self, le32(value + 8), 0, bytes, count, error))
        return NULL;
    if ((size & IS_IN_PLACE) != 0)
        count = MIN(count, 4);
    if (type == TYPE_NUMBER)
        return count >= 4 ? g_strdup_printf("%u", le32(bytes)) : NULL;
    letters = g_new(gunichar2, count / 2 + 1);
    for (gsize i = 0; i < count / 2; i++)
        letters[i] = (gunichar2)le16(bytes + 2 * i);
    return g_utf16_to_utf8(letters, (glong)(count / 2), NULL, NULL, NULL);
}

/* *out_data: the text, if it is this one. */
static gboolean
look_at_value(Registry *self, guint32 cell, const char *name, gboolean *out_is_it, char **out_data,
              GError **error)
{
    guint8 value[VALUE_SIZE], own[MAX_NAME];
    GError *data_error = NULL;
    gsize size;

    *out_is_it = FALSE;
    if (!read_cell(self, cell, 0, value, sizeof(value), error))
        return FALSE;
    size = le16(value + 2);
    if (memcmp(value, "vk", 2) != 0)
        return set_damage("value", error);
    if (size > MAX_NAME)
        return TRUE;
    if (!read_cell(self, cell, VALUE_SIZE, own, size, error))
        return FALSE;
    *out_is_it =
        is_name(own, size, (le16(value + 16) & VALUE_NAME_IS_ASCII) != 0, name, strlen(name));
    if (!*out_is_it)
        return TRUE;
    *out_data = dup_data(self, value, &data_error);
    if (data_error == NULL)
        return TRUE;
    g_propagate_error(error, data_error);
    return FALSE;
}

char *
registry_dup_value(Registry *self, RegistryKey key, const char *name, GError **error)
{
    g_autofree guint8 *list = NULL;
    guint8 bytes[KEY_SIZE];
    gsize count;

    if (!read_cell(self, key, 0, bytes, sizeof(bytes), error))
        return NULL;
    count = MIN(le32(bytes + 36), REGISTRY_MAX_VALUES);
    if (memcmp(bytes, "nk", 2) != 0 || count == 0 || le32(bytes + 40) == NO_CELL)
        return NULL;
    list = g_malloc(4 * count);
    if (!read_cell(self, le32(bytes + 40), 0, list, 4 * count, error))
        return NULL;
    for (gsize i = 0; i < count; i++) {
        gboolean is_it = FALSE;
        char *data = NULL;

        if (!look_at_value(self, le32(list + 4 * i), name, &is_it, &data, error))
            return NULL;
        if (is_it)
            return data;
    }
    return NULL;
}

FormatAnswer
registry_open(Source *source, Registry **out_registry, GError **error)
{
    guint8 header[64];
    gssize count = source_read(source, 0, header, sizeof(header), error);
    Registry *self;

    if (count < 0)
        return FORMAT_DAMAGED;
    if (count < (gssize)sizeof(header) || memcmp(header, "regf", 4) != 0)
        return FORMAT_NOT_THIS;
    self = g_new0(Registry, 1);
    self->source = source;
    self->root = le32(header + 36);
    *out_registry = self;
    return FORMAT_FOUND;
}

void
registry_close(Registry *self)
{
    g_free(self);
}
