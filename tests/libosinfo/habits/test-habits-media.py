#!/usr/bin/python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""How programs make media and trees of locations, and what they ask of them once they are identified. Prints TAP."""

import http.server
import sys
import threading
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
from habits import case, enter_world, equal, ids, items, load, raises, run_cases
from habits_database import PENGUIN, make_database
from tools_case import make_image, write_image

world = enter_world()
from gi.repository import Gio, GLib, Libosinfo

DATABASE = load(make_database(world.path("system")))
P3 = DATABASE.get_os(PENGUIN + "3")
NOT_BOOTABLE = Libosinfo.MediaError.NOT_BOOTABLE

TREEINFO = """
[general]
family = Penguin
version = 3.1
arch = aarch64
[images-aarch64]
kernel = pxe/vmlinuz
initrd = pxe/initrd.img
"""


def image(name, *arguments, **keywords):
    return str(write_image(world.path(name), *arguments, **keywords))


def identified(label, **keywords):
    medium = Libosinfo.Media.create_from_location(image("identified.iso", label, **keywords), None)
    assert DATABASE.identify_media(medium), label
    return medium


def make_tree(name, file=".treeinfo"):
    folder = world.path(name)
    folder.mkdir()
    (folder / file).write_text(TREEINFO)
    return folder


class Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_):
        pass


class Served:
    """A folder on the loopback interface, while the block lasts."""

    def __init__(self, folder):
        self.server = http.server.ThreadingHTTPServer(
            ("127.0.0.1", 0), lambda *arguments: Quiet(*arguments, directory=str(folder)))

    def __enter__(self):
        threading.Thread(target=self.server.serve_forever, args=(0.05,), daemon=True).start()
        return f"http://127.0.0.1:{self.server.server_port}"

    def __exit__(self, *_):
        self.server.shutdown()
        self.server.server_close()


@case("libvirt-designer/create-from-location")
def create(world):
    path = image("x.iso", "PENGUIN_3_7", "LINUX", "PUBLISHER", "APPLICATION", size=4096000)
    for medium in (Libosinfo.Media.create_from_location(path, None), Libosinfo.Media.create_from_location(path)):
        equal((medium.get_volume_id(), medium.get_system_id(), medium.get_publisher_id(), medium.get_application_id()),
              ("PENGUIN_3_7", "LINUX", "PUBLISHER", "APPLICATION"))
        equal((medium.get_volume_size(), medium.is_bootable(), medium.get_url(), medium.get_id()),
              (4096000, True, path, path))
        equal((medium.get_os(), medium.props.os, medium.get_architecture()), (None, None, None))
    equal(Libosinfo.Media.create_from_location("file://" + path, None).get_volume_id(), "PENGUIN_3_7")


@case("cockpit/create-called-on-an-instance")
def create_on_instance(world):
    path = image("x.iso", "PENGUIN_3_7")
    medium = Libosinfo.Media().create_from_location(path)
    assert DATABASE.identify_media(medium)
    equal(medium.get_os(), P3)


@case("virt-install/flags-0-accept-what-cannot-boot")
def without_flags(world):
    path = image("x.iso", "PENGUIN_3_7", bootable=False)
    medium = Libosinfo.Media.create_from_location_with_flags(path, None, 0)
    equal((medium.get_volume_id(), medium.is_bootable()), ("PENGUIN_3_7", False))
    error = raises(Libosinfo.Media.create_from_location_with_flags, path, None,
                   Libosinfo.MediaDetectFlags.BOOTABLE)
    assert error.matches(Libosinfo.MediaError.quark(), NOT_BOOTABLE), error


@case("tracker/error-4-is-a-medium-that-cannot-boot")
def not_bootable(world):
    error = raises(Libosinfo.Media.create_from_location, image("x.iso", "PENGUIN_3_7", bootable=False), None)
    equal((error.code, error.domain), (4, "osinfo-media-error"))


@case("boxes/async-on-the-main-loop")
def on_the_main_loop(world):
    loop = GLib.MainLoop()
    found = []

    def ready(source, result, data):
        try:
            found.append(Libosinfo.Media.create_from_location_finish(result).get_volume_id())
        except GLib.Error as error:
            found.append((error.domain, error.code))
        loop.quit()

    cancelled = Gio.Cancellable()
    cancelled.cancel()
    for path, cancellable in [(image("x.iso", "PENGUIN_3_7"), None), (image("y.iso", "X", bootable=False), None),
                              (str(world.path("absent.iso")), None), (str(world.path("x.iso")), cancelled)]:
        Libosinfo.Media.create_from_location_async(path, GLib.PRIORITY_DEFAULT, cancellable, ready, None)
        loop.run()
    equal(found, ["PENGUIN_3_7", ("osinfo-media-error", 4), ("g-io-error-quark", 1), ("g-io-error-quark", 19)])


@case("boxes/described-by-udev")
def described(world):
    for architecture in (Libosinfo.ARCHITECTURE_ALL, "x86_64"):
        medium = Libosinfo.Media.new("/dev/sr0", architecture)
        medium.set_param(Libosinfo.MEDIA_PROP_VOLUME_ID, "PENGUIN_3_LIVE_X_FR_")
        medium.set_param("system-id", "LINUX")
        assert DATABASE.identify_media(medium), architecture
        equal((medium.get_os(), medium.get_id(), medium.get_languages()), (P3, PENGUIN + "3:12", ["fr_FR"]))


