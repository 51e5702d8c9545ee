/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Makes the profile of a guest: gathers what rules ask for, then asks them, setting by setting.
 */
#include "config.h"

#include <string.h>

#include "facts/architecture.h"
#include "model/osinfo_os_private.h"
#include "profile/guest_question.h"
#include "profile/known_hardware.h"
#include "profile/osinfo_guest_profile_private.h"

static GuestDevices
find_devices(OsinfoDeviceList *list)
{
    GuestDevices found = 0;

    for (gint i = 0; i < osinfo_list_get_length(OSINFO_LIST(list)); i++)
        found |=
            guest_devices_find(osinfo_entity_get_id(osinfo_list_get_nth(OSINFO_LIST(list), i)));
    return found;
}

static GuestDevices
find_stated(OsinfoOs *os)
{
    g_autoptr(OsinfoDeviceList) list = osinfo_os_get_all_devices(os, NULL);

    return find_devices(list);
}

static GuestDevices
find_drivers_of(OsinfoOs *os, const char *architecture)
{
    OsinfoDeviceDriverList *drivers = osinfo_os_get_device_drivers(os);
    GuestDevices found = 0;

    for (gint i = 0; i < osinfo_list_get_length(OSINFO_LIST(drivers)); i++) {
        OsinfoDeviceDriver *driver =
            OSINFO_DEVICE_DRIVER(osinfo_list_get_nth(OSINFO_LIST(drivers), i));
        OsinfoDeviceList *devices = NULL;

        if (g_strcmp0(osinfo_device_driver_get_architecture(driver), architecture) != 0)
            continue;
        devices = osinfo_device_driver_get_devices(driver);
        if (devices != NULL)
            found |= find_devices(devices);
    }
    return found;
}

/* Those of the system, and of those that it is made of. */
static GuestDevices
find_drivers(OsinfoOs *os, const char *architecture)
{
    g_autoptr(GPtrArray) systems = os_walk(os, FACT_INHERIT_FILL);
    GuestDevices found = 0;

    for (guint i = 0; i < systems->len; i++)
        found |= find_drivers_of(g_ptr_array_index(systems, i), architecture);
    return found;
}

static GuestDevices
find_offered(OsinfoPlatform *platform, OsinfoGuestProfileOptions *options)
{
    g_autoptr(OsinfoDeviceList) list = NULL;
    GuestDevices found = guest_devices_get_basic();

    if (options != NULL && options->devices != NULL) {
        for (guint i = 0; options->devices[i] != NULL; i++)
            found |= guest_devices_find(options->devices[i]);
        return found;
    }
    if (platform == NULL)
        return ~(GuestDevices)0;
    list = osinfo_platform_get_all_devices(platform, NULL);
    return found | find_devices(list);
}

/* 0: nobody knows. */
static guint
get_own_year(OsinfoOs *os)
{
    g_autoptr(GDate) date = osinfo_product_get_release_date(OSINFO_PRODUCT(os));

    return date != NULL ? g_date_get_year(date) : 0;
}

/* Of one line: 7 and 7.9 of the same distribution. */
static gboolean
is_of_line(OsinfoOs *os, OsinfoOs *other)
{
    const char *version = osinfo_product_get_version(OSINFO_PRODUCT(os));
    const char *one = osinfo_product_get_version(OSINFO_PRODUCT(other));
    gsize length = version != NULL ? strcspn(version, ".") : 0;

    return length > 0 && one != NULL && strncmp(version, one, length) == 0 &&
           (one[length] == '.' || one[length] == '\0') &&
           g_strcmp0(osinfo_os_get_distro(os), osinfo_os_get_distro(other)) == 0;
}

/* That of the first release of the line: later ones have its kernel. A system that nobody knows the day of is to come, or
 * always the newest. */
static guint
get_year(OsinfoOs *os)
{
    g_autoptr(GPtrArray) systems = os_walk(os, FACT_INHERIT_FILL);
    guint year = get_own_year(os);

    if (year == 0)
        return G_MAXUINT;
    for (guint i = 0; i < systems->len; i++) {
        OsinfoOs *other = g_ptr_array_index(systems, i);
        guint one = get_own_year(other);

        if (one != 0 && one < year && is_of_line(os, other))
            year = one;
    }
    return year;
}

