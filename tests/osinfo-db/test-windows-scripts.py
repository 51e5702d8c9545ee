#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""The install scripts of Windows: generated for each system of data/ that has them, and for those that can
use them, with all parameters, with few, and with values of all kinds of characters, then read back as Windows
reads them. Needs the library of the build tree by introspection, and the program xmllint. Prints TAP."""

import os
import re
import subprocess
import sys
import tempfile
import traceback
from pathlib import Path
from xml.etree import ElementTree

import gi

gi.require_version("Libosinfo", "1.0")
from gi.repository import Libosinfo  # noqa: E402

SCRIPTS = "http://microsoft.com/windows/"
UNATTEND = "{urn:schemas-microsoft-com:unattend}"
XSL = "{http://www.w3.org/1999/XSL/Transform}"

# System -> scripts that can install it though its file lists none: relations do not hand scripts down.
ALSO = {
    "http://microsoft.com/win/" + name: ["unattend/desktop", "unattend/jeos"]
    for name in ("11", "2k12", "2k12r2", "2k16", "2k19", "2k22", "2k25")
}

MINIMAL = {"user-realname": "Jo"}
FULL = {
    "admin-password": "Secret7",
    "user-login": "jo",
    "user-realname": "Jo Q Public",
    "user-password": "word9",
    "user-autologin": "true",
    "hostname": "heron.example.org",
    "reg-product-key": "AAAAA-BBBBB-CCCCC-DDDDD-12345",
    "hardware-arch": "x86_64",
    "l10n-language": "de_DE",
    "target-disk": "D",
    "script-disk": "E",
    "avatar-disk": "F",
    "avatar-location": "/me.bmp",
    "pre-install-drivers-disk": "G",
    "pre-install-drivers-location": "/drivers/pre",
    "post-install-drivers-disk": "H",
    "post-install-drivers-location": "/drivers/post",
    "driver-signing": "false",
}
# what the syntax of some of the formats takes for its own
ODD = dict(FULL, **{"admin-password": "a;b=c & d<e>|f^(g)", "user-realname": "Jo & <Q> ]]>", "user-password": "]&lt; 'x' #!"})
# what needs to be escaped almost everywhere
QUOTES = dict(FULL, **{"admin-password": "\"a'b\"", "user-realname": "100%PATH% \"Q\"", "user-password": "\\n%%\\"})
PARAMETERS = {"minimal": MINIMAL, "full": FULL, "odd": ODD, "quotes": QUOTES}
# Kinds of scripts that are tried with quotes: those whose output method escapes.
ESCAPED = ("unattend",)


def source_root():
    root = os.environ.get("MESON_SOURCE_ROOT")
    return Path(root) if root else Path(__file__).resolve().parents[2]


def configure(values):
    config = Libosinfo.InstallConfig.new("http://example.org/config")
    for name in ("admin-password", "l10n-language"):
        config.clear_param(name)
    # required by some of the scripts: to be set, but not to something
    for name in ("hardware-arch", "hostname", "reg-product-key"):
        config.set_param(name, "")
    for name, value in values.items():
        config.set_param(name, value)
    return config


def check(what, expected, seen):
    if expected != seen:
        raise AssertionError(f"{what}: expected {expected!r}, got {seen!r}")


def lines_of(text):
    """Lines, each of which must end as Windows ends them."""
    if not text.endswith("\r\n") or re.search(r"(?<!\r)\n|\r(?!\n)", text):
        raise AssertionError("a line does not end with CR LF")
    return text[:-2].split("\r\n")


def read_ini(text):
    """winnt.sif: sections, name=value; a value in quotes has each of its quotes and percent signs twice."""
    sections = {}
    for line in lines_of(text):
        if not line:
            continue
        if line.startswith("["):
            if not re.fullmatch(r"\[\w+\]", line) or line[1:-1] in sections:
                raise AssertionError(f"bad or repeated section {line!r}")
            entries = sections.setdefault(line[1:-1], {})
            continue
        name, _, value = line.partition("=")
        if not re.fullmatch(r"\w+", name) or name in entries:
            raise AssertionError(f"bad or repeated entry {line!r}")
        if value.startswith('"'):
            if not re.fullmatch(r'"([^"]|"")*"', value):
                raise AssertionError(f"bad quotes in {line!r}")
            value = value[1:-1].replace('""', '"')
        elif not re.fullmatch(r"[\w*\\-]+", value):
            raise AssertionError(f"value needs quotes: {line!r}")
        entries[name] = value.replace("%%", "%")
    return sections


def read_registry(text):
    """REGEDIT4: keys, "name"=- that deletes a value (None), "name"="text" with \\\\ and \\" for the two characters that would end it."""
    lines = lines_of(text)
    check("signature", ["REGEDIT4", ""], lines[:2])
    keys = {}
    for line in lines[2:]:
        if not line:
            continue
        if line.startswith("["):
            entries = keys.setdefault(re.fullmatch(r"\[(HKEY_[\w\\ ]+)\]", line).group(1), {})
            continue
        match = re.fullmatch(r'"(\w+)"=(?:-|"((?:[^"\\]|\\["\\])*)")', line)
        if not match or match.group(1) in entries:
            raise AssertionError(f"bad or repeated value {line!r}")
        entries[match.group(1)] = match.group(2) and re.sub(r"\\(.)", r"\1", match.group(2))
    return keys


