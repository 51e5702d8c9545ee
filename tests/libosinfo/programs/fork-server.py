#!/usr/bin/python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Runs a program in Python again and again, unmodified, with a module that it needs imported once: each run is a fork.
Reads a line of JSON for each run, a list of arguments, and answers with one: exit status, standard output, error.

usage: fork-server.py PROGRAM FOLDER MODULE SECONDS [ATTRIBUTE...]
(the folder where the module is; seconds until a run is ended; dotted names below the module that are looked at once)"""

import functools
import gc
import importlib
import json
import os
import runpy
import signal
import sys
import tempfile

PROGRAM, FOLDER, MODULE, SECONDS, *ATTRIBUTES = sys.argv[1:]


def run(arguments, output, errors):
    """In the child; the interpreter ends as ever."""
    signal.alarm(int(SECONDS))
    with open(os.devnull) as nothing:
        os.dup2(nothing.fileno(), 0)
    os.dup2(output.fileno(), 1)
    os.dup2(errors.fileno(), 2)
    sys.argv = [PROGRAM, *arguments]
    runpy.run_path(PROGRAM, run_name="__main__")


def main():
    sys.path.insert(0, FOLDER)
    module = importlib.import_module(MODULE)
    for attribute in ATTRIBUTES:
        functools.reduce(getattr, attribute.split("."), module)
    # what is there by now no child collects, nor copies to do so
    gc.freeze()
    for line in iter(sys.stdin.readline, ""):
        with tempfile.TemporaryFile() as output, tempfile.TemporaryFile() as errors:
            child = os.fork()
            if child == 0:
                run(json.loads(line), output, errors)
                return
            status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
            texts = []
            for stream in (output, errors):
                stream.seek(0)
                texts.append(stream.read().decode("utf-8", "replace"))
        print(json.dumps([None if status == -signal.SIGALRM else status, *texts]), flush=True)


main()
