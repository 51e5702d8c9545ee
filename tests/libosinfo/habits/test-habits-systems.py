#!/usr/bin/python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""How programs find systems, and what they ask of one. Prints TAP."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
from habits import DATA, case, enter_world, equal, ids, items, load, run_cases
from habits_database import (
    ARCHITECTURES, BARE, BLOCK, CLONE, KEYBOARD, NET, PENGUIN, PLATFORM, Q35, ROLLING, USB3, make_database,
)
from tools_case import write_entity

world = enter_world()
from gi.repository import Libosinfo

DATABASE = load(make_database(world.path("system")))
STOCK = load(DATA)
P1, P2, P3 = (DATABASE.get_os(PENGUIN + number) for number in "123")
RELATIONS = [Libosinfo.ProductRelationship.DERIVES_FROM, Libosinfo.ProductRelationship.UPGRADES,
             Libosinfo.ProductRelationship.CLONES]


def make_filter(**constraints):
    found = Libosinfo.Filter.new()
    for name, value in constraints.items():
        found.add_constraint(name.replace("_", "-"), value)
    return found


# Finding systems


@case("virt-install/unknown-id")
def unknown_id(world):
    for name in ("http://example.org/nothing", "", "penguin1"):
        equal(DATABASE.get_os(name), None, name)
    equal([DATABASE.get_device("x"), DATABASE.get_platform("x"), DATABASE.get_datamap("x")], [None] * 3)


@case("virt-install/length-and-nth")
def length_and_nth(world):
    systems = DATABASE.get_os_list()
    equal(ids(systems), sorted(ids(systems)))
    # virt-v2v counts down
    backwards = [systems.get_nth(i).get_id() for i in range(systems.get_length() - 1, -1, -1)]
    equal(backwards, ids(systems)[::-1])
    equal(items(DATABASE.get_os(BARE).get_media_list()), [])


@case("boxes/get-elements")
def get_elements(world):
    systems = DATABASE.get_os_list()
    equal([system.get_id() for system in systems.get_elements()], ids(systems))
    dated = sorted(systems.get_elements(), key=lambda system: system.get_release_date_string() or "")
    equal(dated[-1], P3)
    equal([system.get_id() for system in systems.get_elements()], ids(systems), "another list each time")


# constraints, systems found
FILTERS = [
    ({"short_id": "penguin2"}, [P2]),
    ({"short_id": "penguin-even"}, [P2]),
    ({"id": PENGUIN + "3"}, [P3]),
    ({"distro": "penguin"}, [P1, P2, P3]),
    ({"vendor": "Example Project", "version": "2"}, [P2]),
    ({"family": "linux", "distro": "auk"}, [DATABASE.get_os(CLONE)]),
    ({"release_status": "rolling"}, [DATABASE.get_os(ROLLING)]),
    ({"short_id": "nothing"}, []),
    ({"nothing": "x"}, []),
]


@case("kubevirt/filter-by-any-property")
def filters(world):
    for constraints, systems in FILTERS:
        found = DATABASE.get_os_list().new_filtered(make_filter(**constraints))
        equal(items(found), systems, constraints)


@case("virt-install/filter-constants")
def filter_constants(world):
    equal((Libosinfo.PRODUCT_PROP_SHORT_ID, Libosinfo.OS_PROP_RELEASE_STATUS), ("short-id", "release-status"))
    found = Libosinfo.Filter()
    found.add_constraint(Libosinfo.PRODUCT_PROP_SHORT_ID, "penguin-even")
    equal(DATABASE.get_os_list().new_filtered(found).get_nth(0), P2)


@case("lcitool/three-spellings-of-new-filtered")
def new_filtered(world):
    systems = DATABASE.get_os_list()
    wanted = make_filter(short_id="penguin2")
    spellings = [
        systems.new_filtered(wanted),
        Libosinfo.List.new_filtered(systems, wanted),
        Libosinfo.OsList.new_filtered(systems, wanted),
    ]
    for found in spellings:
        assert type(found) is Libosinfo.OsList, type(found)
        equal(items(found), [P2])
    devices = Libosinfo.List.new_filtered(P3.get_all_devices(), make_filter(**{"class": "net"}))
    assert type(devices) is Libosinfo.DeviceList, type(devices)


