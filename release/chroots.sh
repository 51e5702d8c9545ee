# SPDX-License-Identifier: LGPL-2.1-or-later
# shellcheck shell=bash
# Chroots of Debian's releases, for scripts that source this. Mounts and processes live in namespaces of a run, so
# that nothing of them stays behind when it is interrupted.

program=${0##*/}
mirror=${DEBIAN_MIRROR:-http://deb.debian.org/debian}
is_fresh=no
is_removed=no
suites=

chroot_options="  --folder=FOLDER   where chroots and logs are kept for the next run ($folder)
  --fresh           make the chroots anew
  --mirror=URL      where Debian is fetched from (\$DEBIAN_MIRROR, http://deb.debian.org/debian)
  --remove          remove each chroot after its run; logs stay"

fail() {
    echo "$program: $*" >&2
    exit 2
}

# An option that all of these scripts have, or the name of a suite.
take_option() {
    case $1 in
    --folder=/*) folder=${1#*=} ;;
    --folder=*) folder=$PWD/${1#*=} ;;
    --fresh) is_fresh=yes ;;
    --mirror=*) mirror=${1#*=} ;;
    --remove) is_removed=yes ;;
    -*) return 1 ;;
    *) suites="$suites $1" ;;
    esac
}

# What is tested is what is committed: $source at $commit.
prepare_chroots() {
    [ "$(id -u)" = 0 ] || fail "only root can make chroots"
    for needed in debootstrap git unshare; do
        command -v "$needed" >/dev/null || fail "'$needed' is not installed"
    done
    source=$(git -C "$(dirname "$0")" rev-parse --show-toplevel)
    commit=$(git -C "$source" rev-parse HEAD)
    mkdir -p "$folder"

    isolated='unshare --mount --propagation private --pid --fork --kill-child'
    if ! $isolated true 2>/dev/null; then
        echo "$program: no namespaces here; tests that need /proc will fail" >&2
        isolated=
    fi
}

# Packages of a suite come into its folder; SUITE:ARCH is that suite, too.
bootstrap() {
    # shellcheck disable=SC2086
    $isolated debootstrap --variant=minbase --include=ca-certificates,git,make "${1%:*}" "$folder/$1" "$mirror"
}

# Runs a shell command in a chroot. With namespaces that is the root of a mount table of its own:
# the kernel gives nobody below a chroot a user namespace, and tests that mount something would skip.
inside() {
    root=$folder/$1
    shift
    if [ -z "$isolated" ]; then
        env -i HOME=/root PATH=/usr/sbin:/usr/bin:/sbin:/bin chroot "$root" sh -euc "$*"
        return
    fi
    # shellcheck disable=SC2016,SC2086
    env -i HOME=/root PATH=/usr/sbin:/usr/bin:/sbin:/bin $isolated sh -euc '
        mount --bind "$1" "$1"
        cd "$1"
        mount -t proc proc proc
        mount -t devpts -o newinstance,ptmxmode=0666 devpts dev/pts
        mount -t tmpfs -o mode=1777 shm dev/shm
        pivot_root . .
        umount -l .
        exec chroot . sh -euc "$2"' sh "$root" "$*"
}

remove_chroot() {
    rm -rf --one-file-system "${folder:?}/$1"
}

# A finished chroot has the mark; one that was interrupted is made again. Proxies and what apt is told
# of a wrong clock hold inside, too.
make_chroot() {
    root=$folder/$1
    if [ "$is_fresh" = yes ] || [ ! -e "$root/.osinfo-suite" ]; then
        remove_chroot "$1"
        bootstrap "$1"
        printf '#!/bin/sh\nexit 101\n' >"$root/usr/sbin/policy-rc.d"
        chmod +x "$root/usr/sbin/policy-rc.d"
        echo 'Dpkg::Options { "--force-unsafe-io"; };' >"$root/etc/apt/apt.conf.d/50suite"
        touch "$root/.osinfo-suite"
    fi
    apt-config dump --no-empty Acquire 2>/dev/null |
        grep -E '^Acquire::(https?::Proxy|Check-Valid-Until|Check-Date) ' \
            >"$root/etc/apt/apt.conf.d/51host" || true
    # a run that was interrupted may have left half a package
    inside "$1" 'export DEBIAN_FRONTEND=noninteractive
        dpkg --configure -a
        apt-get -q update
        apt-get -q -y -f dist-upgrade'
}

# shellcheck disable=SC2317
stop() {
    trap '' INT TERM HUP
    for group in $(jobs -p); do
        kill -KILL -- "-$group" 2>/dev/null || true
    done
    wait
    exit 130
}

# Calls a function for each suite and prints what it came to, by the last line that counts tests. Each run is a
# process group; what is in its namespaces ends with it.
run_suites() {
    run=$1
    shift
    set -m
    trap stop INT TERM HUP
    # the branch may be another one when the last suite begins
    for suite; do
        rm -rf "$folder/$suite.git"
        git clone -q --bare --no-local "$source" "$folder/$suite.git"
    done
    report=
    status=0
    for suite; do
        log=$folder/$suite.log
        start=$(date +%s)
        echo "$suite: the log is '$log'" >&2
        ( "$run" "$suite" ) >"$log" 2>&1 </dev/null &
        verdict=ok
        wait "$!" || verdict=FAILED
        counted=$(grep -E '^[0-9]+ passed, [0-9]+ failed' "$log" | tail -n1 || true)
        [ -n "$counted" ] || verdict=FAILED
        [ "$verdict" = ok ] || status=1
        report="$report$suite: $verdict: ${counted:-no test ran} ($(($(date +%s) - start)) s)
"
        [ "$is_removed" = no ] || remove_chroot "$suite"
    done
    printf '%s' "$report"
    exit "$status"
}
