/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <osinfo/osinfo_os.h>
#include <osinfo/osinfo_platform.h>

G_BEGIN_DECLS

/**
 * OsinfoGuestPhase:
 * @OSINFO_GUEST_PHASE_INSTALL: while the system is installed: what its media have drivers for
 * @OSINFO_GUEST_PHASE_RUN: once it is installed, with the drivers that are added to it
 *
 * What a guest does with its machine.
 *
 * Since: 2.0.0
 */
typedef enum {
    OSINFO_GUEST_PHASE_INSTALL,
    OSINFO_GUEST_PHASE_RUN,
} OsinfoGuestPhase;

/**
 * OsinfoGuestPurpose:
 * @OSINFO_GUEST_PURPOSE_DESKTOP: somebody sits in front of it
 * @OSINFO_GUEST_PURPOSE_SERVER: nobody does: no sound
 *
 * What a guest is for.
 *
 * Since: 2.0.0
 */
typedef enum {
    OSINFO_GUEST_PURPOSE_DESKTOP,
    OSINFO_GUEST_PURPOSE_SERVER,
} OsinfoGuestPurpose;

/**
 * OSINFO_GUEST_SETTING_FIRMWARE:
 *
 * Setting of a guest: `bios`, `efi`, or `none` where the machine has firmware of its own.
 *
 * Since: 2.0.0
 */
#define OSINFO_GUEST_SETTING_FIRMWARE "firmware"

/**
 * OSINFO_GUEST_SETTING_MACHINE:
 *
 * Setting of a guest: the machine type as QEMU calls it, without a version: `q35`, `virt`.
 *
 * Since: 2.0.0
 */
#define OSINFO_GUEST_SETTING_MACHINE "machine"

/**
 * OSINFO_GUEST_SETTING_SECURE_BOOT:
 *
 * Setting of a guest: UEFI Secure Boot, `on` or `off`.
 *
 * Since: 2.0.0
 */
#define OSINFO_GUEST_SETTING_SECURE_BOOT "secure-boot"

/**
 * OSINFO_GUEST_SETTING_SMM:
 *
 * Setting of a guest: system management mode, `on` or `off`.
 *
 * Since: 2.0.0
 */
#define OSINFO_GUEST_SETTING_SMM "smm"

/**
 * OSINFO_GUEST_SETTING_TPM:
 *
 * Setting of a guest: the version of its trusted platform module, `2.0` or `1.2`, or `none`.
 *
 * Since: 2.0.0
 */
#define OSINFO_GUEST_SETTING_TPM "tpm"

/**
 * OSINFO_GUEST_SETTING_TPM_MODEL:
 *
 * Setting of a guest: models of the module as libvirt calls them: `tpm-crb`, `tpm-tis`.
 *
 * Since: 2.0.0
 */
#define OSINFO_GUEST_SETTING_TPM_MODEL "tpm-model"

/**
 * OSINFO_GUEST_SETTING_CPU:
 *
 * Setting of a guest: processors, the best first: `host-passthrough` and `host-model`, if the host's
 * processor is no less than the system needs, or a model of QEMU that is enough.
 *
 * Since: 2.0.0
 */
#define OSINFO_GUEST_SETTING_CPU "cpu"

/**
 * OSINFO_GUEST_SETTING_CPU_LEVEL:
 *
 * Setting of a guest: the least processor, as [method@Libosinfo.Machine.get_cpu_level] has it.
 *
 * Since: 2.0.0
 */
#define OSINFO_GUEST_SETTING_CPU_LEVEL "cpu-level"

/**
 * OSINFO_GUEST_SETTING_CPU_FEATURES:
 *
 * Setting of a guest: what the processor must have besides, as QEMU calls it.
 *
 * Since: 2.0.0
 */
#define OSINFO_GUEST_SETTING_CPU_FEATURES "cpu-features"

/**
 * OSINFO_GUEST_SETTING_PROCESSORS:
 *
 * Setting of a guest: a number of processors.
 *
 * Since: 2.0.0
 */