@case("virt-install/same-object-in-relations")
def same_object(world):
    def walk(system, seen):
        for relation in RELATIONS:
            for other in items(system.get_related(relation)):
                if other not in seen:
                    seen.append(other)
                    walk(other, seen)
        return seen

    equal(walk(P3, []), [P2, P1])
    equal(walk(DATABASE.get_os(CLONE), []), [P2, P1])
    listed = items(DATABASE.get_os_list())
    assert all(system in listed for system in walk(DATABASE.get_os(ROLLING), []))
    assert all(DATABASE.get_os(system.get_id()) is system for system in listed)
    for system in items(STOCK.get_os_list()):
        assert all(other is STOCK.get_os(other.get_id()) for other in walk(system, []))


@case("boxes/first-upgraded-release")
def upgraded(world):
    system, chain = P3, []
    while system.get_related(Libosinfo.ProductRelationship.UPGRADES).get_length() > 0:
        system = system.get_related(Libosinfo.ProductRelationship.UPGRADES).get_nth(0)
        chain.append(system.get_short_id())
    equal(chain, ["penguin2", "penguin1"])


@case("libvirt-designer/platforms")
def platforms(world):
    platform = DATABASE.get_platform(PLATFORM)
    equal(platform.get_short_id(), "qemu-kvm-1.2.0")
    found = DATABASE.get_platform_list().new_filtered(make_filter(short_id="qemu-kvm-1.2.0"))
    assert type(found) is Libosinfo.PlatformList
    equal(items(found), [platform])
    equal(ids(platform.get_devices()), [USB3, NET[0]])
    deployment = DATABASE.find_deployment(P3, platform)
    assert deployment.get_os() is P3 and deployment.get_platform() is platform
    equal(DATABASE.find_deployment(P2, platform), None)
    stock = STOCK.get_platform_list().new_filtered(make_filter(short_id="qemu-kvm-1.2.0"))
    equal(ids(stock), ["http://linux-kvm.org/qemu-kvm/1.2.0"])


@case("boxes/keyboards")
def keyboards(world):
    keyboard = DATABASE.get_datamap(KEYBOARD)
    equal([keyboard.lookup(word) for word in ("fr_FR", "us", "", "FR_FR")], ["fr", None, None, None])
    equal([keyboard.reverse_lookup(word) for word in ("de", "de_DE", "xx")], ["de_DE", None, None])
    stock = STOCK.get_datamap(KEYBOARD)
    assert stock.reverse_lookup(stock.lookup("fr_FR")) is not None


# What is asked of a system

FACTS = [
    ("id", [PENGUIN + "2", CLONE, BARE]),
    ("name", ["Penguin 2", "Auk 2", None]),
    ("short_id", ["penguin2", "auk2", None]),
    ("short_id_list", [["penguin2", "penguin-even"], ["auk2"], []]),
    ("family", ["linux", "linux", None]),
    ("distro", ["penguin", "auk", None]),
    ("version", ["2", "2", None]),
    ("vendor", ["Example Project", "Example Clones", None]),
    ("codename", ["Waddle", None, None]),
    ("logo", [None, None, None]),
    ("release_date_string", ["2021-06-01", None, None]),
    ("eol_date_string", [None, None, None]),
    ("release_date", ["2021-06-01", None, None]),
    ("eol_date", [None, None, None]),
    ("kernel_url_argument", ["inst.repo", "inst.repo", None]),
    ("cloud_image_username", ["penguin", "penguin", None]),
]


@case("everybody/facts-any-may-be-none")
def facts(world):
    for name, values in FACTS:
        for entity, value in zip((PENGUIN + "2", CLONE, BARE), values):
            found = getattr(DATABASE.get_os(entity), "get_" + name)()
            if name.endswith("_date") and found is not None:
                found = f"{found.get_year()}-{found.get_month():02}-{found.get_day():02}"
            equal(found, value, (entity, name))


@case("boxes/facts-by-property")
def properties(world):
    for name in ("id", "name", "short_id", "family", "distro", "version", "vendor", "codename", "logo"):
        for system in items(DATABASE.get_os_list()):
            equal(getattr(system.props, name), getattr(system, "get_" + name)(), (system.get_id(), name))
    equal(P2.get_property("short-id"), "penguin2")


@case("kubevirt/dates")
def dates(world):
    for date, fields in [(P1.get_eol_date(), (2021, 12, 1)), (P3.get_release_date(), (2025, 4, 1)),
                         (P3.get_eol_date(), (2028, 4, 30)), (P1.get_release_date(), (2019, 1, 31))]:
        # the fields .year and so on are bits, which not every PyGObject reads: test-habits.c looks at them
        equal((date.get_year(), int(date.get_month()), date.get_day()), fields)


