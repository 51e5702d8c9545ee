#!/usr/bin/python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Programs that were built for libosinfo 1.13 run, and what was written for it compiles: abidiff against
the established library where that is installed, and a program made of all that api.tsv names. Prints TAP.

usage: test-abi.py LIBRARY INCLUDE_FOLDERS COMPILER...      (folders with ":" between them)
"""

import shlex
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

sys.dont_write_bytecode = True
HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parents[1] / "common")]
import api_facts
from tools_case import Tap, find_established_library

PACKAGES = ["gobject-2.0", "gio-2.0"]
NOT_WARNED_OF = ["-Wno-deprecated-declarations"]


def run(*command):
    done = subprocess.run(command, capture_output=True, text=True)
    return done.returncode, done.stdout + done.stderr


def check_symbols(tap, library):
    name = "no symbol of the established library is gone"
    established = find_established_library()
    if shutil.which("abidiff") is None:
        tap.skip(name, "abidiff is not installed")
    elif established is None:
        tap.skip(name, "the established library is not installed")
    else:
        # symbols that are new, and the size of what nobody may look into, are no harm
        status, text = run("abidiff", "--no-added-syms", established, library)
        tap.ok(status == 0, name, f"status {status}", text)


def write_program(facts):
    """A C program that declares every function again, as it was: a declaration that disagrees does not
    compile, one that is missing neither. It compares constants when it runs. One thing stands on a line."""
    lines = ["#include <osinfo/osinfo.h>"]
    # named before it is declared here, so that the header must have it
    lines += ["static GCallback functions[] = {"]
    lines += [f"    G_CALLBACK({symbol})," for symbol in facts.functions]
    lines += ["};"]
    lines += [f"{function.prototype};" for function in facts.functions.values()]
    lines += [f"G_STATIC_ASSERT({name} == {value[1]});" for name, value in facts.members.items()]
    lines += ["int main(void)", "{"]
    for type_ in facts.types.values():
        lines += [f"    g_assert_true({macro} == {function}());" for macro, function in type_.macros]
        type_macro = type_.macros[0][0]
        if type_.is_a.split()[0] in ("enum", "flags"):
            lines += [f"    {{ Osinfo{type_.name} value = 0; (void)value; }}"]
            continue
        cast = type_macro.replace("_TYPE", "", 1)
        check = type_macro.replace("_TYPE", "_IS", 1)
        lines += [f"    {{ g_autoptr(Osinfo{type_.name}) value = {cast}(NULL); g_assert_false({check}(value)); }}"]
    for macro, value in facts.constants.items():
        if value.isdigit():
            lines += [f"    g_assert_cmpint({macro}, ==, {value});"]
        else:
            lines += [f'    g_assert_cmpstr({macro}, ==, "{value}");']
    lines += ["    for (guint i = 0; i < G_N_ELEMENTS(functions); i++)", "        g_assert_nonnull(functions[i]);"]
    lines += ["    return 0;", "}"]
    return "\n".join(lines) + "\n"


def check_program(tap, facts, folder, library, includes, compiler):
    name = "what was written for libosinfo 1.13 compiles and runs"
    source, program = folder / "api.c", folder / "api"
    source.write_text(write_program(facts), encoding="utf-8")
    flags = shlex.split(subprocess.run(
        ["pkg-config", "--cflags", "--libs", *PACKAGES], check=True, capture_output=True, text=True
    ).stdout)
    status, text = run(
        *compiler, "-std=gnu11", "-Wall", "-Werror", *NOT_WARNED_OF, *(f"-I{include}" for include in includes),
        "-fmax-errors=1000" if "clang" not in compiler[-1] else "-ferror-limit=1000",
        source, "-o", program, library, *flags, f"-Wl,-rpath,{Path(library).resolve().parent}",
    )
    wrong = [line for line in text.splitlines() if "error:" in line or "undefined" in line]
    if not tap.ok(status == 0, name, f"{len(wrong)} errors", *wrong):
        return
    status, text = run(program)
    tap.ok(status == 0, "it finds all constants as they were", f"status {status}", text)


def main():
    library, includes, *compiler = sys.argv[1:]
    tap = Tap()
    facts = api_facts.read_table(HERE / "api.tsv")
    check_symbols(tap, library)
    with tempfile.TemporaryDirectory(prefix="osinfo-abi-") as folder:
        check_program(tap, facts, Path(folder), library, includes.split(":"), compiler)
    return tap.finish()


sys.exit(main())
