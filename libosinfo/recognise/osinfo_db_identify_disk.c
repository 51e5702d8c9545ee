/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Asks for a verdict on each system of a disk, and makes one answer of them.
 */
#include "config.h"

#include "osinfo/osinfo.h"
#include "recognise/disk.h"
#include "recognise/identified.h"
#include "recognise/identify_disk.h"
#include "recognise/image_entry.h"
#include "recognise/osinfo_identification_private.h"

typedef struct {
    OsinfoDb *db;
    const Disk *disk;
    char *file_name; /* owned, may be NULL */
} Question;

static void
find_image(const Question *self, Search *search)
{
    for (guint i = 0; i < search->verdict.candidates->len; i++) {
        VerdictCandidate *candidate =
            &g_array_index(search->verdict.candidates, VerdictCandidate, i);

        if (candidate->confidence >= OSINFO_CONFIDENCE_AMBIGUOUS)
            candidate->entry = image_entry_find(&candidate->os, &search->evidence, self->file_name,
                                                self->disk->format);
    }
}

/* Several systems are on the disk: all are there, and none of them is the answer. */
static gboolean
are_several(const Search *searches, guint n_searches)
{
    for (guint i = 1; i < n_searches; i++) {
        if (searches[i].verdict.candidates->len > 0 && searches[0].verdict.candidates->len > 0 &&
            !entry_is_same(&search_get(&searches[i], 0)->os, &search_get(&searches[0], 0)->os))
            return TRUE;
    }
    return FALSE;
}

static void
make_ambiguous(Search *search)
{
    for (guint i = 0; i < search->verdict.candidates->len; i++) {
        VerdictCandidate *candidate =
            &g_array_index(search->verdict.candidates, VerdictCandidate, i);

        candidate->confidence = MIN(candidate->confidence, OSINFO_CONFIDENCE_AMBIGUOUS);
    }
}

/* The same system once more is no other candidate. */
static gboolean
is_new(const Search *searches, guint number)
{
    for (guint i = 0; i < number; i++) {
        if (searches[i].verdict.candidates->len > 0 &&
            searches[number].verdict.candidates->len > 0 &&
            entry_is_same(&search_get(&searches[i], 0)->os, &search_get(&searches[number], 0)->os))
            return FALSE;
    }
    return TRUE;
}

static OsinfoIdentification *
identify(const Question *self, Disk *disk)
{
    guint n_searches = MAX(disk->systems->len, 1);
    g_autofree Search *searches = g_new0(Search, n_searches);
    OsinfoIdentification *found;
    GStrv layers;

    for (guint i = 0; i < n_searches; i++) {
        DiskSystem *system = disk->systems->len > 0 ? g_ptr_array_index(disk->systems, i) : NULL;

        search_init_disk(&searches[i], self->db,
                         system != NULL ? &system->evidence : &disk->evidence);
        find_image(self, &searches[i]);
    }
    for (guint i = 0; i < n_searches && are_several(searches, n_searches); i++)
        make_ambiguous(&searches[i]);
    found = identified_new(&searches[0], NULL);
    for (guint i = 1; i < n_searches; i++)
        identified_add(found, &searches[i], is_new(searches, i));
    if (disk->systems->len > 0)
        identification_move_evidence(found, &disk->evidence);
    layers = disk->systems->len > 0 ? ((DiskSystem *)g_ptr_array_index(disk->systems, 0))->layers
                                    : disk->layers;
    identification_set_image(found, disk->format, g_strdupv(layers));
    for (guint i = 0; i < n_searches; i++)
        search_clear(&searches[i]);
    return found;
}

OsinfoIdentification *
identify_disk(OsinfoDb *db, Source *source, const StackOptions *options, GError **error)
{
    g_auto(Disk) disk = {.format = NULL};
    g_autofree char *file_name = options->path != NULL ? g_path_get_basename(options->path) : NULL;
    Question question = {db, &disk, file_name};

    if (disk_read(source, options, &disk, error) != FORMAT_FOUND)
        return NULL;
    return identify(&question, &disk);
}
