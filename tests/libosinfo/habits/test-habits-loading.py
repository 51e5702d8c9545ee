#!/usr/bin/python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""How programs load databases, where these lie, which file counts. Prints TAP."""

import gc
import os
import sys
import threading
import time
import xml.etree.ElementTree as ElementTree
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
from habits import (
    DATA, case, check_lines, enter_world, equal, ids, items, load, raises, run_cases,
)
from habits_database import PENGUIN, make_database
from tools_case import write_entity

world = enter_world()
from gi.repository import Libosinfo

P1, P2, P3 = (PENGUIN + number for number in "123")

# What a program says in another environment: a new process, since the library keeps what it once read.
TELL = """
import gi
gi.require_version("Libosinfo", "1.0")
from gi.repository import Libosinfo
loader = Libosinfo.Loader()
loader.process_default_path()
systems = loader.get_db().get_os_list()
for i in range(systems.get_length()):
    print(systems.get_nth(i).get_id(), systems.get_nth(i).get_name())
"""


def tell(warnings=(), **environment):
    status, output, errors = world.run(sys.executable, "-c", TELL, **environment)
    equal((status, check_lines(errors, warnings)), (0, None))
    return dict(line.split(" ", 1) for line in output.splitlines())


def new_folder(*names):
    folder = world.path("/".join(names))
    folder.mkdir(parents=True)
    return folder


def write_named(folder, entity, name):
    return write_entity(folder, "os", entity, f"<name>{name}</name>")


@case("virt-install/load-on-first-use")
def load_on_first_use(world):
    loader = Libosinfo.Loader.new()
    loader.process_default_path()
    database = loader.get_db()
    assert database is loader.get_db()
    equal(database.get_os(P3).get_name(), "Penguin 3")


@case("cockpit/loader-constructed-and-dropped")
def loader_dropped(world):
    loader = Libosinfo.Loader()
    loader.process_default_path()
    database = loader.get_db()
    systems = database.get_os_list()
    del loader
    gc.collect()
    equal(database.get_os(P2).get_short_id(), "penguin2")
    equal(database.get_os_list().get_length(), systems.get_length())
    medium = Libosinfo.Media.new("x", None)
    medium.set_param("volume-id", "PENGUIN_3_7")
    assert database.identify_media(medium)


@case("karton/database-before-loading")
def database_before_loading(world):
    loader = Libosinfo.Loader.new()
    database = loader.get_db()
    equal((database.get_os_list().get_length(), database.get_os(P1)), (0, None))
    loader.process_default_path()
    assert loader.get_db() is database
    equal(database.get_os(P1).get_name(), "Penguin 1")
    assert P3 in ids(database.get_os_list())


@case("boxes/load-in-a-thread-and-again")
def load_in_a_thread(world):
    found = []

    def work():
        loader = Libosinfo.Loader.new()
        loader.process_default_path()
        loader.process_path(str(world.path("system")))
        found.append(loader.get_db())

    threads = [threading.Thread(target=work) for _ in range(2)]
    for thread in threads:
        thread.start()
        thread.join()
    first, second = found
    assert first is not second
    assert first.get_os(P1) is not second.get_os(P1)
    equal(ids(first.get_os_list()), ids(second.get_os_list()))


@case("tracker/once-per-image")
def once_per_image(world):
    def count():
        return len(os.listdir("/proc/self/fd"))

    load(world.path("system"))
    gc.collect()
    before = count()
    for _ in range(100):
        loader = Libosinfo.Loader.new()
        loader.process_default_path()
        equal(loader.get_db().get_os(P1).get_name(), "Penguin 1")
        del loader
    gc.collect()
    equal(count(), before, "open descriptors")


@case("kubevirt/relative-folders")
def relative_folders(world):
    os.chdir(world.root)
    for folder in ("system", "./system", "./system/", "home/../system"):
        equal(load(folder).get_os(P1).get_name(), "Penguin 1", folder)
    os.chdir(world.path("system"))
    try:
        for folder in ("./", "."):
            equal(load(folder).get_os(P1).get_name(), "Penguin 1", folder)
    finally:
        os.chdir(world.root)


