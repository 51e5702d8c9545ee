# SPDX-License-Identifier: GPL-2.0-or-later
complete -c osinfo-db-compile -f
complete -c osinfo-db-compile -s h -l help -d 'Show help options'
complete -c osinfo-db-compile -l dir -r -a '(__fish_complete_directories)' -d 'Write into this folder'
complete -c osinfo-db-compile -s v -l verbose -d 'Print the name of the file that was written'
complete -c osinfo-db-compile -l version -d 'Print the version and exit'
