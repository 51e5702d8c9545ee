#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""The install scripts of data/: those that programs have long relied on say of themselves what install-scripts.tsv says,
are listed by a system, and each of their parameters has an effect. Whatever script a system lists is made for it and
for its media and trees, and right as far as the validators at hand can tell. Prints TAP, and each pair of system and
script as a comment."""

import csv
import functools
import os
import re
import shlex
import shutil
import subprocess
import sys
import xml.etree.ElementTree as ElementTree
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "common"))
from tools_case import share

ROOT = Path(os.environ.get("MESON_SOURCE_ROOT") or Path(__file__).resolve().parents[2])
FLAGS = (
    "path-format", "product-key-format", "needs-internet", "can-pre-install-drivers", "can-post-install-drivers",
    "pre-install-drivers-signing-req", "post-install-drivers-signing-req",
)  # fmt: skip

# A value for each parameter. None of the texts is part of another.
VALUES = {
    "admin-password": "Heron7wader", "avatar-disk": "/dev/vdc1", "avatar-location": "/picture.png", "domain": "nest.example",
    "driver-signing": "false", "hardware-arch": "i686", "hostname": "reed", "l10n-keyboard": "fr_FR", "l10n-language": "de_AT",
    "l10n-timezone": "Europe/Vienna", "post-install-drivers-disk": "F", "post-install-drivers-location": "/after",
    "pre-install-drivers-disk": "E", "pre-install-drivers-location": "/before",
    "reg-product-key": "ABCDE-FGHIJ-KLMNO-PQRST-UVWXY", "script-disk": "/dev/vdb", "target-disk": "/dev/vda",
    "user-login": "bittern", "user-password": "Booms4times", "user-realname": "Bo Bittern",
}  # fmt: skip
# Scripts with path-format dos name disks by letters.
DOS_VALUES = {"avatar-disk": "G", "script-disk": "A", "target-disk": "D"}

# Kickstart, by releases of Fedora (first, last): section, command, or option of a command.
ALWAYS = (1, 999)
KICKSTART = {
    "auth": (1, 27), "auth --enablemd5": (1, 27), "auth --enableshadow": (1, 27), "auth --passalgo": (12, 27),
    "auth --useshadow": (1, 27), "autopart": ALWAYS, "bootloader": ALWAYS, "bootloader --boot-drive": (17, 999),
    "bootloader --driveorder": (1, 999), "bootloader --location": ALWAYS, "cdrom": ALWAYS, "clearpart": ALWAYS,
    "clearpart --all": ALWAYS, "clearpart --drives": ALWAYS, "clearpart --initlabel": ALWAYS, "eula": (19, 999),
    "eula --agreed": (19, 999), "firstboot": ALWAYS, "firstboot --disable": ALWAYS, "ignoredisk": ALWAYS,
    "ignoredisk --only-use": (8, 999), "keyboard": ALWAYS, "keyboard --xlayouts": (18, 999), "lang": ALWAYS,
    "langsupport": (1, 4), "langsupport --default": (1, 4), "mouse": (1, 2), "network": ALWAYS,
    "network --activate": (16, 999), "network --bootproto": ALWAYS, "network --device": ALWAYS,
    "network --hostname": ALWAYS, "network --onboot": ALWAYS, "ostreesetup": (21, 999), "ostreesetup --nogpg": (21, 999),
    "ostreesetup --osname": (21, 999), "ostreesetup --ref": (21, 999), "ostreesetup --remote": (21, 999),
    "ostreesetup --url": (21, 999), "reboot": ALWAYS, "rootpw": ALWAYS, "rootpw --lock": (8, 999),
    "rootpw --plaintext": (8, 999), "skipx": ALWAYS, "text": ALWAYS, "timezone": ALWAYS, "timezone --utc": ALWAYS,
    "url": ALWAYS, "url --mirrorlist": (7, 999), "url --url": ALWAYS, "user": (6, 999), "user --gecos": (12, 999),
    "user --groups": (6, 999), "user --name": (6, 999), "user --password": (6, 999), "user --plaintext": (8, 999),
    "xconfig": ALWAYS, "xconfig --startxonboot": ALWAYS, "zerombr": ALWAYS,
    "%end": (8, 999), "%packages": ALWAYS, "%packages --nobase": (6, 21), "%post": ALWAYS, "%post --nochroot": ALWAYS,
}  # fmt: skip
FEDORA_OF_RHEL = {4: 3, 5: 6, 6: 13, 7: 19, 8: 28, 9: 34, 10: 40}

results = []


def report(name, faults):
    results.append((name, faults))


def read_table():
    with open(Path(__file__).parent / "install-scripts.tsv", encoding="utf-8", newline="") as file:
        return {row["id"]: row for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)}


def describe(script):
    """The row of the table that the element <install-script> would have."""
    avatar = script.find("avatar-format")
    flags = [f"{flag}={script.findtext(flag) or 'true'}" for flag in FLAGS if script.find(flag) is not None]
    flags += [f"avatar-{part.tag}={part.text}" for part in ([] if avatar is None else avatar)]
    params = [
        param.get("name") + ("!" if param.get("policy") == "required" else "")
        + (f"={param.get('value-map')}" if param.get("value-map") else "")
        for param in script.iterfind("config/param")
    ]  # fmt: skip
    return {
        "id": script.get("id"),
        "profile": script.findtext("profile"),
        "filename": script.findtext("expected-filename"),
        "methods": ",".join(method.text for method in script.iterfind("injection-method")),
        "flags": " ".join(flags),
        "params": " ".join(params),
    }


def check_metadata():
    table = read_table()
    found = {}
    for file in sorted((ROOT / "data" / "install-script").rglob("*.xml")):
        for script in ElementTree.parse(file).getroot().iterfind("install-script"):
            vendor, name = script.get("id").removeprefix("http://").split("/", 1)
            place = ROOT / "data" / "install-script" / vendor / (name.replace("/", "-") + ".xml")
            faults = [] if file == place else [f"lies at {file}"]
            row = describe(script)
            expected = table.get(row["id"], row)
            faults += [f"{key}: {row[key]!r}, not {expected[key]!r}" for key in row if row[key] != expected[key]]
            found[row["id"]] = faults
    for identifier in sorted(table.keys() | found.keys()):
        report(f"metadata/{identifier}", found.get(identifier, ["has no file"]))


# Validators: each takes a text and its system, and returns what is wrong with it.


def release_of(system):
    """The release of Fedora that a system's installer is like; the newest for one without a number."""
    number = re.match(r"\d+", system.get_version() or "")
    if number is None:
        return 900
    return int(number[0]) if system.get_distro() == "fedora" else FEDORA_OF_RHEL.get(int(number[0]), 900)


