#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Every script of data/, with hostile values in each of its parameters: what was made is read back by readers that
do not know the library, and must say exactly the value where a harmless one stood before, and nothing else may have
changed. A value that the format cannot hold may be refused, by an error of one line. Prints TAP."""

import json
import os
import re
import shlex
import subprocess
import sys
import urllib.parse
import xml.etree.ElementTree as ElementTree
from pathlib import Path

import gi

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "common"))
from tools_case import IS_WHOLE

gi.require_version("Libosinfo", "1.0")
from gi.repository import GLib, Libosinfo

try:
    import yaml
except ImportError:
    yaml = None

ROOT = Path(os.environ.get("MESON_SOURCE_ROOT") or Path(__file__).resolve().parents[2])

VALUES = {
    "empty": "", "blank": " ", "outer blanks": "  a b ", "last blank": "a ", "double quotes": 'a"b"', "one double quote": 'a"',
    "single quotes": "a'b'", "one single quote": "'", "both quotes": "\"'\"'", "backslashes": "a\\b\\\\c", "last backslash": "a\\",
    "escapes": "\\n\\t\\x41\\u0041", "line feed": "a\nb", "two lines": "a\n%end\nreboot", "answer in line": "a\nd-i x/y string z",
    "carriage return": "a\rb", "tab": "a\tb", "variable": "$HOME ${HOME}", "command": "$(id) $((1+1))", "backquotes": "`id`",
    "percent": "100% %PATH% %%a", "delayed": "!x! ^!y^^", "batch": "^&|<>() & echo x", "xml": "<tag>&amp;]]></tag><!-- -->",
    "comment": "# a ;b //c", "mapping": "a: b", "items": ": , - , ? , [x], {y}", "template": "{{x}}", "tag": "!!int &a *b",
    "home": "~", "star": "*", "yes": "yes", "no": "no", "null": "null", "number": "123", "exponent": "1e3", "hexadecimal": "0x10",
    "date": "2026-01-01", "dash": "-x", "option": "--lock", "combining": "e\u0301\u0323", "right to left": "\u202e\u05d0\u0627",
    "emoji": "\U0001f600\u200d\U0001f468", "line separator": "a\u2028b", "next line": "a\u0085%end", "byte order mark": "\ufeffa",
    "control of C1": "a\u0091b", "control of C0": "a\x01\x1bb", "delete": "a\x7fb", "private use": "\ue000a\ue001",
    "binary": "\u00ff\u00fe\ufffd\u0100", "long": "x'\"\\ $" * 9000, "EOF": "EOF", "end": "%end", "section": "[x]",
    "EndSection": "EndSection", "answer": "d-i x", "semicolon": "a; reboot", "pipe": "a | b && c", "glob": "?[a-z]*",
}  # fmt: skip

# What each format may refuse.
LINES = {"line feed", "two lines", "answer in line", "carriage return"}
CONTROLS = {"control of C0", "delete"}
REFUSED = {
    "text/x-kickstart": LINES | {"line separator", "next line", "control of C0", "dash", "option"},
    "text/x-preseed": LINES | CONTROLS | {"blank", "outer blanks", "last blank", "last backslash"},
    "text/x-shellscript": set(),
    "application/yaml": set(),
    "application/json": set(),
    "application/xml": {"control of C0"},
    "text/x-windows-answer": LINES | CONTROLS,
    "text/x-windows-registry": LINES | CONTROLS,
    "text/x-windows-batch": LINES | CONTROLS | {"double quotes", "one double quote", "both quotes", "last backslash", "long"},
}
# Parameters that are not free texts: true or false, or of one form. Values of another one are refused by any script.
NO_TEXTS = {"user-admin", "user-autologin", "driver-signing", "hardware-arch"}
FORMS = {
    "l10n-language": "de_AT", "l10n-keyboard": "de_AT", "l10n-timezone": "Europe/Vienna", "target-disk": "/dev/vda",
    "script-disk": "/dev/vdb", "avatar-disk": "/dev/vdc", "pre-install-drivers-disk": "G", "post-install-drivers-disk": "H",
}  # fmt: skip
# Names of accounts: systems take few, and the others are refused. What is taken is written as it is.
NAMES = {"user-login"}
DRIVES = {"target-disk": "C", "script-disk": "E", "avatar-disk": "F"}
MARK = "zq7harmless"


# What templates make of values before they write them: script and parameter -> function. Letters that a computer's
# name has room for, slashes of other systems, the parts of an address.
def computer_name(value):
    return value.split(".")[0][:15]


def path_of_windows(value):
    return value.replace("/", "\\").removeprefix("\\")


TRANSFORMS = {
    ("winnt.sif", "hostname"): computer_name,
    ("autounattend.xml", "hostname"): computer_name,
    ("autounattend.xml", "pre-install-drivers-location"): path_of_windows,
}


def say(condition, message):
    if not condition:
        raise AssertionError(message)


# Readers: text -> lists, dictionaries and texts.


def read_shell_words(text):
    """Words of a shell script, quotes removed and line breaks outside of them as words."""
    lexer = shlex.shlex(text, posix=True, punctuation_chars=True)
    lexer.whitespace_split = True
    return list(lexer)


def read_kickstart(text):
    """Commands as words, sections as header and content."""
    result, section, header = [], None, None
    for line in text.splitlines(keepends=True):
        if line.lstrip().startswith("%"):
            words = shlex.split(line)
            if section is not None:
                result.append([header, section if header[0] == "%packages" else read_shell_words("".join(section))])
            section, header = (None, None) if words[0] == "%end" else ([], words)
        elif section is not None:
            section.append(line)
        elif line.strip() and not line.startswith("#"):
            result.append(shlex.split(line))
    return result


def read_preseed(text):
    result, line = [], ""
    for part in text.split("\n"):
        line += part
        if line.endswith("\\"):
            line = line[:-1]
            continue
        if line and not line.lstrip().startswith("#"):
            match = re.fullmatch(r"\s*(\S+)\s+(\S+)\s+(\S+)(?:\s(.*))?", line, re.DOTALL)
            say(match, f"no answer: {line!r:.80}")
            result.append(list(match.groups("")))
        line = ""
    return result


def read_shell(text):
    """Variables that are set to a text in quotes, as a shell understands them, and the text without them."""
    pattern = re.compile(r'^(export )?([A-Za-z_]\w*)="((?:[^"\\]|\\.)*)"$', re.DOTALL | re.MULTILINE)
    raw = [match[3] for match in pattern.finditer(text) if "$" not in re.sub(r"\\.", "", match[3], flags=re.DOTALL)]
    for each in raw:
        say("`" not in re.sub(r"\\.", "", each, flags=re.DOTALL), "a command in backquotes")
    program = "".join(f'printf "%s\\0" "{each}"\n' for each in raw)
    run = subprocess.run(["/bin/sh"], input=program.encode(), stdout=subprocess.PIPE, env={}, check=True)
    values = iter(run.stdout.decode().split("\0"))
    rest = pattern.sub(lambda match: f"{match[2]}=" if match[3] in raw else match[0], text)
    return [rest, list(values)]


def read_json(text):
    def decode(value):
        if isinstance(value, dict):
            return {key: decode(each) for key, each in value.items()}
        if isinstance(value, list):
            return [decode(each) for each in value]
        return urllib.parse.unquote(value) if isinstance(value, str) and value.startswith("data:,") else value

    return decode(json.loads(text))


def read_xml(text):
    def decode(element):
        return [element.tag, sorted(element.items()), element.text if len(element) == 0 else None, [decode(each) for each in element]]

    return decode(ElementTree.fromstring(text))


def read_answer(text):
    result = []
    for line in text.removesuffix("\r\n").split("\r\n"):
        name, separator, value = line.partition("=")
        match = re.fullmatch(r'"((?:[^"]|"")*)"', value, re.DOTALL)
        say(match or '"' not in value, f"bad quotes: {line!r:.80}")
        if match:
            say("%" not in match[1].replace("%%", ""), f"one percent sign: {line!r:.80}")
            value = match[1].replace('""', '"').replace("%%", "%")
        result.append([name, value])
    return result


def read_registry(text):
    result = []
    for line in text.removesuffix("\r\n").split("\r\n"):
        match = re.fullmatch(r'"(\w+)"="((?:[^"\\]|\\["\\])*)"', line, re.DOTALL)
        say(match or re.fullmatch(r'("\w+"=-|[^"].*|)', line), f"bad quotes: {line!r:.80}")
        result.append([match[1], re.sub(r"\\(.)", r"\1", match[2])] if match else [line])
    return result


def read_batch(text):
    result = []
    for line in text.removesuffix("\r\n").split("\r\n"):
        match = re.fullmatch(r'set "(\w+)=([^"]*)"', line, re.DOTALL)
        value = match[2] if match else ""
        if match and "%" not in value.replace("%%", ""):
            result.append([match[1], value.replace("%%", "%")])
        else:
            result.append([line])
    return result


READERS = {
    "text/x-kickstart": read_kickstart, "text/x-preseed": read_preseed, "text/x-shellscript": read_shell,
    "application/yaml": yaml and yaml.safe_load, "application/json": read_json, "application/xml": read_xml,
    "text/x-windows-answer": read_answer, "text/x-windows-registry": read_registry, "text/x-windows-batch": read_batch,
}  # fmt: skip


def put(content, value):
    """What was read, with the value in the place of the mark."""
    if isinstance(content, dict):
        return {put(key, value): put(each, value) for key, each in content.items()}
    if isinstance(content, list):
        return [put(each, value) for each in content]
    return content.replace(MARK, value) if isinstance(content, str) else content


def find_difference(expected, seen):
    """The first place where the two differ, in words."""
    if isinstance(expected, (list, dict)) and type(expected) is type(seen) and len(expected) == len(seen):
        keys = expected if isinstance(expected, dict) else range(len(expected))
        for key in keys:
            if isinstance(seen, list) or key in seen:
                difference = find_difference(expected[key], seen[key])
                if difference:
                    return difference
    return "" if expected == seen else f"expected {expected!r:.200}, got {seen!r:.200}"


def holds(content):
    return MARK in json.dumps(content)


def items(entities):
    return [entities.get_nth(i) for i in range(entities.get_length())]


class Script:
    def __init__(self, script, system):
        self.script, self.system = script, system
        self.format = re.search(r'media-type="([^"]*)"', script.get_template_data())[1]
        self.read = READERS[self.format]
        self.is_dos = script.get_path_format() == Libosinfo.PathFormat.DOS
        self.params = sorted({param.get_name() for param in script.get_config_param_list()} | {"admin-password", "user-login", "user-password"})
        self.has_key = script.get_product_key_format() is not None

    def is_formed(self, name):
        return name in FORMS or (name == "reg-product-key" and self.has_key)

    def generate(self, name, value):
        """With a harmless value in all parameters but one."""
        config = Libosinfo.InstallConfig.new("http://example.org/config")
        for each in self.params:
            harmless = DRIVES.get(each, FORMS.get(each)) if self.is_dos else FORMS.get(each, each)
            if each in NO_TEXTS:
                harmless = "x86_64" if each == "hardware-arch" else "true"
            elif each == "reg-product-key":
                harmless = "AAAAA-BBBBB-CCCCC-DDDDD-12345"
            config.set_param(each, harmless or each)
        config.set_param("user-autologin", "true")
        if name is not None:
            config.set_param(name, value)
        return self.script.generate(self.system, config, None)

    def check_value(self, name, value_name, baseline):
        value = VALUES[value_name]
        try:
            text = self.generate(name, value)
        except GLib.Error as error:
            say("\n" not in error.message and len(error.message) < 300, "no error of one line")
            say(error.message.startswith(self.script.get_id() + ": "), f"an error that does not name the script: {error.message}")
            say(self.is_formed(name) or name in NAMES or value_name in REFUSED[self.format], f"refused: {error.message}")
            return False
        content = self.read(text)
        if value == "" or self.is_formed(name):
            return True
        transform = TRANSFORMS.get((self.script.get_expected_filename(), name), str)
        expected = put(baseline, transform(value))
        if transform(value) == "" or content == expected:
            return True
        raise AssertionError(f"{find_difference(expected, content)}")

    def check(self, name):
        """Faults, and how many values were written."""
        faults, written = [], 0
        baseline = None if self.is_formed(name) else self.read(self.generate(name, MARK))
        for value_name in VALUES:
            try:
                written += self.check_value(name, value_name, baseline)
            except (AssertionError, ValueError, ElementTree.ParseError, yaml.YAMLError if yaml else ValueError) as error:
                faults.append(f"{value_name}: {type(error).__name__}: {error}")
        if baseline is not None and name not in NAMES and holds(baseline) and written < len(VALUES) - len(REFUSED[self.format]):
            faults.append(f"only {written} values were written")
        return faults, baseline is not None and holds(baseline)


def main():
    loader = Libosinfo.Loader()
    loader.process_path(str(ROOT / "data"))
    database = loader.get_db()
    systems = {}
    for system in sorted(items(database.get_os_list()), key=lambda system: system.get_id()):
        own = items(system.get_install_script_list())
        own += [script for medium in items(system.get_media_list()) for script in items(medium.get_install_script_list())]
        for script in own:
            systems.setdefault(script.get_id(), []).append(system)
    number, failed, seen = 0, 0, 0
    for script in sorted(items(database.get_install_script_list()), key=lambda script: script.get_id()):
        known = systems.get(script.get_id(), [])
        # the oldest and the newest, as their templates differ
        for system in {known[0].get_id(): known[0], known[-1].get_id(): known[-1]}.values() if known else [database.get_os("http://microsoft.com/win/xp")]:
            one = Script(script, system)
            number += 1
            if one.read is None:
                print(f"ok {number} - {script.get_id()} # SKIP nothing reads {one.format}")
                continue
            faults, held = [], 0
            for position, name in enumerate(one.params):
                # in part, each script with other ones of its parameters
                if name not in NO_TEXTS and (IS_WHOLE or (position + number) % 4 == 0):
                    found, is_held = one.check(name)
                    faults += [f"{name}: {fault}" for fault in found]
                    held += is_held
            seen += held
            failed += bool(faults)
            print(f"{'not ok' if faults else 'ok'} {number} - {script.get_id()} {system.get_short_id()}: {held} parameters")
            for fault in faults[:12]:
                print(f"#   {fault}"[:1500])
    number += 1
    least = 60 if IS_WHOLE else 15
    print(f"{'ok' if seen > least else 'not ok'} {number} - there was something to compare: {seen} parameters, {len(VALUES)} values")
    print(f"1..{number}")
    return int(failed > 0 or seen <= least)


if __name__ == "__main__":
    sys.exit(main())
