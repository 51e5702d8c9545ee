# SPDX-License-Identifier: GPL-2.0-or-later
function __osinfo_systems
    osinfo-query os --fields=short-id --format=csv 2>/dev/null | string trim | tail -n +2
end

function __osinfo_platforms
    osinfo-query platform --fields=short-id --format=csv 2>/dev/null | string trim | tail -n +2
end

complete -c osinfo-profile -a '(__osinfo_systems)' -d 'Operating system'
complete -c osinfo-profile -s h -l help -d 'Show help options'
complete -c osinfo-profile -s a -l arch -x -a 'aarch64 armv7l i686 loongarch64 ppc64le riscv64 s390x x86_64' -d 'Architecture'
complete -c osinfo-profile -s p -l phase -x -a 'install run' -d 'For what'
complete -c osinfo-profile -l purpose -x -a 'desktop server' -d 'For whom'
complete -c osinfo-profile -l firmware -x -a 'bios efi' -d 'Firmware, where there is a choice'
complete -c osinfo-profile -l platform -x -a '(__osinfo_platforms)' -d 'Only what this platform has'
complete -c osinfo-profile -l device -x -d 'Only devices that are named'
complete -c osinfo-profile -l trusted-signer -x -a 'microsoft-uefi-2011 microsoft-uefi-2023 microsoft-windows-2011 microsoft-windows-2023' -d 'Secure Boot only for what this one signed'
complete -c osinfo-profile -s n -l name -x -d 'Name of the machine'
complete -c osinfo-profile -l disk -r -F -d 'File of its disk'
complete -c osinfo-profile -l cdrom -r -F -d 'File of a medium'
complete -c osinfo-profile -l emulated -d 'For a host whose hardware does not help'
complete -c osinfo-profile -s e -l explain -d 'Say why, in text'
complete -c osinfo-profile -s f -l format -x -a 'json kubevirt libvirt proxmox qemu text' -d 'Form'
complete -c osinfo-profile -l version -d 'Print the version and exit'
