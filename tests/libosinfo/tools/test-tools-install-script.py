#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""osinfo-install-script from outside: help, errors, lists, what is written and for whom, settings and passwords,
media and trees, the manual page's examples; and the same answers as the established program's, where that one is
installed. Prints TAP.

The program is found in PATH, or named by OSINFO_INSTALL_SCRIPT. OSINFO_ORACLE_SYSTEMS lists the short ids of
the systems whose scripts both programs make."""

import functools
import http.server
import json
import os
import re
import shutil
import stat
import sys
import threading
from pathlib import Path

sys.dont_write_bytecode = True
HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parents[1] / "common"))
from tools_case import (
    ESTABLISHED_DATABASE,
    IS_SANITIZED,
    WITHOUT_LEAKS,
    Tap,
    World,
    find_established,
    find_program,
    write_entity,
    write_image,
)

MAN_PAGE = HERE.parents[2] / "libosinfo" / "tools" / "man" / "osinfo-install-script.1"

HELP = """\
Usage:
  osinfo-install-script [OPTION…] - Generate an OS install script

Help Options:
  -h, --help                                        Show help options

Application Options:
  -p, --profile                                     Install script profile
  -d, --output-dir                                  Install script output directory
  -o, --output=FILE                                 Write the script to this file; -: to standard output
  --script=NAME                                     Only the script with this id or output filename
  -P, --prefix                                      The output filename prefix
  -s, --installation-source                         The installation source to be used with the script
  -c, --config=key=value                            Set configuration parameter
  -f, --config-file=file:///path/to/config/file     Set configuration parameters
  --list-config                                     List configuration parameters
  --list-profiles                                   List install script profiles
  --list-injection-methods                          List supported injection methods
  --format=FORMAT                                   Format of lists: plain (the default) or json
  -q, --quiet                                       Do not display output filenames
  --version                                         Print the version and exit