@case("virt-install/release-status")
def release_status(world):
    status = Libosinfo.ReleaseStatus
    for system, value, text in [(P3, status.RELEASED, None), (DATABASE.get_os(ROLLING), status.ROLLING, "rolling"),
                                (DATABASE.get_os(BARE), status.RELEASED, None)]:
        equal((system.get_release_status(), system.get_param_value("release-status")), (value, text))


@case("virt-install/all-devices")
def all_devices(world):
    everything = {*NET, *BLOCK, USB3, Q35}
    for system in (P2, P3, DATABASE.get_os(CLONE), DATABASE.get_os(ROLLING)):
        for found in (system.get_all_devices(), system.get_all_devices(None)):
            equal(set(ids(found)), everything)
            equal(found.get_length(), len(everything))
    equal(ids(P1.get_all_devices()), [NET[0], BLOCK[0]])
    equal(ids(DATABASE.get_os(BARE).get_all_devices()), [])


@case("nova/first-device-of-a-class")
def first_device(world):
    for system, class_, first in [(P1, "net", "virtio-net"), (P2, "net", "virtio1.0-net"), (P3, "net", "virtio1.0-net"),
                                  (P1, "block", "virtio-block"), (P3, "block", "virtio1.0-block")]:
        found = system.get_all_devices(make_filter(**{"class": class_}))
        equal(found.get_nth(0).get_name(), first, (system.get_id(), class_))


@case("virt-v2v/nine-facts-of-a-device")
def device_facts(world):
    device = P3.get_all_devices().find_by_id(NET[1])
    found = [device.get_param_value(name) for name in
             ("id", "vendor", "vendor-id", "product", "product-id", "name", "class", "bus-type", "subsystem")]
    equal(found, [NET[1], "Example", "1af4", "virtio1.0-net", "1041", "virtio1.0-net", "net", "pci", None])
    equal([device.get_id(), device.get_vendor(), device.get_vendor_id(), device.get_product(), device.get_product_id(),
           device.get_name(), device.get_class(), device.get_bus_type(), device.get_subsystem()], found)


@case("boxes/devices-by-name")
def devices_by_name(world):
    for name, number in (("virtio1.0-net", 1), ("qemu-xhci", 1), ("ich9-hda", 0)):
        equal(P3.get_devices_by_property("name", name, True).get_length(), number, name)
    equal(P3.get_devices_by_property("name", "qemu-xhci", False).get_length(), 0)


# ids that programs have in their code, and a system of our database that must know them
STOCK_DEVICES = {
    "http://fedoraproject.org/fedora/40": [
        "http://pcisig.com/pci/1af4/1041", "http://pcisig.com/pci/1af4/1042", "http://pcisig.com/pci/1b36/0004", Q35],
    "http://debian.org/debian/12": ["http://pcisig.com/pci/1af4/1041", "http://pcisig.com/pci/1af4/1042", Q35],
}


@case("virt-install/device-ids-of-our-database")
def stock_devices(world):
    for system, devices in STOCK_DEVICES.items():
        known = ids(STOCK.get_os(system).get_all_devices())
        equal([device for device in devices if device not in known], [], system)
    names = {device.get_name() for device in items(STOCK.get_os("http://fedoraproject.org/fedora/40").get_all_devices())}
    assert {"virtio1.0-net", "qemu-xhci", "ich9-hda"} <= names, names


def numbers(resources):
    return (resources.get_architecture(), resources.get_n_cpus(), resources.get_cpu(), resources.get_ram(),
            resources.get_storage())


@case("virt-install/resources")
def resources(world):
    equal([numbers(each) for each in items(P1.get_minimum_resources())], [("x86_64", 1, -1, 1048576, -1)])
    equal([numbers(each) for each in items(P1.get_recommended_resources())], [("x86_64", -1, -1, 2097152, -1)])
    by_architecture = {each.get_architecture(): each.get_ram() for each in items(P3.get_minimum_resources())}
    equal(by_architecture.get("i686", by_architecture["all"]), 2)
    for system in (P2, DATABASE.get_os(BARE)):
        for name in ("minimum", "recommended", "maximum", "network_install"):
            equal(getattr(system, f"get_{name}_resources")().get_length(), 0)


