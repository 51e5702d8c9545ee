/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * What is recommended for guests: which rule counts, what phase, platform and options change.
 */
#include "config.h"

#include "sandbox.h"

#define LINUX "<family>linux</family><release-date>2024-01-01</release-date>"
#define LINUX_OF(year) "<family>linux</family><release-date>" year "-01-01</release-date>"
#define WINDOWS(version)                                                                           \
    "<family>winnt</family><version>" version "</version><release-date>2010-01-01</release-date>"
#define OTHER(family) "<family>" family "</family><release-date>2024-01-01</release-date>"
#define BIOS(more) "<firmware arch='x86_64' type='bios' " more "/>"
#define EFI(more) "<firmware arch='x86_64' type='efi' " more "/>"
#define NOT "supported='false'"
#define ON(arch, elements) "<machine arch='" arch "'>" elements "</machine>"
#define SIGNED                                                                                     \
    ON("x86_64", "<secure-boot status='supported'><media-signer>a</media-signer>"                  \
                 "<updated-signer>b</updated-signer></secure-boot>")
#define TPM(more) ON("x86_64", "<tpm " more "/>")
#define CPU(elements) ON("x86_64", "<cpu>" elements "</cpu>")
#define DEVICES(elements) "<devices>" elements "</devices>"
#define PCI(id) "<device id='http://pcisig.com/pci/" id "'/>"
#define Q35 "<device id='http://qemu.org/chipset/x86/q35'/>"
#define NEW_VIRTIO PCI("1af4/1041") PCI("1af4/1042")
#define OLD_VIRTIO PCI("1af4/1000") PCI("1af4/1001")
#define RESOURCES(arch, elements) "<resources arch='" arch "'>" elements "</resources>"
#define MIB_512 "536870912"
#define GIB_1 "1073741824"
#define GIB_4 "4294967296"

/* What is asked for besides; a letter each. */
#define RUN "r"
#define SERVER "s"
#define WANT_BIOS "b"
#define WANT_EFI "e"
#define TRUST_A "A"
#define TRUST_B "B"
#define DEVICES_OF_CALLER "d" /* virtio-net of version 1.0 alone */
#define PLATFORM "p"          /* old virtio, rtl8139 */

