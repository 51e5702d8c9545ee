/* SPDX-License-Identifier: LGPL-2.1-or-later */
/**
 * OsinfoIdentification:
 *
 * What a medium, tree or image turned out to be: what was read, the evidence found in it, and the
 * systems that it can be, best first.
 *
 * ```c
 * g_autoptr(GError) error = NULL;
 * g_autoptr(OsinfoIdentification) identification =
 *     osinfo_db_identify_location(db, "unknown.iso", NULL, &error);
 * g_autoptr(OsinfoCandidate) best =
 *     identification != NULL
 *         ? g_list_model_get_item(osinfo_identification_get_candidates(identification), 0)
 *         : NULL;
 *
 * if (best != NULL)
 *     g_print("%s\n", osinfo_product_get_name(OSINFO_PRODUCT(osinfo_candidate_get_os(best))));
 * ```
 *
 * Since: 2.0.0
 */
#include "config.h"

#include <string.h>

#include "recognise/entity_evidence.h"
#include "recognise/osinfo_evidence_private.h"
#include "recognise/osinfo_identification_private.h"

struct _OsinfoIdentification {
    GObject parent_instance;
    OsinfoEntity *subject; /* OsinfoMedia or OsinfoTree; NULL: it is an image */
    GListStore *candidates;
    Evidence found;
    GListStore *evidence; /* NULL: nobody has asked yet */
    char *architecture;   /* may be NULL, as the following */
    char *claimed_family;
    char *claimed_version;
    GStrv languages; /* NULL: none */
    char *format;    /* of an image; NULL: it is none */
    GStrv layers;    /* likewise */
};

G_DEFINE_FINAL_TYPE(OsinfoIdentification, osinfo_identification, G_TYPE_OBJECT)

static void
osinfo_identification_finalize(GObject *object)
{
    OsinfoIdentification *self = OSINFO_IDENTIFICATION(object);

    g_clear_object(&self->subject);
    g_clear_object(&self->candidates);
    g_clear_object(&self->evidence);
    evidence_clear(&self->found);
    g_free(self->architecture);
    g_free(self->claimed_family);
    g_free(self->claimed_version);
    g_strfreev(self->languages);
    g_free(self->format);
    g_strfreev(self->layers);
    G_OBJECT_CLASS(osinfo_identification_parent_class)->finalize(object);
}

static void
osinfo_identification_class_init(OsinfoIdentificationClass *klass)
{
    G_OBJECT_CLASS(klass)->finalize = osinfo_identification_finalize;
}

static void
osinfo_identification_init(OsinfoIdentification *self)
{
    self->candidates = g_list_store_new(OSINFO_TYPE_CANDIDATE);
    evidence_init(&self->found);
}

static void
set_text(char **text, const char *value)
{
    g_free(*text);
    *text = g_strdup(value);
}

OsinfoIdentification *
identification_object_new(OsinfoEntity *subject)
{
    OsinfoIdentification *self = g_object_new(OSINFO_TYPE_IDENTIFICATION, NULL);

    if (subject != NULL)
        g_set_object(&self->subject, subject);
    return self;
}

void
identification_set_image(OsinfoIdentification *self, const char *format, GStrv layers)
{
    set_text(&self->format, format);
    g_strfreev(self->layers);
    self->layers = layers;
}

void
identification_move_evidence(OsinfoIdentification *self, Evidence *evidence)
{
    evidence_move_all(&self->found, evidence);
}

void
identification_add_candidate(OsinfoIdentification *self, OsinfoCandidate *candidate)
{
    g_list_store_append(self->candidates, candidate);
}

void
identification_set_claim(OsinfoIdentification *self, const char *family, const char *version)
{
    set_text(&self->claimed_family, family);
    set_text(&self->claimed_version, version);
}

void
identification_take_languages(OsinfoIdentification *self, GStrv languages)
{
    g_strfreev(self->languages);
    self->languages = languages;
}

void
identification_set_architecture(OsinfoIdentification *self, const char *architecture)
{
    set_text(&self->architecture, architecture);
}

/**
 * osinfo_identification_get_kind:
 * @identification: an identification
 *
 * Gets what was read.
 *
 * Returns: the kind
 *
 * Since: 2.0.0
 */
