/* SPDX-License-Identifier: LGPL-2.1-or-later */
/**
 * OsinfoGuestProfile:
 *
 * What is recommended for a virtual machine that runs a system: one complete set of settings, from firmware to agent,
 * each with the reason for it. A setting has values, the best first: a program takes the first one that it can do.
 *
 * ```c
 * g_autoptr(OsinfoGuestProfile) profile = osinfo_os_get_guest_profile(os, "x86_64", NULL, NULL);
 *
 * g_print("%s: %s\n", osinfo_guest_profile_get_value(profile, OSINFO_GUEST_SETTING_DISK),
 *         osinfo_guest_profile_get_reason(profile, OSINFO_GUEST_SETTING_DISK, NULL));
 * ```
 *
 * Since: 2.0.0
 */
#include "config.h"

#include <string.h>

#include "profile/guest_rules.h"
#include "profile/osinfo_guest_profile_private.h"

typedef struct {
    const char *reason; /* static */
    char *fact;         /* NULL: none */
    char *origin;       /* NULL: none */
} Ground;

typedef struct {
    GPtrArray *values;  /* texts, NULL behind the last one */
    GPtrArray *grounds; /* of Ground, one a value */
} Setting;

struct _OsinfoGuestProfile {
    GObject parent_instance;
    char *architecture;
    OsinfoGuestPhase phase;
    GPtrArray *names;    /* of the settings, NULL behind the last one; static */
    GPtrArray *settings; /* of Setting, in their order */
};

G_DEFINE_FINAL_TYPE(OsinfoGuestProfile, osinfo_guest_profile, G_TYPE_OBJECT)

static void
ground_free(gpointer data)
{
    Ground *ground = data;

    g_free(ground->fact);
    g_free(ground->origin);
    g_free(ground);
}

static void
setting_free(gpointer data)
{
    Setting *setting = data;

    g_ptr_array_unref(setting->values);
    g_ptr_array_unref(setting->grounds);
    g_free(setting);
}

static void
osinfo_guest_profile_finalize(GObject *object)
{
    OsinfoGuestProfile *self = OSINFO_GUEST_PROFILE(object);

    g_free(self->architecture);
    g_ptr_array_unref(self->names);
    g_ptr_array_unref(self->settings);
    G_OBJECT_CLASS(osinfo_guest_profile_parent_class)->finalize(object);
}

static void
osinfo_guest_profile_class_init(OsinfoGuestProfileClass *klass)
{
    G_OBJECT_CLASS(klass)->finalize = osinfo_guest_profile_finalize;
}

static void
osinfo_guest_profile_init(OsinfoGuestProfile *self)
{
    self->names = g_ptr_array_new_null_terminated(32, NULL, TRUE);
    self->settings = g_ptr_array_new_with_free_func(setting_free);
}

OsinfoGuestProfile *
guest_profile_new(const char *architecture, OsinfoGuestPhase phase)
{
    OsinfoGuestProfile *self = g_object_new(OSINFO_TYPE_GUEST_PROFILE, NULL);

    self->architecture = g_strdup(architecture);
    self->phase = phase;
    return self;
}

void
guest_profile_add_setting(OsinfoGuestProfile *self, const char *setting)
{
    Setting *new = g_new0(Setting, 1);

    new->values = g_ptr_array_new_null_terminated(4, g_free, TRUE);
    new->grounds = g_ptr_array_new_with_free_func(ground_free);
    g_ptr_array_add(self->names, (gpointer)setting);
    g_ptr_array_add(self->settings, new);
}

void
guest_profile_add_value(OsinfoGuestProfile *self, const char *value, const char *reason,
                        const char *fact, const char *origin)
{
    Setting *setting = g_ptr_array_index(self->settings, self->settings->len - 1);
    Ground *ground = NULL;

    if (g_strv_contains((const char *const *)setting->values->pdata, value))
        return;
    ground = g_new0(Ground, 1);
    ground->reason = reason;
    ground->fact = g_strdup(fact);
    ground->origin = g_strdup(origin);
    g_ptr_array_add(setting->values, g_strdup(value));
    g_ptr_array_add(setting->grounds, ground);
}