/* clang-format off */
static const struct {
    const char *name;
    const char *os; /* elements of the system */
    const char *architecture;
    const char *asked;
    const char *setting;
    const char *values; /* with commas between */
    const char *rule;   /* of the first one; NULL: there is no value */
} rows[] = {
    {"nothing-known", "", "x86_64", "", "firmware", "bios", "default"},
    {"only-efi", LINUX BIOS(NOT) EFI(""), "x86_64", "", "firmware", "efi", "required"},
    {"only-efi-though-bios-wanted", LINUX BIOS(NOT) EFI(""), "x86_64", WANT_BIOS, "firmware", "efi", "required"},
    {"only-bios", LINUX BIOS("") EFI(NOT), "x86_64", "", "firmware", "bios", "required"},
    {"only-bios-though-efi-wanted", LINUX BIOS("") EFI(NOT), "x86_64", WANT_EFI, "firmware", "bios", "required"},
    {"both", LINUX BIOS("") EFI(""), "x86_64", "", "firmware", "bios", "works-everywhere"},
    {"both-and-signed", LINUX BIOS("") EFI("") SIGNED DEVICES(Q35 NEW_VIRTIO), "x86_64", "", "firmware", "efi", "signed"},
    {"both-and-signed-on-pc", LINUX BIOS("") EFI("") SIGNED, "x86_64", "", "firmware", "bios", "works-everywhere"},
    {"both-efi-wanted", LINUX BIOS("") EFI(""), "x86_64", WANT_EFI, "firmware", "efi", "wanted"},
    {"both-bios-wanted", LINUX BIOS("") EFI("") SIGNED, "x86_64", WANT_BIOS, "firmware", "bios", "wanted"},
    {"efi-by-hand", LINUX BIOS("") EFI("status='partial'"), "x86_64", "", "firmware", "bios", "works-everywhere"},
    {"efi-by-hand-wanted", LINUX BIOS("") EFI("status='partial'"), "x86_64", WANT_EFI, "firmware", "efi", "wanted"},
    {"efi-not-known", LINUX BIOS("") EFI("status='unknown' supported='false'"), "x86_64", WANT_EFI, "firmware", "bios", "works-everywhere"},
    {"firmware-of-arm", LINUX, "aarch64", "", "firmware", "efi", "required"},
    {"firmware-of-z", LINUX, "s390x", WANT_BIOS, "firmware", "none", "own-firmware"},
    {"firmware-of-riscv", LINUX, "riscv64", "", "firmware", "efi", "default"},

    {"q35-by-device", LINUX DEVICES(Q35 NEW_VIRTIO), "x86_64", "", "machine", "q35", "supported"},
    {"q35-without-virtio", WINDOWS("10.0") DEVICES(Q35), "x86_64", "", "machine", "q35", "supported"},
    {"q35-with-drivers", WINDOWS("10.0") DEVICES(Q35), "x86_64", RUN, "machine", "q35", "supported"},
    {"q35-and-old-virtio", LINUX DEVICES(Q35 OLD_VIRTIO), "x86_64", "", "machine", "pc", "old-virtio"},
    {"q35-not-offered", LINUX DEVICES(Q35 NEW_VIRTIO), "x86_64", PLATFORM, "machine", "pc", "not-offered"},
    {"pc-stated", LINUX DEVICES(Q35 NEW_VIRTIO) ON("x86_64", "<type>pc</type><type>q35</type>"), "x86_64", "", "machine", "pc", "supported"},
    {"pc-by-default", LINUX, "x86_64", "", "machine", "pc", "default"},
    {"virt", LINUX, "aarch64", "", "machine", "virt", "architecture"},
    {"pseries", LINUX, "ppc64le", "", "machine", "pseries", "architecture"},
    {"machine-of-nothing", LINUX, "abacus", "", "machine", "", NULL},

    {"secure-boot", LINUX EFI("") SIGNED DEVICES(Q35 NEW_VIRTIO), "x86_64", "", "secure-boot", "on", "supported"},
    {"secure-boot-smm", LINUX EFI("") SIGNED DEVICES(Q35 NEW_VIRTIO), "x86_64", "", "smm", "on", "secure-boot"},
    {"secure-boot-of-pc", LINUX EFI("") SIGNED, "x86_64", "", "secure-boot", "off", "machine-has-none"},
    {"secure-boot-of-bios", LINUX BIOS("") EFI("") SIGNED DEVICES(Q35 NEW_VIRTIO), "x86_64", WANT_BIOS, "secure-boot", "off", "machine-has-none"},
    {"secure-boot-unsupported", LINUX EFI("") ON("x86_64", "<secure-boot status='unsupported'/>"), "x86_64", "", "secure-boot", "off", "not-supported"},
    {"secure-boot-unknown", LINUX EFI(""), "x86_64", "", "secure-boot", "off", "not-known"},
    {"secure-boot-no-smm", LINUX EFI(""), "x86_64", "", "smm", "off", "not-needed"},
    {"trusted-media", LINUX EFI("") SIGNED DEVICES(Q35 NEW_VIRTIO), "x86_64", TRUST_A, "secure-boot", "on", "supported"},
    {"untrusted-media", LINUX EFI("") SIGNED DEVICES(Q35 NEW_VIRTIO), "x86_64", TRUST_B, "secure-boot", "off", "not-trusted"},
    {"trusted-updates", LINUX EFI("") SIGNED DEVICES(Q35 NEW_VIRTIO), "x86_64", TRUST_B RUN, "secure-boot", "on", "supported"},
    {"untrusted-updates", LINUX EFI("") SIGNED DEVICES(Q35 NEW_VIRTIO), "x86_64", TRUST_A RUN, "secure-boot", "off", "not-trusted"},

    {"tpm-required", LINUX TPM("status='required' version='2.0'"), "x86_64", "", "tpm", "2.0", "required"},
    {"tpm-recommended", LINUX TPM("status='recommended' version='1.2'"), "x86_64", "", "tpm", "1.2", "recommended"},
    {"tpm-without-version", LINUX TPM("status='required'"), "x86_64", "", "tpm", "2.0", "required"},
    {"tpm-supported", LINUX TPM("status='supported'"), "x86_64", "", "tpm", "none", "not-needed"},
    {"tpm-model", LINUX TPM("status='required'"), "x86_64", "", "tpm-model", "tpm-crb", "machine"},
    {"tpm-model-old", LINUX TPM("status='required' version='1.2'"), "x86_64", "", "tpm-model", "tpm-tis", "machine"},
    {"tpm-model-arm", LINUX ON("aarch64", "<tpm status='required'/>"), "aarch64", "", "tpm-model", "tpm-tis", "machine"},
    {"tpm-model-power", LINUX ON("ppc64le", "<tpm status='required'/>"), "ppc64le", "", "tpm-model", "tpm-spapr", "machine"},
    {"tpm-model-none", LINUX, "x86_64", "", "tpm-model", "none", "not-needed"},

    {"cpu", LINUX, "x86_64", "", "cpu", "host-passthrough,host-model,qemu64", "host"},
    {"cpu-level-and-model", LINUX CPU("<level>x86-64-v3</level>"), "x86_64", "", "cpu", "host-passthrough,host-model,Haswell-noTSX", "host"},
    {"cpu-unfit", LINUX CPU("<level>x86-64-v2</level><unfit>Nehalem</unfit>"), "x86_64", "", "cpu", "host-passthrough,host-model,Westmere", "host"},
    {"cpu-of-z", LINUX, "s390x", "", "cpu", "host-model,z10EC", "host"},
    {"cpu-without-model", LINUX CPU("<level>x86-64-v9</level>"), "x86_64", "", "cpu", "host-passthrough,host-model", "host"},
    {"cpu-level", LINUX CPU("<level>x86-64-v3</level>"), "x86_64", "", "cpu-level", "x86-64-v3", "required"},
    {"cpu-level-of-architecture", LINUX, "aarch64", "", "cpu-level", "ARMv8.0-A", "architecture"},
    {"cpu-features", LINUX CPU("<feature>a</feature><feature>b</feature>"), "x86_64", "", "cpu-features", "a,b", "required"},
    {"cpu-features-none", LINUX, "x86_64", "", "cpu-features", "", NULL},

    {"memory-recommended", LINUX RESOURCES("all", "<minimum><ram>" MIB_512 "</ram></minimum><recommended><ram>" GIB_1 "</ram></recommended>"), "x86_64", "", "memory", GIB_1, "recommended"},
    {"memory-recommended-elsewhere", LINUX RESOURCES("all", "<recommended><ram>" GIB_1 "</ram></recommended>") RESOURCES("x86_64", "<minimum><ram>" GIB_4 "</ram></minimum>"), "x86_64", "", "memory", GIB_4, "recommended"},
    {"memory-minimum", LINUX RESOURCES("x86_64", "<minimum><ram>" MIB_512 "</ram></minimum>"), "x86_64", "", "memory", GIB_1, "twice-the-minimum"},
    {"memory-of-architecture", LINUX RESOURCES("all", "<minimum><ram>" MIB_512 "</ram></minimum>") RESOURCES("aarch64", "<minimum><ram>2147483648</ram></minimum>"), "aarch64", "", "memory", GIB_4, "twice-the-minimum"},
    {"memory-too-small", LINUX RESOURCES("all", "<minimum><ram>1</ram></minimum>"), "x86_64", "", "memory", "1048576", "twice-the-minimum"},
    {"memory-absurd", LINUX RESOURCES("all", "<minimum><ram>9223372036854775807</ram></minimum>"), "x86_64", "", "memory", "9223372036854775807", "twice-the-minimum"},
    {"memory-of-age", LINUX, "x86_64", "", "memory", "2147483648", "age"},
    {"memory-of-old-age", LINUX_OF("1999"), "x86_64", "", "memory", "67108864", "age"},
    {"memory-of-rolling", "<family>linux</family>", "x86_64", "", "memory", "2147483648", "age"},
    {"processors", LINUX RESOURCES("all", "<minimum><n-cpus>2</n-cpus></minimum>"), "x86_64", "", "processors", "4", "twice-the-minimum"},
    {"processors-of-old", OTHER("win9x") RESOURCES("all", "<minimum><n-cpus>1</n-cpus></minimum>"), "i686", "", "processors", "1", "family"},
    {"processors-none", LINUX RESOURCES("all", "<minimum><n-cpus>0</n-cpus></minimum>"), "x86_64", "", "processors", "1", "twice-the-minimum"},
    {"processors-default", LINUX, "x86_64", "", "processors", "1", "default"},
    {"storage", LINUX RESOURCES("all", "<recommended><storage>" GIB_4 "</storage></recommended>"), "x86_64", "", "storage", GIB_4, "recommended"},
    {"storage-of-age", LINUX, "x86_64", "", "storage", "21474836480", "age"},

    {"clock", LINUX ON("all", "<clock base='localtime'/>"), "x86_64", "", "clock", "localtime", "stated"},
    {"clock-of-family", WINDOWS("10.0"), "x86_64", "", "clock", "localtime", "family"},
    {"clock-by-default", LINUX, "x86_64", "", "clock", "utc", "default"},
    {"timers", LINUX ON("all", "<clock base='utc'><timer>hpet:yes</timer></clock>"), "x86_64", "", "timers", "hpet:yes", "stated"},
    {"timers-by-default", LINUX, "x86_64", "", "timers", "rtc:catchup,pit:delay,hpet:no", "default"},
    {"timers-elsewhere", LINUX ON("all", "<clock base='utc'><timer>hpet:yes</timer></clock>"), "aarch64", "", "timers", "", NULL},
    {"enlightenments", LINUX ON("all", "<enlightenment>relaxed</enlightenment>"), "x86_64", "", "enlightenments", "relaxed", "stated"},

    {"disk-new-virtio", LINUX DEVICES(Q35 NEW_VIRTIO PCI("1af4/1048")), "x86_64", "", "disk", "virtio,scsi,sata", "driver-stated"},
    {"disk-old-virtio", LINUX DEVICES(OLD_VIRTIO), "x86_64", "", "disk", "virtio,ide", "driver-stated"},
    {"disk-of-age", LINUX_OF("2000"), "x86_64", "", "disk", "ide", "machine"},
    {"disk-of-windows", WINDOWS("10.0") DEVICES(Q35), "x86_64", "", "disk", "sata", "driver-of-age"},
    {"disk-with-drivers", WINDOWS("10.0") DEVICES(Q35), "x86_64", RUN, "disk", "virtio,scsi,sata", "driver-installed"},
    {"disk-of-xp", WINDOWS("5.1") DEVICES(Q35) ON("x86_64", "<type>pc</type>"), "x86_64", "", "disk", "ide", "machine"},
    {"disk-of-arm", LINUX, "aarch64", "", "disk", "virtio,sata", "default"},
    {"disk-of-windows-on-arm", WINDOWS("11.0"), "aarch64", "", "disk", "sata,virtio", "driver-of-age"},
    {"disk-of-z", LINUX, "s390x", "", "disk", "virtio", "default"},
    {"disk-not-offered", LINUX DEVICES(NEW_VIRTIO), "x86_64", DEVICES_OF_CALLER, "disk", "ide", "machine"},
    {"cdrom-q35", LINUX DEVICES(Q35 NEW_VIRTIO), "x86_64", "", "cdrom", "sata", "machine"},
    {"cdrom-pc", LINUX, "x86_64", "", "cdrom", "ide", "machine"},
    {"cdrom-arm", LINUX DEVICES(PCI("1af4/1048")), "aarch64", "", "cdrom", "scsi,sata", "driver-stated"},
    {"cdrom-z", LINUX, "s390x", "", "cdrom", "scsi", "default"},
    {"network", LINUX DEVICES(NEW_VIRTIO), "x86_64", "", "network", "virtio,e1000e,e1000,rtl8139,pcnet,ne2k_pci", "driver-stated"},
    {"network-of-caller", LINUX DEVICES(NEW_VIRTIO), "x86_64", DEVICES_OF_CALLER, "network", "virtio", "driver-stated"},
    {"network-of-platform", LINUX DEVICES(NEW_VIRTIO), "x86_64", PLATFORM, "network", "virtio,rtl8139", "driver-stated"},
    {"network-not-offered", WINDOWS("10.0"), "x86_64", DEVICES_OF_CALLER, "network", "e1000", "default"},
    {"network-of-age", LINUX_OF("2002"), "x86_64", "", "network", "rtl8139,pcnet,ne2k_pci", "driver-of-age"},
    {"network-of-vista", WINDOWS("6.0"), "x86_64", "", "network", "e1000,rtl8139", "driver-of-age"},
    {"network-of-windows", WINDOWS("10.0"), "x86_64", "", "network", "e1000e,e1000", "driver-of-age"},
    {"network-of-arm", LINUX, "aarch64", "", "network", "virtio", "default"},
    {"video", LINUX DEVICES(PCI("1af4/1050") PCI("1b36/0100")), "x86_64", "", "video", "virtio,qxl,vga,cirrus", "driver-stated"},
    {"video-of-nothing", "", "x86_64", "", "video", "vga", "machine"},
    {"video-of-windows-on-arm", WINDOWS("11.0"), "aarch64", "", "video", "ramfb", "family"},
    {"video-of-arm", LINUX, "aarch64", "", "video", "virtio", "default"},
    {"video-of-power", LINUX, "ppc64le", "", "video", "vga", "machine"},
    {"sound", LINUX, "x86_64", "", "sound", "ich9,ich6,ac97,es1370", "driver-of-age"},
    {"sound-of-server", LINUX, "x86_64", SERVER, "sound", "none", "no-driver"},
    {"sound-of-dos", OTHER("dos"), "i686", "", "sound", "sb16", "driver-of-age"},
    {"sound-of-arm", LINUX, "aarch64", "", "sound", "none", "no-driver"},
    {"input", LINUX DEVICES(PCI("1af4/1052")), "x86_64", "", "input", "tablet:virtio,tablet:usb,mouse:ps2", "driver-stated"},
    {"input-of-dos", OTHER("dos"), "i686", "", "input", "mouse:ps2", "machine"},
    {"input-of-z", LINUX, "s390x", "", "input", "none", "no-driver"},
    {"usb", LINUX, "x86_64", "", "usb", "qemu-xhci,nec-xhci,ich9-ehci1,piix3-uhci", "driver-of-age"},
    {"usb-of-xp", WINDOWS("5.1"), "x86_64", "", "usb", "ich9-ehci1,piix3-uhci", "driver-of-age"},
    {"usb-of-dos", OTHER("dos"), "i686", "", "usb", "none", "no-driver"},
    {"usb-of-z", LINUX, "s390x", "", "usb", "none", "no-driver"},
    {"console", LINUX DEVICES(PCI("1af4/1043")), "x86_64", "", "console", "serial,virtio", "machine"},
    {"console-of-windows", WINDOWS("10.0"), "x86_64", RUN, "console", "none", "not-needed"},
    {"console-of-z", LINUX, "s390x", "", "console", "sclp", "machine"},
    {"rng", LINUX DEVICES(PCI("1af4/1005")), "x86_64", "", "rng", "virtio", "driver-stated"},
    {"rng-none", LINUX, "x86_64", "", "rng", "none", "no-driver"},
    {"balloon", LINUX DEVICES(PCI("1af4/1045")), "x86_64", "", "balloon", "virtio", "driver-stated"},
    {"balloon-of-windows", WINDOWS("6.1"), "x86_64", RUN, "balloon", "virtio", "driver-installed"},
    {"balloon-before-drivers", WINDOWS("6.1"), "x86_64", "", "balloon", "none", "no-driver"},
    {"agent", LINUX DEVICES(PCI("1af4/1003")), "x86_64", "", "agent", "qemu-guest-agent", "driver-stated"},
    {"agent-of-windows", WINDOWS("6.1"), "x86_64", RUN, "agent", "qemu-guest-agent", "driver-installed"},
    {"first-boot", LINUX ON("all", "<first-boot>ignition</first-boot>"), "x86_64", "", "first-boot", "ignition", "stated"},
    {"first-boot-by-images", LINUX "<image arch='x86_64' format='qcow2' cloud-init='true'/>", "x86_64", "", "first-boot", "cloud-init", "images"},
    {"first-boot-not-known", LINUX "<image arch='x86_64' format='qcow2'/>", "x86_64", "", "first-boot", "none", "not-known"},
};
/* clang-format on */

