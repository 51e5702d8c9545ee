/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Identifications as sentences.
 */
#include "config.h"

#include "common/translate.h"
#include "tools/detect_report.h"
#include "tools/guest_defaults.h"

gint
report_get_n_matches(const Report *self, const Identification *identification)
{
    gint n_matches = identification_get_n_matches(identification);

    return self->all ? n_matches : MIN(n_matches, 1);
}

static const char *
or_null(const char *text)
{
    return text != NULL ? text : "(null)";
}

/* Takes over the sentence. */
static void
write_sentence(Output *output, const char *prefix, char *sentence)
{
    output_add_format(output, "%s%s\n", prefix, sentence);
    g_free(sentence);
}

static void
write_variants(Output *output, OsinfoList *variants, const char *prefix, const char *sentence)
{
    gint n_variants = osinfo_list_get_length(variants);

    if (n_variants < 2)
        return;
    output_add_format(output, "%s%s\n", prefix, sentence);
    for (gint i = 0; i < n_variants; i++) {
        OsinfoOsVariant *variant = OSINFO_OS_VARIANT(osinfo_list_get_nth(variants, i));

        output_add_format(output, "%s%s\n", prefix, or_null(osinfo_os_variant_get_name(variant)));
    }
}

static void
write_media(Output *output, OsinfoMedia *media, const char *prefix, const char *name,
            OsinfoList *variants)
{
    const char *architecture = or_null(osinfo_media_get_architecture(media));
    gboolean is_installer = osinfo_media_get_installer(media);
    gboolean is_live = osinfo_media_get_live(media);

    if (is_installer)
        write_sentence(
            output, prefix,
            /* Translators: the name of a system and the architecture it runs on */
            g_strdup_printf(_("Media is an installer for OS '%s (%s)'"), name, architecture));
    if (is_live)
        write_sentence(
            output, prefix,
            /* Translators: the name of a system and the architecture it runs on */
            g_strdup_printf(_("Media is live media for OS '%s (%s)'"), name, architecture));
    if (is_installer || is_live)
        write_variants(output, variants, prefix, _("Available OS variants on media:"));
}

/* A system that is known, but not such a medium or tree. Of a relative there is a line of its own. */
static void
write_unlisted(Output *output, const Match *match, gboolean is_tree, const char *prefix)
{
    const char *name = os_get_shown_name(match->os);

    if (osinfo_candidate_get_confidence(match->candidate) < OSINFO_CONFIDENCE_LABEL)
        return;
    write_sentence(output, prefix,
                   is_tree ? g_strdup_printf(_("Tree is of OS '%s', of which the database has no "
                                               "such tree"),
                                             name)
                           : g_strdup_printf(_("Media is of OS '%s', of which the database has no "
                                               "such media"),
                                             name));
}

static void
write_match(Output *output, const Match *match, gboolean is_tree, const char *prefix)
{
    OsinfoEntity *entry = match->entry;
    g_autoptr(OsinfoList) variants = entry_list_variants(entry);
    g_autoptr(OsinfoOs) os = entry != NULL ? entry_dup_os(entry) : NULL;
    const char *name = NULL;

    if (os == NULL) {
        write_unlisted(output, match, is_tree, prefix);
        return;
    }
    name = osinfo_product_get_name(OSINFO_PRODUCT(os));
    if (osinfo_list_get_length(variants) == 1)
        name = osinfo_os_variant_get_name(OSINFO_OS_VARIANT(osinfo_list_get_nth(variants, 0)));
    if (OSINFO_IS_MEDIA(entry)) {
        write_media(output, OSINFO_MEDIA(entry), prefix, or_null(name), variants);
        return;
    }
    write_sentence(output, prefix,
                   /* Translators: the name of a system and the architecture it runs on */
                   g_strdup_printf(_("Tree is an installer for OS '%s (%s)'"), or_null(name),
                                   or_null(entry_get_architecture(entry))));
    write_variants(output, variants, prefix, _("Available OS variants on tree:"));
}

/* All that is told of a match: entries of which it is the same are told once. */
static char *
describe_match(const Report *self, const Identification *identification, gint number)
{
    const Match *match = identification_get_match(identification, number);
    OsinfoEntity *entry = match->entry;
    g_autoptr(OsinfoList) variants = entry_list_variants(entry);
    const char *architecture = match_get_any_architecture(match);
    OsinfoMedia *media = OSINFO_IS_MEDIA(entry) ? OSINFO_MEDIA(entry) : NULL;
    GString *text = g_string_new(osinfo_entity_get_id(OSINFO_ENTITY(match->os)));

    g_string_append_printf(text, "\n%s\n%d%d", or_null(architecture),
                           media == NULL || osinfo_media_get_installer(media),
                           media != NULL && osinfo_media_get_live(media));
    for (gint i = 0; i < osinfo_list_get_length(variants); i++)
        g_string_append_printf(text, "\n%s",
                               osinfo_entity_get_id(osinfo_list_get_nth(variants, i)));
    if (self->has_defaults)
        guest_defaults_describe(identification, number, text);
    return g_string_free(text, FALSE);
}

void
report_write_plain(Report *self, const Identification *identification)
{
    g_autoptr(GHashTable) told =
        self->all ? g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL) : NULL;
    g_autofree char *relative = claim_describe(identification);

    if (self->has_headings)
        output_add_format(self->output, "%s:\n", identification->path);
    if (identification->error != NULL)
        return;
    if (identification->type == SUBJECT_MEDIA)
        output_add(self->output, identification->is_bootable ? _("Media is bootable.\n")
                                                             : _("Media is not bootable.\n"));
    if (identification->type == SUBJECT_MEDIA && !identification->is_bootable)
        return;
    for (gint i = 0; i < report_get_n_matches(self, identification); i++) {
        const Match *match = identification_get_match(identification, i);
        g_autofree char *prefix = self->all ? g_strdup_printf("#%d: ", i + 1) : g_strdup("");

        if (told != NULL && !g_hash_table_add(told, describe_match(self, identification, i)))
            continue;
        if (identification->type == SUBJECT_IMAGE)
            image_write_match(identification, match, prefix, self->output);
        else
            write_match(self->output, match, identification->type == SUBJECT_TREE, prefix);
        if (self->has_defaults)
            guest_defaults_write_plain(identification, i, prefix, self->output);
    }
    if (relative != NULL)
        output_add_format(self->output, "%s\n", relative);
    if (identification->type == SUBJECT_IMAGE)
        image_write_state(identification, self->output);
}