@case("kubevirt/overrides-merged")
def overrides_merged(world):
    overrides = new_folder("overrides")
    write_entity(overrides, "os", P3, """
        <name>Penguin Three</name><short-id>penguin-three</short-id><eol-date>2030-01-01</eol-date>
        <resources arch="riscv64"><minimum><ram>77</ram></minimum></resources>
        <image arch="aarch64" format="containerdisk"><url>docker://example.org/3</url></image>""")
    loader = Libosinfo.Loader()
    loader.process_path(str(world.path("system")))
    database = loader.get_db()
    system = database.get_os(P3)
    images = system.get_image_list().get_length()
    loader.process_path(str(overrides))
    assert database.get_os(P3) is system
    equal((system.get_name(), system.get_version(), system.get_eol_date_string()), ("Penguin Three", "3", "2030-01-01"))
    equal(system.get_short_id_list(), ["penguin3", "penguin-three"])
    # the addition starts to count from 0 again, so it takes the place of the first image
    equal(system.get_image_list().get_length(), images)
    first = system.get_image_list().find_by_id(P3 + ":0")
    equal((first.get_architecture(), first.get_format(), first.get_url()),
          ("aarch64", "containerdisk", "docker://example.org/3"))
    equal([first.get_cloud_init(), first.get_os()], [False, system])


@case("boxes/own-additions-after-the-default-path")
def own_additions(world):
    logos = new_folder("logos")
    write_entity(logos, "os", P1, "<logo>resource:///org/example/penguin.svg</logo>")
    write_entity(logos, "os", "http://example.org/new", "<short-id>new</short-id><name>New</name>")
    loader = Libosinfo.Loader.new()
    loader.process_default_path()
    database = loader.get_db()
    system = database.get_os(P1)
    equal((system.get_logo(), database.get_os("http://example.org/new")), (None, None))
    loader.process_path(str(logos))
    equal(system.get_logo(), "resource:///org/example/penguin.svg")
    equal((system.props.logo, system.props.name), (system.get_logo(), "Penguin 1"))
    assert database.get_os(P1) is system
    equal(database.get_os("http://example.org/new").get_short_id(), "new")


@case("boxes/goes-on-after-an-error", prints=["3.xml:1: "])
def goes_on_after_an_error(world):
    folder = new_folder("malformed")
    for number in range(5):
        write_named(folder, f"http://example.org/{number}", f"System {number}")
    bad = write_named(folder, "http://example.org/3", "System 3")
    bad.write_text("<libosinfo><os id='http://example.org/3'>")
    loader = Libosinfo.Loader.new()
    loader.process_path(str(world.path("system")))
    loader.process_path(str(folder))
    database = loader.get_db()
    equal(database.get_os(P1).get_name(), "Penguin 1")
    equal([database.get_os(f"http://example.org/{number}") is not None for number in range(5)],
          [True, True, True, False, True])


# what may stand in a folder beside the database, by the call that makes it, and what names it
BAD_FILES = {
    "dangling link": (lambda path: path.symlink_to("nowhere"), "No such file or directory"),
    "cut file": (lambda path: path.write_text("<libosinfo><os id='http://b.org/1'>"), "b.org/1.xml:1: "),
    "wrong root": (lambda path: path.write_text("<html/>"), "Incorrect root element"),
}


@case("virt-install/bad-file-beside-the-database", prints=[text for _, text in BAD_FILES.values()] * 2)
def bad_file(world):
    expected = ids(load(world.path("system")).get_os_list())
    for folder in ("LOCAL", "USER"):
        for name, (make, text) in BAD_FILES.items():
            root = new_folder(folder, name)
            (root / "os/b.org").mkdir(parents=True)
            make(root / "os/b.org/1.xml")
            os.environ[f"OSINFO_{folder}_DIR"] = str(root)
            try:
                loader = Libosinfo.Loader()
                loader.process_default_path()
            finally:
                os.environ.update(world.environment)
            equal(ids(loader.get_db().get_os_list()), expected, name)
            problems = loader.get_problems()
            assert len(problems) == 1 and text in problems[0] and str(root) in problems[0], problems