@functools.lru_cache(maxsize=None)
def split_line(line):
    return tuple(shlex.split(line))


def check_kickstart(text, system):
    release = release_of(system)
    closes = release >= KICKSTART["%end"][0]
    section = None
    for number, line in enumerate(text.splitlines(), start=1):
        if section is not None and line == "%end":
            section = None
            if closes:
                continue
        if line.startswith("%"):
            if section is not None and closes:
                yield f"line {number}: {section} is not closed"
            section = line.split()[0]
        elif section is not None or not line or line.startswith("#"):
            continue
        words = split_line(line)
        options = [f"{words[0]} {word.split('=')[0]}" for word in words[1:] if word.startswith("--")]
        for name in [words[0], *options]:
            first, last = KICKSTART.get(name, (0, -1))
            if not first <= release <= last:
                yield f"line {number}: '{name}' is not known to the installer of {system.get_short_id()}"
        if words[0] == "zerombr" and (words[1:] == ("yes",)) != (release < 6):
            yield f"line {number}: an argument too many or too few"
    if section is not None and closes:
        yield f"the last {section} is not closed"


def check_preseed(text, _system):
    for line in text.replace("\\\n", "").splitlines():
        if not (re.fullmatch(r"#.*|[\w-]+ [\w/-]+ (string|boolean|select|multiselect|password|note)( .*)?", line)):
            yield f"no answer: '{line}'"


