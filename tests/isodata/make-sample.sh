#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
#
# Makes a small ISO 9660 image that starts in an x86 PC, prints a line and halts: something to point
# the programs at when there is no installer at hand. Equal arguments give equal images.
#
# usage: make-sample.sh OUTPUT VOLID [SYSID [PUBLISHER [APPID]]]
set -eu

if [ $# -lt 2 ] || [ $# -gt 5 ]; then
    echo "usage: $0 OUTPUT VOLID [SYSID [PUBLISHER [APPID]]]" >&2
    exit 2
fi
output=$1 volume=$2 system=${3:-} publisher=${4:-} application=${5:-}

if ! command -v xorriso > /dev/null; then
    echo "$0: xorriso is not installed" >&2
    exit 77 # "skipped", for test programs
fi

# 2020-01-01, unless the caller wants another date.
export SOURCE_DATE_EPOCH="${SOURCE_DATE_EPOCH:-1577836800}"

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
mkdir "$folder/tree"

# The boot sector, which firmware loads at 0x7C00:
#   372         cli
#   061 300     xor ax, ax
#   216 330     mov ds, ax
#   276 031 174 mov si, 0x7C19      the text behind the code
#   374         cld
#   254         lodsb               next character
#   204 300     test al, al
#   164 010     jz +8               the last one is done: halt
#   264 016     mov ah, 0x0E
#   061 333     xor bx, bx
#   315 020     int 0x10            print it
#   353 363     jmp -13
#   364         hlt
#   353 375     jmp -3
{
    printf '\372\061\300\216\330\276\031\174\374\254\204\300\164\010'
    printf '\264\016\061\333\315\020\353\363\364\353\375'
    printf 'This is a sample image. There is nothing to install.\r\n\0'
} > "$folder/tree/boot.img"
truncate -s 510 "$folder/tree/boot.img"
printf '\125\252' >> "$folder/tree/boot.img"
truncate -s 2048 "$folder/tree/boot.img"

if ! xorriso -as mkisofs -quiet -o "$output" -J -no-pad \
    -V "$volume" -sysid "$system" -publisher "$publisher" -A "$application" \
    -b boot.img -c boot.cat -no-emul-boot -boot-load-size 4 \
    "$folder/tree" 2> "$folder/messages"; then
    cat "$folder/messages" >&2
    exit 1
fi

# xorriso changes what the standard does not allow, such as small letters; real images do have them.
put_text() { # OFFSET SIZE TEXT
    printf "%-$2.$2s" "$3" | dd of="$output" bs=1 seek=$((32768 + $1)) conv=notrunc status=none
}
export LC_ALL=C # sizes are bytes
put_text 8 32 "$system"
put_text 40 32 "$volume"
put_text 318 128 "$publisher"
put_text 574 128 "$application"
