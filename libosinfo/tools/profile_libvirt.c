/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A profile as a domain of libvirt (https://libvirt.org/formatdomain.html).
 */
#include "config.h"

#include <string.h>

#include "tools/profile_form.h"

/* Where disks are on a host that nobody changed. */
#define IMAGES "/var/lib/libvirt/images"

/* "time" is a timer of the clock, and is not here. */
static const ProfileWord enlightenments[] = {
    {"relaxed", "<relaxed state='on'/>"},
    {"vapic", "<vapic state='on'/>"},
    {"spinlocks", "<spinlocks state='on' retries='8191'/>"},
    {"vpindex", "<vpindex state='on'/>"},
    {"runtime", "<runtime state='on'/>"},
    {"synic", "<synic state='on'/>"},
    {"stimer", "<stimer state='on'><direct state='on'/></stimer>"},
    {"reset", "<reset state='on'/>"},
    {"frequencies", "<frequencies state='on'/>"},
    {"reenlightenment", "<reenlightenment state='on'/>"},
    {"tlbflush", "<tlbflush state='on'/>"},
    {"ipi", "<ipi state='on'/>"},
    {NULL, NULL},
};

/* What follows the colon of a timer, by what is in front of it. */
static const struct {
    const char *timer;
    const char *attribute;
} timers[] = {
    {"rtc", "tickpolicy"},      {"pit", "tickpolicy"},   {"hpet", "present"},
    {"hypervclock", "present"}, {"kvmclock", "present"},
};

/* A model by name, for a machine that no hardware helps, or where the host's is none. */
static const ProfileWord cpu_modes[] = {
    {"host-passthrough", "<cpu mode='host-passthrough' check='none' migratable='on'>"},
    {"host-model", "<cpu mode='host-model' check='partial'>"},
    {NULL, NULL},
};

static const ProfileWord disk_targets[] = {
    {"virtio", "vda"}, {"scsi", "sda"}, {"sata", "sda"}, {"ide", "hda"}, {NULL, NULL}};
static const ProfileWord medium_targets[] = {
    {"scsi", "sdb"}, {"sata", "sdb"}, {"ide", "hdc"}, {NULL, NULL}};

static const ProfileWord inputs[] = {
    {"tablet:virtio", "<input type='tablet' bus='virtio'/>"},
    {"tablet:usb", "<input type='tablet' bus='usb'/>"},
    {"mouse:ps2", "<input type='mouse' bus='ps2'/>"},
    {NULL, NULL},
};

/* Machines that have ACPI where there is firmware for it. */
static const ProfileWord acpi[] = {
    {"q35", "<acpi/>"}, {"pc", "<acpi/>"}, {"virt", "<acpi/>"}, {NULL, NULL}};

static void add(Output *output, const char *format, ...) G_GNUC_PRINTF(2, 3);

/* What comes with the arguments is text of the document. */
static void
add(Output *output, const char *format, ...)
{
    va_list arguments;
    g_autofree char *text = NULL;

    va_start(arguments, format);
    text = g_markup_vprintf_escaped(format, arguments);
    va_end(arguments);
    output_add(output, text);
}

static void
write_os(const ProfileForm *self, Output *output)
{
    const char *machine =
        osinfo_guest_profile_get_value(self->profile, OSINFO_GUEST_SETTING_MACHINE);
    const char *architecture = osinfo_guest_profile_get_architecture(self->profile);
    gboolean is_efi = profile_is(self, OSINFO_GUEST_SETTING_FIRMWARE, "efi");
    gboolean is_secure = profile_is(self, OSINFO_GUEST_SETTING_SECURE_BOOT, "on");

    output_add(output, is_efi ? "  <os firmware='efi'>\n" : "  <os>\n");
    if (machine != NULL)
        add(output, "    <type arch='%s' machine='%s'>hvm</type>\n", architecture, machine);
    else
        add(output, "    <type arch='%s'>hvm</type>\n", architecture);
    if (is_efi && profile_is_pc(self))
        add(output,
            "    <firmware>\n"
            "      <feature enabled='%s' name='enrolled-keys'/>\n"
            "      <feature enabled='%s' name='secure-boot'/>\n"
            "    </firmware>\n",
            is_secure ? "yes" : "no", is_secure ? "yes" : "no");
    if (self->medium != NULL)
        output_add(output, "    <boot dev='cdrom'/>\n");
    output_add(output, "    <boot dev='hd'/>\n  </os>\n");
}

static void
write_enlightenments(const ProfileForm *self, Output *output)
{
    const gchar *const *values =
        osinfo_guest_profile_get_values(self->profile, OSINFO_GUEST_SETTING_ENLIGHTENMENTS);

    /* they are the hardware's */
    if (*values == NULL || self->is_emulated)
        return;
    output_add(output, "    <hyperv mode='custom'>\n");
    for (const ProfileWord *word = enlightenments; word->value != NULL; word++) {
        if (g_strv_contains(values, word->value))
            output_add_format(output, "      %s\n", word->word);
    }
    output_add(output, "    </hyperv>\n");
}

static void
write_features(const ProfileForm *self, Output *output)
{
    const char *text = profile_find_word(self, OSINFO_GUEST_SETTING_MACHINE, acpi);
    gboolean is_secure = profile_is(self, OSINFO_GUEST_SETTING_SMM, "on");

    if (text == NULL)
        return;
    output_add(output, "  <features>\n");
    output_add_format(output, "    %s\n", text);
    if (profile_is_pc(self))
        output_add(output, "    <apic/>\n");
    write_enlightenments(self, output);
    if (is_secure)
        output_add(output, "    <smm state='on'/>\n");
    output_add(output, "  </features>\n");
}

static void
write_topology(const ProfileForm *self, Output *output)
{
    gint64 n_processors =
        osinfo_guest_profile_get_number(self->profile, OSINFO_GUEST_SETTING_PROCESSORS);

    output_add_format(output,
                      "    <topology sockets='1' cores='%" G_GINT64_FORMAT "' threads='1'/>\n",
                      n_processors);
}

static void
write_cpu(const ProfileForm *self, Output *output)
{
    const char *mode = profile_find_word(self, OSINFO_GUEST_SETTING_CPU, cpu_modes);

    if (self->is_emulated)
        mode = "<cpu mode='maximum'>";
    if (mode == NULL)
        return;
    output_add_format(output, "  %s\n", mode);
    write_topology(self, output);
    output_add(output, "  </cpu>\n");
}

static void
write_timer(const char *value, Output *output)
{
    for (guint i = 0; i < G_N_ELEMENTS(timers); i++) {
        gsize length = strlen(timers[i].timer);

        if (strncmp(value, timers[i].timer, length) == 0 && value[length] == ':')
            add(output, "    <timer name='%s' %s='%s'/>\n", timers[i].timer, timers[i].attribute,
                value + length + 1);
    }
}

static void
write_clock(const ProfileForm *self, Output *output)
{
    const gchar *const *values =
        osinfo_guest_profile_get_values(self->profile, OSINFO_GUEST_SETTING_TIMERS);
    const char *base = osinfo_guest_profile_get_value(self->profile, OSINFO_GUEST_SETTING_CLOCK);

    add(output, "  <clock offset='%s'>\n", base);
    for (; *values != NULL; values++)
        write_timer(*values, output);
    output_add(output, "  </clock>\n");
}

static void
write_controllers(const ProfileForm *self, Output *output)
{
    const char *usb = osinfo_guest_profile_get_value(self->profile, OSINFO_GUEST_SETTING_USB);
    gboolean has_scsi =
        profile_is(self, OSINFO_GUEST_SETTING_DISK, "scsi") ||
        (self->medium != NULL && profile_is(self, OSINFO_GUEST_SETTING_CDROM, "scsi"));

    add(output, "    <controller type='usb' model='%s'/>\n", usb);
    if (has_scsi)
        output_add(output, "    <controller type='scsi' model='virtio-scsi'/>\n");
}

static void
write_disks(const ProfileForm *self, Output *output)
{
    const char *bus = osinfo_guest_profile_get_value(self->profile, OSINFO_GUEST_SETTING_DISK);
    g_autofree char *name = profile_dup_disk(self);
    /* libvirt takes absolute paths alone */
    g_autofree char *disk = g_canonicalize_filename(name, self->disk == NULL ? IMAGES : NULL);
    g_autofree char *medium =
        self->medium != NULL ? g_canonicalize_filename(self->medium, NULL) : NULL;

    add(output,
        "    <disk type='file' device='disk'>\n"
        "      <driver name='qemu' type='%s'/>\n"
        "      <source file='%s'/>\n"
        "      <target dev='%s' bus='%s'/>\n"
        "    </disk>\n",
        g_str_has_suffix(disk, ".qcow2") ? "qcow2" : "raw", disk,
        profile_find_word(self, OSINFO_GUEST_SETTING_DISK, disk_targets), bus);
    if (medium == NULL)
        return;
    add(output,
        "    <disk type='file' device='cdrom'>\n"
        "      <driver name='qemu' type='raw'/>\n"
        "      <source file='%s'/>\n"
        "      <target dev='%s' bus='%s'/>\n"
        "      <readonly/>\n"
        "    </disk>\n",
        medium, profile_find_word(self, OSINFO_GUEST_SETTING_CDROM, medium_targets),
        osinfo_guest_profile_get_value(self->profile, OSINFO_GUEST_SETTING_CDROM));
}

static void
write_console(const ProfileForm *self, Output *output)
{
    const char *console =
        osinfo_guest_profile_get_value(self->profile, OSINFO_GUEST_SETTING_CONSOLE);

    if (strcmp(console, "none") != 0)
        add(output,
            "    <console type='pty'>\n"
            "      <target type='%s'/>\n"
            "    </console>\n",
            console);
    if (!profile_is(self, OSINFO_GUEST_SETTING_AGENT, "none"))
        output_add(output, "    <channel type='unix'>\n"
                           "      <target type='virtio' name='org.qemu.guest_agent.0'/>\n"
                           "    </channel>\n");
}

static void
write_tpm(const ProfileForm *self, Output *output)
{
    const char *version = osinfo_guest_profile_get_value(self->profile, OSINFO_GUEST_SETTING_TPM);

    if (strcmp(version, "none") != 0)
        add(output,
            "    <tpm model='%s'>\n"
            "      <backend type='emulator' version='%s'/>\n"
            "    </tpm>\n",
            osinfo_guest_profile_get_value(self->profile, OSINFO_GUEST_SETTING_TPM_MODEL), version);
}

static void
write_devices(const ProfileForm *self, Output *output)
{
    const char *sound = osinfo_guest_profile_get_value(self->profile, OSINFO_GUEST_SETTING_SOUND);
    const char *input = profile_find_word(self, OSINFO_GUEST_SETTING_INPUT, inputs);

    output_add(output, "  <devices>\n");
    write_controllers(self, output);
    write_disks(self, output);
    add(output,
        "    <interface type='network'>\n"
        "      <source network='default'/>\n"
        "      <model type='%s'/>\n"
        "    </interface>\n",
        osinfo_guest_profile_get_value(self->profile, OSINFO_GUEST_SETTING_NETWORK));
    write_console(self, output);
    if (input != NULL)
        output_add_format(output, "    %s\n", input);
    write_tpm(self, output);
    output_add(output, "    <graphics type='vnc' autoport='yes'/>\n");
    if (strcmp(sound, "none") != 0)
        add(output, "    <sound model='%s'/>\n", sound);
    add(output,
        "    <video>\n"
        "      <model type='%s'/>\n"
        "    </video>\n",
        osinfo_guest_profile_get_value(self->profile, OSINFO_GUEST_SETTING_VIDEO));
    add(output, "    <memballoon model='%s'/>\n",
        osinfo_guest_profile_get_value(self->profile, OSINFO_GUEST_SETTING_BALLOON));
    if (!profile_is(self, OSINFO_GUEST_SETTING_RNG, "none"))
        output_add(output, "    <rng model='virtio'>\n"
                           "      <backend model='random'>/dev/urandom</backend>\n"
                           "    </rng>\n");
    output_add(output, "  </devices>\n");
}

void
profile_write_libvirt(const ProfileForm *self, Output *output)
{
    add(output,
        "<domain type='%s'>\n"
        "  <name>%s</name>\n"
        "  <metadata>\n"
        "    <libosinfo:libosinfo "
        "xmlns:libosinfo='http://libosinfo.org/xmlns/libvirt/domain/1.0'>\n"
        "      <libosinfo:os id='%s'/>\n"
        "    </libosinfo:libosinfo>\n"
        "  </metadata>\n",
        self->is_emulated ? "qemu" : "kvm", self->name,
        osinfo_entity_get_id(OSINFO_ENTITY(self->os)));
    output_add_format(output, "  <memory unit='KiB'>%" G_GUINT64_FORMAT "</memory>\n",
                      profile_get_size(self, OSINFO_GUEST_SETTING_MEMORY, OSINFO_KIBIBYTES));
    output_add_format(
        output, "  <vcpu>%" G_GINT64_FORMAT "</vcpu>\n",
        osinfo_guest_profile_get_number(self->profile, OSINFO_GUEST_SETTING_PROCESSORS));
    write_os(self, output);
    write_features(self, output);
    write_cpu(self, output);
    write_clock(self, output);
    write_devices(self, output);
    output_add(output, "</domain>\n");
}
