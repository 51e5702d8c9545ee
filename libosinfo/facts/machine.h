/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The words of a <machine>: what an operating system wants of the machine that it runs on. Which
 * firmware it starts from stands in <firmware>, which devices it knows in <devices>.
 */
#pragma once

/* Parameters of the part. */
#define MACHINE_ARCHITECTURE "architecture"
#define MACHINE_TYPE "type"
#define MACHINE_SECURE_BOOT "secure-boot"
#define MACHINE_MEDIA_SIGNER "media-signer"
#define MACHINE_UPDATED_SIGNER "updated-signer"
#define MACHINE_TPM "tpm"
#define MACHINE_TPM_VERSION "tpm-version"
#define MACHINE_CPU_LEVEL "cpu-level"
#define MACHINE_CPU_FEATURE "cpu-feature"
#define MACHINE_UNFIT_CPU "unfit-cpu"
#define MACHINE_CLOCK "clock"
#define MACHINE_TIMER "timer"
#define MACHINE_ENLIGHTENMENT "enlightenment"
#define MACHINE_FIRST_BOOT "first-boot"
#define MACHINE_HOTPLUG "hotplug"
#define MACHINE_SOURCE "source"

/* What holds for architectures of which nothing else is said, as without an architecture. */
#define MACHINE_ALL_ARCHITECTURES "all"

/* Machine types of a PC, and the device that says of a system that it knows the newer one. */
#define MACHINE_TYPE_Q35 "q35"
#define MACHINE_TYPE_PC "pc"
#define MACHINE_CHIPSET_Q35 "http://qemu.org/chipset/x86/q35"

/* How far a system goes together with something, from bad to good. */
#define MACHINE_UNKNOWN "unknown" /* nobody says, or somebody looked and did not find out */
#define MACHINE_UNSUPPORTED "unsupported"
#define MACHINE_PARTIAL "partial" /* by hand, in part, or with a condition that a comment tells */
#define MACHINE_SUPPORTED "supported"
#define MACHINE_RECOMMENDED "recommended"
#define MACHINE_REQUIRED "required"

/* The only value of a list: an empty one, for what would be inherited. */
#define MACHINE_NONE "none"
