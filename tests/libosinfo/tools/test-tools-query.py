#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""osinfo-query from outside: help, errors, tables, sorting, conditions, JSON and CSV; and the same
answers as the established program's, where that one is installed. Prints TAP.

The program is found in PATH, or named by OSINFO_QUERY."""

import csv
import io
import json
import os
import re
import sys
from pathlib import Path

sys.dont_write_bytecode = True
sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "common"))
from tools_case import ESTABLISHED_DATABASE, IS_SANITIZED, Tap, World, find_established, find_program, write_entity

HELP = """\
Usage:
  osinfo-query [OPTION…] - Query the OS info database

Help Options:
  -h, --help             Show help options

Application Options:
  -s, --sort             Sort column
  -f, --fields           Display fields
  -c, --columns          Display these fields in this order
  --name-in=SCHEME       Display what systems are called in schemes
  --search=WORDS         Find systems by words, the best first
  -r, --reverse          Sort descending
  -V, --version-sort     Sort numbers in values as numbers: 9.10 after 9.9
  --format=FORMAT        Output format: table (the default), json, jsonl, csv or tsv
  -0, --null             End each value with NUL, and print no more
  --no-header            Do not print the names of columns
  -q, --quiet            Print nothing; the exit status answers
  --strict               Exit with status 2 after an error; an unknown sort column is one
  --version              Print the version and exit

