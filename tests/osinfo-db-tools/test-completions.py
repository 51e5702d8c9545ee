#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Completion of the command lines of osinfo-db-tools: what the shells offer is what the programs take. bash is
asked; the files for zsh and fish are read, and parsed by these shells where they are installed. Prints TAP.

usage: test-completions.py FOLDER-OF-PROGRAMS COMPLETIONS-FOLDER"""

import re
import shutil
import sys
from pathlib import Path

sys.dont_write_bytecode = True
sys.path.insert(0, str(Path(__file__).resolve().parent))
from import_case import ImportWorld, Tap

PROGRAMS = ("osinfo-db-diff", "osinfo-db-export", "osinfo-db-import", "osinfo-db-path", "osinfo-db-validate")

# words of a command line, the last of which is completed, and what it may become
BASH_CASES = [
    (["osinfo-db-diff", "--format", "=", "m"], ["markdown"]),
    (["osinfo-db-diff", "--format", "="], ["json", "markdown", "text"]),
    (["osinfo-db-diff", "old", ""], ["a.tar.xz", "folder"]),
    (["/usr/bin/osinfo-db-validate", "--l"], ["--lint", "--local"]),
    (["osinfo-db-validate", "--schema", "a"], ["a.tar.xz"]),
    (["osinfo-db-validate", "-v", "fol"], ["folder"]),
    (["osinfo-db-export", "--dir", ""], ["folder"]),
    (["osinfo-db-export", "--version", ""], []),
    (["osinfo-db-export", "--license", "=", "a"], ["a.tar.xz"]),
    (["osinfo-db-import", "a"], ["a.tar.xz"]),
    (["osinfo-db-import", "--root", ""], ["folder"]),
    (["osinfo-db-path", ""], []),
    (["osinfo-db-path", "--version", ""], []),
]

ASK_BASH = """
. "$COMPLETIONS/bash/osinfo-db"
COMP_WORDS=("$@")
COMP_CWORD=$(($# - 1))
_osinfo_db "$1" "${COMP_WORDS[COMP_CWORD]}" "${COMP_WORDS[COMP_CWORD - 1]}"
[ "${#COMPREPLY[@]}" -eq 0 ] || printf '%s\\n' "${COMPREPLY[@]}"
"""


class Completions:
    def __init__(self, world, folder):
        self.world = world
        self.folder = folder
        self.zsh = (folder / "zsh" / "_osinfo-db").read_text()
        self.fish = {name: (folder / "fish" / f"{name}.fish").read_text() for name in PROGRAMS}

    def ask_bash(self, *words):
        command = f'cd "{self.world.path("work")}" || exit 1\n{ASK_BASH}'
        answer = self.world.run("bash", "--norc", "-c", command, "bash", *words, COMPLETIONS=self.folder)
        return answer[1].splitlines() if (answer[0], answer[2]) == (0, "") else answer

    def zsh_block(self, program):
        return re.search(rf"^    {program}\)\n(.*?)^        ;;$", self.zsh, re.MULTILINE | re.DOTALL).group(1)

    def zsh_options(self, program):
        found = set()
        for braces, alone in re.findall(r"\{(-[^}]*)\}'\[|'(?:\([^)]*\))?(--[a-z-]+)=?\[", self.zsh_block(program)):
            found.update(option for option in braces.split(",") if option)
            found.update([alone] if alone else [])
        return found

    def fish_options(self, program):
        found = set()
        for line in re.findall(rf"^complete -c {program} (.*)$", self.fish[program], re.MULTILINE):
            head = line.partition(" -d ")[0]
            found.update("-" + name for name in re.findall(r"(?:^| )-s (\w)(?= |$)", head))
            found.update("--" + name for name in re.findall(r"(?:^| )-l ([a-z-]+)", head))
        return found

    def values(self, program):
        """Options that a word follows, as zsh and fish have it."""
        fish = re.findall(r"-l ([a-z-]+) -[rx]\b", self.fish[program])
        return set(re.findall(r"--([a-z-]+)=\[", self.zsh_block(program))), set(fish)


def read_help(world, program):
    """Options, those with a value, and what is said of them."""
    options, values, texts = set(), set(), {}
    for line in world.run(world.folder / program, "--help")[1].splitlines():
        match = re.match(r"  (?:(-\w), )?--([a-z-]+)(=\S+)?\s+(.*)$", line)
        if match:
            options.update([f"--{match[2]}", *filter(None, [match[1]])])
            values.update([match[2]] if match[3] else [])
            texts[match[2]] = match[4]
    return options, values, texts


def test_syntax(tap, world, folder):
    files = {"bash": ["bash/osinfo-db"], "zsh": ["zsh/_osinfo-db"], "fish": [f"fish/{name}.fish" for name in PROGRAMS]}
    for shell, names in files.items():
        for name in names:
            if shutil.which(shell) is None:
                tap.skip(f"{shell}: {name}", f"{shell} is not installed")
            else:
                flag = "--no-execute" if shell == "fish" else "-n"
                tap.equal(world.run(shell, flag, folder / name), (0, "", ""), f"{shell}: {name}")


def test_program(tap, world, completions, program):
    options, values, texts = read_help(world, program)
    tap.ok({"-h", "--help", "--version"} <= options, f"{program}: the help text is read", options)
    tap.equal(set(completions.ask_bash(program, "-")), options, f"bash: options of {program}")
    tap.equal(completions.zsh_options(program), options, f"zsh: options of {program}")
    tap.equal(completions.fish_options(program), options, f"fish: options of {program}")
    tap.equal(completions.values(program), (values, values), f"zsh, fish: which options of {program} have a value")
    for name, text in texts.items():
        quoted = text.replace("'", "'\\''")
        tap.ok(f"[{quoted}]" in completions.zsh_block(program), f"zsh: what {program} says of --{name}", text)
        known = (f"-d '{text}'", f'-d "{text}"')
        tap.ok(any(word in completions.fish[program] for word in known), f"fish: what {program} says of --{name}", text)


def test_formats(tap, world, completions, program):
    """The program takes each word that is offered, and none besides."""
    words = completions.ask_bash(program, "--format", "")
    zsh = re.search(r"--format=\[[^]]*\]:[^:]*:\(([a-z ]+)\)", completions.zsh_block(program)).group(1).split()
    fish = re.search(r"-l format -x -a '([a-z ]+)'", completions.fish[program]).group(1).split()
    tap.ok(len(words) > 1 and words == zsh == fish, f"{program} --format: the shells agree", words, zsh, fish)
    refused = [word for word in [*words, "other"]
               if "unknown format" in world.run(world.folder / program, f"--format={word}")[2]]
    tap.equal(refused, ["other"], f"{program} --format: the words are taken")


def main():
    world = ImportWorld(sys.argv[1])
    folder = Path(sys.argv[2])
    if shutil.which("bash") is None:
        print("1..0 # SKIP bash is not there")
        return 0
    tap = Tap()
    completions = Completions(world, folder)
    (world.path("work") / "folder").mkdir(parents=True)
    (world.path("work") / "a.tar.xz").touch()
    test_syntax(tap, world, folder)
    for program in PROGRAMS:
        test_program(tap, world, completions, program)
    for words, expected in BASH_CASES:
        tap.equal(sorted(completions.ask_bash(*words)), sorted(expected), f"bash: {words}")
    for program in ("osinfo-db-diff", "osinfo-db-validate"):
        test_formats(tap, world, completions, program)
    tap.equal(completions.zsh.splitlines()[0].split(), ["#compdef", *PROGRAMS], "zsh: programs")
    last = (folder / "bash" / "osinfo-db").read_text().splitlines()[-1]
    tap.equal(last.split()[-len(PROGRAMS):], list(PROGRAMS), "bash: programs")
    return tap.finish()


sys.exit(main())
