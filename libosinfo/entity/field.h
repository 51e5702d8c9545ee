/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Makes properties of the rows in facts/fields.c.
 */
#pragma once

#include <glib-object.h>

#include "facts/fields.h"

/* Installs the properties of the table's own rows (not of its parent's) with ids from
 * FIELD_FIRST_PROPERTY on, and sets the class's get_property and set_property to the two functions
 * below. A class with properties of its own gives them lower ids, sets its own functions afterwards
 * and lets them call these for the rest. */
#define FIELD_FIRST_PROPERTY 100
void field_install(GObjectClass *klass, const FieldTable *table);
void field_get_property(GObject *object, guint property_id, GValue *value, GParamSpec *spec);
void field_set_property(GObject *object, guint property_id, const GValue *value, GParamSpec *spec);
