#!/usr/bin/python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""What runs without hands: the recipes for GitLab and GitHub are well formed and run our scripts; .ci/publish publishes
from a machine that keeps nothing; .ci/watch asks vendors; release/fetch-site takes what is a site, and nothing else. Prints TAP.

usage: test-ci.py FOLDER-OF-PROGRAMS"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from publish_case import SOURCE, PublishWorld, find_problem, is_one_line, write_program
from keyring import Keyring
from tools_case import HANG, Tap
from vendors import Page, Vendors

try:
    import yaml
except ImportError:
    yaml = None


def read_yaml(name):
    # without types, since the word "on" is true in YAML 1.1
    return yaml.load((SOURCE / name).read_text(encoding="utf-8"), Loader=yaml.BaseLoader)


def test_recipes(tap):
    for script in (".ci/needs", ".ci/progress", ".ci/run", ".ci/publish", ".ci/watch"):
        run = subprocess.run(["sh", "-n", SOURCE / script], capture_output=True, text=True, check=False)
        tap.ok(run.returncode == 0 and os.access(SOURCE / script, os.X_OK), f"recipes/{script}", run.stderr)
    if yaml is None:
        tap.skip("recipes", "PyYAML is not installed")
        return
    gitlab = read_yaml(".gitlab-ci.yml")
    jobs = {name: job for name, job in gitlab.items() if isinstance(job, dict) and "script" in job}
    tap.equal({name: job["script"] for name, job in jobs.items()}, {"check": [".ci/run"], "pages": [".ci/publish"], "watch": [".ci/watch"]}, "recipes/gitlab/scripts")
    tap.equal({job["stage"] for job in jobs.values()}, set(gitlab["stages"]), "recipes/gitlab/stages")
    tap.ok(jobs["pages"]["resource_group"] and jobs["pages"]["artifacts"]["paths"] == [jobs["pages"]["variables"]["OSINFO_SITE"]],
           "recipes/gitlab/one at a time, and what is served", jobs["pages"])  # fmt: skip
    tap.ok("CI_DEFAULT_BRANCH" in jobs["pages"]["rules"][-1]["if"], "recipes/gitlab/what was accepted")
    # a schedule is for one of them
    word = '$OSINFO_SCHEDULE == "watch"'
    tap.ok(jobs["pages"]["rules"][0] == {"if": word, "when": "never"} and word in jobs["watch"]["rules"][0]["if"]
           and "schedule" in jobs["watch"]["rules"][0]["if"], "recipes/gitlab/schedules", jobs["watch"])  # fmt: skip
    folders = [jobs["watch"]["variables"][name] for name in ("OSINFO_WATCH", "OSINFO_WATCH_CACHE")]
    tap.equal([jobs["watch"]["artifacts"]["paths"], jobs["watch"]["cache"]["paths"]], [[folder] for folder in folders], "recipes/gitlab/what is kept")
    check, publish = read_yaml(".github/workflows/check.yml"), read_yaml(".github/workflows/publish.yml")
    tap.equal(sorted(check["on"]), ["pull_request", "push"], "recipes/github/each change")
    tap.equal(sorted(publish["on"]), ["push", "schedule", "workflow_dispatch"], "recipes/github/each accepted one, and daily")
    minute, hour, *rest = publish["on"]["schedule"][0]["cron"].split()
    tap.ok(minute.isdecimal() and hour.isdecimal() and rest == ["*"] * 3, "recipes/github/daily is daily")
    watch = read_yaml(".github/workflows/watch.yml")
    tap.equal(sorted(watch["on"]), ["schedule", "workflow_dispatch"], "recipes/github/watch/when")
    for name, recipe, script in (("check", check, ".ci/run"), ("publish", publish, ".ci/publish"), ("watch", watch, ".ci/watch")):
        [job] = recipe["jobs"].values()
        commands = [step["run"] for step in job["steps"] if "run" in step]
        tap.ok(any(script in command for command in commands), f"recipes/github/{name}/runs {script}", commands)
        tap.ok(all(("run" in step) != ("uses" in step) for step in job["steps"]), f"recipes/github/{name}/steps", job["steps"])
        for command in commands:
            run = subprocess.run(["sh", "-n"], input=command, capture_output=True, text=True, check=False)
            tap.equal(run.returncode, 0, f"recipes/github/{name}/syntax", run.stderr, command)