static void
question_init(GuestQuestion *self, OsinfoOs *os, const char *architecture, OsinfoPlatform *platform,
              OsinfoGuestProfileOptions *options)
{
    const ArchitectureSpec *spec = architecture_find(architecture);
    HardwareQuestion hardware = {.family = osinfo_os_get_family(os),
                                 .version = osinfo_product_get_version(OSINFO_PRODUCT(os)),
                                 .year = get_year(os),
                                 .is_pc = spec != NULL && spec->has_bios};

    self->os = os;
    self->architecture = architecture;
    self->is_pc = hardware.is_pc;
    self->year = hardware.year;
    self->phase = options != NULL ? options->phase : OSINFO_GUEST_PHASE_INSTALL;
    self->purpose = options != NULL ? options->purpose : OSINFO_GUEST_PURPOSE_DESKTOP;
    self->firmware = options != NULL ? options->firmware : NULL;
    self->trusted_signers = options != NULL ? (const char *const *)options->trusted_signers : NULL;
    self->stated = find_stated(os);
    self->of_age = known_hardware_get(&hardware);
    if (self->phase == OSINFO_GUEST_PHASE_RUN)
        self->by_drivers = find_drivers(os, architecture) | known_hardware_get_added(&hardware);
    self->offered = find_offered(platform, options);
}

static void
add_values(const GuestQuestion *question, const GuestRule *rule, const GPtrArray *values)
{
    const char *reason = NULL;
    const char *fact = NULL;
    const char *origin = NULL;

    guest_question_explain(question, rule, &reason, &fact, &origin);
    for (guint i = 0; i < values->len; i++)
        guest_profile_add_value(question->profile, g_ptr_array_index(values, i), reason, fact,
                                origin);
}

/* FALSE: the rule has no value. */
static gboolean
apply(const GuestQuestion *question, const GuestRule *rule)
{
    g_autoptr(GPtrArray) values = g_ptr_array_new_with_free_func(g_free);

    if (!guest_question_fits(question, rule))
        return FALSE;
    if (rule->value != NULL)
        g_ptr_array_add(values, g_strdup(rule->value));
    else if (!rule->list(question, values))
        return FALSE;
    add_values(question, rule, values);
    return TRUE;
}

static void
decide(const GuestQuestion *question, const GuestSettingSpec *setting)
{
    gboolean is_decided = FALSE;

    guest_profile_add_setting(question->profile, setting->name);
    for (guint i = 0; i < guest_n_rules && (setting->is_list || !is_decided); i++) {
        if (g_str_equal(guest_rules[i].setting, setting->name))
            is_decided |= apply(question, &guest_rules[i]);
    }
    if (!is_decided && setting->otherwise != NULL)
        guest_profile_add_value(question->profile, setting->otherwise, setting->reason, NULL, NULL);
}

/**
 * osinfo_os_get_guest_profile:
 * @os: an operating system
 * @architecture: an architecture, such as `x86_64`
 * @platform: (nullable): what runs the guest; %NULL for one that has all devices
 * @options: (nullable): what is asked for besides; %NULL for a desktop while it is installed
 *
 * Gets what is recommended for a virtual machine that runs the system: a complete set, also for a system that little
 * is known of. What the platform does not have is not recommended.
 *
 * Returns: (transfer full): a new profile
 *
 * Since: 2.0.0
 */
OsinfoGuestProfile *
osinfo_os_get_guest_profile(OsinfoOs *os, const gchar *architecture, OsinfoPlatform *platform,
                            OsinfoGuestProfileOptions *options)
{
    g_return_val_if_fail(OSINFO_IS_OS(os), NULL);
    g_return_val_if_fail(architecture != NULL, NULL);
    g_return_val_if_fail(platform == NULL || OSINFO_IS_PLATFORM(platform), NULL);
    g_return_val_if_fail(options == NULL || OSINFO_IS_GUEST_PROFILE_OPTIONS(options), NULL);

    g_autoptr(OsinfoMachine) machine = osinfo_os_get_machine(os, architecture);
    GuestQuestion question = {.machine = machine};

    question_init(&question, os, architecture, platform, options);
    question.profile = guest_profile_new(architecture, question.phase);
    for (guint i = 0; i < guest_n_settings; i++)
        decide(&question, &guest_settings[i]);
    return question.profile;
}