static const char *const device_ids[] = {
    "http://pcisig.com/pci/10ec/8139", "http://pcisig.com/pci/1af4/1000",
    "http://pcisig.com/pci/1af4/1001", "http://pcisig.com/pci/1af4/1003",
    "http://pcisig.com/pci/1af4/1005", "http://pcisig.com/pci/1af4/1041",
    "http://pcisig.com/pci/1af4/1042", "http://pcisig.com/pci/1af4/1043",
    "http://pcisig.com/pci/1af4/1045", "http://pcisig.com/pci/1af4/1048",
    "http://pcisig.com/pci/1af4/1050", "http://pcisig.com/pci/1af4/1052",
    "http://pcisig.com/pci/1b36/0100", "http://qemu.org/chipset/x86/q35",
};

/* In the file that follows from its id. */
static void
write_device(const char *folder, const char *id)
{
    g_autofree char *text = g_strdup_printf("<device id='%s'/>", id);
    g_autofree char *place = g_strdup(id + strlen("http://"));
    g_autofree char *name = NULL;

    g_strdelimit(strchr(place, '/') + 1, "/", '-');
    name = g_strdup_printf("device/%s.xml", place);
    sandbox_write_xml(folder, name, text);
}

static OsinfoDb *
load(const char *os)
{
    g_autofree char *folder = sandbox_new_folder();
    g_autofree char *text = g_strconcat(
        "<os id='http://example.org/heron/2'><short-id>heron2</short-id>", os, "</os>", NULL);

    for (guint i = 0; i < G_N_ELEMENTS(device_ids); i++)
        write_device(folder, device_ids[i]);
    sandbox_write_xml(folder, "platform/example.org/pond-1.xml",
                      "<platform id='http://example.org/pond/1'><devices>" OLD_VIRTIO PCI(
                          "10ec/8139") PCI("1af4/1041") "</devices></platform>");
    sandbox_write_xml(folder, "os/example.org/heron-2.xml", text);
    return sandbox_load(folder, NULL);
}