"""

OPTION_ERROR = "Error while parsing commandline options: "

SCHEMES = "birds, content, cpe, disk-info, endoflife.date, libguestfs, os-release, treeinfo, windows"

# arguments, what standard error says; status is 1 and nothing is on standard output
ERRORS = [
    ([], "Missing data type parameter\n"),
    (["--sort", "name"], "Missing data type parameter\n"),
    (["--bad"], OPTION_ERROR + "Unknown option --bad\n" + HELP + "\n"),
    (["-x", "os"], OPTION_ERROR + "Unknown option -x\n" + HELP + "\n"),
    (["os", "--sort"], OPTION_ERROR + "Missing argument for --sort\n" + HELP + "\n"),
    (["os", "--format=xml"], OPTION_ERROR + "Invalid value 'xml'\n" + HELP + "\n"),
    (["oses"], "Unknown type 'oses' requested\n"),
    (["--", "-x", "--sort"], "Unknown type '-x' requested\n"),
    ([""], "Unknown type '' requested\n"),
    (["oses", "nonsense"], "Unknown type 'oses' requested\n"),
    (["os", "fedora"], "Unable to construct filter: Syntax error in condition, expecting KEY=VALUE\n"),
    (["os", "shortid=x"], "Unable to construct filter: Unknown property name shortid\n"),
    (["os", "=x"], "Unable to construct filter: Unknown property name \n"),
    (["platform", "family=x"], "Unable to construct filter: Unknown property name family\n"),
    (["os", "a=b", "c"], "Unable to construct filter: Unknown property name a\n"),
    (["os", "c", "-f", "bad"], "Unable to construct filter: Syntax error in condition, expecting KEY=VALUE\n"),
    (["os", "-f", "bad"], "Unable to set field visibility: Unknown property name bad\n"),
    (["os", "-f", "name,bad"], "Unable to set field visibility: Unknown property name bad\n"),
    (["os", "-f", "name, id"], "Unable to set field visibility: Unknown property name  id\n"),
    # parts are for JSON, and no condition
    (["os", "-f", "variant"], "Unable to set field visibility: Unknown property name variant\n"),
    (["os", "-f", "variant", "--format=csv"], "Unable to set field visibility: Unknown property name variant\n"),
    (["os", "-f", "entry", "--format=json"], "Unable to set field visibility: Unknown property name entry\n"),
    (["platform", "-f", "variant", "--format=json"], "Unable to set field visibility: Unknown property name variant\n"),
    (["os", "identity=x"], "Unable to construct filter: Unknown property name identity\n"),
    (["os", "identity.=x"], "Unable to construct filter: Unknown property name identity.\n"),
    (["os", "identity.other=x"], "Unable to construct filter: Unknown property name identity.other\n"),
    (["os", "identity.cpe"], "Unable to construct filter: Syntax error in condition, expecting KEY=VALUE\n"),
    (["platform", "identity.cpe=x"], "Unable to construct filter: Unknown property name identity.cpe\n"),
    (["os", "--name-in=other"], f"Unknown scheme 'other'; there are {SCHEMES}\n"),
    (["os", "--name-in", "birds,", "-f", "id"], f"Unknown scheme ''; there are {SCHEMES}\n"),
    (["os", "--name-in=birds, cpe"], f"Unknown scheme ' cpe'; there are {SCHEMES}\n"),
    *(([kind, "--name-in=birds"], "Only an os has names in schemes\n") for kind in ("platform", "media")),
    (["os", "--name-in=birds", "-f", "bad"], "Unable to set field visibility: Unknown property name bad\n"),
    (["platform", "identity.birds=x"], "Unable to construct filter: Unknown property name identity.birds\n"),
    (["os", "-f", "identity.cpe"], "Unable to set field visibility: Unknown property name identity.cpe\n"),
    *((["os", f"supported-on={day}"], f"Unable to construct filter: '{day}' is not a date, expecting YYYY-MM-DD\n")
      for day in ("", "Today", "2026-11", "2026-02-29", "2026-13-01", "2026-11-281", "-026-11-28", "2026--1-28", "+026-11-28",
                  "2026/11/28", "0000-01-01")),
    (["platform", "supported-on=2026-11-28"], "Unable to construct filter: Unknown property name supported-on\n"),
    (["os", "-f", "supported-on"], "Unable to set field visibility: Unknown property name supported-on\n"),
    (["os", "variant=v", "--format=json"], "Unable to construct filter: Unknown property name variant\n"),
    (["os", "-f", "name,"], "Unable to set field visibility: Unknown property name \n"),
]


# arguments, parts of what standard error says; the status is 1
NEAR = [
    (["os", "shortid=x"], ["; did you mean 'short-id'?", "(known: short-id, name, version, ", " identity.os-release"]),
    (["os", "-f", "naem"], ["; did you mean 'name'?"]),
    (["os", "suported-on=2020-01-01"], ["; did you mean 'supported-on'?"]),
    (["os", "zzzzzzzzz=x"], ["Unknown property name zzzzzzzzz (known: "]),
    (["oss"], ["Unknown type 'oss' requested; did you mean 'os'?"]),
    (["os", "alpha1"], ["expecting KEY=VALUE; 'osinfo-show alpha1' shows a system"]),
    (["os", "short-id=alhpa1"], ["there is no system 'alhpa1'; did you mean 'alpha1'"]),
    (["os", "id=http://test.org/alpha/3"], []),
    (["media", "os=alhpa1"], ["there is no system 'alhpa1'; did you mean 'alpha1'"]),
    (["os", "--search", "alhpa 1"], ["nothing is called 'alhpa 1'; did you mean 'alpha1'"]),
    (["device", "--search", "x"], ["--search is for systems and their parts"]),
    (["os", "name~("], ["Unable to construct filter: "]),
    (["os", "release-date>=soon"], ["'soon' is not a date, expecting YYYY-MM-DD, YYYY-MM or YYYY"]),
    (["resources", "ram>=much"], ["'much' is not a number, expecting one such as 2048, 2GiB or 1GHz"]),
    (["resources", "ram>=99999999999999TiB"], ["is not a number"]),
    (["os", "has=nothing"], ["'nothing' is no kind of parts", "image"]),
    (["os", "has=os"], ["'os' is no kind of parts"]),
    (["os", "supported-on<2020-01-01"], ["supported-on takes = and != only"]),
    (["os", "name!x"], ["expecting KEY=VALUE"]),
    (["media", "--sort=nothing"], ["Unable to sort: Unknown property name nothing"]),
    (["os", "--null", "--format=csv"], ["--null is a format of its own"]),
]

# arguments, exit status with --strict
STRICT = [
    (["os"], 0),
    (["os", "version=3"], 1),
    (["os", "shortid=x"], 2),
    (["os", "x"], 2),
    (["os", "-f", "bad"], 2),
    (["os", "--sort=nothing"], 2),
    (["os", "--sort=logo"], 2),
    (["oses"], 2),
    ([], 2),
    (["--bad"], 2),
]


def head(*columns):
    return (
        " " + " | ".join(name.ljust(width) for name, width in columns) + "\n"
        "-" + "-+-".join("-" * width for _, width in columns) + "\n"
    )


SHORT_ID = ("Short ID", 20)
NAME = ("Name", 50)
VERSION = ("Version", 8)
VENDOR = ("Vendor", 25)
ID = ("ID", 40)

OS_TABLE = head(SHORT_ID, NAME, VERSION, ID) + (
    " alpha1               | Alpha 1                                            | 1        | http://test.org/alpha/1                 \n"
    " alpha10              | Alpha 10                                           | 10       | http://test.org/alpha/10                \n"
    " alpha2               | Alphá 2                                           | 2        | http://test.org/alpha/2                 \n"
    " beta                 |                                                    |          | http://test.org/beta                    \n"
    "                      | No short id, and a name that is longer than fifty bytes |          | http://test.org/gamma                   \n"
)

# arguments, table; status is 0 when there is a row
TABLES = [
    (["os"], OS_TABLE),
    (["os", "--format=table"], OS_TABLE),
    (["-f", "short-id", "os"], head(SHORT_ID) + "".join(f" {x:20}\n" for x in ("alpha1", "alpha10", "alpha2", "beta", ""))),
    # the order of columns does not change
    (["os", "--fields=version,short-id", "version=10"], head(SHORT_ID, VERSION) + " alpha10              | 10      \n"),
    (["os", "-f", "id,id", "short-id=beta"], head(ID) + f" {'http://test.org/beta':40}\n"),
    (["os", "-f", "", "short-id=beta"], "\n\n\n"),
    (["os", "-f", "version", "-f", "id", "short-id=beta"], head(ID) + f" {'http://test.org/beta':40}\n"),
    # first values only; conditions look at all
    (["os", "-f", "short-id", "short-id=first"], head(SHORT_ID) + " alpha1              \n"),
    (["os", "-f", "short-id", "short-id=first", "short-id=alpha1"], head(SHORT_ID) + " alpha1              \n"),
    (["os", "-f", "short-id", "short-id=first", "short-id=alpha2"], head(SHORT_ID)),
    # operators
    (["os", "-f", "short-id", "version!=1", "short-id~^alpha"], head(SHORT_ID) + " alpha10             \n alpha2              \n"),
    (["os", "-f", "short-id", "version>1"], head(SHORT_ID) + " alpha10             \n alpha2              \n"),
    (["os", "-f", "short-id", "version>=2"], head(SHORT_ID) + " alpha10             \n alpha2              \n"),
    (["os", "-f", "short-id", "version<10"], head(SHORT_ID) + " alpha1              \n alpha2              \n"),
    (["os", "-f", "short-id", "version<=1"], head(SHORT_ID) + " alpha1              \n"),
    (["os", "-f", "short-id", "name~ALPHA 1"], head(SHORT_ID) + " alpha1              \n alpha10             \n"),
    (["os", "-f", "short-id", "short-id~rst$"], head(SHORT_ID) + " alpha1              \n"),
    (["os", "-f", "short-id", "short-id!=first", "version~."], head(SHORT_ID) + " alpha10             \n alpha2              \n"),
    # what is not known is not in order, and not equal to anything
    (["os", "-f", "short-id", "codename!=x", "version=1"], head(SHORT_ID) + " alpha1              \n"),
    (["os", "-f", "short-id", "release-date<2021"], head(SHORT_ID) + " alpha2              \n"),
    (["os", "-f", "short-id", "release-date<=2020"], head(SHORT_ID) + " alpha2              \n"),
    (["os", "-f", "short-id", "release-date<2020"], head(SHORT_ID)),
    (["os", "-f", "short-id", "release-date>2020-01"], head(SHORT_ID)),
    (["os", "-f", "short-id", "release-date>=2020-01-01"], head(SHORT_ID) + " alpha2              \n"),
    (["os", "-f", "short-id", "release-date<today"], head(SHORT_ID) + " alpha2              \n"),
    (["os", "-f", "short-id", "security-end>2031"], head(SHORT_ID) + " beta                \n"),
    (["os", "-f", "short-id", "supported-on!=2030-07-01", "version=2"], head(SHORT_ID) + " alpha2              \n"),
    (["os", "-f", "short-id", "supported-on=today", "release-status=rolling"], head(SHORT_ID) + " beta                \n"),
    (["os", "-f", "short-id", "identity.os-release!=alpha:2", "version=2"], head(SHORT_ID)),
    (["os", "-f", "short-id", "has=variant"], head(SHORT_ID) + " alpha2              \n"),
    (["os", "-f", "short-id", "has!=variant", "version~."], head(SHORT_ID) + " alpha1              \n alpha10             \n"),
    (["os", "-f", "short-id", "short-id=alpha-latest"], head(SHORT_ID) + " alpha10             \n"),
    # search: ranked, unless a sort column says otherwise
    (["os", "-f", "short-id", "--search", "alpha"], head(SHORT_ID) + " alpha2              \n alpha10             \n alpha1              \n"),
    (["os", "-f", "short-id", "--search", "alpha", "-s", "id"], head(SHORT_ID) + " alpha1              \n alpha10             \n alpha2              \n"),
    (["os", "-f", "short-id", "--search", "alpha", "version=1"], head(SHORT_ID) + " alpha1              \n"),
    (["os", "-f", "short-id", "--search", "zzzz"], head(SHORT_ID)),
    (["os", "-f", "short-id", "--search", "alpha", "version=99"], head(SHORT_ID)),
    # order of columns and rows
    (["os", "-c", "version,short-id", "version=10"], head(VERSION, SHORT_ID) + " 10       | alpha10             \n"),
    (["os", "-f", "short-id", "-r"], head(SHORT_ID) + "".join(f" {x:20}\n" for x in ("beta", "alpha2", "alpha10", "alpha1", ""))),
    (["os", "-f", "short-id", "-V", "-s", "version"], head(SHORT_ID) + "".join(f" {x:20}\n" for x in ("alpha1", "alpha2", "alpha10", "beta", ""))),
    (["os", "-f", "short-id", "-rV", "-s", "version"], head(SHORT_ID) + "".join(f" {x:20}\n" for x in ("alpha10", "alpha2", "alpha1", "beta", ""))),
    (["os", "-f", "short-id", "-r", "-s", "vendor"], head(SHORT_ID) + "".join(f" {x:20}\n" for x in ("alpha1", "beta", "", "alpha10", "alpha2"))),
    (["os", "-f", "short-id", "--no-header", "version=1"], " alpha1              \n"),
    (["os", "-q", "version=1"], ""),
    (["os", "-q", "version=3"], ""),
    (["os", "-f", "short-id", "name="], head(SHORT_ID)),
    (["os", "-f", "short-id", "codename=a=b"], head(SHORT_ID) + " alpha2              \n"),
    # nothing is assumed of what the files do not say
    (["os", "-f", "short-id", "release-status=released"], head(SHORT_ID)),
    (["os", "-f", "short-id", "release-status=rolling"], head(SHORT_ID) + " beta                \n"),
    (["os", "-f", "short-id", "id=http://test.org/alpha/2"], head(SHORT_ID) + " alpha2              \n"),
    # names elsewhere
    (["os", "-f", "short-id", "identity.os-release=alpha:2"], head(SHORT_ID) + " alpha2              \n"),
    (["os", "-f", "short-id", "identity.os-release=alpha:2:edition", "codename=a=b"], head(SHORT_ID) + " alpha2              \n"),
    (["os", "-f", "short-id", "identity.os-release=alpha:2", "version=1"], head(SHORT_ID)),
    (["os", "-f", "short-id", "identity.os-release=alpha:2", "identity.os-release=alpha:1"], head(SHORT_ID)),
    (["os", "-f", "short-id", "identity.os-release=alpha:2", "identity.libguestfs=alpha2"], head(SHORT_ID) + " alpha2              \n"),
    (["os", "-f", "short-id", "identity.os-release=alpha"], head(SHORT_ID)),
    (["os", "-f", "short-id", "identity.content=a.b=c"], head(SHORT_ID)),
    (["os", "-f", "short-id", "identity.cpe="], head(SHORT_ID)),
    (["os", "-f", "short-id", "identity.birds=bird-2"], head(SHORT_ID) + " alpha2              \n"),
    (["os", "-f", "short-id", "identity.birds=any1", "version=1"], head(SHORT_ID) + " alpha1              \n"),
    (["os", "-f", "short-id", "identity.birds=other"], head(SHORT_ID)),
    (["os", "-f", "short-id", "--name-in=birds,os-release"],
     head(SHORT_ID, ("Name in birds", 25), ("Name in os-release", 25)) + "".join(
         f" {short_id:20} | {bird:25} | {name:25}\n" for short_id, bird, name in (
             ("alpha1", "~any*", "alpha:1"), ("alpha10", "~any*", "alpha:10"),
             ("alpha2", "~any*, bird_2 (aarch64), bird-2 (x86_64)", "alpha:2"), ("beta", "-", ""), ("", "~any*", "")))),
    (["os", "-f", "", "--name-in=birds", "short-id=beta"], head(("Name in birds", 25)) + f" {'-':25}\n"),
    # lifecycles: until 2030-06-30, and without an end
    (["os", "-f", "short-id", "supported-on=2030-06-30"], head(SHORT_ID) + " alpha2              \n beta                \n"),
    (["os", "-f", "short-id", "supported-on=2030-07-01"], head(SHORT_ID) + " beta                \n"),
    (["os", "-f", "short-id", "supported-on=2019-12-31"], head(SHORT_ID) + " beta                \n"),
    (["os", "-f", "short-id", "supported-on=2030-06-30", "version=2"], head(SHORT_ID) + " alpha2              \n"),
    (["os", "-f", "short-id", "supported-on=2030-06-30", "supported-on=2030-07-01"], head(SHORT_ID) + " beta                \n"),
    (["os", "-f", "short-id", "supported-on=2030-06-30", "identity.os-release=alpha:2"], head(SHORT_ID) + " alpha2              \n"),
    (["os", "-f", "short-id,standard-end,security-end,extended-end", "short-id=alpha2"],
     head(SHORT_ID, ("Standard support", 16), ("Security updates", 16), ("Extended support", 16))
     + f" {'alpha2':20} | {'2028-06-30':16} | {'2030-06-30':16} | {'2035-06-30':16}\n"),
    (["os", "-f", "short-id,standard-end,security-end,extended-end", "short-id=beta"],
     head(SHORT_ID, ("Standard support", 16), ("Security updates", 16), ("Extended support", 16))
     + f" {'beta':20} | {'none':16} | {'none':16} | {'none':16}\n"),
    (["os", "-f", "short-id", "security-end=none"], head(SHORT_ID) + " beta                \n"),
    (["platform"], head(SHORT_ID, NAME, VERSION, VENDOR, ID)
     + f" {'tp-1':20} | {'Test platform':50} | {'1':8} | {'Test':25} | {'http://test.org/platform/1':40}\n"),
    (["deployment"], head(ID) + f" {'http://test.org/deployment/1':40}\n"),
    (["device", "vendor-id=test"],
     head(("Vendor", 20), ("Vendor ID", 12), ("Product", 20), ("Product ID", 12), NAME[:1] + (14,), ("Class", 15), ("Bus", 8), ID)
     + f" {'Test vendor':20} | {'test':12} | {'':20} | {'1':12} | {'testdev':14} | {'net':15} | {'pci':8} | {'http://test.org/device/1':40}\n"),
]

# sort key, short ids in order
SORTINGS = [
    ("version", ["alpha1", "alpha10", "alpha2", "beta", ""]),
    ("name", ["alpha1", "alpha10", "alpha2", "", "beta"]),
    ("id", ["alpha1", "alpha10", "alpha2", "beta", ""]),
    ("short-id", ["alpha1", "alpha10", "alpha2", "beta", ""]),
    # present once: first, and the others by id
    ("codename", ["alpha2", "alpha1", "alpha10", "beta", ""]),
    # equal values: by id
    ("vendor", ["alpha1", "beta", "", "alpha10", "alpha2"]),
    # parameters without a column, and unknown ones
    ("logo", ["alpha10", "alpha1", "alpha2", "beta", ""]),
    ("nothing", ["alpha1", "alpha10", "alpha2", "beta", ""]),
    ("", ["alpha1", "alpha10", "alpha2", "beta", ""]),
]


def make_database(folder):
    write_entity(folder, "os", "http://test.org/alpha/10",
                 "<short-id>alpha10</short-id><name>Alpha 10</name><version>10</version><logo>l</logo>")
    write_entity(folder, "os", "http://test.org/alpha/1",
                 "<short-id>alpha1</short-id><short-id>first</short-id><name>Alpha 1</name>"
                 "<version>1</version><vendor>Test</vendor>"
                 '<identity scheme="os-release" scope="later"><product>alpha</product><version>{version}</version></identity>')
    write_entity(folder, "os", "http://test.org/alpha/2",
                 "<short-id>alpha2</short-id><name>Alphá 2</name><version>2</version><codename>a=b</codename>"
                 "<release-date>2020-01-01</release-date><eol-date>2030-06-30</eol-date><lifecycle><source>s</source>"
                 '<phase kind="standard" end="2028-06-30"/>'
                 '<phase kind="extended" end="2035-06-30" paid="true" name="Long"/></lifecycle>'
                 '<media arch="x86_64" live="true"><variant id="v"/><variant id="w"/><url>http://x/1</url></media>'
                 '<media arch="aarch64"><url>http://x/2</url></media><tree arch="x86_64"><url>http://x/3</url></tree>'
                 '<image arch="x86_64" format="qcow2" cloud-init="true"><url>http://x/4</url></image>'
                 '<image arch="x86_64" format="raw"><url>http://x/5</url></image>'
                 '<resources arch="all"><minimum><n-cpus>2</n-cpus><ram>1073741824</ram></minimum>'
                 "<recommended><ram>4294967296</ram></recommended></resources>"
                 '<installer><script id="http://test.org/script"/></installer>'
                 '<variant id="v"><name>V</name></variant><driver arch="all" signed="true" priority="70">'
                 "<file>a</file><file>b</file></driver>")
    write_entity(folder, "os", "http://test.org/beta",
                 "<short-id>beta</short-id><vendor>Test</vendor><release-status>rolling</release-status>"
                 '<lifecycle><phase kind="security" end="none"/></lifecycle>')
    write_entity(folder, "os", "http://test.org/gamma",
                 "<name>No short id, and a name that is longer than fifty bytes</name><vendor>Test</vendor>")
    write_entity(folder, "scheme", "http://test.org/birds",
                 '<short-id>birds</short-id><word arch="aarch64" text="_"/><word arch="x86_64" text="-"/>'
                 '<naming match="nearest"><name>any*</name></naming>'
                 '<naming os="http://test.org/beta" match="none"/>'
                 '<naming from="2" to="9" arch="aarch64 x86_64"><name>bird{arch}{version}</name></naming>')
    write_entity(folder, "platform", "http://test.org/platform/1",
                 "<short-id>tp-1</short-id><name>Test platform</name><version>1</version><vendor>Test</vendor>")
    write_entity(folder, "device", "http://test.org/device/1",
                 "<name>testdev</name><vendor>Test vendor</vendor><vendor-id>test</vendor-id>"
                 "<product-id>1</product-id><class>net</class><bus-type>pci</bus-type>")
    write_entity(folder, "install-script", "http://test.org/script",
                 "<profile>jeos</profile><expected-filename>file</expected-filename>")
    write_entity(folder, "deployment", "http://test.org/deployment/1",
                 '<os id="http://test.org/alpha/1"/><platform id="http://test.org/platform/1"/>')


def test_answers(tap, world, query):
    for option in ("--help", "-h"):
        tap.equal(world.run(query, option), (0, HELP, ""), f"help: {option}")
    for arguments, text in ERRORS:
        status, output, errors = world.run(query, *arguments)
        if "Unknown property name" in text:
            # what there is, and what is near, stands behind it
            tap.ok(errors.count("\n") == 1 and errors.endswith(")\n"), f"error: {arguments}: names what there is", errors)
            errors = re.sub(r"(; did you mean '[^']*'\?)? \(known: [^)]*\)\n$", "\n", errors)
        tap.equal((status, output, errors), (1, "", text), f"error: {arguments}")
    for arguments, words in NEAR:
        status, output, errors = world.run(query, *arguments)
        tap.ok(status == 1 and all(word in errors for word in words), f"near: {arguments}", errors)
    for arguments, status in STRICT:
        tap.equal(world.run(query, "--strict", *arguments)[0], status, f"strict: {arguments}")
    for arguments, table in TABLES:
        n_head = 0 if "--no-header" in arguments else 2
        status = 0 if table.count("\n") > n_head or arguments[1:] == ["-q", "version=1"] else 1
        tap.equal(world.run(query, *arguments), (status, table, ""), f"table: {arguments}")
    for key, short_ids in SORTINGS:
        _, output, _ = world.run(query, "os", "-f", "short-id", "--sort", key)
        found = [line.strip() for line in output.splitlines()[2:]]
        tap.equal(found, short_ids, f"sort: by {key!r}")


def test_formats(tap, world, query):
    status, output, errors = world.run(query, "os", "--format=json", "-f", "name,short-id,codename")
    expected = [
        {"short-id": "alpha1", "name": "Alpha 1", "codename": None},
        {"short-id": "alpha10", "name": "Alpha 10", "codename": None},
        {"short-id": "alpha2", "name": "Alphá 2", "codename": "a=b"},
        {"short-id": "beta", "name": None, "codename": None},
        {"short-id": None, "name": "No short id, and a name that is longer than fifty bytes", "codename": None},
    ]
    tap.equal((status, json.loads(output), errors), (0, expected, ""), "json: values and nulls")
    tap.equal(world.run(query, "os", "--format=json", "name=none"), (1, "[]\n", ""), "json: no rows")
    tap.equal(world.run(query, "os", "--format=json", "-f", "", "name=Alpha 1"), (0, "[\n  {}\n]\n", ""),
              "json: no fields")
    driver = {"id": "http://test.org/alpha/2:0", "arch": "all", "location": None, "pre-installable": False,
              "signed": True, "priority": 70, "file": ["a", "b"]}
    expected_parts = {"short-id": "alpha2", "driver": [driver], "firmware": [], "variant": [{"id": "v", "name": "V", "edition": []}]}
    _, output, _ = world.run(query, "os", "--format=json", "-f", "variant,firmware,driver,short-id", "version=2")
    tap.equal(list(json.loads(output)[0].items()), list(expected_parts.items()), "json: parts behind columns")
    tap.equal(world.run(query, "os", "--format=jsonl", "-f", "version,short-id", "version~^1")[1],
              '{"version":"1","short-id":"alpha1"}\n{"version":"10","short-id":"alpha10"}\n', "jsonl: an object a line")
    tap.equal(world.run(query, "os", "--format=tsv", "-f", "version,codename,short-id", "version~."),
              (0, "version\tcodename\tshort-id\n1\t\talpha1\n10\t\talpha10\n2\ta=b\talpha2\n", ""), "tsv: fields between tabulators")
    tap.equal(world.run(query, "os", "-0", "-f", "codename,short-id", "version~."),
              (0, "\0alpha1\0\0alpha10\0a=b\0alpha2\0", ""), "null: each value ends with NUL")

    phases = [{"id": None, "kind": "standard", "end": "2028-06-30", "paid": False, "name": None},
              {"id": None, "kind": "extended", "end": "2035-06-30", "paid": True, "name": "Long"}]
    _, output, _ = world.run(query, "os", "--format=json", "-f", "phase,security-end,standard-end", "version=2")
    tap.equal(json.loads(output), [{"security-end": "2030-06-30", "standard-end": "2028-06-30", "phase": phases}], "json: phases")

    _, output, _ = world.run(query, "os", "--format=json", "-f", "short-id,variant", "--name-in=birds,cpe", "short-id=beta")
    tap.equal(list(json.loads(output)[0].items()),
              [("short-id", "beta"), ("identity.birds", [{"name": None, "match": "none", "architecture": None, "prefix": False}]),
               ("identity.cpe", []), ("variant", [])], "json: names are lists, parts behind them")
    _, output, _ = world.run(query, "os", "--format=json", "-f", "", "--name-in=birds", "version=1")
    tap.equal(json.loads(output), [{"identity.birds": [{"name": "any", "match": "nearest", "architecture": None, "prefix": True}]}],
              "json: the nearest name, as names begin")
    _, output, _ = world.run(query, "os", "--format=csv", "-f", "short-id", "--name-in=birds", "version=2")
    tap.equal(output, 'short-id,identity.birds\nalpha2,"~any*, bird_2 (aarch64), bird-2 (x86_64)"\n', "csv: names")
    tap.equal(world.run(query, "os", "--format=tsv", "-f", "short-id", "--name-in=cpe,birds", "version=2")[1],
              "short-id\tidentity.cpe\tidentity.birds\nalpha2\t\t~any*, bird_2 (aarch64), bird-2 (x86_64)\n", "tsv: names")
    tap.equal(world.run(query, "os", "-0", "-f", "short-id", "--name-in=birds", "version=1")[1], "alpha1\0~any*\0", "null: names")
    tap.equal(world.run(query, "os", "--format=jsonl", "-f", "short-id", "--name-in=os-release,os-release", "version=2")[1],
              '{"short-id":"alpha2","identity.os-release":[{"name":"alpha:2","match":"exact","architecture":null,"prefix":false}]}\n',
              "jsonl: names, each scheme once")

    status, output, errors = world.run(query, "os", "--format=csv", "-f", "name,short-id,codename", text=False)
    rows = list(csv.DictReader(io.StringIO(output.decode(), newline="")))
    tap.equal(rows, [{k: v or "" for k, v in row.items()} for row in expected], "csv: values")
    tap.equal(output.splitlines(keepends=True)[0], b"name,short-id,codename\n", "csv: header of keys, in the order asked for")
    tap.equal(world.run(query, "os", "--format=csv", "-f", "id", "name=none"), (1, "id\n", ""), "csv: no rows")

    folder = world.path("quoting")
    texts = ["comma, and", 'a "quote"', '"', "two\nlines", " blanks "]
    for number, text in enumerate(texts):
        escaped = text.replace('"', "&quot;").replace("\n", "&#10;")
        write_entity(folder, "os", f"http://test.org/{number}", f"<x-text>{escaped}</x-text><version>{escaped}</version>")
    _, output, _ = world.run(query, "os", "-s", "id", "--format=tsv", "--no-header", "-f", "version", OSINFO_SYSTEM_DIR=folder)
    tap.equal(output.splitlines(), texts[:3] + [r"two\nlines", " blanks "], "tsv: no quoting")
    for kind, read in (("json", lambda data: [row["version"] for row in json.loads(data)]),
                       ("csv", lambda data: [row["version"] for row in csv.DictReader(io.StringIO(data.decode(), newline=""))])):
        _, output, _ = world.run(query, "os", "--sort=id", f"--format={kind}", OSINFO_SYSTEM_DIR=folder, text=False)
        found = read(output)
        tap.equal([" ".join(x.split()) for x in found], [" ".join(x.split()) for x in texts], f"{kind}: quoting")


# arguments of types of parts, rows of TSV
PARTS = [
    (["variant"], ["os\tid\tname\tedition", "alpha2\tv\tV\t"]),
    (["media"], ["os\tarchitecture\tlive\tvariant\turl", "alpha2\tx86_64\ttrue\tv,w\thttp://x/1", "alpha2\taarch64\tfalse\t\thttp://x/2"]),
    (["media", "live=false"], ["os\tarchitecture\tlive\tvariant\turl", "alpha2\taarch64\tfalse\t\thttp://x/2"]),
    (["media", "-f", "url,os.version", "architecture=x86_64"], ["url\tos.version", "http://x/1\t2"]),
    (["media", "-f", "url", "-s", "architecture"], ["url", "http://x/2", "http://x/1"]),
    (["media", "-f", "url", "variant=w"], ["url", "http://x/1"]),
    (["media", "-f", "url", "codename=a=b", "installer-reboots=1", "architecture=x86_64"], ["url", "http://x/1"]),
    (["media", "-f", "url", "os=alpha2", "architecture=x86_64"], ["url", "http://x/1"]),
    (["media", "-f", "url", "os=http://test.org/alpha/2", "architecture=x86_64"], ["url", "http://x/1"]),
    (["media", "-f", "url", "os=alpha1"], ["url"]),
    (["media", "-f", "url", "supported-on=2030-06-30", "live=true"], ["url", "http://x/1"]),
    (["media", "-f", "url", "identity.birds=bird-2", "live=true"], ["url", "http://x/1"]),
    (["media", "-f", "os", "--search", "alpha 2", "live=true"], ["os", "alpha2"]),
    (["tree"], ["os\tarchitecture\turl", "alpha2\tx86_64\thttp://x/3"]),
    (["image", "cloud-init=true"], ["os\tarchitecture\tformat\tvariant\turl", "alpha2\tx86_64\tqcow2\t\thttp://x/4"]),
    (["resources"], ["os\tlevel\tarchitecture\tn-cpus\tcpu\tram\tstorage", "alpha2\tminimum\tall\t2\t\t1073741824\t",
                     "alpha2\trecommended\tall\t\t\t4294967296\t"]),
    (["resources", "ram>=2GiB", "-f", "level,ram"], ["level\tram", "recommended\t4294967296"]),
    (["resources", "ram=1GiB", "-f", "level,ram"], ["level\tram", "minimum\t1073741824"]),
    (["resources", "ram!=1GiB", "-f", "level"], ["level", "recommended"]),
    (["script"], ["os\tid\tprofile\texpected-filename", "alpha2\thttp://test.org/script\tjeos\tfile"]),
    (["driver", "-f", "file,priority"], ["file\tpriority", "a,b\t70"]),
]


def test_parts(tap, world, query):
    for arguments, rows in PARTS:
        status, output, errors = world.run(query, *arguments, "--format=tsv")
        tap.equal((status, output.splitlines(), errors), (0 if len(rows) > 1 else 1, rows, ""), f"parts: {arguments}")
    tap.equal(world.run(query, "tree")[1],
              " os     | architecture | url       \n--------+--------------+-----------\n alpha2 | x86_64       | http://x/3\n",
              "parts: a table as wide as its values")
    _, output, _ = world.run(query, "media", "--format=json", "-c", "variant,live,installer-reboots,volume-size,os,os.version", "live=true")
    tap.equal([list(row.items()) for row in json.loads(output)],
              [[("variant", ["v", "w"]), ("live", True), ("installer-reboots", 1), ("volume-size", None), ("os", "alpha2"),
                ("os.version", "2")]], "parts: lists, answers and numbers in JSON")


def test_bad_files(tap, world, query):
    folder = world.path("bad")
    make_database(folder)
    for name in ("bad", "worse"):
        write_entity(folder, "os", f"http://test.org/{name}", "").write_text("<libosinfo><os")
    status, output, errors = world.run(query, "os", OSINFO_SYSTEM_DIR=folder)
    tap.equal((status, output), (0, OS_TABLE), "bad files: the others are loaded", errors)
    lines = errors.splitlines()
    tap.ok(len(lines) == 2 and all(line.startswith("Error loading OS data: ") for line in lines)
           and "bad.xml" in errors and "worse.xml" in errors, "bad files: a line for each", errors)
    status, again, errors_again = world.run(query, "os", OSINFO_SYSTEM_DIR=folder)
    tap.equal((status, again, errors_again), (0, output, errors), "bad files: the same again")

    status, output, errors = world.run(query, "os", OSINFO_STORE="strict", XDG_CACHE_HOME=world.path("no-cache"))
    tap.ok(status == 1 and output == "" and errors.startswith("Error loading OS data: ")
           and errors.count("\n") == 1, "nothing can be loaded", errors)


def test_no_database(tap, world, query):
    """One line says where was looked; status and table are as ever."""
    empty = world.path("empty")
    empty.mkdir()
    for name, system, shown in (
        ("absent", world.path("absent"), None),
        ("empty", empty, None),
        ("relative", "absent", None),
        ("odd name", "/nonexistent/a\033[31mb", r"/nonexistent/a\033[31mb"),
    ):
        word = f"There is no OS data in '{shown or system}', '{world.path('local')}' or '{world.path('user')}'; " \
               "install osinfo-db, or run 'osinfo-db-import --latest'\n"
        for kind, expected in (("os", head(SHORT_ID, NAME, VERSION, ID)), ("platform", head(SHORT_ID, NAME, VERSION, VENDOR, ID)),
                               ("deployment", head(ID))):
            tap.equal(world.run(query, kind, OSINFO_SYSTEM_DIR=system), (1, expected, word), f"no database: {name}, {kind}")
        tap.equal(world.run(query, "os", OSINFO_SYSTEM_DIR=world.path("system"), OSINFO_DATA_DIR=system),
                  (1, head(SHORT_ID, NAME, VERSION, ID), word), f"no database: {name}, by the old variable")
        tap.equal(world.run(query, "oses", OSINFO_SYSTEM_DIR=system), (1, "", word + "Unknown type 'oses' requested\n"),
                  f"no database: {name}, another error")
    # a database of the user's is one; one without what was asked for, too
    user = world.path("own")
    write_entity(user, "platform", "http://test.org/platform/1", "<short-id>own</short-id>")
    tap.equal(world.run(query, "os", OSINFO_SYSTEM_DIR=empty, OSINFO_USER_DIR=user),
              (1, head(SHORT_ID, NAME, VERSION, ID), ""), "no database: the user's is one")
    tap.equal(world.run(query, "os", "short-id=unknown"), (1, head(SHORT_ID, NAME, VERSION, ID), ""),
              "no database: no row is no word")


def test_output_errors(tap, world, query):
    if not os.path.exists("/dev/full"):
        tap.skip("output that cannot be written", "no /dev/full")
        return
    shell = f'"{query}" os > /dev/full'
    tap.equal(world.run("/bin/sh", "-c", shell), (1, "", "Unable to write output: No space left on device\n"),
              "output that cannot be written")


# arguments, does the first column that is shown hold what rows are sorted by
ORACLE_CASES = [
    (["os"], True),
    (["platform"], True),
    (["device"], True),
    (["deployment"], True),
    (["os", "--sort=id", "-f", "id"], True),
    (["os", "-s", "name", "-f", "name,version,vendor"], True),
    (["os", "-f", "short-id,family,distro,release-date,eol-date,codename,release-status,id"], True),
    (["os", "family=linux", "distro=debian"], True),
    (["os", "short-id=fedora36"], True),
    (["os", "short-id=nothing"], True),
    (["os", "vendor=Fedora Project", "--fields=short-id,version"], True),
    (["os", "short-id=silverblue29", "-f", "name,id"], False),
    (["platform", "-s", "version", "-f", "name,id"], False),
    (["device", "-f", "vendor,name,id", "class=net"], True),
    (["device", "-f", "id", "-s", "id", "bus-type=usb"], True),
]


def get_keys(output):
    return [line[1:21] for line in output.splitlines()[2:]]


def check_order(tap, ours, theirs, name):
    """Rows without a value throw the established program's order into disorder; ours puts them last."""
    keys = [key for key in get_keys(ours) if key.strip()]
    if not all(key.strip() for key in get_keys(theirs)):
        good = keys == sorted(keys) and not any(key.strip() for key in get_keys(ours)[len(keys) :])
        tap.ok(good, name)
    else:
        tap.ok(keys == get_keys(theirs), name)