@case("virt-v2v/absent-folder-is-an-error")
def absent_folder(world):
    loader = Libosinfo.Loader.new()
    loader.process_path(str(world.path("system")))
    error = raises(loader.process_path, str(world.path("absent")))
    assert "absent" in error.message, error.message
    equal(loader.get_db().get_os(P1).get_name(), "Penguin 1")


# layer, file below it, content: each system is named after the layer that counts
LAYERS = [
    ("system", "http://l.org/below", "system"),
    ("system", "http://l.org/replaced", "system"),
    ("local", "http://l.org/replaced", "local"),
    ("system", "http://l.org/twice", "system"),
    ("local", "http://l.org/twice", "local"),
    ("user", "http://l.org/twice", "user"),
    ("system", "http://l.org/hidden", "system"),
    ("user", "http://l.org/hidden", None),
    ("system", "http://l.org/back", "system"),
    ("local", "http://l.org/back", None),
    ("user", "http://l.org/back", "user"),
    ("user", "http://l.org/own", "user"),
]


def write_layers(root):
    folders = {}
    for layer, entity, content in LAYERS:
        folders[f"OSINFO_{layer.upper()}_DIR"] = root / layer
        path = write_entity(root / layer, "os", entity,
                            f"<name>{content}</name><x-{layer}>true</x-{layer}>")
        if content is None:
            path.write_text("")
    return folders


@case("layers/a-file-above-replaces")
def layers_replace(world):
    root = new_folder("layers")
    folders = write_layers(root)
    found = tell(**folders)
    equal(found, {
        "http://l.org/below": "system", "http://l.org/replaced": "local", "http://l.org/twice": "user",
        "http://l.org/back": "user", "http://l.org/own": "user"})


@case("layers/hidden-but-referred-to-appears-empty", prints=["Entity http://l.org/hidden referenced but not defined"])
def hidden_appears(world):
    root = new_folder("referred")
    write_layers(root)
    write_entity(root / "system", "os", "http://l.org/below", '<clones id="http://l.org/hidden"/>')
    for layer in ("system", "local", "user"):
        os.environ[f"OSINFO_{layer.upper()}_DIR"] = str(root / layer)
    try:
        loader = Libosinfo.Loader.new()
        loader.process_default_path()
    finally:
        os.environ.update(world.environment)
    hidden = loader.get_db().get_os("http://l.org/hidden")
    equal((hidden.get_name(), hidden.get_param_value("x-system")), (None, None))


@case("layers/replaced-as-a-whole")
def replaced_as_a_whole(world):
    root = new_folder("whole")
    folders = write_layers(root)
    values = """
for i in range(systems.get_length()):
    print([systems.get_nth(i).get_param_value("x-" + layer) for layer in ("system", "local", "user")])
"""
    status, output, errors = world.run(sys.executable, "-c", TELL + values, **folders)
    equal((status, errors), (0, ""))
    assert all(line.count("None") == 2 for line in output.splitlines() if line.startswith("[")), output


@case("layers/separate-calls-hide-nothing")
def separate_calls(world):
    root = new_folder("separate")
    write_layers(root)
    database = load(root / "system", root / "local", root / "user")
    equal({system.get_id()[13:]: system.get_name() for system in items(database.get_os_list())}, {
        "below": "system", "replaced": "local", "twice": "user", "hidden": "system", "back": "user", "own": "user"})
    system = database.get_os("http://l.org/twice")
    equal([system.get_param_value("x-" + layer) for layer in ("system", "local", "user")], ["true"] * 3)


@case("places/user-folder-below-the-configuration")
def user_folder(world):
    configuration = new_folder("configuration")
    write_named(configuration / "osinfo", "http://u.org/1", "of the user")
    found = tell(XDG_CONFIG_HOME=configuration, OSINFO_USER_DIR="")
    equal(found["http://u.org/1"], "of the user")


@case("places/absent-folders-are-skipped")
def absent_layers(world):
    nowhere = {f"OSINFO_{layer}_DIR": world.path("nowhere") for layer in ("SYSTEM", "LOCAL", "USER")}
    equal(tell(**nowhere), {})


