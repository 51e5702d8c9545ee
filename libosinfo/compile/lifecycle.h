/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * When each phase of a system ends: made of its eol-date and the phases that its <lifecycle> states,
 * so that tables and filters find it as a value like others.
 */
#pragma once

#include "compile/builder.h"

/* When all files were replayed. */
void lifecycle_derive(Builder *builder);
