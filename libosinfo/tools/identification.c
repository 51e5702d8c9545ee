/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Reads a medium or tree and asks the database what it is. How that is told is left to the reports.
 */
#include "config.h"

#include "tools/identification.h"

/* The library takes addresses only. */
static OsinfoEntity *
read_tree(const char *path, GError **error)
{
    g_autofree char *uri = NULL;

    if (g_uri_peek_scheme(path) == NULL) {
        g_autofree char *absolute = g_canonicalize_filename(path, NULL);

        uri = g_filename_to_uri(absolute, NULL, error);
        if (uri == NULL)
            return NULL;
    }

    OsinfoTree *tree = osinfo_tree_create_from_location(uri != NULL ? uri : path, NULL, error);

    return tree != NULL ? OSINFO_ENTITY(tree) : NULL;
}

/* Does the label say which languages there are? */
static gboolean
needs_label(OsinfoEntity *entry)
{
    return osinfo_entity_get_param_value(entry, OSINFO_MEDIA_PROP_LANG_REGEX) != NULL;
}

/* Media that no machine can start from have labels, too. Of those that are not whole the error is
 * told, and what could be read: they are read once more for that. */
static OsinfoMedia *
read_media(Identification *self)
{
    static const guint flags[] = {
        OSINFO_MEDIA_DETECT_ACCEPT_INCOMPLETE | OSINFO_MEDIA_DETECT_REQUIRE_INTACT,
        OSINFO_MEDIA_DETECT_ACCEPT_INCOMPLETE,
    };
    OsinfoMedia *media = osinfo_media_create_from_location_with_flags(
        self->path, NULL, OSINFO_MEDIA_DETECT_REQUIRE_INTACT, &self->error);
    gboolean is_incomplete = media == NULL && self->error->domain == OSINFO_MEDIA_ERROR &&
                             self->error->code != OSINFO_MEDIA_ERROR_NO_DESCRIPTORS;

    self->knows_bootable = media != NULL;
    for (guint i = 0; is_incomplete && media == NULL && i < G_N_ELEMENTS(flags); i++) {
        media = osinfo_media_create_from_location_with_flags(self->path, NULL, flags[i], NULL);
        self->knows_bootable =
            media != NULL && (flags[i] & OSINFO_MEDIA_DETECT_REQUIRE_INTACT) != 0;
    }
    return media;
}

static void
init_media(Identification *self, OsinfoDb *db)
{
    OsinfoMedia *media = read_media(self);

    if (media == NULL)
        return;
    self->subject = OSINFO_ENTITY(media);
    self->is_bootable = osinfo_media_is_bootable(media);
    self->matches = OSINFO_LIST(osinfo_db_identify_medialist(db, media));
    if (identification_get_n_matches(self) > 0 && needs_label(identification_get_match(self, 0)))
        osinfo_db_identify_media(db, media);
}

static void
init_tree(Identification *self, OsinfoDb *db)
{
    self->subject = read_tree(self->path, &self->error);
    if (self->subject != NULL)
        self->matches = OSINFO_LIST(osinfo_db_identify_treelist(db, OSINFO_TREE(self->subject)));
}

void
identification_init(Identification *self, OsinfoDb *db, SubjectType type, const char *path)
{
    *self = (Identification){.type = type, .path = path};
    if (type == SUBJECT_TREE)
        init_tree(self, db);
    else
        init_media(self, db);
}

void
identification_clear(Identification *self)
{
    g_clear_object(&self->matches);
    g_clear_object(&self->subject);
    g_clear_error(&self->error);
}

gint
identification_get_n_matches(const Identification *self)
{
    return self->matches != NULL ? osinfo_list_get_length(self->matches) : 0;
}

OsinfoEntity *
identification_get_match(const Identification *self, gint number)
{
    return osinfo_list_get_nth(self->matches, number);
}

GList *
identification_get_languages(const Identification *self, gint number)
{
    OsinfoEntity *entry = identification_get_match(self, number);

    if (!OSINFO_IS_MEDIA(entry))
        return NULL;
    if (number == 0 && needs_label(entry))
        return osinfo_media_get_languages(OSINFO_MEDIA(self->subject));
    return osinfo_media_get_languages(OSINFO_MEDIA(entry));
}

gboolean
identification_is_complete(const Identification *self)
{
    return identification_get_n_matches(self) > 0 &&
           (self->type == SUBJECT_TREE || self->is_bootable);
}

OsinfoOs *
entry_dup_os(OsinfoEntity *entry)
{
    return OSINFO_IS_MEDIA(entry) ? osinfo_media_get_os(OSINFO_MEDIA(entry))
                                  : osinfo_tree_get_os(OSINFO_TREE(entry));
}

const char *
entry_get_architecture(OsinfoEntity *entry)
{
    return OSINFO_IS_MEDIA(entry) ? osinfo_media_get_architecture(OSINFO_MEDIA(entry))
                                  : osinfo_tree_get_architecture(OSINFO_TREE(entry));
}

OsinfoList *
entry_list_variants(OsinfoEntity *entry)
{
    OsinfoOsVariantList *variants = OSINFO_IS_MEDIA(entry)
                                        ? osinfo_media_get_os_variants(OSINFO_MEDIA(entry))
                                        : osinfo_tree_get_os_variants(OSINFO_TREE(entry));

    return OSINFO_LIST(variants != NULL ? variants : osinfo_os_variantlist_new());
}