static OsinfoGuestProfileOptions *
make_options(const char *asked)
{
    static const char *const devices[] = {"http://pcisig.com/pci/1af4/1041", NULL};
    static const char *const a[] = {"a", NULL};
    static const char *const b[] = {"c", "b", NULL};
    OsinfoGuestProfileOptions *options = osinfo_guest_profile_options_new();

    for (; *asked != '\0'; asked++) {
        switch (*asked) {
        case 'r':
            osinfo_guest_profile_options_set_phase(options, OSINFO_GUEST_PHASE_RUN);
            break;
        case 's':
            osinfo_guest_profile_options_set_purpose(options, OSINFO_GUEST_PURPOSE_SERVER);
            break;
        case 'b':
            osinfo_guest_profile_options_set_firmware(options, "bios");
            break;
        case 'e':
            osinfo_guest_profile_options_set_firmware(options, "efi");
            break;
        case 'A':
            osinfo_guest_profile_options_set_trusted_signers(options, a);
            break;
        case 'B':
            osinfo_guest_profile_options_set_trusted_signers(options, b);
            break;
        case 'd':
            osinfo_guest_profile_options_set_devices(options, devices);
            break;
        default:
            break;
        }
    }
    return options;
}

static OsinfoGuestProfile *
make_profile(OsinfoDb *db, const char *architecture, const char *asked)
{
    g_autoptr(OsinfoGuestProfileOptions) options = make_options(asked);
    OsinfoPlatform *platform =
        strchr(asked, 'p') != NULL ? osinfo_db_get_platform(db, "http://example.org/pond/1") : NULL;

    return osinfo_os_get_guest_profile(osinfo_db_get_os(db, "http://example.org/heron/2"),
                                       architecture, platform, options);
}

