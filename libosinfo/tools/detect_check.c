/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Whether an image can be recognised, for those who build them: by what, and what is missing for it to
 * be recognised whatever its label becomes.
 */
#include "config.h"

#include <string.h>

#include "common/translate.h"
#include "facts/identity.h"
#include "tools/detect_report.h"
#include "tools/json_parts.h"

/* Expressions of labels that are shown. */
#define SHOWN_LABELS 4

typedef enum {
    STATE_OK,
    STATE_MISSING,
    STATE_WRONG,
} CheckState;

typedef struct {
    const char *name; /* a word that programs know */
    CheckState state;
    char *text;       /* owned; a sentence */
    GPtrArray *hints; /* owned; what would be right; NULL: nothing is said */
} Check;

struct Checks {
    const Report *report;
    const Identification *identification;
    OsinfoCandidate *best;       /* owned; may be NULL */
    OsinfoConfidence confidence; /* of the best one */
    GArray *checks;              /* owned; of Check */
};

static void
check_clear(gpointer data)
{
    Check *self = data;

    g_free(self->text);
    g_clear_pointer(&self->hints, g_ptr_array_unref);
}

void
checks_free(Checks *self)
{
    g_clear_object(&self->best);
    g_array_unref(self->checks);
    g_free(self);
}

/* Takes over the text. */
static Check *
add(Checks *self, const char *name, CheckState state, char *text)
{
    Check check = {.name = name, .state = state, .text = text};

    g_array_append_val(self->checks, check);
    return &g_array_index(self->checks, Check, self->checks->len - 1);
}

static gboolean
is_one_release(const Checks *self)
{
    return self->best != NULL && self->confidence > OSINFO_CONFIDENCE_AMBIGUOUS;
}

static void
check_release(Checks *self)
{
    const char *name =
        self->best != NULL ? os_get_shown_name(osinfo_candidate_get_os(self->best)) : NULL;
    char *claim = claim_describe(self->identification);

    if (claim != NULL)
        add(self, "release", STATE_MISSING, claim);
    else if (name == NULL)
        add(self, "release", STATE_MISSING, g_strdup(_("Nothing of it is known to the database.")));
    else if (self->confidence == OSINFO_CONFIDENCE_FAMILY)
        add(self, "release", STATE_MISSING,
            g_strdup(_("The family is known; nothing says which release it is.")));
    else if (self->confidence == OSINFO_CONFIDENCE_AMBIGUOUS)
        add(self, "release", STATE_MISSING,
            g_strdup(_("Nothing decides between several systems; see --explain.")));
    else
        add(self, "release", STATE_OK, g_strdup_printf(_("It is recognised as %s."), name));
}

static void
check_bootable(Checks *self)
{
    g_autofree char *platforms =
        identification_dup_evidence(self->identification, "el-torito.platforms");

    if (!self->identification->is_bootable)
        add(self, "bootable", STATE_MISSING, g_strdup(_("No machine can start from it.")));
    else if (platforms == NULL)
        add(self, "bootable", STATE_OK, g_strdup(_("A machine can start from it.")));
    else
        /* Translators: words such as bios, efi */
        add(self, "bootable", STATE_OK,
            g_strdup_printf(_("A machine can start from it (%s)."), platforms));
}

/* What the database expects of labels of the system, for the machines that the medium is for. */
static GPtrArray *
list_labels(const Checks *self)
{
    const char *architecture =
        osinfo_identification_get_architecture(self->identification->verdict);
    g_autoptr(OsinfoMediaList) list = osinfo_os_get_media_list(osinfo_candidate_get_os(self->best));
    GPtrArray *labels = g_ptr_array_new_with_free_func(g_free);

    for (gint i = 0; i < osinfo_list_get_length(OSINFO_LIST(list)); i++) {
        OsinfoEntity *entry = osinfo_list_get_nth(OSINFO_LIST(list), i);
        const char *label = osinfo_entity_get_param_value(entry, OSINFO_MEDIA_PROP_VOLUME_ID);
        gboolean is_for_others =
            architecture != NULL && g_strcmp0(entry_get_architecture(entry), architecture) != 0 &&
            g_strcmp0(entry_get_architecture(entry), OSINFO_ARCHITECTURE_ALL) != 0;

        if (label != NULL && !is_for_others && labels->len < SHOWN_LABELS &&
            !g_ptr_array_find_with_equal_func(labels, label, g_str_equal, NULL))
            g_ptr_array_add(labels, g_strdup(label));
    }
    return labels;
}

static void
check_label(Checks *self)
{
    const char *label = osinfo_media_get_volume_id(OSINFO_MEDIA(self->identification->subject));
    g_autoptr(GPtrArray) systems = label_list_systems(self->report, self->identification);
    g_autofree char *names = systems_join_names(systems);
    char *fault = label_describe_fault(self->identification, systems);
    Check *check = NULL;

    if (label == NULL)
        check = add(self, "label", STATE_MISSING, g_strdup(_("There is no label.")));
    else if (fault != NULL)
        check = add(self, "label", systems->len > 0 ? STATE_WRONG : STATE_MISSING, fault);
    else if (systems->len > 1 && self->confidence == OSINFO_CONFIDENCE_CERTAIN)
        /* Translators: a label, and the systems that it is of */
        add(self, "label", STATE_OK,
            g_strdup_printf(_("The label '%s' is that of several systems, between which content "
                              "decides: %s."),
                            label, names));
    else if (systems->len > 1)
        /* Translators: a label, and the systems that it is of */
        check =
            add(self, "label", STATE_MISSING,
                g_strdup_printf(_("The label '%s' is that of several systems: %s."), label, names));
    else
        /* Translators: a label, and the system that it is of */
        add(self, "label", STATE_OK,
            g_strdup_printf(_("The label '%s' is that of %s."), label, names));
    if (check != NULL && is_one_release(self))
        check->hints = list_labels(self);
}

