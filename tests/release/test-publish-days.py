#!/usr/bin/python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Forty days of publications, with days on which nothing changes, several changes on one, and a release that is
withdrawn: each site is consistent, and a client of each day goes on to the newest by one command. Prints TAP.

usage: test-publish-days.py FOLDER-OF-PROGRAMS"""

import datetime
import json
import sys

from publish_case import PublishWorld, find_problem
from keyring import Keyring
from tools_case import Tap

FIRST = datetime.date(2099, 2, 10)
DAYS = 40
KEEP = 12
QUIET = {*range(5, 9), *range(22, 38)}  # long enough for latest.json to be renewed
BUSY = {3: 3, 12: 2, 13: 11}  # releases on that day
WITHDRAWN = {17, 39}  # the last one of the day before


def get_order(version):
    day, _, number = version.partition(".")
    return int(day), int(number or 0)


def publish_day(world, key, number, date):
    """What a day's publications announce, one after another."""
    announced = []

    def publish(*arguments):
        result = world.publish(f"--keep={KEEP}", *arguments, key=key, date=date)
        wrong = result if result[0] != 0 or result[2] else world.check_site()
        announced.append((world.read_latest()["release"]["version"], wrong))

    if number in WITHDRAWN:
        publish(f"--withdraw={world.read_latest()['release']['version']}")
    count = 0 if number in QUIET else BUSY.get(number, 1)
    for release in range(count):
        world.change(f"{1985 + number}-01-{release + 1:02}")
        publish()
    if count == 0:
        publish()
    return announced


def main():
    reason = find_problem()
    if reason is not None:
        print(f"1..0 # SKIP {reason}")
        return 0
    tap = Tap()
    with Keyring() as keys:
        key = keys.make("Project <project@example.org>")
        world = PublishWorld(sys.argv[1], keys)
        world.trust(key)
        clients = {}
        last = None
        for number in range(DAYS):
            date = FIRST + datetime.timedelta(days=number)
            announced = publish_day(world, key, number, date)
            wrong = [each for each in announced if each[1] is not None]
            versions = [version for version, _ in announced]
            order = [last, *versions] if last else versions
            tap.ok(not wrong and order == sorted(order, key=get_order), f"days/{date} is consistent", wrong, order)
            last = versions[-1]
            expires = datetime.date.fromisoformat(world.read_latest()["expires"][:10])
            tap.ok(expires - date >= datetime.timedelta(days=7), f"days/{date} is believed for a week", expires)
            clients[date] = last
            result = world.refresh(str(date))
            tap.equal((result, world.get_version(str(date))), ((0, "", ""), last), f"days/{date} has a client")
        newest = world.get_date(str(date))
        for date, version in clients.items():
            result = world.refresh(str(date))
            found = result, world.get_version(str(date)), world.get_date(str(date))
            tap.equal(found, ((0, "", ""), last, newest), f"days/the client of {date}, {version}, goes on to the newest")
        rows = json.loads((world.site / "releases.json").read_bytes())["releases"]
        tap.equal(len([row for row in rows if "withdrawn" not in row]), KEEP, "days/as many as are kept")
        tap.equal(len([row for row in rows if "withdrawn" in row]), len(WITHDRAWN), "days/withdrawn ones are remembered")
    return tap.finish()


if __name__ == "__main__":
    sys.exit(main())
