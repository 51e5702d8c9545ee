/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Holds the images of a system against what was found on a disk.
 */
#include "config.h"

#include <string.h>

#include "osinfo/osinfo.h"
#include "recognise/image_entry.h"
#include "recognise/match.h"
#include "recognise/verdict.h"

#define VARIANT_KEY "variant"

typedef struct {
    const Evidence *evidence;
    const char *file_name;
    const char *format;
    const char *architecture; /* NULL: not known */
    const char *variant;      /* NULL: it does not say */
    gboolean has_cloud_init;
    gboolean is_pristine; /* it was never started */
} Question;

/* Addresses end with a name, behind which what packs it may stand. */
static gboolean
has_name(const Entry *entry, const char *file_name)
{
    const char *url = entry_get_value(entry, OSINFO_IMAGE_PROP_URL);
    const char *slash = url != NULL ? strrchr(url, '/') : NULL;
    gsize length = file_name != NULL ? strlen(file_name) : 0;

    return slash != NULL && length > 0 && strncmp(slash + 1, file_name, length) == 0 &&
           (slash[1 + length] == '\0' || slash[1 + length] == '.');
}

static gboolean
is_true(const char *text)
{
    return text != NULL && (strcmp(text, "true") == 0 || strcmp(text, "1") == 0);
}

/* 0: it is another one; more is better. */
static guint
rate(const Question *self, const Entry *entry)
{
    const char *variant = entry_get_value(entry, VARIANT_KEY);
    const char *format = entry_get_value(entry, OSINFO_IMAGE_PROP_FORMAT);
    guint rate = 1;

    if (self->architecture != NULL &&
        !match_architectures(self->architecture,
                             entry_get_value(entry, OSINFO_IMAGE_PROP_ARCHITECTURE)))
        return 0;
    if (is_true(entry_get_value(entry, OSINFO_IMAGE_PROP_CLOUD_INIT)) != self->has_cloud_init)
        return 0;
    if (self->variant != NULL && variant != NULL) {
        if (strcmp(variant, self->variant) != 0)
            return 0;
        rate += 4;
    }
    if (g_strcmp0(format, self->format) == 0)
        rate += 2;
    return rate;
}

Entry
image_entry_find(const Entry *os, const Evidence *evidence, const char *file_name,
                 const char *format)
{
    const char *variant = evidence_get_text(evidence, "cloud-release.id");
    const char *machine_id = evidence_get_text(evidence, "machine-id.state");
    Question question = {
        .evidence = evidence,
        .file_name = file_name,
        .format = format,
        .architecture = verdict_find_architecture(evidence),
        .variant = variant != NULL ? variant : evidence_get_text(evidence, "os-release.variant-id"),
        .has_cloud_init = evidence_get_text(evidence, "cloud-init.state") != NULL,
        .is_pristine = machine_id != NULL && strcmp(machine_id, "set") != 0};
    Entry best = {.kind = FACT_N_KINDS};
    guint best_rate = 0, n_best = 0;
    guint32 first = 0;
    guint count = os->store != NULL && os->kind == FACT_KIND_OS
                      ? store_get_parts(os->store, os->record, FACT_KIND_IMAGE, &first)
                      : 0;

    for (guint i = 0; i < count; i++) {
        Entry entry = entry_of_record(os->store, first + i);
        guint found = rate(&question, &entry);

        if (has_name(&entry, file_name))
            return entry;
        if (found == 0 || found < best_rate)
            continue;
        n_best = found > best_rate ? 1 : n_best + 1;
        best_rate = found;
        best = entry;
    }
    /* a system that somebody has installed is none of them */
    if (n_best != 1 || (best_rate < 4 && !(question.is_pristine && question.has_cloud_init)))
        best.kind = FACT_N_KINDS;
    return best;
}
