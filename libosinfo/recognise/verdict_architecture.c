/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The part of the verdict that knows machines: which ones a medium is for, and which entries are for these.
 */
#include "config.h"

#include <string.h>

#include "facts/architecture.h"
#include "osinfo/osinfo.h"
#include "recognise/match.h"
#include "recognise/verdict.h"

/* What the images of a medium are for, of which there may be several. */
#define IMAGES_KEY "windows.architecture"

/* A loader for 32 bits beside one for 64 is for firmware that has fewer bits than its processor.
 * NULL: they are two. */
static const char *
join_loaders(const char *a, const char *b)
{
    static const char *const pairs[][2] = {{"i686", "x86_64"}, {"armv7l", "aarch64"}};

    for (guint i = 0; i < G_N_ELEMENTS(pairs); i++) {
        if ((strcmp(a, pairs[i][0]) == 0 && strcmp(b, pairs[i][1]) == 0) ||
            (strcmp(b, pairs[i][0]) == 0 && strcmp(a, pairs[i][1]) == 0))
            return pairs[i][1];
    }
    return NULL;
}

/* The first word of a text that is a machine's, in the words of databases; NULL: there is none. */
static const char *
find_word(const char *text)
{
    g_auto(GStrv) words = g_strsplit_set(text, " /,-.:", -1);

    for (char **word = words; *word != NULL; word++) {
        const ArchitectureSpec *known = architecture_find(match_get_architecture(*word));

        if (known != NULL)
            return known->name;
    }
    return NULL;
}

/* How a piece of evidence tells machines. */
typedef enum {
    TELLS_NAME,  /* it is one's name */
    TELLS_WORD,  /* it is among its words, or is not */
    TELLS_START, /* it is what the medium starts from */
} Telling;

/* FALSE: nothing says so. */
static gboolean
find_architecture(const Evidence *evidence, const char *key, Telling telling,
                  const char **out_found)
{
    const char *found = NULL;
    gboolean is_said = FALSE;

    for (guint i = 0; i < evidence->items->len; i++) {
        const EvidenceItem *item = &g_array_index(evidence->items, EvidenceItem, i);
        const char *name = NULL;

        if (item->text == NULL || strcmp(item->key, key) != 0)
            continue;
        /* "amd64/i386" of Debian's .disk/info are two */
        if (telling == TELLS_WORD)
            name = find_word(item->text);
        else if (strpbrk(item->text, "/, ") == NULL)
            name = match_get_architecture(item->text);
        if (telling == TELLS_WORD && name == NULL)
            continue;
        if (!is_said || name == NULL)
            found = name;
        else if (found != NULL && strcmp(found, name) != 0)
            found = telling == TELLS_START ? join_loaders(found, name) : NULL;
        is_said = TRUE;
    }
    *out_found = found;
    return is_said;
}

/* The first that says something counts: what a system is made for, then what it starts from. */
static const struct {
    const char *key;
    Telling telling;
} rows[] = {
    /* clang-format off */
    {IMAGES_KEY,                    TELLS_NAME},
    {"treeinfo.arch",               TELLS_NAME},
    {"discinfo.arch",               TELLS_NAME},
    {"disk-info.architecture",      TELLS_NAME},
    {"boot-conf.image",             TELLS_WORD},
    {"version-file.text",           TELLS_WORD},
    {"elf.architecture",            TELLS_NAME},
    {"efi.architecture",            TELLS_START},
    {"disk.partition-architecture", TELLS_START},
    /* clang-format on */
};

/* *@out_is_start: it is no more than what the medium starts from. */
static const char *
find_told(const Evidence *evidence, gboolean *out_is_start)
{
    const char *found = NULL;

    for (guint i = 0; i < G_N_ELEMENTS(rows); i++) {
        *out_is_start = rows[i].telling == TELLS_START;
        if (find_architecture(evidence, rows[i].key, rows[i].telling, &found))
            return found;
    }
    return NULL;
}

const char *
verdict_find_architecture(const Evidence *evidence)
{
    gboolean is_start;

    return find_told(evidence, &is_start);
}

static gboolean
is_among(const GArray *candidates, const Candidate *candidate)
{
    for (guint i = 0; i < candidates->len; i++) {
        if (g_array_index(candidates, Candidate, i).position == candidate->position)
            return TRUE;
    }
    return FALSE;
}

/* Adds entries for these machines to @fitting. */
static void
add_fitting(GArray *fitting, const GArray *labelled, const char *architecture)
{
    for (guint i = 0; i < labelled->len; i++) {
        const Candidate *candidate = &g_array_index(labelled, Candidate, i);

        if (match_architectures(
                architecture, entry_get_value(&candidate->entry, OSINFO_MEDIA_PROP_ARCHITECTURE)) &&
            !is_among(fitting, candidate))
            g_array_append_vals(fitting, candidate, 1);
    }
}

/* The same for each of several machines, in the order of the medium. */
static void
add_fitting_several(GArray *fitting, const GArray *labelled, const Evidence *evidence)
{
    for (guint i = 0; i < evidence->items->len; i++) {
        const EvidenceItem *item = &g_array_index(evidence->items, EvidenceItem, i);

        if (item->text != NULL && strcmp(item->key, IMAGES_KEY) == 0)
            add_fitting(fitting, labelled, item->text);
    }
}

/* Where none is for these machines, labels tell the system alone. Who starts from 64 bits may be a system of 32. */
static void
add_systems(GArray *fitting, const GArray *labelled, const Evidence *evidence)
{
    gboolean is_start;
    const char *told = find_told(evidence, &is_start);

    for (guint i = 0; i < labelled->len; i++) {
        Candidate candidate = g_array_index(labelled, Candidate, i);
        const char *wanted = entry_get_value(&candidate.entry, OSINFO_MEDIA_PROP_ARCHITECTURE);

        if (told != NULL && !(is_start && join_loaders(told, wanted) != NULL))
            candidate.entry = (Entry){.kind = FACT_N_KINDS};
        g_array_append_val(fitting, candidate);
    }
}

GArray *
verdict_filter_by_architecture(const GArray *labelled, const char *architecture,
                               const Evidence *evidence)
{
    GArray *fitting = rank_new();

    if (architecture == NULL)
        add_fitting_several(fitting, labelled, evidence);
    else
        add_fitting(fitting, labelled, architecture);
    if (fitting->len == 0)
        add_systems(fitting, labelled, evidence);
    return fitting;
}