/* The first key for the best candidate that stands in no label and is no hint; NULL: there is none. */
static const char *
find_content_key(const Checks *self)
{
    const char *const *keys =
        self->best != NULL ? osinfo_candidate_get_supported_by(self->best) : NULL;

    for (; keys != NULL && *keys != NULL; keys++) {
        if (identity_weigh_evidence(FACT_KIND_MEDIA, *keys) == IDENTITY_WEIGHT_CONTENT)
            return *keys;
    }
    return NULL;
}

static void
check_content(Checks *self)
{
    const char *key = find_content_key(self);
    g_autofree char *value =
        key != NULL ? identification_dup_evidence(self->identification, key) : NULL;
    Check *check = NULL;

    if (key != NULL && self->confidence != OSINFO_CONFIDENCE_LABEL) {
        /* Translators: a key of evidence and its value */
        add(self, "content", STATE_OK,
            g_strdup_printf(_("Content says which system it is: %s is '%s'."), key, value));
        return;
    }
    if (identification_lacks_files(self->identification)) {
        add(self, "content", STATE_MISSING,
            g_strdup(_("Files were not looked into, since the medium is on a server.")));
        return;
    }
    check =
        add(self, "content", STATE_MISSING,
            g_strdup(_("No file says which release it is; osinfo-detect(1) names the files that "
                       "are looked at.")));
    if (is_one_release(self))
        check->hints = needs_list(osinfo_candidate_get_os(self->best));
}

static gboolean
has_evidence(const Checks *self, const char *key)
{
    g_autofree char *value = identification_dup_evidence(self->identification, key);

    return value != NULL;
}

/* Several are as good as one. */
static void
check_architecture(Checks *self)
{
    const char *architecture =
        osinfo_identification_get_architecture(self->identification->verdict);

    if (architecture != NULL)
        add(self, "architecture", STATE_OK,
            g_strdup_printf(_("It says which machines it is for: %s."), architecture));
    else if (has_evidence(self, "efi.architecture") || has_evidence(self, "windows.architecture"))
        add(self, "architecture", STATE_OK, g_strdup(_("It is for several kinds of machines.")));
    else
        add(self, "architecture", STATE_MISSING,
            g_strdup(_("No file says which machines it is for.")));
}

/* What hinders recognition: damage always does, what was left out where nothing else has told. */
static void
check_damage(Checks *self)
{
    GListModel *items = osinfo_identification_get_evidence(self->identification->verdict);

    for (guint i = 0; i < g_list_model_get_n_items(items); i++) {
        g_autoptr(OsinfoEvidence) item = g_list_model_get_item(items, i);
        const char *key = osinfo_evidence_get_key(item);
        gboolean is_unread =
            strcmp(key, "content.unread") == 0 || strcmp(key, "live-image.unread") == 0;

        if (strcmp(key, "content.damage") == 0 ||
            (is_unread && self->confidence != OSINFO_CONFIDENCE_CERTAIN))
            /* Translators: where on a medium, and why */
            add(self, "damage", STATE_WRONG,
                g_strdup_printf(_("'%s' could not be looked into: %s"),
                                osinfo_evidence_get_where(item), osinfo_evidence_get_value(item)));
    }
}

Checks *
checks_new(const Report *report, const Identification *identification)
{
    Checks *self = g_new(Checks, 1);

    *self = (Checks){.report = report,
                     .identification = identification,
                     .best = identification_dup_best(identification),
                     .checks = g_array_new(FALSE, FALSE, sizeof(Check))};
    g_array_set_clear_func(self->checks, check_clear);
    if (self->best != NULL)
        self->confidence = osinfo_candidate_get_confidence(self->best);
    if (identification->verdict == NULL)
        return self;
    check_release(self);
    if (identification->type == SUBJECT_MEDIA) {
        check_bootable(self);
        check_label(self);
        check_content(self);
    }
    if (!identification_lacks_files(identification))
        check_architecture(self);
    check_damage(self);
    return self;
}

static const char *
get_state_word(CheckState state)
{
    static const char *const words[] = {
        [STATE_OK] = N_("ok"), [STATE_MISSING] = N_("missing"), [STATE_WRONG] = N_("wrong")};

    return words[state];
}

void
checks_write(const Checks *self, Output *output)
{
    for (guint i = 0; i < self->checks->len; i++) {
        const Check *check = &g_array_index(self->checks, Check, i);

        output_add_format(output, "%s: %s\n", _(get_state_word(check->state)), check->text);
        for (guint j = 0; check->hints != NULL && j < check->hints->len; j++)
            output_add_format(output, "    %s\n", (const char *)g_ptr_array_index(check->hints, j));
    }
}

void
checks_add_json(const Checks *self, JsonBuilder *builder)
{
    json_builder_set_member_name(builder, "checks");
    json_builder_begin_array(builder);
    for (guint i = 0; i < self->checks->len; i++) {
        const Check *check = &g_array_index(self->checks, Check, i);

        json_builder_begin_object(builder);
        json_add_text(builder, "check", check->name);
        json_add_text(builder, "state", get_state_word(check->state));
        json_add_text(builder, "text", check->text);
        json_builder_end_object(builder);
    }
    json_builder_end_array(builder);
}

gboolean
checks_are_passed(const Checks *self, gboolean is_strict)
{
    gboolean is_complete = TRUE;

    for (guint i = 0; i < self->checks->len; i++)
        is_complete = is_complete && g_array_index(self->checks, Check, i).state == STATE_OK;
    if (is_strict)
        return is_complete;
    return is_one_release(self) &&
           (self->identification->type != SUBJECT_MEDIA || self->identification->is_bootable);
}