#define OSINFO_GUEST_SETTING_PROCESSORS "processors"

/**
 * OSINFO_GUEST_SETTING_MEMORY:
 *
 * Setting of a guest: memory in bytes.
 *
 * Since: 2.0.0
 */
#define OSINFO_GUEST_SETTING_MEMORY "memory"

/**
 * OSINFO_GUEST_SETTING_STORAGE:
 *
 * Setting of a guest: the size of its disk in bytes.
 *
 * Since: 2.0.0
 */
#define OSINFO_GUEST_SETTING_STORAGE "storage"

/**
 * OSINFO_GUEST_SETTING_CLOCK:
 *
 * Setting of a guest: what the hardware clock has, `utc` or `localtime`.
 *
 * Since: 2.0.0
 */
#define OSINFO_GUEST_SETTING_CLOCK "clock"

/**
 * OSINFO_GUEST_SETTING_TIMERS:
 *
 * Setting of a guest: timers as `NAME:POLICY`, such as `hpet:no`.
 *
 * Since: 2.0.0
 */
#define OSINFO_GUEST_SETTING_TIMERS "timers"

/**
 * OSINFO_GUEST_SETTING_ENLIGHTENMENTS:
 *
 * Setting of a guest: enlightenments of Hyper-V as libvirt calls them.
 *
 * Since: 2.0.0
 */
#define OSINFO_GUEST_SETTING_ENLIGHTENMENTS "enlightenments"

/**
 * OSINFO_GUEST_SETTING_DISK:
 *
 * Setting of a guest: buses for disks as libvirt calls them: `virtio`, `scsi` (a virtio controller), `sata`, `ide`.
 *
 * Since: 2.0.0
 */
#define OSINFO_GUEST_SETTING_DISK "disk"

/**
 * OSINFO_GUEST_SETTING_CDROM:
 *
 * Setting of a guest: buses for media: `sata`, `ide`, `scsi`.
 *
 * Since: 2.0.0
 */
#define OSINFO_GUEST_SETTING_CDROM "cdrom"

/**
 * OSINFO_GUEST_SETTING_NETWORK:
 *
 * Setting of a guest: models of network interfaces as libvirt calls them: `virtio`, `e1000e`.
 *
 * Since: 2.0.0
 */
#define OSINFO_GUEST_SETTING_NETWORK "network"

/**
 * OSINFO_GUEST_SETTING_VIDEO:
 *
 * Setting of a guest: models of video cards as libvirt calls them: `virtio`, `qxl`, `vga`.
 *
 * Since: 2.0.0
 */
#define OSINFO_GUEST_SETTING_VIDEO "video"

/**
 * OSINFO_GUEST_SETTING_SOUND:
 *
 * Setting of a guest: models of sound cards as libvirt calls them: `ich9`, `ac97`; or `none`.
 *
 * Since: 2.0.0
 */
#define OSINFO_GUEST_SETTING_SOUND "sound"

/**
 * OSINFO_GUEST_SETTING_INPUT:
 *
 * Setting of a guest: pointers as `TYPE:BUS`: `tablet:virtio`, `tablet:usb`, `mouse:ps2`; or `none`.
 *
 * Since: 2.0.0
 */
#define OSINFO_GUEST_SETTING_INPUT "input"

/**
 * OSINFO_GUEST_SETTING_USB:
 *
 * Setting of a guest: USB controllers as libvirt calls them: `qemu-xhci`, `ich9-ehci1`; or `none`.
 *
 * Since: 2.0.0
 */
#define OSINFO_GUEST_SETTING_USB "usb"

/**
 * OSINFO_GUEST_SETTING_CONSOLE:
 *
 * Setting of a guest: consoles for text: `serial`, `virtio`, `sclp`; or `none`.
 *
 * Since: 2.0.0
 */
#define OSINFO_GUEST_SETTING_CONSOLE "console"

