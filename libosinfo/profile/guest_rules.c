/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The rules. A rule is: setting, value or where values are listed, reason, conditions.
 */
#include "config.h"

#include <string.h>

#include "common/translate.h"
#include "facts/machine.h"
#include "profile/guest_question.h"
#include "profile/guest_values.h"

#define AT_LEAST(fact, compatibility)                                                              \
    {                                                                                              \
        .kind = WHEN_AT_LEAST, .key = fact, .level = OSINFO_COMPATIBILITY_##compatibility          \
    }
#define IS(fact, compatibility)                                                                    \
    {                                                                                              \
        .kind = WHEN_IS, .key = fact, .level = OSINFO_COMPATIBILITY_##compatibility                \
    }
#define STATED(fact)                                                                               \
    {                                                                                              \
        .kind = WHEN_STATED, .key = fact                                                           \
    }
#define TYPE(name)                                                                                 \
    {                                                                                              \
        .kind = WHEN_TYPE, .word = name                                                            \
    }
#define PC                                                                                         \
    {                                                                                              \
        .kind = WHEN_PC                                                                            \
    }
#define NO_PC                                                                                      \
    {                                                                                              \
        .kind = WHEN_NO_PC                                                                         \
    }
#define ON(name)                                                                                   \
    {                                                                                              \
        .kind = WHEN_ARCHITECTURE, .word = name                                                    \
    }
#define WANTED(name)                                                                               \
    {                                                                                              \
        .kind = WHEN_WANTED, .word = name                                                          \
    }
#define CHOSEN(setting, value)                                                                     \
    {                                                                                              \
        .kind = WHEN_CHOSEN, .key = setting, .word = value                                         \
    }
#define NOT_CHOSEN(setting, value)                                                                 \
    {                                                                                              \
        .kind = WHEN_NOT_CHOSEN, .key = setting, .word = value                                     \
    }
#define DRIVER(name)                                                                               \
    {                                                                                              \
        .kind = WHEN_DEVICE, .device = GUEST_DEVICE_##name                                         \
    }
#define NO_DRIVER(name)                                                                            \
    {                                                                                              \
        .kind = WHEN_NO_DEVICE, .device = GUEST_DEVICE_##name                                      \
    }
#define OFFERED(name)                                                                              \
    {                                                                                              \
        .kind = WHEN_OFFERED, .device = GUEST_DEVICE_##name                                        \
    }
#define OLD_VIRTIO                                                                                 \
    {                                                                                              \
        .kind = WHEN_OLD_VIRTIO                                                                    \
    }
#define FAMILY(name)                                                                               \
    {                                                                                              \
        .kind = WHEN_FAMILY, .word = name                                                          \
    }
#define NOT_FAMILY(name)                                                                           \
    {                                                                                              \
        .kind = WHEN_NOT_FAMILY, .word = name                                                      \
    }
#define DESKTOP                                                                                    \
    {                                                                                              \
        .kind = WHEN_PURPOSE, .level = OSINFO_GUEST_PURPOSE_DESKTOP                                \
    }
#define NOT_TRUSTED                                                                                \
    {                                                                                              \
        .kind = WHEN_NOT_TRUSTED                                                                   \
    }
#define SINCE(year)                                                                                \
    {                                                                                              \
        .kind = WHEN_SINCE, .level = year                                                          \
    }

