# SPDX-License-Identifier: LGPL-2.1-or-later
"""What the tests of other people's programs share: each program runs twice, once with the library of the build
tree and once with the established one, over the same database, and its answers are compared."""

import ast
import difflib
import json
import os
import re
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Lock

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parents[1] / "common"))
from tools_case import DATABASE as TREE_DATABASE  # noqa: E402,F401
from tools_case import ESTABLISHED_DATABASE, HANG, IS_WHOLE, Tap, World, find_established, run_xorriso, share, write_image  # noqa: E402,F401

LABELS = HERE.parents[1] / "osinfo-db"

# Whoever asks for something on a network finds nobody, at once.
PROXIES = ("http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY")
NOWHERE = "http://127.0.0.1:9"

# What leads a program to the library of the build tree.
OUR_VARIABLES = ("GI_TYPELIB_PATH", "LD_LIBRARY_PATH", "OSINFO_MODULE_DIR")

# A program in Python that says which library it got.
WHICH_LIBRARY = """
import gi
gi.require_version('Libosinfo', '1.0')
from gi.repository import Libosinfo
Libosinfo.Loader()
print(*sorted({line.split()[-1] for line in open('/proc/self/maps') if 'libosinfo-1.0.so' in line}))
"""

# Prints those that a medium is of by the texts that identify it: of each line all have the same texts.
WHO_TIES = """
import sys
import gi
gi.require_version('Libosinfo', '1.0')
from gi.repository import Libosinfo
TEXTS = ('volume-id', 'system-id', 'publisher-id', 'application-id', 'volume-size', 'architecture')
loader = Libosinfo.Loader()
loader.process_default_path()
medium = Libosinfo.Media.create_from_location(sys.argv[1], None)
found = {}
for match in loader.get_db().identify_medialist(medium).get_elements():
    texts = tuple(map(match.get_param_value, TEXTS))
    system = match.get_os()
    found.setdefault(texts, []).append((system.get_id(), match.get_id(), system.get_name(), system.get_short_id()))
print([matches for matches in found.values() if len({match[0] for match in matches}) > 1])
"""

WORKERS = 2


class ForkedProgram:
    """A program in Python whose module is imported once, in one environment, and which runs many times."""

    def __init__(self, program, folder, module, attributes, environment, cwd):
        command = ["/usr/bin/python3", HERE / "fork-server.py", program, folder, module, str(HANG), *attributes]
        self.process = subprocess.Popen(command, env=environment, cwd=cwd, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                        encoding="utf-8")
        self.lock = Lock()

    def run(self, arguments):
        with self.lock:
            self.process.stdin.write(json.dumps([str(argument) for argument in arguments]) + "\n")
            self.process.stdin.flush()
            return tuple(json.loads(self.process.stdout.readline()))

    def end(self):
        self.process.communicate()


class Programs:
    """The two libraries, and a world for each in which nothing of the host counts."""

    def __init__(self):
        self.world = World()
        ours = dict(self.world.environment, LANGUAGE="C", **dict.fromkeys(PROXIES, NOWHERE))
        for name in ("no_proxy", "NO_PROXY", "DISPLAY", "DBUS_SESSION_BUS_ADDRESS", "G_DEBUG", "G_MESSAGES_DEBUG"):
            ours.pop(name, None)
        established = {key: value for key, value in ours.items() if key not in OUR_VARIABLES}
        self.environments = {"ours": ours, "established": established}
        self.pool = ThreadPoolExecutor(WORKERS)
        self.forked = {}
        self.forked_lock = Lock()

    def path(self, name):
        return self.world.path(name)

    def make_environment(self, library, variables):
        return dict(self.environments[library], **{key: str(value) for key, value in variables.items()})

    def run_forked(self, library, program, folder, module, arguments, loaded=None, **variables):
        """The same of a program in Python that imports MODULE of FOLDER; LOADED is the attribute that loads the database. The
        established library does so once, before all runs, since each would take as long for it as for all else."""
        key = library, program, *sorted(variables.items())
        with self.forked_lock:
            if key not in self.forked:
                environment = self.make_environment(library, variables)
                attributes = [loaded] if loaded and library == "established" else []
                self.forked[key] = ForkedProgram(program, folder, module, attributes, environment, self.world.root)
        return self.forked[key].run(arguments)

    def end(self):
        for program in self.forked.values():
            program.end()

    def run(self, library, command, **variables):
        """Exit status, standard output, standard error; the status is None if the program does not end."""
        environment = self.make_environment(library, variables)
        try:
            done = subprocess.run(
                [str(word) for word in command],
                cwd=self.world.root,
                env=environment,
                stdin=subprocess.DEVNULL,
                capture_output=True,
                encoding="utf-8",
                errors="replace",
                timeout=HANG,
            )
        except subprocess.TimeoutExpired:
            return None, "", "it does not end"
        return done.returncode, done.stdout, done.stderr

    def run_both(self, command, **variables):
        """Futures: the answers of ours, and of the established one."""
        return [self.pool.submit(self.run, library, command, **variables) for library in ("ours", "established")]

    def find_ties(self, path, database):
        """Systems among which the established library chooses by chance, since a medium is of all of them by the
        same texts: groups of rows of id, id of the medium, name, short id."""
        status, output, _ = self.run("established", ["/usr/bin/python3", "-c", WHO_TIES, path], OSINFO_SYSTEM_DIR=database)
        return ast.literal_eval(output) if status == 0 else []

    def find_reason_to_skip(self, program):
        """Why there is nothing to compare, or None."""
        if not os.access(program, os.X_OK):
            return f"{program} is not installed"
        if not ESTABLISHED_DATABASE.is_dir():
            return f"{ESTABLISHED_DATABASE} is not there"
        if find_established("osinfo-query") is not None:
            return find_established("osinfo-query")
        return None

    def check_binding(self, tap):
        """Programs in Python get the two libraries that they are meant to get."""
        command = ["/usr/bin/python3", "-c", WHICH_LIBRARY]
        paths = {library: self.run(library, command)[1].strip() for library in self.environments}
        build = os.environ.get("GI_TYPELIB_PATH", "").split(":")[0]
        tap.ok(build and paths["ours"].startswith(os.path.realpath(build) + "/")
               and paths["established"].startswith(("/usr/lib/", "/lib/")),
               "each run has its library", paths)

    def check_linked(self, tap, program, name):
        """The same of a program or module that is linked."""
        paths = {}
        for library in self.environments:
            listing = self.run(library, ["ldd", program])[1]
            paths[library] = [line.split()[2] for line in listing.splitlines()
                              if "libosinfo-1.0.so" in line and "=>" in line]
        build = os.environ.get("GI_TYPELIB_PATH", "").split(":")[0]
        tap.ok(build and [path.startswith(build + "/") for path in paths["ours"]] == [True]
               and [path.startswith(("/usr/lib/", "/lib/")) for path in paths["established"]] == [True],
               f"each run of {name} has its library", paths)


