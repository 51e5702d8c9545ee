#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Install scripts of formats that have a parser: what they say, once read by YAML, JSON or a shell, is what they were told.
Vendors' validators and JSON schemas (tests/files/install-scripts) have their word, too. Prints TAP.

Needs the library with its introspection data. Without python3-yaml, python3-jsonschema, cloud-init or Ignition the checks
that want them are skipped."""

import itertools
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import gi

gi.require_version("Libosinfo", "1.0")
from gi.repository import Libosinfo

try:
    import yaml
except ImportError:
    yaml = None
try:
    import jsonschema
except ImportError:
    jsonschema = None

ROOT = Path(os.environ.get("MESON_SOURCE_ROOT") or Path(__file__).resolve().parents[2])
SCHEMAS = ROOT / "tests" / "files" / "install-scripts"
# Ignition is a program of the initrd
IGNITION = Path("/usr/lib/dracut/modules.d/30ignition/ignition")

UBUNTU, FEDORA_COREOS = "http://ubuntu.com/ubuntu/24.04", "http://fedoraproject.org/coreos/stable"
LEAP, SLES = "http://opensuse.org/opensuse/16.0", "http://suse.com/sles/16.0"
FREEBSD, ALPINE = "http://freebsd.org/freebsd/14.3", "http://alpinelinux.org/alpinelinux/3.22"

# Told to the scripts. A new configuration has values of its own for these six, so each case says all of them.
NOTHING = {
    "l10n-keyboard": "", "l10n-language": "", "l10n-timezone": "", "admin-password": "", "user-login": "",
    "user-password": "", "target-disk": "",
}
ADMIN = NOTHING | {"admin-password": "Opal7"}
USER = NOTHING | {"user-login": "jane", "user-password": "Agate5"}
FULL = {
    "l10n-keyboard": "de_DE", "l10n-language": "de_DE", "l10n-timezone": "Europe/Berlin", "admin-password": "Opal 7!",
    "user-login": "jane", "user-realname": "Jané Doe", "user-password": "Agate=5", "hostname": "heron", "target-disk": "/dev/vdb",
}
# In two parts, told apart by the X11 names
VARIANT = ADMIN | {"l10n-keyboard": "en_CA", "l10n-language": "sr_RS@latin", "user-admin": "false", "user-login": "jane"}
NASTY = "a\"b'c`d$(e)${f}\\g%h#i: [j]{k}, &l;m%n*o ?p!~"
QUOTED = FULL | {"user-realname": NASTY, "user-password": NASTY, "admin-password": NASTY[::-1]}


# What is to be read

def ubuntu_user(name, realname, word, is_admin=True):
    user = {"name": name, "shell": "/bin/bash", "groups": ["adm", "cdrom", "dip", "plugdev"] + ["sudo"] * is_admin}
    return user | ({"gecos": realname} if realname else {}) | ({"lock_passwd": False, "plain_text_passwd": word} if word else {})


def root_user(word):
    return {"name": "root", "lock_passwd": False, "plain_text_passwd": word}


def autoinstall(user_data, **rest):
    storage = {"layout": {"name": "direct"} | rest.pop("disk", {})}
    return {"autoinstall": {"version": 1, "storage": storage, "user-data": {"disable_root": False} | user_data} | rest}


def autoinstall_full(told):
    return autoinstall(
        {"hostname": "heron",
         "users": [ubuntu_user("jane", told["user-realname"], told["user-password"]), root_user(told["admin-password"])]},
        locale="de_DE.UTF-8", keyboard={"layout": "de"}, timezone="Europe/Berlin", disk={"match": {"path": "/dev/vdb"}})


AUTOINSTALL_VARIANT = autoinstall(
    {"users": [ubuntu_user("jane", "", "", is_admin=False), root_user("Opal7")]},
    locale="sr_RS.UTF-8@latin", keyboard={"layout": "ca", "variant": "eng"})


def cloud(*users, **rest):
    return {"users": list(users), "chpasswd": {"expire": False}} | rest


def cloud_full(told):
    user = {"name": "jane", "gecos": told["user-realname"], "sudo": "ALL=(ALL) ALL", "lock_passwd": False,
            "plain_text_passwd": told["user-password"]}
    return cloud(user, root_user(told["admin-password"]), hostname="heron", locale="de_DE.UTF-8", keyboard={"layout": "de"},
                 timezone="Europe/Berlin", disable_root=False)


def agama(product, language="en_US.UTF-8", **rest):
    return {"product": {"id": product}, "localization": {"language": language} | rest.pop("localization", {})} | rest


def agama_full(told, product="Leap_16.0", **rest):
    return agama(
        product, "de_DE.UTF-8", localization={"keyboard": "de", "timezone": "Europe/Berlin"}, hostname={"static": "heron"},
        user={"userName": "jane", "fullName": told["user-realname"], "password": told["user-password"]},
        root={"password": told["admin-password"]},
        storage={"drives": [{"search": "/dev/vdb", "partitions": [{"search": "*", "delete": True}, {"generate": "default"}]}]},
        **rest)


GNOME = {"software": {"patterns": {"add": ["gnome"]}}}
PASSWORDS = "/etc/first-boot-passwords"


def ignition(files=(), links=(), **rest):
    has_passwords = any(path.startswith(PASSWORDS) for path, _ in links)
    storage = {
        "directories": [{"path": PASSWORDS, "mode": 0o700}] if has_passwords else [],
        "files": [{"path": path, "mode": 0o644, "overwrite": True, "contents": {"source": f"data:,{text}"}} for path, text in files],
        "links": [{"path": path} | ({} if path.startswith(PASSWORDS) else {"overwrite": True}) | {"target": target}
                  for path, target in links],
    }
    return {"ignition": {"version": "3.3.0"}, "storage": storage} | rest


def ignition_full(told):
    return ignition(
        [("/etc/hostname", "heron%0A"), ("/etc/vconsole.conf", "KEYMAP%3Dde%0A"), ("/etc/locale.conf", "LANG%3Dde_DE.UTF-8%0A")],
        [("/etc/localtime", "../usr/share/zoneinfo/Europe/Berlin"), (PASSWORDS + "/root", told["admin-password"]),
         (PASSWORDS + "/login", "jane"), (PASSWORDS + "/password", told["user-password"])],
        passwd={"users": [{"name": "jane", "gecos": told["user-realname"], "groups": ["sudo", "wheel"]}]})


# Shells tell what they were asked to run: arguments, standard input

FREEBSD_START = [(["sysrc", "ifconfig_DEFAULT=DHCP"], ""), (["sysrc", "sshd_enable=YES"], "")]


def freebsd_user(name, realname, word, is_admin=True):
    rows = [(["pw", "useradd", "-n", name, "-c", realname, "-m", "-s", "/bin/sh"], "")]
    rows += [(["pw", "groupmod", "wheel", "-m", name], "")] * is_admin
    return rows + [(["pw", "usermod", name, "-h", "0"], word + "\n")] * bool(word)


def freebsd_root(word):
    return (["pw", "usermod", "root", "-h", "0"], word + "\n")


def freebsd_full(told):
    return ("vdb", FREEBSD_START + [
        (["sysrc", "hostname=heron"], ""), (["tzsetup", "-s", "Europe/Berlin"], ""), (["sysrc", "keymap=de.kbd"], ""),
        freebsd_root(told["admin-password"]), *freebsd_user("jane", told["user-realname"], told["user-password"]),
        (["chown", "jane", "HOME/jane/.login_conf"], "")],
        "me:\\\n\t:charset=UTF-8:\\\n\t:lang=de_DE.UTF-8:\n")


ALPINE_CONSTANT = {
    "KEYMAPOPTS": "none", "HOSTNAMEOPTS": "alpine", "DEVDOPTS": "mdev", "TIMEZONEOPTS": "UTC", "PROXYOPTS": "none",
    "INTERFACESOPTS": "auto lo\niface lo inet loopback\n\nauto eth0\niface eth0 inet dhcp\n", "APKREPOSOPTS": "-1",
    "USEROPTS": "none", "SSHDOPTS": "openssh", "NTPOPTS": "chrony", "ERASE_DISKS": "", "DISKOPTS": "", "LBUOPTS": "none",
    "APKCACHEOPTS": "none",
}


def alpine_full(told):
    return (ALPINE_CONSTANT | {"KEYMAPOPTS": "de de", "HOSTNAMEOPTS": "heron", "TIMEZONEOPTS": "Europe/Berlin",
                               "ERASE_DISKS": "/dev/vdb", "DISKOPTS": "-m sys /dev/vdb"},
            [(["chpasswd"], f"root:{told['admin-password']}\n"),
             (["adduser", "-D", "-g", told["user-realname"], "jane"], ""), (["addgroup", "jane", "wheel"], ""),
             (["chpasswd"], f"jane:{told['user-password']}\n")])


# script, system, how to read it, what is told, what is to be read of it
AUTOINSTALL, CLOUD = "http://ubuntu.com/ubuntu/autoinstall/", "http://cloud-init.io/nocloud/"
AGAMA, COREOS = "http://opensuse.org/opensuse/agama/", "http://fedoraproject.org/coreos/ignition/jeos"
BSDINSTALL, ANSWERS = "http://freebsd.org/freebsd/bsdinstall/jeos", "http://alpinelinux.org/alpine/answers/jeos"
CASES = [
    (AUTOINSTALL + "jeos", UBUNTU, "autoinstall", ADMIN, autoinstall({"users": [root_user("Opal7")]})),
    (AUTOINSTALL + "jeos", UBUNTU, "autoinstall", VARIANT, AUTOINSTALL_VARIANT),
    (AUTOINSTALL + "jeos", UBUNTU, "autoinstall", FULL, autoinstall_full(FULL)),
    (AUTOINSTALL + "jeos", UBUNTU, "autoinstall", QUOTED, autoinstall_full(QUOTED)),
    (AUTOINSTALL + "desktop", UBUNTU, "autoinstall", USER, autoinstall({"users": [ubuntu_user("jane", "", "Agate5")]})),
    (AUTOINSTALL + "desktop", UBUNTU, "autoinstall", FULL, autoinstall_full(FULL)),
    (AUTOINSTALL + "desktop", UBUNTU, "autoinstall", QUOTED, autoinstall_full(QUOTED)),
    (AUTOINSTALL + "jeos-meta-data", UBUNTU, "yaml", NOTHING, {"instance-id": "iid-osinfo"}),
    (AUTOINSTALL + "jeos-meta-data", UBUNTU, "yaml", FULL, {"instance-id": "iid-heron", "local-hostname": "heron"}),
    (AUTOINSTALL + "desktop-meta-data", UBUNTU, "yaml", NOTHING, {"instance-id": "iid-osinfo"}),
    (AUTOINSTALL + "desktop-meta-data", UBUNTU, "yaml", FULL, {"instance-id": "iid-heron", "local-hostname": "heron"}),
    (CLOUD + "user-data", UBUNTU, "cloud-config", NOTHING, cloud("default")),
    (CLOUD + "user-data", UBUNTU, "cloud-config", NOTHING | {"user-password": "Agate5"}, cloud("default", password="Agate5")),
    (CLOUD + "user-data", UBUNTU, "cloud-config", VARIANT,
     cloud({"name": "jane"}, root_user("Opal7"), disable_root=False, locale="sr_RS.UTF-8@latin",
           keyboard={"layout": "ca", "variant": "eng"})),
    (CLOUD + "user-data", UBUNTU, "cloud-config", FULL, cloud_full(FULL)),
    (CLOUD + "user-data", UBUNTU, "cloud-config", QUOTED, cloud_full(QUOTED)),
    (CLOUD + "meta-data", UBUNTU, "yaml", NOTHING, {"instance-id": "iid-osinfo"}),
    (CLOUD + "meta-data", UBUNTU, "yaml", FULL, {"instance-id": "iid-heron", "local-hostname": "heron"}),
    (CLOUD + "meta-data", UBUNTU, "yaml", {"hostname": NASTY}, {"instance-id": "iid-" + NASTY, "local-hostname": NASTY}),
    (AGAMA + "jeos", LEAP, "agama", ADMIN, agama("Leap_16.0", root={"password": "Opal7"})),
    (AGAMA + "jeos", SLES, "agama", VARIANT,
     agama("SLES", "sr_RS.UTF-8@latin", localization={"keyboard": "ca(eng)"}, root={"password": "Opal7"})),
    (AGAMA + "jeos", SLES, "agama", FULL, agama_full(FULL, "SLES")),
    (AGAMA + "jeos", SLES, "agama", ADMIN | {"reg-product-key": "K-1", "reg-login": "jane@example.org"},
     agama("SLES", root={"password": "Opal7"})
     | {"product": {"id": "SLES", "registrationCode": "K-1", "registrationEmail": "jane@example.org"}}),
    (AGAMA + "jeos", LEAP, "agama", QUOTED, agama_full(QUOTED)),
    (AGAMA + "desktop", LEAP, "agama", USER,
     agama("Leap_16.0", user={"userName": "jane", "fullName": "jane", "password": "Agate5"}, **GNOME)),
    (AGAMA + "desktop", LEAP, "agama", FULL, agama_full(FULL, **GNOME)),
    (AGAMA + "desktop", LEAP, "agama", QUOTED, agama_full(QUOTED, **GNOME)),
    (COREOS, FEDORA_COREOS, "ignition", NOTHING, ignition()),
    (COREOS, FEDORA_COREOS, "ignition", ADMIN, ignition(links=[(PASSWORDS + "/root", "Opal7")])),
    (COREOS, FEDORA_COREOS, "ignition", NOTHING | {"user-password": "Agate5"},
     ignition(links=[(PASSWORDS + "/login", "core"), (PASSWORDS + "/password", "Agate5")],
              passwd={"users": [{"name": "core", "groups": ["sudo", "wheel"]}]})),
    (COREOS, FEDORA_COREOS, "ignition", VARIANT,
     ignition([("/etc/vconsole.conf", "KEYMAP%3Dca%0A"), ("/etc/locale.conf", "LANG%3Dsr_RS.UTF-8@latin%0A")],
              [(PASSWORDS + "/root", "Opal7")], passwd={"users": [{"name": "jane"}]})),
    (COREOS, FEDORA_COREOS, "ignition", FULL, ignition_full(FULL)),
    (COREOS, FEDORA_COREOS, "ignition", QUOTED, ignition_full(QUOTED)),
    (BSDINSTALL, FREEBSD, "installerconfig", ADMIN, ("DEFAULT", [*FREEBSD_START, freebsd_root("Opal7")], None)),
    (BSDINSTALL, FREEBSD, "installerconfig",
     ADMIN | {"l10n-keyboard": "en_GB", "target-disk": "ada0", "user-login": "jane", "user-admin": "false"},
     ("ada0", [*FREEBSD_START, (["sysrc", "keymap=uk.kbd"], ""), freebsd_root("Opal7"),
               *freebsd_user("jane", "", "", is_admin=False)], None)),
    (BSDINSTALL, FREEBSD, "installerconfig", ADMIN | {"l10n-keyboard": "th_TH"},
     ("DEFAULT", [*FREEBSD_START, freebsd_root("Opal7")], None)),
    (BSDINSTALL, FREEBSD, "installerconfig", FULL, freebsd_full(FULL)),
    (BSDINSTALL, FREEBSD, "installerconfig", QUOTED, freebsd_full(QUOTED)),
    (ANSWERS, ALPINE, "answers", ADMIN, (ALPINE_CONSTANT, [(["chpasswd"], "root:Opal7\n")])),
    (ANSWERS, ALPINE, "answers", VARIANT,
     (ALPINE_CONSTANT | {"KEYMAPOPTS": "ca ca"},
      [(["chpasswd"], "root:Opal7\n"), (["adduser", "-D", "-g", "", "jane"], "")])),
    (ANSWERS, ALPINE, "answers", FULL, alpine_full(FULL)),
    (ANSWERS, ALPINE, "answers", QUOTED, alpine_full(QUOTED)),
]

# script, system, how it gets there (None: nobody says), what is told, kernel arguments
WEB = {"script-url": "http://192.0.2.1/x"}
COMMAND_LINES = [
    (AUTOINSTALL + "jeos", UBUNTU, None, {}, "autoinstall"),
    (AUTOINSTALL + "jeos", UBUNTU, "CDROM", WEB, "autoinstall"),
    (AUTOINSTALL + "jeos", UBUNTU, "WEB", WEB, "autoinstall ds=nocloud-net;s=http://192.0.2.1/x/"),
    (AUTOINSTALL + "desktop", UBUNTU, "WEB", {"script-url": "http://192.0.2.1/"}, "autoinstall ds=nocloud-net;s=http://192.0.2.1/"),
    (AUTOINSTALL + "jeos-meta-data", UBUNTU, "WEB", WEB, ""),
    (AUTOINSTALL + "desktop-meta-data", UBUNTU, None, {}, ""),
    (CLOUD + "user-data", UBUNTU, "DISK", WEB, ""),
    (CLOUD + "user-data", UBUNTU, "WEB", WEB, "ds=nocloud-net;s=http://192.0.2.1/x/"),
    (CLOUD + "meta-data", UBUNTU, "WEB", WEB, ""),
    (AGAMA + "jeos", LEAP, None, {}, "inst.auto=label://OEMDRV/autoinst.json"),
    (AGAMA + "jeos", LEAP, "DISK", {"script-disk": "/dev/vdc"}, "inst.auto=device://vdc/autoinst.json"),
    (AGAMA + "desktop", LEAP, "WEB", WEB, "inst.auto=http://192.0.2.1/x"),
    (COREOS, FEDORA_COREOS, "INITRD", {}, "ignition.firstboot ignition.platform.id=metal"),
    (COREOS, FEDORA_COREOS, "WEB", WEB, "ignition.firstboot ignition.platform.id=metal ignition.config.url=http://192.0.2.1/x"),
    (COREOS, FEDORA_COREOS, "WEB", WEB | {"target-disk": "/dev/vda"},
     "coreos.inst.install_dev=/dev/vda coreos.inst.ignition_url=http://192.0.2.1/x"),
    (BSDINSTALL, FREEBSD, None, {}, ""),
    (ANSWERS, ALPINE, None, {}, ""),
]

# script, profile, expected file, injection methods
METHODS = {
    AUTOINSTALL + "desktop": ("desktop", "user-data", "CDROM DISK WEB"),
    AUTOINSTALL + "jeos": ("jeos", "user-data", "CDROM DISK WEB"),
    AUTOINSTALL + "desktop-meta-data": ("desktop", "meta-data", "CDROM DISK WEB"),
    AUTOINSTALL + "jeos-meta-data": ("jeos", "meta-data", "CDROM DISK WEB"),
    CLOUD + "user-data": ("cloud", "user-data", "CDROM DISK WEB"),
    CLOUD + "meta-data": ("cloud", "meta-data", "CDROM DISK WEB"),
    AGAMA + "desktop": ("desktop", "autoinst.json", "CDROM DISK WEB"),
    AGAMA + "jeos": ("jeos", "autoinst.json", "CDROM DISK WEB"),
    COREOS: ("jeos", "config.ign", "INITRD WEB"),
    BSDINSTALL: ("jeos", "installerconfig", ""),
    ANSWERS: ("jeos", "answers", "CDROM DISK WEB"),
}


class Skip(Exception):
    pass


def need(thing, name):
    if thing is None:
        raise Skip(f"{name} is not installed")


def equal(found, expected, what="read"):
    assert found == expected, f"{what}: {found!r}\nexpected: {expected!r}"


# Ways to read. Each takes the text, a folder of its own and what is expected.

def read_yaml(text, folder, expected):
    need(yaml, "python3-yaml")
    found = yaml.safe_load(text)
    equal(found, expected)
    return found


def run_cloud_init(found, folder):
    """The vendor's validator. Its word is in the text, too, since old ones end with 0 in any case."""
    need(shutil.which("cloud-init"), "cloud-init")
    file = folder / "cloud-config"
    file.write_text("#cloud-config\n" + yaml.safe_dump(found))
    run = subprocess.run(["cloud-init", "schema", "--config-file", str(file)], stdin=subprocess.DEVNULL, text=True,
                         stdout=subprocess.PIPE, stderr=subprocess.STDOUT, env=os.environ | {"HOME": str(folder)})
    assert run.returncode == 0 and "Valid cloud-config" in run.stdout, run.stdout