@case("places/changed-folder-in-the-same-process")
def changed_folder(world):
    """lcitool and NixOS' users set the variable before loading; a second loader sees the other folder."""
    other = new_folder("other")
    write_named(other, "http://o.org/1", "Other")
    os.environ["OSINFO_SYSTEM_DIR"] = str(other)
    try:
        loader = Libosinfo.Loader.new()
        loader.process_default_path()
        equal(ids(loader.get_db().get_os_list()), ["http://o.org/1"])
    finally:
        os.environ.update(world.environment)


@case("cockpit/environment-of-its-scripts")
def cockpit_environment(world):
    equal(tell(LC_ALL="C.UTF-8", GIO_USE_VFS="local")[P1], "Penguin 1")


# environment, name of penguin 1
LANGUAGES = [
    ({}, "Penguin 1"),
    ({"LANGUAGE": "de"}, "Pinguin 1"),
    ({"LANGUAGE": "fr:de"}, "Pinguin 1"),
    ({"LANGUAGE": "fr"}, "Penguin 1"),
    ({"LC_ALL": "de_DE.UTF-8"}, "Pinguin 1"),
    ({"LC_ALL": "de_AT.UTF-8"}, "Pinguin 1"),
    ({"LC_ALL": "C"}, "Penguin 1"),
    ({"LC_ALL": "", "LC_MESSAGES": "de_DE.UTF-8"}, "Pinguin 1"),
    ({"LC_ALL": "", "LANG": "de_DE.UTF-8"}, "Pinguin 1"),
]


@case("places/language-chooses-names")
def languages(world):
    systems = set(tell())
    for environment, name in LANGUAGES:
        found = tell(**environment)
        equal(found[P1], name, environment)
        equal(set(found), systems, "ids")


@case("places/language-with-a-cache")
def languages_with_cache(world):
    """One cache serves users of every language."""
    time.sleep(2.2)
    for _ in range(2):
        for language, name in (("de", "Pinguin 1"), ("en", "Penguin 1")):
            equal(tell(LANGUAGE=language)[P1], name, language)


@case("disk/entity-in-the-file-that-its-id-spells", prints=[
    "Entity http://n.org/kind must be in file os/n.org/kind.xml not kind.xml",
    "Entity http://n.org/wrong must be in file os/n.org/wrong.xml not os/n.org/elsewhere.xml"])
def names_on_disk(world):
    folder = new_folder("names")
    good = write_named(folder, "http://n.org/a/b", "Good")
    equal(good.relative_to(folder), Path("os/n.org/a-b.xml"))
    write_named(folder, "http://n.org/wrong", "Wrong").rename(folder / "os/n.org/elsewhere.xml")
    write_named(folder, "http://n.org/kind", "Wrong").rename(folder / "kind.xml")
    write_named(folder, "http://n.org/text", "Wrong").rename(folder / "os/n.org/text.txt")
    extension = write_entity(folder, "os", "http://n.org/a/b", "<vendor>Added</vendor>")
    (folder / "os/n.org/a-b.d").mkdir()
    extension.rename(folder / "os/n.org/a-b.d/10-more.xml")
    write_named(folder, "http://n.org/a/b", "Good")
    database = load(folder)
    equal(ids(database.get_os_list()), ["http://n.org/a/b"])
    system = database.get_os("http://n.org/a/b")
    equal((system.get_name(), system.get_vendor()), ("Good", "Added"))


@case("disk/single-file-may-hold-anything", prints=["all.xml) as a database location is deprecated", "all.txt) as a database"])
def single_file(world):
    folder = new_folder("single")
    file = folder / "all.xml"
    file.write_text('<libosinfo version="0.0.1"><os id="http://s.org/1"><name>One</name></os>'
                    '<os id="http://s.org/2"/><device id="http://s.org/d"/></libosinfo>')
    database = load(file)
    equal(ids(database.get_os_list()), ["http://s.org/1", "http://s.org/2"])
    equal(database.get_device("http://s.org/d").get_id(), "http://s.org/d")
    # whatever is not called .xml is left out, also when it is named
    other = file.rename(folder / "all.txt")
    equal(ids(load(other).get_os_list()), [])