def read_batch(text):
    """windows.cmd: what its `set` lines say before delayed expansion is on, and the commands after that."""
    lines = lines_of(text)
    start = lines.index("setlocal DisableDelayedExpansion")
    end = lines.index("setlocal EnableDelayedExpansion")
    variables = {}
    for line in lines[start + 1 : end]:
        match = re.fullmatch(r'set "(\w+)=(.*)"', line)
        if match:
            if "%" in match.group(2).replace("%%", ""):
                raise AssertionError(f"a percent sign would be expanded: {line!r}")
            variables[match.group(1)] = match.group(2).replace("%%", "%")
        elif line != 'if not defined script_disk set "script_disk=%~d0"':
            raise AssertionError(f"unknown line {line!r}")
    depth = 0
    for line in lines[end:]:
        if line.startswith(("rem", "    rem")):
            continue
        bare = re.sub(r'"[^"]*"', "", line)
        depth += bare.count("(") - bare.count(")")
        if depth < 0 or line.count('"') % 2:
            raise AssertionError(f"brackets or quotes do not match: {line!r}")
        for name in re.findall(r"!(\w+)[!:]", line):
            if f'set "{name}=' not in text:
                raise AssertionError(f"variable {name!r} is never set")
    check("open brackets", 0, depth)
    return variables, lines[end + 1 :]


def account(values):
    return values.get("user-login") or values.get("user-realname")


def password(values):
    return values.get("user-password") or values.get("admin-password") or ""


def check_sif(text, system, profile, values):
    name = system.get_short_id()
    answers = read_ini(text)
    desktop = profile == "desktop"
    check("unattended", ("FullUnattended", "Yes"), (answers["Unattended"]["UnattendMode"], answers["Data"]["UnattendedInstall"]))
    check("folder", "\\WINNT" if name == "win2k" else "\\WINDOWS", answers["Unattended"]["TargetPath"])
    check("signing", "Ignore" if values.get("driver-signing") == "false" else "Block", answers["Unattended"]["DriverSigningPolicy"])
    check("administrator", values.get("admin-password", "*"), answers["GuiUnattended"]["AdminPassword"])
    check("user", values["user-realname"], answers["UserData"]["FullName"])
    check("computer", values.get("hostname", "*").split(".")[0], answers["UserData"]["ComputerName"])
    key, other = ("ProductID", "ProductKey") if name == "win2k" else ("ProductKey", "ProductID")
    check("product key", values.get("reg-product-key"), answers["UserData"].get(key))
    check("other key", None, answers["UserData"].get(other))
    check("licences", name != "winxp", "LicenseFilePrintData" in answers)
    disk = values.get("script-disk") or (None if name == "win2k" else "A")
    command = f"{disk}:\\windows.cmd" if desktop and disk else None
    check("command", command, answers.get("GuiRunOnce", {}).get("Command0"))
    check("first logon", command and "1", answers["GuiUnattended"].get("AutoLogonCount"))
    check("display", desktop, "Display" in answers)