static void
test_values(void)
{
    for (guint i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autoptr(OsinfoDb) db = load(rows[i].os);
        g_autoptr(OsinfoGuestProfile) profile =
            make_profile(db, rows[i].architecture, rows[i].asked);
        g_autofree char *values =
            g_strjoinv(",", (char **)osinfo_guest_profile_get_values(profile, rows[i].setting));

        g_test_message("%s", rows[i].name);
        g_assert_cmpstr(values, ==, rows[i].values);
        g_assert_cmpstr(osinfo_guest_profile_get_rule(profile, rows[i].setting, NULL), ==,
                        rows[i].rule);
        g_assert_cmpint(osinfo_guest_profile_get_reason(profile, rows[i].setting, NULL) != NULL, ==,
                        rows[i].rule != NULL);
    }
}

/* What a value rests on, and who says it. */
static void
test_grounds(void)
{
    g_autoptr(OsinfoDb) db = load(LINUX BIOS(NOT) EFI("") DEVICES(NEW_VIRTIO Q35));
    g_autoptr(OsinfoGuestProfile) profile = make_profile(db, "x86_64", "");

    g_assert_cmpstr(osinfo_guest_profile_get_fact(profile, "firmware", NULL), ==, "efi");
    g_assert_cmpstr(osinfo_guest_profile_get_origin(profile, "firmware", NULL), ==,
                    "http://example.org/heron/2");
    g_assert_cmpstr(osinfo_guest_profile_get_fact(profile, "machine", "q35"), ==, "type");
    g_assert_cmpstr(osinfo_guest_profile_get_fact(profile, "disk", "virtio"), ==,
                    "http://pcisig.com/pci/1af4/1042");
    g_assert_null(osinfo_guest_profile_get_origin(profile, "disk", "virtio"));
    g_assert_cmpstr(osinfo_guest_profile_get_rule(profile, "disk", "sata"), ==, "driver-of-age");
    g_assert_null(osinfo_guest_profile_get_rule(profile, "disk", "ide"));
    g_assert_null(osinfo_guest_profile_get_fact(profile, "smm", NULL));
    g_assert_cmpint(osinfo_guest_profile_get_number(profile, "processors"), ==, 1);
    g_assert_cmpint(osinfo_guest_profile_get_number(profile, "firmware"), ==, -1);
    g_assert_cmpint(osinfo_guest_profile_get_number(profile, "no-such-setting"), ==, -1);
    g_assert_null(osinfo_guest_profile_get_value(profile, "no-such-setting"));
    g_assert_null(osinfo_guest_profile_get_reason(profile, "no-such-setting", NULL));
    g_assert_cmpstr(osinfo_guest_profile_get_architecture(profile), ==, "x86_64");
    g_assert_cmpint(osinfo_guest_profile_get_phase(profile), ==, OSINFO_GUEST_PHASE_INSTALL);
    g_assert_cmpuint(g_strv_length((GStrv)osinfo_guest_profile_get_settings(profile)), ==, 27);
}