static const Setting *
find_setting(OsinfoGuestProfile *self, const char *name)
{
    for (guint i = 0; i < self->settings->len; i++) {
        if (strcmp(g_ptr_array_index(self->names, i), name) == 0)
            return g_ptr_array_index(self->settings, i);
    }
    return NULL;
}

/* @value: NULL is the best one. */
static const Ground *
find_ground(OsinfoGuestProfile *self, const char *name, const char *value)
{
    const Setting *setting = find_setting(self, name);

    for (guint i = 0; setting != NULL && i < setting->values->len; i++) {
        if (value == NULL || strcmp(g_ptr_array_index(setting->values, i), value) == 0)
            return g_ptr_array_index(setting->grounds, i);
    }
    return NULL;
}

/**
 * osinfo_guest_profile_get_architecture:
 * @profile: a profile
 *
 * Gets the architecture that the profile was made for.
 *
 * Returns: (transfer none): the architecture, such as `x86_64`
 *
 * Since: 2.0.0
 */
const gchar *
osinfo_guest_profile_get_architecture(OsinfoGuestProfile *profile)
{
    g_return_val_if_fail(OSINFO_IS_GUEST_PROFILE(profile), NULL);

    return profile->architecture;
}

/**
 * osinfo_guest_profile_get_phase:
 * @profile: a profile
 *
 * Gets what the machine is for: to install the system, or to run it.
 *
 * Returns: the phase
 *
 * Since: 2.0.0
 */
OsinfoGuestPhase
osinfo_guest_profile_get_phase(OsinfoGuestProfile *profile)
{
    g_return_val_if_fail(OSINFO_IS_GUEST_PROFILE(profile), OSINFO_GUEST_PHASE_INSTALL);

    return profile->phase;
}

/**
 * osinfo_guest_profile_get_settings:
 * @profile: a profile
 *
 * Lists the settings that there are. All profiles have the same ones.
 *
 * Returns: (transfer none) (array zero-terminated=1): names of settings
 *
 * Since: 2.0.0
 */
const gchar *const *
osinfo_guest_profile_get_settings(OsinfoGuestProfile *profile)
{
    g_return_val_if_fail(OSINFO_IS_GUEST_PROFILE(profile), NULL);

    return (const gchar *const *)profile->names->pdata;
}

/**
 * osinfo_guest_profile_get_value:
 * @profile: a profile
 * @setting: the name of a setting
 *
 * Gets the best value of a setting.
 *
 * Returns: (transfer none) (nullable): the value; %NULL when the setting has none
 *
 * Since: 2.0.0
 */
const gchar *
osinfo_guest_profile_get_value(OsinfoGuestProfile *profile, const gchar *setting)
{
    g_return_val_if_fail(OSINFO_IS_GUEST_PROFILE(profile), NULL);
    g_return_val_if_fail(setting != NULL, NULL);

    const gchar *const *values = osinfo_guest_profile_get_values(profile, setting);

    return values[0];
}

/**
 * osinfo_guest_profile_get_values:
 * @profile: a profile
 * @setting: the name of a setting
 *
 * Gets the values of a setting. Where they are alternatives, such as buses for disks, the best comes first; timers,
 * enlightenments and features are set all of them.
 *
 * Returns: (transfer none) (array zero-terminated=1): values; empty for none, and for a setting that there is not
 *
 * Since: 2.0.0
 */
const gchar *const *
osinfo_guest_profile_get_values(OsinfoGuestProfile *profile, const gchar *setting)
{
    static const gchar *const none[] = {NULL};

    g_return_val_if_fail(OSINFO_IS_GUEST_PROFILE(profile), NULL);
    g_return_val_if_fail(setting != NULL, NULL);

    const Setting *found = find_setting(profile, setting);

    return found != NULL ? (const gchar *const *)found->values->pdata : none;
}

/**
 * osinfo_guest_profile_get_number:
 * @profile: a profile
 * @setting: the name of a setting, such as %OSINFO_GUEST_SETTING_MEMORY
 *
 * Gets the best value of a setting that is a number: processors, or bytes.
 *
 * Returns: the number; -1 when the value is none
 *
 * Since: 2.0.0
 */
