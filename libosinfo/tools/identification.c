/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Reads a medium, tree or disk image and asks the database what it is. How that is told is left to the reports.
 */
#include "config.h"

#include <string.h>

#include "common/translate.h"
#include "tools/identification.h"
#include "tools/standard_input.h"

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

/* Where it is read. */
static const char *
get_location(const Identification *self)
{
    return self->location != NULL ? self->location : self->path;
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
    const char *location = get_location(self);
    OsinfoMedia *media = osinfo_media_create_from_location_with_flags(
        location, NULL, OSINFO_MEDIA_DETECT_REQUIRE_INTACT, &self->error);
    gboolean is_incomplete = media == NULL && self->error->domain == OSINFO_MEDIA_ERROR &&
                             self->error->code != OSINFO_MEDIA_ERROR_NO_DESCRIPTORS;

    self->knows_bootable = media != NULL;
    for (guint i = 0; is_incomplete && media == NULL && i < G_N_ELEMENTS(flags); i++) {
        media = osinfo_media_create_from_location_with_flags(location, NULL, flags[i], NULL);
        self->knows_bootable =
            media != NULL && (flags[i] & OSINFO_MEDIA_DETECT_REQUIRE_INTACT) != 0;
    }
    return media;
}

static void
init_media(Identification *self)
{
    OsinfoMedia *media = read_media(self);

    if (media == NULL)
        return;
    self->subject = OSINFO_ENTITY(media);
    self->is_bootable = osinfo_media_is_bootable(media);
}

static gboolean
find_standard_input(Identification *self)
{
    if (self->type == SUBJECT_TREE)
        g_set_error_literal(&self->error, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED,
                            _("a tree cannot be read from standard input"));
    else
        self->location = standard_input_dup_path(&self->is_cut, &self->error);
    return self->location != NULL;
}

void
identification_init(Identification *self, SubjectType type, const char *path)
{
    *self = (Identification){.type = type, .is_auto = type == SUBJECT_AUTO, .path = path};
    if (self->is_auto)
        self->type = SUBJECT_MEDIA;
    if (strcmp(path, STANDARD_INPUT) == 0 && !find_standard_input(self))
        return;
    if (self->type == SUBJECT_TREE)
        self->subject = read_tree(path, &self->error);
    else if (self->type == SUBJECT_MEDIA)
        init_media(self);
}

static void
match_free(gpointer data)
{
    Match *self = data;

    g_object_unref(self->candidate);
    g_object_unref(self->os);
    g_free(self);
}

/* Known by content or label, or, where that is taken, the nearest relative. */
static gboolean
is_release(const Identification *self, OsinfoConfidence confidence)
{
    return confidence >= OSINFO_CONFIDENCE_LABEL ||
           (self->takes_nearest && confidence == OSINFO_CONFIDENCE_RELATIVE);
}

/* Of several systems on a disk each is there. */
static gboolean
is_beside(const Identification *self, OsinfoConfidence confidence)
{
    return self->type == SUBJECT_IMAGE && confidence == OSINFO_CONFIDENCE_AMBIGUOUS;
}

static void
add_match(Identification *self, OsinfoCandidate *candidate)
{
    OsinfoConfidence confidence = osinfo_candidate_get_confidence(candidate);
    OsinfoEntity *entry = osinfo_candidate_get_known_entry(candidate);
    gboolean is_entry = entry != NULL && !(self->takes_nearest && is_release(self, confidence));
    Match *match = NULL;

    if (entry == NULL && !is_release(self, confidence) && !is_beside(self, confidence))
        return;
    match = g_new(Match, 1);
    *match = (Match){.candidate = g_object_ref(candidate),
                     .entry = entry,
                     .os = is_entry ? entry_dup_os(entry)
                                    : g_object_ref(osinfo_candidate_get_os(candidate))};
    g_ptr_array_add(self->matches, match);
}

/* What is no medium may be an image; what is none either keeps the error of the medium. */
static gboolean
may_be_image(const Identification *self)
{
    return self->type == SUBJECT_IMAGE ||
           (self->is_auto && self->error != NULL && self->error->domain == OSINFO_MEDIA_ERROR);
}

static void
read_image(Identification *self, OsinfoDb *db)
{
    g_autoptr(GError) error = NULL;

    self->verdict = osinfo_db_identify_image(db, get_location(self), NULL, &error);
    if (self->verdict != NULL) {
        self->type = SUBJECT_IMAGE;
        g_clear_error(&self->error);
    } else if (self->type == SUBJECT_IMAGE) {
        self->error = g_steal_pointer(&error);
    }
}

static OsinfoIdentification *
explain(const Identification *self, OsinfoDb *db)
{
    return self->type == SUBJECT_TREE ? osinfo_db_explain_tree(db, OSINFO_TREE(self->subject))
                                      : osinfo_db_explain_media(db, OSINFO_MEDIA(self->subject));
}

void
identification_judge(Identification *self, OsinfoDb *db, gboolean takes_nearest)
{
    GListModel *candidates = NULL;

    if (self->subject != NULL)
        self->verdict = explain(self, db);
    else if (may_be_image(self))
        read_image(self, db);
    if (self->verdict == NULL)
        return;
    self->takes_nearest = takes_nearest;
    self->matches = g_ptr_array_new_with_free_func(match_free);
    candidates = osinfo_identification_get_candidates(self->verdict);
    for (guint i = 0; i < g_list_model_get_n_items(candidates); i++) {
        g_autoptr(OsinfoCandidate) candidate = g_list_model_get_item(candidates, i);

        add_match(self, candidate);
    }
}

