# SPDX-License-Identifier: GPL-2.0-or-later
complete -c osinfo-db-path -f
complete -c osinfo-db-path -s h -l help -d 'Show help options'
complete -c osinfo-db-path -l user -d 'Report the user directory'
complete -c osinfo-db-path -l local -d 'Report the local directory'
complete -c osinfo-db-path -l system -d 'Report the system directory'
complete -c osinfo-db-path -l dir -x -a '(__fish_complete_directories)' -d 'Report the custom directory'
complete -c osinfo-db-path -l root -x -a '(__fish_complete_directories)' -d 'Report against root directory'
complete -c osinfo-db-path -l version -d 'Print the version and exit'