def test_needs(tap):
    """What is missing, by the names of the distribution; and what to do where nothing can be installed."""
    with tempfile.TemporaryDirectory(prefix="osinfo-needs-") as folder:
        folder = Path(folder)
        for name in ("cat", "dirname", "grep", "sh", "tr"):
            (folder / name).symlink_to(shutil.which(name))
        write_program(folder / "rpm", 'case "$*" in *python3-gobject-base) exit 1 ;; *) exit 0 ;; esac\n')
        write_program(folder / "dnf", 'echo "dnf $*"\n')
        write_program(folder / "pkg-config", "exit 0\n")
        write_program(folder / "id", "echo 0\n")

        def run(*arguments):
            return subprocess.run([SOURCE / ".ci" / "needs", *arguments], env={"PATH": str(folder)}, stdin=subprocess.DEVNULL,
                                  capture_output=True, text=True, check=False)  # fmt: skip

        words = run("--tests", "--list").stdout.split()
        tap.equal(words[:3], ["dnf", "install", "-y"], "needs/by dnf")
        tap.ok("python3-gobject-base" in words and "meson" in words, "needs/what rpm has not", words)
        tap.ok("virt-install" not in words and "libxml2-devel" not in words, "needs/what is there", words)
        result = run()
        tap.ok(result.returncode == 0 and "dnf install -y" in result.stderr, "needs/as root", result)
        write_program(folder / "id", "echo 1000\n")
        result = run()
        tap.ok(result.returncode == 1 and is_one_line(result.stderr) and "As root: dnf install -y gcc meson" in result.stderr
               and result.stdout == "", "needs/neither root nor sudo", result)  # fmt: skip
        tap.ok(run("--list").stdout.startswith("dnf install"), "needs/a list is no question of rights")
        write_program(folder / "sudo", 'echo "sudo $*"\n')
        tap.ok(run("--list").stdout.startswith("sudo dnf install"), "needs/with sudo")
        tap.ok("sudo dnf install -y gcc" in run().stderr, "needs/by sudo")


def read_terminal(leader):
    """All that was written to a terminal whose other end is closed."""
    seen = b""
    try:
        while part := os.read(leader, 4096):
            seen += part
    except OSError:
        pass
    os.close(leader)
    return seen.decode()


def test_progress(tap):
    """One line where nobody looks on, steps on a terminal, all that was said when it fails."""
    program = SOURCE / ".ci" / "progress"
    with tempfile.TemporaryDirectory(prefix="osinfo-progress-") as folder:
        log = Path(folder) / "log"
        run = subprocess.run([program, log, "sh", "-c", "echo words"], capture_output=True, text=True, check=False)
        tap.ok((run.returncode, run.stdout) == (0, "") and is_one_line(run.stderr) and run.stderr.startswith("building"), "progress/no terminal", run)
        run = subprocess.run([program, log, "sh", "-c", "echo words; exit 7"], capture_output=True, text=True, check=False)
        tap.ok(run.returncode == 7 and run.stderr.endswith("\nwords\n"), "progress/it fails", run)
        for status in (0, 7):
            leader, follower = os.openpty()
            command = f"echo '[1/2] one'; echo '[2/2] two'; exit {status}"
            run = subprocess.run([program, log, "sh", "-c", command], stdin=subprocess.DEVNULL, stdout=follower, stderr=follower, check=False)
            os.close(follower)
            seen = read_terminal(leader)
            tap.ok(run.returncode == status and "building: [1/2]" in seen and ("two" in seen) == bool(status), f"progress/terminal, {status}", seen)
        tap.equal(list(Path(folder).iterdir()), [], "progress/nothing is left")


