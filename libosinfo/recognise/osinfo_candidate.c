/* SPDX-License-Identifier: LGPL-2.1-or-later */
/**
 * OsinfoCandidate:
 *
 * A system that a medium, tree or image may hold: which one, how sure that is, and what speaks for
 * it and against it.
 *
 * Since: 2.0.0
 */
#include "config.h"

#include "osinfo/osinfo_image.h"
#include "recognise/osinfo_candidate_private.h"

struct _OsinfoCandidate {
    GObject parent_instance;
    OsinfoOs *os;
    OsinfoEntity *entry;       /* OsinfoMedia, OsinfoTree, OsinfoImage or NULL */
    OsinfoEntity *known_entry; /* likewise */
    OsinfoConfidence confidence;
    char *architecture; /* may be NULL */
    char *build;        /* likewise, as the following */
    char *update;
    char *service_pack;
    GStrv editions; /* never NULL, as the following */
    GStrv languages;
    GStrv supported_by;
    GStrv contradicted_by;
};

G_DEFINE_FINAL_TYPE(OsinfoCandidate, osinfo_candidate, G_TYPE_OBJECT)

static void
osinfo_candidate_finalize(GObject *object)
{
    OsinfoCandidate *self = OSINFO_CANDIDATE(object);

    g_clear_object(&self->os);
    g_clear_object(&self->entry);
    g_clear_object(&self->known_entry);
    g_free(self->architecture);
    g_free(self->build);
    g_free(self->update);
    g_free(self->service_pack);
    g_strfreev(self->editions);
    g_strfreev(self->languages);
    g_strfreev(self->supported_by);
    g_strfreev(self->contradicted_by);
    G_OBJECT_CLASS(osinfo_candidate_parent_class)->finalize(object);
}

static void
osinfo_candidate_class_init(OsinfoCandidateClass *klass)
{
    G_OBJECT_CLASS(klass)->finalize = osinfo_candidate_finalize;
}

static void
osinfo_candidate_init(OsinfoCandidate *self G_GNUC_UNUSED)
{
}

static GStrv
take_texts(GStrv texts)
{
    return texts != NULL ? texts : g_new0(char *, 1);
}

OsinfoCandidate *
candidate_object_new(const CandidateFacts *facts)
{
    OsinfoCandidate *self = g_object_new(OSINFO_TYPE_CANDIDATE, NULL);

    g_set_object(&self->os, facts->os);
    g_set_object(&self->entry, facts->entry);
    g_set_object(&self->known_entry, facts->known_entry);
    self->confidence = facts->confidence;
    self->architecture = g_strdup(facts->architecture);
    self->build = g_strdup(facts->build);
    self->update = g_strdup(facts->update);
    self->service_pack = g_strdup(facts->service_pack);
    self->editions = take_texts(facts->editions);
    self->languages = take_texts(facts->languages);
    self->supported_by = take_texts(facts->supported_by);
    self->contradicted_by = take_texts(facts->contradicted_by);
    return self;
}

/**
 * osinfo_candidate_get_os:
 * @candidate: a candidate
 *
 * Gets the system. Where the confidence is %OSINFO_CONFIDENCE_RELATIVE it is not the one that is on
 * the medium, but the one of the database that guests should be made like.
 *
 * Returns: (transfer none): a system of the database
 *
 * Since: 2.0.0
 */
OsinfoOs *
osinfo_candidate_get_os(OsinfoCandidate *candidate)
{
    g_return_val_if_fail(OSINFO_IS_CANDIDATE(candidate), NULL);

    return candidate->os;
}

/**
 * osinfo_candidate_get_media:
 * @candidate: a candidate
 *
 * Gets the medium of the system whose label matches.
 *
 * Returns: (transfer none) (nullable): a medium of the database; %NULL when only content speaks for
 *     the system, or no medium was read
 *
 * Since: 2.0.0
 */
OsinfoMedia *
osinfo_candidate_get_media(OsinfoCandidate *candidate)
{
    g_return_val_if_fail(OSINFO_IS_CANDIDATE(candidate), NULL);

    return OSINFO_IS_MEDIA(candidate->entry) ? OSINFO_MEDIA(candidate->entry) : NULL;
}

/**
 * osinfo_candidate_get_tree:
 * @candidate: a candidate
 *
 * Gets the tree of the system that matches.
 *
 * Returns: (transfer none) (nullable): a tree of the database; %NULL when only content speaks for
 *     the system, or no tree was read
 *
 * Since: 2.0.0
 */
OsinfoTree *
osinfo_candidate_get_tree(OsinfoCandidate *candidate)
{
    g_return_val_if_fail(OSINFO_IS_CANDIDATE(candidate), NULL);

    return OSINFO_IS_TREE(candidate->entry) ? OSINFO_TREE(candidate->entry) : NULL;
}

/**
 * osinfo_candidate_get_image:
 * @candidate: a candidate
 *
 * Gets the image of the system that was read: the one of that file name, or else the only one with what was found
 * in it (variant, cloud-init, architecture).
 *
 * Returns: (transfer none) (nullable): an image of the database; %NULL when none matches, or no image was read
 *
 * Since: 2.0.0
 */
OsinfoImage *
osinfo_candidate_get_image(OsinfoCandidate *candidate)
{
    g_return_val_if_fail(OSINFO_IS_CANDIDATE(candidate), NULL);

    return OSINFO_IS_IMAGE(candidate->entry) ? OSINFO_IMAGE(candidate->entry) : NULL;
}

