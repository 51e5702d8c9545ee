/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * Reads samples and dictionaries, and makes inputs of them for fuzz-main.c. Everything random comes
 * from the GRand of the caller.
 */

#include "config.h"

#include <gio/gio.h>
#include <string.h>

#include "fuzz-input.h"

#define MAX_RANDOM_SIZE 20000 /* bytes of an input made of nothing */

static gboolean
load_file(GPtrArray *samples, const char *path, GError **error)
{
    char *data;
    gsize size;

    if (!g_file_get_contents(path, &data, &size, error))
        return FALSE;
    g_ptr_array_add(samples, g_bytes_new_take(data, size));
    return TRUE;
}

static int
compare_names(gconstpointer a, gconstpointer b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

gboolean
fuzz_input_load(GPtrArray *samples, const char *path, GError **error)
{
    if (!g_file_test(path, G_FILE_TEST_IS_DIR))
        return load_file(samples, path, error);

    g_autoptr(GDir) folder = g_dir_open(path, 0, error);
    g_autoptr(GPtrArray) names = g_ptr_array_new_with_free_func(g_free);
    const char *name;

    if (folder == NULL)
        return FALSE;
    while ((name = g_dir_read_name(folder)) != NULL)
        g_ptr_array_add(names, g_strdup(name));
    g_ptr_array_sort(names, compare_names);
    for (guint i = 0; i < names->len; i++) {
        g_autofree char *file = g_build_filename(path, g_ptr_array_index(names, i), NULL);

        if (!load_file(samples, file, error))
            return FALSE;
    }
    return TRUE;
}

/* What stands between the quotes; NULL when it is no word. */
static GBytes *
parse_word(const char *line)
{
    const char *end = strrchr(line, '"');
    const char *at = strchr(line, '"');
    g_autoptr(GByteArray) word = g_byte_array_new();

    if (at == NULL || at == end)
        return NULL;
    for (at++; at < end; at++) {
        guint8 byte = (guint8)*at;

        if (byte == '\\' && (at[1] == '\\' || at[1] == '"') && at + 1 < end) {
            at++;
            byte = (guint8)*at;
        } else if (byte == '\\') {
            if (at[1] != 'x' || !g_ascii_isxdigit(at[2]) || !g_ascii_isxdigit(at[3]))
                return NULL;
            byte = (guint8)(g_ascii_xdigit_value(at[2]) << 4 | g_ascii_xdigit_value(at[3]));
            at += 3;
        }
        g_byte_array_append(word, &byte, 1);
    }
    return word->len > 0 ? g_byte_array_free_to_bytes(g_steal_pointer(&word)) : NULL;
}

GPtrArray *
fuzz_input_load_words(const char *path, GError **error)
{
    g_autoptr(GPtrArray) words = g_ptr_array_new_with_free_func((GDestroyNotify)g_bytes_unref);
    g_autofree char *text = NULL;

    if (!g_file_get_contents(path, &text, NULL, error))
        return NULL;

    g_auto(GStrv) lines = g_strsplit(text, "\n", -1);

    for (gsize i = 0; lines[i] != NULL; i++) {
        const char *line = g_strstrip(lines[i]);

        if (line[0] == '\0' || line[0] == '#')
            continue;

        GBytes *word = parse_word(line);

        if (word == NULL) {
            g_set_error(error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA,
                        "'%s', line %" G_GSIZE_FORMAT ": not a quoted word", path, i + 1);
            return NULL;
        }
        g_ptr_array_add(words, word);
    }
    return g_steal_pointer(&words);
}

static gsize
random_position(GRand *random, gsize size)
{
    return (gsize)(g_rand_double(random) * (double)size);
}

GByteArray *
fuzz_input_random(GRand *random, gsize max_length)
{
    gsize size = (gsize)g_rand_int_range(random, 0, (gint32)MIN(max_length, MAX_RANDOM_SIZE) + 1);
    GByteArray *input = g_byte_array_sized_new((guint)size);

    g_byte_array_set_size(input, (guint)size);
    for (gsize i = 0; i < size; i++)
        input->data[i] = (guint8)g_rand_int(random);
    return input;
}

/* In place, as far as there is room. */
static void
write_word(GByteArray *input, gsize to, GBytes *word)
{
    gsize length;
    const guint8 *data = g_bytes_get_data(word, &length);

    memcpy(input->data + to, data, MIN(length, input->len - to));
}

static void
change(GRand *random, GByteArray *input, GPtrArray *words)
{
    gsize to = random_position(random, input->len), from = random_position(random, input->len);
    gsize length = (gsize)g_rand_int_range(random, 1, 64);

    switch (g_rand_int_range(random, 0, words->len > 0 ? 5 : 4)) {
    case 0:
        input->data[to] = (guint8)g_rand_int(random);
        break;
    case 1:
        input->data[to] ^= (guint8)(1u << (from & 7));
        break;
    case 2:
    case 3:
        memmove(input->data + to, input->data + from, MIN(length, input->len - MAX(to, from)));
        break;
    default:
        write_word(input, to, g_ptr_array_index(words, from % words->len));
    }
}

/* Cuts the end off, changes bytes, copies runs of bytes elsewhere, writes words of the dictionary. */
GByteArray *
fuzz_input_damaged(GRand *random, GBytes *sample, GPtrArray *words, gsize max_length)
{
    GByteArray *input = g_byte_array_new();
    gsize size;
    const guint8 *whole = g_bytes_get_data(sample, &size);

    size = MIN(size, max_length);
    if (size > 0 && g_rand_int_range(random, 0, 4) == 0)
        size = random_position(random, size);
    g_byte_array_append(input, whole, (guint)size);
    for (gint i = size > 0 ? g_rand_int_range(random, 0, 30) : 0; i > 0; i--)
        change(random, input, words);
    return input;
}