def check_registry(text, system, profile, values):
    key = "HKEY_LOCAL_MACHINE\\SOFTWARE\\Microsoft\\Windows NT\\CurrentVersion"
    logs_in = values.get("user-autologin") == "true"
    winlogon = {"DefaultUserName": account(values), "AutoAdminLogon": "1" if logs_in else "0"}
    if logs_in:
        winlogon.update({"AutoLogonCount": None, "DefaultPassword": password(values)})
    check("registry", {key: {"RegisteredOwner": values["user-realname"]}, key + "\\Winlogon": winlogon}, read_registry(text))


def check_batch(text, system, profile, values):
    variables, commands = read_batch(text)
    expected = {
        "user_name": account(values),
        "full_name": values["user-realname"],
        "password": password(values),
        "script_disk": values.get("script-disk"),
        "target_disk": values.get("target-disk"),
        "avatar_disk": values.get("avatar-disk"),
        "avatar_location": values.get("avatar-location"),
        "drivers_disk": values.get("post-install-drivers-disk"),
        "drivers_location": values.get("post-install-drivers-location"),
    }
    check("variables", {name: value for name, value in expected.items() if value is not None}, variables)
    commands = "\n".join(commands)
    is_new = float(system.get_version()) >= 6
    has_drivers = "post-install-drivers-disk" in values
    unsigned = values.get("driver-signing") == "false"
    for command, is_there in (
        ("chcp.com", False),
        ("xcopy.exe", has_drivers),
        ("pnputil.exe", has_drivers and is_new),
        ("bcdedit.exe", unsigned and is_new),
        ('Driver Signing" /v Policy', unsigned and not is_new),
        ("shutdown.exe", has_drivers or not is_new),
        ("UseDefaultTile", is_new),
        ("!pictures!\\!user_name!.bmp", not is_new),
    ):
        check(command, is_there, command in commands)
    check("chcp.com", is_new, "chcp.com 65001" in text)
    for value in values.values():
        if len(value) > 3 and value in commands:
            raise AssertionError(f"the value {value!r} stands among commands")


def texts(root, path):
    return [element.text or "" for element in root.iterfind("/".join(UNATTEND + name for name in path.split("/")))]


def component(root, phase, name):
    for settings in root.iterfind(UNATTEND + "settings"):
        for one in settings.iterfind(UNATTEND + "component"):
            if settings.get("pass") == phase and one.get("name") == "Microsoft-Windows-" + name:
                return one
    return ElementTree.Element("none")


# Short id -> layout of the disk, and images: (desktop, jeos) for systems with several kinds.
LAYOUTS = {"winvista": "mbr", "win7": "mbr", "win2k8": "mbr", "win2k8r2": "mbr", "win11": "gpt"}
CORE_FIRST = ("2", "1")
IMAGES = {"win2k8": ("1", "4"), "win2k8r2": ("1", "2")}