/**
 * OSINFO_GUEST_SETTING_RNG:
 *
 * Setting of a guest: a source of random numbers, `virtio` or `none`.
 *
 * Since: 2.0.0
 */
#define OSINFO_GUEST_SETTING_RNG "rng"

/**
 * OSINFO_GUEST_SETTING_BALLOON:
 *
 * Setting of a guest: a memory balloon, `virtio` or `none`.
 *
 * Since: 2.0.0
 */
#define OSINFO_GUEST_SETTING_BALLOON "balloon"

/**
 * OSINFO_GUEST_SETTING_AGENT:
 *
 * Setting of a guest: agents that a channel is for: `qemu-guest-agent`; or `none`.
 *
 * Since: 2.0.0
 */
#define OSINFO_GUEST_SETTING_AGENT "agent"

/**
 * OSINFO_GUEST_SETTING_FIRST_BOOT:
 *
 * Setting of a guest: what the system takes settings from when it starts for the first time; or `none`.
 *
 * Since: 2.0.0
 */
#define OSINFO_GUEST_SETTING_FIRST_BOOT "first-boot"

#define OSINFO_TYPE_GUEST_PROFILE_OPTIONS (osinfo_guest_profile_options_get_type())
G_DECLARE_FINAL_TYPE(OsinfoGuestProfileOptions, osinfo_guest_profile_options, OSINFO,
                     GUEST_PROFILE_OPTIONS, GObject)

OsinfoGuestProfileOptions *osinfo_guest_profile_options_new(void);
void osinfo_guest_profile_options_set_devices(OsinfoGuestProfileOptions *options,
                                              const gchar *const *ids);
void osinfo_guest_profile_options_set_firmware(OsinfoGuestProfileOptions *options,
                                               const gchar *type);
void osinfo_guest_profile_options_set_phase(OsinfoGuestProfileOptions *options,
                                            OsinfoGuestPhase phase);
void osinfo_guest_profile_options_set_purpose(OsinfoGuestProfileOptions *options,
                                              OsinfoGuestPurpose purpose);
void osinfo_guest_profile_options_set_trusted_signers(OsinfoGuestProfileOptions *options,
                                                      const gchar *const *signers);

#define OSINFO_TYPE_GUEST_PROFILE (osinfo_guest_profile_get_type())
G_DECLARE_FINAL_TYPE(OsinfoGuestProfile, osinfo_guest_profile, OSINFO, GUEST_PROFILE, GObject)

OsinfoGuestProfile *osinfo_os_get_guest_profile(OsinfoOs *os, const gchar *architecture,
                                                OsinfoPlatform *platform,
                                                OsinfoGuestProfileOptions *options);
const gchar *osinfo_guest_profile_get_architecture(OsinfoGuestProfile *profile);
OsinfoGuestPhase osinfo_guest_profile_get_phase(OsinfoGuestProfile *profile);
const gchar *const *osinfo_guest_profile_get_settings(OsinfoGuestProfile *profile);
const gchar *osinfo_guest_profile_get_value(OsinfoGuestProfile *profile, const gchar *setting);
const gchar *const *osinfo_guest_profile_get_values(OsinfoGuestProfile *profile,
                                                    const gchar *setting);
gint64 osinfo_guest_profile_get_number(OsinfoGuestProfile *profile, const gchar *setting);
const gchar *osinfo_guest_profile_get_rule(OsinfoGuestProfile *profile, const gchar *setting,
                                           const gchar *value);
const gchar *osinfo_guest_profile_get_reason(OsinfoGuestProfile *profile, const gchar *setting,
                                             const gchar *value);
const gchar *osinfo_guest_profile_get_fact(OsinfoGuestProfile *profile, const gchar *setting,
                                           const gchar *value);
const gchar *osinfo_guest_profile_get_origin(OsinfoGuestProfile *profile, const gchar *setting,
                                             const gchar *value);

G_END_DECLS