OsinfoIdentificationKind
osinfo_identification_get_kind(OsinfoIdentification *identification)
{
    g_return_val_if_fail(OSINFO_IS_IDENTIFICATION(identification),
                         OSINFO_IDENTIFICATION_KIND_MEDIA);

    return OSINFO_IS_MEDIA(identification->subject)  ? OSINFO_IDENTIFICATION_KIND_MEDIA
           : OSINFO_IS_TREE(identification->subject) ? OSINFO_IDENTIFICATION_KIND_TREE
                                                     : OSINFO_IDENTIFICATION_KIND_IMAGE;
}

/**
 * osinfo_identification_get_format:
 * @identification: an identification
 *
 * Gets in which format a disk image is written down: `raw`, `qcow2`, `vmdk`, `xz` and so on. It is told by content.
 *
 * Returns: (transfer none) (nullable): the format; %NULL when it is no image
 *
 * Since: 2.0.0
 */
const gchar *
osinfo_identification_get_format(OsinfoIdentification *identification)
{
    g_return_val_if_fail(OSINFO_IS_IDENTIFICATION(identification), NULL);

    return identification->format;
}

/**
 * osinfo_identification_get_layers:
 * @identification: an identification
 *
 * Gets how the root of the best candidate was found in a disk image, the outermost layer first: such as `qcow2`,
 * `gpt partition 1`, `ext4`. They are for people to read; which words there are may grow.
 *
 * Returns: (transfer none) (array zero-terminated=1): the layers; empty when it is no image
 *
 * Since: 2.0.0
 */
const gchar *const *
osinfo_identification_get_layers(OsinfoIdentification *identification)
{
    static const gchar *const none[] = {NULL};

    g_return_val_if_fail(OSINFO_IS_IDENTIFICATION(identification), NULL);

    return identification->layers != NULL ? (const gchar *const *)identification->layers : none;
}

/**
 * osinfo_identification_get_media:
 * @identification: an identification
 *
 * Gets the medium that was read, with what the best candidate's entry knows of it, as
 * [method@Libosinfo.Db.identify_media] would tell it; or the medium that a program asked about, as it is.
 *
 * Returns: (transfer none) (nullable): a medium; %NULL when it is a tree or a disk image
 *
 * Since: 2.0.0
 */
OsinfoMedia *
osinfo_identification_get_media(OsinfoIdentification *identification)
{
    g_return_val_if_fail(OSINFO_IS_IDENTIFICATION(identification), NULL);

    return OSINFO_IS_MEDIA(identification->subject) ? OSINFO_MEDIA(identification->subject) : NULL;
}

/**
 * osinfo_identification_get_tree:
 * @identification: an identification
 *
 * Gets the tree that was read, with what the best candidate's entry knows of it; or the tree that a program
 * asked about, as it is.
 *
 * Returns: (transfer none) (nullable): a tree; %NULL when it is a medium
 *
 * Since: 2.0.0
 */
OsinfoTree *
osinfo_identification_get_tree(OsinfoIdentification *identification)
{
    g_return_val_if_fail(OSINFO_IS_IDENTIFICATION(identification), NULL);

    return OSINFO_IS_TREE(identification->subject) ? OSINFO_TREE(identification->subject) : NULL;
}

/**
 * osinfo_identification_get_candidates:
 * @identification: an identification
 *
 * Gets what it can be, the best first. An empty list means that nothing is known of it.
 *
 * Returns: (transfer none): a list of [class@Libosinfo.Candidate]
 *
 * Since: 2.0.0
 */
GListModel *
osinfo_identification_get_candidates(OsinfoIdentification *identification)
{
    g_return_val_if_fail(OSINFO_IS_IDENTIFICATION(identification), NULL);

    return G_LIST_MODEL(identification->candidates);
}

/* What parameters say stands where it was read, unless a program has changed it. */
static const char *
find_where(OsinfoIdentification *self, const EvidenceItem *said)
{
    const Evidence *kept = self->subject != NULL ? entity_get_evidence(self->subject) : NULL;

    if (self->subject == NULL)
        return said->where;
    for (guint i = 0; kept != NULL && i < kept->items->len; i++) {
        const EvidenceItem *item = &g_array_index(kept->items, EvidenceItem, i);

        if (strcmp(item->key, said->key) == 0 && g_strcmp0(item->text, said->text) == 0 &&
            (item->text != NULL || item->number == said->number))
            return item->where;
    }
    return NULL;
}

