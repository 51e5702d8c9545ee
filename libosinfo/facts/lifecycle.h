/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The words of a lifecycle. Security updates for everybody without a fee end on the eol-date; the
 * <lifecycle> beside it tells where that is from, the other phases, and what has no end.
 */
#pragma once

/* Parameters of an OS. The last three are made of its phases when a store is made: a date or
 * PHASE_END_NONE; none at all: not known. */
#define LIFECYCLE_EOL_DATE "eol-date"
#define LIFECYCLE_SOURCE "lifecycle-source"
#define LIFECYCLE_STANDARD_END "standard-end"
#define LIFECYCLE_SECURITY_END "security-end"
#define LIFECYCLE_EXTENDED_END "extended-end"

/* Parameters of the parts that are phases. */
#define PHASE_KIND "kind"
#define PHASE_END "end"
#define PHASE_PAID "paid"
#define PHASE_NAME "name"

/* Kinds of phases, in the order in which they end. */
#define PHASE_STANDARD "standard"
#define PHASE_SECURITY "security" /* only where it has no end: the day is the eol-date */
#define PHASE_EXTENDED "extended"

/* Instead of a day: the vendor announces none. */
#define PHASE_END_NONE "none"