@case("tracker/languages")
def languages(world):
    for label, found in [("PENGUIN_3_LIVE_FR_", ["fr_FR"]), ("PENGUIN_3_LIVE_XX_", ["XX"]), ("PENGUIN_3_LIVE_FR", []),
                         ("PENGUIN_3_WORDS", ["pl", "de_DE", "af"]), ("PENGUIN_3_0", [])]:
        medium = identified(label, system="LINUX")
        equal(medium.get_languages(), found, label)
        # Boxes: the first one is the fallback
        equal(medium.props.languages or [], found, label)


@case("tracker/spaces-of-a-volume-id")
def spaces(world):
    path = image("x.iso", "  TWO BEFORE, TWO AFTER  ")
    equal(Libosinfo.Media.create_from_location(path, None).get_volume_id(), "  TWO BEFORE, TWO AFTER")


@case("karton/id-of-an-identified-medium")
def id_of_identified(world):
    for number in range(10):
        medium = identified(f"PENGUIN_3_{number}")
        equal(medium.get_id(), f"{PENGUIN}3:{number}")
        equal(DATABASE.get_os(medium.get_id()[:-2]), P3)
        # Boxes stores the id and looks it up later
        equal(P3.get_media_list().find_by_id(medium.get_id()).get_url(), medium.get_url())


@case("virt-install/facts-of-an-identified-medium")
def facts(world):
    live = identified("PENGUIN_3_LIVE_X", system="LINUX")
    equal((live.get_kernel_path(), live.get_initrd_path(), live.get_live(), live.get_installer()),
          ("boot/vmlinuz", "boot/initrd.img", True, True))
    equal((live.props.kernel_path, live.props.initrd_path, live.props.live), ("boot/vmlinuz", "boot/initrd.img", True))
    equal((live.get_architecture(), [each.get_name() for each in items(live.get_os_variants())]),
          ("x86_64", ["Penguin Workstation 3", "Penguin Server 3"]))
    words = identified("PENGUIN_3_WORDS")
    equal((words.get_installer_reboots(), words.get_eject_after_install()), (3, False))
    equal((words.props.installer_reboots, words.props.eject_after_install, words.props.live), (3, False, False))
    equal((live.get_installer_reboots(), live.get_eject_after_install()), (1, True))
    # what it was called stays; no script of its own, none of the system
    equal((words.get_volume_id(), words.supports_installer_script()), ("PENGUIN_3_WORDS", False))


@case("virt-install/unknown-medium-is-left-alone")
def unknown(world):
    medium = Libosinfo.Media.create_from_location(image("x.iso", "NOBODY KNOWS"), None)
    before = {key: medium.get_param_value_list(key) for key in medium.get_param_keys()}
    assert not DATABASE.identify_media(medium)
    equal((medium.get_os(), medium.get_os_variants()), (None, None))
    equal({key: medium.get_param_value_list(key) for key in medium.get_param_keys()}, before)


@case("cockpit/medium-by-http")
def medium_by_http(world):
    folder = world.path("web")
    folder.mkdir()
    (folder / "x.iso").write_bytes(make_image("PENGUIN_3_7"))
    with Served(folder) as address:
        medium = Libosinfo.Media().create_from_location(address + "/x.iso")
        assert DATABASE.identify_media(medium)
        equal((medium.get_os(), medium.get_id()), (P3, PENGUIN + "3:7"))
        error = raises(Libosinfo.Media.create_from_location, address + "/absent.iso", None)
        assert error.code != NOT_BOOTABLE, error


def check_tree(tree):
    equal((tree.get_architecture(), tree.get_kernel_path(), tree.get_initrd_path()),
          ("aarch64", "pxe/vmlinuz", "pxe/initrd.img"))
    assert DATABASE.identify_tree(tree)
    equal((tree.get_os(), tree.get_id(), ids(tree.get_os_variants()), tree.has_treeinfo()),
          (P3, PENGUIN + "3:2", ["server"], True))


@case("virt-install/tree-of-a-folder")
def tree_of_folder(world):
    for file in (".treeinfo", "treeinfo"):
        check_tree(Libosinfo.Tree.create_from_location(f"file://{make_tree('tree' + file, file)}", None))
    error = raises(Libosinfo.Tree.create_from_location, f"file://{world.path('home')}", None)
    assert "treeinfo" in error.message, error
    error = raises(Libosinfo.Tree.create_from_location, str(world.path("tree.treeinfo")), None)
    equal((error.domain, error.code), ("osinfo-tree-error", 1))


@case("cockpit/guess-os-from-tree-answers-a-pair")
def guess(world):
    tree = Libosinfo.Tree().create_from_location(f"file://{make_tree('guess')}")
    system, matched = DATABASE.guess_os_from_tree(tree)
    equal((system, matched), (P3, P3.get_tree_list().get_nth(2)))
    equal(DATABASE.guess_os_from_tree(Libosinfo.Tree.new("x", "vax")), (None, None))


@case("cockpit/tree-by-http")
def tree_by_http(world):
    make_tree("served", "treeinfo")
    with Served(world.root) as address:
        check_tree(Libosinfo.Tree.create_from_location(address + "/served", None))
        raises(Libosinfo.Tree.create_from_location, address + "/home", None)


sys.exit(run_cases(world))