def find_fault(text):
    """What the schema says against an answer file; empty: nothing."""
    schema = source_root() / "tests" / "files" / "install-scripts" / "autounattend.rng"
    with tempfile.NamedTemporaryFile("w", suffix=".xml", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        run = subprocess.run(
            ["xmllint", "--nonet", "--noout", "--relaxng", str(schema), file.name],
            stderr=subprocess.PIPE,
            encoding="utf-8",
        )
    return run.stderr.strip() if run.returncode != 0 else ""


def check_unattend(text, system, profile, values):
    check("schema", "", find_fault(text))
    root = ElementTree.fromstring(text.encode())
    name = system.get_short_id()
    desktop = profile == "desktop"
    is_server = name.startswith("win2k")
    setup = component(root, "windowsPE", "Setup")
    shell = component(root, "oobeSystem", "Shell-Setup")
    full = values is not MINIMAL

    check("architecture", {"amd64"}, {one.get("processorArchitecture") for one in root.iter(UNATTEND + "component")})
    for phase, part in (("windowsPE", "International-Core-WinPE"), ("oobeSystem", "International-Core")):
        for locale in ("UILanguage", "InputLocale", "SystemLocale", "UserLocale"):
            check(locale, ["DE-DE" if full else "en-US"], texts(component(root, phase, part), locale))
    check("drivers", ["G:\\drivers\\pre"] if full else [],
          texts(component(root, "windowsPE", "PnpCustomizationsWinPE"), "DriverPaths/PathAndCredentials/Path"))

    layout = LAYOUTS.get(name, "asks")
    check("partitions", {"mbr": ["Primary", "Primary"], "gpt": ["EFI", "MSR", "Primary"], "asks": []}[layout],
          texts(setup, "DiskConfiguration/Disk/CreatePartitions/CreatePartition/Type"))
    check("partition", ["2" if layout == "mbr" else "3"], texts(setup, "ImageInstall/OSImage/InstallTo/PartitionID"))
    disk = "1" if full else "0"
    check("disk", [disk], texts(setup, "ImageInstall/OSImage/InstallTo/DiskID"))
    check("wiped disk", [] if layout == "asks" else [disk], texts(setup, "DiskConfiguration/Disk/DiskID"))
    scripts = [one for one in texts(setup, "RunSynchronous/RunSynchronousCommand/Path") if "select disk" in one]
    check("scripts of diskpart", 2 if layout == "asks" else 0, len(scripts))
    for script in scripts:
        check("disk of diskpart", [disk], re.findall(r"echo select disk (\d+)&", script))

    if is_server:
        images = IMAGES.get(name, CORE_FIRST)
        check("image", [images[0 if desktop else 1]], texts(setup, "ImageInstall/OSImage/InstallFrom/MetaData/Value"))
    else:
        check("image", [] if full else ["1"], texts(setup, "ImageInstall/OSImage/InstallFrom/MetaData/Value"))
    key = values.get("reg-product-key")
    check("product key", [key] if key else [], texts(setup, "UserData/ProductKey/Key"))
    check("question for the key", ["OnError" if key else "Never"], texts(setup, "UserData/ProductKey/WillShowUI"))
    check("owner", [values["user-realname"]], texts(setup, "UserData/FullName"))
    check("computer", [values.get("hostname", "*").split(".")[0]],
          texts(component(root, "specialize", "Shell-Setup"), "ComputerName"))

    check("administrator", [values["admin-password"]] if full else [], texts(shell, "UserAccounts/AdministratorPassword/Value"))
    check("login", [account(values)], texts(shell, "UserAccounts/LocalAccounts/LocalAccount/Name"))
    check("name", [values["user-realname"]], texts(shell, "UserAccounts/LocalAccounts/LocalAccount/DisplayName"))
    check("password", [values.get("user-password", "")], texts(shell, "UserAccounts/LocalAccounts/LocalAccount/Password/Value"))
    logs_in = desktop and full
    check("logs in", [account(values)] if logs_in else [], texts(shell, "AutoLogon/Username"))
    check("with password", [values["user-password"]] if logs_in else [], texts(shell, "AutoLogon/Password/Value"))
    commands = texts(shell, "FirstLogonCommands/SynchronousCommand/CommandLine")
    check("commands", 1 if desktop else 0, len(commands))
    if desktop:
        check("disk of the script", "E" if full else "A D E F G H", re.search(r"\((.*)\) do if exist %a:\\windows.cmd ", commands[0]).group(1))
    check("no account elsewhere", ["true"] if float(system.get_version()) >= 6.2 else [], texts(shell, "OOBE/HideOnlineAccountScreens"))


CHECKS = {"cmd": check_batch, "reg": check_registry, "sif": check_sif, "unattend": check_unattend}


def generated_cases(database):
    systems = database.get_os_list()
    for number in range(systems.get_length()):
        system = systems.get_nth(number)
        listed = system.get_install_script_list()
        names = [listed.get_nth(i).get_id() for i in range(listed.get_length())]
        names = [name for name in names if name.startswith(SCRIPTS)]
        names += [SCRIPTS + name for name in ALSO.get(system.get_id(), []) if SCRIPTS + name not in names]
        for name in sorted(names):
            kind, profile = name.removeprefix(SCRIPTS).split("/")
            for label, values in PARAMETERS.items():
                if values is QUOTES and kind not in ESCAPED:
                    continue
                yield f"{system.get_short_id()} {kind} {profile} {label}", database, system, name, CHECKS[kind], profile, values


def run_generated(database, system, name, checker, profile, values):
    script = database.get_install_script(name)
    checker(script.generate(system, configure(values), None), system, profile, values)


# Parameters -> what the answer file then says: path below the root, texts. System: Windows 10, desktop.
VARIATIONS = {
    "architecture x86": ({"hardware-arch": "i686"}, lambda root: root.find(".//" + UNATTEND + "component").get("processorArchitecture"), "x86"),
    "architecture arm64": ({"hardware-arch": "aarch64"}, lambda root: root.find(".//" + UNATTEND + "component").get("processorArchitecture"), "arm64"),
    "arm64 has GPT": ({"hardware-arch": "aarch64"}, lambda root: len(root.findall(".//" + UNATTEND + "CreatePartition")), 3),
    "disk by number": ({"target-disk": "4"}, lambda root: root.find(".//" + UNATTEND + "DiskID").text, "4"),
    "disk by small letter": ({"target-disk": "e"}, lambda root: root.find(".//" + UNATTEND + "DiskID").text, "2"),
    "disk with a colon": ({"target-disk": "C:"}, lambda root: root.find(".//" + UNATTEND + "DiskID").text, "0"),
    "language beyond the map": ({"l10n-language": "fr_CA.UTF-8@euro"}, lambda root: root.find(".//" + UNATTEND + "UserLocale").text, "fr-CA"),
    "language with script": ({"l10n-language": "sr_RS@latin"}, lambda root: root.find(".//" + UNATTEND + "UserLocale").text, "SR-LATN-CS"),
    "long host name": ({"hostname": "a" * 20}, lambda root: root.find(".//" + UNATTEND + "ComputerName").text, "a" * 15),
    "ordinary user": ({"user-admin": "false"}, lambda root: root.find(".//" + UNATTEND + "Group").text, "Users"),
    "drivers at the root": (
        {"pre-install-drivers-location": ""},
        lambda root: root.find(".//" + UNATTEND + "PathAndCredentials/" + UNATTEND + "Path").text,
        "G:\\",
    ),
    "nobody: the administrator": (
        {"user-login": "", "user-realname": "", "user-autologin": "false"},
        lambda root: [root.find(".//" + UNATTEND + name).text for name in ("Username", "LogonCount", "SkipUserOOBE")],
        ["Administrator", "1", "true"],
    ),
}


def run_variation(database, changes, ask, expected):
    script = database.get_install_script(SCRIPTS + "unattend/desktop")
    text = script.generate(database.get_os("http://microsoft.com/win/10"), configure(dict(FULL, **changes)), None)
    check("answer", expected, ask(ElementTree.fromstring(text.encode())))


# What the schema must see: a piece of a good answer file, and what is put in its place.
FAULTS = {
    "pass": ('pass="oobeSystem"', 'pass="specialize"'),
    "token": ("31bf3856ad364e35", "31bf3856ad364e36"),
    "scope": ('versionScope="nonSxS"', 'versionScope="Sxs"'),
    "architecture": ('"amd64"', '"x86_64"'),
    "namespace": ("urn:schemas-microsoft-com:unattend", "urn:example"),
    "item without action": (' wcm:action="add"', ""),
    "locale": ("<UserLocale>DE-DE<", "<UserLocale>de_DE<"),
    "long command": ("<Path>wpeutil", "<Path>" + "x" * 250 + "wpeutil"),
    "key": ("<Key>AAAAA-", "<Key>"),
    "host name": ("<ComputerName>heron", "<ComputerName>" + "x" * 11 + "heron"),
    "drive": ("<Path>G:", "<Path>"),
    "protection": ("<ProtectYourPC>1", "<ProtectYourPC>4"),
    "empty name": ("<Name>jo<", "<Name><"),
    "unknown setting": ("<HideEULAPage>", "<HideTeaPage>true</HideTeaPage><HideEULAPage>"),
}


def run_fault(database, good, bad):
    script = database.get_install_script(SCRIPTS + "unattend/desktop")
    text = script.generate(database.get_os("http://microsoft.com/win/10"), configure(FULL), None)
    check("schema", "", find_fault(text))
    if good not in text:
        raise AssertionError(f"there is no {good!r} to damage")
    if not find_fault(text.replace(good, bad)):
        raise AssertionError(f"the schema takes {bad!r} for {good!r}")


def run_languages(database):
    config = configure(dict(FULL, **{"l10n-language": "de_DE"}))
    config.add_param("l10n-language", "fr_FR")
    text = database.get_install_script(SCRIPTS + "unattend/jeos").generate(database.get_os("http://microsoft.com/win/10"), config, None)
    root = ElementTree.fromstring(text.encode())
    check("keyboards", {"DE-DE;FR-FR"}, {one.text for one in root.iter(UNATTEND + "InputLocale")})
    check("locale", {"DE-DE"}, {one.text for one in root.iter(UNATTEND + "UserLocale")})


def run_medium_language(database):
    """Setup speaks what its medium speaks; the user's formats are the user's."""
    system = database.get_os("http://microsoft.com/win/10")
    script = database.get_install_script(SCRIPTS + "unattend/desktop")
    medium = system.get_media_list().get_nth(0)
    for language, expected in (("en_US", "en-US"), ("de_DE", "DE-DE"), ("sr_RS@latin", "sr-Latn-CS")):
        medium.set_param("l10n-language", language)
        root = ElementTree.fromstring(script.generate_for_media(medium, configure(FULL), None).encode())
        check("Setup", {expected}, {one.text for one in root.iter(UNATTEND + "UILanguage")})
        check("user", {"DE-DE"}, {one.text for one in root.iter(UNATTEND + "UserLocale")})


def run_command_line(database, name):
    """No command line, and above all no copy of the parameters, as the rules that XSLT has by itself would make."""
    folder = source_root() / "data" / "install-script" / "microsoft.com"
    sheet = ElementTree.parse(folder / f"windows-{name.replace('/', '-')}.xml").getroot().find(f".//{XSL}stylesheet")
    check("rules", 1, len([rule for rule in sheet.iter(XSL + "template") if rule.get("match") == "/command-line"]))
    for number in range(database.get_os_list().get_length()):
        system = database.get_os_list().get_nth(number)
        if system.get_short_id() in ("winxp", "win10"):
            text = database.get_install_script(SCRIPTS + name).generate_command_line(system, configure(FULL))
            check("command line", "", text or "")


def run_same_sheets(kind):
    """One style sheet for both profiles, in two files since a template cannot load another."""
    folder = source_root() / "data" / "install-script" / "microsoft.com"
    sheets = [
        ElementTree.tostring(ElementTree.parse(folder / f"windows-{kind}-{profile}.xml").getroot().find(f".//{XSL}stylesheet"))
        for profile in ("desktop", "jeos")
    ]
    if sheets[0] != sheets[1]:
        raise AssertionError(f"style sheets of windows-{kind}-desktop.xml and windows-{kind}-jeos.xml differ")


def main():
    loader = Libosinfo.Loader()
    loader.process_system_path()
    database = loader.get_db()
    cases = [(name, run_generated, arguments) for name, *arguments in generated_cases(database)]
    cases += [("unattend " + name, run_variation, [database, *row]) for name, row in VARIATIONS.items()]
    cases += [("schema refuses: " + name, run_fault, [database, *row]) for name, row in FAULTS.items()]
    cases += [("unattend several languages", run_languages, [database])]
    cases += [("unattend language of the medium", run_medium_language, [database])]
    names = ["cmd/desktop", "reg/desktop", "sif/desktop", "sif/jeos", "unattend/desktop", "unattend/jeos"]
    cases += [("command line of " + name, run_command_line, [database, name]) for name in names]
    cases += [("one style sheet: " + kind, run_same_sheets, [kind]) for kind in ("sif", "unattend")]

    failures = 0
    print(f"1..{len(cases)}")
    for number, (name, run, arguments) in enumerate(cases, 1):
        try:
            run(*arguments)
            print(f"ok {number} - {name}")
        except Exception:  # a failing case must not hide the others
            failures += 1
            for line in traceback.format_exc().splitlines()[-4:]:
                print("# " + line)
            print(f"not ok {number} - {name}")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
