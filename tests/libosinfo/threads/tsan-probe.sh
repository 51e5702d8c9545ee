#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
# Can the thread sanitizer run here? Prints what to put before a command, which may be nothing; where it
# cannot, says why instead and exits with 77. $1: the compiler.
set -eu

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
echo 'int main(void) { return 0; }' >"$folder/probe.c"
if ! "$1" -fsanitize=thread "$folder/probe.c" -o "$folder/probe" >/dev/null 2>&1; then
    echo "$1 has no thread sanitizer"
    exit 77
fi
# kernels that spread addresses wide leave it no room, or too little now and then, unless they are told not to
for wrapper in 'setarch -R' ''; do
    if reason=$($wrapper "$folder/probe" 2>&1); then
        echo "$wrapper"
        exit 0
    fi
done
echo "the thread sanitizer does not start: $(echo "$reason" | head -n 1)"
exit 77
