# SPDX-License-Identifier: GPL-2.0-or-later
set -l settings avatar-disk avatar-location driver-signing hardware-arch hostname installation-url \
    l10n-keyboard l10n-language l10n-timezone post-install-drivers-disk \
    post-install-drivers-location pre-install-drivers-disk pre-install-drivers-location reg-login \
    reg-product-key script-disk target-disk user-admin user-autologin user-login user-realname
set -l settings $settings=

function __osinfo_systems
    osinfo-query os --fields=short-id --format=tsv --no-header 2>/dev/null
end

complete -c osinfo-install-script -a '(__osinfo_systems)' -d 'Operating system'
complete -c osinfo-install-script -s h -l help -d 'Show help options'
complete -c osinfo-install-script -s p -l profile -x -a 'desktop jeos' -d 'Install script profile'
complete -c osinfo-install-script -s d -l output-dir -x -a '(__fish_complete_directories)' -d 'Install script output directory'
complete -c osinfo-install-script -s o -l output -r -F -d 'Write the script to this file'
complete -c osinfo-install-script -l script -x -d 'Only the script with this id or output filename'
complete -c osinfo-install-script -s P -l prefix -x -d 'The output filename prefix'
complete -c osinfo-install-script -s s -l installation-source -x -a 'media network' -d 'The installation source to be used with the script'
complete -c osinfo-install-script -s c -l config -x -a "$settings" -d 'Set configuration parameter'
complete -c osinfo-install-script -s f -l config-file -r -F -d 'Set configuration parameters'
complete -c osinfo-install-script -l list-config -d 'List configuration parameters'
complete -c osinfo-install-script -l list-profiles -d 'List install script profiles'
complete -c osinfo-install-script -l list-injection-methods -d 'List supported injection methods'
complete -c osinfo-install-script -l format -x -a 'json plain' -d 'Format of lists'
complete -c osinfo-install-script -s q -l quiet -d 'Do not display output filenames'
complete -c osinfo-install-script -l version -d 'Print the version and exit'