/**
 * osinfo_candidate_get_known_entry:
 * @candidate: a candidate
 *
 * Gets the entry of the database that [method@Libosinfo.Db.identify_medialist] or
 * [method@Libosinfo.Db.identify_treelist] answers with: the one whose label matches, or else the first of
 * the system for the machines that the medium is for, and for its edition where that tells entries apart.
 * Of a release that the database does not know it is that of the system for releases to come, where there
 * is one, and not of the relative.
 *
 * Returns: (transfer none) (nullable): a [class@Libosinfo.Media] or [class@Libosinfo.Tree] of the
 *     database; %NULL when these calls leave the candidate out
 *
 * Since: 2.0.0
 */
OsinfoEntity *
osinfo_candidate_get_known_entry(OsinfoCandidate *candidate)
{
    g_return_val_if_fail(OSINFO_IS_CANDIDATE(candidate), NULL);

    return candidate->known_entry;
}

/**
 * osinfo_candidate_get_confidence:
 * @candidate: a candidate
 *
 * Gets how sure it is that this system is on the medium.
 *
 * Returns: how sure it is
 *
 * Since: 2.0.0
 */
OsinfoConfidence
osinfo_candidate_get_confidence(OsinfoCandidate *candidate)
{
    g_return_val_if_fail(OSINFO_IS_CANDIDATE(candidate), OSINFO_CONFIDENCE_FAMILY);

    return candidate->confidence;
}

/**
 * osinfo_candidate_get_architecture:
 * @candidate: a candidate
 *
 * Gets which machines the medium is for.
 *
 * Returns: (transfer none) (nullable): an architecture, as in [method@Libosinfo.Media.get_architecture];
 *     %NULL when nothing says so, or several are on the medium
 *
 * Since: 2.0.0
 */
const gchar *
osinfo_candidate_get_architecture(OsinfoCandidate *candidate)
{
    g_return_val_if_fail(OSINFO_IS_CANDIDATE(candidate), NULL);

    return candidate->architecture;
}

/**
 * osinfo_candidate_get_build:
 * @candidate: a candidate
 *
 * Gets the build that the medium installs, as [method@Libosinfo.Media.get_build] does.
 *
 * Returns: (transfer none) (nullable): a number as text; %NULL when it is not known
 *
 * Since: 2.0.0
 */
const gchar *
osinfo_candidate_get_build(OsinfoCandidate *candidate)
{
    g_return_val_if_fail(OSINFO_IS_CANDIDATE(candidate), NULL);

    return candidate->build;
}

/**
 * osinfo_candidate_get_update:
 * @candidate: a candidate
 *
 * Gets the update that the medium installs, as [method@Libosinfo.Media.get_update] does.
 *
 * Returns: (transfer none) (nullable): a number as text; %NULL when it is not known
 *
 * Since: 2.0.0
 */
const gchar *
osinfo_candidate_get_update(OsinfoCandidate *candidate)
{
    g_return_val_if_fail(OSINFO_IS_CANDIDATE(candidate), NULL);

    return candidate->update;
}

/**
 * osinfo_candidate_get_service_pack:
 * @candidate: a candidate
 *
 * Gets the service pack that the medium installs, as [method@Libosinfo.Media.get_service_pack] does.
 *
 * Returns: (transfer none) (nullable): a number as text; %NULL when it is not known
 *
 * Since: 2.0.0
 */
const gchar *
osinfo_candidate_get_service_pack(OsinfoCandidate *candidate)
{
    g_return_val_if_fail(OSINFO_IS_CANDIDATE(candidate), NULL);

    return candidate->service_pack;
}

/**
 * osinfo_candidate_get_editions:
 * @candidate: a candidate
 *
 * Gets which editions or variants of the system the medium holds: what it says itself, such as
 * `ServerStandard`, or else the ids of the variants that its entry names.
 *
 * Returns: (transfer none): editions; the list may be empty
 *
 * Since: 2.0.0
 */
const gchar *const *
osinfo_candidate_get_editions(OsinfoCandidate *candidate)
{
    g_return_val_if_fail(OSINFO_IS_CANDIDATE(candidate), NULL);

    return (const gchar *const *)candidate->editions;
}

/**
 * osinfo_candidate_get_languages:
 * @candidate: a candidate
 *
 * Gets the languages of the installer, such as `en_US`: those that the medium says, or else those
 * of its entry.
 *
 * Returns: (transfer none): languages; the list may be empty
 *
 * Since: 2.0.0
 */
const gchar *const *
osinfo_candidate_get_languages(OsinfoCandidate *candidate)
{
    g_return_val_if_fail(OSINFO_IS_CANDIDATE(candidate), NULL);

    return (const gchar *const *)candidate->languages;
}

/**
 * osinfo_candidate_get_supported_by:
 * @candidate: a candidate
 *
 * Gets the keys of what speaks for this system, the most telling first.
 *
 * Returns: (transfer none): keys of [class@Libosinfo.Evidence]; the list may be empty
 *
 * Since: 2.0.0
 */
const gchar *const *
osinfo_candidate_get_supported_by(OsinfoCandidate *candidate)
{
    g_return_val_if_fail(OSINFO_IS_CANDIDATE(candidate), NULL);

    return (const gchar *const *)candidate->supported_by;
}

/**
 * osinfo_candidate_get_contradicted_by:
 * @candidate: a candidate
 *
 * Gets the keys of what speaks against it. A label that was typed for another system may.
 *
 * Returns: (transfer none): keys of [class@Libosinfo.Evidence]; the list may be empty
 *
 * Since: 2.0.0
 */
const gchar *const *
osinfo_candidate_get_contradicted_by(OsinfoCandidate *candidate)
{
    g_return_val_if_fail(OSINFO_IS_CANDIDATE(candidate), NULL);

    return (const gchar *const *)candidate->contradicted_by;
}