def show_difference(ours, established):
    lines = difflib.unified_diff(
        established.splitlines(), ours.splitlines(), "established", "ours", n=1, lineterm=""
    )
    return "\n".join(list(lines)[:40])


def compare(tap, name, answers, known=lambda text: text):
    """Same status, output and error text; KNOWN makes texts equal that differ for a good reason."""
    ours, established = [answer.result() for answer in answers]
    notes = [f"status {ours[0]}, established {established[0]}"] if ours[0] != established[0] else []
    for mine, theirs in zip(ours[1:], established[1:]):
        if known(mine) != known(theirs):
            notes.append(show_difference(known(mine), known(theirs)))
    tap.ok(not notes, name, *notes)
    return established


def without_ties(text, ties):
    """Whichever of a group is named, it is called by the first one's words."""
    for group in ties:
        first = min(group)
        words = {word: same for row in group for word, same in zip(row, first)}
        expression = "|".join(map(re.escape, sorted(words, key=len, reverse=True)))
        text = re.sub(rf"(?<![\w.-])({expression})(?![\w.-])", lambda match: words[match[1]], text)
    return text


def compare_medium(tap, name, answers, programs, path, database=ESTABLISHED_DATABASE, known=lambda text: text):
    """The same of what is said of a medium: where several systems are equally right, either may be named."""
    ours, established = [answer.result() for answer in answers]
    if any(known(mine) != known(theirs) for mine, theirs in zip(ours[1:], established[1:])):
        ties = programs.find_ties(path, database)
        return compare(tap, name, answers, lambda text: without_ties(known(text), ties))
    return compare(tap, name, answers, known)


def read_labels(path, wanted, is_fit=lambda row: True):
    """Rows of a table of labels or treeinfo files, as dictionaries: the first fit one of each system that is wanted."""
    lines = path.read_text(encoding="utf-8").splitlines()
    columns = lines[0].split("\t")
    found = {}
    for line in lines[1:]:
        row = dict(zip(columns, line.split("\t")))
        if row["os"] in wanted and is_fit(row):
            found.setdefault(row["os"], row)
    return found


# Media that no system knows, and which have nothing that one could know.
ODD_DISCS = {
    "unknown": ("NOTHING_KNOWN", "", "", ""),
    "no label": ("", "", "", ""),
    "blanks": ("   ", "  ", "", ""),
    "not ASCII": ("Fédora 36", "", "", ""),
}

TREEINFO = """\
[general]
family = {family}
variant = {variant}
version = {version}
arch = {arch}
name = {family} {version}

[header]
version = 1.0

[images-{arch}]
kernel = {kernel}
initrd = {initrd}
boot.iso = {boot-iso}
"""


def write_tree(folder, row):
    """An installation tree: the file that says what it is, and empty files where a kernel should be."""
    for name in (row["kernel"], row["initrd"]):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text("")
    (folder / ".treeinfo").write_text(TREEINFO.format(**row))
    return folder


def write_discs(programs, wanted):
    """Images with the first real label of each system that is wanted, and odd ones: names and paths."""
    discs = {}
    for system, row in read_labels(LABELS / "labels.tsv", wanted).items():
        texts = [row[name] for name in ("volume", "system", "publisher", "application")]
        path = programs.path(f"{system}.iso")
        discs[system] = write_image(path, *texts, size=int(row["size"] or 81920), bootable=row["eltorito"] == "yes")
    for number, (name, texts) in enumerate(ODD_DISCS.items()):
        discs[name] = write_image(programs.path(f"odd-{number}.iso"), *texts)
    return discs


def is_named_alike(row):
    """The established library does not know i386 as i686, nor armhfp as armv7l."""
    return row["arch"] == row["architecture"]


def write_trees(programs, wanted):
    """The same of trees, and a folder with nothing in it."""
    trees = {}
    for system, row in read_labels(LABELS / "treeinfo.tsv", wanted, is_named_alike).items():
        trees[system] = write_tree(programs.path(f"tree-{system}"), row)
    trees["nothing in it"] = programs.path("tree-empty")
    trees["nothing in it"].mkdir()
    return trees