def test_watch(tap):
    """What is found is kept, and no reason to fail; what goes wrong is one."""
    with Vendors() as vendors:
        for folder in ("osinfo-db", "schema"):
            shutil.copytree(SOURCE / folder, vendors.root / folder)
        (vendors.root / ".ci").mkdir()
        shutil.copy(SOURCE / ".ci" / "watch", vendors.root / ".ci")
        vendors.pages["/a.iso"] = Page()
        media = "".join(f'    <media arch="x86_64"><url>{vendors.address}/{name}.iso</url></media>\n' for name in "ab")
        vendors.write("4", "    <release-date>2001-01-01</release-date>\n" + media)
        environment = {name: value for name, value in os.environ.items() if not name.lower().endswith("_proxy")}
        environment |= {"OSINFO_WATCH_LINKS": "--delay 0", "OSINFO_WATCH_FACTS": "--offline", "OSINFO_WATCH_CONTACT": "https://example.org/"}

        def run(**variables):
            return subprocess.run([vendors.root / ".ci" / "watch"], env=environment | variables, stdin=subprocess.DEVNULL,
                                  capture_output=True, text=True, timeout=HANG, check=False)  # fmt: skip

        result = run()
        tap.equal((result.returncode, result.stdout, result.stderr), (0, "", ""), "watch/it runs")
        names = sorted(path.name for path in (vendors.root / "watch").iterdir())
        tap.equal(names, ["facts.json", "facts.patch", "links.json", "links.patch"], "watch/what it leaves")
        counts = [json.loads((vendors.root / "watch" / f"{name}.json").read_text(encoding="utf-8"))["counts"] for name in ("links", "facts")]
        tap.equal((counts[0]["ok"], counts[0]["gone"], counts[1]["no-end"]), (1, 1, 1), "watch/what it finds", counts)
        run(OSINFO_WATCH=str(vendors.root / "again"))
        tap.equal([request[2] for request in vendors.requests].count("/a.iso"), 1, "watch/what was right is not asked again")
        result = run(OSINFO_WATCH_LINKS="--delay x")
        tap.ok(result.returncode == 2 and "--delay" in result.stderr, "watch/it fails", result)


def fetch(world, address, *options):
    run = subprocess.run(
        [SOURCE / "release" / "fetch-site", *options, address, world.path("copy")], env=world.environment,
        stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=HANG, check=False,
    )  # fmt: skip
    return run.returncode, run.stdout, run.stderr


def test_fetch(tap, world, key):
    address, copy = world.environment["OSINFO_DB_URL"], world.path("copy")
    world.site.mkdir()
    status, output, errors = fetch(world, address)
    tap.ok(status == 1 and is_one_line(errors) and "SHA256SUMS" in errors and not copy.exists(), "fetch/no site", errors)
    status, output, errors = fetch(world, address, "--first")
    tap.ok(status == 0 and "no site" in output and not copy.exists(), "fetch/no site yet", errors)
    world.publish(key=key)
    world.change("2026-02-02")
    world.publish(key=key)
    for name in (address, address + "/"):
        tap.equal(fetch(world, name), (0, "", ""), "fetch/all of it")
        found = {path.name: path.read_bytes() for path in copy.iterdir()}
        tap.equal(found, {path.name: path.read_bytes() for path in world.site.iterdir()}, "fetch/as it is")
        if name == address:
            shutil.rmtree(copy)
    status, _, errors = fetch(world, address)
    tap.ok(status == 1 and "there already" in errors, "fetch/not over another", errors)
    shutil.rmtree(copy)
    for label, name, content, word in (
        ("other bytes", "index.html", b"other", "index.html"),
        ("a name outside", "SHA256SUMS", b"0" * 64 + b"  ../x\n", "not one of a site"),
        ("another name", "SHA256SUMS", b"0" * 64 + b"  x\n", "not one of a site"),
        ("no digest", "SHA256SUMS", b"0  index.html\n", "not one of a site"),
        ("nonsense", "SHA256SUMS", b"\xff<!DOCTYPE html>\n", "not one of a site"),
        ("no latest.json", "latest.json", None, "latest.json"),
        ("an archive is missing", "osinfo-db-20990101.tar.xz", None, "osinfo-db-20990101.tar.xz"),
    ):
        saved = (world.site / name).read_bytes()
        (world.site / name).unlink()
        if content is not None:
            (world.site / name).write_bytes(content)
        status, output, errors = fetch(world, address, "--first")
        left = [path.name for path in world.root.iterdir() if path.name.startswith("copy")]
        tap.ok(status == 1 and output == "" and is_one_line(errors) and word in errors and left == [], f"fetch/{label}", errors, left)
        (world.site / name).write_bytes(saved)
    status, _, errors = fetch(world, "http://127.0.0.1:9")
    tap.ok(status == 1 and is_one_line(errors) and "cannot fetch" in errors, "fetch/no server", errors)
    status, _, errors = fetch(world, "file:///tmp")
    tap.ok(status == 2 and "usage" in errors, "fetch/no address", errors)


