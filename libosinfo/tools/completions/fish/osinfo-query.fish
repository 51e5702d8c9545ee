# SPDX-License-Identifier: GPL-2.0-or-later
set -l types deployment device os platform
set -l columns bus-type class codename distro eol-date extended-end family id name product \
    product-id release-date release-status security-end short-id standard-end vendor vendor-id version
set -l others identity.content identity.cpe identity.disk-info identity.endoflife.date \
    identity.libguestfs identity.os-release identity.treeinfo identity.windows supported-on
set -l conditions $columns= $others=

complete -c osinfo-query -f
complete -c osinfo-query -n "not __fish_seen_subcommand_from $types" -a "$types"
complete -c osinfo-query -n "__fish_seen_subcommand_from $types" -a "$conditions"
complete -c osinfo-query -s h -l help -d 'Show help options'
complete -c osinfo-query -s s -l sort -x -a "$columns" -d 'Sort column'
complete -c osinfo-query -s f -l fields -x -a "$columns" -d 'Display fields'
complete -c osinfo-query -l format -x -a 'csv json table' -d 'Output format'
complete -c osinfo-query -l version -d 'Print the version and exit'
