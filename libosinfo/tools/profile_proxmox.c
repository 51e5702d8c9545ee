/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A profile as the configuration of a machine of Proxmox VE (qm.conf(5)), below /etc/pve/qemu-server; disks are made by
 * `qm set`, for which the same settings are options.
 */
#include "config.h"

#include <string.h>

#include "facts/version.h"
#include "tools/profile_form.h"

/* Where disks are kept on a host that nobody changed. */
#define STORAGE "local-lvm"

/* Kinds of systems: the first row that fits; others are "other". Servers share a version with the system of a desktop that came
 * out before. */
static const struct {
    const char *family;
    const char *version; /* from this one on; NULL: any */
    guint year;          /* from this one on */
    const char *ostype;
} ostypes[] = {
    {"winnt", "10.0", 2021, "win11"}, {"winnt", "10.0", 0, "win10"},
    {"winnt", "6.2", 0, "win8"},      {"winnt", "6.1", 0, "win7"},
    {"winnt", "6.0", 2008, "w2k8"},   {"winnt", "6.0", 0, "wvista"},
    {"winnt", "5.2", 0, "w2k3"},      {"winnt", "5.1", 0, "wxp"},
    {"winnt", "5.0", 0, "w2k"},       {"linux", NULL, 0, "l26"},
    {"solaris", NULL, 0, "solaris"},  {"illumos", NULL, 0, "solaris"},
};

static const ProfileWord disks[] = {
    {"virtio", "virtio0"}, {"scsi", "scsi0"}, {"sata", "sata0"}, {"ide", "ide0"}, {NULL, NULL}};
static const ProfileWord media[] = {
    {"ide", "ide2"}, {"sata", "sata2"}, {"scsi", "scsi2"}, {NULL, NULL}};
static const ProfileWord networks[] = {
    {"virtio", "virtio"}, {"e1000e", "e1000e"},     {"e1000", "e1000"}, {"rtl8139", "rtl8139"},
    {"pcnet", "pcnet"},   {"ne2k_pci", "ne2k_pci"}, {NULL, NULL}};
static const ProfileWord videos[] = {{"virtio", "virtio"}, {"qxl", "qxl"},      {"vga", "std"},
                                     {"cirrus", "cirrus"}, {"vmvga", "vmware"}, {NULL, NULL}};
static const ProfileWord sounds[] = {
    {"ich9", "ich9-intel-hda"}, {"ich6", "intel-hda"}, {"ac97", "AC97"}, {NULL, NULL}};
static const ProfileWord cpus[] = {
    {"host-passthrough", "host"}, {"host-model", "host"}, {NULL, NULL}};

static const char *
find_ostype(OsinfoOs *os)
{
    const char *family = osinfo_os_get_family(os);
    const char *version = osinfo_product_get_version(OSINFO_PRODUCT(os));
    g_autoptr(GDate) date = osinfo_product_get_release_date(OSINFO_PRODUCT(os));
    guint year = date != NULL ? g_date_get_year(date) : G_MAXUINT;

    for (guint i = 0; i < G_N_ELEMENTS(ostypes); i++) {
        if (g_strcmp0(ostypes[i].family, family) != 0 || year < ostypes[i].year)
            continue;
        if (ostypes[i].version == NULL ||
            (version != NULL && version_order(version, ostypes[i].version) >= 0))
            return ostypes[i].ostype;
    }
    return "other";
}

static void
write_machine(const ProfileForm *self, Output *output)
{
    const char *machine =
        osinfo_guest_profile_get_value(self->profile, OSINFO_GUEST_SETTING_MACHINE);
    const char *architecture = osinfo_guest_profile_get_architecture(self->profile);
    const char *cpu = profile_find_word(self, OSINFO_GUEST_SETTING_CPU, cpus);

    /* the host's own is no setting */
    if (strcmp(architecture, "aarch64") == 0)
        profile_add_line(output, 0, "arch: aarch64");
    if (machine != NULL)
        profile_add_line(output, 0, "machine: %s", machine);
    profile_add_line(output, 0, "bios: %s",
                     profile_is(self, OSINFO_GUEST_SETTING_FIRMWARE, "efi") ? "ovmf" : "seabios");
    profile_add_line(output, 0, "cpu: %s", self->is_emulated || cpu == NULL ? "max" : cpu);
    if (self->is_emulated)
        profile_add_line(output, 0, "kvm: 0");
    profile_add_line(output, 0, "sockets: 1");
    profile_add_line(
        output, 0, "cores: %" G_GINT64_FORMAT,
        osinfo_guest_profile_get_number(self->profile, OSINFO_GUEST_SETTING_PROCESSORS));
    profile_add_line(output, 0, "memory: %" G_GUINT64_FORMAT,
                     profile_get_size(self, OSINFO_GUEST_SETTING_MEMORY, OSINFO_MEBIBYTES));
    profile_add_line(output, 0, "localtime: %d",
                     profile_is(self, OSINFO_GUEST_SETTING_CLOCK, "localtime"));
}