/* Without options and platform; it needs neither the system nor the database any more. */
static void
test_alone(void)
{
    OsinfoDb *db = load(LINUX BIOS(NOT) EFI(""));
    g_autoptr(OsinfoGuestProfile) profile = osinfo_os_get_guest_profile(
        osinfo_db_get_os(db, "http://example.org/heron/2"), "x86_64", NULL, NULL);

    g_object_unref(db);
    g_assert_cmpstr(osinfo_guest_profile_get_value(profile, "firmware"), ==, "efi");
    g_assert_cmpstr(osinfo_guest_profile_get_origin(profile, "firmware", NULL), ==,
                    "http://example.org/heron/2");
}

/* A later release of a line has drivers as the first one. */
static void
test_line(void)
{
    static const struct {
        const char *first, *second; /* versions */
        const char *distro;         /* of the first one */
        const char *usb;
    } lines[] = {
        {"5", "5.11", "heron", "ich9-ehci1,piix3-uhci"},
        {"5.0", "5.11", "heron", "ich9-ehci1,piix3-uhci"},
        {"5.0", "6", "heron", "qemu-xhci,nec-xhci,ich9-ehci1,piix3-uhci"},
        {"5.0", "51", "heron", "qemu-xhci,nec-xhci,ich9-ehci1,piix3-uhci"},
        {"5.0", "5.11", "finch", "qemu-xhci,nec-xhci,ich9-ehci1,piix3-uhci"},
    };

    for (guint i = 0; i < G_N_ELEMENTS(lines); i++) {
        g_autofree char *folder = sandbox_new_folder();
        g_autofree char *first = g_strdup_printf(
            "<os id='http://example.org/heron/1'><version>%s</version><distro>%s</distro>" LINUX_OF(
                "2007") "</os>",
            lines[i].first, lines[i].distro);
        g_autofree char *second = g_strdup_printf(
            "<os id='http://example.org/heron/2'><version>%s</version><distro>heron</distro>"
            "<derives-from id='http://example.org/heron/1'/>" LINUX "</os>",
            lines[i].second);
        g_autoptr(OsinfoDb) db = NULL;
        g_autoptr(OsinfoGuestProfile) profile = NULL;
        g_autofree char *usb = NULL;

        sandbox_write_xml(folder, "os/example.org/heron-1.xml", first);
        sandbox_write_xml(folder, "os/example.org/heron-2.xml", second);
        db = sandbox_load(folder, NULL);
        profile = make_profile(db, "x86_64", "");
        usb = g_strjoinv(",", (char **)osinfo_guest_profile_get_values(profile, "usb"));
        g_test_message("%s, then %s", lines[i].first, lines[i].second);
        g_assert_cmpstr(usb, ==, lines[i].usb);
    }
}