@case("cockpit/first-resources")
def first_resources(world):
    equal(P3.get_minimum_resources().get_nth(0).get_architecture(), "ppc64le")
    equal([each.get_architecture() for each in items(P3.get_recommended_resources())],
          ["ppc64le", "x86_64", "all", "aarch64"])


@case("boxes/resources-of-its-own")
def own_resources(world):
    own = Libosinfo.Resources.new("whatever", "x86_64")
    equal(numbers(own), ("x86_64", -1, -1, -1, -1))
    own.props.n_cpus, own.props.ram, own.props.storage = 2, 4 << 30, 20 << 30
    equal(numbers(own), ("x86_64", 2, -1, 4 << 30, 20 << 30))
    added = Libosinfo.ResourcesList.new()
    added.add(own)
    equal(numbers(added.get_nth(0)), numbers(own))


@case("virt-install/firmware")
def firmware(world):
    def describe(found):
        return [(each.get_architecture(), each.get_firmware_type(), each.is_supported()) for each in items(found)]

    own = [("x86_64", "efi", True), ("aarch64", "efi", True), ("x86_64", "bios", False), ("i686", "bios", True)]
    equal(describe(P3.get_complete_firmware_list()), own)
    equal(describe(P3.get_complete_firmware_list(None)), own)
    equal(set(describe(P3.get_firmware_list())), {each for each in own if each[2]})
    equal(describe(P2.get_firmware_list(None)), [("x86_64", "bios", True), ("x86_64", "efi", True)])
    chosen = P3.get_complete_firmware_list(make_filter(architecture="x86_64"))
    equal(describe(chosen)[0], own[0])


@case("karton/parts-in-the-order-of-the-document")
def document_order(world):
    media = items(P3.get_media_list())
    equal(ids(P3.get_media_list()), [f"{PENGUIN}3:{i}" for i in range(14)])
    equal([medium.get_architecture() for medium in media[:12]], ARCHITECTURES)
    equal([medium.get_url() for medium in media[:12]], [f"http://example.org/3/{i}.iso" for i in range(12)])
    equal(ids(P3.get_tree_list()), [f"{PENGUIN}3:{i}" for i in range(12)])
    equal([tree.get_architecture() for tree in items(P3.get_tree_list())], ARCHITECTURES)
    equal([image.get_format() for image in items(P3.get_image_list())], ["qcow2", "raw", "containerdisk", "qcow2"] * 3)
    equal(ids(P3.get_variant_list()), ["workstation", "server", "server-netinst"])
    equal([driver.get_location()[-1] for driver in items(P3.get_device_drivers())], ["0", "1", "2"])


@case("karton/id-of-a-part-cut")
def id_cut(world):
    """It takes the last two characters off; with ten parts and more that is wrong, and its own affair."""
    for medium in items(P3.get_media_list())[:10]:
        assert DATABASE.get_os(medium.get_id()[:-2]) is P3
    for system in items(STOCK.get_os_list()):
        for number, medium in enumerate(items(system.get_media_list())):
            equal(medium.get_id(), f"{system.get_id()}:{number}")


@case("boxes/medium-found-again-by-id")
def medium_found_again(world):
    for medium in items(P3.get_media_list()):
        assert P3.get_media_list().find_by_id(medium.get_id()) is medium
        assert medium.get_os() is P3 and medium.props.os is P3
    equal(P3.get_media_list().find_by_id(PENGUIN + "3:99"), None)
    live = P3.get_media_list().find_by_id(PENGUIN + "3:12")
    equal((live.props.url, live.props.architecture, live.props.live, live.get_live()), (None, "x86_64", True, True))


@case("boxes/first-variant")
def variants(world):
    live = P3.get_media_list().get_nth(12)
    equal([(each.get_id(), each.get_name(), each.get_param_value("id")) for each in items(live.get_os_variants())],
          [("workstation", "Penguin Workstation 3", "workstation"), ("server", "Penguin Server 3", "server")])
    assert any("netinst" in variant.get_id() for variant in items(P3.get_media_list().get_nth(0).get_os_variants()))
    equal(items(P3.get_media_list().get_nth(13).get_os_variants()), [])


@case("virt-install/last-tree-of-an-architecture")
def last_tree(world):
    trees = [tree for tree in items(P3.get_tree_list()) if tree.get_architecture() == "x86_64"]
    equal([tree.get_url() for tree in trees], [f"http://example.org/3/{i}/os" for i in (0, 6, 11)])
    last = trees[-1]
    equal((last.has_treeinfo(), last.get_kernel_path(), last.get_initrd_path(), ids(last.get_os_variants())),
          (True, "images/vmlinuz", "images/initrd.img", ["server"]))
    assert last.get_os() is P3


