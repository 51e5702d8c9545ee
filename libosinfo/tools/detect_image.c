/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What is told of a disk image besides: how it was gone into, what makes it a cloud image.
 */
#include "config.h"

#include <string.h>

#include "common/translate.h"
#include "tools/detect_report.h"
#include "tools/json_parts.h"

const char *
subject_get_word(SubjectType type)
{
    static const char *const words[] = {[SUBJECT_MEDIA] = "media",
                                        [SUBJECT_TREE] = "tree",
                                        [SUBJECT_IMAGE] = "image",
                                        [SUBJECT_AUTO] = "auto"};

    return words[type];
}

static char *
dup_user(const Identification *identification)
{
    char *user = identification_dup_evidence(identification, "cloud-config.default-user");

    return user != NULL ? user : identification_dup_evidence(identification, "tiny-cloud.user");
}

/* Was the system never started? Then it is an image to make others of. */
static gboolean
is_pristine(const Identification *identification)
{
    g_autofree char *state = identification_dup_evidence(identification, "machine-id.state");

    return state != NULL && strcmp(state, "set") != 0;
}

/* Takes over the sentence. */
static void
write_sentence(Output *output, const char *prefix, char *sentence)
{
    output_add_format(output, "%s%s\n", prefix, sentence);
    g_free(sentence);
}

void
image_write_match(const Identification *identification G_GNUC_UNUSED, const Match *match,
                  const char *prefix, Output *output)
{
    const char *architecture = match_get_any_architecture(match);
    const char *name = os_get_shown_name(match->os);
    char *sentence = NULL;

    /* of a relative there is a line of its own */
    if (osinfo_candidate_get_confidence(match->candidate) < OSINFO_CONFIDENCE_AMBIGUOUS)
        return;
    if (architecture == NULL)
        /* Translators: the name of a system */
        sentence = g_strdup_printf(_("Disk holds OS '%s'"), name);
    else
        /* Translators: the name of a system and the architecture it runs on */
        sentence = g_strdup_printf(_("Disk holds OS '%s (%s)'"), name, architecture);
    write_sentence(output, prefix, sentence);
    if (OSINFO_IS_IMAGE(match->entry))
        write_sentence(output, prefix,
                       g_strdup_printf(_("It is the image %s"),
                                       osinfo_image_get_url(OSINFO_IMAGE(match->entry))));
}

void
image_write_state(const Identification *identification, Output *output)
{
    g_autofree char *cloud_init = identification_dup_evidence(identification, "cloud-init.state");
    g_autofree char *user = dup_user(identification);

    if (identification_get_n_matches(identification) == 0 &&
        identification_find_nearest(identification) == NULL)
        output_add(output, _("No OS that is known is installed on the disk.\n"));
    if (cloud_init != NULL && is_pristine(identification))
        output_add(output, _("It is a cloud image, which was never started.\n"));
    if (user != NULL)
        write_sentence(output, "", g_strdup_printf(_("Its default user is '%s'."), user));
}

void
image_write_layers(const Identification *identification, Output *output)
{
    g_autofree char *joined = NULL;

    if (identification->type != SUBJECT_IMAGE)
        return;
    joined = g_strjoinv(", ", (char **)osinfo_identification_get_layers(identification->verdict));
    write_sentence(output, "", g_strdup_printf(_("Layers: %s"), joined));
}

void
image_add_json(const Identification *identification, JsonBuilder *builder)
{
    static const char *const none[] = {NULL};
    OsinfoIdentification *verdict = identification->verdict;
    g_autofree char *cloud_init = identification_dup_evidence(identification, "cloud-init.state");
    g_autofree char *agent = identification_dup_evidence(identification, "guest-agent.name");
    g_autofree char *user = dup_user(identification);

    json_add_text(builder, "type", subject_get_word(identification->type));
    json_add_text(builder, "format",
                  verdict != NULL ? osinfo_identification_get_format(verdict) : NULL);
    json_add_strings(builder, "layers",
                     verdict != NULL ? osinfo_identification_get_layers(verdict) : none);
    json_add_boolean(builder, "cloud-init",
                     cloud_init != NULL && strcmp(cloud_init, "disabled") != 0);
    json_add_text(builder, "default-user", user);
    json_add_text(builder, "guest-agent", agent);
    json_add_boolean(builder, "pristine", is_pristine(identification));
}
