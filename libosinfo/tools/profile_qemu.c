/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A profile as a command line of QEMU, for a shell: an option a line (https://www.qemu.org/docs/master/system/invocation.html).
 */
#include "config.h"

#include <string.h>

#include "tools/profile_form.h"

/* Programs that are not called after the architecture. */
static const ProfileWord programs[] = {
    {"i686", "i386"}, {"armv6l", "arm"}, {"armv7l", "arm"}, {"ppc64le", "ppc64"}, {NULL, NULL}};

/* Firmware as distributions install it, and what its variables begin with: the first that is there, else the first. */
typedef struct {
    const char *architecture;
    gboolean is_secure; /* it has Secure Boot, and the usual keys are enrolled */
    const char *code, *variables;
} FirmwareFiles;

/* clang-format off */
static const FirmwareFiles firmware_files[] = {
    {"x86_64",      TRUE,  "/usr/share/OVMF/OVMF_CODE_4M.ms.fd", "/usr/share/OVMF/OVMF_VARS_4M.ms.fd"},
    {"x86_64",      TRUE,  "/usr/share/edk2/ovmf/OVMF_CODE.secboot.fd", "/usr/share/edk2/ovmf/OVMF_VARS.secboot.fd"},
    {"x86_64",      FALSE, "/usr/share/OVMF/OVMF_CODE_4M.fd", "/usr/share/OVMF/OVMF_VARS_4M.fd"},
    {"x86_64",      FALSE, "/usr/share/edk2/ovmf/OVMF_CODE.fd", "/usr/share/edk2/ovmf/OVMF_VARS.fd"},
    {"i686",        FALSE, "/usr/share/OVMF/OVMF32_CODE_4M.secboot.fd", "/usr/share/OVMF/OVMF32_VARS_4M.fd"},
    {"aarch64",     FALSE, "/usr/share/AAVMF/AAVMF_CODE.fd", "/usr/share/AAVMF/AAVMF_VARS.fd"},
    {"aarch64",     FALSE, "/usr/share/edk2/aarch64/QEMU_EFI-pflash.raw", "/usr/share/edk2/aarch64/vars-template-pflash.raw"},
    {"armv7l",      FALSE, "/usr/share/AAVMF/AAVMF32_CODE.fd", "/usr/share/AAVMF/AAVMF32_VARS.fd"},
    {"riscv64",     FALSE, "/usr/share/qemu-efi-riscv64/RISCV_VIRT_CODE.fd", "/usr/share/qemu-efi-riscv64/RISCV_VIRT_VARS.fd"},
    {"loongarch64", FALSE, "/usr/share/qemu-efi-loongarch64/QEMU_EFI.fd", "/usr/share/qemu-efi-loongarch64/QEMU_VARS.fd"},
};
/* clang-format on */

static const ProfileWord cpus[] = {
    {"host-passthrough", "host"}, {"host-model", "host"}, {NULL, NULL}};

static const ProfileWord enlightenments[] = {{"relaxed", "hv-relaxed"},
                                             {"vapic", "hv-vapic"},
                                             {"spinlocks", "hv-spinlocks=0x1fff"},
                                             {"vpindex", "hv-vpindex"},
                                             {"runtime", "hv-runtime"},
                                             {"time", "hv-time"},
                                             {"reset", "hv-reset"},
                                             {"synic", "hv-synic"},
                                             {"stimer", "hv-stimer,hv-stimer-direct"},
                                             {"frequencies", "hv-frequencies"},
                                             {"tlbflush", "hv-tlbflush"},
                                             {"ipi", "hv-ipi"},
                                             {"reenlightenment", "hv-reenlightenment"},
                                             {NULL, NULL}};

static const ProfileWord usb[] = {{"qemu-xhci", "qemu-xhci,id=usb"},
                                  {"nec-xhci", "nec-usb-xhci,id=usb"},
                                  {"ich9-ehci1", "usb-ehci,id=usb"},
                                  {"piix3-uhci", "piix3-usb-uhci,id=usb"},
                                  {NULL, NULL}};

static const ProfileWord disks[] = {{"virtio", "virtio-blk-%s,drive=disk"},
                                    {"scsi", "scsi-hd,drive=disk"},
                                    {"sata", "ide-hd,drive=disk,bus=ide.0"},
                                    {"ide", "ide-hd,drive=disk,bus=ide.0"},
                                    {NULL, NULL}};

static const ProfileWord media[] = {{"scsi", "scsi-cd,drive=medium"},
                                    {"sata", "ide-cd,drive=medium,bus=ide.1"},
                                    {"ide", "ide-cd,drive=medium,bus=ide.1"},
                                    {NULL, NULL}};

static const ProfileWord networks[] = {{"virtio", "virtio-net-%s"},
                                       {"e1000e", "e1000e"},
                                       {"e1000", "e1000"},
                                       {"rtl8139", "rtl8139"},
                                       {"pcnet", "pcnet"},
                                       {"ne2k_pci", "ne2k_pci"},
                                       {NULL, NULL}};

static const ProfileWord videos[] = {
    {"virtio", "virtio-vga"}, {"vmvga", "vmware-svga"}, {"qxl", "qxl-vga"}, {"vga", "VGA"},
    {"cirrus", "cirrus-vga"}, {"ramfb", "ramfb"},       {NULL, NULL}};
/* Of machines without the ports of a VGA card. */
static const ProfileWord other_videos[] = {
    {"virtio", "virtio-gpu-%s"}, {"vga", "VGA"}, {"ramfb", "ramfb"}, {NULL, NULL}};

static const ProfileWord sounds[] = {
    {"ich9", "ich9-intel-hda"},      {"ich6", "intel-hda"},
    {"ac97", "AC97,audiodev=sound"}, {"es1370", "ES1370,audiodev=sound"},
    {"sb16", "sb16,audiodev=sound"}, {NULL, NULL}};

static const ProfileWord inputs[] = {
    {"tablet:virtio", "virtio-tablet-%s"}, {"tablet:usb", "usb-tablet,bus=usb.0"}, {NULL, NULL}};

static const ProfileWord tpms[] = {
    {"tpm-crb", "tpm-crb"}, {"tpm-tis", "tpm-tis"}, {"tpm-spapr", "tpm-spapr"}, {NULL, NULL}};
static const ProfileWord tpms_of_virt[] = {{"tpm-tis", "tpm-tis-device"}, {NULL, NULL}};

static gboolean
has_machine(const ProfileForm *self, const char *machine)
{
    return profile_is(self, OSINFO_GUEST_SETTING_MACHINE, machine);
}

static void add(Output *output, const char *option, const char *format, ...) G_GNUC_PRINTF(3, 4);

/* An option with its value, as a shell takes it. */
static void
add(Output *output, const char *option, const char *format, ...)
{
    va_list arguments;
    g_autofree char *value = NULL;
    g_autofree char *quoted = NULL;

    va_start(arguments, format);
    value = g_strdup_vprintf(format, arguments);
    va_end(arguments);
    quoted = g_shell_quote(value);
    /* quotation marks just where they are needed */
    output_add(output, " \\\n  ");
    output_add(output, option);
    output_add(output, " ");
    output_add(output,
               strspn(value, G_CSET_A_2_Z G_CSET_a_2_z G_CSET_DIGITS "-_.,=/:+") == strlen(value)
                   ? value
                   : quoted);
}

/* A comma in a value of a property is two. A new text. */
static char *
escape_commas(const char *path)
{
    g_auto(GStrv) parts = g_strsplit(path, ",", -1);

    return g_strjoinv(",,", parts);
}

/* The device that a word is for, on the machine's bus; nothing for NULL. */
static void
add_device(const ProfileForm *self, Output *output, const char *word, const char *more)
{
    const char *place = word != NULL ? strstr(word, "%s") : NULL;

    if (word == NULL)
        return;
    if (place == NULL) {
        add(output, "-device", "%s%s", word, more);
        return;
    }
    add(output, "-device", "%.*s%s%s%s", (int)(place - word), word,
        has_machine(self, "s390-ccw-virtio") ? "ccw" : "pci", place + 2, more);
}

static const FirmwareFiles *
find_firmware(const ProfileForm *self)
{
    const char *architecture = osinfo_guest_profile_get_architecture(self->profile);
    gboolean is_secure = profile_is(self, OSINFO_GUEST_SETTING_SECURE_BOOT, "on");
    const FirmwareFiles *first = NULL;

    for (guint i = 0; i < G_N_ELEMENTS(firmware_files); i++) {
        const FirmwareFiles *files = &firmware_files[i];

        if (strcmp(files->architecture, architecture) != 0 || files->is_secure != is_secure)
            continue;
        if (g_file_test(files->code, G_FILE_TEST_EXISTS))
            return files;
        if (first == NULL)
            first = files;
    }
    return first;
}

static void
write_firmware(const ProfileForm *self, Output *output)
{
    const FirmwareFiles *files = find_firmware(self);

    if (!profile_is(self, OSINFO_GUEST_SETTING_FIRMWARE, "efi") || files == NULL)
        return;
    if (profile_is(self, OSINFO_GUEST_SETTING_SECURE_BOOT, "on"))
        add(output, "-global", "driver=cfi.pflash01,property=secure,value=on");
    add(output, "-drive", "if=pflash,unit=0,format=raw,readonly=on,file=%s", files->code);
    add(output, "-drive", "if=pflash,unit=1,format=raw,file=%s_VARS.fd", self->name);
}

static void
write_cpu(const ProfileForm *self, Output *output)
{
    const gchar *const *values =
        osinfo_guest_profile_get_values(self->profile, OSINFO_GUEST_SETTING_ENLIGHTENMENTS);
    const char *cpu = profile_find_word(self, OSINFO_GUEST_SETTING_CPU, cpus);
    g_autoptr(GString) text = g_string_new(self->is_emulated || cpu == NULL ? "max" : cpu);

    for (const ProfileWord *word = enlightenments; !self->is_emulated && word->value != NULL;
         word++) {
        if (g_strv_contains(values, word->value))
            g_string_append_printf(text, ",%s", word->word);
    }
    add(output, "-cpu", "%s", text->str);
}

static void
write_machine(const ProfileForm *self, Output *output)
{
    const char *machine =
        osinfo_guest_profile_get_value(self->profile, OSINFO_GUEST_SETTING_MACHINE);
    gboolean has_smm = profile_is(self, OSINFO_GUEST_SETTING_SMM, "on");
    gboolean has_hpet =
        !profile_is_pc(self) || !profile_has(self, OSINFO_GUEST_SETTING_TIMERS, "hpet:no");

    if (machine != NULL)
        add(output, "-machine", "%s,accel=%s%s%s", machine, self->is_emulated ? "tcg" : "kvm",
            has_smm ? ",smm=on" : "", has_hpet ? "" : ",hpet=off");
    write_cpu(self, output);
    add(output, "-smp", "%" G_GINT64_FORMAT,
        osinfo_guest_profile_get_number(self->profile, OSINFO_GUEST_SETTING_PROCESSORS));
    add(output, "-m", "%" G_GUINT64_FORMAT "M",
        profile_get_size(self, OSINFO_GUEST_SETTING_MEMORY, OSINFO_MEBIBYTES));
    add(output, "-rtc", "base=%s%s",
        osinfo_guest_profile_get_value(self->profile, OSINFO_GUEST_SETTING_CLOCK),
        profile_is_pc(self) && profile_has(self, OSINFO_GUEST_SETTING_TIMERS, "rtc:catchup")
            ? ",driftfix=slew"
            : "");
    if (profile_is_pc(self) && !self->is_emulated &&
        profile_has(self, OSINFO_GUEST_SETTING_TIMERS, "pit:delay"))
        add(output, "-global", "kvm-pit.lost_tick_policy=delay");
    write_firmware(self, output);
}

static void
write_disks(const ProfileForm *self, Output *output)
{
    g_autofree char *file = profile_dup_disk(self);
    g_autofree char *disk = escape_commas(file);
    g_autofree char *medium = self->medium != NULL ? escape_commas(self->medium) : NULL;
    gboolean has_ports = has_machine(self, "virt") &&
                         (profile_is(self, OSINFO_GUEST_SETTING_DISK, "sata") ||
                          (medium != NULL && profile_is(self, OSINFO_GUEST_SETTING_CDROM, "sata")));

    if (profile_is(self, OSINFO_GUEST_SETTING_DISK, "scsi") ||
        (medium != NULL && profile_is(self, OSINFO_GUEST_SETTING_CDROM, "scsi")))
        add_device(self, output, "virtio-scsi-%s", "");
    if (has_ports)
        add_device(self, output, "ich9-ahci,id=ide", "");
    add(output, "-drive", "if=none,id=disk,format=%s,file=%s",
        g_str_has_suffix(file, ".qcow2") ? "qcow2" : "raw", disk);
    add_device(self, output, profile_find_word(self, OSINFO_GUEST_SETTING_DISK, disks), "");
    if (medium == NULL)
        return;
    add(output, "-drive", "if=none,id=medium,media=cdrom,readonly=on,format=raw,file=%s", medium);
    add_device(self, output, profile_find_word(self, OSINFO_GUEST_SETTING_CDROM, media),
               ",bootindex=0");
}

static void
write_sound(const ProfileForm *self, Output *output)
{
    const char *word = profile_find_word(self, OSINFO_GUEST_SETTING_SOUND, sounds);

    if (word == NULL)
        return;
    add(output, "-audiodev", "none,id=sound");
    add_device(self, output, word, "");
    if (g_str_has_suffix(word, "hda"))
        add_device(self, output, "hda-duplex,audiodev=sound", "");
}

static void
write_tpm(const ProfileForm *self, Output *output)
{
    const char *word = profile_find_word(self, OSINFO_GUEST_SETTING_TPM_MODEL,
                                         has_machine(self, "virt") ? tpms_of_virt : tpms);

    if (word == NULL)
        return;
    add(output, "-chardev", "socket,id=swtpm,path=%s.swtpm", self->name);
    add(output, "-tpmdev", "emulator,id=tpm,chardev=swtpm");
    add_device(self, output, word, ",tpmdev=tpm");
}

static void
write_agent(const ProfileForm *self, Output *output)
{
    if (profile_is(self, OSINFO_GUEST_SETTING_AGENT, "none"))
        return;
    add_device(self, output, "virtio-serial-%s", "");
    add(output, "-chardev", "socket,id=agent,path=%s.agent,server=on,wait=off", self->name);
    add(output, "-device", "virtserialport,chardev=agent,name=org.qemu.guest_agent.0");
}

static void
write_devices(const ProfileForm *self, Output *output)
{
    const char *input = profile_find_word(self, OSINFO_GUEST_SETTING_INPUT, inputs);

    add_device(self, output, profile_find_word(self, OSINFO_GUEST_SETTING_USB, usb), "");
    write_disks(self, output);
    add(output, "-netdev", "user,id=network");
    add_device(self, output, profile_find_word(self, OSINFO_GUEST_SETTING_NETWORK, networks),
               ",netdev=network");
    add(output, "-vga", "none");
    add_device(self, output,
               profile_find_word(self, OSINFO_GUEST_SETTING_VIDEO,
                                 profile_is_pc(self) ? videos : other_videos),
               "");
    add_device(self, output, input, "");
    if (!profile_is_pc(self) && profile_is(self, OSINFO_GUEST_SETTING_INPUT, "tablet:usb"))
        add_device(self, output, "usb-kbd,bus=usb.0", "");
    write_sound(self, output);
    write_tpm(self, output);
    write_agent(self, output);
    if (!profile_is(self, OSINFO_GUEST_SETTING_RNG, "none"))
        add_device(self, output, "virtio-rng-%s", "");
    if (!profile_is(self, OSINFO_GUEST_SETTING_BALLOON, "none"))
        add_device(self, output, "virtio-balloon-%s", "");
}

/* What must be there before: a disk, a copy of the firmware's variables, a module of its own. */
static void
write_preparations(const ProfileForm *self, Output *output)
{
    const FirmwareFiles *files = find_firmware(self);
    g_autofree char *disk = profile_dup_disk(self);
    g_autofree char *quoted = g_shell_quote(disk);

    output_add_format(output, "# qemu-img create -f %s %s %" G_GUINT64_FORMAT "M\n",
                      g_str_has_suffix(disk, ".qcow2") ? "qcow2" : "raw", quoted,
                      profile_get_size(self, OSINFO_GUEST_SETTING_STORAGE, OSINFO_MEBIBYTES));
    if (profile_is(self, OSINFO_GUEST_SETTING_FIRMWARE, "efi") && files != NULL)
        output_add_format(output, "# cp %s %s_VARS.fd\n", files->variables, self->name);
    if (!profile_is(self, OSINFO_GUEST_SETTING_TPM, "none"))
        output_add_format(
            output, "# swtpm socket%s --tpmstate dir=. --ctrl type=unixio,path=%s.swtpm &\n",
            profile_is(self, OSINFO_GUEST_SETTING_TPM, "2.0") ? " --tpm2" : "", self->name);
}

void
profile_write_qemu(const ProfileForm *self, Output *output)
{
    const char *architecture = osinfo_guest_profile_get_architecture(self->profile);
    const char *program = architecture;

    for (const ProfileWord *word = programs; word->value != NULL; word++) {
        if (strcmp(word->value, architecture) == 0)
            program = word->word;
    }
    write_preparations(self, output);
    output_add_format(output, "qemu-system-%s", program);
    add(output, "-name", "%s", self->name);
    output_add(output, " \\\n  -nodefaults");
    write_machine(self, output);
    write_devices(self, output);
    output_add(output, "\n");
}
