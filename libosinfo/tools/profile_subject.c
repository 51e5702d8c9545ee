/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What the user names: a system of the database, or a medium. The database is asked first, so that an id, which looks
 * like an address, is not fetched.
 */
#include "config.h"

#include <stdlib.h>

#include "common/text.h"
#include "common/translate.h"
#include "tools/profile_subject.h"
#include "tools/system_name.h"

/* Of machines that a system is for, which one is meant without a word; others by name. */
static const char *const usual[] = {"x86_64", "i686", "aarch64", NULL};

static void
add_architectures(GHashTable *found, OsinfoList *parts, const char *key)
{
    for (gint i = 0; i < osinfo_list_get_length(parts); i++) {
        const char *architecture =
            osinfo_entity_get_param_value(osinfo_list_get_nth(parts, i), key);

        if (architecture != NULL && !g_str_equal(architecture, OSINFO_ARCHITECTURE_ALL))
            g_hash_table_add(found, g_strdup(architecture));
    }
}

/* The usual one of those that media, trees and images are for; where nothing is said, the most usual. */
static char *
choose_architecture(OsinfoOs *os)
{
    g_autoptr(OsinfoList) media = OSINFO_LIST(osinfo_os_get_media_list(os));
    g_autoptr(OsinfoList) trees = OSINFO_LIST(osinfo_os_get_tree_list(os));
    g_autoptr(OsinfoList) images = OSINFO_LIST(osinfo_os_get_image_list(os));
    g_autoptr(GHashTable) found = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    g_autofree gpointer *names = NULL;
    guint n_names = 0;

    add_architectures(found, media, OSINFO_MEDIA_PROP_ARCHITECTURE);
    add_architectures(found, trees, OSINFO_TREE_PROP_ARCHITECTURE);
    add_architectures(found, images, OSINFO_IMAGE_PROP_ARCHITECTURE);
    for (guint i = 0; usual[i] != NULL; i++) {
        if (g_hash_table_contains(found, usual[i]))
            return g_strdup(usual[i]);
    }
    names = g_hash_table_get_keys_as_array(found, &n_names);
    if (n_names == 0)
        return g_strdup(usual[0]);
    qsort(names, n_names, sizeof *names, text_compare_items);
    return g_strdup(names[0]);
}

static gboolean
identify(ProfileSubject *self, OsinfoDb *db, const char *path, GError **error)
{
    g_auto(Identification) found = {0};
    const Match *match = NULL;
    const char *architecture = NULL;

    identification_init(&found, SUBJECT_MEDIA, path);
    if (found.error != NULL) {
        g_propagate_error(error, g_steal_pointer(&found.error));
        return FALSE;
    }
    identification_judge(&found, db, TRUE);
    if (identification_get_n_matches(&found) == 0) {
        g_set_error(error, OSINFO_ERROR, OSINFO_ERROR_GENERIC,
                    /* Translators: a file */
                    _("the database does not know the medium '%s'"), path);
        return FALSE;
    }
    match = identification_get_match(&found, 0);
    self->os = g_object_ref(match->os);
    architecture = match_get_any_architecture(match);
    self->architecture = architecture != NULL && !g_str_equal(architecture, OSINFO_ARCHITECTURE_ALL)
                             ? g_strdup(architecture)
                             : choose_architecture(match->os);
    self->medium = path;
    return TRUE;
}

gboolean
profile_subject_init(ProfileSubject *self, OsinfoDb *db, const char *name, GError **error)
{
    OsinfoOs *os = osinfo_db_find_os(db, name);

    *self = (ProfileSubject){.os = NULL};
    if (os == NULL && g_uri_peek_scheme(name) == NULL && !g_file_test(name, G_FILE_TEST_EXISTS)) {
        g_set_error(error, OSINFO_ERROR, OSINFO_ERROR_GENERIC,
                    /* Translators: what the user gave */
                    _("there is no system and no medium '%s'"), name);
        return FALSE;
    }
    if (os == NULL)
        return identify(self, db, name, error);
    self->os = g_object_ref(os);
    self->architecture = choose_architecture(os);
    return TRUE;
}

void
profile_subject_clear(ProfileSubject *self)
{
    g_clear_object(&self->os);
    g_clear_pointer(&self->architecture, g_free);
}
