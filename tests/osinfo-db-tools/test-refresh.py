#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""The units that refresh the database: systemd finds nothing wrong with them, they may do little, and what they run does
what they promise, as a user who has one folder. Prints TAP.

usage: test-refresh.py FOLDER-OF-PROGRAMS FOLDER-OF-UNITS"""

import http.server
import os
import re
import shlex
import shutil
import subprocess
import sys
import threading
import urllib.request
from pathlib import Path

sys.dont_write_bytecode = True
sys.path.insert(0, str(Path(__file__).resolve().parent))
from import_case import ImportWorld, Tap, is_one_line, read_files
from keyring import Keyring
from remote_site import DOCUMENT, FILES, NEW, OLD, Site

SERVICES = ("osinfo-db-refresh.service", "osinfo-db-compile.service")
TIMER = "osinfo-db-refresh.timer"
MAX_EXPOSURE = 3
NOBODY = 65534
PROXIES = ("libgiolibproxy.so", "libgioenvironmentproxy.so")


def read_unit(path):
    """Setting -> its values."""
    values = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        name, separator, value = line.partition("=")
        if separator and not line.startswith("#"):
            values.setdefault(name, []).append(value)
    return values


def test_systemd(tap, world, units):
    names = (*SERVICES, TIMER)
    if shutil.which("systemd-analyze") is None:
        for name in names:
            tap.skip(f"systemd/{name}", "systemd-analyze is not installed")
        return
    for name in SERVICES:
        run = subprocess.run(["systemd-analyze", "security", "--offline=true", units / name], capture_output=True, text=True, check=False)
        found = re.search(r"Overall exposure level for \S+: ([0-9.]+)", run.stdout)
        tap.ok(found and float(found[1]) < MAX_EXPOSURE, f"systemd/{name}/may do little", run.stdout, run.stderr)
    folder = world.path("units")
    folder.mkdir()
    for name in names:
        # the programs need not be installed
        text = re.sub(r"^(ExecStart|ConditionFileIsExecutable)=\S+", r"\1=/bin/true", (units / name).read_text(encoding="utf-8"), flags=re.M)
        (folder / name).write_text(text, encoding="utf-8")
    for name in names:
        run = subprocess.run(["systemd-analyze", "verify", "--man=no", folder / name], capture_output=True, text=True, check=False)
        # other units of the host are read as well, and may have faults
        ours = [line for line in (run.stdout + run.stderr).splitlines() if line.startswith(str(folder)) or "/" not in line.partition(":")[0]]
        tap.equal((run.returncode, ours), (0, []), f"systemd/{name}/is right", run.stderr)


def test_promises(tap, units):
    refresh, compile_, timer = (read_unit(units / name) for name in (*SERVICES, TIMER))
    tap.ok("Install" not in (units / SERVICES[0]).read_text() and timer["WantedBy"] == ["timers.target"], "promises/off by default")
    tap.equal((timer["Persistent"], "RandomizedDelaySec" in timer), (["yes"], True), "promises/missed runs are made up for, not all at once")
    tap.equal(refresh["OnSuccess"], [SERVICES[1]], "promises/the compiled form is made again")
    tap.equal(refresh["CapabilityBoundingSet"] + compile_["CapabilityBoundingSet"], ["", ""], "promises/no rights")
    user = re.search(r"^u (\S+) - \"[^\"]+\" (\S+)$", (units / "osinfo-db-tools.conf").read_text(), re.M)
    tap.equal([user[1]], refresh["User"], "promises/the user is made")
    folders = [value for name in ("StateDirectory", "ReadWritePaths") for value in refresh.get(name, [])]
    tap.ok(len(folders) == 1 and folders[0].endswith("osinfo") and user[2].endswith("/osinfo"), "promises/one folder", folders, user[2])


class Machine:
    """Where the service runs."""

    def __init__(self, world, units):
        self.world = world
        self.unit = read_unit(units / SERVICES[0])
        self.state = world.path("state-of-service")
        self.state.mkdir()
        self.db = self.state / "db"
        self.reason = world.why_not_nobody()
        world.root.chmod(0o755)
        if self.reason is None:
            os.chown(self.state, NOBODY, NOBODY)

    def run(self, **variables):
        """As systemd would, as far as it can be done without it."""
        program, *words = shlex.split(self.unit["ExecStart"][0])
        settings = dict(each.split("=", 1) for line in self.unit["Environment"] for each in shlex.split(line))
        there = settings["OSINFO_DB_STATE_DIR"].removesuffix("/imports")
        environment = {name: value for name, value in self.world.environment.items() if not name.startswith("XDG_")}
        environment |= {"HOME": str(self.state), **settings, **variables}
        environment["OSINFO_DB_STATE_DIR"] = str(self.state / "imports")
        words = [word.replace(there, str(self.state)) for word in words]
        options = {} if self.reason else {"user": NOBODY, "group": NOBODY, "extra_groups": []}
        run = subprocess.run([self.world.folder / Path(program).name, *words], env=environment, cwd="/", capture_output=True,
                             text=True, stdin=subprocess.DEVNULL, umask=int(self.unit["UMask"][0], 8), check=False, **options)  # fmt: skip
        return run.returncode, run.stdout, run.stderr


def test_command(tap, world, units, site):
    machine = Machine(world, units)
    world.environment["OSINFO_DB_URL"] = site.uri()
    world.path("tools.conf").write_text("[download]\nretries=1\nretry-delay=0.01\n")
    world.environment["OSINFO_DB_TOOLS_CONF"] = str(world.path("tools.conf"))
    site.publish(OLD, FILES)
    tap.equal((machine.run(), read_files(machine.db)), ((0, "", ""), {**FILES, "VERSION": OLD}), "command/the first time")
    modes = {path.stat().st_mode & 0o005 for path in (machine.db, *machine.db.rglob("*"))}
    tap.ok(modes <= {0o004, 0o005}, "command/everybody may read it", modes)
    tap.equal(machine.run(), (0, "", ""), "command/nothing new")
    site.publish(NEW, FILES)
    answers = dict(site.server.actions)
    for name in (DOCUMENT, DOCUMENT + ".asc", f"osinfo-db-{NEW}.tar.xz"):
        site.server.actions.update(answers)
        site.server.actions[f"/db/{name}"] = lambda handler, count: handler.send(500)
        status, output, errors = machine.run()
        tap.ok((status, output) == (1, "") and is_one_line(errors) and "500" in errors and name in errors, f"command/500 for {name} is one line", errors)
        tap.equal(read_files(machine.db), {**FILES, "VERSION": OLD}, f"command/500 for {name} leaves the old data")
    status, output, errors = machine.run(OSINFO_DB_URL="http://127.0.0.1:9")
    tap.ok((status, output) == (1, "") and is_one_line(errors), "command/offline is one line", errors)
    site.server.actions.update(answers)
    tap.equal((machine.run(), read_files(machine.db)), ((0, "", ""), {**FILES, "VERSION": NEW}), "command/it goes on by itself")
    tap.equal(sorted(path.name for path in machine.state.iterdir()), ["db", "imports"], "command/nothing else is left")
    if machine.reason is not None:
        tap.skip("command/as another user", machine.reason)
    else:
        owners = {path.stat().st_uid for path in machine.state.rglob("*")}
        tap.equal(owners, {NOBODY}, "command/as another user")


class Proxy(http.server.BaseHTTPRequestHandler):
    """Knows a host that nobody else does."""

    def do_GET(self):
        self.server.asked.append(self.path)
        with urllib.request.urlopen(self.path.replace("http://osinfo.invalid/db", self.server.site)) as answer:
            body = answer.read()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *arguments):
        pass


def test_proxy(tap, world, units, site):
    name = "proxy/of the unit"
    if not any(Path("/").glob(f"usr/lib*/**/gio/modules/{module}") for module in PROXIES):
        tap.skip(name, "GIO has no module that knows proxies of the environment")
        return
    machine = Machine(world, units)
    site.publish(OLD, FILES)
    proxy = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Proxy)
    proxy.asked = []
    proxy.site = site.uri()
    threading.Thread(target=proxy.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
    del world.environment["GIO_USE_PROXY_RESOLVER"]
    result = machine.run(OSINFO_DB_URL="http://osinfo.invalid/db", http_proxy=f"http://127.0.0.1:{proxy.server_port}")
    tap.equal((result, read_files(machine.db).get("VERSION")), ((0, "", ""), OLD), name, proxy.asked)
    proxy.shutdown()


def main():
    tap = Tap()
    programs, units = map(Path, sys.argv[1:])
    test_systemd(tap, ImportWorld(programs), units)
    test_promises(tap, units)
    with Keyring() as keys:
        key = keys.make("Project <project@example.org>")
        for test in (test_command, test_proxy):
            world = ImportWorld(programs)
            test(tap, world, units, Site(world, keys, key))
    return tap.finish()


sys.exit(main())
