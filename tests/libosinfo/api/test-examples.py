#!/usr/bin/python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""The examples of the documentation: built as a program's author would, run on the database of this tree and a
sample medium, and everything they print. And the pages quote them to the letter. Prints TAP.

usage: test-examples.py DOCS_FOLDER LIBRARY INCLUDE_FOLDERS COMPILER...      (folders with ":" between them)
"""

import re
import shlex
import shutil
import subprocess
import sys
import textwrap
import xml.etree.ElementTree as ElementTree
from pathlib import Path

sys.dont_write_bytecode = True
HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parents[1] / "common"))
from tools_case import DATABASE, Tap, World

MAKE_SAMPLE = HERE.parents[1] / "isodata" / "make-sample.sh"

# program, arguments, status, standard output, standard error
CASES = [
    ("identify", ["debian.iso"], 0, """\
Debian 12 for x86_64
minimum memory: 1024 MiB
minimum storage: 10 GiB
recommended memory: 2048 MiB
recommended storage: 20 GiB
kernel: install.amd/vmlinuz
""", ""),
    ("identify", ["unknown.iso"], 0, "unknown medium: nothing known\n", ""),
    ("identify", ["absent.iso"], 1, "", None),
    ("identify", [], 2, "", "usage: identify IMAGE\n"),
    ("recognise", ["debian.iso"], 0, """\
by its label Debian 12
  iso9660.volume-id is 'Debian 12.5.0 amd64 n' (primary volume descriptor)
""", ""),
    ("recognise", ["fedora.iso"], 0, 2 * """\
a relative of Fedora Linux 44
  iso9660.volume-id is 'Fedora-WS-Live-96-1-2' (primary volume descriptor)
""", ""),
    ("recognise", ["unknown.iso"], 0, """\
unknown
  iso9660.volume-id is 'nothing known' (primary volume descriptor)
""", ""),
    ("recognise", ["absent.iso"], 1, "", None),
    ("recognise", [], 2, "", "usage: recognise LOCATION\n"),
    ("nearest.py", ["debian.iso"], 0, "Debian 12\n", ""),
    ("nearest.py", ["fedora.iso"], 0, "Fedora Linux 44, since fedora 96 is not known\n", ""),
    ("nearest.py", ["unknown.iso"], 0, "nothing is known of 'nothing known'\n", ""),
    ("nearest.py", ["absent.iso"], 1, "", None),
    ("nearest.py", [], 1, "", "usage: nearest.py LOCATION\n"),
    ("reasons", ["debian.iso"], 0, "Debian 12\n+ iso9660.volume-id\n", ""),
    ("reasons", ["unknown.iso"], 0, "", ""),
    ("reasons", ["absent.iso"], 1, "", None),
    ("reasons", [], 2, "", "usage: reasons LOCATION\n"),
    ("systems.py", ["win9x"], 0, """\
win95      1995-08-24    4 MiB  Microsoft Windows 95
win98      1998-06-25   16 MiB  Microsoft Windows 98
winme      2000-09-14   32 MiB  Microsoft Windows Millennium Edition
""", ""),
    ("systems.py", ["no-family"], 0, "", ""),
    ("systems.py", [], 1, "", "usage: systems.py FAMILY\n"),
    ("defaults", ["debian12"], 0, """\
Debian 12
firmware: efi
net: virtio1.0-net
block: virtio1.0-block
video: virtio1.0-gpu
audio: ich9-hda
""", ""),
    ("defaults", ["win98"], 0, """\
Microsoft Windows 98
firmware: bios
net: any
block: any
video: qxl
audio: ac97
""", ""),
    ("defaults", ["no-system"], 1, "", "defaults: there is no system 'no-system'\n"),
    ("defaults", [], 2, "", "usage: defaults SHORT-ID\n"),
    ("profile", ["win11", "tpm"], 0, "2.0 (the system needs it)\n", ""),
    ("profile", ["debian12", "disk"], 0, """\
