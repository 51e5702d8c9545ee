# SPDX-License-Identifier: GPL-2.0-or-later
complete -c osinfo-db-import -s h -l help -d 'Show help options'
complete -c osinfo-db-import -s v -l verbose -d 'Verbose progress information'
complete -c osinfo-db-import -l user -d 'Import into user directory'
complete -c osinfo-db-import -l local -d 'Import into local directory'
complete -c osinfo-db-import -l system -d 'Import into system directory'
complete -c osinfo-db-import -l dir -x -a '(__fish_complete_directories)' -d 'Import into custom directory'
complete -c osinfo-db-import -l root -x -a '(__fish_complete_directories)' -d 'Installation root directory'
complete -c osinfo-db-import -l latest -d "Import the latest osinfo-db from osinfo-db's website"
complete -c osinfo-db-import -l nightly -d "Import the latest nightly build of unreleased osinfo-db from osinfo-db's website"
complete -c osinfo-db-import -l rollback -d 'Import again the archive of the import before the last one'
complete -c osinfo-db-import -l dry-run -d 'Only list the files that would be added, changed or removed'
complete -c osinfo-db-import -l allow-downgrade -d 'Also import an archive that is older than the installed files'
complete -c osinfo-db-import -l require-signature -d 'Refuse archives without a good signature'
complete -c osinfo-db-import -l no-require-signature -d 'Also import archives without a good signature'
complete -c osinfo-db-import -l exit-code -d 'With --latest, exit with 2 when there is nothing new'
complete -c osinfo-db-import -l validate -d 'Refuse archives with files that the schema does not allow'
complete -c osinfo-db-import -l url -x -d 'Where latest.json and nightly.json are'
complete -c osinfo-db-import -l version -d 'Print the version and exit'
