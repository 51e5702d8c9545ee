#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Generates the scripts of a database with the library of the build tree and with the established one,
by introspection and in processes of their own, and compares the texts.

usage: test-oracle-scripts.py BUILD_FOLDER DATABASE
       test-oracle-scripts.py --generate FIRST COUNT      (prints texts as JSON, one a line)
"""
import json
import os
import subprocess
import sys
import tempfile

# seconds for one process: the established library waits for ever where a script fails (KB-2)
DEADLINE = 600
# scripts of one process, which loads the database once for all of them
BATCH = 1000
# whose scripts have no template for a command line: the established library answers with all texts of
# the document instead (KB-26)
WITHOUT_COMMAND_LINE = ('http://microsoft.com/',)


def items(entities):
    return [entities.get_nth(i) for i in range(entities.get_length())] if entities else []


def configure(library):
    config = library.InstallConfig.new('http://example.org/config')
    for name in ('hardware_arch', 'user_login', 'user_realname', 'user_password', 'admin_password',
                 'reg_login', 'reg_password', 'reg_product_key', 'hostname', 'avatar_location',
                 'pre_install_drivers_location', 'post_install_drivers_location'):
        getattr(config, 'set_' + name)('the ' + name + ' <&> \'"')
    config.set_l10n_language('de_DE')
    config.set_l10n_keyboard('de_DE')
    config.set_l10n_timezone('Europe/Berlin')
    for name in ('target_disk', 'script_disk', 'avatar_disk', 'pre_install_drivers_disk',
                 'post_install_drivers_disk'):
        getattr(config, 'set_' + name)('/dev/vd' + name[0])
    config.set_installation_url('http://example.org/tree')
    config.set_driver_signing(False)
    config.set_user_autologin(True)
    return config


def questions(database, library):
    """All that is asked: a name, and what gives the text."""
    for system in sorted(items(database.get_os_list()), key=lambda one: one.get_id()):
        scripts = sorted(items(system.get_install_script_list()), key=lambda one: one.get_id())
        media = [one for one in items(system.get_media_list())][:1]
        trees = [one for one in items(system.get_tree_list())][:1]
        for script in scripts:
            name = f'{system.get_id()} {script.get_id()}'
            yield name, script, lambda config: script.generate(system, config, None)
            yield (name + ' line', script,
                   lambda config: script.generate_command_line(system, config))
            for medium in media:
                yield (name + ' media', script,
                       lambda config: script.generate_for_media(medium, config, None))
                yield (name + ' media line', script,
                       lambda config: script.generate_command_line_for_media(medium, config))
            for tree in trees:
                yield (name + ' tree', script,
                       lambda config: script.generate_for_tree(tree, config, None))
                yield (name + ' tree line', script,
                       lambda config: script.generate_command_line_for_tree(tree, config))


def generate(first, count):
    import gi
    gi.require_version('Libosinfo', '1.0')
    from gi.repository import Libosinfo, GLib
    loader = Libosinfo.Loader()
    loader.process_default_path()
    config = configure(Libosinfo)
    for number, (name, script, ask) in enumerate(questions(loader.get_db(), Libosinfo)):
        if number < first:
            continue
        if number == first + count:
            break
        network = number % 2 == 1
        script.set_installation_source(getattr(Libosinfo.InstallScriptInstallationSource,
                                               'NETWORK' if network else 'MEDIA'))
        script.set_preferred_injection_method(Libosinfo.InstallScriptInjectionMethod(1 << number % 5))
        try:
            text = ask(config)
        except GLib.Error as error:
            text = 'error: ' + error.message
        print(json.dumps([name, text]), flush=True)


def run(database, folder, build, first):
    """Texts by name. A process that does not end has said where it stopped."""
    environment = {key: value for key, value in os.environ.items()
                   if not key.startswith(('OSINFO_', 'LD_', 'GI_', 'G_DEBUG', 'ASAN', 'LSAN'))}
    environment.update(OSINFO_SYSTEM_DIR=database, OSINFO_LOCAL_DIR=folder, OSINFO_USER_DIR=folder,
                       HOME=folder, XDG_CACHE_HOME=os.path.join(folder, 'cache'),
                       LC_ALL='C.UTF-8')
    if build:
        environment['LD_LIBRARY_PATH'] = os.path.join(build, 'libosinfo')
        environment['GI_TYPELIB_PATH'] = os.path.join(build, 'libosinfo')
    try:
        output = subprocess.run([sys.executable, __file__, '--generate', str(first), str(BATCH)],
                                env=environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
                                timeout=DEADLINE, check=True).stdout
    except subprocess.TimeoutExpired as error:
        output = error.stdout or b''
    return dict(json.loads(line) for line in output.splitlines())


def explain(name, established, ours):
    """The known bug that a difference comes from; None when there is none."""
    script = name.split()[1]
    if name.endswith('line') and ours is None and script.startswith(WITHOUT_COMMAND_LINE):
        return 'KB-26'
    return None


def main():
    build, database = sys.argv[1:]
    typelib = '/usr/lib/x86_64-linux-gnu/girepository-1.0/Libosinfo-1.0.typelib'
    for needed in (typelib, os.path.join(database, 'install-script')):
        if not os.path.exists(needed):
            print(f'1..1\nok 1 - scripts # SKIP {needed} is not there')
            return
    established, ours = {}, {}
    with tempfile.TemporaryDirectory() as folder:
        first = 0
        while True:
            batch = run(database, folder, build, first)
            ours.update(batch)
            established.update(run(database, folder, None, first))
            if len(batch) < BATCH:
                break
            first += BATCH
    bugs, unknown = {}, []
    for name in sorted(set(ours) | set(established)):
        if name in ours and name in established and ours[name] == established[name]:
            continue
        bug = explain(name, established.get(name), ours.get(name)) if name in ours else None
        if bug and name in established:
            bugs.setdefault(bug, []).append(name)
        else:
            unknown.append(name)
    for name in unknown[:10]:
        print(f'# {name}: {established.get(name, "(no answer)")!r:.300} != '
              f'{ours.get(name, "(no answer)")!r:.300}')
    for bug, names in sorted(bugs.items()):
        print(f'# {bug}: {len(names)} differences, such as {names[0]}')
    failed = [name for name, text in ours.items() if text and text.startswith('error: ')]
    print('1..3')
    print(f'{"not ok" if unknown else "ok"} 1 - texts are the same: {len(ours)} asked for, '
          f'{len(unknown)} differences that no known bug explains')
    print(f'{"not ok" if failed else "ok"} 2 - all scripts can be generated')
    print(f'{"ok" if len(ours) > 500 else "not ok"} 3 - there was something to compare')


if __name__ == '__main__':
    if sys.argv[1:2] == ['--generate']:
        generate(int(sys.argv[2]), int(sys.argv[3]))
    else:
        main()