void
identification_clear(Identification *self)
{
    g_clear_pointer(&self->matches, g_ptr_array_unref);
    g_clear_object(&self->verdict);
    g_clear_object(&self->subject);
    g_clear_error(&self->error);
    g_clear_pointer(&self->location, g_free);
}

OsinfoCandidate *
identification_dup_best(const Identification *self)
{
    return self->verdict != NULL
               ? g_list_model_get_item(osinfo_identification_get_candidates(self->verdict), 0)
               : NULL;
}

char *
identification_dup_evidence(const Identification *self, const char *key)
{
    return self->verdict != NULL ? osinfo_identification_get_evidence_value(self->verdict, key)
                                 : NULL;
}

/* What has been looked into says what it holds, at least. */
gboolean
identification_lacks_files(const Identification *self)
{
    static const char *const others[] = {"iso9660.", "joliet.", "udf.", "el-torito."};
    const char *scheme = g_uri_peek_scheme(self->path);
    GListModel *items = NULL;

    if (self->type != SUBJECT_MEDIA || self->verdict == NULL ||
        (g_strcmp0(scheme, "http") != 0 && g_strcmp0(scheme, "https") != 0))
        return FALSE;
    items = osinfo_identification_get_evidence(self->verdict);
    for (guint i = 0; i < g_list_model_get_n_items(items); i++) {
        g_autoptr(OsinfoEvidence) item = g_list_model_get_item(items, i);
        gboolean is_other = FALSE;

        for (guint j = 0; j < G_N_ELEMENTS(others); j++)
            is_other = is_other || g_str_has_prefix(osinfo_evidence_get_key(item), others[j]);
        if (!is_other)
            return FALSE;
    }
    return TRUE;
}

OsinfoOs *
identification_find_nearest(const Identification *self)
{
    g_autoptr(OsinfoCandidate) best = identification_dup_best(self);

    return best != NULL && osinfo_candidate_get_confidence(best) == OSINFO_CONFIDENCE_RELATIVE
               ? osinfo_candidate_get_os(best)
               : NULL;
}

gint
identification_get_n_matches(const Identification *self)
{
    return self->matches != NULL ? (gint)self->matches->len : 0;
}

const Match *
identification_get_match(const Identification *self, gint number)
{
    return g_ptr_array_index(self->matches, number);
}

gboolean
identification_is_complete(const Identification *self)
{
    g_autoptr(OsinfoCandidate) best = identification_dup_best(self);
    OsinfoConfidence least =
        self->takes_nearest ? OSINFO_CONFIDENCE_RELATIVE : OSINFO_CONFIDENCE_AMBIGUOUS;

    return identification_get_n_matches(self) > 0 &&
           osinfo_candidate_get_confidence(best) >= least &&
           (self->type != SUBJECT_MEDIA || self->is_bootable);
}

const char *
confidence_get_word(OsinfoConfidence confidence)
{
    static const char *const words[] = {
        [OSINFO_CONFIDENCE_FAMILY] = "family",       [OSINFO_CONFIDENCE_RELATIVE] = "relative",
        [OSINFO_CONFIDENCE_AMBIGUOUS] = "ambiguous", [OSINFO_CONFIDENCE_LABEL] = "label",
        [OSINFO_CONFIDENCE_CERTAIN] = "certain",
    };

    return words[confidence];
}

const char *
match_get_any_architecture(const Match *self)
{
    return self->entry != NULL ? entry_get_architecture(self->entry)
                               : osinfo_candidate_get_architecture(self->candidate);
}

const char *
os_get_shown_name(OsinfoOs *os)
{
    const char *name = osinfo_product_get_name(OSINFO_PRODUCT(os));

    return name != NULL ? name : osinfo_entity_get_id(OSINFO_ENTITY(os));
}

OsinfoOs *
entry_dup_os(OsinfoEntity *entry)
{
    return OSINFO_IS_MEDIA(entry)   ? osinfo_media_get_os(OSINFO_MEDIA(entry))
           : OSINFO_IS_IMAGE(entry) ? osinfo_image_get_os(OSINFO_IMAGE(entry))
                                    : osinfo_tree_get_os(OSINFO_TREE(entry));
}

const char *
entry_get_architecture(OsinfoEntity *entry)
{
    return OSINFO_IS_MEDIA(entry)   ? osinfo_media_get_architecture(OSINFO_MEDIA(entry))
           : OSINFO_IS_IMAGE(entry) ? osinfo_image_get_architecture(OSINFO_IMAGE(entry))
                                    : osinfo_tree_get_architecture(OSINFO_TREE(entry));
}

OsinfoList *
entry_list_variants(OsinfoEntity *entry)
{
    OsinfoOsVariantList *variants = NULL;

    if (OSINFO_IS_MEDIA(entry))
        variants = osinfo_media_get_os_variants(OSINFO_MEDIA(entry));
    else if (OSINFO_IS_TREE(entry))
        variants = osinfo_tree_get_os_variants(OSINFO_TREE(entry));
    else if (OSINFO_IS_IMAGE(entry))
        variants = osinfo_image_get_os_variants(OSINFO_IMAGE(entry));

    return OSINFO_LIST(variants != NULL ? variants : osinfo_os_variantlist_new());
}