/* An option that is set again counts as it was set last. */
static void
test_options_again(void)
{
    static const char *const none[] = {NULL};
    g_autoptr(OsinfoDb) db = load(LINUX BIOS("") EFI("") SIGNED DEVICES(Q35 NEW_VIRTIO));
    g_autoptr(OsinfoGuestProfileOptions) options =
        make_options(WANT_BIOS TRUST_B DEVICES_OF_CALLER);
    g_autoptr(OsinfoGuestProfile) profile = NULL;

    osinfo_guest_profile_options_set_firmware(options, NULL);
    osinfo_guest_profile_options_set_trusted_signers(options, none);
    osinfo_guest_profile_options_set_devices(options, NULL);
    profile = osinfo_os_get_guest_profile(osinfo_db_get_os(db, "http://example.org/heron/2"),
                                          "x86_64", NULL, options);
    g_assert_cmpstr(osinfo_guest_profile_get_value(profile, "firmware"), ==, "efi");
    g_assert_cmpstr(osinfo_guest_profile_get_rule(profile, "secure-boot", NULL), ==, "not-trusted");
    g_assert_cmpstr(osinfo_guest_profile_get_value(profile, "disk"), ==, "virtio");
}

int
main(int argc, char **argv)
{
    sandbox_init(&argc, &argv);
    g_test_add_func("/guest-profile/values", test_values);
    g_test_add_func("/guest-profile/grounds", test_grounds);
    g_test_add_func("/guest-profile/alone", test_alone);
    g_test_add_func("/guest-profile/line", test_line);
    g_test_add_func("/guest-profile/options-again", test_options_again);
    return sandbox_run();
}