static void
write_disks(const ProfileForm *self, Output *output)
{
    const char *disk = profile_find_word(self, OSINFO_GUEST_SETTING_DISK, disks);
    const char *medium = profile_find_word(self, OSINFO_GUEST_SETTING_CDROM, media);
    const char *tpm = osinfo_guest_profile_get_value(self->profile, OSINFO_GUEST_SETTING_TPM);

    if (profile_is(self, OSINFO_GUEST_SETTING_FIRMWARE, "efi"))
        profile_add_line(output, 0, "efidisk0: " STORAGE ":1,efitype=4m,pre-enrolled-keys=%d",
                         profile_is(self, OSINFO_GUEST_SETTING_SECURE_BOOT, "on"));
    if (strcmp(tpm, "none") != 0)
        profile_add_line(output, 0, "tpmstate0: " STORAGE ":1,version=v%s", tpm);
    if (profile_has(self, OSINFO_GUEST_SETTING_DISK, "scsi") ||
        profile_has(self, OSINFO_GUEST_SETTING_CDROM, "scsi"))
        profile_add_line(output, 0, "scsihw: virtio-scsi-single");
    if (disk != NULL)
        profile_add_line(output, 0, "%s: " STORAGE ":%" G_GUINT64_FORMAT, disk,
                         profile_get_size(self, OSINFO_GUEST_SETTING_STORAGE, OSINFO_GIBIBYTES));
    if (medium != NULL)
        profile_add_line(output, 0, "%s: none,media=cdrom", medium);
    profile_add_line(output, 0, "boot: order=%s%s%s", medium != NULL ? medium : "",
                     medium != NULL ? ";" : "", disk != NULL ? disk : "");
}

static void
write_devices(const ProfileForm *self, Output *output)
{
    const char *network = profile_find_word(self, OSINFO_GUEST_SETTING_NETWORK, networks);
    const char *video = profile_find_word(self, OSINFO_GUEST_SETTING_VIDEO, videos);
    const char *sound = profile_find_word(self, OSINFO_GUEST_SETTING_SOUND, sounds);

    if (network != NULL)
        profile_add_line(output, 0, "net0: %s,bridge=vmbr0", network);
    if (video != NULL)
        profile_add_line(output, 0, "vga: %s", video);
    if (sound != NULL)
        profile_add_line(output, 0, "audio0: device=%s,driver=none", sound);
    profile_add_line(output, 0, "tablet: %d",
                     profile_has(self, OSINFO_GUEST_SETTING_INPUT, "tablet:usb"));
    if (profile_has(self, OSINFO_GUEST_SETTING_CONSOLE, "serial"))
        profile_add_line(output, 0, "serial0: socket");
    profile_add_line(output, 0, "agent: %d", !profile_is(self, OSINFO_GUEST_SETTING_AGENT, "none"));
    if (profile_is(self, OSINFO_GUEST_SETTING_BALLOON, "none"))
        profile_add_line(output, 0, "balloon: 0");
    if (!profile_is(self, OSINFO_GUEST_SETTING_RNG, "none"))
        profile_add_line(output, 0, "rng0: source=/dev/urandom");
}

void
profile_write_proxmox(const ProfileForm *self, Output *output)
{
    profile_add_line(output, 0, "name: %s", self->name);
    profile_add_line(output, 0, "ostype: %s", find_ostype(self->os));
    write_machine(self, output);
    write_disks(self, output);
    write_devices(self, output);
}
