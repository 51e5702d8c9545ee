# SPDX-License-Identifier: GPL-2.0-or-later
complete -c osinfo-db-diff -s h -l help -d 'Show help options'
complete -c osinfo-db-diff -l format -x -a 'json markdown text' -d 'Report as text, json or markdown'
complete -c osinfo-db-diff -l exit-code -d 'Exit with 2 when something differs'
complete -c osinfo-db-diff -l version -d 'Print the version and exit'
