#!/usr/bin/python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Counts the test cases of the last `meson test` of each build folder given, with FOLDER:NAME those of its
log testlog-NAME, and says why some were skipped; the last line says `N passed, N failed, N skipped`. Where the tests of a
folder cannot run here FOLDER.skipped says why, and they count as one that was skipped. Exit status 1 when one failed, or
when a program ran none."""
import collections
import json
import os
import re
import sys

SKIPPED = re.compile(r'#\s*skip\S*[ \t]*(.*)', re.I)

passed = failed = skipped = 0
for argument in sys.argv[1:]:
    build, _, name = argument.partition(':')
    path = os.path.join(build, 'meson-logs', f'testlog-{name}.json' if name else 'testlog.json')
    if os.path.exists(build + '.skipped'):
        with open(build + '.skipped', encoding='utf-8') as reason:
            print(f'{build}: skipped: {reason.read().strip()}')
        skipped += 1
        continue
    if not os.path.exists(path):
        print(f'{argument}: no test was run')
        failed += 1
        continue
    with open(path, encoding='utf-8') as log:
        programs = [json.loads(line) for line in log]
    for program in programs:
        lines = re.findall(r'^(not )?ok\b(.*)$', program.get('stdout') or '', re.M)
        bad = sum(1 for line in lines if line[0])
        reasons = collections.Counter(
            reason[1] for line in lines if not line[0] for reason in [SKIPPED.search(line[1])] if reason)
        result = program['result']
        if result == 'SKIP' and not lines:
            reason = SKIPPED.search(program.get('stdout') or '')
            reasons[reason[1] if reason else ''] += 1
        skip = sum(reasons.values())
        for reason, count in reasons.items():
            print(f'{argument}: {program["name"]}: {count} skipped: {reason or "no reason is told"}')
        if result not in ('OK', 'EXPECTEDFAIL', 'SKIP') and bad == 0:
            bad = 1
            print(f'{argument}: {program["name"]}: {result}')
        elif bad:
            print(f'{argument}: {program["name"]}: {bad} failed')
        passed += (len(lines) - bad - skip) if lines else (result == 'OK')
        failed += bad
        skipped += skip
print(f'{passed} passed, {failed} failed, {skipped} skipped')
sys.exit(1 if failed or passed == 0 else 0)
