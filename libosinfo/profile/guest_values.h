/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Values that are not words of rules: what the database states, and what is worked out of that. FALSE: nothing.
 */
#pragma once

#include "profile/guest_rules.h"

gboolean guest_list_machine_types(const GuestQuestion *question, GPtrArray *values);
gboolean guest_list_tpm_version(const GuestQuestion *question, GPtrArray *values);
gboolean guest_list_cpu_models(const GuestQuestion *question, GPtrArray *values);
gboolean guest_list_cpu_level(const GuestQuestion *question, GPtrArray *values);
gboolean guest_list_cpu_features(const GuestQuestion *question, GPtrArray *values);
/* What is recommended is no less than the minimum; where nothing is, twice the minimum is enough, of storage the minimum. */
gboolean guest_list_recommended_processors(const GuestQuestion *question, GPtrArray *values);
gboolean guest_list_minimum_processors(const GuestQuestion *question, GPtrArray *values);
gboolean guest_list_recommended_memory(const GuestQuestion *question, GPtrArray *values);
gboolean guest_list_minimum_memory(const GuestQuestion *question, GPtrArray *values);
gboolean guest_list_recommended_storage(const GuestQuestion *question, GPtrArray *values);
gboolean guest_list_minimum_storage(const GuestQuestion *question, GPtrArray *values);
gboolean guest_list_clock(const GuestQuestion *question, GPtrArray *values);
gboolean guest_list_timers(const GuestQuestion *question, GPtrArray *values);
gboolean guest_list_pc_timers(const GuestQuestion *question, GPtrArray *values);
gboolean guest_list_enlightenments(const GuestQuestion *question, GPtrArray *values);
gboolean guest_list_first_boot(const GuestQuestion *question, GPtrArray *values);
gboolean guest_list_cloud_init(const GuestQuestion *question, GPtrArray *values);
