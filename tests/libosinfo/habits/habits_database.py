# SPDX-License-Identifier: LGPL-2.1-or-later
"""A small database with all that programs ask about: three releases of one system, each upgrading the one before,
a clone, a rolling one, one that says nothing of itself, and what they refer to."""

from tools_case import write_entity

PENGUIN = "http://example.org/penguin/"
CLONE = "http://example.com/auk/2"
ROLLING = "http://example.org/penguin/rolling"
BARE = "http://example.org/bare"
PCI = "http://pcisig.com/pci/"
USB3 = PCI + "1b36/0004"
NET = [PCI + "1af4/1000", PCI + "1af4/1041"]
BLOCK = [PCI + "1af4/1001", PCI + "1af4/1042"]
Q35 = "http://qemu.org/chipset/x86/q35"
KEYBOARD = "http://x.org/x11-keyboard"
LANGUAGES = "http://example.org/languages"
PLATFORM = "http://linux-kvm.org/qemu-kvm/1.2.0"

# id, name, class, bus
DEVICES = [
    (NET[0], "virtio-net", "net", "pci"),
    (NET[1], "virtio1.0-net", "net", "pci"),
    (BLOCK[0], "virtio-block", "block", "pci"),
    (BLOCK[1], "virtio1.0-block", "block", "pci"),
    (USB3, "qemu-xhci", "controller.usb", "pci"),
    (Q35, "q35", "chipset", "isa"),
    ("http://usb.org/usb/80ee/0021", "tablet", "input", "usb"),
]

# Twelve, so that order by text is not order of the document.
ARCHITECTURES = [
    "x86_64", "i686", "aarch64", "ppc64le", "s390x", "riscv64", "x86_64", "i686", "aarch64", "ppc64", "armv7l", "x86_64",
]


def device_list(*devices):
    return "<devices>" + "".join(f'<device id="{device}"/>' for device in devices) + "</devices>"


def write_penguins(folder):
    write_entity(folder, "os", PENGUIN + "1", """
        <short-id>penguin1</short-id><name>Penguin 1</name><name xml:lang="de">Pinguin 1</name>
        <version>1</version><vendor>Example Project</vendor><family>linux</family><distro>penguin</distro>
        <release-date>2019-01-31</release-date><eol-date>2021-12-01</eol-date>
        <kernel-url-argument>inst.repo</kernel-url-argument><cloud-image-username>penguin</cloud-image-username>
        <firmware arch="x86_64" type="bios"/><firmware arch="x86_64" type="efi"/>
        <resources arch="x86_64"><minimum><n-cpus>1</n-cpus><ram>1048576</ram></minimum>
          <recommended><ram>2097152</ram></recommended></resources>""" + device_list(NET[0], BLOCK[0]))
    write_entity(folder, "os", PENGUIN + "2", f"""
        <short-id>penguin2</short-id><short-id>penguin-even</short-id><name>Penguin 2</name>
        <version>2</version><vendor>Example Project</vendor><family>linux</family><distro>penguin</distro>
        <codename>Waddle</codename><upgrades id="{PENGUIN}1"/><derives-from id="{PENGUIN}1"/>
        <release-date>2021-06-01</release-date>""" + device_list(NET[1], BLOCK[1], USB3, Q35))
    write_entity(folder, "os", CLONE, f"""
        <short-id>auk2</short-id><name>Auk 2</name><version>2</version><vendor>Example Clones</vendor>
        <family>linux</family><distro>auk</distro><clones id="{PENGUIN}2"/>""")
    write_entity(folder, "os", ROLLING, f"""
        <short-id>penguinrolling</short-id><name>Penguin</name><version>rolling</version>
        <release-status>rolling</release-status><derives-from id="{PENGUIN}2"/>""")
    write_entity(folder, "os", BARE, "")