gint64
osinfo_guest_profile_get_number(OsinfoGuestProfile *profile, const gchar *setting)
{
    g_return_val_if_fail(OSINFO_IS_GUEST_PROFILE(profile), -1);
    g_return_val_if_fail(setting != NULL, -1);

    const char *value = osinfo_guest_profile_get_value(profile, setting);
    guint64 number = 0;

    if (value == NULL || !g_ascii_string_to_unsigned(value, 10, 0, G_MAXINT64, &number, NULL))
        return -1;
    return (gint64)number;
}

/**
 * osinfo_guest_profile_get_rule:
 * @profile: a profile
 * @setting: the name of a setting
 * @value: (nullable): one of its values; %NULL for the best
 *
 * Gets the word for why a value is recommended. Programs may rely on what words mean; there may be more of them later.
 *
 * Returns: (transfer none) (nullable): the word, such as `required`; %NULL when there is no such value
 *
 * Since: 2.0.0
 */
const gchar *
osinfo_guest_profile_get_rule(OsinfoGuestProfile *profile, const gchar *setting, const gchar *value)
{
    g_return_val_if_fail(OSINFO_IS_GUEST_PROFILE(profile), NULL);
    g_return_val_if_fail(setting != NULL, NULL);

    const Ground *ground = find_ground(profile, setting, value);

    return ground != NULL ? ground->reason : NULL;
}

/**
 * osinfo_guest_profile_get_reason:
 * @profile: a profile
 * @setting: the name of a setting
 * @value: (nullable): one of its values; %NULL for the best
 *
 * Gets why a value is recommended, for people to read, in their language.
 *
 * Returns: (transfer none) (nullable): the sentence; %NULL when there is no such value
 *
 * Since: 2.0.0
 */
const gchar *
osinfo_guest_profile_get_reason(OsinfoGuestProfile *profile, const gchar *setting,
                                const gchar *value)
{
    g_return_val_if_fail(OSINFO_IS_GUEST_PROFILE(profile), NULL);
    g_return_val_if_fail(setting != NULL, NULL);

    const Ground *ground = find_ground(profile, setting, value);

    return ground != NULL ? guest_reason_explain(ground->reason) : NULL;
}

/**
 * osinfo_guest_profile_get_fact:
 * @profile: a profile
 * @setting: the name of a setting
 * @value: (nullable): one of its values; %NULL for the best
 *
 * Gets the fact that a value rests on: a fact of [method@Libosinfo.Machine.get_origin], such as `tpm`, or the id of a
 * device.
 *
 * Returns: (transfer none) (nullable): the fact; %NULL when it rests on none, or there is no such value
 *
 * Since: 2.0.0
 */
const gchar *
osinfo_guest_profile_get_fact(OsinfoGuestProfile *profile, const gchar *setting, const gchar *value)
{
    g_return_val_if_fail(OSINFO_IS_GUEST_PROFILE(profile), NULL);
    g_return_val_if_fail(setting != NULL, NULL);

    const Ground *ground = find_ground(profile, setting, value);

    return ground != NULL ? ground->fact : NULL;
}

/**
 * osinfo_guest_profile_get_origin:
 * @profile: a profile
 * @setting: the name of a setting
 * @value: (nullable): one of its values; %NULL for the best
 *
 * Gets which system states the fact that a value rests on: the system that was asked for, or one that it inherits from.
 *
 * Returns: (transfer none) (nullable): the id of the system; %NULL when none does, or there is no such value
 *
 * Since: 2.0.0
 */
const gchar *
osinfo_guest_profile_get_origin(OsinfoGuestProfile *profile, const gchar *setting,
                                const gchar *value)
{
    g_return_val_if_fail(OSINFO_IS_GUEST_PROFILE(profile), NULL);
    g_return_val_if_fail(setting != NULL, NULL);

    const Ground *ground = find_ground(profile, setting, value);

    return ground != NULL ? ground->origin : NULL;
}
