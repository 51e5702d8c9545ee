/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A profile as a VirtualMachine of KubeVirt (https://kubevirt.io/api-reference/), in YAML. Every text in it is a word of ours,
 * or a name of letters and digits.
 */
#include "config.h"

#include <string.h>

#include "tools/profile_form.h"

/* What is not there is what KubeVirt does not run. */
static const ProfileWord architectures[] = {
    {"x86_64", "amd64"}, {"aarch64", "arm64"}, {"s390x", "s390x"}, {NULL, NULL}};

static const ProfileWord disks[] = {
    {"virtio", "virtio"}, {"scsi", "scsi"}, {"sata", "sata"}, {NULL, NULL}};
static const ProfileWord media[] = {{"sata", "sata"}, {"scsi", "scsi"}, {NULL, NULL}};
static const ProfileWord networks[] = {
    {"virtio", "virtio"}, {"e1000e", "e1000e"},     {"e1000", "e1000"}, {"rtl8139", "rtl8139"},
    {"pcnet", "pcnet"},   {"ne2k_pci", "ne2k_pci"}, {NULL, NULL}};
static const ProfileWord inputs[] = {
    {"tablet:virtio", "virtio"}, {"tablet:usb", "usb"}, {NULL, NULL}};
static const ProfileWord sounds[] = {{"ich9", "ich9"}, {"ac97", "ac97"}, {NULL, NULL}};

static const ProfileWord enlightenments[] = {
    {"relaxed", "relaxed: {}"},
    {"vapic", "vapic: {}"},
    {"spinlocks", "spinlocks: {spinlocks: 8191}"},
    {"vpindex", "vpindex: {}"},
    {"runtime", "runtime: {}"},
    {"synic", "synic: {}"},
    {"stimer", "synictimer: {direct: {}}"},
    {"reset", "reset: {}"},
    {"frequencies", "frequencies: {}"},
    {"reenlightenment", "reenlightenment: {}"},
    {"tlbflush", "tlbflush: {}"},
    {"ipi", "ipi: {}"},
    {NULL, NULL},
};

static const ProfileWord timers[] = {
    {"rtc:catchup", "rtc: {tickPolicy: catchup}"},
    {"pit:delay", "pit: {tickPolicy: delay}"},
    {"hpet:no", "hpet: {present: false}"},
    {"hypervclock:yes", "hyperv: {present: true}"},
    {NULL, NULL},
};

/* Words of all values that a table has one for, a line each, below a heading; nothing for none. */
static void
write_all(const ProfileForm *self, const char *setting, const ProfileWord *words,
          const char *heading, guint depth, Output *output)
{
    gboolean has_heading = FALSE;

    for (; words->value != NULL; words++) {
        if (!profile_has(self, setting, words->value))
            continue;
        if (!has_heading)
            profile_add_line(output, depth, "%s:", heading);
        has_heading = TRUE;
        profile_add_line(output, depth + 1, "%s", words->word);
    }
}

static const char *
say(gboolean value)
{
    return value ? "true" : "false";
}

static void
write_firmware(const ProfileForm *self, Output *output)
{
    gboolean is_efi = profile_is(self, OSINFO_GUEST_SETTING_FIRMWARE, "efi");
    gboolean is_secure = profile_is(self, OSINFO_GUEST_SETTING_SECURE_BOOT, "on");
    /* what a TPM has seen must stay as it was */
    gboolean is_kept = !profile_is(self, OSINFO_GUEST_SETTING_TPM, "none");

    if (profile_is(self, OSINFO_GUEST_SETTING_FIRMWARE, "none"))
        return;
    profile_add_line(output, 4, "firmware:");
    profile_add_line(output, 5, "bootloader:");
    if (is_efi)
        profile_add_line(output, 6, "efi: {secureBoot: %s, persistent: %s}", say(is_secure),
                         say(is_kept));
    else
        profile_add_line(output, 6, "bios: {}");
}

static void
write_clock(const ProfileForm *self, Output *output)
{
    /* of local time there is none */
    if (profile_is(self, OSINFO_GUEST_SETTING_CLOCK, "localtime"))
        profile_add_line(
            output, 4,
            "# the system takes its clock for local time: set RealTimeIsUniversal in its registry");
    profile_add_line(output, 4, "clock:");
    profile_add_line(output, 5, "utc: {}");
    write_all(self, OSINFO_GUEST_SETTING_TIMERS, timers, "timer", 5, output);
}

static void
write_features(const ProfileForm *self, Output *output)
{
    profile_add_line(output, 4, "features:");
    profile_add_line(output, 5, "acpi: {}");
    if (profile_is(self, OSINFO_GUEST_SETTING_SMM, "on"))
        profile_add_line(output, 5, "smm: {enabled: true}");
    write_all(self, OSINFO_GUEST_SETTING_ENLIGHTENMENTS, enlightenments, "hyperv", 5, output);
}

static void
write_disks(const ProfileForm *self, Output *output)
{
    const char *disk = profile_find_word(self, OSINFO_GUEST_SETTING_DISK, disks);
    const char *medium = profile_find_word(self, OSINFO_GUEST_SETTING_CDROM, media);

    profile_add_line(output, 5, "disks:");
    profile_add_line(output, 6, "- name: disk");
    /* there is no IDE */
    profile_add_line(output, 7, "disk: {bus: %s}", disk != NULL ? disk : "sata");
    profile_add_line(output, 7, "bootOrder: %d", self->medium != NULL ? 2 : 1);
    if (self->medium == NULL)
        return;
    profile_add_line(output, 6, "- name: medium");
    profile_add_line(output, 7, "cdrom: {bus: %s}", medium != NULL ? medium : "sata");
    profile_add_line(output, 7, "bootOrder: 1");
}

static void
write_devices(const ProfileForm *self, Output *output)
{
    const char *network = profile_find_word(self, OSINFO_GUEST_SETTING_NETWORK, networks);
    const char *input = profile_find_word(self, OSINFO_GUEST_SETTING_INPUT, inputs);
    const char *sound = profile_find_word(self, OSINFO_GUEST_SETTING_SOUND, sounds);

    profile_add_line(output, 4, "devices:");
    write_disks(self, output);
    profile_add_line(output, 5, "interfaces:");
    profile_add_line(output, 6, "- name: default");
    profile_add_line(output, 7, "model: %s", network != NULL ? network : "e1000");
    profile_add_line(output, 7, "masquerade: {}");
    if (input != NULL) {
        profile_add_line(output, 5, "inputs:");
        profile_add_line(output, 6, "- {name: tablet, type: tablet, bus: %s}", input);
    }
    if (sound != NULL)
        profile_add_line(output, 5, "sound: {name: sound, model: %s}", sound);
    if (!profile_is(self, OSINFO_GUEST_SETTING_RNG, "none"))
        profile_add_line(output, 5, "rng: {}");
    if (!profile_is(self, OSINFO_GUEST_SETTING_TPM, "none"))
        profile_add_line(output, 5, "tpm: {persistent: true}");
    profile_add_line(output, 5, "autoattachMemBalloon: %s",
                     say(!profile_is(self, OSINFO_GUEST_SETTING_BALLOON, "none")));
    profile_add_line(output, 5, "autoattachSerialConsole: %s",
                     say(!profile_is(self, OSINFO_GUEST_SETTING_CONSOLE, "none")));
}

/* The name of an object of Kubernetes has neither capitals nor underscores. A new text. */
static char *
make_object_name(const char *name)
{
    char *lower = g_ascii_strdown(name, -1);
    gsize length = strlen(lower);

    g_strdelimit(lower, "_.", '-');
    while (length > 1 && lower[length - 1] == '-')
        lower[--length] = '\0';
    return lower;
}

static void
write_volumes(const ProfileForm *self, const char *name, Output *output)
{
    profile_add_line(output, 3, "networks:");
    profile_add_line(output, 4, "- name: default");
    profile_add_line(output, 5, "pod: {}");
    profile_add_line(output, 3, "volumes:");
    profile_add_line(output, 4, "- name: disk");
    profile_add_line(output, 5, "dataVolume: {name: %s}", name);
    if (self->medium != NULL) {
        profile_add_line(output, 4, "- name: medium");
        profile_add_line(output, 5, "persistentVolumeClaim: {claimName: %s-medium}", name);
    }
    profile_add_line(output, 1, "dataVolumeTemplates:");
    profile_add_line(output, 2, "- metadata: {name: %s}", name);
    profile_add_line(output, 3, "spec:");
    profile_add_line(output, 4, "source: {blank: {}}");
    profile_add_line(output, 4,
                     "storage: {resources: {requests: {storage: %" G_GUINT64_FORMAT "Mi}}}",
                     profile_get_size(self, OSINFO_GUEST_SETTING_STORAGE, OSINFO_MEBIBYTES));
}

static const char *
find_architecture(const char *own)
{
    for (const ProfileWord *word = architectures; word->value != NULL; word++) {
        if (strcmp(word->value, own) == 0)
            return word->word;
    }
    return own;
}

void
profile_write_kubevirt(const ProfileForm *self, Output *output)
{
    const char *machine =
        osinfo_guest_profile_get_value(self->profile, OSINFO_GUEST_SETTING_MACHINE);
    g_autofree char *name = make_object_name(self->name);

    profile_add_line(output, 0, "apiVersion: kubevirt.io/v1");
    profile_add_line(output, 0, "kind: VirtualMachine");
    profile_add_line(output, 0, "metadata:");
    profile_add_line(output, 1, "name: %s", name);
    profile_add_line(output, 0, "spec:");
    profile_add_line(output, 1, "runStrategy: Halted");
    profile_add_line(output, 1, "template:");
    profile_add_line(output, 2, "spec:");
    profile_add_line(output, 3, "architecture: %s",
                     find_architecture(osinfo_guest_profile_get_architecture(self->profile)));
    profile_add_line(output, 3, "domain:");
    if (machine != NULL)
        profile_add_line(output, 4, "machine: {type: %s}", machine);
    profile_add_line(
        output, 4, "cpu: {sockets: 1, cores: %" G_GINT64_FORMAT ", model: %s}",
        osinfo_guest_profile_get_number(self->profile, OSINFO_GUEST_SETTING_PROCESSORS),
        osinfo_guest_profile_get_value(self->profile, OSINFO_GUEST_SETTING_CPU));
    profile_add_line(output, 4, "memory: {guest: %" G_GUINT64_FORMAT "Mi}",
                     profile_get_size(self, OSINFO_GUEST_SETTING_MEMORY, OSINFO_MEBIBYTES));
    write_firmware(self, output);
    write_clock(self, output);
    write_features(self, output);
    write_devices(self, output);
    write_volumes(self, name, output);
}
