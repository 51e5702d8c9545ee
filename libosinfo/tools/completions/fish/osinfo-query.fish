# SPDX-License-Identifier: GPL-2.0-or-later
set -l types deployment device driver firmware image media os platform resources script tree variant
set -l columns bus-type class codename distro eol-date extended-end family id name product \
    product-id release-date release-status security-end short-id standard-end vendor vendor-id version
set -l schemes ansible ansible-family cim cobbler content cpe disk-info endoflife.date foreman \
    hyper-v kubevirt kubevirt-template libguestfs libguestfs-inspect netboot.xyz openstack \
    openstack-version os-release ovirt proxmox quickget treeinfo vagrant virtualbox vmware windows
set -l others has identity.$schemes supported-on
set -l conditions $columns= $others=

# What the rows of the type have for the key of the condition that is typed.
function __osinfo_condition_values
    set -l types deployment device driver firmware image media os platform resources script tree variant
    set -l parts (string match -r '^([a-z.-]+)(!?=|~)' -- (commandline -ct))
    or return
    set -l type
    for word in (commandline -opc)
        contains -- $word $types; and set type $word; and break
    end
    switch $parts[2]
        case has
            printf "$parts[1]%s\n" driver firmware image media resources script tree variant
        case os
            osinfo-query os --fields=short-id --format=tsv --no-header 2>/dev/null | string replace -r '^' $parts[1]
        case supported-on
            echo $parts[1]today
        case '*'
            osinfo-query $type --fields=$parts[2] --format=tsv --no-header 2>/dev/null | sort -u | string replace -r '^' $parts[1]
    end
end

complete -c osinfo-query -f
complete -c osinfo-query -n "__fish_seen_subcommand_from $types" -a '(__osinfo_condition_values)'
complete -c osinfo-query -n "not __fish_seen_subcommand_from $types" -a "$types"
complete -c osinfo-query -n "__fish_seen_subcommand_from $types" -a "$conditions"
complete -c osinfo-query -s h -l help -d 'Show help options'
complete -c osinfo-query -s s -l sort -x -a "$columns" -d 'Sort column'
complete -c osinfo-query -s f -l fields -x -a "$columns" -d 'Display fields'
complete -c osinfo-query -s c -l columns -x -a "$columns" -d 'Display these fields in this order'
complete -c osinfo-query -l name-in -x -a "$schemes" -d 'Display what systems are called in schemes'
complete -c osinfo-query -l search -x -d 'Find systems by words, the best first'
complete -c osinfo-query -s r -l reverse -d 'Sort descending'
complete -c osinfo-query -s V -l version-sort -d 'Sort numbers in values as numbers'
complete -c osinfo-query -l format -x -a 'csv json jsonl table tsv' -d 'Output format'
complete -c osinfo-query -s 0 -l null -d 'End each value with NUL, and print no more'
complete -c osinfo-query -l no-header -d 'Do not print the names of columns'
complete -c osinfo-query -s q -l quiet -d 'Print nothing; the exit status answers'
complete -c osinfo-query -l strict -d 'Exit with status 2 after an error'
complete -c osinfo-query -l version -d 'Print the version and exit'
