/* SPDX-License-Identifier: LGPL-2.1-or-later */
/**
 * OsinfoGuestProfileOptions:
 *
 * What a program asks for when it asks for a [class@Libosinfo.GuestProfile], beside the system, the architecture and
 * the platform. A new one asks for a desktop while it is installed.
 *
 * ```c
 * g_autoptr(OsinfoGuestProfileOptions) options = osinfo_guest_profile_options_new();
 *
 * osinfo_guest_profile_options_set_phase(options, OSINFO_GUEST_PHASE_RUN);
 * osinfo_guest_profile_options_set_firmware(options, "bios");
 * ```
 *
 * Since: 2.0.0
 */
#include "config.h"

#include "profile/osinfo_guest_profile_private.h"

G_DEFINE_FINAL_TYPE(OsinfoGuestProfileOptions, osinfo_guest_profile_options, G_TYPE_OBJECT)

static void
osinfo_guest_profile_options_finalize(GObject *object)
{
    OsinfoGuestProfileOptions *self = OSINFO_GUEST_PROFILE_OPTIONS(object);

    g_strfreev(self->devices);
    g_strfreev(self->trusted_signers);
    g_free(self->firmware);
    G_OBJECT_CLASS(osinfo_guest_profile_options_parent_class)->finalize(object);
}

static void
osinfo_guest_profile_options_class_init(OsinfoGuestProfileOptionsClass *klass)
{
    G_OBJECT_CLASS(klass)->finalize = osinfo_guest_profile_options_finalize;
}

static void
osinfo_guest_profile_options_init(OsinfoGuestProfileOptions *self G_GNUC_UNUSED)
{
}

/**
 * osinfo_guest_profile_options_new:
 *
 * Makes options for a desktop while it is installed, on a host that can do all.
 *
 * Returns: (transfer full): new options
 *
 * Since: 2.0.0
 */
OsinfoGuestProfileOptions *
osinfo_guest_profile_options_new(void)
{
    return g_object_new(OSINFO_TYPE_GUEST_PROFILE_OPTIONS, NULL);
}

/**
 * osinfo_guest_profile_options_set_devices:
 * @options: options
 * @ids: (nullable) (array zero-terminated=1): ids of devices, such as `http://pcisig.com/pci/1af4/1041`; %NULL for those of
 * the platform
 *
 * Says which devices the host can give a guest; it counts instead of what the platform has. What each machine
 * type has by itself, such as a SATA or IDE controller, need not be among them.
 *
 * Since: 2.0.0
 */
void
osinfo_guest_profile_options_set_devices(OsinfoGuestProfileOptions *options,
                                         const gchar *const *ids)
{
    g_return_if_fail(OSINFO_IS_GUEST_PROFILE_OPTIONS(options));

    GStrv copy = g_strdupv((GStrv)ids);

    g_strfreev(options->devices);
    options->devices = copy;
}

/**
 * osinfo_guest_profile_options_set_firmware:
 * @options: options
 * @type: (nullable): `bios` or `efi`; %NULL for the one that is better
 *
 * Asks for a kind of firmware. A system that is not known to start from it gets the one that it starts from.
 *
 * Since: 2.0.0
 */
void
osinfo_guest_profile_options_set_firmware(OsinfoGuestProfileOptions *options, const gchar *type)
{
    g_return_if_fail(OSINFO_IS_GUEST_PROFILE_OPTIONS(options));

    char *copy = g_strdup(type);

    g_free(options->firmware);
    options->firmware = copy;
}

/**
 * osinfo_guest_profile_options_set_phase:
 * @options: options
 * @phase: what the guest does
 *
 * Asks for a machine to install the system on, or one that runs it.
 *
 * Since: 2.0.0
 */
void
osinfo_guest_profile_options_set_phase(OsinfoGuestProfileOptions *options, OsinfoGuestPhase phase)
{
    g_return_if_fail(OSINFO_IS_GUEST_PROFILE_OPTIONS(options));

    options->phase = phase;
}

/**
 * osinfo_guest_profile_options_set_purpose:
 * @options: options
 * @purpose: what the guest is for
 *
 * Says what the guest is for.
 *
 * Since: 2.0.0
 */
void
osinfo_guest_profile_options_set_purpose(OsinfoGuestProfileOptions *options,
                                         OsinfoGuestPurpose purpose)
{
    g_return_if_fail(OSINFO_IS_GUEST_PROFILE_OPTIONS(options));

    options->purpose = purpose;
}

/**
 * osinfo_guest_profile_options_set_trusted_signers:
 * @options: options
 * @signers: (nullable) (array zero-terminated=1): words for certificates, as
 * [method@Libosinfo.Machine.get_media_signers] has them; %NULL for all
 *
 * Says whom the host's firmware trusts. Secure Boot is off for a system that none of these signed.
 *
 * Since: 2.0.0
 */
void
osinfo_guest_profile_options_set_trusted_signers(OsinfoGuestProfileOptions *options,
                                                 const gchar *const *signers)
{
    g_return_if_fail(OSINFO_IS_GUEST_PROFILE_OPTIONS(options));

    GStrv copy = g_strdupv((GStrv)signers);

    g_strfreev(options->trusted_signers);
    options->trusted_signers = copy;
}
