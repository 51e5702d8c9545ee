#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""osinfo-profile from outside: help, errors, what is printed, its forms; and profiles of all systems in the forms of
hypervisors, held against the schema of libvirt and the grammar of the others. Prints TAP.

usage: test-tools-profile.py WRITE-PROFILES FOLDER-OF-SCHEMAS

The program is found in PATH, or named by OSINFO_PROFILE."""

import json
import re
import shlex
import shutil
import sys
import xml.etree.ElementTree as ElementTree
from pathlib import Path

sys.dont_write_bytecode = True
sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "common"))
from tools_case import DATABASE, HANG, IS_SANITIZED, Tap, World, find_program, write_entity, write_image

try:
    import jsonschema
except ImportError:
    jsonschema = None
try:
    import yaml
except ImportError:
    yaml = None

WRITE_PROFILES = Path(sys.argv[1]).resolve()
SCHEMAS = Path(sys.argv[2])
LIBVIRT_SCHEMA = Path("/usr/share/libvirt/schemas/domain.rng")
# with a sanitizer those of one: forms are the same
ARCHITECTURES = ("x86_64",) if IS_SANITIZED else ("x86_64", "aarch64")
# files of one call of xmllint, which reads the schema once for them
BATCH = 700

HELP_SUMMARY = "osinfo-profile [OPTION…] OS | MEDIUM - What a virtual machine for an operating system should be like"

# arguments, what standard error says
ERRORS = [
    ([], "expecting one system or medium"),
    (["heron2", "heron2"], "expecting one system or medium"),
    (["nothing"], "there is no system and no medium 'nothing'"),
    ([""], "there is no system and no medium ''"),
    (["no\nthing"], "there is no system and no medium 'no thing'"),
    (["unknown.iso"], "the database does not know the medium 'unknown.iso'"),
    (["--platform=lake", "heron2"], "there is no platform 'lake'"),
]
BAD_OPTIONS = [
    (["--name=a b", "heron2"], "'a b' cannot be the name of a machine: letters, digits, '.', '_', '-' can, 63 at most"),
    (["--name=-a", "heron2"], "'-a' cannot be the name of a machine: letters, digits, '.', '_', '-' can, 63 at most"),
    (["--name=a\n", "heron2"], "'a ' cannot be the name of a machine: letters, digits, '.', '_', '-' can, 63 at most"),
    (["--name=" + 64 * "a", "heron2"], f"'{64 * 'a'}' cannot be the name of a machine: letters, digits, '.', '_', '-' can, 63 at most"),
    (["--disk=a\nb", "heron2"], r"'a\012b' is not a name that can stand in the description of a machine"),
    (["--cdrom=a\tb", "heron2"], r"'a\011b' is not a name that can stand in the description of a machine"),
    (["--format=xml", "heron2"], "Invalid value 'xml'"),
    (["--phase=never", "heron2"], "Invalid value 'never'"),
    (["--purpose=none", "heron2"], "Invalid value 'none'"),
    (["--firmware=coreboot", "heron2"], "Invalid value 'coreboot'"),
    (["--bad", "heron2"], "Unknown option --bad"),
]

HERON = "http://example.org/heron/2"
DEVICES = ["http://pcisig.com/pci/1af4/1041", "http://pcisig.com/pci/1af4/1042", "http://qemu.org/chipset/x86/q35"]

TEXT = """\
os: Heron 2
architecture: x86_64
machine: q35
firmware: bios
secure-boot: off
smm: off
tpm: none
tpm-model: none
cpu: host-passthrough, host-model, qemu64
cpu-level: x86-64-v1
processors: 4
memory: 1536 MiB
storage: 20480 MiB
clock: utc
timers: rtc:catchup, pit:delay, hpet:no
disk: virtio, sata
cdrom: sata
network: virtio, e1000e, e1000, rtl8139, pcnet, ne2k_pci
video: vga, cirrus
sound: ich9, ich6, ac97, es1370
usb: qemu-xhci, nec-xhci, ich9-ehci1, piix3-uhci
input: tablet:usb, mouse:ps2
console: serial
rng: none
balloon: none
agent: none
first-boot: none
"""

# arguments, a line of the text
LINES = [
    ([HERON], "os: Heron 2"),
    (["heron"], "os: Heron 2"),
    (["heron.iso"], "architecture: aarch64"),
    (["--arch=s390x", "heron2"], "machine: s390-ccw-virtio"),
    (["-a", "i686", "heron.iso"], "architecture: i686"),
    (["--firmware=efi", "heron2"], "firmware: efi"),
    (["--purpose=server", "heron2"], "sound: none"),
    (["--platform=pond1", "heron2"], "network: virtio"),
    (["--platform=http://example.org/pond/1", "heron2"], "machine: pc"),
    (["--device=http://pcisig.com/pci/8086/100e", "heron2"], "network: e1000"),
    (["--device=http://pcisig.com/pci/8086/100e", "--device=http://pcisig.com/pci/10ec/8139", "heron2"], "network: e1000, rtl8139"),
    (["arm"], "architecture: aarch64"),
    (["power"], "architecture: ppc64le"),
    (["bare"], "architecture: x86_64"),
    (["--explain", "heron2"], "    q35: it works [type, http://example.org/heron/2]"),
    (["-e", "heron2"], "    4: twice the least that the system needs, since nobody recommends an amount"),
]

# arguments, what stands in the output
FORMS = [
    (["-f", "libvirt", "--disk=/tmp/a & 'b'", "heron2"], "<source file='/tmp/a &amp; &apos;b&apos;'/>"),
    (["-f", "libvirt", "heron2"], "<source file='/var/lib/libvirt/images/heron2.qcow2'/>"),
    (["-f", "libvirt", "--cdrom=/x.iso", "heron2"], "<source file='/x.iso'/>"),
    (["-f", "libvirt", "--emulated", "heron2"], "<domain type='qemu'>"),
    (["-f", "libvirt", "--name=nest", "heron2"], "<name>nest</name>"),
    (["-f", "qemu", "--disk=a,b $c", "heron2"], "'if=none,id=disk,format=raw,file=a,,b $c'"),
    (["-f", "qemu", "--emulated", "heron2"], "accel=tcg"),
    (["-f", "qemu", "heron2"], "# qemu-img create -f qcow2 'heron2.qcow2' 20480M\n"),
    (["-f", "proxmox", "heron2"], "virtio0: local-lvm:20\n"),
    (["-f", "proxmox", "--arch=aarch64", "heron2"], "arch: aarch64\n"),
    (["-f", "kubevirt", "--name=A_b.", "heron2"], "  name: a-b\n"),
    (["-f", "kubevirt", "heron2"], "memory: {guest: 1536Mi}\n"),
]


def make_database(folder):
    resources = (
        "<resources arch='all'><minimum><n-cpus>2</n-cpus><ram>1073741824</ram></minimum>"
        "<recommended><ram>1610612736</ram></recommended></resources>"
    )
    firmware = "<firmware arch='x86_64' type='bios'/><firmware arch='x86_64' type='efi'/>"
    links = "<devices>" + "".join(f"<device id='{one}'/>" for one in DEVICES) + "</devices>"
    media = "<media arch='aarch64'><iso><volume-id>^HERON$</volume-id></iso></media><media arch='x86_64'/>"
    for device in DEVICES:
        write_entity(folder, "device", device, "")
    write_entity(
        folder, "os", HERON,
        "<short-id>heron2</short-id><short-id>heron</short-id><name>Heron 2</name><family>linux</family>"
        f"<release-date>2024-01-01</release-date>{links}{firmware}{media}{resources}",
    )  # fmt: skip
    for name, more in (("arm", "<tree arch='aarch64'/><tree arch='ppc64le'/>"), ("power", "<media arch='ppc64le'/>"), ("bare", "")):
        write_entity(folder, "os", f"http://example.org/{name}/1", f"<short-id>{name}</short-id>{more}")
    write_entity(
        folder, "platform", "http://example.org/pond/1",
        f"<short-id>pond1</short-id><name>Pond</name><devices><device id='{DEVICES[0]}'/></devices>",
    )  # fmt: skip


def drop_folder(message):
    """Messages begin with the program as it was called."""
    return re.sub(r"^\S*/(?=osinfo-profile: )", "", message)


def test_errors(tap, world, profile):
    for arguments, message in ERRORS:
        status, output, errors = world.run(profile, *arguments)
        tap.equal((status, output, drop_folder(errors)), (1, "", f"osinfo-profile: {message}\n"), f"error: {arguments}")
    for arguments, message in BAD_OPTIONS:
        status, output, errors = world.run(profile, *arguments)
        line = drop_folder(errors.partition("\n")[0])
        tap.equal((status, output, line), (1, "", f"osinfo-profile: error while parsing commandline options: {message}"), f"option: {arguments}")
    status, output, errors = world.run(profile, "--help")
    tap.ok(status == 0 and HELP_SUMMARY in output and not errors, "help", output, errors)
    status, output, errors = world.run(profile, "--version")
    tap.ok(status == 0 and output.startswith("osinfo-profile "), "version", output, errors)


def test_text(tap, world, profile):
    tap.equal(world.run(profile, "heron2"), (0, TEXT, ""), "text")
    for arguments, line in LINES:
        status, output, errors = world.run(profile, *arguments)
        tap.ok(status == 0 and line in output.splitlines() and not errors, f"text: {arguments}", output, errors)


def test_forms(tap, world, profile):
    for arguments, part in FORMS:
        status, output, errors = world.run(profile, *arguments)
        tap.ok(status == 0 and part in output and not errors, f"form: {arguments}", output, errors)


def test_json(tap, world, profile):
    status, output, errors = world.run(profile, "--format=json", "--phase=run", "--platform=pond1", "heron2")
    found = json.loads(output) if status == 0 else {}
    settings = found.pop("settings", {})
    tap.equal(
        found,
        {
            "format-version": 1,
            "os": {"id": HERON, "short-id": "heron2", "name": "Heron 2"},
            "architecture": "x86_64", "phase": "run", "purpose": "desktop",
            "platform": {"id": "http://example.org/pond/1", "short-id": "pond1", "name": "Pond"},
        },
        "json: what was asked for", errors,
    )  # fmt: skip
    tap.equal(settings.get("memory", [{}])[0].get("value"), 1610612736, "json: a number is one")
    tap.equal(
        settings.get("network"),
        [{"value": "virtio", "rule": "driver-stated", "reason": "the database says that the system has a driver",
          "fact": DEVICES[0], "origin": None}],
        "json: a value and its grounds",
    )  # fmt: skip
    tap.equal(settings.get("enlightenments"), [], "json: nothing is an empty array")
    tap.equal(sorted(settings), sorted(line.split(":")[0] for line in TEXT.splitlines()[2:] + ["cpu-features:", "enlightenments:"]),
              "json: all settings are there")  # fmt: skip


def write_all(world, form, *architectures):
    """Profiles of all systems of the real database, by name of the file."""
    folder = world.path(f"all-{form}")
    folder.mkdir()
    status, _output, errors = world.run(WRITE_PROFILES, form, folder, *architectures, OSINFO_SYSTEM_DIR=DATABASE, timeout=HANG)
    assert status == 0, errors
    return sorted(folder.iterdir())


def close(schema):
    """The same, in which nothing is allowed that is not named."""
    if isinstance(schema, dict):
        closed = {key: close(value) for key, value in schema.items()}
        return dict(closed, additionalProperties=False) if "properties" in schema else closed
    return [close(item) for item in schema] if isinstance(schema, list) else schema


def test_schema(tap, world):
    if jsonschema is None:
        tap.skip("schema", "python3-jsonschema is not installed")
        return
    schema = json.loads((SCHEMAS / "osinfo-profile.schema.json").read_text())
    jsonschema.Draft202012Validator.check_schema(schema)
    validator = jsonschema.Draft202012Validator(close(schema))
    files = write_all(world, "json", *ARCHITECTURES)
    profiles = [json.loads(file.read_text()) for file in files[::20]]
    faults = [(one["os"]["id"], fault.message, list(fault.path)) for one in profiles for fault in validator.iter_errors(one)]
    tap.equal(faults[:3], [], f"schema: {len(profiles)} profiles are as it says")
    for change in ({"format-version": 2}, {"os": None}, {"phase": "never"}, {"settings": {}}, {"platform": {}}, {"more": 1}):
        tap.ok(not validator.is_valid(profiles[0] | change), f"schema: refuses {change}")


def test_libvirt(tap, world):
    files = write_all(world, "libvirt", *ARCHITECTURES)
    tap.ok(len(files) >= len(ARCHITECTURES) * 1289, "libvirt: there are profiles of all systems", len(files))
    if shutil.which("xmllint") is None or not LIBVIRT_SCHEMA.exists():
        tap.skip("libvirt: they are valid", "xmllint or libvirt's schema is not installed")
    else:
        refused = []
        for at in range(0, len(files), BATCH):
            _status, _output, errors = world.run("xmllint", "--noout", "--relaxng", LIBVIRT_SCHEMA, *files[at : at + BATCH], timeout=HANG)
            refused += re.findall(r"^.*fails to validate$", errors, re.M)
        tap.equal(refused[:5], [], f"libvirt: {len(files)} are valid")
    if shutil.which("virt-xml-validate") is None:
        tap.skip("libvirt: virt-xml-validate takes them", "virt-xml-validate is not installed")
    else:
        found = [world.run("virt-xml-validate", file, "domain", timeout=HANG)[0] for file in files[::300]]
        tap.equal(set(found), {0}, f"libvirt: virt-xml-validate takes them ({len(found)})")
    # what a schema does not see: a bus that there is not on a machine
    faults = [fault for file in files for fault in check_domain(file)]
    tap.equal(faults[:5], [], "libvirt: buses are those of machines")


def check_domain(file):
    domain = ElementTree.parse(file).getroot()
    machine = domain.find("os/type").get("machine")
    buses = {target.get("bus") for target in domain.findall("devices/disk/target")}
    names = [target.get("dev") for target in domain.findall("devices/disk/target")]
    if machine != "pc" and "ide" in buses:
        yield f"{file.name}: IDE on {machine}"
    if machine == "pc" and "sata" in buses:
        yield f"{file.name}: SATA on pc"
    if len(set(names)) != len(names):
        yield f"{file.name}: {names}"
    if domain.find("features/smm") is not None and (machine, domain.find("os").get("firmware")) != ("q35", "efi"):
        yield f"{file.name}: system management on {machine}"
    controllers = {one.get("type"): one.get("model") for one in domain.findall("devices/controller")}
    inputs = {one.get("bus") for one in domain.findall("devices/input")}
    if controllers["usb"] == "none" and "usb" in inputs:
        yield f"{file.name}: USB without a controller"
    if "scsi" in buses and "scsi" not in controllers:
        yield f"{file.name}: SCSI without a controller"


def test_qemu(tap, world):
    """Each is words of a shell, in pairs of option and value, and what is referred to is there."""
    files = write_all(world, "qemu", *ARCHITECTURES)
    faults = [fault for file in files for fault in check_command(file)]
    tap.equal(faults[:5], [], f"qemu: {len(files)} command lines fit together")


def check_command(file):
    lines = [line for line in file.read_text().splitlines() if not line.startswith("#")]
    words = shlex.split("\n".join(lines).replace("\\\n", " "))
    program, rest = words[0], [word for word in words[1:] if word != "-nodefaults"]
    if not program.startswith("qemu-system-") or len(rest) % 2 != 0 or not all(one.startswith("-") for one in rest[::2]):
        yield f"{file.name}: {rest}"
    values = " ".join(rest[1::2])
    for kind, option in (("drive", "-drive"), ("netdev", "-netdev"), ("chardev", "-chardev"), ("tpmdev", "-tpmdev"), ("audiodev", "-audiodev")):
        made = {found for name, value in zip(rest[::2], rest[1::2]) if name == option for found in re.findall(r"(?:^|,)id=(\w+)", value)}
        used = set(re.findall(rf",{kind}=(\w+)", values))
        if made != used:
            yield f"{file.name}: {kind}: {made} are made, {used} used"
    if ",bus=ide." in values and " virt,accel" in values and "ich9-ahci,id=ide" not in values:
        yield f"{file.name}: there is no bus ide: {values}"
    if "%" in values:
        yield f"{file.name}: {values}"


def test_proxmox(tap, world):
    files = write_all(world, "proxmox", *ARCHITECTURES)
    faults = [fault for file in files for fault in check_configuration(file)]
    tap.equal(faults[:5], [], f"proxmox: {len(files)} configurations are lines of settings")


def check_configuration(file):
    lines = file.read_text().splitlines()
    settings = dict(line.split(": ", 1) for line in lines if ": " in line)
    if len(settings) != len(lines):
        yield f"{file.name}: {lines}"
    missing = {"name", "ostype", "bios", "cpu", "cores", "memory", "boot", "net0", "agent"} - set(settings)
    order = settings.get("boot", "").removeprefix("order=").split(";")
    if missing or not set(order) <= set(settings):
        yield f"{file.name}: lacks {missing}, starts from {order}"


def test_kubevirt(tap, world):
    if yaml is None:
        tap.skip("kubevirt", "python3-yaml is not installed")
        return
    files = write_all(world, "kubevirt", *ARCHITECTURES)[::20]
    faults = [fault for file in files for fault in check_machine(file)]
    tap.equal(faults[:5], [], f"kubevirt: {len(files)} machines fit together")


def check_machine(file):
    machine = yaml.safe_load(file.read_text())
    spec = machine["spec"]["template"]["spec"]
    domain = spec["domain"]
    disks = {disk["name"] for disk in domain["devices"]["disks"]}
    if disks != {volume["name"] for volume in spec["volumes"]}:
        yield f"{file.name}: {disks}"
    if machine["kind"] != "VirtualMachine" or spec["architecture"] not in ("amd64", "arm64"):
        yield f"{file.name}: {machine['kind']}, {spec['architecture']}"
    secure = domain.get("firmware", {}).get("bootloader", {}).get("efi", {}).get("secureBoot", False)
    if secure != ("smm" in domain["features"]):
        yield f"{file.name}: Secure Boot without system management, or the other way round"
    if {one["name"] for one in spec["networks"]} != {one["name"] for one in domain["devices"]["interfaces"]}:
        yield f"{file.name}: networks"


def main():
    profile = find_program("osinfo-profile")
    if profile is None:
        print("1..0 # SKIP osinfo-profile is not built")
        return 0
    tap = Tap()
    world = World()
    make_database(world.path("system"))
    write_image(world.path("heron.iso"), "HERON")
    write_image(world.path("unknown.iso"), "NOTHING")
    test_errors(tap, world, profile)
    test_text(tap, world, profile)
    test_json(tap, world, profile)
    test_forms(tap, world, profile)
    if (DATABASE / "os").is_dir():
        test_schema(tap, world)
        test_libvirt(tap, world)
        test_qemu(tap, world)
        test_proxmox(tap, world)
        test_kubevirt(tap, world)
    return tap.finish()


sys.exit(main())
