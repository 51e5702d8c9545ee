#!/usr/bin/python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Calls every public function with NULL and with an object of another class as its instance, and with NULL as
everything else. It must say so in the log, with a critical, and answer what means nothing. With an instance
and NULL as everything else it must survive. The functions are those of the introspection data. Prints TAP.

usage: test-arguments.py LIBRARY GIR
"""
import ctypes
import os
import signal
import sys
import tempfile
import xml.etree.ElementTree as ElementTree

CORE = "{http://www.gtk.org/introspection/core/1.0}"
GLIB = "{http://www.gtk.org/introspection/glib/1.0}"
C = "{http://www.gtk.org/introspection/c/1.0}"
NUMBERS = {"gboolean": ctypes.c_int, "gint": ctypes.c_int, "gint64": ctypes.c_int64, "GType": ctypes.c_size_t}
NOTHING = {None: (None,), ctypes.c_int: (0, -1), ctypes.c_int64: (0, -1), ctypes.c_size_t: (0,), ctypes.c_void_p: (None,)}
NULL = ctypes.c_void_p(None)
BELOW = {"Entity": "Device", "Product": "Os", "List": "DeviceList"}
# Functions that answer what is usual where nothing is known, instead of 0, -1 or NULL.
DEFAULTS = {
    "osinfo_avatar_format_get_alpha": 1,
    "osinfo_install_config_get_driver_signing": 1,
    "osinfo_install_config_param_get_policy": 2,  # optional
    "osinfo_install_config_param_is_optional": 1,
    "osinfo_install_script_get_preferred_injection_method": 2,  # disk
}
DEAD_AFTER = 20  # seconds for one call
MAX_ARGUMENTS = 12
# Where a database would be: what is asked to compile it for all users must have nothing to write there.
NO_DATABASE = "/dev/null"

# What a call may come to.
REFUSES = ("",)
SURVIVES = ("", "says nothing", "answers something")
# Without arguments these write where all users look for it, outside of this test's folder: they must have failed.
WRITERS = ("osinfo_loader_compile",)
FAILS = ("", "says nothing")


def get_result_type(function):
    """What ctypes calls it; flags and enumerations are int, None is void."""
    node = function.find(f"{CORE}return-value/{CORE}type")
    if node is None:
        return ctypes.c_void_p  # an array
    name, c_type = node.get("name"), node.get(f"{C}type", "")
    if name == "none":
        return None
    if c_type.endswith("*") or name == "gpointer":
        return ctypes.c_void_p
    return NUMBERS.get(name, ctypes.c_int)


class Function:
    def __init__(self, node, class_name):
        self.name = node.get(f"{C}identifier")
        self.result_type = get_result_type(node)
        self.class_name = class_name  # of the instance; None: there is none


def read_functions(path):
    """All functions, and how to ask for the type of each class."""
    root = ElementTree.parse(path).getroot()
    parents = {child: parent for parent in root.iter() for child in parent}
    functions = [Function(node, parents[node].get("name")) for node in root.iter(f"{CORE}method")]
    for tag in ("function", "constructor"):
        functions += [Function(node, None) for node in root.iter(f"{CORE}{tag}")]
    types = {node.get("name"): node.get(f"{GLIB}get-type") for node in root.iter(f"{CORE}class")}
    return functions, types


class Objects:
    """An object of each class, made when it is asked for; of a class below if the class is abstract."""

    def __init__(self, library, types):
        self.library = library
        self.types = types
        self.objects = {}

    def get(self, class_name):
        name = BELOW.get(class_name, class_name)
        if name not in self.objects:
            get_type, new = self.library[self.types[name]], self.library.g_object_new
            get_type.restype, new.restype = ctypes.c_size_t, ctypes.c_void_p
            self.objects[name] = ctypes.c_void_p(new(ctypes.c_size_t(get_type()), NULL))
        return self.objects[name]


def call_in_child(library, function, instance):
    """What is wrong: "" for nothing; "answers something", "says nothing", or how the child died."""
    with tempfile.TemporaryFile() as errors:
        child = os.fork()
        if child == 0:
            os.dup2(errors.fileno(), 2)
            signal.alarm(DEAD_AFTER)
            call = library[function.name]
            call.restype = function.result_type
            result = call(instance, *[NULL] * (MAX_ARGUMENTS - 1))
            nothing = NOTHING[function.result_type] + (DEFAULTS.get(function.name),)
            os._exit(0 if result in nothing else 1)
        status = os.waitpid(child, 0)[1]
        errors.seek(0)
        said = errors.read().decode(errors="replace")
    if os.WIFSIGNALED(status):
        return f"signal {os.WTERMSIG(status)}"
    if status != 0:
        return "answers something"
    return "" if "CRITICAL" in said else "says nothing"


def main():
    for variable in ("OSINFO_SYSTEM_DIR", "OSINFO_LOCAL_DIR", "OSINFO_USER_DIR"):
        os.environ[variable] = NO_DATABASE
    library = ctypes.CDLL(sys.argv[1])
    functions, types = read_functions(sys.argv[2])
    objects = Objects(library, types)
    cases = []
    for function in functions:
        if function.class_name is None:
            cases.append((function, "no arguments", NULL, FAILS if function.name in WRITERS else SURVIVES))
            continue
        other = objects.get("Filter" if function.class_name == "Db" else "Db")
        cases.append((function, "no instance", NULL, REFUSES))
        cases.append((function, "an object of another class", other, REFUSES))
        cases.append((function, "nothing but an instance", objects.get(function.class_name), SURVIVES))
    print(f"1..{len(cases)}")
    for number, (function, what, instance, allowed) in enumerate(cases, 1):
        problem = call_in_child(library, function, instance)
        print(f"{'ok' if problem in allowed else 'not ok'} {number} - {function.name}: {what}: {problem}")
    sys.exit(0 if len(functions) > 200 else "no functions were found")


if __name__ == "__main__":
    main()
