/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What the label of a medium says by itself, whatever is on the medium: whose it is.
 */
#include "config.h"

#include "common/translate.h"
#include "tools/detect_report.h"

#define LABEL_KEY "iso9660.volume-id"

GPtrArray *
label_list_systems(const Report *self, const Identification *identification)
{
    const FieldEvidence *rows = subject_get_evidence(SUBJECT_MEDIA);
    g_autoptr(OsinfoMedia) label = osinfo_media_new("label", NULL);
    g_autoptr(OsinfoMediaList) found = NULL;
    GPtrArray *systems = g_ptr_array_new_with_free_func(g_object_unref);

    if (identification->type != SUBJECT_MEDIA)
        return systems;
    for (guint i = 0; i < rows->n_matched; i++) {
        const char *key = rows->fields[i]->key;
        const char *value = osinfo_entity_get_param_value(identification->subject, key);

        if (value != NULL)
            osinfo_entity_set_param(OSINFO_ENTITY(label), key, value);
    }
    found = osinfo_db_identify_medialist(self->db, label);
    for (gint i = 0; i < osinfo_list_get_length(OSINFO_LIST(found)); i++) {
        g_autoptr(OsinfoOs) os = entry_dup_os(osinfo_list_get_nth(OSINFO_LIST(found), i));

        if (!g_ptr_array_find(systems, os, NULL))
            g_ptr_array_add(systems, g_steal_pointer(&os));
    }
    return systems;
}

char *
systems_join_names(const GPtrArray *systems)
{
    GString *text = g_string_new(NULL);

    for (guint i = 0; i < systems->len; i++)
        g_string_append_printf(text, "%s%s", i > 0 ? ", " : "",
                               os_get_shown_name(g_ptr_array_index(systems, i)));
    return g_string_free(text, FALSE);
}

char *
label_describe_fault(const Identification *identification, const GPtrArray *systems)
{
    static const char *const nothing[] = {NULL};
    g_autoptr(OsinfoCandidate) best = identification_dup_best(identification);
    const char *const *against =
        best != NULL ? osinfo_candidate_get_contradicted_by(best) : nothing;
    const char *label = NULL;
    g_autofree char *names = NULL;

    if (identification->type == SUBJECT_MEDIA)
        label = osinfo_media_get_volume_id(OSINFO_MEDIA(identification->subject));
    if (label == NULL)
        return NULL;
    if (systems->len == 0 && best != NULL &&
        g_strv_contains(osinfo_candidate_get_supported_by(best), LABEL_KEY))
        return g_strdup_printf(_("The label '%s' is that of none of its media in the database."),
                               label);
    if (systems->len == 0)
        return g_strdup_printf(_("The label '%s' is no system's."), label);
    if (!g_strv_contains(against, LABEL_KEY))
        return NULL;
    names = systems_join_names(systems);
    /* Translators: a label, and the systems that it is of */
    return g_strdup_printf(_("The label '%s' is that of another system (%s); content goes before "
                             "labels, which anybody can type."),
                           label, names);
}