#define FIRMWARE OSINFO_GUEST_SETTING_FIRMWARE
#define MACHINE OSINFO_GUEST_SETTING_MACHINE
#define SECURE_BOOT OSINFO_GUEST_SETTING_SECURE_BOOT
#define SMM OSINFO_GUEST_SETTING_SMM
#define TPM OSINFO_GUEST_SETTING_TPM
#define TPM_MODEL OSINFO_GUEST_SETTING_TPM_MODEL
#define CPU OSINFO_GUEST_SETTING_CPU
#define CPU_LEVEL OSINFO_GUEST_SETTING_CPU_LEVEL
#define CPU_FEATURES OSINFO_GUEST_SETTING_CPU_FEATURES
#define PROCESSORS OSINFO_GUEST_SETTING_PROCESSORS
#define MEMORY OSINFO_GUEST_SETTING_MEMORY
#define STORAGE OSINFO_GUEST_SETTING_STORAGE
#define CLOCK OSINFO_GUEST_SETTING_CLOCK
#define TIMERS OSINFO_GUEST_SETTING_TIMERS
#define ENLIGHTENMENTS OSINFO_GUEST_SETTING_ENLIGHTENMENTS
#define DISK OSINFO_GUEST_SETTING_DISK
#define CDROM OSINFO_GUEST_SETTING_CDROM
#define NETWORK OSINFO_GUEST_SETTING_NETWORK
#define VIDEO OSINFO_GUEST_SETTING_VIDEO
#define SOUND OSINFO_GUEST_SETTING_SOUND
#define INPUT OSINFO_GUEST_SETTING_INPUT
#define USB OSINFO_GUEST_SETTING_USB
#define CONSOLE OSINFO_GUEST_SETTING_CONSOLE
#define RNG OSINFO_GUEST_SETTING_RNG
#define BALLOON OSINFO_GUEST_SETTING_BALLOON
#define AGENT OSINFO_GUEST_SETTING_AGENT
#define FIRST_BOOT OSINFO_GUEST_SETTING_FIRST_BOOT

#define BIOS "bios"
#define EFI "efi"