"""

OPTION_ERROR = "Error while parsing options: "
FIND_ERROR = "Error finding OS: "
GENERATE_ERROR = "Unable to generate install script: "
PASSWORD_WARNING = "When setting user or admin password, use --config-file instead.\n"
NO_JEOS = "No install script for profile 'jeos' and OS '{}'\n"
ONE_LIST = "Only one of --list-profile, --list-config and --list-injection-methods can be requested\n"
UNSUPPORTED = "Media 'refused.iso' with OS 'OS A' does not support install scripts\n"
ABSENT = "No such file or directory"


def option_error(text):
    return 255, "", OPTION_ERROR + text + "\n" + HELP + "\n"


A = "http://test.org/a"
# in the order of the system's file
ALL_PROFILES = "jeos: one.cfg\njeos: two.cfg\ndesktop: desk.cfg\n"
SECRET = ["-f", "secret.conf"]

# arguments, status, standard output, standard error; None is not looked at
CASES = [
    (["--help"], 0, HELP, ""),
    ([], 254, "", HELP + "\n"),
    (["--list-profiles", "--list-config"], 254, "", HELP + "\n"),
    (["--list-profiles", "--list-config", "a"], 254, "", ONE_LIST),
    (["--list-config", "--list-injection-methods", "--list-profiles", "a"], 254, "", ONE_LIST),
    (["--bad"], *option_error("Unknown option --bad")),
    (["-c", "hostname", "a"], *option_error("Expected configuration key=value")),
    (["-f", "absent.conf", "a"], *option_error(ABSENT)),
    (["-f", "tree", "a"], *option_error("Is a directory")),
    (["-f", "/dev/zero", "a"], *option_error("File too large")),
    (["-f", "-", "a"], *option_error("Key file does not have group “install-script”")),
    (["-f", "other.conf", "a"], *option_error("Key file does not have group “install-script”")),
    (["-f", "junk.conf", "a"],
     *option_error("Key file contains line “junk” which is not a key-value pair, group, or comment")),
    (["-f", "file://elsewhere/x", "a"], 255, "", None),
    *((["-f", name, "a"], *option_error(
        "Key file contains key “hostname” which has a value that cannot be interpreted."))
      for name in ("escape.conf", "escape-at-end.conf", "escape-and-end.conf")),
    (["-s", "cloud", "a"], *option_error("Invalid value 'cloud'")),
    (["--list-config", "--format=csv", "a"], *option_error("Invalid value 'csv'")),
    (["--format=json", "a"], *option_error("--format is for lists only")),
    # lists
    (["--list-profiles", "a"], 0, ALL_PROFILES, ""),
    (["--list-profiles", "-p", "none", A], 0, ALL_PROFILES, ""),
    (["--list-profiles", "alias"], 0, ALL_PROFILES, ""),
    (["--list-config", "a"], 0, "admin-password: required\nhostname: optional\n", ""),
    (["--list-config", "a", "--profile", "desktop"], 0, "user-login: required\nl10n-keyboard: optional\n", ""),
    (["--list-injection-methods", "a"], 0, "jeos: cdrom disk floppy initrd web\njeos:\ndesktop: disk initrd\n", ""),
    (["--list-profiles", "none"], 0, "", ""),
    (["--list-injection-methods", "none"], 0, "", ""),
    (["--list-profiles", "none", "--format=json"], 0, "[]\n", ""),
    (["--list-config", "none"], 251, "", NO_JEOS.format("No scripts")),
    (["--list-config", "none", "--format", "json"], 251, "", NO_JEOS.format("No scripts")),
    # no such system, no such script
    (["b"], 252, "", FIND_ERROR + "b; did you mean 'bad'?\n"),
    (["folder/absent.iso"], 252, "", FIND_ERROR + "folder/absent.iso\n"),
    ([""], 252, "", FIND_ERROR + "\n"),
    (["none"], 251, "", NO_JEOS.format("No scripts")),
    (["a", "-p", "Desktop"], 251, "", "No install script for profile 'Desktop' and OS 'OS A'\n"),
    # files
    ([*SECRET, "-d", "out", "a"], 0, "one.cfg\ntwo.cfg\n", ""),
    ([*SECRET, "-d", "out", "-q", "a"], 0, "", ""),
    ([*SECRET, "-d", "out", "-P", "my", "a"], 0, "my-one.cfg\nmy-two.cfg\n", ""),
    (["-d", "out", "-p", "desktop", "a", "further", "arguments"], 0, "desk.cfg\n", ""),
    ([*SECRET, "-d", "absent", "a"], 251, "", GENERATE_ERROR + f"cannot write to folder 'absent': {ABSENT}\n"),
    ([*SECRET, "-d", "a.iso", "a"], 251, "", GENERATE_ERROR + "cannot write to folder 'a.iso': Not a directory\n"),
    ([*SECRET, "-d", "out", "-P", "../x", "a"], 251, "",
     GENERATE_ERROR + "install script http://test.org/s/one has an invalid output file name: ../x-one.cfg\n"),
    ([*SECRET, "-d", "out", "climbing"], 251, "",
     GENERATE_ERROR + "install script http://test.org/s/climbing has an invalid output file name: ../climbed\n"),
    ([*SECRET, "-d", "out", "unnamed"], 251, "",
     GENERATE_ERROR + "install script http://test.org/s/unnamed has an invalid output file name: not known\n"),
    ([*SECRET, "-d", "out", "twins"], 251, "", GENERATE_ERROR + "several scripts are to be written to twin.cfg\n"),
    ([*SECRET, "-d", "taken", "a"], 251, "", None),
    # scripts that the established program never ends with
    ([*SECRET, "-d", "out", "empty"], 0, "empty.cfg\n", ""),
    ([*SECRET, "-d", "out", "bad"], 251, "", None),
    # passwords
    (["-c", "admin-password=x", "-d", "out", "a"], 0, "one.cfg\ntwo.cfg\n", PASSWORD_WARNING),
    (["--config=user-password=x", "-d", "out", "-p", "desktop", "a"], 0, "desk.cfg\n", PASSWORD_WARNING),
    (["-c", "reg-password=x", "-d", "out", "-p", "desktop", "a"], 0, "desk.cfg\n", PASSWORD_WARNING),
    (["-f", "public.conf", "-d", "out", "a"], 0, "one.cfg\ntwo.cfg\n",
     "Everybody can read the passwords in config file 'public.conf'.\n"),
    (["-f", "public-host.conf", "-d", "out", "-p", "desktop", "a"], 0, "desk.cfg\n", ""),
    # media and trees
    ([*SECRET, "-d", "out", "a.iso"], 0, "one.cfg\ntwo.cfg\n", ""),
    (["--list-profiles", "a.iso"], 0, ALL_PROFILES, ""),
    ([*SECRET, "-d", "out", "own.iso"], 0, "own.cfg\n", ""),
    (["--list-profiles", "own.iso"], 0, "jeos: own.cfg\n", ""),
    ([*SECRET, "-d", "out", "own.iso", "-p", "desktop"], 251, "",
     "No install script for profile 'desktop' and OS 'OS A'\n"),
    ([*SECRET, "-d", "out", "refused.iso"], 251, "", UNSUPPORTED),
    (["--list-profiles", "refused.iso"], 251, "", UNSUPPORTED),
    (["none.iso"], 251, "", NO_JEOS.format("No scripts")),
    ([*SECRET, "-d", "out", "tree"], 0, "one.cfg\ntwo.cfg\n", ""),
    (["unknown.iso"], 252, "", FIND_ERROR + "unknown.iso: the database does not know the medium\n"),
    (["not-bootable.iso"], 252, "", FIND_ERROR + "not-bootable.iso: the medium is not bootable\n"),
    (["junk.conf"], 252, "", FIND_ERROR + "junk.conf: No volume descriptors\n"),
    (["out"], 252, "", None),
    (["tree-unknown"], 252, "", FIND_ERROR + "tree-unknown: the database does not know the tree\n"),
    (["ftp://test.org/x"], 252, "", None),
    (["file:///absent"], 252, "", None),
]

# Asked of both programs, on our small database.
SAME_AS_ESTABLISHED = [
    ["qqqqqq"],
    ["none"],
    ["--list-profiles", "a"],
    ["--list-injection-methods", "a"],
    ["--list-profiles", "alias"],
    ["--list-profiles", "none"],
    [*SECRET, "-p", "desktop", "-c", "hostname=a=b", "-c", "hostname=c", "-d", "out", "a"],
    ["-p", "desktop", "-c", "hostname=x", "-f", "values.conf", "-d", "out", "-s", "network", "a"],
    ["-p", "desktop", "-f", "values.conf", "-c", "hostname=x", "-d", "out", "a.iso"],
]

STYLESHEET = """<template><xsl:stylesheet xmlns:xsl="http://www.w3.org/1999/XSL/Transform" version="1.0">
<xsl:output method="text"/><xsl:template match="/">{}</xsl:template></xsl:stylesheet></template>"""

# all settings but the random password and the id, one a line
SHOW = """<xsl:for-each select="/*/config/*[name() != 'id']"><xsl:sort select="name()"/><xsl:value-of
select="concat(name(), '=', ., '&#10;')"/></xsl:for-each><xsl:value-of select="concat('media ', count(/*/media),
', ', /*/script/installation-source)"/>"""
NO_PASSWORD = SHOW.replace("name() != 'id'", "name() != 'id' and name() != 'admin-password'")


def write_script(folder, name, profile, filename, template, more=""):
    file = f"<expected-filename>{filename}</expected-filename>" if filename else ""
    write_entity(folder, "install-script", f"http://test.org/s/{name}",
                 f"<profile>{profile}</profile>{file}{more}{STYLESHEET.format(template)}")


def write_os(folder, name, title, scripts, more=""):
    scripts = "".join(f'<script id="http://test.org/s/{script}"/>' for script in scripts)
    write_entity(folder, "os", f"http://test.org/{name}",
                 f"<short-id>{name}</short-id><name>{title}</name>{more}<installer>{scripts}</installer>")


def make_database(folder):
    password = '<config><param name="admin-password" policy="{}"/><param name="hostname" policy="optional"/></config>'
    methods = "".join(f"<injection-method>{method}</injection-method>"
                      for method in ("web", "initrd", "floppy", "disk", "cdrom"))
    write_script(folder, "one", "jeos", "one.cfg", SHOW, password.format("required") + methods)
    write_script(folder, "two", "jeos", "two.cfg", NO_PASSWORD)
    write_script(folder, "own", "jeos", "own.cfg", SHOW)
    write_script(folder, "desk", "desktop", "desk.cfg", NO_PASSWORD, """
        <config><param name="user-login" policy="required"/>
          <param name="l10n-keyboard" policy="optional" value-map="http://test.org/keyboards"/></config>
        <injection-method>initrd</injection-method><injection-method>disk</injection-method>
        <product-key-format>@@@-###</product-key-format><path-format>dos</path-format>
        <can-pre-install-drivers>true</can-pre-install-drivers><needs-internet>true</needs-internet>""")
    write_script(folder, "climbing", "jeos", "../climbed", "x")
    write_script(folder, "unnamed", "jeos", None, "x")
    write_script(folder, "twin1", "jeos", "twin.cfg", "x")
    write_script(folder, "twin2", "jeos", "twin.cfg", "x")
    write_script(folder, "empty", "jeos", "empty.cfg", "")
    write_script(folder, "failing", "jeos", "failing.cfg", '<xsl:message terminate="yes">no</xsl:message>')
    write_script(folder, "afirst", "jeos", "first.cfg", "x")
    write_entity(folder, "datamap", "http://test.org/keyboards", '<entry inval="de_DE" outval="de"/>')
    write_os(folder, "a", "OS A", ["one", "two", "desk"], """<short-id>alias</short-id>
        <media arch="x86_64"><iso><volume-id>^A_</volume-id></iso></media>
        <media arch="x86_64" installer-script="false"><iso><volume-id>^R_</volume-id></iso></media>
        <media arch="x86_64"><iso><volume-id>^O_</volume-id></iso>
          <installer><script id="http://test.org/s/own"/></installer></media>
        <tree arch="x86_64"><treeinfo><family>^A$</family><version>^1$</version></treeinfo></tree>""")
    write_os(folder, "none", "No scripts", [], '<media arch="all"><iso><volume-id>^N_</volume-id></iso></media>')
    for name, scripts in (("climbing", ["climbing"]), ("unnamed", ["unnamed"]), ("twins", ["twin1", "twin2"]),
                          ("empty", ["empty"]), ("bad", ["afirst", "failing"])):
        write_os(folder, name, name, scripts)


def make_samples(root):
    write_image(root / "a.iso", "A_1")
    write_image(root / "refused.iso", "R_1")
    write_image(root / "own.iso", "O_1")
    write_image(root / "none.iso", "N_1")
    write_image(root / "unknown.iso", "something else")
    write_image(root / "not-bootable.iso", "A_1", bootable=False)
    for name in ("out", "taken", "taken/one.cfg", "tree", "tree-unknown"):
        (root / name).mkdir()
    general = "[general]\nfamily = A\nversion = {}\narch = x86_64\n"
    (root / "tree" / ".treeinfo").write_text(general.format(1))
    (root / "tree-unknown" / ".treeinfo").write_text(general.format(2))
    for name, mode, text in (
        ("secret.conf", 0o640, "[install-script]\nadmin-password=secret\n"),
        ("public.conf", 0o644, "[install-script]\nadmin-password=secret\n"),
        ("public-host.conf", 0o644, "[install-script]\nhostname=x\n"),
        ("values.conf", 0o600, "# a comment\n[other]\nhostname=other\n[install-script]\nhostname=a\\sb\\nc;d\n"
         "user-realname=Ada „Lovelace\"\nuser-autologin=yes\nunknown=1\nid=mine\nl10n-keyboard=de_DE\n"
         "admin-password=secret\nreg-product-key=\n"),
        ("other.conf", 0o600, "[other]\nhostname=x\n"),
        ("junk.conf", 0o600, "junk\n"),
        ("escape.conf", 0o600, "[install-script]\nhostname=\\x\n"),
        ("escape-at-end.conf", 0o600, "[install-script]\nhostname=x\\\n"),
        ("escape-and-end.conf", 0o600, "[install-script]\nhostname=\\x\\\n"),
    ):
        (root / name).write_text(text, encoding="utf-8")
        (root / name).chmod(mode)


def files_in(folder):
    return {path.name: path.read_text(encoding="utf-8") for path in sorted(folder.iterdir()) if path.is_file()}


def empty_folder(folder):
    shutil.rmtree(folder)
    folder.mkdir()


def without_root(world, text):
    return text.replace(f"{world.root}/", "")


def test_cases(tap, world, program):
    for arguments, *expected in CASES:
        empty_folder(world.path("out"))
        status, output, errors = world.run(program, *arguments)
        found = [status, output, without_root(world, errors)]
        for i in (1, 2):
            if expected[i] is None:
                expected[i] = found[i]
        tap.equal(found, expected, f"case: {arguments}")
        if status in (251, 252, 253):
            tap.equal(errors.count("\n"), 1, f"case: {arguments}: one line")
        # what is announced is there, and nothing else
        if "-q" not in arguments and not any(argument.startswith("--list") for argument in arguments):
            named = output.split("\n")[:-1] if "--help" not in arguments else []
            tap.equal(sorted(files_in(world.path("out"))), sorted(named), f"case: {arguments}: files")
    tap.ok(not world.path("climbed").exists() and not (world.root.parent / "climbed").exists(),
           "nothing is written outside of the folder")


def test_files(tap, world, program):
    out = world.path("out")
    empty_folder(out)
    for umask in ("000", "022", "077"):
        world.run("/bin/sh", "-c", f"umask {umask}; exec '{program}' -f secret.conf -q -d out a")
        modes = {path.name: oct(stat.S_IMODE(path.stat().st_mode)) for path in out.iterdir() if path.suffix == ".cfg"}
        tap.equal(modes, {"one.cfg": "0o600", "two.cfg": "0o600"}, f"only for their owner: umask {umask}")

    empty_folder(out)
    (out / "one.cfg").write_text("old")
    (out / "one.cfg").chmod(0o644)
    (out / "target").write_text("target")
    (out / "two.cfg").symlink_to("target")
    world.run(program, *SECRET, "-q", "-d", "out", "a")
    tap.equal(sorted(os.listdir(out)), ["one.cfg", "one.cfg~", "target", "two.cfg", "two.cfg~"],
              "an old file is kept, and nothing else is left")
    tap.equal(((out / "one.cfg~").read_text(), (out / "target").read_text()), ("old", "target"),
              "an old file is kept as it was")
    tap.ok(not (out / "two.cfg").is_symlink() and stat.S_IMODE((out / "one.cfg").stat().st_mode) == 0o600,
           "what replaces it is a new file")
    world.run(program, *SECRET, "-q", "-d", "out", "-c", "hostname=second", "a")
    tap.ok("hostname" not in (out / "one.cfg~").read_text() and "hostname=second" in (out / "one.cfg").read_text(),
           "one old file is kept, not two")

    (out / "one.cfg").unlink()
    run = world.run(program, *SECRET, "a", "-d", out)
    tap.equal((run[0], (out / "one.cfg").exists()), (0, True), "an absolute folder")
    run = world.run("/bin/sh", "-c", f"cd out && rm -f one.cfg && exec '{program}' -q -f ../secret.conf a")
    tap.equal((run, (out / "one.cfg").exists()), ((0, "", ""), True), "the current folder")
    status, output, errors = world.run("/bin/sh", "-c", f"exec '{program}' -f secret.conf -d out a >/dev/full")
    tap.ok((status, output) == (251, "") and errors.count("\n") == 1, "names that cannot be printed", errors)
    if os.geteuid() == 0:
        tap.skip("a folder that may not be written to", "root may write all")
    else:
        out.chmod(0o500)
        tap.equal(world.run(program, *SECRET, "-d", "out", "a"),
                  (251, "", GENERATE_ERROR + "cannot write to folder 'out': Permission denied\n"),
                  "a folder that may not be written to")
        out.chmod(0o700)


def read_keys():
    """Of config files, from the manual page."""
    text = MAN_PAGE.read_text(encoding="utf-8").partition(".Sh CONFIGURATION\n")[2].partition("\n.Sh ")[0]
    return [key for line in re.findall(r"^\.It Cm (.*)$", text, re.MULTILINE) for key in line.split(" , ")]


DEFAULTS = {"l10n-keyboard": "en_US", "l10n-language": "en_US", "l10n-timezone": "America/New_York"}


def test_output(tap, world, program):
    """One script, to where it was asked for."""
    out = world.path("out")
    empty_folder(out)
    world.run(program, *SECRET, "-q", "-d", "out", "a")
    expected = (out / "one.cfg").read_text()
    one = ["--script", "one.cfg", *SECRET, "a"]
    tap.equal(world.run(program, "-o", "-", *one), (0, expected, ""), "output: standard output")
    tap.equal(world.run(program, "-o", "-", "--script", "http://test.org/s/one", *SECRET, "a")[:2], (0, expected), "output: by id")
    tap.equal(world.run(program, "-o", "out/own", *one), (0, "", ""), "output: a file")
    tap.equal(((out / "own").read_text(), stat.S_IMODE((out / "own").stat().st_mode)), (expected, 0o600), "output: for its owner only")
    (out / "own").write_text("old")
    world.run(program, "-o", "out/own", *one)
    tap.equal(((out / "own").read_text(), (out / "own~").read_text()), (expected, "old"), "output: an old file is kept")
    os.mkfifo(out / "pipe")
    found = world.run("/bin/sh", "-c", f"cat out/pipe & '{program}' -o out/pipe --script one.cfg -f secret.conf a; wait")
    tap.equal((found[:2], stat.S_ISFIFO((out / "pipe").stat().st_mode)), ((0, expected), True), "output: a pipe stays one")
    tap.equal(world.run(program, "-o", "-", *SECRET, "a"),
              (251, "", "Several install scripts: one.cfg, two.cfg; --script chooses one for --output\n"), "output: several")
    tap.equal(world.run(program, "--script", "x", *SECRET, "a"),
              (251, "", "No install script 'x'; there are: one.cfg, two.cfg\n"), "output: another name")
    status, output, errors = world.run(program, "-o", "absent/x", *one)
    tap.ok((status, output) == (251, "") and errors.count("\n") == 1, "output: no such folder", errors)
    tap.equal(world.run(program, "-o", "x", "-d", "out", "a")[0], 255, "output: not with a folder")
    empty_folder(out)
    tap.equal(world.run(program, *SECRET, "--script", "two.cfg", "-d", "out", "a")[:2], (0, "two.cfg\n"), "output: one of several")
    tap.equal(sorted(files_in(out)), ["two.cfg"], "output: that one and no other")
    tap.equal(world.run("/bin/sh", "-c", f"'{program}' -o - --script one.cfg -f secret.conf - <a.iso")[0], 0, "output: of a medium on standard input")
    status, _, errors = world.run(program, "alais")
    tap.equal((status, errors), (252, "Error finding OS: alais; did you mean 'alias' or 'a'?\n"), "output: a name that is almost one")


def test_settings(tap, world, program):
    def settle(*arguments, end="media 0, media"):
        empty_folder(world.path("out"))
        run = world.run(program, *arguments, "-q", "-d", "out", "a")
        text = (world.path("out") / "one.cfg").read_text(encoding="utf-8")
        return run, text.removesuffix(end)

    def show(values):
        return "".join(f"{key}={value}\n" for key, value in sorted({**DEFAULTS, **values}.items()))

    secret = {"admin-password": "secret"}
    of_file = {**secret, "hostname": "a b\nc;d", "user-realname": "Ada „Lovelace\"", "user-autologin": "yes",
               "l10n-keyboard": "de_DE", "reg-product-key": ""}
    nothing = (0, "", "")
    tap.equal(settle("-f", "values.conf"), (nothing, show(of_file)), "settings: a file")
    tap.equal(settle("-f", world.path("values.conf").as_uri()), (nothing, show(of_file)), "settings: an address")
    tap.equal(settle("-f", "values.conf", "-c", "hostname=x=y", "--config", "own=1"),
              (nothing, show({**of_file, "hostname": "x=y", "own": "1"})), "settings: a word after a file")
    tap.equal(settle("-c", "hostname=x", "-c", "user-login=", "-f", "values.conf"),
              (nothing, show({**of_file, "user-login": ""})), "settings: a file after a word")
    tap.equal(settle("-f", "values.conf", "-f", "public-host.conf"), (nothing, show({**of_file, "hostname": "x"})),
              "settings: two files")
    tap.equal(settle(*SECRET, "-s", "network", end="media 0, network"), (nothing, show(secret)),
              "settings: from the network")
    tap.equal(settle(*SECRET, "-s", "media"), (nothing, show(secret)), "settings: from media")
    run = world.run("/bin/sh", "-c", f"exec '{program}' -q -d out --config-file=- a < public.conf")
    # a file with passwords is public, by whichever way it comes
    tap.equal(run, (0, "", "Everybody can read the passwords in config file '-'.\n"), "settings: standard input, a file")
    run = world.run("/bin/sh", "-c", f"cat values.conf | '{program}' -q -d out -f - a")
    tap.equal((run, files_in(world.path("out"))["one.cfg"]), (nothing, show(of_file) + "media 0, media"),
              "settings: standard input")

    keys = read_keys()
    world.path("all.conf").write_text("[install-script]\n" + "".join(f"{key}=the {key}\n" for key in keys))
    world.path("all.conf").chmod(0o600)
    tap.ok(len(keys) == 24, "settings: the manual page has keys", keys)
    tap.equal(settle("-f", "all.conf"), (nothing, show({key: f"the {key}" for key in keys})),
              "settings: a file can set what the manual page says")

    passwords = set()
    for _ in range(2):
        status, output, errors = world.run(program, "-d", "out", "a")
        found = re.fullmatch(r"Random administrator password in one\.cfg: (\S{8,})\n", errors)
        tap.ok((status, output) == (0, "one.cfg\ntwo.cfg\n") and found is not None, "a random password is shown once",
               status, output, errors)
        if found is not None:
            passwords.add(found.group(1))
            tap.ok(f"admin-password={found.group(1)}\n" in files_in(world.path("out"))["one.cfg"],
                   "it is the one in the file")
    tap.equal(len(passwords), 2, "it is another one each time")
    tap.ok("in my-one.cfg:" in world.run(program, "-q", "-d", "out", "-P", "my", "a")[2], "its file has the prefix")
    tap.equal(world.run(program, "-p", "desktop", "-d", "out", "a"), (0, "desk.cfg\n", ""),
              "it is not shown where it is not used")
    tap.equal(world.run(program, "-d", "absent", "a")[2].count("\n"), 1, "it is not shown where nothing is written")


def test_media(tap, world, program):
    out = world.path("out")
    for name, location in (("path", "own.iso"), ("address", world.path("own.iso").as_uri())):
        empty_folder(out)
        tap.equal(world.run(program, *SECRET, "-d", "out", location), (0, "own.cfg\n", ""), f"a medium by its {name}")
        tap.ok(files_in(out)["own.cfg"].endswith("media 1, media"), f"a medium by its {name}: the script knows of it")
    for name, location in (("path", "tree"), ("address", world.path("tree").as_uri())):
        tap.equal(world.run(program, *SECRET, "-d", "out", location), (0, "one.cfg\ntwo.cfg\n", ""),
                  f"a tree by its {name}")
    # an id comes before a file of that name
    write_image(world.path("alias"), "O_1")
    tap.equal([world.run(program, "--list-profiles", name)[1] for name in ("alias", "./alias")],
              [ALL_PROFILES, "jeos: own.cfg\n"], "an id before a file")


class Handler(http.server.SimpleHTTPRequestHandler):
    requests = []

    def do_GET(self):
        self.requests.append(self.path)
        super().do_GET()

    def log_message(self, *_):
        pass


def test_network(tap, world, program):
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Handler, directory=world.root))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    base = f"http://127.0.0.1:{server.server_port}/"
    proxies = {"http_proxy": "", "no_proxy": "127.0.0.1"}
    write_os(world.path("system"), "net", "Net", ["own"])
    entity = world.path("system") / "os" / "test.org" / "net.xml"
    text = entity.read_text().replace('"http://test.org/net"', f'"{base}os/1"')
    entity.unlink()
    entity = world.path("system") / "os" / f"127.0.0.1-{server.server_port}" / "os-1.xml"
    entity.parent.mkdir()
    entity.write_text(text)

    tap.equal((world.run(program, *SECRET, "-q", "-d", "out", base + "os/1", **proxies), Handler.requests),
              ((0, "", ""), []), "an id that is known is not fetched")
    status, output, errors = world.run(program, base + "os/2", **proxies)
    tap.ok((status, output) == (252, "") and errors.count("\n") == 1 and "neither a medium" in errors and "nor a tree" in errors,
           "an address without anything", status, output, errors)
    tap.ok("/os/2" in Handler.requests, "it was asked for", Handler.requests)
    tap.equal(world.run(program, *SECRET, "-d", "out", base + "own.iso", **proxies), (0, "own.cfg\n", ""),
              "a medium on a server")
    tap.equal(world.run(program, *SECRET, "-d", "out", base + "tree/", **proxies), (0, "one.cfg\ntwo.cfg\n", ""),
              "a tree on a server")
    server.shutdown()
    server.server_close()


def test_json(tap, world, program):
    def read(*arguments):
        status, output, errors = world.run(program, "--format=json", *arguments)
        return status, json.loads(output), errors

    desk = {
        "id": "http://test.org/s/desk", "profile": "desktop", "expected-filename": "desk.cfg", "path-format": "dos",
        "product-key-format": "@@@-###", "needs-internet": True, "can-pre-install-drivers": True,
        "can-post-install-drivers": False, "injection-methods": ["disk", "initrd"],
        "config": [{"name": "user-login", "required": True, "value-map": None},
                   {"name": "l10n-keyboard", "required": False, "value-map": "http://test.org/keyboards"}],
    }
    one = {
        "id": "http://test.org/s/one", "profile": "jeos", "expected-filename": "one.cfg", "path-format": "unix",
        "product-key-format": None, "needs-internet": False, "can-pre-install-drivers": False,
        "can-post-install-drivers": False, "injection-methods": ["cdrom", "disk", "floppy", "initrd", "web"],
        "config": [{"name": "admin-password", "required": True, "value-map": None},
                   {"name": "hostname", "required": False, "value-map": None}],
    }
    two = {**one, "id": "http://test.org/s/two", "expected-filename": "two.cfg", "injection-methods": [], "config": []}
    tap.equal(read("--list-profiles", "a"), (0, [one, two, desk], ""), "json: profiles")
    tap.equal(read("--list-injection-methods", "a"), (0, [one, two, desk], ""), "json: injection methods")
    tap.equal(read("--list-config", "a"), (0, [one, two], ""), "json: config")
    tap.equal(read("--list-config", "-p", "desktop", "a"), (0, [desk], ""), "json: config of a profile")
    tap.equal(list(read("--list-config", "a")[1][0]), list(one), "json: members in the documented order")
    tap.equal([script["id"] for script in read("--list-profiles", "own.iso")[1]], ["http://test.org/s/own"],
              "json: of a medium")


def read_examples():
    """Of the manual page: commands, and what they print."""
    text = MAN_PAGE.read_text(encoding="utf-8").partition(".Sh EXAMPLES\n")[2].partition("\n.Sh ")[0]
    examples = []
    for block in re.findall(r"^\.Bd [^\n]*\n(.*?)^\.Ed$", text, re.MULTILINE | re.DOTALL):
        for example in re.split(r"^\$ ", block.replace("\\e", "\\"), flags=re.MULTILINE)[1:]:
            lines = example.splitlines()
            count = 1
            while lines[count - 1].endswith(("|", "\\")):
                count += 1
            examples.append(("\n".join(lines[:count]), "".join(line + "\n" for line in lines[count:])))
    return examples


def test_examples(tap, world, program):
    system = world.path("debian")
    for profile in ("desktop", "jeos"):
        write_script(system, profile, profile, "preseed.cfg", SHOW, """
            <config><param name="admin-password" policy="required"/><param name="hostname" policy="optional"/>
            </config>""")
    write_os(system, "debian12", "Debian 12", ["jeos", "desktop"],
             '<media arch="x86_64"><iso><volume-id>^Debian 12</volume-id></iso></media>')
    write_image(world.path("debian.iso"), "Debian 12")
    world.path("guest.conf").write_text("[install-script]\nhostname=penguin\nadmin-password=correct horse\n")
    world.path("guest.conf").chmod(0o600)
    examples = read_examples()
    tap.ok(len(examples) >= 5, "the manual page has examples", examples)
    path = f"{Path(program).parent}:{os.environ['PATH']}"
    for command, expected in examples:
        name = "example: " + re.sub(r"\s+", " ", command)
        if "jq " in command and shutil.which("jq") is None:
            tap.skip(name, "jq is not installed")
            continue
        run = world.run("/bin/sh", "-c", command, PATH=path, OSINFO_SYSTEM_DIR=system, PASSWORD="100% sure")
        tap.equal(run, (0, expected, ""), name)
    tap.ok("admin-password=100% sure\n" in world.path("guest-preseed.cfg").read_text(), "examples: the password")
    tap.ok("hostname=penguin\n" in world.path("preseed.cfg").read_text(), "examples: the file")


def test_page(tap, program, world):
    """Every option of the program is in the manual page, and no other."""
    page = MAN_PAGE.read_text(encoding="utf-8").partition(".Sh DESCRIPTION")[2].partition(".Sh CONFIGURATION")[0]
    documented = re.findall(r"^\.It .*?Fl -([a-z-]+)", page, re.MULTILINE)
    offered = re.findall(r"--([a-z-]+)", world.run(program, "--help")[1])
    tap.equal(sorted(documented), sorted(offered), "the manual page has the program's options")


def test_bad_database(tap, world, program):
    folder = world.path("broken")
    make_database(folder)
    write_entity(folder, "os", "http://test.org/broken", "").write_text("<libosinfo>")
    status, output, errors = world.run(program, "--list-profiles", "own.iso", OSINFO_SYSTEM_DIR=folder)
    tap.ok((status, output) == (0, "jeos: own.cfg\n") and errors.startswith("Error loading OS data: ")
           and errors.count("\n") == 1, "goes on with what could be loaded", status, output, errors)
    status, output, errors = world.run(program, "a", OSINFO_STORE="strict", XDG_CACHE_HOME=world.path("no-cache"))
    tap.ok((status, output) == (253, "") and errors.startswith("Error loading OS data: ") and errors.count("\n") == 1,
           "does not go on with nothing", status, output, errors)
    status, output, errors = world.run(program, "a", OSINFO_SYSTEM_DIR=world.path("absent"))
    lines = errors.splitlines()
    tap.ok((status, output, lines[1:]) == (252, "", ["Error finding OS: a"])
           and lines[0].startswith(f"There is no OS data in '{world.path('absent')}', "),
           "no database", status, output, errors)


FULL_CONFIG = """[install-script]
hardware-arch=x86_64
l10n-timezone=Europe/Berlin
l10n-language=de_DE
l10n-keyboard=de_DE
admin-password=correct horse
user-password=battery
user-login=ada
user-realname=Ada Lovelace
hostname=penguin
target-disk=/dev/vda
script-disk=/dev/vdb
reg-product-key=AAAAA-BBBBB
"""


def sort_lines(answer):
    return answer[0], sorted(answer[1].splitlines()), answer[2].rstrip("\n")


def make_part(folder, system):
    """The established database without vendors that the system's has nothing to do with: all is read at each start."""
    shutil.copytree(ESTABLISHED_DATABASE, folder, ignore=lambda path, names: names if path.endswith("/os") else ())
    texts = {}
    for vendor in (ESTABLISHED_DATABASE / "os").iterdir():
        texts[vendor.name] = "".join(path.read_text(encoding="utf-8") for path in sorted(vendor.rglob("*.xml")))
    wanted = [vendor for vendor, text in texts.items() if f"<short-id>{system}</short-id>" in text]
    for vendor in wanted:
        shutil.copytree(ESTABLISHED_DATABASE / "os" / vendor, folder / "os" / vendor)
        related = re.findall(r'<(?:clones|derives-from|upgrades) id="http://([^/"]+)/', texts[vendor])
        wanted += sorted({*related} - {*wanted})
    return folder


def test_oracle(tap, world, program):
    reason = find_established("osinfo-install-script")
    if reason is not None:
        tap.skip("the established program's answers", reason)
        return
    theirs = functools.partial(world.run_established, "osinfo-install-script")
    ours = functools.partial(world.run, program)

    def compare(name, *arguments, **variables):
        answers = []
        for ask in (ours,) if IS_SANITIZED else (ours, theirs):
            empty_folder(world.path("out"))
            answers.append((sort_lines(ask(*arguments, **variables)), files_in(world.path("out"))))
        if IS_SANITIZED:
            status = answers[0][0][0]
            tap.ok(status is not None and status >= 0, f"oracle: ends by itself with {name}", answers)
        else:
            tap.equal(answers[0], answers[1], f"oracle: {name}")
        return answers[-1]

    for arguments in SAME_AS_ESTABLISHED:
        compare(arguments, *arguments)
    world.path("full.conf").write_text(FULL_CONFIG)
    world.path("full.conf").chmod(0o600)
    systems = os.environ.get("OSINFO_ORACLE_SYSTEMS", "fedora36 debian11 ubuntu18.10 opensuse15.3 win10 winxp")
    n_files = 0
    for system in systems.split():
        database = {"OSINFO_SYSTEM_DIR": make_part(world.path(f"part-{system}"), system)}
        for kind in ("config", "profiles", "injection-methods"):
            compare(f"{system}: {kind}", f"--list-{kind}", "-p", "desktop", system, **database)
        for profile in ("jeos", "desktop"):
            n_files += len(compare(f"{system}: {profile}", "-p", profile, "-f", "full.conf", "-d", "out", system,
                                   **database)[1])
    tap.ok(n_files > 0, "oracle: there are scripts to compare", n_files)


def main():
    program = find_program("osinfo-install-script")
    if program is None:
        print("1..0 # SKIP osinfo-install-script is not built")
        return 0
    tap = Tap()
    world = World()
    world.environment.update(WITHOUT_LEAKS)
    make_database(world.path("system"))
    make_samples(world.root)
    test_cases(tap, world, program)
    test_files(tap, world, program)
    test_output(tap, world, program)
    test_settings(tap, world, program)
    test_media(tap, world, program)
    test_network(tap, world, program)
    test_json(tap, world, program)
    test_examples(tap, world, program)
    test_page(tap, program, world)
    test_bad_database(tap, world, program)
    test_oracle(tap, world, program)
    return tap.finish()


sys.exit(main())