def test_oracle(tap, world, query):
    reason = find_established("osinfo-query")
    if reason is not None:
        tap.skip("the established program's answers", reason)
        return
    for arguments, is_key_first in ORACLE_CASES:
        database = {"OSINFO_SYSTEM_DIR": ESTABLISHED_DATABASE, "text": False}
        status, ours, errors = world.run(query, *arguments, **database)
        if IS_SANITIZED:
            tap.ok(status is not None and status >= 0, f"oracle: ends by itself with {arguments}", status, errors)
            continue
        known = world.run_established("osinfo-query", *arguments, **database)
        theirs = known[1]
        tap.equal((status, errors), (known[0], known[2]), f"oracle: status of {arguments}")
        same = ours.splitlines()[:2] == theirs.splitlines()[:2] and sorted(
            ours.splitlines()
        ) == sorted(theirs.splitlines())
        differing = sorted(set(ours.splitlines()) ^ set(theirs.splitlines()))[:6]
        tap.ok(same, f"oracle: lines of {arguments}", *differing)
        if is_key_first:
            check_order(tap, ours, theirs, f"oracle: order of {arguments}")


def main():
    query = find_program("osinfo-query")
    if query is None:
        print("1..0 # SKIP osinfo-query is not built")
        return 0
    tap = Tap()
    world = World()
    make_database(world.path("system"))
    test_answers(tap, world, query)
    test_formats(tap, world, query)
    test_parts(tap, world, query)
    test_bad_files(tap, world, query)
    test_no_database(tap, world, query)
    test_output_errors(tap, world, query)
    test_oracle(tap, world, query)
    return tap.finish()


sys.exit(main())