def check_autoyast(text, _system):
    head = '<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE profile>\n'
    if not text.startswith(head):
        yield "neither declaration nor document type"
    root = ElementTree.fromstring(text)
    if root.tag != "{http://www.suse.com/1.0/yast2ns}profile":
        yield f"root is {root.tag}"
    for element in root.iter():
        kind = element.get("{http://www.suse.com/1.0/configns}type")
        if kind == "boolean" and element.text not in ("true", "false"):
            yield f"{element.tag}: '{element.text}'"
        if (kind == "list") != (len(element) > 0 and element.tag.rsplit("}")[-1] in LISTS):
            yield f"{element.tag} has the wrong type"


LISTS = ("files", "init-scripts", "partitioning", "patterns", "products", "users")


def check_xml(text, _system):
    ElementTree.fromstring(text)
    return []


def check_plain(_text, _system):
    return []


CHECKS = {
    "fedora.ks": check_kickstart, "rhel.ks": check_kickstart, "silverblue.ks": check_kickstart,
    "preseed.cfg": check_preseed, "autoinst.xml": check_autoyast, "autounattend.xml": check_xml,
}  # fmt: skip

# Programs that know a format better than we do, and the arguments that they need.
PROGRAMS = {
    "preseed.cfg": lambda system: ["debconf-set-selections", "-c", "/dev/stdin"],
    "fedora.ks": lambda system: ["ksvalidator", "-v", f"F{release_of(system)}", "/dev/stdin"],
    "rhel.ks": lambda system: ["ksvalidator", "-v", f"RHEL{re.match('[0-9]+', system.get_version())[0]}", "/dev/stdin"],
}


@functools.lru_cache(maxsize=None)
def run_program(command, text):
    """Lines of what is wrong; many systems have the same text."""
    run = subprocess.run(command, input=text, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, encoding="utf-8")
    return [] if run.returncode == 0 else run.stdout.splitlines()


def ask_program(text, system, filename):
    """What the program for the format says. It is asked once per system, being slow."""
    if filename not in PROGRAMS or not re.match("[0-9]", system.get_version() or ""):
        return []
    command = PROGRAMS[filename](system)
    if shutil.which(command[0]) is None:
        return []
    return [f"{command[0]}: {line}" for line in run_program(tuple(command), text)]


# Generation


def items(entities):
    return [entities.get_nth(i) for i in range(entities.get_length())]


