#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Completion of the programs' command lines: what the shells offer is what the programs take. bash is asked;
the files for zsh and fish are read, and parsed by these shells where they are installed. Prints TAP."""

import re
import shutil
import sys
from pathlib import Path

sys.dont_write_bytecode = True
HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parents[1] / "common"))
from tools_case import Tap, World, find_program, write_entity

TOOLS = HERE.parents[2] / "libosinfo" / "tools"
COMPLETIONS = TOOLS / "completions"
DATA = HERE.parents[2] / "data"
PROGRAMS = (
    "osinfo-db-compile",
    "osinfo-detect",
    "osinfo-download",
    "osinfo-install-script",
    "osinfo-profile",
    "osinfo-query",
    "osinfo-show",
)
SHELLS = (("bash", ["bash/osinfo"]), ("zsh", ["zsh/_osinfo"]), ("fish", [f"fish/{name}.fish" for name in PROGRAMS]))
PASSWORDS = {"admin-password", "user-password", "reg-password"}

# words of a command line, the last of which is completed, and what it may become; None: files
BASH_CASES = [
    (["osinfo-detect", "--f"], ["--format"]),
    (["osinfo-detect", "--e"], ["--explain"]),
    (["osinfo-detect", "--format", "=", "p"], ["plain"]),
    (["osinfo-detect", "--format", "="], ["csv", "json", "plain"]),
    (["osinfo-detect", "-t", ""], ["auto", "image", "media", "tree"]),
    (["/usr/bin/osinfo-detect", "a.iso", "fol"], ["folder"]),
    (["osinfo-query", "p"], ["platform", "product=", "product-id="]),
    (["osinfo-query", "m"], ["media"]),
    (["osinfo-query", "os", "--sort", "rel"], ["release-date", "release-status"]),
    (["osinfo-query", "os", "identity.v"], ["identity.vagrant=", "identity.virtualbox=", "identity.vmware="]),
    (["osinfo-query", "os", "--name-in", "=", "vm"], ["vmware"]),
    (["osinfo-query", "os", "--name-in", "cpe,win"], ["cpe,windows"]),
    (["osinfo-query", "os", "s"], ["security-end=", "short-id=", "standard-end=", "supported-on="]),
    (["osinfo-query", "os", "vendor", "=", "x"], []),
    (["osinfo-query", "os", "short-id", "="], ["other", "test1", "test2"]),
    (["osinfo-query", "os", "short-id", "=", "te"], ["test1", "test2"]),
    (["osinfo-query", "os", "short-id!", "=", "o"], ["other"]),
    (["osinfo-query", "media", "os", "=", "te"], ["test1", "test2"]),
    (["osinfo-query", "os", "has", "=", "m"], ["media"]),
    (["osinfo-query", "os", "supported-on", "=", ""], ["today"]),
    (["osinfo-query", "os", "-f", "name,ven"], ["name,vendor", "name,vendor-id"]),
    (["osinfo-query", "os", "--columns", "=", "code"], ["codename"]),
    (["osinfo-download", "te"], ["test1", "test2"]),
    (["osinfo-download", "-k", "i"], ["image", "installer"]),
    (["osinfo-download", "--keys", ""], ["folder"]),
    (["osinfo-download", "-e", ""], []),
    (["osinfo-install-script", "te"], ["test1", "test2"]),
    (["osinfo-install-script", "a."], ["a.iso"]),
    (["osinfo-install-script", "-s", "n"], ["network"]),
    (["osinfo-install-script", "-P", ""], []),
    (["osinfo-install-script", "-P", "", "-q", "--list-p"], ["--list-profiles"]),
    (["osinfo-install-script", "-c", "user-r"], ["user-realname="]),
    (["osinfo-install-script", "-d", ""], ["folder"]),
    (["osinfo-install-script", "--config-file", "a"], ["a.iso"]),
    (["osinfo-profile", "te"], ["test1", "test2"]),
    (["osinfo-profile", "--format", "=", "k"], ["kubevirt"]),
    (["osinfo-profile", "--trusted-signer", "microsoft-u"], ["microsoft-uefi-2011", "microsoft-uefi-2023"]),
    (["osinfo-profile", "--phase", ""], ["install", "run"]),
    (["osinfo-profile", "-n", ""], []),
    (["osinfo-db-compile", "--dir", ""], ["folder"]),
    (["osinfo-db-compile", ""], []),
    (["osinfo-show", "te"], ["test1", "test2"]),
    (["osinfo-show", "-f", "jsonl"], ["jsonl"]),
]

ASK_BASH = """
. "$COMPLETIONS/bash/osinfo"
COMP_WORDS=("$@")
COMP_CWORD=$(($# - 1))
_osinfo "$1" "${COMP_WORDS[COMP_CWORD]}" "${COMP_WORDS[COMP_CWORD - 1]}"
[ "${#COMPREPLY[@]}" -eq 0 ] || printf '%s\\n' "${COMPREPLY[@]}"
"""


def ask_bash(tap, world, *words):
    folder = world.path("work")
    command = f'cd "{folder}" || exit 1\n{ASK_BASH}'
    status, output, errors = world.run("bash", "--norc", "-c", command, "bash", *words, COMPLETIONS=COMPLETIONS)
    tap.equal((status, errors), (0, ""), f"bash: {words}: says nothing")
    return output.splitlines()


def read_options(world, program):
    """Of the help text: --long and -s."""
    found = set()
    for line in world.run(find_program(program), "--help")[1].splitlines():
        match = re.match(r"  (?:(-\w), )?(--[a-z-]+)", line)
        if match:
            found.update(option for option in match.groups() if option)
    return found


def read_zsh(program):
    text = (COMPLETIONS / "zsh" / "_osinfo").read_text()
    block = re.search(rf"^    {program}\)\n(.*?)^        ;;$", text, re.MULTILINE | re.DOTALL).group(1)
    found = set()
    for braces, alone in re.findall(r"\{(-[^}]*)\}'\[|'(?:\([^)]*\)|\*)?(--[a-z-]+)=?\[", block):
        found.update(option.rstrip("+=") for option in braces.split(",") if option)
        found.update([alone] if alone else [])
    return found


def read_fish(program):
    text = (COMPLETIONS / "fish" / f"{program}.fish").read_text()
    found = set()
    for line in re.findall(rf"^complete -c {program} (.*)$", text, re.MULTILINE):
        head = line.partition(" -d ")[0]
        found.update("-" + name for name in re.findall(r"(?:^| )-s (\w)(?= |$)", head))
        found.update("--" + name for name in re.findall(r"(?:^| )-l ([a-z-]+)", head))
    return found


def read_choices(option):
    """Words that each shell offers for an option, by program."""
    found = {}
    zsh = (COMPLETIONS / "zsh" / "_osinfo").read_text()
    for program in PROGRAMS:
        block = re.search(rf"^    {program}\)\n(.*?)^        ;;$", zsh, re.MULTILINE | re.DOTALL).group(1)
        words = re.search(rf"{option}=\}}?'?\[[^]]*\]:[^:]*:\(([a-z ]+)\)", block)
        fish = (COMPLETIONS / "fish" / f"{program}.fish").read_text()
        others = re.search(rf"-l {option[2:]} -x -a '([a-z ]+)'", fish)
        if words or others:
            found[program] = (words and words.group(1).split(), others and others.group(1).split())
    return found


def test_syntax(tap, world):
    for shell, files in SHELLS:
        for file in files:
            if shutil.which(shell) is None:
                tap.skip(f"{shell}: {file}", f"{shell} is not installed")
                continue
            flag = "--no-execute" if shell == "fish" else "-n"
            tap.equal(world.run(shell, flag, COMPLETIONS / file), (0, "", ""), f"{shell}: {file}")


def test_options(tap, world):
    for program in PROGRAMS:
        expected = read_options(world, program)
        tap.ok({"-h", "--help"} < expected, f"{program}: the help text is read", expected)
        tap.equal(set(ask_bash(tap, world, program, "-")), expected, f"bash: options of {program}")
        tap.equal(read_zsh(program), expected, f"zsh: options of {program}")
        tap.equal(read_fish(program), expected, f"fish: options of {program}")
    compdef = (COMPLETIONS / "zsh" / "_osinfo").read_text().splitlines()[0]
    tap.equal(compdef.split(), ["#compdef", *PROGRAMS], "zsh: programs")
    last = (COMPLETIONS / "bash" / "osinfo").read_text().rpartition("\ncomplete ")[2].replace("\\\n", " ")
    tap.equal(last.split()[-len(PROGRAMS):], list(PROGRAMS), "bash: programs")


def test_choices(tap, world):
    """The program takes each word that is offered, and none besides."""
    for option in ("--format", "--type", "--installation-source"):
        found = read_choices(option)
        tap.ok(found, f"{option}: some program has choices")
        for program, (zsh, fish) in found.items():
            bash = ask_bash(tap, world, program, option, "")
            tap.ok(bash and bash == zsh == fish, f"{program} {option}: the shells agree", bash, zsh, fish)
            tap.ok("other" not in bash, f"{program} {option}: no other word is offered")
            more = ["--list-profiles"] if program == "osinfo-install-script" else []
            refused = [word for word in [*bash, "other"] if "Invalid value" in
                       world.run(find_program(program), f"{option}={word}", *more)[2]]
            tap.equal(refused, ["other"], f"{program} {option}: the words are taken")


def words_of(path, start, end):
    return set((COMPLETIONS / path).read_text().partition(start)[2].partition(end)[0].replace("\\\n", " ").split())


def test_columns(tap, world):
    columns = ask_bash(tap, world, "osinfo-query", "--fields", "")
    known = set()
    page = (TOOLS / "man" / "osinfo-query.1.in").read_text().partition(".Ss Keys\n")[2].partition("\n.Sh")[0]
    for line in page.splitlines():
        known.update(re.findall(r"^\.Cm ([a-z-]+)", line))
    tap.equal(set(columns), known, "columns are those of the manual page")
    program = find_program("osinfo-query")
    for column in columns:
        answers = [world.run(program, kind, "--fields", column)[2] for kind in ("os", "device")]
        tap.ok("" in answers, f"column {column}", answers)
    tap.equal(words_of("zsh/_osinfo", "columns=(", ")"), known, "zsh: columns")
    tap.equal(words_of("fish/osinfo-query.fish", "set -l columns ", "\nset"), known, "fish: columns")


def test_schemes(tap, world):
    """All that the program knows, and those of the database."""
    schemes = set(ask_bash(tap, world, "osinfo-query", "--name-in", ""))
    known = set(world.run(find_program("osinfo-query"), "os", "--name-in=-")[2].split("there are ")[1].strip().split(", "))
    for path in (DATA / "scheme").glob("*/*.xml"):
        known.add(re.search("<short-id>(.*)</short-id>", path.read_text()).group(1))
    if DATA.is_dir():
        tap.equal(schemes, known, "schemes are those of the program and the database")
    else:
        tap.skip("schemes are those of the program and the database", "no database to ask")
    tap.equal(words_of("zsh/_osinfo", "schemes=(", ")"), schemes, "zsh: schemes")
    tap.equal(words_of("fish/osinfo-query.fish", "set -l schemes ", "\nset"), schemes, "fish: schemes")


def test_settings(tap, world):
    page = (TOOLS / "man" / "osinfo-install-script.1").read_text().partition(".Sh CONFIGURATION\n")[2]
    known = set()
    for line in page.partition("\n.Sh")[0].splitlines():
        if line.startswith(".It Cm "):
            known.update(line.removeprefix(".It Cm ").split(" , "))
    settings = {word.rstrip("=") for word in ask_bash(tap, world, "osinfo-install-script", "-c", "")}
    tap.equal(settings | PASSWORDS, known, "settings are those of the manual page, without passwords")
    tap.ok(not settings & PASSWORDS, "passwords are not offered")
    tap.equal(words_of("zsh/_osinfo", "settings=(", ")"), settings, "zsh: settings")
    tap.equal(words_of("fish/osinfo-install-script.fish", "set -l settings ", "\nset"), settings, "fish: settings")


def main():
    missing = [program for program in PROGRAMS if find_program(program) is None]
    if missing or shutil.which("bash") is None:
        print(f"1..0 # SKIP {', '.join(missing) or 'bash'} is not there")
        return 0
    tap = Tap()
    world = World()
    for name in ("test1", "test2", "other"):
        write_entity(world.path("system"), "os", f"http://test.org/{name}", f"<short-id>{name}</short-id>")
    (world.path("work") / "folder").mkdir(parents=True)
    (world.path("work") / "a.iso").touch()
    test_syntax(tap, world)
    test_options(tap, world)
    for words, expected in BASH_CASES:
        tap.equal(sorted(ask_bash(tap, world, *words)), sorted(expected), f"bash: {words}")
    test_choices(tap, world)
    test_columns(tap, world)
    test_schemes(tap, world)
    test_settings(tap, world)
    return tap.finish()


sys.exit(main())