def write_penguin3(folder):
    """The one with many parts."""
    media = "".join(
        f'<media arch="{architecture}"><variant id="server-netinst"/><url>http://example.org/3/{number}.iso</url>'
        f"<iso><volume-id>^PENGUIN_3_{number}$</volume-id></iso></media>"
        for number, architecture in enumerate(ARCHITECTURES)
    )
    trees = "".join(
        f'<tree arch="{architecture}"><variant id="server"/><url>http://example.org/3/{number}/os</url>'
        f"<treeinfo><family>^Penguin$</family><version>^3</version><arch>^{architecture}$</arch></treeinfo>"
        f"<kernel>images/vmlinuz</kernel><initrd>images/initrd.img</initrd></tree>"
        for number, architecture in enumerate(ARCHITECTURES)
    )
    images = "".join(
        f'<image arch="x86_64" format="{format_}" cloud-init="{cloud_init}"><variant id="server"/>'
        f"<url>http://example.org/3/{number}.{format_}</url></image>"
        for number, (format_, cloud_init) in enumerate(
            [("qcow2", "true"), ("raw", "false"), ("containerdisk", "true"), ("qcow2", "false")] * 3)
    )
    resources = "".join(
        f'<resources arch="{architecture}"><minimum><ram>{number}</ram></minimum>'
        f"<recommended><storage>{number}</storage></recommended></resources>"
        for number, architecture in enumerate(["ppc64le", "x86_64", "all", "aarch64"])
    )
    firmwares = "".join(f'<firmware arch="{architecture}" type="{type_}"{rest}/>' for architecture, type_, rest in [
        ("x86_64", "efi", ""), ("aarch64", "efi", ""), ("x86_64", "bios", ' supported="false"'), ("i686", "bios", ""),
    ])
    drivers = "".join(
        f'<driver arch="{architecture}" location="http://example.org/drivers/{number}" pre-installable="{pre}" '
        f'signed="{signed}"{rest}><file>z.sys</file><file>a.inf</file><file>m.cat</file><device id="{NET[1]}"/></driver>'
        for number, (architecture, pre, signed, rest) in enumerate([
            ("x86_64", "true", "false", ' priority="70"'), ("i686", "false", "true", ""), ("x86_64", "true", "true", "")])
    )
    write_entity(folder, "os", PENGUIN + "3", f"""
        <short-id>penguin3</short-id><name>Penguin 3</name><version>3</version><vendor>Example Project</vendor>
        <family>linux</family><distro>penguin</distro>
        <upgrades id="{PENGUIN}2"/><derives-from id="{PENGUIN}2"/>
        <release-date>2025-04-01</release-date><eol-date>2028-04-30</eol-date>
        <variant id="workstation"><name>Penguin Workstation 3</name></variant>
        <variant id="server"><name>Penguin Server 3</name></variant>
        <variant id="server-netinst"><name>Penguin Server 3</name></variant>
        {media}
        <media arch="x86_64" live="true" installer-script="false"><variant id="workstation"/><variant id="server"/>
          <iso><volume-id>^PENGUIN_3_LIVE_[A-Z]+</volume-id><system-id>^LINUX$</system-id>
            <l10n-language regex="true" l10n-language-map="{LANGUAGES}">.*_([A-Z]+)_$</l10n-language></iso>
          <kernel>boot/vmlinuz</kernel><initrd>boot/initrd.img</initrd></media>
        <media arch="i686" eject-after-install="false" installer-reboots="3">
          <iso><volume-id>^PENGUIN_3_WORDS$</volume-id>
            <l10n-language>pl</l10n-language><l10n-language>de_DE</l10n-language><l10n-language>af</l10n-language>
          </iso></media>
        {trees}{images}{resources}{firmwares}{drivers}""")


def make_database(folder):
    write_penguins(folder)
    write_penguin3(folder)
    for device, name, class_, bus in DEVICES:
        vendor, product = device.split("/")[-2:]
        write_entity(folder, "device", device, f"""
            <name>{name}</name><vendor>Example</vendor><vendor-id>{vendor}</vendor-id><product>{name}</product>
            <product-id>{product}</product-id><bus-type>{bus}</bus-type><class>{class_}</class>""")
    write_entity(folder, "datamap", KEYBOARD, """
        <entry inval="en_US" outval="us"/><entry inval="de_DE" outval="de"/><entry inval="fr_FR" outval="fr"/>""")
    write_entity(folder, "datamap", LANGUAGES, """
        <entry inval="FR" outval="fr_FR"/><entry inval="DE" outval="de_DE"/>""")
    write_entity(folder, "platform", PLATFORM, f"""
        <short-id>qemu-kvm-1.2.0</short-id><name>QEMU KVM 1.2.0</name><version>1.2.0</version>
        <vendor>qemu-kvm</vendor>""" + device_list(NET[0], USB3))
    write_entity(folder, "deployment", "http://example.org/deployment/1", f"""
        <os id="{PENGUIN}3"/><platform id="{PLATFORM}"/>""" + device_list(NET[0]))
    return folder