/* clang-format off */
const GuestRule guest_rules[] = {
    /* Machine: virtio devices on the slots of q35 are of virtio 1.0. */
    {MACHINE, NULL, guest_list_machine_types, "architecture", {NO_PC}},
    {MACHINE, "pc", NULL, "old-virtio", {TYPE("q35"), OLD_VIRTIO}},
    {MACHINE, "q35", NULL, "supported", {TYPE("q35"), DRIVER(AHCI), OFFERED(Q35)}},
    {MACHINE, "pc", NULL, "supported", {TYPE("pc")}},
    {MACHINE, "q35", NULL, "family", {FAMILY("darwin"), PC, OFFERED(Q35)}},
    {MACHINE, "pc", NULL, "no-driver", {TYPE("q35"), NO_DRIVER(AHCI)}},
    {MACHINE, "pc", NULL, "not-offered", {TYPE("q35")}},
    {MACHINE, "pc", NULL, "default", {PC}},

    /* Firmware: what was asked for, what alone works, UEFI where Secure Boot is gained by it. */
    {FIRMWARE, "none", NULL, "own-firmware", {IS(EFI, UNSUPPORTED), IS(BIOS, UNSUPPORTED)}},
    {FIRMWARE, EFI, NULL, "wanted", {WANTED(EFI), AT_LEAST(EFI, PARTIAL)}},
    {FIRMWARE, BIOS, NULL, "wanted", {WANTED(BIOS), AT_LEAST(BIOS, PARTIAL)}},
    {FIRMWARE, EFI, NULL, "required", {IS(EFI, REQUIRED)}},
    {FIRMWARE, BIOS, NULL, "required", {IS(BIOS, REQUIRED)}},
    {FIRMWARE, EFI, NULL, "signed", {AT_LEAST(SECURE_BOOT, SUPPORTED), AT_LEAST(EFI, SUPPORTED), CHOSEN(MACHINE, "q35"), ON("x86_64")}},
    {FIRMWARE, BIOS, NULL, "works-everywhere", {AT_LEAST(BIOS, SUPPORTED)}},
    {FIRMWARE, EFI, NULL, "supported", {AT_LEAST(EFI, PARTIAL)}},
    {FIRMWARE, BIOS, NULL, "default", {PC}},
    {FIRMWARE, EFI, NULL, "default", {{.kind = WHEN_ALWAYS}}},

    /* Secure Boot: in QEMU, firmware that has it wants SMM, which is x86_64 on q35. */
    {SECURE_BOOT, "off", NULL, "not-trusted", {CHOSEN(FIRMWARE, EFI), CHOSEN(MACHINE, "q35"), ON("x86_64"), AT_LEAST(SECURE_BOOT, SUPPORTED), NOT_TRUSTED}},
    {SECURE_BOOT, "on", NULL, "supported", {AT_LEAST(SECURE_BOOT, SUPPORTED), CHOSEN(FIRMWARE, EFI), CHOSEN(MACHINE, "q35"), ON("x86_64")}},
    {SECURE_BOOT, "off", NULL, "machine-has-none", {AT_LEAST(SECURE_BOOT, SUPPORTED)}},
    {SECURE_BOOT, "off", NULL, "not-supported", {IS(SECURE_BOOT, UNSUPPORTED)}},
    {SECURE_BOOT, "off", NULL, "not-known", {{.kind = WHEN_ALWAYS}}},
    {SMM, "on", NULL, "secure-boot", {CHOSEN(SECURE_BOOT, "on")}},
    {SMM, "off", NULL, "not-needed", {{.kind = WHEN_ALWAYS}}},

    {TPM, NULL, guest_list_tpm_version, "required", {IS(MACHINE_TPM, REQUIRED)}},
    {TPM, NULL, guest_list_tpm_version, "recommended", {AT_LEAST(MACHINE_TPM, RECOMMENDED)}},
    {TPM, "none", NULL, "not-needed", {{.kind = WHEN_ALWAYS}}},
    {TPM_MODEL, "none", NULL, "not-needed", {CHOSEN(TPM, "none")}},
    {TPM_MODEL, "tpm-crb", NULL, "machine", {PC, CHOSEN(TPM, "2.0")}},
    {TPM_MODEL, "tpm-spapr", NULL, "machine", {CHOSEN(MACHINE, "pseries")}},
    {TPM_MODEL, "tpm-tis", NULL, "machine", {NOT_CHOSEN(MACHINE, "pseries")}},

    {CPU, "host-passthrough", NULL, "host", {NOT_CHOSEN(MACHINE, "s390-ccw-virtio")}},
    {CPU, "host-model", NULL, "host", {{.kind = WHEN_ALWAYS}}},
    {CPU, NULL, guest_list_cpu_models, "enough", {{.kind = WHEN_ALWAYS}}},
    {CPU_LEVEL, NULL, guest_list_cpu_level, "required", {STATED(MACHINE_CPU_LEVEL)}},
    {CPU_LEVEL, NULL, guest_list_cpu_level, "architecture", {{.kind = WHEN_ALWAYS}}},
    {CPU_FEATURES, NULL, guest_list_cpu_features, "required", {STATED(MACHINE_CPU_FEATURE)}},

    {PROCESSORS, NULL, guest_list_recommended_processors, "recommended", {{.kind = WHEN_ALWAYS}}},
    {PROCESSORS, "1", NULL, "family", {FAMILY("dos")}},
    {PROCESSORS, "1", NULL, "family", {FAMILY("win16")}},
    {PROCESSORS, "1", NULL, "family", {FAMILY("win9x")}},
    {PROCESSORS, NULL, guest_list_minimum_processors, "twice-the-minimum", {{.kind = WHEN_ALWAYS}}},
    {PROCESSORS, "1", NULL, "default", {{.kind = WHEN_ALWAYS}}},
    {MEMORY, NULL, guest_list_recommended_memory, "recommended", {{.kind = WHEN_ALWAYS}}},
    {MEMORY, NULL, guest_list_minimum_memory, "twice-the-minimum", {{.kind = WHEN_ALWAYS}}},
    {MEMORY, "2147483648", NULL, "age", {SINCE(2015)}},
    {MEMORY, "1073741824", NULL, "age", {SINCE(2008)}},
    {MEMORY, "268435456", NULL, "age", {SINCE(2000)}},
    {MEMORY, "67108864", NULL, "age", {{.kind = WHEN_ALWAYS}}},
    {STORAGE, NULL, guest_list_recommended_storage, "recommended", {{.kind = WHEN_ALWAYS}}},
    {STORAGE, NULL, guest_list_minimum_storage, "minimum", {{.kind = WHEN_ALWAYS}}},
    {STORAGE, "21474836480", NULL, "age", {SINCE(2008)}},
    {STORAGE, "8589934592", NULL, "age", {SINCE(2000)}},
    {STORAGE, "2147483648", NULL, "age", {{.kind = WHEN_ALWAYS}}},

    {CLOCK, NULL, guest_list_clock, "stated", {STATED(MACHINE_CLOCK)}},
    {CLOCK, "localtime", NULL, "family", {FAMILY("winnt")}},
    {CLOCK, "utc", NULL, "default", {{.kind = WHEN_ALWAYS}}},
    {TIMERS, NULL, guest_list_timers, "stated", {PC, STATED(MACHINE_TIMER)}},
    {TIMERS, NULL, guest_list_pc_timers, "default", {PC}},
    {ENLIGHTENMENTS, NULL, guest_list_enlightenments, "stated", {STATED(MACHINE_ENLIGHTENMENT)}},

    /* Buses and models, the best first. */
    {DISK, "virtio", NULL, NULL, {DRIVER(VIRTIO_BLOCK)}},
    {DISK, "virtio", NULL, "default", {NO_PC, NO_DRIVER(VIRTIO_BLOCK), NOT_FAMILY("winnt")}},
    {DISK, "scsi", NULL, NULL, {DRIVER(VIRTIO_SCSI)}},
    {DISK, "sata", NULL, NULL, {DRIVER(AHCI), CHOSEN(MACHINE, "q35")}},
    {DISK, "sata", NULL, NULL, {DRIVER(AHCI), CHOSEN(MACHINE, "virt")}},
    {DISK, "ide", NULL, "machine", {CHOSEN(MACHINE, "pc")}},
    {DISK, "sata", NULL, "default", {CHOSEN(MACHINE, "q35"), NO_DRIVER(AHCI)}},
    {DISK, "virtio", NULL, "default", {NO_PC}},
    {CDROM, "sata", NULL, "machine", {CHOSEN(MACHINE, "q35")}},
    {CDROM, "ide", NULL, "machine", {CHOSEN(MACHINE, "pc")}},
    {CDROM, "scsi", NULL, NULL, {NO_PC, DRIVER(VIRTIO_SCSI)}},
    {CDROM, "sata", NULL, NULL, {CHOSEN(MACHINE, "virt"), DRIVER(AHCI)}},
    {CDROM, "scsi", NULL, "default", {NO_PC}},
    {NETWORK, "virtio", NULL, NULL, {DRIVER(VIRTIO_NET)}},
    {NETWORK, "e1000e", NULL, NULL, {DRIVER(E1000E)}},
    {NETWORK, "e1000", NULL, NULL, {DRIVER(E1000)}},
    {NETWORK, "rtl8139", NULL, NULL, {DRIVER(RTL8139)}},
    {NETWORK, "pcnet", NULL, NULL, {DRIVER(PCNET)}},
    {NETWORK, "ne2k_pci", NULL, NULL, {DRIVER(NE2K)}},
    {NETWORK, "virtio", NULL, "default", {NO_PC, NO_DRIVER(VIRTIO_NET)}},
    {NETWORK, "e1000", NULL, "default", {PC, NO_DRIVER(VIRTIO_NET), NO_DRIVER(E1000), NO_DRIVER(RTL8139), NO_DRIVER(PCNET)}},
    {VIDEO, "virtio", NULL, NULL, {DRIVER(VIRTIO_GPU)}},
    {VIDEO, "vmvga", NULL, "family", {DRIVER(VMVGA), FAMILY("darwin")}},
    {VIDEO, "qxl", NULL, NULL, {DRIVER(QXL), PC}},
    {VIDEO, "vga", NULL, "machine", {PC}},
    {VIDEO, "cirrus", NULL, NULL, {DRIVER(CIRRUS), PC}},
    {VIDEO, "vga", NULL, "machine", {CHOSEN(MACHINE, "pseries"), NO_DRIVER(VIRTIO_GPU)}},
    {VIDEO, "ramfb", NULL, "family", {NO_PC, NO_DRIVER(VIRTIO_GPU), FAMILY("winnt")}},
    {VIDEO, "virtio", NULL, "default", {NO_PC, NO_DRIVER(VIRTIO_GPU), NOT_FAMILY("winnt"), NOT_CHOSEN(MACHINE, "pseries")}},
    {SOUND, "ich9", NULL, NULL, {DRIVER(ICH9), PC, DESKTOP}},
    {SOUND, "ich6", NULL, NULL, {DRIVER(ICH6), PC, DESKTOP}},
    {SOUND, "ac97", NULL, NULL, {DRIVER(AC97), PC, DESKTOP}},
    {SOUND, "es1370", NULL, NULL, {DRIVER(ES1370), PC, DESKTOP}},
    {SOUND, "sb16", NULL, NULL, {DRIVER(SB16), PC, DESKTOP}},
    {USB, "qemu-xhci", NULL, NULL, {DRIVER(QEMU_XHCI), NOT_CHOSEN(MACHINE, "s390-ccw-virtio")}},
    {USB, "nec-xhci", NULL, NULL, {DRIVER(NEC_XHCI), NOT_CHOSEN(MACHINE, "s390-ccw-virtio")}},
    {USB, "ich9-ehci1", NULL, NULL, {DRIVER(EHCI), PC}},
    {USB, "piix3-uhci", NULL, NULL, {DRIVER(UHCI), PC}},
    {INPUT, "tablet:virtio", NULL, NULL, {DRIVER(VIRTIO_INPUT)}},
    {INPUT, "tablet:usb", NULL, NULL, {DRIVER(TABLET), NOT_CHOSEN(USB, "none")}},
    {INPUT, "mouse:ps2", NULL, "machine", {PC}},
    {INPUT, "tablet:usb", NULL, "default", {NO_PC, NO_DRIVER(VIRTIO_INPUT), NO_DRIVER(TABLET), NOT_CHOSEN(USB, "none")}},
    {CONSOLE, "sclp", NULL, "machine", {CHOSEN(MACHINE, "s390-ccw-virtio")}},
    {CONSOLE, "serial", NULL, "machine", {NOT_CHOSEN(MACHINE, "s390-ccw-virtio"), NOT_FAMILY("winnt"), NOT_FAMILY("darwin")}},
    {CONSOLE, "virtio", NULL, NULL, {DRIVER(VIRTIO_CONSOLE), NOT_FAMILY("winnt")}},
    {RNG, "virtio", NULL, NULL, {DRIVER(VIRTIO_RNG)}},
    {BALLOON, "virtio", NULL, NULL, {DRIVER(VIRTIO_BALLOON)}},
    {AGENT, "qemu-guest-agent", NULL, NULL, {DRIVER(VIRTIO_CONSOLE)}},
    {FIRST_BOOT, NULL, guest_list_first_boot, "stated", {STATED(MACHINE_FIRST_BOOT)}},
    {FIRST_BOOT, NULL, guest_list_cloud_init, "images", {{.kind = WHEN_ALWAYS}}},
};
/* clang-format on */

