/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Whether conditions of rules hold, and what they rest on.
 */
#include "config.h"

#include <string.h>

#include "facts/machine.h"
#include "profile/guest_question.h"

#define BIT(device) ((GuestDevices)1 << (device))
#define FIRMWARE_BIOS "bios"
#define FIRMWARE_EFI "efi"

static OsinfoCompatibility
get_compatibility(const GuestQuestion *self, const char *fact)
{
    if (strcmp(fact, MACHINE_SECURE_BOOT) == 0)
        return osinfo_machine_get_secure_boot(self->machine);
    if (strcmp(fact, MACHINE_TPM) == 0)
        return osinfo_machine_get_tpm(self->machine);
    return osinfo_machine_get_firmware(self->machine, fact);
}

static gboolean
is_best_type(const GuestQuestion *self, const char *type)
{
    return g_strcmp0(osinfo_machine_get_machine_types(self->machine)[0], type) == 0;
}

static gboolean
has_driver(const GuestQuestion *self, GuestDevice device)
{
    GuestDevices known = self->stated | self->of_age | self->by_drivers;

    return (known & self->offered & BIT(device)) != 0;
}

static gboolean
has_old_virtio(const GuestQuestion *self)
{
    GuestDevices known = self->stated | self->by_drivers;
    GuestDevices virtio = BIT(GUEST_DEVICE_VIRTIO_NET) | BIT(GUEST_DEVICE_VIRTIO_BLOCK);

    return (known & virtio) != 0 && (known & BIT(GUEST_DEVICE_VIRTIO_MODERN)) == 0;
}

/* An installer must be trusted, and later what updates bring. Where nobody knows who signed, nobody knows better. */
static gboolean
is_trusted(const GuestQuestion *self)
{
    const char *const *signers = self->phase == OSINFO_GUEST_PHASE_INSTALL
                                     ? osinfo_machine_get_media_signers(self->machine)
                                     : osinfo_machine_get_updated_signers(self->machine);

    if (self->trusted_signers == NULL || *signers == NULL)
        return TRUE;
    for (; *signers != NULL; signers++) {
        if (g_strv_contains(self->trusted_signers, *signers))
            return TRUE;
    }
    return FALSE;
}

static gboolean
is_chosen(const GuestQuestion *self, const GuestCondition *condition)
{
    return g_strcmp0(osinfo_guest_profile_get_value(self->profile, condition->key),
                     condition->word) == 0;
}

static gboolean
is_family(const GuestQuestion *self, const char *family)
{
    return g_strcmp0(osinfo_os_get_family(self->os), family) == 0;
}

gboolean
guest_question_has(const GuestQuestion *self, const GuestCondition *condition)
{
    switch (condition->kind) {
    case WHEN_ALWAYS:
        return TRUE;
    case WHEN_AT_LEAST:
        return (gint)get_compatibility(self, condition->key) >= condition->level;
    case WHEN_IS:
        return (gint)get_compatibility(self, condition->key) == condition->level;
    case WHEN_STATED:
        return osinfo_machine_get_origin(self->machine, condition->key) != NULL;
    case WHEN_TYPE:
        return is_best_type(self, condition->word);
    case WHEN_PC:
        return self->is_pc;
    case WHEN_NO_PC:
        return !self->is_pc;
    case WHEN_ARCHITECTURE:
        return strcmp(self->architecture, condition->word) == 0;
    case WHEN_WANTED:
        return g_strcmp0(self->firmware, condition->word) == 0;
    case WHEN_CHOSEN:
        return is_chosen(self, condition);
    case WHEN_NOT_CHOSEN:
        return !is_chosen(self, condition);
    case WHEN_DEVICE:
        return has_driver(self, condition->device);
    case WHEN_NO_DEVICE:
        return !has_driver(self, condition->device);
    case WHEN_OFFERED:
        return (self->offered & BIT(condition->device)) != 0;
    case WHEN_OLD_VIRTIO:
        return has_old_virtio(self);
    case WHEN_FAMILY:
        return is_family(self, condition->word);
    case WHEN_NOT_FAMILY:
        return !is_family(self, condition->word);
    case WHEN_PURPOSE:
        return (gint)self->purpose == condition->level;
    case WHEN_NOT_TRUSTED:
        return !is_trusted(self);
    case WHEN_SINCE:
        return self->year >= (guint)condition->level;
    }
    return FALSE;
}

gboolean
guest_question_fits(const GuestQuestion *self, const GuestRule *rule)
{
    for (guint i = 0; i < GUEST_RULE_N_CONDITIONS; i++) {
        if (!guest_question_has(self, &rule->when[i]))
            return FALSE;
    }
    return TRUE;
}

/* Where it is known from that the system has a driver. */
static const char *
get_reason_of_device(const GuestQuestion *self, GuestDevice device)
{
    if ((self->stated & BIT(device)) != 0)
        return "driver-stated";
    return (self->of_age & BIT(device)) != 0 ? "driver-of-age" : "driver-installed";
}

void
guest_question_explain(const GuestQuestion *self, const GuestRule *rule, const char **out_reason,
                       const char **out_fact, const char **out_origin)
{
    *out_reason = rule->reason;
    *out_fact = NULL;
    *out_origin = NULL;
    for (guint i = 0; i < GUEST_RULE_N_CONDITIONS && *out_fact == NULL; i++) {
        const GuestCondition *condition = &rule->when[i];

        switch (condition->kind) {
        case WHEN_AT_LEAST:
        case WHEN_IS:
        case WHEN_STATED:
            *out_fact = condition->key;
            *out_origin = osinfo_machine_get_origin(self->machine, condition->key);
            break;
        case WHEN_TYPE:
            *out_fact = MACHINE_TYPE;
            *out_origin = osinfo_machine_get_origin(self->machine, MACHINE_TYPE);
            break;
        case WHEN_DEVICE:
            *out_fact = guest_device_get_id(condition->device);
            if (*out_reason == NULL)
                *out_reason = get_reason_of_device(self, condition->device);
            break;
        default:
            break;
        }
    }
    if (*out_reason == NULL)
        *out_reason = "default";
}
