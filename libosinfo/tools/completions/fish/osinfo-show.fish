# SPDX-License-Identifier: GPL-2.0-or-later
function __osinfo_systems
    osinfo-query os --fields=short-id --format=tsv --no-header 2>/dev/null
end

complete -c osinfo-show -f
complete -c osinfo-show -a '(__osinfo_systems)' -d 'Operating system'
complete -c osinfo-show -s h -l help -d 'Show help options'
complete -c osinfo-show -s a -l all -d 'Show all systems'
complete -c osinfo-show -s f -l format -x -a 'json jsonl text' -d 'Output format'
complete -c osinfo-show -s s -l supported-on -x -a 'today' -d 'Say whether systems are supported on a day'
complete -c osinfo-show -l version -d 'Print the version and exit'
