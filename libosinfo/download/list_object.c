/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <string.h>

#include "download/list_object.h"

static gboolean
is_name(const char *key)
{
    static const char *const keys[] = {"file",     "filename", "iso",  "iso_url", "link",
                                       "location", "name",     "path", "url"};

    for (guint i = 0; i < G_N_ELEMENTS(keys); i++) {
        if (strcmp(keys[i], key) == 0)
            return TRUE;
    }
    return FALSE;
}

/* Vendors call it by its type, or do not say which type it is. */
static gboolean
is_digest(const char *key, int *out_type)
{
    *out_type = digest_find(key, strlen(key));
    return *out_type >= 0 || strcmp(key, "sha_sum") == 0 || strcmp(key, "checksum") == 0;
}

static void
add_digest(ListObject *self, int type, const char *value)
{
    gsize length = strlen(value);
    int shown = digest_find_by_digits(value, length);

    if (shown < 0 || (type >= 0 && type != shown))
        return;
    if (self->digests[shown] == NULL)
        self->digests[shown] = g_strdup(value);
    else if (g_ascii_strcasecmp(self->digests[shown], value) != 0) {
        g_free(self->others[shown]);
        self->others[shown] = g_strdup(value);
    }
}

void
list_object_add(ListObject *self, const char *key, const char *value)
{
    guint64 size = 0;
    int type = -1;

    if (is_name(key)) {
        if (self->n_names < LIST_OBJECT_MAX_NAMES)
            self->names[self->n_names++] = g_strdup(value);
    } else if (strcmp(key, "size") == 0) {
        if (g_ascii_string_to_unsigned(value, 10, 0, G_MAXINT64 - 1, &size, NULL))
            self->size = (gint64)size + 1;
    } else if (is_digest(key, &type)) {
        add_digest(self, type, value);
    }
}

static void
tell_digests(Checksums *checksums, const char *name, char *const *digests)
{
    for (guint i = 0; i < DIGEST_N_TYPES; i++) {
        if (digests[i] != NULL)
            checksums_add(checksums, name, strlen(name), (int)i, digests[i], strlen(digests[i]));
    }
}

void
list_object_end(ListObject *self, Checksums *checksums)
{
    gboolean has_digest = FALSE;

    for (guint i = 0; i < DIGEST_N_TYPES; i++)
        has_digest = has_digest || self->digests[i] != NULL;
    for (guint i = 0; i < self->n_names && has_digest; i++) {
        const char *name = self->names[i];

        tell_digests(checksums, name, self->digests);
        tell_digests(checksums, name, self->others);
        if (self->size > 0)
            checksums_add_size(checksums, name, strlen(name), (guint64)self->size - 1);
    }
    list_object_clear(self);
}

void
list_object_clear(ListObject *self)
{
    for (guint i = 0; i < self->n_names; i++)
        g_free(self->names[i]);
    for (guint i = 0; i < DIGEST_N_TYPES; i++) {
        g_free(self->digests[i]);
        g_free(self->others[i]);
    }
    *self = (ListObject){0};
}
