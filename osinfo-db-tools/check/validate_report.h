/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * How osinfo-db-validate says what it found.
 */
#pragma once

#include <glib.h>

/* Lines on standard error, for each fault "URI:LINE MESSAGE", and on standard output which file is
 * meant if @is_verbose. Returns the number of faults. */
guint validate_report_text(GPtrArray *results, gboolean is_verbose);

/* The number of faults, without a word. */
guint validate_report_count(GPtrArray *results);

/* One JSON object on standard output. Problems with arguments are faults without a line. */
guint validate_report_json(GPtrArray *results, GPtrArray *problems);
