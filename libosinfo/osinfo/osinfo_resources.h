/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <osinfo/osinfo_entity.h>

G_BEGIN_DECLS

#define OSINFO_TYPE_RESOURCES (osinfo_resources_get_type())
G_DECLARE_FINAL_TYPE(OsinfoResources, osinfo_resources, OSINFO, RESOURCES, OsinfoEntity)

/**
 * OSINFO_ARCHITECTURE_ALL:
 *
 * The architecture that stands for every one.
 */
#define OSINFO_ARCHITECTURE_ALL "all"

/**
 * OSINFO_MEGAHERTZ:
 *
 * Hertz in a megahertz.
 */
#define OSINFO_MEGAHERTZ 1000000

/**
 * OSINFO_KIBIBYTES:
 *
 * Bytes in a kibibyte.
 */
#define OSINFO_KIBIBYTES 1024

/**
 * OSINFO_MEBIBYTES:
 *
 * Bytes in a mebibyte.
 */
#define OSINFO_MEBIBYTES 1048576

/**
 * OSINFO_GIBIBYTES:
 *
 * Bytes in a gibibyte.
 */
#define OSINFO_GIBIBYTES 1073741824

/**
 * OSINFO_RESOURCES_PROP_ARCHITECTURE:
 *
 * Parameter of resources: the architecture that they are said of; may be `all`.
 */
#define OSINFO_RESOURCES_PROP_ARCHITECTURE "architecture"

/**
 * OSINFO_RESOURCES_PROP_CPU:
 *
 * Parameter of resources: speed of a processor in Hz.
 */
#define OSINFO_RESOURCES_PROP_CPU "cpu"

/**
 * OSINFO_RESOURCES_PROP_N_CPUS:
 *
 * Parameter of resources: number of processors.
 */
#define OSINFO_RESOURCES_PROP_N_CPUS "n-cpus"

/**
 * OSINFO_RESOURCES_PROP_RAM:
 *
 * Parameter of resources: memory in bytes.
 */
#define OSINFO_RESOURCES_PROP_RAM "ram"

/**
 * OSINFO_RESOURCES_PROP_STORAGE:
 *
 * Parameter of resources: room on a disk in bytes.
 */
#define OSINFO_RESOURCES_PROP_STORAGE "storage"

OsinfoResources *osinfo_resources_new(const gchar *id, const gchar *architecture);
const gchar *osinfo_resources_get_architecture(OsinfoResources *resources);
gint64 osinfo_resources_get_cpu(OsinfoResources *resources);
gint osinfo_resources_get_n_cpus(OsinfoResources *resources);
gint64 osinfo_resources_get_ram(OsinfoResources *resources);
gint64 osinfo_resources_get_storage(OsinfoResources *resources);
void osinfo_resources_set_cpu(OsinfoResources *resources, gint64 cpu);
void osinfo_resources_set_n_cpus(OsinfoResources *resources, gint n_cpus);
void osinfo_resources_set_ram(OsinfoResources *resources, gint64 ram);
void osinfo_resources_set_storage(OsinfoResources *resources, gint64 storage);

G_END_DECLS