static GListStore *
list_evidence(OsinfoIdentification *self)
{
    GListStore *list = g_list_store_new(OSINFO_TYPE_EVIDENCE);

    for (guint i = 0; i < self->found.items->len; i++) {
        EvidenceItem item = g_array_index(self->found.items, EvidenceItem, i);
        g_autoptr(OsinfoEvidence) object = NULL;

        /* it is a condition, which programs set, and which trees are given beside what they say */
        if (strcmp(item.key, EVIDENCE_ARCHITECTURE) == 0)
            continue;
        item.where = (char *)find_where(self, &item);
        object = evidence_object_new(&item);
        g_list_store_append(list, object);
    }
    return list;
}

/**
 * osinfo_identification_get_evidence:
 * @identification: an identification
 *
 * Gets all that was found, in the order in which it was read.
 *
 * Returns: (transfer none): a list of [class@Libosinfo.Evidence]
 *
 * Since: 2.0.0
 */
GListModel *
osinfo_identification_get_evidence(OsinfoIdentification *identification)
{
    g_return_val_if_fail(OSINFO_IS_IDENTIFICATION(identification), NULL);

    GListStore *known = g_atomic_pointer_get(&identification->evidence);
    GListStore *made = NULL;

    if (known != NULL)
        return G_LIST_MODEL(known);
    made = list_evidence(identification);
    if (g_atomic_pointer_compare_and_exchange(&identification->evidence, NULL, made))
        return G_LIST_MODEL(made);
    g_object_unref(made);
    return G_LIST_MODEL(g_atomic_pointer_get(&identification->evidence));
}

/**
 * osinfo_identification_get_architecture:
 * @identification: an identification
 *
 * Gets which machines it is for, by what is on it.
 *
 * Returns: (transfer none) (nullable): an architecture, as in [method@Libosinfo.Media.get_architecture]; %NULL
 *     when nothing says so, or several are on it
 *
 * Since: 2.0.0
 */
const gchar *
osinfo_identification_get_architecture(OsinfoIdentification *identification)
{
    g_return_val_if_fail(OSINFO_IS_IDENTIFICATION(identification), NULL);

    return identification->architecture;
}

/**
 * osinfo_identification_get_languages:
 * @identification: an identification
 *
 * Gets the languages of the installer, such as `en_US`: those that the medium says, be it known or not, or else
 * those of the best candidate.
 *
 * Returns: (transfer none): languages; the list may be empty
 *
 * Since: 2.0.0
 */
const gchar *const *
osinfo_identification_get_languages(OsinfoIdentification *identification)
{
    static const char *const none[] = {NULL};

    g_return_val_if_fail(OSINFO_IS_IDENTIFICATION(identification), NULL);

    return identification->languages != NULL ? (const gchar *const *)identification->languages
                                             : none;
}

/**
 * osinfo_identification_get_claimed_family:
 * @identification: an identification
 *
 * Gets which family of systems it says to belong to, be its release known or not.
 *
 * Returns: (transfer none) (nullable): a value of [method@Libosinfo.Os.get_distro], such as `fedora`; %NULL
 *     when it says nothing
 *
 * Since: 2.0.0
 */
const gchar *
osinfo_identification_get_claimed_family(OsinfoIdentification *identification)
{
    g_return_val_if_fail(OSINFO_IS_IDENTIFICATION(identification), NULL);

    return identification->claimed_family;
}

/**
 * osinfo_identification_get_claimed_version:
 * @identification: an identification
 *
 * Gets which version of the family it says to be.
 *
 * Returns: (transfer none) (nullable): a version, such as `47`; %NULL when it says none
 *
 * Since: 2.0.0
 */
const gchar *
osinfo_identification_get_claimed_version(OsinfoIdentification *identification)
{
    g_return_val_if_fail(OSINFO_IS_IDENTIFICATION(identification), NULL);

    return identification->claimed_version;
}

/**
 * osinfo_identification_get_evidence_value:
 * @identification: an identification
 * @key: a key, such as `windows.build`
 *
 * Gets the first value of a key.
 *
 * Returns: (transfer full) (nullable): the value; %NULL when nothing says so
 *
 * Since: 2.0.0
 */
gchar *
osinfo_identification_get_evidence_value(OsinfoIdentification *identification, const gchar *key)
{
    g_return_val_if_fail(OSINFO_IS_IDENTIFICATION(identification), NULL);
    g_return_val_if_fail(key != NULL, NULL);

    const char *text = evidence_get_text(&identification->found, key);
    gint64 number = evidence_get_number(&identification->found, key);

    if (text != NULL || number < 0)
        return g_strdup(text);
    return g_strdup_printf("%" G_GINT64_FORMAT, number);
}