const guint guest_n_rules = G_N_ELEMENTS(guest_rules);

/* clang-format off */
const GuestSettingSpec guest_settings[] = {
    /* name,         every rule adds, where no rule holds */
    {MACHINE,        FALSE, NULL,   NULL},
    {FIRMWARE,       FALSE, NULL,   NULL},
    {SECURE_BOOT,    FALSE, NULL,   NULL},
    {SMM,            FALSE, NULL,   NULL},
    {TPM,            FALSE, NULL,   NULL},
    {TPM_MODEL,      FALSE, NULL,   NULL},
    {CPU,            TRUE,  NULL,   NULL},
    {CPU_LEVEL,      FALSE, NULL,   NULL},
    {CPU_FEATURES,   FALSE, NULL,   NULL},
    {PROCESSORS,     FALSE, NULL,   NULL},
    {MEMORY,         FALSE, NULL,   NULL},
    {STORAGE,        FALSE, NULL,   NULL},
    {CLOCK,          FALSE, NULL,   NULL},
    {TIMERS,         FALSE, NULL,   NULL},
    {ENLIGHTENMENTS, FALSE, NULL,   NULL},
    {DISK,           TRUE,  NULL,   NULL},
    {CDROM,          TRUE,  NULL,   NULL},
    {NETWORK,        TRUE,  NULL,   NULL},
    {VIDEO,          TRUE,  NULL,   NULL},
    {SOUND,          TRUE,  "none", "no-driver"},
    {USB,            TRUE,  "none", "no-driver"},
    {INPUT,          TRUE,  "none", "no-driver"},
    {CONSOLE,        TRUE,  "none", "not-needed"},
    {RNG,            TRUE,  "none", "no-driver"},
    {BALLOON,        TRUE,  "none", "no-driver"},
    {AGENT,          TRUE,  "none", "no-driver"},
    {FIRST_BOOT,     FALSE, "none", "not-known"},
};