def read_cloud_config(text, folder, expected):
    assert text.startswith("#cloud-config\n"), text
    run_cloud_init(read_yaml(text, folder, expected), folder)


def check_schema(found, name):
    need(jsonschema, "python3-jsonschema")
    jsonschema.validate(found, json.loads((SCHEMAS / f"{name}.schema.json").read_text()))


def read_autoinstall(text, folder, expected):
    assert text.startswith("#cloud-config\n"), text
    found = read_yaml(text, folder, expected)
    check_schema(found, "autoinstall")
    run_cloud_init(found["autoinstall"]["user-data"], folder)


def read_agama(text, folder, expected):
    found = json.loads(text)
    equal(found, expected)
    check_schema(found, "agama")


def run_shell(script, path):
    return subprocess.run(["/bin/sh", "-c", script], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                          env={"PATH": path, "LC_ALL": "C.UTF-8"})


def run_recorded(folder, script, names, variables=()):
    """Lets sh run @script with programs @names that write down what they get; returns that, and the variables' values."""
    programs, log = folder / "bin", folder / "log"
    programs.mkdir()
    log.touch()
    for name in names:
        # the count of arguments, the arguments, standard input if somebody sends it
        (programs / name).write_text(
            "#!/bin/sh\ninput=.\nif [ -p /dev/stdin ]; then input=$(cat; echo .); fi\n"
            f"printf '%s\\0' $# \"$@\" \"${{input%.}}\" {name} >>'{log}'\n")
        (programs / name).chmod(0o755)
    for name in variables:
        script += f"\nprintf '%s\\0' \"${name}\""
    run = run_shell(script, f"{programs}:/usr/bin:/bin")
    equal((run.returncode, run.stderr.decode()), (0, ""), "sh says")
    calls, fields = [], iter(log.read_text().split("\0")[:-1])
    for count in fields:
        arguments = list(itertools.islice(fields, int(count)))
        input_text, name = next(fields), next(fields)
        calls.append(([name, *arguments], input_text))
    return calls, dict(zip(variables, run.stdout.decode().split("\0")))


