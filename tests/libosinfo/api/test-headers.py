#!/usr/bin/python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Every header that libosinfo 1.10 installed is there, and a program may include it first and alone. Prints TAP.

usage: test-headers.py INCLUDE_FOLDERS COMPILER...      (folders with ":" between them)"""

import subprocess
import sys
from pathlib import Path

sys.dont_write_bytecode = True
sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "common"))
from tools_case import Tap

# name, what it declares
HEADERS = [
    ("osinfo", "OsinfoDb *"),
    ("osinfo_avatar_format", "OsinfoAvatarFormat *"),
    ("osinfo_datamap", "OsinfoDatamap *"),
    ("osinfo_datamaplist", "OsinfoDatamapList *"),
    ("osinfo_db", "OsinfoDb *"),
    ("osinfo_deployment", "OsinfoDeployment *"),
    ("osinfo_deploymentlist", "OsinfoDeploymentList *"),
    ("osinfo_device", "OsinfoDevice *"),
    ("osinfo_device_driver", "OsinfoDeviceDriver *"),
    ("osinfo_device_driverlist", "OsinfoDeviceDriverList *"),
    ("osinfo_devicelink", "OsinfoDeviceLink *"),
    ("osinfo_devicelinkfilter", "OsinfoDeviceLinkFilter *"),
    ("osinfo_devicelinklist", "OsinfoDeviceLinkList *"),
    ("osinfo_devicelist", "OsinfoDeviceList *"),
    ("osinfo_entity", "OsinfoEntity *"),
    ("osinfo_enum_types", "GType"),
    ("osinfo_filter", "OsinfoFilter *"),
    ("osinfo_firmware", "OsinfoFirmware *"),
    ("osinfo_firmwarelist", "OsinfoFirmwareList *"),
    ("osinfo_image", "OsinfoImage *"),
    ("osinfo_imagelist", "OsinfoImageList *"),
    ("osinfo_install_config", "OsinfoInstallConfig *"),
    ("osinfo_install_config_param", "OsinfoInstallConfigParam *"),
    ("osinfo_install_config_paramlist", "OsinfoInstallConfigParamList *"),
    ("osinfo_install_script", "OsinfoInstallScript *"),
    ("osinfo_install_scriptlist", "OsinfoInstallScriptList *"),
    ("osinfo_list", "OsinfoList *"),
    ("osinfo_loader", "OsinfoLoader *"),
    ("osinfo_macros", "GType"),
    ("osinfo_media", "OsinfoMedia *"),
    ("osinfo_medialist", "OsinfoMediaList *"),
    ("osinfo_os", "OsinfoOs *"),
    ("osinfo_os_variant", "OsinfoOsVariant *"),
    ("osinfo_os_variantlist", "OsinfoOsVariantList *"),
    ("osinfo_oslist", "OsinfoOsList *"),
    ("osinfo_platform", "OsinfoPlatform *"),
    ("osinfo_platformlist", "OsinfoPlatformList *"),
    ("osinfo_product", "OsinfoProduct *"),
    ("osinfo_productfilter", "OsinfoProductFilter *"),
    ("osinfo_productlist", "OsinfoProductList *"),
    ("osinfo_resources", "OsinfoResources *"),
    ("osinfo_resourceslist", "OsinfoResourcesList *"),
    ("osinfo_tree", "OsinfoTree *"),
    ("osinfo_treelist", "OsinfoTreeList *"),
    ("osinfo_version", "int"),
]


def main():
    folders, *compiler = sys.argv[1:]
    cflags = subprocess.run(["pkg-config", "--cflags", "gio-2.0"], capture_output=True, text=True, check=True).stdout.split()
    command = [*compiler, "-x", "c", "-fsyntax-only", "-Wall", "-Wextra", "-Werror", *cflags, "-"]
    command[-1:-1] = [f"-I{folder}" for folder in folders.split(":")]
    tap = Tap()
    for name, declared in HEADERS:
        program = f"#include <osinfo/{name}.h>\nextern {declared} found;\n"
        result = subprocess.run(command, input=program, capture_output=True, text=True, check=False)
        tap.ok(result.returncode == 0, name, result.stderr[:2000])
    return tap.finish()


sys.exit(main())
