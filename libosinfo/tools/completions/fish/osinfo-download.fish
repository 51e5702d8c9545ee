# SPDX-License-Identifier: GPL-2.0-or-later
function __osinfo_systems
    osinfo-query os --fields=short-id --format=csv 2>/dev/null | string trim | tail -n +2
end

complete -c osinfo-download -x -a '(__osinfo_systems)' -d 'Operating system'
complete -c osinfo-download -s h -l help -d 'Show help options'
complete -c osinfo-download -s e -l edition -x -d 'Edition, such as server'
complete -c osinfo-download -s a -l arch -x -a 'aarch64 armv7l i686 ppc64le riscv64 s390x x86_64' -d 'Architecture'
complete -c osinfo-download -s l -l language -x -d 'Language, such as de or de_DE'
complete -c osinfo-download -s k -l kind -x -a 'any image installer live' -d 'installer, live or image'
complete -c osinfo-download -l image-format -x -a 'qcow2 raw vhdx vmdk' -d 'Format of an image, such as qcow2'
complete -c osinfo-download -s o -l output -r -F -d 'Where the file goes: a folder or a name'
complete -c osinfo-download -l print-plan -d 'Say what would be asked for, and ask nobody'
complete -c osinfo-download -l list -d 'List what there is to choose from'
complete -c osinfo-download -l digest -x -d 'What the file must be, as sha256:DIGITS; the vendor is not asked'
complete -c osinfo-download -l keys -x -a '(__fish_complete_directories)' -d 'A folder with OpenPGP keys of vendors'
complete -c osinfo-download -l ca-file -r -F -d 'Whom to trust for https, instead of the authorities of the system'
complete -c osinfo-download -l max-size -x -d 'Bytes of a file of which nobody says how large it is'
complete -c osinfo-download -l replace -d 'Replace another file of that name'
complete -c osinfo-download -l anew -d 'Do not use what an earlier attempt left'
complete -c osinfo-download -l format -x -a 'json plain' -d 'Output format'
complete -c osinfo-download -s q -l quiet -d 'Say errors only'
complete -c osinfo-download -l version -d 'Print the version and exit'
