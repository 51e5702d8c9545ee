#!/usr/bin/python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Runs a fuzz driver for $OSINFO_FUZZ_SECONDS (10), from its corpus and what earlier runs found; with another
$OSINFO_FUZZ_SEED (1) it takes other ways. What it finds is kept below --found, an input that fails as well."""

import argparse
import os
import subprocess
import sys
from pathlib import Path


def command_of_libfuzzer(arguments, kept, failures, seconds, seed):
    folders = [path for path in arguments.corpus if os.path.isdir(path)]
    files = [path for path in arguments.corpus if path not in folders]
    return [arguments.driver,
            f"-max_total_time={seconds}", f"-seed={seed}", f"-max_len={arguments.max_length}",
            f"-artifact_prefix={failures}/", "-print_final_stats=1", "-timeout=600",
            *([f"-dict={arguments.dictionary}"] if arguments.dictionary else []),
            *([f"-seed_inputs={','.join(files)}"] if files else []),
            kept, *folders]


def command_of_driver(arguments, kept, failures, seconds, seed):
    return [arguments.driver,
            f"--seconds={seconds}", f"--seed={seed}", f"--max-length={arguments.max_length}",
            f"--keep={failures}/input",
            *([f"--dictionary={arguments.dictionary}"] if arguments.dictionary else []),
            *arguments.corpus, kept]


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--libfuzzer", action="store_true", help="the driver is a program of libFuzzer")
    parser.add_argument("--found", type=Path, required=True)
    parser.add_argument("--max-length", type=int, required=True)
    parser.add_argument("--dictionary")
    parser.add_argument("driver")
    parser.add_argument("corpus", nargs="*", help="files and folders")
    arguments = parser.parse_args()

    seconds = int(os.environ.get("OSINFO_FUZZ_SECONDS", "10"))
    seed = int(os.environ.get("OSINFO_FUZZ_SEED", "1"))
    kept = arguments.found / Path(arguments.driver).name
    failures = arguments.found / (kept.name + "-failures")
    for folder in (kept, failures):
        folder.mkdir(parents=True, exist_ok=True)
    before = set(failures.iterdir())

    make_command = command_of_libfuzzer if arguments.libfuzzer else command_of_driver
    status = subprocess.run(make_command(arguments, kept, failures, seconds, seed), check=False).returncode
    if status != 0:
        inputs = sorted(set(failures.iterdir()) - before) or ["INPUT"]
        print(f"again: {arguments.driver} {inputs[0]}", file=sys.stderr)
    return 0 if status == 0 else 1


if __name__ == "__main__":
    sys.exit(main())
