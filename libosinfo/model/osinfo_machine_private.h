/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * How what is said of a machine is put together, the nearest statement first.
 */
#pragma once

#include "osinfo/osinfo_entity.h"
#include "osinfo/osinfo_machine.h"

OsinfoMachine *machine_new(const char *architecture);

/* What @part, a <machine> or <firmware>, says and nobody before it did. @origin: who says it. */
void machine_add(OsinfoMachine *self, OsinfoEntity *part, const char *origin);
void machine_add_firmware(OsinfoMachine *self, OsinfoEntity *firmware, const char *origin);
/* Machine types of a PC, by whether the system has a driver for the chipset of q35. */
void machine_add_chipset(OsinfoMachine *self, gboolean has_q35, const char *origin);
/* What holds for the architecture, where nobody said anything before. */
void machine_add_architecture(OsinfoMachine *self);
