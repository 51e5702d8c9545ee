/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <errno.h>

#include <glib/gstdio.h>

#include "image-fixture.h"

void
image_fixture_set_up(ImageFixture *fixture, gconstpointer data)
{
    g_autoptr(GError) error = NULL;

    (void)data;
    fixture->folder = g_dir_make_tmp("osinfo-media-XXXXXX", &error);
    g_assert_no_error(error);
    fixture->path = g_build_filename(fixture->folder, "image.iso", NULL);
}

void
image_fixture_tear_down(ImageFixture *fixture, gconstpointer data)
{
    (void)data;
    g_assert_true(g_unlink(fixture->path) == 0 || errno == ENOENT);
    g_assert_cmpint(g_rmdir(fixture->folder), ==, 0);
    g_free(fixture->path);
    g_free(fixture->folder);
}
