#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Walks through everything that can be reached in a database, by introspection, with the library of the
build tree and with the established one, and compares. Lists are compared as sets, since the established
order is that of a hash table.

usage: test-oracle-walk.py BUILD_FOLDER DATABASE...      (one case for each database)
       test-oracle-walk.py --dump                        (prints the walk as JSON)
"""
import json
import os
import subprocess
import sys
import tempfile
from xml.etree import ElementTree

RELATIONS = ('DERIVES_FROM', 'UPGRADES', 'CLONES')
# what the established library does not read
NEW_PARAMS = ('file-size', 'file-sha256', 'file-sha512', 'lifecycle-source', 'standard-end', 'security-end', 'extended-end', 'edition', 'status')


def items(entities):
    return [entities.get_nth(i) for i in range(entities.get_length())] if entities else []


def params(entity):
    return {key: entity.get_param_value_list(key) for key in sorted(set(entity.get_param_keys()))}


def ids(entities):
    return sorted(entity.get_id() for entity in items(entities))


def unordered(values):
    return sorted(json.dumps(value, sort_keys=True) for value in values)


def media(medium):
    return [old_params(medium), medium.get_installer(), medium.get_live(),
            medium.get_installer() and medium.get_installer_reboots(),
            medium.get_eject_after_install(), medium.get_volume_size(), medium.get_languages(),
            [variant.get_id() for variant in items(medium.get_os_variants())],
            ids(medium.get_install_script_list()), medium.supports_installer_script(),
            medium.get_os().get_id()]


def without_id(entity):
    """The parameters of a part. An avatar format has no id, which the established library lists as one."""
    return {key: values for key, values in params(entity).items() if key != 'id'}


def script(one):
    found = params(one)
    # the text may be laid out otherwise
    found['template-data'] = canonical(one.get_template_data())
    found['parameters'] = unordered(
        [params(each), each.get_name(), int(each.get_policy()), each.is_required(), each.is_optional(),
         each.get_value_map().get_id() if each.get_value_map() else None]
        for each in items(one.get_config_params()))
    avatar = one.get_avatar_format()
    if avatar:
        found['avatar'] = [without_id(avatar), avatar.get_mime_types(), avatar.get_width(),
                           avatar.get_height(), avatar.get_alpha()]
        # KB-35: the established loader stores an alpha of "false" where nothing is said; all formats of
        # its database say nothing, or false
        found['avatar'][0].pop('alpha', None)
        found['avatar'].pop()
    found['others'] = [one.get_profile(), one.get_expected_filename(), one.get_output_filename(),
                       one.get_output_prefix(), one.get_product_key_format(),
                       int(one.get_path_format()), int(one.get_injection_methods()),
                       int(one.get_preferred_injection_method()), int(one.get_installation_source()),
                       one.get_needs_internet(), one.get_can_pre_install_drivers(),
                       one.get_can_post_install_drivers(),
                       int(one.get_pre_install_drivers_signing_req()),
                       int(one.get_post_install_drivers_signing_req())]
    return found


def canonical(text):
    return text and ElementTree.canonicalize(text)


def driver(one):
    return [params(one), one.get_files(), one.get_signed(), one.get_priority(),
            one.get_pre_installable(), ids(one.get_devices())]


def old_params(entity):
    return {key: values for key, values in params(entity).items() if key not in NEW_PARAMS}


def system(one, library):
    found = old_params(one)
    for name in RELATIONS:
        related = one.get_related(getattr(library.ProductRelationship, name))
        found['related ' + name] = [product.get_id() for product in items(related)]
    found['media'] = unordered(media(medium) for medium in items(one.get_media_list()))
    found['trees'] = unordered([params(tree), tree.has_treeinfo(),
                                [variant.get_id() for variant in items(tree.get_os_variants())]]
                               for tree in items(one.get_tree_list()))
    found['images'] = unordered([old_params(image), image.get_cloud_init()]
                                for image in items(one.get_image_list()))
    found['variants'] = unordered(old_params(variant) for variant in items(one.get_variant_list()))
    for name in ('minimum', 'recommended', 'maximum', 'network_install'):
        resources = getattr(one, f'get_{name}_resources')()
        found[name] = unordered([each.get_id(), each.get_architecture(), each.get_cpu(),
                                 each.get_n_cpus(), each.get_ram(), each.get_storage()]
                                for each in items(resources))
    for name in ('get_firmware_list', 'get_complete_firmware_list'):
        found[name] = unordered([old_params(firmware), firmware.is_supported()]
                                for firmware in items(getattr(one, name)(None)))
    for name in ('get_device_links', 'get_all_device_links'):
        found[name] = unordered(params(link) for link in items(getattr(one, name)(None)))
    found['scripts'] = ids(one.get_install_script_list())
    # KB-19: the established library does not survive the question where a script has no profile
    if all(each.get_profile() for each in items(one.get_install_script_list())):
        found['found scripts'] = [one.find_install_script(profile) is not None
                                  for profile in ('jeos', 'desktop', 'no such')]
    found['devices'] = ids(one.get_devices(None))
    found['all devices'] = ids(one.get_all_devices(None))
    found['drivers'] = unordered(driver(each) for each in items(one.get_device_drivers()))
    found['drivers by priority'] = ids(one.get_device_drivers_prioritized())
    date = one.get_release_date()
    found['others'] = [one.get_kernel_url_argument(), one.get_cloud_image_username(),
                       int(one.get_release_status()), one.get_eol_date_string(),
                       date.get_julian() if date else None]
    return found


def platform(one, library):
    found = params(one)
    for name in RELATIONS:
        related = one.get_related(getattr(library.ProductRelationship, name))
        found['related ' + name] = [product.get_id() for product in items(related)]
    found['devices'] = [device.get_id() for device in items(one.get_devices(None))]
    found['all devices'] = ids(one.get_all_devices(None))
    return found


def dump():
    import gi
    gi.require_version('Libosinfo', '1.0')
    from gi.repository import Libosinfo, GLib
    loader = Libosinfo.Loader()
    try:
        loader.process_default_path()
    except GLib.Error as error:
        print(error.message, file=sys.stderr)
    database = loader.get_db()
    walk = {}
    for one in items(database.get_os_list()):
        walk['os ' + one.get_id()] = system(one, Libosinfo)
    for one in items(database.get_platform_list()):
        walk['platform ' + one.get_id()] = platform(one, Libosinfo)
    for one in items(database.get_device_list()):
        walk['device ' + one.get_id()] = params(one)
    for one in items(database.get_install_script_list()):
        walk['script ' + one.get_id()] = script(one)
    for one in items(database.get_deployment_list()):
        walk['deployment ' + one.get_id()] = params(one)
    for one in items(database.get_datamap_list()):
        words = ('EN', 'DE', 'BR', 'DE-DE', 'de_DE', 'en_US', 'pt_BR')
        walk['datamap ' + one.get_id()] = [params(one), [one.lookup(word) for word in words],
                                           [one.reverse_lookup(word) for word in words]]
    json.dump(walk, sys.stdout, sort_keys=True)


def run(database, folder, build):
    environment = {key: value for key, value in os.environ.items()
                   if not key.startswith(('OSINFO_', 'LD_', 'GI_', 'G_DEBUG', 'ASAN', 'LSAN'))}
    environment.update(OSINFO_SYSTEM_DIR=database, OSINFO_LOCAL_DIR=folder, OSINFO_USER_DIR=folder,
                       HOME=folder, XDG_CACHE_HOME=os.path.join(folder, 'cache'),
                       LC_ALL='C.UTF-8')
    if build:
        environment['LD_LIBRARY_PATH'] = os.path.join(build, 'libosinfo')
        environment['GI_TYPELIB_PATH'] = os.path.join(build, 'libosinfo')
    result = subprocess.run([sys.executable, __file__, '--dump'], env=environment,
                            stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=True)
    return json.loads(result.stdout)


def differences(established, ours):
    for key in sorted(set(established) ^ set(ours)):
        yield f'{key}: only in {"the established" if key in established else "our"} walk'
    for key in sorted(set(established) & set(ours)):
        if established[key] == ours[key]:
            continue
        if not isinstance(established[key], dict):
            yield f'{key}: {established[key]} != {ours[key]}'
            continue
        for part in sorted(set(established[key]) | set(ours[key])):
            if established[key].get(part) != ours[key].get(part):
                yield f'{key}: {part}: {established[key].get(part)} != {ours[key].get(part)}'


def main():
    build, databases = sys.argv[1], sys.argv[2:]
    typelib = '/usr/lib/x86_64-linux-gnu/girepository-1.0/Libosinfo-1.0.typelib'
    print(f'1..{len(databases)}')
    for number, database in enumerate(databases, 1):
        name = 'established database' if database.startswith('/usr') else 'database of this tree'
        if not os.path.exists(typelib):
            print(f'ok {number} - {name} # SKIP the established library is not installed')
            continue
        if not os.path.isdir(database):
            print(f'ok {number} - {name} # SKIP {database} is not there')
            continue
        with tempfile.TemporaryDirectory() as folder:
            found = list(differences(run(database, folder, None), run(database, folder, build)))
        for line in found[:20]:
            print('# ' + line[:600])
        print(f'{"not ok" if found else "ok"} {number} - {name}: {len(found)} differences')
    return 0


if __name__ == '__main__':
    sys.exit(dump() if sys.argv[1:] == ['--dump'] else main())