def test_script(tap, world, key):
    """Twice on a machine that keeps nothing."""
    world.trust(key)
    for path in ("release/publish", "release/fetch-site", ".ci/publish", *(f"release/{path.name}" for path in (SOURCE / "release").glob("*.py"))):
        (world.tree / path).parent.mkdir(exist_ok=True)
        shutil.copy(SOURCE / path, world.tree / path)
    (world.tree / "build").mkdir()
    (world.tree / "build" / "osinfo-db-tools").symlink_to(world.folder)
    programs = world.path("programs")
    write_program(programs / "make", "exit 0\n")
    write_program(programs / "meson", 'test "$*" = "test -C build --suite osinfo-db"\n')
    secret = world.path("key.asc")
    secret.write_bytes(world.keys.gpg("--armor", "--export-secret-keys", key))
    passphrase = world.path("passphrase")
    passphrase.write_text("\n", encoding="ascii")

    def run(**variables):
        environment = dict(world.environment, PATH=f"{programs}:/usr/bin:/bin", OSINFO_KEY=key, OSINFO_KEY_FILE=str(secret),
                           OSINFO_PASSPHRASE_FILE=str(passphrase), OSINFO_SITE_URL=world.environment["OSINFO_DB_URL"],
                           OSINFO_CATALOGUE="no")  # fmt: skip
        return subprocess.run([world.tree / ".ci" / "publish"], env=environment | variables, stdin=subprocess.DEVNULL,
                              capture_output=True, text=True, timeout=HANG, check=False)  # fmt: skip

    public = world.tree / "public"
    world.site.mkdir()
    result = run()
    tap.ok(result.returncode == 1 and "SHA256SUMS" in result.stderr and not public.exists(), "script/no site, and nobody said so", result)
    for number in range(3):
        world.change(f"2026-02-0{number + 1}" if number < 2 else "2026-02-02")
        result = run(OSINFO_SITE_FIRST="yes" if number == 0 else "")
        words = "nothing new" if number == 2 else "published "
        if not tap.ok(result.returncode == 0 and words in result.stdout, f"script/run {number}", result):
            continue
        shutil.rmtree(world.site)
        public.rename(world.site)
        (world.tree / ".public.lock").unlink()
    tap.equal((world.refresh(), world.get_date()), ((0, "", ""), "2026-02-02"), "script/a client has it")


def main():
    tap = Tap()
    test_recipes(tap)
    test_needs(tap)
    test_progress(tap)
    test_watch(tap)
    reason = find_problem()
    if reason is not None:
        tap.skip("publications", reason)
        return tap.finish()
    with Keyring() as keys:
        key = keys.make("Project <project@example.org>")
        test_fetch(tap, PublishWorld(sys.argv[1], keys), key)
        test_script(tap, PublishWorld(sys.argv[1], keys), key)
    return tap.finish()


if __name__ == "__main__":
    sys.exit(main())
