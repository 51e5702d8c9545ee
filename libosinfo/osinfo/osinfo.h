/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * All of the library: programs include this header and no other.
 */
#pragma once

#include <osinfo/osinfo_avatar_format.h>
#include <osinfo/osinfo_candidate.h>
#include <osinfo/osinfo_datamap.h>
#include <osinfo/osinfo_db.h>
#include <osinfo/osinfo_db_location.h>
#include <osinfo/osinfo_deployment.h>
#include <osinfo/osinfo_device.h>
#include <osinfo/osinfo_device_driver.h>
#include <osinfo/osinfo_devicelink.h>
#include <osinfo/osinfo_devicelinkfilter.h>
#include <osinfo/osinfo_download.h>
#include <osinfo/osinfo_entity.h>
#include <osinfo/osinfo_enum_types.h>
#include <osinfo/osinfo_evidence.h>
#include <osinfo/osinfo_filter.h>
#include <osinfo/osinfo_firmware.h>
#include <osinfo/osinfo_guest_profile.h>
#include <osinfo/osinfo_identification.h>
#include <osinfo/osinfo_identity.h>
#include <osinfo/osinfo_image.h>
#include <osinfo/osinfo_install_config.h>
#include <osinfo/osinfo_install_config_param.h>
#include <osinfo/osinfo_install_script.h>
#include <osinfo/osinfo_lifecycle_phase.h>
#include <osinfo/osinfo_list.h>
#include <osinfo/osinfo_lists.h>
#include <osinfo/osinfo_loader.h>
#include <osinfo/osinfo_machine.h>
#include <osinfo/osinfo_media.h>
#include <osinfo/osinfo_os.h>
#include <osinfo/osinfo_os_variant.h>
#include <osinfo/osinfo_part.h>
#include <osinfo/osinfo_platform.h>
#include <osinfo/osinfo_product.h>
#include <osinfo/osinfo_productfilter.h>
#include <osinfo/osinfo_resources.h>
#include <osinfo/osinfo_search_hit.h>
#include <osinfo/osinfo_tree.h>
#include <osinfo/osinfo_version.h>
