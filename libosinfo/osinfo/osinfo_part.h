/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <osinfo/osinfo_entity.h>
#include <osinfo/osinfo_lists.h>

G_BEGIN_DECLS

#define OSINFO_TYPE_PART (osinfo_part_get_type())
G_DECLARE_FINAL_TYPE(OsinfoPart, osinfo_part, OSINFO, PART, OsinfoEntity)

OsinfoPartList *osinfo_entity_get_parts(OsinfoEntity *entity, const char *element);

G_END_DECLS