@case("disk/reference-to-nobody-makes-an-empty-entity", prints=[
    "Entity http://d.org/0 referenced but not defined", "Entity http://d.org/device referenced but not defined"])
def dangling(world):
    folder = new_folder("dangling")
    write_entity(folder, "os", "http://d.org/1", '<derives-from id="http://d.org/0"/>'
                 '<devices><device id="http://d.org/device"/></devices>')
    database = load(folder)
    equal(ids(database.get_os_list()), ["http://d.org/0", "http://d.org/1"])
    equal([database.get_os("http://d.org/0").get_name(), ids(database.get_os("http://d.org/1").get_all_devices())],
          [None, ["http://d.org/device"]])
    assert database.get_os("http://d.org/1").get_related(Libosinfo.ProductRelationship.DERIVES_FROM).get_nth(0) \
        is database.get_os("http://d.org/0")


@case("disk/parts-of-a-second-file-count-from-0-again")
def parts_count_again(world):
    addition = new_folder("parts")
    write_entity(addition, "os", P3, '<media arch="sparc"><url>http://example.org/sparc.iso</url></media>')
    before = load(world.path("system")).get_os(P3).get_media_list()
    after = load(world.path("system"), addition).get_os(P3).get_media_list()
    equal(after.get_length(), before.get_length())
    first = after.find_by_id(P3 + ":0")
    equal((first.get_url(), first.get_volume_id()), ("http://example.org/sparc.iso", None))


@case("disk/own-elements-are-parameters")
def own_elements(world):
    folder = new_folder("own")
    write_entity(folder, "os", "http://x.org/1", "<x-colour>blue</x-colour><colour>red</colour>")
    system = load(folder).get_os("http://x.org/1")
    assert "blue" in system.get_param_value_list("x-colour")
    equal((system.get_param_value("x-colour"), system.get_param_value("colour")), ("blue", None))


@case("virt-builder-repository/files-of-our-database")
def files_of_data(world):
    """It reads <dir>/os/<host>/<file>.xml itself, so the files alone must say what the library says."""
    files = sorted((DATA / "os").glob("*/*.xml"))
    assert len(files) > 50
    database = load(DATA)
    for file in files:
        root = ElementTree.parse(file).getroot()
        equal((root.tag, [child.tag for child in root]), ("libosinfo", ["os"]), file)
        element = root.find("os")
        host, _, name = element.get("id").removeprefix("http://").partition("/")
        equal(file.relative_to(DATA / "os"), Path(host, name.replace("/", "-") + ".xml"))
        system = database.get_os(element.get("id"))
        equal([child.text for child in element.findall("short-id")], list(dict.fromkeys(system.get_short_id_list())), file)
        equal(element.findtext("name"), system.get_name(), file)
        assert system.get_short_id() and system.get_name(), file
    # nothing stands deeper but additions
    equal([path for path in (DATA / "os").glob("*/*/*.xml") if path.parent.suffix != ".d"], [])


@case("stock-database/prints-nothing")
def prints_nothing(world):
    """Everything that a program may ask: a line on its users' screens would be one too many."""
    os.environ["OSINFO_SYSTEM_DIR"] = str(DATA)
    try:
        loader = Libosinfo.Loader.new()
        loader.process_default_path()
    finally:
        os.environ.update(world.environment)
    database = loader.get_db()
    for kind in ("os", "platform", "device", "deployment", "datamap"):
        entities = items(getattr(database, f"get_{kind}_list")())
        assert entities or kind == "deployment", kind
        for entity in entities[:1000]:
            for name in dir(entity):
                if name.startswith("get_") and hasattr(type(entity), name):
                    try:
                        getattr(entity, name)()
                    except (TypeError, RuntimeError):
                        pass  # wants arguments, or GObject's own
    # and in a process of its own, from the first to the last line
    assert len(tell([], OSINFO_SYSTEM_DIR=DATA)) > 50


make_database(world.path("system"))
sys.exit(run_cases(world))