class Generator:
    def __init__(self, library):
        self.library = library
        loader = library.Loader()
        loader.process_path(str(ROOT / "data"))
        self.database = loader.get_db()

    def config(self, script, names):
        """A configuration with just these parameters."""
        config = self.library.InstallConfig()
        is_dos = script.get_path_format() == self.library.PathFormat.DOS
        for name in list(config.get_param_keys()):
            if name != "id":
                config.clear_param(name)
        # one that is required must be set, but not to something
        for param in script.get_config_param_list():
            if param.is_required():
                config.set_param(param.get_name(), "")
        for name in names:
            value = VALUES.get(name, name)
            config.set_param(name, DOS_VALUES.get(name, value) if is_dos else value)
        return config

    def targets(self, system, script):
        """What the script may be made for, named: the system, those of its media and trees that take it."""
        yield "system", system, script.generate, script.generate_command_line
        for medium in items(system.get_media_list()):
            own = [each.get_id() for each in items(medium.get_install_script_list())]
            if medium.supports_installer_script() and (not own or script.get_id() in own):
                yield (
                    medium.get_id(), medium, script.generate_for_media, script.generate_command_line_for_media,
                )  # fmt: skip
        for tree in items(system.get_tree_list()):
            yield tree.get_id(), tree, script.generate_for_tree, script.generate_command_line_for_tree

    def check_pair(self, system, script):
        declared = {param.get_name() for param in script.get_config_param_list()}
        required = {param.get_name() for param in script.get_config_param_list() if param.is_required()}
        filename = script.get_expected_filename()
        check = CHECKS.get(filename, check_plain)
        is_asked = False
        for name, target, generate, generate_command_line in self.targets(system, script):
            for names in (declared, required):
                config = self.config(script, names)
                text = generate(target, config, None)
                if not text:
                    yield f"{name}: no text"
                    continue
                for fault in check(text, system):
                    yield f"{name}: {fault}"
                if not is_asked:
                    yield from ask_program(text, system, filename)
                line = generate_command_line(target, config)
                if check is not check_plain and check is not check_xml and not line:
                    yield f"{name}: no command line"
                elif line and check in (check_kickstart, check_preseed, check_autoyast):
                    if len(line.strip().splitlines()) != 1 or "<" in line:
                        yield f"{name}: command line {line!r}"
            is_asked = True

    def find_idle(self, script, systems):
        """Parameters that change nothing anywhere."""
        declared = {param.get_name() for param in script.get_config_param_list()}
        idle = set(declared)
        script.set_preferred_injection_method(self.library.InstallScriptInjectionMethod.DISK)
        for system in systems:
            if not idle:
                break

            def make(names):
                config = self.config(script, names)
                # not declared by any script, but some need passwords for it alone
                config.set_param("user-autologin", "true")
                line = "" if script.get_path_format() else script.generate_command_line(system, config)
                return script.generate(system, config, None), line

            everything = make(declared)
            idle = {name for name in idle if make(declared - {name}) == everything}
        return [f"'{name}' has no effect" for name in sorted(idle)]

    def run(self):
        systems_of = {}
        pairs = []
        for system in sorted(items(self.database.get_os_list()), key=lambda system: system.get_id()):
            of_media = [script for medium in items(system.get_media_list()) for script in items(medium.get_install_script_list())]
            scripts = {script.get_id(): script for script in items(system.get_install_script_list()) + of_media}
            for identifier in sorted(scripts):
                systems_of.setdefault(identifier, []).append(system)
                pairs.append((system, scripts[identifier]))
        for system, script in share(pairs):
            name = f"{system.get_short_id()} {script.get_id()}"
            print(f"# {name}")
            report(f"generate/{name}", list(self.check_pair(system, script)))
        for identifier in sorted(read_table()):
            script = self.database.get_install_script(identifier)
            systems = systems_of.get(identifier, [])
            report(f"listed/{identifier}", [] if systems else ["no system lists it"])
            report(f"parameters/{identifier}", [] if script is None else self.find_idle(script, systems))


def find_library():
    """The library, or why it cannot be used."""
    try:
        import gi

        gi.require_version("Libosinfo", "1.0")
        from gi.repository import Libosinfo
    except (ImportError, ValueError) as error:
        return None, str(error)
    if not hasattr(Libosinfo, "InstallScript"):
        return None, "the library has no install scripts"
    return Libosinfo, None


def main():
    check_metadata()
    library, reason = find_library()
    if library is not None:
        for program in ("debconf-set-selections", "ksvalidator"):
            if shutil.which(program) is None:
                print(f"# {program} is not installed: its verdict is missing")
        Generator(library).run()
    for number, (name, faults) in enumerate(results, start=1):
        print(f"{'not ok' if faults else 'ok'} {number} - {name}")
        for fault in faults[:20]:
            print(f"#   {fault}")
    number = len(results)
    if library is None:
        number += 1
        print(f"ok {number} - generate # SKIP {reason}")
    print(f"1..{number}")
    return int(any(faults for _, faults in results))


if __name__ == "__main__":
    sys.exit(main())