virtio (the database says that the system has a driver)
scsi (the database says that the system has a driver)
sata (systems of its family and age have a driver)
""", ""),
    ("profile", ["debian12", "no-setting"], 1, "", ""),
    ("profile", ["no-system", "tpm"], 1, "", "profile: there is no system 'no-system'\n"),
    ("profile", [], 2, "", "usage: profile SHORT-ID SETTING\n"),
]

PAGE_LANGUAGES = {"c": ".c", "python": ".py", "vala": ".vala"}


def get_c_flags(includes, library):
    listing = subprocess.run(
        ["pkg-config", "--cflags", "--libs", "gio-2.0"], check=True, capture_output=True, text=True
    ).stdout
    rpath = f"-Wl,-rpath,{library.parent}"
    return [*(f"-I{include}" for include in includes), str(library), rpath, *shlex.split(listing)]


def build(tap, world, source, flags, compiler, vapi):
    """Returns what to run, None if there is nothing; says why."""
    name = f"{source.name} is built"
    program = world.path(source.stem)
    if source.suffix == ".py":
        return ["/usr/bin/python3", source]
    if source.suffix == ".c":
        command = [*compiler, "-std=gnu11", "-Wall", "-Wextra", "-Werror", source, "-o", program, *flags]
    elif shutil.which("valac") is None or not vapi.exists():
        tap.skip(name, "valac is not installed" if shutil.which("valac") is None else f"{vapi.name} is not built")
        return None
    else:
        # what valac writes is not free of warnings for compilers; ours are its own
        to_compiler = [word for flag in ["-w", *flags] for word in ("-X", flag)]
        command = ["valac", "--fatal-warnings", f"--cc={compiler[-1]}", f"--vapidir={vapi.parent}",
                   f"--girdir={vapi.parent}", f"--directory={world.root}", f"--output={program}",
                   "--pkg=gio-2.0", "--pkg=libosinfo-1.0", *to_compiler, source]
    status, output, errors = world.run(*command)
    return [program] if tap.ok(status == 0, name, output, errors) else None


def check_quotations(tap, docs):
    """Every piece of code in a page is a piece of an example, perhaps from further inside; what is a file of a database is well-formed."""
    examples = {suffix: "\n".join(path.read_text(encoding="utf-8") for path in (docs / "examples").glob(f"*{suffix}"))
                for suffix in PAGE_LANGUAGES.values()}
    for page in sorted(docs.glob("*.md")):
        blocks = re.findall(r"^```(\w+)\n(.*?)^```$", page.read_text(encoding="utf-8"), re.M | re.S)
        for code in (code for language, code in blocks if language == "xml"):
            tap.equal(ElementTree.fromstring(code).tag, "libosinfo", f"{page.name}: its XML")
        invented = [code for language, code in blocks if language != "xml" and not is_part(code, examples[PAGE_LANGUAGES[language]])]
        tap.ok(not invented, f"{page.name} quotes examples", *invented)


def is_part(code, example):
    return any(textwrap.indent(code, " " * depth) in example for depth in (0, 4, 8))


def main():
    docs, library, includes, *compiler = sys.argv[1:]
    docs, library = Path(docs), Path(library).resolve()
    tap = Tap()
    world = World()
    world.environment["OSINFO_SYSTEM_DIR"] = str(DATABASE)
    programs = {}
    for source in sorted((docs / "examples").iterdir()):
        flags = get_c_flags(includes.split(":"), library)
        vapi = library.parent / "libosinfo-1.0.vapi"
        programs[source.name if source.suffix == ".py" else source.stem] = build(
            tap, world, source, flags, compiler, vapi
        )
    labels = {"debian.iso": "Debian 12.5.0 amd64 n", "unknown.iso": "nothing known", "fedora.iso": "Fedora-WS-Live-96-1-2"}
    has_media = shutil.which("xorriso") is not None
    for image, label in labels.items():
        if has_media:
            subprocess.run([MAKE_SAMPLE, world.path(image), label], check=True)
    try:
        import gi  # noqa: F401
        gi_problem = None
    except ImportError as error:
        gi_problem = str(error)
    for program, arguments, status, output, errors in CASES:
        name = " ".join([program, *arguments])
        if programs.get(program) is None:
            tap.skip(name, "it was not built")
        elif program.endswith(".py") and gi_problem:
            tap.skip(name, gi_problem)
        elif any(argument in labels for argument in arguments) and not has_media:
            tap.skip(name, "xorriso is not installed")
        else:
            found = world.run(*programs[program], *arguments)
            expected = (status, output, found[2] if errors is None and found[2].count("\n") == 1 else errors)
            tap.equal(found, expected, name)
    check_quotations(tap, docs)
    return tap.finish()


sys.exit(main())
