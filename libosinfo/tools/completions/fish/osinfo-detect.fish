# SPDX-License-Identifier: GPL-2.0-or-later
complete -c osinfo-detect -s h -l help -d 'Show help options'
complete -c osinfo-detect -s f -l format -x -a 'csv json plain' -d 'Select the output format'
complete -c osinfo-detect -s t -l type -x -a 'media tree' -d 'Select the type of what is being detected'
complete -c osinfo-detect -s a -l all -d 'Report all matches, not just the first'
complete -c osinfo-detect -l defaults -d 'Report what a virtual machine for the OS should have'
complete -c osinfo-detect -l nearest -d 'Take the nearest relative of a release that is not in the database'
complete -c osinfo-detect -l strict -d 'Exit with status 1 when something is not identified'
complete -c osinfo-detect -l version -d 'Print the version and exit'