@case("lcitool/images")
def images(world):
    found = [image for image in items(P3.get_image_list())
             if image.get_format() == "qcow2" and image.get_architecture() == "x86_64" and image.get_cloud_init()]
    equal([image.get_url() for image in found], [f"http://example.org/3/{i}.qcow2" for i in (0, 4, 8)])
    equal(ids(found[0].get_os_variants()), ["server"])
    assert found[0].get_os() is P3


@case("virt-install/drivers")
def drivers(world):
    found = items(P3.get_device_drivers())
    describe = [(each.get_architecture(), each.get_pre_installable(), each.get_signed(), each.get_priority()) for each in found]
    equal(describe, [("x86_64", True, False, 70), ("i686", False, True, 50), ("x86_64", True, True, 50)])
    equal([each.get_files() for each in found], [["z.sys", "a.inf", "m.cat"]] * 3)
    equal([ids(each.get_devices()) for each in found], [[NET[1]]] * 3)
    assert found[0].get_devices().get_nth(0) is P3.get_all_devices().find_by_id(NET[1])
    equal(items(P1.get_device_drivers()), [])


# What KubeVirt asks by text; and virt-install asks a system of its own, which knows nothing.
NOTHING = [
    "id", "name", "short_id", "vendor", "version", "codename", "logo", "family", "distro", "release_date",
    "release_date_string", "eol_date", "eol_date_string", "kernel_url_argument", "cloud_image_username",
]
EMPTY = [
    "media_list", "tree_list", "image_list", "variant_list", "device_drivers", "device_drivers_prioritized",
    "minimum_resources", "recommended_resources", "maximum_resources", "network_install_resources", "devices",
    "all_devices", "device_links", "all_device_links", "firmware_list", "complete_firmware_list",
]


@case("virt-install/generic-system")
def generic_system(world):
    system = Libosinfo.Os()
    for name in NOTHING:
        equal(getattr(system, "get_" + name)(), None, name)
    for name in EMPTY:
        found = getattr(system, "get_" + name)()
        assert isinstance(found, Libosinfo.List), name
        equal(found.get_length(), 0, name)
    for relation in RELATIONS:
        equal(system.get_related(relation).get_length(), 0)
    equal((system.get_release_status(), system.get_short_id_list()), (Libosinfo.ReleaseStatus.RELEASED, []))
    equal(system.get_param_value("x"), None)
    system.set_param("short-id", "generic")
    system.set_param("name", "Generic or unknown OS")
    equal((system.get_short_id(), system.get_short_id_list(), system.get_name(), system.props.name),
          ("generic", ["generic"], "Generic or unknown OS", "Generic or unknown OS"))


@case("kubevirt/getters-by-text")
def getters_by_text(world):
    for system in (P3, DATABASE.get_os(BARE)):
        for name in NOTHING + EMPTY + ["short_id_list", "release_status", "param_keys"]:
            assert hasattr(system, "get_" + name), name
            getattr(system, "get_" + name)()
    first = P3.get_minimum_resources().new_filtered(make_filter(architecture="x86_64")).get_nth(0)
    equal(getattr(first, "get_ram")(), 1)
    assert not hasattr(P3, "get_nothing")


@case("scripts/lists-by-plain-construction")
def plain_construction(world):
    """The established library makes a list so that refuses every element."""
    for class_, element in [(Libosinfo.DeviceList, P1.get_all_devices().get_nth(0)), (Libosinfo.OsList, P1),
                            (Libosinfo.MediaList, P3.get_media_list().get_nth(0))]:
        for made in (class_.new(), class_()):
            made.add(element)
            equal(items(made), [element], class_)


@case("scripts/numbers-and-their-text")
def numbers_and_text(world):
    folder = world.path("numbers")
    write_entity(folder, "os", "http://n.org/1", """
        <resources arch="all"><minimum><ram>plenty</ram><storage/></minimum></resources>""")
    system = load(folder).get_os("http://n.org/1")
    found = system.get_minimum_resources().get_nth(0)
    equal((found.get_ram(), found.get_param_value("ram"), found.get_storage(), found.get_n_cpus()), (0, "plenty", -1, -1))


sys.exit(run_cases(world))