static const struct {
    const char *reason;
    const char *sentence;
} reasons[] = {
    {"age", N_("the database says nothing; systems of that age make do with it")},
    {"architecture", N_("machines of the architecture are like that")},
    {"default", N_("nothing is known; it fits nearly all systems")},
    {"driver-installed", N_("a driver that is installed afterwards serves it")},
    {"driver-of-age", N_("systems of its family and age have a driver")},
    {"driver-stated", N_("the database says that the system has a driver")},
    {"enough", N_("the least model of QEMU that is enough for the system")},
    {"family", N_("systems of its family want it")},
    {"host", N_("as fast as the host can be; the host must be no less than the system needs")},
    {"images", N_("its images take settings like that")},
    {"machine", N_("the machine type has it")},
    {"machine-has-none", N_("the machine has none, though the system would do")},
    {"minimum", N_("the least that the system needs; more is not recommended anywhere")},
    {"no-driver", N_("the system has no driver, or nobody knows, or it is not for that purpose")},
    {"not-known", N_("nobody says that it works")},
    {"not-needed", N_("nothing asks for it")},
    {"not-offered", N_("the platform has nothing better")},
    {"not-supported", N_("it does not work")},
    {"not-trusted", N_("firmware trusts none of those who signed the system")},
    {"old-virtio", N_("its virtio drivers are older than version 1.0, which slots of q35 need")},
    {"own-firmware", N_("the machine has firmware of its own")},
    {"recommended", N_("it is recommended")},
    {"required", N_("the system needs it")},
    {"secure-boot", N_("Secure Boot needs it")},
    {"signed", N_("what starts the system is signed, so that Secure Boot can be on")},
    {"stated", N_("the database says so")},
    {"supported", N_("it works")},
    {"twice-the-minimum", N_("twice the least that the system needs, since nobody recommends an amount")},
    {"wanted", N_("it was asked for")},
    {"works-everywhere", N_("it works, and no more is gained by another one")},
};
/* clang-format on */

const guint guest_n_settings = G_N_ELEMENTS(guest_settings);

const char *
guest_reason_explain(const char *reason)
{
    for (guint i = 0; i < G_N_ELEMENTS(reasons); i++) {
        if (strcmp(reasons[i].reason, reason) == 0)
            return _(reasons[i].sentence);
    }
    return reason;
}
