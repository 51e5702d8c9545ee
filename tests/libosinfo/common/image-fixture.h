/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * A folder for the image of one test, removed afterwards with what is in it.
 */
#pragma once

#include <glib.h>

typedef struct {
    char *folder;
    char *path; /* of a file in it, not made yet */
} ImageFixture;

/* For g_test_add(). */
void image_fixture_set_up(ImageFixture *fixture, gconstpointer data);
void image_fixture_tear_down(ImageFixture *fixture, gconstpointer data);