def check_units(found, folder, passwords):
    """The unit is there when a password is, and what it runs hands the passwords to chpasswd as they are."""
    units = found.pop("systemd", {}).get("units", [])
    equal([unit["name"] for unit in units], ["first-boot-passwords.service"] * bool(passwords))
    for unit in units:
        lines = [line.removeprefix("ExecStart=") for line in unit["contents"].split("\n") if line.startswith("ExecStart=")]
        equal(lines.pop(), f"/usr/bin/rm -rf {PASSWORDS}")
        links = folder / "links"
        links.mkdir()
        for link in found["storage"]["links"]:
            if link["path"].startswith(PASSWORDS + "/"):
                (links / Path(link["path"]).name).symlink_to(link["target"])
        # a shell reads such a line as systemd does, but for the doubled characters
        script = "\n".join(line.replace("%%", "%").replace("$$", "$").replace(PASSWORDS, str(links)) for line in lines)
        calls, _ = run_recorded(folder, script, ["chpasswd"])
        equal(calls, [(["chpasswd"], word) for word in passwords])


def read_ignition(text, folder, expected):
    found = json.loads(text)
    check_schema(found, "ignition")
    targets = {link["path"]: link["target"] for link in expected["storage"]["links"]}
    passwords = [f"root:{targets[PASSWORDS + '/root']}"] if PASSWORDS + "/root" in targets else []
    if PASSWORDS + "/password" in targets:
        passwords.append(f"{targets[PASSWORDS + '/login']}:{targets[PASSWORDS + '/password']}")
    check_units(found, folder, passwords)
    equal(found, expected)
    need(IGNITION if IGNITION.exists() else None, "Ignition")
    (folder / "config.ign").write_text(text)
    (folder / "root").mkdir()
    run = subprocess.run([IGNITION, "--platform=file", "--stage=fetch", f"--root={folder}/root", "--log-to-stdout",
                          f"--config-cache={folder}/cache"],
                         cwd=folder, env={"IGNITION_CONFIG_FILE": str(folder / "config.ign")}, stdin=subprocess.DEVNULL,
                         stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    assert run.returncode == 0, run.stdout


def check_syntax(text, folder):
    (folder / "syntax").write_text(text)
    run = subprocess.run(["/bin/sh", "-n", str(folder / "syntax")], stdin=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    equal((run.returncode, run.stderr), (0, ""), "sh -n")


def read_installerconfig(text, folder, expected):
    disk, calls, login_conf = expected
    parts = re.split("^(?=#!)", text, flags=re.MULTILINE)
    equal(len(parts), 2, "parts")
    for part in parts:
        check_syntax(part, folder)
    folder_home, keymaps = folder / "home", folder / "keymaps"
    (folder_home / "jane").mkdir(parents=True)
    keymaps.mkdir()
    for name in ("de", "uk"):
        (keymaps / f"{name}.kbd").touch()
    script = parts[1].replace("/home/", f"{folder_home}/").replace("/usr/share/vt/keymaps", str(keymaps))
    found, _ = run_recorded(folder, script, ["sysrc", "pw", "tzsetup", "chown"])
    found = [([word.replace(str(folder_home), "HOME") for word in words], text) for words, text in found]
    equal(found, calls)
    file = folder_home / "jane" / ".login_conf"
    equal(file.read_text() if file.exists() else None, login_conf)
    preamble = folder / "preamble"
    preamble.mkdir()
    _, variables = run_recorded(preamble, parts[0], [], ["PARTITIONS", "DISTRIBUTIONS"])
    equal(variables, {"PARTITIONS": disk, "DISTRIBUTIONS": "kernel.txz base.txz"})


def read_answers(text, folder, expected):
    check_syntax(text, folder)
    variables, calls = expected
    found = run_recorded(folder, text, ["adduser", "addgroup", "chpasswd"], list(variables))
    equal(found, (calls, variables))


READERS = {
    "agama": read_agama, "answers": read_answers, "autoinstall": read_autoinstall, "cloud-config": read_cloud_config,
    "ignition": read_ignition, "installerconfig": read_installerconfig, "yaml": read_yaml,
}


# The library

def load(folder):
    loader = Libosinfo.Loader.new()
    loader.process_path(str(folder))
    return loader.get_db()


def make_config(told):
    config = Libosinfo.InstallConfig.new("http://example.org/config")
    for name, value in told.items():
        config.set_param(name, value)
    return config


def check_case(database, script_id, os_id, reader, told, expected):
    script = database.get_install_script(script_id)
    assert script is not None, f"no {script_id}"
    text = script.generate(database.get_os(os_id), make_config(told), None)
    with tempfile.TemporaryDirectory() as folder:
        try:
            READERS[reader](text, Path(folder), expected)
        except AssertionError as error:
            raise AssertionError(f"{error}\n{text}") from None


def check_command_line(database, script_id, os_id, method, told, expected):
    script = Libosinfo.InstallScript.new_data(script_id, "x", database.get_install_script(script_id).get_template_data())
    if method is not None:
        script.set_preferred_injection_method(getattr(Libosinfo.InstallScriptInjectionMethod, method))
    equal(script.generate_command_line(database.get_os(os_id), make_config(NOTHING | told)), expected)


def check_facts(database, script_id, profile, file_name, methods):
    script = database.get_install_script(script_id)
    flags = 0
    for method in methods.split():
        flags |= int(getattr(Libosinfo.InstallScriptInjectionMethod, method))
    equal((script.get_profile(), script.get_expected_filename(), int(script.get_injection_methods())), (profile, file_name, flags))
    # what a template asks for is declared, and the other way round
    declared = {param.get_id() for param in script.get_config_params().get_elements()}
    equal(declared, set(re.findall(r"config/([a-z0-9-]+)", script.get_template_data())))


def describe(told):
    names = {"ADMIN": ADMIN, "FULL": FULL, "NOTHING": NOTHING, "QUOTED": QUOTED, "USER": USER, "VARIANT": VARIANT}
    same = [name.lower() for name, value in names.items() if value == told]
    return same[0] if same else ",".join(key for key, value in told.items() if value)


def main():
    database = load(ROOT / "data")
    checks = [(f"/new-scripts/facts {script}", check_facts, (script, *row)) for script, row in METHODS.items()]
    checks += [(f"/new-scripts/text {row[0]} {describe(row[3])}", check_case, row) for row in CASES]
    checks += [(f"/new-scripts/command-line {row[0]} {row[2]} {describe(row[3])}", check_command_line, row) for row in COMMAND_LINES]
    failed = False
    print(f"1..{len(checks)}")
    for number, (name, check, row) in enumerate(checks, start=1):
        try:
            check(database, *row)
            print(f"ok {number} - {name}")
        except Skip as reason:
            print(f"ok {number} - {name} # SKIP {reason}")
        except Exception as error:  # a bad script may break any reader
            failed = True
            print(f"not ok {number} - {name}")
            for line in f"{type(error).__name__}: {error}".splitlines():
                print(f"# {line}")
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
