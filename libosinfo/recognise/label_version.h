/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Which version a label tells that nobody knows: the first number in it that is none of a machine.
 */
#pragma once

#include <glib.h>

/* Such as "16.3" of "Install-Leap-16.3-x86_64", "11.5" of "Oracle_Solaris-11_5-Text-X86"; a new text. NULL: there is none. */
char *label_dup_version(const char *label);
